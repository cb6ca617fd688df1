//! Two paragraphs that belong together, compared sentence by sentence.

use super::tell::{Differing, Teller};
use super::words::{PlacedSentence, difference, same, sentences, short_key};
use crate::align::{AlignedPair, SequencePiece, align};
use crate::readback::content::ContentLine;

/// How alike two sentences of one paragraph must be to be one that was changed.
const ALIKE: f64 = 0.3;

/// Tells the sentences that differ, lack or are too many.
pub(super) fn compare(found: &ContentLine, expected: &ContentLine, tell: &mut Teller<'_>) {
    if same(&found.text, &expected.text) {
        return;
    }
    let (here, there) = (sentences(&found.text), sentences(&expected.text));
    for step in align_sentences(&here, &there) {
        match (step.0.map(|at| &here[at]), step.1.map(|at| &there[at])) {
            (Some(here), Some(there)) if !same(here.text, there.text) => {
                let byte = here.from + difference(here.text, there.text);
                let texts = Differing {
                    found: here.text,
                    expected: there.text,
                };
                tell.tell_sentence(found.page(byte), found, expected, texts);
            }
            (Some(here), None) => {
                tell.tell_extra(found, found.page(here.from), "一句", here.text);
            }
            (None, Some(there)) => {
                tell.tell_missing(expected, found.page(0), "一句", there.text);
            }
            _ => {}
        }
    }
}

/// Which sentences of two paragraphs belong together.
fn align_sentences(here: &[PlacedSentence<'_>], there: &[PlacedSentence<'_>]) -> Vec<AlignedPair> {
    if here.len() == 1 && there.len() == 1 {
        // The paragraphs belong together, and so does all that they say.
        return vec![(Some(0), Some(0))];
    }
    align(&pieces_of(here), &pieces_of(there), ALIKE)
}

fn pieces_of(sentences: &[PlacedSentence<'_>]) -> Vec<SequencePiece> {
    sentences
        .iter()
        .map(|sentence| SequencePiece::new(0, short_key(sentence.text)))
        .collect()
}
