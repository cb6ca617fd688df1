//! Workbooks that are anything at all: no panic, one clear finding, in bounds.

mod common;

use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use common::{TYPES, cases, findings, package, root, workbook, zipped};
use nianbao::finding::Finding;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn sheet(rows: &str) -> Vec<u8> {
    package(&format!(
        "<worksheet><sheetData>{rows}</sheetData></worksheet>"
    ))
}

/// The workbook gives one finding, and this is a part of its message. A debug
/// build has ten times what a clerk's program needs.
fn check(bytes: &[u8], expected: &str) {
    let start = Instant::now();
    let found = findings(bytes);
    let [finding] = found.as_slice() else {
        panic!("{expected}: {found:#?}")
    };
    assert!(finding.message.contains(expected), "{finding:?}");
    assert!(start.elapsed() < Duration::from_secs(20), "{expected}");
}

/// Any input: whatever is said has a code and a message.
fn survives(bytes: &[u8]) -> Vec<Finding> {
    let found = findings(bytes);
    assert!(
        found
            .iter()
            .all(|f| !f.message.is_empty() && !f.places.is_empty())
    );
    found
}

fn text(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn far_cells_and_great_numbers() {
    check(
        &sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        "单元格 XFD1048576 有内容，远在表格之外",
    );
    check(
        &sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"),
        "没有找到填报表",
    );
    check(
        &workbook("<worksheet/>", "<sst uniqueCount=\"999999999999\"/>"),
        "已损坏",
    );
    check(
        &sheet("<row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"999999999999\">1</f></c></row>"),
        "已损坏",
    );
    check(&sheet("<row r=\"99999999999\"/>"), "已损坏");
    check(
        &sheet("<row><c r=\"ZZZZZZZZ1\"><v>1</v></c></row>"),
        "已损坏",
    );
    check(
        &sheet(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(501)).repeat(400)),
        "内容太多",
    );
    check(
        &workbook(
            "<worksheet/>",
            &format!("<sst>{}</sst>", " ".repeat(40 << 20)),
        ),
        "内容太多",
    );
    check(
        &workbook("<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>", "<sst/>"),
        "已损坏",
    );
    check(&workbook(&"<a>".repeat(1 << 20), "<sst/>"), "读不出来");
    let names: Vec<String> = (0..10_000)
        .map(|i| format!("xl/worksheets/sheet{i}.xml"))
        .collect();
    let mut parts: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), "<worksheet/>"))
        .collect();
    parts.push(("[Content_Types].xml", TYPES));
    check(&zipped(&parts), "工作簿里有 10000 张工作表");
}

#[test]
fn files_that_are_something_else() {
    let (_, document) = common::document(&common::sample_text(common::CLEAN));
    check(
        &nianbao::export::docx::export(
            &nianbao::export::Edition::new(&document, &common::style()),
            &nianbao::export::docx::OnPaper::default(),
        ),
        "这是做好的报告，不是填报表",
    );
    let form = |name: &str| std::fs::read(root().join("tests/forms").join(name)).unwrap();
    check(&form("locked.xlsx"), "工作簿设了打开密码");
    check(b"\xD0\xCF\x11\xE0", "已损坏");
    check(b"PK\x03\x04", "已损坏");
    check(&zipped(&[]), "压缩文件");
}

/// A workbook in OpenDocument format with these rows.
fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"表\">\
         {rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

#[test]
fn rows_and_cells_that_stand_for_many() {
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"";
    let row = |row: &str, columns: &str| {
        open_document(&format!(
            "<table:table-row {row}>{cell} {columns}/></table:table-row>"
        ))
    };
    let rows = "table:number-rows-repeated=\"1048576\"";
    let columns = "table:number-columns-repeated=\"16384\"";
    check(&row("", ""), "没有找到填报表");
    check(&row(rows, ""), "单元格 A25001 有内容，远在表格之外");
    check(&row("", columns), "单元格 SS1 有内容，远在表格之外");
    let many = "table:number-columns-repeated=\"500\"";
    check(&row(rows, many), "内容太多");
    check(
        &row("table:number-rows-repeated=\"-1\"", ""),
        "没有找到填报表",
    );
    check(
        &row("table:number-rows-repeated=\"99999999999999999999\"", ""),
        "没有找到填报表",
    );
    let merged = "table:number-columns-spanned=\"4294967295\" table:number-rows-spanned=\"9\"";
    check(&row("", merged), "没有找到填报表");
    check(&row("table:visibility=\"collapse\"", ""), "没有找到填报表");
    check(&open_document("<!DOCTYPE a []>"), "已损坏");
    check(&open_document(&" ".repeat(17 << 20)), "内容太多");
    check(
        &open_document(&format!("<text:s text:c=\"{}\"/>", u32::MAX)),
        "没有找到填报表",
    );
}

