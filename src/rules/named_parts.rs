//! `named-parts`: the parts of the report as its first text names and counts them.

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
    /// The number's first and last byte in the line.
    range: std::ops::Range<usize>,
    /// How many the sentence says there are.
    said: usize,
    /// How many names it has, at least and at most: a last “甲和乙” may be one or two.
    named: std::ops::RangeInclusive<usize>,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let printed = subject.report.standard.sections.len();
    subject
        .narrative
        .lines(LEAD)
        .iter()
        .filter_map(|line| told(line, printed))
        .collect()
}

/// What is told of a line, in a report of so many parts.
fn told(line: &Line, printed: usize) -> Option<Finding> {
    let Some(NamedParts { range, said, named }) = parts(&line.text) else {
        return counted(line, printed);
    };
    let (message, hint) = if !named.contains(&said) {
        let message = format!("引言说报告有 {said} 个部分，列出的是 {} 个", named.start());
        (
            message,
            format!("补上没有列的，或改数；报告印出来有 {printed} 个部分"),
        )
    } else if said != printed {
        let message = format!("引言说报告有 {said} 个部分，印出来是 {printed} 个");
        (
            message,
            "照报告各部分的标题改；或不写引言，由程序写".to_owned(),
        )
    } else {
        return None;
    };
    let finding = Finding::new(RULE.code, message, line.place_of(&range));
    Some(finding.hint(hint).stated(&line.text[range]).in_text(LEAD))
}

/// What is told of a line that counts the report's parts and names none, or few: 总体情况等五个部分.
fn counted(line: &Line, printed: usize) -> Option<Finding> {
    let text = &line.text;
    if !lists().this_report.within(text) {
        return None;
    }
    // 六个部分, 七部分: the number stands right before.
    let counted = |(at, _): (usize, &str)| {
        let before = lists().piece.trim_end(&text[..at]);
        let start = before
            .rfind(|c: char| !is_digit(c))
            .map_or(0, |at| at + length_at(text, at));
        Some((start..before.len(), number(&before[start..])?))
    };
    let mut counts = lists()
        .parts_of_this
        .iter()
        .flat_map(|word| text.match_indices(word));
    let (range, said) = counts
        .find_map(counted)
        .filter(|(_, said)| *said != printed && *said > 1)?;
    let message = format!("引言说报告有 {said} 个部分，印出来是 {printed} 个");
    let finding = Finding::new(RULE.code, message, line.place_of(&range));
    let hint = "照报告各部分的标题改；或不写引言，由程序写";
    Some(finding.hint(hint).stated(&text[range]).in_text(LEAD))
}

/// The parts that a line names and counts; none where it does not.
fn parts(text: &str) -> Option<NamedParts> {
    let words = lists();
    let counted = words.parts_of_a_report.iter();
    let end = counted.filter_map(|word| text.find(word)).min()?;
    let start = text[..end]
        .rfind(|c: char| !is_digit(c))
        .map_or(0, |at| at + length_at(text, at));
    let said = number(&text[start..end])?;
    // A list may not begin before the sentence, nor before its verb.
    let sentence = text[..start]
        .rfind(['。', '；'])
        .map_or(0, |at| at + '。'.len_utf8());
    let before = &text[sentence..start];
    let opened = words
        .opens_parts
        .iter()
        .filter_map(|word| Some(before.rfind(word)? + word.len()))
        .max()?;
    let listed = before[opened..].trim_end_matches(|c| "等共计，,".contains(c));
    // The official names of parts hold marks of their own: 行政复议、行政诉讼情况.
    let listed = lists()
        .joined_names
        .iter()
        .fold(listed.to_owned(), |listed, name| {
            listed.replace(name, &name.replace('、', ""))
        });
    let names = listed
        .split('、')
        .filter(|name| !name.trim().is_empty())
        .count();
    let joined = listed
        .rsplit('、')
        .next()
        .is_some_and(|last| last.contains(['和', '及', '与']));
    (names >= FEWEST).then(|| NamedParts {
        range: start..end,
        said,
        named: names..=names + usize::from(joined),
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || NUMERALS.contains(c)
}

fn length_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// A number of parts.
fn number(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if NUMERALS.contains(c) => NUMERALS
            .chars()
            .position(|numeral| numeral == c)
            .map(|at| at + 1),
        _ => text.parse().ok(),
    }
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
