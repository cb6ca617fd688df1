//! `narrative-year`: another year, period or agency left in the text.

use std::ops::Range;

use super::near_miss::value;
use super::text::{LEAD, Sentence, sentences};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{
    Claim, ClaimYear, Piece, Subject, Tells, TermKind, heading_length, level, lists,
};
use crate::report::Report;

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeYear,
    waivable: true,
    explanation: Explanation {
        summary: "another year, another period or another agency's name left in the text",
        what: "正文里留着别的年度或别的机关：引言里的报告年度、统计期限不是本年度，段首写“上一年，\
               我局……”，写着别的年份而后面的数是本年度表里的，“结转至（本年度）年”，\
               改进措施写“（本年度）年，我局将……”，\
               或者报告的名称里是另一个机关。文件名称、“上年结转”“与上年相比”之类的不提示。",
        why: "报告多是在上年的基础上改的，旧年份和借来的模板里的机关名称容易漏改；\
              统计期限是当年1月1日至12月31日。",
        wrong: "2023年度的报告写“现公布某某局2022年政府信息公开工作年度报告”",
        right: "现公布某某局2023年政府信息公开工作年度报告，或写 {{ 年度 }}、{{ 机关 }}",
    },
    check: Check::Report(check),
};

/// The key of the text with the plans, whose years are read in a way of their own.
const PLANS: &str = "问题与改进";

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut line = None;
    for sentence in sentences(subject) {
        let first = line != Some((sentence.passage.key.as_str(), sentence.number));
        line = Some((sentence.passage.key.as_str(), sentence.number));
        let years = years(&sentence);
        let found = of_the_period(subject, &sentence, &years)
            .or_else(|| of_the_periods_end(&sentence))
            .or_else(|| of_the_report(subject, &sentence, &years))
            .or_else(|| of_the_plans(subject, &sentence, &years))
            .or_else(|| of_the_carrying(subject, &sentence))
            .or_else(|| of_what_came_in(subject, &sentence, &years))
            .or_else(|| of_the_numbers(subject, &sentence, &years))
            .or_else(|| of_the_work(subject, &sentence, &years))
            .or_else(|| of_the_end(subject, &sentence, &years))
            .or_else(|| at_the_start(subject, &sentence, &years, first));
        if let Some((at, message)) = found {
            let year = subject.report.year.value;
            let finding = sentence.finding(RULE.code, &sentence.tokens[at].range, message);
            findings.push(finding.hint(format!(
                "本报告是 {year} 年度的，像是上年留下的文字；确实要说那一年的，不用改"
            )));
        }
        if sentence.passage.key == LEAD {
            findings.extend(another_agency(
                subject,
                &sentence,
                reporting(sentence.whole()),
            ));
        } else if sentence.number == 0 {
            findings.extend(another_agency(
                subject,
                &sentence,
                acting(subject, sentence.whole()),
            ));
        }
    }
    findings
}

/// The years of a sentence: token and year.
fn years(sentence: &Sentence<'_>) -> Vec<(usize, i32)> {
    let year = |(at, token): (usize, &crate::narrative::Token)| match token.kind {
        Piece::Year(year) => Some((at, year)),
        _ => None,
    };
    sentence
        .tokens
        .iter()
        .enumerate()
        .filter_map(year)
        .collect()
}

/// The byte of the line behind the first word for the period, 统计期限 and its like.
fn behind_the_period(sentence: &Sentence<'_>) -> Option<usize> {
    let text = sentence.whole();
    let ends = lists()
        .period
        .iter()
        .filter_map(|word| text.find(word).map(|at| at + word.len()));
    Some(sentence.tokens.first()?.range.start + ends.min()?)
}

