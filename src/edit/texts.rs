//! Free text: whole paragraphs are replaced, put in and taken out, the others stay as they stand.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::syntax::{Entry, Kind, Node, after_break, indent, line_end, line_start};
use super::{Editor, Fault, entries_of};
use crate::form::lower::field_of;
use crate::place::{At, PlacedText};
use crate::report::Report;
use crate::report::fields::{self, Kind as FieldKind};

impl Editor<'_> {
    /// Changes all texts that differ.
    pub fn texts(&mut self, root: &Node) -> Result<(), Fault> {
        let standard = self.new.standard.clone();
        let (_, top) = entries_of(root).ok_or(Fault::Writing)?;
        let entry_of = |key: &str| top.iter().find(|e| field_of(&standard, &e.key).is_some_and(|f| f.key == key));
        for field in fields::all() {
            match field.kind {
                FieldKind::Narrative if self.text_differs(field.key) => match entry_of(field.key) {
                    Some(entry) => self.text_of(entry, field.key),
                    None => self.insert_top(root, field.key, &block(&lines(self.new, field.key), 2, "\n"))?,
                },
                FieldKind::PerTable => {
                    let keys: Vec<String> = standard
                        .tables
                        .iter()
                        .map(|t| format!("{}.{}", field.key, t.key))
                        .filter(|k| self.text_differs(k))
                        .collect();
                    if !keys.is_empty() {
                        self.below_tables(root, entry_of(field.key), field.key, &keys)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn text_differs(&self, key: &str) -> bool {
        lines(self.old, key) != lines(self.new, key)
    }

    /// The texts below tables, each under its table's key.
    fn below_tables(&mut self, root: &Node, entry: Option<&Entry>, group: &str, keys: &[String]) -> Result<(), Fault> {
        let standard = self.new.standard.clone();
        let order: Vec<&str> = standard.tables.iter().map(|t| t.key.as_str()).collect();
        let Some((entry, (flow, entries))) = entry.and_then(|e| Some((e, entries_of(&e.value)?))) else {
            return self.all_below_tables(root, entry, group);
        };
        // A text of several lines cannot stand in brackets.
        if flow {
            return self.all_below_tables(root, Some(entry), group);
        }
        for key in keys {
            let own = key.split_once('.').map_or("", |(_, own)| own);
            match entries.iter().position(|e| e.key == own) {
                Some(index) if lines(self.new, key).is_empty() && entries.len() > 1 => self.remove(&entry.value, index),
                Some(index) => self.text_of(&entries[index], key),
                None => {
                    let value = block(&lines(self.new, key), 2, "\n");
                    self.insert(&entry.value, own, &value, &order, |e, k| e.key == k)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the texts of all tables anew.
    fn all_below_tables(&mut self, root: &Node, entry: Option<&Entry>, group: &str) -> Result<(), Fault> {
        let standard = self.new.standard.clone();
        let texts: String = standard
            .tables
            .iter()
            .map(|table| (&table.key, lines(self.new, &format!("{group}.{}", table.key))))
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(key, lines)| format!("\n  {key}: {}", block(&lines, 4, "\n")))
            .collect();
        match entry {
            None => self.insert_top(root, group, &texts),
            Some(entry) => {
                let colon = entry.at.end + self.text[entry.at.end..].find(':').map_or(0, |i| i + 1);
                let end = entry.value.range.end.max(colon);
                self.replace(colon..end, texts.replace('\n', self.line_break()));
                Ok(())
            }
        }
    }

    /// Changes one text.
    fn text_of(&mut self, entry: &Entry, key: &str) {
        let new = lines(self.new, key);
        let whole = matches!(entry.value.kind, Kind::Block) && self.by_paragraph(key, &new);
        if whole {
            return;
        }
        let column = indent(&self.text[line_start(self.text, entry.at.start)..]);
        let colon = entry.at.end + self.text[entry.at.end..].find(':').map_or(0, |i| i + 1);
        let text = block(&new, column + 2, self.line_break());
        // A remark in the value's last line stays there, behind the bar.
        let (bar, lines) = text.split_at(text.find(['\r', '\n']).unwrap_or(text.len()));
        let end = entry.value.range.end.max(colon);
        let stop = line_end(self.text, end);
        self.replace(colon..end, format!(" {bar}"));
        self.replace(stop..stop, lines);
    }

    /// Changes a block of text paragraph by paragraph; false where that would not do.
    fn by_paragraph(&mut self, key: &str, new: &[String]) -> bool {
        let Some(old) = self.old.texts.get(key) else { return false };
        let Some(places) = stretches(old) else { return false };
        // The first line decides about the indentation of all.
        let first = new.iter().find(|line| !line.trim().is_empty());
        if first.is_none_or(|line| line.starts_with(' ')) || new.first().is_some_and(|l| l.trim().is_empty()) {
            return false;
        }
        let before: Vec<&str> = old.iter().map(|line| line.value.as_str()).collect();
        let after: Vec<&str> = new.iter().map(String::as_str).collect();
        let column = places[0].start - line_start(self.text, places[0].start);
        let (inset, end) = (" ".repeat(column), self.line_break());
        let written = |line: &str| if line.trim().is_empty() { String::new() } else { format!("{inset}{line}") };
        for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
            let (tag, from, to) = op.as_tag_tuple();
            if tag == DiffTag::Equal {
                continue;
            }
            let shared = from.len().min(to.len());
            for i in 0..shared {
                let place = places[from.start + i].clone();
                let start = line_start(self.text, place.start);
                self.replace(start..line_end(self.text, place.end.max(start)), written(after[to.start + i]));
            }
            for i in from.start + shared..from.end {
                let start = line_start(self.text, places[i].start);
                let stop = line_end(self.text, places[i].end.max(start));
                // The last line of a file may have no break: then that before it goes.
                match after_break(self.text, stop) {
                    Some(next) => self.replace(start..next, ""),
                    None => self.replace(line_end(self.text, places[i - 1].end)..stop, ""),
                }
            }
            if to.len() > shared {
                let more: Vec<String> = to.clone().skip(shared).map(|i| written(after[i])).collect();
                let at = (from.start + shared).checked_sub(1).map(|i| line_end(self.text, places[i].end));
                if let Some(at) = at {
                    self.replace(at..at, format!("{end}{}", more.join(end)));
                } else {
                    let at = line_start(self.text, places[0].start);
                    self.replace(at..at, format!("{}{end}", more.join(end)));
                }
            }
        }
        true
    }
}

/// Where each line of a text stands; none where one has no place of its own.
fn stretches(lines: &PlacedText) -> Option<Vec<std::ops::Range<usize>>> {
    let stretch = |line: &crate::place::Placed<String>| match &line.place.at {
        At::Text { bytes, .. } if bytes.len() == line.value.len() => Some(bytes.clone()),
        _ => None,
    };
    let places: Vec<_> = lines.iter().map(stretch).collect::<Option<_>>()?;
    (!places.is_empty()).then_some(places)
}

/// A text's lines as the form keeps them: none where there is nothing but blanks.
fn lines(report: &Report, key: &str) -> Vec<String> {
    if !report.has_text(key) {
        return Vec::new();
    }
    report.texts[key].iter().map(|line| line.value.clone()).collect()
}

/// A text behind its key: the bar and the lines below it, so far in.
fn block(lines: &[String], column: usize, end: &str) -> String {
    let first = lines.iter().find(|line| !line.trim().is_empty()).map_or("", String::as_str);
    let mut text = if first.starts_with(' ') { "|2".to_owned() } else { "|".to_owned() };
    for line in lines {
        text.push_str(end);
        if !line.trim().is_empty() {
            text.push_str(&" ".repeat(column));
            text.push_str(line);
        }
    }
    text
}
