//! `narrative-all`: a “none” or “all” in the text that the table denies.

use rust_decimal::Decimal;

use super::near_miss::value;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Claim, Line, Meaning, Passage, Sign, Subject, Tells, TermKind};
use crate::report::{Report, shortened};

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeAll,
    waivable: true,
    explanation: Explanation {
        summary: "a “none” or “all” in the text that the table denies",
        what: "正文说“未收到申请”“无行政诉讼”“受理量为零”“全部办结”“办结率100%”“均维持”\
               “均为自然人”，而表格里有相反的数。说的是别的时间、别的单位、一部分申请的，不提示。",
        why: "这类话往往是从往年的报告里留下来的，改了数忘了改话；正文与表格应当一致。",
        wrong: "表中结转下年度 44，正文写“收到的申请已全部办结”",
        right: "收到的申请已办结749件，结转下年度44件",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        let mut last = None;
        for claim in &passage.claims {
            let Some(denied) = denied_by_the_table(subject.report, claim) else {
                continue;
            };
            // 全部申请均已办结 says it once.
            let end = (claim.line, claim.phrase.end);
            if last.replace(end) != Some(end) {
                findings.push(finding(subject.report, passage, claim, &denied));
            }
        }
    }
    findings
}

/// What the table holds where the text says that there is nothing of it.
struct DeniedNone<'c> {
    meaning: &'c Meaning,
    value: Decimal,
}

/// The first thing that a “none” or “all” may be of, if the table has numbers of all of them.
fn denied_by_the_table<'c>(report: &Report, claim: &'c Claim) -> Option<DeniedNone<'c>> {
    if claim.tells != Tells::Sweeping {
        return None;
    }
    let mut denied = None;
    for meaning in &claim.meanings {
        let value = value(report, meaning, claim.tells)?;
        if value.is_zero() {
            return None;
        }
        denied.get_or_insert(DeniedNone { meaning, value });
    }
    denied
}

fn finding(report: &Report, passage: &Passage, claim: &Claim, denied: &DeniedNone<'_>) -> Finding {
    let meaning = denied.meaning;
    let (words, value) = (&meaning.words, denied.value.normalize());
    let line = &passage.lines[claim.line];
    let phrase = shortened(line.text[claim.phrase.clone()].trim(), 30);
    let message = if says_none(line, claim) {
        format!("正文说“{phrase}”，表中“{words}”是 {value}")
    } else if meaning.cells.iter().all(|(sign, _)| *sign == Sign::Plus) {
        format!("正文说“{phrase}”，表中“{words}”还有 {value}")
    } else {
        format!("正文说“{phrase}”，表中不是这样的还有 {value}")
    };
    let cells = meaning.cells.iter().map(|(_, id)| *id);
    let filled = cells.filter(|id| !report.value(*id).is_zero()).take(TOLD);
    Finding::new(RULE.code, message, line.place_of(&claim.range))
        .in_text(&passage.key)
        .sides(&phrase, value)
        .hint("核对后改正文或改表")
        .related(filled.map(|id| report.place(id)))
}

/// How many cells are told.
const TOLD: usize = 4;

/// Whether a claim says “none”, and not “all”.
fn says_none(line: &Line, claim: &Claim) -> bool {
    let mut tokens = line.tokens.iter();
    tokens.any(|token| token.range == claim.range && token.is(TermKind::None))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn claims_that_the_table_denies() {
        check(
            &with_text("全年收到的政府信息公开申请已全部办结。"),
            RULE.code,
            &[
                "正文说“全年收到的政府信息公开申请已全部办结”，表中“结转下年度”还有 44 | \
                 核对后改正文或改表 | \
               总体情况 申请.结转下年度.总计",
            ],
        );
        check(
            &with_text("全年未发生因政府信息公开引起的行政诉讼。"),
            RULE.code,
            &[
                "正文说“全年未发生因政府信息公开引起的行政诉讼”，表中“直接起诉 + 复议后起诉”是 3 | \
                 核对后改正文或改表 | \
               总体情况 复议诉讼.直接起诉.总计 复议诉讼.复议后起诉.总计",
            ],
        );
    }

    #[test]
    fn claims_of_something_else() {
        check(
            &with_text("收到的申请均在法定期限内答复，未收取费用，无遗漏。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("上半年未收到政府信息公开申请。承办的建议全部办结。"),
            RULE.code,
            &[],
        );
    }
}
