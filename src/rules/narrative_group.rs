//! `narrative-group`: an outcome that the text names in another group than the table.

use std::ops::Range;

use super::text::{Sentence, ToldLine, sentences};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Claim, List, Passage, Subject, Term, TermKind, lists};
use crate::standard::{Leaf, Standard};

pub(super) const RULE: Rule = Rule {
    code: Code::NarrativeGroup,
    waivable: true,
    explanation: Explanation {
        summary: "an outcome that the text names in another group than the table",
        what: "正文把一种办理结果说成了另一类：如“不掌握”属于“无法提供”，说成“不予公开”；“重复申请”\
               属于“不予处理”，说成“不予公开”。",
        why: "各种情形归哪一类由《条例》和官方表格规定（国办公开办函〔2021〕30号、\
              〔2019〕60号第三部分（三）至（六）），正文和表格应当一致。",
        wrong: "因本机关不掌握相关政府信息而不予公开2件",
        right: "因本机关不掌握相关政府信息而无法提供2件",
    },
    check: Check::Report(check),
};

/// How many outcomes before a reason may be what it is the reason of.
const NEAR: usize = 6;

/// A reason or an outcome in a sentence.
struct GroupWord {
    at: usize,
    /// The ids of the groups that it may belong to; empty for 公开 and the like.
    groups: Vec<&'static str>,
    /// How deep in brackets it stands.
    depth: usize,
}

impl GroupWord {
    /// Whether it names a group at all.
    fn is_known(&self) -> bool {
        !self.groups.is_empty()
    }

    /// Whether it may belong to a group of another.
    fn agrees_with(&self, other: &Self) -> bool {
        self.groups.iter().any(|group| other.groups.contains(group))
    }
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let misnamed = find_misnamed(subject);
    misnamed.into_iter().map(|found| found.finding).collect()
}

/// An outcome under a wrong name: where its word stands in which line of which text, and the
/// finding.
pub(super) struct Misnamed {
    /// The text's key.
    key: String,
    /// The line's index.
    line: usize,
    /// The word's bytes in the line.
    word: Range<usize>,
    /// The bytes of the reason that belongs elsewhere.
    because: Range<usize>,
    finding: Finding,
}

impl Misnamed {
    /// Whether the word stands in the phrase by which a claim was understood.
    pub fn is_within(&self, passage: &Passage, claim: &Claim) -> bool {
        let (word, phrase) = (&self.word, &claim.phrase);
        self.line == claim.line
            && self.key == passage.key
            && phrase.start <= word.start
            && word.end <= phrase.end
    }

    /// Whether another is told of the same reason.
    fn is_told_by(&self, other: &Self) -> bool {
        other.line == self.line && other.key == self.key && other.because == self.because
    }
}

/// The findings of the rule; what is counted under a wrong name cannot be compared with its cell.
pub(super) fn find_misnamed(subject: &Subject<'_>) -> Vec<Misnamed> {
    let groups = OutcomeGroups::of(subject);
    let mut found = Vec::new();
    for sentence in sentences(subject) {
        let mut start = 0;
        for at in 0..=sentence.tokens.len() {
            let token = sentence.tokens.get(at);
            if token.is_none_or(|token| token.is_mark("；")) {
                found.extend(groups.in_part(&sentence.part(start..at)));
                start = at + 1;
            }
        }
        found.extend(groups.below_a_heading(&sentence));
    }
    for misnamed in groups.in_lists(subject) {
        if !found.iter().any(|other| misnamed.is_told_by(other)) {
            found.push(misnamed);
        }
    }
    found
}

/// The groups of outcomes that have rows below them.
struct OutcomeGroups<'r> {
    standard: &'r Standard,
    ids: Vec<String>,
}

