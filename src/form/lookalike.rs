//! Characters that only look like the right ones: radicals and compatibility ideographs, as text
//! copied from PDF files has them. No search finds what they spell.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::finding::{Code, Finding};
use crate::place::Place;

const TABLE: &str = include_str!("../../schema/lookalikes.txt");

/// The ordinary characters by those that look like them; each pair is as long in bytes.
static ORDINARY: LazyLock<HashMap<char, char>> = LazyLock::new(read_table);

fn read_table() -> HashMap<char, char> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(read_pair).collect()
}

/// A row's character and the ordinary one; before them stands their code.
fn read_pair(row: &str) -> Option<(char, char)> {
    let mut fields = row.split(' ').skip(1);
    let alike = fields.next()?.chars().next()?;
    let ordinary = fields.next()?.chars().next()?;
    Some((alike, ordinary))
}

/// A character that only looks like the right one, where somebody typed it.
pub(super) struct Lookalike {
    /// The character as it was typed.
    pub typed: char,
    /// Its place.
    pub place: Place,
}

/// The ordinary character that one looks like; none for ordinary ones.
pub(super) fn ordinary(c: char) -> Option<char> {
    // Where none of them is, nothing is looked up.
    if !matches!(c, '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FAD9}') {
        return None;
    }
    ORDINARY.get(&c).copied()
}

/// Characters that a message names.
const NAMED: usize = 6;

/// What is told of such characters; all of a form's are one finding.
pub(super) fn tell(found: &[Lookalike]) -> Option<Finding> {
    let (first, rest) = found.split_first()?;
    let mut kinds: Vec<char> = Vec::new();
    for alike in found {
        if !kinds.contains(&alike.typed) {
            kinds.push(alike.typed);
        }
    }
    let named: Vec<String> = kinds.iter().take(NAMED).filter_map(|c| name(*c)).collect();
    let named = named.join("、");
    let more = if kinds.len() > NAMED { "等" } else { "" };
    let count = found.len();
    let message = format!(
        "有 {count} 个字只是样子像，其实是部首或兼容字：{named}{more}；已按普通的字读取和印出"
    );
    let hint = "多半是从 PDF 复制来的；把这几个字重打一遍，别处才搜得到";
    Some(
        Finding::new(Code::Lookalike, message, first.place.clone())
            .hint(hint)
            .stated(kinds.iter().collect::<String>())
            .related(rest.iter().map(|alike| alike.place.clone())),
    )
}

fn name(c: char) -> Option<String> {
    let ordinary = ordinary(c)?;
    Some(format!("“{c}”（U+{:04X}）是“{ordinary}”", c as u32))
}

/// Findings with those of such characters as one, where the first stood.
pub(super) fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let Some(first) = findings.iter().position(is_of_lookalikes) else {
        return findings;
    };
    let (alike, mut rest): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(is_of_lookalikes);
    let found: Vec<Lookalike> = alike.iter().flat_map(list_lookalikes).collect();
    if let Some(finding) = tell(&found) {
        rest.insert(first.min(rest.len()), finding);
    }
    rest
}

fn is_of_lookalikes(finding: &Finding) -> bool {
    finding.code == Code::Lookalike
}

/// The characters of a finding, each at a place: as many as there are places or characters.
fn list_lookalikes(finding: &Finding) -> Vec<Lookalike> {
    let mut chars = finding.stated.iter().flat_map(|stated| stated.chars());
    let last = chars.clone().last().unwrap_or_default();
    let mut found = Vec::new();
    for place in &finding.places {
        found.push(Lookalike {
            typed: chars.next().unwrap_or(last),
            place: place.clone(),
        });
    }
    for typed in chars {
        found.push(Lookalike {
            typed,
            place: finding.places[0].clone(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(c: char, expected: Option<char>) {
        assert_eq!(ordinary(c), expected, "U+{:04X}", c as u32);
    }

    #[test]
    fn radicals_and_compatibility_ideographs() {
        check('⼈', Some('人'));
        check('⻔', Some('门'));
        check('\u{F900}', Some('豈'));
        // Twelve of that block are ordinary.
        check('\u{FA0E}', None);
        check('\u{FA29}', None);
        check('人', None);
        check('￥', None);
        check('（', None);
    }

    #[test]
    fn each_pair_is_as_long() {
        assert!(ORDINARY.len() > 700);
        for (alike, ordinary) in ORDINARY.iter() {
            assert_eq!(alike.len_utf8(), ordinary.len_utf8(), "{alike}");
            assert!(super::ordinary(*ordinary).is_none(), "{ordinary}");
        }
    }
}
