//! `repeated-text`: a section whose text is for the most part last year's.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Narrative, Piece, Subject, Token};
use crate::place::Place;
use crate::report::Report;

pub(super) const RULE: Rule = Rule {
    code: Code::RepeatedText,
    waivable: true,
    explanation: Explanation {
        summary: "a section whose sentences are for the most part last year's; needs last year's \
                  form",
        what: "总体情况、问题与改进、其他事项中，\
               超过一半的句子在上年报告的同一部分里有过（年份和数字不论，\
               短句和每年都要写的套话不算）。要在“上年”里写上年的填报表。",
        why: "报告应写本年的情况，内容不宜泛化（国办公开办函〔2021〕30号）；问题年年相同、\
              措施年年照抄，是上级通报里常见的毛病。",
        wrong: "问题与改进的 6 句里有 5 句与上年相同",
        right: "写本年的问题，以及上年所说的措施落实得怎样",
    },
    check: Check::Report(check),
};

/// One repeated sentence shows nothing: some have to be said every year.
const FEW: usize = 2;

/// How many lines are shown besides the first.
const SHOWN: usize = 3;

/// A sentence in its line.
struct PlainSentence {
    line: usize,
    range: Range<usize>,
    /// Without blanks, quotation marks and numbers.
    plain: String,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(last) = subject.last else {
        return findings;
    };
    let report = subject.report;
    let former = Narrative::without_claims(last, None);
    for key in report
        .standard
        .sections
        .iter()
        .filter_map(|section| section.text.as_deref())
    {
        let lines = subject.narrative.lines(key);
        let sentences = telling(report, report, lines);
        let known: BTreeSet<String> = telling(report, last, former.lines(key))
            .into_iter()
            .map(|s| s.plain)
            .collect();
        let repeated: Vec<&PlainSentence> = sentences
            .iter()
            .filter(|s| known.contains(&s.plain))
            .collect();
        let limit = report.standard.repeated.percent as usize;
        if repeated.len() < FEW || repeated.len() * 100 <= sentences.len() * limit {
            continue;
        }
        let mut shown = repeated.clone();
        shown.dedup_by_key(|sentence| sentence.line);
        let mut places = shown
            .iter()
            .map(|s| lines[s.line].place_of(&s.range).named(key, key));
        let first = places.next().unwrap_or_else(|| Place::file(&report.file));
        let message = format!(
            "“{key}”的 {} 句里有 {} 句与上年相同",
            sentences.len(),
            repeated.len()
        );
        findings.push(
            Finding::new(RULE.code, message, first)
                .stated(format!("{}/{}", repeated.len(), sentences.len()))
                .hint("按本年的情况改写；确实要重复的，在“豁免”里写明理由")
                .related(places.take(SHOWN))
                .in_text(key),
        );
    }
    findings
}

/// The sentences of a report's sections that tell something of their own, without blanks, marks and numbers.
pub(super) fn own_sentences(subject: &Subject<'_>) -> Vec<String> {
    let report = subject.report;
    let keys = report
        .standard
        .sections
        .iter()
        .filter_map(|section| section.text.as_deref());
    let told = keys.flat_map(|key| telling(report, report, subject.narrative.lines(key)));
    // The agency's name does not make another sentence.
    let names = [&report.agency.value, report.short_name()];
    let evened = |plain: String| {
        names
            .iter()
            .fold(plain, |text, name| text.replace(name, "@"))
    };
    told.map(|sentence| evened(sentence.plain)).collect()
}

/// The sentences of a report's section that are long enough and no standard phrase.
fn telling(this: &Report, report: &Report, lines: &[Line]) -> Vec<PlainSentence> {
    let repeated = &this.standard.repeated;
    let standard: Vec<String> = repeated
        .standard
        .iter()
        .map(|phrase| plain(&Line::default(), phrase, 0))
        .collect();
    let names =
        [&report.agency.value, report.short_name()].map(|name| plain(&Line::default(), name, 0));
    let said_every_year = |text: &str| {
        let mut rest = text;
        // 2023年度，某某局未收取信息处理费.
        for _ in 0..2 {
            rest = rest.trim_start_matches(['#', '，', '年', '度']);
            for name in names.iter().filter(|name| !name.is_empty()) {
                rest = rest.strip_prefix(name.as_str()).unwrap_or(rest);
            }
        }
        standard
            .iter()
            .any(|phrase| rest.starts_with(phrase.as_str()))
    };
    let all = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| sentences(at, line));
    all.filter(|s| s.plain.chars().count() >= repeated.characters && !said_every_year(&s.plain))
        .collect()
}

