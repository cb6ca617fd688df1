//! Workbooks in OpenDocument format, `.ods`: one XML part, whose rows and cells may stand for
//! many.

use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::marks::{MAX_CELLS, MAX_COLUMN, MAX_MERGED, MAX_ROW, attribute};
use super::odf_formula::formula;
use super::package::{BROKEN, LOCKED, MAX_INFLATED, MAX_SHEETS, TOO_LARGE};
use super::sheet::{Book, Look, Sheet, SheetValue, plain_digits, shown_places, too_far};
use crate::date::Date;
use crate::file::MAX_FORM;
use crate::finding::{Code, Complaint, Finding};
use crate::form::labelled::MergedArea;
use crate::form::words;
use crate::place::Place;

/// The kind of package that this is, as its first part says.
const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Whether a package is a workbook of this format.
pub fn is_one(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let Ok(kind) = archive.by_name("mimetype") else {
        return false;
    };
    let mut said = String::new();
    kind.take(100).read_to_string(&mut said).is_ok() && said.trim() == KIND
}

/// Reads all sheets of a package.
///
/// # Errors
/// The finding `unreadable` where it is damaged, locked, or holds something far outside any form.
pub fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Book, Box<Finding>> {
    let refuse = |complaint: Complaint| Box::new(complaint.at(Code::Unreadable, Place::file(file)));
    if bytes.len() > MAX_FORM {
        return Err(refuse(TOO_LARGE));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refuse(BROKEN))?;
    let manifest = part(&mut archive, "META-INF/manifest.xml").map_err(refuse)?;
    if manifest.contains("encryption-data") {
        return Err(refuse(LOCKED));
    }
    let styles = part(&mut archive, "styles.xml").map_err(refuse)?;
    let content = part(&mut archive, "content.xml").map_err(refuse)?;
    let mut looks = OdfLooks::default();
    looks.read(&styles).map_err(refuse)?;
    looks.read(&content).map_err(refuse)?;
    let mut tables = TableReader::new(file, &looks);
    tables.read(&content)?;
    let mut book = tables.book;
    let mut taken = BTreeSet::new();
    // A name that comes twice would be two places of one name.
    book.sheets.retain(|sheet| {
        ![words::LAST, words::RESULTS].contains(&&*sheet.name) && taken.insert(sheet.name.clone())
    });
    if book.sheets.is_empty() {
        Err(refuse(BROKEN))
    } else {
        Ok(book)
    }
}

/// A part as text, empty where there is none.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Complaint> {
    let Ok(part) = archive.by_name(name) else {
        return Ok(String::new());
    };
    let mut text = String::new();
    part.take(MAX_INFLATED as u64 + 1)
        .read_to_string(&mut text)
        .map_err(|_| BROKEN)?;
    if text.len() > MAX_INFLATED {
        Err(TOO_LARGE)
    } else {
        Ok(text)
    }
}

/// How cells, columns and sheets of a style look.
#[derive(Default)]
struct OdfLooks {
    cells: HashMap<String, OdfLook>,
    /// What number formats show, as a format of Excel.
    formats: HashMap<String, String>,
    /// Sheets of these styles are not shown.
    hidden: HashMap<String, bool>,
}

/// How cells of a style look.
#[derive(Clone, Default)]
struct OdfLook {
    format: String,
    struck: bool,
}

