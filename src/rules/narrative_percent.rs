//! `narrative-percent`: a percentage that does not follow from its numbers.

use rust_decimal::Decimal;

use super::Rule;
use super::text::{Quantity, Sentence, sentences, sum};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Nearness, Number, Piece, Subject, TermKind, lists};
use crate::standard::CellId;

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativePercent,
    waivable: true,
    explanation: Explanation {
        summary: "a percentage in the text that does not follow from its numbers, one unit of its last digit allowed",
        what: "同一句里给出了数和百分比（占比、办结率、增长或下降），而百分比不是由这些数算出来的。末位允许相差 1；句子里没有数的百分比、“个百分点”不查。",
        why: "改了数没有改百分比，或把增长率除以了今年的数；数据应当前后一致。",
        wrong: "收到申请12件，较上年的8件增长33.3%（4 ÷ 8 = 50%）",
        right: "收到申请12件，较上年的8件增长50%，或写 {{ 申请.新收.总计 | 同比(上年.申请.新收.总计) }}",
    },
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sentences = sentences(subject);
    for (i, sentence) in sentences.iter().enumerate() {
        let exact = |s: &Sentence<'_>| {
            s.quantities
                .iter()
                .copied()
                .filter(|q| q.number.bound == Nearness::Exact)
                .collect::<Vec<Quantity>>()
        };
        let quantities = exact(sentence);
        let before =
            i.checked_sub(1).map(|i| &sentences[i]).filter(|b| b.number == sentence.number);
        let told_before = before.map(exact).unwrap_or_default();
        for (at, token) in sentence.tokens.iter().enumerate() {
            let Piece::Percent(stated) = token.kind else { continue };
            let Some(values) = possible(subject, sentence, &quantities, &told_before, at) else {
                continue;
            };
            let Some(nearest) = nearest(&values, stated) else { continue };
            let shown = nearest.value.round_dp(stated.unit.scale() + 1).normalize();
            let (part, whole) = (nearest.part.normalize(), nearest.whole.normalize());
            let message =
                format!("{} 与句中的数不合，{part} ÷ {whole} 是 {shown}%", sentence.word(at));
            findings.push(
                sentence
                    .finding(RULE.code, &token.range, message)
                    .sides(sentence.word(at), format!("{shown}%"))
                    .hint("核对百分比和算它用的数；与上年比，除以上年的数"),
            );
        }
    }
    findings
}

/// A percentage by its numbers.
#[derive(Clone, Copy)]
struct Quotient {
    value: Decimal,
    part: Decimal,
    whole: Decimal,
}

impl Quotient {
    /// None for a share of nothing.
    fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        let value = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.abs();
        Some(Self { value, part, whole })
    }
}

/// The value that comes nearest, where none is within one unit of the last digit.
fn nearest(values: &[Quotient], stated: Number) -> Option<Quotient> {
    let off = |quotient: &Quotient| (quotient.value - stated.value).abs();
    let nearest = *values.iter().min_by_key(|quotient| off(quotient))?;
    (off(&nearest) > stated.unit && stated.bound == Nearness::Exact).then_some(nearest)
}

/// What a percentage may be by the numbers of its sentence; none where they do not tell.
fn possible(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    quantities: &[Quantity],
    told_before: &[Quantity],
    at: usize,
) -> Option<Vec<Quotient>> {
    let clause = sentence.text(sentence.clause_start(at, "，；、（）")..at);
    let before: Vec<Quantity> = quantities.iter().copied().filter(|q| q.at < at).collect();
    if lists().growth.end(clause.trim_end_matches('了')) {
        return growth(sentence, &before, at);
    }
    if clause.ends_with('占')
        || clause.ends_with("占比")
        || clause.contains("占") && clause.ends_with('的')
    {
        if !is_own_share(sentence, before.last()?, at) {
            return None;
        }
        let mut values = share(sentence, quantities, &before, at)
            .or_else(|| share_of_told(sentence, &before, told_before, at))?;
        // The whole may stand in the sentence before, or in the table.
        let part = before.last()?;
        let told = told_before.iter().chain(&before).filter(|q| q.at != part.at);
        let mut wholes = and_sums(told.map(|q| q.number.value).collect());
        let place = &sentence.tokens[part.at].range;
        let of_cell =
            sentence.passage.claims.iter().any(|c| c.line == sentence.number && c.range == *place);
        if of_cell && told_before.is_empty() {
            wholes.extend(totals(subject));
        }
        values
            .extend(wholes.into_iter().filter_map(|whole| Quotient::of(part.number.value, whole)));
        return Some(values);
    }
    if clause.ends_with("率")
        || clause.ends_with("率为")
        || clause.ends_with("率达")
        || clause.ends_with("率达到")
    {
        // All that was due is done while some is carried over.
        let full = matches!(sentence.tokens[at].kind, Piece::Percent(n) if n.value == Decimal::ONE_HUNDRED);
        return if full && carries_over(subject) { None } else { rate(sentence, &before, clause) };
    }
    None
}

