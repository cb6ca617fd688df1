//! From the raw placed tree to the report.
//!
//! The tree may hold anything; what is not understood becomes a finding and
//! the rest is still read, so that all faults of a form show at once.

mod blanks;
mod cell;
mod elsewhere;
mod field;
mod identity;
mod ledger;
mod row;
mod short;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(crate) use cell::MAX_NOTE;

use super::labels::{self, bare};
use super::pasted::Pasted;
use super::raw::{Entry, Raw, RawNode};
use super::{Heading, Options};
use crate::finding::{Code, Finding, nearest};
use crate::place::{At, Place};
use crate::report::Report;
use crate::standard::{CellId, Field, FieldKind, Library, Section, Standard};

/// Findings with suggestions; in a file full of wrong keys nobody reads more.
const MAX_SUGGESTED: usize = 200;
/// Characters of what was typed that a message repeats.
const MAX_QUOTED: usize = 40;
/// What to do about a form that has other keys or values than it should.
const COMPARE: &str = "对照 nianbao new 生成的空白表";
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
        let place = Place::at(file, root.at.clone());
        findings.push(Finding::new(Code::Unreadable, message, place).hint(hint));
        return None;
    };
    let mut lower = Lower::new(file, entries, library, options, findings);
    let report = lower.read_report(entries);
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
    Some(Heading {
        agency: lower.read_agency(entries).value,
        year: lower.read_year(entries).value,
    })
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
    fn read_report(&mut self, entries: &[Entry]) -> Report {
        let year = self.read_year(entries);
        let standard = self.read_standard(entries, &year);
        let agency = self.read_agency(entries);
        let mut report = Report::new(standard.clone(), self.file.clone(), agency, year);
        let mut tables = vec![false; standard.tables.len()];
        let mut fields = Vec::new();
        for entry in entries {
            if let Some(table) = table_of(&standard, &entry.key) {
                if std::mem::replace(&mut tables[table], true) {
                    self.tell_repeated(entry, self.key_place(entry));
                    continue;
                }
                self.read_table(&mut report, table, entry);
            } else if standard.without.contains(&entry.key) {
                let message = format!("{} 格式的报告没有“{}”这一项", standard.format, entry.key);
                let hint = "删去这一项，或写进“其他事项”的文字里";
                let finding = Finding::new(Code::WrongFormat, message, self.key_place(entry));
                self.findings.push(finding.hint(hint));
            } else if let Some(field) = field_of(&standard, &entry.key) {
                if fields.contains(&field.key.as_str()) {
                    self.tell_repeated(entry, self.key_place(entry));
                    continue;
                }
                fields.push(field.key.as_str());
                if !field.is_basic() {
                    self.read_field(&mut report, field, "", entry);
                }
            } else {
                let fields = standard.fields.iter().map(|field| field.key.as_str());
                let names = fields.chain(standard.tables.iter().map(|table| table.key.as_str()));
                self.tell_unknown_key(entry, &entry.key, names);
            }
        }
        self.finish_tables(&mut report, &tables);
        report
    }

    /// Counts the ledger, and tells of the tables that the form has not given.
    fn finish_tables(&mut self, report: &mut Report, given: &[bool]) {
        let standard = report.standard.clone();
        let counted = self.count_ledger(report);
        for (table, data) in standard.tables.iter().enumerate() {
            if given[table] {
                continue;
            }
            if counted == Some(table) {
                // The ledger fills it, or what is wrong with the ledger is told.
                if !report.ledger.sound {
                    self.mark_missing(report, table);
                }
                continue;
            }
            let place = Place::file(self.file).named(data.key.as_str(), data.name.as_str());
            let message = format!("缺少“{}”（{}）整张表", data.key, data.name);
            let hint = format!(
                "用 nianbao new 生成空白表，把“{}”补进来；没有发生的填 0",
                data.key
            );
            self.findings
                .push(Finding::new(Code::MissingRow, message, place).hint(hint));
            self.mark_missing(report, table);
        }
    }

    /// A short text, cut with a finding where no line of a page can hold it.
    fn cut_short(&mut self, text: String, place: &Place) -> String {
        let length = text.chars().count();
        if length <= MAX_SHORT {
            return text;
        }
        let message = format!("这一项有 {length} 个字，太长了");
        let hint = format!("最多 {MAX_SHORT} 个字");
        self.findings
            .push(Finding::new(Code::Unreadable, message, place.clone()).hint(hint));
        text.chars().take(MAX_SHORT).collect()
    }

    /// A place outside the tables; in a workbook its key is its words as well.
    fn keyed(&self, at: &At, path: &str) -> Place {
        let label = if self.cells {
            path.replace('.', "")
        } else {
            String::new()
        };
        self.place(at).named(path, label)
    }

    fn place(&self, at: &At) -> Place {
        Place::at(self.file, at.clone())
    }

    /// The place of a key at the top of the form.
    fn key_place(&self, entry: &Entry) -> Place {
        self.place(&entry.at).named(entry.key.as_str(), "")
    }

    /// The place of a key below a path.
    fn place_in(&self, path: &str, entry: &Entry, label: &str) -> Place {
        let path = format!("{path}.{}", entry.key);
        self.place(&entry.at).named(path, label)
    }

    /// Whether there are so few findings that a suggestion is worth its time.
    fn suggests(&self) -> bool {
        self.findings.len() < MAX_SUGGESTED
    }

    /// Tells of a key that is not known; `names` are those that it could be meant for.
    fn tell_unknown_key<'n>(
        &mut self,
        entry: &Entry,
        path: &str,
        names: impl Iterator<Item = &'n str>,
    ) {
        let shown = shorten_typed(&entry.key);
        let near = if self.suggests() {
            nearest(&entry.key, names)
        } else {
            None
        };
        let hint = match near {
            _ if !self.cells && entry.key.contains('：') => {
                "“：”是全角冒号，改成半角冒号加一个空格".to_owned()
            }
            _ if !self.cells && entry.key.contains(':') => "冒号后面要空一格".to_owned(),
            Some(name) => format!("是不是“{name}”？"),
            None => format!("{COMPARE}；不用的行请删去"),
        };
        let label = if self.cells { shown.as_str() } else { "" };
        let place = self.place(&entry.at).named(path, label);
        let message = format!("填报表里没有“{shown}”这一项");
        self.findings
            .push(Finding::new(Code::UnknownKey, message, place).hint(hint));
    }

    /// A row, column or table that was there already under another of its names.
    fn tell_repeated(&mut self, entry: &Entry, place: Place) {
        let message = format!("“{}”与前面重复，以第一次为准", entry.key);
        self.findings.push(labels::tell_repeated(message, place));
    }

    /// A label that was understood but is not the official one; `right` is what to write.
    fn tell_altered(&mut self, entry: &Entry, label: &str, right: &str, place: Place) {
        self.findings
            .push(labels::tell_altered(&entry.key, label, right, place));
    }

    /// A value of another shape than its key needs.
    fn tell_wrong_shape(&mut self, raw: &Raw, path: &str, wanted: &str) {
        let place = self.place(&raw.at).named(path, "");
        let message = format!("“{path}”应填{wanted}");
        self.findings
            .push(Finding::new(Code::Unreadable, message, place).hint(COMPARE));
    }

    /// One warning for all blanks, one for all text numbers that were taken.
    fn close(self) {
        let message = format!("{} 个空格按 0 计", self.blanks.len());
        let hint = "请确认这些格确实没有发生";
        self.findings
            .extend(warn(Code::Blank, message, hint, self.blanks));
        let message = format!("{} 个写法不规范的数字已按数字读取", self.text_numbers.len());
        let hint = "请逐个确认读得对不对";
        self.findings
            .extend(warn(Code::NotACount, message, hint, self.text_numbers));
        self.findings.extend(self.pasted.findings());
    }
}

