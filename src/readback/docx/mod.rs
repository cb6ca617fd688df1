//! DOCX: the package's main part, its paragraphs, tables and pictures' words.
//!
//! A hostile file costs no more than [`MAX_XML`] of memory: only one part is
//! inflated, up to a limit, and nothing is allocated by numbers in the file.

mod body;

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::content::Block;
use super::{REBUILD, TOO_LARGE, Words};
use body::Body;

/// What the main part may inflate to, in bytes; a report has 300 KB.
const MAX_XML: usize = 16 << 20;
/// The most paragraphs and cells.
const MAX_PIECES: usize = 20_000;
/// The part with the text.
const PART: &str = "word/document.xml";
const BROKEN: Words = ("文件已损坏，或不是 DOCX", REBUILD);

/// Whether the bytes are a package with a text document.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|mut archive| archive.by_name(PART).is_ok())
}

/// All that a DOCX says.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Words> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    let part = archive.by_name(PART).map_err(|_| BROKEN)?;
    let mut xml = Vec::new();
    part.take(MAX_XML as u64 + 1).read_to_end(&mut xml).map_err(|_| BROKEN)?;
    if xml.len() > MAX_XML {
        return Err(TOO_LARGE);
    }
    let text = std::str::from_utf8(&xml).map_err(|_| BROKEN)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut state = Body::default();
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(tag) => state.start(&tag),
            Event::Empty(tag) => {
                state.start(&tag);
                state.end(tag.name().as_ref());
            }
            Event::End(tag) => state.end(tag.name().as_ref()),
            Event::Text(text) => state.text(&text),
            Event::CData(text) => state.text(&text),
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().map_err(|_| BROKEN)?.or(match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                state.text(character.ok_or(BROKEN)?.encode_utf8(&mut [0; 4]));
            }
            // A document type can define entities, which unfold without end.
            Event::DocType(_) => return Err(BROKEN),
            Event::Eof => break,
            _ => {}
        }
        if state.pieces > MAX_PIECES {
            return Err(TOO_LARGE);
        }
    }
    state.blocks().ok_or(BROKEN)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn package(xml: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(PART, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn check(body: &str, expected: &str) {
        let shown =
            match read(&package(&format!("<w:document><w:body>{body}</w:body></w:document>"))) {
                Err((message, _)) => message.to_owned(),
                Ok(blocks) => blocks.iter().map(shown).collect::<Vec<_>>().join(" | "),
            };
        assert_eq!(shown, expected, "{body}");
    }

    fn shown(block: &Block) -> String {
        match block {
            Block::Line(line) => line.text.clone(),
            Block::Figure(figure) => format!("[{} {:?}]", figure.caption.text, figure.alt),
            Block::Table(grid) => {
                let cells = grid.cells.iter();
                cells
                    .map(|c| format!("{}@{},{}+{},{} ", c.text, c.row, c.column, c.height, c.width))
                    .collect()
            }
        }
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
            "新",
        );
        check("<w:p><w:r><w:t>&unknown;</w:t></w:r></w:p>", BROKEN.0);
        check("<w:p>", BROKEN.0);
        check("<!DOCTYPE a []>", BROKEN.0);
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
        check(&format!("{picture}<w:p><w:r><w:t>文</w:t></w:r></w:p>"), "[ Some(\"甲3件\")] | 文");
    }
}
