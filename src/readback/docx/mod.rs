//! DOCX: the package's main part, its paragraphs, tables and pictures' words.
//!
//! `parts` reads the package within one bound for all that is inflated, `looks` the
//! styles, `body` the main part, `margins` heads and feet of pages, `vector` the texts of
//! charts. Nothing is allocated by numbers in the file. `any` reads documents that other
//! programs wrote.

mod any;
mod body;
mod looks;
mod margins;
mod parts;
mod vector;

use super::content::{ContentBlock, Readout, Stray, TRACKED_CHANGES};
use super::{BROKEN, REBUILD};
use crate::finding::Complaint;
use body::Body;
use looks::Styles;
use parts::{Standing, ZippedParts, relations, walk};

/// The part with the text, its relations, and the styles.
const PART: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const FOLDER: &str = "word/";
/// The relations of the package as a whole, one of which says which part is the main one.
const ROOT: &str = "_rels/.rels";
const MAIN: &str = "officeDocument";
const ELSEWHERE: Complaint = Complaint::fixed("正文不在通常的位置，是别的程序写的", REBUILD);
const STYLES: &str = "word/styles.xml";

/// Whether a package is a text document.
pub(super) fn is_docx(package: &mut ZippedParts<'_>) -> bool {
    package.has(PART) || any::has_other_main(package)
}

/// Whether the bytes are a document as one XML file, as Word saves it where it is asked.
pub(super) fn is_flat(bytes: &[u8]) -> bool {
    any::is_flat(bytes)
}

/// All that a DOCX of any author says; the same in one XML file is taken as well.
pub(super) fn read_any(bytes: &[u8]) -> Result<Readout, Complaint> {
    any::read(bytes)
}

