//! What the DOCX templates print: blocks and cells with their measures in twips.

use std::collections::{BTreeMap, BTreeSet};

use super::super::clean::clean;
use super::OnPaper;
use super::media::Placement;
use super::metrics::twips;
use super::quirks::SHORT_BOOKMARKS;
use super::redline::{DocxPiece, Edit};
use super::signature::signature_style;
use super::tables::view_table;
use crate::document::{Block, Document, Figure, HeadingRuns, Run, Signature, Text};
use crate::style::Style;

/// The paragraph styles of headings, from the first level on.
const HEADING_STYLES: [&str; 4] = ["Heading1", "Heading2", "Heading3", "Heading4"];

/// A block for the template.
pub(super) enum DocxBlock<'a> {
    Paragraph {
        style: &'static str,
        runs: Vec<DocxRun>,
        /// Whether it begins a page.
        first: bool,
        /// The name of a bookmark at its beginning, and the bookmark's number.
        bookmark: Option<(usize, String)>,
    },
    /// The title, so far above what follows, twips.
    Title {
        runs: Vec<DocxRun>,
        after: i32,
    },
    /// A text of the signature in its style.
    Signature {
        style: String,
        runs: Vec<DocxRun>,
    },
    Table(DocxTable),
    Figure {
        placement: &'a Placement,
        alt: String,
        /// What became of the picture itself.
        edit: Edit,
    },
    /// The end of a section of upright or landscape pages.
    SectionEnd {
        landscape: bool,
    },
}

/// A run for the template.
#[derive(Clone)]
pub(super) struct DocxRun {
    pub text: String,
    /// A character style, or empty.
    pub style: &'static str,
    /// A line break before it.
    pub break_before: bool,
    pub edit: Edit,
}

impl DocxRun {
    pub fn of(text: &str) -> Self {
        Self {
            text: clean(text),
            style: "",
            break_before: false,
            edit: Edit::Kept,
        }
    }
}

/// A table for the template.
pub(super) struct DocxTable {
    pub name: String,
    pub width: i32,
    pub columns: Vec<i32>,
    /// From line to line and above and below a cell's text where rows are tightened, twips;
    /// else 0.
    pub pitch: i32,
    pub padding: i32,
    pub rows: Vec<DocxRow>,
}

/// A row for the template.
pub(super) struct DocxRow {
    pub head: bool,
    /// Whether the row may not break over pages.
    pub whole: bool,
    pub edit: Edit,
    pub cells: Vec<DocxCell>,
}

/// A cell for the template.
pub(super) struct DocxCell {
    /// What is printed: nothing, or one run where nothing is tracked.
    pub runs: Vec<DocxRun>,
    pub width: i32,
    pub span: usize,
    /// `restart`, `continue` or empty.
    pub merge: &'static str,
    /// The paragraph style.
    pub style: &'static str,
    /// Half points, for text that does not fit its cell at the usual size; else 0.
    pub size: i32,
    /// Left and right of such text, twips.
    pub padding: i32,
    /// Six hex digits, or empty.
    pub ground: String,
}

/// All blocks for the template.
pub(super) fn view_blocks<'a>(
    document: &Document,
    style: &Style,
    figures: &'a BTreeMap<usize, Placement>,
    paper: &OnPaper,
) -> Vec<DocxBlock<'a>> {
    let mut viewer = BlockViewer {
        document,
        style,
        figures,
        paper,
        views: Vec::new(),
    };
    let mut landscape = style.is_landscape(&document.blocks);
    for (at, block) in document.blocks.iter().enumerate() {
        if style.is_landscape(&document.blocks[at..]) != landscape {
            viewer.views.push(DocxBlock::SectionEnd { landscape });
            landscape = !landscape;
        }
        viewer.view(at, block, landscape);
    }
    viewer.views
}

/// A document's blocks on their way to the template.
struct BlockViewer<'d, 'f> {
    document: &'d Document,
    style: &'d Style,
    figures: &'f BTreeMap<usize, Placement>,
    paper: &'d OnPaper,
    views: Vec<DocxBlock<'f>>,
}

