//! Finished files read back by independent readers: they say what the form says, and
//! what they say otherwise is named.

mod common;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use common::{CLEAN, Fonts, SAMPLES, document, files, root, run, sample_text, style, zipped};
use nianbao::document::Document;
use nianbao::export::Format;
use nianbao::finding::Finding;
use nianbao::form::write::{blank, yaml};
use nianbao::readback::{Content, ContentBlock, compare, read};
use nianbao::render::render;
use nianbao::standard::builtin;
use proptest::prelude::*;

const FORMATS: [Format; 3] = [Format::Docx, Format::Pdf, Format::Txt];

/// Finished files with their formats.
type Files = Vec<(Format, Vec<u8>)>;

/// The three files of a document.
fn rendered(document: &Document) -> Files {
    let (files, _) = render(document, &style(), Some(&Fonts), &FORMATS).expect("rendered");
    assert_eq!(files.len(), 3);
    files
        .into_iter()
        .map(|file| (file.format, file.bytes))
        .collect()
}

fn contents(document: &Document) -> Vec<Content> {
    let read = |(format, bytes): (Format, Vec<u8>)| {
        read(&format.name().to_uppercase(), format, &bytes).expect("readable")
    };
    rendered(document).into_iter().map(read).collect()
}

fn messages(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| finding.message.clone())
        .collect()
}

/// Every file of the document says what the document says, and what the others say.
fn check(document: &Document, name: &str) {
    let form = Content::of(document, "form.yaml");
    let files = contents(document);
    for file in &files {
        assert_eq!(
            messages(&compare(file, &form)),
            Vec::<String>::new(),
            "{name}: {:?}",
            file.format
        );
        assert_eq!(file.counts(), form.counts(), "{name}: {:?}", file.format);
        for other in &files {
            assert_eq!(
                messages(&compare(file, other)),
                Vec::<String>::new(),
                "{name}: {:?} {:?}",
                file.format,
                other.format
            );
        }
    }
}

#[test]
fn every_sample_reads_back_as_it_was_written() {
    for name in SAMPLES {
        let (_, mut document) = document(&sample_text(name));
        check(&document, name);
        document.draft = true;
        check(&document, name);
    }
    // Tables on landscape pages stand in sections of their own.
    let mut style = style();
    for id in ["requests", "review"] {
        style.table.tables.entry(id.into()).or_default().landscape = true;
    }
    let (_, lying) = document(&sample_text(CLEAN));
    let (files, _) =
        render(&lying, &style, Some(&Fonts), &[Format::Docx, Format::Pdf]).expect("rendered");
    for file in &files {
        let content = read("a", file.format, &file.bytes).unwrap();
        assert_eq!(
            messages(&compare(&content, &Content::of(&lying, "form.yaml"))),
            Vec::<String>::new()
        );
    }
    let figures = fs::read_to_string(root().join("tests/forms/figures-2023.yaml")).unwrap();
    check(&document(&figures).1, "figures");
}

/// The clean example and its files.
fn clean() -> &'static (Document, Files) {
    static CLEAN_FILES: OnceLock<(Document, Files)> = OnceLock::new();
    CLEAN_FILES.get_or_init(|| {
        let (_, document) = document(&sample_text(CLEAN));
        let files = rendered(&document);
        (document, files)
    })
}

/// What differs between a file and the clean example.
fn against_clean(format: Format, bytes: &[u8]) -> Vec<Finding> {
    match read("a", format, bytes) {
        Ok(content) => compare(&content, &Content::of(&clean().0, "form.yaml")),
        Err(finding) => vec![*finding],
    }
}

