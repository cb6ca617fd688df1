//! Reads the text of a formula piece by piece: signs, words, quotes, numbers.
//!
//! It knows what pieces look like, but not what they mean; and it cuts out
//! the piece that a fault is about, for people to find it.

use super::FormulaFault;

/// Characters that are shown of what is not known.
const MAX_SHOWN: usize = 60;
/// What ends a piece that is shown.
const ENDS: &str = "+-*/^&%,;()=<>\"";

/// A place in the text of a formula.
pub struct Cursor<'f> {
    text: &'f str,
    at: usize,
}

impl<'f> Cursor<'f> {
    /// The start of a text.
    pub fn new(text: &'f str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte where the next piece begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a place where it was.
    pub fn go_back(&mut self, at: usize) {
        self.at = at;
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'f str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What was read since a place.
    pub fn since(&self, start: usize) -> &'f str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether a sign comes next, which is read then.
    pub fn take(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    /// Whether one of these words comes next in any case, which is read then.
    pub fn take_caseless<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        let rest = self.rest();
        let found = words.iter().find(|word| begins_with(rest, word))?;
        self.at += found.len();
        Some(found)
    }

    /// Reads white space.
    pub fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Reads letters, digits and what else stands in names and references.
    pub fn read_word(&mut self) -> &'f str {
        self.read_while(is_word)
    }

    /// Whether a word comes next.
    pub fn is_at_word(&self) -> bool {
        self.rest().starts_with(is_word)
    }

    /// Reads what looks like a number without a sign.
    pub fn read_number(&mut self) -> &'f str {
        let start = self.at;
        self.read_while(is_digit);
        if self.take(".") {
            self.read_while(is_digit);
        }
        if self.take_caseless(&["e"]).is_some() {
            let _sign = self.take("-") || self.take("+");
            self.read_while(is_digit);
        }
        self.since(start)
    }

    /// Reads a text in quotes, which are doubled within it; nothing where they are not closed.
    pub fn read_quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut rest = self.rest().strip_prefix(quote)?;
        loop {
            let (piece, after) = rest.split_once(quote)?;
            text.push_str(piece);
            rest = after;
            match rest.strip_prefix(quote) {
                Some(after) => rest = after,
                None => break,
            }
            text.push(quote);
        }
        self.at = self.text.len() - rest.len();
        Some(text)
    }

    /// The fault of a piece that is not known, up to the next operator outside brackets and quotes.
    ///
    /// Where nothing is left, the whole formula is the piece.
    pub fn unknown(&self, start: usize) -> FormulaFault {
        let text = self.text.get(start..).unwrap_or_default().trim_start();
        if text.is_empty() {
            return FormulaFault::Unknown(shorten(self.text));
        }
        FormulaFault::Unknown(shorten(&text[..end_of_piece(text)]))
    }

    fn read_while(&mut self, is: fn(char) -> bool) -> &'f str {
        let start = self.at;
        self.at = self.text.len() - self.rest().trim_start_matches(is).len();
        self.since(start)
    }
}

/// Where a text's first piece ends: at the next operator outside brackets and quotes.
fn end_of_piece(text: &str) -> usize {
    let (mut depth, mut open) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some(quote), _) if quote == c => open = None,
            (Some(_), _) => {}
            (None, '\'') => open = Some('\''),
            (None, '"') if at == 0 || depth > 0 => open = Some('"'),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            _ if at > 0 && depth == 0 && (c.is_whitespace() || ENDS.contains(c)) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether a text begins with a word in any case.
fn begins_with(text: &str, word: &str) -> bool {
    let start = text.get(..word.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Shortens a piece of a formula for people.
pub fn shorten(piece: &str) -> String {
    match piece.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &piece[..end]),
        None => piece.to_owned(),
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// No operator is beyond ASCII, so 三、申请 is a word even without quotes.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '.' | '$' | '\\' | '?')
        || (!c.is_ascii() && !c.is_whitespace())
}
