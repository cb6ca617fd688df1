//! `narrative-parts`: a list in the text whose parts do not make its whole.

use rust_decimal::Decimal;

use super::near_miss::{is_slip, last_years_sum, value};
use super::text::ToldLine;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{
    ClaimYear, ComparisonRole, Extent, List, Meaning, Opening, Quantity, Subject, lists, sum,
    sums_up,
};

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
            findings.extend(whole_and_parts(&told, list));
            for part in &list.parts {
                findings.extend(unlike_its_sum(&told, part.quantity, &part.of));
            }
        }
        for sentence in 0..account.sentences.len() {
            findings.extend(summed_up(&told, sentence));
            findings.extend(unlike_its_difference(subject, &told, sentence));
        }
    }
    findings
}

/// How many times its whole parts may make at most: what is further beyond is of something else.
const BEYOND: i64 = 3;

/// The finding, if the parts of a list cannot make its whole.
fn whole_and_parts(told: &ToldLine<'_>, list: &List) -> Option<Finding> {
    let head = told.quantity(*list.heads.last()?);
    let items = list.items();
    let total = sum(&told.line.account, &items)?;
    let wholes = wholes(told, list);
    if makes(told, &items, &wholes) || makes(told, &list.all, &wholes) || !list.is_near {
        return None;
    }
    if !is_wrong(told, list, &items, total, &wholes) {
        return None;
    }
    let value = head.number.value;
    let shown = shown(told, &items);
    let message = if items.len() >= 2 {
        format!(
            "分项之和与总数不同：{shown} = {}，总数写的是 {}",
            total.normalize(),
            value.normalize()
        )
    } else {
        format!("其中的 {shown} 比总数 {} 还多", value.normalize())
    };
    let range = told.range(head);
    let finding = told.finding(RULE.code, range, message);
    Some(
        finding
            .sides(&told.line.text[range.clone()], total.normalize())
            .hint("核对总数和各分项；没有列全的，在后面加“等”"),
    )
}

/// Whether parts that make no whole are a mistake, by what the words say of the list.
fn is_wrong(
    told: &ToldLine<'_>,
    list: &List,
    items: &[usize],
    total: Decimal,
    wholes: &[Decimal],
) -> bool {
    let Some(&head) = list.heads.last() else {
        return false;
    };
    let value = told.quantity(head).number.value;
    let many = items.len() >= 2;
    if value.is_zero() {
        // 收到0件，其中网上2件.
        return list.opening == Opening::Word && stands_before(told, head, list.range.start);
    }
    if total > value * Decimal::from(BEYOND) {
        return false;
    }
    let largest = items
        .iter()
        .map(|&index| told.quantity(index).number.value)
        .max();
    if largest.is_some_and(|largest| wholes.iter().all(|whole| largest > *whole)) {
        return list.extent != Extent::Open || many;
    }
    let sentence = told.sentence_text(told.quantity(items[0]).sentence);
    if list.extent == Extent::Open || lists().overlapping.within(sentence) || !many {
        return false;
    }
    if list.opening == Opening::OfThese && list.extent != Extent::Closed {
        return false;
    }
    if list.opening == Opening::Run {
        let of_cells = items
            .iter()
            .any(|&index| told.is_claim(told.quantity(index)));
        let share = total * Decimal::ONE_HUNDRED >= value * Decimal::from(75);
        let is_closed = list.extent == Extent::Closed;
        return !of_cells && share && (is_closed || is_slip_of(told, list, items, value - total));
    }
    if total > value {
        // Much more than the whole is told of things that overlap.
        return total * Decimal::TWO <= value * Decimal::from(3);
    }
    let share = |percent: i64| total * Decimal::ONE_HUNDRED >= value * Decimal::from(percent);
    // Parts that are cells have their own check; what they lack is told when it is little.
    let of_cells = items
        .iter()
        .all(|&index| told.is_claim(told.quantity(index)));
    let is_closed = list.extent == Extent::Closed;
    let telling = is_closed || !of_cells && is_slip_of(told, list, items, value - total);
    share(completeness(list, items)) && telling
        || share(90) && of_cells
        || share(95) && items.len() > 2
}