impl OdfLooks {
    fn read(&mut self, text: &str) -> Result<(), Complaint> {
        let mut reader = reader(text);
        let (mut style, mut format) = (String::new(), String::new());
        loop {
            let event = reader.read_event().map_err(|_| BROKEN)?;
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::Eof => return Ok(()),
                Event::DocType(_) => return Err(BROKEN),
                _ => continue,
            };
            let name = || attribute(element, "name").unwrap_or_default();
            match element.local_name().as_ref() {
                "style" => {
                    style = name();
                    let format = attribute(element, "data-style-name").unwrap_or_default();
                    let look = OdfLook {
                        format,
                        struck: false,
                    };
                    self.cells.insert(style.clone(), look);
                }
                "text-properties" => {
                    let line = attribute(element, "text-line-through-style");
                    if let Some(look) = self.cells.get_mut(&style) {
                        look.struck = line.is_some_and(|line| line != "none");
                    }
                }
                "table-properties" => {
                    let hidden = attribute(element, "display").is_some_and(|d| d == "false");
                    self.hidden.insert(style.clone(), hidden);
                }
                "number-style" | "percentage-style" | "date-style" | "currency-style" => {
                    format = name();
                    self.formats.insert(format.clone(), String::new());
                }
                "number" => {
                    let places = attribute(element, "decimal-places");
                    let places = places
                        .and_then(|p| p.parse::<usize>().ok())
                        .unwrap_or(20)
                        .min(20);
                    let factor = attribute(element, "display-factor").unwrap_or_default();
                    let thousands = factor.matches("000").count();
                    let point = if places == 0 { "" } else { "." };
                    let code = format!("0{point}{}{}", "0".repeat(places), ",".repeat(thousands));
                    self.formats.insert(format.clone(), code);
                }
                // The sign of a format of percentages.
                "text"
                    if self
                        .formats
                        .get(&format)
                        .is_some_and(|f| f.starts_with('0')) =>
                {
                    let percent =
                        matches!(reader.read_event(), Ok(Event::Text(t)) if t.contains('%'));
                    if percent {
                        self.formats.entry(format.clone()).or_default().push('%');
                    }
                }
                _ => {}
            }
        }
    }

    fn look(&self, style: &str) -> Look<'_> {
        let Some(look) = self.cells.get(style) else {
            return Look::default();
        };
        // Twenty places say that the number shows as many as it has.
        let format = self
            .formats
            .get(&look.format)
            .filter(|code| shown_places(code) < 20);
        Look {
            format: format.map_or("", String::as_str),
            struck: look.struck,
        }
    }
}

/// A cell that is being read.
#[derive(Default)]
struct OpenCell {
    value: SheetValue,
    formula: Option<String>,
    style: String,
    /// For how many cells in a row it stands.
    times: u32,
    /// The lines of its text.
    text: Option<String>,
}

struct TableReader<'l> {
    file: &'l Arc<str>,
    looks: &'l OdfLooks,
    book: Book,
    /// Styles of columns, for cells without one of their own.
    columns: Vec<(u32, String)>,
    row: u32,
    column: u32,
    /// For how many rows the open one stands.
    rows: u32,
    /// The cells of the open row, to be repeated.
    open_row: Vec<(u32, SheetValue, Option<String>, String)>,
    cells: usize,
    cell: Option<OpenCell>,
    /// How deep the reader is in a comment.
    comment: usize,
    /// Whether it is in the words of one.
    in_comment: bool,
}

impl<'l> TableReader<'l> {
    fn new(file: &'l Arc<str>, looks: &'l OdfLooks) -> Self {
        Self {
            file,
            looks,
            book: Book::default(),
            columns: Vec::new(),
            row: 0,
            column: 0,
            rows: 1,
            open_row: Vec::new(),
            cells: 0,
            cell: None,
            comment: 0,
            in_comment: false,
        }
    }

    fn refuse(&self, complaint: Complaint) -> Box<Finding> {
        Box::new(complaint.at(Code::Unreadable, Place::file(self.file)))
    }

