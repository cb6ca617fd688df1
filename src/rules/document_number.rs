//! `document-number`: two documents of one number, or a number that is none.

use std::ops::Range;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Passage, Subject, lists};
use crate::report::shortened;

pub(super) const RULE: Rule = Rule {
    code: Code::DocumentNumber,
    waivable: true,
    explanation: Explanation {
        summary: "one document number for two titles, or a malformed document number",
        what: "同一个发文字号用在两个不同的文件名上；发文字号的年份没有用六角括号〔〕括起、\
               括号缺一半、年份不是四位，或序号前加了“第”、补了 0。",
        why: "发文字号由发文机关代字、年份、发文顺序号组成；年份应标全称，以六角括号“〔〕”括入，\
              顺序号不编虚位，不加“第”字（GB/T 9704—2012 第 7.2.5 条）。",
        wrong: "国办发[2021]5号、国办函2021〕30号、国办发〔2021〕第5号",
        right: "国办发〔2021〕5号、国办函〔2021〕30号",
    },
    check: Check::Report(check),
};

/// The last character of what stands for the issuing body (发文机关代字).
const ENDINGS: &str = "发函办字政令通文规";
/// Characters of the sentence that may stand right before the issuing body.
const BEFORE: &str = "据照按依将对以和与及的了实行彻在为于见是";

/// Characters of the longest title.
const LONGEST: usize = 200;

/// A number as typed: 国办函〔2020〕109号.
struct TypedNumber {
    range: Range<usize>,
    fault: Option<DocumentNumberFault>,
    /// The number as it should be, if that is known.
    right: String,
}

/// What is wrong with a number.
#[derive(Clone, Copy)]
enum DocumentNumberFault {
    YearWithoutBrackets,
    YearNotOfFourDigits,
    NoOpeningBracket,
    NoClosingBracket,
    OrdinalBeforeSerial,
    NoughtBeforeSerial,
}

impl DocumentNumberFault {
    /// What is told of it, behind the number.
    fn words(self) -> &'static str {
        match self {
            Self::YearWithoutBrackets => "的年份没有用六角括号〔〕",
            Self::YearNotOfFourDigits => "的年份不是四位数字",
            Self::NoOpeningBracket => "缺少“〔”",
            Self::NoClosingBracket => "缺少“〕”",
            Self::OrdinalBeforeSerial => "的序号前多了“第”",
            Self::NoughtBeforeSerial => "的序号前补了 0",
        }
    }
}

/// A sound number, and the title that goes with it.
struct TitledNumber<'a> {
    number: &'a str,
    title: &'a str,
    line: &'a Line,
    range: Range<usize>,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: Vec<TitledNumber<'_>> = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for typed in numbers(&line.text) {
                if let Some(fault) = typed.fault {
                    findings.push(malformed(passage, line, &typed, fault));
                    continue;
                }
                let Some(title) = title(&line.text, &typed.range) else {
                    continue;
                };
                let titled = TitledNumber {
                    number: &line.text[typed.range.clone()],
                    title,
                    line,
                    range: typed.range,
                };
                match known.iter().find(|first| first.number == titled.number) {
                    Some(first) if !is_same(first.title, title) => {
                        findings.push(two_titles(passage, first, &titled));
                    }
                    Some(_) => {}
                    None => known.push(titled),
                }
            }
        }
    }
    findings
}

fn malformed(
    passage: &Passage,
    line: &Line,
    typed: &TypedNumber,
    fault: DocumentNumberFault,
) -> Finding {
    let number = &line.text[typed.range.clone()];
    let message = format!("发文字号“{number}”{}", fault.words());
    Finding::new(RULE.code, message, line.place_of(&typed.range))
        .hint(format!("应写成“{}”", typed.right))
        .sides(number, &typed.right)
        .in_text(&passage.key)
}

fn two_titles(passage: &Passage, first: &TitledNumber<'_>, second: &TitledNumber<'_>) -> Finding {
    let number = second.number;
    let [one, other] = [first.title, second.title].map(|title| shortened(title, 30));
    let message = format!("“{number}”用在两个文件上：先是《{one}》，后是《{other}》");
    Finding::new(RULE.code, message, second.line.place_of(&second.range))
        .hint("一个发文字号只属于一个文件，核对这两个文件的发文字号")
        .stated(number)
        .in_text(&passage.key)
        .related([first.line.place_of(&first.range)])
}

/// Digits of the longest serial with its year.
const MOST_DIGITS: usize = 9;

