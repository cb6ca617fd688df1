//! `narrative-percent`: a percentage that does not follow from its numbers.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::local::Rounding;
use super::percentage::{Percentage, Quotient};
use super::settings::Settings;
use super::text::ToldLine;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Nearness, Number, Piece, Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativePercent,
    waivable: true,
    explanation: Explanation {
        summary: "a percentage in the text that does not follow from its numbers, rounded to its \
                  last digit",
        what: "同一段里给出了数和百分比（占比、办结率、增长或下降，也包括“四成”“三分之一”“过半”），\
               而百分比不是由这些数算出来的；“由41.2%提高到46.7%，提升6.5个百分点”这样的差也核对。\
               百分比四舍五入到末位，截去尾数的另行提示（设置文件的“取舍”可以改）；\
               没有说用哪些数算的，不查。",
        why: "改了数没有改百分比，或把增长率除以了今年的数；数据应当前后一致。",
        wrong: "收到申请12件，较上年的8件增长33.3%（4 ÷ 8 = 50%）",
        right: "收到申请12件，较上年的8件增长50%，或写 {{ 申请.新收.总计 | \
                同比(上年.申请.新收.总计) }}",
    },
    check: Check::Settled(check),
};

fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let rounding = settings.local.rounding;
    let mut findings = Vec::new();
    for told in ToldLine::all(subject) {
        for (sentence, tokens) in told.line.account.sentences.iter().enumerate() {
            findings.extend(shares_beyond(&told, tokens));
            findings.extend(shares_one_by_one(&told, tokens, rounding));
            for at in tokens.clone() {
                if let Piece::Points(Some(points)) = told.line.tokens[at].kind {
                    findings.extend(difference(&told, tokens, at, points));
                }
                let Piece::Percent(stated) = told.line.tokens[at].kind else {
                    continue;
                };
                let percentage = Percentage::of(&told, sentence, at);
                let values = percentage.and_then(|percentage| percentage.possible(subject));
                let Some(values) = values else { continue };
                findings.extend(match PercentBound::of(&told, tokens, at, stated) {
                    PercentBound::Exact => finding(&told, at, stated, &values, rounding),
                    bound => beyond(&told, at, stated, &values, bound),
                });
            }
        }
    }
    findings
}

/// The finding on a percentage that may be any of some values; none where one is shown so.
fn finding(
    told: &ToldLine<'_>,
    at: usize,
    stated: Number,
    values: &[Quotient],
    rounding: Rounding,
) -> Option<Finding> {
    let fits = |rounding: Rounding| {
        values
            .iter()
            .find(|q| rounding.shows(q.value, stated.value, stated.unit))
    };
    if fits(rounding).is_some() {
        return None;
    }
    let range = &told.line.tokens[at].range;
    let word = &told.line.text[range.clone()];
    if let Some(cut) = fits(Rounding::Cut).filter(|_| rounding == Rounding::Nearest) {
        let places = stated.unit.normalize().scale();
        let nearest = cut
            .value
            .round_dp_with_strategy(places, HALF_UP)
            .normalize();
        let message = format!("{word} 是截去尾数的，四舍五入是 {nearest}%");
        let finding = told
            .finding(RULE.code, range, message)
            .sides(word, format!("{nearest}%"));
        let hint = "统一用四舍五入；本单位一律截尾的，在设置文件里写“取舍: 截尾”";
        return Some(finding.hint(hint).as_hint());
    }
    // The last of some shares is often what is left to a hundred.
    if fits(Rounding::Either).is_some() && make_a_hundred(told, at) {
        return None;
    }
    let off = |quotient: &&Quotient| (quotient.value - stated.value).abs();
    let nearest = values.iter().min_by_key(off)?;
    let shown = nearest.value.round_dp(stated.unit.scale() + 1).normalize();
    let (part, whole) = (nearest.part.normalize(), nearest.whole.normalize());
    let message = format!("{word} 与句中的数不合，{part} ÷ {whole} 是 {shown}%");
    Some(
        told.finding(RULE.code, range, message)
            .sides(word, format!("{shown}%"))
            .hint("核对百分比和算它用的数；与上年比，除以上年的数"),
    )
}

