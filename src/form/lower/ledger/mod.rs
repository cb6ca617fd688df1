//! The ledger of requests: the numbers of the table that follow from it.
//!
//! How a row is understood and what it counts for is in `request`; what is told of rows is in
//! `findings`.

mod findings;
mod request;
#[cfg(test)]
mod tests;

use self::findings::{tell_faults, tell_others, tell_renamed};
use self::request::{LedgerNames, LedgerRequest, NotThisYear, RequestCount, RowFault};
use super::Lower;
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::report::{LedgerCount, Record, Report, Value, request_place};
use crate::standard::{LEDGER, LedgerTable};

/// A row that cannot be counted.
struct FaultyRow {
    index: usize,
    fault: RowFault,
}

/// A row that counts for another year.
struct RowOfOtherYear {
    index: usize,
    why: NotThisYear,
}

/// A row that names a row or column of the table otherwise than formulas know it.
struct RenamedRow {
    index: usize,
    typed: String,
    name: String,
}

/// What the rows of a ledger gave.
#[derive(Default)]
struct LedgerRows {
    count: LedgerCount,
    faulty: Vec<FaultyRow>,
    others: Vec<RowOfOtherYear>,
    renamed: Vec<RenamedRow>,
}

impl LedgerRows {
    /// Counts requests for a year; their days and names are then written in the one way that
    /// formulas know.
    fn read(requests: &mut [Record], table: &LedgerTable<'_>, year: i32) -> Self {
        let applicants = LedgerNames::new(&table.applicants);
        let outcomes = LedgerNames::new(&table.outcomes);
        let mut rows = Self::default();
        for (index, record) in requests.iter_mut().enumerate() {
            let mut other = None;
            let request = LedgerRequest::read(record, &applicants, &outcomes, &mut other);
            if let Some(other) = other {
                rows.renamed.push(RenamedRow {
                    index,
                    typed: other.typed,
                    name: other.name,
                });
            }
            match request.count(table, year) {
                Err(fault) => rows.faulty.push(FaultyRow { index, fault }),
                Ok(RequestCount::Not(why)) => rows.others.push(RowOfOtherYear { index, why }),
                Ok(RequestCount::Row {
                    came,
                    went,
                    column,
                    open,
                }) => {
                    for row in [came, went] {
                        let counted = rows.count.counted.entry(table.cell(row, column));
                        counted.or_default().push(index);
                    }
                    if open {
                        rows.count.open.push(index);
                    }
                }
            }
        }
        rows.count.sound = rows.faulty.is_empty();
        rows
    }
}

impl Lower<'_> {
    /// Counts the ledger, and fills what the table leaves out; gives the table that is now whole.
    pub(super) fn count_ledger(&mut self, report: &mut Report) -> Option<usize> {
        let is_unread = self.findings.iter().any(is_of_unread_ledger);
        // Most forms have none, and nothing is looked up for it.
        if !is_unread && report.items(LEDGER).is_empty() {
            return None;
        }
        let standard = report.standard.clone();
        let table = standard.ledger_table()?;
        let index = table.origin.table;
        let data = &standard.tables[index];
        if is_unread {
            self.drop_blanks(&data.key);
            return Some(index);
        }
        let requests = report.records.get_mut(LEDGER)?;
        if report.year.value == 0 {
            return None;
        }
        // A row in which nothing is written is none.
        requests.retain(says_something);
        let rows = LedgerRows::read(requests, &table, report.year.value);
        self.findings
            .extend(tell_faults(requests, &rows.faulty, &table));
        self.findings.extend(tell_others(requests, &rows.others));
        self.findings.extend(tell_renamed(requests, &rows.renamed));
        report.ledger = rows.count;
        if report.ledger.sound && is_untouched(report, &table) {
            let place = request_place(&report.items(LEDGER)[0]);
            let message = format!("“{}”表全是 0，按台账填入", data.name);
            let finding = Finding::new(Code::Ledger, message, place).as_warning();
            self.findings
                .push(finding.hint("不用台账的，删去台账里的各行"));
            fill(report, &table, is_nought_or_none);
        } else if report.ledger.sound {
            fill(report, &table, is_not_stated);
        }
        self.drop_blanks(&data.key);
        Some(index)
    }

    /// Takes back what was said of cells of a table that hold no number.
    fn drop_blanks(&mut self, table: &str) {
        self.findings
            .retain(|finding| !is_of_missing_number(finding, table));
        self.blanks.retain(|place| !is_in(place, table));
    }
}

/// Whether a finding tells that the ledger, or a part of it, was not read.
fn is_of_unread_ledger(finding: &Finding) -> bool {
    matches!(finding.code, Code::Attached | Code::UnknownKey) && &*finding.places[0].path == LEDGER
}

/// Whether a finding tells that a number is missing in a table, by its key.
fn is_of_missing_number(finding: &Finding, table: &str) -> bool {
    let is_missing = matches!(finding.code, Code::Blank | Code::MissingRow);
    is_missing && finding.places.first().is_some_and(|p| is_in(p, table))
}

fn says_something(request: &Record) -> bool {
    let mut values = request.values().iter();
    values.any(|value| !value.value.value.trim().is_empty())
}

/// Whether a place is in a table, by its key.
fn is_in(place: &Place, table: &str) -> bool {
    match place.path.strip_prefix(table) {
        Some(rest) => rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

/// Whether the table is as a blank form has it, while the ledger counts something.
fn is_untouched(report: &Report, table: &LedgerTable<'_>) -> bool {
    for row in table.rows() {
        for entry in &table.applicants {
            let value = &report.cell(table.cell(row, entry.leaf)).value;
            if value.number().is_none_or(|number| !number.is_zero()) {
                return false;
            }
        }
    }
    !report.ledger.counted.is_empty()
}

fn is_nought_or_none(value: &Value) -> bool {
    value.number().is_none_or(|number| number.is_zero())
}

fn is_not_stated(value: &Value) -> bool {
    matches!(value, Value::Unstated | Value::Blank(_))
}

/// Puts the ledger's numbers into cells that hold none.
fn fill(report: &mut Report, table: &LedgerTable<'_>, is_free: fn(&Value) -> bool) {
    let first = report.items(LEDGER).first();
    let first = first.map(request_place).unwrap_or_default();
    for row in table.rows() {
        for entry in &table.applicants {
            let id = table.cell(row, entry.leaf);
            let count = report.ledger.count(id);
            let cell = report.cell_mut(id);
            if is_free(&cell.value) {
                cell.value = Value::Number(count.into());
                if cell.place.at == At::File {
                    cell.place = first.clone();
                }
            }
        }
    }
}
