//! From the raw placed tree to the report.
//!
//! The tree may hold anything; what is not understood becomes a finding and
//! the rest is still read, so that all faults of a form show at once.

mod blanks;
mod elsewhere;
mod field;
mod ledger;
mod row;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(crate) use row::MAX_NOTE;

use super::labels::{self, bare};
use super::pasted::{Pasted, PastedInto};
use super::raw::{Entry, Raw, RawNode};
use super::words;
use super::{Heading, Options};
use crate::finding::{Code, Finding, nearest};
use crate::place::{At, Place, Placed};
use crate::report::Report;
use crate::standard::{CellId, Field, FieldKind, Library, Standard};

/// Findings with suggestions; in a file full of wrong keys nobody reads more.
const MAX_SUGGESTED: usize = 200;
/// Characters of what was typed that a message repeats.
const MAX_QUOTED: usize = 40;
/// Characters of a title, a name or another short text.
pub(crate) const MAX_SHORT: usize = 200;

/// Reads the tree as a report; none when it is no mapping at all.
pub(super) fn lower(
    file: &Arc<str>,
    root: &Raw,
    library: &Library,
    options: Options,
    findings: &mut Vec<Finding>,
) -> Option<Report> {
    let RawNode::Map(entries) = &root.node else {
        let message = if matches!(root.node, RawNode::Null) {
            "文件是空的"
        } else {
            "这不是一份填报表"
        };
        let hint = "用 nianbao new 生成空白填报表再填写";
        findings.push(
            Finding::new(Code::Unreadable, message, Place::at(file, root.at.clone())).hint(hint),
        );
        return None;
    };
    let mut lower = Lower::new(file, entries, library, options, findings);
    let report = lower.report(entries);
    lower.close();
    Some(report)
}

/// Reads of the tree only whose report it is; none when it is no mapping at all.
pub(super) fn heading(file: &Arc<str>, root: &Raw, library: &Library) -> Option<Heading> {
    let RawNode::Map(entries) = &root.node else {
        return None;
    };
    let mut findings = Vec::new();
    let mut lower = Lower::new(file, entries, library, Options::default(), &mut findings);
    let (agency, year) = (lower.agency(entries).value, lower.year(entries).value);
    Some(Heading { agency, year })
}

/// The state of one reading.
struct Lower<'a> {
    file: &'a Arc<str>,
    library: &'a Library,
    options: Options,
    findings: &'a mut Vec<Finding>,
    /// Whether the form is a workbook.
    cells: bool,
    /// Cells of the row being read whose numbers are text.
    typed: Vec<CellId>,
    /// Cells of the table being read that hold no number, row by row.
    unfilled: Vec<Vec<CellId>>,
    /// Blank cells taken as 0.
    blanks: Vec<Place>,
    /// Text taken as numbers.
    text_numbers: Vec<Place>,
    /// What was pasted and read as it is meant.
    pasted: Pasted,
}

impl<'a> Lower<'a> {
    fn new(
        file: &'a Arc<str>,
        entries: &[Entry],
        library: &'a Library,
        options: Options,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self {
            file,
            library,
            options,
            findings,
            cells: entries.iter().any(|entry| entry.at.is_cell()),
            typed: Vec::new(),
            unfilled: Vec::new(),
            blanks: Vec::new(),
            text_numbers: Vec::new(),
            pasted: Pasted::default(),
        }
    }
}

