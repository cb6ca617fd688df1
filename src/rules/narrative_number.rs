//! `narrative-number`: a number in the text that is not its cell's.

use std::ops::Range;

use rust_decimal::Decimal;

use super::local::Rounding;
use super::narrative_group::misnamed;
use super::near_miss::{money_unit, near_miss, value};
use super::settings::Settings;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Claim, ClaimYear, Line, Meaning, Nearness, Sign, Subject, Tells};
use crate::report::{Report, shortened};

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeNumber,
    waivable: true,
    explanation: Explanation {
        summary: "a number in the text that is not its cell's; an error where a placeholder bound \
                  it to another column of its row",
        what: "正文里说到表格中某一格（或几格之和）的数，与表格不一致。程序按句子里的动词（收到、\
               答复、结转、予以公开……）、单位和上下文判断它说的是哪一格；\
               几种说法都讲得通的，只要与其中一种相同就不提示。",
        why: "正文与表格各说各的，是公布的年度报告里最常见的错误；数据应当准确、\
              前后一致（国办公开办函〔2021〕30号）。",
        wrong: "表中新收 789、上年结转 4，正文写“收到申请774件”（774 是自然人一列的数）",
        right: "收到申请793件，或写 {{ 申请.新收.总计 + 申请.上年结转.总计 }}，由程序填数",
    },
    check: Check::Settled(check),
};

/// Readings of a number from which on what it nearly is explains nothing.
const MANY_MEANINGS: usize = 6;

/// How many of the cells that a number may speak of are told.
const TOLD: usize = 2;

fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let rounding = settings.local.rounding;
    let mut findings = Vec::new();
    let misnamed = misnamed(subject);
    for passage in &subject.narrative.passages {
        for (at, claim) in passage
            .claims
            .iter()
            .enumerate()
            .filter(|(_, claim)| claim.tells != Tells::Sweeping)
        {
            let Some(report) = subject.report_of(claim) else {
                continue;
            };
            let values: Option<Vec<Decimal>> = claim
                .meanings
                .iter()
                .map(|m| value(report, m, claim.tells))
                .collect();
            let Some(values) = values else { continue };
            let line = &passage.lines[claim.line];
            let holds = values.iter().find(|value| claim.number.holds(**value));
            if let Some(value) = holds {
                let is_rounded = values.iter().any(|value| shows(claim, *value, rounding));
                let cut = (!is_rounded).then(|| cut_off(line, claim, *value));
                findings.extend(cut.map(|finding| finding.in_text(&passage.key)));
                continue;
            }
            if together(&passage.claims, at, &values) {
                continue;
            }
            let within = |word: &Range<usize>| {
                claim.phrase.start <= word.start && word.end <= claim.phrase.end
            };
            if misnamed
                .iter()
                .any(|m| m.key == passage.key && m.line == claim.line && within(&m.word))
            {
                continue;
            }
            let found = finding(subject, report, line, claim, &values);
            findings.extend(found.map(|f| f.in_text(&passage.key)));
        }
    }
    findings
}

/// Whether a number may be said of a value by the agency's way of rounding.
fn shows(claim: &Claim, value: Decimal, rounding: Rounding) -> bool {
    let number = claim.number;
    number.bound != Nearness::Exact || rounding.shows(value, number.value, number.unit)
}

/// What is told of a number that was cut to its digits, and not rounded: 67.49万 for 674,999.
fn cut_off(line: &Line, claim: &Claim, value: Decimal) -> Finding {
    let number = &line.text[claim.range.clone()];
    let words = claim
        .meanings
        .first()
        .map_or("", |meaning| meaning.words.as_str());
    let message = format!(
        "“{number}”没有四舍五入：表中“{words}”是 {}",
        value.normalize()
    );
    Finding::new(RULE.code, message, line.place_of(&claim.range))
        .sides(number, value.normalize())
        .hint("统一用四舍五入；本单位一律截尾的，在设置文件里写“取舍: 截尾”")
        .as_hint()
}

/// How many claims before and behind one may tell its cell in parts.
const NEAR: usize = 12;

/// Whether several numbers of the line tell one cell in parts: 不属于本机关11件，信息不存在4件.
fn together(claims: &[Claim], at: usize, values: &[Decimal]) -> bool {
    let claim = &claims[at];
    let near = &claims[at.saturating_sub(NEAR)..claims.len().min(at + NEAR)];
    let wrong = |other: &&Claim| !values.iter().any(|value| other.number.holds(*value));
    let same = |other: &&Claim| other.line == claim.line && other.meanings == claim.meanings;
    let parts: Vec<&Claim> = near.iter().filter(same).filter(wrong).collect();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| {
        sum.checked_add(part.number.value)
    });
    // 废止1件，宣布失效0件: the cell is told beside.
    let is_nothing = claim.number.value.is_zero()
        && near
            .iter()
            .filter(same)
            .any(|other| values.iter().any(|v| other.number.holds(*v)));
    is_nothing || parts.len() > 1 && sum.is_some_and(|sum| values.contains(&sum))
}

