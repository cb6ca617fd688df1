//! What stands on the pages: the text of each piece of marked content, and all that a
//! reader sees beside it.
//!
//! The contents of one page at a time are unfolded, so that what pages share or name
//! often costs each time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::page::Page;

use super::super::TOO_LARGE;
use super::super::budget::{Budget, spend};
use super::super::content::Stray;
use super::cmap::utf16;
use super::fonts::FontCache;
use super::reading::PageReading;
use super::safe::PlainPdf;
use crate::finding::Complaint;

/// Pages of a file; a report has ten.
const MAX_PAGES: usize = 500;
/// The contents of one page, in bytes; a report's have 60 KB.
const MAX_CONTENT: usize = 4 << 20;
/// Letters of a page that might begin or end a picture within the contents: a reader
/// looks from each for each. This program writes no such pictures.
const MAX_INLINE: usize = 16;
/// Things beside the text that are told of one file.
const MAX_STRAYS: usize = 1_000;
/// Characters of such a thing that are kept.
const MAX_KEPT: usize = 200;

/// A piece of marked content: its page, from 0, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MarkedContent {
    pub page: usize,
    pub number: i32,
}

/// What stands on the pages.
#[derive(Default)]
pub(super) struct PageTexts {
    /// The text of each piece.
    pub pieces: BTreeMap<MarkedContent, String>,
    /// The number of each page's object.
    pub pages: HashMap<ObjectIdentifier, usize>,
    /// Text outside of all pieces, by pages, in the order of drawing.
    pub loose: BTreeMap<usize, Vec<String>>,
    /// Pages on which something is drawn.
    pub drawn: BTreeSet<usize>,
    /// Pieces in which pictures stand.
    pub pictures: BTreeSet<MarkedContent>,
    /// What no report has.
    pub strays: Vec<Stray>,
}

impl PageTexts {
    /// Notes what no report has; `page` counts from 0.
    pub fn note_stray(&mut self, what: &'static str, page: usize, text: &str) {
        if self.strays.len() < MAX_STRAYS {
            let text = text.chars().take(MAX_KEPT).collect();
            self.strays.push(Stray {
                what,
                page: Some(page + 1),
                text,
            });
        }
    }
}

/// Reads all pages.
///
/// # Errors
/// For what is broken or too large.
pub(super) fn read_texts(
    pdf: &Pdf,
    plain: &PlainPdf<'_>,
    budget: &mut Budget,
) -> Result<PageTexts, Complaint> {
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES {
        return Err(TOO_LARGE);
    }
    let mut fonts = FontCache::default();
    let mut texts = PageTexts::default();
    for (index, page) in pages.iter().enumerate() {
        if let Some(id) = page.raw().obj_id() {
            texts.pages.insert(id, index);
        }
        read_notes(page, index, &mut texts, budget)?;
        let content = join_contents(page, plain, budget)?;
        let mut reading = PageReading::of(page, index, plain, &mut fonts, &mut texts, budget);
        let mut instructions = UntypedIter::new(&content);
        while let Some(instruction) = instructions.next() {
            let operands: Vec<&Object<'_>> = instruction.operands().collect();
            reading.follow(instruction.operator, &operands)?;
        }
    }
    Ok(texts)
}

/// The contents of a page, joined; words never go on from one stream to the next.
fn join_contents(
    page: &Page<'_>,
    plain: &PlainPdf<'_>,
    budget: &mut Budget,
) -> Result<Vec<u8>, Complaint> {
    let mut out = Vec::new();
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => append(&stream, plain, &mut out, budget)?,
        Some(Object::Array(streams)) => {
            spend(&mut budget.objects, streams.data().len())?;
            for stream in streams.iter::<Object<'_>>() {
                if let Object::Stream(stream) = stream {
                    append(&stream, plain, &mut out, budget)?;
                }
            }
        }
        _ => {}
    }
    if count_pairs(&out, *b"BI").min(count_pairs(&out, *b"EI")) > MAX_INLINE {
        return Err(TOO_LARGE);
    }
    Ok(out)
}

/// How often two letters stand side by side.
fn count_pairs(content: &[u8], letters: [u8; 2]) -> usize {
    let pairs = content.windows(2);
    pairs.filter(|pair| *pair == letters).count()
}

fn append(
    stream: &Stream<'_>,
    plain: &PlainPdf<'_>,
    out: &mut Vec<u8>,
    budget: &mut Budget,
) -> Result<(), Complaint> {
    spend(&mut budget.elements, 1)?;
    spend(&mut budget.objects, stream.dict().data().len())?;
    out.extend(plain.data(stream, &mut budget.inflated)?);
    out.push(b'\n');
    if out.len() > MAX_CONTENT {
        Err(TOO_LARGE)
    } else {
        Ok(())
    }
}

/// Notes and forms that lie on a page; a plain link shows nothing.
fn read_notes(
    page: &Page<'_>,
    index: usize,
    texts: &mut PageTexts,
    budget: &mut Budget,
) -> Result<(), Complaint> {
    let Some(notes) = page.raw().get::<Array<'_>>("Annots") else {
        return Ok(());
    };
    spend(&mut budget.objects, notes.data().len())?;
    for note in notes.iter::<Dict<'_>>() {
        spend(&mut budget.elements, 1)?;
        spend(&mut budget.objects, note.data().len())?;
        let link = note
            .get::<Name<'_>>("Subtype")
            .is_some_and(|name| &*name == b"Link");
        if link && !note.contains_key("AP") {
            continue;
        }
        let text = note
            .get::<PdfString<'_>>("Contents")
            .map(|text| words(text.as_bytes()));
        texts.note_stray("批注、图章或表单", index, &text.unwrap_or_default());
    }
    Ok(())
}

/// A text string: UTF-16 with its mark, else one byte a character.
pub(super) fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
