//! Every value of a form by its key, in the form's order: what it is, and how it is read and
//! given.
//!
//! Comparison, conversion, edits and placeholders walk these keys; none of them knows the
//! form's build by itself.

use std::borrow::Cow;

use super::{Cell, Record, Report, Value};
use crate::place::Placed;
use crate::standard::{AGENCY, CellId, FORMAT, Field, FieldKind, Standard, YEAR};

/// The place of a value in a form.
#[derive(Clone, Debug)]
pub enum Key<'s> {
    /// A short value.
    Value(ValueKey<'s>),
    /// A free text, by its path.
    Text(String),
    /// A number of a table.
    Cell(CellId),
    /// A list of short values.
    Records(&'s Field),
}

/// The place of a short value.
#[derive(Clone, Debug)]
pub struct ValueKey<'s> {
    /// Its path, such as `标题` or `联系.电话`.
    pub path: Cow<'s, str>,
    /// The key at the top of the form under which it stands: its own, or that of its group.
    pub top: &'s Field,
    /// Its own key.
    pub field: &'s Field,
}

/// The keys of all short values, in the form's order.
pub fn value_keys(standard: &Standard) -> impl Iterator<Item = ValueKey<'_>> {
    standard.fields.iter().flat_map(values_of)
}

/// The short values at or below a key at the top of the form.
pub fn values_of(top: &Field) -> Vec<ValueKey<'_>> {
    match &top.kind {
        FieldKind::Group(inner) => inner.iter().map(|field| value_in(top, field)).collect(),
        kind if kind.is_short() => {
            vec![ValueKey {
                path: Cow::Borrowed(top.key.as_str()),
                top,
                field: top,
            }]
        }
        _ => Vec::new(),
    }
}

/// A short value in a group.
fn value_in<'s>(top: &'s Field, field: &'s Field) -> ValueKey<'s> {
    ValueKey {
        path: Cow::Owned(format!("{}.{}", top.key, field.key)),
        top,
        field,
    }
}

/// The paths of all texts, in the form's order.
pub fn text_paths(standard: &Standard) -> Vec<String> {
    standard
        .fields
        .iter()
        .flat_map(|field| texts_of(standard, field))
        .collect()
}

/// The texts at or below a key at the top of the form.
pub fn texts_of(standard: &Standard, top: &Field) -> Vec<String> {
    match top.kind {
        FieldKind::Narrative => vec![top.key.clone()],
        FieldKind::PerTable => standard
            .tables
            .iter()
            .map(|table| format!("{}.{}", top.key, table.key))
            .collect(),
        _ => Vec::new(),
    }
}

/// The keys of all lists, in the form's order.
pub fn record_keys(standard: &Standard) -> impl Iterator<Item = &Field> {
    standard
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Records(_)))
}

/// What a path names; none where the form has no such key.
pub fn key<'s>(standard: &'s Standard, path: &str) -> Option<Key<'s>> {
    // Fields first: the paths of all cells are made when one is first asked for.
    let first = path.split_once('.').map_or(path, |(first, _)| first);
    if let Some(top) = standard.fields.find(first)
        && let Some(key) = find_below(standard, top, path)
    {
        return Some(key);
    }
    standard.cell_by_path(path).map(Key::Cell)
}

/// What a path names at or below a key at the top of the form.
fn find_below<'s>(standard: &'s Standard, top: &'s Field, path: &str) -> Option<Key<'s>> {
    if matches!(top.kind, FieldKind::Records(_)) && top.key == path {
        return Some(Key::Records(top));
    }
    if let Some(key) = values_of(top).into_iter().find(|key| key.path == path) {
        return Some(Key::Value(key));
    }
    let mut texts = texts_of(standard, top).into_iter();
    texts.find(|text| text == path).map(Key::Text)
}

/// The paths of all values but lists, in the form's order with the tables first.
pub fn paths(standard: &Standard) -> Vec<String> {
    let mut paths: Vec<String> = standard.cells().map(|id| standard.path(id)).collect();
    for field in standard.fields.iter() {
        paths.extend(
            values_of(field)
                .into_iter()
                .map(|key| key.path.into_owned()),
        );
        paths.extend(texts_of(standard, field));
    }
    paths
}

