//! A report's lines, parted into what may be tables and what is text.

use super::super::facts;
use super::super::headings::{HeadingStyle, Headings};
use super::super::loose::LooseRow;
use super::super::mend::join_paragraphs;
use super::super::outline::{FoundSection, Outline, is_page_number, is_prose};
use super::super::pieces::{DocumentPiece, GridSheet, GridSlot, TextLine};
use super::super::regions::{SectionLines, TableLabels, part_lines};
use super::super::tables::{self, TableSource};
use super::super::title_lines::is_title;
use super::super::words::PageWords;
use super::Importer;
use crate::form::labelled::lexicon::Lexicon;
use crate::place::At;
use crate::standard::Library;

/// The weight of a heading by likeness; what is surer is a heading.
const SURE: usize = 3;

/// A report's lines, parted into what may be tables and what is text.
#[derive(Default)]
pub(super) struct Parted {
    /// Those of sections that have tables first.
    pub sources: Vec<TableSource>,
    pub lead: Vec<TextLine>,
    /// The texts of each section that was found.
    pub sections: Vec<SectionTexts>,
}

/// The texts of a section.
pub(super) struct SectionTexts {
    /// Which of the standard's.
    pub index: usize,
    pub passages: Vec<TextLine>,
}

impl Importer<'_> {
    /// Parts tables and texts.
    pub(super) fn part(&mut self, outline: &Outline, library: &Library) -> Parted {
        self.read_page(&self.pieces[..outline.before]);
        let mut parted = Parted::default();
        let mut others = Vec::new();
        let first = match outline.sections.first() {
            Some(section) => section.heading,
            None => outline.end,
        };
        let SectionLines { rows, texts } = self.read_section(outline.lead, first, false);
        push_rows(&mut others, rows);
        self.gather_grids(outline.lead, first, library, &mut others);
        for passage in join_paragraphs(&texts) {
            if self.is_of_report(&passage) {
                parted.lead.push(passage);
            } else {
                self.read_page_line(&passage);
            }
        }
        for section in &outline.sections {
            let (from, to) = (section.heading + 1, section.end);
            let of_table = self.standard.sections[section.index].table.is_some();
            let SectionLines { rows, mut texts } = self.read_section(from, to, of_table);
            let sources = if of_table {
                &mut parted.sources
            } else {
                &mut others
            };
            push_rows(sources, rows);
            self.gather_grids(from, to, library, sources);
            if let Some(rest) = self.text_behind_heading(section) {
                texts.insert(0, rest);
            }
            texts.retain(|line| self.is_text(line));
            parted.sections.push(SectionTexts {
                index: section.index,
                passages: texts,
            });
        }
        parted.sources.extend(others);
        parted
    }

    /// What stands before the report: data of the page.
    fn read_page(&mut self, pieces: &[DocumentPiece]) {
        for piece in pieces {
            match piece {
                DocumentPiece::Line(passage) => self.read_page_line(passage),
                DocumentPiece::Grid(grid) => self.facts.extend(facts::of_grid(grid, self.words)),
                DocumentPiece::Picture => {}
            }
        }
    }

    /// The text that goes on in the line of a heading.
    fn text_behind_heading(&self, section: &FoundSection) -> Option<TextLine> {
        match &self.pieces[section.heading] {
            DocumentPiece::Line(passage) if !section.rest.is_empty() => {
                Some(passage.with_text(section.rest.clone()))
            }
            _ => None,
        }
    }

    /// Whether a line before the first section is of the report, and not the page's own.
    fn is_of_report(&self, passage: &TextLine) -> bool {
        let text = &passage.text;
        if !is_prose(text) || self.words.is_furniture(text) {
            return false;
        }
        text.contains('。') || facts::of_line(passage, self.words).is_empty()
    }

    /// Whether a line of a section is text, and no number of a page, no mark of a draft, no
    /// stand-in of a figure, and no line of a table of contents.
    fn is_text(&self, line: &TextLine) -> bool {
        let text = line.text.trim();
        let is_figure = text.starts_with('［') && text.ends_with('］');
        if is_figure || is_page_number(text) || self.words.is_draft_mark(text) {
            return false;
        }
        match self.headings.find(line, HeadingStyle::Official) {
            Some(found) => found.weight <= SURE || !found.rest.is_empty(),
            None => true,
        }
    }

    /// The lines between two pieces, cells and text apart.
    fn read_section(&self, from: usize, to: usize, of_table: bool) -> SectionLines {
        let mut passages = Vec::new();
        for piece in self.pieces.get(from..to).unwrap_or_default() {
            if let DocumentPiece::Line(passage) = piece {
                passages.push(passage);
            }
        }
        part_lines(&passages, of_table, self.labels)
    }

    /// The tables between two pieces; what goes on with the one before is put below it.
    fn gather_grids(
        &self,
        from: usize,
        to: usize,
        library: &Library,
        sources: &mut Vec<TableSource>,
    ) {
        let mut last: Option<GridSheet> = None;
        for piece in self.pieces.get(from..to).unwrap_or_default() {
            let DocumentPiece::Grid(grid) = piece else {
                continue;
            };
            last = Some(match last.take() {
                Some(above) if tables::goes_on(grid, self.lexicons(library)) => {
                    above.put_above(grid.clone())
                }
                Some(above) => {
                    sources.push(TableSource::Grid(above));
                    grid.clone()
                }
                None => grid.clone(),
            });
        }
        sources.extend(last.map(TableSource::Grid));
    }

    fn lexicons(&self, library: &Library) -> &[Lexicon] {
        self.lexicons.get_or_init(|| tables::load_lexicons(library))
    }

    /// A line of the page: a fact, or nothing of the report.
    fn read_page_line(&mut self, passage: &TextLine) {
        let mut found = facts::of_line(passage, self.words);
        if found.is_empty() {
            found.extend(facts::find_nameless(passage));
        }
        if found.is_empty() {
            self.left_out.push(passage.clone());
        }
        self.facts.extend(found);
    }
}

/// The pieces with the text that stands in tables: cells over the whole width that hold a
/// heading or prose.
pub(super) fn unfold(
    pieces: Vec<DocumentPiece>,
    labels: &TableLabels,
    headings: &Headings,
    words: &PageWords,
) -> Vec<DocumentPiece> {
    let mut unfolded = Vec::new();
    for piece in pieces {
        let DocumentPiece::Grid(grid) = piece else {
            unfolded.push(piece);
            continue;
        };
        unfolded.extend(grid.part(|slot| is_text_in_table(slot, labels, headings, words)));
    }
    unfolded
}

/// Whether a cell over the whole width holds prose, a title or a heading.
fn is_text_in_table(
    slot: &GridSlot,
    labels: &TableLabels,
    headings: &Headings,
    words: &PageWords,
) -> bool {
    let text = &slot.text;
    if labels.is_frame(text) {
        return false;
    }
    if is_prose(text) || is_title(text, words) {
        return true;
    }
    let passage = TextLine::new(text.clone(), At::File);
    headings.find(&passage, HeadingStyle::Official).is_some()
}

fn push_rows(sources: &mut Vec<TableSource>, rows: Vec<LooseRow>) {
    if !rows.is_empty() {
        sources.push(TableSource::Rows(rows));
    }
}
