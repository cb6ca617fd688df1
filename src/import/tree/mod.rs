//! The raw tree of a published report.

mod identity;

use std::cell::OnceCell;
use std::sync::Arc;

use super::Given;
use super::facts::{self, FoundFact};
use super::headings::{HeadingStyle, Headings};
use super::loose::LooseRow;
use super::mend::{has_lost_marks, mended, paragraphs};
use super::outline::{self, FoundSection, Outline};
use super::pieces::{DocumentPiece, GridSheet, GridSlot, TextLine};
use super::regions::{SectionLines, TableLabels, region};
use super::tables::{self, ReadTables, TableSource};
use super::words::PageWords;
use crate::finding::{Code, Finding};
use crate::form::labelled::lexicon::Lexicon;
use crate::form::labelled::tree::insert;
use crate::form::labelled::{CellPos, Cells};
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::{At, Place};
use crate::readback::Fact;
use crate::standard::{Library, Standard};

/// How many lines that are left out are quoted, and how many characters of each.
const MAX_QUOTED: usize = 3;
const MAX_QUOTE: usize = 16;

/// The tree of a published report, and how much of a report it is.
pub struct ImportedTree {
    pub raw: Raw,
    pub findings: Vec<Finding>,
    /// How many of the six sections were found by their headings.
    pub sections: usize,
    /// How many tables have a row that was found.
    pub tables: usize,
}

/// A document, taken to pieces.
pub struct TakenApart<'a> {
    pub file: &'a Arc<str>,
    pub pieces: Vec<DocumentPiece>,
    /// What the file says of itself.
    pub facts: &'a [Fact],
    /// Its tables, where the file's own kind tells them.
    pub tables: Option<ReadTables>,
}

/// Makes the tree.
pub fn of(document: TakenApart<'_>, given: &Given, library: &Library) -> ImportedTree {
    let TakenApart {
        file,
        pieces,
        facts,
        tables: own,
    } = document;
    let all = library.all();
    let standard = all
        .last()
        .cloned()
        .expect("the program brings standards with it");
    let words = PageWords::load();
    let labels = TableLabels::of(&all);
    let headings = Headings::of(&standard, words);
    let pieces = unfolded(pieces, &labels, &headings, words);
    let outline = outline::outline(&pieces, &headings, words);
    let mut importer = Importer {
        file,
        pieces: &pieces,
        words,
        headings: &headings,
        labels: &labels,
        standard: &standard,
        entries: Vec::new(),
        findings: Vec::new(),
        facts: Vec::new(),
        left_out: Vec::new(),
        lexicons: OnceCell::new(),
    };
    for fact in facts {
        importer.facts.extend(super::facts::fact(
            &fact.name,
            &fact.value,
            &At::File,
            words,
        ));
    }
    let parted = importer.part(&outline, library);
    let titled = outline
        .title
        .as_ref()
        .and_then(|title| facts::of_title(&title.text).year);
    let year = given.year.or(titled);
    let read = own.unwrap_or_else(|| tables::read(file, &parted.sources, library, year));
    for (source, used) in parted.sources.iter().zip(&read.used) {
        if let (TableSource::Grid(grid), false) = (source, used) {
            importer.other_table(grid);
        }
    }
    let standard = read.standard.clone().unwrap_or(standard.clone());
    importer.texts(&parted, &standard);
    importer.title(&outline, given, facts, &parted.lead);
    importer.data();
    importer.behind(&outline);
    importer.tell_left_out();
    let mut entries = importer.entries;
    if read.standard.is_some() {
        entries.push(entry("格式", standard.format.clone(), At::File));
    }
    let tables = read.entries.len();
    entries.extend(read.entries);
    let mut findings = importer.findings;
    findings.extend(read.findings);
    let raw = Raw {
        at: At::File,
        node: RawNode::Map(entries),
    };
    ImportedTree {
        raw,
        findings,
        sections: outline.sections.len(),
        tables,
    }
}

/// A report's lines, parted into what may be tables and what is text.
struct Parted {
    /// Those of sections that have tables first.
    sources: Vec<TableSource>,
    lead: Vec<TextLine>,
    /// The texts of each section that was found, by the standard's index.
    sections: Vec<(usize, Vec<TextLine>)>,
}