#[test]
fn after_a_correction_the_old_files_differ_just_where_they_are_stale() {
    let (from, to) = ("予以公开:            [277", "予以公开:            [278");
    let text = sample_text(CLEAN);
    assert!(text.contains(from));
    let (_, corrected) = document(&text.replacen(from, to, 1));
    let form = Content::of(&corrected, "form.yaml");
    for (kind, bytes) in &clean().1 {
        let found = compare(&read("a", *kind, bytes).unwrap(), &form);
        // The cell, the totals that moved, and the sentence that prints one of them.
        let paths: Vec<_> = found
            .iter()
            .map(|f| {
                (
                    &*f.places[0].path,
                    f.stated.as_deref(),
                    f.expected.as_deref(),
                )
            })
            .collect();
        let sentence = |done: &str| {
            format!(
                "2023年，全市收到申请793件（含2022年结转4件），依法办结{done}件，\
                 44件转下一年度办理。"
            )
        };
        let (old, new) = (sentence("749"), sentence("750"));
        let expected = [
            ("总体情况", old.as_str(), new.as_str()),
            ("申请.办理结果.予以公开.自然人", "277", "278"),
            ("申请.办理结果.予以公开.总计", "288", "289"),
            ("申请.办理结果.总计.自然人", "730", "731"),
            ("申请.办理结果.总计.总计", "749", "750"),
        ];
        assert_eq!(
            paths,
            expected.map(|(path, a, b)| (path, Some(a), Some(b))),
            "{kind:?}"
        );
        assert!(
            found
                .iter()
                .all(|f| f.code.name() == "stale-output" && &*f.places[0].file == "a")
        );
        assert!(
            found.iter().all(|f| &*f.places[1].file == "form.yaml"),
            "the form's place is told"
        );
        let cell = match kind {
            Format::Pdf => "PDF 第5页“（一）予以公开，自然人”是 277，填报表是 278",
            Format::Docx => "DOCX 中“（一）予以公开，自然人”是 277，填报表是 278",
            _ => "TXT 中“（一）予以公开，自然人”是 277，填报表是 278",
        };
        assert_eq!(found[1].message, cell);
    }
    // Two files that were made before and after it tell the same of each other.
    let after = rendered(&corrected);
    let (old, new) = (&clean().1[1], &after[0]);
    let found = compare(
        &read("a.pdf", old.0, &old.1).unwrap(),
        &read("a.docx", new.0, &new.1).unwrap(),
    );
    assert_eq!(found.len(), 5);
    assert_eq!(
        found[1].message,
        "PDF 第5页“（一）予以公开，自然人”是 277，DOCX 是 278"
    );
}

/// The DOCX of the clean example with a piece of its text replaced.
fn damaged_docx(from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(&clean().1[0].1)).unwrap();
    let mut xml = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    assert!(xml.contains(from), "{from}");
    zipped(&[("word/document.xml", &xml.replacen(from, to, 1))])
}

