//! What stands on pages beside the text: numbers of pages, heads and feet that are the same on
//! all of them, and what browsers print around a page.

use std::collections::BTreeSet;

use super::rows::TextRow;
use super::sheet::SheetRead;

/// How far from its edges a page's heads and feet stand, in parts of its height.
const HEAD: f32 = 0.13;
const FOOT: f32 = 0.87;
/// How far from its edges the number of a page stands.
const NUMBER: f32 = 0.11;
/// Rows at either end that are looked at.
const ROWS: usize = 3;
/// How far the same head may stand apart on two pages, in points.
const SAME: f32 = 5.0;
/// Where browsers print: closer to the edge than any text.
const EDGE: f32 = 0.06;

/// A row at the head or foot of a page.
struct EdgeRow {
    page: usize,
    row: usize,
    base: f32,
    text: String,
}

/// Takes what is no text of the document off its pages.
pub(super) fn strip(sheets: &mut [SheetRead]) {
    let mut gone: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut edges: Vec<EdgeRow> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let count = sheet.rows.len();
        for (row, text) in sheet.rows.iter().enumerate() {
            let at = text.base / sheet.height.max(1.0);
            let head = row < ROWS && at < HEAD;
            let foot = row + ROWS >= count && at > FOOT;
            if head || foot {
                let line = without_numbers(&text.text());
                let outer = !(NUMBER..1.0 - NUMBER).contains(&at);
                if outer && is_page_number(&text.text()) || is_address(&text.text(), at) {
                    gone.insert((page, row));
                }
                edges.push(EdgeRow {
                    page,
                    row,
                    base: text.base,
                    text: line,
                });
            }
        }
    }
    let mut sorted: Vec<&EdgeRow> = edges.iter().collect();
    sorted.sort_by(|a, b| a.text.cmp(&b.text).then(a.base.total_cmp(&b.base)));
    let mut rest = sorted.as_slice();
    while let Some(first) = rest.first() {
        let same = rest.partition_point(|edge| {
            edge.text == first.text && edge.base - first.base < SAME || edge.text < first.text
        });
        let (group, tail) = rest.split_at(same.max(1));
        rest = tail;
        let pages: BTreeSet<usize> = group.iter().map(|edge| edge.page).collect();
        // Left and right pages may have heads of their own.
        if pages.len() > 1 && pages.len() * 5 >= sheets.len() * 2 {
            gone.extend(group.iter().map(|edge| (edge.page, edge.row)));
        }
    }
    for (page, sheet) in sheets.iter_mut().enumerate() {
        let addressed = sheet.rows.iter().any(|row| is_address(&row.text(), 1.0));
        let height = sheet.height;
        let mut row = 0;
        sheet.rows.retain(|text| {
            row += 1;
            let dated = addressed && text.base < EDGE * height && has_day(text);
            !gone.contains(&(page, row - 1)) && !dated
        });
        sheet.aside.retain(|row| !is_page_number(&row.text()));
    }
}

/// A text without what changes from page to page.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.push(c);
        }
    }
    out
}

/// Whether a row is the number of its page: `— 3 —`, `3/12`, `第3页 共12页`.
fn is_page_number(text: &str) -> bool {
    let plain: String = without_numbers(text)
        .chars()
        .filter(|c| !"-—–－─―‐‑−~～·•.()（）[]|".contains(*c))
        .collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let forms = [
        "#",
        "#/#",
        "第#页",
        "第#页共#页",
        "第#页，共#页",
        "第#页/共#页",
        "共#页第#页",
        "#页",
        "Page#of#",
        "Page#",
        "page#",
        "#of#",
    ];
    digits <= if plain == "#" { 3 } else { 8 } && forms.contains(&plain.as_str())
}

/// Whether a row at the foot is the address of a page in a browser.
fn is_address(text: &str, at: f32) -> bool {
    let start = text.trim_start();
    at > 1.0 - EDGE
        && ["http://", "https://", "file://"]
            .iter()
            .any(|way| start.starts_with(way))
}

/// Whether a row begins with a day in numbers, as browsers print it.
fn has_day(row: &TextRow) -> bool {
    let text = without_numbers(&row.text());
    text.starts_with("#/#/#") || text.starts_with("#-#-#") || text.starts_with("#年#月#日")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(is_page_number(text), expected, "{text}");
    }

    #[test]
    fn numbers_of_pages() {
        for text in [
            "- 1 -",
            "— 12 —",
            "3",
            "1/10",
            "第 1 页",
            "第1页 共3页",
            "Page 1 of 2",
        ] {
            check(text, true);
        }
        for text in ["1件", "第一页", "2023年", "—", "", "123456789"] {
            check(text, false);
        }
    }
}
