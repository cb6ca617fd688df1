//! Characters that only look like the right ones: radicals and compatibility ideographs, as text
//! copied from PDF files has them. No search finds what they spell.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::finding::{Code, Finding};
use crate::place::Place;

const TABLE: &str = include_str!("../../schema/lookalikes.txt");

/// The ordinary characters by those that look like them; each pair is as long in bytes.
static ORDINARY: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split(' ').skip(1).map(|field| field.chars().next());
        Some((fields.next()??, fields.next()??))
    })
    .collect()
});

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
pub(super) fn told(found: &[(char, Place)]) -> Option<Finding> {
    let ((_, place), rest) = found.split_first()?;
    let mut kinds: Vec<char> = Vec::new();
    for (c, _) in found {
        if !kinds.contains(c) {
            kinds.push(*c);
        }
    }
    let named = kinds
        .iter()
        .take(NAMED)
        .filter_map(|c| Some(format!("“{c}”（U+{:04X}）是“{}”", *c as u32, ordinary(*c)?)));
    let named = named.collect::<Vec<_>>().join("、");
    let more = if kinds.len() > NAMED { "等" } else { "" };
    let count = found.len();
    let message = format!(
        "有 {count} 个字只是样子像，其实是部首或兼容字：{named}{more}；已按普通的字读取和印出"
    );
    let hint = "多半是从 PDF 复制来的；把这几个字重打一遍，别处才搜得到";
    Some(
        Finding::new(Code::Lookalike, message, place.clone())
            .hint(hint)
            .stated(kinds.iter().collect::<String>())
            .related(rest.iter().map(|(_, place)| place.clone())),
    )
}

/// Findings with those of such characters as one, where the first stood.
pub(super) fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let is_alike = |finding: &Finding| finding.code == Code::Lookalike;
    let Some(first) = findings.iter().position(is_alike) else {
        return findings;
    };
    let (alike, mut rest): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_alike);
    let mut found = Vec::new();
    for finding in &alike {
        let mut chars = finding.stated.iter().flat_map(|stated| stated.chars());
        let last = chars.clone().last().unwrap_or_default();
        found.extend(
            finding
                .places
                .iter()
                .map(|place| (chars.next().unwrap_or(last), place.clone())),
        );
        found.extend(chars.map(|c| (c, finding.places[0].clone())));
    }
    if let Some(finding) = told(&found) {
        rest.insert(first.min(rest.len()), finding);
    }
    rest
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
