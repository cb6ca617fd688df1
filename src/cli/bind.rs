//! `bind`: literal numbers of the text become placeholders, one by one or all at once.

use super::args::{BindArgs, Shown};
use super::asking::Question;
use super::outcome::Outcome;
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

pub(super) fn run(args: &BindArgs) -> Result<Outcome, Trouble> {
    let disk = disk(&args.how.cells, &args.how.looks)?;
    let bytes = read_form(&args.form)?;
    let form = Filing::open(&disk, &Name::new(&args.form), &bytes)?;
    let (Some(report), Some(narrative)) = (&form.report, &form.narrative) else {
        return Ok(Outcome::unreadable([form]));
    };
    let found = proposals(narrative);
    let mut outcome = Outcome::new(Done::Sound);
    if found.is_empty() {
        outcome.said = "文字里没有能确定的数可以换成占位\n".into();
        outcome.document = Some(json::render(&found, &[], None));
        return Ok(outcome);
    }
    let human = args.how.format == Shown::Human;
    let only_listed = args.dry_run || !human && !args.yes;
    let chosen: Vec<usize> = if only_listed || args.yes {
        for (at, proposal) in found.iter().enumerate() {
            outcome.said += &(shown(proposal, at, found.len()) + "\n");
        }
        if only_listed {
            Vec::new()
        } else {
            (0..found.len()).collect()
        }
    } else {
        let lines: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(at, proposal)| shown(proposal, at, found.len()))
            .collect();
        Question { verb: "换" }.ask(&lines)?
    };
    if !chosen.is_empty() {
        may_be_changed(&form)?;
        let wanted = bind(report, chosen.iter().map(|at| &found[*at]));
        let revised = revise(
            &bytes,
            report,
            &wanted,
            disk.standards(),
            disk.terms().options,
        )?;
        let _lock = Lock::on(folder_of(&args.form), &Terminal)?;
        let status = FileStatus::Written(write_over_unchanged(&args.form, &bytes, &revised)?);
        let path = args.form.display().to_string();
        let kind = if is_workbook(&bytes) {
            FormKind::Workbook
        } else {
            FormKind::Yaml
        };
        let kind = FileKind::Form(kind);
        outcome
            .files
            .push(FileEntry::new(path, kind, status).with_sum_of(&revised));
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

/// A proposal in a line or two.
fn shown(proposal: &Proposal, at: usize, count: usize) -> String {
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
