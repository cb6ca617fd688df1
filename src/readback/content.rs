//! What a file says: lines, tables as cells on a grid, figures.
//!
//! One shape for all kinds of files and for the form, so that any two can be
//! compared. It knows no file format and nothing of how a difference is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::file::Format;
use crate::place::Place;

/// Characters of the longest mark of a draft.
const MAX_MARK: usize = 8;

/// What one file says, in reading order.
#[derive(Clone, Debug)]
pub struct Content {
    /// The file's format; none of the form's own content, which the files should have.
    pub format: Option<Format>,
    /// The file's name as the user gave it.
    pub file: Arc<str>,
    /// All that it says.
    pub blocks: Vec<ContentBlock>,
    /// What a reader sees in it that is none of that.
    pub strays: Vec<Stray>,
    /// What the file says of itself: a page's `<meta>`, a document's properties.
    pub facts: Vec<Fact>,
}

/// What a reader of a file gives.
#[derive(Default)]
pub(super) struct Readout {
    pub blocks: Vec<ContentBlock>,
    pub strays: Vec<Stray>,
    pub facts: Vec<Fact>,
}

/// Something that a file says of itself, as it is named there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The name, such as `PubDate` of a `<meta>`.
    pub name: String,
    /// The value.
    pub value: String,
}

/// What a [`Stray`] is called where changes are tracked in a file that nobody has accepted or rejected.
pub const TRACKED_CHANGES: &str = "没有接受的修订";

/// Something that a reader sees, or does not see, and that no report has: a stamp over
/// the text, a struck number, a note at the foot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// What it is, in the words of clerks.
    pub what: &'static str,
    /// The page on which it stands, from 1, where there are pages.
    pub page: Option<usize>,
    /// What it says; may be empty.
    pub text: String,
}

/// What a format is called for people, with the blank that Latin letters want before Chinese
/// ones.
pub(super) fn name_of(format: Format) -> &'static str {
    match format {
        Format::Docx => "DOCX ",
        Format::Pdf => "PDF ",
        Format::Ofd => "OFD ",
        Format::Txt => "TXT ",
        Format::Html | Format::Fragment => "HTML ",
    }
}

impl Content {
    /// What it is called for people.
    pub(super) fn name(&self) -> &'static str {
        self.format.map_or("填报表", name_of)
    }
}

/// A piece of a content.
#[derive(Clone, Debug)]
pub enum ContentBlock {
    /// A paragraph, heading or other line of text; never blank.
    Line(ContentLine),
    /// A table.
    Table(Grid),
    /// A chart or picture.
    Figure(ContentFigure),
}

/// A paragraph. A line feed in it stands where a line ended in the file: a blank
/// may have stood there or not.
#[derive(Clone, Debug, Default)]
pub struct ContentLine {
    /// Its text.
    pub text: String,
    /// The words of the heading that it stands under, where the file tells headings.
    pub under: Arc<str>,
    /// Its level, from 1 for the title, where the file says that it is a heading.
    pub level: Option<u8>,
    /// The pages on which it stands, from 1, each with the byte from which on; empty where there are none.
    pub pages: Vec<(usize, usize)>,
    /// Where it stands in the form, or in a file that is a text; none elsewhere.
    pub place: Option<Place>,
}

impl ContentLine {
    /// A line of this text and nothing else known.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The page on which a byte of the text stands, where there are pages.
    pub fn page(&self, byte: usize) -> Option<usize> {
        let behind = self.pages.partition_point(|(from, _)| *from <= byte).max(1);
        self.pages.get(behind - 1).map(|(_, page)| *page)
    }
}

/// A figure: what stands below it, and the words for those who do not see it.
#[derive(Clone, Debug, Default)]
pub struct ContentFigure {
    /// The caption.
    pub caption: ContentLine,
    /// The words for readers of the screen, where the file has them.
    pub alt: Option<String>,
    /// What these words tell beside the caption, where that is known.
    pub words: Option<String>,
    /// The texts that stand in the figure itself, in the order of drawing: labels and
    /// numbers of a chart, none in a picture. Unknown where the file holds them as
    /// points of colour only.
    pub drawn: Option<Vec<String>>,
}

impl ContentFigure {
    /// The line that stands for the figure in a plain text: `［caption：words］`.
    pub fn line(&self) -> ContentLine {
        let caption = &self.caption.text.replace('\n', "");
        let words = match (&self.words, &self.alt) {
            (Some(words), _) => words.as_str(),
            (None, Some(alt)) if alt != caption => {
                // The words of a chart begin with its name, which is the caption without its number.
                let name = caption
                    .split_once('\u{3000}')
                    .map_or(caption.as_str(), |(_, name)| name);
                alt.strip_prefix(name)
                    .and_then(|rest| rest.strip_prefix('。'))
                    .unwrap_or(alt)
            }
            _ => "",
        };
        let text = if words.is_empty() {
            format!("［{caption}］")
        } else {
            format!("［{caption}：{words}］")
        };
        ContentLine {
            text,
            ..self.caption.clone()
        }
    }
}