impl BlockViewer<'_, '_> {
    fn view(&mut self, at: usize, block: &Block, landscape: bool) {
        match block {
            Block::Title(text) => self.view_title(text),
            Block::Heading { level, text } => {
                let level = usize::from(*level).clamp(1, HEADING_STYLES.len());
                self.views.push(DocxBlock::Paragraph {
                    style: HEADING_STYLES[level - 1],
                    runs: view_runs(text),
                    first: self.paper.moved.contains(&at),
                    bookmark: None,
                });
            }
            Block::Paragraph(text) => self.view_paragraph(at, text),
            Block::Note(text) => self.views.push(view_plain("TableNote", text)),
            Block::Signature(signature) => self.view_signature(signature),
            Block::Table(data) => {
                let tightness = self.paper.tightened.get(&at).copied().unwrap_or(0.0);
                let table = view_table(data, self.style, landscape, tightness);
                self.views.push(DocxBlock::Table(table));
            }
            Block::Figure(figure) => self.view_figure(at, figure),
        }
    }

    fn view_title(&mut self, text: &Text) {
        let lines = self.style.title_lines(&text.plain(), &self.document.agency);
        let taken = self.style.title.pitch * lines.len() as f32;
        let after = self.style.title_height(lines.len()) - taken;
        self.views.push(DocxBlock::Title {
            runs: break_lines(&lines),
            after: twips(after).max(0),
        });
    }

    fn view_paragraph(&mut self, at: usize, text: &Text) {
        // A signature takes the paragraph before it along.
        let is_last = matches!(self.document.blocks.get(at + 1), Some(Block::Signature(_)));
        let name = text.heading().and_then(name_bookmark);
        self.views.push(DocxBlock::Paragraph {
            style: if is_last { "BodyTextLast" } else { "BodyText" },
            runs: view_runs(text),
            first: false,
            bookmark: name.map(|name| (at, name)),
        });
    }

    fn view_signature(&mut self, signature: &Signature) {
        for (at, text) in signature.lines.iter().enumerate() {
            let lines = self.style.signature_lines(&text.plain());
            self.views.push(DocxBlock::Signature {
                style: signature_style(at),
                runs: break_lines(&lines),
            });
        }
    }

    fn view_figure(&mut self, at: usize, figure: &Figure) {
        if let Some(placement) = self.figures.get(&at) {
            self.views.push(DocxBlock::Figure {
                placement,
                alt: clean(&figure.alt),
                edit: Edit::Kept,
            });
        }
        self.views.push(view_plain("Caption", &figure.caption));
    }
}

/// Whether the last section's pages are landscape: the file has its properties at the end.
pub(super) fn ends_landscape(document: &Document, style: &Style) -> bool {
    let Some(last) = document.blocks.len().checked_sub(1) else {
        return false;
    };
    style.is_landscape(&document.blocks[last..])
}

/// The sizes below the usual one that cells have, in half points.
pub(super) fn small_sizes(pieces: &[DocxPiece<'_>]) -> Vec<i32> {
    let mut sizes = BTreeSet::new();
    for piece in pieces {
        if let DocxBlock::Table(table) = &piece.block {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            sizes.extend(cells.map(|cell| cell.size).filter(|size| *size > 0));
        }
    }
    sizes.into_iter().collect()
}

fn view_run(run: &Run) -> DocxRun {
    let style = match (run.heading, run.bold) {
        (1, _) => "RunInHeading1",
        (2, _) => "RunInHeading2",
        (_, true) => "Strong",
        _ => "",
    };
    DocxRun {
        style,
        ..DocxRun::of(&run.text)
    }
}

fn view_runs(text: &Text) -> Vec<DocxRun> {
    text.runs.iter().map(view_run).collect()
}

/// A paragraph of a style and nothing else.
fn view_plain<'a>(style: &'static str, text: &Text) -> DocxBlock<'a> {
    DocxBlock::Paragraph {
        style,
        runs: view_runs(text),
        first: false,
        bookmark: None,
    }
}

/// The name of the bookmark at a heading within a paragraph: letters and digits, as Word wants it.
fn name_bookmark(heading: HeadingRuns<'_>) -> Option<String> {
    let words: String = heading.runs.iter().map(|run| run.text.as_str()).collect();
    let words = words.trim_end_matches(['。', '：']);
    let name = words.replace(|c: char| !c.is_alphanumeric(), "_");
    let name = name.trim_matches('_');
    // A name begins with a letter.
    let name = if name.starts_with(char::is_numeric) {
        format!("第{name}")
    } else {
        name.into()
    };
    (!name.is_empty() && name.chars().count() <= SHORT_BOOKMARKS).then_some(name)
}

/// Words with a line break between their lines.
fn break_lines(lines: &[String]) -> Vec<DocxRun> {
    let mut runs: Vec<DocxRun> = lines.iter().map(|line| DocxRun::of(line)).collect();
    for run in runs.iter_mut().skip(1) {
        run.break_before = true;
    }
    runs
}
