//! `mixed-unit`: one thing counted in two measures.

use std::collections::BTreeMap;

use super::text::ToldLine;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Claim, Line, List, Passage, Quantity, Subject, Tells, lists, sum};
use crate::place::Place;
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

/// The measures of one table that mean another thing beside each other.
struct MeasuresOfTable {
    /// The table's id.
    table: &'static str,
    measures: &'static [&'static str],
}

/// The measures that are compared.
///
/// 份 counts the paper of an application or an answer, 项 what it asks for and
/// 件次 is 件 by another name: they stand beside 件 in sound reports. Documents and
/// decisions (section two) are counted in whatever measure their kind has.
const MEASURES: [MeasuresOfTable; 2] = [
    MeasuresOfTable {
        table: "requests",
        measures: &["件", "次", "条", "宗", "起", "笔", "例"],
    },
    MeasuresOfTable {
        table: "review",
        measures: &["件", "次", "宗", "起"],
    },
];

/// A claim with its measure.
struct Counted<'a> {
    claim: &'a Claim,
    measure: &'static str,
}

/// The numbers of a text that count one thing.
struct CountsOf<'a> {
    thing: CountedThing<'a>,
    counts: Vec<Counted<'a>>,
}

/// What numbers of a text count.
#[derive(Clone, Copy)]
struct CountedThing<'r> {
    /// The id of its table or row; reviews and lawsuits are two things.
    id: &'r str,
    /// The measures that are compared.
    measures: &'static [&'static str],
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for of_thing in counts_by_thing(subject, passage) {
            findings.extend(compare(subject.report, passage, &of_thing.counts));
        }
    }
    for told in ToldLine::all(subject) {
        findings.extend(of_lists(subject, &told));
    }
    findings
}

/// The sure numbers of a text that have one of the measures, thing by thing.
fn counts_by_thing<'a>(subject: &Subject<'a>, passage: &'a Passage) -> Vec<CountsOf<'a>> {
    let mut things: Vec<CountsOf<'_>> = Vec::new();
    for claim in &passage.claims {
        let is_count = claim.sure && claim.tells == Tells::Count;
        if !is_count || subject.report_of(claim).is_none() {
            continue;
        }
        let Some(thing) = thing(subject.report, claim) else {
            continue;
        };
        let line = &passage.lines[claim.line];
        let Some(measure) = measure(line, claim, thing.measures) else {
            continue;
        };
        let counted = Counted { claim, measure };
        match things.iter_mut().find(|of| of.thing.id == thing.id) {
            Some(of_thing) => of_thing.counts.push(counted),
            None => things.push(CountsOf {
                thing,
                counts: vec![counted],
            }),
        }
    }
    things
}

/// The measure that counts how often, and not how many.
const TIMES: &str = "次";

/// A whole in one measure and its parts in another: 受理申请11次，其中网络申请7件、信函申请4件.
fn of_lists(subject: &Subject<'_>, told: &ToldLine<'_>) -> Option<Finding> {
    let told_lists = &told.line.account.lists;
    let list = told_lists
        .iter()
        .find(|list| is_told_twice(subject, told, list))?;
    let head = told.quantity(*list.heads.last()?);
    let first = told.quantity(list.items()[0]);
    let (whole, part) = (with_measure(told, head), with_measure(told, first));
    let message = format!("“{whole}”与“{part}”说的是同一样东西，单位不一样");
    let finding = told.finding(RULE.code, told.range(head), message);
    Some(finding.hint("统一用“件”").stated(whole))
}

/// Whether the parts of a list make its whole, and have another measure than that.
fn is_told_twice(subject: &Subject<'_>, told: &ToldLine<'_>, list: &List) -> bool {
    let items = list.items();
    let Some(&head) = list.heads.last() else {
        return false;
    };
    let (head, first) = (told.quantity(head), told.quantity(items[0]));
    if first.measure == head.measure || !are_of_requests(subject, told, head, first) {
        return false;
    }
    let mut parts = items.iter().map(|&item| told.quantity(item));
    sum(&told.line.account, &items) == Some(head.number.value)
        && parts.all(|part| part.measure == first.measure)
}

/// Whether a whole is one of the things that are compared, and its parts have one of the measures.
fn are_of_requests(
    subject: &Subject<'_>,
    told: &ToldLine<'_>,
    head: &Quantity,
    first: &Quantity,
) -> bool {
    let Some(claim) = told.claim(head) else {
        return false;
    };
    let Some(CountedThing { measures, .. }) = thing(subject.report, claim) else {
        return false;
    };
    // 例 and 份 stand beside 件 in sound lists.
    let tells_times = begins_with(told, head, TIMES) || begins_with(told, first, TIMES);
    let mut measures_of_first = measures.iter();
    tells_times
        && measure(told.line, claim, measures).is_some()
        && measures_of_first.any(|measure| begins_with(told, first, measure))
}

/// A number as it is typed, with the character behind it.
fn with_measure(told: &ToldLine<'_>, quantity: &Quantity) -> String {
    let range = told.range(quantity);
    let behind = &told.line.text[range.end..];
    let measure: String = behind.chars().take(1).collect();
    format!("{}{measure}", &told.line.text[range.clone()])
}

/// Whether a measure stands behind a number.
fn begins_with(told: &ToldLine<'_>, quantity: &Quantity, measure: &str) -> bool {
    told.line.text[told.range(quantity).end..].starts_with(measure)
}

/// What a claim counts; none of what may have any measure.
fn thing<'r>(report: &'r Report, claim: &Claim) -> Option<CountedThing<'r>> {
    let id = claim.meanings.first()?.cells.first()?.1;
    let table = report.standard.table(id);
    let known = MEASURES.iter().find(|known| known.table == table.id)?;
    let row = &table.parts[id.part].rows.leaves.get(id.row)?.id;
    let is_lawsuit = table.id == "review" && row != "review";
    Some(CountedThing {
        id: if is_lawsuit { row } else { &table.id },
        measures: known.measures,
    })
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

/// The finding at the measure that is used less often; of two equal ones, the one that is not the
/// table's.
fn compare(report: &Report, passage: &Passage, list: &[Counted<'_>]) -> Option<Finding> {
    let id = list.first()?.claim.meanings.first()?.cells.first()?.1;
    let unit = report.standard.part(id).unit.as_str();
    // Counted once: asked for each number anew, the work would grow with their square.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for counted in list {
        *counts.entry(counted.measure).or_default() += 1;
    }
    let usual = list
        .iter()
        .max_by_key(|c| (counts[c.measure], c.measure == unit))?;
    let rare = list
        .iter()
        .filter(|c| c.measure != usual.measure)
        .min_by_key(|c| (counts[c.measure], c.measure == unit))?;
    let (typed, others) = (rare.typed(passage), usual.typed(passage));
    let message = format!("“{typed}”与“{others}”说的是同一样东西，单位不一样");
    let should = typed.replace(rare.measure, usual.measure);
    Some(
        Finding::new(RULE.code, message, rare.place(passage))
            .hint(format!("统一用“{unit}”"))
            .sides(typed, should)
            .in_text(&passage.key)
            .related([usual.place(passage)]),
    )
}

impl Counted<'_> {
    /// The number and its measure as they are typed.
    fn typed(&self, passage: &Passage) -> String {
        let line = &passage.lines[self.claim.line];
        format!("{}{}", &line.text[self.claim.range.clone()], self.measure)
    }

    fn place(&self, passage: &Passage) -> Place {
        passage.lines[self.claim.line].place_of(&self.claim.range)
    }
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
