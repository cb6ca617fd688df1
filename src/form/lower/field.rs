//! The values outside the tables.

use std::sync::Arc;

use super::super::BlankCells;
use super::super::number::{self, NumberFaultKind};
use super::super::odd;
use super::super::pasted::PastedInto;
use super::super::raw::{Entry, Raw, RawNode};
use super::{Lower, is_narrative, quoted};
use crate::finding::{Code, Complaint, Finding};
use crate::place::{At, Place, Placed};
use crate::report::{Date, Record, Report, Value};
use crate::standard::{CellKind, Field, FieldKind};

/// Paragraphs that one text may have; a long section has a hundred.
const MAX_LINES: usize = 2_000;
/// Bytes that one text may have, 100,000 Chinese characters; a long section has a tenth.
const MAX_TEXT: usize = 300_000;

impl Lower<'_> {
    /// Reads the value of `field`; `prefix` is the path of the group that it is in, with a dot.
    pub(super) fn field(
        &mut self,
        report: &mut Report,
        field: &Field,
        prefix: &str,
        entry: &Entry,
    ) {
        let raw = &entry.value;
        let path = format!("{prefix}{}", field.key);
        if matches!(raw.node, RawNode::Null) {
            // An empty text keeps its place for the finding that asks for it.
            if is_narrative(&field.kind) {
                let line = Placed::new(String::new(), self.empty(entry).named(path.as_str(), ""));
                report.texts.insert(path, vec![line]);
            }
            return;
        }
        match &field.kind {
            FieldKind::Records(fields) => self.records(report, fields, &path, raw),
            FieldKind::Group(fields) => match &raw.node {
                RawNode::Map(entries) => {
                    for entry in entries {
                        match fields.iter().find(|f| f.key == entry.key) {
                            Some(field) => self.field(report, field, &format!("{path}."), entry),
                            None => {
                                self.unknown_key(
                                    entry,
                                    &format!("{path}.{}", entry.key),
                                    fields.iter().map(|f| f.key.as_str()),
                                );
                            }
                        }
                    }
                    self.complete(report, fields, &path, entry);
                }
                _ => self.wrong_shape(
                    raw,
                    &path,
                    &format!(
                        "{}几项",
                        fields
                            .iter()
                            .map(|f| f.key.as_str())
                            .collect::<Vec<_>>()
                            .join("、")
                    ),
                ),
            },
            FieldKind::PerTable => match &raw.node {
                RawNode::Map(entries) => {
                    let standard = report.standard.clone();
                    for entry in entries {
                        let path = format!("{path}.{}", entry.key);
                        match standard.table_by_key(&entry.key) {
                            Some(_) => self.narrative(report, &path, entry),
                            None => self.unknown_key(
                                entry,
                                &path,
                                standard.tables.iter().map(|t| t.key.as_str()),
                            ),
                        }
                    }
                }
                _ => self.wrong_shape(raw, &path, "各表的说明"),
            },
            kind if is_narrative(kind) => self.narrative(report, &path, entry),
            kind => self.short_value(report, kind, path, raw),
        }
    }

    /// A list of items with keys of their own; a single item need not stand in a list.
    fn records(&mut self, report: &mut Report, fields: &[Field], path: &str, raw: &Raw) {
        let wanted = format!(
            "几条，每条写{}",
            fields
                .iter()
                .map(|f| f.key.as_str())
                .collect::<Vec<_>>()
                .join("、")
        );
        let items = match &raw.node {
            RawNode::Reported => return,
            RawNode::List(items) => items.as_slice(),
            _ => std::slice::from_ref(raw),
        };
        // What all items of a list share.
        let keys: Vec<Arc<str>> = fields
            .iter()
            .map(|field| field.key.as_str().into())
            .collect();
        let mut records = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            let path = [path, ".", &(number + 1).to_string()].concat();
            let RawNode::Map(entries) = &item.node else {
                self.wrong_shape(item, &path, &wanted);
                continue;
            };
            let mut record = Record::with_room(entries.len());
            for entry in entries {
                let path = [&path, ".", &entry.key].concat();
                let Some(key) = keys.iter().find(|key| ***key == *entry.key) else {
                    self.unknown_key(entry, &path, keys.iter().map(|key| &**key));
                    continue;
                };
                match entry.value.text() {
                    Some(text) => {
                        let text = in_one_line(text);
                        let place = self.place(&entry.value.at).named(path, Arc::default());
                        let text = self.pasted.read(text, PastedInto::Name, &place);
                        let text = self.fitting(text, &place);
                        record.insert(key.clone(), Placed::new(text, place));
                    }
                    None if matches!(entry.value.node, RawNode::Null) => {}
                    None => self.wrong_shape(&entry.value, &path, "一个值"),
                }
            }
            records.push(record);
        }
        report.records.insert(path.to_owned(), records);
    }

    /// Numbers of a group belong together: one that is left out is a blank.
    fn complete(&mut self, report: &mut Report, fields: &[Field], path: &str, entry: &Entry) {
        let numbers = fields
            .iter()
            .filter(|f| matches!(f.kind, FieldKind::Count | FieldKind::Amount));
        for field in numbers {
            let path = format!("{path}.{}", field.key);
            if report.fields.contains_key(&path) {
                continue;
            }
            let place = self.keyed(&entry.at, &path);
            if self.options.blank == BlankCells::Zero {
                self.nought(report, path, place);
                continue;
            }
            let message = format!("“{}”没有填“{}”", entry.key, field.key);
            self.findings
                .push(Finding::new(Code::Blank, message, place).hint("没有发生就填 0"));
        }
    }

    /// Takes a blank value as 0.
    fn nought(&mut self, report: &mut Report, path: String, place: Place) {
        self.blanks.push(place.clone());
        report.fields.insert(path, Placed::new("0".into(), place));
    }

    fn narrative(&mut self, report: &mut Report, path: &str, entry: &Entry) {
        let raw = &entry.value;
        match &raw.node {
            RawNode::Null | RawNode::Reported => {}
            // The place of an empty block is behind it: the key's serves better.
            RawNode::Scalar(lines) if lines.iter().all(|(line, _)| line.trim().is_empty()) => {
                let line = Placed::new(String::new(), self.empty(entry).named(path, ""));
                report.texts.insert(path.to_owned(), vec![line]);
            }
            RawNode::Scalar(lines) => {
                let lines = &lines[..self.readable(path, entry, lines)];
                let mut placed = Vec::new();
                // The lines of a cell or a file have one place; their number tells them apart.
                let shares = lines.iter().any(|(_, at)| at.is_cell())
                    || matches!(lines, [(_, first), (_, second), ..] if first == second);
                for (index, (line, at)) in lines.iter().enumerate() {
                    let label = if shares {
                        format!("第{}段", index + 1)
                    } else {
                        String::new()
                    };
                    let place = self.place(at).named(path, label);
                    let line = self
                        .pasted
                        .read(line.clone(), PastedInto::Paragraph, &place);
                    placed.push(Placed::new(line, place));
                }
                report.texts.insert(path.to_owned(), placed);
            }
            _ => self.wrong_shape(raw, path, "文字，每段一行"),
        }
    }

    /// Where an empty text is to be written: in its cell, or behind its key.
    fn empty(&self, entry: &Entry) -> Place {
        self.place(if entry.value.at.is_cell() {
            &entry.value.at
        } else {
            &entry.at
        })
    }

    /// How many lines of a text are taken; a finding where that is not all.
    fn readable(&mut self, path: &str, entry: &Entry, lines: &[(String, At)]) -> usize {
        let mut bytes = 0;
        let fitting = lines.iter().take(MAX_LINES).take_while(|(line, _)| {
            bytes += line.len();
            bytes <= MAX_TEXT
        });
        let count = fitting.count();
        if count < lines.len() {
            let at = &lines[count].1;
            let place = self.place(at).named(path, "");
            let finding = Finding::new(
                Code::Unreadable,
                format!("“{}”的文字太多，从这里起没有读", entry.key),
                place,
            );
            self.findings.push(finding.hint(format!(
                "一部分最多 {MAX_LINES} 段、{} 万字；请确认没有重复粘贴",
                MAX_TEXT / 30_000
            )));
        }
        count
    }

    fn short_value(&mut self, report: &mut Report, kind: &FieldKind, path: String, raw: &Raw) {
        let listed = if let FieldKind::YesNoTables = kind {
            list_of(raw)
        } else {
            None
        };
        let Some(text) = listed.or_else(|| raw.text()) else {
            return self.wrong_shape(raw, &path, "一个值");
        };
        let text = in_one_line(text);
        let place = self.keyed(&raw.at, &path);
        let read = match kind {
            FieldKind::Date => date(&text, Date::read(&text).map(|date| date.to_string()), DAY),
            FieldKind::Moment => date(&text, Date::moment(&text), MOMENT),
            FieldKind::YesNo if !matches!(text.as_str(), "是" | "否") => {
                let message = format!("“{path}”只能填“是”或“否”");
                Short::Refused(
                    Code::Unreadable,
                    Complaint::new(message, "确认后填“是”或“否”"),
                )
            }
            FieldKind::YesNoTables if report.standard.tables_named(&text).is_none() => {
                let keys = report.standard.table_keys();
                let message = format!("“{path}”只能填“是”“否”，或全年是 0 的表");
                let hint = format!("表可以写：{keys}；几张表之间用“、”");
                Short::Refused(Code::Unreadable, Complaint::new(message, hint))
            }
            FieldKind::Count => self.number(&text, CellKind::Count, "件", &place),
            FieldKind::Amount => self.number(&text, CellKind::Decimal, "元", &place),
            _ => Short::Taken(self.pasted.read(text.clone(), PastedInto::Name, &place)),
        };
        if let Short::Taken(text) = &read {
            let lost = lost_zero(kind, text).map(|c| c.at(Code::Contact, place.clone()));
            self.findings.extend(lost);
        }
        let text = match read {
            Short::Blank => return self.nought(report, path, place),
            Short::Taken(text) => text,
            Short::Refused(code, complaint) => {
                self.findings
                    .push(complaint.at(code, place.clone()).stated(quoted(&text)));
                text
            }
        };
        let text = self.fitting(text, &place);
        report.fields.insert(path, Placed::new(text, place));
    }

    /// A short value that should be a number.
    fn number(&mut self, text: &str, kind: CellKind, unit: &str, place: &Place) -> Short {
        let fault = match number::read(text, kind, unit) {
            Ok(_) => return Short::Taken(text.to_owned()),
            Err(fault) if self.cells => odd::suit_cell(text, fault, ""),
            Err(fault) => fault,
        };
        if fault.kind == NumberFaultKind::Blank {
            let taken = self.options.blank == BlankCells::Zero;
            return if taken {
                Short::Blank
            } else {
                Short::Refused(Code::Blank, fault.complaint)
            };
        }
        match fault.reading.filter(|_| self.options.accept_text_numbers) {
            Some(Value::Number(number)) => {
                self.text_numbers.push(place.clone());
                Short::Taken(number.to_string())
            }
            _ => Short::Refused(Code::NotACount, fault.complaint),
        }
    }
}

