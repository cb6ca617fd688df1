//! From records to sheets of cells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::super::marks::{MAX_CELLS, MAX_COLUMN, MAX_MERGED, MAX_ROW};
use super::super::package::MAX_SHEETS;
use super::super::sheet::{
    Book, Look, SHARED, Sheet, SheetValue, date, is_date_format, plain_digits, shown_places,
    too_far,
};
use super::records::{BiffRecord, BiffRecords, digits_at, kind, short_digits, u16_at, u32_at};
use super::strings::{Pieces, drawn, texts};
use super::{BROKEN, LOCKED, TOO_LARGE, TOO_OLD, tokens};
use crate::finding::{Code, Complaint, Finding};
use crate::form::labelled::MergedArea;
use crate::form::words;
use crate::place::Place;

/// The version of the format that is read.
const VERSION: u16 = 0x0600;
/// Number formats that need no record, as far as they show days.
const DAYS: [std::ops::RangeInclusive<u16>; 3] = [14..=22, 27..=36, 50..=58];
/// Number formats that need no record, as far as they change a number.
const BUILT_IN: [(u16, &str); 6] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
];

/// What stands before the sheets.
#[derive(Default)]
struct Globals {
    sheets: Vec<SheetRecord>,
    texts: Vec<String>,
    /// Of each font, whether it strikes through.
    fonts: Vec<bool>,
    formats: BTreeMap<u16, String>,
    /// Of each kind of looks, its font and its number format.
    looks: Vec<(u16, u16)>,
    since_1904: bool,
    /// Of each workbook that formulas speak of, whether it is this one.
    own: Vec<bool>,
    /// The workbook, and the first and last sheet, of each number that formulas know.
    external: Vec<(u16, u16, u16)>,
}

/// A sheet as the globals name it.
struct SheetRecord {
    at: usize,
    hidden: bool,
    /// Whether it has cells; charts and macros do not.
    has_cells: bool,
    name: String,
}

