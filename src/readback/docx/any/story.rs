//! The main part of a document of any author: what is open while it is read, and the
//! blocks that come of it.
//!
//! `content` takes elements that stand in the text, `dispatch` those that say how something looks
//! or is laid out; `speech` takes the text itself, `ends` what comes of paragraphs, cells and
//! tables when they end. Here stands what all of them change.

use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::super::looks::Visibility;
use super::super::parts::Listener;
use super::fields::FieldStack;
use super::flow::BlockFlow;
use super::levels::StyleEffects;
use super::notes::DocxNotes;
use super::numbering::ListCounters;
use super::paragraph::AnyParagraph;
use super::strays::StrayList;
use super::table::{RowDraft, TableDraft};
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;
use crate::readback::content::{ContentBlock, Stray};

/// The most paragraphs, tables and cells; a report has 700, one with lists of all its
/// departments 20,000.
const MAX_PIECES: usize = 60_000;
/// Elements within elements; a table in a box in a table comes to 40.
const MAX_DEPTH: usize = 400;
/// What a character is called that nobody can name.
pub(super) const UNKNOWN_SIGN: &str = "特殊符号";
/// Tables within tables.
const MAX_TABLES: usize = 30;

/// What an open element is, as far as those within it ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnyElement {
    Other,
    /// Nothing in it counts.
    Unread,
    Paragraph,
    ParagraphLooks,
    ListLooks,
    MarkLooks,
    Run,
    RunLooks,
    Text,
    Instruction,
    Table,
    TableLooks,
    TableColumns,
    Row,
    RowLooks,
    Cell,
    CellLooks,
    TextBox,
    Control,
    ControlLooks,
    Alternatives,
    Drawing,
}

/// A run that is open.
#[derive(Default)]
pub(super) struct AnyRun {
    pub looks: Visibility,
    /// How its style looks.
    pub style: Visibility,
    /// The font of its letters, and whether its ground has a colour.
    pub font: String,
    pub shaded: bool,
    /// Whether its letters stand raised.
    pub raised: bool,
}

/// A content control that is open.
#[derive(Default)]
pub(super) struct ContentControl {
    /// Whether its text only says what to write there.
    pub is_placeholder: bool,
    /// Whether it holds a table of contents, and whether that has begun.
    pub of_contents: bool,
    pub contents_begun: bool,
}

/// A drawing that is open.
#[derive(Default)]
pub(super) struct AnyDrawing {
    pub alt: Option<String>,
    /// Whether a picture or a chart is in it.
    pub pictured: bool,
}

/// All that the main part says.
pub(super) struct StoryEnd {
    pub blocks: Vec<ContentBlock>,
    pub strays: Vec<Stray>,
    /// Whether changes are tracked that nobody has accepted or rejected.
    pub tracked: bool,
}

/// The part's elements as they come, one by one.
pub(super) struct Story<'a> {
    pub(super) styles: &'a StyleEffects,
    pub(super) counters: ListCounters<'a>,
    pub(super) notes: DocxNotes,
    /// What is open, from outside to inside.
    pub(super) open: Vec<AnyElement>,
    pub(super) flows: Vec<BlockFlow>,
    pub(super) paragraphs: Vec<AnyParagraph>,
    pub(super) runs: Vec<AnyRun>,
    pub(super) tables: Vec<TableDraft>,
    pub(super) controls: Vec<ContentControl>,
    pub(super) drawings: Vec<AnyDrawing>,
    /// Of what is there in several ways, whether one has been taken.
    pub(super) taken: Vec<bool>,
    pub(super) fields: FieldStack,
    /// The fields around the text boxes that are open.
    pub(super) outer_fields: Vec<FieldStack>,
    /// The text that is open, and whether blanks at its ends count.
    pub(super) text: String,
    pub(super) keeps_blanks: bool,
    pub(super) strays: StrayList,
    pub(super) tracked: bool,
    /// Paragraphs, tables and cells so far.
    pub(super) pieces: usize,
}

