//! What is told of a ledger: rows that cannot be counted, that count for another year, or that its
//! sheet's own formulas do not count.

use super::super::quoted;
use super::{NotThisYear, OtherName, RowFault};
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::report::{Record, request_names, request_place};
use crate::standard::{APPLICANT, DONE, LedgerTable, OUTCOME, RECEIVED};

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
        request
            .get(key)
            .map_or_else(|| request_place(request), |value| value.place.clone())
    }
}

/// One finding for each kind of fault.
pub(super) fn told_faults(
    requests: &[Record],
    faults: &[(RowFault, usize)],
    table: &LedgerTable<'_>,
) -> Vec<Finding> {
    let mut kinds: Vec<RowFault> = Vec::new();
    for (fault, _) in faults {
        if !kinds.contains(fault) {
            kinds.push(*fault);
        }
    }
    let applicants = || {
        table
            .applicants
            .iter()
            .map(|e| e.name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    };
    let outcomes = || {
        table
            .outcomes
            .iter()
            .map(|e| e.name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    };
    let tell = |kind: RowFault| {
        let of_kind = faults.iter().filter(|(fault, _)| *fault == kind);
        let indices: Vec<usize> = of_kind.map(|(_, index)| *index).collect();
        let first = &requests[indices[0]];
        let typed = |key: &str| {
            first
                .get(key)
                .map_or(String::new(), |value| format!("“{}”", quoted(&value.value)))
        };
        let dated = "写成 2023-03-15 的样子".to_owned();
        let (what, hint) = match kind {
            RowFault::NoReceived => ("没有收到日期".to_owned(), dated),
            RowFault::BadReceived => (format!("收到日期{}读不懂", typed(RECEIVED)), dated),
            RowFault::BadDone => (format!("办结日期{}读不懂", typed(DONE)), dated),
            RowFault::NoApplicant => (
                "没有申请人类型".to_owned(),
                format!("可以填：{}", applicants()),
            ),
            RowFault::BadApplicant => (
                format!("申请人类型{}不是申请表的一列", typed(APPLICANT)),
                format!("可以填：{}", applicants()),
            ),
            RowFault::BadOutcome => (
                format!("办理结果{}不是申请表的一行", typed(OUTCOME)),
                format!("可以填：{}", outcomes()),
            ),
            RowFault::NoOutcome => (
                "有办结日期，没有办理结果".to_owned(),
                "补上办理结果；没有办结就删去办结日期".to_owned(),
            ),
            RowFault::NoDone => (
                "有办理结果，没有办结日期".to_owned(),
                "补上办结日期；没有办结就删去办理结果".to_owned(),
            ),
            RowFault::DoneFirst => (
                "办结日期比收到日期早".to_owned(),
                "核对这两个日期".to_owned(),
            ),
        };
        let count = if indices.len() > 1 {
            format!("共 {} 行，", indices.len())
        } else {
            String::new()
        };
        let message = format!("台账{}{count}{what}", request_names(requests, &indices));
        let related = indices[1..]
            .iter()
            .filter_map(|&index| Some(kind.place(requests.get(index)?)));
        Finding::new(Code::Ledger, message, kind.place(first))
            .hint(hint)
            .related(related)
    };
    kinds.into_iter().map(tell).collect()
}

/// What is told of a sheet whose rows have other names than its own formulas know.
pub(super) fn told_renamed(requests: &[Record], renamed: &[(usize, OtherName)]) -> Option<Finding> {
    let (index, OtherName { typed, name }) = renamed.first()?;
    let place = request_place(&requests[*index]);
    if !place.at.is_cell() {
        return None;
    }
    let indices: Vec<usize> = renamed.iter().map(|(index, _)| *index).collect();
    let rows = request_names(requests, &indices);
    let message = format!(
        "台账{rows}的“{}”按“{name}”计，表旁边由公式算的数没有计入",
        quoted(typed)
    );
    let finding = Finding::new(Code::Ledger, message, place).as_warning();
    Some(finding.hint("程序照算；要两边一致，从下拉的名称里选"))
}

/// What is told of requests that are not this year's.
pub(super) fn told_others(requests: &[Record], others: &[(NotThisYear, usize)]) -> Option<Finding> {
    let (_, first) = others.first()?;
    let words = [
        (NotThisYear::Before, "在本年以前已办结"),
        (NotThisYear::After, "在本年以后收到"),
    ];
    let told = words.iter().filter_map(|(why, words)| {
        let of_kind = others.iter().filter(|(other, _)| other == why);
        let indices: Vec<usize> = of_kind.map(|(_, index)| *index).collect();
        (!indices.is_empty()).then(|| {
            format!(
                "{} 件{words}（{}）",
                indices.len(),
                request_names(requests, &indices)
            )
        })
    });
    let message = format!("台账里有 {}，没有计入", told.collect::<Vec<_>>().join("、"));
    let finding = Finding::new(Code::Ledger, message, request_place(&requests[*first]));
    Some(
        finding
            .as_warning()
            .hint("核对日期；确实不属于本年的，删去这些行"),
    )
}