/// The numbers of a line, sound or not, that a body's sign stands before.
fn numbers(text: &str) -> Vec<TypedNumber> {
    let mut found = Vec::new();
    for (end, mark) in text.match_indices('号') {
        let before = text[..end].trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &text[before.len()..end];
        if digits.is_empty() || digits.len() > MOST_DIGITS {
            continue;
        }
        if let Some(mut typed) = read(before, digits) {
            typed.range.end = end + mark.len();
            found.push(typed);
        }
    }
    found
}

/// Brackets that are typed around a year; 〔〕 are right.
const OPENING: [char; 7] = ['〔', '[', '【', '(', '（', '［', '{'];
const CLOSING: [char; 7] = ['〕', ']', '】', ')', '）', '］', '}'];

/// What stands before a serial: the body's sign and the year.
struct BeforeSerial<'t> {
    body: &'t str,
    year: &'t str,
    fault: Option<DocumentNumberFault>,
}

/// The number that ends with these digits; none where no body's sign stands before.
fn read(before: &str, digits: &str) -> Option<TypedNumber> {
    let before = before.trim_end();
    let rest = before.strip_suffix('第').unwrap_or(before);
    let is_ordinal = rest.len() < before.len();
    if !rest.ends_with(CLOSING) {
        return read_unbracketed(rest, digits, is_ordinal);
    }
    let serial = digits.trim_start_matches('0');
    let mut found = read_brackets(rest)?;
    // 罚字〔2020〕第0012号 is how decisions are numbered, which are no documents of the kind.
    let is_decision = found.body.trim_end().ends_with(['字', '令']);
    if found.fault.is_none() && !is_decision {
        if is_ordinal {
            found.fault = Some(DocumentNumberFault::OrdinalBeforeSerial);
        } else if serial.len() < digits.len() {
            found.fault = Some(DocumentNumberFault::NoughtBeforeSerial);
        }
    }
    found.with_serial(serial)
}

/// A body's sign, and a year in brackets of some kind, or with the closing one alone.
fn read_brackets(text: &str) -> Option<BeforeSerial<'_>> {
    let inner = text.strip_suffix(CLOSING)?;
    let head = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = &inner[head.len()..];
    let is_closed = text.ends_with('〕');
    let Some(body) = head.strip_suffix(OPENING) else {
        let fault = Some(DocumentNumberFault::NoOpeningBracket);
        let found = BeforeSerial {
            body: head,
            year,
            fault,
        };
        return (is_closed && is_year(year)).then_some(found);
    };
    let is_right = is_closed && head.ends_with('〔');
    let fault = match (is_year(year), is_right) {
        (true, true) => None,
        (true, false) => Some(DocumentNumberFault::YearWithoutBrackets),
        (false, true) if !year.is_empty() => Some(DocumentNumberFault::YearNotOfFourDigits),
        (false, _) => return None,
    };
    Some(BeforeSerial { body, year, fault })
}

/// A number whose year has no closing bracket, or none at all: its digits are year and serial.
fn read_unbracketed(before: &str, digits: &str, is_ordinal: bool) -> Option<TypedNumber> {
    if digits.len() <= 4 || !is_year(&digits[..4]) {
        return None;
    }
    let (body, fault) = if let Some(body) = before.strip_suffix('〔') {
        (body, DocumentNumberFault::NoClosingBracket)
    } else if before.ends_with(['发', '函']) && !is_ordinal {
        (before, DocumentNumberFault::YearWithoutBrackets)
    } else {
        return None;
    };
    let (year, serial) = digits.split_at(4);
    let fault = Some(fault);
    BeforeSerial { body, year, fault }.with_serial(serial)
}

/// Characters of the longest sign of a body; what stands before it in the sentence is cut off.
const LONGEST_SIGN: usize = 8;

impl BeforeSerial<'_> {
    /// The number with its serial; its range is open at its end.
    fn with_serial(&self, serial: &str) -> Option<TypedNumber> {
        let before = self.body.trim_end();
        let body = sign_at_the_end(before);
        let is_sign = body.chars().count() >= 2 && body.ends_with(|c| ENDINGS.contains(c));
        if !is_sign || lists().sending.end(body) || serial.is_empty() {
            return None;
        }
        let year = if is_year(self.year) {
            self.year
        } else {
            "四位年份"
        };
        Some(TypedNumber {
            range: before.len() - body.len()..before.len(),
            fault: self.fault,
            right: format!("{body}〔{year}〕{serial}号"),
        })
    }
}

