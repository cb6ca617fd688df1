//! Files that were tampered with or made to harm: what a reader sees is told, and what
//! unfolds without end is refused soon.

mod common;

use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use common::{CLEAN, Fonts, document, root, sample_text, style, zipped};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use nianbao::document::Document;
use nianbao::export::Format;
use nianbao::readback::{Content, ContentBlock, compare, read};
use nianbao::render::render;

/// A document with the bytes of its DOCX and PDF.
struct Made {
    document: Document,
    docx: Vec<u8>,
    pdf: Vec<u8>,
}

impl Made {
    fn new(text: &str) -> Self {
        let (_, document) = document(text);
        let formats = [Format::Docx, Format::Pdf];
        let (files, _) = render(&document, &style(), Some(&Fonts), &formats).expect("rendered");
        let [docx, pdf] = [0, 1].map(|at| files[at].bytes.clone());
        Self {
            document,
            docx,
            pdf,
        }
    }

    /// What a file says otherwise than this document.
    fn told(&self, format: Format, bytes: &[u8]) -> Vec<String> {
        let form = Content::of(&self.document, "form.yaml");
        match read("a", format, bytes) {
            Ok(content) => compare(&content, &form)
                .into_iter()
                .map(|f| f.message)
                .collect(),
            Err(finding) => vec![finding.message],
        }
    }
}

fn clean() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| Made::new(&sample_text(CLEAN)))
}

fn figures() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    let text = || std::fs::read_to_string(root().join("tests/forms/figures-2023.yaml")).unwrap();
    MADE.get_or_init(|| Made::new(&text()))
}

/// The XML parts of a package with stretches of some replaced: part, old, new.
fn edited(docx: &[u8], edits: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut parts: Vec<(String, String)> = Vec::new();
    for name in names {
        let mut text = String::new();
        // Pictures are no text, and nobody looks at them.
        if archive
            .by_name(&name)
            .unwrap()
            .read_to_string(&mut text)
            .is_ok()
        {
            parts.push((name, text));
        }
    }
    for (name, from, to) in edits {
        let (_, text) = parts
            .iter_mut()
            .find(|(part, _)| part == name)
            .expect("a part");
        assert!(text.contains(from), "{name}: {from}");
        *text = text.replace(from, to);
    }
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(n, text)| (n.as_str(), text.as_str()))
        .collect();
    zipped(&parts)
}

const MAIN: &str = "word/document.xml";
const NUMBER: &str = "<w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">674913<";
const EMPTY: &str = "DOCX 中“行政许可”是 空的，填报表是 674913";

/// The number 674913 with these looks.
fn looking(looks: &str) -> String {
    format!("{looks}</w:rPr><w:t xml:space=\"preserve\">674913<")
}

#[test]
fn text_of_a_docx_that_nobody_sees_is_told() {
    let check = |looks: &str, told: &str| {
        let docx = edited(&clean().docx, &[(MAIN, NUMBER, &looking(looks))]);
        assert_eq!(clean().told(Format::Docx, &docx), [EMPTY, told], "{looks}");
    };
    check("<w:vanish/>", "DOCX 中有看不见的文字：“674913”");
    check(
        "<w:color w:val=\"FFFFFF\"/>",
        "DOCX 中有看不见的文字：“674913”",
    );
    check("<w:sz w:val=\"2\"/>", "DOCX 中有看不见的文字：“674913”");
    check("<w:strike/>", "DOCX 中有划掉的文字：“674913”");
    check(
        "<w:dstrike w:val=\"true\"/>",
        "DOCX 中有划掉的文字：“674913”",
    );
    // By a style.
    let style =
        "<w:style w:type=\"character\" w:styleId=\"x\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let end = "</w:styles>";
    let docx = edited(
        &clean().docx,
        &[
            (MAIN, NUMBER, &looking("<w:rStyle w:val=\"x\"/>")),
            ("word/styles.xml", end, &format!("{style}{end}")),
        ],
    );
    let told = "DOCX 中有看不见的文字：“674913”";
    assert_eq!(clean().told(Format::Docx, &docx), [EMPTY, told]);
}

