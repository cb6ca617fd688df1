//! Plain text of whoever wrote it: lines with their places, tables drawn with box characters.
//!
//! Texts copied from pages keep the cells of tables apart by tabs, by lines that begin with
//! a tab, or by a line each. Which lines belong to a table is decided behind this, by what
//! the words mean; here tabs are kept, and a line of nothing but a tab is a blank cell.

use std::ops::Range;
use std::sync::Arc;

use super::content::{Content, ContentBlock, ContentLine};
use super::text::{find_report, is_drawn};
use super::text_table;
use crate::file::Format;
use crate::place::{At, LineIndex, Place};

/// Lines that are read; a report has 700, with a cell a line.
const MAX_LINES: usize = 20_000;
/// Signs between the cells of a row that draws no frame.
const MIN_PIPES: usize = 2;
/// Blanks in a row that keep cells apart rather than words.
const WIDE: usize = 3;

/// Reads a text; `file` is its name.
pub fn read(file: &str, text: &str) -> Content {
    let file: Arc<str> = file.into();
    let all = line_ranges(text);
    let words: Vec<&str> = all.iter().map(|range| &text[range.clone()]).collect();
    let report = find_report(&words);
    let (mut ranges, mut lines) = (&all[report.clone()], &words[report]);
    let index = LineIndex::new(text);
    let mut blocks = Vec::new();
    while let ([range, ..], [line, below @ ..]) = (ranges, lines) {
        if line.trim_start().starts_with('┌') {
            let drawn = 1 + below.iter().take_while(|line| is_drawn(line)).count();
            if let Some(grid) = text_table::read(&lines[..drawn]) {
                blocks.push(ContentBlock::Table(grid));
                (ranges, lines) = (&ranges[drawn..], &lines[drawn..]);
                continue;
            }
        }
        blocks.extend(read_line(&file, &index, line, range.clone()));
        (ranges, lines) = (&ranges[1..], &lines[1..]);
    }
    Content {
        format: Some(Format::Txt),
        file,
        blocks,
        strays: Vec::new(),
        facts: Vec::new(),
    }
}

/// The bytes of each line, without its end.
fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for line in text.split('\n').take(MAX_LINES) {
        ranges.push(start..start + line.trim_end_matches('\r').len());
        start += line.len() + 1;
    }
    ranges
}

/// A line of text, or nothing.
fn read_line(
    file: &Arc<str>,
    index: &LineIndex<'_>,
    line: &str,
    bytes: Range<usize>,
) -> Option<ContentBlock> {
    if line.trim().is_empty() && !line.contains('\t') {
        return None;
    }
    let MarkedLine { level, words } = take_off_marks(line);
    let text = read_piped_row(words).unwrap_or_else(|| part_at_wide_gaps(words));
    if text.is_empty() {
        return None;
    }
    let at = match index.at(bytes.start..bytes.end) {
        At::Text { line, bytes, .. } => At::Text {
            line,
            column: 1,
            bytes,
        },
        other => other,
    };
    let place = Some(Place::at(file, at));
    Some(ContentBlock::Line(ContentLine {
        text,
        level,
        place,
        ..ContentLine::default()
    }))
}

/// A line without the marks of a Markdown head.
struct MarkedLine<'a> {
    /// The head's level; none of what is no head.
    level: Option<u8>,
    words: &'a str,
}

fn take_off_marks(line: &str) -> MarkedLine<'_> {
    let marked = line.trim_start_matches(' ');
    let rest = marked.trim_start_matches('#');
    let marks = marked.len() - rest.len();
    if (1..=6).contains(&marks) && rest.starts_with([' ', '\u{3000}']) {
        MarkedLine {
            level: Some(marks as u8),
            words: rest.trim(),
        }
    } else {
        MarkedLine {
            level: None,
            words: line,
        }
    }
}

/// The cells of a row that Markdown draws, apart by tabs, nothing where it only rules off the
/// head; none where it is no such row.
fn read_piped_row(line: &str) -> Option<String> {
    let line = line.trim();
    let framed = line
        .strip_prefix('|')
        .and_then(|rest| rest.strip_suffix('|'));
    let inner = match framed {
        Some(inner) => inner,
        None if line.matches('|').count() >= MIN_PIPES => line,
        None => return None,
    };
    if inner.contains('-') && inner.chars().all(|c| "-:| ".contains(c)) {
        return Some(String::new());
    }
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    Some(cells.join("\t"))
}

/// The line with a tab for each wide gap; what begins with a tab keeps it.
fn part_at_wide_gaps(line: &str) -> String {
    let kept = line.trim_matches(|c: char| c.is_whitespace() && c != '\t');
    let mut text = String::with_capacity(kept.len());
    let mut blanks = String::new();
    for c in kept.chars() {
        if c == ' ' || c == '\u{a0}' || c == '\u{3000}' {
            blanks.push(c);
            continue;
        }
        if blanks.chars().count() >= WIDE {
            text.push('\t');
        } else {
            text.push_str(&blanks);
        }
        blanks.clear();
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block as its line's number, the marks of its level and its text.
    fn show(block: &ContentBlock) -> String {
        let line = match block {
            ContentBlock::Line(line) => line,
            ContentBlock::Table(grid) => return format!("{} 格", grid.cells.len()),
            ContentBlock::Figure(_) => return "图".to_owned(),
        };
        let at = match line.place.as_ref().map(|place| &place.at) {
            Some(At::Text { line, .. }) => *line,
            _ => 0,
        };
        let level = match line.level {
            Some(level) => format!("#{level} "),
            None => String::new(),
        };
        format!("{at} {level}{}", line.text.replace('\t', "→"))
    }

    fn check(text: &str, expected: &[&str]) {
        let content = read("a.txt", text);
        let shown: Vec<String> = content.blocks.iter().map(show).collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn lines_cells_and_heads() {
        check("标题\r\n\r\n　　甲。\n", &["1 标题", "3 甲。"]);
        check(
            "\t行政许可\n\t6\n\t\n\n\t0",
            &["1 →行政许可", "2 →6", "3 →", "5 →0"],
        );
        check("规章\t0\t\t3\t", &["1 规章→0→→3→"]);
        check("## 一、总体情况\n#话题", &["1 #2 一、总体情况", "2 #话题"]);
        check(
            "| 规章 | 0 |\n|---|:-:|\n| a - b | 1 |",
            &["1 规章→0", "3 a - b→1"],
        );
        check("规章 | 1 | 2 | 31", &["1 规章→1→2→31"]);
        check("甲|乙", &["1 甲|乙"]);
        check("规章      0      3", &["1 规章→0→3"]);
        check("2023 年 1 月", &["1 2023 年 1 月"]);
    }

    #[test]
    fn tables_drawn_with_lines() {
        check(
            "标题\n┌──┐\n│ 1  │\n└──┘\n　　甲\n",
            &["1 标题", "1 格", "5 甲"],
        );
        check("┌\n甲", &["1 ┌", "2 甲"]);
    }
}