/// The Chinese characters at the end of a text that may be a body's sign.
fn sign_at_the_end(text: &str) -> &str {
    let others = text.trim_end_matches(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut sign = &text[others.len()..];
    if let Some((_, behind)) = sign.rsplit_once(|c| BEFORE.contains(c)) {
        sign = behind;
    }
    match sign.char_indices().rev().nth(LONGEST_SIGN - 1) {
        Some((at, _)) => &sign[at..],
        None => sign,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// The title that a number goes with: 《…》（number） with nothing between, and nothing but a mark
/// behind.
fn title<'t>(text: &'t str, number: &Range<usize>) -> Option<&'t str> {
    let before = text[..number.start]
        .trim_end()
        .strip_suffix(['（', '('])
        .unwrap_or(&text[..number.start]);
    let inner = before.trim_end().strip_suffix('》')?;
    // Several numbers in one bracket belong to several documents.
    if text[number.end..]
        .trim_start()
        .starts_with(['、', '和', '及', '与'])
    {
        return None;
    }
    let mut depth = 1;
    for (at, c) in inner.char_indices().rev().take(LONGEST) {
        match c {
            '》' => depth += 1,
            '《' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&inner[at + c.len_utf8()..]);
        }
    }
    None
}

/// Characters of the longest title that stands for one told before: 《通知》, 《格式》.
const SHORT: usize = 3;

/// Whether two titles may be one document's: one is the other with less said, or a slip away.
fn is_same(first: &str, second: &str) -> bool {
    let (one, other) = (bare_title(first), bare_title(second));
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() <= SHORT {
        return true;
    }
    let mut rest = long.iter();
    let is_within = short.iter().all(|c| rest.any(|other| other == c));
    is_within || strsim::generic_damerau_levenshtein(&short, &long) <= 2
}

/// The letters of a title, without what does not make it another one.
fn bare_title(title: &str) -> Vec<char> {
    let title = title.replace("关于印发", "").replace("的通知", "");
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as report;
    use super::*;
    use crate::testing::with_line;

    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = numbers(text)
            .iter()
            .filter_map(|t| {
                Some(format!(
                    "{} {} {}",
                    &text[t.range.clone()],
                    t.fault?.words(),
                    t.right
                ))
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn malformed_numbers() {
        check(
            "按照国办发[2020]5号要求",
            &["国办发[2020]5号 的年份没有用六角括号〔〕 国办发〔2020〕5号"],
        );
        check(
            "（国办函2020〕109号）",
            &["国办函2020〕109号 缺少“〔” 国办函〔2020〕109号"],
        );
        check(
            "国办公开办函〔202130号",
            &["国办公开办函〔202130号 缺少“〕” 国办公开办函〔2021〕30号"],
        );
        check(
            "公开办函202130号",
            &["公开办函202130号 的年份没有用六角括号〔〕 公开办函〔2021〕30号"],
        );
        check(
            "《要点》（苏政办发〔20〕8号）",
            &["苏政办发〔20〕8号 的年份不是四位数字 苏政办发〔四位年份〕8号"],
        );
        check(
            "张政发（2020）第15号",
            &["张政发（2020）第15号 的年份没有用六角括号〔〕 张政发〔2020〕15号"],
        );
        check(
            "张政发〔2020〕第15号",
            &["张政发〔2020〕第15号 的序号前多了“第” 张政发〔2020〕15号"],
        );
        check(
            "张政发〔2020〕05号",
            &["张政发〔2020〕05号 的序号前补了 0 张政发〔2020〕5号"],
        );
    }

    #[test]
    fn numbers_that_are_sound_or_of_another_kind() {
        for text in [
            "（国办公开办函〔2021〕30号）和（国务院令第711号）、（国办发〔2019〕14号）",
            "（市府办电话通知第26号）和（2020）苏05行初12号",
            "张环罚字〔2020〕第0015号",
            "地址：人民中路28号；金港镇2019-467（09）号地块",
            "网站首批印发（2020）15号",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn one_number_for_two_titles() {
        let two = "《关于印发〈集贸市场方案〉的通知》（张保发〔2020〕15号）\
                   和《2020年大气污染防治方案》（张保发〔2020〕15号）";
        report(
            &with_line("全市行政机关", &format!("解读{two}，没有收取信息处理费。")),
            RULE.code,
            &[
                "“张保发〔2020〕15号”用在两个文件上：先是《关于印发〈集贸市场方案〉的通知》，\
                 后是《2020年大气污染防治方案》 | \
               一个发文字号只属于一个文件，核对这两个文件的发文字号 | 其他事项 其他事项",
            ],
        );
        let one = "《关于印发〈集贸市场方案〉的通知》（张保发〔2020〕15号），《集贸市场方案》\
                   （张保发〔2020〕15号）";
        report(
            &with_line("全市行政机关", &format!("解读{one}，没有收取信息处理费。")),
            RULE.code,
            &[],
        );
    }
}
