//! A form with last year's and a picture, all in memory, as PDF: `cargo run --example memory`.

use std::error::Error;
use std::fs;

use nianbao::{Filing, Format, Memory, Name};

/// What the report says of its first section, with a picture in it.
const PICTURE: &str = "总体情况: |\n  ![政务公开体验区](photo.png)\n";

fn main() -> Result<(), Box<dyn Error>> {
    let sample = fs::read_to_string("samples/003-corrected-2023.yaml")?;
    let last = sample.replace("年度: 2023\n", "年度: 2022\n");
    let form = sample.replace("年度: 2023\n", "年度: 2023\n上年: last.yaml\n");
    let form = form.replace("总体情况: |\n", PICTURE);
    let photo = fs::read("samples/page.png")?;
    let mut world = Memory::new().file("last.yaml", last).file("photo.png", photo);
    for file in ["title", "fang", "hei", "kai", "song", "latin", "fallback"] {
        let file = format!("nianbao-{file}.ttf");
        world = world.font(&file, fs::read(format!("templates/fonts/{file}"))?)?;
    }
    let filing = Filing::open(&world, &Name::new("form.yaml"), form.as_bytes())?;
    let pdf = filing.render(&world, &[Format::Pdf])?.remove(0).bytes;
    filing.findings.iter().for_each(|finding| println!("{}", finding.message));
    println!("{} bytes of PDF", pdf.len());
    Ok(())
}
