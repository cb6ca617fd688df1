//! What the signs in a text mean, one character or a few at a time.
//!
//! Each reading is a text and what was changed on the way; whose text it is, is not known here.

use unicode_normalization::char::compose;

use super::super::labels::HAN_DIGITS;
use super::{PastedChange, PastedInto, PastedKind};

/// Signs before the items of a list. Office programs keep those of their own in private codes.
const BULLETS: [char; 17] = [
    '•', '●', '○', '■', '□', '▪', '◆', '◇', '➢', '➤', '►', '✓', '✔', '★', '\u{F06C}', '\u{F0B7}',
    '\u{F0D8}',
];
/// How far a wide letter or digit stands behind the usual one.
const WIDE: u32 = 0xFEE0;
/// Characters of a paragraph that tell in a message which one it is.
const MAX_START: usize = 4;

/// Whether a character has no width, and says nothing that a report needs.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

fn is_odd_blank(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}'
    )
}

/// A text as it is meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MeantText {
    /// The text.
    pub text: String,
    /// What was changed in it.
    pub changes: Vec<PastedChange>,
}

/// A text as it is meant, with what was changed; none where it stays as it is.
pub(super) fn read_meant(text: &str, into: PastedInto) -> Option<MeantText> {
    if !text.contains(is_suspicious) {
        return None;
    }
    let mut changes = Vec::new();
    let mut read = String::new();
    // What stands in placeholders is a formula, not text.
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let end = rest[at..].find("}}").map_or(rest.len(), |end| at + end + 2);
        read += &read_characters(&rest[..at], &mut changes);
        read += &rest[at..end];
        rest = &rest[end..];
    }
    read += &read_characters(rest, &mut changes);
    // What one sign hid may be another.
    let mut seen = usize::MAX;
    while into == PastedInto::Paragraph && seen != changes.len() {
        seen = changes.len();
        read = read_brackets(&read, &mut changes);
        read = read_start(&read, &mut changes);
        read = read_code(&read, &mut changes);
        read = read_links(read, &mut changes);
    }
    // A paragraph of nothing but signs is left as it is.
    let lost =
        read.trim().is_empty() && !text.chars().all(|c| c.is_whitespace() || is_invisible(c));
    (!changes.is_empty() && !lost).then_some(MeantText {
        text: read,
        changes,
    })
}

/// Whether a character may be one of the signs; most texts have none.
fn is_suspicious(c: char) -> bool {
    is_invisible(c)
        || is_odd_blank(c)
        || narrow(c).is_some()
        || matches!(
            c,
            '\u{300}'..='\u{36F}' | '(' | '#' | '>' | '`' | '[' | '-' | '*' | '+' | '·'
        )
        || BULLETS.contains(&c)
}

/// A wide letter or digit as the usual one.
fn narrow(c: char) -> Option<char> {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - WIDE),
        _ => None,
    }
}

/// What single characters and their neighbours mean.
fn read_characters(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let mut read = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_invisible(c) {
            changes.push(PastedChange::new(PastedKind::Invisible, c, ""));
        } else if is_odd_blank(c) {
            changes.push(PastedChange::new(PastedKind::Blank, c, " "));
            read.push(' ');
        } else if let Some(first) = narrow(c) {
            let (mut typed, mut plain) = (c.to_string(), first.to_string());
            while let Some(next) = chars.peek()
                && let Some(meant) = narrow_or_point(*next)
            {
                typed.push(*next);
                plain.push(meant);
                chars.next();
            }
            read.push_str(&plain);
            changes.push(PastedChange::new(PastedKind::Wide, typed, plain));
        } else if let Some(mark) = chars.peek().copied()
            && let Some(whole) = compose_accent(c, mark)
        {
            chars.next();
            let typed = String::from_iter([c, mark]);
            changes.push(PastedChange::new(PastedKind::Apart, typed, whole));
            read.push(whole);
        } else {
            read.push(c);
        }
    }
    read
}

/// A wide letter or digit, or a wide sign that belongs to the wide digits before it.
fn narrow_or_point(c: char) -> Option<char> {
    match c {
        '．' => Some('.'),
        '％' => Some('%'),
        c => narrow(c),
    }
}

fn compose_accent(letter: char, mark: char) -> Option<char> {
    if !matches!(mark, '\u{300}'..='\u{36F}') {
        return None;
    }
    compose(letter, mark)
}

/// Half-width brackets around the number of an item, `(一)` and `(1)`.
fn read_brackets(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        // `f(1)` and a telephone's `(0512)` are none.
        let before = rest[..at].chars().next_back().or(read.chars().next_back());
        let inner = &rest[at + 1..];
        if let Some((number, behind)) = inner.split_once(')')
            && is_item(number)
            && stands_apart(before)
            && stands_apart(behind.chars().next())
        {
            read.push_str(&rest[..at]);
            let meant = format!("（{number}）");
            read.push_str(&meant);
            let typed = format!("({number})");
            changes.push(PastedChange::new(PastedKind::Bracket, typed, meant));
            rest = behind;
        } else {
            read.push_str(&rest[..=at]);
            rest = inner;
        }
    }
    read + rest
}

/// Whether a neighbour is no letter or digit of the usual width.
fn stands_apart(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|c| !c.is_ascii_alphanumeric())
}

/// Whether a text is the number of an item: a Chinese one, or of two digits at the most.
fn is_item(text: &str) -> bool {
    match text.chars().count() {
        1 | 2 if text.chars().all(|c| c.is_ascii_digit()) => true,
        1..=3 => text.chars().all(|c| HAN_DIGITS.contains(c)),
        _ => false,
    }
}

/// A sign at the start of a paragraph.
struct StartSign<'t> {
    kind: PastedKind,
    sign: &'t str,
}

