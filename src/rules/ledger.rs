//! `ledger`: the numbers of table three are those that the ledger of requests gives.

use rust_decimal::Decimal;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::standard::LEDGER;

pub(super) const RULE: Rule = Rule {
    code: Code::Ledger,
    waivable: false,
    explanation: Explanation {
        summary: "a number of the table of requests is not what the ledger (台账) counts, or a row \
                  of the ledger cannot be counted",
        what: "填了台账的，第三部分表格的每一格等于台账里的件数：本年收到的计新收，\
               年初没有办结的计上年结转，年末没有办结的计结转下年度，撤回的计其他处理。",
        why: "表格的数按申请一件一件数出来（国办公开办函〔2021〕30号、\
              〔2019〕60号的表格第三部分）；数错一件，整列就不平。",
        wrong: "申请.新收.自然人 5，台账里本年收到的自然人申请 6 件",
        right: "申请.新收.自然人 6，或把这一格留空，由台账算出",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    if !report.ledger.sound {
        return Vec::new();
    }
    let standard = &report.standard;
    let Some(table) = standard.ledger_table() else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for row in table.rows() {
        for entry in &table.applicants {
            let id = table.cell(row, entry.leaf);
            let counted = Decimal::from(report.ledger.count(id));
            let Some(stated) = report.cell(id).value.number().filter(|n| *n != counted) else {
                continue;
            };
            let label = standard.label(id);
            let requests = report.requests_of(id);
            let which = if requests.is_empty() {
                String::new()
            } else {
                format!("（{requests}）")
            };
            let message = format!("“{label}”填 {stated}，{LEDGER}里是 {counted} 件{which}");
            let hint =
                format!("台账无误，就把这一格改为 {counted} 或留空；表格无误，就核对台账这几行");
            findings.push(
                Finding::new(RULE.code, message, report.place(id))
                    .hint(hint)
                    .sides(stated, counted),
            );
        }
    }
    findings
}
