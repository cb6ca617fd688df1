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
struct Typed {
    range: Range<usize>,
    fault: Option<DocumentNumberFault>,
    /// The number as it should be, if that is known.
    right: String,
}

struct DocumentNumberFault(&'static str);

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Numbers that a title goes with: number, title, place.
    let mut known: Vec<(&str, &str, &Line, Range<usize>)> = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for typed in numbers(&line.text) {
                let number = &line.text[typed.range.clone()];
                if let Some(DocumentNumberFault(fault)) = typed.fault {
                    findings.push(
                        Finding::new(
                            RULE.code,
                            format!("发文字号“{number}”{fault}"),
                            line.place_of(&typed.range),
                        )
                        .hint(format!("应写成“{}”", typed.right))
                        .sides(number, &typed.right)
                        .in_text(&passage.key),
                    );
                } else if let Some(title) = title(&line.text, &typed.range) {
                    match known.iter().find(|(n, ..)| *n == number) {
                        Some((_, first, first_line, range)) if !is_same(first, title) => {
                            let finding = two_titles(passage, line, &typed.range, first, title);
                            findings.push(finding.related([first_line.place_of(range)]));
                        }
                        Some(_) => {}
                        None => known.push((number, title, line, typed.range)),
                    }
                }
            }
        }
    }
    findings
}

fn two_titles(
    passage: &Passage,
    line: &Line,
    range: &Range<usize>,
    first: &str,
    second: &str,
) -> Finding {
    let number = &line.text[range.clone()];
    let [first, second] = [first, second].map(|title| shortened(title, 30));
    Finding::new(
        RULE.code,
        format!("“{number}”用在两个文件上：先是《{first}》，后是《{second}》"),
        line.place_of(range),
    )
    .hint("一个发文字号只属于一个文件，核对这两个文件的发文字号")
    .stated(number)
    .in_text(&passage.key)
}

/// The numbers of a line, sound or not, that a body's sign stands before.
fn numbers(text: &str) -> Vec<Typed> {
    let mut found = Vec::new();
    for (end, mark) in text.match_indices('号') {
        let before = &text[..end];
        let serial = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &before[serial.len()..];
        if !digits.is_empty()
            && digits.len() <= 9
            && let Some(typed) = read(serial, digits)
        {
            found.push(Typed {
                range: typed.range.start..end + mark.len(),
                ..typed
            });
        }
    }
    found
}

/// The number that ends with these digits; none where no body's sign stands before.
fn read(before: &str, digits: &str) -> Option<Typed> {
    const OPENING: [char; 7] = ['〔', '[', '【', '(', '（', '［', '{'];
    const CLOSING: [char; 7] = ['〕', ']', '】', ')', '）', '］', '}'];
    let (rest, ordinal) = before
        .trim_end()
        .strip_suffix('第')
        .map_or((before.trim_end(), false), |rest| (rest, true));
    let serial = digits.trim_start_matches('0');
    let (body, year, fault) = if let Some(inner) = rest.strip_suffix(CLOSING) {
        let head = inner.trim_end_matches(|c: char| c.is_ascii_digit());
        let year = &inner[head.len()..];
        let closing = rest.chars().next_back()?;
        match head.strip_suffix(OPENING) {
            Some(body) => {
                let square = head.ends_with('〔') && closing == '〕';
                let fault = match (is_year(year), square) {
                    (false, true) if !year.is_empty() => {
                        Some(DocumentNumberFault("的年份不是四位数字"))
                    }
                    (false, _) => return None,
                    (true, false) => Some(DocumentNumberFault("的年份没有用六角括号〔〕")),
                    (true, true) => None,
                };
                (body, year, fault)
            }
            None if closing == '〕' && is_year(year) => {
                (head, year, Some(DocumentNumberFault("缺少“〔”")))
            }
            None => return None,
        }
    } else if let Some(body) = rest
        .strip_suffix('〔')
        .filter(|_| digits.len() > 4 && is_year(&digits[..4]))
    {
        return typed(
            body,
            &digits[..4],
            &digits[4..],
            Some(DocumentNumberFault("缺少“〕”")),
        );
    } else if rest.ends_with(['发', '函']) && !ordinal && digits.len() > 4 && is_year(&digits[..4])
    {
        return typed(
            rest,
            &digits[..4],
            &digits[4..],
            Some(DocumentNumberFault("的年份没有用六角括号〔〕")),
        );
    } else {
        return None;
    };
    // 罚字〔2020〕第0012号 is how decisions are numbered, which are no documents of the kind.
    let decision = body.trim_end().ends_with(['字', '令']);
    let fault = match fault {
        None if ordinal && !decision => Some(DocumentNumberFault("的序号前多了“第”")),
        None if serial.len() < digits.len() && !decision => {
            Some(DocumentNumberFault("的序号前补了 0"))
        }
        fault => fault,
    };
    typed(body, year, serial, fault)
}

/// The number of a body's sign, year and serial; the range is open at its end.
fn typed(
    before: &str,
    year: &str,
    serial: &str,
    fault: Option<DocumentNumberFault>,
) -> Option<Typed> {
    let before = before.trim_end();
    let run = before.trim_end_matches(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let run = &before[run.len()..];
    let body = run
        .rfind(|c| BEFORE.contains(c))
        .map_or(run, |at| &run[at + '据'.len_utf8()..]);
    // A sign is at most eight characters; what stands before it in the sentence is cut off.
    let body = body
        .char_indices()
        .rev()
        .nth(7)
        .map_or(body, |(at, _)| &body[at..]);
    let stands = body.chars().count() >= 2 && body.ends_with(|c| ENDINGS.contains(c));
    if !stands || lists().sending.end(body) || serial.is_empty() {
        return None;
    }
    let right = if is_year(year) {
        format!("{body}〔{year}〕{serial}号")
    } else {
        format!("{body}〔四位年份〕{serial}号")
    };
    Some(Typed {
        range: before.len() - body.len()..before.len(),
        fault,
        right,
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// The title that a number goes with: 《…》（number） with nothing between, and nothing but a mark behind.
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

/// Whether two titles may be one document's: one is the other with less said, or a slip away.
fn is_same(first: &str, second: &str) -> bool {
    let bare = |title: &str| {
        let title = title.replace("关于印发", "").replace("的通知", "");
        title
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<Vec<_>>()
    };
    let (a, b) = (bare(first), bare(second));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    // 《通知》, 《格式》 stand for a title told before.
    if short.len() <= 3 {
        return true;
    }
    let within = short.iter().all(|c| rest.any(|r| r == c));
    within || strsim::generic_damerau_levenshtein(&short, &long) <= 2
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
                    t.fault.as_ref()?.0,
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
