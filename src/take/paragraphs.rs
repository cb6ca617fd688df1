//! Where the form's paragraphs stand in what it prints.

use std::collections::BTreeSet;

use crate::narrative::Narrative;
use crate::readback::{Content, ContentBlock, ContentLine};

/// A paragraph of the form's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ParagraphSpot {
    /// The text's key.
    pub key: String,
    /// Which of its lines, from 0.
    pub line: usize,
}

/// For each block that the form prints the paragraph that it is, if it is one.
pub(super) struct Paragraphs(Vec<Option<ParagraphSpot>>);

impl Paragraphs {
    pub fn of(narrative: &Narrative, expected: &Content) -> Self {
        let mut used = BTreeSet::new();
        let mut spots = Vec::new();
        for block in &expected.blocks {
            let spot = match block {
                ContentBlock::Line(line) => find(narrative, line, &mut used),
                ContentBlock::Table(_) | ContentBlock::Figure(_) => None,
            };
            spots.push(spot);
        }
        Self(spots)
    }

    pub fn at(&self, block: usize) -> Option<&ParagraphSpot> {
        self.0.get(block)?.as_ref()
    }
}

/// The paragraph that a printed line is, of those that were not found before.
fn find(
    narrative: &Narrative,
    line: &ContentLine,
    used: &mut BTreeSet<ParagraphSpot>,
) -> Option<ParagraphSpot> {
    let place = line.place.as_ref()?;
    for passage in &narrative.passages {
        for (at, own) in passage.lines.iter().enumerate() {
            if own.place.at != place.at || own.text != line.text {
                continue;
            }
            let spot = ParagraphSpot {
                key: passage.key.clone(),
                line: at,
            };
            if used.insert(spot.clone()) {
                return Some(spot);
            }
        }
    }
    None
}
