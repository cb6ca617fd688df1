//! `narrative-number`: a number in the text that is not its cell's.

use rust_decimal::Decimal;

use super::local::Rounding;
use super::narrative_group::find_misnamed;
use super::near_miss::{MoneyUnit, NearMiss, money_unit, near_miss, value};
use super::settings::Settings;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Claim, ClaimYear, Line, Meaning, Nearness, Sign, Subject, Tells};
use crate::report::{Report, shortened};
use crate::standard::CellId;

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
    let misnamed = find_misnamed(subject);
    for passage in &subject.narrative.passages {
        for (at, claim) in passage.claims.iter().enumerate() {
            let Some(report) = subject.report_of(claim) else {
                continue;
            };
            let Some(values) = values(report, claim) else {
                continue;
            };
            let line = &passage.lines[claim.line];
            let found = if values.iter().any(|value| claim.number.holds(*value)) {
                cut_off(line, claim, &values, rounding)
            } else if is_told_in_parts(&passage.claims, at, &values)
                || misnamed.iter().any(|word| word.is_within(passage, claim))
            {
                None
            } else {
                WrongClaim::of(report, line, claim, values).finding(subject.last)
            };
            findings.extend(found.map(|finding| finding.in_text(&passage.key)));
        }
    }
    findings
}

/// What a claim's number may be; none where a cell holds no number, and of a “none” or “all”.
fn values(report: &Report, claim: &Claim) -> Option<Vec<Decimal>> {
    if claim.tells == Tells::Sweeping {
        return None;
    }
    let mut values = Vec::new();
    for meaning in &claim.meanings {
        values.push(value(report, meaning, claim.tells)?);
    }
    Some(values)
}

/// Whether a number may be said of a value by the agency's way of rounding.
fn shows(claim: &Claim, value: Decimal, rounding: Rounding) -> bool {
    let number = claim.number;
    number.bound != Nearness::Exact || rounding.shows(value, number.value, number.unit)
}

/// What is told of a number that was cut to its digits, and not rounded: 67.49万 for 674,999.
fn cut_off(line: &Line, claim: &Claim, values: &[Decimal], rounding: Rounding) -> Option<Finding> {
    if values.iter().any(|value| shows(claim, *value, rounding)) {
        return None;
    }
    let held = values.iter().find(|value| claim.number.holds(**value))?;
    let value = held.normalize();
    let number = &line.text[claim.range.clone()];
    let words = &claim.meanings.first()?.words;
    let message = format!("“{number}”没有四舍五入：表中“{words}”是 {value}");
    Some(
        Finding::new(RULE.code, message, line.place_of(&claim.range))
            .sides(number, value)
            .hint("统一用四舍五入；本单位一律截尾的，在设置文件里写“取舍: 截尾”")
            .as_hint(),
    )
}

/// How many claims before and behind one may tell its cell in parts.
const NEAR: usize = 12;

/// Whether several numbers of the line tell one cell in parts: 不属于本机关11件，信息不存在4件.
fn is_told_in_parts(claims: &[Claim], at: usize, values: &[Decimal]) -> bool {
    let claim = &claims[at];
    let near = &claims[at.saturating_sub(NEAR)..claims.len().min(at + NEAR)];
    let same = near
        .iter()
        .filter(|other| other.line == claim.line && other.meanings == claim.meanings);
    let (right, parts): (Vec<&Claim>, Vec<&Claim>) =
        same.partition(|other| values.iter().any(|value| other.number.holds(*value)));
    // 废止1件，宣布失效0件: the cell is told beside.
    if claim.number.value.is_zero() && !right.is_empty() {
        return true;
    }
    parts.len() > 1 && add_up(&parts).is_some_and(|sum| values.contains(&sum))
}

/// The sum of some claims' numbers; none where it is too large.
fn add_up(claims: &[&Claim]) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for claim in claims {
        sum = sum.checked_add(claim.number.value)?;
    }
    Some(sum)
}

/// A claim whose number is none that it may be.
struct WrongClaim<'a> {
    report: &'a Report,
    line: &'a Line,
    claim: &'a Claim,
    /// What the number may be, by its meanings.
    values: Vec<Decimal>,
    /// Money is compared in yuan and told in the table's unit; counts have none.
    unit: MoneyUnit<'a>,
}

impl<'a> WrongClaim<'a> {
    fn of(report: &'a Report, line: &'a Line, claim: &'a Claim, values: Vec<Decimal>) -> Self {
        let first = claim.meanings.first();
        let unit = match first.and_then(|meaning| meaning.cells.first()) {
            Some((_, id)) if claim.tells == Tells::Money => money_unit(report, *id),
            _ => MoneyUnit {
                yuan: Decimal::ONE,
                name: "",
            },
        };
        Self {
            report,
            line,
            claim,
            values,
            unit,
        }
    }

