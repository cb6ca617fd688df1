//! Where a value stands: in a file, down to the byte or the cell.
//!
//! Every value that comes out of a form keeps its [`Place`], so that a finding
//! points at what the clerk typed. This room knows nothing of forms, reports
//! or rules; it only counts lines and characters.
//!
//! # Where places come from
//!
//! `At::Text` is a line and column in characters and a stretch of bytes, all in the text as
//! decoded to UTF-8; `At::Cell` is a workbook's sheet, row and column. The YAML reader gives a
//! place to every key, scalar and container, and to each line of a literal block; lines of other
//! multi-line scalars share the start of theirs. Characters that do not belong are replaced by
//! blanks of the same length in bytes, so that places stay right. Lowering puts the place on each
//! cell; a cell that the form does not write has that of its row, its group or the file.
//! `Report::place` adds the path of keys and the official words. A placeholder's place is computed
//! within its line, and the run that it makes keeps the paths of its values. Body templates are
//! read with serde-saphyr's `Spanned`, so every string of a body has a place too; the style file
//! has one for what cannot be read, and the file for numbers that make no page.

use std::ops::Range;
use std::sync::Arc;

/// A position inside one file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum At {
    /// The file as a whole.
    #[default]
    File,
    /// A stretch of a text file. `line` and `column` are 1-based and count
    /// characters; `bytes` is the stretch in the decoded UTF-8 text.
    Text {
        /// Line, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
        /// The stretch in the decoded text.
        bytes: Range<usize>,
    },
    /// A cell of a workbook; `row` and `column` count from 0.
    Cell {
        /// Name of the sheet.
        sheet: Arc<str>,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
    },
    /// A paragraph of a document that somebody else wrote.
    Paragraph {
        /// The page, from 1, where there are pages.
        page: Option<usize>,
        /// Which of its lines of text, from 1.
        number: usize,
    },
    /// A cell of a table in a document that somebody else wrote.
    TableCell {
        /// The page, from 1, where there are pages.
        page: Option<usize>,
        /// Which of its tables, from 1.
        table: usize,
        /// Row, from 1.
        row: usize,
        /// Which of the row's cells, from 1.
        column: usize,
    },
}

impl At {
    /// The words for a place in a document: `第3页第12段`; none for other places.
    pub fn in_document(&self) -> Option<String> {
        match self {
            Self::Paragraph { page, number } => Some(format!("{}第{number}段", name_page(*page))),
            Self::TableCell {
                page,
                table,
                row,
                column,
            } => {
                let page = name_page(*page);
                Some(format!("{page}第{table}张表第{row}行第{column}格"))
            }
            _ => None,
        }
    }

    /// Whether it is a cell of a workbook, or of a table in a document.
    pub fn is_cell(&self) -> bool {
        matches!(self, Self::Cell { .. } | Self::TableCell { .. })
    }
}

/// The words for a page; none where there are no pages.
fn name_page(page: Option<usize>) -> String {
    page.map_or_else(String::new, |page| format!("第{page}页"))
}

/// A position in a file together with what stands there.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// The file's name as the user gave it.
    pub file: Arc<str>,
    /// Where in the file.
    pub at: At,
    /// The value's path of keys in the form, such as `申请.新收.自然人`; empty where there is none.
    pub path: Arc<str>,
    /// The same in the words of the official form; empty where there is none.
    pub label: Arc<str>,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: &Arc<str>) -> Self {
        Self {
            file: file.clone(),
            ..Self::default()
        }
    }

    /// A position without a path.
    pub fn at(file: &Arc<str>, at: At) -> Self {
        Self {
            file: file.clone(),
            at,
            ..Self::default()
        }
    }

    /// The same place with a path and the words for it.
    #[must_use]
    pub fn named(mut self, path: impl Into<Arc<str>>, label: impl Into<Arc<str>>) -> Self {
        self.path = path.into();
        self.label = label.into();
        self
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Placed<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

/// Free text, one entry a source line, each with its own place.
pub type PlacedText = Vec<Placed<String>>;

/// Turns byte offsets of one text into lines and columns.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The second characters of pairs that stand for one of the file, in bytes.
    doubled: &'a [usize],
}

impl<'a> LineIndex<'a> {
    /// Finds the line starts of `text`. A line ends with LF, CR LF or a lone CR.
    pub fn new(text: &'a str) -> Self {
        Self::doubled(text, &[])
    }

    /// The same for a text in which two characters stand for one of the file; `doubled`
    /// are the bytes where the second of them begin, in order. They count in no column.
    pub fn doubled(text: &'a str, doubled: &'a [usize]) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i + 1);
            }
        }
        Self {
            text,
            starts,
            doubled,
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The 1-based line and character column of a byte offset, which is moved
    /// to the nearest character start and into the text.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|&s| s <= offset);
        let start = self.starts[line - 1];
        let counted = self.text[start..offset].chars().count() + 1;
        (line, self.column(offset, counted))
    }

    /// The column in the file of a byte, whose column in this text is `counted`.
    pub fn column(&self, offset: usize, counted: usize) -> usize {
        if self.doubled.is_empty() {
            return counted;
        }
        let line = self.starts.partition_point(|&s| s <= offset);
        let start = self.starts[line - 1];
        counted.saturating_sub(self.count_doubled(offset) - self.count_doubled(start))
    }

    /// How many pairs stand for one character before a byte.
    fn count_doubled(&self, end: usize) -> usize {
        self.doubled.partition_point(|second| *second < end)
    }

    /// The stretch `bytes` as a position.
    pub fn at(&self, bytes: Range<usize>) -> At {
        let (line, column) = self.line_column(bytes.start);
        At::Text {
            line,
            column,
            bytes,
        }
    }

    /// The text of a 1-based line, without its end; empty outside the text.
    pub fn line(&self, line: usize) -> &'a str {
        let Some(&start) = line.checked_sub(1).and_then(|i| self.starts.get(i)) else {
            return "";
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\r', '\n'])
    }

    /// Byte offset of the start of a 1-based line; the text's length past its end.
    pub fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1)
            .and_then(|i| self.starts.get(i))
            .copied()
            .unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, expected: (usize, usize)) {
        assert_eq!(
            LineIndex::new(text).line_column(offset),
            expected,
            "{text:?} at {offset}"
        );
    }

    #[test]
    fn lines_and_columns_count_characters() {
        check("", 0, (1, 1));
        check("机关: 甲\n年度: 1", 3, (1, 2));
        check("机关: 甲\n年度: 1", 12, (2, 1));
        check("a\r\nb\rc", 3, (2, 1));
        check("a\r\nb\rc", 5, (3, 1));
        // Inside a character and past the end both fall back to a real position.
        check("机", 1, (1, 1));
        check("机", 99, (1, 2));
    }

    #[test]
    fn a_line_has_no_end_mark() {
        let index = LineIndex::new("a\r\n二\n");
        assert_eq!(
            (index.line(1), index.line(2), index.line(3), index.line(9)),
            ("a", "二", "", "")
        );
    }
}
