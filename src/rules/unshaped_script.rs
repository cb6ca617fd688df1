//! `unshaped-script`: text in a script whose letters join, stack or run the other way.

use std::ops::Range;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::place::Place;
use crate::script::is_unshaped;

pub(super) const RULE: Rule = Rule {
    code: Code::UnshapedScript,
    waivable: false,
    explanation: Explanation {
        summary: "letters of a script that needs shaping or runs from right to left; one finding a \
                  paragraph",
        what: "正文里的阿拉伯文、藏文、蒙古文、泰文、印度各文种等，字母要连写、叠写或从右向左排；\
               程序排不了，PDF 里印成“〓”。",
        why: "按单个字母排出来是错的，归档的文件不能这样；民族文字的版本请用专门的排版软件。",
        wrong: "总体情况里有一句藏文",
        right: "只留汉文；民族文字的译文另成一份文件",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            let Some(range) = first_stretch(&line.text) else {
                continue;
            };
            let words = &line.text[range.clone()];
            let finding = told(words, line.place_of(&range)).in_text(&passage.key);
            findings.push(finding);
        }
    }
    let fields = subject
        .report
        .fields
        .values()
        .chain([&subject.report.agency]);
    for field in fields {
        if let Some(range) = first_stretch(&field.value) {
            findings.push(told(&field.value[range], field.place.clone()));
        }
    }
    findings
}

/// The first letters of such a script that stand together.
fn first_stretch(text: &str) -> Option<Range<usize>> {
    let start = text.find(is_unshaped)?;
    let length = text[start..]
        .find(|c| !is_unshaped(c))
        .unwrap_or(text.len() - start);
    Some(start..start + length)
}

fn told(words: &str, place: Place) -> Finding {
    let shown: String = words.chars().take(12).collect();
    let message = format!("“{shown}”这种文字要连写或从右向左排，程序排不了，PDF 里印成“〓”");
    Finding::new(RULE.code, message, place)
        .hint("删去这段文字，译文另成一份文件")
        .stated(shown)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::{CLEAN, with_text};

    #[test]
    fn one_finding_a_paragraph() {
        let form = with_text("见བོད་ཡིག和བོད་ཡིག。\n    العربية");
        check(
            &form,
            RULE.code,
            &[
                "“བོད་ཡིག”这种文字要连写或从右向左排，程序排不了，PDF 里印成“〓” | 删去这段文字，\
                 译文另成一份文件 | 总体情况",
                "“العربية”这种文字要连写或从右向左排，程序排不了，PDF 里印成“〓” | 删去这段文字，\
                 译文另成一份文件 | 总体情况",
            ],
        );
        check(CLEAN, RULE.code, &[]);
    }
}
