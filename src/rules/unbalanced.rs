//! `unbalanced`: a bracket or quotation mark without its other half.

use super::{Check, Rule};
use crate::charset::CharSet;
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;

pub(super) const RULE: Rule = Rule {
    code: Code::Unbalanced,
    waivable: true,
    explanation: Explanation {
        summary: "a bracket or quotation mark without its other half in the paragraph",
        what: "一段文字里的括号（）〔〕、书名号《》【】和引号“”‘’应当成对，不缺一半，也不互相交叉。\
               序号“1）”不算；全角和半角配成一对也算成对。",
        why: "括号、引号、书名号由前后两半组成（GB/T 15834—2011 标点符号用法），\
              少一半就分不清哪里是文件名、哪里是补充说明。",
        wrong: "《信息处理费管理办法》国办函〔2020〕109号）",
        right: "《信息处理费管理办法》（国办函〔2020〕109号）",
    },
    check: Check::Report(check),
};

/// The pairs, each side with the characters that are taken for it.
const PAIRS: [(&str, &str); 6] = [
    ("（(", "）)"),
    ("〔[［", "〕]］"),
    ("《", "》"),
    ("【", "】"),
    ("“", "”"),
    ("‘", "’"),
];

/// How many marks of a paragraph are told; where more are wrong, the text is.
const TOLD: usize = 20;
/// How many open marks are looked through; nobody nests as deep.
const DEEP: usize = 50;

/// A mark that something is wrong with: its byte, and what.
#[derive(Debug, PartialEq, Eq)]
struct Loose {
    at: usize,
    mark: char,
    fault: BracketFault,
}

#[derive(Debug, PartialEq, Eq)]
enum BracketFault {
    /// An opening mark that nothing closes.
    Unclosed,
    /// A closing mark that nothing opened.
    Unopened,
    /// A pair that ends inside another one, the one that starts with this mark.
    Crossing(char),
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for loose in loose(&line.text).into_iter().take(TOLD) {
                let mark = loose.mark;
                let (message, hint) = match loose.fault {
                    BracketFault::Unclosed => (
                        format!("“{mark}”没有后一半“{}”", other(mark)),
                        format!("补上“{}”，或删去“{mark}”", other(mark)),
                    ),
                    BracketFault::Unopened => (
                        format!("“{mark}”没有前一半“{}”", other(mark)),
                        format!("补上“{}”，或删去“{mark}”", other(mark)),
                    ),
                    BracketFault::Crossing(outer) => (
                        format!("“{mark}{}”与“{outer}{}”互相交叉", other(mark), other(outer)),
                        format!(
                            "里面的一对先结束：“{}”应在“{}”之前",
                            other(mark),
                            other(outer)
                        ),
                    ),
                };
                let place = line.place_of(&(loose.at..loose.at + mark.len_utf8()));
                let around = around(&line.text, loose.at);
                findings.push(
                    Finding::new(RULE.code, format!("“{around}”里的{message}"), place)
                        .hint(hint)
                        .stated(around)
                        .in_text(&passage.key),
                );
            }
        }
    }
    findings
}

/// The marks of a paragraph that have no other half, in the order of the text.
fn loose(text: &str) -> Vec<Loose> {
    // Open marks; those that another pair's end cut off; what is wrong.
    let (mut open, mut cut, mut found) = (
        Vec::<(usize, char)>::new(),
        Vec::<(usize, char, char)>::new(),
        Vec::new(),
    );
    for (at, mark) in text.char_indices().filter(|(_, c)| MARKS.contains(*c)) {
        if let Some(closing) = PAIRS.iter().position(|(_, close)| close.contains(mark)) {
            let opens = |m: &char| PAIRS[closing].0.contains(*m);
            let (near, near_cut) = (
                open.len().saturating_sub(DEEP),
                cut.len().saturating_sub(DEEP),
            );
            if let Some(index) = open[near..].iter().rposition(|(_, m)| opens(m)) {
                let index = near + index;
                let outer = open[index].1;
                cut.extend(open.drain(index + 1..).map(|(at, m)| (at, m, outer)));
                open.truncate(index);
            } else if let Some(index) = cut[near_cut..].iter().rposition(|(_, m, _)| opens(m)) {
                let (at, mark, outer) = cut.remove(near_cut + index);
                found.push(Loose {
                    at,
                    mark,
                    fault: BracketFault::Crossing(outer),
                });
            } else if !is_no_half(text, at, mark) {
                found.push(Loose {
                    at,
                    mark,
                    fault: BracketFault::Unopened,
                });
            }
        } else if PAIRS.iter().any(|(open, _)| open.contains(mark)) {
            open.push((at, mark));
        }
    }
    let unclosed = open
        .into_iter()
        .chain(cut.into_iter().map(|(at, mark, _)| (at, mark)));
    // Square brackets only stand in for 〔〕; alone they are no punctuation of ours.
    let unclosed = unclosed.filter(|(_, mark)| !"[［".contains(*mark));
    found.extend(unclosed.map(|(at, mark)| Loose {
        at,
        mark,
        fault: BracketFault::Unclosed,
    }));
    found.sort_by_key(|loose| loose.at);
    found
}

