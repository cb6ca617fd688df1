//! Where rows and cells stand in the text of a sheet, and the text with another cell.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::marks::{attribute, position};
use super::NewContent;
use crate::finding::json::cell_name;

/// Where a sheet's rows and cells stand in its text.
pub(super) struct SheetLayout {
    /// What stands before the names of elements, such as `x:`.
    pub(super) prefix: String,
    rows: BTreeMap<u32, RowSpan>,
    pub(super) cells: BTreeMap<(u32, u32), CellSpan>,
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
    pub(super) fn of(xml: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let mut found = Self {
            prefix: String::new(),
            rows: BTreeMap::new(),
            cells: BTreeMap::new(),
            end: 0,
        };
        let (mut row, mut column) = (0, 0);
        let mut row_start = 0;
        let mut cell: Option<CellSpan> = None;
        loop {
            let start = usize::try_from(reader.buffer_position()).ok()?;
            let event = reader.read_event().ok()?;
            let end = usize::try_from(reader.buffer_position()).ok()?;
            match event {
                Event::Start(element) | Event::Empty(element)
                    if element.local_name().as_ref() == "row" =>
                {
                    let given = attribute(&element, "r").and_then(|r| r.parse::<u32>().ok());
                    row = given.map_or(row, |given| given.saturating_sub(1));
                    (column, row_start) = (0, start);
                    if xml[..end].ends_with("/>") {
                        found.rows.insert(
                            row,
                            RowSpan {
                                range: start..end,
                                inner_end: None,
                            },
                        );
                        row += 1;
                    }
                }
                Event::Start(element) | Event::Empty(element)
                    if element.local_name().as_ref() == "c" =>
                {
                    let named = attribute(&element, "r").and_then(|name| position(&name).ok());
                    (row, column) = named.unwrap_or((row, column));
                    prefix(&element).clone_into(&mut found.prefix);
                    let span = CellSpan {
                        range: start..end,
                        formula: None,
                    };
                    if xml[..end].ends_with("/>") {
                        found.cells.insert((row, column), span);
                        column += 1;
                    } else {
                        cell = Some(span);
                    }
                }
                Event::Start(element) | Event::Empty(element)
                    if element.local_name().as_ref() == "f" =>
                {
                    if let Some(cell) = &mut cell {
                        cell.formula = Some(FormulaSpan {
                            range: start..end,
                            kind: attribute(&element, "t").unwrap_or_default(),
                            shared: attribute(&element, "si"),
                            area: attribute(&element, "ref"),
                        });
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "f" => {
                        if let Some(formula) = cell.as_mut().and_then(|c| c.formula.as_mut()) {
                            formula.range.end = end;
                        }
                    }
                    "c" => {
                        if let Some(mut span) = cell.take() {
                            span.range.end = end;
                            found.cells.insert((row, column), span);
                            column += 1;
                        }
                    }
                    "row" => {
                        let span = RowSpan {
                            range: row_start..end,
                            inner_end: Some(start),
                        };
                        found.rows.insert(row, span);
                        row += 1;
                    }
                    "sheetData" => found.end = start,
                    _ => {}
                },
                Event::Eof => return (found.end > 0).then_some(found),
                _ => {}
            }
        }
    }

    /// The text with other content in a cell.
    pub(super) fn with(&self, xml: &str, at: (u32, u32), content: &NewContent) -> Option<String> {
        let mut changed = xml.to_owned();
        if let Some(cell) = self.cells.get(&at) {
            let attributes = without_type(&xml[cell.range.clone()]);
            changed.replace_range(cell.range.clone(), &self.cell(&attributes, content));
            return Some(changed);
        }
        if *content == NewContent::Nothing {
            return Some(changed);
        }
        let new = self.cell(&format!(" r=\"{}\"", cell_name(at.0, at.1)), content);
        let p = &self.prefix;
        let Some(row) = self.rows.get(&at.0) else {
            let next = self
                .rows
                .range(at.0..)
                .next()
                .map(|(_, row)| row.range.start);
            let row = format!("<{p}row r=\"{}\">{new}</{p}row>", at.0 + 1);
            changed.insert_str(next.unwrap_or(self.end), &row);
            return Some(changed);
        };
        let mut behind = self.cells.range((at.0, at.1)..(at.0 + 1, 0));
        let place = behind
            .next()
            .map(|(_, cell)| cell.range.start)
            .or(row.inner_end);
        if let Some(place) = place {
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
                let text = escaped(text);
                let inner = format!("<{p}t xml:space=\"preserve\">{text}</{p}t>");
                format!("<{p}c{attributes} t=\"inlineStr\"><{p}is>{inner}</{p}is></{p}c>")
            }
            NewContent::Nothing => format!("<{p}c{attributes}/>"),
        }
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
    let head = cell
        .split_once('>')
        .map_or(cell, |(head, _)| head)
        .trim_end_matches('/');
    let attributes = head
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    let mut kept = String::new();
    for attribute in attributes
        .split_inclusive(['"', '\''])
        .collect::<Vec<_>>()
        .chunks(2)
    {
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

pub(super) fn escaped(text: &str) -> String {
    quick_xml::escape::partial_escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str, at: (u32, u32), content: NewContent, expected: &str) {
        let xml = format!("<worksheet><sheetData>{xml}</sheetData></worksheet>");
        let layout = SheetLayout::of(&xml).expect("a sheet");
        let changed = layout.with(&xml, at, &content).expect("changed");
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
            (1, 1),
            number(),
            "<row r=\"2\"><c r=\"B2\" s=\"3\"><v>5</v></c><c r=\"D2\"/></row>",
        );
        check(
            row,
            (1, 3),
            text(),
            "<row r=\"2\"><c r=\"B2\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"D2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">甲 &lt; 乙</t></is></c></row>",
        );
        check(
            row,
            (1, 2),
            number(),
            "<row r=\"2\"><c r=\"B2\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"C2\"><v>5</v></c><c r=\"D2\"/></row>",
        );
        check(
            row,
            (0, 0),
            number(),
            &format!("<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>{row}"),
        );
        check(
            row,
            (4, 0),
            number(),
            &format!("{row}<row r=\"5\"><c r=\"A5\"><v>5</v></c></row>"),
        );
        check(
            "<row r=\"1\"/>",
            (0, 0),
            number(),
            "<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>",
        );
        check(
            row,
            (1, 1),
            NewContent::Nothing,
            "<row r=\"2\"><c r=\"B2\" s=\"3\"/><c r=\"D2\"/></row>",
        );
        check(
            "<x:row r=\"1\"><x:c r='A1' t='str' s='2'><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>",
            (0, 0),
            number(),
            "<x:row r=\"1\"><x:c r='A1' s='2'><x:v>5</x:v></x:c></x:row>",
        );
    }
}