fn damaged_text(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(clean().1[2].1.clone()).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn damage_by_hand_is_named() {
    let check = |format: Format, bytes: &[u8], expected: &[&str]| {
        assert_eq!(messages(&against_clean(format, bytes)), expected);
    };
    let docx = |from: &str, to: &str, expected: &[&str]| {
        check(Format::Docx, &damaged_docx(from, to), expected);
    };
    let text = |from: &str, to: &str, expected: &[&str]| {
        check(Format::Txt, &damaged_text(from, to), expected);
    };
    docx(
        ">674913<",
        ">674931<",
        &["DOCX 中“行政许可”是 674931，填报表是 674913"],
    );
    docx(
        ">674913<",
        "><",
        &["DOCX 中“行政许可”是 空的，填报表是 674913"],
    );
    text(
        " 674913 ",
        " 674931 ",
        &["TXT 中“行政许可”是 674931，填报表是 674913"],
    );
    // The rest of the line has moved.
    text(
        " 674913 ",
        " 67491300 ",
        &["TXT 中“行政许可”是 67491300，填报表是 674913"],
    );
    // A label.
    docx(
        ">行政处罚<",
        ">行政处分<",
        &["DOCX 中表“主动公开政府信息情况”里写的是“行政处分”，填报表是“行政处罚”"],
    );
    // Words of the text, a sentence and a paragraph.
    docx(
        "20015条",
        "20016条",
        &["DOCX 中写的是“…栏7个，主动公开政府信息20016条。”，\
             填报表是“…栏7个，主动公开政府信息20015条。”"],
    );
    text(
        "印发督查通报4期，",
        "",
        &[
            "TXT 中写的是“…政务新媒体专项督查4次，对存在的问题进行通报，同…”，\
             填报表是“…政务新媒体专项督查4次，印发督查通报4期，对存在的问题进行通报，同…”",
        ],
    );
    text(
        "全年未发生涉及政府信息公开责任追究情况。",
        "",
        &["TXT 中缺一句：“全年未发生涉及政府信息公开责任追究情况。”"],
    );
    text(
        "　　（三）强化",
        "　　多出来的。\n　　（三）强化",
        &["TXT 中多一段：“多出来的。”"],
    );
    text(
        "　　（三）强化全程监管，保障政府信息规范管理发布\n",
        "",
        &["TXT 中缺一段：“（三）强化全程监管，保障政府信息规范管理发布”"],
    );
    // A blank between two digits counts, one between characters does not.
    text(
        " 674913  ",
        " 6749 13 ",
        &["TXT 中“行政许可”是 6749 13，填报表是 674913"],
    );
    text("全年未发生", "全年 未发生", &[]);
}

#[test]
fn tables_of_another_shape_are_told_once_and_their_numbers_compared() {
    // A row that was taken out, and a number changed in another.
    let xml = damaged_docx(">674913<", ">674931<");
    let mut archive = zip::ZipArchive::new(Cursor::new(&xml)).unwrap();
    let mut text = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    let at = text.find(">行政强制<").unwrap();
    let row = text[..at].rfind("<w:tr>").unwrap()
        ..at + text[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    text.replace_range(row, "");
    let found = messages(&against_clean(
        Format::Docx,
        &zipped(&[("word/document.xml", &text)]),
    ));
    let shape = "DOCX 中表“主动公开政府信息情况”的行列与填报表的不同";
    assert_eq!(
        found,
        [shape, "DOCX 中“行政许可”是 674931，填报表是 674913"]
    );
    // The whole table.
    let (start, end) = (
        text.find("<w:tbl>").unwrap(),
        text.find("</w:tbl>").unwrap() + "</w:tbl>".len(),
    );
    let table = text[start..end].to_owned();
    text.replace_range(start..end, "");
    let gone = "DOCX 中缺一张表：表“主动公开政府信息情况”";
    assert_eq!(
        messages(&against_clean(
            Format::Docx,
            &zipped(&[("word/document.xml", &text)])
        )),
        [gone]
    );
    // Moved to the front, it is told as moved, beside what is wrong in it.
    text.insert_str(text.find("<w:body>").unwrap() + "<w:body>".len(), &table);
    let found = messages(&against_clean(
        Format::Docx,
        &zipped(&[("word/document.xml", &text)]),
    ));
    assert_eq!(
        found[0],
        "DOCX 中表“主动公开政府信息情况”的位置与填报表的不同"
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn a_colophon_is_no_text_of_the_report() {
    let mut document = clean().0.clone();
    document.colophon = Some("由填报表生成".to_owned());
    let whole = String::from_utf8(rendered(&document)[2].1.clone()).unwrap();
    let (text, colophon) = whole.split_at(whole.find("\n—— nianbao ").expect("a colophon"));
    let with = |more: &str| {
        messages(&against_clean(
            Format::Txt,
            format!("{text}{more}").as_bytes(),
        ))
    };
    assert_eq!(with(colophon), Vec::<String>::new());
    assert_eq!(with(""), Vec::<String>::new());
    assert_eq!(with("\n　　别的\n"), ["TXT 中多一段：“别的”"]);
}

/// Counts for the rows of six columns of a form.
fn counts() -> impl Strategy<Value = Vec<([u32; 6], u8)>> {
    let number = || prop_oneof![3 => Just(0u32), 2 => 0..2000u32, 1 => 0..100_000_000u32];
    prop::collection::vec((proptest::array::uniform6(number()), any::<u8>()), 24)
}

/// A line of narrative, with what readers and lines of print stumble over.
fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "主动公开政府信息",
        "共收到申请",
        "12",
        "674913",
        "3.5%",
        "件",
        "，",
        "。",
        "；",
        "、",
        "！",
        "？",
        "：",
        "（一）",
        "一、",
        "1.",
        "（1）",
        "（",
        "）",
        "“",
        "”",
        "《条例》",
        "〔2021〕30号",
        "——",
        "…",
        "Open Government",
        "Wi-Fi",
        "https://www.example.gov.cn/zwgk/index.html",
        " ",
        "  ",
        "\u{3000}",
        "**重点**",
        "<&>",
        "&amp;",
        "'",
        "\"",
        "%",
        "/",
        "堃",
        "喆",
        "䶮",
        "│",
        "【草稿】",
        "〓",
        "市级保留88件",
        "不断完善政府信息发布机制和公开审查机制，进一步明确公开的主体、内容、时限、方式等",
    ]);
    prop_oneof![
        9 => prop::collection::vec(piece.clone(), 1..12),
        1 => prop::collection::vec(piece, 100..160),
    ]
    .prop_map(|pieces| pieces.concat())
}

/// A form of a format with these numbers and lines; by each row's sort a total is
/// stated, right or wrong, or a note stands with a number.
fn form(
    format: &str,
    year: i32,
    rows: &[([u32; 6], u8)],
    lines: &[String],
    charts: bool,
) -> String {
    let text = yaml(
        &blank(&builtin(format).unwrap(), "某某市某某区某某局", year),
        "form.json",
    );
    let mut rest = rows.iter().cycle();
    let mut out = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        let Some((key, _)) = line.split_once("[0, 0, 0, 0, 0, 0]") else {
            out.push(line.to_owned());
            if line.starts_with("总体情况:") || line.starts_with("其他事项:") {
                out.extend(
                    lines
                        .iter()
                        .filter(|line| !line.trim().is_empty())
                        .map(|line| format!("  {}", line.trim_start_matches(' '))),
                );
            }
            continue;
        };
        let (numbers, sort) = rest.next().expect("a cycle has no end");
        let mut cells: Vec<String> = numbers.iter().map(u32::to_string).collect();
        match sort % 8 {
            0 => cells.push(
                numbers
                    .iter()
                    .map(|n| u64::from(*n))
                    .sum::<u64>()
                    .to_string(),
            ),
            1 => cells.push(u32::from(*sort).to_string()),
            2 => {
                cells[usize::from(*sort) % 6] =
                    "{值: 22, 注: 其中修订16件，含 Open Data 3 件}".into();
            }
            3 => cells[usize::from(*sort) % 6] = "约三件".into(),
            _ => {}
        }
        out.push(format!("{key}[{}]", cells.join(", ")));
    }
    out.join("\n") + if charts { "\n图表: 是\n" } else { "\n" }
}

