//! What each number of the text was compared with, or why it was not: for people who want to know
//! what was checked, and for those who teach the vocabulary.

use std::ops::Range;

use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::near_miss::{money_unit, value};
use crate::finding::json::{PlaceEntry, place_entry};
use crate::finding::mask_numbers;
use crate::narrative::{Claim, Meaning, Passage, Subject, Tells, UnreadNumber};
use crate::place::{At, Place};
use crate::report::{Report, shortened};

/// A number of the text as it was read.
#[derive(Clone, Debug)]
pub struct NumberReading {
    /// The key of its text.
    pub key: String,
    /// Its paragraph in the text, from 1.
    pub paragraph: usize,
    /// The words by which it was read, with the number.
    pub phrase: String,
    /// The number as it is written.
    pub number: String,
    /// What came of it.
    pub outcome: ReadingOutcome,
    /// Where it stands.
    pub place: Place,
}

/// What came of reading a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadingOutcome {
    /// It is what these cells hold.
    Agrees(CellsRead),
    /// It is none of what it may be.
    Differs(CellsRead),
    /// It speaks of a year whose report is not given.
    OtherYear,
    /// It was not compared, for this reason.
    NotCompared(&'static str),
}

/// Cells that a number was read as, and what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellsRead {
    /// In short words, such as `新收 + 上年结转`.
    pub words: String,
    /// As a placeholder names them.
    pub expression: String,
    /// Their value in the table's unit.
    pub value: String,
}

/// The numbers of all texts, in order.
pub fn readings(subject: &Subject<'_>) -> Vec<NumberReading> {
    let mut found = Vec::new();
    for passage in &subject.narrative.passages {
        let claims = passage.claims.iter();
        let read = claims.filter_map(|claim| of_claim(subject, passage, claim));
        let unread = passage
            .unread
            .iter()
            .map(|unread| of_unread(passage, unread));
        let mut own: Vec<NumberReading> = read.chain(unread).collect();
        own.sort_by_key(|reading| (reading.paragraph, start(&reading.place)));
        found.extend(own);
    }
    found
}

/// Where in its file a place begins, as far as places tell.
fn start(place: &Place) -> usize {
    match &place.at {
        At::Text { bytes, .. } => bytes.start,
        _ => 0,
    }
}

fn of_claim(subject: &Subject<'_>, passage: &Passage, claim: &Claim) -> Option<NumberReading> {
    let outcome = match subject.report_of(claim) {
        Some(report) => compare(report, claim)?,
        None => ReadingOutcome::OtherYear,
    };
    let numbered = PhraseOfLine {
        line: claim.line,
        range: &claim.range,
        phrase: &claim.phrase,
    };
    Some(reading(passage, &numbered, outcome))
}

/// What a claim's number is in a report: the first of its meanings that holds, else the first.
fn compare(report: &Report, claim: &Claim) -> Option<ReadingOutcome> {
    let mut first = None;
    for meaning in &claim.meanings {
        let Some(held) = value(report, meaning, claim.tells) else {
            continue;
        };
        if claim.number.holds(held) {
            return Some(ReadingOutcome::Agrees(read_cells(
                report, claim, meaning, held,
            )));
        }
        first.get_or_insert_with(|| read_cells(report, claim, meaning, held));
    }
    first.map(ReadingOutcome::Differs)
}

/// The cells of a meaning; money is told in the table's unit.
fn read_cells(report: &Report, claim: &Claim, meaning: &Meaning, held: Decimal) -> CellsRead {
    let shown = match meaning.cells.first() {
        Some((_, id)) if claim.tells == Tells::Money => held / money_unit(report, *id).yuan,
        _ => held,
    };
    CellsRead {
        words: meaning.words.clone(),
        expression: meaning.expression.clone(),
        value: shown.normalize().to_string(),
    }
}

fn of_unread(passage: &Passage, unread: &UnreadNumber) -> NumberReading {
    let outcome = ReadingOutcome::NotCompared(unread.why.chinese());
    let numbered = PhraseOfLine {
        line: unread.line,
        range: &unread.range,
        phrase: &unread.phrase,
    };
    reading(passage, &numbered, outcome)
}

