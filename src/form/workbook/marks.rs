//! A first look through a part's XML: numbers that would ask for too much, and
//! what the reader of cells does not tell.
//!
//! Positions, counts and indices are checked before they reach code that
//! allocates by them. Hidden rows and columns, merged cells and each cell's
//! style are noted on the way.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Rows in which a cell may hold something; a form has thirty.
const MAX_ROW: u32 = 20_000;
/// Columns in which a cell may hold something; a form has fifteen.
const MAX_COLUMN: u32 = 512;
/// Cells with content in one sheet; a form has three hundred.
const MAX_CELLS: usize = 50_000;
/// Merged areas of one sheet.
const MAX_MERGED: usize = 2_000;

/// What is seen in a sheet's part besides its cells' values. Rows and columns count from 0.
#[derive(Debug, Default)]
pub struct Marks {
    /// Rows that are not shown.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are not shown.
    pub hidden_columns: Vec<RangeInclusive<u32>>,
    /// Each cell's style by row and column, where it has one.
    pub styles: HashMap<(u32, u32), usize>,
    /// Merged areas.
    pub merged: Vec<MergedArea>,
    /// Cells that have a formula, whether or not its text stands there.
    pub formulas: BTreeSet<(u32, u32)>,
    /// The first cell that holds something far outside any form.
    pub far: Option<(u32, u32)>,
}

/// Which part holds which sheet, gathered from the parts that say it.
#[derive(Debug, Default)]
pub struct Index {
    /// Sheets' names, the part that lists them, and the ids of their own parts.
    sheets: Vec<(String, String, String)>,
    /// Paths by the part that gives them and their ids; every part may have its own.
    paths: HashMap<(String, String), String>,
}

impl Index {
    /// What was seen in the parts, by the sheets' names.
    pub fn by_sheet(&self, mut marks: HashMap<String, Marks>) -> HashMap<String, Marks> {
        let mut part = |list: &str, id: &str| {
            let (folder, file) = list.rsplit_once('/').unwrap_or(("", list));
            let within = |path: &str| {
                if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
            };
            let target = self.paths.get(&(within(&format!("_rels/{file}.rels")), id.to_owned()))?;
            let path = target.strip_prefix('/').map_or_else(|| within(target), str::to_owned);
            // Names in a package differ by more than case.
            let found = marks.keys().find(|name| name.eq_ignore_ascii_case(&path))?.clone();
            marks.remove(&found)
        };
        self.sheets
            .iter()
            .filter_map(|(name, list, id)| Some((name.clone(), part(list, id)?)))
            .collect()
    }
}

/// A rectangle of cells, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedArea {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

/// Why a part is not read.
#[derive(Debug, PartialEq, Eq)]
pub enum XmlFault {
    /// It is no XML of this kind.
    Broken,
    /// It has more content than a form.
    Large,
}

/// Looks through the part of this name; what it gives is a sheet's. Parts that tell where the sheets are go into the index.
pub fn scan(name: &str, xml: &[u8], index: &mut Index) -> Result<Option<Marks>, XmlFault> {
    let Ok(text) = std::str::from_utf8(xml) else { return Err(XmlFault::Broken) };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    reader.config_mut().check_end_names = false;
    let mut scan = Scan { part: name.to_owned(), ..Scan::default() };
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => scan.element(&element, true, xml.len(), index)?,
            Ok(Event::Empty(element)) => scan.element(&element, false, xml.len(), index)?,
            Ok(Event::Eof) => break,
            // A document type can define entities, which unfold without end.
            Ok(Event::DocType(_)) | Err(_) => return Err(XmlFault::Broken),
            Ok(_) => {}
        }
    }
    Ok(scan.is_sheet.then_some(scan.marks))
}

#[derive(Default)]
struct Scan {
    part: String,
    is_sheet: bool,
    marks: Marks,
    row: u32,
    column: u32,
    /// The cell that was last begun.
    last: (u32, u32),
    cells: usize,
}

