//! Where rows and cells stand in the text of a sheet, and the text with another cell.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::marks::read_position;
use super::super::xml::attribute;
use super::NewContent;
use crate::form::labelled::CellPos;

/// Where a sheet's rows and cells stand in its text.
#[derive(Default)]
pub(super) struct SheetLayout {
    /// What stands before the names of elements, such as `x:`.
    pub(super) prefix: String,
    rows: BTreeMap<u32, RowSpan>,
    pub(super) cells: BTreeMap<CellPos, CellSpan>,
    /// Where the cells end.
    end: usize,
}

/// A row in the text: all of it, and where its cells end; none for a row without any.
struct RowSpan {
    range: Range<usize>,
    inner_end: Option<usize>,
}

/// A cell in the text.
pub(super) struct CellSpan {
    pub(super) range: Range<usize>,
    pub(super) formula: Option<FormulaSpan>,
}

/// A cell's formula in the text.
pub(super) struct FormulaSpan {
    pub(super) range: Range<usize>,
    pub(super) kind: String,
    /// The number that formulas of one text share.
    pub(super) shared: Option<String>,
    /// The cells for which it stands.
    pub(super) area: Option<String>,
}

impl SheetLayout {
    /// Finds them; none in a text that is no sheet with cells.
    pub(super) fn of(xml: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let mut open = LayoutReader {
            xml,
            ..LayoutReader::default()
        };
        let mut start = 0;
        loop {
            let event = reader.read_event().ok()?;
            let end = usize::try_from(reader.buffer_position()).ok()?;
            match event {
                Event::Start(element) | Event::Empty(element) => open.begin(&element, start..end),
                Event::End(element) => open.end(element.local_name().as_ref(), start..end),
                Event::Eof => break,
                _ => {}
            }
            start = end;
        }
        (open.layout.end > 0).then_some(open.layout)
    }

    /// Writes the text with other content in a cell.
    pub(super) fn write(&self, xml: &str, at: CellPos, content: &NewContent) -> Option<String> {
        let mut changed = xml.to_owned();
        if let Some(cell) = self.cells.get(&at) {
            let attributes = without_type(&xml[cell.range.clone()]);
            changed.replace_range(cell.range.clone(), &self.cell(&attributes, content));
            return Some(changed);
        }
        if *content == NewContent::Nothing {
            return Some(changed);
        }
        let new = self.cell(&format!(" r=\"{}\"", at.name()), content);
        let p = &self.prefix;
        let Some(row) = self.rows.get(&at.row) else {
            let below = self.rows.range(at.row..).next();
            let place = below.map_or(self.end, |(_, row)| row.range.start);
            let row = format!("<{p}row r=\"{}\">{new}</{p}row>", at.row + 1);
            changed.insert_str(place, &row);
            return Some(changed);
        };
        let behind = self.cells.range(at..CellPos::new(at.row + 1, 0)).next();
        if let Some(place) = behind.map(|(_, cell)| cell.range.start).or(row.inner_end) {
            changed.insert_str(place, &new);
        } else {
            let head = xml[row.range.clone()].strip_suffix("/>")?;
            changed.replace_range(row.range.clone(), &format!("{head}>{new}</{p}row>"));
        }
        Some(changed)
    }

    /// A cell with these attributes.
    fn cell(&self, attributes: &str, content: &NewContent) -> String {
        let p = &self.prefix;
        match content {
            NewContent::Number(number) => {
                format!("<{p}c{attributes}><{p}v>{number}</{p}v></{p}c>")
            }
            NewContent::Text(text) => {
                let text = escape(text);
                let inner = format!("<{p}t xml:space=\"preserve\">{text}</{p}t>");
                format!("<{p}c{attributes} t=\"inlineStr\"><{p}is>{inner}</{p}is></{p}c>")
            }
            NewContent::Nothing => format!("<{p}c{attributes}/>"),
        }
    }
}

/// Goes through a sheet's text.
#[derive(Default)]
struct LayoutReader<'x> {
    xml: &'x str,
    layout: SheetLayout,
    /// The cell that is open, or that comes next where its name does not say another.
    pos: CellPos,
    /// Where the open row begins.
    row_start: usize,
    cell: Option<CellSpan>,
}

