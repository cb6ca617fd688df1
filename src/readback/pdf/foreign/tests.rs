//! Whole files, made by hand: what is read of them.

use super::super::super::content::ContentBlock;
use super::*;

/// A file of one page a content; `resources` is what they share, `objects` what stands beside.
fn file(pages: &[&str], resources: &str, objects: &[&str]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    let kids: String = (0..pages.len())
        .map(|at| format!("{} 0 R ", 100 + at))
        .collect();
    out += &format!("2 0 obj<</Type/Pages/Kids[{kids}]/MediaBox[0 0 600 800]>>endobj\n");
    for (at, page) in pages.iter().enumerate() {
        let (own, content) = (100 + at, 200 + at);
        out += &format!(
            "{own} 0 obj<</Type/Page/Parent 2 0 R/Contents {content} 0 R/Resources<<{resources}>>>>\
             endobj\n{content} 0 obj<</Length {}>>stream\n{page}\nendstream endobj\n",
            page.len()
        );
    }
    for object in objects {
        out += &format!("{object} endobj\n");
    }
    (out + "trailer<</Root 1 0 R>>").into_bytes()
}

/// A font of two-byte codes that are characters.
const SONG: &str = "5 0 obj<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/UniGB-UCS2-H\
    /DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>\
    /DW 1000/W[1[500] 814 939 500]>>]>>";
const FONTS: &str = "/Font<</F 5 0 R>>";

/// Text in the hexadecimal codes of this font.
fn codes(text: &str) -> String {
    let units: String = text
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    format!("<{units}>")
}

/// Instructions that show texts, each as `x y size text`.
fn shows(texts: &[&str]) -> String {
    let mut out = String::from("BT ");
    for text in texts {
        let [x, y, size, text] = text.splitn(4, ' ').collect::<Vec<_>>()[..] else {
            panic!("{text}")
        };
        out += &format!("/F {size} Tf 1 0 0 1 {x} {y} Tm {} Tj ", codes(text));
    }
    out + "ET"
}

/// Lines and tables, cells parted by bars, rows by slashes.
fn shown(readout: Readout) -> Vec<String> {
    let mut out = Vec::new();
    for block in readout.blocks {
        match block {
            ContentBlock::Line(line) => out.push(line.text),
            ContentBlock::Table(grid) => {
                let mut text = String::new();
                let mut row = 0;
                for cell in grid.cells {
                    text += if cell.row > row { "/" } else { "|" };
                    row = cell.row;
                    text += &cell.text;
                }
                out.push(text);
            }
            ContentBlock::Figure(_) => {}
        }
    }
    out.extend(
        readout
            .strays
            .iter()
            .map(|stray| format!("{}：{}", stray.what, stray.text)),
    );
    out
}

fn check(bytes: &[u8], expected: &[&str]) {
    match read_any(bytes) {
        Ok(readout) => assert_eq!(shown(readout), expected),
        Err(complaint) => assert_eq!([complaint.message.as_ref()], expected),
    }
}

fn check_page(content: &str, expected: &[&str]) {
    check(&file(&[content], FONTS, &[SONG]), expected);
}

/// Lines of a table: `xs` and `ys` are where they lie.
fn ruled(xs: &[f32], ys: &[f32]) -> String {
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (low, high) = (ys[0], ys[ys.len() - 1]);
    let across: String = ys
        .iter()
        .map(|y| format!("{left} {y} m {right} {y} l S "))
        .collect();
    let down: String = xs
        .iter()
        .map(|x| format!("{x} {low} 0.5 {} re f ", high - low))
        .collect();
    across + &down
}

#[test]
fn text_without_maps_of_its_own() {
    check_page(&shows(&["100 700 12 收到申请774件"]), &["收到申请774件"]);
    // In pieces, drawn twice, moved by numbers.
    let twice = shows(&["100 700 12 甲乙", "100.4 700 12 甲乙"]);
    check_page(&twice, &["甲乙"]);
    let parts = format!(
        "BT /F 10 Tf 100 600 Td [{} -100 {}] TJ ET",
        codes("67"),
        codes("49")
    );
    check_page(&parts, &["6749"]);
    let far = format!(
        "BT /F 10 Tf 100 600 Td [{} -5000 {}] TJ ET",
        codes("67"),
        codes("49")
    );
    check_page(&far, &["67\t49"]);
}

