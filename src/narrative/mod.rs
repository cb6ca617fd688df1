//! The form's free text: its lines with their placeholders filled, every
//! character with its place in the form.
//!
//! Rules read it, and the document is made of it, so a placeholder is filled
//! once. The room knows reports and no outputs.

mod account;
mod claim;
mod frame;
mod lists;
mod meaning;
mod numbering;
mod numeral;
mod paragraph;
mod picture;
mod placeholder;
mod token;
mod vocabulary;

use std::ops::Range;

pub use account::{
    Account, ComparisonRole, Extent, List, ListPart, Opening, Quantity, sum, sums_up,
};
pub use claim::{Claim, ClaimYear, Tells, Unread, UnreadNumber};
pub use lists::{Aspect, Lists, Words};
pub use meaning::Meaning;
pub use numbering::{
    Numbering, heading_length, in_characters, is_heading, level, numbered, numbering, value,
};
pub use numeral::{Nearness, Number};
pub use paragraph::TokenLine;
pub use picture::Shown;
pub use token::{Piece, Token};
pub use vocabulary::{Measure, Sign, Term, TermKind, lists};

use crate::finding::{Code, Finding};
use crate::place::{At, Place, Placed};
use crate::report::Report;
use placeholder::Evaluator;
use token::{Names, tokens};

/// The free text of one report.
pub struct Narrative {
    /// The texts, in the order of their keys.
    pub passages: Vec<Passage>,
    /// What is wrong with their placeholders.
    pub findings: Vec<Finding>,
    evaluator: Evaluator,
}

/// A report with its free text understood, and the one that it is held against.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's, where the form names it.
    pub last: Option<&'a Report>,
    /// The report's free text.
    pub narrative: &'a Narrative,
}

/// The text under one key of the form.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The key's path, such as `总体情况` or `说明.申请`.
    pub key: String,
    /// Its lines, each a paragraph or a heading; some may be empty.
    pub lines: Vec<Line>,
    /// The numbers in it that speak of cells.
    pub claims: Vec<Claim>,
    /// The numbers in it that speak of none, or were not understood.
    pub unread: Vec<UnreadNumber>,
}

/// A line with its placeholders filled.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The line as it reads.
    pub text: String,
    /// What it is made of, in order and without gaps.
    pub stretches: Vec<Stretch>,
    /// Where it stands.
    pub place: Place,
    /// Which of its text's lines it is, from 1; 0 for a line of a template.
    pub number: usize,
    /// Its words, numbers and marks; none for lines of a template.
    pub tokens: Vec<Token>,
    /// What its numbers have to do with each other; empty where texts are only compared.
    pub account: Account,
    /// The figure that it stands for; then the line is its caption.
    pub figure: Option<Shown>,
    /// The line as typed.
    typed: String,
}

/// Text as typed, or what a placeholder gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The characters.
    pub text: String,
    /// The bytes of the typed line that they come from.
    pub typed: Range<usize>,
    /// The paths of the values that a placeholder printed; empty for typed text.
    pub bound: Vec<String>,
}

impl Subject<'_> {
    /// The report that a claim speaks of; none where it is of a year whose report is not given.
    pub fn report_of(&self, claim: &Claim) -> Option<&Report> {
        match claim.year {
            ClaimYear::This => Some(self.report),
            ClaimYear::Last => self.last,
            ClaimYear::Other => None,
        }
    }
}

impl Narrative {
    /// The texts of a report; `last` is last year's, for the names below 上年.
    pub fn of(report: &Report, last: Option<&Report>) -> Self {
        let mut narrative = Self::without_claims(report, last);
        for passage in &mut narrative.passages {
            for line in &mut passage.lines {
                line.account = Account::of(line.paragraph());
            }
            let reading = claim::read(&passage.lines, report, last);
            (passage.claims, passage.unread) = (reading.claims, reading.unread);
        }
        narrative
    }

    /// The same without the claims, for texts that are only compared with others.
    pub fn without_claims(report: &Report, last: Option<&Report>) -> Self {
        let mut narrative = Self {
            passages: Vec::new(),
            findings: Vec::new(),
            evaluator: Evaluator::new(report, last),
        };
        let names = Names::of(&report.agency.value, report.short_name());
        for (key, lines) in &report.texts {
            let lines = lines.iter().zip(1..).map(|(line, number)| {
                let (line, findings) = narrative.fill(line);
                narrative.findings.extend(findings);
                Line {
                    tokens: tokens(&line.text, &names),
                    number,
                    ..line
                }
            });
            let lines = lines.collect();
            narrative.passages.push(Passage {
                key: key.clone(),
                lines,
                ..Passage::default()
            });
        }
        narrative
    }

    /// The lines under this key; none where the form gives no text.
    pub fn lines(&self, key: &str) -> &[Line] {
        self.passages
            .iter()
            .find(|p| p.key == key)
            .map_or(&[], |p| &p.lines)
    }

    /// The same for a line that is only tried: it is none of the document's placeholders.
    pub fn tried(&self, line: &Placed<String>) -> (Line, Vec<Finding>) {
        let count = self.evaluator.count();
        let found = self.fill(line);
        self.evaluator.reset(count);
        found
    }

