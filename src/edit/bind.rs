//! Literal numbers of the free text that could be placeholders, so that the next
//! correction of a table follows by itself.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::narrative::{Claim, ClaimYear, Meaning, Narrative, Nearness, Tells};
use crate::place::{Place, Placed};
use crate::report::Report;

/// A number of the text and the placeholder that prints the same.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The text's path, such as `总体情况`.
    pub key: String,
    /// The index of its line.
    pub line: usize,
    /// The bytes of the number in the line as typed.
    pub typed: Range<usize>,
    /// The number as typed.
    pub literal: String,
    /// The placeholder with its braces.
    pub placeholder: String,
    /// The words by which it was understood.
    pub phrase: String,
    /// Where it stands.
    pub place: Place,
}

/// What the placeholder may do with a value so that it prints as the number is written.
const WAYS: [&str; 3] = ["", " | 千分位", " | 万"];

/// The numbers that surely tell one thing in the tables, are right, and would print the same from a placeholder.
///
/// A number that two different sums explain is left alone: which of them it follows, only the author knows.
pub fn proposals(narrative: &Narrative) -> Vec<Proposal> {
    let mut found = Vec::new();
    for passage in &narrative.passages {
        let exact = |claim: &&Claim| {
            claim.sure
                && claim.year != ClaimYear::Other
                && claim.number.bound == Nearness::Exact
                && claim.tells != Tells::Sweeping
        };
        for claim in passage.claims.iter().filter(exact) {
            let line = &passage.lines[claim.line];
            let Some(typed) = line.typed_range(&claim.range) else {
                continue;
            };
            let literal = &line.text[claim.range.clone()];
            let Some((expression, length)) = bound(narrative, literal, claim) else {
                continue;
            };
            found.push(Proposal {
                key: passage.key.clone(),
                line: claim.line,
                typed: typed.start..typed.start + length,
                literal: literal[..length].to_owned(),
                placeholder: format!("{{{{ {expression} }}}}"),
                phrase: line.text[claim.phrase.clone()].trim().to_owned(),
                place: line.place_of(&claim.range),
            });
        }
    }
    found
}

/// The expression that prints a number as it is written, and how much of it: its unit stays.
fn bound(narrative: &Narrative, literal: &str, claim: &Claim) -> Option<(String, usize)> {
    let prints = |meaning: &Meaning| {
        let expression = match claim.year {
            ClaimYear::Last => of_last(meaning),
            _ => meaning.expression.clone(),
        };
        WAYS.iter().find_map(|way| {
            let expression = format!("{expression}{way}");
            let (line, findings) = narrative.try_fill(&Placed::new(
                format!("{{{{ {expression} }}}}"),
                Place::default(),
            ));
            let rest = literal.strip_prefix(line.text.as_str())?;
            let whole = findings.is_empty()
                && !rest.starts_with(|c: char| c.is_ascii_digit() || ".,，．".contains(c));
            whole.then_some((expression, line.text.len()))
        })
    };
    let mut found: Vec<(String, usize)> = claim.meanings.iter().filter_map(prints).collect();
    found.dedup();
    match found.as_slice() {
        [(_, 0)] | [] => None,
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The same cells of last year's report.
fn of_last(meaning: &Meaning) -> String {
    let names = meaning.expression.split(' ').map(|word| {
        if matches!(word, "+" | "-") {
            word.to_owned()
        } else {
            format!("上年.{word}")
        }
    });
    names.collect::<Vec<_>>().join(" ")
}

/// A report with some of the proposals in its text.
pub fn bind<'p>(report: &Report, proposals: impl IntoIterator<Item = &'p Proposal>) -> Report {
    let mut report = report.clone();
    let mut lines: BTreeMap<(&str, usize), Vec<&Proposal>> = BTreeMap::new();
    for proposal in proposals {
        lines
            .entry((&proposal.key, proposal.line))
            .or_default()
            .push(proposal);
    }
    for ((key, line), mut proposals) in lines {
        let Some(line) = report
            .texts
            .get_mut(key)
            .and_then(|lines| lines.get_mut(line))
        else {
            continue;
        };
        proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.typed.start));
        for proposal in proposals {
            if line.value.get(proposal.typed.clone()) == Some(proposal.literal.as_str()) {
                line.value
                    .replace_range(proposal.typed.clone(), &proposal.placeholder);
            }
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{report, with_text};

    /// The paragraph with all that can be bound.
    fn check(paragraph: &str, expected: &str) {
        let report = report(&with_text(paragraph));
        let found = proposals(&Narrative::of(&report, None));
        let bound = bind(&report, found.iter().filter(|p| p.key == "总体情况"));
        let line = bound.texts["总体情况"]
            .iter()
            .zip(&report.texts["总体情况"])
            .find(|(_, old)| old.value == paragraph);
        assert_eq!(line.expect("the paragraph").0.value, expected);
    }

    #[test]
    fn what_is_certain_is_bound() {
        check(
            "2023年，全市新收申请789件，上年结转4件，予以公开288件。",
            "2023年，全市新收申请{{ 申请.新收.总计 }}件，上年结转{{ 申请.上年结转.总计 }}件，予以公开{{ 申请.办理结果.予以公开.总计 }}件。",
        );
        // Wrong numbers, parts of something, and other business stay.
        check("2023年，全市新收申请774件。", "2023年，全市新收申请774件。");
        check(
            "政府门户网站发布专题专栏7个，主动公开政府信息20015条。",
            "政府门户网站发布专题专栏7个，主动公开政府信息20015条。",
        );
        check(
            "新收申请{{ 申请.新收.总计 }}件。",
            "新收申请{{ 申请.新收.总计 }}件。",
        );
    }
}
