//! Pictures in the package: charts as PNG with SVG beside it, the agency's own as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Painted;
use crate::document::{Block, Document, FigureContent};
use crate::drawing::svg;
use crate::style::Style;

/// A picture's part of the package.
pub(super) struct Medium {
    /// Its relationship's id.
    pub id: String,
    /// Its name below `word/`.
    pub target: String,
    pub bytes: Arc<[u8]>,
}

/// How a figure is placed in the text.
pub(super) struct Placement {
    /// The figure's number, from 1; unique in the document.
    pub number: usize,
    /// The relationships of the picture and, for a chart, its SVG.
    pub picture: String,
    pub vector: Option<String>,
    /// Width and height in EMU (1/12700 pt).
    pub size: (i64, i64),
}

/// The pictures of a document, and where each figure's are, by the figure's block.
pub(super) fn of(
    document: &Document,
    style: &Style,
    painted: &Painted,
) -> (Vec<Medium>, BTreeMap<usize, Placement>) {
    let width = style.body_width(false);
    let mut media: Vec<Medium> = Vec::new();
    let mut placements = BTreeMap::new();
    let figures = document.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Figure(figure) => Some((at, figure)),
        _ => None,
    });
    for (number, (at, figure)) in (1..).zip(figures) {
        let mut add = |kind: &str, bytes: Arc<[u8]>| {
            // A picture that stands twice is one part.
            if let Some(known) = media.iter().find(|medium| Arc::ptr_eq(&medium.bytes, &bytes)) {
                return known.id.clone();
            }
            let id = format!("rIdMedia{}", media.len() + 1);
            media.push(Medium {
                id: id.clone(),
                target: format!("media/figure{number}.{kind}"),
                bytes,
            });
            id
        };
        let (picture, vector, size) = match &figure.content {
            FigureContent::Chart(_) => {
                // Without its picture a chart would be a broken one; its caption tells what is not there.
                let Some((drawing, picture)) = painted.get(&at) else { continue };
                let vector = svg(drawing, style.figure.text, &style.faces.table.name, &figure.alt);
                let picture = add("png", picture.as_slice().into());
                (picture, Some(add("svg", vector.into_bytes().into())), drawing.size)
            }
            FigureContent::Image(image) => {
                let picture = add(image.kind.name(), image.bytes.clone());
                (picture, None, style.figure.picture(image.pixels, width))
            }
        };
        let emu = |pt: f32| (f64::from(pt) * 12_700.0).round() as i64;
        placements
            .insert(at, Placement { number, picture, vector, size: (emu(size.0), emu(size.1)) });
    }
    (media, placements)
}
