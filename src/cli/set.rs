//! `set`: values changed in a form, with what follows from that.

use super::args::SetArgs;
use super::outcome::VerbOutcome;
use super::show;
use super::target::{HeldForm, may_be_changed, next_step};
use super::world::disk;
use super::{Done, Trouble};
use nianbao::compare::{compare, human, json};
use nianbao::disk::write::write_over_unchanged;
use nianbao::edit::{Assignment, assign_all, computed_cells, revise};
use nianbao::filing::names::show_path;
use nianbao::filing::{Filing, World};
use nianbao::finding::count;

pub(super) fn run(args: &SetArgs) -> Result<VerbOutcome, Trouble> {
    let mut values = Vec::new();
    for value in &args.values {
        values.push(Assignment::read(value)?);
    }
    let disk = disk(&args.how.cells, &args.how.looks)?;
    let held = HeldForm::open(&disk, &args.form)?;
    let (bytes, old) = (&held.bytes, &held.filing);
    let Some(report) = &old.report else {
        return Ok(VerbOutcome::of_unreadable([held.filing]));
    };
    if !args.dry_run {
        may_be_changed(old)?;
    }
    let mut wanted = report.clone();
    assign_all(&mut wanted, &values)?;
    let revised = revise(
        bytes,
        report,
        &wanted,
        disk.standards(),
        disk.terms().options,
    )?;
    let new = Filing::open(&disk, &old.name, &revised)?;
    let Some(comparison) = compare(old, &new) else {
        return Ok(VerbOutcome::of_unreadable([held.filing, new]));
    };
    let sound = count(&new.findings).0 == 0;
    let mut outcome = VerbOutcome::new(if sound { Done::Sound } else { Done::Faulty });
    outcome.said = human::render(&comparison, show::colour());
    outcome.document = Some(json::render(&comparison));
    let form = show_path(&args.form);
    outcome.notes = if revised == *bytes {
        "填报表本来就是这样，没有写入\n".to_owned()
    } else if args.dry_run {
        format!("没有写入（--dry-run）：{form}\n")
    } else {
        let paths = values
            .iter()
            .filter(|value| !value.value.is_empty())
            .map(|value| value.path);
        let computed = computed_cells(bytes, disk.standards(), paths);
        if !computed.is_empty() {
            show::note(&format!(
                "{} 原来是公式，现在是填的数，不再随别的数变动",
                computed.join("、")
            ));
        }
        write_over_unchanged(&args.form, bytes, &revised)?;
        let next = next_step(&form, sound);
        format!("更新  {form}\n{next}\n")
    };
    Ok(outcome)
}