/// A number of a passage, and the words by which it was read.
struct PhraseOfLine<'c> {
    /// The index of its line.
    line: usize,
    /// The number's bytes.
    range: &'c Range<usize>,
    /// The bytes of the words.
    phrase: &'c Range<usize>,
}

/// Characters of a phrase that are shown.
const SHOWN: usize = 24;

fn reading(passage: &Passage, number: &PhraseOfLine<'_>, outcome: ReadingOutcome) -> NumberReading {
    let line = &passage.lines[number.line];
    let shown = shortened(line.text[number.phrase.clone()].trim(), SHOWN);
    NumberReading {
        key: passage.key.clone(),
        paragraph: number.line + 1,
        phrase: mask_numbers(&shown).into_owned(),
        number: mask_numbers(&line.text[number.range.clone()]).into_owned(),
        outcome,
        place: line.place_of(number.range),
    }
}

/// Why a number of a year whose form is not given is not compared.
pub const OTHER_YEAR: &str = "说的是别的年度，没有那一年的表";

/// The readings as one JSON document.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Readings"))]
struct ReadingsDocument<'a> {
    /// The numbers of all texts, in order.
    numbers: Vec<ReadingEntry<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct ReadingEntry<'a> {
    /// The key of its text.
    text: &'a str,
    /// Its paragraph, from 1.
    paragraph: usize,
    /// The number as it is written.
    number: &'a str,
    /// The words by which it was read.
    phrase: &'a str,
    /// `agrees`, `differs`, `other-year` or `not-compared`.
    outcome: &'static str,
    /// The cells that it was read as, as a placeholder names them.
    cells: Option<&'a str>,
    /// What they hold.
    value: Option<&'a str>,
    /// Why it was not compared.
    reason: Option<&'static str>,
    /// Where it stands.
    place: PlaceEntry<'a>,
}

/// The document for programs.
pub fn readings_json(readings: &[NumberReading]) -> String {
    let document = ReadingsDocument {
        numbers: readings.iter().map(entry).collect(),
    };
    // Texts and numbers alone cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn entry(reading: &NumberReading) -> ReadingEntry<'_> {
    let (outcome, cells, reason) = match &reading.outcome {
        ReadingOutcome::Agrees(cells) => ("agrees", Some(cells), None),
        ReadingOutcome::Differs(cells) => ("differs", Some(cells), None),
        ReadingOutcome::OtherYear => ("other-year", None, Some(OTHER_YEAR)),
        ReadingOutcome::NotCompared(reason) => ("not-compared", None, Some(*reason)),
    };
    ReadingEntry {
        text: &reading.key,
        paragraph: reading.paragraph,
        number: &reading.number,
        phrase: &reading.phrase,
        outcome,
        cells: cells.map(|cells| cells.expression.as_str()),
        value: cells.map(|cells| cells.value.as_str()),
        reason,
        place: place_entry(&reading.place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrative::Narrative;
    use crate::testing::{report, with_text};

    #[test]
    fn the_schema_is_the_committed_one() {
        crate::testing::check_schema::<ReadingsDocument<'_>>("readings");
    }

    #[test]
    fn what_was_read() {
        let report = report(&with_text(
            "收到政府信息公开申请789件，其中网上300件，办结748件。",
        ));
        let narrative = Narrative::of(&report, None);
        let found = readings(&Subject {
            report: &report,
            last: None,
            narrative: &narrative,
        });
        let outcome = |number: &str| {
            let reading = found.iter().find(|reading| reading.number == number);
            &reading.expect("a number").outcome
        };
        assert!(matches!(outcome("789"), ReadingOutcome::Agrees(_)));
        assert!(matches!(outcome("300"), ReadingOutcome::NotCompared(_)));
        assert!(matches!(outcome("748"), ReadingOutcome::Differs(_)));
        let json = readings_json(&found);
        assert!(json.contains("\"outcome\": \"differs\"") && json.contains("\"value\": \"749\""));
    }
}