/// Whether any requests are carried over to the next year.
fn carries_over(subject: &Subject<'_>) -> bool {
    let standard = &subject.report.standard;
    let carried = |id: &CellId| standard.row(*id).id == "carried-out";
    standard.cells().filter(carried).any(|id| !subject.report.value(id).is_zero())
}

/// The totals of the tables' rows, and their sums.
fn totals(subject: &Subject<'_>) -> Vec<Decimal> {
    let standard = &subject.report.standard;
    let total = |id: &CellId| standard.column(*id).total.is_some();
    let values: Vec<Decimal> =
        standard.cells().filter(total).map(|id| subject.report.value(id)).collect();
    and_sums(values)
}

/// Numbers, and the sums of each two that stand together.
fn and_sums(values: Vec<Decimal>) -> Vec<Decimal> {
    let pairs = values.windows(2).filter_map(|pair| pair[0].checked_add(pair[1]));
    pairs.chain(values.iter().copied()).filter(|value| !value.is_zero()).collect()
}

/// (A − B) ÷ B, by the older number.
fn growth(sentence: &Sentence<'_>, before: &[Quantity], at: usize) -> Option<Vec<Quotient>> {
    let semicolon = sentence.clause_start(at, "；");
    let near: Vec<&Quantity> = before.iter().filter(|q| q.at >= semicolon).collect();
    let last = near.last()?;
    let same: Vec<&Quantity> = near.iter().copied().filter(|q| q.measure == last.measure).collect();
    let role = |q: &Quantity| role(sentence, q);
    // The clause of the percentage and the one before it: what is further back is told of something else.
    let [.., a, b] = same.as_slice() else { return None };
    let three = (same.len() >= 3).then(|| same[same.len() - 3]);
    let values = match (three.map(role), role(a), role(b)) {
        // 170件，比上年的136件增加34件，增长20%.
        (_, ComparisonRole::Old, ComparisonRole::Change) => vec![ratio(b, a)?],
        (Some(ComparisonRole::Old), ComparisonRole::New, ComparisonRole::Change) => {
            vec![ratio(b, three?)?]
        }
        (_, ComparisonRole::New, ComparisonRole::Old) => vec![change(a, b)?],
        (_, ComparisonRole::Old, ComparisonRole::New) => vec![change(b, a)?],
        // 60件，较上年增加12件，增长25%: the old number is the difference.
        (_, ComparisonRole::New, ComparisonRole::Change) => {
            let (new, change) = (a.number.value, b.number.value);
            let more = !sentence
                .text(sentence.clause_start(b.at, "，；（）")..b.at)
                .contains(['少', '降']);
            let old = if more { new - change } else { new + change };
            vec![Quotient::of(change, old)?]
        }
        _ => return None,
    };
    Some(values)
}

/// What a number is in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ComparisonRole {
    /// This year's.
    New,
    /// The year's that it is compared with.
    Old,
    /// The difference.
    Change,
}

