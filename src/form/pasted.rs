//! Signs that programs leave in text that is pasted from them: invisible characters, blanks of
//! many kinds, wide letters, letters in two pieces, bullets, marks of Markdown. Each has one
//! meaning, and is read as that; numbers in cells stay as strict as they are.

use unicode_normalization::char::compose;

use crate::finding::{Code, Finding};
use crate::place::{Place, Placed};
use crate::report::{Record, Report};
use crate::standard::FieldKind;

/// Examples that a message names.
const NAMED: usize = 3;
/// Characters of an example.
const MAX_EXAMPLE: usize = 12;
/// Changes that are kept of one form; more of a kind are only counted.
const MAX_CHANGES: usize = 1_000;
/// Signs before the items of a list. Office programs keep those of their own in private codes.
const BULLETS: [char; 17] = [
    '•', '●', '○', '■', '□', '▪', '◆', '◇', '➢', '➤', '►', '✓', '✔', '★', '\u{F06C}', '\u{F0B7}',
    '\u{F0D8}',
];

/// What kind of sign was read otherwise than it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PastedKind {
    /// Characters without width.
    Invisible,
    /// Blanks other than the usual ones.
    Blank,
    /// Letters and digits as wide as Chinese characters.
    Wide,
    /// A letter and its accent as two characters.
    Apart,
    /// Half-width brackets around a number of an item.
    Bracket,
    /// The sign before an item of a list.
    Bullet,
    /// Marks of Markdown.
    Markdown,
}

/// What was read otherwise than it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedChange {
    kind: PastedKind,
    typed: String,
    read: String,
}

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastedInto {
    /// A paragraph.
    Paragraph,
    /// A name, a title, an address.
    Name,
}

/// The report that a form with these values gives: signs of pasted text are read as they are meant.
#[must_use]
pub fn as_meant(report: &Report) -> Report {
    let mut meant = report.clone();
    let read = |value: &mut Placed<String>, into| {
        if let Some((text, _)) = self::meant(&value.value, into) {
            value.value = text;
        }
    };
    read(&mut meant.agency, PastedInto::Name);
    for (path, value) in &mut meant.fields {
        let field = meant.standard.fields.find(path);
        if field.is_some_and(|field| {
            matches!(
                field.kind,
                FieldKind::Text | FieldKind::Postcode | FieldKind::Phone
            )
        }) {
            read(value, PastedInto::Name);
        }
    }
    let lines = meant.texts.values_mut().flatten();
    lines.for_each(|line| read(line, PastedInto::Paragraph));
    let values = meant
        .records
        .values_mut()
        .flatten()
        .flat_map(Record::values_mut);
    values.for_each(|value| read(value, PastedInto::Name));
    meant
}

/// All that was read otherwise in one form.
#[derive(Debug, Default)]
pub struct Pasted {
    changes: Vec<(PastedChange, Place)>,
    /// How many there were beyond those that are kept.
    more: usize,
}

impl Pasted {
    /// A text as it is meant; what was changed in it is kept.
    pub fn read(&mut self, text: String, into: PastedInto, place: &Place) -> String {
        let Some((text, changes)) = meant(&text, into) else {
            return text;
        };
        for change in changes {
            if self.changes.len() < MAX_CHANGES {
                self.changes.push((change, place.clone()));
            } else {
                self.more += 1;
            }
        }
        text
    }

