//! Plain text of whoever wrote it: lines with their places, tables drawn with box characters.
//!
//! Texts copied from pages keep the cells of tables apart by tabs, by lines that begin with
//! a tab, or by a line each. Which lines belong to a table is decided behind this, by what
//! the words mean; here tabs are kept, and a line of nothing but a tab is a blank cell.

use std::ops::Range;
use std::sync::Arc;

use super::content::{ContentBlock, ContentLine, Readout};
use super::text::{is_drawn, of_report};
use super::text_table;
use crate::file::Format;
use crate::place::{At, LineIndex, Place};
use crate::readback::Content;

/// Lines that are read; a report has 700, with a cell a line.
const MAX_LINES: usize = 20_000;
/// Signs between the cells of a row that draws no frame.
const MIN_PIPES: usize = 2;
/// Blanks in a row that keep cells apart rather than words.
const WIDE: usize = 3;

/// Reads a text; `file` is its name.
pub fn read(file: &str, text: &str) -> Content {
    let file: Arc<str> = file.into();
    let all: Vec<Range<usize>> = line_ranges(text).take(MAX_LINES).collect();
    let words: Vec<&str> = all.iter().map(|range| &text[range.clone()]).collect();
    let lines = &all[of_report(&words)];
    let index = LineIndex::new(text);
    let mut readout = Readout::default();
    let mut next = 0;
    while let Some(range) = lines.get(next) {
        let line = &text[range.clone()];
        next += 1;
        if line.trim_start().starts_with('┌') {
            let below = lines[next..]
                .iter()
                .take_while(|range| is_drawn(&text[(*range).clone()]))
                .count();
            let drawn: Vec<&str> = lines[next - 1..next + below]
                .iter()
                .map(|range| &text[range.clone()])
                .collect();
            if let Some(grid) = text_table::read(&drawn) {
                readout.blocks.push(ContentBlock::Table(grid));
                next += below;
                continue;
            }
        }
        readout
            .blocks
            .extend(block(&file, &index, line, range.clone()));
    }
    let Readout {
        blocks,
        strays,
        facts,
    } = readout;
    Content {
        format: Some(Format::Txt),
        file,
        blocks,
        strays,
        facts,
    }
}

/// The bytes of each line, without its end.
fn line_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let from = start;
        start += line.len() + 1;
        from..from + line.trim_end_matches('\r').len()
    })
}

/// A line of text, or nothing.
fn block(
    file: &Arc<str>,
    index: &LineIndex<'_>,
    line: &str,
    bytes: Range<usize>,
) -> Option<ContentBlock> {
    if line.trim().is_empty() && !line.contains('\t') {
        return None;
    }
    let (level, said) = heading(line);
    let text = piped(said).unwrap_or_else(|| parted(said));
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

/// The level of a Markdown head and the words behind its marks.
fn heading(line: &str) -> (Option<u8>, &str) {
    let rest = line.trim_start_matches(' ').trim_start_matches('#');
    let marks = line.trim_start_matches(' ').len() - rest.len();
    if (1..=6).contains(&marks) && rest.starts_with([' ', '\u{3000}']) {
        (Some(marks as u8), rest.trim())
    } else {
        (None, line)
    }
}

/// The cells of a row that Markdown draws, apart by tabs, nothing where it only rules off the
/// head; none where it is no such row.
fn piped(line: &str) -> Option<String> {
    let line = line.trim();
    let framed = line
        .strip_prefix('|')
        .and_then(|rest| rest.strip_suffix('|'));
    let bare = (line.matches('|').count() >= MIN_PIPES).then_some(line);
    let inner = framed.or(bare)?;
    if inner.contains('-') && inner.chars().all(|c| "-:| ".contains(c)) {
        return Some(String::new());
    }
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    Some(cells.join("\t"))
}

/// The line with a tab for each wide gap; what begins with a tab keeps it.
fn parted(line: &str) -> String {
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

    fn check(text: &str, expected: &[&str]) {
        let content = read("a.txt", text);
        let shown: Vec<String> = content
            .blocks
            .iter()
            .map(|block| match block {
                ContentBlock::Line(line) => {
                    let at = match line.place.as_ref().map(|place| &place.at) {
                        Some(At::Text { line, .. }) => *line,
                        _ => 0,
                    };
                    let level = line
                        .level
                        .map_or(String::new(), |level| format!("#{level} "));
                    format!("{at} {level}{}", line.text.replace('\t', "→"))
                }
                ContentBlock::Table(grid) => format!("{} 格", grid.cells.len()),
                ContentBlock::Figure(_) => "图".to_owned(),
            })
            .collect();
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