#[test]
fn labels_and_formulas_without_end() {
    let mut rows = String::new();
    for row in 1..=2_000 {
        let cells = ["A", "B", "C", "D", "E", "F", "G"]
            .map(|column| text(&format!("{column}{row}"), "其他"));
        rows += &format!("<row r=\"{row}\">{}</row>", cells.concat());
    }
    survives(&sheet(&rows));
    // Heads below heads, with no row between.
    let heads = [
        "自然人",
        "商业企业",
        "科研机构",
        "其他",
        "总计",
        "自然人",
        "商业企业",
    ];
    let row = |row: u32| {
        let cells: String = (b'A'..)
            .zip(heads)
            .map(|(c, label)| text(&format!("{}{row}", c as char), label))
            .collect();
        format!("<row r=\"{row}\">{cells}</row>")
    };
    survives(&sheet(&(1..=700).map(row).collect::<String>()));
    // Formulas that need each other, in circles and in chains.
    let formula =
        |cell: String, formula: String| format!("<c r=\"{cell}\"><f>{formula}</f><v>1</v></c>");
    let heads = [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ];
    let columns = ["B", "C", "D", "E", "F", "G", "H"];
    let head: String = heads
        .iter()
        .zip(columns)
        .map(|(label, c)| text(&format!("{c}1"), label))
        .collect();
    let mut rows = format!("<row r=\"1\">{head}</row>");
    for (row, label) in (2..).zip(["新收", "上年结转", "予以公开", "部分公开", "结转下年度"])
    {
        let cells: String = columns
            .iter()
            .map(|c| {
                formula(
                    format!("{c}{row}"),
                    format!("SUM(A1:Z99)+{c}{}+{}", row + 1, "(".repeat(500)),
                )
            })
            .collect();
        rows += &format!(
            "<row r=\"{row}\">{}{cells}</row>",
            text(&format!("A{row}"), label)
        );
    }
    assert!(survives(&sheet(&rows)).len() > 5);
}

/// Real forms, read once.
fn corpus() -> &'static [Vec<u8>] {
    static CORPUS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let forms = [
            "openpyxl.xlsx",
            "libreoffice.xlsx",
            "pasted.xlsx",
            "typed.xlsx",
            "odd.xlsx",
            "word.xlsx",
            "libreoffice.ods",
            "libreoffice.xls",
        ];
        let paths = forms.map(|name| format!("tests/forms/{name}"));
        let sample = "samples/003-zhangjiagang-2023.xlsx".to_owned();
        paths
            .into_iter()
            .chain([sample])
            .map(|path| std::fs::read(root().join(path)).unwrap())
            .collect()
    })
}

/// The parts of a package.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        })
        .collect()
}

type Edit = (prop::sample::Index, prop::sample::Index, u8);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            0..6u8,
        ),
        1..6,
    )
}

fn mutate(bytes: &mut Vec<u8>, edits: &[Edit], spice: &[&[u8]]) {
    for (at, other, kind) in edits {
        if bytes.is_empty() {
            bytes.push(b'<');
        }
        let (i, j) = (at.index(bytes.len()), other.index(bytes.len()));
        match kind {
            0 => drop(bytes.remove(i)),
            1 => bytes.swap(i, j),
            2 => {
                drop(
                    bytes
                        .splice(i..i, spice[j % spice.len()].iter().copied())
                        .collect::<Vec<_>>(),
                );
            }
            3 => {
                let copy = bytes[i.min(j)..i.max(j).min(i.min(j) + 400)].to_vec();
                drop(bytes.splice(j..j, copy).collect::<Vec<_>>());
            }
            4 => bytes[i] = bytes[i].wrapping_add(j as u8),
            _ => drop(bytes.drain(i..(i + j % 60).min(bytes.len()))),
        }
    }
}

/// What XML of a sheet is made of.
const SPICE: [&[u8]; 16] = [
    b"<c r=\"A1\" t=\"s\"><v>0</v></c>",
    b"<v>1e308</v>",
    b"\"",
    b"<",
    b">",
    b"&amp;",
    b"&#x0;",
    b"t=\"d\"",
    b"t=\"e\"",
    b"<f>A1</f>",
    b"<f t=\"shared\" si=\"0\"/>",
    b"</row>",
    b"<row>",
    b"<is><t>",
    b"-1",
    b"\xE5\x85\xB6",
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(150),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn workbooks_with_bytes_changed(which in 0..9usize, edits in edits()) {
        let mut bytes = corpus()[which].clone();
        mutate(&mut bytes, &edits, &[b"PK\x01\x02", b"\x00\x00", b"\xFF\xFF\xFF\xFF"]);
        survives(&bytes);
    }

    #[test]
    fn workbooks_with_xml_changed(
        which in 0..9usize,
        part in any::<prop::sample::Index>(),
        edits in edits(),
    ) {
        // One of them is a container of another kind.
        prop_assume!(corpus()[which].starts_with(b"PK"));
        let mut parts = parts(&corpus()[which]);
        let at = part.index(parts.len());
        mutate(&mut parts[at].1, &edits, &SPICE);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, data) in &parts {
            writer.start_file(name.as_str(), options).unwrap();
            writer.write_all(data).unwrap();
        }
        survives(&writer.finish().unwrap().into_inner());
    }
}