/// The finding on shares told one by one that are more than all: 分别占70%、20%和15%.
fn shares_beyond(told: &ToldLine<'_>, tokens: &Range<usize>) -> Option<Finding> {
    let line = told.line;
    let is_share = |at: &usize| matches!(line.tokens[*at].kind, Piece::Percent(_));
    let first = tokens.clone().find(is_share)?;
    let paragraph = line.paragraph();
    let start = paragraph.clause_start(tokens.start, first, "，；（）");
    let joins = |at: usize| line.tokens[at].is_mark("、") || lists().and.has(paragraph.word(at));
    let end = (first..tokens.end)
        .find(|&at| !is_share(&at) && !joins(at))
        .unwrap_or(tokens.end);
    let shares: Vec<Number> = line.tokens[first..end]
        .iter()
        .filter_map(|token| match token.kind {
            Piece::Percent(number) => Some(number),
            _ => None,
        })
        .collect();
    let sum: Decimal = shares.iter().map(|share| share.value).sum();
    let slack: Decimal = shares.iter().map(|share| share.unit).sum();
    let is_each = lists().each_share.end(paragraph.between(start..first));
    if shares.len() < 2 || !is_each || sum <= Decimal::ONE_HUNDRED + slack {
        return None;
    }
    let range = &line.tokens[first].range;
    let message = format!("各项占比加起来是 {}%，超过 100%", sum.normalize());
    let finding = told.finding(RULE.code, range, message);
    Some(
        finding
            .stated(&line.text[range.clone()])
            .hint("核对各项占比"),
    )
}

/// The finding on shares told one by one behind their parts: 自然人36件、企业4件，占比分别为92%和8%.
fn shares_one_by_one(
    told: &ToldLine<'_>,
    tokens: &Range<usize>,
    rounding: Rounding,
) -> Option<Finding> {
    let line = told.line;
    let account = &line.account;
    let is_share = |at: &usize| matches!(line.tokens[*at].kind, Piece::Percent(_));
    let first = tokens.clone().find(is_share)?;
    let paragraph = line.paragraph();
    let start = paragraph.clause_start(tokens.start, first, "，；（）");
    if !lists().each_share.end(paragraph.between(start..first)) {
        return None;
    }
    let shares: Vec<usize> = (first..tokens.end).filter(is_share).collect();
    let end = account.quantities.partition_point(|q| q.at < first);
    let parts = account
        .quantities
        .get(end.checked_sub(shares.len())?..end)?;
    let whole: Decimal = parts.iter().map(|part| part.number.value).sum();
    let is_list = shares.len() > 1
        && parts.iter().all(|part| {
            tokens.contains(&part.at) && part.measure == parts[0].measure && part.is_exact()
        });
    if !is_list {
        return None;
    }
    let before = account.quantities[..end - shares.len()].iter();
    let mut wholes: Vec<Decimal> = before
        .filter(|q| q.is_like(&parts[0]))
        .map(|q| q.number.value)
        .collect();
    wholes.push(whole);
    shares.iter().zip(parts).find_map(|(at, part)| {
        let Piece::Percent(stated) = line.tokens[*at].kind else {
            return None;
        };
        let value = part.number.value;
        let values: Vec<Quotient> = wholes
            .iter()
            .filter_map(|whole| Quotient::of(value, *whole))
            .collect();
        finding(told, *at, stated, &values, rounding)
    })
}

/// What a percentage says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PercentBound {
    /// That it is so much.
    Exact,
    /// That it is less: 不足四成.
    Less,
    /// That it is more: 超过四成, 四成以上.
    More,
    /// Nothing that can be held against it: 近四成.
    Vague,
}

impl PercentBound {
    fn of(told: &ToldLine<'_>, tokens: &Range<usize>, at: usize, stated: Number) -> Self {
        let paragraph = told.line.paragraph();
        let start = paragraph.clause_start(tokens.start, at, "，；、（）");
        let before = paragraph.between(start..at);
        let behind = paragraph.between(at + 1..(at + 2).min(tokens.end));
        if lists().less_than.end(before) {
            Self::Less
        } else if lists().more_than.end(before)
            || lists().or_more.begin(behind)
            || stated.bound == Nearness::Over
        {
            Self::More
        } else if lists().vague.end(before)
            || lists().vague_behind.begin(behind)
            || stated.bound != Nearness::Exact
        {
            Self::Vague
        } else {
            Self::Exact
        }
    }
}

