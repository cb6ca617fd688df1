//! Two views of a document in one: what both have, what went and what came, as tracked changes.
//!
//! Whoever accepts all changes has the new document, whoever rejects them the old one. How text looks
//! is not tracked: what both have looks as in the new document.

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
pub(super) fn unchanged(blocks: Vec<DocxBlock<'_>>) -> Vec<DocxPiece<'_>> {
    blocks
        .into_iter()
        .map(|block| DocxPiece::new(Edit::Kept, block))
        .collect()
}

/// The blocks of two documents in one; changes are numbered from `first` on.
pub(super) fn merged<'a>(
    old: Vec<DocxBlock<'a>>,
    new: Vec<DocxBlock<'a>>,
    first: usize,
) -> Vec<DocxPiece<'a>> {
    // Upright and landscape pages are those of the new document.
    let is_text = |block: &DocxBlock<'_>| !matches!(block, DocxBlock::SectionEnd { .. });
    let old: Vec<DocxBlock<'_>> = old.into_iter().filter(is_text).collect();
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
    let said = |run: &DocxRun| {
        let line = if run.break_before { LINE } else { "" };
        [line, &run.text].concat()
    };
    runs.iter().map(said).collect()
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

    fn inserted(&mut self) -> Edit {
        Edit::Inserted(self.number())
    }

    fn deleted(&mut self) -> Edit {
        Edit::Deleted(self.number())
    }

    fn push(&mut self, edit: Edit, block: DocxBlock<'a>) {
        let is_table = |block: &DocxBlock<'_>| matches!(block, DocxBlock::Table(_));
        if is_table(&block)
            && self
                .pieces
                .last()
                .is_some_and(|piece| is_table(&piece.block))
        {
            // Tables without a paragraph between them would be one.
            let between = DocxBlock::Paragraph {
                style: "BodyText",
                runs: Vec::new(),
                first: false,
                bookmark: None,
            };
            let edit = self.deleted();
            self.pieces.push(DocxPiece::new(edit, between));
        }
        self.pieces.push(DocxPiece::new(edit, block));
    }

    /// A file's last paragraph can neither come nor go. Where the last ones would, what comes or goes is the
    /// end of the one before them, and the very last one changes from its style to the other's, or back.
    fn close(&mut self) {
        let number = self.number();
        let Some(end) = self.pieces.last().map(|last| last.edit) else {
            return;
        };
        let alike = |piece: &DocxPiece<'_>| {
            std::mem::discriminant(&piece.edit) == std::mem::discriminant(&end)
        };
        let Some(before) = self.pieces.iter().rposition(|piece| !alike(piece)) else {
            return;
        };
        if end == Edit::Kept
            || self.pieces[before..]
                .iter()
                .any(|piece| piece.style().is_none())
        {
            return;
        }
        let other = self.pieces[before].style().unwrap_or_default().to_owned();
        if self.pieces[before].edit == Edit::Kept {
            self.pieces[before].edit = end;
        } else {
            // What one document ends with stands in the first paragraph that the other ends with.
            let mut ending = self.pieces.remove(before);
            let runs = ending.runs().map(std::mem::take).unwrap_or_default();
            if let Some(next) = self.pieces[before].runs() {
                next.splice(..0, runs);
            }
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

    fn insert(&mut self, mut block: DocxBlock<'a>) {
        each_run(&mut block, |run| run.edit = self.inserted());
        each_row(&mut block, |row| row.edit = self.inserted());
        if let DocxBlock::Figure { edit, .. } = &mut block {
            *edit = self.inserted();
        }
        let edit = self.inserted();
        self.push(edit, block);
    }

    fn delete(&mut self, mut block: DocxBlock<'a>) {
        each_run(&mut block, |run| run.edit = self.deleted());
        each_row(&mut block, |row| row.edit = self.deleted());
        match &mut block {
            DocxBlock::Paragraph {
                first, bookmark, ..
            } => (*first, *bookmark) = (false, None),
            DocxBlock::Figure { edit, .. } => *edit = self.deleted(),
            _ => {}
        }
        let edit = self.deleted();
        self.push(edit, block);
    }

    /// A block that both have, perhaps with other words.
    fn pair(&mut self, before: DocxBlock<'a>, mut after: DocxBlock<'a>) {
        match (before, &mut after) {
            (DocxBlock::Table(before), DocxBlock::Table(after)) if same_grid(&before, after) => {
                self.table(before, after);
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
            ) => *runs = self.runs(&before, runs),
            (DocxBlock::SectionEnd { .. }, _) => {}
            (before, _) => {
                self.delete(before);
                return self.insert(after);
            }
        }
        self.push(Edit::Kept, after);
    }

    fn table(&mut self, before: DocxTable, after: &mut DocxTable) {
        let cells = |row: DocxRow| row.cells;
        let before = before.rows.into_iter().flat_map(cells);
        let after = after.rows.iter_mut().flat_map(|row| &mut row.cells);
        for (before, after) in before.zip(after) {
            if plain(&before.runs) != plain(&after.runs) {
                self.cell(before, after);
            }
        }
    }

    /// A number is changed as a whole.
    fn cell(&mut self, before: DocxCell, after: &mut DocxCell) {
        let new = std::mem::take(&mut after.runs);
        for run in before.runs {
            after.runs.push(DocxRun {
                edit: self.deleted(),
                ..run
            });
        }
        for run in new {
            after.runs.push(DocxRun {
                edit: self.inserted(),
                ..run
            });
        }
    }

    /// The runs of a text that was changed.
    fn runs(&mut self, before: &[DocxRun], after: &[DocxRun]) -> Vec<DocxRun> {
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
                        let edit = self.deleted();
                        runs.push(DocxRun { edit, ..run });
                    }
                }
                Tag::New => {
                    for run in new.take(bytes) {
                        runs.push(DocxRun {
                            edit: self.inserted(),
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
    let shape = |cell: &DocxCell| (cell.span, cell.merge);
    let row =
        |(a, b): (&DocxRow, &DocxRow)| a.cells.iter().map(shape).eq(b.cells.iter().map(shape));
    a.columns.len() == b.columns.len()
        && a.rows.len() == b.rows.len()
        && a.rows.iter().zip(&b.rows).all(row)
}

fn each_run(block: &mut DocxBlock<'_>, mut change: impl FnMut(&mut DocxRun)) {
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

fn each_row(block: &mut DocxBlock<'_>, change: impl FnMut(&mut DocxRow)) {
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
mod tests {
    use super::*;

    fn paragraph<'a>(style: &'static str, text: &str) -> DocxBlock<'a> {
        let runs = vec![DocxRun::of(text)];
        DocxBlock::Paragraph {
            style,
            runs,
            first: false,
            bookmark: None,
        }
    }

    fn blocks<'a>(lines: &[&str]) -> Vec<DocxBlock<'a>> {
        lines
            .iter()
            .map(|line| paragraph("BodyText", line))
            .collect()
    }

    /// Changes as `[-what went-]` and `[+what came+]`, ends of paragraphs as `¶`.
    fn shown(piece: &DocxPiece<'_>) -> String {
        let mark = |edit: Edit, text: &str| match edit {
            Edit::Kept => text.to_owned(),
            Edit::Inserted(_) => format!("[+{text}+]"),
            Edit::Deleted(_) => format!("[-{text}-]"),
        };
        let (DocxBlock::Paragraph { runs, .. } | DocxBlock::Signature { runs, .. }) = &piece.block
        else {
            return String::from("?");
        };
        let said = runs
            .iter()
            .map(|run| mark(run.edit, &run.text))
            .collect::<String>();
        said + &mark(piece.edit, "¶")
    }

    fn check(old: &[&str], new: &[&str], expected: &str) {
        let pieces = merged(blocks(old), blocks(new), 1);
        assert_eq!(pieces.iter().map(shown).collect::<String>(), expected);
    }

    #[test]
    fn what_went_and_what_came() {
        check(
            &["收到774件。"],
            &["收到793件。"],
            "收到[-774-][+793+]件。¶",
        );
        check(
            &["甲。", "乙丙丁。"],
            &["乙丙丁。"],
            "[-甲。-][-¶-]乙丙丁。¶",
        );
        check(
            &["乙丙丁。"],
            &["甲。", "乙丙丁。"],
            "[+甲。+][+¶+]乙丙丁。¶",
        );
    }

    #[test]
    fn the_last_paragraph_neither_comes_nor_goes() {
        check(&["甲。"], &["甲。", "乙丙丁。"], "甲。[+¶+][+乙丙丁。+]¶");
        check(
            &["甲。", "乙丙丁。", "戊。"],
            &["甲。"],
            "甲。[-¶-][-乙丙丁。-][-¶-][-戊。-]¶",
        );
        check(
            &["甲。", "乙丙丁。"],
            &["甲。", "戊己庚。"],
            "甲。¶[-乙丙丁。-][+戊己庚。+]¶",
        );
    }

    #[test]
    fn styles_stay_with_their_words() {
        let heading = DocxRun {
            style: "Strong",
            ..DocxRun::of("一是加强。")
        };
        let mut cutter = RunCutter::new(std::slice::from_ref(&heading));
        let cut: Vec<DocxRun> = [3, 12]
            .into_iter()
            .flat_map(|bytes| cutter.take(bytes))
            .collect();
        assert_eq!(
            cut.iter()
                .map(|run| (run.text.as_str(), run.style))
                .collect::<Vec<_>>(),
            [("一", "Strong"), ("是加强。", "Strong")]
        );
    }
}
