//! The widths that a composite font tells of its glyphs.

use std::collections::HashMap;

use super::super::super::budget::spend;
use super::store::ObjectStore;
use super::value::{PdfEntries, PdfValue};

/// The last code that may have a width.
const MAX_CODE: f32 = 1_114_111.0;
/// Widths that a font tells.
const MAX_WIDTHS: usize = 70_000;

/// The widths of a composite font: `1 [500 600] 7 9 250`.
pub(super) fn read_wide_widths(
    widths: &mut HashMap<u32, f32>,
    below: &PdfEntries,
    store: &mut ObjectStore<'_>,
) {
    let told = store.list(below, b"W");
    if spend(&mut store.budget.steps, told.len()).is_err() {
        store.exhausted = true;
        return;
    }
    let mut values = told.iter();
    while let Some(first) = values.next() {
        let Some(first) = store.resolve(first).number() else {
            continue;
        };
        let Some(second) = values.next() else {
            return;
        };
        let first = first.clamp(0.0, MAX_CODE) as u32;
        match store.resolve(second) {
            PdfValue::List(list) => {
                if spend(&mut store.budget.steps, list.len()).is_err() {
                    store.exhausted = true;
                    return;
                }
                add_each(widths, first, &list, store);
            }
            PdfValue::Number(last) => {
                let width = values.next().map(|value| store.resolve(value));
                let end = (last.clamp(0.0, MAX_CODE) as u32).min(first + u32::from(u16::MAX));
                if let Some(width) = width.as_ref().and_then(PdfValue::number) {
                    add_same(widths, first, end, width);
                }
            }
            _ => return,
        }
        if widths.len() > MAX_WIDTHS {
            return;
        }
    }
}

/// Adds a width for each glyph from one on.
fn add_each(
    widths: &mut HashMap<u32, f32>,
    first: u32,
    list: &[PdfValue],
    store: &mut ObjectStore<'_>,
) {
    for (code, value) in (first..).zip(list) {
        if let Some(width) = store.resolve(value).number() {
            widths.insert(code, width);
        }
        if widths.len() > MAX_WIDTHS {
            return;
        }
    }
}

/// Adds one width for all glyphs from one to another.
fn add_same(widths: &mut HashMap<u32, f32>, first: u32, last: u32, width: f32) {
    for code in first..=last {
        widths.insert(code, width);
        if widths.len() > MAX_WIDTHS {
            return;
        }
    }
}