#[test]
fn what_stands_beside_the_text_of_a_docx_is_told() {
    let check = |part: &str, from: &str, to: &str, told: &[&str]| {
        let docx = edited(&clean().docx, &[(part, from, to)]);
        assert_eq!(clean().told(Format::Docx, &docx), told, "{to}");
    };
    let end = "</w:body>";
    let body = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>{end}");
    check(
        MAIN,
        end,
        &body("<w:sym w:char=\"F037\"/>"),
        &["DOCX 中有特殊符号"],
    );
    check(
        MAIN,
        end,
        &body("<w:footnoteReference w:id=\"2\"/>"),
        &["DOCX 中有脚注或尾注"],
    );
    check(MAIN, end, &body("<w:object/>"), &["DOCX 中有嵌入的对象"]);
    check(
        MAIN,
        end,
        &format!("<w:altChunk r:id=\"x\"/>{end}"),
        &["DOCX 中有嵌入的文件"],
    );
    let footer = "DOCX 中有页眉页脚里的文字：“作废— 1 —”";
    check("word/footer1.xml", ">— <", ">作废— <", &[footer]);
    check("word/footer1.xml", ">— <", ">- <", &[]);
    let row = edited(&clean().docx, &[(MAIN, NUMBER, &looking(""))]);
    assert_eq!(clean().told(Format::Docx, &row), Vec::<String>::new());
}

#[test]
fn figures_that_another_program_saved_are_found_again() {
    let made = figures();
    let check = |edits: &[(&str, &str, &str)]| {
        let docx = edited(&made.docx, edits);
        assert_eq!(made.told(Format::Docx, &docx), Vec::<String>::new());
    };
    check(&[]);
    check(&[(MAIN, "w:val=\"Caption\"", "w:val=\"a7\"")]);
    check(&[
        (MAIN, "w:val=\"Caption\"", "w:val=\"a7\""),
        (
            "word/styles.xml",
            "w:styleId=\"Caption\"><w:name w:val=\"caption\"/>",
            "w:styleId=\"a7\"><w:name w:val=\"Illustration\"/>",
        ),
    ]);
    // A blank paragraph behind each picture, words as a title, no drawing in vectors.
    check(&[
        (
            MAIN,
            "</w:drawing></w:r></w:p>",
            "</w:drawing></w:r></w:p><w:p/>",
        ),
        (MAIN, " descr=\"", " title=\""),
        (MAIN, "<asvg:svgBlip", "<asvg:other"),
    ]);
}

/// The name of the first chart's drawing, and its last number.
fn chart(docx: &[u8]) -> (String, String) {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let name = names
        .into_iter()
        .find(|name| name.contains(".svg"))
        .expect("a chart");
    let mut svg = String::new();
    archive
        .by_name(&name)
        .unwrap()
        .read_to_string(&mut svg)
        .unwrap();
    let end = svg.rfind("</text>").expect("a text");
    let start = svg[..end].rfind('>').unwrap() + 1;
    (name, svg[start..end].to_owned())
}

#[test]
fn a_number_in_a_chart_is_told() {
    let made = figures();
    let (name, number) = chart(&made.docx);
    let docx = edited(
        &made.docx,
        &[(&name, &format!(">{number}<"), &format!(">9{number}<"))],
    );
    let told = made.told(Format::Docx, &docx);
    assert!(told.len() == 1 && told[0].contains("里画的是"), "{told:?}");
    // The same number in the page's glyphs: here the form says otherwise.
    let content = read("a", Format::Pdf, &made.pdf).unwrap();
    let mut form = Content::of(&made.document, "form.yaml");
    let mut changed = 0;
    for block in &mut form.blocks {
        let ContentBlock::Figure(figure) = block else {
            continue;
        };
        let texts = figure.drawn.as_mut().expect("a form knows what is drawn");
        if let Some(last) = texts.last_mut() {
            last.insert(0, '9');
            changed += 1;
        }
    }
    let told = compare(&content, &form);
    assert!(changed > 0 && told.len() == changed, "{told:?}");
    assert!(
        told.iter()
            .all(|finding| finding.message.contains("里画的是")),
        "{told:?}"
    );
}

/// Where an object with a word begins and ends in a file, and its number.
fn object(pdf: &[u8], word: &str) -> (u32, String) {
    let text = String::from_utf8_lossy(pdf);
    let at = text.find(word).expect(word);
    let start = text[..at].rfind(" 0 obj").expect("an object");
    let number = text[..start]
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap();
    let end = start + text[start..].find("endobj").unwrap();
    (
        number.parse().unwrap(),
        text[start + " 0 obj".len()..end].to_owned(),
    )
}

