//! From records to sheets of cells.

use std::collections::BTreeSet;
use std::sync::Arc;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::super::digits::{date, plain_digits, shown_places};
use super::super::marks::{MAX_CELLS, MAX_COLUMN, MAX_MERGED, MAX_ROW};
use super::super::package::{TOO_LARGE, refuse};
use super::super::sheet::{Book, SHARED, Sheet, SheetValue, is_made, too_far};
use super::globals::{CellLook, Globals, SheetRecord};
use super::records::{BiffRecord, BiffRecords, digits_at, kind, short_digits, u16_at, u32_at};
use super::strings::{Pieces, read_drawn};
use super::{BROKEN, tokens};
use crate::finding::{Complaint, Finding};
use crate::form::labelled::{CellPos, MergedArea};

/// Reads all sheets of a stream.
///
/// # Errors
/// The finding `unreadable`.
pub fn read(file: &Arc<str>, stream: &[u8]) -> Result<Book, Box<Finding>> {
    let globals = Globals::read(stream).map_err(|complaint| refuse(file, complaint))?;
    let mut book = Book {
        since_1904: globals.since_1904,
        ..Book::default()
    };
    let mut taken = BTreeSet::new();
    for record in &globals.sheets {
        // A name that comes twice would be two places of one name.
        if !record.has_cells || !taken.insert(record.name.clone()) {
            book.left_out.push(record.name.clone());
            continue;
        }
        if is_made(&record.name) {
            continue;
        }
        let sheet = SheetReader::new(file, &globals, record);
        let read = sheet.read(BiffRecords::from(stream, record.at))?;
        if read.comments && read.drawn.is_empty() {
            // A comment whose text is not found is one all the same.
            book.comments.push(String::new());
        } else if read.comments {
            book.comments.extend(read.drawn);
        }
        book.sheets.push(read.sheet);
    }
    if book.sheets.is_empty() {
        Err(refuse(file, BROKEN))
    } else {
        Ok(book)
    }
}

/// Where a cell stands and what it looks like, as each cell's record begins.
struct CellHead {
    pos: CellPos,
    look: u16,
}

impl CellHead {
    fn of(data: &[u8]) -> Option<Self> {
        let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
        Some(Self {
            pos: CellPos::new(u32::from(row), u32::from(column)),
            look: u16_at(data, 4)?,
        })
    }
}

/// A formula whose result is a text, which comes in the next record.
struct OpenFormula {
    head: CellHead,
    formula: Option<String>,
}

struct SheetReader<'g> {
    file: &'g Arc<str>,
    globals: &'g Globals,
    sheet: Sheet,
    comments: bool,
    /// Texts that are drawn over the cells, those of comments among them.
    drawn: Vec<String>,
    cells: usize,
    /// The formula whose result comes in the next record.
    waiting: Option<OpenFormula>,
}

impl<'g> SheetReader<'g> {
    fn new(file: &'g Arc<str>, globals: &'g Globals, record: &SheetRecord) -> Self {
        let sheet = Sheet {
            name: record.name.as_str().into(),
            hidden: record.hidden,
            ..Sheet::default()
        };
        Self {
            file,
            globals,
            sheet,
            comments: false,
            drawn: Vec::new(),
            cells: 0,
            waiting: None,
        }
    }

    fn refuse(&self, complaint: Complaint) -> Box<Finding> {
        refuse(self.file, complaint)
    }

    fn read(mut self, records: BiffRecords<'_>) -> Result<Self, Box<Finding>> {
        let mut depth = 0_usize;
        for record in records {
            match record.kind {
                kind::BEGIN => depth += 1,
                kind::END if depth <= 1 => break,
                kind::END => depth -= 1,
                // Charts in a sheet have parts of their own.
                _ if depth > 1 => {}
                _ => {
                    self.take(&record).ok_or_else(|| self.refuse(BROKEN))?;
                    if self.cells > MAX_CELLS {
                        return Err(self.refuse(TOO_LARGE));
                    }
                    if let Some(far) = self.sheet.marks.far {
                        return Err(too_far(self.file, self.sheet.name.clone(), far));
                    }
                }
            }
        }
        Ok(self)
    }

    fn take(&mut self, record: &BiffRecord<'_>) -> Option<()> {
        let data = record.data();
        match record.kind {
            kind::NUMBER => self.put_number(CellHead::of(data)?, digits_at(data, 6), None),
            kind::SHORT_NUMBER => {
                self.put_number(CellHead::of(data)?, short_digits(u32_at(data, 6)?), None);
            }
            kind::NUMBERS => self.put_numbers(data)?,
            kind::SHARED_TEXT => {
                let text = self.globals.texts.get(u32_at(data, 6)? as usize)?.clone();
                self.put(CellHead::of(data)?, TypedCell::Text(text), None);
            }
            kind::TEXT => {
                let text = Pieces::new(record, 6).read_text()?;
                self.put(CellHead::of(data)?, TypedCell::Text(text), None);
            }
            kind::TRUTH => {
                let value = read_truth(*data.get(6)?, *data.get(7)? != 0);
                self.put(CellHead::of(data)?, TypedCell::Value(value), None);
            }
            kind::FORMULA => self.put_formula(data)?,
            kind::RESULT => {
                if let Some(OpenFormula { head, formula }) = self.waiting.take() {
                    let text = Pieces::new(record, 0).read_text()?;
                    self.put(head, TypedCell::Text(text), formula);
                }
            }
            kind::ROW => self.note_row(data)?,
            kind::COLUMNS => self.note_columns(data)?,
            kind::MERGED => self.note_merged(data)?,
            kind::NOTE => self.comments = true,
            kind::DRAWN_TEXT if self.drawn.len() < MAX_MERGED => {
                self.drawn.extend(read_drawn(record));
            }
            _ => {}
        }
        Some(())
    }

