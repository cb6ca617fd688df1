//! A form's pages as pictures: `cargo run --example pages FORM FOLDER` writes `FOLDER/1.svg` and so
//! on.

use std::path::Path;

use nianbao::document::Document;
use nianbao::export::svg;
use nianbao::filing::World;
use nianbao::layout::{OWN_FONTS, layout};
use nianbao::style::Style;
use nianbao::{Filing, Memory, Name};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let form = given
        .next()
        .unwrap_or_else(|| "samples/003-corrected-2023.yaml".to_owned());
    let folder = given.next().unwrap_or_else(|| "target/pages".to_owned());
    let mut world = Memory::new();
    for file in OWN_FONTS {
        world = world.with_own_font(file, std::fs::read(format!("templates/fonts/{file}"))?)?;
    }
    // What the form names stands beside it.
    for entry in std::fs::read_dir(Path::new(&form).parent().unwrap_or(Path::new(".")))? {
        let path = entry?.path();
        if path.is_file() {
            world = world.with_file(&path.to_string_lossy(), std::fs::read(&path)?);
        }
    }
    let filing = Filing::open(&world, &Name::new(&form), &std::fs::read(&form)?)?;
    let document = filing.document.as_ref().ok_or("the form cannot be read")?;
    let document = Document {
        draft: filing.tally().errors > 0,
        ..document.clone()
    };
    let fonts = world.fonts().ok_or("no fonts")?;
    let pages = layout(&document, &Style::load(&Style::gbt9704())?, fonts)?;
    std::fs::create_dir_all(&folder)?;
    for index in 0..pages.pages.len() {
        let picture = svg::export(&pages, index, &[]).ok_or("no such page")?;
        std::fs::write(
            Path::new(&folder).join(format!("{}.svg", index + 1)),
            picture,
        )?;
    }
    println!("{} pages", pages.pages.len());
    Ok(())
}