struct Importer<'a> {
    file: &'a Arc<str>,
    pieces: &'a [DocumentPiece],
    words: &'a PageWords,
    headings: &'a Headings,
    labels: &'a TableLabels,
    standard: &'a Arc<Standard>,
    entries: Vec<Entry>,
    findings: Vec<Finding>,
    facts: Vec<FoundFact>,
    left_out: Vec<TextLine>,
    /// The names of all formats, made where a section has several tables.
    lexicons: OnceCell<Vec<Lexicon>>,
}

impl Importer<'_> {
    fn lexicons(&self, library: &Library) -> &[Lexicon] {
        self.lexicons.get_or_init(|| tables::lexicons(library))
    }

    /// Parts tables and texts.
    fn part(&mut self, outline: &Outline, library: &Library) -> Parted {
        for piece in &self.pieces[..outline.before] {
            match piece {
                DocumentPiece::Line(passage) => self.page_line(passage),
                DocumentPiece::Grid(grid) => self.facts.extend(facts::of_grid(grid, self.words)),
                DocumentPiece::Picture => {}
            }
        }
        let mut parted = Parted {
            sources: Vec::new(),
            lead: Vec::new(),
            sections: Vec::new(),
        };
        let mut others = Vec::new();
        let first = outline
            .sections
            .first()
            .map_or(outline.end, |section| section.heading);
        let SectionLines { rows, texts } = self.section(outline.lead, first, false);
        push_rows(&mut others, rows);
        self.grids(outline.lead, first, library, &mut others);
        for passage in paragraphs(&texts) {
            if self.is_of_report(&passage) {
                parted.lead.push(passage);
            } else {
                self.page_line(&passage);
            }
        }
        for section in &outline.sections {
            let FoundSection {
                index,
                heading,
                rest,
                end,
            } = section;
            let of_table = self.standard.sections[*index].table.is_some();
            let SectionLines { rows, mut texts } = self.section(heading + 1, *end, of_table);
            let sources = if of_table {
                &mut parted.sources
            } else {
                &mut others
            };
            push_rows(sources, rows);
            self.grids(heading + 1, *end, library, sources);
            if let (false, DocumentPiece::Line(passage)) = (rest.is_empty(), &self.pieces[*heading])
            {
                texts.insert(
                    0,
                    TextLine {
                        text: rest.clone(),
                        ..passage.clone()
                    },
                );
            }
            texts.retain(|line| self.is_text(line));
            parted.sections.push((*index, texts));
        }
        parted.sources.extend(others);
        parted
    }

    /// Whether a line before the first section is of the report, and not the page's own.
    fn is_of_report(&self, passage: &TextLine) -> bool {
        let is_data = || !facts::of_line(passage, self.words).is_empty();
        outline::is_prose(&passage.text)
            && !self.words.is_furniture(&passage.text)
            && (passage.text.contains('。') || !is_data())
    }

    /// Whether a line of a section is text, and no number of a page, no mark of a draft, no
    /// stand-in of a figure, and no line of a table of contents.
    fn is_text(&self, line: &TextLine) -> bool {
        let text = line.text.trim();
        let is_heading = || {
            let found = self.headings.find(line, HeadingStyle::Official);
            found.is_some_and(|found| found.weight > 3 && found.rest.is_empty())
        };
        let is_figure = text.starts_with('［') && text.ends_with('］');
        let is_own = outline::is_page_number(text) || self.words.is_draft_mark(text);
        !(is_figure || is_own || is_heading())
    }

    /// The lines between two pieces, cells and text apart.
    fn section(&self, from: usize, to: usize, of_table: bool) -> SectionLines {
        let pieces = self.pieces.get(from..to).unwrap_or_default();
        let passages: Vec<&TextLine> = pieces
            .iter()
            .filter_map(|piece| match piece {
                DocumentPiece::Line(passage) => Some(passage),
                _ => None,
            })
            .collect();
        region(&passages, of_table, self.labels)
    }

    /// The tables between two pieces; what goes on with the one before is put below it.
    fn grids(&self, from: usize, to: usize, library: &Library, sources: &mut Vec<TableSource>) {
        let mut last: Option<GridSheet> = None;
        for piece in self.pieces.get(from..to).unwrap_or_default() {
            let DocumentPiece::Grid(grid) = piece else {
                continue;
            };
            last = Some(match last.take() {
                Some(above) if tables::goes_on(grid, self.lexicons(library)) => {
                    above.above(grid.clone())
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

    /// A line of the page: a fact, or nothing of the report.
    fn page_line(&mut self, passage: &TextLine) {
        let mut found = facts::of_line(passage, self.words);
        if found.is_empty() {
            found.extend(facts::nameless(passage));
        }
        if found.is_empty() {
            self.left_out.push(passage.clone());
        }
        self.facts.extend(found);
    }

    /// Lead, sections and notes below tables.
    fn texts(&mut self, parted: &Parted, standard: &Standard) {
        let sections = parted.sections.iter().flat_map(|(_, passages)| passages);
        let all = parted.lead.iter().chain(sections);
        let widen = has_lost_marks(all.map(|passage| passage.text.as_str()));
        if widen {
            let message = "正文里的全角标点成了半角，已改回全角";
            let at = parted
                .lead
                .first()
                .map_or(At::File, |passage| passage.at.clone());
            self.guess(message.to_owned(), at, "");
        }
        for passage in &parted.lead {
            self.facts.extend(facts::contact(passage, self.words));
        }
        self.text("引言", &parted.lead, widen);
        let last = parted.sections.len().saturating_sub(1);
        for (at, (index, passages)) in parted.sections.iter().enumerate() {
            let mut passages = passages.clone();
            if at == last {
                self.signature(&mut passages);
            }
            let Some(section) = standard.sections.get(*index) else {
                continue;
            };
            match (&section.text, section.table) {
                (Some(key), _) => self.text(key, &passages, widen),
                (None, Some(table)) => {
                    let notes = self.notes(passages);
                    let key = format!("说明.{}", standard.tables[table].key);
                    if !notes.is_empty() {
                        self.text(&key, &notes, widen);
                    }
                }
                _ => {}
            }
        }
    }

    /// What is said below a table; labels and captions round it are left out.
    fn notes(&mut self, passages: Vec<TextLine>) -> Vec<TextLine> {
        let (notes, others): (Vec<TextLine>, Vec<TextLine>) =
            passages.into_iter().partition(|line| {
                let text = line.text.trim();
                let said = outline::is_prose(text) || text.starts_with(['注', '备', '说']);
                said && !self.labels.is_of_table(text)
            });
        self.left_out.extend(others);
        notes
    }

    /// A text of the form, paragraph by paragraph.
    fn text(&mut self, key: &str, passages: &[TextLine], widen: bool) {
        let joined = paragraphs(passages);
        if joined.len() < passages.len() {
            let count = passages.len() - joined.len();
            let message = format!("有 {count} 处段落像是被分页断开的，已接上");
            let at = passages
                .first()
                .map_or(At::File, |passage| passage.at.clone());
            self.guess(message, at, key);
        }
        let line = |passage: &TextLine| (mended(&passage.text, widen), passage.at.clone());
        let lines: Vec<(String, At)> = joined
            .iter()
            .map(line)
            .filter(|(text, _)| !text.is_empty())
            .collect();
        // A section whose heading stands there alone is empty, and one without heading is none.
        if lines.is_empty() && (key == "引言" || key.contains('.')) {
            return;
        }
        let at = lines.first().map_or(At::File, |(_, at)| at.clone());
        let node = if lines.is_empty() {
            RawNode::Null
        } else {
            RawNode::Scalar(lines)
        };
        self.put(key, Raw { at, node });
    }

    /// A table that is none of the report's: data of the page, or nothing that a form holds.
    fn other_table(&mut self, grid: &GridSheet) {
        let found = facts::of_grid(grid, self.words);
        if found.is_empty() && grid.height() > 1 {
            let at = grid.at(CellPos::new(0, 0));
            let message = "有一张表不是报告规定的表，没有导入";
            let finding = Finding::new(Code::LeftOut, message, Place::at(self.file, at));
            self.findings
                .push(finding.hint("填报表的文字里放不了表格；要紧的数改写成文字"));
        }
        self.facts.extend(found);
    }

    /// What stands behind the report.
    fn behind(&mut self, outline: &Outline) {
        if let Some(title) = &outline.other {
            let named = mended(&title.text, false);
            let message = format!("这个文件里还有一份报告“{named}”，只导入了前一份");
            let place = Place::at(self.file, title.at.clone());
            let finding = Finding::new(Code::NotRead, message, place);
            self.findings
                .push(finding.hint("要导入另一份，把它单独存成一个文件"));
        }
        for piece in &self.pieces[outline.end..] {
            if let DocumentPiece::Line(passage) = piece {
                self.left_out.push(passage.clone());
            }
        }
        let pictures = self
            .pieces
            .iter()
            .filter(|piece| matches!(piece, DocumentPiece::Picture))
            .count();
        if pictures > 0 {
            let message = format!("报告里有 {pictures} 张图，没有导入");
            let finding = Finding::new(Code::LeftOut, message, Place::file(self.file));
            self.findings
                .push(finding.hint("要印出来的，把图存到填报表旁边，在文字里写上"));
        }
    }

    fn tell_left_out(&mut self) {
        self.left_out
            .retain(|passage| !passage.text.trim().is_empty());
        let Some(first) = self.left_out.first() else {
            return;
        };
        let quote = |passage: &TextLine| {
            let text = mended(&passage.text, false);
            format!("“{}”", text.chars().take(MAX_QUOTE).collect::<String>())
        };
        let quoted: Vec<String> = self.left_out.iter().take(MAX_QUOTED).map(quote).collect();
        let more = if self.left_out.len() > MAX_QUOTED {
            "等"
        } else {
            ""
        };
        let (count, quoted) = (self.left_out.len(), quoted.join("、"));
        let message = format!("{count} 行不像是报告的内容，没有导入：{quoted}{more}");
        let place = Place::at(self.file, first.at.clone());
        let others = self.left_out[1..]
            .iter()
            .map(|line| Place::at(self.file, line.at.clone()));
        let finding = Finding::new(Code::LeftOut, message, place).related(others);
        self.findings
            .push(finding.hint("属于报告的，粘贴到相应的文字里"));
    }

    fn guess(&mut self, message: String, at: At, path: &str) {
        let place = Place::at(self.file, at).named(path, "");
        self.findings
            .push(Finding::new(Code::Guessed, message, place).hint("核对一下"));
    }

    /// Puts a value below its path.
    fn put(&mut self, path: &str, value: Raw) {
        let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
        let Some((own, above)) = keys.split_last() else {
            return;
        };
        let entry = Entry {
            key: own.clone(),
            at: value.at.clone(),
            value,
        };
        let entries = std::mem::take(&mut self.entries);
        let mut root = Raw {
            at: At::File,
            node: RawNode::Map(entries),
        };
        insert(&mut root, above, entry);
        if let RawNode::Map(entries) = root.node {
            self.entries = entries;
        }
    }
}

/// The pieces with the text that stands in tables: cells over the whole width that hold a
/// heading or prose.
fn unfolded(
    pieces: Vec<DocumentPiece>,
    labels: &TableLabels,
    headings: &Headings,
    words: &PageWords,
) -> Vec<DocumentPiece> {
    let is_text = |slot: &GridSlot| {
        let passage = TextLine {
            text: slot.text.clone(),
            at: At::File,
            level: None,
        };
        !labels.is_frame(&slot.text)
            && (outline::is_prose(&slot.text)
                || outline::is_title(&slot.text, words)
                || headings.find(&passage, HeadingStyle::Official).is_some())
    };
    let unfold = |piece: DocumentPiece| match piece {
        DocumentPiece::Grid(grid) => grid.parted(is_text),
        piece => vec![piece],
    };
    pieces.into_iter().flat_map(unfold).collect()
}

fn push_rows(sources: &mut Vec<TableSource>, rows: Vec<LooseRow>) {
    if !rows.is_empty() {
        sources.push(TableSource::Rows(rows));
    }
}

fn entry(key: &str, value: String, at: At) -> Entry {
    let node = RawNode::Scalar(vec![(value, at.clone())]);
    Entry {
        key: key.to_owned(),
        at: at.clone(),
        value: Raw { at, node },
    }
}
