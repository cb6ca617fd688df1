//! `narrative-group`: an outcome that the text names in another group than the table.

use std::ops::Range;

use super::text::{Sentence, ToldLine, sentences};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Piece, Subject, Term, TermKind, lists};

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

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    misnamed(subject).into_iter().map(|m| m.finding).collect()
}

/// An outcome under a wrong name: where its word stands in which line of which text, and the finding.
pub(super) struct Misnamed {
    /// The text's key.
    pub key: String,
    /// The line's index.
    pub line: usize,
    /// The word's bytes in the line.
    pub word: Range<usize>,
    /// The bytes of the reason that belongs elsewhere.
    pub because: Range<usize>,
    finding: Finding,
}

/// The findings of the rule; what is counted under a wrong name cannot be compared with its cell.
pub(super) fn misnamed(subject: &Subject<'_>) -> Vec<Misnamed> {
    let mut findings = Vec::new();
    let groups: Vec<String> = group_ids(subject);
    for sentence in sentences(subject) {
        let mut start = 0;
        for end in (0..=sentence.tokens.len())
            .filter(|&i| sentence.tokens.get(i).is_none_or(|t| t.is_mark("；")))
        {
            let part = sentence.part(start..end);
            findings.extend(wrong_groups(subject, &part, &groups));
            start = (end + 1).min(sentence.tokens.len());
        }
        findings.extend(below_a_heading(subject, &sentence, &groups));
    }
    for found in in_lists(subject, &groups) {
        let is_told = |other: &Misnamed| {
            other.line == found.line && other.key == found.key && other.because == found.because
        };
        if !findings.iter().any(is_told) {
            findings.push(found);
        }
    }
    findings
}

/// Reasons behind a colon that names an outcome: 不予公开的具体情形为：……；信访举报投诉类12件.
fn below_a_heading(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    groups: &[String],
) -> Vec<Misnamed> {
    let ends_a_heading = |at: usize| {
        let next = sentence.tokens.get(at + 1);
        sentence.tokens[at].is_mark("：")
            || sentence.tokens[at].is(TermKind::OfThese) && next.is_some_and(|t| t.is_mark("，"))
    };
    let Some(colon) = (0..sentence.tokens.len()).find(|&at| ends_a_heading(at)) else {
        return Vec::new();
    };
    let outcomes = words(sentence, TermKind::Outcome, groups);
    let start = sentence.clause_start(colon, "，；。");
    let [outcome] = outcomes
        .iter()
        .filter(|word| (start..colon).contains(&word.at) && !word.groups.is_empty())
        .collect::<Vec<_>>()[..]
    else {
        return Vec::new();
    };
    let names_kinds = lists()
        .kinds_behind
        .within(sentence.text(outcome.at + 1..colon))
        || sentence.tokens[colon].is(TermKind::OfThese);
    let others = outcomes
        .iter()
        .any(|word| word.at > colon && !word.groups.is_empty());
    let reasons = words(sentence, TermKind::Reason, groups);
    let wrong = reasons.iter().filter(|reason| {
        reason.at > colon
            && !reason
                .groups
                .iter()
                .any(|group| outcome.groups.contains(group))
    });
    if !names_kinds || others || !sentence.has_quantity() {
        return Vec::new();
    }
    wrong
        .map(|reason| misplaced(subject, sentence, reason, outcome))
        .collect()
}

/// Reasons that a list names below an outcome of another group: 不予公开37件，其中……本机关不掌握21件.
fn in_lists(subject: &Subject<'_>, groups: &[String]) -> Vec<Misnamed> {
    let mut findings = Vec::new();
    for told in ToldLine::all(subject) {
        let account = &told.line.account;
        let whole = Sentence::of_line(told.passage, told.number, told.line);
        let reasons = words(&whole, TermKind::Reason, groups);
        let mut outcomes = words(&whole, TermKind::Outcome, groups);
        outcomes.retain(|word| !word.groups.is_empty());
        let mut found = Vec::new();
        for list in account.lists.iter().filter(|list| list.is_near) {
            let Some(&head) = list.heads.last() else {
                continue;
            };
            let Some(outcome) = only_word(&outcomes, &before(&whole, told.quantity(head).at))
            else {
                continue;
            };
            for &item in &list.all {
                let at = told.quantity(item).at;
                let clause = before(&whole, at).start..whole.clause_end(at, LIST_MARKS);
                let reason = first_word(&reasons, &clause);
                let is_wrong = |reason: &&GroupWord| {
                    !reason
                        .groups
                        .iter()
                        .any(|group| outcome.groups.contains(group))
                };
                let wrong = reason.filter(is_wrong);
                found.extend(wrong.map(|reason| misplaced(subject, &whole, reason, outcome)));
            }
            if found.len() >= TOLD {
                break;
            }
        }
        found.truncate(TOLD);
        findings.extend(found);
    }
    findings
}

/// How many misnamed outcomes of lists are told of a line.
const TOLD: usize = 10;

/// Marks that part the members of a list.
const LIST_MARKS: &str = "，；、（）：。";

