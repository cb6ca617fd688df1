//! Two contents compared: every difference as a finding with its place.
//!
//! `words` says when two texts say the same, `align` what belongs to what, `tables`
//! compares cells, `prose` paragraphs by their sentences, `figures` what a figure says.
//! What a difference is called is in `tell`.

mod figures;
mod prose;
mod tables;
mod tell;
mod words;

pub use tables::{CellPair, cell_pairs};
pub use words::{Excerpts, excerpts, same as says_same};

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::content::{Content, ContentBlock, ContentFigure, ContentLine, Grid};
use crate::align::{AlignedPair, SequencePiece, align};
use crate::file::Format;
use crate::finding::Finding;
use tell::Teller;

/// How alike two paragraphs must be to be one that was changed, from 0 to 1.
const ALIKE: f64 = 0.4;

/// All places where the file `found` says otherwise than `expected`, in the order of the file.
///
/// Blanks are compared loosely: where a line ends, a file swallows the blank that
/// stood there, so that one counts only between two letters or digits of the same
/// line. Everything else counts, labels and marks as well.
pub fn compare(found: &Content, expected: &Content) -> Vec<Finding> {
    let mut tell = Teller::new(found, expected);
    let sides = ComparedSides::of(found, expected);
    for step in sides.align() {
        match (step.0.map(|at| &sides.here[at]), step.1) {
            (Some(here), Some(other)) => tell_pair(here, &sides.there[other], &mut tell),
            (Some(ComparedBlock::Table(grid)), None) => {
                let other = step.0.and_then(|at| sides.pairs.other(at));
                tell_lone_table(grid, other.map(|at| &sides.there[at]), &mut tell);
            }
            (Some(ComparedBlock::Line(line)), None) => tell_extra_line(line, &mut tell),
            (Some(ComparedBlock::Figure(figure)), None) => {
                tell_extra_line(&figure.caption, &mut tell);
            }
            // A table that stands elsewhere is told there.
            (None, Some(other)) if sides.pairs.there.contains_key(&other) => {}
            (None, Some(other)) => tell_missing(&sides.there[other], &mut tell),
            (None, None) => {}
        }
    }
    for stray in &found.strays {
        tell.tell_stray(stray);
    }
    tell.findings()
}

/// Two blocks that belong together, or one that stands alone, by their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockStep {
    /// The file's block.
    pub found: Option<usize>,
    /// The block of what it should say.
    pub expected: Option<usize>,
}

/// Which blocks belong together, in the order of the file; tables in another order than
/// expected stand together all the same.
pub fn block_steps(found: &Content, expected: &Content) -> Vec<BlockStep> {
    let sides = ComparedSides::of(found, expected);
    let mut steps = Vec::new();
    for (found, expected) in sides.align() {
        match (found, expected) {
            (Some(at), None) => steps.push(BlockStep {
                found,
                expected: sides.pairs.other(at),
            }),
            // A table that stands elsewhere stands with its other.
            (None, Some(at)) if sides.pairs.there.contains_key(&at) => {}
            _ => steps.push(BlockStep { found, expected }),
        }
    }
    steps
}

/// Tells a table that stands alone where it is: its other stands elsewhere, or is none.
fn tell_lone_table(grid: &Grid, other: Option<&ComparedBlock<'_>>, tell: &mut Teller<'_>) {
    match other {
        Some(ComparedBlock::Table(other)) => {
            tell.tell_moved(grid);
            tables::compare(grid, other, tell);
        }
        _ => tell.tell_extra_table(grid),
    }
}

fn tell_extra_line(line: &ContentLine, tell: &mut Teller<'_>) {
    tell.tell_extra(line, line.page(0), "一段", &line.text);
}

fn tell_missing(block: &ComparedBlock<'_>, tell: &mut Teller<'_>) {
    let line = match block {
        ComparedBlock::Table(grid) => return tell.tell_missing_table(grid),
        ComparedBlock::Figure(figure) => &figure.caption,
        ComparedBlock::Line(line) => &**line,
    };
    tell.tell_missing(line, None, "一段", &line.text);
}

/// Tells what differs between two pieces that belong together; they are of one kind.
fn tell_pair(found: &ComparedBlock<'_>, expected: &ComparedBlock<'_>, tell: &mut Teller<'_>) {
    match (found, expected) {
        (ComparedBlock::Table(a), ComparedBlock::Table(b)) => tables::compare(a, b, tell),
        (ComparedBlock::Figure(a), ComparedBlock::Figure(b)) => figures::compare(a, b, tell),
        (ComparedBlock::Line(a), ComparedBlock::Line(b)) => prose::compare(a, b, tell),
        _ => {}
    }
}