/// The same with objects behind it, which take the place of those with their numbers.
fn with(pdf: &[u8], objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = pdf.to_vec();
    for (number, body) in objects {
        out.extend(format!("\n{number} 0 obj\n").into_bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    out
}

fn stream(content: &[u8]) -> Vec<u8> {
    let head = format!("<</Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn position(bytes: &[u8], word: &[u8]) -> usize {
    bytes
        .windows(word.len())
        .position(|w| w == word)
        .expect("a word")
}

/// The number of the first page's contents, and these.
fn contents(pdf: &[u8]) -> (u32, Vec<u8>) {
    let text = String::from_utf8_lossy(pdf);
    let behind = &text[text.find("/Contents ").unwrap() + "/Contents ".len()..];
    let number: u32 = behind[..behind.find(' ').unwrap()].parse().unwrap();
    let head = format!("\n{number} 0 obj");
    let rest = &pdf[position(pdf, head.as_bytes())..];
    let data = &rest[position(rest, b"stream\n") + "stream\n".len()..];
    let mut content = Vec::new();
    ZlibDecoder::new(data).read_to_end(&mut content).unwrap();
    (number, content)
}

/// Text as the first page shows it.
fn shown(content: &[u8]) -> Vec<u8> {
    let start = position(content, b"BT");
    let length = position(&content[start..], b"ET") + 2;
    content[start..start + length].to_vec()
}

/// The clean example as version 0.1 wrote it: its pages are plain text in the file.
const PLAIN: &[u8] = include_bytes!("sealed/0.1/003-corrected-2023.pdf");

#[test]
fn what_stands_beside_the_text_of_a_pdf_is_told() {
    let pdf = PLAIN;
    let (number, content) = contents(pdf);
    let text = shown(&content);
    let check = |before: &[u8], behind: &[u8], told: &str| {
        let content = [before, content.as_slice(), b"\n", behind].concat();
        let found = clean().told(Format::Pdf, &with(pdf, &[(number, stream(&content))]));
        let beside = format!("PDF 第1页有{told}");
        assert!(
            found.iter().any(|f| f.starts_with(&beside)),
            "{told}: {found:?}"
        );
    };
    let around = |before: &[u8], behind: &[u8]| [before, text.as_slice(), behind].concat();
    check(b"", &around(b"q ", b" Q"), "正文以外的文字");
    check(b"", &around(b"/Artifact BMC ", b" EMC"), "正文以外的文字");
    check(
        b"",
        &around(b"/Span <</MCID 9999>> BDC ", b" EMC"),
        "正文以外的文字",
    );
    let face = &content[..position(&content, b" Tf")];
    let face = &face[face.iter().rposition(|byte| *byte == b'/').unwrap()..];
    let unseen = [
        b"/Span <</MCID 0>> BDC BT 3 Tr ".as_slice(),
        face,
        b" Tf <0001> Tj ET EMC",
    ];
    check(b"", &unseen.concat(), "看不见的文字");
    check(
        b"",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI",
        "插图以外的图片",
    );
    let same = with(pdf, &[(number, stream(&content))]);
    assert_eq!(clean().told(Format::Pdf, &same), Vec::<String>::new());
}

#[test]
fn what_else_a_pdf_shows_is_told() {
    let check_in =
        |pdf: &[u8], [word, from, to]: [&str; 3], more: &[(u32, Vec<u8>)], told: &str| {
            let (number, body) = object(pdf, word);
            assert!(body.contains(from), "{body}");
            let changed = (number, body.replacen(from, to, 1).into_bytes());
            let found = clean().told(Format::Pdf, &with(pdf, &[&[changed][..], more].concat()));
            assert_eq!(found, [told]);
        };
    let check = |word: &str, from: &str, to: &str, more: &[(u32, Vec<u8>)], told: &str| {
        check_in(PLAIN, [word, from, to], more, told);
    };
    check(
        "/Contents ",
        "<<",
        "<</Annots[<</Type/Annot/Subtype/Stamp/Contents(No)>> <</Subtype/Link>>]",
        &[],
        "PDF 第1页有批注、图章或表单：“No”",
    );
    check(
        "/Catalog",
        "<<",
        "<</AcroForm<<>>",
        &[],
        "PDF 中有电子表单或签章",
    );
    check(
        "/Catalog",
        "<<",
        "<</OCProperties<<>>",
        &[],
        "PDF 中有可隐藏的图层",
    );
    // The catalog stands alone in every file of ours, and what comes behind takes its place.
    let forms = ["/Catalog", "<<", "<</AcroForm<<>>"];
    check_in(&clean().pdf, forms, &[], "PDF 中有电子表单或签章");
    // A page of its own, drawn upon.
    let pages = object(PLAIN, "/Type/Pages").1;
    let count = pages[..pages.find(']').unwrap()].matches(" 0 R").count();
    let page = b"<</Type/Page/MediaBox[0 0 9 9]/Contents 90001 0 R/Resources<<>>>>".to_vec();
    let more = [(90_000, page), (90_001, stream(b"0 0 m 9 9 l S"))];
    check(
        "/Type/Pages",
        "]",
        " 90000 0 R]",
        &more,
        &format!("PDF 第{}页有正文以外的图形", count + 1),
    );
}

/// A small PDF of one page of these objects, from the fifth on.
fn small(kids: &str, contents: &str, objects: &[Vec<u8>]) -> Vec<u8> {
    let font = "<</Type/Font/Subtype/Type0/ToUnicode 7 0 R>>";
    let mut bodies: Vec<Vec<u8>> = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]>>"),
        format!("<</Type/Page/Contents {contents}/Resources<</Font<</F {font}>>>>>>"),
        "<</K<</S/P/K 0/Pg 3 0 R>>>>".to_owned(),
    ]
    .map(String::into_bytes)
    .into();
    bodies.extend_from_slice(objects);
    let numbered: Vec<(u32, Vec<u8>)> = (1..).zip(bodies).collect();
    let trailer = b"\ntrailer <</Root 1 0 R>>".to_vec();
    [with(b"%PDF-1.7", &numbered), trailer].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    let data = encoder.finish().unwrap();
    let head = format!("<</Filter/FlateDecode/Length {}>>stream\n", data.len());
    [head.as_bytes(), &data, b"\nendstream"].concat()
}

/// A PDF is read soon, and something is told of it.
fn check_soon(bytes: &[u8], told: &str) {
    let start = Instant::now();
    let found = clean().told(Format::Pdf, bytes);
    assert!(
        found.iter().any(|message| message.contains(told)),
        "{told}: {found:?}"
    );
    // A second is the aim with optimisation; tests run without.
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{told}: {:?}",
        start.elapsed()
    );
}

