//! A package for the reader of cells, without compression: parts that were looked through, under
//! the names that it looks for.

use std::io::{Cursor, Write};
use std::ops::Range;

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::package::BROKEN;
use super::relations::BookParts;
use crate::finding::Complaint;

/// A text without some stretches, which stand in order.
pub(super) fn cut_out(text: &str, cuts: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        kept.push_str(&text[from..cut.start]);
        from = cut.end;
    }
    kept + &text[from..]
}

/// Packs parts without compression.
pub(super) struct PackageWriter(ZipWriter<Cursor<Vec<u8>>>);

impl Default for PackageWriter {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
}

impl PackageWriter {
    /// Adds a part.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), Complaint> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, options).map_err(|_| BROKEN)?;
        self.0.write_all(text.as_bytes()).map_err(|_| BROKEN)
    }

    /// Adds what leads to the sheets, the texts and the styles.
    pub fn add_frame(&mut self, book: &BookParts) -> Result<(), Complaint> {
        self.add("xl/workbook.xml", &write_workbook(book))?;
        let mut links = Vec::new();
        for number in 1..=book.sheets.len() {
            let target = format!("worksheets/sheet{number}.xml");
            links.push(PartLink {
                kind: "worksheet",
                target,
            });
        }
        if book.strings.is_some() {
            links.push(PartLink::new("sharedStrings", "sharedStrings.xml"));
        }
        if book.styles.is_some() {
            links.push(PartLink::new("styles", "styles.xml"));
        }
        self.add("xl/_rels/workbook.xml.rels", &write_links(&links))?;
        let office = PartLink::new("officeDocument", "xl/workbook.xml");
        self.add("_rels/.rels", &write_links(&[office]))
    }

    /// The package.
    pub fn finish(self) -> Result<Vec<u8>, Complaint> {
        Ok(self.0.finish().map_err(|_| BROKEN)?.into_inner())
    }
}

/// A part that another one leads to, and what it is to that.
struct PartLink {
    kind: &'static str,
    target: String,
}

impl PartLink {
    fn new(kind: &'static str, target: &str) -> Self {
        Self {
            kind,
            target: target.to_owned(),
        }
    }
}

/// What the reader of cells wants to know of the workbook.
fn write_workbook(book: &BookParts) -> String {
    let mut sheets = String::new();
    for (number, sheet) in (1..).zip(&book.sheets) {
        let name = escape(sheet.name.as_str());
        let state = match sheet.state.as_str() {
            "hidden" | "veryHidden" => format!(" state=\"{}\"", sheet.state),
            _ => String::new(),
        };
        sheets +=
            &format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>");
    }
    let since = if book.since_1904 {
        " date1904=\"1\""
    } else {
        ""
    };
    format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <workbookPr{since}/><sheets>{sheets}</sheets></workbook>"
    )
}

/// The relationships of a part, numbered as they stand.
fn write_links(links: &[PartLink]) -> String {
    let mut each = String::new();
    for (number, PartLink { kind, target }) in (1..).zip(links) {
        each += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/\
             officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        );
    }
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         {each}</Relationships>"
    )
}