/// A piece of a content, as it is compared.
enum ComparedBlock<'a> {
    Line(Cow<'a, ContentLine>),
    Table(&'a Grid),
    Figure(&'a ContentFigure),
}

impl ComparedBlock<'_> {
    /// What stands for the item when pieces are put beside each other; `pair` is a table's number.
    fn piece(&self, pair: Option<usize>) -> SequencePiece {
        match self {
            Self::Line(line) => SequencePiece::new(0, words::short_key(&line.text)),
            Self::Figure(figure) => SequencePiece::new(1, words::short_key(&figure.caption.text)),
            // Tables are paired already, and never alike otherwise.
            Self::Table(_) => {
                SequencePiece::new(2 + pair.map_or(0, |pair| pair + 1), String::new())
            }
        }
    }
}

/// Two contents whose blocks are compared.
struct ComparedSides<'a> {
    here: Vec<ComparedBlock<'a>>,
    there: Vec<ComparedBlock<'a>>,
    pairs: TablePairs,
}

impl<'a> ComparedSides<'a> {
    fn of(found: &'a Content, expected: &'a Content) -> Self {
        // A plain text shows a figure as a line.
        let is_flat = [found, expected]
            .iter()
            .any(|content| content.format == Some(Format::Txt));
        let here = blocks_of(found, is_flat);
        let there = blocks_of(expected, is_flat);
        let pairs = TablePairs::of(&here, &there);
        Self { here, there, pairs }
    }

    fn align(&self) -> Vec<AlignedPair> {
        let mine = pieces_of(&self.here, &self.pairs.here);
        let theirs = pieces_of(&self.there, &self.pairs.there);
        align(&mine, &theirs, ALIKE)
    }
}

fn blocks_of(content: &Content, is_flat: bool) -> Vec<ComparedBlock<'_>> {
    let mut blocks = Vec::new();
    for block in &content.blocks {
        blocks.push(match block {
            ContentBlock::Line(line) => ComparedBlock::Line(Cow::Borrowed(line)),
            ContentBlock::Figure(figure) if is_flat => {
                ComparedBlock::Line(Cow::Owned(figure.line()))
            }
            ContentBlock::Figure(figure) => ComparedBlock::Figure(figure),
            ContentBlock::Table(grid) => ComparedBlock::Table(grid),
        });
    }
    blocks
}

