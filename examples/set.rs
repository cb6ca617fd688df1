//! One value of a form changed, its remarks and layout kept: `cargo run --example set`.

use nianbao::edit::{assign, revise};
use nianbao::{Filing, Memory, Name, World};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let world = Memory::new();
    let form = std::fs::read("samples/003-corrected-2023.yaml")?;
    let filing = Filing::open(&world, &Name::new("form.yaml"), &form)?;
    let old = filing.report.expect("a readable form");
    let mut wanted = old.clone();
    assign(&mut wanted, "申请.新收.自然人", "771")?;
    let options = world.terms().options;
    let revised = revise(&form, &old, &wanted, world.standards(), options)?;
    let differ = count_differing(&form, &revised);
    println!("{differ} of {} bytes differ", form.len());
    Ok(())
}

fn count_differing(old: &[u8], new: &[u8]) -> usize {
    old.iter().zip(new).filter(|(old, new)| old != new).count()
}