/// A list of names as people write it in one line.
fn list_of(raw: &Raw) -> Option<String> {
    let RawNode::List(items) = &raw.node else {
        return None;
    };
    let names: Option<Vec<String>> = items.iter().map(Raw::text).collect();
    names.map(|names| names.join("、"))
}

/// A value of several lines or with blanks about it, in one line.
fn in_one_line(text: String) -> String {
    let is_plain = !text.contains(char::is_whitespace);
    if is_plain {
        text
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What a short value is taken for.
enum Short {
    /// What it says.
    Taken(String),
    /// Nothing, which counts 0.
    Blank,
    /// As typed, with what is wrong.
    Refused(Code, Complaint),
}

/// What is said of a postcode or a telephone number that has lost its first nought, as numbers in
/// cells do, or that is none.
fn lost_zero(kind: &FieldKind, text: &str) -> Option<Complaint> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        FieldKind::Postcode if digits && text.len() == 5 => Some(Complaint::new(
            format!("邮编“{text}”只有五位，开头的 0 多半丢了"),
            format!("核对；写成 0{text}"),
        )),
        FieldKind::Postcode if !digits || text.len() != 6 => Some(Complaint::new(
            format!("邮编“{}”不是六位数字", quoted(text)),
            "核对邮编",
        )),
        FieldKind::Phone if digits && lacks_area_zero(text) => Some(Complaint::new(
            format!("电话“{text}”像是丢了区号开头的 0"),
            format!("核对；写成 0{text}，或 0512-12345678 的样子"),
        )),
        _ => None,
    }
}

