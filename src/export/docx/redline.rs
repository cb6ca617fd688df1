//! Two views of a document in one: what both have, what went and what came, as tracked changes.
//!
//! Whoever accepts all changes has the new document, whoever rejects them the old one. How text
//! looks is not tracked: what both have looks as in the new document.

use super::quirks::ONE_TABLE;
use super::view::{DocxBlock, DocxCell, DocxRow, DocxRun, DocxTable};
use crate::align::words::{Tag, words};
use crate::align::{SequencePiece, align};

/// Whose changes they are.
#[derive(Clone, Debug, Default)]
pub struct Reviser {
    /// The name that office programs show at each change.
    pub name: String,
    /// When, as `2024-05-06T00:00:00Z`; empty where nobody says.
    pub time: String,
}

/// What became of a piece; changes are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// Both documents have it.
    Kept,
    /// Only the new one has it.
    Inserted(usize),
    /// Only the old one has it.
    Deleted(usize),
}

impl Edit {
    /// Whether two pieces came, went or stayed together.
    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// A block and what became of it.
pub(super) struct DocxPiece<'a> {
    pub edit: Edit,
    pub block: DocxBlock<'a>,
    /// The number of the change that gave the paragraph its style, and the style before.
    pub former: Option<(usize, String)>,
}

impl<'a> DocxPiece<'a> {
    fn new(edit: Edit, block: DocxBlock<'a>) -> Self {
        Self {
            edit,
            block,
            former: None,
        }
    }

    /// Whether it is the end of landscape pages.
    pub fn ends_landscape(&self) -> bool {
        matches!(self.block, DocxBlock::SectionEnd { landscape: true })
    }

    fn is_table(&self) -> bool {
        matches!(self.block, DocxBlock::Table(_))
    }

    /// The style of a paragraph; none of other blocks.
    fn style(&self) -> Option<&str> {
        match &self.block {
            DocxBlock::Paragraph { style, .. } => Some(style),
            DocxBlock::Signature { style, .. } => Some(style),
            _ => None,
        }
    }

    /// What a paragraph says.
    fn runs(&mut self) -> Option<&mut Vec<DocxRun>> {
        match &mut self.block {
            DocxBlock::Paragraph { runs, .. } | DocxBlock::Signature { runs, .. } => Some(runs),
            _ => None,
        }
    }
}

/// How alike two blocks must be to be one that was changed.
const ALIKE: f64 = 0.4;

/// The blocks of a document without changes.
pub(super) fn keep_all(blocks: Vec<DocxBlock<'_>>) -> Vec<DocxPiece<'_>> {
    blocks
        .into_iter()
        .map(|block| DocxPiece::new(Edit::Kept, block))
        .collect()
}

/// The blocks of two documents in one; changes are numbered from `first` on.
pub(super) fn merge<'a>(
    old: Vec<DocxBlock<'a>>,
    new: Vec<DocxBlock<'a>>,
    first: usize,
) -> Vec<DocxPiece<'a>> {
    // Upright and landscape pages are those of the new document.
    let mut old = old;
    old.retain(|block| !matches!(block, DocxBlock::SectionEnd { .. }));
    let pairs = align(&sequence(&old), &sequence(&new), ALIKE);
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    let mut merger = Merger {
        next: first,
        pieces: Vec::new(),
    };
    for (before, after) in pairs {
        match (
            before.and_then(|_| old.next()),
            after.and_then(|_| new.next()),
        ) {
            (Some(before), Some(after)) => merger.pair(before, after),
            (Some(before), None) => merger.delete(before),
            (None, Some(after)) => merger.insert(after),
            (None, None) => {}
        }
    }
    merger.close();
    merger.pieces
}

/// Blocks as they are put beside each other: by their kind and what they say.
fn sequence(blocks: &[DocxBlock<'_>]) -> Vec<SequencePiece> {
    blocks.iter().map(sequence_piece).collect()
}

fn sequence_piece(block: &DocxBlock<'_>) -> SequencePiece {
    match block {
        DocxBlock::Title { runs, .. } => SequencePiece::new(0, plain(runs)),
        DocxBlock::Signature { runs, .. } => SequencePiece::new(1, plain(runs)),
        DocxBlock::Table(table) => SequencePiece::new(2, table.name.clone()),
        DocxBlock::Figure { placement, .. } => SequencePiece::new(3, placement.picture.clone()),
        DocxBlock::SectionEnd { .. } => SequencePiece::new(4, String::new()),
        DocxBlock::Paragraph { style, runs, .. } => {
            let kind = KINDS.iter().position(|kind| style.starts_with(kind));
            SequencePiece::new(5 + kind.unwrap_or(KINDS.len()), plain(runs))
        }
    }
}

/// Paragraphs that may become each other have styles that begin alike.
const KINDS: [&str; 7] = [
    "BodyText",
    "Heading1",
    "Heading2",
    "Heading3",
    "Heading4",
    "TableNote",
    "Caption",
];

/// What runs say, a line break before one as the sign for that.
fn plain(runs: &[DocxRun]) -> String {
    let mut text = String::new();
    for run in runs {
        if run.break_before {
            text.push_str(LINE);
        }
        text.push_str(&run.text);
    }
    text
}

const LINE: &str = "\n";

/// Puts blocks into one document, and numbers changes.
struct Merger<'a> {
    next: usize,
    pieces: Vec<DocxPiece<'a>>,
}

