//! When two texts say the same, their sentences, and what to show of a long one.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::Chars;

/// Marks that end a sentence.
const ENDS: &str = "。！？!?";
/// Marks that may stand behind such a mark and belong to the sentence.
const CLOSERS: &str = "”’）》」』\")";
/// Characters shown before and behind a difference.
const AROUND: usize = 12;
/// Characters of the difference itself that are shown.
const SHOWN: usize = 40;

/// Characters by which texts are put beside each other; a paragraph has 300.
const TELLING: usize = 1_000;
/// Sentences of a paragraph that are told apart; a paragraph has ten.
const MAX_SENTENCES: usize = 2_000;

/// The key of a text; of a long one its beginning, behind a number for all of it, so that
/// long texts that begin alike are soon told apart.
pub(super) fn short_key(text: &str) -> String {
    let key = key(text);
    let Some((end, _)) = key.char_indices().nth(TELLING) else {
        return key;
    };
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    format!(
        "{:x}{}",
        hasher.finish(),
        key.get(..end).unwrap_or_default()
    )
}

/// A text without its blanks, by which texts are put beside each other.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| is_said(*c)).collect()
}

/// Whether a character says something: no blank, and none that no file may hold.
fn is_said(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// What stands before a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlankBefore {
    None,
    Blank,
    /// The end of a line, where a blank may be lost.
    LineEnd,
}

/// A character that says something, and what stands before it.
struct SaidCharacter {
    before: BlankBefore,
    c: char,
}

/// Whether two texts say the same.
///
/// A blank counts between two Latin letters or digits, unless a line ends there.
pub fn same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (SaidCharacters::of(a), SaidCharacters::of(b));
    let mut last = ' ';
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x.c == y.c => {
                let is_word = last.is_ascii_alphanumeric() && x.c.is_ascii_alphanumeric();
                let is_parted_once = matches!(
                    (x.before, y.before),
                    (BlankBefore::None, BlankBefore::Blank)
                        | (BlankBefore::Blank, BlankBefore::None)
                );
                if is_word && is_parted_once {
                    return false;
                }
                last = x.c;
            }
            _ => return false,
        }
    }
}

/// The characters of a text that say something.
struct SaidCharacters<'a> {
    rest: Chars<'a>,
}

impl<'a> SaidCharacters<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text.chars() }
    }
}

impl Iterator for SaidCharacters<'_> {
    type Item = SaidCharacter;

    fn next(&mut self) -> Option<SaidCharacter> {
        let mut before = BlankBefore::None;
        loop {
            match self.rest.next()? {
                c if is_said(c) => return Some(SaidCharacter { before, c }),
                '\n' => before = BlankBefore::LineEnd,
                _ if before == BlankBefore::None => before = BlankBefore::Blank,
                _ => {}
            }
        }
    }
}

/// The byte of `a` at which it begins to differ from `b`; its end where it does not.
pub(super) fn difference(a: &str, b: &str) -> usize {
    let mut other = b.chars().filter(|c| is_said(*c));
    for (at, c) in a.char_indices().filter(|(_, c)| is_said(*c)) {
        if other.next() != Some(c) {
            return at;
        }
    }
    a.len()
}

/// A sentence and the byte of the text at which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlacedSentence<'a> {
    pub from: usize,
    pub text: &'a str,
}

/// The sentences of a text, with the marks behind them; none is blank.
pub(super) fn sentences(text: &str) -> Vec<PlacedSentence<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if !ENDS.contains(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| may_close(*c)) {
            end = at + c.len_utf8();
        }
        let text = &text[from..end];
        found.push(PlacedSentence { from, text });
        from = end;
        if found.len() >= MAX_SENTENCES {
            break;
        }
    }
    let text = &text[from..];
    found.push(PlacedSentence { from, text });
    found.retain(|sentence| sentence.text.chars().any(is_said));
    found
}

/// Whether a character behind the end of a sentence still belongs to it.
fn may_close(c: char) -> bool {
    ENDS.contains(c) || CLOSERS.contains(c) || c == '\n'
}

