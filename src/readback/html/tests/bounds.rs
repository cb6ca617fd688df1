//! Pages that ask for much, and pages that are broken: each is read, or refused.

use super::*;

/// What becomes of a page that repeats something.
fn check(head: &str, repeated: &str, count: usize, expected: &str) {
    let page = format!("<html>{head}{}", repeated.repeat(count));
    let shown = match read(page.as_bytes()) {
        Err(complaint) => complaint.message.into_owned(),
        Ok(readout) => said(&readout),
    };
    assert!(
        shown.starts_with(expected),
        "{head}{repeated:.40}: {shown:.300}"
    );
}

#[test]
fn elements_that_nobody_closed() {
    check("", "<div>", 200_000, &DEEP.message);
    check("", "<li><ul>", 50_000, &DEEP.message);
    check("", "<table><tr><td>", 50_000, &NO_TEXT.message);
    check("甲", "<b>", 100_000, "甲");
    check("甲", "<b><p></b>", 20_000, "甲");
    check("甲", "<a><p>", 50_000, "甲");
    check("甲", "<font color=1 style=display:none><p>", 20_000, "甲");
    check("甲", "</p>", 100_000, "甲");
    check("甲", "</b></i></x>", 100_000, "甲");
    check("<table>", "甲<b>", 30_000, "甲甲甲");
    check("甲", "<select><option>", 100_000, "甲");
    check("甲", "<svg><math>", 100_000, "甲");
    check("甲", "<template><table>", 50_000, "甲");
    check("<frameset>", "<frame>", 100_000, &NO_TEXT.message);
    check("甲", "<!--a b c", 100_000, &DEEP.message);
}

#[test]
fn tables_without_end() {
    check(
        "<table>",
        "<tr><td>1</td><td>2</td></tr>",
        100_000,
        &DEEP.message,
    );
    check(
        "<table>",
        "<tr><td>1</td><td>2</td></tr>",
        20_000,
        &LARGE.message,
    );
    check(
        "<table>",
        "<tr><td rowspan=65534 colspan=1000>1",
        1_000,
        &LARGE.message,
    );
    check(
        "<table><tr>",
        "<td rowspan=65534 colspan=1000>1",
        100_000,
        &LARGE.message,
    );
    check("", "<table><tr><td>1<td>2", 5_000, &LARGE.message);
    check("<table>", "<caption>甲", 50_000, &NO_TEXT.message);
    check("<p>甲", "<s>乙</s>丙", 5_000, &LARGE.message);
}

/// A tag with so many attributes.
fn name_attributes(count: usize) -> String {
    let names: String = (0..count).map(|n| format!(" a{n}=1")).collect();
    format!("<p{names}>")
}

#[test]
fn attributes_by_the_thousand() {
    check("<p>甲", &name_attributes(200_000), 1, &DEEP.message);
    check("<p>甲", &name_attributes(2_000), 100, &DEEP.message);
    check("<p>甲", &name_attributes(200), 100, "甲");
    let fonts: String = (0..50_000).map(|n| format!("<font color={n}>")).collect();
    check("<p>甲", &fonts, 1, "甲");
    let data = "/9a+".repeat(100_000);
    check(
        "<p>甲",
        &format!("<img src='data:image/png;base64,{data}'>"),
        2,
        "甲",
    );
}

/// Pieces that pages are made of, well and badly.
const PIECES: [&str; 48] = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td rowspan=3>",
    "<td colspan=0>",
    "<td colspan=7 rowspan=0>",
    "<th style='display:none'>",
    "<tbody>",
    "</tbody>",
    "<tfoot>",
    "<thead>",
    "<caption>",
    "</caption>",
    "<colgroup>",
    "<col span=3 style='display:none'>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<s>",
    "</s>",
    "<br>",
    "<pre>",
    "</pre>",
    "<h1>",
    "</h1>",
    "<dl><dt>",
    "<dd>",
    "</dl>",
    "<svg>",
    "</svg>",
    "<template>",
    "</template>",
    "<select>",
    "</select>",
    "<form>",
    "<li>",
    "甲",
    "12 ",
    "&nbsp;&nbsp; &nbsp;",
    "<img alt=图>",
];

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

/// Every table covers its places once, but for those behind the last cell of a row.
fn is_whole(grid: &Grid) -> bool {
    let rows = grid
        .cells
        .iter()
        .map(|cell| cell.row + cell.height)
        .max()
        .unwrap_or_default();
    let columns = grid
        .cells
        .iter()
        .map(|cell| cell.column + cell.width)
        .max()
        .unwrap_or_default();
    let mut covered = vec![0; rows * columns];
    for cell in &grid.cells {
        for row in cell.row..cell.row + cell.height {
            (cell.column..cell.column + cell.width).for_each(|c| covered[row * columns + c] += 1);
        }
    }
    let order: Vec<_> = grid
        .cells
        .iter()
        .map(|cell| (cell.row, cell.column))
        .collect();
    let rows_are_whole = covered.chunks(columns.max(1)).all(is_whole_row);
    rows_are_whole && order.is_sorted() && !grid.cells.is_empty()
}

/// Whether each place of a row up to its last cell is covered once.
fn is_whole_row(row: &[usize]) -> bool {
    let end = row.iter().rposition(|count| *count > 0);
    let row = &row[..end.map_or(0, |last| last + 1)];
    row.iter().all(|count| *count == 1)
}

fn check_whole(page: &[u8]) {
    let Ok(readout) = read(page) else { return };
    for block in &readout.blocks {
        match block {
            ContentBlock::Table(grid) => {
                assert!(is_whole(grid), "{}", String::from_utf8_lossy(page));
            }
            ContentBlock::Line(line) => assert!(!line.text.trim().is_empty()),
            ContentBlock::Figure(_) => {}
        }
    }
}

#[test]
fn whatever_is_thrown_together_is_read() {
    let mut dice = Dice(7);
    for _ in 0..2_000 {
        let count = dice.below(60);
        let page: String = (0..count)
            .map(|_| PIECES[dice.below(PIECES.len())])
            .collect();
        check_whole(page.as_bytes());
    }
}

#[test]
fn broken_pages_are_read() {
    let page = "<html><meta charset=utf-8><title>报告</title><body><div class=TRS_Editor>\
        <p style='text-decoration:line-through'>旧</p><p>甲</p><table><caption>表</caption><tr>\
        <td rowspan=2>项<td colspan=2>数<tr><td>1<td><table><tr><td>2<td>3</table></table>\
        <pre>a\tb   c</pre></div>";
    let saved = format!(
        "MIME-Version: 1.0\n\
         Content-Type: multipart/related; boundary=\"b\"\n\n\
         --b\n\
         Content-Type: text/html; charset=utf-8\n\
         Content-Transfer-Encoding: quoted-printable\n\n\
         {}\n\
         --b--",
        page.replace('=', "=3D")
    );
    let mut dice = Dice(11);
    for _ in 0..500 {
        for page in [page, &saved] {
            let mut bytes = page.as_bytes().to_vec();
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                match dice.below(4) {
                    0 => bytes[at] = dice.below(256) as u8,
                    1 => drop(bytes.drain(at..(at + dice.below(9)).min(bytes.len()))),
                    2 => {
                        let from = dice.below(bytes.len());
                        let copied = bytes[from..(from + dice.below(40)).min(bytes.len())].to_vec();
                        bytes.splice(at..at, copied);
                    }
                    _ => bytes.truncate(at.max(9)),
                }
            }
            check_whole(&bytes);
        }
    }
}
