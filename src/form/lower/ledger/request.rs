//! A request of a ledger: the days, the applicant and the outcome that its row names, and what it
//! counts for.

use std::collections::HashMap;

use super::super::super::labels::fold;
use crate::report::{Date, Record};
use crate::standard::{APPLICANT, DONE, LedgerEntry, LedgerTable, OUTCOME, RECEIVED};

/// Numbers that can only count days since 1900: 2009 to 2173.
const SERIALS: std::ops::RangeInclusive<u32> = 40_000..=100_000;

/// What is wrong with a row of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowFault {
    NoReceived,
    BadReceived,
    BadDone,
    NoApplicant,
    BadApplicant,
    BadOutcome,
    NoOutcome,
    NoDone,
    DoneFirst,
}

/// Why a row counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotThisYear {
    /// It was done before the year.
    Before,
    /// It came after the year.
    After,
}

/// What a request counts for.
pub(super) enum RequestCount {
    Row {
        came: usize,
        went: usize,
        column: usize,
        open: bool,
    },
    Not(NotThisYear),
}

/// Another name of a row or column than the one that formulas know.
pub(super) struct OtherName {
    pub typed: String,
    pub name: String,
}

/// A row or column that was named; none where none was.
type LeafNamed = Option<Result<usize, RowFault>>;
/// The same for a day.
type DayNamed = Option<Result<Date, RowFault>>;

/// A request as it was understood; `Err` where something was written that is nothing known.
pub(super) struct LedgerRequest {
    received: DayNamed,
    applicant: LeafNamed,
    outcome: LeafNamed,
    done: DayNamed,
}

/// The names of the rows or columns that requests count for.
pub(super) struct LedgerNames<'t> {
    entries: &'t [LedgerEntry<'t>],
    /// Every name of each, folded, and the index of its entry.
    folded: HashMap<String, usize>,
}

impl<'t> LedgerNames<'t> {
    pub fn new(entries: &'t [LedgerEntry<'t>]) -> Self {
        Self {
            entries,
            folded: fold_names(entries),
        }
    }

    /// The leaf that a value names; the value is then written in the one way that lists and
    /// formulas know.
    fn read(
        &self,
        request: &mut Record,
        key: &str,
        fault: RowFault,
        renamed: &mut Option<OtherName>,
    ) -> LeafNamed {
        let value = written_value(request, key)?;
        if let Some(entry) = self.entries.iter().find(|entry| entry.name == *value) {
            return Some(Ok(entry.leaf));
        }
        let Some(index) = self.folded.get(&fold(value)) else {
            return Some(Err(fault));
        };
        let entry = &self.entries[*index];
        let typed = std::mem::replace(value, entry.name.clone());
        renamed.get_or_insert(OtherName {
            typed,
            name: entry.name.clone(),
        });
        Some(Ok(entry.leaf))
    }
}

/// The day that a value names; the value is then written in the one way that formulas know.
fn read_day(request: &mut Record, key: &str, fault: RowFault) -> DayNamed {
    let value = written_value(request, key)?;
    let Some(day) = parse_day(value) else {
        return Some(Err(fault));
    };
    let shown = day.to_string();
    if *value != shown {
        *value = shown;
    }
    Some(Ok(day))
}

/// The value of a key, where something is written there.
fn written_value<'r>(request: &'r mut Record, key: &str) -> Option<&'r mut String> {
    let value = &mut request.get_mut(key)?.value;
    if value.is_empty() { None } else { Some(value) }
}

/// All names of rows or columns; one that two have names neither, but for its own name.
fn fold_names(entries: &[LedgerEntry<'_>]) -> HashMap<String, usize> {
    let mut all: HashMap<String, Option<usize>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        for other in &entry.others {
            let slot = all.entry(fold(other)).or_insert(Some(index));
            if *slot != Some(index) {
                *slot = None;
            }
        }
    }
    for (index, entry) in entries.iter().enumerate() {
        all.insert(fold(&entry.name), Some(index));
    }
    let mut names = HashMap::with_capacity(all.len());
    for (name, index) in all {
        if let Some(index) = index {
            names.insert(name, index);
        }
    }
    names
}

impl LedgerRequest {
    /// A row of a ledger as it is understood; `other` is the first name in it that formulas do not
    /// know.
    pub fn read(
        row: &mut Record,
        applicants: &LedgerNames<'_>,
        outcomes: &LedgerNames<'_>,
        other: &mut Option<OtherName>,
    ) -> Self {
        Self {
            received: read_day(row, RECEIVED, RowFault::BadReceived),
            applicant: applicants.read(row, APPLICANT, RowFault::BadApplicant, other),
            outcome: outcomes.read(row, OUTCOME, RowFault::BadOutcome, other),
            done: read_day(row, DONE, RowFault::BadDone),
        }
    }

    /// What it counts for in a year.
    pub fn count(self, table: &LedgerTable<'_>, year: i32) -> Result<RequestCount, RowFault> {
        let received = self.received.ok_or(RowFault::NoReceived)??;
        let done = self.done.transpose()?;
        let column = self.applicant.ok_or(RowFault::NoApplicant)??;
        let outcome = self.outcome.transpose()?;
        match (outcome, done) {
            (None, Some(_)) => return Err(RowFault::NoOutcome),
            (Some(_), None) => return Err(RowFault::NoDone),
            (Some(_), Some(done)) if done < received => return Err(RowFault::DoneFirst),
            _ => {}
        }
        if i32::from(received.year) > year {
            return Ok(RequestCount::Not(NotThisYear::After));
        }
        if done.is_some_and(|done| i32::from(done.year) < year) {
            return Ok(RequestCount::Not(NotThisYear::Before));
        }
        let came = if i32::from(received.year) < year {
            table.carried_in
        } else {
            table.received
        };
        let went = outcome.filter(|_| done.is_some_and(|done| i32::from(done.year) == year));
        let (went, open) = (went.unwrap_or(table.carried_out), went.is_none());
        Ok(RequestCount::Row {
            came,
            went,
            column,
            open,
        })
    }
}

/// A day as people write it, or as the number that a spreadsheet has of it.
fn parse_day(text: &str) -> Option<Date> {
    // The time of a day does not count.
    let text = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    if let Some(date) = Date::read(text) {
        return Some(date);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    match text.parse::<u32>() {
        Ok(serial) if SERIALS.contains(&serial) => Date::from_serial(serial),
        _ => None,
    }
}
