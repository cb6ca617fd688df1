//! Whom to ask, by the words of a lead paragraph.

use super::facts::{FoundFact, MAX_VALUE};
use super::has_at_most;
use super::pieces::TextLine;
use super::words::PageWords;

/// The form's key of whom to ask.
const DEPARTMENT: &str = "联系.部门";
/// Characters of the longest name of whom to ask.
const MAX_DEPARTMENT: usize = 40;

/// Whom to ask, by the words of a lead paragraph.
pub fn find_contact(passage: &TextLine, words: &PageWords) -> Vec<FoundFact> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    for (key, names) in &words.contact {
        let value = names
            .iter()
            .find_map(|name| find_value_behind(text, name, words));
        found.extend(value.map(|value| FoundFact::new(key, value, &passage.at)));
    }
    if !found.is_empty()
        && let Some(value) = find_department(text, words)
    {
        found.push(FoundFact::new(DEPARTMENT, value, &passage.at));
    }
    found
}

/// Whom a lead paragraph names to ask.
fn find_department(text: &str, words: &PageWords) -> Option<String> {
    let round = &words.contact_with;
    let start = round
        .before
        .iter()
        .find_map(|before| text.find(before.as_str()).map(|at| at + before.len()))?;
    let rest = &text[start..];
    let end = round
        .behind
        .iter()
        .filter_map(|behind| rest.find(behind.as_str()))
        .min()?;
    let name = rest[..end].trim();
    (!name.is_empty() && has_at_most(name, MAX_DEPARTMENT)).then(|| name.to_owned())
}

/// The value behind a name and a colon, or a number right behind it, up to the next mark outside
/// of brackets of its own.
fn find_value_behind(text: &str, name: &str, words: &PageWords) -> Option<String> {
    let named = [format!("{name}："), format!("{name}:")];
    let at = named
        .iter()
        .find_map(|named| text.find(named.as_str()))
        .or_else(|| find_before_number(text, name))?;
    let rest = text[at + name.len()..].trim_start_matches(['：', ':']);
    let value = rest[..find_value_end(rest, words)].trim();
    (!value.is_empty() && has_at_most(value, MAX_VALUE)).then(|| value.to_owned())
}

/// Where a name stands with a digit right behind it.
fn find_before_number(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name)
        .map(|(at, _)| at)
        .find(|at| text[at + name.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

/// Where a value ends.
fn find_value_end(text: &str, words: &PageWords) -> usize {
    let mut open = 0;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => {
                let inner = text[at + c.len_utf8()..].trim_start();
                let mut names = words.contact.values().flatten();
                if names.any(|name| inner.starts_with(name.as_str())) {
                    return at;
                }
                open += 1;
            }
            '）' | ')' if open > 0 => open -= 1,
            '）' | ')' | '，' | ',' | '；' | ';' | '。' | '\n' if open == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::At;

    #[test]
    fn contact_of_a_lead_paragraph() {
        let text =
            "请与某市人民政府办公室联系（地址：人民中路28号，邮编：215600，电话：0512-58916369）。";
        let passage = TextLine::new(text.to_owned(), At::File);
        let found = find_contact(&passage, PageWords::load());
        let other =
            "联系地址：人民路1号（邮政编码：215600），联系电话：（0512）58916369、58916370。";
        let other = TextLine {
            text: other.to_owned(),
            ..passage.clone()
        };
        let found_there = find_contact(&other, PageWords::load());
        let mut there: Vec<&str> = found_there.iter().map(|fact| fact.value.as_str()).collect();
        there.sort_unstable();
        assert_eq!(there, ["215600", "人民路1号", "（0512）58916369、58916370"]);
        let mut values: Vec<&str> = found.iter().map(|fact| fact.value.as_str()).collect();
        values.sort_unstable();
        assert_eq!(
            values,
            [
                "0512-58916369",
                "215600",
                "人民中路28号",
                "某市人民政府办公室"
            ]
        );
    }
}