/// One warning for all of some places, where there are any.
fn warn(code: Code, message: String, hint: &str, places: Vec<Place>) -> Option<Finding> {
    let mut places = places.into_iter();
    let finding = Finding::new(code, message, places.next()?).as_warning();
    Some(finding.hint(hint).related(places))
}

/// What was typed, as far as a message repeats it.
fn shorten_typed(text: &str) -> String {
    text.chars().take(MAX_QUOTED).collect()
}

/// The table that a key names: by its short key or by its section's official heading.
pub(crate) fn table_of(standard: &Standard, key: &str) -> Option<usize> {
    if let Some(table) = standard.table_by_key(key) {
        return Some(table);
    }
    let mut sections = standard.sections.iter();
    sections
        .find(|section| section.table.is_some() && is_headed(section, key))?
        .table
}

/// The key outside the tables that is meant: by itself or by its section's official heading.
pub(crate) fn field_of<'s>(standard: &'s Standard, key: &str) -> Option<&'s Field> {
    let section = standard.sections.iter().find(|s| is_headed(s, key));
    let text = section.and_then(|section| section.text.as_deref());
    standard.fields.find(text.unwrap_or(key))
}

/// Whether a key is a section's heading, with or without its number.
fn is_headed(section: &Section, key: &str) -> bool {
    section.label == key || bare(&section.label) == key
}

/// Whether a kind is free text.
fn is_narrative(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Narrative)
}
