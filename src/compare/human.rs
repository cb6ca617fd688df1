//! A comparison for people: columns straight, what went and what came marked.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::columns::{CellRow, Widths, after_padding, note};
use super::{Comparison, Placeholder, SentenceChange, Touched};
use crate::align::words::{Tag, TaggedWords};
use crate::finding::human::{FindingsDrawing, Sources};
use crate::finding::json::cell_name;
use crate::finding::{Finding, visible};
use crate::place::{At, Place};
use crate::report::Record;
use crate::report::changes::{CellChange, Change, How};

/// What went and what came.
const GONE: Style = AnsiColor::Red.on_default();
const COME: Style = AnsiColor::Green.on_default();

/// The comparison as text; `colour` asks for terminal escapes.
pub fn render(comparison: &Comparison, colour: bool) -> String {
    if comparison.is_empty() {
        return "没有不同\n".to_owned();
    }
    let mut printer = Printer {
        out: String::new(),
        colour,
    };
    let [old, new] = &comparison.heads;
    for (mark, head) in [("旧", old), ("新", new)] {
        let file = visible(&head.file);
        let (agency, year, format) = (&head.agency, head.year, &head.format);
        printer.print_line(&format!(
            "{mark}  {file}（{agency}，{year} 年度，格式 {format}）"
        ));
    }
    printer.print_cells(comparison);
    printer.print_values(comparison);
    printer.print_sentences(&comparison.sentences);
    printer.print_placeholders(&comparison.placeholders());
    printer.print_touched(&comparison.touched);
    printer.print_findings("新出现的问题", &comparison.appeared);
    printer.print_findings("消失的问题", &comparison.vanished);
    printer.print_line("");
    printer.print_line(&summary(comparison));
    printer.out
}

/// The closing line: how much of each.
pub fn summary(comparison: &Comparison) -> String {
    let others = comparison
        .changes
        .iter()
        .filter(|change| is_other(change))
        .count();
    let parts = [
        (count(comparison, How::Typed), "格改了数"),
        (count(comparison, How::Moved), "格合计随之变动"),
        (count(comparison, How::Noted), "格改了说明"),
        (count(comparison, How::Stated), "格只是写法不同"),
        (
            count(comparison, How::Gone) + count(comparison, How::Fresh),
            "格只有一种格式有",
        ),
        (others, "项其他内容不同"),
        (comparison.sentences.len(), "句文字不同"),
        (of_their_own(&comparison.appeared), "个问题新出现"),
        (of_their_own(&comparison.vanished), "个问题消失"),
    ];
    let some = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = some
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if told.is_empty() {
        "数和句子都没有不同；不同的是分段、字样、插图或占位的写法".to_owned()
    } else {
        told.join("，")
    }
}

fn count(comparison: &Comparison, how: How) -> usize {
    comparison.cells().filter(|cell| cell.how == how).count()
}

/// Findings that follow from no other.
fn of_their_own(findings: &[Finding]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.caused_by.is_none())
        .count()
}

/// Whether a change is told under 其他内容.
fn is_other(change: &Change) -> bool {
    matches!(change, Change::Value { .. } | Change::Records { .. })
}

/// A text that grows part by part, with terminal colours or without.
struct Printer {
    out: String,
    colour: bool,
}

