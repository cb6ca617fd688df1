//! `narrative-parts`: a list in the text whose parts do not make its whole.

use rust_decimal::Decimal;

use super::Rule;
use super::near_miss::is_slip;
use super::text::{Quantity, Sentence, sentences, sum};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Nearness, Subject, TermKind, lists};

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeParts,
    waivable: true,
    explanation: Explanation {
        summary: "a list in the text whose parts do not make its whole",
        what: "“A件，其中B件、C件、D件”这样的列举，各部分之和与总数不同；“B件、C件，共计A件”也一样。列举后面有“等”“其余”、\
               只举一两项、或各项有重叠的，不提示。",
        why: "漏写一项、改了总数没有改分项，是公布的报告里常见的错误；数据应当前后一致。",
        wrong: "公开信息64条，其中机构职能4条、工作动态31条、通知公告12条、财政信息7条（加起来是54条）",
        right: "公开信息54条，其中机构职能4条、工作动态31条、通知公告12条、财政信息7条",
    },
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sentences = sentences(subject);
    for (i, sentence) in sentences.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| &sentences[i]);
        let before = before
            .filter(|b| b.number == sentence.number && std::ptr::eq(b.passage, sentence.passage));
        for at in (0..sentence.tokens.len()).filter(|&at| sentence.tokens[at].is(TermKind::Parts)) {
            findings.extend(List::of(sentence, before, at).and_then(|list| list.finding()));
        }
        findings.extend(summed_up(sentence));
    }
    findings
}

/// A whole and its parts.
struct List<'a> {
    /// The sentence of the whole.
    head_in: &'a Sentence<'a>,
    /// What the whole may be, the nearest number last.
    heads: Vec<Quantity>,
    /// The parts in the measure of the whole.
    items: Vec<Quantity>,
    /// The parts in any measure: 信息54条，其中动态40条、征集14期.
    all: Vec<Quantity>,
    /// What the words say of its being complete.
    extent: Extent,
    /// Whether a thing may be counted in several parts.
    overlapping: bool,
    /// Whether the parts are those of a table: applicants, outcomes, results.
    of_cells: bool,
}

/// What the words say of a list's being complete.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Something is left out: 等, 主要.
    Open,
    /// These are all parts: 分为, 包括.
    Closed,
    /// Nothing.
    Unsaid,
}

impl<'a> List<'a> {
    /// The list that the word 其中 or its like opens; `before` is the sentence before.
    fn of(sentence: &'a Sentence<'a>, before: Option<&'a Sentence<'a>>, at: usize) -> Option<Self> {
        let (head_in, heads) = heads(sentence, before, at)?;
        let head = *heads.last()?;
        let end = end_of_list(sentence, at);
        let level = sentence.quantities.iter().find(|q| q.at > at)?.depth;
        let all: Vec<Quantity> = sentence
            .quantities
            .iter()
            .copied()
            .filter(|q| q.at > at && q.at < end && q.depth == level)
            .collect();
        let items: Vec<Quantity> =
            all.iter().copied().filter(|q| q.measure == head.measure).collect();
        let head_at = if std::ptr::eq(head_in, sentence) { head.at } else { 0 };
        let extent = extent(sentence, head_at..at, end, &items)?;
        let inexact = items.iter().chain([&head]).any(|q| q.number.bound != Nearness::Exact);
        let overlapping = lists().overlapping.within(sentence.whole());
        let cell = |q: &Quantity| {
            let place = &sentence.tokens[q.at].range;
            sentence.passage.claims.iter().any(|c| c.line == sentence.number && c.range == *place)
        };
        let of_cells = items.iter().all(cell);
        let extent = if inexact { Extent::Open } else { extent };
        Some(Self { head_in, heads, items, all, extent, overlapping, of_cells })
    }