    /// A line with its placeholders filled, and what is wrong with it.
    pub fn fill(&self, line: &Placed<String>) -> (Line, Vec<Finding>) {
        let mut findings = Vec::new();
        let figure = picture::parse(&line.value);
        if figure.is_none() && picture::is_meant(&line.value) {
            let finding = Finding::new(Code::BrokenFigure, "插图的写法不完整", line.place.clone());
            findings.push(
                finding
                    .hint("插图单独占一行，写成 ![题注](照片.png)，图表写成 ![](chart:名称)")
                    .stated(&line.value),
            );
        }
        let part = |range: &Range<usize>| {
            let place = within(&line.place, &line.value, range.start, range.end);
            Placed::new(line.value[range.clone()].to_owned(), place)
        };
        // Of a figure's line only the caption is text.
        let caption = figure.as_ref().map(|parts| part(&parts.caption));
        let figure = figure.map(|parts| Shown {
            target: part(&parts.target),
            alt: parts.alt,
        });
        let Placed {
            value: typed,
            place,
        } = caption.unwrap_or_else(|| line.clone());
        let stretches = self.evaluator.fill(&typed, &place, &mut findings);
        let text = stretches.iter().map(|s| s.text.as_str()).collect();
        (
            Line {
                text,
                stretches,
                place,
                figure,
                typed,
                ..Line::default()
            },
            findings,
        )
    }
}

impl Line {
    /// A line without placeholders, for tests.
    #[cfg(test)]
    pub fn plain(text: &str) -> Self {
        let stretch = Stretch {
            text: text.to_owned(),
            typed: 0..text.len(),
            bound: Vec::new(),
        };
        Self {
            text: text.to_owned(),
            stretches: vec![stretch],
            typed: text.to_owned(),
            ..Self::default()
        }
    }

    /// A stretch of the line as it is typed.
    pub fn typed(&self, range: &Range<usize>) -> &str {
        self.typed.get(range.clone()).unwrap_or_default()
    }

    /// Its characters with its tokens.
    pub fn paragraph(&self) -> TokenLine<'_> {
        TokenLine {
            text: &self.text,
            tokens: &self.tokens,
        }
    }

    /// The place of a stretch of [`Line::text`]; a placeholder's text has the placeholder's.
    pub fn place_of(&self, range: &Range<usize>) -> Place {
        let (mut start, mut end, mut at) = (None, self.typed.len(), 0);
        for stretch in &self.stretches {
            let after = at + stretch.text.len();
            let typed = stretch.bound.is_empty();
            if start.is_none() && range.start < after {
                start = Some(stretch.typed.start + if typed { range.start - at } else { 0 });
            }
            if range.end <= after {
                end = if typed {
                    stretch.typed.start + (range.end - at)
                } else {
                    stretch.typed.end
                };
                break;
            }
            at = after;
        }
        let start = start.unwrap_or(end);
        let place = within(&self.place, &self.typed, start, end);
        if place.at.is_cell() && self.number > 0 {
            // A cell holds all paragraphs: its own place does not lead to the words.
            let label = format!(
                "第{}段第{}字",
                self.number,
                self.typed[..start].chars().count() + 1
            );
            return place.named("", label);
        }
        place
    }

    /// The bytes of the typed line that a stretch of [`Line::text`] stands for, if all of it was typed as it reads.
    pub fn typed_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let mut at = 0;
        for stretch in &self.stretches {
            let after = at + stretch.text.len();
            if at <= range.start && range.end <= after && !range.is_empty() {
                let start = stretch.typed.start + (range.start - at);
                // Of a figure only the caption is text.
                return (stretch.bound.is_empty() && self.figure.is_none())
                    .then_some(start..start + range.len());
            }
            at = after;
        }
        None
    }

    /// The paths of the values that placeholders print in a stretch of [`Line::text`].
    pub fn bound(&self, range: &Range<usize>) -> &[String] {
        let mut at = 0;
        for stretch in &self.stretches {
            let after = at + stretch.text.len();
            if range.start < after && range.end > at && !stretch.bound.is_empty() {
                return &stretch.bound;
            }
            at = after;
        }
        &[]
    }
}

/// The place of a part of a typed line; the line's own place where lines have none.
fn within(place: &Place, text: &str, start: usize, end: usize) -> Place {
    match &place.at {
        At::Text {
            line,
            column,
            bytes,
        } if bytes.len() == text.len() => Place {
            at: At::Text {
                line: *line,
                column: column + text[..start].chars().count(),
                bytes: bytes.start + start..bytes.start + end,
            },
            ..place.clone()
        },
        _ => place.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{report, with_line};

    #[test]
    fn places_lead_back_to_what_was_typed() {
        let form = with_line(
            "总体情况:",
            "总体情况: |\n  收到{{ 申请.新收.总计 }}件，答复9件。",
        );
        let report = report(&form);
        let narrative = Narrative::of(&report, None);
        let line = &narrative.lines("总体情况")[0];
        assert_eq!(line.text, "收到789件，答复9件。");
        let typed = |part: &str| {
            let at = line.text.find(part).unwrap();
            let At::Text { bytes, .. } = line.place_of(&(at..at + part.len())).at else {
                panic!("no place")
            };
            form[bytes].to_owned()
        };
        assert_eq!(typed("789"), "{{ 申请.新收.总计 }}");
        assert_eq!(typed("答复9"), "答复9");
        assert_eq!(line.bound(&(6..9)), ["申请.新收.总计"]);
        assert_eq!(line.bound(&(0..3)), [] as [&str; 0]);
    }

    #[test]
    fn of_a_figure_the_caption_is_text() {
        let form = with_line(
            "总体情况:",
            "总体情况: |\n  ![{{ 年度 }}年的图](2019/图.png)",
        );
        let narrative = Narrative::of(&report(&form), None);
        let line = &narrative.lines("总体情况")[0];
        assert_eq!(
            (line.text.as_str(), line.tokens.len() > 1),
            ("2023年的图", true)
        );
        let At::Text { bytes, .. } = line.place_of(&(line.text.len() - 3..line.text.len())).at
        else {
            panic!("no place")
        };
        assert_eq!(&form[bytes], "图");
        assert_eq!(
            line.figure.as_ref().map(|f| f.target.value.as_str()),
            Some("2019/图.png")
        );
    }
}
