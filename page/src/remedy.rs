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
        Some(Self { filing, report: subject.report, readings: readings(&subject) })
    }

    /// What helps against a finding.
    pub fn against(&self, finding: &Finding) -> Vec<Remedy> {
        let (Some(place), None) = (finding.places.first(), &finding.waived) else {
            return Vec::new();
        };
        let mut found = self.in_cell(finding, place);
        found.extend(self.unused(finding, place));
        if let Some(words) = words(self.filing, place) {
            found.extend(self.in_text(finding, place, &words));
        }
        found
    }

    /// A cell that should hold another number, where that is sure.
    fn in_cell(&self, finding: &Finding, place: &Place) -> Vec<Remedy> {
        let Some(id) = self.report.standard.cell_by_path(&place.path) else { return Vec::new() };
        let label = self.report.standard.label(id);
        let mut found = Vec::new();
        let set = |value: &str, label: String| {
            let path = place.path.to_string();
            Remedy { label, edit: Edit::Set { path, value: value.to_owned() } }
        };
        let states = self.report.cell(id).value.number().is_some();
        let number = finding.expected.as_deref().map(plain);
        let number = number.filter(|_| states && is_sure(finding));
        if let Some(number) = number.filter(|number| self.would_take(&place.path, number)) {
            found.push(set(&number, format!("把“{label}”改为 {number}")));
        }
        if self.report.standard.is_total(id) && states {
            found.push(set("", "合计由程序计算".to_owned()));
        }
        if matches!(&self.report.cell(id).value, Value::Blank(_)) {
            found.push(set("0", "填 0".to_owned()));
        }
        found
    }

    /// A waiver that silences nothing any more.
    fn unused(&self, finding: &Finding, place: &Place) -> Option<Remedy> {
        if finding.code != Code::UnusedWaiver {
            return None;
        }
        let waivers = self.report.items(WAIVERS);
        let here = |record: &Record| record.values().iter().any(|v| v.value.place.at == place.at);
        let at = waivers.iter().position(here)?;
        Some(Remedy { label: "撤去这条理由".to_owned(), edit: Edit::Unwaive { at } })
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
        let Some(stretch) = stretch_of(typed, &words.bytes, stated) else { return found };
        let write = |label: String, new: &str| {
            let mut paragraphs: Vec<String> = lines.iter().map(|line| line.value.clone()).collect();
            paragraphs[words.paragraph].replace_range(stretch.clone(), new);
            Remedy { label, edit: Edit::Write { path: place.path.to_string(), paragraphs } }
        };
        found.push(write(format!("文字改为 {expected}"), expected));
        if let Some(expression) = self.expression(place) {
            found.push(write(
                format!("文字改为 {expected}，以后随表变动"),
                &format!("{{{{ {expression} }}}}"),
            ));
        }
        found
    }

    /// What prints the number that should stand at a place.
    fn expression(&self, place: &Place) -> Option<&str> {
        let reading = self.readings.iter().find(|reading| reading.place.at == place.at)?;
        match &reading.outcome {
            ReadingOutcome::Differs(cells) => Some(&cells.expression),
            _ => None,
        }
    }

    /// How a finding can be let stand, but for the reason.
    pub fn waiver(finding: &Finding) -> Option<WaiverView> {
        let waivable = rule_of(finding.code).is_some_and(|rule| rule.waivable);
        let place = finding.places.first().filter(|_| waivable && finding.waived.is_none())?;
        Some(WaiverView {
            rule: finding.code.name().to_owned(),
            path: place.path.to_string(),
            value: finding.stated.clone().unwrap_or_default(),
            reason: String::new(),
        })
    }
}

/// Whether what a cell should hold follows from what is sure: its own parts, or last year's report.
/// Two sides that do not agree tell only that one of their numbers is wrong.
fn is_sure(finding: &Finding) -> bool {
    let sums = [Code::RowTotal, Code::OutcomeTotal, Code::ReviewTotal, Code::CarryOver];
    // A hint that names a part that is more likely wrong leaves the choice to the clerk.
    sums.contains(&finding.code) && !finding.hint.contains("很可能")
}

/// A number without what parts its thousands.
fn plain(number: &str) -> String {
    number.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect()
}

/// Where the stated value stands in a stretch of a text; none where it does not.
fn stretch_of(typed: &str, bytes: &Range<usize>, stated: &str) -> Option<Range<usize>> {
    let inside = typed.get(bytes.clone())?;
    let at = inside.find(stated)?;
    let start = bytes.start + at;
    // A part of a longer number is none.
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let alone = !digit(typed[..start].chars().next_back())
        && !digit(typed[start + stated.len()..].chars().next());
    (alone && !stated.is_empty()).then_some(start..start + stated.len())
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