#[test]
fn paragraphs_by_where_their_lines_end() {
    let page = shows(&[
        "220 740 20 年度报告标题",
        "124 700 12 一二三四五六七八九十一二三四五六七八九十一二三四五六七八",
        "100 680 12 甲二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
        "100 660 12 乙二三。",
        "124 640 12 丙二三四五六七八九十一二三四五六七八九十一二三四五六七八",
        "100 620 12 丁。",
        "290 40 10 1",
    ]);
    let numbers = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八";
    let rest = "甲二三四五六七八九十一二三四五六七八九十一二三四五六七八九十乙二三。";
    let first = format!("{numbers}{rest}");
    let second = "丙二三四五六七八九十一二三四五六七八九十一二三四五六七八丁。";
    check_page(&page, &["年度报告标题", &first, second]);
}

#[test]
fn tables_of_drawn_lines() {
    let lines = ruled(&[100.0, 200.0, 240.0], &[600.0, 620.0, 650.0]);
    let page = lines
        + &shows(&[
            "102 630 10 项目",
            "205 638 10 件",
            "205 625 10 数",
            "102 605 10 许可",
            "205 605 10 12",
        ]);
    check_page(&page, &["|项目|件数/许可|12"]);
    // A number cut where the cell ends is one, two below each other are two.
    let narrow = ruled(&[100.0, 120.0, 200.0], &[600.0, 650.0]);
    let page = narrow
        + &shows(&[
            "105 630 10 67",
            "105 615 10 49",
            "130 630 10 67",
            "130 615 10 49",
        ]);
    check_page(&page, &["|6749|67\n49"]);
}

#[test]
fn tables_and_cells_that_stand_on_their_side() {
    let table = ruled(&[100.0, 140.0, 240.0], &[600.0, 650.0, 700.0]);
    let on_side = |x: f32, y: f32, text: &str| {
        format!(" BT /F 10 Tf 0 1 -1 0 {x} {y} Tm {} Tj ET", codes(text))
    };
    let label = on_side(125.0, 605.0, "竖着");
    let page = table.clone() + &shows(&["150 670 10 1", "110 670 10 横", "150 620 10 2"]) + &label;
    check_page(&page, &["|横|1/竖着|2"]);
    let turned = format!("q 0 1 -1 0 760 0 cm {table}Q");
    let cells = [
        (85.0, 105.0, "甲"),
        (85.0, 150.0, "1"),
        (135.0, 105.0, "乙"),
        (135.0, 150.0, "2"),
    ];
    let texts: String = cells
        .iter()
        .map(|(x, y, text)| on_side(*x, *y, text))
        .collect();
    check_page(&(turned + &texts), &["|甲|1/乙|2"]);
}

#[test]
fn a_row_that_the_page_cuts() {
    let part =
        |y: f32, texts: &[&str]| ruled(&[100.0, 160.0, 200.0], &[y, y + 30.0]) + &shows(texts);
    let first = part(60.0, &["105 65 10 一二三四五", "170 65 10 12"]);
    let second = part(700.0, &["105 720 10 六七"]);
    let next = shows(&["105 690 10 八九", "170 690 10 7"]);
    let more = ruled(&[100.0, 160.0, 200.0], &[680.0, 700.0]) + &next;
    let pages = [first.as_str(), &(second + &more)];
    check(
        &file(&pages, FONTS, &[SONG]),
        &["|一二三四五六七|12/八九|7"],
    );
    // A label that ends before its cell does is whole.
    let first = part(60.0, &["105 65 10 一", "170 65 10 12"]);
    let second = part(700.0, &["105 720 10 六七"]);
    let expected = ["|一|12/六七|"];
    check(&file(&[&first, &second], FONTS, &[SONG]), &expected);
}

