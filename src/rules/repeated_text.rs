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
    let former = Narrative::without_claims(last, None);
    for section in &subject.report.standard.sections {
        if let Some(key) = section.text.as_deref() {
            findings.extend(check_section(subject, last, key, former.lines(key)));
        }
    }
    findings
}

/// The finding on a section, if more of its sentences than may be stand in last year's.
fn check_section(
    subject: &Subject<'_>,
    last: &Report,
    key: &str,
    former: &[Line],
) -> Option<Finding> {
    let report = subject.report;
    let lines = subject.narrative.lines(key);
    let sentences = telling_sentences(report, report, lines);
    let former = telling_sentences(report, last, former).into_iter();
    let known: BTreeSet<String> = former.map(|sentence| sentence.plain).collect();
    let mut repeated: Vec<&PlainSentence> = sentences.iter().collect();
    repeated.retain(|sentence| known.contains(&sentence.plain));
    let (count, all) = (repeated.len(), sentences.len());
    let limit = report.standard.repeated.percent as usize;
    if count < FEW || count * 100 <= all * limit {
        return None;
    }
    repeated.dedup_by_key(|sentence| sentence.line);
    let mut places = repeated
        .iter()
        .map(|s| lines[s.line].place_of(&s.range).named(key, key));
    let first = places.next().unwrap_or_else(|| Place::file(&report.file));
    let message = format!("“{key}”的 {all} 句里有 {count} 句与上年相同");
    Some(
        Finding::new(RULE.code, message, first)
            .stated(format!("{count}/{all}"))
            .hint("按本年的情况改写；确实要重复的，在“豁免”里写明理由")
            .related(places.take(SHOWN))
            .in_text(key),
    )
}

/// The sentences of a report's sections that tell something of their own, without blanks, marks
/// and numbers.
pub(super) fn own_sentences(subject: &Subject<'_>) -> Vec<String> {
    let report = subject.report;
    let mut found = Vec::new();
    for section in &report.standard.sections {
        let Some(key) = section.text.as_deref() else {
            continue;
        };
        for sentence in telling_sentences(report, report, subject.narrative.lines(key)) {
            // The agency's name does not make another sentence.
            let text = sentence.plain.replace(&report.agency.value, "@");
            found.push(text.replace(report.short_name(), "@"));
        }
    }
    found
}

/// The sentences of a report's section that are long enough and no standard phrase.
fn telling_sentences(this: &Report, report: &Report, lines: &[Line]) -> Vec<PlainSentence> {
    let phrases = StandardPhrases::of(this, report);
    let least = this.standard.repeated.characters;
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for sentence in sentences(at, line) {
            let is_long = sentence.plain.chars().count() >= least;
            if is_long && !phrases.begin(&sentence.plain) {
                found.push(sentence);
            }
        }
    }
    found
}

/// What has to be said every year, and by whom, without blanks and marks.
struct StandardPhrases {
    phrases: Vec<String>,
    /// The agency's names.
    names: [String; 2],
}

impl StandardPhrases {
    /// The phrases of a report's standard, as another report's agency says them.
    fn of(this: &Report, report: &Report) -> Self {
        let phrases = this.standard.repeated.standard.iter();
        let names = [&report.agency.value, report.short_name()];
        Self {
            phrases: phrases.map(|phrase| plain_words(phrase)).collect(),
            names: names.map(plain_words),
        }
    }

    /// Whether a sentence begins with one of them: 2023年度，某某局未收取信息处理费.
    fn begin(&self, text: &str) -> bool {
        let mut rest = text;
        for _ in 0..2 {
            rest = rest.trim_start_matches(['#', '，', '年', '度']);
            for name in self.names.iter().filter(|name| !name.is_empty()) {
                rest = rest.strip_prefix(name.as_str()).unwrap_or(rest);
            }
        }
        let mut phrases = self.phrases.iter();
        phrases.any(|phrase| rest.starts_with(phrase.as_str()))
    }
}

/// Words that stand in no line, without blanks and marks.
fn plain_words(words: &str) -> String {
    plain(&Line::default(), words, 0)
}

/// Marks that end a sentence.
const ENDS: [char; 4] = ['。', '！', '？', '；'];

/// The sentences of a line; a heading is one.
fn sentences(at: usize, line: &Line) -> Vec<PlainSentence> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in line.text.split_inclusive(ENDS) {
        let blank = piece.len() - piece.trim_start().len();
        let range = start + blank..start + piece.trim_end().len().max(blank);
        start += piece.len();
        let text = line.text[range.clone()].trim_end_matches(ENDS);
        found.push(PlainSentence {
            line: at,
            plain: plain(line, text, range.start),
            range,
        });
    }
    found
}

/// Marks that stand in a number, and those that say nothing.
const POINTS: &str = "．.,，";
const QUOTATION_MARKS: &str = "“”\"‘’";

/// The text, which starts at this byte of the line, without blanks and quotation marks, with `#`
/// for calendar years and numbers.
fn plain(line: &Line, text: &str, start: usize) -> String {
    let years = years_within(line, &(start..start + text.len()));
    let mut plain = String::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let is_year = years.iter().any(|range| range.contains(&(start + at)));
        // The point of a decimal is part of its number.
        let is_point = POINTS.contains(c)
            && plain.ends_with('#')
            && rest.peek().is_some_and(|(_, next)| is_digit(*next));
        if is_year || is_digit(c) || is_point {
            if !plain.ends_with('#') {
                plain.push('#');
            }
        } else if !(c.is_whitespace() || QUOTATION_MARKS.contains(c)) {
            plain.push(c);
        }
    }
    plain
}

/// The bytes of a line's calendar years that lie in a stretch, in whole or in part.
fn years_within<'l>(line: &'l Line, stretch: &Range<usize>) -> Vec<&'l Range<usize>> {
    let mut years = Vec::new();
    for Token { kind, range } in &line.tokens {
        let is_here = range.end > stretch.start && range.start < stretch.end;
        if matches!(kind, Piece::Year(_)) && is_here {
            years.push(range);
        }
    }
    years
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
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