/// Whether a number stands right before a token, but for a mark: 0件，其中.
fn stands_before(told: &ToldLine<'_>, index: usize, token: usize) -> bool {
    token.saturating_sub(told.quantity(index).at) <= 2
}

/// The share of the whole, in hundredths, from which a list is taken for a complete one.
fn completeness(list: &List, items: &[usize]) -> i64 {
    match items.len() {
        _ if list.extent == Extent::Closed => 50,
        2 => 85,
        _ => 75,
    }
}

/// Whether one wrong digit explains the difference: a list that is merely not complete seldom has that luck.
fn is_slip_of(told: &ToldLine<'_>, list: &List, items: &[usize], difference: Decimal) -> bool {
    let slip = |is: Decimal, should: Decimal| should > Decimal::ZERO && is_slip(is, should);
    let value = |index: &usize| told.quantity(*index).number.value;
    list.heads
        .last()
        .is_some_and(|head| slip(value(head), value(head) - difference))
        || items
            .iter()
            .any(|item| slip(value(item), value(item) + difference))
}

/// What the whole may be: any number before, or the sum of those that stand together.
fn wholes(told: &ToldLine<'_>, list: &List) -> Vec<Decimal> {
    let mut wholes: Vec<Decimal> = list
        .heads
        .iter()
        .map(|&index| told.quantity(index).number.value)
        .collect();
    for start in 0..list.heads.len() {
        for end in start + 2..=list.heads.len() {
            wholes.extend(sum(&told.line.account, &list.heads[start..end]));
        }
    }
    wholes
}

/// Whether the parts, or the first of them, make a whole: what stands beside the list is no part.
fn makes(told: &ToldLine<'_>, items: &[usize], wholes: &[Decimal]) -> bool {
    let least = if items.len() > 1 { 2 } else { 1 };
    (least..=items.len())
        .any(|n| sum(&told.line.account, &items[..n]).is_some_and(|sum| wholes.contains(&sum)))
}

/// Numbers as a sum.
fn shown(told: &ToldLine<'_>, items: &[usize]) -> String {
    let shown: Vec<String> = items
        .iter()
        .map(|&index| told.quantity(index).number.value.normalize().to_string())
        .collect();
    shown.join(" + ")
}

/// B件、C件，共计A件: a total behind its parts, outside of lists.
fn summed_up(told: &ToldLine<'_>, sentence: usize) -> Option<Finding> {
    let account = &told.line.account;
    let own = account.of_sentence(sentence);
    let is_total = |&index: &usize| {
        account.list_of(index).is_none() && sums_up(told.line.paragraph(), told.quantity(index).at)
    };
    let Some(index) = own.clone().find(is_total) else {
        return summed_by_a_verb(told, own);
    };
    let total = told.quantity(index);
    let parts: Vec<usize> = (own.start..index)
        .filter(|&i| is_beside(told.quantity(i), total))
        .collect();
    let sums_some = |from: usize| sum(account, &parts[from..]) == Some(total.number.value);
    let exceeds = |&i: &usize| told.quantity(i).number.value >= total.number.value;
    if (0..parts.len()).any(sums_some) || parts.iter().any(exceeds) && parts.len() > 2 {
        return None;
    }
    unlike_its_sum(told, index, &parts)
}

/// Whether two numbers count in one measure and in one bracket, or none.
fn is_beside(one: &Quantity, other: &Quantity) -> bool {
    one.measure == other.measure && one.depth == other.depth
}

