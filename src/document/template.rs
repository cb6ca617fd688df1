//! The body template: what stands in the report, in which order.
//!
//! The body is YAML data with placeholders inside strings only, so that every
//! word has a place and the clerk's text is never parsed as template output.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;

use crate::builtin::decode;
use crate::finding::{Code, Finding};
use crate::place::{At, LineIndex, Place, Placed};
use crate::report::keys::{self, Key};
use crate::standard::Standard;

/// A template's file: its name for findings and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// The same as it is in memory, of a file that the program brings with it.
    image: Option<&'static [u8]>,
}

impl Source {
    /// A file of this name and text.
    pub fn new(name: &str, text: &str) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            image: None,
        }
    }

    /// A file that the program brings with it, with what it was read as.
    pub(crate) fn builtin(name: &str, text: &str, image: &'static [u8]) -> Self {
        Self {
            image: Some(image),
            ..Self::new(name, text)
        }
    }

    /// What the file says.
    ///
    /// # Errors
    /// A finding with its place when it is no YAML of this shape.
    pub(crate) fn parse<T>(&self) -> Result<T, Box<Finding>>
    where
        T: DeserializeOwned,
    {
        match self.image {
            Some(image) => Ok(decode(image)),
            None => serde_saphyr::from_str(&self.text)
                .map_err(|error| Box::new(self.unreadable(&error))),
        }
    }

    /// The finding for a text that is no YAML of the wanted shape.
    fn unreadable(&self, error: &serde_saphyr::Error) -> Finding {
        let place = match error.location() {
            Some(location) => {
                let index = LineIndex::new(&self.text);
                let line = location.line() as usize;
                let before: usize = index
                    .line(line)
                    .chars()
                    .take((location.column() as usize).saturating_sub(1))
                    .map(char::len_utf8)
                    .sum();
                let start = index.line_start(line) + before;
                Place::at(&self.name, index.at(start..start))
            }
            None => Place::file(&self.name),
        };
        let message = format!("模板读不懂：{}", error.without_snippet());
        Finding::new(Code::Unreadable, message, place)
            .hint("对照程序自带的 templates 改正，或去掉 --template")
    }
}

/// The built-in body template of a format.
pub fn builtin_body(format: &str) -> Option<Source> {
    let source = match format {
        "2019" => Source::builtin(
            "templates/report/2019.yaml",
            include_str!("../../templates/report/2019.yaml"),
            include_bytes!("../../schema/builtin/body-2019.bin"),
        ),
        "2021" => Source::builtin(
            "templates/report/2021.yaml",
            include_str!("../../templates/report/2021.yaml"),
            include_bytes!("../../schema/builtin/body-2021.bin"),
        ),
        _ => return None,
    };
    Some(source)
}

/// Entries of a body; the official reports have some twenty.
const MAX_ITEMS: usize = 200;
/// Characters of a title or heading.
const MAX_HEADING: usize = 1_000;

/// A body template, checked against the standard.
#[derive(Debug)]
pub struct Template {
    pub(super) items: Vec<BodyItem>,
}

/// An entry of the body.
#[derive(Debug)]
pub(super) struct BodyItem {
    pub kind: ItemKind,
    /// The key that the form must give for the entry to be printed.
    pub when: Option<String>,
}