/// A table: cells that cover a grid without gaps.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// What it shows, where the file tells it.
    pub name: String,
    /// The page on which it begins, from 1, where there are pages.
    pub page: Option<usize>,
    /// The cells, by rows from left to right.
    pub cells: Vec<GridCell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct GridCell {
    /// Its text; a line feed as in [`ContentLine`].
    pub text: String,
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// Rows that it spans, 1 or more.
    pub height: usize,
    /// Columns that it spans, 1 or more.
    pub width: usize,
    /// The page on which it stands, from 1, where there are pages.
    pub page: Option<usize>,
    /// Where its number stands in the form, with path and label; for contents of a form only.
    pub place: Option<Place>,
}

impl GridCell {
    /// Whether a number stands there, or nothing, so that the cell is no label.
    pub fn is_number(&self) -> bool {
        let mut all = self.text.chars().filter(|c| !c.is_whitespace());
        all.next()
            .is_none_or(|first| first.is_ascii_digit() || "-+—－/".contains(first))
    }
}

impl Grid {
    /// The same without rows and columns in which no cell begins: formats that draw
    /// lines do not show them.
    #[must_use]
    pub fn compact(mut self) -> Self {
        let rows: BTreeSet<usize> = self.cells.iter().map(|cell| cell.row).collect();
        let columns: BTreeSet<usize> = self.cells.iter().map(|cell| cell.column).collect();
        let rows: Vec<usize> = rows.into_iter().collect();
        let columns: Vec<usize> = columns.into_iter().collect();
        let before = |edges: &[usize], at: usize| edges.partition_point(|edge| *edge < at);
        for cell in &mut self.cells {
            let (bottom, right) = (cell.row + cell.height, cell.column + cell.width);
            cell.row = before(&rows, cell.row);
            cell.column = before(&columns, cell.column);
            cell.height = before(&rows, bottom) - cell.row;
            cell.width = before(&columns, right) - cell.column;
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self
    }

    /// What a cell is called by the labels of its row and column, such as
    /// `一、本年新收政府信息公开申请数量，自然人`; empty where there are none.
    pub fn label(&self, cell: &GridCell) -> String {
        let beside = |other: &&GridCell| {
            (other.row..other.row + other.height).contains(&cell.row) && other.column < cell.column
        };
        let above = |other: &&GridCell| {
            (other.column..other.column + other.width).contains(&cell.column)
                && other.row < cell.row
        };
        let labels = || self.cells.iter().filter(|other| !other.is_number());
        let row = labels().filter(beside).max_by_key(|other| other.column);
        let column = labels().filter(above).max_by_key(|other| other.row);
        let words: Vec<String> = row
            .into_iter()
            .chain(column)
            .map(|label| label.text.replace('\n', ""))
            .collect();
        words.join("，")
    }
}

/// Text that stands raised: its digits are marks of notes or powers, and no digits of the number
/// before them.
pub(super) fn raised(text: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raise = |c: char| c.to_digit(10).map_or(c, |digit| RAISED[digit as usize]);
    text.chars().map(raise).collect()
}

/// Whether a text is the mark of a draft, which files show beside their text: 草稿,
/// 征求意见稿, also in brackets. A style may have words of its own, which are told.
pub(super) fn is_draft_mark(text: &str) -> bool {
    let text = text
        .strip_prefix('【')
        .and_then(|text| text.strip_suffix('】'))
        .unwrap_or(text);
    let copy = text.ends_with('稿') && text.matches('稿').count() == 1;
    copy && text.chars().count() <= MAX_MARK
}

impl Content {
    /// How many tables, cells and lines it has, a figure counting as a line.
    pub fn counts(&self) -> (usize, usize, usize) {
        let tables = || {
            self.blocks.iter().filter_map(|block| {
                if let ContentBlock::Table(grid) = block {
                    Some(grid)
                } else {
                    None
                }
            })
        };
        let count = tables().count();
        (
            count,
            tables().map(|grid| grid.cells.len()).sum(),
            self.blocks.len() - count,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, row: usize, column: usize, width: usize) -> GridCell {
        GridCell {
            text: text.into(),
            row,
            column,
            width,
            height: 1,
            ..GridCell::default()
        }
    }

    fn check(figure: (&str, &str), expected: &str) {
        let figure = ContentFigure {
            caption: ContentLine::of(figure.0),
            alt: Some(figure.1.into()),
            ..ContentFigure::default()
        };
        assert_eq!(figure.line().text, expected);
    }

    #[test]
    fn a_figure_as_a_line() {
        check(("图1　办理结果", "图1　办理结果"), "［图1　办理结果］");
        check(
            ("图1　办理结果", "办理结果。甲3件"),
            "［图1　办理结果：甲3件］",
        );
        check(("图2　大厅", "一间大厅"), "［图2　大厅：一间大厅］");
    }

    #[test]
    fn marks_of_a_draft() {
        let marks = ["草稿", "【草稿】", "征求意见稿"];
        assert!(marks.iter().all(|mark| is_draft_mark(mark)));
        assert!(
            !["作废", "草稿作废", "草稿草稿", ""]
                .iter()
                .any(|mark| is_draft_mark(mark))
        );
    }

    #[test]
    fn columns_that_nobody_uses_go_and_labels_are_found() {
        let cells = vec![
            cell("角", 0, 0, 1),
            cell("件数", 0, 1, 3),
            cell("甲", 2, 0, 1),
            cell("12", 2, 1, 3),
        ];
        let grid = Grid {
            cells,
            ..Grid::default()
        }
        .compact();
        let last = &grid.cells[3];
        assert_eq!((last.row, last.column, last.width), (1, 1, 1));
        assert_eq!(grid.label(last), "甲，件数");
    }
}
