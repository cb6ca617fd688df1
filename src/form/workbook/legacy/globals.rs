//! What stands before the sheets of an old workbook: their names, texts, and how cells look.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::super::digits::is_date_format;
use super::super::package::{LOCKED, MAX_SHEETS, TOO_LARGE};
use super::super::sheet::Look;
use super::records::{BiffRecord, BiffRecords, kind, u16_at, u32_at};
use super::strings::{Pieces, read_texts};
use super::{BROKEN, TOO_OLD};
use crate::finding::Complaint;

/// The version of the format that is read.
const VERSION: u16 = 0x0600;
/// What says that a workbook that formulas speak of is this one.
const OWN_BOOK: u16 = 0x0401;
/// Number formats that need no record, as far as they show days.
const DAYS: [RangeInclusive<u16>; 3] = [14..=22, 27..=36, 50..=58];
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
pub(super) struct Globals {
    /// The sheets in their order.
    pub sheets: Vec<SheetRecord>,
    /// The texts of all cells.
    pub texts: Vec<String>,
    /// Whether days are counted from 1904.
    pub since_1904: bool,
    /// Of each font, whether it strikes through.
    fonts: Vec<bool>,
    formats: BTreeMap<u16, String>,
    looks: Vec<LooksRecord>,
    /// Of each workbook that formulas speak of, whether it is this one.
    own: Vec<bool>,
    /// The sheets that formulas speak of, by the numbers that they know.
    external: Vec<ExternalSheets>,
}

/// A sheet as the globals name it.
pub(super) struct SheetRecord {
    /// Where its records begin.
    pub at: usize,
    /// Whether it is not shown.
    pub hidden: bool,
    /// Whether it has cells; charts and macros do not.
    pub has_cells: bool,
    /// What its tab says.
    pub name: String,
}

/// A kind of looks: the numbers of its font and its number format.
struct LooksRecord {
    font: u16,
    format: u16,
}

/// Sheets that formulas speak of.
struct ExternalSheets {
    book: u16,
    first: u16,
    last: u16,
}

/// How a cell looks, and whether its number is a day.
#[derive(Default)]
pub(super) struct CellLook<'g> {
    pub look: Look<'g>,
    pub dated: bool,
}

impl Globals {
    /// Reads what stands before the sheets of a stream.
    ///
    /// # Errors
    /// What is wrong with a stream that is damaged, too old, locked or too large.
    pub fn read(stream: &[u8]) -> Result<Self, Complaint> {
        let mut globals = Self::default();
        let mut records = BiffRecords::from(stream, 0);
        let Some(first) = records.next().filter(|record| record.kind == kind::BEGIN) else {
            return Err(BROKEN);
        };
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
                name: Pieces::new(record, 6).read_short_text()?,
            }),
            kind::TEXTS => self.texts = read_texts(record),
            kind::DATE_MODE => self.since_1904 = u16_at(data, 0)? == 1,
            kind::FONT => {
                self.fonts.push(u16_at(data, 2)? & 8 != 0);
                // No font has the number 4.
                if self.fonts.len() == 4 {
                    self.fonts.push(false);
                }
            }
            kind::FORMAT => {
                let text = Pieces::new(record, 2).read_text()?;
                self.formats.insert(u16_at(data, 0)?, text);
            }
            kind::LOOKS => {
                let (font, format) = (u16_at(data, 0)?, u16_at(data, 2)?);
                self.looks.push(LooksRecord { font, format });
            }
            kind::BOOK => self.own.push(u16_at(data, 2) == Some(OWN_BOOK)),
            kind::EXTERNAL_SHEETS => {
                let mut pieces = Pieces::new(record, 0);
                for _ in 0..pieces.read_short()? {
                    let (book, first, last) = (
                        pieces.read_short()?,
                        pieces.read_short()?,
                        pieces.read_short()?,
                    );
                    self.external.push(ExternalSheets { book, first, last });
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The name of a sheet, quoted, by the number under which formulas know it.
    pub fn sheet_name(&self, number: u16) -> Option<String> {
        let external = self.external.get(usize::from(number))?;
        let own = *self.own.get(usize::from(external.book))?;
        let sheet = self.sheets.get(usize::from(external.first))?;
        let is_one = own && external.first == external.last;
        is_one.then(|| format!("'{}'", sheet.name.replace('\'', "''")))
    }

    /// How a cell looks, by the number of its kind of looks.
    pub fn look(&self, number: u16) -> CellLook<'_> {
        let Some(&LooksRecord { font, format }) = self.looks.get(usize::from(number)) else {
            return CellLook::default();
        };
        let struck = self
            .fonts
            .get(usize::from(font))
            .copied()
            .unwrap_or_default();
        let code = match self.formats.get(&format) {
            Some(code) => code,
            None => built_in(format),
        };
        let dated = DAYS.iter().any(|days| days.contains(&format)) || is_date_format(code);
        let look = Look {
            format: code,
            struck,
        };
        CellLook { look, dated }
    }
}

/// A number format that needs no record; empty where it does not change a number.
fn built_in(format: u16) -> &'static str {
    let known = BUILT_IN.iter().find(|(known, _)| *known == format);
    known.map_or("", |(_, code)| code)
}
