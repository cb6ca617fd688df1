//! What changed between two forms: `cargo run --example changes OLD NEW`.

use nianbao::compare::{compare, human};
use nianbao::{Filing, Memory, Name};

fn open(path: &str) -> Result<Filing, Box<dyn std::error::Error>> {
    Ok(Filing::open(
        &Memory::new(),
        &Name::new(path),
        &std::fs::read(path)?,
    )?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths = std::env::args().skip(1);
    let old = paths
        .next()
        .unwrap_or("samples/003-zhangjiagang-2023.yaml".to_owned());
    let new = paths
        .next()
        .unwrap_or("samples/003-corrected-2023.yaml".to_owned());
    match compare(&open(&old)?, &open(&new)?) {
        Some(comparison) => print!("{}", human::render(&comparison, false)),
        None => println!("one of them cannot be read"),
    }
    Ok(())
}
