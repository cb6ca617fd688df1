//! The data of a report as a page says them: names, and the values behind them.

use super::days::read_day;
use super::has_at_most;
use super::pieces::{GridSheet, TextLine};
use super::words::PageWords;
use crate::date::Date;
use crate::place::At;

/// Characters of the longest line of facts.
const MAX_LINE: usize = 500;
/// Characters of the longest value of a fact.
pub const MAX_VALUE: usize = 120;
/// Marks round a value that are none of it.
const MARKS_ROUND: [char; 7] = ['【', '】', '|', '[', ']', '；', ';'];

/// The form's keys of what is understood here, and not only kept.
const INDEX: &str = "索引号";
pub const WRITTEN: &str = "成文日期";
const PUBLISHED: &str = "网站.发布时间";

/// A value of the form outside its tables and texts.
#[derive(Clone, Debug)]
pub struct FoundFact {
    /// The form's key.
    pub key: String,
    pub value: String,
    pub at: At,
    /// Whether it was concluded and not said.
    pub guessed: bool,
}

impl FoundFact {
    /// What a document says.
    pub fn new(key: &str, value: String, at: &At) -> Self {
        let key = key.to_owned();
        let at = at.clone();
        Self {
            key,
            value,
            at,
            guessed: false,
        }
    }

    /// What is concluded from how something looks.
    pub fn guess(key: &str, value: String, at: &At) -> Self {
        Self {
            guessed: true,
            ..Self::new(key, value, at)
        }
    }
}

/// A known name and its colon, as they stand in a line without its blanks, in bytes.
struct StandingName<'w> {
    name: &'w str,
    from: usize,
    to: usize,
}

/// What a line calls and says: `索引号：014180233/2024-00004 发布机构：…`.
pub fn of_line(passage: &TextLine, words: &PageWords) -> Vec<FoundFact> {
    if !has_at_most(&passage.text, MAX_LINE) {
        return Vec::new();
    }
    let text: String = passage.text.split_whitespace().collect();
    let word_starts = find_word_starts(&passage.text);
    let names = find_names(&text, words);
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let end = names.get(index + 1).map_or(text.len(), |next| next.from);
        let value = text.get(name.to..end).unwrap_or_default();
        let value = &value[..own_length(value, name.to, &word_starts)];
        let value = value.trim_matches(MARKS_ROUND);
        found.extend(read_fact(name.name, value, &passage.at, words));
    }
    found
}

/// The names in a line without blanks, in their order.
fn find_names<'w>(text: &str, words: &'w PageWords) -> Vec<StandingName<'w>> {
    let known = words.facts.values().flatten().chain(&words.other_facts);
    let mut found = Vec::new();
    for name in known {
        for colon in ['：', ':'] {
            for (from, all) in text.match_indices(&format!("{name}{colon}")) {
                let to = from + all.len();
                found.push(StandingName { name, from, to });
            }
        }
    }
    // Of names that end alike the longest is the one that is said.
    found.sort_by_key(|name| (name.to, name.from));
    found.dedup_by_key(|name| name.to);
    found
}

/// Where words begin in a text without its blanks, in bytes.
fn find_word_starts(text: &str) -> Vec<usize> {
    let (mut starts, mut at) = (Vec::new(), 0);
    for word in text.split_whitespace() {
        starts.push(at);
        at += word.len();
    }
    starts
}

/// How much of a value, which begins at a byte, is its own: the word before a further colon is
/// another's name.
fn own_length(value: &str, from: usize, word_starts: &[usize]) -> usize {
    let Some(colon) = value.find('：') else {
        return value.len();
    };
    let before = word_starts
        .iter()
        .rev()
        .find(|start| **start <= from + colon && **start > from);
    before.map_or(value.len(), |start| start - from)
}

/// What a table of facts says: a name, and its value in the next cell or in the same.
pub fn of_grid(grid: &GridSheet, words: &PageWords) -> Vec<FoundFact> {
    let mut found = Vec::new();
    for row in 0..grid.height() {
        let cells: Vec<_> = grid.row(row).map(|(_, slot)| slot).collect();
        for (index, slot) in cells.iter().enumerate() {
            let passage = TextLine::new(slot.text.clone(), slot.at.clone());
            found.extend(of_line(&passage, words));
            if let Some(value) = cells.get(index + 1) {
                found.extend(read_fact(&slot.text, value.text.trim(), &value.at, words));
            }
        }
    }
    found
}

/// A fact by what a page calls it.
pub fn read_fact(name: &str, value: &str, at: &At, words: &PageWords) -> Option<FoundFact> {
    let key = words.key_of(name)?;
    if value.is_empty() || !has_at_most(value, MAX_VALUE) {
        return None;
    }
    let value = match key {
        WRITTEN => read_day(value)?.to_string(),
        PUBLISHED => match Date::moment(value) {
            Some(moment) => moment,
            None => read_day(value)?.to_string(),
        },
        _ => value.to_owned(),
    };
    Some(FoundFact::new(key, value, at))
}

/// What stands on a page without a name: an index number, a day.
pub fn find_nameless(passage: &TextLine) -> Option<FoundFact> {
    let text = passage.text.trim();
    if is_index(text) {
        return Some(FoundFact::guess(INDEX, text.to_owned(), &passage.at));
    }
    let day = read_day(text)?.to_string();
    Some(FoundFact::guess(WRITTEN, day, &passage.at))
}

/// Whether a text is an index number as sites write them: `014180233/2024-00004`.
fn is_index(text: &str) -> bool {
    let Some((code, rest)) = text.split_once('/') else {
        return false;
    };
    let Some((year, number)) = rest.split_once('-') else {
        return false;
    };
    code.len() >= 6
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && year.len() == 4
        && is_digits(year)
        && is_digits(number)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[(&str, &str)]) {
        let passage = TextLine::new(line.to_owned(), At::File);
        let found = of_line(&passage, PageWords::load());
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|fact| (fact.key.as_str(), fact.value.as_str()))
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn lines_of_facts() {
        check(
            "索 引 号：014180233/2024-00004",
            &[("索引号", "014180233/2024-00004")],
        );
        check(
            "发布机构： 某局　　发布日期：2024-01-26 主题分类：其他",
            &[("机关", "某局"), ("网站.发布时间", "2024-01-26")],
        );
        check(
            "成文日期：二〇二四年一月二十六日",
            &[("成文日期", "2024-01-26")],
        );
        check("索引号：A-1 发稿人：某办", &[("索引号", "A-1")]);
        check("2023年，我局认真落实。", &[]);
    }
}
