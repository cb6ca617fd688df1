//! The ledger of requests: what each counts for, and the numbers of the table that follow.

mod findings;

use std::collections::HashMap;

use self::findings::{told_faults, told_others, told_renamed};
use super::super::labels::fold;
use super::Lower;
use crate::finding::{Code, Finding};
use crate::place::{At, Place};
use crate::report::{Date, LedgerCount, Record, Report, Value, request_place};
use crate::standard::{
    APPLICANT, CellId, DONE, LEDGER, LedgerEntry, LedgerTable, OUTCOME, RECEIVED,
};

/// Numbers that can only count days since 1900: 2009 to 2173.
const SERIALS: std::ops::RangeInclusive<u32> = 40_000..=100_000;

/// What is wrong with a row of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowFault {
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
enum NotThisYear {
    /// It was done before the year.
    Before,
    /// It came after the year.
    After,
}

/// What a request counts for.
enum RequestCount {
    Row {
        came: usize,
        went: usize,
        column: usize,
        open: bool,
    },
    Not(NotThisYear),
}

/// Another name of a row or column than the one that formulas know.
struct OtherName {
    typed: String,
    name: String,
}

/// A row or column that was named; none where none was.
type LeafNamed = Option<Result<usize, RowFault>>;
/// The same for a day.
type DayNamed = Option<Result<Date, RowFault>>;

/// A request as it was understood; `Err` where something was written that is nothing known.
struct Request {
    received: DayNamed,
    applicant: LeafNamed,
    outcome: LeafNamed,
    done: DayNamed,
}

/// The names of the rows or columns that requests count for.
struct LedgerNames<'t> {
    entries: &'t [LedgerEntry<'t>],
    /// Every name of each, folded, and the index of its entry.
    folded: HashMap<String, usize>,
}

impl<'t> LedgerNames<'t> {
    fn new(entries: &'t [LedgerEntry<'t>]) -> Self {
        Self {
            entries,
            folded: names(entries),
        }
    }

    /// The leaf that a value names; the value is then written in the one way that lists and
    /// formulas know.
    fn understood(
        &self,
        request: &mut Record,
        key: &str,
        fault: RowFault,
        renamed: &mut Option<OtherName>,
    ) -> LeafNamed {
        let value = &mut request
            .get_mut(key)
            .filter(|value| !value.value.is_empty())?
            .value;
        if let Some(entry) = self.entries.iter().find(|entry| entry.name == *value) {
            return Some(Ok(entry.leaf));
        }
        let entry = self
            .folded
            .get(&fold(value))
            .map(|index| &self.entries[*index]);
        let Some(entry) = entry else {
            return Some(Err(fault));
        };
        let typed = std::mem::replace(value, entry.name.clone());
        renamed.get_or_insert(OtherName {
            typed,
            name: entry.name.clone(),
        });
        Some(Ok(entry.leaf))
    }
}

/// The day that a value names; the value is then written in the one way that formulas know.
fn understood_day(request: &mut Record, key: &str, fault: RowFault) -> DayNamed {
    let value = &mut request
        .get_mut(key)
        .filter(|value| !value.value.is_empty())?
        .value;
    let Some(day) = day(value) else {
        return Some(Err(fault));
    };
    let shown = day.to_string();
    if *value != shown {
        *value = shown;
    }
    Some(Ok(day))
}