impl Lower<'_> {
    fn report(&mut self, entries: &[Entry]) -> Report {
        let year = self.year(entries);
        let standard = self.standard(entries, &year);
        let agency = self.agency(entries);
        let mut report = Report::new(standard.clone(), self.file.clone(), agency, year);
        let mut tables = vec![false; standard.tables.len()];
        let mut fields = Vec::new();
        for entry in entries {
            if let Some(table) = table_of(&standard, &entry.key) {
                if std::mem::replace(&mut tables[table], true) {
                    let place = self.place(&entry.at).named(entry.key.as_str(), "");
                    self.repeated(entry, place);
                    continue;
                }
                self.table(&mut report, table, entry);
            } else if standard.without.contains(&entry.key) {
                let message = format!("{} 格式的报告没有“{}”这一项", standard.format, entry.key);
                let place = self.place(&entry.at).named(entry.key.as_str(), "");
                let hint = "删去这一项，或写进“其他事项”的文字里";
                self.findings
                    .push(Finding::new(Code::WrongFormat, message, place).hint(hint));
            } else if let Some(field) = field_of(&standard, &entry.key) {
                if fields.contains(&field.key.as_str()) {
                    let place = self.place(&entry.at).named(entry.key.as_str(), "");
                    self.repeated(entry, place);
                    continue;
                }
                fields.push(field.key.as_str());
                if !field.is_basic() {
                    self.field(&mut report, field, "", entry);
                }
            } else {
                let fields = standard.fields.iter().map(|field| field.key.as_str());
                let names = fields.chain(standard.tables.iter().map(|table| table.key.as_str()));
                self.unknown_key(entry, &entry.key, names);
            }
        }
        let counted = self.ledger(&mut report);
        for (table, data) in standard.tables.iter().enumerate() {
            if !tables[table] && counted == Some(table) {
                // The ledger fills it, or what is wrong with the ledger is told.
                if !report.ledger.sound {
                    self.mark_missing(&mut report, table);
                }
            } else if !tables[table] {
                let place = Place::file(self.file).named(data.key.as_str(), data.name.as_str());
                self.findings.push(
                    Finding::new(
                        Code::MissingRow,
                        format!("缺少“{}”（{}）整张表", data.key, data.name),
                        place,
                    )
                    .hint(format!(
                        "用 nianbao new 生成空白表，把“{}”补进来；没有发生的填 0",
                        data.key
                    )),
                );
                self.mark_missing(&mut report, table);
            }
        }
        report
    }

    fn year(&mut self, entries: &[Entry]) -> Placed<i32> {
        let Some((text, place)) = self.short(entries, "年度") else {
            let hint = self.basic("年度", "四位数字", "2023");
            self.findings.push(
                Finding::new(Code::Blank, "没有填年度", self.key_place(entries, "年度")).hint(hint),
            );
            return Placed::new(0, Place::file(self.file));
        };
        match text.parse::<i32>() {
            Ok(year) if text.len() == 4 && (2008..=2100).contains(&year) => {
                Placed::new(year, place)
            }
            _ => {
                let text = quoted(&text);
                let message = format!("年度“{text}”不是四位数字的年份");
                let hint = self.basic("年度", "四位数字", "2023");
                self.findings.push(
                    Finding::new(Code::NotACount, message, place.clone())
                        .hint(hint)
                        .stated(&text),
                );
                Placed::new(0, place)
            }
        }
    }

    fn standard(&mut self, entries: &[Entry], year: &Placed<i32>) -> Arc<Standard> {
        let for_year = |library: &Library| {
            if year.value == 0 {
                None
            } else {
                library.by_year(year.value)
            }
        };
        let fallback = || {
            let found = for_year(self.library).or_else(|| self.library.all().pop());
            found.expect("the program brings standards with it")
        };
        let Some((format, place)) = self.short(entries, "格式") else {
            let standard = fallback();
            if year.value != 0 && !standard.serves.contains(year.value) {
                self.findings.push(
                    Finding::new(
                        Code::WrongFormat,
                        format!("没有适用于 {} 年度的报告格式", year.value),
                        year.place.clone(),
                    )
                    .hint("年度报告格式自 2019 年度起施行，请核对年度"),
                );
            }
            return standard;
        };
        let Some(standard) = self.library.by_format(&format) else {
            let standard = fallback();
            let format = quoted(&format);
            let names = self
                .library
                .all()
                .iter()
                .map(|s| s.format.clone())
                .collect::<Vec<_>>()
                .join("、");
            self.findings.push(
                Finding::new(Code::WrongFormat, format!("没有“{format}”这种格式"), place)
                    .hint(format!(
                        "可用的格式：{names}；{} 年度用 {}",
                        year.value, standard.format
                    ))
                    .sides(&format, &standard.format),
            );
            return standard;
        };
        if year.value != 0 && !standard.serves.contains(year.value) {
            let right = for_year(self.library);
            let hint = match &right {
                Some(right) => format!(
                    "格式写错就改为 {}，年度写错就改年度；都没有错，用 nianbao new --year {} 另建一张填报表，把数抄过去",
                    right.format, year.value
                ),
                None => "年度报告格式自 2019 年度起施行，请核对年度".to_owned(),
            };
            let message = format!("格式 {format} 不适用于 {} 年度", year.value);
            let mut finding = Finding::new(Code::WrongFormat, message, place)
                .hint(hint)
                .related([year.place.clone()]);
            finding.stated = Some(format);
            finding.expected = right.map(|r| r.format.clone());
            self.findings.push(finding);
        }
        standard
    }

    fn agency(&mut self, entries: &[Entry]) -> Placed<String> {
        if let Some((name, place)) = self.short(entries, "机关") {
            let name = self.pasted.read(name, PastedInto::Name, &place);
            Placed::new(self.fitting(name, &place), place)
        } else {
            let place = self.key_place(entries, "机关");
            let hint = self.basic("机关", "全称", "某某市某某局");
            self.findings
                .push(Finding::new(Code::Blank, "没有填机关", place.clone()).hint(hint));
            Placed::new(String::new(), place)
        }
    }

    /// How to write a key that every form must have.
    fn basic(&self, key: &str, what: &str, example: &str) -> String {
        if self.cells {
            format!("在“{}”表的“{key}”一行填{what}，如 {example}", words::BASICS)
        } else {
            format!("写一行“{key}: {example}”，用{what}")
        }
    }

    /// A short text at the top of the form, if it is there and not empty.
    fn short(&self, entries: &[Entry], key: &str) -> Option<(String, Place)> {
        let entry = entries.iter().find(|e| e.key == key)?;
        let text = entry
            .value
            .text()?
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if text.is_empty() {
            None
        } else {
            Some((text, self.keyed(&entry.value.at, key)))
        }
    }

    /// A short text, cut with a finding where no line of a page can hold it.
    fn fitting(&mut self, text: String, place: &Place) -> String {
        let length = text.chars().count();
        if length <= MAX_SHORT {
            return text;
        }
        let message = format!("这一项有 {length} 个字，太长了");
        self.findings.push(
            Finding::new(Code::Unreadable, message, place.clone())
                .hint(format!("最多 {MAX_SHORT} 个字")),
        );
        text.chars().take(MAX_SHORT).collect()
    }

    fn key_place(&self, entries: &[Entry], key: &str) -> Place {
        let entry = entries.iter().find(|e| e.key == key);
        let at = entry.map_or(At::File, |e| {
            if self.cells {
                e.value.at.clone()
            } else {
                e.at.clone()
            }
        });
        self.keyed(&at, key)
    }

    /// A place outside the tables; in a workbook its key is its words as well.
    fn keyed(&self, at: &At, path: &str) -> Place {
        self.place(at).named(
            path,
            if self.cells {
                path.replace('.', "")
            } else {
                String::new()
            },
        )
    }

    fn place(&self, at: &At) -> Place {
        Place::at(self.file, at.clone())
    }

    /// Whether there are so few findings that a suggestion is worth its time.
    fn suggests(&self) -> bool {
        self.findings.len() < MAX_SUGGESTED
    }

    fn unknown_key<'n>(&mut self, entry: &Entry, path: &str, names: impl Iterator<Item = &'n str>) {
        let shown = quoted(&entry.key);
        let near = if self.suggests() {
            nearest(&entry.key, names)
        } else {
            None
        };
        let hint = match near {
            _ if self.cells => near.map_or_else(
                || "对照 nianbao new 生成的空白表；不用的行请删去".to_owned(),
                |name| format!("是不是“{name}”？"),
            ),
            _ if entry.key.contains('：') => "“：”是全角冒号，改成半角冒号加一个空格".to_owned(),
            _ if entry.key.contains(':') => "冒号后面要空一格".to_owned(),
            Some(name) => format!("是不是“{name}”？"),
            None => "对照 nianbao new 生成的空白表；不用的行请删去".to_owned(),
        };
        let place = self
            .place(&entry.at)
            .named(path, if self.cells { shown.as_str() } else { "" });
        self.findings.push(
            Finding::new(
                Code::UnknownKey,
                format!("填报表里没有“{shown}”这一项"),
                place,
            )
            .hint(hint),
        );
    }

    /// A row, column or table that was there already under another of its names.
    fn repeated(&mut self, entry: &Entry, place: Place) {
        let message = format!("“{}”与前面重复，以第一次为准", entry.key);
        self.findings.push(labels::tell_repeated(message, place));
    }

    /// A label that was understood but is not the official one; `right` is what to write.
    fn altered(&mut self, entry: &Entry, label: &str, right: &str, place: Place) {
        self.findings
            .push(labels::tell_altered(&entry.key, label, right, place));
    }

    /// A value of another shape than its key needs.
    fn wrong_shape(&mut self, raw: &Raw, path: &str, wanted: &str) {
        let place = self.place(&raw.at).named(path, "");
        self.findings.push(
            Finding::new(Code::Unreadable, format!("“{path}”应填{wanted}"), place)
                .hint("对照 nianbao new 生成的空白表"),
        );
    }

    /// One warning for all blanks, one for all text numbers that were taken.
    fn close(mut self) {
        let warn = |places: &mut Vec<Place>, code, message: String, hint: &str| {
            let mut places = std::mem::take(places).into_iter();
            places.next().map(|first| {
                Finding::new(code, message, first)
                    .as_warning()
                    .hint(hint)
                    .related(places)
            })
        };
        let blanks = format!("{} 个空格按 0 计", self.blanks.len());
        let numbers = format!("{} 个写法不规范的数字已按数字读取", self.text_numbers.len());
        self.findings.extend(warn(
            &mut self.blanks,
            Code::Blank,
            blanks,
            "请确认这些格确实没有发生",
        ));
        self.findings.extend(warn(
            &mut self.text_numbers,
            Code::NotACount,
            numbers,
            "请逐个确认读得对不对",
        ));
        self.findings.extend(self.pasted.findings());
    }
}

/// What was typed, as far as a message repeats it.
fn quoted(text: &str) -> String {
    text.chars().take(MAX_QUOTED).collect()
}

/// The table that a key names: by its short key or by its section's official heading.
pub(crate) fn table_of(standard: &Standard, key: &str) -> Option<usize> {
    standard.table_by_key(key).or_else(|| {
        let heading = standard
            .sections
            .iter()
            .find(|s| s.table.is_some() && (s.label == key || bare(&s.label) == key));
        heading.and_then(|section| section.table)
    })
}

/// The key outside the tables that is meant: by itself or by its section's official heading.
pub(crate) fn field_of<'s>(standard: &'s Standard, key: &str) -> Option<&'s Field> {
    let heading = standard
        .sections
        .iter()
        .find(|s| s.label == key || bare(&s.label) == key);
    let key = heading
        .and_then(|section| section.text.as_deref())
        .unwrap_or(key);
    standard.fields.find(key)
}

/// Whether a kind is free text.
fn is_narrative(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Narrative)
}
