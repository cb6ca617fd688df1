//! `mixed-unit`: one thing counted in two measures.

use std::collections::BTreeMap;

use super::text::ToldLine;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Claim, Line, List, Passage, Quantity, Subject, Tells, lists, sum};
use crate::report::Report;

pub(super) const RULE: Rule = Rule {
    code: Code::MixedUnit,
    waivable: true,
    explanation: Explanation {
        summary: "requests, reviews or lawsuits counted in two measures in one section's text",
        what: "同一部分的文字里，同一样东西（收到、答复、结转的申请，行政复议，行政诉讼）先用“件”\
               后用“次”“条”“宗”“起”等来计数。",
        why: "三张表都以“件”计数；同一个数换了单位，读者会以为说的是另一样东西。数据应当准确、\
              前后一致（国办公开办函〔2021〕30号）。",
        wrong: "收到申请12件，答复12次",
        right: "收到申请12件，答复12件",
    },
    check: Check::Report(check),
};

/// The measures that mean another thing beside each other, by the table's id.
///
/// 份 counts the paper of an application or an answer, 项 what it asks for and
/// 件次 is 件 by another name: they stand beside 件 in sound reports. Documents and
/// decisions (section two) are counted in whatever measure their kind has.
const MEASURES: [(&str, &[&str]); 2] = [
    ("requests", &["件", "次", "条", "宗", "起", "笔", "例"]),
    ("review", &["件", "次", "宗", "起"]),
];

/// A claim with its measure.
struct Counted<'a> {
    claim: &'a Claim,
    measure: &'static str,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let report = subject.report;
    for passage in &subject.narrative.passages {
        let mut things: Vec<(&str, Vec<Counted<'_>>)> = Vec::new();
        for claim in passage
            .claims
            .iter()
            .filter(|claim| claim.sure && claim.tells == Tells::Count)
        {
            if subject.report_of(claim).is_none() {
                continue;
            }
            let Some((thing, measures)) = thing(report, claim) else {
                continue;
            };
            let Some(measure) = measure(&passage.lines[claim.line], claim, measures) else {
                continue;
            };
            let counted = Counted { claim, measure };
            match things.iter_mut().find(|(name, _)| *name == thing) {
                Some((_, list)) => list.push(counted),
                None => things.push((thing, vec![counted])),
            }
        }
        findings.extend(
            things
                .iter()
                .filter_map(|(_, list)| compare(report, passage, list)),
        );
    }
    for told in ToldLine::all(subject) {
        findings.extend(of_lists(subject, &told));
    }
    findings
}

/// The measure that counts how often, and not how many.
const TIMES: &str = "次";

/// A whole in one measure and its parts in another: 受理申请11次，其中网络申请7件、信函申请4件.
fn of_lists(subject: &Subject<'_>, told: &ToldLine<'_>) -> Option<Finding> {
    let account = &told.line.account;
    let is_told_twice = |list: &&List| {
        let items = list.items();
        let Some(&head) = list.heads.last() else {
            return false;
        };
        let (head, first) = (told.quantity(head), told.quantity(items[0]));
        let is_request = told.claim(head).is_some_and(|claim| {
            thing(subject.report, claim).is_some_and(|(_, measures)| {
                measure(told.line, claim, measures).is_some()
                    && measures.iter().any(|measure| begins_with(told, first, measure))
                    // 例 and 份 stand beside 件 in sound lists.
                    && (begins_with(told, head, TIMES) || begins_with(told, first, TIMES))
            })
        });
        let is_whole = sum(account, &items) == Some(head.number.value);
        is_request
            && is_whole
            && items
                .iter()
                .all(|&item| told.quantity(item).measure == first.measure)
            && first.measure != head.measure
    };
    let list = account.lists.iter().find(is_told_twice)?;
    let (head, first) = (
        told.quantity(*list.heads.last()?),
        told.quantity(list.items()[0]),
    );
    let shown = |quantity: &Quantity| {
        let range = told.range(quantity);
        let measure: String = told.line.text[range.end..].chars().take(1).collect();
        format!("{}{measure}", &told.line.text[range.clone()])
    };
    let message = format!(
        "“{}”与“{}”说的是同一样东西，单位不一样",
        shown(head),
        shown(first)
    );
    let finding = told.finding(RULE.code, told.range(head), message);
    Some(finding.hint("统一用“件”").stated(shown(head)))
}