    /// The finding, if the parts cannot make the whole.
    fn finding(&self) -> Option<Finding> {
        let head = self.heads.last()?;
        let total = sum(&self.items)?;
        let wholes = self.wholes();
        if Self::makes(&self.items, &wholes) || Self::makes(&self.all, &wholes) {
            return None;
        }
        let value = head.number.value;
        let largest = self.items.iter().max_by_key(|q| q.number.value)?;
        // Parts far beyond what is told before are of something else.
        if total > value * Decimal::from(3) {
            return None;
        }
        let part_exceeds = wholes.iter().all(|whole| largest.number.value > *whole);
        let many = self.items.len() >= 2;
        let wrong = if part_exceeds {
            self.extent != Extent::Open || many
        } else if self.extent == Extent::Open || self.overlapping || !many {
            false
        } else if total > value {
            // Much more than the whole is told of things that overlap.
            total * Decimal::TWO <= value * Decimal::from(3)
        } else {
            let share =
                |percent: i64| total * Decimal::ONE_HUNDRED >= value * Decimal::from(percent);
            // Parts that are cells have their own check; what they lack is told when it is little.
            let telling =
                self.extent == Extent::Closed || !self.of_cells && self.is_slip(value - total);
            share(self.completeness()) && telling
                || share(90) && self.of_cells
                || share(95) && self.items.len() > 2
        };
        if !wrong || value.is_zero() {
            return None;
        }
        let shown: Vec<String> =
            self.items.iter().map(|q| q.number.value.normalize().to_string()).collect();
        let message = if many {
            format!(
                "分项之和与总数不同：{} = {}，总数写的是 {}",
                shown.join(" + "),
                total.normalize(),
                value.normalize()
            )
        } else {
            format!("其中的 {} 比总数 {} 还多", shown.concat(), value.normalize())
        };
        let range = &self.head_in.tokens[head.at].range;
        let finding = self.head_in.finding(RULE.code, range, message);
        Some(
            finding
                .sides(&self.head_in.line.text[range.clone()], total.normalize())
                .hint("核对总数和各分项；没有列全的，在后面加“等”"),
        )
    }

    /// The share of the whole, in hundredths, from which a list is taken for a complete one.
    fn completeness(&self) -> i64 {
        match self.items.len() {
            _ if self.extent == Extent::Closed => 50,
            2 => 85,
            _ => 75,
        }
    }

    /// Whether one wrong digit explains the difference: a list that is merely not complete seldom has that luck.
    fn is_slip(&self, difference: Decimal) -> bool {
        let slip = |is: Decimal, should: Decimal| should > Decimal::ZERO && is_slip(is, should);
        self.heads.last().is_some_and(|q| slip(q.number.value, q.number.value - difference))
            || self.items.iter().any(|q| slip(q.number.value, q.number.value + difference))
    }

    /// What the whole may be: any number before, or the sum of those that stand together.
    fn wholes(&self) -> Vec<Decimal> {
        let mut wholes: Vec<Decimal> = self.heads.iter().map(|q| q.number.value).collect();
        for start in 0..self.heads.len() {
            for end in start + 2..=self.heads.len() {
                wholes.extend(sum(&self.heads[start..end]));
            }
        }
        wholes
    }

    /// Whether the parts, or the first of them, make a whole: what stands beside the list is no part.
    fn makes(items: &[Quantity], wholes: &[Decimal]) -> bool {
        let least = if items.len() > 1 { 2 } else { 1 };
        (least..=items.len()).any(|n| sum(&items[..n]).is_some_and(|sum| wholes.contains(&sum)))
    }
}

/// The sentence of a list's whole, and the numbers that may be it, the nearest last.
fn heads<'a>(
    sentence: &'a Sentence<'a>,
    before: Option<&'a Sentence<'a>>,
    at: usize,
) -> Option<(&'a Sentence<'a>, Vec<Quantity>)> {
    let first = sentence.quantities.first()?;
    let (head_in, heads): (_, Vec<Quantity>) = if first.at > at && at <= 2 {
        (before?, before?.quantities.clone())
    } else {
        // A number in brackets is the whole of what follows in them only.
        let level = sentence.quantities.iter().find(|q| q.at > at)?.depth;
        let outside = |q: &&Quantity| q.at < at && q.depth <= level;
        (sentence, sentence.quantities.iter().filter(outside).copied().collect())
    };
    let head = heads.last()?;
    // 增加64件，其中…: a difference is no whole.
    let clause = head_in.text(head_in.clause_start(head.at, "，；（）")..head.at);
    if lists().growth.end(clause) {
        return None;
    }
    let same: Vec<Quantity> = heads.iter().copied().filter(|h| h.measure == head.measure).collect();
    Some((head_in, same[same.len().saturating_sub(MAX_HEADS)..].to_vec()))
}

/// How many numbers before a list may be its whole, alone or together.
const MAX_HEADS: usize = 6;

