//! The agency that a sentence names as the one that reports, or that acts.

use std::ops::Range;

use super::RULE;
use crate::finding::Finding;
use crate::narrative::{Subject, lists};
use crate::rules::text::{LEAD, Sentence};

/// Characters of the shortest name of another agency, and of the longest that acts.
const SHORTEST: usize = 4;
const LONGEST: usize = 20;

/// Another agency named as the one that reports.
pub(super) fn another_agency(subject: &Subject<'_>, sentence: &Sentence<'_>) -> Option<Finding> {
    let text = sentence.whole();
    let name = if sentence.passage.key == LEAD {
        find_reporting(text)?
    } else if sentence.number == 0 {
        find_acting(&subject.report.agency.value, text)?
    } else {
        return None;
    };
    let offset = sentence.tokens.first()?.range.start;
    let range = offset + name.start..offset + name.end;
    let named = &text[name];
    let is_short = named.chars().count() < SHORTEST;
    if is_short || subject.report.is_own_name(named) || lists().of_us.within(named) {
        return None;
    }
    let own = &subject.report.agency.value;
    let message = format!("报告的机关写的是“{named}”，本表的机关是“{own}”");
    let finding = sentence.finding(RULE.code, &range, message);
    Some(finding.hint("改成本机关的名称，或写占位 {{ 机关 }}"))
}

/// A name like the agency's own — same place, same kind of body — that begins a clause as the one
/// who acts.
fn find_acting(agency: &str, text: &str) -> Option<Range<usize>> {
    let place: String = agency.chars().take(2).collect();
    let kind = agency.chars().next_back()?;
    let mut starts = text.match_indices(place.as_str()).map(|(at, _)| at);
    let start = starts.find(|&at| at == 0 || text[..at].ends_with('，'))?;
    let behind = &text[start..];
    let length = lists()
        .acts
        .iter()
        .filter_map(|act| behind.find(act))
        .min()?;
    let name = &behind[..length];
    let is_name = name.ends_with(kind)
        && name.chars().count() <= LONGEST
        && !name.contains(['，', '、'])
        && !lists().and.within(name);
    is_name.then_some(start..start + length)
}

/// The name before 2023年政府信息公开…报告, or between 由 and 编制.
fn find_reporting(text: &str) -> Option<Range<usize>> {
    let end = end_before_year(text).or_else(|| end_before_writing(text))?;
    let before = &text[..end];
    let words = lists().before_name.iter();
    let starts = words.filter_map(|word| Some(before.rfind(word)? + word.len()));
    let start = starts.max().unwrap_or(0);
    lists().bodies.end(&before[start..]).then_some(start..end)
}

/// Where the name before a report's year ends: 某某局2023年政府信息公开工作年度报告.
fn end_before_year(text: &str) -> Option<usize> {
    for word in lists().report_names.iter() {
        let Some(at) = text.find(word) else { continue };
        let before = text[..at].trim_end_matches(['度', '年', ' ']);
        let name = before.trim_end_matches(|c: char| c.is_ascii_digit());
        if before.len() - name.len() == 4 {
            return Some(name.trim_end().len());
        }
    }
    None
}

/// Where the name of the writer ends: 本报告由某某局编制.
fn end_before_writing(text: &str) -> Option<usize> {
    let by = lists().by_whom.iter().find_map(|word| text.find(word))?;
    let behind = &text[by..];
    let words = lists().written_by.iter();
    let length = words.filter_map(|word| behind.find(word)).min()?;
    lists().writing.within(text).then_some(by + length)
}