/// The tokens of a number's clause before it.
fn before(whole: &Sentence<'_>, at: usize) -> Range<usize> {
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

/// The ids of the groups of outcomes that have rows below them.
fn group_ids(subject: &Subject<'_>) -> Vec<String> {
    let leaves = subject
        .report
        .standard
        .tables
        .iter()
        .flat_map(|t| &t.parts)
        .flat_map(|p| &p.rows.leaves);
    let mut groups: Vec<String> = leaves
        .filter_map(|leaf| Some(leaf.id.split_once('.')?.0.to_owned()))
        .collect();
    // A row without parts in one format, a group in the other.
    groups.push("other".to_owned());
    groups.dedup();
    groups
}

/// The form's key of a group of outcomes.
fn group_key(subject: &Subject<'_>, id: &str) -> Option<String> {
    let within = format!("{id}.");
    let mut leaves = subject
        .report
        .standard
        .tables
        .iter()
        .flat_map(|t| &t.parts)
        .flat_map(|p| &p.rows.leaves);
    let keys = &leaves.find(|leaf| leaf.id.starts_with(&within))?.keys;
    keys.get(keys.len().checked_sub(2)?).cloned()
}

fn wrong_groups(subject: &Subject<'_>, part: &Sentence<'_>, groups: &[String]) -> Vec<Misnamed> {
    // Without a count it is no account of what was decided, but of rules and plans.
    let tells = lists().tells_shares.within(part.whole());
    if !part.has_quantity() && !tells {
        return Vec::new();
    }
    let (reasons, outcomes) = (
        words(part, TermKind::Reason, groups),
        words(part, TermKind::Outcome, groups),
    );
    let mut findings = Vec::new();
    for reason in &reasons {
        let known = |o: &&GroupWord| !o.groups.is_empty();
        let behind = outcomes
            .iter()
            .find(|o| o.at > reason.at && o.depth == reason.depth);
        let before = outcomes
            .iter()
            .rev()
            .filter(|o| o.at < reason.at && o.depth <= reason.depth);
        // In brackets a reason explains what stands before them.
        let behind = behind.filter(|_| reason.depth == 0);
        let nearest = if reason.depth > 0 { 1 } else { NEAR };
        let near: Vec<&GroupWord> = behind
            .into_iter()
            .chain(before.take(nearest))
            .filter(known)
            .collect();
        let agrees = near
            .iter()
            .any(|o| o.groups.iter().any(|group| reason.groups.contains(group)));
        let near: Vec<&GroupWord> = near
            .into_iter()
            .filter(|o| reason.depth > 0 || tied(part, reason, o))
            .collect();
        if near.is_empty() || agrees {
            continue;
        }
        let found = misplaced(subject, part, reason, near[0]);
        if !findings.iter().any(|m: &Misnamed| m.word == found.word) {
            findings.push(found);
        }
    }
    findings
}

/// What is told of a reason under a wrong outcome.
fn misplaced(
    subject: &Subject<'_>,
    part: &Sentence<'_>,
    reason: &GroupWord,
    outcome: &GroupWord,
) -> Misnamed {
    let range = &part.tokens[outcome.at].range;
    let message = format!(
        "“{}”不属于“{}”",
        part.word(reason.at),
        part.word(outcome.at)
    );
    let right: Vec<String> = reason
        .groups
        .iter()
        .filter_map(|id| group_key(subject, id))
        .collect();
    let finding = part.finding(RULE.code, range, message).hint(format!(
        "按官方表格归类，应属“{}”；正文和表格都核对一下",
        right.join("”或“")
    ));
    let key = part.passage.key.clone();
    let because = part.tokens[reason.at].range.clone();
    Misnamed {
        key,
        line: part.number,
        word: range.clone(),
        because,
        finding,
    }
}

/// Whether a reason and an outcome belong together: in one clause, or in clauses
/// of which only one has a number. 不予公开1件，不掌握4件 are two items of a list.
fn tied(part: &Sentence<'_>, reason: &GroupWord, outcome: &GroupWord) -> bool {
    let clause = |at: usize| part.clause_start(at, "，、（）")..part.clause_end(at, "，、（）");
    let counts = |at: usize| {
        part.tokens[clause(at)]
            .iter()
            .any(|t| matches!(t.kind, Piece::Quantity(..)))
    };
    let (from, to) = (reason.at.min(outcome.at), reason.at.max(outcome.at));
    let clauses = part.tokens[from..to]
        .iter()
        .filter(|t| t.is_mark("，"))
        .count();
    // Members of one list are not reason and outcome of each other.
    let between = part.text(reason.at + 1..outcome.at);
    let concludes = outcome.at > reason.at
        && (lists().hence.begin(part.word(outcome.at)) || lists().hence.within(between));
    let listed = clauses == 0
        && !concludes
        && part.tokens[from..to]
            .iter()
            .any(|token| token.is_mark("、"));
    clause(reason.at) == clause(outcome.at)
        || !listed && clauses <= 2 && !(counts(reason.at) && counts(outcome.at))
}

fn words(part: &Sentence<'_>, kind: TermKind, groups: &[String]) -> Vec<GroupWord> {
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
            .filter(|t| t.kind == kind && t.table == "requests")
            .collect();
        if terms.is_empty() {
            continue;
        }
        let ids = terms
            .iter()
            .flat_map(|t| t.rows.iter().flatten())
            .map(|(_, id)| id.split('.').next().unwrap_or(id));
        let mut own: Vec<&'static str> = ids
            .filter(|id| groups.iter().any(|group| group == id))
            .collect();
        own.dedup();
        found.push(GroupWord {
            at,
            groups: own,
            depth,
        });
    }
    found
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