/// What the words of a list, from its word to its end, say of its being complete.
fn extent(
    sentence: &Sentence<'_>,
    head: std::ops::Range<usize>,
    end: usize,
    items: &[Quantity],
) -> Option<Extent> {
    let at = head.end;
    let text = sentence.text(at..end);
    // 等 behind the last part leaves the list open; before it, it belongs to a part's name.
    let behind = sentence.text(items.last()?.at + 1..end);
    let and_so_on = |i: usize| {
        sentence.word(i) == "等" && sentence.tokens.get(i + 1).is_none_or(|t| t.is_mark("，、；"))
    };
    let open = lists().open_list.within(text)
        || lists().leading.within(sentence.text(head.clone()))
        || behind.contains('等')
        || (at + 1..end).any(and_so_on);
    let closed =
        ["分为", "分别为", "包括", "包含", "具体为", "分别是"].contains(&sentence.word(at));
    Some(match (open, closed) {
        (true, _) => Extent::Open,
        (_, true) => Extent::Closed,
        _ => Extent::Unsaid,
    })
}

/// One past the last token of a list: the bracket's end, the next list, or the sentence's end.
fn end_of_list(sentence: &Sentence<'_>, at: usize) -> usize {
    let in_colon = sentence.tokens.get(at + 1).is_some_and(|t| t.is_mark("："));
    let mut depth = 0;
    for i in at + 1..sentence.tokens.len() {
        let token = &sentence.tokens[i];
        if token.is_mark("（") {
            depth += 1;
        } else if token.is_mark("）") {
            depth -= 1;
        }
        let next_list =
            depth == 0 && token.is(TermKind::Parts) && sentence.word(i).starts_with("其中");
        if depth < 0 || next_list || depth == 0 && !in_colon && token.is_mark("；") {
            return i;
        }
    }
    sentence.tokens.len()
}

/// B件、C件，共计A件: a total behind its parts.
fn summed_up(sentence: &Sentence<'_>) -> Option<Finding> {
    let quantities = &sentence.quantities;
    let (index, total) = quantities.iter().enumerate().find(|(_, q)| {
        let start = sentence.clause_start(q.at, "，、；（）：");
        start < q.at && ["合计", "共计", "总计"].contains(&sentence.text(start..q.at))
    })?;
    let parts: Vec<Quantity> =
        quantities[..index].iter().copied().filter(|q| q.measure == total.measure).collect();
    let exact = parts.iter().chain([total]).all(|q| q.number.bound == Nearness::Exact);
    if parts.len() < 2 || !exact {
        return None;
    }
    let makes = |from: usize| sum(&parts[from..]) == Some(total.number.value);
    if (0..parts.len()).any(makes)
        || parts.iter().any(|q| q.number.value >= total.number.value) && parts.len() > 2
    {
        return None;
    }
    let all = sum(&parts)?;
    let shown: Vec<String> = parts.iter().map(|q| q.number.value.normalize().to_string()).collect();
    let range = &sentence.tokens[total.at].range;
    let message = format!(
        "合计与前面的数不合：{} = {}，合计写的是 {}",
        shown.join(" + "),
        all.normalize(),
        total.number.value.normalize()
    );
    Some(
        sentence
            .finding(RULE.code, range, message)
            .sides(sentence.word(total.at), all.normalize())
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
        check(&with_text(text), RULE.code, &[&format!("{message} | {HINT} | 总体情况")]);
        check(&with_text(&text.replace("64", "54")), RULE.code, &[]);
        // Across a sentence, and a total behind its parts.
        check(
            &with_text("全年举办培训9场。其中，市级6场、区级4场。"),
            RULE.code,
            &[&format!("分项之和与总数不同：6 + 4 = 10，总数写的是 9 | {HINT} | 总体情况")],
        );
        check(
            &with_text("网上咨询90件，电话咨询20件，共计100件。"),
            RULE.code,
            &["合计与前面的数不合：90 + 20 = 110，合计写的是 100 | 核对合计和各项 | 总体情况"],
        );
    }

    #[test]
    fn lists_that_need_not_add_up() {
        check(&with_text("公开信息640条，其中动态310条、公告120条等。"), RULE.code, &[]);
        check(&with_text("公开信息640条，其中网站发布320条。"), RULE.code, &[]);
        check(
            &with_text("公开许可43850条，其中甲类43329件，乙类521件，其他行为1511件。"),
            RULE.code,
            &[],
        );
        check(&with_text("办理建议21件、提案10件，其中A类28件，C类3件。"), RULE.code, &[]);
    }
}
