//! The keys of a form outside the tables: data of the standard, as the tables are.
//!
//! `schema/fields.yaml` has those that the yearly report has in all its formats; a standard of
//! another report gives its own. Reading, the blank form, its JSON Schema, conversion,
//! comparison, edits and placeholders all follow this list.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::LoadError;
use crate::builtin::decode;

/// The key of the format's name.
pub const FORMAT: &str = "格式";
/// The key of the agency's full name.
pub const AGENCY: &str = "机关";
/// The key of the report year.
pub const YEAR: &str = "年度";
/// The key that names last year's form.
pub const LAST_YEAR: &str = "上年";
/// The keys without which there is no form; they stand first.
pub const BASICS: [&str; 3] = [FORMAT, AGENCY, YEAR];

/// A key of the form.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub key: String,
    /// What it holds.
    pub kind: FieldKind,
    /// What to write there, for the blank form and the schema.
    pub help: String,
    /// Whether its value goes on from year to year.
    pub carried: bool,
    /// Whether few agencies need it: a workbook shows it on demand.
    pub folded: bool,
    /// What stands in its place where the form goes out with the report, of a key that stays
    /// inside the agency; none of others.
    pub internal: Option<String>,
}

/// What a key holds.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A postcode of six digits.
    Postcode,
    /// A telephone number.
    Phone,
    /// A year of four digits.
    Year,
    /// A date, YYYY-MM-DD.
    Date,
    /// A day and a time, YYYY-MM-DD HH:MM.
    Moment,
    /// 是 or 否.
    YesNo,
    /// 是, 否, or the keys of tables.
    YesNoTables,
    /// Paragraphs, one a line.
    Narrative,
    /// A non-negative whole number.
    Count,
    /// A non-negative exact decimal.
    Amount,
    /// Keys of its own.
    Group(Vec<Field>),
    /// A narrative for each table, by the table's key.
    PerTable,
    /// A list, each item with these keys.
    Records(Vec<Field>),
}

impl FieldKind {
    /// Whether it is a value of one line.
    pub fn is_short(&self) -> bool {
        !matches!(
            self,
            Self::Narrative | Self::PerTable | Self::Group(_) | Self::Records(_)
        )
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Count | Self::Amount)
    }
}

impl Field {
    /// Whether it is one of the keys without which there is no form.
    pub fn is_basic(&self) -> bool {
        BASICS.contains(&self.key.as_str())
    }
}

/// The keys of a form outside the tables.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Those before the tables.
    pub before: Vec<Field>,
    /// Those behind them.
    pub behind: Vec<Field>,
}

impl Fields {
    /// Those of the yearly report.
    pub fn usual() -> Arc<Self> {
        static USUAL: LazyLock<Arc<Fields>> = LazyLock::new(read_usual);
        USUAL.clone()
    }

    /// All of them, in the form's order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.before.iter().chain(&self.behind)
    }

    /// The one of this key.
    pub fn find(&self, key: &str) -> Option<&Field> {
        self.iter().find(|field| field.key == key)
    }
}

fn read_usual() -> Arc<Fields> {
    let data: FieldsData = decode(include_bytes!("../../schema/builtin/fields.bin"));
    Arc::new(data.build().expect("the built-in keys are sound"))
}

/// A standard's own keys as serde reads them.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldsData {
    before: Vec<FieldData>,
    behind: Vec<FieldData>,
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldData {
    key: String,
    kind: KindData,
    help: String,
    #[serde(default)]
    carried: bool,
    #[serde(default)]
    folded: bool,
    #[serde(default)]
    internal: Option<String>,
    #[serde(default)]
    fields: Vec<FieldData>,
}

#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum KindData {
    Text,
    Postcode,
    Phone,
    Year,
    Date,
    Moment,
    YesNo,
    YesNoTables,
    Narrative,
    Count,
    Amount,
    Group,
    PerTable,
    Records,
}

impl FieldsData {
    /// The keys, where each stands once and those without which there is no form are there.
    pub fn build(self) -> Result<Fields, LoadError> {
        let fields = Fields {
            before: build_all(self.before)?,
            behind: build_all(self.behind)?,
        };
        refuse_twice(fields.iter())?;
        for field in fields.iter() {
            let is_list = matches!(field.kind, FieldKind::Records(_));
            if field.internal.is_some() && !is_list {
                return refuse(&field.key, "only lists stay inside");
            }
        }
        for key in BASICS {
            let Some(field) = fields.before.iter().find(|field| field.key == key) else {
                return Err(LoadError::new(format!("no field {key} before the tables")));
            };
            let sound = match key {
                YEAR => matches!(field.kind, FieldKind::Year),
                _ => matches!(field.kind, FieldKind::Text),
            };
            if !sound {
                return refuse(key, "another kind than its own");
            }
        }
        Ok(fields)
    }
}

/// Refuses keys that stand twice.
fn refuse_twice<'f>(fields: impl Iterator<Item = &'f Field>) -> Result<(), LoadError> {
    let mut seen = BTreeSet::new();
    for Field { key, .. } in fields {
        if !seen.insert(key.as_str()) {
            return refuse(key, "twice");
        }
    }
    Ok(())
}

