//! `narrative-percent`: a percentage that does not follow from its numbers.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::local::Rounding;
use super::percentage::{Percentage, Quotient};
use super::settings::Settings;
use super::text::ToldLine;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Nearness, Number, Piece, Quantity, Subject, Token, lists};

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
                match told.line.tokens[at].kind {
                    Piece::Points(Some(points)) => {
                        findings.extend(difference(&told, tokens, at, points));
                    }
                    Piece::Percent(stated) => {
                        let told = &told;
                        let percent = StatedPercent { told, at, stated };
                        findings.extend(percent.check(subject, sentence, rounding));
                    }
                    _ => {}
                }
            }
        }
    }
    findings
}

/// A percentage as it stands in the text.
struct StatedPercent<'t, 'a> {
    told: &'t ToldLine<'a>,
    /// Its token.
    at: usize,
    stated: Number,
}

impl StatedPercent<'_, '_> {
    fn check(&self, subject: &Subject<'_>, sentence: usize, rounding: Rounding) -> Option<Finding> {
        let percentage = Percentage::of(self.told, sentence, self.at)?;
        let values = percentage.possible(subject);
        let tokens = &self.told.line.account.sentences[sentence];
        match PercentBound::of(self.told, tokens, self.at, self.stated) {
            PercentBound::Exact => self.compare(&values, rounding),
            bound => self.compare_bound(&values, bound),
        }
    }

    /// The finding on a percentage that may be any of some values; none where one is shown so.
    fn compare(&self, values: &[Quotient], rounding: Rounding) -> Option<Finding> {
        let stated = self.stated;
        if self.find_shown(values, rounding).is_some() {
            return None;
        }
        if rounding == Rounding::Nearest
            && let Some(cut) = self.find_shown(values, Rounding::Cut)
        {
            return Some(self.cut_off(cut));
        }
        // The last of some shares is often what is left to a hundred.
        if self.find_shown(values, Rounding::Either).is_some() && make_a_hundred(self.told, self.at)
        {
            return None;
        }
        let nearest = values
            .iter()
            .min_by_key(|quotient| (quotient.value - stated.value).abs())?;
        let shown = nearest.value.round_dp(stated.unit.scale() + 1).normalize();
        let finding = self.unlike(nearest, shown);
        Some(finding.hint("核对百分比和算它用的数；与上年比，除以上年的数"))
    }

    /// The first value that is shown so by a way of rounding.
    fn find_shown<'v>(&self, values: &'v [Quotient], rounding: Rounding) -> Option<&'v Quotient> {
        let Number { value, unit, .. } = self.stated;
        let mut values = values.iter();
        values.find(|quotient| rounding.shows(quotient.value, value, unit))
    }

    /// What is told of a percentage that was cut to its digits, and not rounded.
    fn cut_off(&self, cut: &Quotient) -> Finding {
        let word = self.word();
        let places = self.stated.unit.normalize().scale();
        let nearest = cut
            .value
            .round_dp_with_strategy(places, HALF_UP)
            .normalize();
        let message = format!("{word} 是截去尾数的，四舍五入是 {nearest}%");
        self.finding(message)
            .sides(word, format!("{nearest}%"))
            .hint("统一用四舍五入；本单位一律截尾的，在设置文件里写“取舍: 截尾”")
            .as_hint()
    }

    /// The finding on a percentage that all values are beyond.
    fn compare_bound(&self, values: &[Quotient], bound: PercentBound) -> Option<Finding> {
        let stated = self.stated.value;
        let is_right = match bound {
            PercentBound::Less => values.iter().any(|quotient| quotient.value < stated),
            PercentBound::More => values.iter().any(|quotient| quotient.value >= stated),
            PercentBound::Exact | PercentBound::Vague => true,
        };
        let nearest = values.first()?;
        if is_right {
            return None;
        }
        let finding = self.unlike(nearest, nearest.value.round_dp(1).normalize());
        Some(finding.hint("核对“不足”“超过”这样的话和算它用的数"))
    }

    /// The finding with the quotient that the percentage should be.
    fn unlike(&self, right: &Quotient, shown: Decimal) -> Finding {
        let word = self.word();
        let (part, whole) = (right.part.normalize(), right.whole.normalize());
        let message = format!("{word} 与句中的数不合，{part} ÷ {whole} 是 {shown}%");
        self.finding(message).sides(word, format!("{shown}%"))
    }

    fn word(&self) -> &str {
        self.told.line.paragraph().word(self.at)
    }

    fn finding(&self, message: String) -> Finding {
        let range = &self.told.line.tokens[self.at].range;
        self.told.finding(RULE.code, range, message)
    }
}

/// The percentage that a token is.
fn percent(token: &Token) -> Option<Number> {
    match token.kind {
        Piece::Percent(number) => Some(number),
        _ => None,
    }
}

