//! Two paragraphs that belong together, compared sentence by sentence.

use super::tell::Teller;
use super::words::{difference, same, sentences, short_key};
use crate::align::{SequencePiece, align};
use crate::readback::content::ContentLine;

/// How alike two sentences of one paragraph must be to be one that was changed.
const ALIKE: f64 = 0.3;

/// Tells the sentences that differ, lack or are too many.
pub(super) fn compare(found: &ContentLine, expected: &ContentLine, tell: &mut Teller<'_>) {
    if same(&found.text, &expected.text) {
        return;
    }
    let (here, there) = (sentences(&found.text), sentences(&expected.text));
    let pieces = |sentences: &[(usize, &str)]| {
        sentences
            .iter()
            .map(|(_, s)| SequencePiece::new(0, short_key(s)))
            .collect::<Vec<_>>()
    };
    let (mine, theirs) = (pieces(&here), pieces(&there));
    let mut steps = align(&mine, &theirs, ALIKE);
    if mine.len() == 1 && theirs.len() == 1 {
        // The paragraphs belong together, and so does all that they say.
        steps = vec![(Some(0), Some(0))];
    }
    for step in steps {
        match (step.0.map(|at| here[at]), step.1.map(|at| there[at])) {
            (Some((from, a)), Some((_, b))) if !same(a, b) => {
                let page = found.page(from + difference(a, b));
                tell.sentence(page, (found, expected), (a, b));
            }
            (Some((from, a)), None) => tell.extra(found, found.page(from), "一句", a),
            (None, Some((_, b))) => tell.missing(expected, found.page(0), "一句", b),
            _ => {}
        }
    }
}
