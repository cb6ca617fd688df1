//! Free text: whole paragraphs are replaced, put in and taken out, the others stay as they stand.

use super::{EditFault, Editor, entries_of};
use crate::align::{AlignedStretch, stretches};
use crate::form::lower::field_of;
use crate::form::write::literal;
use crate::form::yaml::syntax::{
    SyntaxEntry, SyntaxKind, SyntaxNode, after_break, indent, line_end, line_start,
};
use crate::place::{At, PlacedText};
use crate::report::Report;
use crate::report::keys::texts_of;
use crate::standard::FieldKind;

impl Editor<'_> {
    /// Changes all texts that differ.
    pub fn texts(&mut self, root: &SyntaxNode) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let (_, top) = entries_of(root).ok_or(EditFault::Writing)?;
        let entry_of = |key: &str| {
            top.iter()
                .find(|e| field_of(&standard, &e.key).is_some_and(|f| f.key == key))
        };
        for field in standard.fields.iter() {
            let mut paths = texts_of(&standard, field);
            paths.retain(|path| self.text_differs(path));
            let entry = entry_of(&field.key);
            match (&field.kind, entry) {
                _ if paths.is_empty() => {}
                (FieldKind::PerTable, entry) => {
                    self.below_tables(root, entry, &field.key, &paths)?;
                }
                (_, Some(entry)) => self.text_of(entry, &field.key),
                (_, None) => {
                    let text = block(&lines(self.new, &field.key), 2, "\n");
                    self.insert_top(root, &field.key, &text)?;
                }
            }
        }
        Ok(())
    }

    fn text_differs(&self, path: &str) -> bool {
        !self.old.paragraphs(path).eq(self.new.paragraphs(path))
    }

    /// The texts below tables, each under its table's key.
    fn below_tables(
        &mut self,
        root: &SyntaxNode,
        entry: Option<&SyntaxEntry>,
        group: &str,
        keys: &[String],
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let order: Vec<&str> = standard.tables.iter().map(|t| t.key.as_str()).collect();
        let Some((entry, (flow, entries))) = entry.and_then(|e| Some((e, entries_of(&e.value)?)))
        else {
            return self.all_below_tables(root, entry, group);
        };
        // A text of several lines cannot stand in brackets.
        if flow {
            return self.all_below_tables(root, Some(entry), group);
        }
        for key in keys {
            let own = key.split_once('.').map_or("", |(_, own)| own);
            match entries.iter().position(|e| e.key == own) {
                Some(index) if lines(self.new, key).is_empty() && entries.len() > 1 => {
                    self.remove(&entry.value, index);
                }
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
    fn all_below_tables(
        &mut self,
        root: &SyntaxNode,
        entry: Option<&SyntaxEntry>,
        group: &str,
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let texts: String = standard
            .tables
            .iter()
            .map(|table| {
                (
                    &table.key,
                    lines(self.new, &format!("{group}.{}", table.key)),
                )
            })
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(key, lines)| format!("\n  {key}: {}", block(&lines, 4, "\n")))
            .collect();
        match entry {
            None => self.insert_top(root, group, &texts),
            Some(entry) => {
                let colon = self.behind_colon(entry);
                let end = entry.value.range.end.max(colon);
                self.replace(colon..end, texts.replace('\n', self.line_break()));
                Ok(())
            }
        }
    }

    /// Changes one text.
    fn text_of(&mut self, entry: &SyntaxEntry, key: &str) {
        let new = lines(self.new, key);
        let done = match entry.value.kind {
            SyntaxKind::Block { .. } => self.by_paragraph(key, &new),
            SyntaxKind::Plain(_) | SyntaxKind::Quoted { .. } => self.within_line(entry, key, &new),
            _ => false,
        };
        if done {
            return;
        }
        let column = indent(&self.text[line_start(self.text, entry.at.start)..]);
        let colon = self.behind_colon(entry);
        let text = block(&new, column + 2, self.line_break());
        // A remark in the value's last line stays there, behind the bar; of a block it stands in its first.
        let (bar, lines) = text.split_at(text.find(['\r', '\n']).unwrap_or(text.len()));
        let end = entry.value.range.end.max(colon);
        if matches!(entry.value.kind, SyntaxKind::Block { .. }) {
            let head = line_end(self.text, entry.value.range.start).min(end);
            let remark = self.text[entry.value.range.start..head]
                .find(" #")
                .map(|at| entry.value.range.start + at);
            self.replace(colon..remark.unwrap_or(head), format!(" {bar}"));
            self.replace(head..end, lines);
            return;
        }
        let stop = line_end(self.text, end);
        self.replace(colon..end, format!(" {bar}"));
        self.replace(stop..stop, lines);
    }

    /// Changes a text of one line where it stands: only what differs in it. False where that would not do.
    fn within_line(&mut self, entry: &SyntaxEntry, key: &str, new: &[String]) -> bool {
        let (Some([old]), [new]) = (self.old.texts.get(key).map(Vec::as_slice), new) else {
            return false;
        };
        let old = old.value.as_str();
        let Some(start) = self.text[entry.value.range.clone()]
            .find(old)
            .map(|at| entry.value.range.start + at)
        else {
            return false;
        };
        let same = old
            .chars()
            .zip(new.chars())
            .take_while(|(a, b)| a == b)
            .map(|(c, _)| c.len_utf8())
            .sum::<usize>();
        let (rest, fresh) = (&old[same..], &new[same..]);
        let tail = rest
            .chars()
            .rev()
            .zip(fresh.chars().rev())
            .take_while(|(a, b)| a == b);
        let tail = tail.map(|(c, _)| c.len_utf8()).sum::<usize>();
        let fresh = &fresh[..fresh.len() - tail];
        let plain = matches!(entry.value.kind, SyntaxKind::Plain(_));
        // What a plain or quoted scalar takes without another word.
        let bad = if plain {
            new.contains([':', '#']) || same == 0 || tail == 0
        } else {
            fresh.contains(['\'', '"', '\\'])
        };
        if bad || new.trim() != new {
            return false;
        }
        self.replace(start + same..start + old.len() - tail, fresh);
        true
    }

    /// Changes a block of text paragraph by paragraph; false where that would not do.
    fn by_paragraph(&mut self, key: &str, new: &[String]) -> bool {
        let Some(old) = self.old.texts.get(key) else {
            return false;
        };
        let Some(places) = places(old) else {
            return false;
        };
        // The first line decides about the indentation of all.
        let first = new.iter().find(|line| !line.trim().is_empty());
        if first.is_none_or(|line| line.starts_with(' '))
            || new.first().is_some_and(|l| l.trim().is_empty())
        {
            return false;
        }
        let before: Vec<&str> = old.iter().map(|line| line.value.as_str()).collect();
        let after: Vec<&str> = new.iter().map(String::as_str).collect();
        let column = places[0].start - line_start(self.text, places[0].start);
        let (inset, end) = (" ".repeat(column), self.line_break());
        let written = |line: &str| {
            if line.trim().is_empty() {
                String::new()
            } else {
                format!("{inset}{line}")
            }
        };
        for AlignedStretch {
            equal,
            old: from,
            new: to,
        } in stretches(&before, &after)
        {
            if equal {
                continue;
            }
            let shared = from.len().min(to.len());
            for i in 0..shared {
                let place = places[from.start + i].clone();
                let start = line_start(self.text, place.start);
                self.replace(
                    start..line_end(self.text, place.end.max(start)),
                    written(after[to.start + i]),
                );
            }
            let gone = from.start + shared..from.end;
            if !gone.is_empty() {
                let start = line_start(self.text, places[gone.start].start);
                let stop = line_end(self.text, places[gone.end - 1].end.max(start));
                // The last line of a file may have no break: then that before it goes.
                match after_break(self.text, stop) {
                    Some(next) => self.replace(start..next, ""),
                    None => self.replace(line_end(self.text, places[gone.start - 1].end)..stop, ""),
                }
            }
            if to.len() > shared {
                let more: Vec<String> =
                    to.clone().skip(shared).map(|i| written(after[i])).collect();
                let before = (from.start + shared).checked_sub(1);
                if let Some(before) = before {
                    self.insert_lines(places[before].end, &more);
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
fn places(lines: &PlacedText) -> Option<Vec<std::ops::Range<usize>>> {
    let stretch = |line: &crate::place::Placed<String>| match &line.place.at {
        At::Text { bytes, .. } if bytes.len() == line.value.len() => Some(bytes.clone()),
        _ => None,
    };
    let places: Vec<_> = lines.iter().map(stretch).collect::<Option<_>>()?;
    (!places.is_empty()).then_some(places)
}

/// A text's lines as the form keeps them: none where there is nothing but blanks.
fn lines(report: &Report, path: &str) -> Vec<String> {
    report.paragraphs(path).map(str::to_owned).collect()
}

/// A text behind its key: the bar and the lines below it, so far in.
fn block(lines: &[String], column: usize, end: &str) -> String {
    literal(lines.iter().map(String::as_str), column, end)
}
