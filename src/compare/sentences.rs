//! The running text of two documents, sentence by sentence, with the words that changed.
//!
//! Compared is what prints, the template's sentences included. A sentence whose
//! typed words are the same and that only prints another value for a placeholder *follows*.

use crate::align::words::{TaggedWords, words};
use crate::align::{SequencePiece, align};
use crate::document::{Block, Document, Run, Text};
use crate::place::Place;

/// A sentence that differs.
#[derive(Clone, Debug)]
pub struct SentenceChange {
    /// The heading of the section that it stands in; empty before the first.
    pub section: String,
    /// The old sentence; none where it is new.
    pub old: Option<String>,
    /// The new sentence; none where it is gone.
    pub new: Option<String>,
    /// Both sentences in one: what is the same, what went and what came, in order.
    pub words: Vec<TaggedWords>,
    /// Whether only values of placeholders differ.
    pub follows: bool,
    /// The placeholders whose values differ.
    pub placeholders: Vec<Placeholder>,
    /// Where it stands in the new form, or in the old one where it is gone.
    pub place: Option<Place>,
}

/// A placeholder that prints another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The paths of the values that it prints.
    pub names: Vec<String>,
    /// What it printed.
    pub old: String,
    /// What it prints.
    pub new: String,
}

/// A sentence on paper.
struct PrintedSentence<'a> {
    section: &'a str,
    text: String,
    /// The same with the names of values in place of what placeholders print.
    typed: String,
    /// The values that placeholders print in it.
    bound: Vec<BoundValue<'a>>,
    place: Option<&'a Place>,
}

/// What a placeholder prints.
struct BoundValue<'a> {
    names: &'a [String],
    text: &'a str,
}

impl<'a> PrintedSentence<'a> {
    fn new(section: &'a str, place: Option<&'a Place>) -> Self {
        Self {
            section,
            text: String::new(),
            typed: String::new(),
            bound: Vec::new(),
            place,
        }
    }
}

/// What the lines at the end are called.
const SIGNATURE: &str = "落款";
/// Where sentences end.
const ENDS: [char; 4] = ['。', '！', '？', '；'];
/// How alike two sentences must be to be one that was changed.
const ALIKE: f64 = 0.4;

/// The sentences that differ, in the order of the new document.
pub fn sentences(old: &Document, new: &Document) -> Vec<SentenceChange> {
    let headings = [headings(old), headings(new)];
    let before = part_document(old, &headings[0]);
    let after = part_document(new, &headings[1]);
    let mut found = Vec::new();
    for (old, new) in align(&pieces(&before), &pieces(&after), ALIKE) {
        let (old, new) = (old.map(|at| &before[at]), new.map(|at| &after[at]));
        // Written otherwise, a sentence may read the same.
        if old.map(|sentence| &sentence.text) != new.map(|sentence| &sentence.text) {
            found.push(tell_change(old, new));
        }
    }
    found
}

/// Sentences as they are put beside each other: by what was typed.
fn pieces(sentences: &[PrintedSentence<'_>]) -> Vec<SequencePiece> {
    sentences
        .iter()
        .map(|sentence| SequencePiece::new(0, sentence.typed.clone()))
        .collect()
}

fn tell_change(
    old: Option<&PrintedSentence<'_>>,
    new: Option<&PrintedSentence<'_>>,
) -> SentenceChange {
    let either = new.or(old);
    let (old_text, new_text) = (old.map(|old| &old.text), new.map(|new| &new.text));
    let (follows, placeholders) = match (old, new) {
        (Some(old), Some(new)) if old.typed == new.typed => (true, placeholders(old, new)),
        _ => (false, Vec::new()),
    };
    SentenceChange {
        section: either.map_or_else(String::new, |sentence| sentence.section.to_owned()),
        words: words(
            old_text.map_or("", String::as_str),
            new_text.map_or("", String::as_str),
        ),
        old: old_text.cloned(),
        new: new_text.cloned(),
        follows,
        placeholders,
        place: either.and_then(|sentence| sentence.place.cloned()),
    }
}

/// The placeholders that print another value in a sentence that is typed the same.
fn placeholders(old: &PrintedSentence<'_>, new: &PrintedSentence<'_>) -> Vec<Placeholder> {
    let mut found = Vec::new();
    for (before, after) in old.bound.iter().zip(&new.bound) {
        if before.text != after.text {
            found.push(Placeholder {
                names: before.names.to_vec(),
                old: before.text.to_owned(),
                new: after.text.to_owned(),
            });
        }
    }
    found
}

/// The heading of the section that each block stands in.
fn headings(document: &Document) -> Vec<String> {
    let mut section = String::new();
    let mut sections = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        if let Block::Heading { level: 1, text } = block {
            section = text.plain();
        }
        sections.push(section.clone());
    }
    sections
}

/// All sentences of a document.
fn part_document<'a>(document: &'a Document, headings: &'a [String]) -> Vec<PrintedSentence<'a>> {
    let mut found = Vec::new();
    for (block, section) in document.blocks.iter().zip(headings) {
        match block {
            Block::Title(text)
            | Block::Heading { text, .. }
            | Block::Paragraph(text)
            | Block::Note(text) => {
                part(text, section, &mut found);
            }
            Block::Signature(signature) => {
                for text in &signature.lines {
                    part(text, SIGNATURE, &mut found);
                }
            }
            Block::Figure(figure) => part(&figure.caption, section, &mut found),
            Block::Table(_) => {}
        }
    }
    found
}

/// The sentences of a text; one may begin and end within a run.
fn part<'a>(text: &'a Text, section: &'a str, found: &mut Vec<PrintedSentence<'a>>) {
    let place = text.place.as_ref();
    let mut sentence = PrintedSentence::new(section, place);
    for run in &text.runs {
        let Run {
            text, bound: names, ..
        } = run;
        if !names.is_empty() {
            sentence.text += text;
            sentence.typed += &format!("{{{}}}", names.join(" "));
            sentence.bound.push(BoundValue { names, text });
            continue;
        }
        for piece in text.split_inclusive(ENDS) {
            sentence.text += piece;
            sentence.typed += piece;
            if piece.ends_with(ENDS) {
                found.push(std::mem::replace(
                    &mut sentence,
                    PrintedSentence::new(section, place),
                ));
            }
        }
    }
    if !sentence.text.trim().is_empty() {
        found.push(sentence);
    }
}