impl Report {
    /// A short value as the form gives it, the format's name, agency and year included.
    pub fn stated(&self, path: &str) -> Option<Cow<'_, str>> {
        match path {
            FORMAT => Some(Cow::Borrowed(&self.standard.format)),
            AGENCY => Some(Cow::Borrowed(&self.agency.value)),
            YEAR => Some(Cow::Owned(self.year.value.to_string())),
            path => self.field(path).map(Cow::Borrowed),
        }
    }

    /// Gives a short value, or takes it away; the place is of no use for what nobody typed.
    /// The format stays what it is.
    pub fn state(&mut self, path: &str, value: Option<&str>) {
        match (path, value) {
            (FORMAT, _) => {}
            (AGENCY, value) => value.unwrap_or_default().clone_into(&mut self.agency.value),
            (YEAR, value) => {
                self.year.value = value.and_then(|year| year.parse().ok()).unwrap_or_default();
            }
            (path, Some(value)) => {
                let place = self.agency.place.clone();
                self.fields
                    .insert(path.to_owned(), Placed::new(value.to_owned(), place));
            }
            (path, None) => {
                self.fields.remove(path);
            }
        }
    }

    /// The paragraphs of a text; none where it holds nothing but blanks.
    pub fn paragraphs(&self, path: &str) -> impl Iterator<Item = &str> + Clone {
        let lines = self.texts.get(path).filter(|_| self.has_text(path));
        lines.into_iter().flatten().map(|line| line.value.as_str())
    }

    /// Gives a text its paragraphs, or takes it away where there are none.
    pub fn state_text(&mut self, path: &str, paragraphs: &[String]) {
        if paragraphs.iter().all(|line| line.trim().is_empty()) {
            self.texts.remove(path);
            return;
        }
        let place = &self.agency.place;
        let lines = paragraphs.iter();
        let lines = lines
            .map(|line| Placed::new(line.clone(), place.clone()))
            .collect();
        self.texts.insert(path.to_owned(), lines);
    }

    /// The items of a list.
    pub fn items(&self, key: &str) -> &[Record] {
        self.records.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether two forms say the same: every value of one is that of the other as it is written.
    /// Places do not count.
    pub fn says_same(&self, other: &Self) -> bool {
        let standard = &self.standard;
        standard.format == other.standard.format
            && value_keys(standard).all(|key| self.stated(&key.path) == other.stated(&key.path))
            && text_paths(standard)
                .iter()
                .all(|path| self.paragraphs(path).eq(other.paragraphs(path)))
            && standard
                .cells()
                .all(|id| is_same_cell(self.cell(id), other.cell(id)))
            && record_keys(standard).all(|field| self.says_same_items(other, &field.key))
    }

    /// Whether two forms have the same items in a list.
    pub fn says_same_items(&self, other: &Self, key: &str) -> bool {
        let (own, others) = (self.items(key), other.items(key));
        own.len() == others.len() && own.iter().zip(others).all(|(a, b)| a.says_same(b))
    }
}

/// Whether two cells are written alike: 660.380 is not 660.38, and — is not a blank.
fn is_same_cell(a: &Cell, b: &Cell) -> bool {
    let same = match (&a.value, &b.value) {
        (Value::Number(a), Value::Number(b)) => a == b && a.scale() == b.scale(),
        (Value::Amount(a, unit), Value::Amount(b, other)) => {
            a == b && a.scale() == b.scale() && unit == other
        }
        (a, b) => a == b,
    };
    same && a.note == b.note
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CLEAN, OLD, report, with_line};

    /// What a path names in the clean form.
    fn check(path: &str, expected: &str) {
        let report = report(CLEAN);
        let shown = match key(&report.standard, path) {
            Some(Key::Value(key)) => format!("{}: {}", key.top.key, key.field.key),
            Some(Key::Text(path)) => format!("{} 段", report.paragraphs(&path).count()),
            Some(Key::Cell(id)) => report.printed(id),
            Some(Key::Records(field)) => format!("{} 条", report.items(&field.key).len()),
            None => String::new(),
        };
        assert_eq!(shown, expected, "{path}");
    }

    #[test]
    fn paths_name_values() {
        check("机关", "机关: 机关");
        check("联系.电话", "联系: 电话");
        check("联系", "");
        check("总体情况", "11 段");
        check("说明.申请", "0 段");
        check("申请.新收.自然人", "770");
        check("豁免", "0 条");
        check("豁免.1", "");
        check("不知道", "");
    }

    #[test]
    fn every_path_names_its_value() {
        for form in [CLEAN, OLD] {
            let report = report(form);
            let paths = paths(&report.standard);
            assert!(
                paths
                    .iter()
                    .all(|path| key(&report.standard, path).is_some())
            );
            let mut once = paths.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), paths.len());
        }
    }

    #[test]
    fn what_is_said_differs_by_any_value() {
        let clean = report(CLEAN);
        assert!(clean.says_same(&report(CLEAN)));
        for (line, other) in [
            ("索引号:", "索引号: 1"),
            ("机关:", "机关: 某某局"),
            ("电话:", "邮箱: a@b.cn"),
            ("新收:", "新收: [771, 17, 0, 0, 0, 2]"),
            ("新收:", "新收: [770, 17, 0, 0, 0, 2, 789]"),
            ("新收:", "新收: [{值: 770, 注: 甲}, 17, 0, 0, 0, 2]"),
            ("其他事项:", "说明:\n  申请: 一段\n其他事项:"),
            ("其他事项:", "豁免: [{规则: balance, 理由: 甲}]\n其他事项:"),
        ] {
            assert!(
                !clean.says_same(&report(&with_line(line, other))),
                "{other}"
            );
        }
    }

    #[test]
    fn what_is_stated_is_said() {
        let mut report = report(CLEAN);
        report.state("联系.邮箱", Some("a@b.cn"));
        report.state("年度", Some("2024"));
        report.state_text("总体情况", &["甲".into(), "乙".into()]);
        assert_eq!(report.stated("联系.邮箱").as_deref(), Some("a@b.cn"));
        assert_eq!(report.stated("年度").as_deref(), Some("2024"));
        assert!(report.paragraphs("总体情况").eq(["甲", "乙"]));
        report.state("联系.邮箱", None);
        report.state_text("总体情况", &[" ".into()]);
        assert!(report.stated("联系.邮箱").is_none() && !report.has_text("总体情况"));
    }
}
