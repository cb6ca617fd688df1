//! Where on the pages findings and changes are.

use std::ops::Range;

use nianbao::compare::compare;
use nianbao::document::{Block, Document, Text};
use nianbao::filing::Filing;
use nianbao::layout::{Owner, PageBox, Pages};
use nianbao::narrative::Line;
use nianbao::place::{At, Place};
use nianbao::standard::CellId;

use crate::places::{Words, words};

/// How far a mark reaches beyond its words, pt.
const MARGIN: f32 = 1.5;

/// A mark and what it is for.
pub(crate) struct MarkFound {
    /// The page's index.
    pub page: usize,
    /// Left, top, width, height, pt.
    pub rect: [f32; 4],
    /// The finding's index.
    pub finding: Option<usize>,
    /// The path of what stands there.
    pub path: String,
}

/// The document on its pages, in which places are looked for.
struct Sheets<'a> {
    filing: &'a Filing,
    document: &'a Document,
    pages: &'a Pages,
}

/// Marks where something is wrong.
pub(crate) fn mark_wrong(filing: &Filing, document: &Document, pages: &Pages) -> Vec<MarkFound> {
    let sheets = Sheets {
        filing,
        document,
        pages,
    };
    let mut found = Vec::new();
    for (at, finding) in filing.findings.iter().enumerate() {
        let Some(place) = finding.places.first().filter(|_| finding.waived.is_none()) else {
            continue;
        };
        for spot in sheets.boxes(place) {
            found.push(mark(spot, Some(at), &place.path));
        }
    }
    found
}

/// Marks where the form says something else than an older one.
pub(crate) fn mark_changed(
    old: &Filing,
    filing: &Filing,
    document: &Document,
    pages: &Pages,
) -> Vec<MarkFound> {
    let sheets = Sheets {
        filing,
        document,
        pages,
    };
    let Some(comparison) = compare(old, filing) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for cell in comparison.cells() {
        let boxes = cell.new_id.map(|id| sheets.cell(id)).unwrap_or_default();
        found.extend(boxes.into_iter().map(|spot| mark(spot, None, &cell.path)));
    }
    for sentence in &comparison.sentences {
        let Some(new) = &sentence.new else { continue };
        for spot in sheets.sentence(new) {
            found.push(mark(spot, None, &sentence.section));
        }
    }
    found
}

fn mark(spot: PageBox, finding: Option<usize>, path: &str) -> MarkFound {
    let spot_rect = spot.rect;
    let rect = [
        spot_rect.left - MARGIN,
        spot_rect.top - MARGIN,
        spot_rect.width + 2.0 * MARGIN,
        spot_rect.height + 2.0 * MARGIN,
    ];
    MarkFound {
        page: spot.page,
        rect,
        finding,
        path: path.to_owned(),
    }
}

impl Sheets<'_> {
    /// Where a place of the form is printed.
    fn boxes(&self, place: &Place) -> Vec<PageBox> {
        let report = self.filing.report.as_ref();
        if let Some(id) = report.and_then(|report| report.standard.cell_by_path(&place.path)) {
            return self.cell(id);
        }
        match words(self.filing, place) {
            Some(words) => self.words(place, &words),
            None => Vec::new(),
        }
    }

    /// Where a cell is printed.
    fn cell(&self, id: CellId) -> Vec<PageBox> {
        let mut found = Vec::new();
        for (block, content) in self.document.blocks.iter().enumerate() {
            let Block::Table(table) = content else {
                continue;
            };
            for (row, cells) in table.rows.iter().enumerate() {
                for (at, cell) in cells.cells.iter().enumerate() {
                    if cell.id == Some(id) {
                        found.extend(self.whole(Owner::Cell(block, row, at)));
                    }
                }
            }
        }
        found
    }

    fn whole(&self, owner: Owner) -> Vec<PageBox> {
        self.pages.boxes(owner, 0..usize::MAX)
    }

    /// Where words of a text are printed.
    fn words(&self, place: &Place, words: &Words) -> Vec<PageBox> {
        let passages = self.filing.narrative.as_ref();
        let line = passages.and_then(|texts| texts.lines(&place.path).get(words.paragraph));
        let Some(line) = line else { return Vec::new() };
        let Some(block) = self.block_of(line) else {
            return Vec::new();
        };
        let printed = printed_bytes(line, &words.bytes);
        let before = &line.text[..printed.start];
        let meant = &line.text[printed];
        let owner = Owner::Block(block);
        let text = self.pages.printed(owner);
        // Marks of emphasis are not printed: the same words are looked for, as many times in.
        let earlier = before.matches(meant).count();
        let Some((at, _)) = text
            .match_indices(meant)
            .nth(earlier)
            .filter(|_| !meant.is_empty())
        else {
            return self.whole(owner);
        };
        self.pages.boxes(owner, at..at + meant.len())
    }

    /// The block that a line is printed as.
    fn block_of(&self, line: &Line) -> Option<usize> {
        self.document
            .blocks
            .iter()
            .position(|block| is_printed_as(line, block))
    }

    /// Where a sentence is printed.
    fn sentence(&self, sentence: &str) -> Vec<PageBox> {
        for block in 0..self.document.blocks.len() {
            let text = self.pages.printed(Owner::Block(block));
            if let Some(at) = text.find(sentence).filter(|_| !sentence.is_empty()) {
                return self
                    .pages
                    .boxes(Owner::Block(block), at..at + sentence.len());
            }
        }
        Vec::new()
    }
}

/// Whether a line is printed as a block.
fn is_printed_as(line: &Line, block: &Block) -> bool {
    let place = text_of(block).and_then(|text| text.place.as_ref());
    place.is_some_and(|place| overlap(&place.at, &line.place.at))
}

/// The text that a block is; none for tables and pictures.
fn text_of(block: &Block) -> Option<&Text> {
    match block {
        Block::Title(text)
        | Block::Paragraph(text)
        | Block::Note(text)
        | Block::Heading { text, .. } => Some(text),
        Block::Signature(_) | Block::Table(_) | Block::Figure(_) => None,
    }
}

fn overlap(a: &At, b: &At) -> bool {
    match (a, b) {
        (At::Text { bytes: a, .. }, At::Text { bytes: b, .. }) => {
            a.start < b.end && b.start < a.end
        }
        _ => false,
    }
}

/// The bytes of a line as it reads that bytes of it as typed stand for.
fn printed_bytes(line: &Line, typed: &Range<usize>) -> Range<usize> {
    let (mut start, mut end, mut at) = (None, 0, 0);
    for stretch in &line.stretches {
        let from = typed.start.max(stretch.typed.start);
        let to = typed.end.min(stretch.typed.end);
        if from < to {
            let whole = !stretch.bound.is_empty();
            let inside = if whole {
                0..stretch.text.len()
            } else {
                from - stretch.typed.start..to - stretch.typed.start
            };
            start = start.or(Some(at + inside.start));
            end = at + inside.end;
        }
        at += stretch.text.len();
    }
    let range = start.unwrap_or(0)..end;
    if line.text.get(range.clone()).is_some() {
        range
    } else {
        0..line.text.len()
    }
}
