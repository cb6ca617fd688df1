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
    let words = words(filing, place);
    let typed = words.as_ref().and_then(|words| {
        let line = filing.report.as_ref()?.texts.get(&*place.path)?.get(words.paragraph)?;
        Some((words, &line.value))
    });
    let (paragraph, start, end) = match typed {
        Some((words, typed)) => {
            (Some(words.paragraph), units(typed, words.bytes.start), units(typed, words.bytes.end))
        }
        None => (None, 0, 0),
    };
    PlaceView {
        path: place.path.to_string(),
        label: place.label.to_string(),
        paragraph,
        start,
        end,
    }
}

/// The words of a text that a place means; none for other places.
pub(crate) fn words(filing: &Filing, place: &Place) -> Option<Words> {
    let At::Text { bytes, .. } = &place.at else { return None };
    let lines = filing.report.as_ref()?.texts.get(&*place.path)?;
    let source = filing.sources.get(&place.file)?;
    lines.iter().enumerate().find_map(|(paragraph, line)| {
        let At::Text { bytes: whole, .. } = &line.place.at else { return None };
        if bytes.start < whole.start || bytes.end > whole.end.max(whole.start + line.value.len()) {
            return None;
        }
        let start = bytes.start - whole.start;
        let stretch = start..start + bytes.len();
        // What is quoted in the form stands otherwise there; then the paragraph is meant.
        let same = line.value.get(stretch.clone()) == source.get(bytes.clone());
        let bytes = if same { stretch } else { 0..line.value.len() };
        Some(Words { paragraph, bytes })
    })
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
    let At::Text { bytes, .. } = at else { return None };
    report.texts.iter().find_map(|(path, lines)| {
        let holds = |line: &Placed<String>| matches!(&line.place.at, At::Text { bytes: whole, .. } if whole.start <= bytes.start && bytes.start < whole.end);
        let paragraph = lines.iter().position(holds)?;
        Some(ParagraphFound { path: path.clone(), paragraph })
    })
}
