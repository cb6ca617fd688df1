//! What a character is on a line: a Chinese character, a mark, part of a run, or a blank.
//!
//! GB/T 15834-2011 gives the marks and their cells; which signs stand with the
//! digits and letters beside them is the habit of Chinese typesetting.

use crate::charset::CharSet;

/// Marks that begin no line.
static CLOSERS: CharSet = CharSet::of("，。、；：？！）》〉」』】〕〗〙”’…—·～–,.;:?!)]}%％‰℃°′″");
/// Marks that end no line.
static OPENERS: CharSet = CharSet::of("（《〈「『【〔〖〘“‘([{￥$·～–");
/// Marks whose ink fills half of their cell: the other half may be given up.
static CLOSING_HALVES: CharSet = CharSet::of("，。、；：）》〉」』】〕〗〙”’");
static OPENING_HALVES: CharSet = CharSet::of("（《〈「『【〔〖〘“‘");
/// Signs that are part of the run beside them: 5×8, 苏E·12345, 9:00—17:00, ≤30. Those of ASCII
/// always are.
static SIGNS: CharSet = CharSet::of("·×÷—–‐‑−≤≥±°℃℉‰€¥′″");
/// Of more signs in a row none is looked at: they are a line drawn by hand.
const SIGNS_IN_A_ROW: usize = 4;

/// The side of a mark's cell without ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Openers.
    Left,
    /// Closers.
    Right,
}

/// What a character is on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharClass {
    /// A Chinese character, or another that fills a cell.
    Han,
    /// A mark, with the half of its cell that it may give up.
    Mark(Option<Side>),
    /// A letter, digit or sign at its natural width, whatever stands beside it.
    Run,
    /// A blank between words.
    Blank,
}

impl CharClass {
    /// The class of `text[at]`, which for a sign depends on what stands beside it.
    ///
    /// # Panics
    /// When `at` lies behind the text.
    pub fn of(text: &[char], at: usize) -> Self {
        let c = text[at];
        match c {
            ' ' => Self::Blank,
            '\u{4E00}'..='\u{9FFF}' => Self::Han,
            _ if joins(c) || (SIGNS.contains(c) && joins_beside(text, at)) => Self::Run,
            _ if closes(c) || opens(c) => Self::Mark(spare_half(c)),
            _ => Self::Han,
        }
    }
}

/// Letters and digits of scripts that stand in runs, with those that are raised and lowered.
fn joins(c: char) -> bool {
    match c {
        ' ' => false,
        '\0'..='\x7F' | '\u{2070}'..='\u{209F}' => true,
        '\u{80}'..'\u{2000}' => !SIGNS.contains(c) && c != '§',
        _ => false,
    }
}

/// Whether the signs around `text[at]` touch a letter or digit. The dash of two
/// cells (——) is a mark of its own.
fn joins_beside(text: &[char], at: usize) -> bool {
    let (start, end) = (
        at - count_signs(text[..at].iter().rev()),
        at + count_signs(&text[at..]),
    );
    let is_dash = text[start..end].windows(2).any(|pair| pair == ['—', '—']);
    let touches =
        text[..start].last().is_some_and(|c| joins(*c)) || text.get(end).is_some_and(|c| joins(*c));
    !is_dash && touches
}

/// How many of the first characters are signs.
fn count_signs<'c>(text: impl IntoIterator<Item = &'c char>) -> usize {
    let few = text.into_iter().take(SIGNS_IN_A_ROW);
    few.take_while(|c| SIGNS.contains(**c)).count()
}

/// Whether a line must not begin with `c`.
pub fn closes(c: char) -> bool {
    CLOSERS.contains(c)
}

/// Whether a line must not end with `c`.
pub fn opens(c: char) -> bool {
    OPENERS.contains(c)
}

/// The side of its cell that a mark may give up.
fn spare_half(c: char) -> Option<Side> {
    if CLOSING_HALVES.contains(c) {
        Some(Side::Right)
    } else if OPENING_HALVES.contains(c) {
        Some(Side::Left)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let chars: Vec<char> = text.chars().collect();
        let shown: String = (0..chars.len())
            .map(|at| match CharClass::of(&chars, at) {
                CharClass::Han => '字',
                CharClass::Mark(Some(Side::Left)) => '「',
                CharClass::Mark(Some(Side::Right)) => '」',
                CharClass::Mark(None) => '号',
                CharClass::Run => 'a',
                CharClass::Blank => ' ',
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn signs_join_what_they_touch() {
        check("苏E·12345号", "字aaaaaaa字");
        check("阿·甲", "字号字");
        check("9:00—17:00至", "aaaaaaaaaa字");
        check("GB/T 9704—2012", "aaaa aaaaaaaaa");
        check("甲——2023……", "字号号aaaa号号");
        check("CO₂10⁴5×8", "aaaaaaaaa");
        check("≥±5℃，5‰", "aaaa」aa");
        check("€5（¥7）", "aa「aa」");
        check("95.7%，甲", "aaaaa」字");
        check("①Ⅰ№￥", "字字字号");
        check("乙 1 “a”", "字 a 「a」");
    }
}
