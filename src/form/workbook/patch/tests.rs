//! Workbooks changed in place, and what of them stays.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::open::read_text;
use super::*;

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A relationship of this kind.
fn link(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>")
}

/// A workbook of one sheet with a chain of calculation.
fn book(sheet: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Override PartName=\"/xl/calcChain.xml\" ContentType=\"x\"/></Types>";
    let root = link("r", "officeDocument", "xl/workbook.xml");
    let root = format!("<Relationships>{root}</Relationships>");
    let sheet_link = link("s", "worksheet", "worksheets/sheet1.xml");
    let chain_link = link("c", "calcChain", "calcChain.xml");
    let rels = format!("<Relationships>{sheet_link}{chain_link}</Relationships>");
    let main = format!(
        "<workbook xmlns:r=\"{RELATION}\">\
         <sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &main),
        ("xl/_rels/workbook.xml.rels", &rels),
        (
            "xl/calcChain.xml",
            "<calcChain><c r=\"B1\" i=\"1\"/></calcChain>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(content.as_bytes()).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

/// The rows of the sheet, and the names of all parts.
fn rows(bytes: &[u8]) -> (String, Vec<String>) {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    let index = archive
        .index_for_name("xl/worksheets/sheet1.xml")
        .expect("the sheet");
    let xml = read_text(&mut archive, index).expect("text");
    let inner = xml.strip_prefix("<worksheet><sheetData>").expect("a sheet");
    (
        inner
            .strip_suffix("</sheetData></worksheet>")
            .expect("a sheet")
            .to_owned(),
        names,
    )
}

/// A cell of the sheet.
fn cell(row: u32, column: u32) -> ValueCell {
    ValueCell {
        sheet: "表".to_owned(),
        at: CellPos::new(row, column),
        computed: false,
        day: false,
    }
}

#[test]
fn formulas_that_share_a_text_stay_right() {
    let shared = "<row r=\"1\"><c r=\"A1\"><v>1</v></c>\
        <c r=\"B1\"><f t=\"shared\" ref=\"B1:B3\" si=\"0\">A1*2</f><v>2</v></c>\
        <c r=\"C1\"><f>SUM(B1:B3)</f><v>12</v></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>2</v></c>\
        <c r=\"B2\"><f t=\"shared\" si=\"0\"/><v>4</v></c></row>\
        <row r=\"3\"><c r=\"A3\"><v>3</v></c>\
        <c r=\"B3\"><f t=\"shared\" si=\"0\"/><v>6</v></c></row>";
    let bytes = book(shared);
    let edit = cell(0, 1).edit(NewContent::Number("100".to_owned()));
    let (changed, names) = rows(&change_cells(&bytes, &[edit]).expect("changed"));
    assert_eq!(
        changed,
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>100</v></c>\
        <c r=\"C1\"><f>SUM(B1:B3)</f><v>110</v></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>2</v></c><c r=\"B2\"><f>A2*2</f><v>4</v></c></row>\
        <row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\"><f>A3*2</f><v>6</v></c></row>"
    );
    // It was the only cell of the chain.
    assert!(
        !names.iter().any(|name| name.contains("calcChain")),
        "{names:?}"
    );
    // A number below them changes what they give, and nothing else.
    let edit = cell(1, 0).edit(NewContent::Number("5".to_owned()));
    let (changed, names) = rows(&change_cells(&bytes, &[edit]).expect("changed"));
    let expected = shared.replace("<v>2</v></c><c r=\"B2\">", "<v>5</v></c><c r=\"B2\">");
    let expected = expected.replace("si=\"0\"/><v>4</v>", "si=\"0\"/><v>10</v>");
    assert_eq!(changed, expected.replace("<v>12</v>", "<v>18</v>"));
    assert!(names.iter().any(|name| name.contains("calcChain")));
}

#[test]
fn a_cell_within_an_array_is_left_alone() {
    let bytes =
        book("<row r=\"1\"><c r=\"A1\"><f t=\"array\" ref=\"A1:A2\">B1:B2</f><v>1</v></c></row>");
    let edit = cell(0, 0).edit(NewContent::Nothing);
    assert_eq!(change_cells(&bytes, &[edit]), None);
    assert_eq!(change_cells(b"PK\x03\x04", &[]), None);
}
