//! The body template: what stands in the report, in which order.
//!
//! The body is YAML data with placeholders inside strings only, so that every
//! word has a place and the clerk's text is never parsed as template output.

use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;

use super::Source;
use crate::finding::{Code, Finding};
use crate::place::{At, LineIndex, Place, Placed};
use crate::report::keys::{self, Key};
use crate::standard::Standard;

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

/// What is told of an entry of no kind, or of two.
const ONE_KIND: &str = "模板的每一项要有且只有 title、lead、heading、narrative、note、\
                        paragraph、table、chart、signature、colophon 中的一个";
const SEE_BUILTIN: &str = "对照程序自带的 templates/report 改正";

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
            return Err(Box::new(finding.hint(SEE_BUILTIN)));
        }
        if data.len() > MAX_ITEMS {
            let finding = Finding::new(
                Code::Unreadable,
                format!("模板有 {} 项，太多了", data.len()),
                Place::file(&source.name),
            );
            return Err(Box::new(finding.hint(format!("最多 {MAX_ITEMS} 项"))));
        }
        let mut items = Vec::with_capacity(data.len());
        for item in data {
            items.push(loader.item(item)?);
        }
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
        let mut data = item.value;
        let default = data.default.take().map(|text| self.place_text(text));
        let caption = data.caption.take().map(|text| self.place_text(text));
        let when = data.when.take();
        let mut kinds = self.kinds(data, default.as_ref(), caption.as_ref())?;
        let kind = match kinds.pop() {
            Some(kind) if kinds.is_empty() => kind,
            _ => {
                let finding = Finding::new(Code::Unreadable, ONE_KIND, place);
                return Err(Box::new(finding.hint(SEE_BUILTIN)));
            }
        };
        if !matches!(kind, ItemKind::Narrative { .. }) {
            refuse(default, "default 只能用于 lead 和 narrative")?;
        }
        if !matches!(kind, ItemKind::Chart(..)) {
            refuse(caption, "caption 只能用于 chart")?;
        }
        if let ItemKind::Title(text) | ItemKind::Heading(text) = &kind
            && (text.value.trim().is_empty() || text.value.chars().count() > MAX_HEADING)
        {
            let message = "标题是空的或太长";
            let finding = Finding::new(Code::Unreadable, message, place);
            return Err(Box::new(finding.hint("写上标题，或删去这一项")));
        }
        let when = match when {
            Some(key) if !self.is_field(&key.value) => return Err(self.unknown(&key, "这一项")),
            when => when.map(|key| key.value),
        };
        Ok(BodyItem { kind, when })
    }

    /// All that an entry says that it is, which should be one.
    fn kinds(
        &self,
        data: ItemData,
        default: Option<&Placed<String>>,
        caption: Option<&Placed<String>>,
    ) -> Result<Vec<ItemKind>, Box<Finding>> {
        let mut kinds = Vec::new();
        if let Some(text) = data.title {
            kinds.push(ItemKind::Title(self.place_text(text)));
        }
        if let Some(text) = data.heading {
            kinds.push(ItemKind::Heading(self.place_text(text)));
        }
        for key in [data.lead, data.narrative].into_iter().flatten() {
            let default = default.cloned();
            let key = self.text_key(&key)?;
            kinds.push(ItemKind::Narrative { key, default });
        }
        if let Some(key) = data.note {
            kinds.push(ItemKind::Note(self.text_key(&key)?));
        }
        if let Some(text) = data.paragraph {
            kinds.push(ItemKind::Paragraph(self.place_text(text)));
        }
        if let Some(key) = data.table {
            kinds.push(ItemKind::Table(self.table(&key)?));
        }
        if let Some(id) = data.chart {
            kinds.push(ItemKind::Chart(self.chart(&id)?, caption.cloned()));
        }
        if let Some(lines) = data.signature {
            let lines = lines.into_iter().map(|line| self.place_text(line));
            kinds.push(ItemKind::Signature(lines.collect()));
        }
        if let Some(text) = data.colophon {
            kinds.push(ItemKind::Colophon(self.place_text(text)));
        }
        Ok(kinds)
    }

    /// Whether the form has a key of this name outside the tables.
    fn is_field(&self, name: &str) -> bool {
        self.standard.fields.find(name).is_some()
            || matches!(keys::key(self.standard, name), Some(Key::Value(_)))
    }

    fn text_key(&self, key: &BodyValue<String>) -> Result<String, Box<Finding>> {
        let name = key.value.as_str();
        if matches!(keys::key(self.standard, name), Some(Key::Text(_))) {
            Ok(name.to_owned())
        } else {
            Err(self.unknown(key, "这一段文字"))
        }
    }

    /// The index of the standard's table of this key.
    fn table(&self, key: &BodyValue<String>) -> Result<usize, Box<Finding>> {
        let index = self.standard.table_by_key(&key.value);
        index.ok_or_else(|| self.unknown(key, "这张表"))
    }

    /// The index of the standard's chart of this id.
    fn chart(&self, id: &BodyValue<String>) -> Result<usize, Box<Finding>> {
        let mut charts = self.standard.charts.iter();
        let index = charts.position(|chart| chart.id == id.value);
        index.ok_or_else(|| self.unknown(id, "这张图"))
    }

    fn unknown(&self, key: &BodyValue<String>, what: &str) -> Box<Finding> {
        let message = format!("模板里的“{}”：填报表没有{what}", key.value);
        let finding = Finding::new(Code::UnknownKey, message, self.place(key));
        Box::new(finding.hint(SEE_BUILTIN))
    }

    fn place_text(&self, text: BodyValue<String>) -> Placed<String> {
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

/// Tells of a text beside an entry that has no use for it.
fn refuse(stray: Option<Placed<String>>, message: &str) -> Result<(), Box<Finding>> {
    let Some(stray) = stray else {
        return Ok(());
    };
    let finding = Finding::new(Code::UnknownKey, message, stray.place);
    Err(Box::new(finding.hint("删去这一项")))
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
