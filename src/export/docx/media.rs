//! Pictures in the package: charts as PNG with SVG beside it, the agency's own as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Painted, PaintedChart};
use crate::document::{Block, Document, Figure, FigureContent};
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

/// The pictures of a package, of one document or of two.
#[derive(Default)]
pub(super) struct Gallery {
    pub media: Vec<Medium>,
    /// Figures so far.
    figures: usize,
}

impl Gallery {
    /// Takes up the pictures of a document, and says where each figure's are, by the figure's
    /// block.
    pub fn place(
        &mut self,
        document: &Document,
        style: &Style,
        painted: &Painted,
    ) -> BTreeMap<usize, Placement> {
        let mut placements = BTreeMap::new();
        for (at, block) in document.blocks.iter().enumerate() {
            if let Block::Figure(figure) = block {
                self.figures += 1;
                if let Some(placement) = self.place_figure(figure, painted.get(&at), style) {
                    placements.insert(at, placement);
                }
            }
        }
        placements
    }

    /// Where a figure's pictures are. Without its picture a chart would be a broken one; its
    /// caption tells what is not there.
    fn place_figure(
        &mut self,
        figure: &Figure,
        painted: Option<&PaintedChart>,
        style: &Style,
    ) -> Option<Placement> {
        let (picture, vector, (width, height)) = match &figure.content {
            FigureContent::Chart(_) => {
                let PaintedChart { drawing, picture } = painted?;
                let face = &style.faces.table.name;
                let vector = svg(drawing, style.figure.text, face, &figure.alt);
                let picture = self.add("png", picture.as_slice().into());
                let vector = self.add("svg", vector.into_bytes().into());
                (picture, Some(vector), drawing.size)
            }
            FigureContent::Image(image) => {
                let picture = self.add(image.kind.name(), image.bytes.clone());
                let size = style.figure.picture(image.pixels, style.body_width(false));
                (picture, None, size)
            }
        };
        Some(Placement {
            number: self.figures,
            picture,
            vector,
            size: (emu(width), emu(height)),
        })
    }

    /// The relationship of a picture; one that stands twice is one part.
    fn add(&mut self, kind: &str, bytes: Arc<[u8]>) -> String {
        if let Some(known) = self.media.iter().find(|medium| medium.bytes == bytes) {
            return known.id.clone();
        }
        let id = format!("rIdMedia{}", self.media.len() + 1);
        let target = format!("media/figure{}.{kind}", self.figures);
        self.media.push(Medium {
            id: id.clone(),
            target,
            bytes,
        });
        id
    }
}

/// A length in points as office programs count: 1/12700 pt.
fn emu(points: f32) -> i64 {
    (f64::from(points) * 12_700.0).round() as i64
}