/// The finding on a difference that two numbers do not make: 收到40件，比上年的35件多6件; with
/// last year's form, 较上年增加6件 beside a number of its cells.
fn unlike_its_difference(
    subject: &Subject<'_>,
    told: &ToldLine<'_>,
    sentence: usize,
) -> Option<Finding> {
    let own = told.line.account.of_sentence(sentence);
    let quantities = &told.line.account.quantities[own];
    let at = quantities
        .iter()
        .position(|q| q.role == ComparisonRole::Change)?;
    let change = &quantities[at];
    let near: Vec<&Quantity> = quantities[..at]
        .iter()
        .filter(|q| q.measure == change.measure && clauses_between(told, q, change) <= 2)
        .collect();
    let (new, old) = match near.as_slice() {
        [.., a, b] if a.role == ComparisonRole::New && b.role == ComparisonRole::Old => {
            (*a, b.number.value)
        }
        [.., a, b] if a.role == ComparisonRole::Old && b.role == ComparisonRole::New => {
            (*b, a.number.value)
        }
        [new] if new.role == ComparisonRole::New => (*new, last_years(subject, told, new)?),
        _ => return None,
    };
    let value = new.number.value;
    let difference = (value - old).abs();
    let exact = near.iter().all(|q| q.is_exact()) && change.is_exact();
    if !exact || difference == change.number.value {
        return None;
    }
    let range = told.range(change);
    let message = format!(
        "增减的数不合：{} 与 {} 相差 {}，写的是 {}",
        value.normalize(),
        old.normalize(),
        difference.normalize(),
        change.number.value.normalize()
    );
    Some(
        told.finding(RULE.code, range, message)
            .sides(&told.line.text[range.clone()], difference.normalize())
            .hint("核对两年的数和它们的差"),
    )
}

/// How many clauses lie between two numbers.
fn clauses_between(told: &ToldLine<'_>, one: &Quantity, other: &Quantity) -> usize {
    told.line.tokens[one.at..other.at]
        .iter()
        .filter(|token| token.is_mark("，；（）"))
        .count()
}

/// What last year's form holds in the cells that a number is of, by its only reading that holds.
fn last_years(subject: &Subject<'_>, told: &ToldLine<'_>, quantity: &Quantity) -> Option<Decimal> {
    let last = subject.last?;
    let claim = told
        .claim(quantity)
        .filter(|claim| claim.year == ClaimYear::This)?;
    let holds = |meaning: &&Meaning| {
        value(subject.report, meaning, claim.tells).is_some_and(|value| claim.number.holds(value))
    };
    let [meaning] = claim.meanings.iter().filter(holds).collect::<Vec<_>>()[..] else {
        return None;
    };
    // 新收 alone and 新收 + 上年结转 may both hold; the writer's own difference is of one of them.
    last_years_sum(subject.report, last, meaning)
}

/// 微博205篇、视频号47篇，三个平台合计发布560篇: the word of summing stands before a verb.
fn summed_by_a_verb(told: &ToldLine<'_>, own: std::ops::Range<usize>) -> Option<Finding> {
    let account = &told.line.account;
    let paragraph = told.line.paragraph();
    let index = own.clone().last()?;
    let total = told.quantity(index);
    let before = index
        .checked_sub(1)
        .map_or(0, |before| told.quantity(before).at + 1);
    let start = paragraph.clause_start(before, total.at, "，；、（）：");
    let is_sum = (start..total.at).any(|i| lists().sums.has(paragraph.word(i)));
    let is_part = |&part: &usize| is_beside(told.quantity(part), total);
    let parts: Vec<usize> = (own.start..index).filter(is_part).collect();
    let all = sum(account, &parts)?;
    let is_list = parts.len() > 1 && account.list_of(index).is_none();
    // What is nearly so is meant to be so.
    let off = (all - total.number.value).abs();
    let is_near = off * Decimal::TEN <= total.number.value;
    (is_sum && is_list && is_near).then(|| unlike_its_sum(told, index, &parts))?
}

/// The finding, if a total is not the sum of the numbers before it.
fn unlike_its_sum(told: &ToldLine<'_>, total: usize, parts: &[usize]) -> Option<Finding> {
    let total = told.quantity(total);
    let exact = parts.iter().all(|&index| told.quantity(index).is_exact()) && total.is_exact();
    let all = sum(&told.line.account, parts)?;
    if parts.len() < 2 || !exact || all == total.number.value {
        return None;
    }
    let range = told.range(total);
    let message = format!(
        "合计与前面的数不合：{} = {}，合计写的是 {}",
        shown(told, parts),
        all.normalize(),
        total.number.value.normalize()
    );
    Some(
        told.finding(RULE.code, range, message)
            .sides(&told.line.text[range.clone()], all.normalize())
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
