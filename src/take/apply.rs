//! The report with corrections in it.

use std::cmp::Ordering;

use super::{Correction, TakenParagraph, Taking};
use crate::edit::{Assignment, assign_all};
use crate::finding::Complaint;
use crate::place::{Placed, PlacedText};
use crate::report::Report;

/// The report with corrections in it.
///
/// # Errors
/// What is wrong with a value.
pub fn apply<'c>(
    report: &Report,
    corrections: impl IntoIterator<Item = &'c Correction>,
) -> Result<Report, Complaint> {
    let mut report = report.clone();
    let mut values = Vec::new();
    let mut changes = Vec::new();
    for correction in corrections {
        match &correction.way {
            Ok(Taking::Value { path, value }) => values.push(Assignment { path, value }),
            Ok(Taking::Replaced(paragraph)) => {
                changes.push(ParagraphChange::of(paragraph, ParagraphWay::Replace));
            }
            Ok(Taking::Removed(paragraph)) => {
                changes.push(ParagraphChange::of(paragraph, ParagraphWay::Remove));
            }
            Ok(Taking::Inserted(paragraph)) => {
                changes.push(ParagraphChange::of(paragraph, ParagraphWay::Insert));
            }
            Err(_) => {}
        }
    }
    assign_all(&mut report, &values)?;
    changes.reverse();
    changes.sort_by(ParagraphChange::compare);
    for change in changes {
        let TakenParagraph { key, text, .. } = change.paragraph;
        let fresh = Placed {
            value: text.clone(),
            place: report.agency.place.clone(),
        };
        change.make(report.texts.entry(key.clone()).or_default(), fresh);
    }
    Ok(report)
}

/// What becomes of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ParagraphWay {
    Replace,
    Remove,
    Insert,
}

/// A change of a paragraph.
struct ParagraphChange<'c> {
    paragraph: &'c TakenParagraph,
    way: ParagraphWay,
}

impl<'c> ParagraphChange<'c> {
    fn of(paragraph: &'c TakenParagraph, way: ParagraphWay) -> Self {
        Self { paragraph, way }
    }

    /// From the last to the first, so that none is moved by what goes or comes before it; at one
    /// place what comes is made last.
    fn compare(&self, other: &Self) -> Ordering {
        let (own, others) = (self.paragraph, other.paragraph);
        (&others.key, others.line, self.way == ParagraphWay::Insert).cmp(&(
            &own.key,
            own.line,
            other.way == ParagraphWay::Insert,
        ))
    }

    /// Makes it in the lines of its text; `fresh` is what is to stand there.
    fn make(&self, lines: &mut PlacedText, fresh: Placed<String>) {
        let at = self.paragraph.line;
        match self.way {
            ParagraphWay::Insert => lines.insert(at.min(lines.len()), fresh),
            ParagraphWay::Replace => {
                if let Some(line) = lines.get_mut(at) {
                    line.value = fresh.value;
                }
            }
            ParagraphWay::Remove => {
                if at < lines.len() {
                    lines.remove(at);
                }
            }
        }
    }
}
