//! A report as PDF/A-3 with its numbers inside: `cargo run --example attached FILE.pdf`.

use nianbao::export::Edition;
use nianbao::export::pdf;
use nianbao::layout::{OWN_FONTS, layout};
use nianbao::style::{PdfLevel, Style};
use nianbao::{Filing, Memory, Name, World};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut world = Memory::new();
    for file in OWN_FONTS {
        world = world.with_own_font(file, std::fs::read(format!("templates/fonts/{file}"))?)?;
    }
    let form = std::fs::read("samples/003-corrected-2023.yaml")?;
    let filing = Filing::open(&world, &Name::new("form.yaml"), &form)?;
    let document = filing.document.as_ref().ok_or("a report with pages")?;
    let mut style = Style::load(&Style::gbt9704())?;
    style.pdf.level = PdfLevel::A3a;
    let pages = layout(document, &style, world.fonts().ok_or("fonts")?)?;
    // The data and the form, without what stays inside the agency.
    let inside = filing.files_inside();
    let file = pdf::export(&Edition::new(document, &style), &pages, &inside)?;
    println!("{} bytes of PDF", file.len());
    if let Some(path) = std::env::args_os().nth(1) {
        std::fs::write(path, file)?;
    }
    Ok(())
}
