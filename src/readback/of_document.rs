//! What should stand in the files: a document as a content, with the form's places.

use std::sync::Arc;

use super::content::{Content, ContentBlock, ContentFigure, ContentLine, Grid, GridCell};
use crate::document::{Block, Document, FigureContent, TableBlock, Text};

impl Content {
    /// What the files made of this document should say; `file` is the form's name.
    pub fn of(document: &Document, file: &str) -> Self {
        let mut blocks = Vec::new();
        let mut under: Arc<str> = Arc::default();
        for block in &document.blocks {
            match block {
                Block::Heading { text, .. } => {
                    under = text.plain().into();
                    blocks.push(ContentBlock::Line(line_of(text, &under)));
                }
                Block::Title(text) | Block::Paragraph(text) | Block::Note(text) => {
                    blocks.push(ContentBlock::Line(line_of(text, &under)));
                }
                Block::Signature(signature) => {
                    let lines = signature.lines.iter().map(|text| line_of(text, &under));
                    blocks.extend(lines.map(ContentBlock::Line));
                }
                Block::Table(table) => blocks.push(ContentBlock::Table(grid_of(table))),
                Block::Figure(figure) => {
                    blocks.push(ContentBlock::Figure(ContentFigure {
                        caption: line_of(&figure.caption, &under),
                        alt: Some(figure.alt.clone()),
                        words: Some(figure.words.clone()),
                        drawn: Some(drawn_texts(&figure.content)),
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

fn line_of(text: &Text, under: &Arc<str>) -> ContentLine {
    ContentLine {
        text: text.plain(),
        under: under.clone(),
        level: None,
        pages: Vec::new(),
        place: text.place.clone(),
    }
}

/// The texts that stand in a figure, as they are drawn: what the series are, then each
/// label with its numbers. In a picture stands none.
fn drawn_texts(content: &FigureContent) -> Vec<String> {
    let FigureContent::Chart(chart) = content else {
        return Vec::new();
    };
    let mut texts = chart.series.clone();
    for bar in &chart.bars {
        texts.push(bar.label.clone());
        texts.extend(bar.values.iter().map(|value| chart.value(*value)));
    }
    texts
}

fn grid_of(table: &TableBlock) -> Grid {
    let mut cells = Vec::new();
    for (row, own) in table.rows.iter().enumerate() {
        for cell in &own.cells {
            cells.push(GridCell {
                text: cell.text.clone(),
                row,
                column: cell.column,
                height: cell.height,
                width: cell.width,
                page: None,
                place: cell.place.clone(),
            });
        }
    }
    Grid {
        name: table.name.clone(),
        page: None,
        cells,
    }
    .compact()
}
