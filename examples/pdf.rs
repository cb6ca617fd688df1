//! A form to a PDF in memory: `cargo run --example pdf`.

use nianbao::{Filing, Format, Memory, Name};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut world = Memory::new();
    for file in ["title", "fang", "hei", "kai", "song", "latin", "fallback"] {
        let file = format!("nianbao-{file}.ttf");
        world = world.font(&file, std::fs::read(format!("templates/fonts/{file}"))?)?;
    }
    let form = std::fs::read("samples/003-corrected-2023.yaml")?;
    let filing = Filing::open(&world, &Name::new("form.yaml"), &form)?;
    let pdf = filing.render(&world, &[Format::Pdf])?.remove(0).bytes;
    println!("{} bytes of PDF, {} errors", pdf.len(), filing.tally().errors);
    Ok(())
}