impl<'a> Merger<'a> {
    fn number(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn next_insertion(&mut self) -> Edit {
        Edit::Inserted(self.number())
    }

    fn next_deletion(&mut self) -> Edit {
        Edit::Deleted(self.number())
    }

    fn push(&mut self, edit: Edit, block: DocxBlock<'a>) {
        let piece = DocxPiece::new(edit, block);
        if piece.is_table() && self.pieces.last().is_some_and(DocxPiece::is_table) {
            let between = DocxBlock::Paragraph {
                style: ONE_TABLE,
                runs: Vec::new(),
                first: false,
                bookmark: None,
            };
            let edit = self.next_deletion();
            self.pieces.push(DocxPiece::new(edit, between));
        }
        self.pieces.push(piece);
    }

    /// A file's last paragraph can neither come nor go. Where the last ones would, what comes or
    /// goes is the end of the one before them, and the very last one changes from its style to
    /// the other's, or back.
    fn close(&mut self) {
        let number = self.number();
        let Some(end) = self.pieces.last().map(|last| last.edit) else {
            return;
        };
        let Some(before) = self
            .pieces
            .iter()
            .rposition(|piece| !piece.edit.is_like(end))
        else {
            return;
        };
        let are_paragraphs = self.pieces[before..]
            .iter()
            .all(|piece| piece.style().is_some());
        if end == Edit::Kept || !are_paragraphs {
            return;
        }
        let other = self.pieces[before].style().unwrap_or_default().to_owned();
        if self.pieces[before].edit == Edit::Kept {
            self.pieces[before].edit = end;
        } else {
            self.move_ending(before);
        }
        if let Some(last) = self.pieces.last_mut() {
            last.edit = Edit::Kept;
            let own = last.style().unwrap_or_default().to_owned();
            let goes = matches!(end, Edit::Deleted(_));
            let (style, former) = if goes { (other, own) } else { (own, other) };
            let runs = last.runs().map(std::mem::take).unwrap_or_default();
            last.block = DocxBlock::Signature { style, runs };
            last.former = Some((number, former));
        }
    }

    /// What one document ends with stands in the first paragraph that the other ends with.
    fn move_ending(&mut self, before: usize) {
        let mut ending = self.pieces.remove(before);
        let runs = ending.runs().map(std::mem::take).unwrap_or_default();
        if let Some(next) = self.pieces[before].runs() {
            next.splice(..0, runs);
        }
    }

    fn insert(&mut self, mut block: DocxBlock<'a>) {
        change_runs(&mut block, |run| run.edit = self.next_insertion());
        change_rows(&mut block, |row| row.edit = self.next_insertion());
        if let DocxBlock::Figure { edit, .. } = &mut block {
            *edit = self.next_insertion();
        }
        let edit = self.next_insertion();
        self.push(edit, block);
    }

    fn delete(&mut self, mut block: DocxBlock<'a>) {
        change_runs(&mut block, |run| run.edit = self.next_deletion());
        change_rows(&mut block, |row| row.edit = self.next_deletion());
        match &mut block {
            DocxBlock::Paragraph {
                first, bookmark, ..
            } => (*first, *bookmark) = (false, None),
            DocxBlock::Figure { edit, .. } => *edit = self.next_deletion(),
            _ => {}
        }
        let edit = self.next_deletion();
        self.push(edit, block);
    }

    /// A block that both have, perhaps with other words.
    fn pair(&mut self, before: DocxBlock<'a>, mut after: DocxBlock<'a>) {
        match (before, &mut after) {
            (DocxBlock::Table(before), DocxBlock::Table(after)) if same_grid(&before, after) => {
                self.merge_cells(before, after);
            }
            (DocxBlock::Figure { placement, .. }, DocxBlock::Figure { placement: new, .. })
                if placement.picture == new.picture => {}
            (
                DocxBlock::Title { runs: before, .. }
                | DocxBlock::Signature { runs: before, .. }
                | DocxBlock::Paragraph { runs: before, .. },
                DocxBlock::Title { runs, .. }
                | DocxBlock::Signature { runs, .. }
                | DocxBlock::Paragraph { runs, .. },
            ) => *runs = self.merge_runs(&before, runs),
            (DocxBlock::SectionEnd { .. }, _) => {}
            (before, _) => {
                self.delete(before);
                return self.insert(after);
            }
        }
        self.push(Edit::Kept, after);
    }

    fn merge_cells(&mut self, before: DocxTable, after: &mut DocxTable) {
        let before = before.rows.into_iter().flat_map(|row| row.cells);
        let after = after.rows.iter_mut().flat_map(|row| &mut row.cells);
        for (before, after) in before.zip(after) {
            if plain(&before.runs) != plain(&after.runs) {
                self.replace_cell(before, after);
            }
        }
    }

    /// A number is changed as a whole.
    fn replace_cell(&mut self, before: DocxCell, after: &mut DocxCell) {
        let new = std::mem::take(&mut after.runs);
        for run in before.runs {
            after.runs.push(DocxRun {
                edit: self.next_deletion(),
                ..run
            });
        }
        for run in new {
            after.runs.push(DocxRun {
                edit: self.next_insertion(),
                ..run
            });
        }
    }

    /// The runs of a text that was changed.
    fn merge_runs(&mut self, before: &[DocxRun], after: &[DocxRun]) -> Vec<DocxRun> {
        let (mut old, mut new) = (RunCutter::new(before), RunCutter::new(after));
        let mut runs = Vec::new();
        for stretch in words(&plain(before), &plain(after)) {
            let bytes = stretch.text.len();
            match stretch.tag {
                Tag::Same => {
                    old.take(bytes);
                    runs.extend(new.take(bytes));
                }
                Tag::Old => {
                    for run in old.take(bytes) {
                        let edit = self.next_deletion();
                        runs.push(DocxRun { edit, ..run });
                    }
                }
                Tag::New => {
                    for run in new.take(bytes) {
                        runs.push(DocxRun {
                            edit: self.next_insertion(),
                            ..run
                        });
                    }
                }
            }
        }
        runs
    }
}

/// Whether two tables differ in what stands in their cells only.
fn same_grid(a: &DocxTable, b: &DocxTable) -> bool {
    a.columns.len() == b.columns.len() && a.rows.iter().map(shape).eq(b.rows.iter().map(shape))
}

/// How the cells of a row span the grid.
fn shape(row: &DocxRow) -> Vec<(usize, &'static str)> {
    row.cells
        .iter()
        .map(|cell| (cell.span, cell.merge))
        .collect()
}

fn change_runs(block: &mut DocxBlock<'_>, mut change: impl FnMut(&mut DocxRun)) {
    match block {
        DocxBlock::Paragraph { runs, .. }
        | DocxBlock::Title { runs, .. }
        | DocxBlock::Signature { runs, .. } => runs.iter_mut().for_each(change),
        DocxBlock::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.flat_map(|cell| &mut cell.runs).for_each(&mut change);
        }
        DocxBlock::Figure { .. } | DocxBlock::SectionEnd { .. } => {}
    }
}

