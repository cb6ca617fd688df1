//! What is told of a ledger: rows that cannot be counted, that count for another year, or that its
//! sheet's own formulas do not count.

use super::super::shorten_typed;
use super::request::{NotThisYear, RowFault};
use super::{FaultyRow, RenamedRow, RowOfOtherYear};
use crate::finding::{Code, Complaint, Finding};
use crate::place::Place;
use crate::report::{Record, request_names, request_place};
use crate::standard::{APPLICANT, DONE, LedgerEntry, LedgerTable, OUTCOME, RECEIVED, join};

impl RowFault {
    /// Where it stands: at what is wrong, or at what the row has.
    fn place(self, request: &Record) -> Place {
        let key = match self {
            Self::BadReceived => RECEIVED,
            Self::BadApplicant => APPLICANT,
            Self::BadOutcome | Self::NoDone => OUTCOME,
            Self::BadDone | Self::NoOutcome | Self::DoneFirst => DONE,
            Self::NoReceived | Self::NoApplicant => return request_place(request),
        };
        match request.get(key) {
            Some(value) => value.place.clone(),
            None => request_place(request),
        }
    }

    /// What is wrong, and what to do; `first` is the first row in which it is.
    fn explain(self, first: &Record, table: &LedgerTable<'_>) -> Complaint {
        match self {
            Self::NoReceived => Complaint::fixed("没有收到日期", WRITE_DAY),
            Self::BadReceived => {
                let typed = quote(first, RECEIVED);
                Complaint::new(format!("收到日期{typed}读不懂"), WRITE_DAY)
            }
            Self::BadDone => {
                let typed = quote(first, DONE);
                Complaint::new(format!("办结日期{typed}读不懂"), WRITE_DAY)
            }
            Self::NoApplicant => Complaint::new("没有申请人类型", list_names(&table.applicants)),
            Self::BadApplicant => {
                let message = format!("申请人类型{}不是申请表的一列", quote(first, APPLICANT));
                Complaint::new(message, list_names(&table.applicants))
            }
            Self::BadOutcome => {
                let message = format!("办理结果{}不是申请表的一行", quote(first, OUTCOME));
                Complaint::new(message, list_names(&table.outcomes))
            }
            Self::NoOutcome => Complaint::fixed(
                "有办结日期，没有办理结果",
                "补上办理结果；没有办结就删去办结日期",
            ),
            Self::NoDone => Complaint::fixed(
                "有办理结果，没有办结日期",
                "补上办结日期；没有办结就删去办理结果",
            ),
            Self::DoneFirst => Complaint::fixed("办结日期比收到日期早", "核对这两个日期"),
        }
    }
}

/// What to do about a day that is none.
const WRITE_DAY: &str = "写成 2023-03-15 的样子";

/// What was typed at a key, in quotation marks; nothing where nothing was.
fn quote(request: &Record, key: &str) -> String {
    match request.get(key) {
        Some(value) => format!("“{}”", shorten_typed(&value.value)),
        None => String::new(),
    }
}

/// What to write in place of what is no row or column.
fn list_names(entries: &[LedgerEntry<'_>]) -> String {
    let names = join(entries.iter().map(|entry| entry.name.as_str()), "、");
    format!("可以填：{names}")
}

/// One finding for each kind of fault.
pub(super) fn tell_faults(
    requests: &[Record],
    faulty: &[FaultyRow],
    table: &LedgerTable<'_>,
) -> Vec<Finding> {
    let mut kinds: Vec<RowFault> = Vec::new();
    for row in faulty {
        if !kinds.contains(&row.fault) {
            kinds.push(row.fault);
        }
    }
    let mut findings = Vec::with_capacity(kinds.len());
    for fault in kinds {
        let of_fault = faulty.iter().filter(|row| row.fault == fault);
        let indices: Vec<usize> = of_fault.map(|row| row.index).collect();
        findings.push(tell_fault(fault, requests, &indices, table));
    }
    findings
}

/// The finding for the rows that have one fault.
fn tell_fault(
    fault: RowFault,
    requests: &[Record],
    indices: &[usize],
    table: &LedgerTable<'_>,
) -> Finding {
    let first = &requests[indices[0]];
    let Complaint { message, hint } = fault.explain(first, table);
    let count = if indices.len() > 1 {
        format!("共 {} 行，", indices.len())
    } else {
        String::new()
    };
    let names = request_names(requests, indices);
    let message = format!("台账{names}{count}{message}");
    let related = indices[1..]
        .iter()
        .map(|&index| fault.place(&requests[index]));
    Finding::new(Code::Ledger, message, fault.place(first))
        .hint(hint)
        .related(related)
}

/// What is told of a sheet whose rows have other names than its own formulas know.
pub(super) fn tell_renamed(requests: &[Record], renamed: &[RenamedRow]) -> Option<Finding> {
    let first = renamed.first()?;
    let place = request_place(&requests[first.index]);
    if !place.at.is_cell() {
        return None;
    }
    let indices: Vec<usize> = renamed.iter().map(|row| row.index).collect();
    let rows = request_names(requests, &indices);
    let (typed, name) = (shorten_typed(&first.typed), &first.name);
    let message = format!("台账{rows}的“{typed}”按“{name}”计，表旁边由公式算的数没有计入");
    let finding = Finding::new(Code::Ledger, message, place).as_warning();
    Some(finding.hint("程序照算；要两边一致，从下拉的名称里选"))
}

impl NotThisYear {
    const ALL: [Self; 2] = [Self::Before, Self::After];

    fn words(self) -> &'static str {
        match self {
            Self::Before => "在本年以前已办结",
            Self::After => "在本年以后收到",
        }
    }
}

/// What is told of requests that are not this year's.
pub(super) fn tell_others(requests: &[Record], others: &[RowOfOtherYear]) -> Option<Finding> {
    let first = others.first()?;
    let mut told = Vec::new();
    for why in NotThisYear::ALL {
        let of_kind = others.iter().filter(|row| row.why == why);
        let indices: Vec<usize> = of_kind.map(|row| row.index).collect();
        if !indices.is_empty() {
            let names = request_names(requests, &indices);
            told.push(format!("{} 件{}（{names}）", indices.len(), why.words()));
        }
    }
    let message = format!("台账里有 {}，没有计入", told.join("、"));
    let place = request_place(&requests[first.index]);
    let finding = Finding::new(Code::Ledger, message, place).as_warning();
    Some(finding.hint("核对日期；确实不属于本年的，删去这些行"))
}
