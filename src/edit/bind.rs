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

/// The numbers that surely tell one thing in the tables, are right, and would print the same from a
/// placeholder.
///
/// A number that two different sums explain is left alone: which of them it follows, only the
/// author knows.
pub fn proposals(narrative: &Narrative) -> Vec<Proposal> {
    let mut found = Vec::new();
    for passage in &narrative.passages {
        for claim in passage.claims.iter().filter(|claim| is_exact(claim)) {
            let line = &passage.lines[claim.line];
            let Some(typed) = line.typed_range(&claim.range) else {
                continue;
            };
            let literal = &line.text[claim.range.clone()];
            let Some(bound) = find_expression(narrative, literal, claim) else {
                continue;
            };
            found.push(Proposal {
                key: passage.key.clone(),
                line: claim.line,
                typed: typed.start..typed.start + bound.length,
                literal: literal[..bound.length].to_owned(),
                placeholder: wrap(&bound.expression),
                phrase: line.text[claim.phrase.clone()].trim().to_owned(),
                place: line.place_of(&claim.range),
            });
        }
    }
    found
}

/// Whether a number surely tells one thing, and tells it exactly.
fn is_exact(claim: &Claim) -> bool {
    claim.sure
        && claim.year != ClaimYear::Other
        && claim.number.bound == Nearness::Exact
        && claim.tells != Tells::Sweeping
}

/// An expression in the braces of a placeholder.
fn wrap(expression: &str) -> String {
    format!("{{{{ {expression} }}}}")
}

/// The expression that prints a number as it is written, and how much of it: its unit stays.
#[derive(Clone, PartialEq, Eq)]
struct BoundExpression {
    expression: String,
    /// Bytes of the literal.
    length: usize,
}

/// The only expression that prints a number as it is written.
fn find_expression(narrative: &Narrative, literal: &str, claim: &Claim) -> Option<BoundExpression> {
    let mut found = Vec::new();
    for meaning in &claim.meanings {
        let expression = match claim.year {
            ClaimYear::Last => of_last(meaning),
            _ => meaning.expression.clone(),
        };
        let mut ways = WAYS.iter().map(|way| format!("{expression}{way}"));
        found.extend(ways.find_map(|way| print_as(narrative, literal, way)));
    }
    found.dedup();
    match found.as_slice() {
        [one] if one.length > 0 => Some(one.clone()),
        _ => None,
    }
}

/// An expression, where it prints what a number begins with, and no digit is left of it.
fn print_as(narrative: &Narrative, literal: &str, expression: String) -> Option<BoundExpression> {
    let placeholder = Placed::new(wrap(&expression), Place::default());
    let (line, findings) = narrative.try_fill(&placeholder);
    let rest = literal.strip_prefix(line.text.as_str())?;
    let goes_on = rest.starts_with(|c: char| c.is_ascii_digit() || ".,，．".contains(c));
    (findings.is_empty() && !goes_on).then_some(BoundExpression {
        expression,
        length: line.text.len(),
    })
}

/// The same cells of last year's report.
fn of_last(meaning: &Meaning) -> String {
    let mut words = Vec::new();
    for word in meaning.expression.split(' ') {
        if matches!(word, "+" | "-") {
            words.push(word.to_owned());
        } else {
            words.push(format!("上年.{word}"));
        }
    }
    words.join(" ")
}

/// A report with some of the proposals in its text.
pub fn bind<'p>(report: &Report, proposals: impl IntoIterator<Item = &'p Proposal>) -> Report {
    let mut report = report.clone();
    let mut lines: BTreeMap<(&str, usize), Vec<&Proposal>> = BTreeMap::new();
    for proposal in proposals {
        let line = lines.entry((&proposal.key, proposal.line));
        line.or_default().push(proposal);
    }
    for ((key, line), mut proposals) in lines {
        let Some(lines) = report.texts.get_mut(key) else {
            continue;
        };
        let Some(line) = lines.get_mut(line) else {
            continue;
        };
        proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.typed.start));
        for Proposal {
            typed,
            literal,
            placeholder,
            ..
        } in proposals
        {
            if line.value.get(typed.clone()) == Some(literal.as_str()) {
                line.value.replace_range(typed.clone(), placeholder);
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
            "2023年，全市新收申请{{ 申请.新收.总计 }}件，上年结转{{ 申请.上年结转.总计 }}件，\
             予以公开{{ 申请.办理结果.予以公开.总计 }}件。",
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
