//! From a packed .xlsx to sheets of cells: texts without what does not belong, numbers in
//! plain digits, dates and errors by name. Nothing is interpreted here.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx};

use super::digits::{date, plain_digits, shown_places};
use super::package::{self, Package, SAVE_AS};
use super::sheet::{Book, Look, SHARED, Sheet, SheetValue, is_made, too_far};
use super::struck::Struck;
use crate::finding::{Complaint, Finding};
use crate::form::labelled::CellPos;

/// Reads all sheets of a package.
///
/// # Errors
/// The finding `unreadable` where the package is no workbook, or holds something far outside any
/// form.
pub fn read(file: &Arc<str>, package: Package) -> Result<Book, Box<Finding>> {
    let Package {
        bytes,
        mut marks,
        comments,
        struck,
        left_out,
        since_1904,
        files,
    } = package;
    let workbook = Xlsx::new(Cursor::new(bytes));
    let mut workbook = workbook.map_err(|_| refuse(file, "已损坏，"))?;
    let mut sheets = Vec::new();
    for entry in workbook.sheets_metadata().to_vec() {
        if entry.typ != SheetType::WorkSheet || is_made(&entry.name) {
            continue;
        }
        let name: Arc<str> = entry.name.as_str().into();
        // A sheet that nobody has looked through is not read.
        let Some(marks) = marks.remove(&entry.name) else {
            return Err(refuse_sheet(file, &name));
        };
        if let Some(far) = marks.far {
            return Err(too_far(file, name, far));
        }
        let mut sheet = Sheet {
            name,
            hidden: entry.visible != SheetVisible::Visible,
            marks,
            ..Sheet::default()
        };
        read_cells(file, &mut workbook, &struck, &mut sheet)?;
        sheets.push(sheet);
    }
    if sheets.is_empty() {
        return Err(refuse(file, "里没有工作表，"));
    }
    Ok(Book {
        sheets,
        comments,
        left_out,
        since_1904,
        files,
    })
}

/// Refuses a workbook; `what` says why.
fn refuse(file: &Arc<str>, what: &str) -> Box<Finding> {
    let message = format!("工作簿{what}读不出来");
    package::refuse(file, Complaint::new(message, SAVE_AS))
}

/// Refuses a workbook with a damaged sheet.
fn refuse_sheet(file: &Arc<str>, name: &str) -> Box<Finding> {
    refuse(file, &format!("的“{name}”表"))
}

/// Reads the cells of a sheet whose marks are known.
fn read_cells(
    file: &Arc<str>,
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    struck: &Struck,
    sheet: &mut Sheet,
) -> Result<(), Box<Finding>> {
    let name = sheet.name.clone();
    let reader = workbook.worksheet_cells_reader(&name);
    let mut reader = reader.map_err(|_| refuse_sheet(file, &name))?;
    loop {
        let cell = reader.next_cell_with_formula();
        let Some(cell) = cell.map_err(|_| refuse_sheet(file, &name))? else {
            return Ok(());
        };
        let pos = CellPos::new(cell.pos.0, cell.pos.1);
        if sheet.cells.contains_key(&pos) {
            return Err(refuse_sheet(file, &name));
        }
        let mut formula = cell.formula.filter(|formula| !formula.trim().is_empty());
        // One that is shared with a cell elsewhere may have no text here; its result is no number
        // that was typed.
        if formula.is_none() && sheet.marks.formulas.contains(&pos) {
            formula = Some(SHARED.to_owned());
        }
        let style = sheet.marks.styles.get(&pos);
        let style = style.and_then(|style| reader.styles().get(*style));
        let through = match &cell.value {
            DataRef::SharedString(text) => struck.get(*text),
            _ => None,
        };
        insert(file, sheet, pos, &cell.value, formula, look_of(style));
        if let Some(through) = through {
            sheet.tell_struck(file, pos, through);
        }
    }
}

/// How a cell of a style looks.
fn look_of(style: Option<&Style>) -> Look<'_> {
    let Some(style) = style else {
        return Look::default();
    };
    let format = style.number_format.as_ref();
    Look {
        format: format.map_or("", |format| &format.format_code),
        struck: style.font.as_ref().is_some_and(|font| font.strikethrough),
    }
}

/// Puts what a cell holds into its sheet.
fn insert(
    file: &Arc<str>,
    sheet: &mut Sheet,
    pos: CellPos,
    data: &DataRef<'_>,
    formula: Option<String>,
    look: Look<'_>,
) {
    let value = match data {
        DataRef::Empty => SheetValue::Empty,
        DataRef::Int(number) => SheetValue::Number(number.to_string(), 0),
        DataRef::Float(number) => {
            SheetValue::Number(plain_digits(number.to_string()), shown_places(look.format))
        }
        DataRef::Bool(value) => SheetValue::Boolean(*value),
        DataRef::Error(error) => SheetValue::Error(error.to_string()),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.split('T').next().unwrap_or_default();
            SheetValue::Date(day.to_owned(), String::new())
        }
        DataRef::String(text) => return sheet.put_text(file, pos, text, formula, look),
        DataRef::SharedString(text) => return sheet.put_text(file, pos, text, formula, look),
    };
    sheet.put(file, pos, value, formula, look);
}
