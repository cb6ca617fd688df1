//! Which row or column a typed key means.
//!
//! The short key and the official label, with or without its number, are
//! right. Known other wordings, and labels that differ only in brackets, blanks
//! or marks, are understood with the warning `altered-label`.

use super::pasted::is_invisible;
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::standard::Node;

/// How a typed key fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The key or the official label.
    Exact,
    /// Understood, but not as the official form has it.
    Altered,
}

/// How `typed` fits the row or column, if it does.
pub fn fit(node: &Node, typed: &str) -> Option<Fit> {
    let key = node.key.as_deref()?;
    if typed == key || typed == node.label || typed == bare(&node.label) {
        return Some(Fit::Exact);
    }
    let folded = fold(typed);
    let mut known = [key, &node.label]
        .into_iter()
        .chain(node.aliases.iter().map(String::as_str));
    known
        .any(|name| fold(name) == folded)
        .then_some(Fit::Altered)
}

/// The digits of Chinese numbers.
pub(super) const HAN_DIGITS: &str = "一二三四五六七八九十";

/// A label without its number: 三、 （一） 1.
pub fn bare(label: &str) -> &str {
    let rest = label.trim_start_matches(|c: char| HAN_DIGITS.contains(c));
    if rest.len() < label.len()
        && let Some(rest) = rest.strip_prefix('、')
    {
        return rest;
    }
    if let Some(inside) = label.strip_prefix('（')
        && let Some((number, rest)) = inside.split_once('）')
        && !number.is_empty()
        && number.chars().all(|c| HAN_DIGITS.contains(c))
    {
        return rest;
    }
    let rest = label.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < label.len()
        && let Some(rest) = rest.strip_prefix(['.', '．', '、'])
    {
        return rest;
    }
    label
}

/// Marks that say nothing in a label.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '“' | '”' | '"' | '（' | '）' | ',' | '、' | '.' | '·' | '：' | ':'
    )
}

/// A label without its number, blanks, brackets and marks.
pub fn fold(label: &str) -> String {
    // Room is made once: whole pages are looked through for labels.
    let mut plain = String::with_capacity(label.len());
    for c in label.chars() {
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        plain.push(match c {
            '(' => '（',
            ')' => '）',
            '，' => ',',
            '．' => '.',
            c => c,
        });
    }
    let mut folded = String::with_capacity(plain.len());
    folded.extend(bare(&plain).chars().filter(|c| !is_mark(*c)));
    folded
}

/// The finding for a label that was understood but is not the official one; `right` is what to
/// write.
pub fn tell_altered(typed: &str, label: &str, right: &str, place: Place) -> Finding {
    let message = format!("“{typed}”按“{label}”读取");
    Finding::new(Code::AlteredLabel, message, place)
        .hint(format!("请改成“{right}”"))
        .sides(typed, label)
}

/// The finding for what is given twice; the first stands.
pub fn tell_repeated(message: impl Into<String>, place: Place) -> Finding {
    Finding::new(Code::DuplicateKey, message, place).hint("留下正确的一处，删去另一处")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, label: &str, typed: &str, expected: Option<Fit>) {
        let node = Node {
            label: label.into(),
            key: Some(key.into()),
            counts: String::new(),
            aliases: vec!["先行有效件数".into()],
            span: 1,
            children: Vec::new(),
            leaf: Some(0),
        };
        assert_eq!(fit(&node, typed), expected, "{typed}");
    }

    #[test]
    fn keys_labels_and_their_variants() {
        check("国家秘密", "1.属于国家秘密", "国家秘密", Some(Fit::Exact));
        check(
            "国家秘密",
            "1.属于国家秘密",
            "1.属于国家秘密",
            Some(Fit::Exact),
        );
        check(
            "国家秘密",
            "1.属于国家秘密",
            "属于国家秘密",
            Some(Fit::Exact),
        );
        check(
            "国家秘密",
            "1.属于国家秘密",
            "1、属于 国家秘密",
            Some(Fit::Altered),
        );
        check(
            "予以公开",
            "（一）予以公开",
            "(一) 予以公开",
            Some(Fit::Altered),
        );
        check(
            "现行有效",
            "现行有效件数",
            "先行有效件数",
            Some(Fit::Altered),
        );
        check(
            "新收",
            "一、本年新收政府信息公开申请数量",
            "本年新收政府信息公开申请数量",
            Some(Fit::Exact),
        );
        check("国家秘密", "1.属于国家秘密", "国家机密", None);
    }
}
