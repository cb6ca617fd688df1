//! The document: the report as blocks of text and tables, ready for any output.
//!
//! [`bind`] puts the report into the body template. What comes out has headings,
//! paragraphs and tables with spans, but no pages, fonts or sizes: text and DOCX
//! are written from it directly, and the layout makes pages of it.

mod build;
mod chart;
mod figure;
mod figures;
mod inline;
mod picture;
mod source;
mod table;
mod template;

use crate::place::Place;
use crate::report::Date;
use crate::standard::CellId;

pub use crate::standard::Role;
pub use build::{Bound, bind};
pub use chart::{Bar, BarChart};
pub use figure::{Figure, FigureContent};
pub use picture::{Image, ImageKind, NoPictures, PictureFault, Pictures, Pixels};
pub use source::Source;
pub use template::{Template, builtin_body};

/// The whole document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The title in one line, for metadata.
    pub title: String,
    /// The agency, the document's author.
    pub agency: String,
    /// Its number in the agency's catalogue, for metadata; empty without one.
    pub identifier: String,
    /// What the document is about, for metadata.
    pub subject: String,
    /// What kind of official document it is (文种), for metadata; empty where that is not known.
    pub kind: String,
    /// How open it is (公开属性), for metadata; empty where that is not known.
    pub openness: String,
    /// What only archives ask.
    pub archive: ArchiveKeys,
    /// Words by which it is found, for metadata.
    pub keywords: Vec<String>,
    /// The report year.
    pub year: i32,
    /// The day of the document, where the form or the caller gives one.
    pub date: Option<Date>,
    /// The day that the form gives (成文日期), whatever the files' properties say.
    pub issued: Option<Date>,
    /// SHA-256 of the meaning of the form that it was made of, in hex; empty where that is not
    /// known.
    pub origin: String,
    /// What a plain text says of its origin in its last line; none where the body does not ask
    /// for that.
    pub colophon: Option<String>,
    /// Whether it is a draft and every page says so.
    pub draft: bool,
    /// Labels of a government site's page, by their official names (SiteName …), in their order.
    pub site: Vec<(&'static str, String)>,
    /// The content in reading order.
    pub blocks: Vec<Block>,
}

/// What only archives ask of a document; each is empty where nobody has given it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveKeys {
    /// How secret it is (密级).
    pub secrecy: String,
    /// Its number as an official document (文号).
    pub number: String,
    /// The number of the agency's fonds (全宗号).
    pub fonds: String,
    /// How long it is kept (保管期限).
    pub retention: String,
}

impl ArchiveKeys {
    /// Takes what an agency has settled for all its reports, where the form does not give it.
    pub fn complete(&mut self, fonds: &str, retention: &str) {
        for (own, settled) in [(&mut self.fonds, fonds), (&mut self.retention, retention)] {
            if own.is_empty() {
                settled.clone_into(own);
            }
        }
    }
}

impl Document {
    /// The day in the files' properties: the document's, or the last day of the report year, since
    /// no output may ask a clock. It is never before that: a report is on a year that has ended.
    pub fn day(&self) -> Date {
        let end = Date::end_of(self.year);
        self.date.map_or(end, |date| date.max(end))
    }

    /// The level of each block in the outline: the title 1, headings from 2 on, the
    /// rest 0. No level is left out, whatever numbering the author uses: PDF/UA and
    /// readers of the screen want it so.
    pub fn outline(&self) -> Vec<u8> {
        let mut levels = Vec::with_capacity(self.blocks.len());
        let mut last = 0;
        for block in &self.blocks {
            levels.push(match block {
                Block::Title(_) => {
                    last = 1;
                    last
                }
                Block::Heading { level, .. } => {
                    last = (level + 1).min(last + 1);
                    last
                }
                _ => 0,
            });
        }
        levels
    }
}

/// A piece of the document.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title, before everything else.
    Title(Text),
    /// A heading that stands alone: level 1 一、, 2 （一）, 3 1., 4 （1）.
    Heading {
        /// Level, 1–4.
        level: u8,
        /// Its words.
        text: Text,
    },
    /// A paragraph; its first runs may be a run-in heading.
    Paragraph(Text),
    /// What is said below a table about its numbers.
    Note(Text),
    /// Lines at the end, set to the right.
    Signature(Signature),
    /// A table.
    Table(TableBlock),
    /// A chart or a picture.
    Figure(Figure),
}

/// The end of the report: who has made it and when.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The agency and below it the date.
    pub lines: Vec<Text>,
    /// Whether a seal comes over the two, which then stand otherwise (GB/T 9704-2012, 7.3.5).
    pub sealed: bool,
}

/// A line or paragraph of text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Stretches of the same kind, in order.
    pub runs: Vec<Run>,
    /// Where it comes from: the form or the template.
    pub place: Option<Place>,
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// The level of the run-in heading that it is; 0 for plain text.
    pub heading: u8,
    /// Whether it is emphasised.
    pub bold: bool,
    /// The paths of the values that it prints, for text that a placeholder made.
    pub bound: Vec<String>,
    /// Where the value stands that it prints, for text that a placeholder made.
    pub place: Option<Place>,
}

impl Text {
    /// Plain words of the program's own.
    pub fn of(words: &str) -> Self {
        let runs = if words.is_empty() {
            Vec::new()
        } else {
            vec![Run {
                text: words.to_owned(),
                ..Run::default()
            }]
        };
        Self { runs, place: None }
    }

    /// The heading that its first runs are; none for a text without one.
    pub fn heading(&self) -> Option<HeadingRuns<'_>> {
        let level = self.runs.first()?.heading;
        if level == 0 {
            return None;
        }
        let same = self.runs.iter().take_while(|run| run.heading == level);
        Some(HeadingRuns {
            level,
            runs: &self.runs[..same.count()],
        })
    }

    /// All characters.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|r| r.text.as_str()).collect()
    }
}

/// The heading at a text's beginning.
#[derive(Clone, Copy, Debug)]
pub struct HeadingRuns<'a> {
    /// Its level, 1–4.
    pub level: u8,
    /// Its runs.
    pub runs: &'a [Run],
}

/// A table: rows of cells on a grid of columns, tiled without gaps.
#[derive(Clone, Debug)]
pub struct TableBlock {
    /// The standard's id of the table, by which the style knows its widths.
    pub id: String,
    /// What it shows, for readers of the screen.
    pub name: String,
    /// Columns of the grid.
    pub columns: usize,
    /// How many of them hold labels.
    pub stub: usize,
    /// How many leading rows are its head, repeated on every page.
    pub head: usize,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row: the cells that start in it, from left to right.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The cells.
    pub cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct TableCell {
    /// What is printed.
    pub text: String,
    /// Its first column.
    pub column: usize,
    /// Columns that it spans.
    pub width: usize,
    /// Rows that it spans.
    pub height: usize,
    /// What it is.
    pub role: Role,
    /// The report's cell whose number it prints.
    pub id: Option<CellId>,
    /// Where that cell stands in the form.
    pub place: Option<Place>,
}

impl Row {
    /// Whether the row holds numbers; heads and bands hold none and stay with the rows below.
    pub fn has_numbers(&self) -> bool {
        self.cells.iter().any(|cell| cell.role == Role::Number)
    }
}

impl TableCell {
    /// Whether it spans one row and one column.
    pub fn is_single(&self) -> bool {
        self.width == 1 && self.height == 1
    }

    /// Whether a plain number is printed, which no output may break in two.
    pub fn is_plain_number(&self) -> bool {
        !self.text.is_empty()
            && self
                .text
                .chars()
                .all(|c| c.is_ascii_digit() || ".-+".contains(c))
    }
}