impl<'r> OutcomeGroups<'r> {
    fn of(subject: &Subject<'r>) -> Self {
        let standard = &subject.report.standard;
        let mut ids = Vec::new();
        for leaf in row_leaves(standard) {
            if let Some((group, _)) = leaf.id.split_once('.') {
                ids.push(group.to_owned());
            }
        }
        // A row without parts in one format, a group in the other.
        ids.push("other".to_owned());
        ids.dedup();
        Self { standard, ids }
    }

    /// The form's key of a group of outcomes.
    fn key(&self, id: &str) -> Option<String> {
        let within = format!("{id}.");
        let mut leaves = row_leaves(self.standard);
        let keys = &leaves.find(|leaf| leaf.id.starts_with(&within))?.keys;
        keys.get(keys.len().checked_sub(2)?).cloned()
    }

    /// The words of a kind in a sentence, in order.
    fn words(&self, part: &Sentence<'_>, kind: TermKind) -> Vec<GroupWord> {
        let mut depth: usize = 0;
        let mut found = Vec::new();
        for (at, token) in part.tokens.iter().enumerate() {
            if token.is_mark("（") {
                depth += 1;
            } else if token.is_mark("）") {
                depth = depth.saturating_sub(1);
            }
            let terms: Vec<&'static Term> = token
                .terms()
                .filter(|term| term.kind == kind && term.table == "requests")
                .collect();
            if !terms.is_empty() {
                let groups = self.of_terms(&terms);
                found.push(GroupWord { at, groups, depth });
            }
        }
        found
    }

