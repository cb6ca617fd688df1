//! `amount-unit`: an amount of money that looks like yuan where 万元 is asked for.

use rust_decimal::Decimal;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Measure, Piece, Subject, lists};
use crate::report::{Report, Value};
use crate::standard::{CellId, CellKind, Standard};

pub(super) const RULE: Rule = Rule {
    code: Code::AmountUnit,
    waivable: true,
    explanation: Explanation {
        summary: "an amount in 万元 that looks like yuan",
        what: "行政事业性收费等以万元填的格，数大得像是按元填的：一百亿元以上，镇、乡、\
               街道一亿元以上，是上年的一千倍以上，或者正文里写着同样多的“元”。",
        why: "表上的单位是万元（国办公开办函〔2021〕30号），财务系统导出的数多是元；差一万倍，\
              看一眼看不出来。",
        wrong: "行政事业性收费: 286603800（单位万元）",
        right: "行政事业性收费: 28660.38",
    },
    check: Check::Report(check),
};

/// 万元 that no agency below the ministries takes in a year, and those that no town does.
const MOST: u32 = 1_000_000;
const MOST_OF_A_TOWN: u32 = 10_000;

/// How many times last year's amount this year's may be.
const TIMES: u32 = 1_000;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let standard = &subject.report.standard;
    let cells = standard.cells();
    cells
        .filter(|id| is_in_ten_thousands(standard, *id))
        .filter_map(|id| like_yuan(subject, id))
        .collect()
}

/// Whether a cell holds money in 万元.
fn is_in_ten_thousands(standard: &Standard, id: CellId) -> bool {
    let part = standard.part(id);
    part.kind(id.column) == CellKind::Decimal && part.unit.contains('万')
}

/// What is told of an amount that is probably in yuan.
fn like_yuan(subject: &Subject<'_>, id: CellId) -> Option<Finding> {
    let report = subject.report;
    let amount = report.value(id);
    // What a cell with its own unit says, it says.
    if amount.is_zero() || matches!(report.cell(id).value, Value::Amount(..)) {
        return None;
    }
    let why = explain(subject, id, amount)?;
    let in_ten_thousands = (amount / Decimal::from(10_000)).normalize();
    let message = format!("{} 万元像是按元填的：{why}", amount.normalize());
    Some(
        Finding::new(RULE.code, message, report.place(id))
            .hint(format!("单位是万元；如果是元，改为 {in_ten_thousands}"))
            .sides(amount.normalize(), in_ten_thousands),
    )
}

/// Why an amount is too large to be in 万元; none where it is not.
fn explain(subject: &Subject<'_>, id: CellId, amount: Decimal) -> Option<String> {
    let report = subject.report;
    let is_town = lists().towns.end(&report.agency.value);
    if is_told_in_yuan(subject, amount) {
        return Some(format!("正文里写的是 {amount} 元"));
    }
    if amount >= MOST.into() {
        return Some("超过一百亿元".to_owned());
    }
    if is_town && amount >= MOST_OF_A_TOWN.into() {
        return Some("镇、乡、街道超过一亿元".to_owned());
    }
    let before = last_years(report, subject.last?, id)?;
    let is_far = before >= Decimal::ONE && amount >= before.checked_mul(TIMES.into())?;
    is_far.then(|| format!("上年是 {before} 万元"))
}

/// Last year's amount in the same cell.
fn last_years(report: &Report, last: &Report, id: CellId) -> Option<Decimal> {
    let counterpart = report.standard.counterpart(id, &last.standard)?;
    Some(last.value(counterpart)).filter(|amount| !amount.is_zero())
}

/// Whether the text tells the same number of yuan.
fn is_told_in_yuan(subject: &Subject<'_>, amount: Decimal) -> bool {
    if amount < Decimal::ONE_THOUSAND {
        return false;
    }
    let passages = subject.narrative.passages.iter();
    let lines = passages.flat_map(|passage| &passage.lines);
    for token in lines.flat_map(|line| &line.tokens) {
        if let Piece::Quantity(number, Measure::Money(1)) = token.kind
            && number.value == amount
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{changed, with_line, with_text};

    fn fee(agency: &str, amount: &str, expected: &[&str]) {
        let form = with_line("行政事业性收费:", &format!("行政事业性收费: {amount}"));
        let form = changed(&form, "机关:", &format!("机关: {agency}"));
        check_messages(&form, RULE.code, expected);
    }

    #[test]
    fn amounts() {
        fee("张家港市人民政府", "28660.38", &[]);
        fee(
            "张家港市人民政府",
            "286603800",
            &["286603800 万元像是按元填的：超过一百亿元"],
        );
        fee(
            "某某县某某镇人民政府",
            "12345",
            &["12345 万元像是按元填的：镇、乡、街道超过一亿元"],
        );
        fee("某某县某某镇人民政府", "123.45", &[]);
        let text = with_text("全年收取行政事业性收费286603元。");
        let form = text.replace("28660.38", "286603");
        check_messages(
            &form,
            RULE.code,
            &["286603 万元像是按元填的：正文里写的是 286603 元"],
        );
    }
}