impl LayoutReader<'_> {
    fn begin(&mut self, element: &BytesStart<'_>, range: Range<usize>) {
        let is_whole = self.xml[..range.end].ends_with("/>");
        match element.local_name().as_ref() {
            "row" => {
                let given = attribute(element, "r").and_then(|row| row.parse::<u32>().ok());
                let row = given.map_or(self.pos.row, |given| given.saturating_sub(1));
                self.pos = CellPos::new(row, 0);
                self.row_start = range.start;
                if is_whole {
                    self.end_row(RowSpan {
                        range,
                        inner_end: None,
                    });
                }
            }
            "c" => {
                let named = attribute(element, "r").and_then(|name| read_position(&name).ok());
                self.pos = named.unwrap_or(self.pos);
                prefix(element).clone_into(&mut self.layout.prefix);
                let span = CellSpan {
                    range,
                    formula: None,
                };
                if is_whole {
                    self.end_cell(span);
                } else {
                    self.cell = Some(span);
                }
            }
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.formula = Some(FormulaSpan {
                        range,
                        kind: attribute(element, "t").unwrap_or_default(),
                        shared: attribute(element, "si"),
                        area: attribute(element, "ref"),
                    });
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, range: Range<usize>) {
        match name {
            "f" => {
                if let Some(cell) = &mut self.cell
                    && let Some(formula) = &mut cell.formula
                {
                    formula.range.end = range.end;
                }
            }
            "c" => {
                if let Some(mut span) = self.cell.take() {
                    span.range.end = range.end;
                    self.end_cell(span);
                }
            }
            "row" => self.end_row(RowSpan {
                range: self.row_start..range.end,
                inner_end: Some(range.start),
            }),
            "sheetData" => self.layout.end = range.start,
            _ => {}
        }
    }

    fn end_cell(&mut self, span: CellSpan) {
        self.layout.cells.insert(self.pos, span);
        self.pos.column += 1;
    }

    fn end_row(&mut self, span: RowSpan) {
        self.layout.rows.insert(self.pos.row, span);
        self.pos.row += 1;
    }
}

/// What stands before an element's own name.
fn prefix<'e>(element: &'e BytesStart<'_>) -> &'e str {
    let (whole, own) = (element.name().0, element.local_name());
    let length = whole.len() - own.as_ref().len();
    &element[..length]
}

/// The attributes of a cell but its type, as they are written.
pub(super) fn without_type(cell: &str) -> String {
    let head = cell.split_once('>').map_or(cell, |(head, _)| head);
    let head = head.trim_end_matches('/');
    let attributes = head
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    // A name with its first quote, and a value with its last one, by turns.
    let pieces: Vec<&str> = attributes.split_inclusive(['"', '\'']).collect();
    let mut kept = String::new();
    for attribute in pieces.chunks(2) {
        let name = attribute[0]
            .trim()
            .trim_end_matches(['"', '\'', '='])
            .trim();
        if !name.is_empty() && name != "t" && attribute.len() == 2 {
            kept.push(' ');
            kept.push_str(attribute.concat().trim_start());
        }
    }
    kept
}

/// A text as it stands in XML.
pub(super) fn escape(text: &str) -> String {
    quick_xml::escape::partial_escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str, row: u32, column: u32, content: NewContent, expected: &str) {
        let xml = format!("<worksheet><sheetData>{xml}</sheetData></worksheet>");
        let layout = SheetLayout::of(&xml).expect("a sheet");
        let changed = layout
            .write(&xml, CellPos::new(row, column), &content)
            .expect("changed");
        let inner = changed
            .strip_prefix("<worksheet><sheetData>")
            .expect("a sheet");
        assert_eq!(
            inner.strip_suffix("</sheetData></worksheet>"),
            Some(expected)
        );
    }

    #[test]
    fn a_cell_is_replaced_or_put_where_it_belongs() {
        let number = || NewContent::Number("5".to_owned());
        let text = || NewContent::Text("甲 < 乙".to_owned());
        let row = "<row r=\"2\"><c r=\"B2\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"D2\"/></row>";
        check(
            row,
            1,
            1,
            number(),
            "<row r=\"2\"><c r=\"B2\" s=\"3\"><v>5</v></c><c r=\"D2\"/></row>",
        );
        check(
            row,
            1,
            3,
            text(),
            "<row r=\"2\"><c r=\"B2\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"D2\" t=\"inlineStr\">\
             <is><t xml:space=\"preserve\">甲 &lt; 乙</t></is></c></row>",
        );
        check(
            row,
            1,
            2,
            number(),
            "<row r=\"2\"><c r=\"B2\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"C2\"><v>5</v></c>\
             <c r=\"D2\"/></row>",
        );
        check(
            row,
            0,
            0,
            number(),
            &format!("<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>{row}"),
        );
        check(
            row,
            4,
            0,
            number(),
            &format!("{row}<row r=\"5\"><c r=\"A5\"><v>5</v></c></row>"),
        );
        check(
            "<row r=\"1\"/>",
            0,
            0,
            number(),
            "<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>",
        );
        check(
            row,
            1,
            1,
            NewContent::Nothing,
            "<row r=\"2\"><c r=\"B2\" s=\"3\"/><c r=\"D2\"/></row>",
        );
        check(
            "<x:row r=\"1\"><x:c r='A1' t='str' s='2'><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>",
            0,
            0,
            number(),
            "<x:row r=\"1\"><x:c r='A1' s='2'><x:v>5</x:v></x:c></x:row>",
        );
    }
}