/// All marks of the pairs.
static MARKS: CharSet = CharSet::of("（(）)〔[［〕]］《》【】“”‘’");

/// Whether a closing mark needs no other half: `1）` at the start of an item, an apostrophe.
fn is_no_half(text: &str, at: usize, mark: char) -> bool {
    let before = &text[..at];
    match mark {
        ')' | '）' => {
            let number = |c: char| {
                c.is_ascii_alphanumeric() || "一二三四五六七八九十０１２３４５６７８９".contains(c)
            };
            let rest = before.trim_end_matches(number);
            let length = before[rest.len()..].chars().count();
            let starts = rest
                .trim_end()
                .ends_with(['：', '；', '。', '，', '、', ':', ';', ','])
                || rest.trim().is_empty();
            (1..=2).contains(&length) && starts
        }
        '’' => before.ends_with(|c: char| c.is_ascii_alphanumeric()),
        ']' | '］' => true,
        _ => false,
    }
}

/// The other half of a mark.
fn other(mark: char) -> char {
    let halves = |side: &str, across: &str| {
        let index = side.chars().position(|m| m == mark)?;
        across.chars().nth(index)
    };
    PAIRS
        .iter()
        .find_map(|(open, close)| halves(open, close).or_else(|| halves(close, open)))
        .unwrap_or(mark)
}

/// A few characters on either side of a mark.
fn around(text: &str, at: usize) -> &str {
    let start = text[..at].char_indices().rev().nth(5).map_or(0, |(i, _)| i);
    let end = text[at..]
        .char_indices()
        .nth(7)
        .map_or(text.len(), |(i, _)| at + i);
    text[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as report;
    use super::*;

    #[test]
    fn the_marks_are_those_of_the_pairs() {
        let marks: Vec<char> = PAIRS
            .iter()
            .flat_map(|(open, close)| open.chars().chain(close.chars()))
            .collect();
        for c in '\0'..='\u{FFFF}' {
            assert_eq!(MARKS.contains(c), marks.contains(&c), "{c:?}");
        }
    }
    use crate::testing::with_line;

    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = loose(text)
            .iter()
            .map(|l| match l.fault {
                BracketFault::Unclosed => format!("{}…", l.mark),
                BracketFault::Unopened => format!("…{}", l.mark),
                BracketFault::Crossing(outer) => format!("{}×{outer}", l.mark),
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn marks_without_their_other_half() {
        check("《管理办法》国办函〔2020〕109号）的规定", "…）");
        check(
            "（一）坚持“公开为常态（不公开为例外），做好《条例》宣传",
            "“…",
        );
        check("张保发〔2020）15号", "〔… …）");
        check("《关于印发《方案》的通知（张保发〔2020〕7号）", "《…");
        check("”公开为常态“", "…” “…");
        check("（以下简称“《条例》）”", "“×（");
    }

    #[test]
    fn what_is_whole() {
        check("《关于印发《方案》的通知》（张保发〔2020〕7号）", "");
        check("（国办函(2020)109号)，(一）【要点】〔2020]", "");
        check("1）公开；2）解读；（3）培训。a）其他", "");
        check("1) 公开", "");
        check("It’s “‘双’公示”", "");
    }

    #[test]
    fn a_finding_stands_at_the_mark() {
        let form = with_line(
            "全市行政机关",
            "按照《条例》国办函〔2020〕109号），没有收取信息处理费。",
        );
        let finding =
            "“0〕109号），没有收取信”里的“）”没有前一半“（” | 补上“（”，或删去“）” | 其他事项";
        report(&form, RULE.code, &[finding]);
        report(
            &with_line(
                "全市行政机关",
                "按照《条例》（国办函〔2020〕109号），没有收取信息处理费。",
            ),
            RULE.code,
            &[],
        );
    }
}
