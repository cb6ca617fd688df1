//! The form's free text: its lines with their placeholders filled, every
//! character with its place in the form.
//!
//! Rules read it, and the document is made of it, so a placeholder is filled
//! once. The room knows reports and no outputs.
//!
//! # How text is read
//!
//! Free text is read in steps. `placeholder` fills a line; each stretch of it remembers the bytes
//! it comes from, so that whatever is found has its place. `token` splits the line into numbers
//! with their measures, percentages, years, titles, marks and the words of
//! `schema/narrative.yaml`, the longest word first (a long term with one character twice or left
//! out is known as well); a word may have several meanings (办理 is said of requests and of
//! licences), and everything else is plain. `paragraph` says where sentences and clauses end.
//! `account` says what a paragraph's numbers have to do with each other: wholes and parts (其中,
//! brackets, colons, 由…组成, 从…看, runs joined by 、), subtotals (共N), what is left, old, new
//! and difference of a comparison. The rules on lists and percentages, and the claims, take it
//! from there.
//!
//! `claim` walks through a paragraph: `clause` is a number with the words before it, or behind it
//! where none stand before, `frame` these words by kind; `said` remembers what clauses leave out —
//! the subject, the year, the rows of a list, a part of the bodies. `phrase` looks at what the
//! number's noun phrase counts beside requests, documents and reviews: documents by how open they
//! are, what others hand on, fees, reviews over other matters. For each table one file
//! (`requests`, `review`, `disclosure`; `items` for the format of 2019) turns a clause into
//! `meaning`s, sums of cells by the ids of the standard; `sweeping` does so for 未收到, 均已办结,
//! 办结率100% and the like. What limits a number to a part, or is not known, makes it no claim,
//! and `Unread` says why: `nianbao read --all` shows it. At the end `choose` drops readings that
//! what is told beside rules out: 上年结转3件 told apart is not also inside 受理43件.
//!
//! A claim has all its meanings, and is right if it equals one. It is `sure` when its words leave
//! no doubt; of others the rule speaks only when the number is explained by something it nearly is
//! (`near_miss`: another column, last year's value, digits transposed). A claim of another year is
//! read all the same: where its numbers are this year's cells, the year is the mistake. New
//! wording is first a word in `schema/narrative.yaml`, and a sentence with its reading in
//! `tests/narrative/`; a new way of speaking is a file: an opening of lists in `account/list`, a
//! test of the noun phrase in `phrase`, a table's way in a file of its own.

mod account;
mod claim;
mod frame;
mod line;
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
pub use line::{Line, Stretch};
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
use crate::place::Placed;
use crate::report::Report;
use line::within;
use placeholder::Evaluator;
use token::{Names, split_line};

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
        for (key, typed) in &report.texts {
            let mut lines = Vec::with_capacity(typed.len());
            for (number, typed) in (1..).zip(typed) {
                let (mut line, findings) = narrative.fill(typed);
                narrative.findings.extend(findings);
                line.tokens = split_line(&line.text, &names);
                line.number = number;
                lines.push(line);
            }
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
    pub fn try_fill(&self, line: &Placed<String>) -> (Line, Vec<Finding>) {
        let count = self.evaluator.count();
        let found = self.fill(line);
        self.evaluator.reset(count);
        found
    }

    /// A line with its placeholders filled, and what is wrong with it.
    pub fn fill(&self, line: &Placed<String>) -> (Line, Vec<Finding>) {
        let mut findings = Vec::new();
        let parts = picture::parse(&line.value);
        if parts.is_none() && picture::is_meant(&line.value) {
            findings.push(find_broken_figure(line));
        }
        // Of a figure's line only the caption is text.
        let (text, figure) = match parts {
            Some(parts) => {
                let figure = Shown {
                    target: cut(line, &parts.target),
                    alt: parts.alt,
                };
                (cut(line, &parts.caption), Some(figure))
            }
            None => (line.clone(), None),
        };
        let Placed {
            value: typed,
            place,
        } = text;
        let stretches = self.evaluator.fill(&typed, &place, &mut findings);
        let line = Line {
            text: stretches.iter().map(|s| s.text.as_str()).collect(),
            stretches,
            place,
            figure,
            typed,
            ..Line::default()
        };
        (line, findings)
    }
}

/// The finding for a line that is meant to be a figure and is none.
fn find_broken_figure(line: &Placed<String>) -> Finding {
    Finding::new(Code::BrokenFigure, "插图的写法不完整", line.place.clone())
        .hint("插图单独占一行，写成 ![题注](照片.png)，图表写成 ![](chart:名称)")
        .stated(&line.value)
}

/// A part of a typed line with its place.
fn cut(line: &Placed<String>, range: &Range<usize>) -> Placed<String> {
    let place = within(&line.place, &line.value, range.start, range.end);
    Placed::new(line.value[range.clone()].to_owned(), place)
}
