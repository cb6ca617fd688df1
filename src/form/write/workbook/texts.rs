//! The sheets of texts: this year's (文字内容), and last year's to copy from.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Worksheet};

use super::super::super::words::{LAST, MORE, NOTE, TEXTS};
use super::super::tree::{self, Tree};
use super::WorkbookFault;
use super::grid::CellSpot;
use super::lists::{FIRST, NEEDED, finish, fit, mark_needed, start};
use super::looks::{self, Looks};
use super::results::FormSpots;
use crate::report::Report;
use crate::standard::{FieldKind, Standard};

const WIDTHS: [f64; 3] = [24.0, 92.0, 62.0];
const LAST_WIDTHS: [f64; 3] = [18.0, 100.0, 10.0];
/// Characters that a cell can hold; the rest goes on in the next row.
const MAX_CELL: usize = 32_000;
/// Lines that the tallest row shows.
const MAX_LINES: f64 = 23.0;
/// Free rows below each text.
const FREE: u32 = 2;
/// Rows at the end of the texts for notes.
const SPARE: u32 = 10;
/// What stands between the keys of a text below a table.
const BELOW: char = '：';

/// Writes the texts, one row each, and after them notes.
pub fn write(
    sheet: &mut Worksheet,
    report: &Report,
    looks: &Looks,
    spots: &mut FormSpots,
) -> Result<(), WorkbookFault> {
    sheet.set_name(TEXTS)?;
    start(sheet, looks, "政府信息公开工作年度报告：文字内容", WIDTHS)?;
    let mut rows = TextSheet {
        sheet,
        looks,
        spots,
        row: FIRST,
    };
    for NarrativeRow { label, text, help } in list_narratives(report) {
        rows.put(&label, &text, &help, &looks.stub)?;
        if !label.contains(BELOW) {
            // For paragraphs that are pasted over several cells.
            for _ in 0..FREE {
                rows.put("", "", "", &looks.stub)?;
            }
        }
    }
    for id in report.standard.cells() {
        if let Some(note) = &report.cell(id).note {
            let label = format!("{NOTE}{}", report.standard.path(id));
            rows.put(&label, note, "", &looks.label)?;
        }
    }
    for _ in 0..SPARE {
        rows.put("", "", "", &looks.label)?;
    }
    finish(sheet, looks::AMBER);
    Ok(())
}

/// The sheet of texts while its rows are written.
struct TextSheet<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    spots: &'a mut FormSpots,
    /// The next row.
    row: u32,
}

impl TextSheet<'_> {
    /// Writes a text in as many rows as it needs.
    fn put(
        &mut self,
        label: &str,
        text: &str,
        help: &str,
        label_format: &Format,
    ) -> Result<(), WorkbookFault> {
        for (index, piece) in pieces(label, text, WIDTHS[1])?.iter().enumerate() {
            let row = self.row;
            let label = match index {
                0 => label.to_owned(),
                1 => format!("{label}{}）", MORE[0]),
                _ => format!("{label}{}{index}）", MORE[0]),
            };
            if index == 0 && !label.is_empty() {
                let spot = CellSpot { row, column: 1 };
                self.spots.put(label.replace(BELOW, "."), TEXTS, spot);
            }
            self.sheet.write_with_format(row, 0, &label, label_format)?;
            if piece.is_empty() {
                self.sheet.write_blank(row, 1, &self.looks.text)?;
            } else {
                self.sheet
                    .write_with_format(row, 1, piece, &self.looks.text)?;
            }
            self.sheet
                .write_with_format(row, 2, help, &self.looks.help)?;
            if index == 0 && help.starts_with(NEEDED) {
                mark_needed(self.sheet, row, self.looks)?;
            }
            fit(self.sheet, row, piece, WIDTHS[1])?;
            self.row += 1;
        }
        Ok(())
    }
}

/// The sheet of last year's texts, for looking and copying only.
pub fn write_last(
    sheet: &mut Worksheet,
    report: &Report,
    last: &BTreeMap<String, Vec<String>>,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    sheet.set_name(LAST)?;
    let year = report.year.value - 1;
    let title = format!("{year} 年度的文字，供参考，不读入");
    start(sheet, looks, &title, LAST_WIDTHS)?;
    let mut row = FIRST;
    for (path, lines) in last {
        // A paragraph a row: each can be copied alone.
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            let text: String = line.chars().take(MAX_CELL / 2).collect();
            sheet.write_with_format(row, 0, path.as_str(), &looks.stub)?;
            sheet.write_with_format(row, 1, &text, &looks.text)?;
            fit(sheet, row, &text, LAST_WIDTHS[1])?;
            row += 1;
        }
    }
    finish(sheet, looks::GREY);
    Ok(())
}

/// A text: its label, what it says, what to write there.
struct NarrativeRow {
    label: String,
    text: String,
    help: String,
}

/// The texts in the order of their keys. Those below tables come last, so that paragraphs pasted
/// over several cells do not fill them.
fn list_narratives(report: &Report) -> Vec<NarrativeRow> {
    let standard = &report.standard;
    let mut rows = Vec::new();
    let mut below_tables = Vec::new();
    for field in standard.fields.iter() {
        match field.kind {
            FieldKind::Narrative => {
                let needed = if is_needed(standard, &field.key) {
                    NEEDED
                } else {
                    ""
                };
                rows.push(NarrativeRow {
                    label: field.key.clone(),
                    text: text_of(report, &field.key),
                    help: format!("{needed}{}", field.help),
                });
            }
            FieldKind::PerTable => {
                for table in &standard.tables {
                    let path = format!("{}.{}", field.key, table.key);
                    below_tables.push(NarrativeRow {
                        label: format!("{}{BELOW}{}", field.key, table.key),
                        text: text_of(report, &path),
                        help: format!("要在“{}”表下面印一段话时写", table.name),
                    });
                }
            }
            _ => {}
        }
    }
    rows.append(&mut below_tables);
    rows
}

/// Whether a section needs the text of a key.
fn is_needed(standard: &Standard, key: &str) -> bool {
    let mut sections = standard.sections.iter();
    sections.any(|section| section.text.as_deref() == Some(key) && section.or_key.is_none())
}

fn text_of(report: &Report, path: &str) -> String {
    match tree::text(report, path) {
        Some(Tree::Text(text)) => text,
        _ => String::new(),
    }
}

/// A text in pieces that cells can hold and show, parted between paragraphs.
fn pieces(label: &str, text: &str, width: f64) -> Result<Vec<String>, WorkbookFault> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let (mut length, mut tall) = (0, 0.0);
    for (index, line) in text.split('\n').enumerate() {
        let size = line.encode_utf16().count() + 1;
        let lines = looks::lines(line.chars().count(), width);
        if size > MAX_CELL {
            return Err(WorkbookFault::TooLong(label.to_owned()));
        }
        let is_full = length + size > MAX_CELL || tall + lines > MAX_LINES;
        // Blank paragraphs at the ends of a cell would be lost.
        let can_part = !line.is_empty() && !piece.is_empty() && !piece.ends_with('\n');
        if is_full && can_part {
            pieces.push(std::mem::take(&mut piece));
            (length, tall) = (0, 0.0);
        } else if index > 0 {
            piece.push('\n');
        }
        (length, tall) = (length + size, tall + lines);
        piece.push_str(line);
    }
    pieces.push(piece);
    Ok(pieces)
}
