//! What the structure tells: lines, tables and figures, in reading order.

use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::super::content::{ContentBlock, ContentFigure, ContentLine};
use super::super::package::{Listener, value, walk};
use super::super::spans::{MAX_COLUMNS, SpannedGrid};
use super::super::{BROKEN, TOO_LARGE};
use super::package::local;
use super::pages::{ObjectName, ShownObjects};
use crate::finding::Complaint;

/// The most lines and cells; a report has 500.
const MAX_PIECES: usize = 20_000;
/// Bytes of all that is named, however often it is the same.
const MAX_NAMED: usize = 4 << 20;

/// How far apart baselines of one line may be, mm.
const SAME_LINE: f32 = 0.5;

/// How the runs of glyphs of a paragraph become its text: each is an object of its own.
#[derive(Clone, Copy)]
pub(super) enum Joining {
    /// With a line feed: a blank may have stood there or not.
    Parted,
    /// As they read: a blank stands where Latin words are parted by the end of a line.
    AsRead,
}

impl Joining {
    fn join(self, text: &mut String, next: &str, is_same_line: bool) {
        let (Some(last), Some(first)) = (text.chars().next_back(), next.chars().next()) else {
            return;
        };
        match self {
            Self::Parted => text.push('\n'),
            Self::AsRead => {
                let are_letters = last.is_ascii_alphabetic() && first.is_ascii_alphabetic();
                if are_letters && !is_same_line {
                    text.push(' ');
                }
            }
        }
    }
}

/// What the structure of these objects tells.
///
/// # Errors
/// When it is broken, or too large.
pub(super) fn read_structure(
    xml: &str,
    shown: &mut ShownObjects,
    joining: Joining,
) -> Result<Vec<ContentBlock>, Complaint> {
    let mut walking = StructureReading {
        shown,
        blocks: Vec::new(),
        under: Arc::default(),
        line: ContentLine::default(),
        figure: None,
        table: None,
        reference: None,
        number: String::new(),
        joining,
        baseline: 0.0,
        pieces: 0,
        named: 0,
        fault: None,
    };
    walk(xml, &mut walking)?;
    match walking.fault {
        Some(fault) => Err(fault),
        None => Ok(walking.blocks),
    }
}

/// A table that is open, and what the cell spans that is open in it.
struct OpenTable {
    grid: SpannedGrid,
    height: usize,
    width: usize,
}

struct StructureReading<'s> {
    shown: &'s mut ShownObjects,
    blocks: Vec<ContentBlock>,
    under: Arc<str>,
    /// What has been said of the piece that is open.
    line: ContentLine,
    figure: Option<ContentFigure>,
    table: Option<OpenTable>,
    /// The page of an object that is being named, and its number so far.
    reference: Option<u32>,
    number: String,
    joining: Joining,
    /// Where the text before stands on its page, mm.
    baseline: f32,
    pieces: usize,
    named: usize,
    fault: Option<Complaint>,
}

impl Listener for StructureReading<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }

        match local(tag.name().as_ref()) {
            "Title" | "P" => self.begin()?,
            "Heading" => {
                self.begin()?;
                self.line.level = number(tag, "Level").and_then(|level| u8::try_from(level).ok());
            }
            "Figure" => {
                let alt = value(tag, "Alt");
                self.figure = Some(ContentFigure {
                    alt,
                    ..ContentFigure::default()
                });
                self.begin()?;
            }
            "Caption" => {
                // What stands in the figure itself has come by now.
                let drawn = std::mem::take(&mut self.line).text;
                if let Some(figure) = &mut self.figure {
                    figure.drawn = Some(vec![drawn.replace('\n', "")]);
                }
                self.begin()?;
            }
            "Table" => {
                let name = value(tag, "Name").unwrap_or_default();
                self.table = Some(OpenTable {
                    grid: SpannedGrid::new(name),
                    height: 1,
                    width: 1,
                });
            }
            "Cell" | "HeadCell" => {
                self.begin()?;
                let open = self.table.as_mut().ok_or(BROKEN)?;
                open.height = span(tag, "RowSpan");
                open.width = span(tag, "ColSpan");
            }
            "ObjectRef" => {
                let page = value(tag, "PageRef").and_then(|page| page.parse().ok());
                self.reference = Some(page.ok_or(BROKEN)?);
                self.number.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match local(name) {
            "Title" | "P" | "Heading" => self.close(local(name) == "Heading"),
            "Caption" => {
                if let Some(figure) = &mut self.figure {
                    figure.caption = std::mem::take(&mut self.line);
                }
            }
            "Figure" => self
                .blocks
                .extend(self.figure.take().map(ContentBlock::Figure)),
            "Row" => {
                if let Some(open) = &mut self.table {
                    open.grid.end_row();
                }
            }
            "Cell" | "HeadCell" => self.end_cell(),
            "Table" => {
                let grid = self.table.take().map(|open| open.grid.finish());
                self.blocks.extend(grid.map(ContentBlock::Table));
            }
            "ObjectRef" => self.refer(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.reference.is_some() {
            self.number.push_str(text);
        }
    }
}

impl StructureReading<'_> {
    fn begin(&mut self) -> Result<(), Complaint> {
        self.pieces += 1;
        self.line = ContentLine {
            under: self.under.clone(),
            ..ContentLine::default()
        };
        if self.pieces > MAX_PIECES {
            Err(TOO_LARGE)
        } else {
            Ok(())
        }
    }

    fn close(&mut self, is_heading: bool) {
        let mut line = std::mem::take(&mut self.line);
        if is_heading {
            self.under = line.text.replace('\n', "").into();
            line.under = self.under.clone();
        }
        if !line.text.trim().is_empty() {
            self.blocks.push(ContentBlock::Line(line));
        }
    }

    /// An object that has been named belongs to what is open.
    fn refer(&mut self) {
        let (Some(page), Ok(object)) = (self.reference.take(), self.number.trim().parse()) else {
            self.fault.get_or_insert(BROKEN);
            return;
        };
        let Some(text) = self.shown.name(ObjectName { page, object }) else {
            return;
        };
        self.named += text.words.len();
        if self.named > MAX_NAMED {
            self.fault.get_or_insert(TOO_LARGE);
            return;
        }
        let page = text.page + 1;
        let is_same_line = (text.baseline - self.baseline).abs() < SAME_LINE;
        self.baseline = text.baseline;
        self.joining
            .join(&mut self.line.text, &text.words, is_same_line);
        self.line.enter_page(self.line.text.len(), page);
        self.line.text.push_str(&text.words);
    }

    fn end_cell(&mut self) {
        let line = std::mem::take(&mut self.line);
        let Some(open) = &mut self.table else { return };
        if let Err(fault) = open.grid.add(&line, open.height, open.width) {
            self.fault.get_or_insert(fault);
        }
    }
}

/// A whole number that an attribute says.
fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    value(tag, name)?.parse().ok()
}

/// How many rows or columns a cell spans.
fn span(tag: &BytesStart<'_>, name: &str) -> usize {
    number(tag, name).unwrap_or(1).clamp(1, MAX_COLUMNS)
}
