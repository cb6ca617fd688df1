//! Claims: the numbers in free text that speak of cells, and of which.
//!
//! A number is read by the words of its own clause, before it or, where none
//! stand there, behind it; what the clause leaves out — the subject, the year,
//! the row of a list — comes from what was said before in the paragraph
//! ([`said`]). Words that make a number speak of something else (another year,
//! a part of the bodies, other business) end the reading: a number that is not
//! understood is no claim, and [`Unread`] says why. Each table has its own way of
//! speaking, a file each. What the words leave open is decided by what is told
//! beside it ([`choose`]).

mod choose;
mod clause;
mod disclosure;
mod items;
mod number;
mod phrase;
mod request_rows;
mod requests;
mod review;
mod rows;
mod said;
mod sentence;
mod sweeping;
mod topic;
mod unread;

use std::ops::Range;

pub use unread::{Unread, UnreadNumber};

use super::meaning::Meaning;
use super::numeral::Number;
use super::vocabulary::{Sum, Term};
use super::{Line, level};
use crate::report::Report;
use crate::standard::Standard;
use clause::Clause;
use said::{Said, Topic};
use sentence::{ClaimSentence, Facts};

/// The ids of the tables, the same in all standards.
const REQUESTS: &str = "requests";
const REVIEW: &str = "review";
const DISCLOSURE: &str = "disclosure";

/// A number that speaks of cells.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The index of its line in the passage.
    pub line: usize,
    /// The bytes of the number in the line.
    pub range: Range<usize>,
    /// The bytes of the clause by which it was understood.
    pub phrase: Range<usize>,
    /// The number; money in yuan.
    pub number: Number,
    /// What the number tells.
    pub tells: Tells,
    /// What it may be; any of them.
    pub meanings: Vec<Meaning>,
    /// Whether the words leave no doubt that it speaks of these cells.
    pub sure: bool,
    /// Which year's report it speaks of.
    pub year: ClaimYear,
}

/// Which year's report a number speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimYear {
    /// This one.
    This,
    /// The one before.
    Last,
    /// Another.
    Other,
}

/// What the number of a claim tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// How many.
    Count,
    /// How much money.
    Money,
    /// None or all: the number is 0, and the range its word's.
    Sweeping,
}

/// How the subject of a clause is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    /// By the clause itself.
    Own,
    /// By a noun that only nearly is one of the table's: 行政许可信息.
    Near,
    /// By what was said before.
    Before,
}

/// A clause about a table, with all by which it is understood.
#[derive(Clone, Copy)]
struct ClauseReading<'r> {
    clause: &'r Clause<'r>,
    standard: &'r Standard,
    said: &'r Said,
    naming: Naming,
    /// Whether its number is money.
    money: bool,
    /// Whether applicants named before do not count.
    of_all: bool,
}

/// What a clause was understood to say.
struct Understood {
    meanings: Vec<Meaning>,
    sure: bool,
    leaves: Leaves,
}

/// What a clause leaves for those behind it.
#[derive(Default)]
struct Leaves {
    /// What the text is about from here on; none where the clause does not say.
    topic: Option<Topic>,
    /// Whether the clause spoke of a part; none where the number was not looked at so far.
    part: Option<bool>,
    /// The rows of requests that were counted.
    rows: Option<Vec<Sum>>,
    /// What was counted of documents or decisions.
    counted: Option<Vec<&'static Term>>,
    /// Whether another body was named as who acts.
    another_body: bool,
    /// Whether documents were counted that are only nearly the table's.
    nearly: bool,
    /// Whether the body was told to decide on reviews itself.
    reviewing: Option<bool>,
}

impl ClauseReading<'_> {
    /// What the clause says, by the table's way of speaking.
    fn understand(&self, table: &str) -> Result<Understood, Unread> {
        match table {
            REQUESTS => requests::read(self),
            REVIEW => review::read(self),
            _ => disclosure::read(self),
        }
    }
}

/// What the numbers of a passage were read as.
#[derive(Clone, Debug, Default)]
pub struct PassageReading {
    /// Those that speak of cells.
    pub claims: Vec<Claim>,
    /// Those that do not, or were not understood.
    pub unread: Vec<UnreadNumber>,
}

/// Characters of the longest line that is taken for a heading.
const MAX_HEADING: usize = 50;

/// Reads a passage's lines; `last` is last year's report, where there is one.
pub fn read(lines: &[Line], report: &Report, last: Option<&Report>) -> PassageReading {
    let mut reading = PassageReading::default();
    let mut heading = None;
    for (number, line) in lines.iter().enumerate() {
        let is_heading = is_heading(line);
        let mut said = Said::under(heading.filter(|_| !is_heading));
        let from = reading.claims.len();
        let facts = Facts::of_line(line);
        for range in &line.account.sentences {
            let sentence = ClaimSentence {
                report,
                last,
                line: number,
                text: &line.text,
                tokens: &line.tokens,
                account: &line.account,
                facts: facts.of_sentence(line, range, &report.standard),
                range: range.clone(),
            };
            sentence.read(&mut said, &mut reading);
        }
        choose::drop_ruled_out(&mut reading.claims[from..], line);
        if is_heading {
            heading = said.table();
        }
    }
    reading
}

fn is_heading(line: &Line) -> bool {
    level(&line.text).is_some()
        && !line.text.contains('。')
        && line.text.chars().count() <= MAX_HEADING
}
