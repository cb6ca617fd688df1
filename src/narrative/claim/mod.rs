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
mod phrase;
mod requests;
mod review;
mod said;
mod sweeping;
mod topic;
mod unread;

use std::ops::Range;

pub use unread::{Unread, UnreadNumber};

use super::account::Account;
use super::meaning::Meaning;
use super::numeral::Number;
use super::paragraph::TokenLine;
use super::token::{Piece, Token};
use super::vocabulary::{Measure, Sum, Term, TermKind};
use super::{Line, level, lists};
use crate::report::Report;
use crate::standard::Standard;
use clause::{Clause, counts_kinds};
use said::{Said, Topic};

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

/// What is known of a clause beside its words.
#[derive(Clone, Copy)]
struct ClauseContext {
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

/// What a number was read as, and what its clause leaves.
struct ClauseRead {
    claim: Result<Claim, Unread>,
    leaves: Leaves,
}

/// What a clause about a table says, by that table's way of speaking.
fn understand(
    table: &str,
    sentence: &ClaimSentence<'_>,
    clause: &Clause,
    standard: &Standard,
    context: ClauseContext,
    said: &Said,
) -> Result<Understood, Unread> {
    let read = match table {
        REQUESTS => requests::read,
        REVIEW => review::read,
        _ => disclosure::read,
    };
    read(sentence, clause, standard, context, said)
}

/// What the numbers of a passage were read as.
#[derive(Clone, Debug, Default)]
pub struct PassageReading {
    /// Those that speak of cells.
    pub claims: Vec<Claim>,
    /// Those that do not, or were not understood.
    pub unread: Vec<UnreadNumber>,
}

/// Reads a passage's lines; `last` is last year's report, where there is one.
pub fn read(lines: &[Line], report: &Report, last: Option<&Report>) -> PassageReading {
    let mut reading = PassageReading::default();
    let mut heading = None;
    for (number, line) in lines.iter().enumerate() {
        let is_heading = level(&line.text).is_some()
            && !line.text.contains('。')
            && line.text.chars().count() <= 50;
        let mut said = Said::under(heading.filter(|_| !is_heading));
        let from = reading.claims.len();
        let carries = lists().carrying.within(&line.text);
        let names_those_below = lists().below.within(&line.text);
        for range in line.account.sentences.clone() {
            let sentence = ClaimSentence {
                report,
                last,
                line: number,
                text: &line.text,
                tokens: &line.tokens,
                account: &line.account,
                facts: Facts {
                    carries,
                    names_those_below,
                    ..Facts::of(line, &range, &report.standard)
                },
                range,
            };
            sentence.read(&mut said, &mut reading);
        }
        choose::together(&mut reading.claims[from..], line);
        if is_heading {
            heading = said.table();
        }
    }
    reading
}

/// A sentence of a line.
struct ClaimSentence<'a> {
    report: &'a Report,
    /// Last year's report, where there is one.
    last: Option<&'a Report>,
    /// The index of its line in the passage.
    line: usize,
    text: &'a str,
    tokens: &'a [Token],
    account: &'a Account,
    range: Range<usize>,
    facts: Facts,
}

/// What is asked of a sentence again and again, so that it is looked for once.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for alone")]
struct Facts {
    /// It tells larger numbers in characters as well: 收到十三件，还有一件结转.
    counts_in_words: bool,
    /// It may tell items, which the format of 2019 has.
    tells_items: bool,
    /// It says that documents are marked by how open they are.
    marks_openness: bool,
    /// It says that its reviews and lawsuits are over something else.
    is_over_other_matters: bool,
    /// Its paragraph tells that requests were carried over, or are not finished.
    carries: bool,
    /// Its paragraph names bodies below the agency.
    names_those_below: bool,
}

impl Facts {
    fn of(line: &Line, range: &Range<usize>, standard: &Standard) -> Self {
        let text = line.paragraph().between(range.clone());
        let is_large = |token: &Token| {
            matches!(token.kind, Piece::Quantity(number, _)
                if number.in_words && number.value > 1.into())
        };
        Self {
            counts_in_words: line.tokens[range.clone()].iter().any(is_large),
            tells_items: items::are_told(text, standard),
            marks_openness: lists().attributing.within(text),
            is_over_other_matters: lists().not_over_disclosure.within(text),
            carries: false,
            names_those_below: false,
        }
    }
}

