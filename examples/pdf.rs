//! A form to a PDF in memory: `cargo run --example pdf`.

use nianbao::layout::OWN_FONTS;
use nianbao::{Drafts, Filing, Format, Memory, Name};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut world = Memory::new();
    for file in OWN_FONTS {
        world = world.with_own_font(file, std::fs::read(format!("templates/fonts/{file}"))?)?;
    }
    let form = std::fs::read("samples/003-corrected-2023.yaml")?;
    let filing = Filing::open(&world, &Name::new("form.yaml"), &form)?;
    let output = filing.render(&world, &[Format::Pdf], Drafts::Refused)?;
    let (pdf, warnings) = (&output.files[0].bytes, filing.tally().warnings);
    println!("{} bytes of PDF, {warnings} warnings", pdf.len());
    Ok(())
}
