//! A report as PDF/A-3 with its numbers inside: `cargo run --example attached FILE.pdf`.

use nianbao::export::Edition;
use nianbao::export::pdf::{self, AttachedAs, Attachment};
use nianbao::filing::World;
use nianbao::form::write::json;
use nianbao::layout::{OWN_FONTS, layout};
use nianbao::style::{PdfLevel, Style};
use nianbao::{Filing, Memory, Name};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut world = Memory::new();
    for file in OWN_FONTS {
        world = world.with_own_font(file, std::fs::read(format!("templates/fonts/{file}"))?)?;
    }
    let form = std::fs::read("samples/003-corrected-2023.yaml")?;
    let filing = Filing::open(&world, &Name::new("form.yaml"), &form)?;
    let report = filing.report.as_ref().ok_or("a form with a report")?;
    let document = filing.document.as_ref().ok_or("a report with pages")?;
    let mut style = Style::load(&Style::gbt9704()).map_err(|fault| fault.message)?;
    style.pdf.level = PdfLevel::A3a;
    let pages = layout(document, &style, world.fonts().ok_or("fonts")?).map_err(|_| "fonts")?;
    let data = Attachment {
        name: "data.json".to_owned(),
        media_type: "application/json".to_owned(),
        description: "报告的数据".to_owned(),
        relationship: AttachedAs::Data,
        content: json(report).into_bytes(),
    };
    let file = pdf::export(&Edition::new(document, &style), &pages, &[data])?;
    println!("{} bytes of PDF", file.len());
    if let Some(path) = std::env::args_os().nth(1) {
        std::fs::write(path, file)?;
    }
    Ok(())
}
