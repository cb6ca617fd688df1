//! A first look through a part's XML: numbers that would ask for too much, and
//! what the reader of cells does not tell.
//!
//! Positions, counts and indices are checked before they reach code that
//! allocates by them. Hidden rows and columns, merged cells and each cell's
//! style are noted on the way.

use std::collections::{BTreeSet, HashMap};
use std::ops::{Range, RangeInclusive};

use quick_xml::events::{BytesStart, Event};

use super::xml::{self, attribute, is_true};
use crate::form::labelled::{CellPos, MergedArea};

/// Rows in which a cell may hold something; a ledger of 20,000 requests has as many.
pub const MAX_ROW: u32 = 25_000;
/// Columns in which a cell may hold something; a form has fifteen.
pub const MAX_COLUMN: u32 = 512;
/// Cells with content in one sheet; a form has three hundred, a ledger of 20,000 requests five for
/// each.
pub const MAX_CELLS: usize = 200_000;
/// Merged areas of one sheet.
pub const MAX_MERGED: usize = 2_000;

/// What is seen in a sheet's part besides its cells' values. Rows and columns count from 0.
#[derive(Debug, Default)]
pub struct Marks {
    /// Rows that are not shown.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are not shown.
    pub hidden_columns: Vec<RangeInclusive<u32>>,
    /// Each cell's style by row and column, where it has one.
    pub styles: HashMap<CellPos, usize>,
    /// Merged areas.
    pub merged: Vec<MergedArea>,
    /// Cells that have a formula, whether or not its text stands there.
    pub formulas: BTreeSet<CellPos>,
    /// The first cell that holds something far outside any form.
    pub far: Option<CellPos>,
}

/// What a look through a part gives.
#[derive(Debug, Default)]
pub struct Seen {
    /// What was seen of a sheet; none in other parts.
    pub marks: Option<Marks>,
    /// Stretches of bytes that the reader of cells is better without: hints that cannot be used.
    pub cuts: Vec<Range<usize>>,
}

/// Why a part is not read.
#[derive(Debug, PartialEq, Eq)]
pub enum XmlFault {
    /// It is no XML of this kind.
    Broken,
    /// It has more content than a form.
    Large,
}

/// Looks through a part; what it gives is a sheet's.
pub fn scan(text: &str) -> Result<Seen, XmlFault> {
    let mut reader = xml::open(text);
    let mut scan = Scan::default();
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let bytes = start..reader.buffer_position() as usize;
        match event {
            Ok(Event::Start(element)) => {
                if scan.see_element(&element, true, text.len())? == Hint::Useless {
                    scan.cut_from = Some(bytes.start);
                }
            }
            Ok(Event::Empty(element)) => {
                if scan.see_element(&element, false, text.len())? == Hint::Useless {
                    scan.cuts.push(bytes);
                }
            }
            Ok(Event::End(_)) => {
                // A hint has nothing inside.
                scan.cuts
                    .extend(scan.cut_from.take().map(|from| from..bytes.end));
            }
            Ok(Event::Eof) => break,
            // A document type can define entities, which unfold without end.
            Ok(Event::DocType(_)) | Err(_) => return Err(XmlFault::Broken),
            Ok(_) => {}
        }
    }
    Ok(Seen {
        marks: scan.is_sheet.then_some(scan.marks),
        cuts: scan.cuts,
    })
}

/// Whether the reader of cells can do something with an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    Useful,
    Useless,
}

#[derive(Default)]
struct Scan {
    /// Where an element begins that is cut out with its end.
    cut_from: Option<usize>,
    cuts: Vec<Range<usize>>,
    is_sheet: bool,
    marks: Marks,
    row: u32,
    column: u32,
    /// The cell that was last begun.
    last: CellPos,
    cells: usize,
}

impl Scan {
    fn see_element(
        &mut self,
        element: &BytesStart,
        filled: bool,
        size: usize,
    ) -> Result<Hint, XmlFault> {
        match element.local_name().as_ref() {
            "worksheet" => self.is_sheet = true,
            "sst" => check_count(element, "uniqueCount", size)?,
            // The reader would make room by it.
            "dimension" => return Ok(Hint::Useless),
            "row" => self.see_row(element)?,
            "col" if is_hidden(element, "width") => self.hide_columns(element)?,
            "c" => self.see_cell(element, filled)?,
            "f" => {
                self.marks.formulas.insert(self.last);
                check_count(element, "si", size)?;
                if let Some(range) = attribute(element, "ref") {
                    read_area(&range)?;
                }
            }
            "mergeCell" => {
                if self.marks.merged.len() >= MAX_MERGED {
                    return Err(XmlFault::Large);
                }
                // Merged whole columns are no cells of a form.
                match attribute(element, "ref").map(|range| read_area(&range)) {
                    Some(Ok(merged)) => self.marks.merged.push(merged),
                    _ => return Ok(Hint::Useless),
                }
            }
            _ => {}
        }
        Ok(Hint::Useful)
    }

    fn see_row(&mut self, element: &BytesStart) -> Result<(), XmlFault> {
        // Without a number it is the row after the last.
        let row = match attribute(element, "r") {
            Some(number) => from_one(&number).ok_or(XmlFault::Broken)?,
            None => self.row,
        };
        (self.row, self.column) = (row + 1, 0);
        if is_hidden(element, "ht") && self.marks.hidden_rows.len() < MAX_MERGED {
            self.marks.hidden_rows.insert(row);
        }
        Ok(())
    }

