//! Packages as other programs write them, and what is too large.

use super::*;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Relations that name the main part.
fn root(target: &str) -> String {
    let kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument";
    format!(
        "<Relationships><Relationship Id=\"a\" Type=\"{kind}\" Target=\"{target}\"/>\
         </Relationships>"
    )
}

#[test]
fn packages_of_all_kinds() {
    let xml = format!(
        "<x:document xmlns:x=\"{W}\"><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body>\
         </x:document>"
    );
    let other = zip(&[
        ("_rels/.rels", root("/Word/document2.xml").as_bytes()),
        ("word\\document2.xml", xml.as_bytes()),
    ]);
    assert_eq!(show(&other), "甲");
    assert!(is_docx(&other));
    let kind = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let kinds =
        format!("<Types><Override PartName=\"/x/main.xml\" ContentType=\"{kind}\"/></Types>");
    let by_kind = zip(&[
        ("[Content_Types].xml", kinds.as_bytes()),
        ("x/main.xml", xml.as_bytes()),
    ]);
    assert_eq!(show(&by_kind), "甲");
    let marked = format!("\u{FEFF}{xml}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(show(&zip(&[("word/document.xml", &wide)])), "甲");
    let flat = format!(
        "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"p\"><pkg:part pkg:name=\"/_rels/.rels\">\
        <pkg:xmlData>{}</pkg:xmlData></pkg:part><pkg:part pkg:name=\"/word/document.xml\">\
        <pkg:xmlData>{xml}</pkg:xmlData></pkg:part></pkg:package>",
        root("word/document.xml")
    );
    assert_eq!(show(flat.as_bytes()), "甲");
    let book = zip(&[
        ("_rels/.rels", root("xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    assert!(!is_docx(&book));
    assert_eq!(show(b"PK\x03\x04"), BROKEN.message);
    let properties = "<cp:coreProperties><dc:title>年报</dc:title></cp:coreProperties>";
    let told = read(&zip(&[
        ("word/document.xml", xml.as_bytes()),
        ("docProps/core.xml", properties.as_bytes()),
    ]));
    assert_eq!(told.unwrap().facts[0].value, "年报");
}

#[test]
fn what_asks_for_too_much_is_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(100_000);
    check(&deep, "文件的内容太多，不像一份报告");
    check(
        &"<w:smartTag>".repeat(100_000),
        "文件的内容太多，不像一份报告",
    );
    check(
        &table(&vec![row(&[cell("", "1")]); 100_000]),
        "文件的内容太多，不像一份报告",
    );
    check(
        &"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(1_000),
        "文件的内容太多，不像一份报告",
    );
}

fn is_docx(bytes: &[u8]) -> bool {
    use super::super::super::{ZippedParts, is_docx};
    ZippedParts::open(bytes).is_ok_and(|mut package| is_docx(&mut package))
}
