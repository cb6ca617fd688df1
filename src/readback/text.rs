//! Plain text: a line a paragraph, tables drawn with box characters.
//!
//! A mark of a draft, which stands as a line of its own at both ends, is no text of
//! the report; nor is a colophon, a last line that begins with [`COLOPHON`]. Editors
//! save a text as UTF-16 with its mark or as GB18030 too; all of it is read.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, GB18030};

use super::content::{ContentBlock, ContentLine, Readout};
use super::text_table;
use super::{REBUILD, TOO_LARGE};
use crate::finding::Complaint;

/// How the colophon begins.
const COLOPHON: &str = "—— nianbao ";
/// Lines and bytes of a file; a report has 300 and 100,000.
const MAX_LINES: usize = 20_000;
const MAX_TEXT: usize = 4 << 20;
const NO_TEXT: Complaint = Complaint::fixed("不是文本，或编码不是 UTF-8、UTF-16、GB18030", REBUILD);

/// The text of a file; its mark tells the encoding, else it is UTF-8 or, failing that, GB18030.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Complaint> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let rest = bytes.get(mark..).unwrap_or_default();
            encoding.decode_without_bom_handling_and_without_replacement(rest)
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes),
        },
    };
    // A nought byte never stands in text, but passes as valid in every encoding.
    text.filter(|text| !text.contains('\0')).ok_or(NO_TEXT)
}

/// All that a text says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    if bytes.len() > MAX_TEXT {
        return Err(TOO_LARGE);
    }
    let text = decode(bytes)?;
    let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
    if lines.len() > MAX_LINES {
        return Err(TOO_LARGE);
    }
    let mut blocks = Vec::new();
    let mut rest = &lines[find_report(&lines)];
    while let [line, tail @ ..] = rest {
        if line.trim_start().starts_with('┌') {
            // A table that is cut off ends where its lines end.
            let below = tail.iter().take_while(|line| is_drawn(line)).count();
            if let Some(grid) = text_table::read(&rest[..=below]) {
                blocks.push(ContentBlock::Table(grid));
                rest = &tail[below..];
                continue;
            }
        }
        if !line.trim().is_empty() {
            blocks.push(ContentBlock::Line(ContentLine::of(line.trim())));
        }
        rest = tail;
    }
    Ok(Readout {
        blocks,
        ..Readout::default()
    })
}

/// Whether a line goes on with a table that is drawn with box characters.
pub(super) fn is_drawn(line: &str) -> bool {
    line.trim_start().starts_with(['├', '│', '└'])
}

/// Which of a text's lines are the report's own: neither the mark of a draft, which stands at both
/// ends, nor the colophon.
pub(super) fn find_report(lines: &[&str]) -> Range<usize> {
    let mut report = 0..lines.len();
    loop {
        let blank_last = lines[report.clone()].iter().rev();
        report.end -= blank_last.take_while(|line| line.trim().is_empty()).count();
        let own = &lines[report.clone()];
        let [.., before, last] = own else {
            return report;
        };
        let last = last.trim();
        let first = own.iter().position(|line| !line.trim().is_empty());
        let first = first.unwrap_or(0);
        let is_bracketed = last.starts_with('【') && last.ends_with('】');
        let is_draft = is_bracketed && own[first].trim() == last;
        let is_colophon = last.starts_with(COLOPHON) && before.trim().is_empty();
        if !(is_draft && first + 1 < own.len() || is_colophon) {
            return report;
        }
        report.end -= 1;
        if is_draft {
            report.start += first + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        check_bytes(text.as_bytes(), expected);
    }

    fn check_bytes(bytes: &[u8], expected: &[&str]) {
        let blocks = read(bytes).unwrap().blocks;
        let shown: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                ContentBlock::Line(line) => line.text.clone(),
                ContentBlock::Table(grid) => grid
                    .cells
                    .iter()
                    .map(|cell| format!("{};", cell.text))
                    .collect(),
                ContentBlock::Figure(_) => unreachable!("a text has no figures"),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn lines_marks_and_colophon() {
        check("标题\n\n　　甲。\n\n　　乙。\n", &["标题", "甲。", "乙。"]);
        check("【草稿】\r\n\r\n标题\r\n\r\n【草稿】\r\n", &["标题"]);
        check("标题\n\n—— nianbao 0.1.0 abc\n", &["标题"]);
        check(
            "【草稿】\n\n标题\n\n—— nianbao 0.1.0\n\n【草稿】\n",
            &["标题"],
        );
        check(
            "【草稿】\n\n标题\n\n【草稿】\n\n—— nianbao 0.1.0\n",
            &["标题"],
        );
        // What only looks like one is text.
        check("标题\n—— nianbao 0.1.0\n", &["标题", "—— nianbao 0.1.0"]);
        check("【甲】\n\n乙\n", &["【甲】", "乙"]);
        check("【甲】\n", &["【甲】"]);
    }

    #[test]
    fn texts_of_other_editors() {
        let wide = |bytes: fn(u16) -> [u8; 2]| {
            "\u{FEFF}标题\r\n甲"
                .encode_utf16()
                .flat_map(bytes)
                .collect::<Vec<u8>>()
        };
        check_bytes(&wide(u16::to_le_bytes), &["标题", "甲"]);
        check_bytes(&wide(u16::to_be_bytes), &["标题", "甲"]);
        check_bytes(&GB18030.encode("标题\n䶮").0, &["标题", "䶮"]);
        check_bytes("\u{FEFF}标题".as_bytes(), &["标题"]);
        assert!(read(b"\xFF\xFF\xFF").is_err() && read(b"a\0").is_err());
    }

    #[test]
    fn a_table_stands_between_lines() {
        check("标题\n┌──┐\n│ 1  │\n└──┘\n　　甲\n", &["标题", "1;", "甲"]);
        check("┌\n　　甲\n", &["┌", "甲"]);
    }
}
