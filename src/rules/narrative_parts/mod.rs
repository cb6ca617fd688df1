//! `narrative-parts`: a list in the text whose parts do not make its whole.

mod difference;
mod whole;

use std::ops::Range;

use rust_decimal::Decimal;

use self::difference::check_difference;
use self::whole::check_list;
use super::text::ToldLine;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, lists, sum, sums_up};

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeParts,
    waivable: true,
    explanation: Explanation {
        summary: "a list in the text whose parts do not make its whole",
        what: "“A件，其中B件、C件、D件”这样的列举（也包括括号里、冒号后、“由……组成”的），\
               各部分之和与总数不同；“B件、C件，共计A件”，“A件，比上年的B件多C件”也一样。\
               列举后面有“等”“其余”、\
               只举一两项、或各项有重叠的，不提示。",
        why: "漏写一项、改了总数没有改分项，是公布的报告里常见的错误；数据应当前后一致。",
        wrong: "公开信息64条，其中机构职能4条、工作动态31条、通知公告12条、\
                财政信息7条（加起来是54条）",
        right: "公开信息54条，其中机构职能4条、工作动态31条、通知公告12条、财政信息7条",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for told in ToldLine::all(subject) {
        let account = &told.line.account;
        for list in &account.lists {
            findings.extend(check_list(&told, list));
            for part in &list.parts {
                findings.extend(unlike_its_sum(&told, part.quantity, &part.of));
            }
        }
        for sentence in 0..account.sentences.len() {
            findings.extend(check_total(&told, sentence));
            findings.extend(check_difference(subject, &told, sentence));
        }
    }
    findings
}

/// Numbers as a sum.
fn sum_in_words(told: &ToldLine<'_>, items: &[usize]) -> String {
    let numbers = items.iter().map(|&index| told.quantity(index).number.value);
    let addends: Vec<String> = numbers.map(|value| value.normalize().to_string()).collect();
    addends.join(" + ")
}

/// A total behind its parts, outside of lists: B件、C件，共计A件.
fn check_total(told: &ToldLine<'_>, sentence: usize) -> Option<Finding> {
    let account = &told.line.account;
    let own = account.of_sentence(sentence);
    let Some(index) = own.clone().find(|&index| is_total(told, index)) else {
        return check_last_as_total(told, own);
    };
    let value = told.quantity(index).number.value;
    let parts = parts_of(told, own.start..index, index);
    let is_right = (0..parts.len()).any(|from| sum(account, &parts[from..]) == Some(value));
    let is_exceeded = parts
        .iter()
        .any(|&part| told.quantity(part).number.value >= value);
    if is_right || is_exceeded && parts.len() > 2 {
        return None;
    }
    unlike_its_sum(told, index, &parts)
}

/// Whether a number is told as a total, outside of lists.
fn is_total(told: &ToldLine<'_>, index: usize) -> bool {
    told.line.account.list_of(index).is_none()
        && sums_up(told.line.paragraph(), told.quantity(index).at)
}

/// Those of some numbers that count in one measure with a total, and in one bracket or none.
fn parts_of(told: &ToldLine<'_>, indices: Range<usize>, total: usize) -> Vec<usize> {
    let total = told.quantity(total);
    let mut parts = Vec::new();
    for index in indices {
        let part = told.quantity(index);
        if part.measure == total.measure && part.depth == total.depth {
            parts.push(index);
        }
    }
    parts
}

/// 微博205篇、视频号47篇，三个平台合计发布560篇: the word of summing stands before a verb.
fn check_last_as_total(told: &ToldLine<'_>, own: Range<usize>) -> Option<Finding> {
    let account = &told.line.account;
    let paragraph = told.line.paragraph();
    let index = own.clone().last()?;
    let total = told.quantity(index);
    let before = match index.checked_sub(1) {
        Some(before) => told.quantity(before).at + 1,
        None => 0,
    };
    let start = paragraph.clause_start(before, total.at, "，；、（）：");
    let is_sum = (start..total.at).any(|at| lists().sums.has(paragraph.word(at)));
    let parts = parts_of(told, own.start..index, index);
    let all = sum(account, &parts)?;
    let is_list = parts.len() > 1 && account.list_of(index).is_none();
    // What is nearly so is meant to be so.
    let off = (all - total.number.value).abs();
    let is_near = off * Decimal::TEN <= total.number.value;
    if !is_sum || !is_list || !is_near {
        return None;
    }
    unlike_its_sum(told, index, &parts)
}

/// The finding, if a total is not the sum of the numbers before it.
fn unlike_its_sum(told: &ToldLine<'_>, total: usize, parts: &[usize]) -> Option<Finding> {
    let total = told.quantity(total);
    let are_exact = parts.iter().all(|&part| told.quantity(part).is_exact()) && total.is_exact();
    let all = sum(&told.line.account, parts)?;
    if parts.len() < 2 || !are_exact || all == total.number.value {
        return None;
    }
    let range = told.range(total);
    let (all, value) = (all.normalize(), total.number.value.normalize());
    let addends = sum_in_words(told, parts);
    let message = format!("合计与前面的数不合：{addends} = {all}，合计写的是 {value}");
    Some(
        told.finding(RULE.code, range, message)
            .sides(&told.line.text[range.clone()], all)
            .hint("核对合计和各项"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    const HINT: &str = "核对总数和各分项；没有列全的，在后面加“等”";

    #[test]
    fn parts_that_do_not_make_the_whole() {
        let message = "分项之和与总数不同：4 + 31 + 12 + 7 = 54，总数写的是 64";
        let text = "公开信息64条，其中机构职能4条、工作动态31条、通知公告12条、财政信息7条。";
        check(
            &with_text(text),
            RULE.code,
            &[&format!("{message} | {HINT} | 总体情况")],
        );
        check(&with_text(&text.replace("64", "54")), RULE.code, &[]);
        // Across a sentence, and a total behind its parts.
        check(
            &with_text("全年举办培训9场。其中，市级6场、区级4场。"),
            RULE.code,
            &[&format!(
                "分项之和与总数不同：6 + 4 = 10，总数写的是 9 | {HINT} | 总体情况"
            )],
        );
        check(
            &with_text("网上咨询90件，电话咨询20件，共计100件。"),
            RULE.code,
            &["合计与前面的数不合：90 + 20 = 110，合计写的是 100 | 核对合计和各项 | 总体情况"],
        );
    }

    #[test]
    fn lists_that_need_not_add_up() {
        check(
            &with_text("公开信息640条，其中动态310条、公告120条等。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("公开信息640条，其中网站发布320条。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("公开许可43850条，其中甲类43329件，乙类521件，其他行为1511件。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("办理建议21件、提案10件，其中A类28件，C类3件。"),
            RULE.code,
            &[],
        );
    }
}
