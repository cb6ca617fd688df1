//! The relations that changed cells take part in, and whether they hold.

use crate::finding::Code;
use crate::narrative::Narrative;
use crate::place::Place;
use crate::report::Report;
use crate::rules::{Relation, Subject, relations};
use crate::standard::CellId;

/// A relation that a change touches.
#[derive(Clone, Debug)]
pub struct Touched {
    /// The rule that checks it.
    pub code: Code,
    /// What it says.
    pub words: String,
    /// Whether it held; none where the old form has no such relation.
    pub before: Option<bool>,
    /// Whether it holds.
    pub after: bool,
    /// Where it is found in the new form.
    pub place: Place,
}

/// A report with last year's and its free text.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's.
    pub last: Option<&'a Report>,
    /// Its free text.
    pub narrative: &'a Narrative,
}

impl Known<'_> {
    fn relations(self) -> Vec<Relation> {
        let Self { report, last, narrative } = self;
        relations(&Subject { report, last, narrative })
    }
}

/// The relations of the new report in which one of these cells stands.
pub fn touched(old: Known<'_>, new: Known<'_>, changed: &[CellId]) -> Vec<Touched> {
    if changed.is_empty() {
        return Vec::new();
    }
    let before = old.relations();
    let touched = new.relations().into_iter().filter(|relation| relation.cells.iter().any(|id| changed.contains(id)));
    touched
        .map(|relation| Touched {
            before: before.iter().find(|r| r.code == relation.code && r.words == relation.words).map(|r| r.holds),
            code: relation.code,
            words: relation.words,
            after: relation.holds,
            place: relation.place,
        })
        .collect()
}
