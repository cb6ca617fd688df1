//! Two forms compared: what was changed, and what follows from that.
//!
//! [`compare`] puts together the changes of the forms ([`changes`]), the sentences that
//! print otherwise ([`sentences`](mod@sentences)), the relations that changed cells take part in
//! ([`touched`](mod@touched)) and the findings that came and went. It is shown to people
//! ([`human`]) and programs ([`json`]), or published as 更正说明 ([`notice`]). The room opens no
//! files and knows no outputs.
//!
//! # What counts as a change
//!
//! `report::changes` and `apply` are inverse, and random edits try it. A total that is computed
//! *moves*; a stated one moves as well where its parts changed. Sentences are compared as they
//! print, put beside each other by `src/align/` as `readback` does, first by what was typed — the
//! names of values in place of what placeholders print — so that a sentence that only follows is
//! told as such. Relations come from `rules::relations`, which lists what the rules on numbers
//! check, held or not; totals that the program computes and numbers that a placeholder prints are
//! right by themselves and are none.

mod columns;
pub mod human;
pub mod json;
pub mod notice;
pub mod sentences;
pub mod touched;

use crate::filing::Filing;
use crate::finding::{Code, Finding};
use crate::report::Report;
use crate::report::changes::{CellChange, Change, How, changes};
use crate::standard::CellId;
pub use sentences::{Placeholder, SentenceChange};
pub use touched::Touched;

/// What differs between two forms.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The old form and the new one.
    pub heads: [Head; 2],
    /// What the forms say differently.
    pub changes: Vec<Change>,
    /// The sentences that print otherwise.
    pub sentences: Vec<SentenceChange>,
    /// The relations that changed cells take part in.
    pub touched: Vec<Touched>,
    /// Findings that only the new form has.
    pub appeared: Vec<Finding>,
    /// Findings that only the old form has.
    pub vanished: Vec<Finding>,
}

/// Which form it is.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its file.
    pub file: String,
    /// The agency.
    pub agency: String,
    /// The report year.
    pub year: i32,
    /// The format.
    pub format: String,
}

impl Head {
    fn of(report: &Report) -> Self {
        Self {
            file: report.file.to_string(),
            agency: report.agency.value.clone(),
            year: report.year.value,
            format: report.standard.format.clone(),
        }
    }
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.sentences.is_empty()
            && self.appeared.is_empty()
            && self.vanished.is_empty()
    }

    /// The cells that differ.
    pub fn cells(&self) -> impl Iterator<Item = &CellChange> {
        self.changes.iter().filter_map(cell_of)
    }

    /// The placeholders that print another value, each once.
    pub fn placeholders(&self) -> Vec<&Placeholder> {
        let mut found: Vec<&Placeholder> = Vec::new();
        for placeholder in self.sentences.iter().flat_map(|s| &s.placeholders) {
            if !found.contains(&placeholder) {
                found.push(placeholder);
            }
        }
        found
    }
}

/// The cell that a change is of.
fn cell_of(change: &Change) -> Option<&CellChange> {
    match change {
        Change::Cell(cell) => Some(cell),
        _ => None,
    }
}

/// Compares two forms; none where one of them, or its template, cannot be read.
pub fn compare(old: &Filing, new: &Filing) -> Option<Comparison> {
    let (before, after) = (old.subject()?, new.subject()?);
    let changes = changes(before.report, after.report);
    let moved: Vec<CellId> = changes.iter().filter_map(moved_cell).collect();
    Some(Comparison {
        heads: [Head::of(before.report), Head::of(after.report)],
        sentences: sentences::sentences(old.document.as_ref()?, new.document.as_ref()?),
        touched: touched::find_touched(&before, &after, &moved),
        appeared: only_first(&new.findings, &old.findings),
        vanished: only_first(&old.findings, &new.findings),
        changes,
    })
}

/// The cell of the new form whose number a change changed.
fn moved_cell(change: &Change) -> Option<CellId> {
    match change {
        Change::Cell(cell) if !matches!(cell.how, How::Stated | How::Noted) => cell.new_id,
        _ => None,
    }
}

/// Codes that tell how a published report was read.
const OF_READING: [Code; 4] = [
    Code::NotRead,
    Code::Guessed,
    Code::LeftOut,
    Code::AlteredLabel,
];

/// The findings that only the first form has; places do not count, since lines shift.
fn only_first(first: &[Finding], second: &[Finding]) -> Vec<Finding> {
    let mut rest: Vec<&Finding> = second.iter().collect();
    let mut kept = Vec::new();
    for (index, finding) in first.iter().enumerate() {
        // How a document was read says nothing of what it says.
        if OF_READING.contains(&finding.code) {
            continue;
        }
        match rest.iter().position(|other| is_same(finding, other)) {
            Some(at) => drop(rest.swap_remove(at)),
            None => kept.push(index),
        }
    }
    let mut found = Vec::new();
    for index in &kept {
        let mut finding = first[*index].clone();
        // Causes are told by their index, which is another one among these.
        if let Some(cause) = finding.caused_by {
            finding.caused_by = kept.iter().position(|kept| *kept == cause);
        }
        found.push(finding);
    }
    found
}

/// Whether two findings tell the same of the same value.
fn is_same(a: &Finding, b: &Finding) -> bool {
    let words = (&a.message, &a.stated, &a.expected, &a.waived);
    a.code == b.code
        && words == (&b.message, &b.stated, &b.expected, &b.waived)
        && path_of(a) == path_of(b)
}

fn path_of(finding: &Finding) -> Option<&str> {
    finding.places.first().map(|place| &*place.path)
}