    fn read(&mut self, text: &str) -> Result<(), Box<Finding>> {
        let mut reader = reader(text);
        loop {
            match reader.read_event().map_err(|_| self.refuse(BROKEN))? {
                Event::Start(element) => self.begin(&element)?,
                Event::Empty(element) => {
                    self.begin(&element)?;
                    self.end(element.local_name().as_ref())?;
                }
                Event::End(element) => self.end(element.local_name().as_ref())?,
                Event::Text(text) => self.text(&text),
                Event::GeneralRef(reference) => self.reference(&reference),
                Event::CData(text) => self.text(&text),
                Event::DocType(_) => return Err(self.refuse(BROKEN)),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, element: &BytesStart) -> Result<(), Box<Finding>> {
        if self.comment > 0 {
            self.comment += 1;
            self.in_comment |= element.local_name().as_ref() == "p";
            return Ok(());
        }
        match element.local_name().as_ref() {
            "annotation" => {
                self.comment = 1;
                self.book.comments.push(String::new());
            }
            "table" => self.table(element)?,
            "table-column" => {
                let times = times(element, "number-columns-repeated");
                if is_away(element)
                    && let Some(sheet) = self.book.sheets.last_mut()
                    && sheet.marks.hidden_columns.len() < MAX_MERGED
                {
                    sheet
                        .marks
                        .hidden_columns
                        .push(self.column..=self.column + (times - 1));
                }
                self.column = self.column.saturating_add(times);
                let style = attribute(element, "default-cell-style-name").unwrap_or_default();
                if self.columns.len() < MAX_MERGED {
                    self.columns.push((self.column, style));
                }
            }
            "table-row" => {
                self.rows = times(element, "number-rows-repeated");
                self.column = 0;
                if is_away(element)
                    && let Some(sheet) = self.book.sheets.last_mut()
                {
                    let last = self.row.saturating_add(self.rows.min(MAX_MERGED as u32));
                    sheet.marks.hidden_rows.extend(self.row..last);
                }
            }
            "table-cell" | "covered-table-cell" => self.cell(element),
            "p" => {
                if let Some(cell) = &mut self.cell {
                    match &mut cell.text {
                        Some(text) => text.push('\n'),
                        None => cell.text = Some(String::new()),
                    }
                }
            }
            "s" => {
                let count = times(element, "c").min(MAX_BLANKS);
                self.text(&" ".repeat(count as usize));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Box<Finding>> {
        if self.comment > 0 {
            self.comment -= 1;
            self.in_comment &= name != "p";
            return Ok(());
        }
        match name {
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.close(cell)?;
                }
            }
            "table-row" => self.close_row()?,
            _ => {}
        }
        Ok(())
    }

    fn table(&mut self, element: &BytesStart) -> Result<(), Box<Finding>> {
        if self.book.sheets.len() >= MAX_SHEETS {
            return Err(self.refuse(TOO_LARGE));
        }
        let name = attribute(element, "name").unwrap_or_default();
        let style = attribute(element, "style-name").unwrap_or_default();
        let hidden = self.looks.hidden.get(&style).is_some_and(|hidden| *hidden);
        let again = self.book.sheets.iter().any(|sheet| *sheet.name == *name);
        self.book.left_out.extend(again.then(|| name.clone()));
        let sheet = Sheet {
            name: name.into(),
            hidden,
            ..Sheet::default()
        };
        self.book.sheets.push(sheet);
        self.columns.clear();
        (self.row, self.column, self.cells) = (0, 0, 0);
        Ok(())
    }

    fn cell(&mut self, element: &BytesStart) {
        let times = times(element, "number-columns-repeated");
        let (rows, columns) = (
            self::times(element, "number-rows-spanned"),
            self::times(element, "number-columns-spanned"),
        );
        if let Some(sheet) = self.book.sheets.last_mut()
            && (rows > 1 || columns > 1)
            && sheet.marks.merged.len() < MAX_MERGED
        {
            let last = (
                self.row.saturating_add(rows - 1),
                self.column.saturating_add(columns - 1),
            );
            sheet.marks.merged.push(MergedArea {
                first: (self.row, self.column),
                last,
            });
        }
        let column = self.columns.iter().find(|(end, _)| self.column < *end);
        let style = attribute(element, "style-name")
            .or_else(|| column.map(|(_, style)| style.clone()))
            .unwrap_or_default();
        let formula = attribute(element, "formula").map(|text| formula(&text));
        let value = value(element, shown_places(self.looks.look(&style).format));
        self.cell = Some(OpenCell {
            value,
            formula,
            style,
            times,
            text: None,
        });
    }

    fn text(&mut self, text: &str) {
        if let Some(comment) = self.book.comments.last_mut().filter(|_| self.in_comment) {
            comment.push_str(text);
        }
        if let Some(open) = self.cell.as_mut().and_then(|cell| cell.text.as_mut())
            && self.comment == 0
        {
            open.push_str(text);
        }
    }

    fn reference(&mut self, reference: &str) {
        if let Ok(text) = quick_xml::escape::unescape(&format!("&{reference};")) {
            self.text(&text);
        }
    }

    /// Puts a cell into the open row as often as it stands there.
    fn close(&mut self, cell: OpenCell) -> Result<(), Box<Finding>> {
        let OpenCell {
            value,
            formula,
            style,
            times,
            text,
        } = cell;
        let value = match (value, text) {
            (SheetValue::Text(said), text) => SheetValue::Text(text.unwrap_or(said)),
            (SheetValue::Error(_), Some(text)) => SheetValue::Error(text),
            (SheetValue::Empty, Some(text)) if !text.trim().is_empty() => SheetValue::Text(text),
            (value, _) => value,
        };
        let empty = match &value {
            SheetValue::Text(text) => text.trim().is_empty(),
            value => *value == SheetValue::Empty,
        };
        if empty && formula.is_none() {
            self.column = self.column.saturating_add(times);
            return Ok(());
        }
        for _ in 0..times {
            if self.column >= MAX_COLUMN {
                return Err(self.far());
            }
            let look = (value.clone(), formula.clone(), style.clone());
            self.open_row.push((self.column, look.0, look.1, look.2));
            self.column += 1;
        }
        Ok(())
    }

    fn far(&self) -> Box<Finding> {
        let name = self
            .book
            .sheets
            .last()
            .map_or("".into(), |sheet| sheet.name.clone());
        too_far(self.file, name, (self.row, self.column))
    }

    /// Puts the open row's cells into the sheet as often as the row stands there.
    fn close_row(&mut self) -> Result<(), Box<Finding>> {
        let cells = std::mem::take(&mut self.open_row);
        if cells.is_empty() {
            self.row = self.row.saturating_add(self.rows);
            return Ok(());
        }
        for _ in 0..self.rows {
            self.cells += cells.len();
            if self.cells > MAX_CELLS {
                return Err(self.refuse(TOO_LARGE));
            }
            if self.row >= MAX_ROW {
                self.column = 0;
                return Err(self.far());
            }
            let Some(sheet) = self.book.sheets.last_mut() else {
                return Ok(());
            };
            for (column, value, formula, style) in &cells {
                let (pos, look) = ((self.row, *column), self.looks.look(style));
                match value {
                    SheetValue::Text(text) => {
                        sheet.put_text(self.file, pos, text, formula.clone(), look);
                    }
                    value => sheet.put(self.file, pos, value.clone(), formula.clone(), look),
                }
            }
            self.row += 1;
        }
        Ok(())
    }
}

/// Blanks that one element stands for.
const MAX_BLANKS: u32 = 1_000;

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader
}

/// How often an element stands, at least once.
fn times(element: &BytesStart, name: &str) -> u32 {
    let times = attribute(element, name).and_then(|times| times.parse().ok());
    times.unwrap_or(1).clamp(1, 1 << 24)
}

/// Whether a row or column is not shown.
fn is_away(element: &BytesStart) -> bool {
    attribute(element, "visibility").is_some_and(|value| value != "visible")
}

/// What a cell's attributes say.
fn value(element: &BytesStart, places: usize) -> SheetValue {
    let get = |name: &str| attribute(element, name);
    // The type may stand twice: what is an error to newer programs is a text to others.
    let kinds: Vec<String> = element
        .attributes()
        .flatten()
        .filter(|attribute| attribute.key.local_name().as_ref() == "value-type")
        .map(|attribute| attribute.value.as_ref().to_owned())
        .collect();
    let kind = kinds.iter().find(|kind| *kind == "error").or(kinds.first());
    match kind.map_or("", String::as_str) {
        "float" | "percentage" | "currency" => {
            SheetValue::Number(plain_digits(get("value").unwrap_or_default()), places)
        }
        "date" => {
            let text = get("date-value").unwrap_or_default();
            let (day, time) = text.split_once('T').unwrap_or((&text, ""));
            let serial = Date::parse(day)
                .map(|day| day.serial().to_string())
                .unwrap_or_default();
            let time = time.get(..5).filter(|time| *time != "00:00");
            let time = time.map(|time| format!(" {time}")).unwrap_or_default();
            SheetValue::Date(format!("{day}{time}"), serial)
        }
        "boolean" => SheetValue::Boolean(get("boolean-value").is_some_and(|value| value == "true")),
        "error" => SheetValue::Error("#N/A".to_owned()),
        "string" => SheetValue::Text(get("string-value").unwrap_or_default()),
        _ => SheetValue::Empty,
    }
}
