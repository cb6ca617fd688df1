//! Entries of a map: put in where the form's order has them, given a value, taken out.

use std::ops::Range;

use super::{EditFault, Editor, entries_of, is_in_brackets};
use crate::form::yaml::syntax::{
    SyntaxEntry, SyntaxKind, SyntaxNode, after_break, indent, line_end, line_start,
};

impl Editor<'_> {
    /// Gives an entry another value in one line.
    pub fn set(&mut self, entry: &SyntaxEntry, value: &str) {
        match &entry.value.kind {
            SyntaxKind::Null if entry.value.range.is_empty() => self.fill(entry, value),
            _ => self.replace(entry.value.range.clone(), value),
        }
    }

    /// Behind the colon of an entry.
    pub fn behind_colon(&self, entry: &SyntaxEntry) -> usize {
        entry.at.end + self.text[entry.at.end..].find(':').map_or(0, |at| at + 1)
    }

    /// Writes a value behind a key that has none.
    fn fill(&mut self, entry: &SyntaxEntry, value: &str) {
        let colon = self.behind_colon(entry);
        let blank = self.text[colon..].starts_with(' ');
        // The blank before a remark stays before it.
        let remark = self.text[colon..].trim_start_matches(' ').starts_with('#');
        let at = if blank && !remark { colon + 1 } else { colon };
        let space = if at > colon { "" } else { " " };
        self.replace(at..at, format!("{space}{value}"));
    }

    /// Puts a new entry into a map. `order` are the keys of the map as the form has them,
    /// `same` tells whether an entry of the map is one of these. `value` begins
    /// behind the colon's blank; further lines of it come without their map's indentation.
    pub fn insert(
        &mut self,
        map: &SyntaxNode,
        key: &str,
        value: &str,
        order: &[&str],
        same: impl Fn(&SyntaxEntry, &str) -> bool,
    ) -> Result<(), EditFault> {
        let entries = entries_of(map).ok_or(EditFault::Writing)?;
        let place = order.iter().position(|k| *k == key).unwrap_or(order.len());
        let earlier = &order[..place];
        let before = entries
            .iter()
            .rfind(|entry| earlier.iter().any(|key| same(entry, key)));
        if is_in_brackets(map) {
            self.insert_in_brackets(map, before, &format!("{key}: {value}"));
            return Ok(());
        }
        let Some(first) = entries.first() else {
            return Err(EditFault::Writing);
        };
        let column = first.at.start - line_start(self.text, first.at.start);
        let end = self.line_break();
        let inset = " ".repeat(column);
        let line = write_lines(key, value, &inset, end);
        match before {
            Some(entry) => self.insert_lines(last_byte(entry), &[format!("{inset}{line}")]),
            // The first entry may stand behind a dash.
            None => self.replace(
                first.at.start..first.at.start,
                format!("{line}{end}{inset}"),
            ),
        }
        Ok(())
    }

    /// Puts an entry into a map in brackets, behind another or in front of all.
    fn insert_in_brackets(&mut self, map: &SyntaxNode, before: Option<&SyntaxEntry>, entry: &str) {
        let is_empty = entries_of(map).is_none_or(<[SyntaxEntry]>::is_empty);
        let first = map.range.start + 1;
        match before {
            Some(before) => {
                let at = last_byte(before);
                self.replace(at..at, format!(", {entry}"));
            }
            None if is_empty => self.replace(first..first, entry),
            None => self.replace(first..first, format!("{entry}, ")),
        }
    }

    /// Takes an entry out of its map, with its line.
    pub fn remove(&mut self, map: &SyntaxNode, index: usize) {
        let Some(entries) = entries_of(map) else {
            return;
        };
        if is_in_brackets(map) {
            let stretches = entries.iter().map(|e| e.at.start..last_byte(e));
            let stretches: Vec<Range<usize>> = stretches.collect();
            self.take_out(&stretches, index);
            return;
        }
        let entry = &entries[index];
        let start = line_start(self.text, entry.at.start);
        if indent(&self.text[start..]) + start < entry.at.start {
            // It shares its line with a dash: only its value goes.
            return self.replace(entry.value.range.clone(), "");
        }
        let end = line_end(self.text, last_byte(entry));
        self.replace(start..after_break(self.text, end).unwrap_or(end), "");
    }

    /// Puts lines behind the line of a byte.
    pub fn insert_lines(&mut self, behind: usize, lines: &[String]) {
        let end = self.line_break();
        let stop = line_end(self.text, behind);
        let mut text = String::new();
        // The break of the line before stays that line's.
        if let Some(next) = after_break(self.text, stop) {
            for line in lines {
                text += line;
                text += end;
            }
            self.replace(next..next, text);
        } else {
            for line in lines {
                text += end;
                text += line;
            }
            self.replace(stop..stop, text);
        }
    }

    /// Takes the line of a byte out.
    pub fn remove_line(&mut self, at: usize) {
        let start = line_start(self.text, at);
        let stop = line_end(self.text, at);
        self.replace(start..after_break(self.text, stop).unwrap_or(stop), "");
    }

    /// Takes one of several stretches out that commas part, with a comma.
    pub fn take_out(&mut self, items: &[Range<usize>], index: usize) {
        let item = items[index].clone();
        // The comma that goes is the one before, or behind the first; remarks between stay.
        let comma = match (index.checked_sub(1), items.get(index + 1)) {
            (Some(before), _) => self.find_comma(items[before].end..item.start),
            (None, Some(next)) => self.find_comma(item.end..next.start),
            (None, None) => None,
        };
        let Some(at) = comma else {
            return self.replace(item, "");
        };
        // Nothing but blanks between them: one stretch.
        if at < item.start && self.is_blank(at + 1..item.start) {
            self.replace(at..item.end, "");
        } else if at > item.end && self.is_blank(item.end..at) {
            let blanks = indent(&self.text[at + 1..]);
            self.replace(item.start..at + 1 + blanks, "");
        } else if at >= item.end {
            self.replace(item.start..at + 1, "");
        } else {
            self.replace(at..at + 1, "");
            self.replace(item, "");
        }
    }

    fn find_comma(&self, stretch: Range<usize>) -> Option<usize> {
        let at = self.text[stretch.clone()].find(',')?;
        Some(stretch.start + at)
    }

    fn is_blank(&self, stretch: Range<usize>) -> bool {
        self.text[stretch].chars().all(|c| c == ' ')
    }
}

/// A key with its value, whose further lines are as far in as the key.
fn write_lines(key: &str, value: &str, inset: &str, end: &str) -> String {
    let mut written = format!("{key}:");
    for (index, line) in value.split('\n').enumerate() {
        match index {
            0 if line.is_empty() => {}
            0 => {
                written.push(' ');
                written += line;
            }
            _ => {
                written += end;
                if !line.is_empty() {
                    written += inset;
                    written += line;
                }
            }
        }
    }
    written
}

/// Behind an entry's last byte.
pub(super) fn last_byte(entry: &SyntaxEntry) -> usize {
    entry.value.range.end.max(entry.at.end)
}
