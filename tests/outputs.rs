//! The outputs: golden parts, every number in its place, the same bytes every time.

mod common;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use common::{CLEAN, Fonts, SAMPLES, document, sample_text, style};
use nianbao::document::{Block, Document, TableBlock};
use nianbao::export::{Edition, Format, docx, html, text};
use nianbao::layout::{FontData, FontSource, Item, Owner, Pages, layout};
use nianbao::render::render;
use quick_xml::events::Event;

fn pages(name: &str) -> (Document, Pages) {
    let (_, document) = document(&sample_text(name));
    let pages = layout(&document, &style(), &Fonts).expect("fonts");
    (document, pages)
}

/// The lines of a page's text, top to bottom, without repeated heads and page numbers.
fn lines(pages: &Pages, page: usize) -> Vec<String> {
    let mut lines: BTreeMap<(i32, i32), String> = BTreeMap::new();
    for item in &pages.pages[page].items {
        if let Item::Glyphs(run) = item
            && !matches!(run.owner, Owner::Artifact(_))
        {
            let key = (
                (run.baseline * 100.0) as i32,
                (run.glyphs[0].x * 100.0) as i32,
            );
            lines.insert(key, run.text.clone());
        }
    }
    let mut joined: Vec<(i32, String)> = Vec::new();
    for ((y, _), text) in lines {
        match joined.last_mut().filter(|(last, _)| *last == y) {
            Some((_, line)) => line.push_str(&text),
            None => joined.push((y, text)),
        }
    }
    joined.into_iter().map(|(_, line)| line).collect()
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name)
        .expect("the part")
        .read_to_string(&mut text)
        .expect("UTF-8");
    text
}

#[test]
fn golden_parts_of_the_clean_example() {
    let (document, pages) = pages(CLEAN);
    insta::assert_snapshot!(
        "text",
        String::from_utf8(text::export(&Edition::new(&document, &style()))).unwrap()
    );
    insta::assert_snapshot!(
        "html",
        String::from_utf8(html::export(&Edition::new(&document, &style()))).unwrap()
    );
    let file = docx::export(
        &Edition::new(&document, &style()),
        &docx::OnPaper::default(),
    );
    for name in [
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "docProps/core.xml",
    ] {
        insta::assert_snapshot!(
            name.replace('/', "_"),
            part(&file, name).replace("><", ">\n<")
        );
    }
    let all: Vec<String> = (0..pages.pages.len())
        .map(|p| format!("— {} —\n{}", p + 1, lines(&pages, p).join("\n")))
        .collect();
    insta::assert_snapshot!("pages", all.join("\n\n"));
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let (_, pages) = pages(CLEAN);
    let full = lines(&pages, 1);
    assert_eq!(full.len(), 22);
    // A line whose marks are squeezed may take one more; most lines have just 28.
    let lengths: Vec<usize> = full
        .iter()
        .filter(|l| l.chars().all(|c| !c.is_ascii()))
        .map(|l| l.chars().count())
        .filter(|n| *n > 26)
        .collect();
    assert!(lengths.iter().all(|n| (27..=29).contains(n)), "{lengths:?}");
    assert!(
        lengths.iter().filter(|n| **n == 28).count() * 2 > lengths.len(),
        "{lengths:?}"
    );
}

/// The numbers of the document's tables, table by table, row by row.
fn expected(document: &Document) -> Vec<Vec<Vec<String>>> {
    let tables = document.blocks.iter().filter_map(|b| {
        if let Block::Table(t) = b {
            Some(t)
        } else {
            None
        }
    });
    tables
        .map(|t: &TableBlock| {
            t.rows
                .iter()
                .map(|r| {
                    r.cells
                        .iter()
                        .filter(|c| c.id.is_some())
                        .map(|c| c.text.clone())
                        .collect()
                })
                .collect()
        })
        .collect()
}

/// The cells of each row of each table in a DOCX, read by another reader.
fn docx_tables(file: &[u8]) -> Vec<Vec<Vec<String>>> {
    let xml = part(file, "word/document.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) => match tag.name().as_ref() {
                "w:tbl" => {
                    inside = true;
                    tables.push(Vec::new());
                }
                "w:tr" => tables.last_mut().unwrap().push(Vec::new()),
                "w:tc" => tables
                    .last_mut()
                    .unwrap()
                    .last_mut()
                    .unwrap()
                    .push(String::new()),
                _ => {}
            },
            Event::Text(text) if inside => {
                if let Some(cell) = tables
                    .last_mut()
                    .and_then(|t| t.last_mut())
                    .and_then(|r| r.last_mut())
                {
                    cell.push_str(text.as_ref());
                }
            }
            Event::End(tag) if tag.name().as_ref() == "w:tbl" => inside = false,
            Event::Eof => return tables,
            _ => {}
        }
    }
}