/// All that a DOCX says.
pub(super) fn read(bytes: &[u8]) -> Result<Readout, Complaint> {
    let mut package = ZippedParts::open(bytes)?;
    // Programs show the part that the package names, whatever else lies in it.
    if relations(&mut package, ROOT, "")?
        .values()
        .any(|r| r.kind == MAIN && r.part != PART)
    {
        return Err(ELSEWHERE);
    }
    let xml = package.part(PART)?.ok_or(BROKEN)?;
    let styles = package
        .part(STYLES)?
        .map(|xml| Styles::read(&xml))
        .transpose()?;
    let styles = styles.unwrap_or_default();
    let mut body = Body::new(&styles);
    let mut standing = Standing::new(&mut body);
    walk(&xml, &mut standing)?;
    let tracked = standing.tracked;
    let mut main = body.close().ok_or(BROKEN)?;
    if tracked {
        main.strays.push(Stray {
            what: TRACKED_CHANGES,
            page: None,
            text: String::new(),
        });
    }
    let relations = relations(&mut package, RELATIONS, FOLDER)?;
    for relation in relations
        .values()
        .filter(|r| matches!(r.kind.as_str(), "header" | "footer"))
    {
        if let Some(xml) = package.part(&relation.part)? {
            main.strays.extend(margins::strays(&xml)?);
        }
    }
    for vector in &main.vectors {
        let Some(relation) = relations.get(&vector.relation) else {
            continue;
        };
        let svg = package.part(&relation.part)?;
        if let Some(ContentBlock::Figure(figure)) = main.blocks.get_mut(vector.block) {
            // A drawing that another program wrote may be of any kind.
            figure.drawn = svg.and_then(|svg| vector::texts(&svg).ok());
        }
    }
    Ok(Readout {
        blocks: main.blocks,
        strays: main.strays,
        facts: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn package(xml: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file(PART, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn check(body: &str, expected: &str) {
        let shown = match read(&package(&format!(
            "<w:document><w:body>{body}</w:body></w:document>"
        ))) {
            Err(complaint) => complaint.message.into_owned(),
            Ok(readout) => {
                let strays = readout
                    .strays
                    .iter()
                    .map(|s| format!("<{} {}>", s.what, s.text));
                let blocks = readout.blocks.iter().map(shown);
                blocks.chain(strays).collect::<Vec<_>>().join(" | ")
            }
        };
        assert_eq!(shown, expected, "{body}");
    }

    fn shown(block: &ContentBlock) -> String {
        match block {
            ContentBlock::Line(line) => line.text.clone(),
            ContentBlock::Figure(figure) => format!("[{} {:?}]", figure.caption.text, figure.alt),
            ContentBlock::Table(grid) => {
                let cells = grid.cells.iter();
                cells
                    .map(|c| {
                        format!(
                            "{}@{},{}+{},{} ",
                            c.text, c.row, c.column, c.height, c.width
                        )
                    })
                    .collect()
            }
        }
    }

    #[test]
    fn the_part_that_programs_show_is_the_one_that_is_read() {
        let named = |target: &str| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let relation = format!(
                "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"{target}\"/></Relationships>"
            );
            for (name, content) in [(ROOT, relation.as_str()), (PART, "<w:document/>")] {
                writer
                    .start_file(name, zip::write::SimpleFileOptions::default())
                    .unwrap();
                writer.write_all(content.as_bytes()).unwrap();
            }
            read(&writer.finish().unwrap().into_inner()).err()
        };
        assert_eq!(named("word/document.xml"), None);
        assert_eq!(named("/word/document.xml"), None);
        assert_eq!(named("word/other.xml"), Some(ELSEWHERE));
    }

    #[test]
    fn paragraphs() {
        check(
            "<w:p><w:r><w:t>甲&amp;</w:t><w:br/><w:t>乙&#x4E00;</w:t></w:r></w:p><w:p/>",
            "甲&\n乙一",
        );
        check(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:tab/><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>",
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

    #[test]
    fn tables_with_spans() {
        let cell = |inner: &str, text: &str| {
            format!("<w:tc><w:tcPr>{inner}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
        };
        let first = cell("<w:gridSpan w:val=\"2\"/>", "角") + &cell("", "件数");
        let second = cell("<w:vMerge w:val=\"restart\"/>", "组") + &cell("", "甲") + &cell("", "1");
        let third = cell("<w:vMerge/>", "") + &cell("", "乙") + &cell("", "2");
        check(
            &format!(
                "<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr><w:tr>{third}</w:tr></w:tbl>"
            ),
            "角@0,0+1,2 件数@0,2+1,1 组@1,0+2,1 甲@1,1+1,1 1@1,2+1,1 乙@2,1+1,1 2@2,2+1,1 ",
        );
        check(
            "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
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
                "{picture}<w:p><w:pPr><w:pStyle w:val=\"Caption\"/></w:pPr><w:r><w:t>图1</w:t></w:r></w:p>"
            ),
            "[图1 Some(\"甲3件\")]",
        );
        check(
            &format!("{picture}<w:p><w:r><w:t>文</w:t></w:r></w:p>"),
            "[ Some(\"甲3件\")] | 文",
        );
        // As another program saves it: the style has another name, blank paragraphs between.
        let named = |text: &str| format!("{picture}<w:p/><w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        check(&named("图 1　甲"), "[图 1　甲 Some(\"甲3件\")]");
        check(&named("图示"), "[ Some(\"甲3件\")] | 图示");
        // In a frame, with words of its own that say nothing.
        let frame = format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr=\"框\"/><w:txbxContent>{picture}<w:p><w:r><w:t>图1</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:t>图1</w:t></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        );
        check(&frame, "[图1 Some(\"甲3件\")]");
        check(
            "<w:p><w:r><w:drawing><wp:docPr title=\"厅\"/></w:drawing></w:r></w:p>",
            "[ Some(\"厅\")]",
        );
    }

    #[test]
    fn text_that_nobody_sees_is_told_by_itself() {
        let run = |looks: &str| {
            format!(
                "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr>{looks}</w:rPr><w:t>7</w:t></w:r></w:p>"
            )
        };
        for looks in [
            "<w:vanish/>",
            "<w:color w:val=\"FFFFFF\"/>",
            "<w:sz w:val=\"2\"/>",
        ] {
            check(&run(looks), "甲 | <看不见的文字 7>");
        }
        check(
            &run("<w:strike/><w:dstrike w:val=\"false\"/>"),
            "甲 | <划掉的文字 7>",
        );
        check(&run("<w:dstrike w:val=\"1\"/>"), "甲 | <划掉的文字 7>");
        check(
            &run("<w:vanish w:val=\"0\"/><w:color w:val=\"000000\"/>"),
            "甲7",
        );
        check(
            &run("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
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
            "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "@0,0+1,1  | <隐藏的行 7>",
        );
    }
}