fn role(sentence: &Sentence<'_>, q: &Quantity) -> ComparisonRole {
    // 比上年（69件）: the bracket belongs to what stands before it.
    let bracket = q.at > 0 && sentence.tokens[q.at - 1].is_mark("（");
    let start = sentence.clause_start(q.at, if bracket { "，；" } else { "，；（）" });
    let clause = sentence.text(start..q.at);
    let start_at = |i: usize| {
        sentence.tokens[i].is(TermKind::LastYear)
            || matches!(sentence.tokens[i].kind, Piece::Year(_))
    };
    let behind = sentence.text(q.at + 1..sentence.clause_end(q.at, "，；（）"));
    if lists().growth.end(clause.trim_end_matches('了')) {
        return ComparisonRole::Change;
    }
    let compared = ["较", "比", "与", "相比", "由", "从", "上年为", "去年为"]
        .iter()
        .any(|word| clause.contains(word));
    let became = lists().became.begin(behind);
    if clause.ends_with(['由', '从']) || became || compared && (start..q.at).any(start_at) {
        ComparisonRole::Old
    } else {
        ComparisonRole::New
    }
}

fn change(new: &Quantity, old: &Quantity) -> Option<Quotient> {
    Quotient::of((new.number.value - old.number.value).abs(), old.number.value)
}

fn ratio(part: &Quantity, whole: &Quantity) -> Option<Quotient> {
    Quotient::of(part.number.value, whole.number.value)
}

/// A part and the wholes that its sentence names.
fn share(
    sentence: &Sentence<'_>,
    all: &[Quantity],
    before: &[Quantity],
    at: usize,
) -> Option<Vec<Quotient>> {
    let part = before.last()?;
    let list = (0..at).rev().find(|&i| {
        sentence.tokens[i].is(TermKind::Parts) || sentence.tokens[i].is(TermKind::OfThese)
    });
    // 予以公开15件，占受理总数18件的83.3%; in 信息3条占8.11% the part stands in the clause itself.
    let clause = sentence.clause_start(at, "，；（）");
    let told_of = sentence.text(clause..part.at).contains('占');
    if part.at > clause && told_of && before.len() > 1 {
        let of = &before[before.len() - 2];
        return (of.measure == part.measure).then(|| ratio(of, part).into_iter().collect());
    }
    // What has a share of its own is a part itself.
    let shared = |q: &Quantity| {
        let next = sentence.tokens.get(q.at + 1);
        let next = if next.is_some_and(|t| t.is_mark("，、（")) { q.at + 2 } else { q.at + 1 };
        sentence.word(next).starts_with('占')
    };
    let whole = |q: &&Quantity| {
        !shared(q) && (list.is_some_and(|list| q.at < list) || is_total(sentence, q))
    };
    let head = before.iter().rfind(whole)?;
    if head.at == part.at || head.measure != part.measure {
        return None;
    }
    let wholes = all.iter().filter(|q| {
        q.measure == part.measure && q.at != part.at && q.number.value >= part.number.value
    });
    Some(wholes.filter_map(|whole| ratio(part, whole)).collect())
}

/// Whether part and whole stand in the sentence: not so in 占全市总量的14.3%, 占已办结申请的65.3%, 部分公开66，占4.57%.
fn is_own_share(sentence: &Sentence<'_>, part: &Quantity, at: usize) -> bool {
    let of = sentence.text(sentence.clause_start(at, "，；（）")..at);
    let of = of.split_once('占').map_or("", |(_, of)| of.trim_end_matches('的'));
    let bare = sentence.tokens[part.at + 1..at].iter().any(|t| matches!(t.kind, Piece::Number(_)));
    // 分别占64.9%、27.7% belong to several numbers.
    let each = sentence.text(sentence.clause_start(at, "，；（）")..at).contains("分别");
    !bare
        && !each
        && (of.chars().any(|c| c.is_ascii_digit()) || of.is_empty() || lists().wholes.has(of))
}

/// A part of a whole that the sentence before told, where another share of it is right.
fn share_of_told(
    sentence: &Sentence<'_>,
    before: &[Quantity],
    told: &[Quantity],
    at: usize,
) -> Option<Vec<Quotient>> {
    let part = before.last()?;
    let whole =
        told.iter().rfind(|q| q.measure == part.measure && q.number.value >= part.number.value)?;
    let quantities = &sentence.quantities;
    let right = sentence.tokens.iter().enumerate().any(|(other, token)| {
        let Piece::Percent(stated) = token.kind else { return false };
        let of = quantities.iter().rfind(|q| q.at < other && q.measure == whole.measure);
        other != at
            && of
                .and_then(|of| ratio(of, whole))
                .is_some_and(|q| (q.value - stated.value).abs() <= stated.unit)
    });
    right.then(|| ratio(part, whole).into_iter().collect())
}

