//! `untouched`: a new form that nobody filled.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::place::Place;
use crate::report::{Report, Value};
use crate::standard::{BetweenYears, CellId, LAST_YEAR, Standard};

/// The form's key by which an agency confirms a year without any number.
const CONFIRMED: &str = "零申请";

pub(super) const RULE: Rule = Rule {
    code: Code::Untouched,
    waivable: true,
    explanation: Explanation {
        summary: "every cell is 0, as in a new form, or a table that is said to be all 0 is not",
        what: "三张表的每一格都是 0，和刚生成的空白填报表一样；或者写了“零申请”的表里有数。",
        why: "《条例》第五十条要求公布全年的数；没有人填过的一份全是 0 的报告，比没有报告更糟。\
              全年确实没有发生的，写“零申请: 是”。",
        wrong: "所有的数都是 0",
        right: "填上实际的数，或写 零申请: 是",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    let stated = report.field(CONFIRMED).unwrap_or_default();
    let confirmed = report.standard.tables_named(stated).unwrap_or_default();
    let filled = FilledCells::of(subject);
    let denied = confirmed.iter().find_map(|table| filled.numbers[*table]);
    if let Some(id) = denied {
        return vec![not_confirmed(report, stated, id)];
    }
    let is_untouched = filled.cells.iter().all(Option::is_none);
    if is_untouched && confirmed.len() < filled.cells.len() {
        return vec![untouched(report, filled.has_brought)];
    }
    Vec::new()
}

/// What somebody filled in.
struct FilledCells {
    /// The first cell of each table that is not 0.
    cells: Vec<Option<CellId>>,
    /// The same of those that hold a number: a blank is none, and is told as such.
    numbers: Vec<Option<CellId>>,
    /// Whether numbers came from last year's form.
    has_brought: bool,
}

impl FilledCells {
    fn of(subject: &Subject<'_>) -> Self {
        let report = subject.report;
        let tables = report.standard.tables.len();
        let mut filled = Self {
            cells: vec![None; tables],
            numbers: vec![None; tables],
            has_brought: false,
        };
        for id in report.standard.cells() {
            if is_zero(report, id) {
                continue;
            }
            if is_brought(subject, id) || is_still_open(report, id) {
                filled.has_brought = true;
                continue;
            }
            filled.cells[id.table].get_or_insert(id);
            if report.cell(id).value.number().is_some() {
                filled.numbers[id.table].get_or_insert(id);
            }
        }
        filled
    }
}

/// A number in a table that is said to be all 0.
fn not_confirmed(report: &Report, stated: &str, id: CellId) -> Finding {
    let (path, printed) = (report.standard.path(id), report.printed(id));
    let message = format!("“{CONFIRMED}”写了“{stated}”，表里却有数（{path} {printed}）");
    let place = match report.fields.get(CONFIRMED) {
        Some(field) => field.place.clone(),
        None => Place::default(),
    };
    let hint = format!("表里的数属实，就改“{CONFIRMED}”这一项；确实没有发生，就把表里的数改为 0");
    Finding::new(RULE.code, message, place)
        .hint(hint)
        .related([report.place(id)])
}

/// A form whose tables nobody has filled.
fn untouched(report: &Report, has_brought: bool) -> Finding {
    let confirm = if report.year.place.at.is_cell() {
        format!("在“{CONFIRMED}”一行填“是”")
    } else {
        format!("加一行“{CONFIRMED}: 是”")
    };
    let message = if has_brought {
        "除了上年带来的数，三张表全是 0，像是还没有填写"
    } else {
        "三张表全是 0，像是还没有填写"
    };
    Finding::new(RULE.code, message, Place::file(&report.file))
        .hint(format!("填写各表的数；全年确实没有发生，{confirm}"))
}

/// Whether a cell has the number that last year's report gives it, as a new form made from that
/// has it.
fn is_brought(subject: &Subject<'_>, id: CellId) -> bool {
    let report = subject.report;
    // A form that names last year's was made from it, though that may not be at hand.
    if subject.last.is_none() && report.field(LAST_YEAR).is_none() {
        return false;
    }
    let standard = &report.standard;
    let row = &standard.row(id).id;
    for relation in &standard.between_years {
        let is_own = standard.table(id).id == relation.table && relation.rows.is_empty();
        if !is_own || *row != relation.this {
            continue;
        }
        let Some(last) = subject.last else {
            return true;
        };
        let mut cells = last.standard.cells();
        let former = cells.find(|other| is_former(last, *other, relation, standard, id));
        if former.is_some_and(|former| last.value(former) == report.value(id)) {
            return true;
        }
    }
    false
}

/// Whether a cell counts nothing but requests of the ledger that are as last year left them: open
/// then, and open still.
fn is_still_open(report: &Report, id: CellId) -> bool {
    let Some(requests) = report.ledger.counted.get(&id) else {
        return false;
    };
    let received = report.standard.ledger_table().map(|table| table.received);
    received != Some(id.row)
        && requests
            .iter()
            .all(|index| report.ledger.open.contains(index))
}

/// Whether a cell of last year's report is the one that a relation takes another's number from.
fn is_former(
    last: &Report,
    other: CellId,
    relation: &BetweenYears,
    standard: &Standard,
    id: CellId,
) -> bool {
    let former = &last.standard;
    former.table(other).id == relation.table
        && former.row(other).id == relation.last
        && former.column(other).id == standard.column(id).id
}

/// Whether a cell is as a new form has it.
fn is_zero(report: &Report, id: CellId) -> bool {
    match &report.cell(id).value {
        Value::Number(number) => number.is_zero(),
        Value::Unstated => report.computed(id).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::form::write::{blank, yaml};
    use crate::standard::builtin;
    use crate::testing::CLEAN;

    #[test]
    fn a_new_form_is_untouched_until_confirmed() {
        let form = yaml(
            &blank(&builtin("2021").unwrap(), "某某局", 2023),
            "form-2021.json",
        );
        check(
            &form,
            RULE.code,
            &[
                "三张表全是 0，像是还没有填写 | 填写各表的数；全年确实没有发生，加一行“零申请: 是” \
                 | ",
            ],
        );
        check(&format!("{form}\n零申请: 是\n"), RULE.code, &[]);
        check(
            &format!("{form}\n零申请: [主动公开, 申请、复议诉讼]\n"),
            RULE.code,
            &[],
        );
        let told =
            "三张表全是 0，像是还没有填写 | 填写各表的数；全年确实没有发生，加一行“零申请: 是” | ";
        check(&format!("{form}\n零申请: 申请\n"), RULE.code, &[told]);
        check(&format!("{CLEAN}\n零申请: 否\n"), RULE.code, &[]);
        let told = "“零申请”写了“申请”，表里却有数（申请.新收.自然人 770） | 表里的数属实，\
                    就改“零申请”这一项；确实没有发生，就把表里的数改为 0 | 零申请 申请.新收.自然人";
        check(&format!("{CLEAN}\n零申请: 申请\n"), RULE.code, &[told]);
        check(
            &form.replacen("行政许可: 0", "行政许可: 1", 1),
            RULE.code,
            &[],
        );
    }
}