/// 统计期限 of another year.
fn of_the_period(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    if years.iter().all(|(_, year)| *year == this) {
        return None;
    }
    let from = behind_the_period(sentence)?;
    // A period has a month beside its year; 2024年1月26日发布 is none.
    let month = |at: usize| {
        matches!(
            sentence.tokens.get(at + 1).map(|t| &t.kind),
            Some(Piece::Month(_))
        ) || lists().all_year.begin(sentence.word(at + 1))
    };
    // What stands in clauses behind is another day: 于2024年1月发布.
    let first = sentence
        .tokens
        .iter()
        .position(|token| token.range.start >= from)?;
    let told = years.iter().map(|(at, _)| *at).find(|at| *at >= first)?;
    let last = sentence.clause_end(told, "，；");
    let (at, year) = years
        .iter()
        .copied()
        .find(|(at, year)| *at < last && *year != this && month(*at))?;
    Some((
        at,
        format!("统计期限写的是 {year} 年，本报告是 {this} 年度的"),
    ))
}

/// 统计期限 that ends before the year does: 1月1日至11月30日.
fn of_the_periods_end(sentence: &Sentence<'_>) -> Option<(usize, String)> {
    if !sentence
        .tokens
        .iter()
        .any(|token| matches!(token.kind, Piece::Month(_)))
    {
        return None;
    }
    let from = behind_the_period(sentence)?;
    let months: Vec<(usize, u32)> = sentence
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.range.start >= from)
        .filter_map(|(at, token)| match token.kind {
            Piece::Month(month) => Some((at, month)),
            _ => None,
        })
        .take(2)
        .collect();
    let [(first, 1), (at, month)] = months[..] else {
        return None;
    };
    let is_range = lists()
        .range_marks
        .iter()
        .any(|mark| sentence.text(first..at).contains(mark));
    (month != 12 && is_range).then(|| (at, format!("统计期限写到 {month} 月，应到12月31日")))
}

/// The year of the report's own name.
fn of_the_report(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let wrong = |at: usize, year: i32| (at, format!("报告的年度写的是 {year} 年，应是 {this} 年"));
    if sentence.passage.key != LEAD {
        return None;
    }
    let own = |rest: &str| {
        let rest = rest.trim_start_matches(['度', '年', ' ']);
        lists().report_begins.begin(rest)
    };
    let after = |at: usize| &sentence.line.text[sentence.tokens[at].range.end..];
    if let Some((at, year)) = years
        .iter()
        .copied()
        .find(|(at, year)| *year != this && own(after(*at)))
    {
        return Some(wrong(at, year));
    }
    // 《某某局2022年政府信息公开工作年度报告》 is one token.
    let titles = sentence
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, t)| t.kind == Piece::Title);
    titles.into_iter().find_map(|(at, _)| {
        let title = sentence.word(at);
        let (before, rest) = title.split_once("年")?;
        let year: i32 = before.get(before.len().checked_sub(4)?..)?.parse().ok()?;
        (year != this && own(rest) && lists().report_ends.end(title)).then(|| wrong(at, year))
    })
}

/// A plan for a year that is over.
fn of_the_plans(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let (at, year) = *years.first().filter(|(at, _)| *at == 0)?;
    let planned = lists().plans.within(sentence.whole());
    let wrong = sentence.passage.key == PLANS && planned && year <= this;
    wrong.then(|| {
        (
            at,
            format!(
                "改进措施写的是 {year} 年，本报告是 {this} 年度的，下一步应是 {} 年",
                this + 1
            ),
        )
    })
}

/// Requests carried over to the report's own year, or an earlier one: 结转至2023年继续办理.
fn of_the_carrying(subject: &Subject<'_>, sentence: &Sentence<'_>) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let at = (1..sentence.tokens.len()).find(|&at| {
        let Piece::Year(year) = sentence.tokens[at].kind else {
            return false;
        };
        let carries = sentence.tokens[at - 1].terms().any(|term| term.carries);
        // 结转至2023年, 结转2023年继续办理.
        let is_onward = lists().onward.end(sentence.word(at - 1))
            || lists().goes_on.begin(sentence.word(at + 1));
        carries && is_onward && (this - 1..=this).contains(&year)
    })?;
    // 2022年收到、结转至2023年: rightly told of those carried in.
    let of_last = sentence.tokens[..at].iter().any(|token| {
        matches!(token.kind, Piece::Year(year) if year < this) || token.is(TermKind::LastYear)
    });
    let year = sentence.word(at);
    (!of_last).then(|| {
        (
            at,
            format!(
                "写的是结转到 {year}，本报告是 {this} 年度的，应是 {} 年",
                this + 1
            ),
        )
    })
}