    /// The groups that the rows of some terms belong to.
    fn of_terms(&self, terms: &[&'static Term]) -> Vec<&'static str> {
        let mut groups = Vec::new();
        for row in terms.iter().flat_map(|term| term.rows.iter().flatten()) {
            let group = row.id.split('.').next().unwrap_or(&row.id);
            if self.ids.iter().any(|id| id == group) {
                groups.push(group);
            }
        }
        groups.dedup();
        groups
    }

    /// The outcomes of a sentence that name a group.
    fn known_outcomes(&self, part: &Sentence<'_>) -> Vec<GroupWord> {
        let mut outcomes = self.words(part, TermKind::Outcome);
        outcomes.retain(GroupWord::is_known);
        outcomes
    }

    /// Reasons beside an outcome of another group: 因本机关不掌握而不予公开2件.
    fn in_part(&self, part: &Sentence<'_>) -> Vec<Misnamed> {
        // Without a count it is no account of what was decided, but of rules and plans.
        if !part.has_quantity() && !lists().tells_shares.within(part.whole()) {
            return Vec::new();
        }
        let outcomes = self.words(part, TermKind::Outcome);
        let mut found: Vec<Misnamed> = Vec::new();
        for reason in self.words(part, TermKind::Reason) {
            let near = near_outcomes(&reason, &outcomes);
            if near.iter().any(|outcome| outcome.agrees_with(&reason)) {
                continue;
            }
            let mut near = near.into_iter();
            let tied = near.find(|outcome| belong_together(part, &reason, outcome));
            let Some(outcome) = tied else { continue };
            let misnamed = self.tell(part, &reason, outcome);
            if !found.iter().any(|other| other.word == misnamed.word) {
                found.push(misnamed);
            }
        }
        found
    }

    /// Reasons behind a colon that names an outcome: 不予公开的具体情形为：……；信访举报投诉类12件.
    fn below_a_heading(&self, sentence: &Sentence<'_>) -> Vec<Misnamed> {
        let mut tokens = 0..sentence.tokens.len();
        let Some(colon) = tokens.find(|&at| ends_a_heading(sentence, at)) else {
            return Vec::new();
        };
        let outcomes = self.known_outcomes(sentence);
        let start = sentence.clause_start(colon, "，；。");
        let Some(outcome) = only_word(&outcomes, &(start..colon)) else {
            return Vec::new();
        };
        let behind = sentence.text(outcome.at + 1..colon);
        let names_kinds =
            sentence.tokens[colon].is(TermKind::OfThese) || lists().kinds_behind.within(behind);
        let names_others = outcomes.iter().any(|other| other.at > colon);
        if !names_kinds || names_others || !sentence.has_quantity() {
            return Vec::new();
        }
        let mut reasons = self.words(sentence, TermKind::Reason);
        reasons.retain(|reason| reason.at > colon && !reason.agrees_with(outcome));
        let found = reasons.iter();
        found
            .map(|reason| self.tell(sentence, reason, outcome))
            .collect()
    }

    /// Reasons that a list names below an outcome of another group:
    /// 不予公开37件，其中……本机关不掌握21件.
    fn in_lists(&self, subject: &Subject<'_>) -> Vec<Misnamed> {
        let mut all = Vec::new();
        for told in ToldLine::all(subject) {
            let whole = Sentence::of_line(told.passage, told.number, told.line);
            let reasons = self.words(&whole, TermKind::Reason);
            let outcomes = self.known_outcomes(&whole);
            let mut found = Vec::new();
            let told_lists = told.line.account.lists.iter();
            for list in told_lists.filter(|list| list.is_near) {
                let Some(&head) = list.heads.last() else {
                    continue;
                };
                let before = clause_before(&whole, told.quantity(head).at);
                let Some(outcome) = only_word(&outcomes, &before) else {
                    continue;
                };
                for reason in reasons_of_items(&told, &whole, list, &reasons) {
                    if !reason.agrees_with(outcome) {
                        found.push(self.tell(&whole, reason, outcome));
                    }
                }
                if found.len() >= TOLD {
                    break;
                }
            }
            found.truncate(TOLD);
            all.extend(found);
        }
        all
    }

    /// What is told of a reason under a wrong outcome.
    fn tell(&self, part: &Sentence<'_>, reason: &GroupWord, outcome: &GroupWord) -> Misnamed {
        let word = part.tokens[outcome.at].range.clone();
        let (because, named) = (part.word(reason.at), part.word(outcome.at));
        let message = format!("“{because}”不属于“{named}”");
        let groups = reason.groups.iter();
        let right: Vec<String> = groups.filter_map(|id| self.key(id)).collect();
        let hint = format!(
            "按官方表格归类，应属“{}”；正文和表格都核对一下",
            right.join("”或“")
        );
        let finding = part.finding(RULE.code, &word, message).hint(hint);
        Misnamed {
            key: part.passage.key.clone(),
            line: part.number,
            word,
            because: part.tokens[reason.at].range.clone(),
            finding,
        }
    }
}

/// The rows of all tables.
fn row_leaves(standard: &Standard) -> impl Iterator<Item = &Leaf> {
    let parts = standard.tables.iter().flat_map(|table| &table.parts);
    parts.flat_map(|part| &part.rows.leaves)
}

/// Whether a token is a colon, or the 中 of 其中，, behind which the members of a list stand.
fn ends_a_heading(sentence: &Sentence<'_>, at: usize) -> bool {
    let token = &sentence.tokens[at];
    let next = sentence.tokens.get(at + 1);
    token.is_mark("：")
        || token.is(TermKind::OfThese) && next.is_some_and(|next| next.is_mark("，"))
}

/// The reasons in the clauses of a list's numbers.
fn reasons_of_items<'w>(
    told: &ToldLine<'_>,
    whole: &Sentence<'_>,
    list: &List,
    reasons: &'w [GroupWord],
) -> Vec<&'w GroupWord> {
    let mut found = Vec::new();
    for &item in &list.all {
        let at = told.quantity(item).at;
        let clause = clause_before(whole, at).start..whole.clause_end(at, LIST_MARKS);
        found.extend(first_word(reasons, &clause));
    }
    found
}