/// The finding on a percentage that all values are beyond.
fn beyond(
    told: &ToldLine<'_>,
    at: usize,
    stated: Number,
    values: &[Quotient],
    bound: PercentBound,
) -> Option<Finding> {
    let keeps = |quotient: &Quotient| match bound {
        PercentBound::Less => quotient.value < stated.value,
        PercentBound::More => quotient.value >= stated.value,
        PercentBound::Exact | PercentBound::Vague => true,
    };
    if values.iter().any(keeps) {
        return None;
    }
    let nearest = values.first()?;
    let shown = nearest.value.round_dp(1).normalize();
    let range = &told.line.tokens[at].range;
    let word = &told.line.text[range.clone()];
    let (part, whole) = (nearest.part.normalize(), nearest.whole.normalize());
    let message = format!("{word} 与句中的数不合，{part} ÷ {whole} 是 {shown}%");
    let finding = told
        .finding(RULE.code, range, message)
        .sides(word, format!("{shown}%"));
    Some(finding.hint("核对“不足”“超过”这样的话和算它用的数"))
}

/// The finding on a difference of two percentages right before it: 由41.2%提高到46.7%，提升6.5个百分点.
fn difference(
    told: &ToldLine<'_>,
    tokens: &Range<usize>,
    at: usize,
    points: Number,
) -> Option<Finding> {
    let line = told.line;
    let paragraph = line.paragraph();
    let percentages: Vec<(usize, Decimal)> = (tokens.start..at)
        .filter_map(|i| match line.tokens[i].kind {
            Piece::Percent(number) => Some((i, number.value)),
            _ => None,
        })
        .collect();
    let [.., (from, old), (to, new)] = percentages.as_slice() else {
        return None;
    };
    let start = paragraph.clause_start(tokens.start, *from, "，；（）");
    // 由41.2%提高到46.7%: in one clause, from the one to the other.
    let is_change = lists().older_share.within(paragraph.between(start..*from))
        && lists().reached.within(paragraph.between(from + 1..*to))
        && !line.tokens[*from..*to]
            .iter()
            .any(|token| token.is_mark("，；"));
    let clauses = line.tokens[*to..at]
        .iter()
        .filter(|token| token.is_mark("，；"))
        .count();
    let value = (new - old).abs();
    if !is_change || clauses > 1 || value == points.value || points.bound != Nearness::Exact {
        return None;
    }
    let range = &line.tokens[at].range;
    let word = &line.text[range.clone()];
    let message = format!(
        "{word} 与句中的数不合：{} 与 {} 相差 {}",
        paragraph.word(*from),
        paragraph.word(*to),
        value.normalize()
    );
    let finding = told.finding(RULE.code, range, message);
    Some(
        finding
            .sides(word, format!("{}个百分点", value.normalize()))
            .hint("核对两个百分比和它们的差"),
    )
}

/// 四舍五入.
const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// Whether the percentages of a sentence make a hundred.
fn make_a_hundred(told: &ToldLine<'_>, at: usize) -> bool {
    let sentences = &told.line.account.sentences;
    let Some(sentence) = sentences.iter().find(|tokens| tokens.contains(&at)) else {
        return false;
    };
    let shares = told.line.tokens[sentence.clone()]
        .iter()
        .filter_map(|token| match token.kind {
            Piece::Percent(share) => Some(share.value),
            _ => None,
        });
    shares.sum::<Decimal>() == Decimal::ONE_HUNDRED
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
            &[&format!(
                "33.3% 与句中的数不合，4 ÷ 8 是 50% | {hint} | 总体情况"
            )],
        );
        check(
            &with_text("全年发布解读60件，其中图解15件，占35%。"),
            RULE.code,
            &[&format!(
                "35% 与句中的数不合，15 ÷ 60 是 25% | {hint} | 总体情况"
            )],
        );
        check(
            &with_text("收到留言200条，办结190条，办结率98%。"),
            RULE.code,
            &[&format!(
                "98% 与句中的数不合，190 ÷ 200 是 95% | {hint} | 总体情况"
            )],
        );
    }

    #[test]
    fn shares_are_rounded() {
        let text = with_text("平台收件4808236件、办结4600393件，办结率95%。");
        let cut = "95% 是截去尾数的，四舍五入是 96% | 统一用四舍五入；本单位一律截尾的，\
                   在设置文件里写“取舍: 截尾” | 总体情况";
        check(&text, RULE.code, &[cut]);
        let settings = "地方要求: {取舍: 截尾}\n";
        super::super::tests::check_settled(
            &text,
            settings,
            RULE.code,
            &["95.7% 与句中的数不合，4600393 ÷ 4808236 是 95.68%"],
        );
        check(
            &with_text("接待来访12次，较上年的8次增长50%，满意率99.9%，提高3个百分点。"),
            RULE.code,
            &[],
        );
    }
}