fn pieces_of(blocks: &[ComparedBlock<'_>], pairs: &BTreeMap<usize, usize>) -> Vec<SequencePiece> {
    blocks
        .iter()
        .enumerate()
        .map(|(at, block)| block.piece(pairs.get(&at).copied()))
        .collect()
}

/// Which tables belong together: the numbers of the pairs by the blocks' indices.
#[derive(Default)]
struct TablePairs {
    here: BTreeMap<usize, usize>,
    there: BTreeMap<usize, usize>,
    /// The index of the second of each pair.
    others: Vec<usize>,
}

impl TablePairs {
    /// Pairs the tables that share most labels, in their order.
    fn of(here: &[ComparedBlock<'_>], there: &[ComparedBlock<'_>]) -> Self {
        let (mine, theirs) = (ComparedTables::of(here), ComparedTables::of(there));
        let mut pairs = Self::default();
        // As many here as there: the order settles it.
        if mine.places.len() == theirs.places.len() {
            for (at, other) in mine.places.into_iter().zip(theirs.places) {
                pairs.add(at, other);
            }
            return pairs;
        }
        for step in align(&mine.pieces, &theirs.pieces, ALIKE) {
            if let (Some(at), Some(other)) = step {
                pairs.add(mine.places[at], theirs.places[other]);
            }
        }
        pairs
    }

    fn add(&mut self, at: usize, other: usize) {
        let number = self.others.len();
        self.here.insert(at, number);
        self.there.insert(other, number);
        self.others.push(other);
    }

    /// What the block of this index belongs to.
    fn other(&self, at: usize) -> Option<usize> {
        self.others.get(*self.here.get(&at)?).copied()
    }
}

/// The tables among blocks: the indices of these, and what stands for each.
#[derive(Default)]
struct ComparedTables {
    places: Vec<usize>,
    pieces: Vec<SequencePiece>,
}

impl ComparedTables {
    fn of(blocks: &[ComparedBlock<'_>]) -> Self {
        let mut tables = Self::default();
        for (at, block) in blocks.iter().enumerate() {
            if let ComparedBlock::Table(grid) = block {
                tables.places.push(at);
                tables.pieces.push(tables::piece(grid));
            }
        }
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readback::content::{GridCell, Stray};

    /// A content of lines; `|甲|1` is a table of a label and a number, `图1=alt` a figure.
    fn content(format: Option<Format>, lines: &[&str]) -> Content {
        let cell = |column: usize, text: &str| GridCell {
            text: text.into(),
            column,
            height: 1,
            width: 1,
            ..GridCell::default()
        };
        let block = |line: &&str| match (line.strip_prefix('|'), line.split_once('=')) {
            (Some(cells), _) => {
                let cells = cells
                    .split('|')
                    .enumerate()
                    .map(|(column, text)| cell(column, text))
                    .collect();
                ContentBlock::Table(Grid {
                    cells,
                    ..Grid::default()
                })
            }
            (None, Some((caption, alt))) => ContentBlock::Figure(ContentFigure {
                caption: ContentLine::of(caption),
                alt: Some(alt.into()),
                ..ContentFigure::default()
            }),
            (None, None) => ContentBlock::Line(ContentLine::of(*line)),
        };
        let blocks = lines.iter().map(block).collect();
        Content {
            format,
            file: "f".into(),
            blocks,
            strays: Vec::new(),
            facts: Vec::new(),
        }
    }

    fn check(found: &[&str], expected: &[&str], told: &[&str]) {
        let findings = compare(
            &content(Some(Format::Docx), found),
            &content(None, expected),
        );
        assert_eq!(
            findings
                .iter()
                .map(|f| f.message.as_str())
                .collect::<Vec<_>>(),
            told
        );
    }

    #[test]
    fn tables() {
        check(&["|甲|1"], &["|甲|1"], &[]);
        check(&["|甲|1"], &["|甲|2"], &["DOCX 中“甲”是 1，填报表是 2"]);
        let text = ["文。", "又一段", "末段"];
        check(
            &[&["|甲|1"], &text[..]].concat(),
            &[&text[..], &["|甲|1"]].concat(),
            &["DOCX 中表“甲”的位置与填报表的不同"],
        );
        check(
            &["|甲|1"],
            &["|甲|1", "|乙|1"],
            &["DOCX 中缺一张表：表“乙”"],
        );
        check(
            &["|乙|1", "|甲|1"],
            &["|甲|1"],
            &["DOCX 中多一张表：表“乙”"],
        );
        check(
            &["|甲|1|2"],
            &["|甲|1"],
            &["DOCX 中表“甲”的行列与填报表的不同"],
        );
    }

    #[test]
    fn lines_and_figures() {
        check(
            &["甲。乙。丙丁。"],
            &["甲。丙戊。"],
            &[
                "DOCX 中多一句：“乙。”",
                "DOCX 中写的是“丙丁。”，填报表是“丙戊。”",
            ],
        );
        check(
            &["甲甲甲", "乙乙乙"],
            &["乙乙乙"],
            &["DOCX 中多一段：“甲甲甲”"],
        );
        check(
            &["图1=甲3件"],
            &["图1=甲4件"],
            &["DOCX 中写的是“甲3件”，填报表是“甲4件”"],
        );
        check(&["图1=甲3件"], &[], &["DOCX 中多一段：“图1”"]);
        // In a text a figure is a line.
        let (text, form) = (
            content(Some(Format::Txt), &["［图1：甲3件］"]),
            content(None, &["图1=甲4件"]),
        );
        let told = compare(&text, &form);
        assert_eq!(
            told[0].message,
            "TXT 中写的是“［图1：甲3件］”，填报表是“［图1：甲4件］”"
        );
    }

    #[test]
    fn what_stands_beside_the_text() {
        let told = |page: Option<usize>, text: &str| {
            let mut found = content(Some(Format::Pdf), &["甲"]);
            found.strays.push(Stray {
                what: "划掉的文字",
                page,
                text: text.into(),
            });
            let told = compare(&found, &content(None, &["甲"]));
            told.into_iter()
                .map(|finding| finding.message)
                .collect::<Vec<_>>()
        };
        assert_eq!(told(Some(2), "7"), ["PDF 第2页有划掉的文字：“7”"]);
        assert_eq!(told(None, " "), ["PDF 中有划掉的文字"]);
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let lines: Vec<String> = (0..600).map(|i| format!("第{i}段")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = compare(&content(Some(Format::Docx), &lines), &content(None, &[]));
        assert_eq!(
            (found.len(), found[500].message.as_str()),
            (501, "DOCX 还有 100 处不同，没有列出")
        );
    }
}
