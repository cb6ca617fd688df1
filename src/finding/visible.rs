//! Text for a terminal: what would steer it, or turn the line around, is shown as a mark.
//!
//! Names of files and text of foreign documents hold anything at all. A terminal obeys
//! control characters (C0, C1, escapes) and follows signs that turn the direction of text,
//! so that a name could colour, overwrite or hide what is said.

use std::borrow::Cow;

/// What stands for a character that is not shown.
const MARK: char = '\u{FFFD}';
/// What begins a colour, and what ends it.
const COLOUR: &str = "\u{1B}[";
const COLOUR_END: char = 'm';

/// A name as it is shown: in one line, nothing in it but what can be seen.
pub fn visible(name: &str) -> Cow<'_, str> {
    if !name.contains(is_hidden) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(
        name.chars()
            .map(|c| if is_hidden(c) { MARK } else { c })
            .collect(),
    )
}

/// A text as it may be printed: line ends and tabs stay, and with `colours` the
/// escapes that colour text.
pub fn printable(text: &str, colours: bool) -> Cow<'_, str> {
    if !text.contains(is_barred) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_barred) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(length) = colour(rest).filter(|_| colours) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else {
            out.push(MARK);
            rest = rest.get(rest.ceil_char_boundary(1)..).unwrap_or_default();
        }
    }
    Cow::Owned(out + rest)
}

/// A JSON text whose strings hold nothing that would steer a terminal: it stands there as
/// `\\u009b`.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_barred) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_barred(c) {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Whether a character may not stand in a text of several lines.
fn is_barred(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || steers(c)
}

/// Whether a character may not stand in a name, which has one line.
fn is_hidden(c: char) -> bool {
    c.is_control() || steers(c)
}

/// Signs that change the direction of text, and those that part lines unseen.
fn steers(c: char) -> bool {
    matches!(
        c,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
    ) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

/// The bytes of a colour at the start of a text.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix(COLOUR)?;
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    let all = COLOUR.len() + end + COLOUR_END.len_utf8();
    numbers[end..].starts_with(COLOUR_END).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, colours: bool, expected: &str) {
        assert_eq!(printable(text, colours), expected);
    }

    #[test]
    fn what_steers_a_terminal_is_marked() {
        check("表\n\t甲", false, "表\n\t甲");
        check("\u{1B}[31m红\u{1B}[0m", true, "\u{1B}[31m红\u{1B}[0m");
        check("\u{1B}[31m红", false, "\u{FFFD}[31m红");
        check(
            "\u{1B}[2J\u{1B}]0;甲\u{7}",
            true,
            "\u{FFFD}[2J\u{FFFD}]0;甲\u{FFFD}",
        );
        check(
            "\u{9B}31m\r甲\u{202E}乙\u{1B}",
            true,
            "\u{FFFD}31m\u{FFFD}甲\u{FFFD}乙\u{FFFD}",
        );
        assert_eq!(
            visible("a\nb\u{1B}[1mc\u{2066}"),
            "a\u{FFFD}b\u{FFFD}[1mc\u{FFFD}"
        );
        assert_eq!(visible("表.yaml"), "表.yaml");
    }

    #[test]
    fn json_stays_json() {
        let json = serde_json::to_string(&["a\u{9B}\u{202E}\u{7F}\n\u{1B}甲"]).expect("JSON");
        let escaped = escape_json(&json);
        assert!(!escaped.contains(is_barred));
        let (before, after): (Vec<String>, Vec<String>) = (
            serde_json::from_str(&json).expect("JSON"),
            serde_json::from_str(&escaped).expect("JSON"),
        );
        assert_eq!(before, after);
    }

    #[test]
    fn nothing_barred_is_left_of_any_character() {
        for c in '\0'..=char::MAX {
            let text = format!("甲{c}乙");
            assert!(!printable(&text, true).contains(is_barred), "{c:?}");
            assert!(
                !visible(&text).contains(|c: char| is_barred(c) || c == '\n'),
                "{c:?}"
            );
        }
    }
}
