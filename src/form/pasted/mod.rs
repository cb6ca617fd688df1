//! Signs that programs leave in text that is pasted from them: invisible characters, blanks of
//! many kinds, wide letters, letters in two pieces, bullets, marks of Markdown. Each has one
//! meaning, and is read as that; numbers in cells stay as strict as they are.

mod signs;

pub use self::signs::is_invisible;

use self::signs::read_meant;
use crate::finding::{Code, Finding};
use crate::place::{Place, Placed};
use crate::report::Report;
use crate::standard::FieldKind;

/// Examples that a message names.
const NAMED: usize = 3;
/// Characters of an example.
const MAX_EXAMPLE: usize = 12;
/// Changes that are kept of one form; more of a kind are only counted.
const MAX_CHANGES: usize = 1_000;

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
    read_in_place(&mut meant.agency, PastedInto::Name);
    for (path, value) in &mut meant.fields {
        let is_text = meant
            .standard
            .fields
            .find(path)
            .is_some_and(|field| is_of_words(&field.kind));
        if is_text {
            read_in_place(value, PastedInto::Name);
        }
    }
    for line in meant.texts.values_mut().flatten() {
        read_in_place(line, PastedInto::Paragraph);
    }
    for record in meant.records.values_mut().flatten() {
        for value in record.values_mut() {
            read_in_place(value, PastedInto::Name);
        }
    }
    meant
}

/// Whether a value is text that people write, and no number or word of a list.
fn is_of_words(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text | FieldKind::Postcode | FieldKind::Phone
    )
}

fn read_in_place(value: &mut Placed<String>, into: PastedInto) {
    if let Some(meant) = read_meant(&value.value, into) {
        value.value = meant.text;
    }
}

/// All that was read otherwise in one form.
#[derive(Debug, Default)]
pub struct Pasted {
    changes: Vec<Placed<PastedChange>>,
    /// How many there were beyond those that are kept.
    more: usize,
}

impl Pasted {
    /// A text as it is meant; what was changed in it is kept.
    pub fn read(&mut self, text: String, into: PastedInto, place: &Place) -> String {
        let Some(meant) = read_meant(&text, into) else {
            return text;
        };
        for change in meant.changes {
            if self.changes.len() < MAX_CHANGES {
                self.changes.push(Placed::new(change, place.clone()));
            } else {
                self.more += 1;
            }
        }
        meant.text
    }

    /// One finding a kind.
    pub fn findings(&self) -> Vec<Finding> {
        let mut kinds: Vec<PastedKind> = self
            .changes
            .iter()
            .map(|change| change.value.kind)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
            .into_iter()
            .filter_map(|kind| self.finding(kind))
            .collect()
    }

    fn finding(&self, kind: PastedKind) -> Option<Finding> {
        let mut examples: Vec<&PastedChange> = Vec::new();
        let mut places: Vec<&Place> = Vec::new();
        let mut count = 0;
        for Placed {
            value: change,
            place,
        } in &self.changes
        {
            if change.kind != kind {
                continue;
            }
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
        let examples: Vec<String> = examples.into_iter().map(PastedChange::show).collect();
        let message = format!(
            "有 {at_least}{count}{}：{}",
            kind.words(),
            examples.join("、")
        );
        let finding = Finding::new(Code::Pasted, message, (*first).clone())
            .hint("多半是从 Word、网页或 PDF 粘贴带来的；印得对就不用改")
            .related(rest.iter().map(|place| (*place).clone()));
        Some(finding)
    }
}

impl PastedKind {
    /// The words of a message behind the count.
    fn words(self) -> &'static str {
        match self {
            Self::Invisible => " 个看不见的字符，已去掉",
            Self::Blank => " 个特殊空格，按普通空格读取",
            Self::Wide => " 处全角的字母数字，按半角印出",
            Self::Apart => " 个字母和符号是拆开的，按一个字印出",
            Self::Bracket => " 处序号用了半角括号，按全角印出",
            Self::Bullet => " 段前面有项目符号，不印",
            Self::Markdown => " 处 Markdown 标记，不印",
        }
    }
}

impl PastedChange {
    fn new(kind: PastedKind, typed: impl Into<String>, read: impl Into<String>) -> Self {
        Self {
            kind,
            typed: typed.into(),
            read: read.into(),
        }
    }

    /// What it looks like, and what is printed.
    fn show(&self) -> String {
        match self.kind {
            PastedKind::Invisible | PastedKind::Blank => {
                let codes = self.typed.chars().map(|c| format!("U+{:04X}", c as u32));
                codes.collect::<Vec<_>>().join(" ")
            }
            PastedKind::Bullet => format!("“{}”", self.typed.trim()),
            _ => format!("“{}”印成“{}”", cut(&self.typed), cut(&self.read)),
        }
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MAX_EXAMPLE {
        return text.to_owned();
    }
    text.chars().take(MAX_EXAMPLE).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_once() {
        let place = Place::file(&"f".into());
        let mut pasted = Pasted::default();
        let read = pasted.read("１件\u{200B}".into(), PastedInto::Paragraph, &place);
        assert_eq!(read, "1件");
        let read = pasted.read("２件(一)".into(), PastedInto::Name, &place);
        assert_eq!(read, "2件(一)");
        let messages: Vec<String> = pasted.findings().into_iter().map(|f| f.message).collect();
        let expected = [
            "有 1 个看不见的字符，已去掉：U+200B",
            "有 2 处全角的字母数字，按半角印出：“１”印成“1”、“２”印成“2”",
        ];
        assert_eq!(messages, expected);
    }
}