/// Whether a number is as long as one with an area code, and begins as no mobile number and no
/// number that is called everywhere alike.
fn lacks_area_zero(digits: &str) -> bool {
    let is_mobile = digits.len() == 11 && digits.starts_with('1');
    let is_common = digits.starts_with("400") || digits.starts_with("800");
    matches!(digits.len(), 10 | 11) && !digits.starts_with('0') && !is_mobile && !is_common
}

/// How a day and a moment are written.
const DAY: &str = "2024-01-26";
const MOMENT: &str = "2024-01-26 09:00";

/// A date as it was read, if it could be.
fn date(text: &str, read: Option<String>, example: &str) -> Short {
    let refused = || {
        // 2024-02-30 is written as it should be.
        let written = text.trim().len() == example.len()
            && text
                .trim()
                .bytes()
                .zip(example.bytes())
                .all(|(a, b)| a == b || a.is_ascii_digit() && b.is_ascii_digit());
        if written {
            let message = format!("“{}”没有这一天或这一时刻", quoted(text));
            return Short::Refused(
                Code::Unreadable,
                Complaint::new(message, "核对月、日和时间"),
            );
        }
        let message = format!("日期“{}”读不懂", quoted(text));
        Short::Refused(
            Code::Unreadable,
            Complaint::new(message, format!("写成 {example} 的样子")),
        )
    };
    read.map_or_else(refused, Short::Taken)
}
