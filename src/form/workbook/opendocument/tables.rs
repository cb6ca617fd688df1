//! The sheets of an OpenDocument workbook, whose rows and cells may stand for many.

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::super::digits::shown_places;
use super::super::marks::{MAX_CELLS, MAX_COLUMN, MAX_MERGED, MAX_ROW};
use super::super::package::{BROKEN, MAX_SHEETS, TOO_LARGE, refuse};
use super::super::sheet::{Book, Sheet, SheetValue, too_far};
use super::super::xml::{self, attribute};
use super::formula::rewrite_formula;
use super::looks::OdfLooks;
use super::value::{is_away, times, value};
use crate::finding::{Complaint, Finding};
use crate::form::labelled::{CellPos, MergedArea};

/// Blanks that one element stands for.
const MAX_BLANKS: u32 = 1_000;

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

/// A cell of the open row.
struct RowCell {
    column: u32,
    value: SheetValue,
    formula: Option<String>,
    style: String,
}

/// Columns with a style for cells without one of their own.
struct StyledColumns {
    /// The column behind the last one.
    end: u32,
    style: String,
}

/// Reads sheets, element by element.
pub(super) struct TableReader<'l> {
    file: &'l Arc<str>,
    looks: &'l OdfLooks,
    /// The sheets that were read.
    pub book: Book,
    columns: Vec<StyledColumns>,
    row: u32,
    column: u32,
    /// For how many rows the open one stands.
    rows: u32,
    /// The cells of the open row, to be repeated.
    open_row: Vec<RowCell>,
    cells: usize,
    cell: Option<OpenCell>,
    /// How deep the reader is in a comment.
    comment: usize,
    /// Whether it is in the words of one.
    in_comment: bool,
}

impl<'l> TableReader<'l> {
    /// Nothing has been read yet.
    pub fn new(file: &'l Arc<str>, looks: &'l OdfLooks) -> Self {
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
        refuse(self.file, complaint)
    }