/// Whether a number is the first of its sentence or paragraph's list, and so its whole.
fn is_total(sentence: &Sentence<'_>, q: &Quantity) -> bool {
    let first = sentence.quantities.first().map(|first| first.at);
    let start = sentence.clause_start(q.at, "，；（）");
    first == Some(q.at)
        && ["共", "全年", "总", "新收", "收到"]
            .iter()
            .any(|word| sentence.text(start..q.at).contains(word))
}

/// 办结率 and the like: what was done of what there was.
fn rate(sentence: &Sentence<'_>, before: &[Quantity], clause: &str) -> Option<Vec<Quotient>> {
    let name = clause
        .trim_end_matches("为")
        .trim_end_matches("达到")
        .trim_end_matches('达')
        .trim_end_matches('率');
    let verb: String = name.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    // 行政机关负责人出庭应诉率 is of something else.
    if verb.chars().count() < 2
        || name.chars().count() > 6
        || ["满意", "完成"].contains(&verb.as_str())
    {
        return None;
    }
    let last = before.last()?;
    let same: Vec<Quantity> =
        before.iter().copied().filter(|q| q.measure == last.measure).collect();
    // The number done is told with the rate's verb, or its first character: 更新率 of 实际更新102条.
    let told = |q: &Quantity| {
        let clause = sentence.text(sentence.clause_start(q.at, "，；（）、")..q.at);
        // 按期办结率 is of 按期办结12件; 到期办结率 of what was due, which other numbers do not tell.
        let due = lists().due.begin(name);
        if due { clause.contains(name) } else { verb.chars().all(|c| clause.contains(c)) }
    };
    let done = same.iter().rfind(|q| told(q))?;
    let earlier: Vec<Quantity> = same.iter().copied().filter(|q| q.at < done.at).collect();
    if earlier.is_empty() {
        return None;
    }
    // What is not yet due does not count against a full rate.
    let text = sentence.whole();
    if ["结转", "未到期", "顺延", "在办", "尚未"].iter().any(|word| text.contains(word))
    {
        return None;
    }
    let mut values: Vec<Quotient> = earlier.iter().filter_map(|whole| ratio(done, whole)).collect();
    if earlier.len() > 1 {
        values.extend(Quotient::of(done.number.value, sum(&earlier)?));
    }
    // 公开率 of 予以公开 and 部分公开 together.
    let together: Vec<Quantity> =
        same.iter().copied().filter(|q| told(q) && q.at > earlier[0].at).collect();
    values.extend(Quotient::of(sum(&together)?, earlier[0].number.value));
    values.retain(|quotient| quotient.value <= Decimal::from(150));
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn shares_rates_and_growth() {
        let hint = "核对百分比和算它用的数；与上年比，除以上年的数";
        check(
            &with_text("接待来访12次，较上年的8次增长33.3%。"),
            RULE.code,
            &[&format!("33.3% 与句中的数不合，4 ÷ 8 是 50% | {hint} | 总体情况")],
        );
        check(
            &with_text("全年发布解读60件，其中图解15件，占35%。"),
            RULE.code,
            &[&format!("35% 与句中的数不合，15 ÷ 60 是 25% | {hint} | 总体情况")],
        );
        check(
            &with_text("收到留言200条，办结190条，办结率98%。"),
            RULE.code,
            &[&format!("98% 与句中的数不合，190 ÷ 200 是 95% | {hint} | 总体情况")],
        );
    }

    #[test]
    fn one_unit_of_the_last_digit_is_allowed() {
        check(&with_text("平台收件4808236件、办结4600393件，办结率95%。"), RULE.code, &[]);
        check(
            &with_text("接待来访12次，较上年的8次增长50%，满意率99.9%，提高3个百分点。"),
            RULE.code,
            &[],
        );
    }
}