    /// Several numbers in a row.
    fn put_numbers(&mut self, data: &[u8]) -> Option<()> {
        let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
        // Six bytes each, between the first column and the last.
        let numbers = data.get(4..data.len().checked_sub(2)?)?;
        for (column, number) in (first..).zip(numbers.chunks_exact(6)) {
            let head = CellHead {
                pos: CellPos::new(u32::from(row), u32::from(column)),
                look: u16_at(number, 0)?,
            };
            self.put_number(head, short_digits(u32_at(number, 2)?), None);
        }
        Some(())
    }

    /// Notes a row that is not shown.
    fn note_row(&mut self, data: &[u8]) -> Option<()> {
        let (height, flags) = (u16_at(data, 6)? & 0x7FFF, u16_at(data, 12)?);
        let hidden = flags & 0x20 != 0 || height == 0;
        if hidden && self.sheet.marks.hidden_rows.len() < MAX_MERGED {
            let row = u32::from(u16_at(data, 0)?);
            self.sheet.marks.hidden_rows.insert(row);
        }
        Some(())
    }

    /// Notes columns that are not shown.
    fn note_columns(&mut self, data: &[u8]) -> Option<()> {
        let hidden = u16_at(data, 8)? & 1 != 0 || u16_at(data, 4)? == 0;
        if hidden && self.sheet.marks.hidden_columns.len() < MAX_MERGED {
            let columns = u32::from(u16_at(data, 0)?)..=u32::from(u16_at(data, 2)?);
            self.sheet.marks.hidden_columns.push(columns);
        }
        Some(())
    }

    /// Notes merged cells: first and last row, first and last column of each area.
    fn note_merged(&mut self, data: &[u8]) -> Option<()> {
        for area in data.get(2..)?.chunks_exact(8).take(MAX_MERGED) {
            let (top, bottom) = (u16_at(area, 0)?, u16_at(area, 2)?);
            let (left, right) = (u16_at(area, 4)?, u16_at(area, 6)?);
            let first = CellPos::new(u32::from(top), u32::from(left));
            let last = CellPos::new(u32::from(bottom), u32::from(right));
            self.sheet
                .marks
                .merged
                .extend(MergedArea::between(first, last));
        }
        Some(())
    }

    fn put_formula(&mut self, data: &[u8]) -> Option<()> {
        let head = CellHead::of(data)?;
        let length = usize::from(u16_at(data, 20)?);
        let tokens = data.get(22..22 + length)?;
        let text = tokens::write_formula(tokens, &|number| self.globals.sheet_name(number));
        // What the tokens say may be too much for a text; the cell has a formula all the same.
        let formula = Some(text.unwrap_or_else(|| SHARED.to_owned()));
        let result = data.get(6..14)?;
        if u16_at(result, 6) != Some(0xFFFF) {
            self.put_number(head, digits_at(result, 0), formula);
            return Some(());
        }
        let value = match result[0] {
            0 => {
                self.waiting = Some(OpenFormula { head, formula });
                return Some(());
            }
            1 => read_truth(result[2], false),
            2 => read_truth(result[2], true),
            _ => SheetValue::Empty,
        };
        self.put(head, TypedCell::Value(value), formula);
        Some(())
    }

    fn put_number(&mut self, head: CellHead, digits: Option<String>, formula: Option<String>) {
        let CellLook { look, dated } = self.globals.look(head.look);
        let value = match digits {
            None => SheetValue::Error("#NUM!".to_owned()),
            Some(digits) => match digits.parse().ok().filter(|_| dated) {
                Some(serial) => date(&ExcelDateTime::new(
                    serial,
                    ExcelDateTimeType::DateTime,
                    self.globals.since_1904,
                )),
                None => SheetValue::Number(plain_digits(digits), shown_places(look.format)),
            },
        };
        self.put(head, TypedCell::Value(value), formula);
    }

    fn put(&mut self, head: CellHead, typed: TypedCell, formula: Option<String>) {
        self.cells += 1;
        if head.pos.row >= MAX_ROW || head.pos.column >= MAX_COLUMN {
            self.sheet.marks.far.get_or_insert(head.pos);
            return;
        }
        let CellLook { look, .. } = self.globals.look(head.look);
        match typed {
            TypedCell::Text(text) => {
                // Carriage returns are how old programs end a line in a cell.
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                self.sheet
                    .put_text(self.file, head.pos, &text, formula, look);
            }
            TypedCell::Value(value) => self.sheet.put(self.file, head.pos, value, formula, look),
        }
    }
}

/// What stands in a cell: a text that is still to be looked through, or a value.
enum TypedCell {
    Text(String),
    Value(SheetValue),
}

/// Reads a truth or an error by its number.
fn read_truth(value: u8, is_error: bool) -> SheetValue {
    if !is_error {
        return SheetValue::Boolean(value != 0);
    }
    let error = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    SheetValue::Error(error.to_owned())
}