/// The outcomes that a reason may be the reason of: the next one, and the last ones before.
fn near_outcomes<'w>(reason: &GroupWord, outcomes: &'w [GroupWord]) -> Vec<&'w GroupWord> {
    let mut near = Vec::new();
    let mut nearest = NEAR;
    if reason.depth == 0 {
        let mut all = outcomes.iter();
        near.extend(all.find(|outcome| outcome.at > reason.at && outcome.depth == 0));
    } else {
        // In brackets a reason explains what stands before them.
        nearest = 1;
    }
    let before = outcomes.iter().rev();
    let before = before.filter(|o| o.at < reason.at && o.depth <= reason.depth);
    near.extend(before.take(nearest));
    near.retain(|outcome| outcome.is_known());
    near
}

/// How many misnamed outcomes of lists are told of a line.
const TOLD: usize = 10;

/// Marks that part the members of a list.
const LIST_MARKS: &str = "，；、（）：。";

/// The tokens of a number's clause before it.
fn clause_before(whole: &Sentence<'_>, at: usize) -> Range<usize> {
    whole.clause_start(at, LIST_MARKS)..at
}

/// The first of some words, which stand in order, within a range.
fn first_word<'w>(words: &'w [GroupWord], range: &Range<usize>) -> Option<&'w GroupWord> {
    let first = words.partition_point(|word| word.at < range.start);
    words.get(first).filter(|word| range.contains(&word.at))
}

/// The word of a range; none where there are several.
fn only_word<'w>(words: &'w [GroupWord], range: &Range<usize>) -> Option<&'w GroupWord> {
    let word = first_word(words, range)?;
    first_word(words, &(word.at + 1..range.end))
        .is_none()
        .then_some(word)
}

/// Whether a reason and an outcome belong together: in one clause, or in clauses of which only one
/// has a number. 不予公开1件，不掌握4件 are two items of a list.
fn belong_together(part: &Sentence<'_>, reason: &GroupWord, outcome: &GroupWord) -> bool {
    if reason.depth > 0 {
        return true;
    }
    let one = clause_around(part, reason.at);
    let other = clause_around(part, outcome.at);
    if one == other {
        return true;
    }
    let between = &part.tokens[reason.at.min(outcome.at)..reason.at.max(outcome.at)];
    let clauses = between.iter().filter(|token| token.is_mark("，")).count();
    // Members of one list are not reason and outcome of each other.
    let is_list = clauses == 0 && between.iter().any(|token| token.is_mark("、"));
    if clauses > 2 || is_list && !concludes(part, reason, outcome) {
        return false;
    }
    !(part.part(one).has_quantity() && part.part(other).has_quantity())
}

/// Whether an outcome is told as what follows from a reason: 不掌握、故无法提供.
fn concludes(part: &Sentence<'_>, reason: &GroupWord, outcome: &GroupWord) -> bool {
    let between = part.text(reason.at + 1..outcome.at);
    outcome.at > reason.at
        && (lists().hence.begin(part.word(outcome.at)) || lists().hence.within(between))
}

/// The tokens of the clause that a token stands in.
fn clause_around(part: &Sentence<'_>, at: usize) -> Range<usize> {
    part.clause_start(at, "，、（）")..part.clause_end(at, "，、（）")
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;
    use crate::testing::with_text;

    #[test]
    fn an_outcome_under_a_wrong_name() {
        check(
            &with_text("因本机关不掌握相关政府信息而不予公开2件。"),
            RULE.code,
            &[
                "“本机关不掌握相关政府信息”不属于“不予公开” | 按官方表格归类，应属“无法提供”；\
                 正文和表格都核对一下 | 总体情况",
            ],
        );
    }

    #[test]
    fn what_is_named_rightly_or_only_near_by() {
        check(
            &with_text("本机关不掌握283件，答复无法提供；行政查询事项5件，不予公开。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("不予公开1件，不掌握283件，重复申请3件。"),
            RULE.code,
            &[],
        );
        check(
            &with_text("对本机关不掌握的信息，不得简单答复不予公开。"),
            RULE.code,
            &[],
        );
    }
}