/// All names of rows or columns; one that two have names neither, but for its own name.
fn names(entries: &[LedgerEntry<'_>]) -> HashMap<String, usize> {
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
    all.into_iter()
        .filter_map(|(name, index)| Some((name, index?)))
        .collect()
}

impl Lower<'_> {
    /// Counts the ledger, and fills what the table leaves out; gives the table that is now whole.
    pub(super) fn ledger(&mut self, report: &mut Report) -> Option<usize> {
        let unread = |finding: &Finding| {
            matches!(finding.code, Code::Attached | Code::UnknownKey)
                && &*finding.places[0].path == LEDGER
        };
        let is_unread = self.findings.iter().any(unread);
        // Most forms have none, and nothing is looked up for it.
        if !is_unread && report.items(LEDGER).is_empty() {
            return None;
        }
        let standard = report.standard.clone();
        let table = standard.ledger_table()?;
        if is_unread {
            self.drop_blanks(&standard.tables[table.origin.table].key);
            return Some(table.origin.table);
        }
        let requests = report.records.get_mut(LEDGER)?;
        if report.year.value == 0 {
            return None;
        }
        let (applicants, outcomes) = (
            LedgerNames::new(&table.applicants),
            LedgerNames::new(&table.outcomes),
        );
        let mut count = LedgerCount {
            sound: true,
            ..LedgerCount::default()
        };
        let mut faults: Vec<(RowFault, usize)> = Vec::new();
        let mut others: Vec<(NotThisYear, usize)> = Vec::new();
        // A row in which nothing is written is none.
        requests.retain(|request| {
            request
                .values()
                .iter()
                .any(|value| !value.value.value.trim().is_empty())
        });
        let mut renamed: Vec<(usize, OtherName)> = Vec::new();
        for (index, request) in requests.iter_mut().enumerate() {
            let mut other = None;
            let request = Request {
                received: understood_day(request, RECEIVED, RowFault::BadReceived),
                applicant: applicants.understood(
                    request,
                    APPLICANT,
                    RowFault::BadApplicant,
                    &mut other,
                ),
                outcome: outcomes.understood(request, OUTCOME, RowFault::BadOutcome, &mut other),
                done: understood_day(request, DONE, RowFault::BadDone),
            };
            renamed.extend(other.map(|other| (index, other)));
            match request.counted(&table, report.year.value) {
                Err(fault) => faults.push((fault, index)),
                Ok(RequestCount::Not(why)) => others.push((why, index)),
                Ok(RequestCount::Row {
                    came,
                    went,
                    column,
                    open,
                }) => {
                    for row in [came, went] {
                        count
                            .counted
                            .entry(table.cell(row, column))
                            .or_default()
                            .push(index);
                    }
                    if open {
                        count.open.push(index);
                    }
                }
            }
        }
        self.findings.extend(told_faults(requests, &faults, &table));
        self.findings.extend(told_others(requests, &others));
        self.findings.extend(told_renamed(requests, &renamed));
        count.sound = faults.is_empty();
        report.ledger = count;
        if report.ledger.sound && is_untouched(report, &table) {
            let name = &standard.tables[table.origin.table].name;
            let place = request_place(&report.items(LEDGER)[0]);
            let message = format!("“{name}”表全是 0，按台账填入");
            let finding = Finding::new(Code::Ledger, message, place).as_warning();
            self.findings
                .push(finding.hint("不用台账的，删去台账里的各行"));
            fill(report, &table, |value| {
                value.number().is_none_or(|number| number.is_zero())
            });
        } else if report.ledger.sound {
            fill(report, &table, |value| {
                matches!(value, Value::Unstated | Value::Blank(_))
            });
        }
        self.drop_blanks(&standard.tables[table.origin.table].key);
        Some(table.origin.table)
    }

    /// Takes back what was said of cells of a table that hold no number.
    fn drop_blanks(&mut self, table: &str) {
        let inside = |place: &Place| {
            let rest = place.path.strip_prefix(table);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.findings.retain(|finding| {
            let missing = matches!(finding.code, Code::Blank | Code::MissingRow);
            !(missing && finding.places.first().is_some_and(inside))
        });
        self.blanks.retain(|place| !inside(place));
    }
}

/// Whether the table is as a blank form has it, while the ledger counts something.
fn is_untouched(report: &Report, table: &LedgerTable<'_>) -> bool {
    let mut cells = table.rows().flat_map(|row| {
        table
            .applicants
            .iter()
            .map(move |entry| table.cell(row, entry.leaf))
    });
    let nought = |id: CellId| report.cell(id).value.number().is_some_and(|n| n.is_zero());
    cells.all(nought) && !report.ledger.counted.is_empty()
}

/// Puts the ledger's numbers into cells that hold none.
fn fill(report: &mut Report, table: &LedgerTable<'_>, is_free: impl Fn(&Value) -> bool) {
    let first = report
        .items(LEDGER)
        .first()
        .map(request_place)
        .unwrap_or_default();
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

impl Request {
    /// What it counts for in a year.
    fn counted(self, table: &LedgerTable<'_>, year: i32) -> Result<RequestCount, RowFault> {
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
fn day(text: &str) -> Option<Date> {
    // The time of a day does not count.
    let text = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    if let Some(date) = Date::read(text) {
        return Some(date);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let serial: u32 = text
        .parse()
        .ok()
        .filter(|serial| SERIALS.contains(serial))?;
    Date::from_serial(serial)
}

#[cfg(test)]
mod tests {
    use crate::form::{Options, read};
    use crate::standard::{CellId, Library};
    use crate::testing::CLEAN;

    /// The clean example without its table of requests, and with a ledger of these rows.
    fn form(rows: &[&str]) -> String {
        let (before, rest) = CLEAN.split_once("\n申请:").expect("the table");
        let behind = rest.find("\n复议诉讼:").expect("the next table");
        let ledger: String = rows.iter().map(|row| format!("  - {{{row}}}\n")).collect();
        format!("{before}{}\n台账:\n{ledger}", &rest[behind..])
    }

    /// What a ledger counts, cell by cell that is not nought, and what is found at its rows.
    fn check(rows: &[&str], counted: &[&str], found: &[&str]) {
        let form = form(rows);
        let reading = read(
            "f",
            form.as_bytes(),
            &Library::default(),
            Options::default(),
        );
        let report = reading.report.expect("a readable form");
        let table = report
            .standard
            .ledger_table()
            .expect("a table")
            .origin
            .table;
        let cells = report
            .standard
            .cells()
            .filter(|id: &CellId| id.table == table);
        let cells = cells.filter(|id| !report.standard.is_total(*id));
        let shown = cells.filter_map(|id| {
            let number = report
                .cell(id)
                .value
                .number()
                .filter(|number| !number.is_zero())?;
            Some(format!("{} {number}", report.standard.path(id)))
        });
        assert_eq!(shown.collect::<Vec<_>>(), counted, "{rows:#?}");
        let findings: Vec<String> = reading
            .findings
            .iter()
            .filter(|f| f.code.name() != "missing")
            .map(|f| f.message.clone())
            .collect();
        assert_eq!(findings, found, "{rows:#?}");
    }

    #[test]
    fn a_request_counts_where_its_days_put_it() {
        let who = "申请人类型: 自然人";
        let done = "办理结果: 予以公开, 办结日期:";
        check(
            &[&format!("收到日期: 2023-01-01, {who}, {done} 2023-12-31")],
            &["申请.新收.自然人 1", "申请.办理结果.予以公开.自然人 1"],
            &[],
        );
        check(
            &[&format!("收到日期: 2022-12-31, {who}, {done} 2023-01-01")],
            &["申请.上年结转.自然人 1", "申请.办理结果.予以公开.自然人 1"],
            &[],
        );
        check(
            &[&format!("收到日期: 2023-12-31, {who}, {done} 2024-01-01")],
            &["申请.新收.自然人 1", "申请.结转下年度.自然人 1"],
            &[],
        );
        check(
            &[&format!("收到日期: 2021-12-31, {who}")],
            &["申请.上年结转.自然人 1", "申请.结转下年度.自然人 1"],
            &[],
        );
        check(
            &[
                &format!("收到日期: 2022-03-01, {who}, {done} 2022-12-31"),
                &format!("收到日期: 2024-01-01, {who}"),
            ],
            &[],
            &["台账里有 1 件在本年以前已办结（第1条）、1 件在本年以后收到（第2条），没有计入"],
        );
    }

    #[test]
    fn words_and_days_are_read_as_people_write_them() {
        for received in [
            "2023-6-1",
            "2023年6月1日",
            "2023/6/1",
            "2023.6.1",
            "20230601",
            "45078",
        ] {
            for done in [
                "撤回, 办结日期: 2023/6/5",
                "其他处理：其他, 办结日期: 45082",
            ] {
                check(
                    &[&format!(
                        "收到日期: {received}, 申请人类型: 个人, 办理结果: {done}"
                    )],
                    &["申请.新收.自然人 1", "申请.办理结果.其他处理.其他.自然人 1"],
                    &[],
                );
            }
        }
    }

    #[test]
    fn a_row_that_cannot_be_counted_is_told() {
        let bad = [
            ("申请人类型: 自然人", "没有收到日期"),
            (
                "收到日期: 2023-02-30, 申请人类型: 自然人",
                "收到日期“2023-02-30”读不懂",
            ),
            ("收到日期: 2023-02-03", "没有申请人类型"),
            (
                "收到日期: 2023-02-03, 申请人类型: 单位",
                "申请人类型“单位”不是申请表的一列",
            ),
            (
                "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 答复, 办结日期: 2023-02-04",
                "办理结果“答复”不是申请表的一行",
            ),
            (
                "收到日期: 2023-02-03, 申请人类型: 自然人, 办结日期: 2023-02-04",
                "有办结日期，没有办理结果",
            ),
            (
                "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 予以公开",
                "有办理结果，没有办结日期",
            ),
            (
                "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 予以公开, 办结日期: 昨天",
                "办结日期“昨天”读不懂",
            ),
            (
                "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 予以公开, 办结日期: 2023-02-01",
                "办结日期比收到日期早",
            ),
        ];
        for (row, what) in bad {
            let good = "收到日期: 2023-02-03, 申请人类型: 自然人";
            check(&[row, good], &[], &[&format!("台账第1条{what}")]);
            check(
                &[good, row, row],
                &[],
                &[&format!("台账第2条、第3条共 2 行，{what}")],
            );
        }
    }
}