/// Whether a measure stands behind a number.
fn begins_with(told: &ToldLine<'_>, quantity: &Quantity, measure: &str) -> bool {
    told.line.text[told.range(quantity).end..].starts_with(measure)
}

/// What a claim counts, and the measures that are compared; reviews and lawsuits are two things.
fn thing<'r>(report: &'r Report, claim: &Claim) -> Option<(&'r str, &'static [&'static str])> {
    let id = claim.meanings.first()?.cells.first()?.1;
    let table = report.standard.table(id);
    let (_, measures) = MEASURES.iter().find(|(name, _)| *name == table.id)?;
    let row = &table.parts[id.part].rows.leaves.get(id.row)?.id;
    let is_lawsuit = table.id == "review" && row != "review";
    Some((if is_lawsuit { row } else { &table.id }, measures))
}

/// The measure behind a claim's number.
fn measure(line: &Line, claim: &Claim, measures: &[&'static str]) -> Option<&'static str> {
    let behind = lists()
        .digits_behind
        .trim_start(line.text[claim.range.end..].trim_start());
    let measure = measures
        .iter()
        .find(|measure| behind.starts_with(**measure))?;
    // 件次, 条次 and 次数 are others.
    let rest = &behind[measure.len()..];
    (!rest.starts_with(['次', '数'])).then_some(measure)
}

/// The finding at the measure that is used less often; of two equal ones, the one that is not the table's.
fn compare(report: &Report, passage: &Passage, list: &[Counted<'_>]) -> Option<Finding> {
    let id = list.first()?.claim.meanings.first()?.cells.first()?.1;
    let unit = report.standard.part(id).unit.as_str();
    // Counted once: asked for each number anew, the work would grow with their square.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for counted in list {
        *counts.entry(counted.measure).or_default() += 1;
    }
    let times = |measure: &str| {
        (
            counts.get(measure).copied().unwrap_or_default(),
            measure == unit,
        )
    };
    let usual = list.iter().max_by_key(|c| times(c.measure))?;
    let rare = list
        .iter()
        .filter(|c| c.measure != usual.measure)
        .min_by_key(|c| times(c.measure))?;
    let typed = |counted: &Counted<'_>| {
        let claim = counted.claim;
        format!(
            "{}{}",
            &passage.lines[claim.line].text[claim.range.clone()],
            counted.measure
        )
    };
    let place =
        |counted: &Counted<'_>| passage.lines[counted.claim.line].place_of(&counted.claim.range);
    Some(
        Finding::new(
            RULE.code,
            format!(
                "“{}”与“{}”说的是同一样东西，单位不一样",
                typed(rare),
                typed(usual)
            ),
            place(rare),
        )
        .hint(format!("统一用“{unit}”"))
        .sides(
            typed(rare),
            typed(rare).replace(rare.measure, usual.measure),
        )
        .in_text(&passage.key)
        .related([place(usual)]),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_line;

    fn text(line: &str) -> String {
        with_line("高标准建成政务公开体验区", line)
    }

    #[test]
    fn requests_in_two_measures() {
        check(
            &text("2023年，全市新收政府信息公开申请789件，依法答复749次。"),
            RULE.code,
            &["“749次”与“789件”说的是同一样东西，单位不一样 | 统一用“件” | 总体情况 总体情况"],
        );
        check(
            &text("2023年，全市新收政府信息公开申请789件，依法答复749件；引发行政复议10起。"),
            RULE.code,
            &[],
        );
    }

    #[test]
    fn one_measure_is_enough() {
        check(
            &text("2023年，全市新收政府信息公开申请789宗，依法答复749宗，结转44宗。"),
            RULE.code,
            &[],
        );
    }
}