/// Requests carried over from a year before the last: 2021年结转1件 in the report of 2023.
fn of_what_came_in(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let carries = |at: usize| {
        let next = sentence.tokens.get(at + 1);
        next.is_some_and(|token| token.terms().any(|term| term.carries))
            && !lists().onward.end(sentence.word(at + 1))
    };
    let (at, year) = years
        .iter()
        .copied()
        .find(|(at, year)| (this - FEW_YEARS..this - 1).contains(year) && carries(*at))?;
    let last = this - 1;
    Some((
        at,
        format!("写的是 {year} 年结转，本报告是 {this} 年度的，上年结转应是 {last} 年的"),
    ))
}

/// How many years back a year lies that may have been left over.
const FEW_YEARS: i32 = 5;

/// A year whose numbers, up to the next year or semicolon, are this year's cells.
fn of_the_numbers(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let is_wrong =
        |at: usize| begins_a_clause(sentence, at) && tells_this_year(subject, sentence, at);
    let named = years
        .iter()
        .copied()
        .find(|(at, year)| *year != this && is_wrong(*at));
    if let Some((at, year)) = named {
        return Some((
            at,
            format!("这里写的是 {year} 年，后面的数是 {this} 年度表里的"),
        ));
    }
    // 去年，我局收到申请40件.
    let is_word = |at: &usize| {
        sentence.tokens[*at].is(TermKind::LastYear) && lists().ended_years.has(sentence.word(*at))
    };
    let start = heading_tokens(sentence);
    let at = (start..sentence.tokens.len().min(start + 2))
        .filter(is_word)
        .find(|at| is_wrong(*at))?;
    let word = sentence.word(at);
    Some((
        at,
        format!("这里写的是“{word}”，后面的数是 {this} 年度表里的"),
    ))
}

/// How many tokens of a sentence belong to the heading that it begins with.
fn heading_tokens(sentence: &Sentence<'_>) -> usize {
    let end = heading_length(&sentence.line.text);
    if level(&sentence.line.text).is_none() {
        return 0;
    }
    sentence
        .tokens
        .iter()
        .take_while(|token| token.range.end <= end)
        .count()
}

/// Tokens before a year that still begins its clause: 截至, 在, a heading's number.
const BEFORE_YEAR: usize = 2;

/// Whether a year begins its clause, and is not compared with.
fn begins_a_clause(sentence: &Sentence<'_>, at: usize) -> bool {
    let start = sentence.clause_start(at, "，；：、（）");
    at - start <= BEFORE_YEAR
        && !sentence.tokens[start..at]
            .iter()
            .any(|token| token.is(TermKind::Compare))
}

/// Whether the numbers behind a year hold in this report, and not in that year's where it is given.
fn tells_this_year(subject: &Subject<'_>, sentence: &Sentence<'_>, at: usize) -> bool {
    let end = (at + 1..sentence.tokens.len())
        .find(|&i| {
            sentence.tokens[i].is_mark("；") || matches!(sentence.tokens[i].kind, Piece::Year(_))
        })
        .unwrap_or(sentence.tokens.len());
    let (start, end) = (
        sentence.tokens[at].range.start,
        sentence.tokens[end - 1].range.end,
    );
    // 2022年以来，……全年收到2件: the year counts for what is told of the whole of it.
    let is_since = lists().since.has(sentence.word(at + 1));
    let is_told = |claim: &&Claim| {
        claim.line == sentence.number
            && (start..end).contains(&claim.range.start)
            && (claim.year != ClaimYear::This || is_since)
            && claim.tells != Tells::Sweeping
    };
    let claims: Vec<&Claim> = sentence.passage.claims.iter().filter(is_told).collect();
    let holds = |claim: &&Claim, report: &Report| {
        let mut values = claim
            .meanings
            .iter()
            .filter_map(|m| value(report, m, claim.tells));
        values.any(|value| claim.number.holds(value))
    };
    let tells_something = claims.iter().any(|claim| !claim.number.value.is_zero());
    let is_of_this = claims.iter().all(|claim| holds(claim, subject.report));
    let is_of_last = subject
        .last
        .is_some_and(|last| claims.iter().all(|claim| holds(claim, last)));
    tells_something && is_of_this && !is_of_last
}

