//! The main part of a document of any author: what is open while it is read, and the
//! blocks that come of it.
//!
//! `content` takes elements that stand in the text, `dispatch` those that say how
//! something looks or is laid out. Here stands what both change.

use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::super::body::is_numbered;
use super::super::looks::Visibility;
use super::super::parts::Listener;
use super::fields::FieldStack;
use super::levels::{StyleEffect, StyleEffects};
use super::notes::DocxNotes;
use super::numbering::ListCounters;
use super::paragraph::{AnyParagraph, PAGE_END, flowing};
use super::strays::StrayList;
use super::symbols::{is_own_place, symbol};
use super::table::TableDraft;
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;
use crate::readback::content::{ContentBlock, ContentFigure, ContentLine, Stray, raised};

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

/// Blocks that follow one another: of the body, a cell, a text box.
#[derive(Default)]
pub(super) struct BlockFlow {
    pub blocks: Vec<ContentBlock>,
    /// What stands before a paragraph's end that is taken away.
    pub carried: String,
    /// Whether it stands in a cell, where a number alone is text.
    pub in_cell: bool,
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
        let much = self.open.len() > MAX_DEPTH
            || self.pieces > MAX_PIECES
            || self.tables.len() > MAX_TABLES;
        if much { Err(TOO_LARGE) } else { Ok(()) }
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
        let here = self
            .paragraphs
            .last_mut()
            .filter(|paragraph| paragraph.depth == depth);
        if let Some(paragraph) = here {
            paragraph.anchor(blocks);
        } else if let Some(flow) = self.flows.last_mut() {
            flow.close_carried();
            flow.blocks.extend(blocks);
        }
    }

    /// Whether the row that is open is taken away, or nobody sees it.
    pub(super) fn row_is(&self, which: fn(&super::table::RowDraft) -> bool) -> bool {
        let open = |table: &TableDraft| table.in_row && table.rows.last().is_some_and(which);
        self.tables.iter().any(open)
    }

    fn end_text(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        if self.runs.last().is_some_and(|run| run.raised) {
            text = raised(&text);
        }
        let text = if self.keeps_blanks {
            text.as_str()
        } else {
            text.trim_matches([' ', '\t', '\r', '\n'])
        };
        // Lines and tabs of the file are none of the text.
        let text = text.replace(['\r', '\n', '\t'], " ");
        match self.runs.last().filter(|run| !run.font.is_empty()) {
            Some(run) => {
                let font = run.font.clone();
                text.chars().for_each(|c| self.sign(&font, c));
            }
            None => self.say(&text),
        }
    }

    /// A character of a font of symbols; those that such fonts do not have are of another one.
    fn sign(&mut self, font: &str, c: char) {
        let own = is_own_place(c);
        if !own && (!c.is_ascii() || c.is_whitespace()) {
            self.say(c.encode_utf8(&mut [0; 4]));
        } else if let Some(sign) = symbol(font, c.into()) {
            self.say(sign.encode_utf8(&mut [0; 4]));
        } else {
            self.strays.tell(UNKNOWN_SIGN, String::new());
        }
    }

    /// Text comes, as the paragraph shows it, or something that stands for text.
    pub(super) fn say(&mut self, text: &str) {
        if self.fields.hides() || self.paragraphs.is_empty() || self.row_is(|row| row.deleted) {
            return;
        }
        if self.in_contents() {
            if let Some(paragraph) = self.paragraphs.last_mut() {
                paragraph.in_contents = true;
            }
            return;
        }
        if self.controls.iter().any(|control| control.is_placeholder) {
            return;
        }
        match self.veil() {
            Some(what) => self.strays.conceal(what, text),
            None => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.line.push_str(text);
                }
            }
        }
    }

    /// Whether text that comes is part of a table of contents. What stands in its control
    /// before it, is its heading; what stands behind it was written there by mistake.
    fn in_contents(&mut self) -> bool {
        let within = self.fields.in_contents();
        if let Some(control) = self.controls.iter_mut().find(|control| control.of_contents) {
            control.contents_begun |= within;
            return within || !control.contents_begun;
        }
        within
    }

    /// Why the text that comes is none of the report.
    fn veil(&self) -> Option<&'static str> {
        if self.row_is(|row| row.hidden) {
            return Some("隐藏的行");
        }
        let paragraph = self.paragraphs.last()?;
        let (own, style) = self
            .runs
            .last()
            .map(|run| (run.looks, run.style))
            .unwrap_or_default();
        let looks = own
            .over(style)
            .over(paragraph.looks())
            .over(self.styles.defaults);
        let coloured = |table: &TableDraft| {
            let cell = table.rows.last().and_then(|row| row.cells.last());
            table.shaded || cell.is_some_and(|cell| cell.shaded)
        };
        let shaded = self.runs.last().is_some_and(|run| run.shaded)
            || paragraph.shaded
            || paragraph.style.shaded
            || !self.outer_fields.is_empty()
            || self.tables.iter().any(coloured);
        if shaded {
            looks.on_colour().veil()
        } else {
            looks.veil()
        }
    }

    pub(super) fn begin_paragraph(&mut self) {
        self.pieces += 1;
        let carried = self
            .flows
            .last_mut()
            .map(|flow| std::mem::take(&mut flow.carried));
        let (depth, carried) = (self.flows.len(), carried.unwrap_or_default());
        self.paragraphs
            .push(AnyParagraph::new(depth, carried, self.styles.usual()));
    }

    fn end_paragraph(&mut self) {
        self.strays.unveil();
        self.fields.end_paragraph();
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        self.place(std::mem::take(&mut paragraph.before));
        let behind = std::mem::take(&mut paragraph.behind);
        if paragraph.in_contents || paragraph.style.in_contents {
            // A line of a table of contents.
            self.place(behind);
        } else if paragraph.goes_on {
            self.place(behind);
            if let Some(flow) = self.flows.last_mut() {
                flow.carried = paragraph.line;
            }
        } else {
            self.emit(paragraph);
            self.place(behind);
        }
    }

    /// A paragraph is whole.
    fn emit(&mut self, mut paragraph: AnyParagraph) {
        let unseen = self.row_is(|row| row.hidden || row.deleted);
        let level = paragraph.level();
        let in_cell = self.flows.last().is_some_and(|flow| flow.in_cell);
        let line = std::mem::take(&mut paragraph.line);
        let style = paragraph.style.clone();
        let mut list = Some(paragraph).filter(|_| !unseen);
        for part in line.split(PAGE_END) {
            let text = if in_cell {
                part.trim().to_owned()
            } else {
                flowing(part)
            };
            let blank = text.is_empty();
            let text = match list.take() {
                Some(paragraph) => self.numbered(&paragraph, text),
                None => text,
            };
            if text.is_empty() || blank && !in_cell {
                continue;
            }
            let line = ContentLine {
                text,
                level,
                ..ContentLine::default()
            };
            if let Some(flow) = self.flows.last_mut() {
                flow.push(line, &style);
            }
        }
    }

    /// The text with the number that programs put before it.
    fn numbered(&mut self, paragraph: &AnyParagraph, text: String) -> String {
        let style = &paragraph.style;
        let Some(list) = paragraph.list.as_ref().or(style.list.as_ref()) else {
            return text;
        };
        let of_style = || {
            style
                .step
                .or_else(|| self.counters.step_of(list, &style.lister))
        };
        let step = paragraph.step.or_else(of_style).unwrap_or_default();
        self.counters.number(list, step, text)
    }

    fn end_cell(&mut self) {
        let Some(mut flow) = self.flows.pop() else {
            return;
        };
        flow.close_carried();
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
            if let Some(cell) = table.cell() {
                cell.blocks = flow.blocks;
            }
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        let found = table.finish();
        found
            .strays
            .into_iter()
            .for_each(|stray| self.strays.add(stray));
        self.place(found.blocks);
    }

    fn end_box(&mut self) {
        let Some(mut flow) = self.flows.pop() else {
            return;
        };
        flow.close_carried();
        self.fields = self.outer_fields.pop().unwrap_or_default();
        self.place(flow.blocks);
    }

    fn end_drawing(&mut self) {
        let Some(drawing) = self.drawings.pop().filter(|drawing| drawing.pictured) else {
            return;
        };
        let figure = ContentFigure {
            alt: drawing.alt,
            ..ContentFigure::default()
        };
        self.place(vec![ContentBlock::Figure(figure)]);
    }
}

impl BlockFlow {
    /// What was to go on, and nothing follows, is a paragraph.
    pub fn close_carried(&mut self) {
        let text = flowing(&std::mem::take(&mut self.carried));
        if !text.is_empty() {
            self.blocks.push(ContentBlock::Line(ContentLine::of(text)));
        }
    }

    /// Takes a paragraph in; right behind a picture it may be its caption.
    fn push(&mut self, line: ContentLine, style: &Arc<StyleEffect>) {
        if let Some(ContentBlock::Figure(figure)) = self.blocks.last_mut()
            && figure.caption.text.is_empty()
            && (style.is_caption || is_numbered(&line.text))
        {
            figure.caption = line;
        } else {
            self.blocks.push(ContentBlock::Line(line));
        }
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