#[test]
fn a_table_goes_on_over_the_page() {
    let part = |y: f32, texts: &[&str]| {
        ruled(&[100.0, 200.0, 300.0], &[y, y + 20.0, y + 40.0]) + &shows(texts)
    };
    let first = part(
        60.0,
        &[
            "102 85 10 项目",
            "205 85 10 件数",
            "102 65 10 甲",
            "205 65 10 1",
        ],
    );
    let second = part(
        700.0,
        &[
            "102 725 10 项目",
            "205 725 10 件数",
            "102 705 10 乙",
            "205 705 10 2",
        ],
    );
    check(
        &file(&[&first, &second], FONTS, &[SONG]),
        &["|项目|件数/甲|1/乙|2"],
    );
}

#[test]
fn what_is_no_text_of_the_document() {
    let page = |number: usize| {
        let foot = format!("280 30 9 — {number} —");
        let body = format!("100 600 12 第{number}段");
        shows(&["60 780 9 某市报告", &foot, &body])
    };
    let pages = [page(1), page(2), page(3)];
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    check(&file(&pages, FONTS, &[SONG]), &["第1段", "第2段", "第3段"]);
}

#[test]
fn fonts_that_tell_little() {
    let font = |own: &str| format!("5 0 obj<</Type/Font/Subtype/Type1/BaseFont/F{own}>>");
    let page = "BT /F 10 Tf 100 600 Td (A12) Tj ET";
    check(&file(&[page], FONTS, &[&font("")]), &["A12"]);
    let named = font("/Encoding<</Differences[49/seven/uni4E00]>>");
    check(&file(&[page], FONTS, &[&named]), &["A7一"]);
    let counted = font("/Encoding<</Differences[49/g12]>>");
    let told = ["A\u{FFFD}2", "认不出的字：A\u{FFFD}2"];
    check(&file(&[page], FONTS, &[&counted]), &told);
}

#[test]
fn forms_and_unseen_text() {
    let form = "6 0 obj<</Subtype/Form/Matrix[1 0 0 1 0 -50]/Length 6>>stream\n/X Do \nendstream";
    let inner = format!(
        "7 0 obj<</Subtype/Form>>stream\n{}\nendstream",
        shows(&["100 700 12 内"])
    );
    let resources = "/Font<</F 5 0 R>>/XObject<</X 7 0 R/Y 6 0 R>>";
    check(&file(&["/Y Do"], resources, &[SONG, form, &inner]), &["内"]);
    // A form that shows itself.
    let circle = "7 0 obj<</Subtype/Form>>stream\n/X Do /X Do\nendstream";
    check(&file(&["/X Do"], resources, &[SONG, circle]), &["没有文字"]);
    let hidden = shows(&["100 700 12 甲"]).replace("BT", "BT 3 Tr");
    check_page(&hidden, &["甲", "扫描件背后的识别文字：甲"]);
    let both = hidden + &shows(&["100 600 12 乙"]).replace("BT", "BT 0 Tr");
    check_page(&both, &["乙", "看不见的文字：甲"]);
}

#[test]
fn files_that_say_nothing() {
    check(b"%PDF-1.7 rest", &["文件已损坏，或不是 PDF"]);
    check(b"PK", &["文件已损坏，或不是 PDF"]);
    check_page("", &["没有文字"]);
    let picture = "7 0 obj<</Subtype/Image>>stream\n\nendstream";
    let page = "q 600 0 0 800 0 0 cm /X Do Q";
    check(
        &file(&[page], "/XObject<</X 7 0 R>>", &[picture]),
        &["是扫描件（图片），没有文字"],
    );
}

#[test]
fn what_unfolds_without_end_ends() {
    let deep = "q ".repeat(100_000) + &shows(&["100 700 12 甲"]);
    check_page(&deep, &["甲"]);
    let many = "1 1 m 2 2 l S ".repeat(1_400_000);
    check_page(&many, &["文件的内容太多，不像一份报告"]);
    let kids = "3 0 obj<</Kids[3 0 R 2 0 R]>>";
    check(&file(&[""], "", &[kids]), &["没有文字"]);
}