fn change_rows(block: &mut DocxBlock<'_>, change: impl FnMut(&mut DocxRow)) {
    if let DocxBlock::Table(table) = block {
        table.rows.iter_mut().for_each(change);
    }
}

/// Cuts runs into pieces as they are asked for, from the first on.
struct RunCutter<'a> {
    runs: &'a [DocxRun],
    /// Bytes of the first run that are taken, of what [`plain`] makes of it.
    taken: usize,
}

impl<'a> RunCutter<'a> {
    fn new(runs: &'a [DocxRun]) -> Self {
        Self { runs, taken: 0 }
    }

    /// The next so many bytes, each piece in its run's style.
    fn take(&mut self, mut bytes: usize) -> Vec<DocxRun> {
        let mut pieces = Vec::new();
        while bytes > 0
            && let Some(run) = self.runs.first()
        {
            let said = plain(std::slice::from_ref(run));
            let end = said.len().min(self.taken + bytes);
            let cut = &said[self.taken..end];
            let text = cut.trim_start_matches(LINE);
            if !cut.is_empty() {
                let break_before = text.len() < cut.len();
                pieces.push(DocxRun {
                    text: text.to_owned(),
                    break_before,
                    ..run.clone()
                });
            }
            bytes -= cut.len();
            if end == said.len() {
                (self.runs, self.taken) = (&self.runs[1..], 0);
            } else {
                self.taken = end;
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests;
