//! `bind`: literal numbers of the text become placeholders, one by one or all at once.

use std::path::Path;

use super::args::{BindArgs, EditReader};
use super::asking::Question;
use super::outcome::VerbOutcome;
use super::target::may_be_changed;
use super::world::{Terminal, disk};
use super::{Done, Trouble};
use nianbao::disk::Lock;
use nianbao::disk::read::read_form;
use nianbao::disk::write::{folder_of, write_over_unchanged};
use nianbao::edit::{Proposal, bind, json, proposals, revise};
use nianbao::file::{FileKind, FileStatus, FormKind};
use nianbao::filing::{Filing, Name, World};
use nianbao::finding::json::FileEntry;
use nianbao::form::is_workbook;
use nianbao::place::At;

pub(super) fn run(args: &BindArgs) -> Result<VerbOutcome, Trouble> {
    let disk = disk(&args.how.cells, &args.how.looks)?;
    let bytes = read_form(&args.form)?;
    let form = Filing::open(&disk, &Name::new(&args.form), &bytes)?;
    let (Some(report), Some(narrative)) = (&form.report, &form.narrative) else {
        return Ok(VerbOutcome::of_unreadable([form]));
    };
    let found = proposals(narrative);
    let mut outcome = VerbOutcome::new(Done::Sound);
    if found.is_empty() {
        outcome.said = "文字里没有能确定的数可以换成占位\n".into();
        outcome.document = Some(json::render(&found, &[], None));
        return Ok(outcome);
    }
    let chosen = choose(args, &found, &mut outcome.said)?;
    if !chosen.is_empty() {
        may_be_changed(&form)?;
        let wanted = bind(report, chosen.iter().map(|at| &found[*at]));
        let (library, options) = (disk.standards(), disk.terms().options);
        let revised = revise(&bytes, report, &wanted, library, options)?;
        outcome.files.push(write(&args.form, &bytes, &revised)?);
    }
    outcome.document = Some(json::render(&found, &chosen, outcome.files.first()));
    outcome.said += &if outcome.files.is_empty() {
        let way = if args.dry_run { "（--dry-run）" } else { "" };
        format!("共 {} 处，没有写入{way}\n", found.len())
    } else {
        format!("换了 {} 处，共 {} 处\n", chosen.len(), found.len())
    };
    Ok(outcome)
}

/// The indices of the proposals that are taken: all, none, or those that somebody takes. What is
/// not asked for one by one is listed.
fn choose(args: &BindArgs, found: &[Proposal], said: &mut String) -> Result<Vec<usize>, Trouble> {
    let mut lines = Vec::new();
    for (at, proposal) in found.iter().enumerate() {
        lines.push(show_proposal(proposal, at, found.len()));
    }
    let human = args.how.format == EditReader::Human;
    let only_listed = args.dry_run || !human && !args.yes;
    if !only_listed && !args.yes {
        return Question { verb: "换" }.ask(&lines);
    }
    for line in &lines {
        *said += &format!("{line}\n");
    }
    if only_listed {
        Ok(Vec::new())
    } else {
        Ok((0..found.len()).collect())
    }
}

/// Writes the form over the bytes that were read of it.
fn write(form: &Path, bytes: &[u8], revised: &[u8]) -> Result<FileEntry, Trouble> {
    let _lock = Lock::on(folder_of(form), &Terminal)?;
    let status = FileStatus::Written(write_over_unchanged(form, bytes, revised)?);
    let kind = if is_workbook(bytes) {
        FormKind::Workbook
    } else {
        FormKind::Yaml
    };
    let path = form.display().to_string();
    Ok(FileEntry::new(path, FileKind::Form(kind), status).with_sum_of(revised))
}

/// A proposal in a line or two.
fn show_proposal(proposal: &Proposal, at: usize, count: usize) -> String {
    let place = match &proposal.place.at {
        At::Text { line, .. } => format!("第{line}行"),
        _ => proposal.place.label.to_string(),
    };
    let Proposal {
        key,
        phrase,
        literal,
        placeholder,
        ..
    } = proposal;
    format!(
        "[{}/{count}] {key} {place}：“{phrase}”\n      {literal} → {placeholder}",
        at + 1
    )
}