#[derive(Debug)]
pub(super) enum ItemKind {
    Title(Placed<String>),
    Heading(Placed<String>),
    /// The form's text of this key, or the text given here.
    Narrative {
        key: String,
        default: Option<Placed<String>>,
    },
    /// The form's text of this key, which speaks of the table before it.
    Note(String),
    Paragraph(Placed<String>),
    /// The index of the standard's chart, and its caption.
    Chart(usize, Option<Placed<String>>),
    /// The index of the standard's table.
    Table(usize),
    Signature(Vec<Placed<String>>),
    /// What a plain text says of its origin in its last line.
    Colophon(Placed<String>),
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemData {
    title: Option<BodyValue<String>>,
    heading: Option<BodyValue<String>>,
    lead: Option<BodyValue<String>>,
    narrative: Option<BodyValue<String>>,
    note: Option<BodyValue<String>>,
    paragraph: Option<BodyValue<String>>,
    table: Option<BodyValue<String>>,
    chart: Option<BodyValue<String>>,
    signature: Option<Vec<BodyValue<String>>>,
    colophon: Option<BodyValue<String>>,
    default: Option<BodyValue<String>>,
    caption: Option<BodyValue<String>>,
    when: Option<BodyValue<String>>,
}

/// A value of a body's file, with the bytes that state it.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone)]
struct BodyValue<T> {
    value: T,
    start: usize,
    end: usize,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for BodyValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let Spanned {
                value, referenced, ..
            } = Spanned::deserialize(deserializer)?;
            let span = referenced.span();
            let start = span.byte_offset().unwrap_or(0) as usize;
            return Ok(Self {
                value,
                start,
                end: start + span.byte_len().unwrap_or(0) as usize,
            });
        }
        let BodyImage { value, start, end } = BodyImage::deserialize(deserializer)?;
        Ok(Self { value, start, end })
    }
}

/// The same in an image.
#[derive(Deserialize)]
struct BodyImage<T> {
    value: T,
    start: usize,
    end: usize,
}

impl Template {
    /// Reads a body template.
    ///
    /// # Errors
    /// A finding with its place in the template: no such YAML, an entry of no
    /// or two kinds, a key or table that does not exist.
    pub fn load(source: &Source, standard: &Standard) -> Result<Self, Box<Finding>> {
        let data: Vec<BodyValue<ItemData>> = source.parse()?;
        let loader = Loader {
            source,
            index: LineIndex::new(&source.text),
            standard,
        };
        if data.is_empty() {
            let finding = Finding::new(Code::Unreadable, "模板是空的", Place::file(&source.name));
            return Err(Box::new(
                finding.hint("对照程序自带的 templates/report 改正"),
            ));
        }
        if data.len() > MAX_ITEMS {
            let finding = Finding::new(
                Code::Unreadable,
                format!("模板有 {} 项，太多了", data.len()),
                Place::file(&source.name),
            );
            return Err(Box::new(finding.hint(format!("最多 {MAX_ITEMS} 项"))));
        }
        let items = data
            .into_iter()
            .map(|item| loader.item(item))
            .collect::<Result<_, _>>()?;
        Ok(Self { items })
    }
}

struct Loader<'a> {
    source: &'a Source,
    index: LineIndex<'a>,
    standard: &'a Standard,
}