    /// One finding a kind.
    pub fn findings(&self) -> Vec<Finding> {
        let mut kinds: Vec<PastedKind> =
            self.changes.iter().map(|(change, _)| change.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
            .into_iter()
            .filter_map(|kind| self.finding(kind))
            .collect()
    }

    fn finding(&self, kind: PastedKind) -> Option<Finding> {
        let of_kind = self
            .changes
            .iter()
            .filter(|(change, _)| change.kind == kind);
        let mut examples: Vec<&PastedChange> = Vec::new();
        let mut places: Vec<&Place> = Vec::new();
        let mut count = 0;
        for (change, place) in of_kind {
            count += 1;
            if !examples.contains(&change) && examples.len() < NAMED {
                examples.push(change);
            }
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        let (first, rest) = places.split_first()?;
        let at_least = if self.more > 0 { "至少 " } else { "" };
        let words = kind.words();
        let message = format!(
            "{}{at_least}{count}{}：{}",
            words.before,
            words.behind,
            shown(kind, &examples)
        );
        let finding = Finding::new(Code::Pasted, message, (*first).clone())
            .hint("多半是从 Word、网页或 PDF 粘贴带来的；印得对就不用改")
            .related(rest.iter().map(|place| (*place).clone()));
        Some(finding)
    }
}

/// The words of a message, around the count.
struct PastedWords {
    before: &'static str,
    behind: &'static str,
}

impl PastedKind {
    fn words(self) -> PastedWords {
        let (before, behind) = match self {
            Self::Invisible => ("有 ", " 个看不见的字符，已去掉"),
            Self::Blank => ("有 ", " 个特殊空格，按普通空格读取"),
            Self::Wide => ("有 ", " 处全角的字母数字，按半角印出"),
            Self::Apart => ("有 ", " 个字母和符号是拆开的，按一个字印出"),
            Self::Bracket => ("有 ", " 处序号用了半角括号，按全角印出"),
            Self::Bullet => ("有 ", " 段前面有项目符号，不印"),
            Self::Markdown => ("有 ", " 处 Markdown 标记，不印"),
        };
        PastedWords { before, behind }
    }
}

/// What the examples of a kind look like, and what is printed.
fn shown(kind: PastedKind, examples: &[&PastedChange]) -> String {
    let pieces = examples.iter().map(|change| match kind {
        PastedKind::Invisible | PastedKind::Blank => {
            let codes = change.typed.chars().map(|c| format!("U+{:04X}", c as u32));
            codes.collect::<Vec<_>>().join(" ")
        }
        PastedKind::Bullet => format!("“{}”", change.typed.trim()),
        _ => format!("“{}”印成“{}”", cut(&change.typed), cut(&change.read)),
    });
    pieces.collect::<Vec<_>>().join("、")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MAX_EXAMPLE {
        return text.to_owned();
    }
    text.chars().take(MAX_EXAMPLE).chain(['…']).collect()
}

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

/// A text as it is meant, with what was changed; none where it stays as it is.
fn meant(text: &str, into: PastedInto) -> Option<(String, Vec<PastedChange>)> {
    let suspicious = |c: char| {
        is_invisible(c)
            || is_odd_blank(c)
            || narrow(c).is_some()
            || matches!(
                c,
                '\u{300}'..='\u{36F}' | '(' | '#' | '>' | '`' | '[' | '-' | '*' | '+' | '·'
            )
            || BULLETS.contains(&c)
    };
    if !text.contains(suspicious) {
        return None;
    }
    let mut changes = Vec::new();
    let mut read = String::new();
    // What stands in placeholders is a formula, not text.
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let end = rest[at..].find("}}").map_or(rest.len(), |end| at + end + 2);
        read += &characters(&rest[..at], &mut changes);
        read += &rest[at..end];
        rest = &rest[end..];
    }
    read += &characters(rest, &mut changes);
    // What one sign hid may be another.
    let mut seen = usize::MAX;
    while into == PastedInto::Paragraph && seen != changes.len() {
        seen = changes.len();
        read = brackets(&read, &mut changes);
        read = start(&read, &mut changes);
        read = markdown(&read, &mut changes);
    }
    // A paragraph of nothing but signs is left as it is.
    let lost =
        read.trim().is_empty() && !text.chars().all(|c| c.is_whitespace() || is_invisible(c));
    (!changes.is_empty() && !lost).then_some((read, changes))
}

/// A wide letter or digit as the usual one.
fn narrow(c: char) -> Option<char> {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0),
        _ => None,
    }
}

/// What single characters and their neighbours mean.
fn characters(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let mut read = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_invisible(c) {
            changes.push(change(PastedKind::Invisible, c, ""));
        } else if is_odd_blank(c) {
            changes.push(change(PastedKind::Blank, c, " "));
            read.push(' ');
        } else if let Some(first) = narrow(c) {
            let (mut typed, mut plain) = (c.to_string(), first.to_string());
            while let Some(next) = chars.peek() {
                // A wide point between wide digits belongs to them.
                let meant = if matches!(next, '．' | '％') {
                    point(*next)
                } else {
                    narrow(*next)
                };
                let Some(meant) = meant else { break };
                typed.push(*next);
                plain.push(meant);
                chars.next();
            }
            read.push_str(&plain);
            changes.push(PastedChange {
                kind: PastedKind::Wide,
                typed,
                read: plain,
            });
        } else if let Some(whole) = chars.peek().and_then(|mark| composed(c, *mark)) {
            let typed: String = [c].into_iter().chain(chars.next()).collect();
            changes.push(PastedChange {
                kind: PastedKind::Apart,
                typed,
                read: whole.into(),
            });
            read.push(whole);
        } else {
            read.push(c);
        }
    }
    read
}

fn point(c: char) -> Option<char> {
    match c {
        '．' => Some('.'),
        '％' => Some('%'),
        _ => None,
    }
}

fn composed(letter: char, mark: char) -> Option<char> {
    if !matches!(mark, '\u{300}'..='\u{36F}') {
        return None;
    }
    compose(letter, mark)
}

