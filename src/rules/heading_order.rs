//! `heading-order`: numbered headings out of sequence, or of the sections' own kind.

use super::sequence::{HeadingList, Misordered, Ordinal, headings, mentions, out_of_order, points};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{
    Line, Numbering, Passage, Subject, in_characters, numbered, numbering, value,
};
use crate::report::shortened;
use crate::standard::Section;

pub(super) const RULE: Rule = Rule {
    code: Code::HeadingOrder,
    waivable: true,
    explanation: Explanation {
        summary: "numbered headings, or 一是…二是…, that skip, repeat or go back; 一、 inside a \
                  section",
        what: "一部分文字里，每一级序号（一）（二）……、1. 2.……、（1）（2）……和“一是……二是……”\
               应当依次排列，不跳号、不重号；\
               “一、”是六个部分自己的序号，部分里面从“（一）”或“1.”排起。",
        why: "结构层次序数依次用“一、”“（一）”“1.”“（1）”标注（GB/T 9704—2012 第 7.3.3 条）；\
              序号不连，读者会以为缺了一段。",
        wrong: "（一）主动公开\n（三）平台建设",
        right: "（一）主动公开\n（二）平台建设",
    },
    check: Check::Report(check),
};

/// How many lists of a paragraph, and numbers of a list, are told.
const TOLD: usize = 20;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        findings.extend(of_sections(passage, &subject.report.standard.sections));
        for list in headings(&passage.lines) {
            findings.extend(of_headings(passage, &list));
        }
        for (line, text) in passage.lines.iter().enumerate() {
            for list in points(line, &text.text).into_iter().take(TOLD) {
                findings.extend(of_points(passage, &list));
            }
        }
    }
    findings
}

/// Numbered headings that are out of order.
fn of_headings(passage: &Passage, list: &HeadingList) -> Vec<Finding> {
    let HeadingList { level, items } = list;
    let mut findings = Vec::new();
    for Misordered { index, expected } in out_of_order(items, 1) {
        let item = &items[index];
        let from = index.checked_sub(1).map_or(0, |before| items[before].line);
        // 5.……（1）……（2）…… in a line before: the number that seems to lack stands there.
        if expected > item.value
            || !mentions(&passage.lines[from..item.line], *level, item.value - 1)
        {
            findings.push(finding(passage, items, index, numbered(*level, expected)));
        }
    }
    findings
}

/// 一是…二是… out of order; a paragraph that starts with 二是 goes on from another.
fn of_points(passage: &Passage, list: &[Ordinal]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Misordered { index, expected } in out_of_order(list, list[0].value).into_iter().take(TOLD) {
        let expected = format!("{}是", in_characters(expected));
        findings.push(finding(passage, list, index, expected));
    }
    findings
}

fn finding(passage: &Passage, list: &[Ordinal], index: usize, expected: String) -> Finding {
    let item = &list[index];
    let line = &passage.lines[item.line];
    let after = match index.checked_sub(1) {
        Some(before) => format!("“{}”后面", number_of(passage, &list[before])),
        None => "第一个序号".to_owned(),
    };
    let heading = shortened(line.text[item.range.start..].trim(), 16);
    let message = format!("{after}应是“{expected}”，写的是“{heading}”");
    Finding::new(RULE.code, message, line.place_of(&item.range))
        .hint("核对是编错了号，还是漏了一段")
        .sides(number_of(passage, item), expected)
        .in_text(&passage.key)
}

/// A number as it is typed.
fn number_of<'p>(passage: &'p Passage, item: &Ordinal) -> &'p str {
    passage.lines[item.line].text[item.range.clone()].trim()
}

/// 一、 inside a section's text, told once for the passage.
///
/// The program prints the six sections as 一、 to 六、, so whatever a text
/// numbers in this way stands among them on paper. That is a fault of its kind
/// in any sequence, and one that moving the headings a level down puts right;
/// an own sequence is therefore not asked of them.
fn of_sections(passage: &Passage, sections: &[Section]) -> Option<Finding> {
    let lines = passage.lines.iter();
    let mut tops = lines.filter_map(|line| Some((line, top_number(line)?)));
    let (line, number) = tops.next()?;
    let more = tops.count();
    let typed = line.text[number.range.clone()].trim();
    let name = line.text[number.range.end..].trim();
    let name = name.trim_end_matches(['。', '：', ':']);
    let (message, hint) = if sections.iter().any(|section| is_called(section, name)) {
        (
            format!("“{typed}{name}”是各部分的标题，程序会印，不用写进文字"),
            "删去这一行",
        )
    } else {
        let heading = shortened(&format!("{typed}{name}"), 20);
        let all = if more == 0 {
            String::new()
        } else {
            format!("等 {} 个标题", more + 1)
        };
        (
            format!("“{heading}”{all}与报告的六个部分“一、”至“六、”同级"),
            "部分里面的标题从“（一）”或“1.”排起",
        )
    };
    Some(
        Finding::new(RULE.code, message, line.place_of(&number.range))
            .hint(hint)
            .sides(typed, numbered(2, number.value))
            .in_text(&passage.key),
    )
}