const LARGE: &str = "文件的内容太多，不像一份报告";
const FOREIGN: &str = "是别的程序写的，或设了密码";
const BROKEN: &str = "文件已损坏，或不是 PDF";

/// Contents that show one character.
fn letter() -> Vec<u8> {
    stream(b"/P<</MCID 0>>BDC BT /F 9 Tf <0041> Tj ET EMC")
}

fn map(map: &str) -> Vec<u8> {
    deflated(format!("{map}\n").as_bytes())
}

/// A sound map, so that what has it is refused for its size only.
fn sound_map() -> Vec<u8> {
    map("beginbfchar <0041> <7532> endbfchar")
}

/// A file of these pages and contents, with this text and this map of its font.
fn file(kids: &str, contents: &str, text: Vec<u8>, map: Vec<u8>) -> Vec<u8> {
    small(kids, contents, &[text, b"null".to_vec(), map])
}

#[test]
fn maps_that_unfold_without_end_are_read_soon() {
    check_soon(
        &file("3 0 R", "5 0 R", letter(), sound_map()),
        "多一段：“甲”",
    );
    // A range stays one, and a text longer than any character's is none.
    let range = "beginbfrange <0000> <FFFF> <0000> endbfrange\n";
    let ranges = map(&range.repeat(10_000));
    check_soon(&file("3 0 R", "5 0 R", letter(), ranges), "多一段：“A”");
    let long = "0041".repeat(50_000);
    let long = map(&format!("beginbfrange <0000> <FFFF> <{long}> endbfrange"));
    check_soon(&file("3 0 R", "5 0 R", letter(), long), "多一段：“〓”");
}

