//! `untouched`: a new form that nobody filled.

use rust_decimal::Decimal;

use super::Rule;
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::place::Place;
use crate::report::Value;

/// The form's key by which an agency confirms a year without any number.
const CONFIRMED: &str = "零申请";

pub(super) const RULE: Rule = Rule {
    code: Code::Untouched,
    waivable: true,
    explanation: Explanation {
        summary: "every cell is 0, as in a new form",
        what: "三张表的每一格都是 0，和刚生成的空白填报表一样。",
        why: "《条例》第五十条要求公布全年的数；没有人填过的一份全是 0 的报告，比没有报告更糟。全年确实没有发生的，写“零申请: 是”。",
        wrong: "所有的数都是 0",
        right: "填上实际的数，或写 零申请: 是",
    },
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let report = subject.report;
    let zero = Value::Number(Decimal::ZERO);
    let untouched = report.standard.cells().all(|id| {
        let value = &report.cell(id).value;
        *value == zero || (*value == Value::Unstated && report.computed(id).is_some())
    });
    if untouched && report.field(CONFIRMED) != Some("是") {
        let confirm = if report.year.place.at.is_cell() {
            format!("在“{CONFIRMED}”一行填“是”")
        } else {
            format!("加一行“{CONFIRMED}: 是”")
        };
        findings.push(
            Finding::new(RULE.code, "三张表全是 0，像是还没有填写", Place::file(&report.file))
                .hint(format!("填写各表的数；全年确实没有发生，{confirm}")),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::form::write::{blank, yaml};
    use crate::standard::builtin;

    #[test]
    fn a_new_form_is_untouched_until_confirmed() {
        let form = yaml(&blank(&builtin("2021").unwrap(), "某某局", 2023), "form-2021.json");
        check(
            &form,
            RULE.code,
            &[
                "三张表全是 0，像是还没有填写 | 填写各表的数；全年确实没有发生，加一行“零申请: 是” | ",
            ],
        );
        check(&format!("{form}\n零申请: 是\n"), RULE.code, &[]);
        check(&form.replacen("行政许可: 0", "行政许可: 1", 1), RULE.code, &[]);
    }
}