/// 以上即为2022年度我局政府信息公开工作的总体情况: a closing sentence of another year.
fn of_the_work(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let text = sentence.whole();
    let [(at, year)] = years else { return None };
    let is_of_work = lists().this_work.within(text) && lists().told.end(text);
    let closes = lists().closing.begin(text) && *year != this;
    let wrong = format!("报告的年度写的是 {year} 年，应是 {this} 年");
    (is_of_work && closes).then_some((*at, wrong))
}

/// 截至2024年12月31日, 至2022年年底: the end of another year than the report's.
fn of_the_end(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let is_end = |at: usize| {
        let next = sentence.tokens.get(at + 1);
        let december = next.is_some_and(|token| token.kind == Piece::Month(12));
        december || lists().year_end.begin(sentence.word(at + 1))
    };
    let begins = |at: usize| {
        let start = sentence.clause_start(at, "，；");
        lists().until.has(sentence.text(start..at))
    };
    let (at, year) = years
        .iter()
        .copied()
        .find(|&(at, year)| (year == this + 1 || year == this - 1) && begins(at) && is_end(at))?;
    // What is told of this year besides is compared with it.
    let is_alone = years
        .iter()
        .all(|(_, other)| *other == year || *other == this + 1);
    let is_told = sentence.tokens[at..]
        .iter()
        .any(|token| matches!(token.kind, Piece::Quantity(..)));
    let is_compared = sentence
        .tokens
        .iter()
        .any(|token| token.is(TermKind::Compare));
    (is_alone && is_told && !is_compared)
        .then(|| (at, format!("这里写的是 {year} 年，本报告是 {this} 年度的")))
}

/// A paragraph or sentence that begins with an earlier year, and speaks of nothing else.
fn at_the_start(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    years: &[(usize, i32)],
    first: bool,
) -> Option<(usize, String)> {
    let this = subject.report.year.value;
    let (at, year) = *years.first()?;
    let until = at > 0 && lists().until.has(sentence.word(at - 1)) && at <= 2;
    let heading = level(&sentence.line.text).is_some() && first;
    let run_in = heading && sentence.tokens[at].range.start >= heading_length(&sentence.line.text);
    if year != this - 1 || !(at == 0 || until || run_in) || years.iter().any(|(_, y)| *y >= this) {
        return None;
    }
    // 2022年12月启动, 2022年以来, 2022年结转: told of that year rightly. The whole year's end is told of this one.
    let next = sentence.tokens.get(at + 1)?;
    let december = matches!(next.kind, Piece::Month(12));
    let allowed = if until {
        december
    } else {
        next.is_mark("，") || is_own_name(subject, sentence, at + 1)
    };
    let compared = (0..sentence.tokens.len()).any(|i| {
        sentence.tokens[i].is(TermKind::Compare)
            || sentence.tokens[i].is(TermKind::ThisYear)
                && !until
                && i > at + 1
                && !lists().all_year.has(sentence.word(i))
            || i > at + 1 && lists().of_this_year.begin(sentence.word(i)) && !until
    });
    let carried = sentence.tokens.iter().any(|t| t.terms().any(|t| t.carries)) && !until;
    (allowed && !compared && !carried)
        .then(|| (at, format!("这里写的是 {year} 年，本报告是 {this} 年度的")))
}

/// Whether the agency's own name or 我局 follows.
fn is_own_name(subject: &Subject<'_>, sentence: &Sentence<'_>, at: usize) -> bool {
    let word = sentence.word(at);
    sentence.tokens[at].is(TermKind::Whole)
        || subject.report.is_own_name(word) && word.chars().count() > 1
}