impl Loader<'_> {
    fn item(&self, item: BodyValue<ItemData>) -> Result<BodyItem, Box<Finding>> {
        let place = self.place(&item);
        let data = item.value;
        let default = data.default.map(|t| self.placed(t));
        let caption = data.caption.map(|t| self.placed(t));
        let kinds: Vec<Option<ItemKind>> = vec![
            data.title.map(|t| ItemKind::Title(self.placed(t))),
            data.heading.map(|t| ItemKind::Heading(self.placed(t))),
            data.lead
                .map(|k| self.narrative(&k, default.clone()))
                .transpose()?,
            data.narrative
                .map(|k| self.narrative(&k, default.clone()))
                .transpose()?,
            data.note
                .map(|k| self.text_key(&k).map(ItemKind::Note))
                .transpose()?,
            data.paragraph.map(|t| ItemKind::Paragraph(self.placed(t))),
            data.table.map(|k| self.table(&k)).transpose()?,
            data.chart
                .map(|k| self.chart(&k, caption.clone()))
                .transpose()?,
            data.signature.map(|lines| {
                ItemKind::Signature(lines.into_iter().map(|l| self.placed(l)).collect())
            }),
            data.colophon.map(|t| ItemKind::Colophon(self.placed(t))),
        ];
        let mut kinds = kinds.into_iter().flatten();
        let (Some(kind), None) = (kinds.next(), kinds.next()) else {
            let message = "模板的每一项要有且只有 title、lead、heading、narrative、note、paragraph、table、chart、signature、colophon 中的一个";
            return Err(Box::new(
                Finding::new(Code::Unreadable, message, place)
                    .hint("对照程序自带的 templates/report 改正"),
            ));
        };
        let strays = [
            (
                default.filter(|_| !matches!(kind, ItemKind::Narrative { .. })),
                "default 只能用于 lead 和 narrative",
            ),
            (
                caption.filter(|_| !matches!(kind, ItemKind::Chart(..))),
                "caption 只能用于 chart",
            ),
        ];
        for (stray, message) in strays {
            if let Some(stray) = stray {
                return Err(Box::new(
                    Finding::new(Code::UnknownKey, message, stray.place).hint("删去这一项"),
                ));
            }
        }
        if let ItemKind::Title(text) | ItemKind::Heading(text) = &kind
            && (text.value.trim().is_empty() || text.value.chars().count() > MAX_HEADING)
        {
            let message = "标题是空的或太长";
            return Err(Box::new(
                Finding::new(Code::Unreadable, message, place).hint("写上标题，或删去这一项"),
            ));
        }
        let when = match data.when {
            Some(key) if !self.is_field(&key.value) => return Err(self.unknown(&key, "这一项")),
            when => when.map(|w| w.value),
        };
        Ok(BodyItem { kind, when })
    }

    /// Whether the form has a key of this name outside the tables.
    fn is_field(&self, name: &str) -> bool {
        self.standard.fields.find(name).is_some()
            || matches!(keys::key(self.standard, name), Some(Key::Value(_)))
    }

    fn narrative(
        &self,
        key: &BodyValue<String>,
        default: Option<Placed<String>>,
    ) -> Result<ItemKind, Box<Finding>> {
        Ok(ItemKind::Narrative {
            key: self.text_key(key)?,
            default,
        })
    }

    fn text_key(&self, key: &BodyValue<String>) -> Result<String, Box<Finding>> {
        let name = key.value.as_str();
        if matches!(keys::key(self.standard, name), Some(Key::Text(_))) {
            Ok(name.to_owned())
        } else {
            Err(self.unknown(key, "这一段文字"))
        }
    }

    fn table(&self, key: &BodyValue<String>) -> Result<ItemKind, Box<Finding>> {
        self.standard
            .table_by_key(&key.value)
            .map(ItemKind::Table)
            .ok_or_else(|| self.unknown(key, "这张表"))
    }

    fn chart(
        &self,
        id: &BodyValue<String>,
        caption: Option<Placed<String>>,
    ) -> Result<ItemKind, Box<Finding>> {
        let index = self
            .standard
            .charts
            .iter()
            .position(|chart| chart.id == id.value);
        index
            .map(|index| ItemKind::Chart(index, caption))
            .ok_or_else(|| self.unknown(id, "这张图"))
    }

    fn unknown(&self, key: &BodyValue<String>, what: &str) -> Box<Finding> {
        let message = format!("模板里的“{}”：填报表没有{what}", key.value);
        Box::new(
            Finding::new(Code::UnknownKey, message, self.place(key))
                .hint("对照程序自带的 templates/report 改正"),
        )
    }

    fn placed(&self, text: BodyValue<String>) -> Placed<String> {
        let place = self.place(&text);
        Placed::new(text.value, place)
    }

    /// The place of a value; of a quoted one the text inside the quotes.
    fn place<T>(&self, value: &BodyValue<T>) -> Place {
        let BodyValue { start, end, .. } = *value;
        let bytes = match self.source.text.get(start..end).map(|t| (t, t.trim_end())) {
            Some((raw, trimmed))
                if raw.starts_with('"') && trimmed.len() > 1 && trimmed.ends_with('"') =>
            {
                start + 1..start + trimmed.len() - 1
            }
            Some((_, trimmed)) => start..start + trimmed.len(),
            None => start..start,
        };
        Place {
            at: self.index.at(bytes),
            ..Place::at(&self.source.name, At::File)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_image;

    #[test]
    fn the_images_are_the_files() {
        for format in ["2019", "2021"] {
            let source = builtin_body(format).expect("a body");
            let data: Vec<BodyValue<ItemData>> =
                serde_saphyr::from_str(&source.text).expect("a body");
            check_image(&format!("body-{format}"), &data);
        }
    }
}