    fn hide_columns(&mut self, element: &BytesStart) -> Result<(), XmlFault> {
        let first = attribute(element, "min").and_then(|number| from_one(&number));
        let last = attribute(element, "max").and_then(|number| from_one(&number));
        let (Some(first), Some(last)) = (first, last) else {
            return Err(XmlFault::Broken);
        };
        if self.marks.hidden_columns.len() < MAX_MERGED {
            self.marks.hidden_columns.push(first..=last);
        }
        Ok(())
    }

    fn see_cell(&mut self, element: &BytesStart, filled: bool) -> Result<(), XmlFault> {
        let pos = match attribute(element, "r") {
            Some(name) => read_position(&name)?,
            None => CellPos::new(self.row.saturating_sub(1), self.column),
        };
        self.column = pos.column + 1;
        self.last = pos;
        if !filled {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(XmlFault::Large);
        }
        if pos.row >= MAX_ROW || pos.column >= MAX_COLUMN {
            self.marks.far.get_or_insert(pos);
            return Ok(());
        }
        if let Some(style) = attribute(element, "s").and_then(|s| s.parse().ok()) {
            self.marks.styles.insert(pos, style);
        }
        Ok(())
    }
}

/// A number that counts from 1, counted from 0.
fn from_one(number: &str) -> Option<u32> {
    number.parse::<u32>().ok()?.checked_sub(1)
}

/// Refuses a number by which somebody may allocate, where it is more than the part has bytes.
fn check_count(element: &BytesStart, name: &str, size: usize) -> Result<(), XmlFault> {
    match attribute(element, name).map(|n| n.parse::<usize>()) {
        None => Ok(()),
        Some(Ok(number)) if number <= size => Ok(()),
        Some(_) => Err(XmlFault::Broken),
    }
}

/// Whether a row or column is not shown: hidden, or of no height or width.
fn is_hidden(element: &BytesStart, extent: &str) -> bool {
    is_true(element, "hidden") || attribute(element, extent).is_some_and(|extent| is_none(&extent))
}

/// Whether a height or width is none.
fn is_none(extent: &str) -> bool {
    extent.chars().all(|c| matches!(c, '0' | '.'))
}

/// Reads `B2:D4` or `B2`.
fn read_area(name: &str) -> Result<MergedArea, XmlFault> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (read_position(first)?, read_position(last)?);
    MergedArea::between(first, last).ok_or(XmlFault::Broken)
}

/// Rows and columns of a sheet.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// Reads a cell's row and column by its name, `B2`.
pub(super) fn read_position(name: &str) -> Result<CellPos, XmlFault> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(XmlFault::Broken);
    }
    let mut column = 0;
    for letter in letters.bytes() {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    let row = digits.parse::<u32>().map_err(|_| XmlFault::Broken)?;
    if !(1..=ROWS).contains(&row) || column > COLUMNS {
        return Err(XmlFault::Broken);
    }
    Ok(CellPos::new(row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Result<(usize, usize, usize), XmlFault>) {
        let seen = look(&format!("<worksheet>{body}</worksheet>")).map(|marks| {
            let marks = marks.unwrap();
            (
                marks.hidden_rows.len(),
                marks.hidden_columns.len(),
                marks.merged.len(),
            )
        });
        assert_eq!(seen, expected, "{body}");
    }

    fn look(xml: &str) -> Result<Option<Marks>, XmlFault> {
        scan(xml).map(|seen| seen.marks)
    }

    #[test]
    fn what_is_seen_and_what_is_refused() {
        check(
            "<row r=\"2\" hidden=\"1\"/><col min=\"1\" max=\"2\" hidden=\"true\"/>",
            Ok((1, 1, 0)),
        );
        check("<mergeCell ref=\"A1:B2\"/>", Ok((0, 0, 1)));
        check("<mergeCell ref=\"B2:A1\"/>", Ok((0, 0, 0)));
        check("<mergeCell ref=\"L:M\"/>", Ok((0, 0, 0)));
        check(
            "<row r=\"3\" ht=\"0\"/><col min=\"1\" max=\"1\" width=\"0\"/>",
            Ok((1, 1, 0)),
        );
        let far = look("<worksheet><c r=\"XFD1048576\"><v>1</v></c></worksheet>")
            .unwrap()
            .unwrap()
            .far;
        assert_eq!(far, Some(CellPos::new(1_048_575, 16_383)));
        check("<c r=\"XFD1048576\" s=\"3\"/>", Ok((0, 0, 0)));
        check("<c r=\"XFE1\"><v>1</v></c>", Err(XmlFault::Broken));
        check("<c r=\"A99999999999\"/>", Err(XmlFault::Broken));
        check(
            "<f t=\"shared\" si=\"99999999999\"/>",
            Err(XmlFault::Broken),
        );
        let xml = "<worksheet><dimension ref=\"1:31\"/><dimension></dimension><row/></worksheet>";
        let cuts = scan(xml).unwrap().cuts;
        assert_eq!(cuts, [11..34, 34..57]);
        check(
            &"<c><v>1</v></c>".repeat(MAX_CELLS + 1),
            Err(XmlFault::Large),
        );
        assert_eq!(
            look("<sst uniqueCount=\"99999999999\"/>").unwrap_err(),
            XmlFault::Broken
        );
        assert_eq!(
            look("<!DOCTYPE a []><worksheet/>").unwrap_err(),
            XmlFault::Broken
        );
    }
}