/// The first of the shares that a sentence tells one by one: 分别占70%、20%和10%.
fn first_share(told: &ToldLine<'_>, tokens: &Range<usize>) -> Option<usize> {
    let line = told.line;
    let first = tokens
        .clone()
        .find(|&at| percent(&line.tokens[at]).is_some())?;
    let paragraph = line.paragraph();
    let start = paragraph.clause_start(tokens.start, first, "，；（）");
    let before = paragraph.between(start..first);
    lists().each_share.end(before).then_some(first)
}

/// The finding on shares told one by one that are more than all: 分别占70%、20%和15%.
fn shares_beyond(told: &ToldLine<'_>, tokens: &Range<usize>) -> Option<Finding> {
    let line = told.line;
    let first = first_share(told, tokens)?;
    let mut shares = Vec::new();
    for at in first..tokens.end {
        let token = &line.tokens[at];
        match percent(token) {
            Some(share) => shares.push(share),
            None if token.is_mark("、") || lists().and.has(line.paragraph().word(at)) => {}
            None => break,
        }
    }
    let sum: Decimal = shares.iter().map(|share| share.value).sum();
    let slack: Decimal = shares.iter().map(|share| share.unit).sum();
    if shares.len() < 2 || sum <= Decimal::ONE_HUNDRED + slack {
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

/// The finding on shares told one by one behind their parts:
/// 自然人36件、企业4件，占比分别为92%和8%.
fn shares_one_by_one(
    told: &ToldLine<'_>,
    tokens: &Range<usize>,
    rounding: Rounding,
) -> Option<Finding> {
    let line = told.line;
    let quantities = &line.account.quantities;
    let first = first_share(told, tokens)?;
    let mut shares = Vec::new();
    for at in first..tokens.end {
        if let Some(stated) = percent(&line.tokens[at]) {
            shares.push(StatedPercent { told, at, stated });
        }
    }
    let end = quantities.partition_point(|q| q.at < first);
    let start = end.checked_sub(shares.len())?;
    let parts = &quantities[start..end];
    if !are_of_one_list(parts, tokens) {
        return None;
    }
    let before = quantities[..start].iter();
    let mut wholes: Vec<Decimal> = before
        .filter(|q| q.is_like(&parts[0]))
        .map(|q| q.number.value)
        .collect();
    wholes.push(parts.iter().map(|part| part.number.value).sum());
    for (share, part) in shares.iter().zip(parts) {
        let part = part.number.value;
        let quotients = wholes.iter().map(|whole| Quotient::of(part, *whole));
        let values: Vec<Quotient> = quotients.flatten().collect();
        let finding = share.compare(&values, rounding);
        if finding.is_some() {
            return finding;
        }
    }
    None
}

/// Whether several numbers are exact, in one measure and in one sentence.
fn are_of_one_list(parts: &[Quantity], tokens: &Range<usize>) -> bool {
    for part in parts {
        let is_alike = part.measure == parts[0].measure && part.is_exact();
        if !is_alike || !tokens.contains(&part.at) {
            return false;
        }
    }
    parts.len() > 1
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

/// The finding on a difference of two percentages right before it:
/// 由41.2%提高到46.7%，提升6.5个百分点.
fn difference(
    told: &ToldLine<'_>,
    tokens: &Range<usize>,
    at: usize,
    points: Number,
) -> Option<Finding> {
    let line = told.line;
    let paragraph = line.paragraph();
    let before = (tokens.start..at).rev();
    let mut shares = before.filter(|&at| percent(&line.tokens[at]).is_some());
    let (to, from) = (shares.next()?, shares.next()?);
    let (old, new) = (percent(&line.tokens[from])?, percent(&line.tokens[to])?);
    let start = paragraph.clause_start(tokens.start, from, "，；（）");
    // 由41.2%提高到46.7%: in one clause, from the one to the other.
    let is_change = lists().older_share.within(paragraph.between(start..from))
        && lists().reached.within(paragraph.between(from + 1..to))
        && clause_ends(&line.tokens[from..to]) == 0;
    let is_near = clause_ends(&line.tokens[to..at]) <= 1;
    let value = (new.value - old.value).abs();
    if !is_change || !is_near || value == points.value || points.bound != Nearness::Exact {
        return None;
    }
    let value = value.normalize();
    let word = paragraph.word(at);
    let (one, other) = (paragraph.word(from), paragraph.word(to));
    let message = format!("{word} 与句中的数不合：{one} 与 {other} 相差 {value}");
    let finding = told.finding(RULE.code, &line.tokens[at].range, message);
    Some(
        finding
            .sides(word, format!("{value}个百分点"))
            .hint("核对两个百分比和它们的差"),
    )
}

/// How many clauses end among some tokens.
fn clause_ends(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.is_mark("，；")).count()
}

/// 四舍五入.
const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// Whether the percentages of a sentence make a hundred.
fn make_a_hundred(told: &ToldLine<'_>, at: usize) -> bool {
    let sentences = &told.line.account.sentences;
    let Some(sentence) = sentences.iter().find(|tokens| tokens.contains(&at)) else {
        return false;
    };
    let tokens = told.line.tokens[sentence.clone()].iter();
    let shares = tokens.filter_map(percent).map(|share| share.value);
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
