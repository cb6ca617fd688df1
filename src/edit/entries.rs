//! Entries of a map: put in where the form's order has them, given a value, taken out.

use std::ops::Range;

use super::syntax::{Entry, Kind, Node, after_break, indent, line_end, line_start};
use super::{Editor, Fault, entries_of};

impl Editor<'_> {
    /// Gives an entry another value in one line.
    pub fn set(&mut self, entry: &Entry, value: &str) {
        match &entry.value.kind {
            Kind::Null if entry.value.range.is_empty() => self.fill(entry, value),
            _ => self.replace(entry.value.range.clone(), value),
        }
    }

    /// Writes a value behind a key that has none.
    fn fill(&mut self, entry: &Entry, value: &str) {
        let colon = entry.at.end + self.text[entry.at.end..].find(':').map_or(0, |i| i + 1);
        let blank = self.text[colon..].starts_with(' ');
        // The blank before a remark stays before it.
        let remark = self.text[colon..].trim_start_matches(' ').starts_with('#');
        let at = if blank && !remark { colon + 1 } else { colon };
        self.replace(at..at, if blank && !remark { value.to_owned() } else { format!(" {value}") });
    }

    /// Puts a new entry into a map. `order` are the keys of the map as the form has them,
    /// `same` tells whether an entry of the map is one of these. `value` begins
    /// behind the colon's blank; further lines of it come without their map's indentation.
    pub fn insert(
        &mut self,
        map: &Node,
        key: &str,
        value: &str,
        order: &[&str],
        same: impl Fn(&Entry, &str) -> bool,
    ) -> Result<(), Fault> {
        let (flow, entries) = entries_of(map).ok_or(Fault::Writing)?;
        let place = order.iter().position(|k| *k == key).unwrap_or(order.len());
        let standing = |keys: &[&str]| entries.iter().rposition(|entry| keys.iter().any(|k| same(entry, k)));
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
        let Some(first) = entries.first() else { return Err(Fault::Writing) };
        let column = first.at.start - line_start(self.text, first.at.start);
        let end = self.line_break();
        let inset = " ".repeat(column);
        let lines: Vec<String> = value
            .split('\n')
            .enumerate()
            .map(|(i, l)| if i == 0 || l.is_empty() { l.to_owned() } else { format!("{inset}{l}") })
            .collect();
        let line = format!("{key}: {}", lines.join(end));
        match before {
            Some(index) => {
                let last = line_end(self.text, last_byte(&entries[index]));
                self.replace(last..last, format!("{end}{inset}{line}"));
            }
            // The first entry may stand behind a dash.
            None => self.replace(first.at.start..first.at.start, format!("{line}{end}{inset}")),
        }
        Ok(())
    }

    /// Takes an entry out of its map, with its line.
    pub fn remove(&mut self, map: &Node, index: usize) {
        let Some((flow, entries)) = entries_of(map) else { return };
        let entry = &entries[index];
        if flow {
            let ends: Vec<Range<usize>> = entries.iter().map(|e| e.at.start..last_byte(e)).collect();
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

    /// Takes one of several stretches out that commas part, with a comma.
    pub fn take_out(&mut self, items: &[Range<usize>], index: usize) {
        let item = &items[index];
        let range = match (index.checked_sub(1).map(|i| &items[i]), items.get(index + 1)) {
            (Some(before), _) => before.end..item.end,
            (None, Some(next)) => item.start..next.start,
            (None, None) => item.clone(),
        };
        self.replace(range, "");
    }
}

/// Behind an entry's last byte.
pub(super) fn last_byte(entry: &Entry) -> usize {
    entry.value.range.end.max(entry.at.end)
}
