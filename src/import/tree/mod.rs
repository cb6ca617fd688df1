//! The raw tree of a published report.
//!
//! `parts` tells tables and texts apart, `texts` and `identity` put what a form holds, `leftovers`
//! tells of what none does.

mod identity;
mod leftovers;
mod parts;
mod texts;

use std::cell::OnceCell;
use std::sync::Arc;

use self::parts::unfold;
use super::Given;
use super::facts::{self, FoundFact};
use super::headings::Headings;
use super::outline::{Outline, find_outline};
use super::pieces::{DocumentPiece, TextLine};
use super::regions::TableLabels;
use super::tables::{self, ReadTables, TableSource};
use super::titles::read_title;
use super::words::PageWords;
use crate::finding::{Code, Finding};
use crate::form::labelled::lexicon::Lexicon;
use crate::form::labelled::tree::insert;
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::{At, Place};
use crate::readback::Fact;
use crate::standard::{FORMAT, Library, Standard};

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
    let pieces = unfold(pieces, &labels, &headings, words);
    let outline = find_outline(&pieces, &headings, words);
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
    let tables = importer.import(&outline, facts, own, given, library);
    let mut entries = importer.entries;
    if let Some(standard) = &tables.standard {
        entries.push(entry(FORMAT, standard.format.clone(), At::File));
    }
    let count = tables.entries.len();
    entries.extend(tables.entries);
    let mut findings = importer.findings;
    findings.extend(tables.findings);
    let raw = Raw {
        at: At::File,
        node: RawNode::Map(entries),
    };
    ImportedTree {
        raw,
        findings,
        sections: outline.sections.len(),
        tables: count,
    }
}

/// What is gathered of a report on the way to its tree.
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
    /// Gathers all but the entries of tables, which are given back.
    fn import(
        &mut self,
        outline: &Outline,
        file_facts: &[Fact],
        own_tables: Option<ReadTables>,
        given: &Given,
        library: &Library,
    ) -> ReadTables {
        for Fact { name, value } in file_facts {
            let fact = facts::read_fact(name, value, &At::File, self.words);
            self.facts.extend(fact);
        }
        let parted = self.part(outline, library);
        let title = outline.title.as_ref();
        let titled = title.and_then(|title| read_title(&title.text).year);
        let tables = match own_tables {
            Some(tables) => tables,
            None => tables::read(self.file, &parted.sources, library, given.year.or(titled)),
        };
        for (source, used) in parted.sources.iter().zip(&tables.used) {
            if let (TableSource::Grid(grid), false) = (source, used) {
                self.tell_other_table(grid);
            }
        }
        let standard = tables.standard.as_ref().unwrap_or(self.standard);
        self.add_texts(&parted, standard);
        self.add_identity(outline, given, file_facts, &parted.lead);
        self.add_facts();
        self.tell_behind(outline);
        self.tell_left_out();
        tables
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

fn entry(key: &str, value: String, at: At) -> Entry {
    let node = RawNode::Scalar(vec![(value, at.clone())]);
    Entry {
        key: key.to_owned(),
        at: at.clone(),
        value: Raw { at, node },
    }
}