impl ClaimSentence<'_> {
    fn read(&self, said: &mut Said, reading: &mut PassageReading) {
        said.new_sentence(self.whole());
        let (mut before, mut taken, mut heard) = (self.range.start, 0, self.range.start);
        for at in self.range.clone() {
            let sweeps = [TermKind::None, TermKind::All, TermKind::Zero];
            if sweeps.iter().any(|kind| self.tokens[at].is(*kind)) {
                said.hear(self, heard..at);
                heard = at;
                reading
                    .claims
                    .extend(sweeping::read(self, before, at, said));
            }
            if let Piece::Percent(_) = self.tokens[at].kind {
                reading.claims.extend(sweeping::read_rate(self, at, said));
            }
            if let Piece::Quantity(number, measure) = self.tokens[at].kind {
                said.hear(self, heard..at);
                heard = at;
                let clause = Clause::around(self, before, at, taken);
                let clause = said.share(self, &clause);
                let ClauseRead { claim, leaves } = self.clause(&clause, number, measure, said);
                said.take(leaves);
                match claim {
                    Ok(claim) => {
                        taken = clause.taken();
                        reading.claims.push(claim);
                    }
                    Err(why) => {
                        let range = self.tokens[at].range.clone();
                        let phrase = clause.phrase(self);
                        reading.unread.push(UnreadNumber {
                            line: self.line,
                            range,
                            phrase,
                            why,
                        });
                    }
                }
                before = at + 1;
            }
        }
        said.hear(self, heard..self.range.end);
    }

    /// Reads a clause's number.
    fn clause(&self, clause: &Clause, number: Number, measure: Measure, said: &Said) -> ClauseRead {
        let mut leaves = Leaves::default();
        let claim = self.claim(clause, number, measure, said, &mut leaves);
        leaves.another_body |= matches!(claim, Err(Unread::AnotherBody));
        ClauseRead { claim, leaves }
    }

    /// The claim of a clause's number, and what the clause leaves besides.
    fn claim(
        &self,
        clause: &Clause,
        number: Number,
        measure: Measure,
        said: &Said,
        leaves: &mut Leaves,
    ) -> Result<Claim, Unread> {
        if self.facts.tells_items
            && let Some(claim) = items::read(self, clause, number, measure, said)
        {
            return Ok(claim);
        }
        if clause.counts_information(self, measure) {
            leaves.topic = Some(Topic::Other);
            return Err(Unread::Documents);
        }
        let Some(topic::SpokenOf { table, naming }) = topic::spoken_of(clause, said) else {
            leaves.topic = topic::turns_away(clause, said);
            return Err(Unread::OtherBusiness);
        };
        let named = naming != Naming::Before;
        leaves.nearly = naming == Naming::Near;
        // 以上两项 counts rows, not requests.
        if number.in_words && counts_kinds(measure) && !named {
            return Err(Unread::Kinds);
        }
        if table == REQUESTS && clause.is_another_application(self) {
            if said.table() != Some(REQUESTS) || said.by_heading() {
                leaves.topic = Some(Topic::Other);
            }
            return Err(Unread::OtherBusiness);
        }
        if let Err(why) = phrase::check(self, clause, table, measure) {
            leaves.part = Some(true);
            leaves.topic = (table == REVIEW).then_some(Topic::Other);
            return Err(why);
        }
        // 涉及征地3件、拆迁2件: what 、 joins to a part is one as well.
        let joined =
            clause.start > 0 && matches!(self.tokens[clause.start - 1].kind, Piece::Mark('、'));
        let is_part =
            clause.is_part(self, table) && !clause.is_every_way(self) || said.part && joined;
        leaves.part = Some(is_part);
        if !clause.counts(table, measure) {
            return Err(Unread::Measure);
        }
        if is_part {
            return Err(Unread::Part);
        }
        if said.limits.scope {
            return Err(Unread::SomeBodies);
        }
        if said.limits.other_time {
            return Err(Unread::OtherTime);
        }
        // Whatever is left out counts as this year's report.
        let this = self.report.year.value;
        let year = match said.limits.year {
            Some(year) if year == this - 1 => ClaimYear::Last,
            Some(year) if year != this => ClaimYear::Other,
            _ => ClaimYear::This,
        };
        let report = self
            .last
            .filter(|_| year == ClaimYear::Last)
            .unwrap_or(self.report);
        let money = matches!(measure, Measure::Money(_));
        let context = ClauseContext {
            naming,
            money,
            of_all: false,
        };
        let Understood {
            meanings,
            sure,
            leaves: left,
        } = understand(table, self, clause, &report.standard, context, said)?;
        let topic = (said.table() != Some(table)).then_some(Topic::Table(table));
        *leaves = Leaves {
            part: leaves.part,
            nearly: leaves.nearly,
            topic,
            ..left
        };
        // Under a heading that names the subject, but in words that nobody knows: 微门户累计收件12件.
        let is_clear = !(clause.is_qualified(self)
            || clause.is_narrowed(self)
            || clause.tail_is_mixed()
            || clause.describes
            || !named && said.by_heading() && clause.near.unknown_after(None) > 2);
        let number = match measure {
            Measure::Money(yuan) => Number {
                value: number
                    .value
                    .checked_mul(yuan.into())
                    .ok_or(Unread::Measure)?,
                unit: number.unit * rust_decimal::Decimal::from(yuan),
                ..number
            },
            Measure::Things(_) => number,
        };
        // 受理一件、办结一件 is a way of working as often as a count.
        let is_idiom = number.in_words && number.value <= 1.into() && !self.facts.counts_in_words;
        let number = clause.softened(self, number);
        Ok(Claim {
            line: self.line,
            range: self.tokens[clause.at].range.clone(),
            phrase: clause.phrase(self),
            number,
            tells: if money { Tells::Money } else { Tells::Count },
            meanings,
            sure: sure && is_clear && !is_idiom,
            year,
        })
    }

    /// Its line's characters with their tokens.
    fn paragraph(&self) -> TokenLine<'_> {
        TokenLine {
            text: self.text,
            tokens: self.tokens,
        }
    }

    /// All its characters.
    fn whole(&self) -> &str {
        match self.tokens.get(self.range.clone()) {
            Some([first, .., last]) => &self.text[first.range.start..last.range.end],
            Some([one]) => &self.text[one.range.clone()],
            _ => "",
        }
    }

    /// The characters of a token.
    fn word(&self, at: usize) -> &str {
        &self.text[self.tokens[at].range.clone()]
    }
}