impl Scan {
    fn element(
        &mut self,
        element: &BytesStart,
        filled: bool,
        size: usize,
        index: &mut Index,
    ) -> Result<(), XmlFault> {
        match element.local_name().as_ref() {
            "sheet" => {
                if let Some((name, id)) = attribute(element, "name").zip(attribute(element, "id")) {
                    index.sheets.push((name, self.part.clone(), id));
                }
            }
            "Relationship" => {
                if let Some((id, target)) =
                    attribute(element, "Id").zip(attribute(element, "Target"))
                {
                    index.paths.insert((self.part.clone(), id), target);
                }
            }
            "worksheet" => self.is_sheet = true,
            "sst" => count(element, "uniqueCount", size)?,
            "dimension" => {
                area(&attribute(element, "ref").ok_or(XmlFault::Broken)?)?;
            }
            "row" => {
                // Without a number it is the row after the last.
                let row = match attribute(element, "r") {
                    Some(number) => number
                        .parse::<u32>()
                        .ok()
                        .and_then(|n| n.checked_sub(1))
                        .ok_or(XmlFault::Broken)?,
                    None => self.row,
                };
                (self.row, self.column) = (row + 1, 0);
                if is_true(element, "hidden") && self.marks.hidden_rows.len() < MAX_MERGED {
                    self.marks.hidden_rows.insert(row);
                }
            }
            "col" if is_true(element, "hidden") => {
                let number = |name| attribute(element, name)?.parse::<u32>().ok()?.checked_sub(1);
                let range = number("min").zip(number("max")).ok_or(XmlFault::Broken)?;
                if self.marks.hidden_columns.len() < MAX_MERGED {
                    self.marks.hidden_columns.push(range.0..=range.1);
                }
            }
            "c" => self.cell(element, filled)?,
            "f" => {
                self.marks.formulas.insert(self.last);
                count(element, "si", size)?;
                attribute(element, "ref").map(|range| area(&range)).transpose()?;
            }
            "mergeCell" => {
                if self.marks.merged.len() >= MAX_MERGED {
                    return Err(XmlFault::Large);
                }
                self.marks.merged.push(area(&attribute(element, "ref").ok_or(XmlFault::Broken)?)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, element: &BytesStart, filled: bool) -> Result<(), XmlFault> {
        let (row, column) = match attribute(element, "r") {
            Some(name) => position(&name)?,
            None => (self.row.saturating_sub(1), self.column),
        };
        self.column = column + 1;
        self.last = (row, column);
        if !filled {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(XmlFault::Large);
        }
        if row >= MAX_ROW || column >= MAX_COLUMN {
            self.marks.far.get_or_insert((row, column));
            return Ok(());
        }
        if let Some(style) = attribute(element, "s").and_then(|s| s.parse().ok()) {
            self.marks.styles.insert((row, column), style);
        }
        Ok(())
    }
}

/// A number by which somebody may allocate: never more than the part has bytes.
fn count(element: &BytesStart, name: &str, size: usize) -> Result<(), XmlFault> {
    match attribute(element, name).map(|n| n.parse::<usize>()) {
        None => Ok(()),
        Some(Ok(number)) if number <= size => Ok(()),
        Some(_) => Err(XmlFault::Broken),
    }
}

/// An attribute's value by its name without prefix.
fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn is_true(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}

/// `B2:D4` or `B2`.
fn area(name: &str) -> Result<MergedArea, XmlFault> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (position(first)?, position(last)?);
    if first.0 <= last.0 && first.1 <= last.1 {
        Ok(MergedArea { first, last })
    } else {
        Err(XmlFault::Broken)
    }
}

/// A cell's row and column by its name.
fn position(name: &str) -> Result<(u32, u32), XmlFault> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at(letters);
    let row = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
    let row = row.filter(|row| (1..=1_048_576).contains(row)).ok_or(XmlFault::Broken)?;
    if !(1..=3).contains(&letters.len()) {
        return Err(XmlFault::Broken);
    }
    let column =
        letters.bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    if column > 16_384 { Err(XmlFault::Broken) } else { Ok((row - 1, column - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Result<(usize, usize, usize), XmlFault>) {
        let seen = look(&format!("<worksheet>{body}</worksheet>")).map(|marks| {
            let marks = marks.unwrap();
            (marks.hidden_rows.len(), marks.hidden_columns.len(), marks.merged.len())
        });
        assert_eq!(seen, expected, "{body}");
    }

    fn look(xml: &str) -> Result<Option<Marks>, XmlFault> {
        scan("part", xml.as_bytes(), &mut Index::default())
    }

    #[test]
    fn what_is_seen_and_what_is_refused() {
        check(
            "<row r=\"2\" hidden=\"1\"/><col min=\"1\" max=\"2\" hidden=\"true\"/>",
            Ok((1, 1, 0)),
        );
        check("<mergeCell ref=\"A1:B2\"/>", Ok((0, 0, 1)));
        check("<mergeCell ref=\"B2:A1\"/>", Err(XmlFault::Broken));
        let far =
            look("<worksheet><c r=\"XFD1048576\"><v>1</v></c></worksheet>").unwrap().unwrap().far;
        assert_eq!(far, Some((1_048_575, 16_383)));
        check("<c r=\"XFD1048576\" s=\"3\"/>", Ok((0, 0, 0)));
        check("<c r=\"XFE1\"><v>1</v></c>", Err(XmlFault::Broken));
        check("<c r=\"A99999999999\"/>", Err(XmlFault::Broken));
        check("<f t=\"shared\" si=\"99999999999\"/>", Err(XmlFault::Broken));
        check("<dimension ref=\"C3:A1\"/>", Err(XmlFault::Broken));
        check(&"<c><v>1</v></c>".repeat(MAX_CELLS + 1), Err(XmlFault::Large));
        assert_eq!(look("<sst uniqueCount=\"99999999999\"/>").unwrap_err(), XmlFault::Broken);
        assert_eq!(look("<!DOCTYPE a []><worksheet/>").unwrap_err(), XmlFault::Broken);
    }
}
