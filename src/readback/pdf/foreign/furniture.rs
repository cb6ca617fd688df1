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

/// How numbers of pages read, each number as `#`.
const PAGE_NUMBERS: [&str; 12] = [
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
/// What may stand around the number of a page.
const ORNAMENTS: &str = "-—–－─―‐‑−~～·•.()（）[]|";
/// How addresses begin.
const ADDRESSES: [&str; 3] = ["http://", "https://", "file://"];
/// How days in numbers read, each number as `#`.
const DAYS: [&str; 3] = ["#/#/#", "#-#-#", "#年#月#日"];

/// A row by its page and its place on it, both from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RowPlace {
    page: usize,
    row: usize,
}

/// A row at the head or foot of a page.
struct EdgeRow {
    place: RowPlace,
    base: f32,
    /// Its text, as it is.
    text: String,
    /// Its text without numbers, which is the same on other pages.
    common: String,
    /// Where it stands, in parts of the page's height.
    at: f32,
}

impl EdgeRow {
    /// Whether this row alone tells that it is no text of the document.
    fn is_furniture(&self) -> bool {
        let is_outer = !(NUMBER..1.0 - NUMBER).contains(&self.at);
        is_outer && is_page_number(&self.text) || is_address(&self.text, self.at)
    }

    /// Whether another row, which does not come before it in their order, is the same head.
    fn is_same(&self, other: &Self) -> bool {
        self.common == other.common && other.base - self.base < SAME
    }
}

/// Takes what is no text of the document off its pages.
pub(super) fn take_off(sheets: &mut [SheetRead]) {
    let mut edges = edge_rows(sheets);
    let furniture = edges.iter().filter(|edge| edge.is_furniture());
    let mut gone: BTreeSet<RowPlace> = furniture.map(|edge| edge.place).collect();
    edges.sort_by(|a, b| a.common.cmp(&b.common).then(a.base.total_cmp(&b.base)));
    let mut rest = edges.as_slice();
    while let Some(first) = rest.first() {
        let same = rest.partition_point(|edge| first.is_same(edge));
        let (group, tail) = rest.split_at(same.max(1));
        rest = tail;
        let pages: BTreeSet<usize> = group.iter().map(|edge| edge.place.page).collect();
        // Left and right pages may have heads of their own.
        if pages.len() > 1 && pages.len() * 5 >= sheets.len() * 2 {
            gone.extend(group.iter().map(|edge| edge.place));
        }
    }
    for (page, sheet) in sheets.iter_mut().enumerate() {
        let is_addressed = sheet.rows.iter().any(|row| is_address(&row.text(), 1.0));
        let edge = EDGE * sheet.height;
        let mut kept = Vec::with_capacity(sheet.rows.len());
        for (row, text) in std::mem::take(&mut sheet.rows).into_iter().enumerate() {
            let is_dated = is_addressed && text.base < edge && has_day(&text);
            if !is_dated && !gone.contains(&RowPlace { page, row }) {
                kept.push(text);
            }
        }
        sheet.rows = kept;
        sheet.aside.retain(|row| !is_page_number(&row.text()));
    }
}

/// The rows at heads and feet, page by page.
fn edge_rows(sheets: &[SheetRead]) -> Vec<EdgeRow> {
    let mut edges = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for (row, text_row) in sheet.rows.iter().enumerate() {
            let at = text_row.base / sheet.height.max(1.0);
            let is_head = row < ROWS && at < HEAD;
            let is_foot = row + ROWS >= sheet.rows.len() && at > FOOT;
            if is_head || is_foot {
                let text = text_row.text();
                edges.push(EdgeRow {
                    place: RowPlace { page, row },
                    base: text_row.base,
                    common: without_numbers(&text),
                    text,
                    at,
                });
            }
        }
    }
    edges
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
        .filter(|c| !ORNAMENTS.contains(*c))
        .collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let most = if plain == "#" { 3 } else { 8 };
    digits <= most && PAGE_NUMBERS.contains(&plain.as_str())
}

/// Whether a row at the foot is the address of a page in a browser.
fn is_address(text: &str, at: f32) -> bool {
    let start = text.trim_start();
    at > 1.0 - EDGE && ADDRESSES.iter().any(|way| start.starts_with(way))
}

/// Whether a row begins with a day in numbers, as browsers print it.
fn has_day(row: &TextRow) -> bool {
    let text = without_numbers(&row.text());
    DAYS.iter().any(|day| text.starts_with(day))
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
