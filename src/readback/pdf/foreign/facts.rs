//! What a file says of itself: title, author, day.

use super::super::super::content::Fact;
use super::super::marked::words;
use super::store::ObjectStore;
use super::value::PdfValue;

/// What is asked, as the file names it.
const NAMES: [&str; 6] = [
    "Title",
    "Author",
    "Subject",
    "Keywords",
    "Creator",
    "CreationDate",
];
/// Characters of a value that are kept.
const MAX_KEPT: usize = 500;

/// The properties of a file that are not blank.
pub(super) fn find_facts(store: &mut ObjectStore<'_>) -> Vec<Fact> {
    let trailer = store.trailer.clone();
    let info = store.inner(&trailer, b"Info");
    let mut out = Vec::new();
    for name in NAMES {
        let PdfValue::Bytes(bytes) = store.entry(&info, name.as_bytes()) else {
            continue;
        };
        let text = read_text(&bytes);
        let value: String = text
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(MAX_KEPT)
            .collect();
        if !value.is_empty() {
            out.push(Fact {
                name: name.to_owned(),
                value,
            });
        }
    }
    out
}

/// The text of a value; some programs write UTF-16 the other way round, or GBK without a mark.
fn read_text(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xFF, 0xFE]) {
        let mut swapped = bytes.to_vec();
        swapped.chunks_exact_mut(2).for_each(<[u8]>::reverse);
        return words(&swapped);
    }
    let marked = bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
    if marked || bytes.is_ascii() {
        return words(bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text.into_owned(),
        None => words(bytes),
    }
}
