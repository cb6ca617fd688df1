//! Places of findings as the page knows them: paths, and of texts the words.

use std::ops::Range;

use nianbao::filing::Filing;
use nianbao::place::{At, Place, Placed};
use nianbao::report::Report;

use crate::chips::units;
use crate::message::PlaceView;

/// A stretch of a paragraph, in bytes of what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// The paragraph, from 0.
    pub paragraph: usize,
    /// The stretch.
    pub bytes: Range<usize>,
}

/// A place for the page.
pub(crate) fn place_view(filing: &Filing, place: &Place) -> PlaceView {
    let mut view = PlaceView {
        path: place.path.to_string(),
        label: place.label.to_string(),
        paragraph: None,
        start: 0,
        end: 0,
    };
    if let Some(words) = words(filing, place)
        && let Some(typed) = typed_paragraph(filing, place, words.paragraph)
    {
        view.paragraph = Some(words.paragraph);
        view.start = units(typed, words.bytes.start);
        view.end = units(typed, words.bytes.end);
    }
    view
}

/// A paragraph of the text in which a place is, as it is typed.
fn typed_paragraph<'f>(filing: &'f Filing, place: &Place, paragraph: usize) -> Option<&'f String> {
    let lines = filing.report.as_ref()?.texts.get(&*place.path)?;
    Some(&lines.get(paragraph)?.value)
}

/// The words of a text that a place means; none for other places.
pub(crate) fn words(filing: &Filing, place: &Place) -> Option<Words> {
    let At::Text { bytes, .. } = &place.at else {
        return None;
    };
    let lines = filing.report.as_ref()?.texts.get(&*place.path)?;
    let source = filing.sources.get(&place.file)?;
    for (paragraph, line) in lines.iter().enumerate() {
        let At::Text { bytes: whole, .. } = &line.place.at else {
            continue;
        };
        let end = whole.end.max(whole.start + line.value.len());
        if bytes.start < whole.start || bytes.end > end {
            continue;
        }
        let start = bytes.start - whole.start;
        let stretch = start..start + bytes.len();
        // What is quoted in the form stands otherwise there; then the paragraph is meant.
        let same = line.value.get(stretch.clone()) == source.get(bytes.clone());
        let bytes = if same { stretch } else { 0..line.value.len() };
        return Some(Words { paragraph, bytes });
    }
    None
}

/// A paragraph of a form's texts.
pub(crate) struct ParagraphFound {
    /// The text's path.
    pub path: String,
    /// Which of its paragraphs, from 0.
    pub paragraph: usize,
}

/// The paragraph that holds a place; none where it stands in no text of the form.
pub(crate) fn paragraph_of(report: &Report, at: &At) -> Option<ParagraphFound> {
    let At::Text { bytes, .. } = at else {
        return None;
    };
    for (path, lines) in &report.texts {
        if let Some(paragraph) = lines.iter().position(|line| holds(line, bytes.start)) {
            return Some(ParagraphFound {
                path: path.clone(),
                paragraph,
            });
        }
    }
    None
}

/// Whether a byte of the form stands in a line.
fn holds(line: &Placed<String>, byte: usize) -> bool {
    match &line.place.at {
        At::Text { bytes, .. } => bytes.contains(&byte),
        _ => false,
    }
}