/// The number of a heading that is numbered as the sections are.
fn top_number(line: &Line) -> Option<Numbering> {
    let number = numbering(&line.text)?;
    let is_top = number.level == 1 && is_heading(&line.text[number.range.end..]);
    is_top.then_some(number)
}

/// Whether a section has this name behind its number.
fn is_called(section: &Section, name: &str) -> bool {
    let label = section.label.split_once('、');
    label.is_some_and(|(_, label)| label == name)
}

/// Characters behind 一、 that make a list of numbers of it: 一、二级医院.
const COUNTED: &str = "级类档线等";

/// Whether what follows 一、 is no list of numbers, as in 一、二级医院.
fn is_heading(behind: &str) -> bool {
    let first = behind.trim().chars().next();
    first.is_some_and(|c| value(&c.to_string()).is_none() && !COUNTED.contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as report;
    use super::*;
    use crate::testing::{CLEAN, with_line};

    /// Checks a text of section one; the findings' messages.
    fn check(lines: &[&str], expected: &[&str]) {
        let (before, behind) = (
            CLEAN.find("总体情况:").unwrap(),
            CLEAN.find("主动公开:").unwrap(),
        );
        let text = format!("总体情况: |\n  {}\n", lines.join("\n  "));
        let form = format!("{}{text}{}", &CLEAN[..before], &CLEAN[behind..]);
        let found: Vec<String> = super::super::tests::findings(&form, None)
            .iter()
            .filter(|f| f.code == RULE.code && &*f.places[0].path == "总体情况")
            .map(|f| f.message.clone())
            .collect();
        assert_eq!(found, expected, "{lines:?}");
    }

    #[test]
    fn headings_that_skip_repeat_or_go_back() {
        check(
            &["（一）主动公开", "文字。", "（三）平台建设", "（四）监督"],
            &["“（一）”后面应是“（二）”，写的是“（三）平台建设”"],
        );
        check(
            &["（一）甲", "（二）乙", "（二）丙", "（三）丁"],
            &["“（二）”后面应是“（三）”，写的是“（二）丙”"],
        );
        check(&["（二）甲"], &["第一个序号应是“（一）”，写的是“（二）甲”"]);
        check(
            &["（一）甲", "1.子", "2.丑", "（二）乙", "2.子"],
            &["第一个序号应是“1.”，写的是“2.子”"],
        );
        check(
            &[
                "（一）甲",
                "（二）乙",
                "正文写得很长，到此为止。",
                "（一）丙",
            ],
            &["“（二）”后面应是“（三）”，写的是“（一）丙”"],
        );
    }

    #[test]
    fn headings_in_order() {
        check(
            &["1.甲", "（一）子", "（二）丑", "2.乙", "（一）子", "3、丙"],
            &[],
        );
        check(
            &[
                "存在的问题",
                "1.甲。",
                "2.乙。",
                "下一步，采取以下措施。",
                "1.甲。",
                "2.乙。",
            ],
            &[],
        );
        check(
            &["（一）甲。（1）子；（2）丑；", "（3）寅。", "(二)乙。"],
            &[],
        );
    }

    #[test]
    fn points_in_running_text() {
        check(
            &["一是甲，形成机制；三是乙；三是丙。", "二是丁。三是戊。"],
            &["“一是”后面应是“二是”，写的是“三是乙；三是丙。”"],
        );
        check(
            &["问题：一是甲；二是乙；二是丙。"],
            &["“二是”后面应是“三是”，写的是“二是丙。”"],
        );
        check(
            &[
                "问题有：一是甲；二是乙。措施：一是甲：一是子，二是丑；二是乙；三是丙。唯一是，\
                 统一是。",
            ],
            &[],
        );
    }

    #[test]
    fn sections_are_not_numbered_twice() {
        check(
            &["二、机制", "文字。", "三、公开"],
            &["“二、机制”等 2 个标题与报告的六个部分“一、”至“六、”同级"],
        );
        check(
            &["一、总体情况", "文字。"],
            &["“一、总体情况”是各部分的标题，程序会印，不用写进文字"],
        );
        check(&["一、二级医院公开信息。"], &[]);
        let form = with_line("（二）坚持便民", "（三）坚持便民");
        let finding = "“（一）”后面应是“（二）”，写的是“（三）坚持便民” | 核对是编错了号，\
                       还是漏了一段 | 总体情况";
        report(&form, RULE.code, &[finding]);
    }
}
