//! What readers of DOCX find in the main part.

use std::io::{Cursor, Write};

use super::super::content::GridCell;
use super::*;

fn zip_up(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn check(body: &str, expected: &str) {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let shown = match read(&zip_up(&[(PART, &document)])) {
        Err(complaint) => complaint.message.into_owned(),
        Ok(readout) => {
            let mut shown: Vec<String> = readout.blocks.iter().map(show).collect();
            for stray in &readout.strays {
                shown.push(format!("<{} {}>", stray.what, stray.text));
            }
            shown.join(" | ")
        }
    };
    assert_eq!(shown, expected, "{body}");
}

fn show(block: &ContentBlock) -> String {
    match block {
        ContentBlock::Line(line) => line.text.clone(),
        ContentBlock::Figure(figure) => format!("[{} {:?}]", figure.caption.text, figure.alt),
        ContentBlock::Table(grid) => grid.cells.iter().map(show_cell).collect(),
    }
}

fn show_cell(cell: &GridCell) -> String {
    let GridCell {
        text, row, column, ..
    } = cell;
    format!("{text}@{row},{column}+{},{} ", cell.height, cell.width)
}

#[test]
fn the_part_that_programs_show_is_the_one_that_is_read() {
    check_main("word/document.xml", None);
    check_main("/word/document.xml", None);
    check_main("word/other.xml", Some(ELSEWHERE));
}

/// What is complained of a package that names this part as the main one.
fn check_main(target: &str, expected: Option<Complaint>) {
    let relations = format!(
        "<Relationships>\
         <Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"{target}\"/>\
         </Relationships>"
    );
    let bytes = zip_up(&[(ROOT, &relations), (PART, "<w:document/>")]);
    assert_eq!(read(&bytes).err(), expected, "{target}");
}

#[test]
fn paragraphs() {
    check(
        "<w:p><w:r><w:t>甲&amp;</w:t><w:br/><w:t>乙&#x4E00;</w:t></w:r></w:p><w:p/>",
        "甲&\n乙一",
    );
    check(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:tab/><w:t>甲</w:t><w:tab/>\
        <w:t>乙</w:t></w:r></w:p>",
        "甲 乙",
    );
    // Tracked changes are read as they would be accepted.
    check(
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:t>旧</w:t></w:r></w:del></w:p>",
        "新 | <没有接受的修订 >",
    );
    let end = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>";
    let next = "<w:p><w:r><w:t>后</w:t></w:r></w:p>";
    check(&format!("{end}{next}"), "前后 | <没有接受的修订 >");
    check(
        &format!("{end}<w:tbl/>{next}"),
        "前 |  | 后 | <没有接受的修订 >",
    );
    check(end, "前 | <没有接受的修订 >");
    check(
        "<w:p><w:r><w:t>&unknown;</w:t></w:r></w:p>",
        &BROKEN.message,
    );
    check("<w:p>", &BROKEN.message);
    check("<!DOCTYPE a []>", &BROKEN.message);
}

fn cell(looks: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{looks}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn tables_with_spans() {
    let first = cell("<w:gridSpan w:val=\"2\"/>", "角") + &cell("", "件数");
    let second = cell("<w:vMerge w:val=\"restart\"/>", "组") + &cell("", "甲") + &cell("", "1");
    let third = cell("<w:vMerge/>", "") + &cell("", "乙") + &cell("", "2");
    check(
        &format!("<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr><w:tr>{third}</w:tr></w:tbl>"),
        "角@0,0+1,2 件数@0,2+1,1 组@1,0+2,1 甲@1,1+1,1 1@1,2+1,1 乙@2,1+1,1 2@2,2+1,1 ",
    );
    check(
        "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr>\
        </w:tbl></w:tc></w:tr></w:tbl>",
        "内@0,0+1,1 ",
    );
    check(
        &format!(
            "<w:tbl><w:tr>{}</w:tr></w:tbl>",
            cell("<w:gridSpan w:val=\"99999999999\"/>", "甲")
        ),
        "甲@0,0+1,1 ",
    );
}

#[test]
fn pictures_and_captions() {
    let picture = "<w:p><w:r><w:drawing><wp:docPr descr=\"甲3件\"/></w:drawing></w:r></w:p>";
    check(
        &format!(
            "{picture}<w:p><w:pPr><w:pStyle w:val=\"Caption\"/></w:pPr><w:r><w:t>图1</w:t></w:r>\
            </w:p>"
        ),
        "[图1 Some(\"甲3件\")]",
    );
    check(
        &format!("{picture}<w:p><w:r><w:t>文</w:t></w:r></w:p>"),
        "[ Some(\"甲3件\")] | 文",
    );
    // As another program saves it: the style has another name, blank paragraphs between.
    check(
        &format!("{picture}<w:p/><w:p><w:r><w:t>图 1　甲</w:t></w:r></w:p>"),
        "[图 1　甲 Some(\"甲3件\")]",
    );
    check(
        &format!("{picture}<w:p/><w:p><w:r><w:t>图示</w:t></w:r></w:p>"),
        "[ Some(\"甲3件\")] | 图示",
    );
    // In a frame, with words of its own that say nothing.
    let frame = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr=\"框\"/>\
        <w:txbxContent>{picture}<w:p><w:r><w:t>图1</w:t></w:r></w:p></w:txbxContent></w:drawing>\
        </mc:Choice><mc:Fallback><w:pict><w:t>图1</w:t></w:pict></mc:Fallback>\
        </mc:AlternateContent></w:r></w:p>"
    );
    check(&frame, "[图1 Some(\"甲3件\")]");
    check(
        "<w:p><w:r><w:drawing><wp:docPr title=\"厅\"/></w:drawing></w:r></w:p>",
        "[ Some(\"厅\")]",
    );
}

/// A paragraph whose second run looks like this.
fn look(looks: &str) -> String {
    format!("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr>{looks}</w:rPr><w:t>7</w:t></w:r></w:p>")
}

#[test]
fn text_that_nobody_sees_is_told_by_itself() {
    for looks in [
        "<w:vanish/>",
        "<w:color w:val=\"FFFFFF\"/>",
        "<w:sz w:val=\"2\"/>",
    ] {
        check(&look(looks), "甲 | <看不见的文字 7>");
    }
    check(
        &look("<w:strike/><w:dstrike w:val=\"false\"/>"),
        "甲 | <划掉的文字 7>",
    );
    check(&look("<w:dstrike w:val=\"1\"/>"), "甲 | <划掉的文字 7>");
    check(
        &look("<w:vanish w:val=\"0\"/><w:color w:val=\"000000\"/>"),
        "甲7",
    );
    check(
        &look("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
        "甲7",
    );
    // The mark at a paragraph's end is no text.
    check(
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>",
        "甲",
    );
    check(
        "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
        "甲 | <脚注或尾注 >",
    );
    check(
        "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc>\
        </w:tr></w:tbl>",
        "@0,0+1,1  | <隐藏的行 7>",
    );
}
