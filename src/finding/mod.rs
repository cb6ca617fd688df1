//! Findings: what is wrong in a form or a template, where, and what to do.
//!
//! A finding has a stable code, a severity, both sides of what disagrees, a
//! hint and its places. This room renders findings for people ([`human`]) and
//! for programs ([`json`], [`sarif`]); it does not know how any of them is found.

mod code;
mod command;
mod complaint;
mod explanation;
pub mod human;
pub mod json;
mod mask;
mod nearest;
pub mod sarif;
mod visible;
mod wrap;

pub use code::{Code, Severities, Severity};
pub use command::argument;
pub use complaint::Complaint;
pub use explanation::{Explanation, of_reading_and_output};
pub use json::{SheetPosition, cell_range};
pub use mask::{PersonalNumber, PersonalNumberKind, mask_numbers, personal_numbers};
pub use nearest::nearest;
pub use visible::{escape_json, printable, visible};
pub use wrap::wrap_lines;

use std::fmt;

use crate::place::Place;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of fault it is.
    pub code: Code,
    /// How grave it is here.
    pub severity: Severity,
    /// What is wrong, in Chinese, with both sides and the difference.
    pub message: String,
    /// What to do about it, in Chinese; may be empty.
    pub hint: String,
    /// The value as the form states it, where there is one.
    pub stated: Option<String>,
    /// The value that it should be, where the program can tell.
    pub expected: Option<String>,
    /// Where; the first place is in the checked file, the rest are related.
    pub places: Vec<Place>,
    /// Why the agency lets it stand (豁免), if it does; such a finding is shown and does not count.
    pub waived: Option<String>,
    /// The finding of the same form from which this one follows, by its index; it does not count
    /// either.
    pub caused_by: Option<usize>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A finding is what stands in the way of reading a template.
impl std::error::Error for Finding {}

impl Finding {
    /// A finding with its code's usual severity.
    pub fn new(code: Code, message: impl Into<String>, place: Place) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            hint: String::new(),
            stated: None,
            expected: None,
            places: vec![place],
            waived: None,
            caused_by: None,
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Gives both sides of a disagreement.
    #[must_use]
    pub fn sides(mut self, stated: impl ToString, expected: impl ToString) -> Self {
        self.stated = Some(stated.to_string());
        self.expected = Some(expected.to_string());
        self
    }

    /// Gives the stated side only.
    #[must_use]
    pub fn stated(mut self, stated: impl ToString) -> Self {
        self.stated = Some(stated.to_string());
        self
    }

    /// Adds places that the fault is related to.
    #[must_use]
    pub fn related(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(places);
        self
    }

    /// Says under which key of the form the text stands that the finding is about.
    #[must_use]
    pub fn in_text(mut self, key: &str) -> Self {
        let place = &mut self.places[0];
        // In a workbook the label says where in the text.
        let label = if place.label.is_empty() {
            key.to_owned()
        } else {
            format!("{key}，{}", place.label)
        };
        (place.path, place.label) = (key.into(), label.into());
        self
    }

    /// The same finding, graver.
    #[must_use]
    pub fn as_error(mut self) -> Self {
        self.severity = Severity::Error;
        self
    }

    /// The same finding as good advice.
    #[must_use]
    pub fn as_hint(mut self) -> Self {
        self.severity = Severity::Hint;
        self
    }

    /// Masks the numbers of persons in its words.
    pub fn mask(&mut self) {
        let sides = [&mut self.stated, &mut self.expected].into_iter().flatten();
        for text in [&mut self.message, &mut self.hint].into_iter().chain(sides) {
            if let std::borrow::Cow::Owned(shown) = mask_numbers(text) {
                *text = shown;
            }
        }
    }

    /// The same finding, less grave.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// How many findings there are of each weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
    /// Findings that are let stand, whatever they would be.
    pub waived: usize,
    /// Findings that follow from others.
    pub caused: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            tally.count(finding);
        }
        tally
    }

    /// Counts one more.
    pub fn count(&mut self, finding: &Finding) {
        match finding.severity {
            _ if finding.waived.is_some() => self.waived += 1,
            _ if finding.caused_by.is_some() => self.caused += 1,
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Hint => self.hints += 1,
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.hints += other.hints;
        self.waived += other.waived;
        self.caused += other.caused;
    }
}

/// How many of the findings are errors and how many warnings; waived ones are neither.
pub fn count<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> (usize, usize) {
    let tally = Tally::of(findings);
    (tally.errors, tally.warnings)
}
