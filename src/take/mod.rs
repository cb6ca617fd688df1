//! What somebody corrected in a finished file, taken back into its form.
//!
//! The file's content is put beside what the form prints, as `readback` compares them; each
//! difference is a [`Correction`]: a number goes to its cell, a paragraph to its text, with its
//! placeholders where what they print still stands there. Numbers come first, then totals, then
//! words: what follows from a corrected number is no correction of its own. What the form does
//! not say — the template's words, looks — cannot be taken, and is told.

mod apply;
mod finder;
pub mod json;
mod paragraphs;
mod words;

pub use apply::apply;

use crate::filing::Filing;
use crate::readback::{BlockStep, Content, ContentBlock, block_steps, says_same};
use finder::Finder;
use paragraphs::Paragraphs;

/// What is looked for: each round is made with what the one before it has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Numbers that the form states.
    Numbers,
    /// Sums of them.
    Totals,
    /// Paragraphs, and all that cannot be taken.
    Words,
}

/// The rounds in their order.
pub const ROUNDS: [Round; 3] = [Round::Numbers, Round::Totals, Round::Words];

/// Something that a finished file says otherwise than its form.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What it is about, in words: a cell by its labels, a paragraph by its text and number.
    pub what: String,
    /// What the form prints; empty for what the file alone has.
    pub old: String,
    /// What the file says; empty for what it has no more.
    pub new: String,
    /// How the form is made to say it, or why it cannot.
    pub way: Result<Taking, String>,
}

/// How a form is made to say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    /// A value is given.
    Value {
        /// Its path.
        path: String,
        /// The value.
        value: String,
    },
    /// A paragraph of a text is another.
    Replaced(TakenParagraph),
    /// A paragraph is taken away.
    Removed(TakenParagraph),
    /// A paragraph comes before this one.
    Inserted(TakenParagraph),
}

/// A paragraph of a text, or what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenParagraph {
    /// The text's key.
    pub key: String,
    /// Which of its lines, from 0.
    pub line: usize,
    /// What is to stand there, as it is typed.
    pub text: String,
}

impl Correction {
    /// A difference that cannot be taken.
    fn refused(what: &str, old: String, new: String, why: &str) -> Self {
        Self {
            what: what.to_owned(),
            old,
            new,
            way: Err(why.to_owned()),
        }
    }
}

/// What a finished file says otherwise than its form, of one round.
pub fn corrections(filing: &Filing, content: &Content, round: Round) -> Vec<Correction> {
    let (Some(report), Some(document), Some(narrative)) =
        (&filing.report, &filing.document, &filing.narrative)
    else {
        return Vec::new();
    };
    let expected = Content::of(document, &filing.name.to_string());
    let finder = Finder {
        report,
        paragraphs: Paragraphs::of(narrative, &expected),
        narrative,
        found: content,
        expected: &expected,
    };
    match round {
        Round::Numbers => finder.find_numbers(false),
        Round::Totals => finder.find_numbers(true),
        Round::Words => finder.find_words(),
    }
}

/// Whether a file is the report of this form, perhaps with corrections: most of what the form
/// prints stands in it, as it is or much like it.
pub fn belongs(filing: &Filing, content: &Content) -> bool {
    let Some(document) = &filing.document else {
        return true;
    };
    let expected = Content::of(document, &filing.name.to_string());
    let steps = block_steps(content, &expected);
    let kept = steps
        .iter()
        .filter(|step| is_kept(step, content, &expected));
    kept.count() * 2 >= expected.blocks.len()
}

/// Whether what the form prints stands in the file as it is.
fn is_kept(step: &BlockStep, found: &Content, expected: &Content) -> bool {
    match sides(step, found, expected) {
        (Some(ContentBlock::Line(new)), Some(ContentBlock::Line(old))) => {
            says_same(&new.text, &old.text)
        }
        (Some(ContentBlock::Table(_)), Some(ContentBlock::Table(_))) => true,
        _ => false,
    }
}

/// The blocks of a step: the file's and the form's.
fn sides<'c>(
    step: &BlockStep,
    found: &'c Content,
    expected: &'c Content,
) -> (Option<&'c ContentBlock>, Option<&'c ContentBlock>) {
    (
        step.found.and_then(|at| found.blocks.get(at)),
        step.expected.and_then(|at| expected.blocks.get(at)),
    )
}

/// A text in one line.
fn join_lines(text: &str) -> String {
    text.trim().replace('\n', "")
}
