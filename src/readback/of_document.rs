//! What should stand in the files: a document as a content, with the form's places.

use std::sync::Arc;

use super::content::{Content, ContentBlock, ContentFigure, ContentLine, Grid, GridCell};
use crate::document::{self, Document, Text};

impl Content {
    /// What the files made of this document should say; `file` is the form's name.
    pub fn of(document: &Document, file: &str) -> Self {
        let mut blocks = Vec::new();
        let mut under: Arc<str> = Arc::default();
        let line = |text: &Text, under: &Arc<str>| ContentLine {
            text: text.plain(),
            under: under.clone(),
            level: None,
            pages: Vec::new(),
            place: text.place.clone(),
        };
        for block in &document.blocks {
            match block {
                document::Block::Heading { text, .. } => {
                    under = text.plain().into();
                    blocks.push(ContentBlock::Line(line(text, &under)));
                }
                document::Block::Title(text)
                | document::Block::Paragraph(text)
                | document::Block::Note(text) => {
                    blocks.push(ContentBlock::Line(line(text, &under)));
                }
                document::Block::Signature(signature) => {
                    let texts = &signature.lines;
                    blocks.extend(
                        texts
                            .iter()
                            .map(|text| ContentBlock::Line(line(text, &under))),
                    );
                }
                document::Block::Table(table) => blocks.push(ContentBlock::Table(grid(table))),
                document::Block::Figure(figure) => {
                    blocks.push(ContentBlock::Figure(ContentFigure {
                        caption: line(&figure.caption, &under),
                        alt: Some(figure.alt.clone()),
                        words: Some(figure.words.clone()),
                        drawn: Some(drawn(&figure.content)),
                    }));
                }
            }
        }
        // A line without a word shows in no file.
        blocks.retain(
            |block| !matches!(block, ContentBlock::Line(line) if line.text.trim().is_empty()),
        );
        Self {
            format: None,
            file: file.into(),
            blocks,
            strays: Vec::new(),
            facts: Vec::new(),
        }
    }
}

/// The texts that stand in a figure, as they are drawn: what the series are, then each
/// label with its numbers. In a picture stands none.
fn drawn(content: &document::FigureContent) -> Vec<String> {
    let document::FigureContent::Chart(chart) = content else {
        return Vec::new();
    };
    let mut texts = chart.series.clone();
    for bar in &chart.bars {
        texts.push(bar.label.clone());
        texts.extend(bar.values.iter().map(|value| chart.value(*value)));
    }
    texts
}

fn grid(table: &document::TableBlock) -> Grid {
    let cells = table.rows.iter().enumerate().flat_map(|(row, cells)| {
        cells.cells.iter().map(move |cell| GridCell {
            text: cell.text.clone(),
            row,
            column: cell.column,
            height: cell.height,
            width: cell.width,
            page: None,
            place: cell.place.clone(),
        })
    });
    Grid {
        name: table.name.clone(),
        page: None,
        cells: cells.collect(),
    }
    .compact()
}