#[test]
fn contents_and_pages_without_end_are_refused_soon() {
    // Contents that are named often, and pages.
    let blank = deflated(&vec![b' '; 3 << 20]);
    let often = format!("[{}]", "6 0 R ".repeat(1_000));
    let parts = [letter(), blank, sound_map()];
    check_soon(&small("3 0 R", &often, &parts), LARGE);
    let page = b"<</Type/Page/Contents 6 0 R>>".to_vec();
    let pages = [parts.to_vec(), vec![page; 60]].concat();
    let kids: String = (8..68).map(|number| format!("{number} 0 R ")).collect();
    check_soon(&small(&kids, "5 0 R", &pages), LARGE);
    // Page trees in circles, pages that are no references.
    let circle = file("2 0 R 3 0 R", "5 0 R", letter(), sound_map());
    check_soon(&circle, "“甲”");
    let inline = "<</Type/Pages/Kids[3 0 R]>>";
    check_soon(&file(inline, "5 0 R", letter(), sound_map()), FOREIGN);
    let many = "3 0 R ".repeat(1_000);
    check_soon(&file(&many, "5 0 R", letter(), sound_map()), LARGE);
}

#[test]
fn what_is_asked_for_again_and_again_is_read_soon() {
    // Fonts without a number of their own.
    let fonts = [
        b"/P<</MCID 0>>BDC BT ".as_slice(),
        &b"/F 9 Tf <0041> Tj ".repeat(100_000),
    ]
    .concat();
    let wide: String = (0..20_000)
        .map(|code| format!("<{code:04X}> <7532>"))
        .collect();
    let wide = map(&format!("beginbfchar {wide} endbfchar"));
    check_soon(&file("3 0 R", "5 0 R", deflated(&fonts), wide), "甲甲");
    // A piece that many elements name.
    let much = [
        b"/P<</MCID 0>>BDC BT /F 9 Tf <".as_slice(),
        &b"0041".repeat(300_000),
        b"> Tj ET EMC",
    ]
    .concat();
    let elements = "<</S/P/K 0/Pg 3 0 R>>".repeat(10_000);
    let root = format!("\n4 0 obj <</K[{elements}]>> endobj");
    let named = file("3 0 R", "5 0 R", deflated(&much), sound_map());
    check_soon(&[named, root.into_bytes()].concat(), LARGE);
}

#[test]
fn brackets_and_filters_without_end_are_refused_soon() {
    for endless in ["1 0 obj[", "1 0 obj("] {
        let brackets = endless.as_bytes().repeat(100_000);
        check_soon(&[b"%PDF-1.7\n".as_slice(), &brackets].concat(), BROKEN);
    }
    // Filters that unfold as well.
    let filter = b"<</Filter/LZWDecode/Length 3>>stream\nabc\nendstream".to_vec();
    check_soon(&file("3 0 R", "5 0 R", filter, sound_map()), FOREIGN);
}

#[test]
fn compressed_data_are_never_taken_for_words() {
    // Whatever a stream holds, it is no filter and no password.
    let data = stream(b"LZW /LZWDecode /RunLengthDecode /Encrypt 1 0 R ((( <<<");
    let pdf = with(&clean().pdf, &[(90_000, data)]);
    assert_eq!(clean().told(Format::Pdf, &pdf), Vec::<String>::new());
}

#[test]
fn packages_that_unfold_without_end_are_refused() {
    let check = |parts: &[(&str, &str)], told: &str| {
        let found = clean().told(Format::Docx, &zipped(parts));
        assert!(
            found.iter().any(|message| message.contains(told)),
            "{told}: {found:?}"
        );
    };
    let text = "<w:document><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:document>";
    let large = "文件的内容太多，不像一份报告";
    let blanks = " ".repeat(9 << 20);
    check(&[(MAIN, text), ("word/styles.xml", &blanks)], large);
    let tables = format!(
        "<w:document>{}</w:document>",
        "<w:tbl></w:tbl>".repeat(30_000)
    );
    check(&[(MAIN, &tables)], large);
    let names: Vec<String> = (0..2_500).map(|number| format!("p{number}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    check(&[vec![(MAIN, text)], many].concat(), large);
    // Sentences and rows without end are read, and told within bounds.
    let long = format!(
        "<w:document><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:document>",
        "甲。".repeat(300_000)
    );
    check(&[(MAIN, &long)], "DOCX 中");
}

#[test]
fn texts_that_other_editors_saved_are_read() {
    let (_, document) = document(&sample_text(CLEAN));
    let (files, _) = render(&document, &style(), None, &[Format::Txt]).expect("rendered");
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let wide: Vec<u8> = format!("\u{FEFF}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let national = encoding_rs::GB18030.encode(&text).0.into_owned();
    for bytes in [wide, national] {
        assert_eq!(clean().told(Format::Txt, &bytes), Vec::<String>::new());
    }
}
