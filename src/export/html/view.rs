//! What the HTML template prints: blocks with their tags, runs, pictures and charts.

use base64::prelude::{BASE64_STANDARD, Engine};

use super::super::clean::clean;
use super::table::{self, TableView};
use crate::document::{Bar, BarChart, Block, Document, Figure, FigureContent, Image, Text};
use crate::drawing::{draw, svg};
use crate::style::Style;

/// Width of a chart's drawing, pt: narrower than on paper, so that its text can be read on a
/// telephone.
const CHART_WIDTH: f32 = 340.0;

/// A block for the template.
pub(super) enum BlockView {
    /// The title, parted where its lines may end.
    Title(Vec<String>),
    /// `tag` is the level in the page's outline, `level` the author's own.
    Heading {
        tag: u8,
        level: u8,
        runs: Vec<RunView>,
    },
    Paragraph(Vec<RunView>),
    Note(Vec<RunView>),
    Signature {
        lines: Vec<Vec<RunView>>,
        sealed: bool,
    },
    Table(TableView),
    Figure {
        picture: PictureView,
        caption: Vec<RunView>,
    },
}

/// A run for the template.
#[derive(Debug, PartialEq)]
pub(super) struct RunView {
    pub text: String,
    /// The level of a run-in heading with looks of its own, or 0.
    pub heading: u8,
    pub bold: bool,
}

/// What a figure shows.
pub(super) enum PictureView {
    /// An SVG element, and its numbers as a table: the heads of the columns, and rows of a label
    /// and values.
    Chart {
        svg: String,
        heads: Vec<String>,
        rows: Vec<(String, Vec<String>)>,
    },
    /// A picture inside the page.
    Image {
        source: String,
        alt: String,
        pixels: (u32, u32),
    },
}

/// All blocks for the template; ids begin with `prefix`.
pub(super) fn blocks(document: &Document, style: &Style, prefix: &str) -> Vec<BlockView> {
    let mut tables = 0;
    let mut views = Vec::with_capacity(document.blocks.len());
    for (block, tag) in document.blocks.iter().zip(document.outline()) {
        views.push(match block {
            Block::Title(text) => BlockView::Title(title(text, document, style)),
            Block::Heading { level, text } => BlockView::Heading {
                tag,
                level: *level,
                runs: runs(text),
            },
            Block::Paragraph(text) => BlockView::Paragraph(runs(text)),
            Block::Note(text) => BlockView::Note(runs(text)),
            Block::Signature(signature) => BlockView::Signature {
                lines: signature.lines.iter().map(runs).collect(),
                sealed: signature.sealed,
            },
            Block::Table(data) => {
                tables += 1;
                BlockView::Table(table::view(data, &format!("{prefix}table{tables}"), style))
            }
            Block::Figure(figure) => BlockView::Figure {
                picture: picture(figure, style),
                caption: runs(&figure.caption),
            },
        });
    }
    views
}

/// The title's stretches that belong together, the same as its lines on paper.
fn title(text: &Text, document: &Document, style: &Style) -> Vec<String> {
    style.title_lines(&clean(&text.plain()), &document.agency)
}

/// Stretches that look alike are one.
fn runs(text: &Text) -> Vec<RunView> {
    let mut views: Vec<RunView> = Vec::new();
    for run in &text.runs {
        // Deeper run-in headings look like the text, as on paper.
        let heading = if run.heading > 2 { 0 } else { run.heading };
        let bold = run.bold && heading == 0;
        match views.last_mut() {
            Some(last) if last.heading == heading && last.bold == bold => {
                last.text.push_str(&clean(&run.text));
            }
            _ => views.push(RunView {
                text: clean(&run.text),
                heading,
                bold,
            }),
        }
    }
    views
}

fn picture(figure: &Figure, style: &Style) -> PictureView {
    match &figure.content {
        FigureContent::Chart(data) => chart(data, &figure.alt, style),
        FigureContent::Image(Image {
            bytes,
            kind,
            pixels,
            ..
        }) => PictureView::Image {
            source: format!(
                "data:image/{};base64,{}",
                kind.name(),
                BASE64_STANDARD.encode(bytes)
            ),
            alt: clean(&figure.alt),
            pixels: (pixels.width, pixels.height),
        },
    }
}

fn chart(chart: &BarChart, alt: &str, style: &Style) -> PictureView {
    let drawing = draw(chart, style, CHART_WIDTH);
    let heads = if chart.series.is_empty() {
        vec!["数量".to_owned()]
    } else {
        chart.series.clone()
    };
    PictureView::Chart {
        svg: clean(&svg(&drawing, style.figure.text, "inherit", alt)),
        heads: heads.iter().map(|head| clean(head)).collect(),
        rows: chart.bars.iter().map(|bar| chart_row(chart, bar)).collect(),
    }
}

/// A group of bars as a row: its label and values.
fn chart_row(chart: &BarChart, bar: &Bar) -> (String, Vec<String>) {
    let values = bar.values.iter().map(|value| clean(&chart.value(*value)));
    (clean(&bar.label), values.collect())
}
