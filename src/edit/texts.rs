//! Free text: whole paragraphs are replaced, put in and taken out, the others stay as they stand.

use std::ops::Range;

use super::{EditFault, Editor, entries_of, is_in_brackets};
use crate::align::stretches;
use crate::form::write::literal;
use crate::form::yaml::syntax::{
    SyntaxEntry, SyntaxKind, SyntaxNode, after_break, indent, line_end, line_start,
};
use crate::place::{At, Placed};
use crate::report::Report;
use crate::report::keys::texts_of;
use crate::standard::FieldKind;

impl Editor<'_> {
    /// Changes all texts that differ.
    pub fn change_texts(&mut self, root: &SyntaxNode) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let top = entries_of(root).ok_or(EditFault::Writing)?;
        for field in standard.fields.iter() {
            let mut paths = texts_of(&standard, field);
            paths.retain(|path| self.text_differs(path));
            if paths.is_empty() {
                continue;
            }
            let entry = top.iter().find(|entry| self.is_field(entry, &field.key));
            match (&field.kind, entry) {
                (FieldKind::PerTable, entry) => {
                    self.change_below_tables(root, entry, &field.key, &paths)?;
                }
                (_, Some(entry)) => self.change_text(entry, &field.key),
                (_, None) => {
                    let text = write_block(&lines(self.new, &field.key), 2, "\n");
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
    fn change_below_tables(
        &mut self,
        root: &SyntaxNode,
        group: Option<&SyntaxEntry>,
        key: &str,
        paths: &[String],
    ) -> Result<(), EditFault> {
        let standard = self.new.standard.clone();
        let order: Vec<&str> = standard.tables.iter().map(|t| t.key.as_str()).collect();
        // A text of several lines cannot stand in brackets.
        let entries = match group {
            Some(group) if !is_in_brackets(&group.value) => entries_of(&group.value),
            _ => None,
        };
        let (Some(entry), Some(entries)) = (group, entries) else {
            return self.write_below_tables(root, group, key);
        };
        for path in paths {
            let own = path.split_once('.').map_or("", |(_, own)| own);
            match entries.iter().position(|e| e.key == own) {
                Some(index) if lines(self.new, path).is_empty() && entries.len() > 1 => {
                    self.remove(&entry.value, index);
                }
                Some(index) => self.change_text(&entries[index], path),
                None => {
                    let value = write_block(&lines(self.new, path), 2, "\n");
                    self.insert(&entry.value, own, &value, &order, |e, k| e.key == k)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the texts of all tables anew.
    fn write_below_tables(
        &mut self,
        root: &SyntaxNode,
        group: Option<&SyntaxEntry>,
        key: &str,
    ) -> Result<(), EditFault> {
        let mut texts = String::new();
        for table in &self.new.standard.tables {
            let lines = lines(self.new, &format!("{key}.{}", table.key));
            if !lines.is_empty() {
                let block = write_block(&lines, 4, "\n");
                texts += &format!("\n  {}: {block}", table.key);
            }
        }
        let Some(entry) = group else {
            return self.insert_top(root, key, &texts);
        };
        let colon = self.behind_colon(entry);
        let end = entry.value.range.end.max(colon);
        self.replace(colon..end, texts.replace('\n', self.line_break()));
        Ok(())
    }

    /// Changes one text.
    fn change_text(&mut self, entry: &SyntaxEntry, key: &str) {
        let new = lines(self.new, key);
        let done = match entry.value.kind {
            SyntaxKind::Block { .. } => self.change_paragraphs(key, &new),
            SyntaxKind::Plain(_) | SyntaxKind::Quoted { .. } => {
                self.change_within_line(entry, key, &new)
            }
            _ => false,
        };
        if !done {
            self.write_text(entry, &new);
        }
    }

    /// Writes a text anew, as a block below its key.
    fn write_text(&mut self, entry: &SyntaxEntry, new: &[String]) {
        let column = indent(&self.text[line_start(self.text, entry.at.start)..]);
        let colon = self.behind_colon(entry);
        let text = write_block(new, column + 2, self.line_break());
        let (bar, lines) = text.split_at(text.find(['\r', '\n']).unwrap_or(text.len()));
        let Range { start, end } = entry.value.range;
        let end = end.max(colon);
        // A remark in the value's last line stays there, behind the bar; of a block it stands in
        // its first.
        if matches!(entry.value.kind, SyntaxKind::Block { .. }) {
            let head = line_end(self.text, start).min(end);
            let remark = self.text[start..head].find(" #").map(|at| start + at);
            self.replace(colon..remark.unwrap_or(head), format!(" {bar}"));
            self.replace(head..end, lines);
            return;
        }
        let stop = line_end(self.text, end);
        self.replace(colon..end, format!(" {bar}"));
        self.replace(stop..stop, lines);
    }

    /// Changes a text of one line where it stands: only what differs in it. False where that would
    /// not do.
    fn change_within_line(&mut self, entry: &SyntaxEntry, key: &str, new: &[String]) -> bool {
        let (Some([old]), [new]) = (self.old.texts.get(key).map(Vec::as_slice), new) else {
            return false;
        };
        let old = old.value.as_str();
        let range = entry.value.range.clone();
        let Some(at) = self.text[range.clone()].find(old) else {
            return false;
        };
        let start = range.start + at;
        let same = count_same(old.chars(), new.chars());
        let (rest, fresh) = (&old[same..], &new[same..]);
        let tail = count_same(rest.chars().rev(), fresh.chars().rev());
        let fresh = &fresh[..fresh.len() - tail];
        let is_plain = matches!(entry.value.kind, SyntaxKind::Plain(_));
        // What a plain or quoted scalar takes without another word.
        let is_bad = if is_plain {
            new.contains([':', '#']) || same == 0 || tail == 0
        } else {
            fresh.contains(['\'', '"', '\\'])
        };
        if is_bad || new.trim() != new {
            return false;
        }
        self.replace(start + same..start + old.len() - tail, fresh);
        true
    }

    /// Changes a block of text paragraph by paragraph; false where that would not do.
    fn change_paragraphs(&mut self, key: &str, new: &[String]) -> bool {
        let Some(old) = self.old.texts.get(key) else {
            return false;
        };
        let Some(places) = places(old) else {
            return false;
        };
        if !decides_indentation(new) {
            return false;
        }
        let before: Vec<&str> = old.iter().map(|line| line.value.as_str()).collect();
        let after: Vec<&str> = new.iter().map(String::as_str).collect();
        let column = places[0].start - line_start(self.text, places[0].start);
        let inset = " ".repeat(column);
        for stretch in stretches(&before, &after) {
            if !stretch.equal {
                let fresh = after[stretch.new].iter();
                let fresh: Vec<String> = fresh.map(|line| inset_line(&inset, line)).collect();
                self.change_stretch(&places, stretch.old, &fresh);
            }
        }
        true
    }

    /// Puts lines in place of some of a text, whose lines stand at `places`.
    fn change_stretch(&mut self, places: &[Range<usize>], old: Range<usize>, new: &[String]) {
        let shared = old.len().min(new.len());
        let (replaced, added) = new.split_at(shared);
        for (place, line) in places[old.start..].iter().zip(replaced) {
            let start = line_start(self.text, place.start);
            let stop = line_end(self.text, place.end.max(start));
            self.replace(start..stop, line.as_str());
        }
        let first_gone = old.start + shared;
        if first_gone < old.end {
            let start = line_start(self.text, places[first_gone].start);
            let stop = line_end(self.text, places[old.end - 1].end.max(start));
            // The last line of a file may have no break: then that before it goes.
            match after_break(self.text, stop) {
                Some(next) => self.replace(start..next, ""),
                None => self.replace(line_end(self.text, places[first_gone - 1].end)..stop, ""),
            }
        }
        if added.is_empty() {
            return;
        }
        if let Some(before) = first_gone.checked_sub(1) {
            self.insert_lines(places[before].end, added);
        } else {
            let at = line_start(self.text, places[0].start);
            let end = self.line_break();
            self.replace(at..at, format!("{}{end}", added.join(end)));
        }
    }
}

/// Whether the first line of a text tells how far in all are.
fn decides_indentation(lines: &[String]) -> bool {
    match lines.first() {
        Some(first) => !first.trim().is_empty() && !first.starts_with(' '),
        None => false,
    }
}

/// A line so far in; a blank one is empty.
fn inset_line(inset: &str, line: &str) -> String {
    if line.trim().is_empty() {
        String::new()
    } else {
        format!("{inset}{line}")
    }
}

/// Bytes of the characters with which both texts begin.
fn count_same(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    let same = a.zip(b).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// Where each line of a text stands; none where one has no place of its own.
fn places(lines: &[Placed<String>]) -> Option<Vec<Range<usize>>> {
    let mut places = Vec::with_capacity(lines.len());
    for line in lines {
        match &line.place.at {
            At::Text { bytes, .. } if bytes.len() == line.value.len() => places.push(bytes.clone()),
            _ => return None,
        }
    }
    (!places.is_empty()).then_some(places)
}

/// A text's lines as the form keeps them: none where there is nothing but blanks.
fn lines(report: &Report, path: &str) -> Vec<String> {
    report.paragraphs(path).map(str::to_owned).collect()
}

/// A text behind its key: the bar and the lines below it, so far in.
fn write_block(lines: &[String], column: usize, end: &str) -> String {
    literal(lines.iter().map(String::as_str), column, end)
}