fn change(kind: PastedKind, typed: char, read: &str) -> PastedChange {
    PastedChange {
        kind,
        typed: typed.into(),
        read: read.to_owned(),
    }
}

/// Half-width brackets around the number of an item, `(一)` and `(1)`.
fn brackets(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        let inner = &rest[at + 1..];
        let end = inner.find(')');
        let number = end
            .map(|end| &inner[..end])
            .filter(|number| is_item(number));
        // `f(1)` and a telephone's `(0512)` are none.
        let before = rest[..at].chars().next_back().or(read.chars().next_back());
        let behind = end.and_then(|end| inner[end + 1..].chars().next());
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        match number {
            Some(number) if apart(before) && apart(behind) => {
                read.push_str(&rest[..at]);
                let meant = format!("（{number}）");
                read.push_str(&meant);
                changes.push(PastedChange {
                    kind: PastedKind::Bracket,
                    typed: format!("({number})"),
                    read: meant,
                });
                rest = &inner[number.len() + 1..];
            }
            _ => {
                read.push_str(&rest[..=at]);
                rest = inner;
            }
        }
    }
    read + rest
}

/// Whether a text is the number of an item: a Chinese one, or of two digits at the most.
fn is_item(text: &str) -> bool {
    let chinese = |c: char| "一二三四五六七八九十".contains(c);
    let count = text.chars().count();
    let digits = count <= 2 && text.chars().all(|c| c.is_ascii_digit());
    (1..=3).contains(&count) && (digits || text.chars().all(chinese))
}

/// What stands before the first word of a paragraph: a bullet, the marks of a heading or a quotation.
fn start(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let body = text.trim_start();
    let indent = &text[..text.len() - body.len()];
    let Some(first) = body.chars().next() else {
        return text.to_owned();
    };
    let blank = |rest: &str| rest.starts_with([' ', '\t', '\u{3000}']);
    let (kind, sign) = match first {
        '#' => {
            let marks = body.len() - body.trim_start_matches('#').len();
            if marks > 6 || !blank(&body[marks..]) {
                return text.to_owned();
            }
            (PastedKind::Markdown, &body[..marks])
        }
        '>' if blank(&body[1..]) => (PastedKind::Markdown, &body[..1]),
        '-' | '*' | '+' | '·' if blank(&body[first.len_utf8()..]) => {
            (PastedKind::Bullet, &body[..first.len_utf8()])
        }
        c if BULLETS.contains(&c) => (PastedKind::Bullet, &body[..c.len_utf8()]),
        _ => return text.to_owned(),
    };
    let rest = body[sign.len()..].trim_start();
    if rest.is_empty() {
        return text.to_owned();
    }
    let example: String = rest.chars().take(4).collect();
    let typed = if kind == PastedKind::Bullet {
        sign.to_owned()
    } else {
        format!("{sign} {example}")
    };
    changes.push(PastedChange {
        kind,
        typed,
        read: example,
    });
    format!("{indent}{rest}")
}

/// Code in backticks, and links `[words](https://…)`.
fn markdown(text: &str, changes: &mut Vec<PastedChange>) -> String {
    let mut read = text.to_owned();
    if read.matches('`').count() >= 2 {
        let plain = read.replace('`', "");
        let piece = text.split('`').nth(1).unwrap_or_default();
        changes.push(PastedChange {
            kind: PastedKind::Markdown,
            typed: format!("`{piece}`"),
            read: piece.to_owned(),
        });
        read = plain;
    }
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
        changes.push(PastedChange {
            kind: PastedKind::Markdown,
            typed,
            read: meant,
        });
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, kinds: &[PastedKind]) {
        let (read, changes) = meant(text, PastedInto::Paragraph).unwrap_or((text.into(), vec![]));
        let found: Vec<PastedKind> = changes.iter().map(|change| change.kind).collect();
        assert_eq!(
            (read.as_str(), found.as_slice()),
            (expected, kinds),
            "{text:?}"
        );
        assert_eq!(meant(expected, PastedInto::Paragraph), None, "{expected:?}");
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

    #[test]
    fn a_kind_is_told_once() {
        let place = Place::file(&"f".into());
        let mut pasted = Pasted::default();
        let mut read = |text: &str, into| pasted.read(text.into(), into, &place);
        assert_eq!(read("１件\u{200B}", PastedInto::Paragraph), "1件");
        assert_eq!(read("２件(一)", PastedInto::Name), "2件(一)");
        let messages: Vec<String> = pasted.findings().into_iter().map(|f| f.message).collect();
        let expected = [
            "有 1 个看不见的字符，已去掉：U+200B",
            "有 2 处全角的字母数字，按半角印出：“１”印成“1”、“２”印成“2”",
        ];
        assert_eq!(messages, expected);
    }
}