impl Printer {
    fn dress(&self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn mark_gone(&self, text: &str) -> String {
        self.dress(GONE, text)
    }

    fn mark_come(&self, text: &str) -> String {
        self.dress(COME, text)
    }

    fn dim(&self, text: &str) -> String {
        self.dress(Style::new().dimmed(), text)
    }

    fn print_line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// The title of a part, behind a blank line.
    fn print_title(&mut self, words: &str) {
        let words = self.dress(Style::new().bold(), words);
        self.print_line(&format!("\n{words}"));
    }

    fn print_cells(&mut self, comparison: &Comparison) {
        // Cells that are only stated otherwise would bury the numbers that changed.
        let (stated, changed): (Vec<&CellChange>, Vec<&CellChange>) =
            comparison.cells().partition(|cell| cell.how == How::Stated);
        if !stated.is_empty() || !changed.is_empty() {
            self.print_title("表格");
        }
        if let Some(first) = stated.first() {
            let (count, path, note) = (stated.len(), &first.path, note(first));
            let words = format!("{count} 格的数没有变，只是写法不同，如 {path}（{note}）");
            self.print_line(&format!("  {}", self.dim(&words)));
        }
        if !changed.is_empty() {
            self.print_columns(&changed);
        }
    }

    /// Cells in columns, under their heads.
    fn print_columns(&mut self, cells: &[&CellChange]) {
        let head = CellRow::new("位置", "原", "现", "差");
        let rows: Vec<CellRow> = cells.iter().map(|cell| CellRow::of(cell)).collect();
        let widths = Widths::of(rows.iter().chain([&head]));
        let CellRow {
            path,
            before,
            after,
            change,
        } = widths.pad(&head);
        let head = self.dim(&[path, before, after, change].join("  "));
        self.print_line(&format!("  {head}"));
        for (row, cell) in rows.iter().zip(cells) {
            let CellRow {
                path,
                before,
                after,
                change,
            } = widths.pad(row);
            let (before, after) = (self.mark_gone(&before), self.mark_come(&after));
            let (change, note) = (self.dim(&change), self.dim(&note(cell)));
            let line = format!("  {path}  {before}  {after}  {change}  {note}");
            self.print_line(line.trim_end());
        }
    }

    fn print_values(&mut self, comparison: &Comparison) {
        if comparison.changes.iter().any(is_other) {
            self.print_title("其他内容");
        }
        for change in &comparison.changes {
            match change {
                Change::Value { path, old, new } => {
                    let (old, new) = (or_nothing(old.as_deref()), or_nothing(new.as_deref()));
                    self.print_line(&format!(
                        "  {path}  {} → {}",
                        self.mark_gone(old),
                        self.mark_come(new)
                    ));
                }
                Change::Records { path, old, new } => self.print_records(path, old, new),
                Change::Cell(_) | Change::Text { .. } => {}
            }
        }
    }

    /// The items that only one of the forms has.
    fn print_records(&mut self, path: &str, old: &[Record], new: &[Record]) {
        let old: Vec<String> = old.iter().map(in_words).collect();
        let new: Vec<String> = new.iter().map(in_words).collect();
        for item in old.iter().filter(|item| !new.contains(item)) {
            self.print_line(&format!(
                "  {path}  {}",
                self.mark_gone(&format!("- {item}"))
            ));
        }
        for item in new.iter().filter(|item| !old.contains(item)) {
            self.print_line(&format!(
                "  {path}  {}",
                self.mark_come(&format!("+ {item}"))
            ));
        }
    }

    fn print_sentences(&mut self, sentences: &[SentenceChange]) {
        if sentences.is_empty() {
            return;
        }
        self.print_title("文字");
        let mut section = None;
        for sentence in sentences {
            if section.replace(&sentence.section) != Some(&sentence.section) {
                let name = if sentence.section.is_empty() {
                    "标题和引言"
                } else {
                    &sentence.section
                };
                self.print_line(&format!("  {name}"));
            }
            self.print_sentence(sentence);
        }
    }

    fn print_sentence(&mut self, sentence: &SentenceChange) {
        if sentence.old.is_some() {
            let words = self.side(sentence, Tag::Old);
            self.print_line(&format!("    {} {}", self.mark_gone("-"), words.trim()));
        }
        if sentence.new.is_some() {
            let words = self.side(sentence, Tag::New);
            self.print_line(&format!("    {} {}", self.mark_come("+"), words.trim()));
        }
        let mut note = sentence.place.as_ref().map_or_else(String::new, position);
        if sentence.follows {
            note += "（占位，随之变动）";
        }
        if !note.is_empty() {
            self.print_line(&format!("      {}", self.dim(&note)));
        }
    }

    /// One side of a changed sentence, what is its own marked.
    fn side(&self, sentence: &SentenceChange, side: Tag) -> String {
        // Without colours brackets mark what changed, where there is another side.
        let both = sentence.old.is_some() && sentence.new.is_some();
        let mut line = String::new();
        for TaggedWords { tag, text } in &sentence.words {
            match tag {
                Tag::Same => line += text,
                tag if *tag != side => {}
                Tag::Old if self.colour => line += &self.dress(GONE.bold(), text),
                Tag::New if self.colour => line += &self.dress(COME.bold(), text),
                _ if both => line += &format!("[{text}]"),
                _ => line += text,
            }
        }
        line
    }

    fn print_placeholders(&mut self, placeholders: &[&Placeholder]) {
        if placeholders.is_empty() {
            return;
        }
        self.print_title("占位");
        let names: Vec<String> = placeholders
            .iter()
            .map(|each| name_values(&each.names))
            .collect();
        let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
        for (Placeholder { old, new, .. }, name) in placeholders.iter().zip(names) {
            let name = after_padding(&name, width);
            self.print_line(&format!(
                "  {name}  {} → {}",
                self.mark_gone(old),
                self.mark_come(new)
            ));
        }
    }

    fn print_touched(&mut self, relations: &[Touched]) {
        if relations.is_empty() {
            return;
        }
        self.print_title("涉及的核对关系");
        for relation in relations {
            let after = tell_state(relation.after);
            let after = if relation.after == Some(true) {
                self.mark_come(after)
            } else {
                self.mark_gone(after)
            };
            let state = match relation.before {
                Some(_) if relation.before != relation.after => {
                    format!("{} → {after}", tell_state(relation.before))
                }
                _ => after,
            };
            let (id, name, words) = (relation.code.id(), relation.code.name(), &relation.words);
            self.print_line(&format!("  {id} {name}  {words}：{state}"));
        }
    }

    fn print_findings(&mut self, words: &str, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        self.print_title(words);
        let drawn = FindingsDrawing::new(self.colour)
            .no_way()
            .add(findings, &Sources::new());
        self.print_line(drawn.trim_end());
    }
}

fn or_nothing(value: Option<&str>) -> &str {
    value.unwrap_or("（没有写）")
}

/// An item of a list in a line.
fn in_words(record: &Record) -> String {
    let parts = record
        .values()
        .iter()
        .map(|v| format!("{}: {}", v.key, v.value.value));
    parts.collect::<Vec<_>>().join("，")
}

/// The values that a placeholder prints.
fn name_values(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        several => format!("由 {} 算出", several.join("、")),
    }
}

/// Whether a relation holds.
fn tell_state(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "成立",
        Some(false) => "不成立",
        None => "不再核对",
    }
}

/// Where something stands, in short; empty for a file as a whole.
fn position(place: &Place) -> String {
    match &place.at {
        At::File => String::new(),
        // A clerk has no such file: the words are the program's own.
        At::Text { .. } if visible(&place.file).starts_with("templates/") => {
            "报告的固定文字".to_owned()
        }
        At::Text { line, .. } => format!("{} 第{line}行", place.file),
        At::Cell { sheet, row, column } => {
            format!("{} {sheet}!{}", place.file, cell_name(*row, *column))
        }
        At::Paragraph { .. } | At::TableCell { .. } => {
            format!(
                "{} {}",
                place.file,
                place.at.in_document().unwrap_or_default()
            )
        }
    }
}