    /// The finding; none where the words leave doubt, and nothing explains the number.
    fn finding(&self, last: Option<&Report>) -> Option<Finding> {
        let claim = self.claim;
        let near = self.near_miss(last.filter(|_| claim.year == ClaimYear::This));
        let bound = self.line.bound(&claim.range);
        let is_another_column = claim.sure && self.is_another_column(bound);
        let is_certain = claim.sure || near.as_ref().is_some_and(|near| near.certain);
        // A bound number is the table's: only the reading can be wrong, unless it is just of
        // another column.
        if !is_certain || !bound.is_empty() && !is_another_column {
            return None;
        }
        // What the number nearly is comes first.
        let first = match &near {
            Some(near) => claim.meanings.iter().position(|m| *m == near.meant),
            None => None,
        };
        let first = first.unwrap_or(0);
        let name = self.expression(first);
        let cells = claim.meanings[first].cells.iter().map(|(_, id)| *id);
        let filled = cells.filter(|id| !self.report.value(*id).is_zero());
        let place = self.line.place_of(&claim.range);
        let finding = Finding::new(RULE.code, self.message(first, near), place)
            .sides(
                &self.line.text[claim.range.clone()],
                self.value_in_words(first),
            )
            .hint(format!(
                "核对后改正文或改表；写成占位 {{{{ {name} }}}} 就总与表格一致"
            ))
            .related(filled.take(TOLD_CELLS).map(|id| self.report.place(id)));
        Some(if is_another_column {
            finding.as_error()
        } else {
            finding
        })
    }

    /// What the number nearly is; of one that may be many things, chance explains most.
    fn near_miss(&self, last: Option<&Report>) -> Option<NearMiss> {
        let meanings = &self.claim.meanings;
        if meanings.len() > MANY_MEANINGS {
            return None;
        }
        let number = self.claim.number.value / self.unit.yuan;
        let mut meanings = meanings.iter();
        meanings.find_map(|meaning| near_miss(self.report, last, number, meaning))
    }

    /// Whether a number is bound to the claim's row, but to a column that the line does not name.
    fn is_another_column(&self, bound: &[String]) -> bool {
        let [path] = bound else { return false };
        let standard = &self.report.standard;
        let Some(id) = standard.cell_by_path(path) else {
            return false;
        };
        let label = &standard.column(id).label;
        let mut meanings = self.claim.meanings.iter();
        meanings.any(|meaning| is_of_row(meaning, id)) && !self.line.text.contains(label.as_str())
    }

    /// What is told of the number, the meaning with this index first.
    fn message(&self, first: usize, near: Option<NearMiss>) -> String {
        let whose = match self.claim.year {
            ClaimYear::Last => "上年的表中",
            ClaimYear::This | ClaimYear::Other => "表中",
        };
        let phrase = shortened(self.line.text[self.claim.phrase.clone()].trim(), 30);
        let told = self.meanings_in_words(first).join("，");
        let near = match near {
            Some(near) => format!("；{}", near.words),
            None => String::new(),
        };
        format!("正文“{phrase}”与表格不一致：{whose}{told}{near}")
    }

    /// The first meanings with their values: two of one value are told once, and differences only
    /// where nothing simpler is meant.
    fn meanings_in_words(&self, first: usize) -> Vec<String> {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.swap(0, first);
        let mut told = Vec::new();
        for (nth, &at) in order.iter().enumerate() {
            let mut before = order[..nth].iter();
            let is_distinct = before.all(|&other| self.values[other] != self.values[at]);
            let meaning = &self.claim.meanings[at];
            if is_distinct && (nth == 0 || is_sum(meaning)) && told.len() < TOLD {
                let value = self.value_in_words(at);
                told.push(format!("“{}”是 {value}", meaning.words));
            }
        }
        told
    }

    /// The value of a meaning, in the table's unit.
    fn value_in_words(&self, at: usize) -> String {
        let value = (self.values[at] / self.unit.yuan).normalize();
        format!("{value}{}", self.unit.name)
    }

    /// The expression of a meaning for a placeholder.
    fn expression(&self, at: usize) -> String {
        let expression = &self.claim.meanings[at].expression;
        if self.claim.year == ClaimYear::Last {
            expression_of_last(expression)
        } else {
            expression.clone()
        }
    }
}

/// How many cells are told as related places.
const TOLD_CELLS: usize = 4;

/// Whether a meaning is a cell of another's row.
fn is_of_row(meaning: &Meaning, other: CellId) -> bool {
    let [(_, id)] = meaning.cells.as_slice() else {
        return false;
    };
    let column = other.column;
    CellId { column, ..*id } == other
}

/// Whether nothing is taken off in a meaning.
fn is_sum(meaning: &Meaning) -> bool {
    meaning.cells.iter().all(|(sign, _)| *sign == Sign::Plus)
}

/// An expression with the names of last year's values.
fn expression_of_last(expression: &str) -> String {
    let mut words = Vec::new();
    for word in expression.split(' ') {
        // Signs between the names have one byte.
        if word.len() > 1 {
            words.push(format!("上年.{word}"));
        } else {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
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