    /// Reads the part that holds the sheets.
    ///
    /// # Errors
    /// The finding `unreadable`.
    pub fn read(&mut self, text: &str) -> Result<(), Box<Finding>> {
        let mut reader = xml::open(text);
        loop {
            match reader.read_event().map_err(|_| self.refuse(BROKEN))? {
                Event::Start(element) => self.begin(&element)?,
                Event::Empty(element) => {
                    self.begin(&element)?;
                    self.end(element.local_name().as_ref())?;
                }
                Event::End(element) => self.end(element.local_name().as_ref())?,
                Event::Text(text) => self.add_text(&text),
                Event::GeneralRef(reference) => self.add_reference(&reference),
                Event::CData(text) => self.add_text(&text),
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
            "table" => self.begin_table(element)?,
            "table-column" => self.add_columns(element),
            "table-row" => self.begin_row(element),
            "table-cell" | "covered-table-cell" => self.begin_cell(element),
            "p" => self.begin_line(),
            "s" => {
                let count = times(element, "c").min(MAX_BLANKS);
                self.add_text(&" ".repeat(count as usize));
            }
            "tab" => self.add_text("\t"),
            "line-break" => self.add_text("\n"),
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
            "table-cell" | "covered-table-cell" => match self.cell.take() {
                Some(cell) => self.end_cell(cell),
                None => Ok(()),
            },
            "table-row" => self.end_row(),
            _ => Ok(()),
        }
    }

    fn begin_table(&mut self, element: &BytesStart) -> Result<(), Box<Finding>> {
        if self.book.sheets.len() >= MAX_SHEETS {
            return Err(self.refuse(TOO_LARGE));
        }
        let name = attribute(element, "name").unwrap_or_default();
        let style = attribute(element, "style-name").unwrap_or_default();
        if self.book.sheets.iter().any(|sheet| *sheet.name == *name) {
            self.book.left_out.push(name.clone());
        }
        self.book.sheets.push(Sheet {
            name: name.into(),
            hidden: self.looks.is_hidden(&style),
            ..Sheet::default()
        });
        self.columns.clear();
        (self.row, self.column, self.cells) = (0, 0, 0);
        Ok(())
    }

    fn add_columns(&mut self, element: &BytesStart) {
        let times = times(element, "number-columns-repeated");
        if is_away(element)
            && let Some(sheet) = self.book.sheets.last_mut()
            && sheet.marks.hidden_columns.len() < MAX_MERGED
        {
            let last = self.column + (times - 1);
            sheet.marks.hidden_columns.push(self.column..=last);
        }
        self.column = self.column.saturating_add(times);
        let style = attribute(element, "default-cell-style-name").unwrap_or_default();
        if self.columns.len() < MAX_MERGED {
            self.columns.push(StyledColumns {
                end: self.column,
                style,
            });
        }
    }

    fn begin_row(&mut self, element: &BytesStart) {
        self.rows = times(element, "number-rows-repeated");
        self.column = 0;
        if is_away(element)
            && let Some(sheet) = self.book.sheets.last_mut()
        {
            let last = self.row.saturating_add(self.rows.min(MAX_MERGED as u32));
            sheet.marks.hidden_rows.extend(self.row..last);
        }
    }

    fn begin_cell(&mut self, element: &BytesStart) {
        self.note_span(element);
        let style = match attribute(element, "style-name") {
            Some(style) => style,
            None => self.column_style().to_owned(),
        };
        let formula = attribute(element, "formula").map(|text| rewrite_formula(&text));
        let value = value(element, shown_places(self.looks.look(&style).format));
        self.cell = Some(OpenCell {
            value,
            formula,
            style,
            times: times(element, "number-columns-repeated"),
            text: None,
        });
    }

    /// Notes a cell that spans several rows or columns.
    fn note_span(&mut self, element: &BytesStart) {
        let rows = times(element, "number-rows-spanned");
        let columns = times(element, "number-columns-spanned");
        let first = CellPos::new(self.row, self.column);
        let last = CellPos::new(
            self.row.saturating_add(rows - 1),
            self.column.saturating_add(columns - 1),
        );
        if let Some(sheet) = self.book.sheets.last_mut()
            && (rows > 1 || columns > 1)
            && sheet.marks.merged.len() < MAX_MERGED
        {
            sheet.marks.merged.push(MergedArea { first, last });
        }
    }

    /// The style of the open column.
    fn column_style(&self) -> &str {
        let columns = self
            .columns
            .iter()
            .find(|columns| self.column < columns.end);
        columns.map_or("", |columns| &columns.style)
    }

    /// Begins a line of a cell's text.
    fn begin_line(&mut self) {
        if let Some(cell) = &mut self.cell {
            match &mut cell.text {
                Some(text) => text.push('\n'),
                None => cell.text = Some(String::new()),
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        if self.in_comment
            && let Some(comment) = self.book.comments.last_mut()
        {
            comment.push_str(text);
        }
        if self.comment == 0
            && let Some(cell) = &mut self.cell
            && let Some(open) = &mut cell.text
        {
            open.push_str(text);
        }
    }

    fn add_reference(&mut self, reference: &str) {
        if let Ok(text) = quick_xml::escape::unescape(&format!("&{reference};")) {
            self.add_text(&text);
        }
    }

    /// Puts a cell into the open row as often as it stands there.
    fn end_cell(&mut self, cell: OpenCell) -> Result<(), Box<Finding>> {
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
                return Err(self.refuse_far());
            }
            self.open_row.push(RowCell {
                column: self.column,
                value: value.clone(),
                formula: formula.clone(),
                style: style.clone(),
            });
            self.column += 1;
        }
        Ok(())
    }

    fn refuse_far(&self) -> Box<Finding> {
        let sheet = self.book.sheets.last();
        let name = sheet.map_or("".into(), |sheet| sheet.name.clone());
        too_far(self.file, name, CellPos::new(self.row, self.column))
    }

    /// Puts the open row's cells into the sheet as often as the row stands there.
    fn end_row(&mut self) -> Result<(), Box<Finding>> {
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
                return Err(self.refuse_far());
            }
            let Some(sheet) = self.book.sheets.last_mut() else {
                return Ok(());
            };
            for RowCell {
                column,
                value,
                formula,
                style,
            } in &cells
            {
                let (pos, look) = (CellPos::new(self.row, *column), self.looks.look(style));
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
