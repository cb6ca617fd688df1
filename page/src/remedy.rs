//! What can be done about a finding at a press of a button.

use std::ops::Range;

use nianbao::edit::assign;
use nianbao::filing::Filing;
use nianbao::finding::{Code, Finding};
use nianbao::place::Place;
use nianbao::report::{Record, Report, Value};
use nianbao::rules::{NumberReading, ReadingOutcome, readings, rule_of};

use crate::change::WAIVERS;
use crate::message::{Edit, Remedy, WaiverView};
use crate::places::{Words, words};

/// What helps against the findings of a form.
pub(crate) struct Remedies<'a> {
    filing: &'a Filing,
    report: &'a Report,
    readings: Vec<NumberReading>,
}

impl<'a> Remedies<'a> {
    /// Of a form that can be read.
    pub fn of(filing: &'a Filing) -> Option<Self> {
        let subject = filing.subject()?;
        Some(Self {
            filing,
            report: subject.report,
            readings: readings(&subject),
        })
    }

    /// What helps against a finding.
    pub fn find(&self, finding: &Finding) -> Vec<Remedy> {
        let (Some(place), None) = (finding.places.first(), &finding.waived) else {
            return Vec::new();
        };
        let mut found = self.in_cell(finding, place);
        found.extend(self.withdraw(finding, place));
        if let Some(words) = words(self.filing, place) {
            found.extend(self.in_text(finding, place, &words));
        }
        found
    }

    /// A cell that should hold another number, where that is sure.
    fn in_cell(&self, finding: &Finding, place: &Place) -> Vec<Remedy> {
        let Some(id) = self.report.standard.cell_by_path(&place.path) else {
            return Vec::new();
        };
        let label = self.report.standard.label(id);
        let mut found = Vec::new();
        let states = self.report.cell(id).value.number().is_some();
        let number = finding.expected.as_deref().map(plain);
        let number = number.filter(|_| states && is_sure(finding));
        if let Some(number) = number.filter(|number| self.would_take(&place.path, number)) {
            found.push(set(place, &number, format!("把“{label}”改为 {number}")));
        }
        if self.report.standard.is_total(id) && states {
            found.push(set(place, "", "合计由程序计算".to_owned()));
        }
        if matches!(&self.report.cell(id).value, Value::Blank(_)) {
            found.push(set(place, "0", "填 0".to_owned()));
        }
        found
    }

    /// A waiver that silences nothing any more.
    fn withdraw(&self, finding: &Finding, place: &Place) -> Option<Remedy> {
        if finding.code != Code::UnusedWaiver {
            return None;
        }
        let mut waivers = self.report.items(WAIVERS).iter();
        let at = waivers.position(|waiver| stands_at(waiver, place))?;
        Some(Remedy {
            label: "撤去这条理由".to_owned(),
            edit: Edit::Unwaive { at },
        })
    }

    fn would_take(&self, path: &str, value: &str) -> bool {
        let mut tried = self.report.clone();
        assign(&mut tried, path, value).is_ok() && !tried.says_same(self.report)
    }

    /// A number of the text that should be another one, or a placeholder.
    fn in_text(&self, finding: &Finding, place: &Place, words: &Words) -> Vec<Remedy> {
        let lines = &self.report.texts[&*place.path];
        let typed = &lines[words.paragraph].value;
        let mut found = Vec::new();
        let (Some(stated), Some(expected)) = (&finding.stated, &finding.expected) else {
            return found;
        };
        let Some(bytes) = stretch_of(typed, &words.bytes, stated) else {
            return found;
        };
        let number = Words {
            paragraph: words.paragraph,
            bytes,
        };
        found.push(self.write(place, &number, format!("文字改为 {expected}"), expected));
        if let Some(expression) = self.expression(place) {
            let label = format!("文字改为 {expected}，以后随表变动");
            let placeholder = format!("{{{{ {expression} }}}}");
            found.push(self.write(place, &number, label, &placeholder));
        }
        found
    }

    /// Writes other words into the text of a place.
    fn write(&self, place: &Place, words: &Words, label: String, new: &str) -> Remedy {
        let lines = self.report.texts[&*place.path].iter();
        let mut paragraphs: Vec<String> = lines.map(|line| line.value.clone()).collect();
        paragraphs[words.paragraph].replace_range(words.bytes.clone(), new);
        Remedy {
            label,
            edit: Edit::Write {
                path: place.path.to_string(),
                paragraphs,
            },
        }
    }

    /// What prints the number that should stand at a place.
    fn expression(&self, place: &Place) -> Option<&str> {
        let reading = self
            .readings
            .iter()
            .find(|reading| reading.place.at == place.at)?;
        match &reading.outcome {
            ReadingOutcome::Differs(cells) => Some(&cells.expression),
            _ => None,
        }
    }

    /// How a finding can be let stand, but for the reason.
    pub fn waiver(finding: &Finding) -> Option<WaiverView> {
        let waivable = rule_of(finding.code).is_some_and(|rule| rule.waivable);
        let place = finding
            .places
            .first()
            .filter(|_| waivable && finding.waived.is_none())?;
        Some(WaiverView {
            rule: finding.code.name().to_owned(),
            path: place.path.to_string(),
            value: finding.stated.clone().unwrap_or_default(),
            reason: String::new(),
        })
    }
}

/// Gives the cell at a place another value.
fn set(place: &Place, value: &str, label: String) -> Remedy {
    let path = place.path.to_string();
    Remedy {
        label,
        edit: Edit::Set {
            path,
            value: value.to_owned(),
        },
    }
}

/// Whether an item of a list stands at a place.
fn stands_at(record: &Record, place: &Place) -> bool {
    record
        .values()
        .iter()
        .any(|entry| entry.value.place.at == place.at)
}

/// Whether what a cell should hold follows from what is sure: its own parts, or last year's report.
/// Two sides that do not agree tell only that one of their numbers is wrong.
fn is_sure(finding: &Finding) -> bool {
    let sums = [
        Code::RowTotal,
        Code::OutcomeTotal,
        Code::ReviewTotal,
        Code::CarryOver,
    ];
    // A hint that names a part that is more likely wrong leaves the choice to the clerk.
    sums.contains(&finding.code) && !finding.hint.contains("很可能")
}

/// A number without what parts its thousands.
fn plain(number: &str) -> String {
    number
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect()
}

/// Where the stated value stands in a stretch of a text; none where it does not.
fn stretch_of(typed: &str, bytes: &Range<usize>, stated: &str) -> Option<Range<usize>> {
    let inside = typed.get(bytes.clone())?;
    let at = inside.find(stated)?;
    let start = bytes.start + at;
    let end = start + stated.len();
    // A part of a longer number is none.
    let is_part = typed[..start].ends_with(|c: char| c.is_ascii_digit())
        || typed[end..].starts_with(|c: char| c.is_ascii_digit());
    (!is_part && !stated.is_empty()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, stated: &str, expected: Option<Range<usize>>) {
        assert_eq!(stretch_of(typed, &(0..typed.len()), stated), expected);
    }

    #[test]
    fn only_the_whole_number_is_replaced() {
        check("新收774件", "774", Some(6..9));
        check("新收1774件", "774", None);
        check("新收件", "774", None);
        check("新收", "", None);
    }
}
