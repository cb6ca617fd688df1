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
/// What stands for a number beside its digits: a sign, or the dash and stroke of a blank cell.
const NUMBER_MARKS: &str = "-+—－/";
/// The digits as they stand raised.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

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

/// How much a content says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentCounts {
    /// Its tables.
    pub tables: usize,
    /// The cells of all its tables.
    pub cells: usize,
    /// Its lines and figures.
    pub lines: usize,
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

/// What a [`Stray`] is called where changes are tracked in a file that nobody has accepted or
/// rejected.
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

    /// How many tables, cells and lines it has, a figure counting as a line.
    pub fn counts(&self) -> ContentCounts {
        let mut counts = ContentCounts::default();
        for block in &self.blocks {
            match block {
                ContentBlock::Table(grid) => {
                    counts.tables += 1;
                    counts.cells += grid.cells.len();
                }
                ContentBlock::Line(_) | ContentBlock::Figure(_) => counts.lines += 1,
            }
        }
        counts
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
    /// The pages on which it stands, in their order; empty where there are none.
    pub pages: Vec<LinePage>,
    /// Where it stands in the form, or in a file that is a text; none elsewhere.
    pub place: Option<Place>,
}

/// A page on which a line stands, or goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePage {
    /// The byte of the line's text from which on it stands there.
    pub from: usize,
    /// The page, from 1.
    pub page: usize,
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
        let behind = self.pages.partition_point(|begun| begun.from <= byte);
        let begun = self.pages.get(behind.max(1) - 1)?;
        Some(begun.page)
    }

    /// Notes the page on which the text stands from a byte on.
    pub(super) fn enter_page(&mut self, from: usize, page: usize) {
        if self.pages.last().is_none_or(|begun| begun.page != page) {
            self.pages.push(LinePage { from, page });
        }
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
            (None, Some(alt)) if alt != caption => leave_out_name(alt, caption),
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

/// The words of a chart begin with its name, which is the caption without its number, and a full
/// stop; what stands behind these, or all words where they begin otherwise.
fn leave_out_name<'a>(alt: &'a str, caption: &str) -> &'a str {
    let name = match caption.split_once('\u{3000}') {
        Some((_number, name)) => name,
        None => caption,
    };
    alt.strip_prefix(name)
        .and_then(|rest| rest.strip_prefix('。'))
        .unwrap_or(alt)
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
        match self.text.chars().find(|c| !c.is_whitespace()) {
            Some(first) => first.is_ascii_digit() || NUMBER_MARKS.contains(first),
            None => true,
        }
    }

    /// Whether it covers a place of this row.
    fn covers_row(&self, row: usize) -> bool {
        (self.row..self.row + self.height).contains(&row)
    }

    /// Whether it covers a place of this column.
    fn covers_column(&self, column: usize) -> bool {
        (self.column..self.column + self.width).contains(&column)
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

        for cell in &mut self.cells {
            let (bottom, right) = (cell.row + cell.height, cell.column + cell.width);
            cell.row = count_before(&rows, cell.row);
            cell.column = count_before(&columns, cell.column);
            cell.height = count_before(&rows, bottom) - cell.row;
            cell.width = count_before(&columns, right) - cell.column;
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self
    }

    /// What a cell is called by the labels of its row and column, such as
    /// `一、本年新收政府信息公开申请数量，自然人`; empty where there are none.
    pub fn label(&self, cell: &GridCell) -> String {
        let beside = self
            .labels()
            .filter(|label| label.covers_row(cell.row) && label.column < cell.column);
        let above = self
            .labels()
            .filter(|label| label.covers_column(cell.column) && label.row < cell.row);
        let row = beside.max_by_key(|label| label.column);
        let column = above.max_by_key(|label| label.row);
        let words: Vec<String> = row
            .into_iter()
            .chain(column)
            .map(|label| label.text.replace('\n', ""))
            .collect();
        words.join("，")
    }

    /// The cells that are no numbers.
    pub(super) fn labels(&self) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(|cell| !cell.is_number())
    }
}

/// How many of some edges, which are in order, lie before a place.
fn count_before(edges: &[usize], place: usize) -> usize {
    edges.partition_point(|edge| *edge < place)
}

/// Text that stands raised: its digits are marks of notes or powers, and no digits of the number
/// before them.
pub(super) fn raised(text: &str) -> String {
    text.chars().map(raise_digit).collect()
}

fn raise_digit(c: char) -> char {
    match c.to_digit(10) {
        Some(digit) => RAISED[digit as usize],
        None => c,
    }
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

    fn check(caption: &str, alt: &str, expected: &str) {
        let figure = ContentFigure {
            caption: ContentLine::of(caption),
            alt: Some(alt.into()),
            ..ContentFigure::default()
        };
        assert_eq!(figure.line().text, expected);
    }

    #[test]
    fn a_figure_as_a_line() {
        check("图1　办理结果", "图1　办理结果", "［图1　办理结果］");
        check(
            "图1　办理结果",
            "办理结果。甲3件",
            "［图1　办理结果：甲3件］",
        );
        check("图2　大厅", "一间大厅", "［图2　大厅：一间大厅］");
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