/// What differs between two texts, each with a few characters around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpts {
    /// Of the file's text.
    pub found: String,
    /// Of what it should say.
    pub expected: String,
}

/// What differs between two texts.
pub fn excerpts(a: &str, b: &str) -> Excerpts {
    let (a, b): (Vec<char>, Vec<char>) = (plain(a).chars().collect(), plain(b).chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - front;
    let back = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(most)
        .take_while(|(x, y)| x == y)
        .count();
    // A number is shown whole.
    let number = a[..front].iter().rev().take_while(|c| c.is_ascii_digit());
    let front = front - number.count();
    Excerpts {
        found: cut_out(&a, front, back),
        expected: cut_out(&b, front, back),
    }
}

/// What stands in a text behind that many characters and before as many at its end, with a few
/// of these around it.
fn cut_out(text: &[char], front: usize, back: usize) -> String {
    let from = front.saturating_sub(AROUND);
    let differs = text.len() - back;
    let to = (differs + AROUND)
        .min(text.len())
        .min(front.max(from) + SHOWN + AROUND);
    let mut shown = String::new();
    if from > 0 {
        shown.push('…');
    }
    shown.extend(&text[from..to.max(from)]);
    if to < text.len() {
        shown.push('…');
    }
    shown
}

/// The beginning of a text.
pub(super) fn beginning(text: &str) -> String {
    let text = plain(text);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A text in one line.
pub(super) fn plain(text: &str) -> String {
    text.trim().chars().filter(|c| *c != '\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: bool) {
        assert_eq!(
            (same(a, b), same(b, a)),
            (expected, expected),
            "{a:?} {b:?}"
        );
    }

    #[test]
    fn blanks_count_within_words_only() {
        check("共 12件", "共12 件", true);
        check("Open Government", "Open\nGovernment", true);
        check("Open Government", "OpenGovernment", false);
        check("1 2", "12", false);
        check("图1　甲", "图1 甲", true);
        check("甲。", "甲", false);
        check("甲\u{7}", "甲", true);
    }

    #[test]
    fn sentences_keep_their_marks() {
        let sentence = |from, text| PlacedSentence { from, text };
        assert_eq!(
            sentences("甲。“乙！”丙？！丁"),
            [
                sentence(0, "甲。"),
                sentence(6, "“乙！”"),
                sentence(18, "丙？！"),
                sentence(27, "丁")
            ]
        );
        assert_eq!(sentences(" 。 "), [sentence(0, " 。")]);
        assert_eq!(sentences("  "), []);
        assert_eq!(
            (difference("甲 乙", "甲丙"), difference("甲", "甲")),
            (4, 3)
        );
    }

    #[test]
    fn what_is_long_is_cut_short() {
        assert_eq!(sentences(&"甲。".repeat(5_000)).len(), MAX_SENTENCES + 1);
        let (long, other) = ("甲".repeat(2_000), "甲".repeat(1_999) + "乙");
        assert!(short_key(&long).len() < 3_100 && short_key(&long) != short_key(&other));
        assert_eq!(short_key("甲 乙"), "甲乙");
    }

    #[test]
    fn what_differs_is_shown() {
        let long = "字".repeat(30);
        let Excerpts {
            found: a,
            expected: b,
        } = excerpts(
            &format!("{long}收到793件，{long}"),
            &format!("{long}收到792件，{long}"),
        );
        assert_eq!(
            a,
            format!("…{}收到793件，{}…", "字".repeat(10), "字".repeat(10))
        );
        assert_eq!(b, a.replace("793", "792"));
        let pair = |a: &str, b: &str| {
            let Excerpts { found, expected } = excerpts(a, b);
            [found, expected]
        };
        assert_eq!(pair("甲", ""), ["甲", ""]);
        assert_eq!(pair("甲乙", "甲乙乙"), ["甲乙", "甲乙乙"]);
    }
}