/// The finding; none where the words leave doubt, and nothing explains the number.
fn finding(
    subject: &Subject<'_>,
    report: &Report,
    line: &Line,
    claim: &Claim,
    values: &[Decimal],
) -> Option<Finding> {
    let number = &line.text[claim.range.clone()];
    let last = subject.last.filter(|_| claim.year == ClaimYear::This);
    // Money is compared in yuan and told in the table's unit.
    let cell = claim
        .meanings
        .first()
        .and_then(|m| m.cells.first())
        .filter(|_| claim.tells == Tells::Money);
    let (scale, unit) = cell.map_or((Decimal::ONE, ""), |(_, id)| money_unit(report, *id));
    // Of a number that may be many things, chance explains most.
    let may_be = if claim.meanings.len() > MANY_MEANINGS {
        &[]
    } else {
        &claim.meanings[..]
    };
    let near = may_be
        .iter()
        .find_map(|m| near_miss(report, last, claim.number.value / scale, m));
    let bound = line.bound(&claim.range);
    let wrong_column = claim.sure && is_another_column(report, line, claim, bound);
    // A bound number is the table's: only the reading can be wrong, unless it is just of another column.
    let told = claim.sure || near.as_ref().is_some_and(|near| near.certain);
    if !told || !bound.is_empty() && !wrong_column {
        return None;
    }
    // What the number nearly is comes first.
    let first = near
        .as_ref()
        .and_then(|near| claim.meanings.iter().position(|m| *m == near.meant))
        .unwrap_or(0);
    let mut order: Vec<usize> = (0..claim.meanings.len()).collect();
    order.swap(0, first);
    // Two readings of one value are told once, and differences only where nothing simpler is meant.
    let simple = |n: usize| {
        n == 0
            || claim.meanings[order[n]]
                .cells
                .iter()
                .all(|(sign, _)| *sign == Sign::Plus)
    };
    let distinct = |n: usize| order[..n].iter().all(|&i| values[i] != values[order[n]]);
    let told: Vec<String> = (0..order.len())
        .filter(|&n| distinct(n) && simple(n))
        .take(TOLD)
        .map(|n| {
            format!(
                "“{}”是 {}{unit}",
                claim.meanings[order[n]].words,
                (values[order[n]] / scale).normalize()
            )
        })
        .collect();
    let whose = if claim.year == ClaimYear::Last {
        "上年的表中"
    } else {
        "表中"
    };
    let phrase = shortened(line.text[claim.phrase.clone()].trim(), 30);
    let near = near.map_or(String::new(), |near| format!("；{}", near.words));
    let message = format!(
        "正文“{phrase}”与表格不一致：{whose}{}{near}",
        told.join("，")
    );
    let meant = &claim.meanings[first];
    let name = if claim.year == ClaimYear::Last {
        expression_of_last(meant)
    } else {
        meant.expression.clone()
    };
    let cells = meant
        .cells
        .iter()
        .filter(|(_, id)| !report.value(*id).is_zero())
        .take(4);
    let finding = Finding::new(RULE.code, message, line.place_of(&claim.range))
        .sides(
            number,
            format!("{}{unit}", (values[first] / scale).normalize()),
        )
        .hint(format!(
            "核对后改正文或改表；写成占位 {{{{ {name} }}}} 就总与表格一致"
        ))
        .related(cells.map(|(_, id)| report.place(*id)));
    Some(if wrong_column {
        finding.as_error()
    } else {
        finding
    })
}

/// Whether a number is bound to the claim's row, but to a column that the line does not name.
fn is_another_column(report: &Report, line: &Line, claim: &Claim, bound: &[String]) -> bool {
    let [path] = bound else { return false };
    let standard = &report.standard;
    let Some(id) = standard.cell_by_path(path) else {
        return false;
    };
    let same_row = |m: &Meaning| matches!(m.cells.as_slice(), [(_, cell)] if (cell.table, cell.part, cell.row) == (id.table, id.part, id.row));
    let label = &standard.column(id).label;
    claim.meanings.iter().any(same_row) && !line.text.contains(label.as_str())
}

fn expression_of_last(meaning: &Meaning) -> String {
    meaning
        .expression
        .split(' ')
        .map(|w| {
            if w.len() > 1 {
                format!("上年.{w}")
            } else {
                w.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn the_column_of_natural_persons() {
        check(
            &with_text(
                "2023年，全市收到申请774件（含2022年结转4件），依法办结749件，44件转下一年度办理。",
            ),
            RULE.code,
            &[
                "正文“全市收到申请774件”与表格不一致：表中“新收 + 上年结转”是 793；774 是“新收 + \
                 上年结转”的“自然人”一列 | \
               核对后改正文或改表；写成占位 {{ 申请.新收.总计 + 申请.上年结转.总计 }} \
               就总与表格一致 | \
               总体情况 申请.新收.总计 申请.上年结转.总计",
            ],
        );
    }

    #[test]
    fn what_may_be_meant_is_right() {
        check(
            &with_text("收到政府信息公开申请789件，办结749件。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("收到政府信息公开申请793件，办结749件。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("市本级收到政府信息公开申请12件，上半年收到政府信息公开申请300件。"),
            RULE.code,
            &[],
        );
    }

    #[test]
    fn a_bound_number_of_another_cell_is_an_error() {
        let form = with_text("收到政府信息公开申请789件，办结{{ 申请.办理结果.总计.自然人 }}件。");
        let found = super::super::tests::findings(&form, None);
        let found: Vec<_> = found.iter().map(|f| (f.code, f.severity)).collect();
        assert_eq!(found, [(RULE.code, crate::finding::Severity::Error)]);
    }
}