/// What stands before the first word of a paragraph: a bullet, the marks of a heading or a
/// quotation.
fn read_start(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let body = text.trim_start();
    let Some(StartSign { kind, sign }) = find_start_sign(body) else {
        return text.to_owned();
    };
    let rest = body[sign.len()..].trim_start();
    if rest.is_empty() {
        return text.to_owned();
    }
    let example: String = rest.chars().take(MAX_START).collect();
    let typed = match kind {
        PastedKind::Bullet => sign.to_owned(),
        _ => format!("{sign} {example}"),
    };
    changes.push(PastedChange::new(kind, typed, example));
    let indent = &text[..text.len() - body.len()];
    format!("{indent}{rest}")
}

/// The sign that a paragraph begins with, if it does.
fn find_start_sign(body: &str) -> Option<StartSign<'_>> {
    let first = body.chars().next()?;
    let (sign, behind) = body.split_at(first.len_utf8());
    let kind = match first {
        '#' => {
            let marks = body.len() - body.trim_start_matches('#').len();
            let (sign, behind) = body.split_at(marks);
            let kind = PastedKind::Markdown;
            let is_heading = marks <= 6 && starts_blank(behind);
            return is_heading.then_some(StartSign { kind, sign });
        }
        '>' if starts_blank(behind) => PastedKind::Markdown,
        '-' | '*' | '+' | '·' if starts_blank(behind) => PastedKind::Bullet,
        c if BULLETS.contains(&c) => PastedKind::Bullet,
        _ => return None,
    };
    Some(StartSign { kind, sign })
}

fn starts_blank(text: &str) -> bool {
    text.starts_with([' ', '\t', '\u{3000}'])
}

/// Code in backticks.
fn read_code(text: &str, changes: &mut Vec<PastedChange>) -> String {
    if text.matches('`').count() < 2 {
        return text.to_owned();
    }
    let piece = text.split('`').nth(1).unwrap_or_default();
    let typed = format!("`{piece}`");
    changes.push(PastedChange::new(PastedKind::Markdown, typed, piece));
    text.replace('`', "")
}

/// Links `[words](https://…)`.
fn read_links(mut read: String, changes: &mut Vec<PastedChange>) -> String {
    let mut from = 0;
    while let Some(at) = read[from..].find('[').map(|at| from + at) {
        from = at + 1;
        let Some(middle) = read[at..].find("](http").map(|middle| at + middle) else {
            break;
        };
        let Some(end) = read[middle..].find(')').map(|end| middle + end) else {
            break;
        };
        let words = read[at + 1..middle].to_owned();
        if words.contains(['[', ']']) || words.is_empty() {
            continue;
        }
        let link = read[middle + 2..end].to_owned();
        // Where the address is not what the words say, it is printed behind them.
        let meant = if words == link {
            words
        } else {
            format!("{words}（{link}）")
        };
        let typed = read[at..=end].to_owned();
        read.replace_range(at..=end, &meant);
        from = at + meant.len();
        changes.push(PastedChange::new(PastedKind::Markdown, typed, meant));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, kinds: &[PastedKind]) {
        let meant = read_meant(text, PastedInto::Paragraph);
        let (read, changes) = match meant {
            Some(meant) => (meant.text, meant.changes),
            None => (text.to_owned(), Vec::new()),
        };
        let found: Vec<PastedKind> = changes.iter().map(|change| change.kind).collect();
        assert_eq!(
            (read.as_str(), found.as_slice()),
            (expected, kinds),
            "{text:?}"
        );
        assert_eq!(
            read_meant(expected, PastedInto::Paragraph),
            None,
            "{expected:?}"
        );
    }

    #[test]
    fn what_has_one_meaning_is_read_so() {
        use PastedKind::{Apart, Blank, Bracket, Bullet, Invisible, Markdown, Wide};
        check(
            "政务\u{200B}公开\u{FE0F}",
            "政务公开",
            &[Invisible, Invisible],
        );
        check("共\u{A0}5\u{2009}件", "共 5 件", &[Blank, Blank]);
        check("２０２３年占９５．５％", "2023年占95.5%", &[Wide, Wide]);
        check("Ａ类", "A类", &[Wide]);
        check("cafe\u{301}", "café", &[Apart]);
        check(
            "(一)主动公开(1)",
            "（一）主动公开（1）",
            &[Bracket, Bracket],
        );
        check("(十二) 监督", "（十二） 监督", &[Bracket]);
        check("• 加强培训", "加强培训", &[Bullet]);
        check("　　●加强培训", "　　加强培训", &[Bullet]);
        check("- 加强培训", "加强培训", &[Bullet]);
        check("\u{F06C}加强", "加强", &[Bullet]);
        check("## 一、总体情况", "一、总体情况", &[Markdown]);
        check("> 引文", "引文", &[Markdown]);
        check("见`附件`", "见附件", &[Markdown]);
        check(
            "见[网站](https://a.cn)。",
            "见网站（https://a.cn）。",
            &[Markdown],
        );
        check("[https://a.cn](https://a.cn)", "https://a.cn", &[Markdown]);
        check(
            "（{{ 申请.新收 + 1 }}）２件",
            "（{{ 申请.新收 + 1 }}）2件",
            &[Wide],
        );
    }

    #[test]
    fn what_is_meant_as_it_stands_stays() {
        for text in [
            "￥5，（一），①，㎡，95％",
            "(0512)56729822",
            "f(1)和(2023)",
            "{{ Ａ }}",
            "-5℃至+3℃",
            "**重点**公开",
            "#1楼",
            "a[1](x)",
            "5 * 3",
            "•",
            "` `",
            "省·市",
            "e\u{20E3}",
            "（一）",
        ] {
            check(text, text, &[]);
        }
    }
}
