//! Entries of a map: put in where the form's order has them, given a value, taken out.

use std::ops::Range;

use super::{EditFault, Editor, entries_of};
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
        self.replace(
            at..at,
            if blank && !remark {
                value.to_owned()
            } else {
                format!(" {value}")
            },
        );
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
        let (flow, entries) = entries_of(map).ok_or(EditFault::Writing)?;
        let place = order.iter().position(|k| *k == key).unwrap_or(order.len());
        let standing = |keys: &[&str]| {
            entries
                .iter()
                .rposition(|entry| keys.iter().any(|k| same(entry, k)))
        };
        let before = standing(&order[..place]);
        if flow {
            let at = match before {
                Some(index) => entries[index].value.range.end.max(entries[index].at.end),
                None => map.range.start + 1,
            };
            let text = match (before, entries.is_empty()) {
                (Some(_), _) => format!(", {key}: {value}"),
                (None, false) => format!("{key}: {value}, "),
                (None, true) => format!("{key}: {value}"),
            };
            self.replace(at..at, text);
            return Ok(());
        }
        let Some(first) = entries.first() else {
            return Err(EditFault::Writing);
        };
        let column = first.at.start - line_start(self.text, first.at.start);
        let end = self.line_break();
        let inset = " ".repeat(column);
        let inner = |(i, l): (usize, &str)| {
            if i == 0 || l.is_empty() {
                l.to_owned()
            } else {
                format!("{inset}{l}")
            }
        };
        let lines: Vec<String> = value.split('\n').enumerate().map(inner).collect();
        let blank = if lines[0].is_empty() { "" } else { " " };
        let line = format!("{key}:{blank}{}", lines.join(end));
        match before {
            Some(index) => {
                self.insert_lines(last_byte(&entries[index]), &[format!("{inset}{line}")]);
            }
            // The first entry may stand behind a dash.
            None => self.replace(
                first.at.start..first.at.start,
                format!("{line}{end}{inset}"),
            ),
        }
        Ok(())
    }

    /// Takes an entry out of its map, with its line.
    pub fn remove(&mut self, map: &SyntaxNode, index: usize) {
        let Some((flow, entries)) = entries_of(map) else {
            return;
        };
        let entry = &entries[index];
        if flow {
            let ends: Vec<Range<usize>> =
                entries.iter().map(|e| e.at.start..last_byte(e)).collect();
            self.take_out(&ends, index);
            return;
        }
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
        // The break of the line before stays that line's.
        if let Some(next) = after_break(self.text, stop) {
            self.replace(
                next..next,
                lines
                    .iter()
                    .map(|line| format!("{line}{end}"))
                    .collect::<String>(),
            );
        } else {
            self.replace(
                stop..stop,
                lines
                    .iter()
                    .map(|line| format!("{end}{line}"))
                    .collect::<String>(),
            );
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
        let comma = |from: usize, to: usize| self.text[from..to].find(',').map(|at| from + at);
        let comma = match (index.checked_sub(1), items.get(index + 1)) {
            (Some(before), _) => comma(items[before].end, item.start),
            (None, Some(next)) => comma(item.end, next.start),
            (None, None) => None,
        };
        match comma {
            // Nothing but blanks between them: one stretch.
            Some(at)
                if at < item.start && self.text[at + 1..item.start].chars().all(|c| c == ' ') =>
            {
                self.replace(at..item.end, "");
            }
            Some(at) if at > item.end && self.text[item.end..at].chars().all(|c| c == ' ') => {
                let blanks =
                    self.text[at + 1..].len() - self.text[at + 1..].trim_start_matches(' ').len();
                self.replace(item.start..at + 1 + blanks, "");
            }
            Some(at) if at >= item.end => {
                self.replace(item.start..at + 1, "");
            }
            Some(at) => {
                self.replace(at..at + 1, "");
                self.replace(item, "");
            }
            None => self.replace(item, ""),
        }
    }
}

/// Behind an entry's last byte.
pub(super) fn last_byte(entry: &SyntaxEntry) -> usize {
    entry.value.range.end.max(entry.at.end)
}