fn build_all(data: Vec<FieldData>) -> Result<Vec<Field>, LoadError> {
    data.into_iter().map(FieldData::build).collect()
}

impl FieldData {
    fn build(self) -> Result<Field, LoadError> {
        let Self {
            key,
            kind,
            help,
            carried,
            folded,
            internal,
            fields,
        } = self;
        let has_keys = matches!(kind, KindData::Group | KindData::Records);
        let inner = build_all(fields)?;
        refuse_twice(inner.iter())?;
        if key.is_empty() || key.contains('.') {
            return Err(LoadError::new(format!("field “{key}”: no such key")));
        }
        if has_keys == inner.is_empty() || inner.iter().any(|field| !field.kind.is_short()) {
            return refuse(&key, "fields do not fit its kind");
        }
        // Other values are printed, or made into what is.
        let is_list = matches!(kind, KindData::Records);
        if !is_list && inner.iter().any(|field| field.internal.is_some()) {
            return refuse(&key, "only lists stay inside");
        }
        let kind = kind.build(inner);
        Ok(Field {
            key,
            kind,
            help,
            carried,
            folded,
            internal,
        })
    }
}

impl KindData {
    /// The kind, with its own keys where it has some.
    fn build(self, inner: Vec<Field>) -> FieldKind {
        match self {
            Self::Text => FieldKind::Text,
            Self::Postcode => FieldKind::Postcode,
            Self::Phone => FieldKind::Phone,
            Self::Year => FieldKind::Year,
            Self::Date => FieldKind::Date,
            Self::Moment => FieldKind::Moment,
            Self::YesNo => FieldKind::YesNo,
            Self::YesNoTables => FieldKind::YesNoTables,
            Self::Narrative => FieldKind::Narrative,
            Self::Count => FieldKind::Count,
            Self::Amount => FieldKind::Amount,
            Self::PerTable => FieldKind::PerTable,
            Self::Group => FieldKind::Group(inner),
            Self::Records => FieldKind::Records(inner),
        }
    }
}

/// Refuses a key, and says why.
fn refuse<T>(key: &str, why: &str) -> Result<T, LoadError> {
    Err(LoadError::new(format!("field {key}: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_image;

    /// What is wrong with a list of keys behind the three without which there is no form.
    fn check(more: &str, expected: &str) {
        let basics = "  - {key: 格式, kind: text, help: …}\n  - {key: 机关, kind: text, help: …}\n";
        let year = "  - {key: 年度, kind: year, help: …}\n";
        let text = format!("before:\n{basics}{year}behind:\n{more}");
        let fields = match serde_saphyr::from_str::<FieldsData>(&text) {
            Ok(data) => data.build(),
            Err(error) => Err(LoadError::new(error.to_string())),
        };
        let found = fields.err().map_or_else(String::new, |error| error.message);
        assert!(
            found.starts_with(expected) && found.is_empty() == expected.is_empty(),
            "{found}"
        );
    }

    #[test]
    fn keys_are_checked() {
        check("  - {key: 甲, kind: count, help: …}\n", "");
        check(
            "  - {key: 机关, kind: text, help: …}\n",
            "field 机关: twice",
        );
        check(
            "  - {key: 甲.乙, kind: text, help: …}\n",
            "field “甲.乙”: no such key",
        );
        let inner = "{key: 乙, kind: text, help: …}";
        let twice = format!("  - {{key: 甲, kind: group, help: …, fields: [{inner}, {inner}]}}\n");
        check(&twice, "field 乙: twice");
        check(
            "  - {key: 甲, kind: group, help: …}\n",
            "field 甲: fields do not fit",
        );
        check(
            "  - {key: 甲, kind: text, internal: 乙, help: …}\n",
            "field 甲: only lists",
        );
        let inner = "{key: 乙, kind: text, internal: 丙, help: …}";
        let group = format!("  - {{key: 甲, kind: group, help: …, fields: [{inner}]}}\n");
        check(&group, "field 甲: only lists");
        check(&group.replace("group", "records"), "");
        check(
            "  - {key: 甲, kind: text, help: …, fields: [{key: 乙, kind: text, help: …}]}\n",
            "field 甲: fields do not fit",
        );
        check(
            "  - {key: 甲, kind: group, help: …, fields: [{key: 乙, kind: narrative, help: …}]}\n",
            "field 甲: fields do not fit",
        );
    }

    #[test]
    fn keys_without_which_there_is_no_form_have_their_kinds() {
        let text =
            include_str!("../../schema/fields.yaml").replace("kind: year", "kind: narrative");
        let data: FieldsData = serde_saphyr::from_str(&text).expect("keys");
        assert!(data.build().is_err());
    }

    #[test]
    fn the_image_is_the_file() {
        let text = include_str!("../../schema/fields.yaml");
        let data: FieldsData = serde_saphyr::from_str(text).expect("keys");
        check_image("fields", &data);
    }

    #[test]
    fn the_usual_keys_are_sound() {
        assert!(
            Fields::usual()
                .find("联系")
                .is_some_and(|f| !f.kind.is_short())
        );
    }
}
