//! The values outside the tables: texts, groups, lists. Those of one line are in `short`.

use std::sync::Arc;

use super::super::BlankCells;
use super::super::pasted::PastedInto;
use super::super::raw::{Entry, Raw, RawNode};
use super::{Lower, is_narrative};
use crate::finding::{Code, Finding};
use crate::place::{At, Place, Placed};
use crate::report::{Record, Report};
use crate::standard::{Field, FieldKind, join};

/// Paragraphs that one text may have; a long section has a hundred.
const MAX_LINES: usize = 2_000;
/// Bytes that one text may have, 100,000 Chinese characters; a long section has a tenth.
const MAX_TEXT: usize = 300_000;

impl Lower<'_> {
    /// Reads the value of `field`; `prefix` is the path of the group that it is in, with a dot.
    pub(super) fn read_field(
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
                let line = Placed::new(String::new(), self.empty_place(entry, &path));
                report.texts.insert(path, vec![line]);
            }
            return;
        }
        match (&field.kind, &raw.node) {
            (FieldKind::Records(fields), _) => self.read_records(report, fields, &path, raw),
            (FieldKind::Group(fields), RawNode::Map(entries)) => {
                self.read_group_field(report, fields, &path, entry, entries);
            }
            (FieldKind::Group(fields), _) => {
                let wanted = format!("{}几项", join_keys(fields));
                self.tell_wrong_shape(raw, &path, &wanted);
            }
            (FieldKind::PerTable, RawNode::Map(entries)) => {
                self.read_remarks(report, &path, entries);
            }
            (FieldKind::PerTable, _) => self.tell_wrong_shape(raw, &path, "各表的说明"),
            (FieldKind::Narrative, _) => self.read_text(report, &path, entry),
            (kind, _) => self.read_short(report, kind, path, raw),
        }
    }

    /// Reads values that stand together under a key.
    fn read_group_field(
        &mut self,
        report: &mut Report,
        fields: &[Field],
        path: &str,
        group: &Entry,
        entries: &[Entry],
    ) {
        for entry in entries {
            if let Some(field) = fields.iter().find(|f| f.key == entry.key) {
                self.read_field(report, field, &format!("{path}."), entry);
            } else {
                let path = format!("{path}.{}", entry.key);
                self.tell_unknown_key(entry, &path, fields.iter().map(|f| f.key.as_str()));
            }
        }
        self.fill_group(report, fields, path, group);
    }

    /// Reads a text for each table.
    fn read_remarks(&mut self, report: &mut Report, path: &str, entries: &[Entry]) {
        let standard = report.standard.clone();
        for entry in entries {
            let path = format!("{path}.{}", entry.key);
            if standard.table_by_key(&entry.key).is_some() {
                self.read_text(report, &path, entry);
            } else {
                let names = standard.tables.iter().map(|t| t.key.as_str());
                self.tell_unknown_key(entry, &path, names);
            }
        }
    }

    /// A list of items with keys of their own; a single item need not stand in a list.
    fn read_records(&mut self, report: &mut Report, fields: &[Field], path: &str, raw: &Raw) {
        let wanted = format!("几条，每条写{}", join_keys(fields));
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
            match &item.node {
                RawNode::Map(entries) => records.push(self.read_record(&keys, &path, entries)),
                _ => self.tell_wrong_shape(item, &path, &wanted),
            }
        }
        report.records.insert(path.to_owned(), records);
    }

    fn read_record(&mut self, keys: &[Arc<str>], path: &str, entries: &[Entry]) -> Record {
        let mut record = Record::with_room(entries.len());
        for entry in entries {
            let path = [path, ".", &entry.key].concat();
            let Some(key) = keys.iter().find(|key| ***key == *entry.key) else {
                self.tell_unknown_key(entry, &path, keys.iter().map(|key| &**key));
                continue;
            };
            match entry.value.text() {
                Some(text) => {
                    let text = in_one_line(text);
                    let place = self.place(&entry.value.at).named(path, Arc::default());
                    let text = self.pasted.read(text, PastedInto::Name, &place);
                    let text = self.cut_short(text, &place);
                    record.insert(key.clone(), Placed::new(text, place));
                }
                None if matches!(entry.value.node, RawNode::Null) => {}
                None => self.tell_wrong_shape(&entry.value, &path, "一个值"),
            }
        }
        record
    }

    /// Numbers of a group belong together: one that is left out is a blank.
    fn fill_group(&mut self, report: &mut Report, fields: &[Field], path: &str, entry: &Entry) {
        for field in fields.iter().filter(|field| field.kind.is_number()) {
            let path = format!("{path}.{}", field.key);
            if report.fields.contains_key(&path) {
                continue;
            }
            let place = self.keyed(&entry.at, &path);
            if self.options.blank == BlankCells::Zero {
                self.take_nought(report, path, place);
                continue;
            }
            let message = format!("“{}”没有填“{}”", entry.key, field.key);
            self.findings
                .push(Finding::new(Code::Blank, message, place).hint("没有发生就填 0"));
        }
    }

    /// Takes a blank value as 0.
    pub(super) fn take_nought(&mut self, report: &mut Report, path: String, place: Place) {
        self.blanks.push(place.clone());
        report.fields.insert(path, Placed::new("0".into(), place));
    }

    fn read_text(&mut self, report: &mut Report, path: &str, entry: &Entry) {
        let raw = &entry.value;
        match &raw.node {
            RawNode::Null | RawNode::Reported => {}
            // The place of an empty block is behind it: the key's serves better.
            RawNode::Scalar(lines) if lines.iter().all(|(line, _)| line.trim().is_empty()) => {
                let line = Placed::new(String::new(), self.empty_place(entry, path));
                report.texts.insert(path.to_owned(), vec![line]);
            }
            RawNode::Scalar(lines) => {
                let count = self.count_readable(path, entry, lines);
                let lines = self.read_lines(path, &lines[..count]);
                report.texts.insert(path.to_owned(), lines);
            }
            _ => self.tell_wrong_shape(raw, path, "文字，每段一行"),
        }
    }

    fn read_lines(&mut self, path: &str, lines: &[(String, At)]) -> Vec<Placed<String>> {
        // The lines of a cell or a file have one place; their number tells them apart.
        let share_place = lines.iter().any(|(_, at)| at.is_cell())
            || matches!(lines, [(_, first), (_, second), ..] if first == second);
        let mut read = Vec::new();
        for (index, (line, at)) in lines.iter().enumerate() {
            let label = if share_place {
                format!("第{}段", index + 1)
            } else {
                String::new()
            };
            let place = self.place(at).named(path, label);
            let line = self
                .pasted
                .read(line.clone(), PastedInto::Paragraph, &place);
            read.push(Placed::new(line, place));
        }
        read
    }

    /// Where an empty text is to be written: in its cell, or behind its key.
    fn empty_place(&self, entry: &Entry, path: &str) -> Place {
        let at = if entry.value.at.is_cell() {
            &entry.value.at
        } else {
            &entry.at
        };
        self.place(at).named(path, "")
    }

    /// How many lines of a text are taken; a finding where that is not all.
    fn count_readable(&mut self, path: &str, entry: &Entry, lines: &[(String, At)]) -> usize {
        let mut count = 0;
        let mut bytes = 0;
        for (line, at) in lines {
            bytes += line.len();
            if count == MAX_LINES || bytes > MAX_TEXT {
                let place = self.place(at).named(path, "");
                let message = format!("“{}”的文字太多，从这里起没有读", entry.key);
                let hint = format!(
                    "一部分最多 {MAX_LINES} 段、{} 万字；请确认没有重复粘贴",
                    MAX_TEXT / 30_000
                );
                self.findings
                    .push(Finding::new(Code::Unreadable, message, place).hint(hint));
                break;
            }
            count += 1;
        }
        count
    }
}

/// The keys of some fields, for a message.
fn join_keys(fields: &[Field]) -> String {
    join(fields.iter().map(|field| field.key.as_str()), "、")
}

/// A value of several lines or with blanks about it, in one line.
pub(super) fn in_one_line(text: String) -> String {
    if text.contains(char::is_whitespace) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text
    }
}