/// Another agency named as the one that reports.
fn another_agency(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    name: Option<Range<usize>>,
) -> Option<Finding> {
    let text = sentence.whole();
    let offset = sentence.tokens.first()?.range.start;
    let name = name?;
    let shown = &text[name.clone()];
    if subject.report.is_own_name(shown) || shown.chars().count() < 4 || lists().of_us.within(shown)
    {
        return None;
    }
    let range = offset + name.start..offset + name.end;
    let message = format!(
        "报告的机关写的是“{shown}”，本表的机关是“{}”",
        subject.report.agency.value
    );
    Some(
        sentence
            .finding(RULE.code, &range, message)
            .hint("改成本机关的名称，或写占位 {{ 机关 }}"),
    )
}

/// A name like the agency's own — same place, same kind of body — that begins a clause as the one who acts.
fn acting(subject: &Subject<'_>, text: &str) -> Option<Range<usize>> {
    let agency = &subject.report.agency.value;
    let (place, kind) = (
        agency.chars().take(2).collect::<String>(),
        agency.chars().next_back()?,
    );
    let start = text
        .match_indices(place.as_str())
        .map(|(at, _)| at)
        .find(|&at| at == 0 || text[..at].ends_with('，'))?;
    let end = lists()
        .acts
        .iter()
        .filter_map(|act| text[start..].find(act))
        .min()?
        + start;
    let name = &text[start..end];
    (name.ends_with(kind)
        && name.chars().count() <= 20
        && !name.contains(['，', '、'])
        && !lists().and.within(name))
    .then_some(start..end)
}

/// The name before 2023年政府信息公开…报告, or between 由 and 编制.
fn reporting(text: &str) -> Option<Range<usize>> {
    let end = lists().report_names.iter().find_map(|word| {
        let at = text.find(word)?;
        let before = text[..at].trim_end_matches(['度', '年', ' ']);
        let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
        (before.len() - digits.len() == 4).then(|| digits.trim_end().len())
    });
    let written = || {
        let by = lists().by_whom.iter().find_map(|word| text.find(word))?;
        let end = lists()
            .written_by
            .iter()
            .filter_map(|w| text[by..].find(w))
            .min()?;
        lists().writing.within(text).then_some(by + end)
    };
    let end = end.or_else(written)?;
    let start = lists()
        .before_name
        .iter()
        .filter_map(|word| Some(text[..end].rfind(word)? + word.len()))
        .max()
        .unwrap_or(0);
    let name = &text[start..end];
    lists().bodies.end(name).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    /// The clean example with a lead of its own.
    fn with_lead(text: &str) -> String {
        crate::testing::with_line("成文日期:", &format!("引言: |\n  {text}"))
    }

    #[test]
    fn another_year_or_agency() {
        let hint = "本报告是 2023 年度的，像是上年留下的文字；确实要说那一年的，不用改";
        check(
            &with_text("2022年，全市扎实推进政务公开工作。"),
            RULE.code,
            &[&format!(
                "这里写的是 2022 年，本报告是 2023 年度的 | {hint} | 总体情况"
            )],
        );
        check(
            &with_lead("现公布张家港市人民政府2022年政府信息公开工作年度报告。"),
            RULE.code,
            &[&format!(
                "报告的年度写的是 2022 年，应是 2023 年 | {hint} | 引言"
            )],
        );
        check(
            &with_lead("所列数据统计期限为2022年1月1日至2022年12月31日。"),
            RULE.code,
            &[&format!(
                "统计期限写的是 2022 年，本报告是 2023 年度的 | {hint} | 引言"
            )],
        );
        check(
            &with_lead("现公布东江县财政局2023年政府信息公开工作年度报告。"),
            RULE.code,
            &[
                "报告的机关写的是“东江县财政局”，本表的机关是“张家港市人民政府” | \
                 改成本机关的名称，或写占位 {{ 机关 }} | 引言",
            ],
        );
    }

    #[test]
    fn other_years_that_are_meant() {
        check(
            &with_text("与2022年相比，申请更多集中在规划方面；自2019年以来连续培训。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("2022年12月启动的改造于2023年6月完成，落实《2022年政务公开工作要点》。"),
            RULE.code,
            &[],
        );
    }
}