/// The cells of each content line of each table in the plain text.
fn text_tables(text: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables = Vec::new();
    for line in text.lines() {
        if line.starts_with('┌') {
            tables.push(Vec::new());
        } else if line.starts_with('│') {
            let cells = line
                .trim_matches('│')
                .split('│')
                .map(|c| c.trim().to_owned())
                .collect();
            if let Some(t) = tables.last_mut() {
                t.push(cells);
            }
        }
    }
    tables
}

#[test]
fn every_number_stands_in_its_row_and_column() {
    for name in SAMPLES {
        let (_, document) = document(&sample_text(name));
        let expected = expected(&document);
        let docx = docx_tables(&docx::export(
            &Edition::new(&document, &style()),
            &docx::OnPaper::default(),
        ));
        assert_eq!(docx.len(), expected.len());
        for (table, rows) in expected.iter().zip(&docx) {
            for (numbers, cells) in table.iter().zip(rows) {
                assert_eq!(
                    &cells[cells.len() - numbers.len()..],
                    numbers.as_slice(),
                    "{name}: DOCX"
                );
            }
        }
        let text = text_tables(
            &String::from_utf8(text::export(&Edition::new(&document, &style()))).unwrap(),
        );
        for (table, lines) in expected.iter().zip(&text) {
            // Rows of numbers come in their order among the lines of labels.
            let mut rest = lines.iter();
            for numbers in table.iter().filter(|n| n.iter().any(|t| !t.is_empty())) {
                let found = rest.any(|cells| {
                    cells.len() >= numbers.len()
                        && cells[cells.len() - numbers.len()..] == numbers[..]
                });
                assert!(found, "{name}: text: {numbers:?}");
            }
        }
        let pages = layout(&document, &style(), &Fonts).expect("fonts");
        for (block, table) in document.blocks.iter().enumerate() {
            let Block::Table(table) = table else { continue };
            for (y, row) in table.rows.iter().enumerate() {
                for (i, cell) in row.cells.iter().enumerate() {
                    assert_eq!(
                        drawn(&pages, Owner::Cell(block, y, i)),
                        cell.text,
                        "{name}: pages"
                    );
                }
            }
        }
    }
}

/// All text drawn for a piece of the document, without the blank of an empty cell.
fn drawn(pages: &Pages, owner: Owner) -> String {
    let runs = pages
        .pages
        .iter()
        .flat_map(|p| &p.items)
        .filter_map(|item| match item {
            Item::Glyphs(run) if run.owner == owner => Some(run.text.as_str()),
            _ => None,
        });
    runs.collect::<String>().replace('\u{3000}', "")
}

#[test]
fn same_form_same_bytes_in_every_thread() {
    let once = |name: &str| {
        let (_, document) = document(&sample_text(name));
        let (files, findings) =
            render(&document, &style(), Some(&Fonts), &Format::ALL).expect("rendered");
        assert_eq!(findings, []);
        files.into_iter().map(|f| f.bytes).collect::<Vec<_>>()
    };
    let first = once(CLEAN);
    let others: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|i| scope.spawn(move || (once(SAMPLES[i]), once(CLEAN)).1))
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(others.iter().all(|o| *o == first));
}

/// The lines of a page with what each belongs to, top to bottom.
fn owners(pages: &Pages, page: usize) -> Vec<Owner> {
    let mut found: Vec<(i32, Owner)> = Vec::new();
    for item in &pages.pages[page].items {
        if let Item::Glyphs(run) = item
            && !matches!(run.owner, Owner::Artifact(_))
        {
            found.push(((run.baseline * 10.0) as i32, run.owner));
        }
    }
    found.sort_by_key(|(y, _)| *y);
    found.into_iter().map(|(_, owner)| owner).collect()
}

