//! A form with last year's and a picture, all in memory, as PDF and
//! DOCX: `cargo run --example memory`.

use std::error::Error;
use std::fs;

use nianbao::layout::OWN_FONTS;
use nianbao::{Drafts, Filing, Format, Memory, Name};

/// What the report says of its first section, with a picture in it.
const PICTURE: &str = "总体情况: |\n  ![政务公开体验区](photo.png)\n";

fn main() -> Result<(), Box<dyn Error>> {
    let sample = fs::read_to_string("samples/003-corrected-2023.yaml")?;
    let last = make_last_year(&sample);
    let form = sample.replace("年度: 2023\n", "年度: 2023\n上年: last.yaml\n");
    let form = form.replace("总体情况: |\n", PICTURE);
    let photo = fs::read("samples/page.png")?;
    let mut world = Memory::new()
        .with_file("last.yaml", last)
        .with_file("photo.png", photo);
    for file in OWN_FONTS {
        world = world.with_own_font(file, fs::read(format!("templates/fonts/{file}"))?)?;
    }
    let filing = Filing::open(&world, &Name::new("form.yaml"), form.as_bytes())?;
    let output = filing.render(&world, &[Format::Pdf, Format::Docx], Drafts::Refused)?;
    let found = filing.findings.iter().chain(&output.findings);
    found.for_each(|finding| println!("{finding}"));
    for file in &output.files {
        println!("{} bytes of {}", file.bytes.len(), file.format.name());
    }
    Ok(())
}

/// Last year's form, which left over what this year's begins with.
fn make_last_year(form: &str) -> String {
    let form = form.replace("年度: 2023\n", "年度: 2022\n");
    let form = form.replace("[ 44,  0,", "[  4,  0,");
    form.replace("[770, 17,", "[730, 17,")
}