impl Listener for Story<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let parent = self.parent();
        let element = if parent == AnyElement::Unread {
            AnyElement::Unread
        } else {
            self.enter(parent, tag)?
        };
        self.open.push(element);
        if self.open.len() > MAX_DEPTH || self.pieces > MAX_PIECES || self.tables.len() > MAX_TABLES
        {
            return Err(TOO_LARGE);
        }
        Ok(())
    }

    fn end(&mut self, _: &str) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match element {
            AnyElement::Text => self.end_text(),
            AnyElement::Instruction => {
                let text = std::mem::take(&mut self.text);
                self.fields.instruct(&text);
            }
            AnyElement::Run => {
                self.runs.pop();
            }
            AnyElement::Paragraph => self.end_paragraph(),
            AnyElement::Cell => self.end_cell(),
            AnyElement::Row => {
                self.strays.unveil();
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            AnyElement::Table => self.end_table(),
            AnyElement::TextBox => self.end_box(),
            AnyElement::Control => {
                self.controls.pop();
            }
            AnyElement::Alternatives => {
                self.taken.pop();
            }
            AnyElement::Drawing => self.end_drawing(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if matches!(self.parent(), AnyElement::Text | AnyElement::Instruction) {
            self.text.push_str(text);
        }
    }
}

impl<'a> Story<'a> {
    /// A part of which nothing was read.
    pub fn new(styles: &'a StyleEffects, counters: ListCounters<'a>, notes: DocxNotes) -> Self {
        Self {
            styles,
            counters,
            notes,
            open: Vec::new(),
            flows: vec![BlockFlow::default()],
            paragraphs: Vec::new(),
            runs: Vec::new(),
            tables: Vec::new(),
            controls: Vec::new(),
            drawings: Vec::new(),
            taken: Vec::new(),
            fields: FieldStack::default(),
            outer_fields: Vec::new(),
            text: String::new(),
            keeps_blanks: false,
            strays: StrayList::default(),
            tracked: false,
            pieces: 0,
        }
    }

    /// All that was read; none while elements are open.
    pub fn close(mut self) -> Option<StoryEnd> {
        if !self.open.is_empty() {
            return None;
        }
        let mut flow = self.flows.pop()?;
        flow.close_carried();
        let mut blocks = flow.blocks;
        tell_headings(&mut blocks);
        Some(StoryEnd {
            blocks,
            strays: self.strays.close(),
            tracked: self.tracked,
        })
    }

    pub(super) fn parent(&self) -> AnyElement {
        self.open.last().copied().unwrap_or(AnyElement::Other)
    }

    /// Blocks come at the place that has been reached: of the paragraph that is open in
    /// this flow, or of the flow itself.
    pub(super) fn place(&mut self, blocks: Vec<ContentBlock>) {
        if blocks.is_empty() {
            return;
        }
        let depth = self.flows.len();
        if let Some(paragraph) = self.paragraphs.last_mut()
            && paragraph.depth == depth
        {
            paragraph.anchor(blocks);
        } else if let Some(flow) = self.flows.last_mut() {
            flow.close_carried();
            flow.blocks.extend(blocks);
        }
    }

    /// Whether the row that is open is taken away, or nobody sees it.
    pub(super) fn row_is(&self, which: fn(&RowDraft) -> bool) -> bool {
        let mut open = self.tables.iter().filter(|table| table.in_row);
        open.any(|table| table.rows.last().is_some_and(which))
    }
}

/// Tells lines which heading they stand under; the title is none.
fn tell_headings(blocks: &mut [ContentBlock]) {
    let mut under: Arc<str> = Arc::default();
    for block in blocks {
        let line = match block {
            ContentBlock::Line(line) => line,
            ContentBlock::Figure(figure) => &mut figure.caption,
            ContentBlock::Table(_) => continue,
        };
        if line.level.is_some_and(|level| level > 1) {
            under = line.text.replace('\n', "").into();
        }
        line.under = under.clone();
    }
}
