//! The styles of a report's signature, one a text: where each stands is in its style.

use super::metrics::twips;
use super::quirks::HAIR_OF_ROOM;
use crate::document::{Block, Document, Signature};
use crate::style::{Style, ems};

/// How a text of the signature stands, lengths in twips.
pub(super) struct SignatureStyle {
    pub id: String,
    pub number: usize,
    /// Whether it is the first, above which a line is empty.
    pub first: bool,
    pub left: i32,
    pub right: i32,
    /// `right`, or for a name of several lines `center` or `left`.
    pub align: &'static str,
}

/// The id of the style of the signature's text of this index.
pub(super) fn signature_style(at: usize) -> String {
    format!("Signature{}", at + 1)
}

/// The styles of the document's signature, one a text.
pub(super) fn signature_styles(document: &Document, style: &Style) -> Vec<SignatureStyle> {
    for block in &document.blocks {
        if let Block::Signature(signature) = block {
            return make_styles(signature, style);
        }
    }
    Vec::new()
}

fn make_styles(signature: &Signature, style: &Style) -> Vec<SignatureStyle> {
    let lines: Vec<Vec<String>> = signature
        .lines
        .iter()
        .map(|text| style.signature_lines(&text.plain()))
        .collect();
    let widths: Vec<f32> = lines.iter().map(|lines| widest(lines, style)).collect();
    let insets = style.signature_insets(&widths, signature.sealed);
    let mut styles = Vec::new();
    for (at, inset) in insets.into_iter().enumerate() {
        let several = lines[at].len() > 1;
        let (left, right) = if several {
            let room = style.body_width(false) - inset - widths[at] - HAIR_OF_ROOM;
            (twips(room.max(0.0)), (inset - HAIR_OF_ROOM).max(0.0))
        } else {
            (0, inset)
        };
        styles.push(SignatureStyle {
            id: signature_style(at),
            number: at + 1,
            first: at == 0,
            left,
            right: twips(right),
            align: match (several, signature.sealed) {
                (false, _) => "right",
                (true, true) => "center",
                (true, false) => "left",
            },
        });
    }
    styles
}

/// The width of the widest line, pt.
fn widest(lines: &[String], style: &Style) -> f32 {
    let pitch = style.character_pitch();
    let widths = lines.iter().map(|line| ems(line) * pitch);
    widths.fold(0.0, f32::max)
}