#[test]
fn nothing_that_introduces_is_last_on_a_page() {
    for lines in 0..24 {
        let filler = "  填充一行。\n".repeat(lines);
        let text = sample_text(CLEAN).replacen(
            "总体情况: |\n",
            &format!("总体情况: |\n{filler}  （一）甲\n  1.乙\n  （1）丙\n  正文。\n"),
            1,
        );
        let (_, document) = document(&text);
        let pages = layout(&document, &style(), &Fonts).expect("fonts");
        for page in 0..pages.pages.len() - 1 {
            match owners(&pages, page).last() {
                Some(Owner::Block(block)) => {
                    assert!(
                        !matches!(document.blocks[*block], Block::Heading { .. }),
                        "{lines}: heading last on page {page}"
                    );
                }
                Some(Owner::Cell(block, row, _)) => {
                    let Block::Table(table) = &document.blocks[*block] else {
                        panic!("no table")
                    };
                    let numbers = table.rows[*row].cells.iter().any(|c| c.id.is_some());
                    // The last line may be of a label that spans rows which have numbers.
                    assert!(
                        numbers || table.rows[*row].cells.iter().any(|c| c.height > 1),
                        "{lines}: head last on page {page}"
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn numbers_stand_on_one_line_whatever_their_length() {
    for number in ["12345", "123456", "1234567", "12345678"] {
        let text = sample_text(CLEAN)
            .replacen(
                "[770, 17, 0, 0, 0, 2]",
                &format!("[{}]", [number; 6].join(", ")),
                1,
            )
            .replacen(
                "行政复议:",
                &format!("行政复议: [{}]\n  旧行政复议:", [number; 4].join(", ")),
                1,
            );
        let (_, document) = document(&text);
        let pages = layout(&document, &style(), &Fonts).expect("fonts");
        let runs = pages
            .pages
            .iter()
            .flat_map(|p| &p.items)
            .filter(|i| matches!(i, Item::Glyphs(run) if run.text == number));
        assert_eq!(runs.count(), 10, "{number}");
    }
}

#[test]
fn long_names_and_notes_stay_on_the_page() {
    let name = "某某市某某区".repeat(33);
    let text = sample_text(CLEAN).replace("机关: 张家港市人民政府", &format!("机关: {name}"));
    let note = format!("{{值: 22, 注: {}}}", "其中修订".repeat(10));
    let text = text.replace(
        "[  3,  0, 0, 0, 0, 0]",
        &format!("[{note}, 0, {note}, 0, 0, 0]"),
    );
    let (_, document) = document(&text);
    let pages = layout(&document, &style(), &Fonts).expect("fonts");
    let bottom = (37.0 + 225.0) * 72.0 / 25.4;
    for item in pages.pages.iter().flat_map(|p| &p.items) {
        match item {
            Item::Rule { from, to, .. } => assert!(from.1 <= bottom && to.1 <= bottom),
            Item::Glyphs(run) if !matches!(run.owner, Owner::Artifact(_)) => {
                assert!(run.baseline <= bottom, "{}", run.text);
            }
            _ => {}
        }
    }
    render(&document, &style(), Some(&Fonts), &Format::ALL).expect("a sound PDF");
}

/// Fonts without one of the files.
struct Without(&'static str);

impl FontSource for Without {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        if file == self.0 {
            return None;
        }
        let data = Fonts.by_file(file)?;
        if self.0 == "half" && file == "nianbao-kai.ttf" {
            let bytes = data.bytes();
            return FontData::new(Arc::new(bytes[..bytes.len() / 10 * 9].to_vec()), 0).ok();
        }
        Some(data)
    }
}

#[test]
fn a_font_that_is_not_there_is_named() {
    let (_, document) = document(&sample_text(CLEAN));
    // Not there at all, or cut off while it was copied.
    for without in ["nianbao-kai.ttf", "half"] {
        let pages = layout(&document, &style(), &Without(without)).expect("fonts");
        let found: Vec<_> = pages
            .findings
            .iter()
            .map(|f| (f.code.name(), f.message.as_str()))
            .collect();
        assert_eq!(
            found,
            [(
                "substituted-font",
                "字体文件 nianbao-kai.ttf 找不到或不完整，用别的字体代替"
            )]
        );
    }
}

#[test]
fn rare_characters_print_and_unknown_ones_are_named() {
    let text = sample_text(CLEAN).replacen("一方面，不断", "堃喆䶮塱埇邨，不断", 1);
    let (_, document_with) = document(&text);
    let pages = layout(&document_with, &style(), &Fonts).expect("fonts");
    assert_eq!(pages.findings, []);
    // A character that stands in no font is named with its line: no PDF, and 〓 in a draft.
    let text = sample_text(CLEAN).replacen("一方面，不断", "一方😀面，不断", 1);
    let (_, mut document_with) = document(&text);
    let (files, findings) =
        render(&document_with, &style(), Some(&Fonts), &Format::ALL).expect("rendered");
    assert_eq!((files.len(), findings.len()), (4, 1), "all but PDF and OFD");
    document_with.draft = true;
    let (files, _) =
        render(&document_with, &style(), Some(&Fonts), &Format::ALL).expect("rendered");
    assert_eq!(files.len(), Format::ALL.len());
    let pages = layout(&document_with, &style(), &Fonts).expect("fonts");
    let codes: Vec<_> = pages
        .findings
        .iter()
        .map(|f| (f.code.name(), f.stated.clone()))
        .collect();
    assert_eq!(codes, [("missing-glyph", Some("😀".to_owned()))]);
}