/// Changes a cell and a line of a content.
fn change(content: &mut Content, at: prop::sample::Index) {
    let mut cells: Vec<&mut String> = Vec::new();
    let mut lines: Vec<&mut String> = Vec::new();
    for block in &mut content.blocks {
        match block {
            ContentBlock::Table(grid) => {
                cells.extend(grid.cells.iter_mut().map(|cell| &mut cell.text));
            }
            ContentBlock::Line(line) => lines.push(&mut line.text),
            ContentBlock::Figure(_) => {}
        }
    }
    let cell = at.index(cells.len());
    cells[cell].push('1');
    // A line begins with another character, so that its sentences stay as many as they are.
    let line = at.index(lines.len());
    lines[line].insert(0, '甲');
}

/// A place in a file, and one of these bytes that is put there.
fn flip(bytes: &[u8]) -> impl Strategy<Value = (prop::sample::Index, u8)> + use<> {
    (
        any::<prop::sample::Index>(),
        prop::sample::select(bytes.to_vec()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: common::cases(16),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_reports_read_back_as_they_were_written(
        rows in counts(),
        lines in prop::collection::vec(line(), 1..12),
        new in any::<bool>(),
        charts in any::<bool>(),
        draft in any::<bool>(),
        at in any::<prop::sample::Index>(),
    ) {
        let (format, year) = if new { ("2021", 2023) } else { ("2019", 2020) };
        let text = form(format, year, &rows, &lines, charts);
        let (_, mut document) = document(&text);
        document.draft = draft;
        let form = Content::of(&document, "form.yaml");
        for file in contents(&document) {
            let found = messages(&compare(&file, &form));
            prop_assert!(found.is_empty(), "{:?}: {found:#?}\n{text}", file.format);
            prop_assert_eq!(file.counts(), form.counts());
            // One cell and one paragraph said otherwise: both are noticed, and nothing else.
            let mut other = form.clone();
            change(&mut other, at);
            let found = messages(&compare(&file, &other));
            // Where two paragraphs or sentences are the same, a changed one may count as one more
            // and one less.
            prop_assert!((2..=3).contains(&found.len()), "{:?}: {found:#?}", file.format);
        }
    }

    #[test]
    fn no_file_makes_the_readers_panic(
        kind in 0..3usize,
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        whole in any::<bool>(),
    ) {
        let (kind, bytes) = &clean().1[kind];
        let mut bytes = bytes.clone();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        // Whatever comes of it, as long as something does.
        let _ = nianbao::readback::format_of(&bytes);
        for kind in [Format::Docx, Format::Pdf, Format::Txt, *kind] {
            match read("a", kind, &bytes) {
                Ok(content) => drop(compare(&content, &Content::of(&clean().0, "form.yaml"))),
                Err(finding) => prop_assert_eq!(finding.code.name(), "unreadable"),
            }
        }
    }

    #[test]
    fn a_broken_structure_makes_the_reader_of_pdf_no_trouble(
        flips in prop::collection::vec(flip(b"0123456789 R[]<>/KPgMCR"), 1..40),
    ) {
        // In files of version 0.1 the elements of the structure are plain text; nothing else is
        // touched, so that lengths stay.
        let mut bytes = include_bytes!("sealed/0.1/003-corrected-2023.pdf").to_vec();
        let mark = b"/StructElem";
        let elements: Vec<usize> =
            (0..bytes.len()).filter(|at| bytes[*at..].starts_with(mark)).collect();
        prop_assert!(elements.len() > 300);
        for (at, byte) in flips {
            let start = elements[at.index(elements.len())] + mark.len();
            bytes[start + at.index(60)] = byte;
        }
        let _ = against_clean(Format::Pdf, &bytes);
    }

    #[test]
    fn broken_xml_makes_the_reader_of_docx_no_trouble(
        flips in prop::collection::vec(flip(b"<>/\"w:tcp &;x0"), 1..6),
    ) {
        let mut archive = zip::ZipArchive::new(Cursor::new(&clean().1[0].1)).unwrap();
        let mut xml = Vec::new();
        archive.by_name("word/document.xml").unwrap().read_to_end(&mut xml).unwrap();
        for (at, byte) in flips {
            let at = at.index(xml.len());
            xml[at] = byte;
        }
        let xml = String::from_utf8_lossy(&xml);
        let _ = against_clean(Format::Docx, &zipped(&[("word/document.xml", &xml)]));
    }
}

#[test]
fn what_unfolds_without_end_is_refused() {
    let bomb = "<w:t>".to_owned() + &" ".repeat(17 << 20);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(
            "word/document.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    writer.write_all(bomb.as_bytes()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(
        messages(&against_clean(Format::Docx, &bytes)),
        ["DOCX 读不出来：文件的内容太多，不像一份报告"]
    );
    let deep = "<w:document>".to_owned() + &"<w:tbl><w:tr><w:tc>".repeat(50_000);
    assert_eq!(
        against_clean(Format::Docx, &zipped(&[("word/document.xml", &deep)])).len(),
        1
    );
    let nested = [b"%PDF-1.7\n1 0 obj ".as_slice(), &b"[".repeat(1 << 20)].concat();
    assert_eq!(
        messages(&against_clean(Format::Pdf, &nested)),
        ["PDF 读不出来：文件已损坏，或不是 PDF"]
    );
    let lines = "│".repeat(1 << 20);
    assert!(
        !against_clean(
            Format::Txt,
            format!("┌{}┐\n{lines}\n└┘", "┬─".repeat(100_000)).as_bytes()
        )
        .is_empty()
    );
}

const NAME: &str = "张家港市人民政府2023年政府信息公开工作年度报告";

/// Runs and compares exit code and parts of what is said (on either stream).
fn says(dir: &Path, args: &[&str], code: i32, said: &[&str]) {
    let out = run(dir, args);
    let all = format!("{}{}", out.stdout, out.stderr);
    assert_eq!(out.code, code, "{args:?}: {all}");
    said.iter()
        .for_each(|said| assert!(all.contains(said), "{args:?}: {said}: {all}"));
}

#[test]
fn verify_as_a_clerk_runs_it() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let [docx, pdf, txt] = ["docx", "pdf", "txt"].map(|kind| format!("{NAME}.{kind}"));
    fs::write(dir.join("form.yaml"), sample_text(CLEAN)).unwrap();
    says(
        dir,
        &["verify", "form.yaml"],
        2,
        &["旁边没有它的报告；先运行 nianbao build"],
    );
    says(dir, &["build", "form.yaml"], 0, &["新建"]);
    let agree = [&docx, &pdf, &txt].map(|name| format!("一致  {name}（3 张表 279 格，24 段）\n"));
    assert_eq!(run(dir, &["verify", "form.yaml"]).stdout, agree.concat());
    assert_eq!(
        run(dir, &["verify", &pdf, &txt]).stdout,
        agree[1..].concat()
    );
    // A correction that was not rendered.
    let corrected =
        sample_text(CLEAN).replace("予以公开:            [277", "予以公开:            [278");
    fs::write(dir.join("form.yaml"), corrected).unwrap();
    let cell = "PDF 第5页“（一）予以公开，自然人”是 277，填报表是 278";
    let errors = "填报表有错误，请运行 nianbao check form.yaml；下面照现在的内容核对";
    says(
        dir,
        &["verify", &pdf, "form.yaml"],
        1,
        &[
            cell,
            "form.yaml:42",
            errors,
            &format!("不一致  {pdf}：5 处"),
            "5 个错误",
        ],
    );
    let json = run(dir, &["verify", "form.yaml", &pdf, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["findings"][1]["message"], cell);
    assert_eq!(
        json["findings"][1]["places"][1]["path"],
        "申请.办理结果.予以公开.自然人"
    );
    assert_eq!(json["files"][0]["status"], "differs");
    let sarif = run(dir, &["verify", "form.yaml", &pdf, "--format", "sarif"]);
    assert!(sarif.stdout.contains("\"ruleId\": \"O104\""));
    // The draft beside the form is verified as well.
    says(
        dir,
        &["build", "form.yaml", "--draft"],
        1,
        &["（草稿）.pdf"],
    );
    says(
        dir,
        &["verify", "form.yaml"],
        1,
        &[
            &format!("一致  {NAME}（草稿）.pdf（3 张表"),
            &format!("不一致  {docx}：5 处"),
        ],
    );
    // Files that say different things, without a form; two of one kind by their names.
    says(
        dir,
        &["verify", &docx, &format!("{NAME}（草稿）.txt")],
        1,
        &["TXT 中“（一）予以公开，自然人”是 278，DOCX 是 277"],
    );
    says(
        dir,
        &["verify", &docx, &format!("{NAME}（草稿）.docx")],
        1,
        &[&format!("{NAME}（草稿）.docx 中“")],
    );
}

#[test]
fn verify_tells_what_it_cannot_do() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    fs::write(dir.join("form.yaml"), sample_text(CLEAN)).unwrap();
    fs::write(dir.join("broken.yaml"), "- 1\n").unwrap();
    fs::write(dir.join("page.html"), "<html/>").unwrap();
    fs::write(dir.join("a.pdf"), "%PDF-1.7\n").unwrap();
    fs::write(dir.join("b.txt"), "甲\n").unwrap();
    says(dir, &["verify"], 2, &["缺少"]);
    says(
        dir,
        &["verify", "b.txt"],
        2,
        &["只有一个报告文件，没有可比的"],
    );
    says(
        dir,
        &["verify", "form.yaml", "broken.yaml"],
        2,
        &["一次只能核对一份填报表"],
    );
    says(dir, &["verify", "page.html"], 2, &["网页不核对"]);
    says(
        dir,
        &["verify", "nowhere.pdf", "form.yaml"],
        2,
        &["打不开 nowhere.pdf"],
    );
    says(
        dir,
        &["verify", "broken.yaml", "b.txt"],
        1,
        &["这不是一份填报表", "填报表读不了，没有核对"],
    );
    says(
        dir,
        &["verify", "a.pdf", "form.yaml", "page.html"],
        1,
        &["unreadable", "读不了  a.pdf", "没有核对  page.html"],
    );
    // A name that does not tell is told by its content.
    fs::write(dir.join("report"), "甲\n").unwrap();
    says(
        dir,
        &["verify", "b.txt", "report"],
        0,
        &["一致  report（0 张表 0 格，1 段）"],
    );
    assert_eq!(files(dir).len(), 6);
}
