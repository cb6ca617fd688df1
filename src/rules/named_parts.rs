//! `named-parts`: the parts of the report as its first text names and counts them.

use std::ops::{Range, RangeInclusive};

use super::text::LEAD;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Subject, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::NamedParts,
    waivable: true,
    explanation: Explanation {
        summary: "引言 counts other parts than it names, or than the report has",
        what: "引言里写“由……等六部分组成”的，列出的名称数和写的数应相同，也应是报告实际的部分数。",
        why: "报告有六个部分（国办公开办函〔2021〕30号）；\
              从旧格式的报告里留下来的引言常常少列一个，或者还是七个部分。",
        wrong: "本报告由总体情况、主动公开情况、收到和处理申请情况、存在问题及改进情况、\
                其他事项等六部分组成。",
        right: "本报告由总体情况、主动公开情况、收到和处理申请情况、行政复议诉讼情况、\
                存在问题及改进情况、其他事项等六部分组成。",
    },
    check: Check::Report(check),
};

/// Names below which nothing is a list of parts.
const FEWEST: usize = 3;
/// The numerals up to ten.
const NUMERALS: &str = "一二三四五六七八九十";

/// Parts as a sentence names them.
#[derive(Debug, PartialEq, Eq)]
struct NamedParts {
    /// How many the sentence says there are.
    count: CountOfParts,
    /// How many names it has, at least and at most: a last “甲和乙” may be one or two.
    named: RangeInclusive<usize>,
}

/// How many parts a text says there are.
#[derive(Debug, PartialEq, Eq)]
struct CountOfParts {
    /// The number's bytes in the line.
    range: Range<usize>,
    number: usize,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let printed = subject.report.standard.sections.len();
    let lines = subject.narrative.lines(LEAD).iter();
    lines.filter_map(|line| check_line(line, printed)).collect()
}

/// What is told of a line, in a report of so many parts.
fn check_line(line: &Line, printed: usize) -> Option<Finding> {
    let Some(NamedParts { count, named }) = parts(&line.text) else {
        return check_count(line, printed);
    };
    let number = count.number;
    if !named.contains(&number) {
        let listed = named.start();
        let message = format!("引言说报告有 {number} 个部分，列出的是 {listed} 个");
        let hint = format!("补上没有列的，或改数；报告印出来有 {printed} 个部分");
        return Some(finding(line, count, message).hint(hint));
    }
    (number != printed).then(|| unlike_the_report(line, count, printed))
}

/// Another number of parts than the report has.
fn unlike_the_report(line: &Line, count: CountOfParts, printed: usize) -> Finding {
    let number = count.number;
    let message = format!("引言说报告有 {number} 个部分，印出来是 {printed} 个");
    finding(line, count, message).hint("照报告各部分的标题改；或不写引言，由程序写")
}

fn finding(line: &Line, count: CountOfParts, message: String) -> Finding {
    let range = count.range;
    Finding::new(RULE.code, message, line.place_of(&range))
        .stated(&line.text[range])
        .in_text(LEAD)
}

/// What is told of a line that counts the report's parts and names none, or few:
/// 总体情况等五个部分.
fn check_count(line: &Line, printed: usize) -> Option<Finding> {
    if !lists().this_report.within(&line.text) {
        return None;
    }
    let count = first_count(&line.text)?;
    let is_wrong = count.number != printed && count.number > 1;
    is_wrong.then(|| unlike_the_report(line, count, printed))
}

/// The first number of parts in a text: 六个部分, 七部分.
fn first_count(text: &str) -> Option<CountOfParts> {
    for word in lists().parts_of_this.iter() {
        for (at, _) in text.match_indices(word) {
            let before = lists().piece.trim_end(&text[..at]);
            if let Some(count) = count_before(before) {
                return Some(count);
            }
        }
    }
    None
}

/// The number that a text ends with.
fn count_before(text: &str) -> Option<CountOfParts> {
    let start = text.trim_end_matches(is_digit).len();
    Some(CountOfParts {
        range: start..text.len(),
        number: number(&text[start..])?,
    })
}

/// Marks and words between the last name and the number.
const BEFORE_THE_NUMBER: &str = "等共计，,";

/// The parts that a line names and counts; none where it does not.
fn parts(text: &str) -> Option<NamedParts> {
    let words = lists();
    let counted = words.parts_of_a_report.iter();
    let end = counted.filter_map(|word| text.find(word)).min()?;
    let count = count_before(&text[..end])?;
    // A list may not begin before the sentence, nor before its verb.
    let before = &text[..count.range.start];
    let sentence = before.rfind(['。', '；']);
    let sentence = sentence.map_or(0, |at| at + '。'.len_utf8());
    let before = &before[sentence..];
    let verbs = words.opens_parts.iter();
    let opened = verbs
        .filter_map(|word| Some(before.rfind(word)? + word.len()))
        .max()?;
    let listed = before[opened..].trim_end_matches(|c| BEFORE_THE_NUMBER.contains(c));
    let names = split_names(listed);
    let last_is_joined = names
        .last()
        .is_some_and(|last| last.contains(['和', '及', '与']));
    let least = names.iter().filter(|name| !name.trim().is_empty()).count();
    if least < FEWEST {
        return None;
    }
    Some(NamedParts {
        count,
        named: least..=least + usize::from(last_is_joined),
    })
}

/// The names of a list; official ones hold marks of their own: 行政复议、行政诉讼情况.
fn split_names(listed: &str) -> Vec<String> {
    let mut listed = listed.to_owned();
    for name in lists().joined_names.iter() {
        listed = listed.replace(name, &name.replace('、', ""));
    }
    listed.split('、').map(str::to_owned).collect()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || NUMERALS.contains(c)
}

/// A number of parts.
fn number(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    if let (Some(c), None) = (characters.next(), characters.next())
        && NUMERALS.contains(c)
    {
        let place = NUMERALS.chars().position(|numeral| numeral == c);
        return place.map(|at| at + 1);
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_messages;
    use super::*;
    use crate::testing::{CLEAN, OLD, with_line};

    fn lead(text: &str, expected: &[&str]) {
        let form = with_line("根据《中华人民共和国政府信息公开条例》", text);
        check_messages(&form, RULE.code, expected);
    }

    #[test]
    fn parts_that_are_named() {
        let six = "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、\
                   行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项";
        lead(&format!("{six}等六部分组成。"), &[]);
        lead(&format!("{six}六个部分组成。"), &[]);
        lead(&format!("{six}等6个部分组成。"), &[]);
        lead(
            &format!("{six}等七部分组成。"),
            &["引言说报告有 7 个部分，列出的是 6 个"],
        );
        lead(
            "本报告由总体情况、主动公开情况、收到和处理申请情况、存在问题及改进情况、\
             其他事项等六部分组成。",
            &["引言说报告有 6 个部分，列出的是 5 个"],
        );
        lead(
            "本报告由总体情况、主动公开情况、依申请公开情况、存在问题和改进情况、\
             其他事项五个部分组成。",
            &["引言说报告有 5 个部分，印出来是 6 个"],
        );
        lead("本报告围绕五个方面的工作编制，由六部分组成。", &[]);
        lead("本报告包括总体情况、主动公开和依申请公开情况。", &[]);
        for form in [CLEAN, OLD] {
            check_messages(form, RULE.code, &[]);
        }
    }
}