/// The sentences of a line; a heading is one.
fn sentences(at: usize, line: &Line) -> Vec<PlainSentence> {
    let mut start = 0;
    let pieces = line
        .text
        .split_inclusive(['。', '！', '？', '；'])
        .map(|piece| {
            let blank = piece.len() - piece.trim_start().len();
            let range = start + blank..start + piece.trim_end().len().max(blank);
            start += piece.len();
            let text = line.text[range.clone()].trim_end_matches(['。', '！', '？', '；']);
            PlainSentence {
                line: at,
                plain: plain(line, text, range.start),
                range,
            }
        });
    pieces.collect()
}

/// The text, which starts at this byte of the line, without blanks and quotation marks, with `#` for calendar years and numbers.
fn plain(line: &Line, text: &str, start: usize) -> String {
    let here = |range: &Range<usize>| range.end > start && range.start < start + text.len();
    let is_year = |t: &&Token| matches!(t.kind, Piece::Year(_)) && here(&t.range);
    let years: Vec<&Range<usize>> = line
        .tokens
        .iter()
        .filter(is_year)
        .map(|t| &t.range)
        .collect();
    let mut plain = String::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let year = years.iter().any(|range| range.contains(&(start + at)));
        let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        // The point of a decimal is part of its number.
        let point = "．.,，".contains(c)
            && plain.ends_with('#')
            && rest.peek().is_some_and(|(_, next)| digit(*next));
        if year || digit(c) || point {
            if !plain.ends_with('#') {
                plain.push('#');
            }
        } else if !(c.is_whitespace() || "“”\"‘’".contains(c)) {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check_years, findings};
    use super::*;
    use crate::testing::{CLEAN, OLD, changed, with_line};

    /// The clean form with this text in section five.
    fn form(lines: &[&str]) -> String {
        let form = with_line("经过多年持续推动", lines[0]);
        changed(&form, "2024年，我市将", lines.get(1).unwrap_or(&""))
    }

    const HINT: &str = "按本年的情况改写；确实要重复的，在“豁免”里写明理由";

    fn section_five(this: &[&str], last: &[&str], expected: &[&str]) {
        let found = findings(&form(this), Some(&form(last)));
        let of = |f: &&Finding| f.code == RULE.code && &*f.places[0].path == "问题与改进";
        let shown: Vec<String> = found
            .iter()
            .filter(of)
            .map(|f| {
                format!(
                    "{} {} {}",
                    f.message,
                    f.stated.as_deref().unwrap_or(""),
                    f.places.len()
                )
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn years_and_numbers_do_not_make_a_new_text() {
        let last = [
            "2022年，我市受理的申请有12.5%未按时答复；基层工作人员流动性强业务不够熟练。",
            "二〇二三年将加大培训力度提升公开能力。",
        ];
        let this = [
            "2023年，我市 受理的申请有8%未按时答复；基层工作人员流动性强业务不够熟练。",
            "二〇二四年将加大培训力度提升公开能力。",
        ];
        section_five(
            &this,
            &last,
            &["“问题与改进”的 3 句里有 3 句与上年相同 3/3 2"],
        );
        let half = [
            this[0],
            "一是修订公开指南并逐条核对目录；二是请法律顾问审核每一份答复。",
        ];
        section_five(&half, &last, &[]);
        // A single sentence, and sentences of a few words, say nothing.
        section_five(&[this[1]], &[this[1]], &[]);
        section_five(
            &["问题不多。", "继续努力。"],
            &["问题不多。", "继续努力。"],
            &[],
        );
    }

    #[test]
    fn standard_sentences_do_not_count() {
        let standard = "2023年，张家港市人民政府坚持“以公开为常态、不公开为例外”的原则。";
        let own = "一是基层工作人员流动性强业务不够熟练；二是政策解读宣传方式相对单一。";
        section_five(
            &[standard, own],
            &[standard, own],
            &["“问题与改进”的 2 句里有 2 句与上年相同 2/2 1"],
        );
        section_five(&[standard, standard], &[standard, standard], &[]);
    }

    #[test]
    fn the_same_form_again_and_another_one() {
        check_years(CLEAN, None, RULE.code, &[]);
        check_years(CLEAN, Some(OLD), RULE.code, &[]);
        check_years(
            CLEAN,
            Some(CLEAN),
            RULE.code,
            &[
                &format!(
                    "“总体情况”的 27 句里有 27 句与上年相同 | {HINT} | 总体情况 总体情况 总体情况 \
                     总体情况"
                ),
                &format!("“问题与改进”的 7 句里有 7 句与上年相同 | {HINT} | 问题与改进 问题与改进"),
            ],
        );
    }
}