/// Reads all sheets of a stream.
///
/// # Errors
/// The finding `unreadable`.
pub fn read(file: &Arc<str>, stream: &[u8]) -> Result<Book, Box<Finding>> {
    let refuse = |complaint: Complaint| Box::new(complaint.at(Code::Unreadable, Place::file(file)));
    let globals = Globals::read(stream).map_err(refuse)?;
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
        if [words::LAST, words::RESULTS].contains(&record.name.as_str()) {
            continue;
        }
        let sheet = SheetReader::new(file, &globals, record);
        let read = sheet.read(BiffRecords::from(stream, record.at))?;
        if read.comments {
            // A comment whose text is not found is one all the same.
            book.comments.extend(if read.drawn.is_empty() {
                vec![String::new()]
            } else {
                read.drawn
            });
        }
        book.sheets.push(read.sheet);
    }
    if book.sheets.is_empty() {
        Err(refuse(BROKEN))
    } else {
        Ok(book)
    }
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Complaint> {
        let mut globals = Self::default();
        let mut records = BiffRecords::from(stream, 0);
        let first = records
            .next()
            .filter(|record| record.kind == kind::BEGIN)
            .ok_or(BROKEN)?;
        if u16_at(first.data(), 0) != Some(VERSION) {
            return Err(TOO_OLD);
        }
        for record in records {
            match record.kind {
                kind::END => break,
                kind::FILE_PASS => return Err(LOCKED),
                kind::SHEET if globals.sheets.len() >= MAX_SHEETS => return Err(TOO_LARGE),
                _ => globals.take(&record).ok_or(BROKEN)?,
            }
        }
        Ok(globals)
    }

    fn take(&mut self, record: &BiffRecord<'_>) -> Option<()> {
        let data = record.data();
        match record.kind {
            kind::SHEET => self.sheets.push(SheetRecord {
                at: u32_at(data, 0)? as usize,
                hidden: data.get(4)? & 3 != 0,
                has_cells: *data.get(5)? == 0,
                name: Pieces::new(record, 6).short_text()?,
            }),
            kind::TEXTS => self.texts = texts(record),
            kind::DATE_MODE => self.since_1904 = u16_at(data, 0)? == 1,
            kind::FONT => {
                self.fonts.push(u16_at(data, 2)? & 8 != 0);
                // No font has the number 4.
                if self.fonts.len() == 4 {
                    self.fonts.push(false);
                }
            }
            kind::FORMAT => {
                self.formats
                    .insert(u16_at(data, 0)?, Pieces::new(record, 2).text()?);
            }
            kind::LOOKS => self.looks.push((u16_at(data, 0)?, u16_at(data, 2)?)),
            kind::BOOK => self.own.push(u16_at(data, 2) == Some(0x0401)),
            kind::EXTERNAL_SHEETS => {
                let mut pieces = Pieces::new(record, 0);
                for _ in 0..pieces.short()? {
                    self.external
                        .push((pieces.short()?, pieces.short()?, pieces.short()?));
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The name of a sheet, quoted, by the number under which formulas know it.
    fn sheet_name(&self, number: u16) -> Option<String> {
        let (book, first, last) = *self.external.get(usize::from(number))?;
        let own = *self.own.get(usize::from(book))?;
        let sheet = self
            .sheets
            .get(usize::from(first))
            .filter(|_| own && first == last)?;
        Some(format!("'{}'", sheet.name.replace('\'', "''")))
    }

    fn look(&self, number: u16) -> CellLook<'_> {
        let Some(&(font, format)) = self.looks.get(usize::from(number)) else {
            return CellLook::default();
        };
        let struck = self
            .fonts
            .get(usize::from(font))
            .is_some_and(|struck| *struck);
        let built_in = BUILT_IN
            .iter()
            .find(|(known, _)| *known == format)
            .map(|(_, code)| *code);
        let code = self
            .formats
            .get(&format)
            .map(String::as_str)
            .or(built_in)
            .unwrap_or_default();
        let dated = DAYS.iter().any(|days| days.contains(&format)) || is_date_format(code);
        CellLook {
            look: Look {
                format: code,
                struck,
            },
            dated,
        }
    }
}

/// How a cell looks, and whether its number is a day.
#[derive(Default)]
struct CellLook<'g> {
    look: Look<'g>,
    dated: bool,
}

/// Where a cell stands and what it looks like, as each cell's record begins.
struct CellHead {
    pos: (u32, u32),
    look: u16,
}

impl CellHead {
    fn of(data: &[u8]) -> Option<Self> {
        let pos = (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
        Some(Self {
            pos,
            look: u16_at(data, 4)?,
        })
    }
}

struct SheetReader<'g> {
    file: &'g Arc<str>,
    globals: &'g Globals,
    sheet: Sheet,
    comments: bool,
    /// Texts that are drawn over the cells, those of comments among them.
    drawn: Vec<String>,
    cells: usize,
    /// The formula whose text comes in the next record.
    waiting: Option<(CellHead, Option<String>)>,
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
        Box::new(complaint.at(Code::Unreadable, Place::file(self.file)))
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
            kind::NUMBER => self.number(CellHead::of(data)?, digits_at(data, 6), None),
            kind::SHORT_NUMBER => {
                self.number(CellHead::of(data)?, short_digits(u32_at(data, 6)?), None);
            }
            kind::NUMBERS => {
                let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
                // Six bytes each, between the first column and the last.
                let numbers = data.get(4..data.len().checked_sub(2)?)?;
                for (column, number) in (first..).zip(numbers.chunks_exact(6)) {
                    let pos = (u32::from(row), u32::from(column));
                    let head = CellHead {
                        pos,
                        look: u16_at(number, 0)?,
                    };
                    self.number(head, short_digits(u32_at(number, 2)?), None);
                }
            }
            kind::SHARED_TEXT => {
                let text = self.globals.texts.get(u32_at(data, 6)? as usize)?.clone();
                self.put(CellHead::of(data)?, TypedCell::Text(text), None);
            }
            kind::TEXT => {
                let text = Pieces::new(record, 6).text()?;
                self.put(CellHead::of(data)?, TypedCell::Text(text), None);
            }
            kind::TRUTH => {
                let value = truth(*data.get(6)?, *data.get(7)? != 0);
                self.put(CellHead::of(data)?, TypedCell::Value(value), None);
            }
            kind::FORMULA => self.formula(data)?,
            kind::RESULT => {
                if let Some((head, formula)) = self.waiting.take() {
                    let text = Pieces::new(record, 0).text()?;
                    self.put(head, TypedCell::Text(text), formula);
                }
            }
            kind::ROW => {
                let (height, flags) = (u16_at(data, 6)? & 0x7FFF, u16_at(data, 12)?);
                let hidden = flags & 0x20 != 0 || height == 0;
                if hidden && self.sheet.marks.hidden_rows.len() < MAX_MERGED {
                    self.sheet
                        .marks
                        .hidden_rows
                        .insert(u32::from(u16_at(data, 0)?));
                }
            }
            kind::COLUMNS => {
                let hidden = u16_at(data, 8)? & 1 != 0 || u16_at(data, 4)? == 0;
                if hidden && self.sheet.marks.hidden_columns.len() < MAX_MERGED {
                    let columns = u32::from(u16_at(data, 0)?)..=u32::from(u16_at(data, 2)?);
                    self.sheet.marks.hidden_columns.push(columns);
                }
            }
            kind::MERGED => {
                let areas = data.get(2..)?.chunks_exact(8).take(MAX_MERGED);
                for area in areas {
                    let at = |index| u16_at(area, index).map(u32::from);
                    let (first, last) = ((at(0)?, at(4)?), (at(2)?, at(6)?));
                    if first.0 <= last.0 && first.1 <= last.1 {
                        self.sheet.marks.merged.push(MergedArea { first, last });
                    }
                }
            }
            kind::NOTE => self.comments = true,
            kind::DRAWN_TEXT if self.drawn.len() < MAX_MERGED => self.drawn.extend(drawn(record)),
            _ => {}
        }
        Some(())
    }

    fn formula(&mut self, data: &[u8]) -> Option<()> {
        let head = CellHead::of(data)?;
        let length = usize::from(u16_at(data, 20)?);
        let sheets = |number| self.globals.sheet_name(number);
        let text = tokens::formula(data.get(22..22 + length)?, &sheets);
        // What the tokens say may be too much for a text; the cell has a formula all the same.
        let formula = Some(text.unwrap_or_else(|| SHARED.to_owned()));
        let result = data.get(6..14)?;
        if u16_at(result, 6) != Some(0xFFFF) {
            self.number(head, digits_at(result, 0), formula);
            return Some(());
        }
        let value = match result[0] {
            0 => {
                self.waiting = Some((head, formula));
                return Some(());
            }
            1 => truth(result[2], false),
            2 => truth(result[2], true),
            _ => SheetValue::Empty,
        };
        self.put(head, TypedCell::Value(value), formula);
        Some(())
    }

    fn number(&mut self, head: CellHead, digits: Option<String>, formula: Option<String>) {
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
        let (row, column) = head.pos;
        self.cells += 1;
        if row >= MAX_ROW || column >= MAX_COLUMN {
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

/// A truth or an error by its number.
fn truth(value: u8, is_error: bool) -> SheetValue {
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
