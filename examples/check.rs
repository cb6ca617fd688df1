//! Checks a form and prints what is wrong with it: `cargo run --example check FORM`.

use nianbao::finding::human::render;
use nianbao::{Filing, Memory, Name};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args()
        .nth(1)
        .unwrap_or("samples/004-baoshuiqu-2020.yaml".to_owned());
    let bytes = std::fs::read(&path)?;
    let filing = Filing::open(&Memory::new(), &Name::new(path), &bytes)?;
    print!("{}", render(&filing.findings, &filing.sources, false));
    Ok(())
}
