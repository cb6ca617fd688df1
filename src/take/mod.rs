//! What somebody corrected in a finished file, taken back into its form.
//!
//! The file's content is put beside what the form prints, as `readback` compares them; each
//! difference is a [`Correction`]: a number goes to its cell, a paragraph to its text, with its
//! placeholders where what they print still stands there. Numbers come first, then totals, then
//! words: what follows from a corrected number is no correction of its own. What the form does
//! not say — the template's words, looks — cannot be taken, and is told.

pub mod json;
mod words;

use std::collections::BTreeSet;

use crate::date::Date;
use crate::edit::{Assignment, assign, assign_all};
use crate::filing::Filing;
use crate::finding::Complaint;
use crate::import::interpret_number;
use crate::narrative::{Line, Narrative};
use crate::place::{Place, Placed};
use crate::readback::{
    BlockStep, CellPair, Content, ContentBlock, ContentLine, Grid, block_steps, cell_pairs,
    says_same,
};
use crate::report::Report;
use crate::standard::CellId;
use words::retyped;

/// What is looked for: each round is made with what the one before it has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Numbers that the form states.
    Numbers,
    /// Sums of them.
    Totals,
    /// Paragraphs, and all that cannot be taken.
    Words,
}

/// The rounds in their order.
pub const ROUNDS: [Round; 3] = [Round::Numbers, Round::Totals, Round::Words];

/// Something that a finished file says otherwise than its form.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What it is about, in words: a cell by its labels, a paragraph by its text and number.
    pub what: String,
    /// What the form prints; empty for what the file alone has.
    pub old: String,
    /// What the file says; empty for what it has no more.
    pub new: String,
    /// How the form is made to say it, or why it cannot.
    pub way: Result<Taking, String>,
}

/// How a form is made to say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    /// A value is given.
    Value {
        /// Its path.
        path: String,
        /// The value.
        value: String,
    },
    /// A paragraph of a text is another.
    Replaced(TakenParagraph),
    /// A paragraph is taken away.
    Removed(TakenParagraph),
    /// A paragraph comes before this one.
    Inserted(TakenParagraph),
}

/// A paragraph of a text, or what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenParagraph {
    /// The text's key.
    pub key: String,
    /// Which of its lines, from 0.
    pub line: usize,
    /// What is to stand there, as it is typed.
    pub text: String,
}

/// Why a difference cannot be taken.
const TEMPLATE: &str = "是模板的固定文字，填报表里没有";
const LABEL: &str = "是表格的固定文字，填报表里没有";
const NOWHERE: &str = "不知道属于哪一篇文字，请在填报表里加";
const FIGURE: &str = "是图，请在填报表里改";
const MARKUP: &str = "里面有占位或插图的记号，请在填报表里改";
const TABLE: &str = "整张表对不上，请在填报表里改";

/// What a finished file says otherwise than its form, of one round.
pub fn corrections(filing: &Filing, content: &Content, round: Round) -> Vec<Correction> {
    let (Some(report), Some(document), Some(narrative)) =
        (&filing.report, &filing.document, &filing.narrative)
    else {
        return Vec::new();
    };
    let expected = Content::of(document, &filing.name.to_string());
    let finder = Finder {
        report,
        paragraphs: Paragraphs::of(narrative, &expected),
        narrative,
        found: content,
        expected: &expected,
    };
    match round {
        Round::Numbers => finder.numbers(false),
        Round::Totals => finder.numbers(true),
        Round::Words => finder.words(),
    }
}

/// Whether a file is the report of this form, perhaps with corrections: most of what the form
/// prints stands in it, as it is or much like it.
pub fn belongs(filing: &Filing, content: &Content) -> bool {
    let Some(document) = &filing.document else {
        return true;
    };
    let expected = Content::of(document, &filing.name.to_string());
    let steps = block_steps(content, &expected);
    let is_kept = |step: &&BlockStep| {
        let blocks = step.found.and_then(|at| content.blocks.get(at));
        match (blocks, step.expected.and_then(|at| expected.blocks.get(at))) {
            (Some(ContentBlock::Line(new)), Some(ContentBlock::Line(old))) => {
                says_same(&new.text, &old.text)
            }
            (Some(ContentBlock::Table(_)), Some(ContentBlock::Table(_))) => true,
            _ => false,
        }
    };
    steps.iter().filter(is_kept).count() * 2 >= expected.blocks.len()
}

/// The report with corrections in it.
///
/// # Errors
/// What is wrong with a value.
pub fn apply<'c>(
    report: &Report,
    corrections: impl IntoIterator<Item = &'c Correction>,
) -> Result<Report, Complaint> {
    let mut report = report.clone();
    let ways: Vec<&Taking> = corrections
        .into_iter()
        .filter_map(|correction| correction.way.as_ref().ok())
        .collect();
    let value = |taking: &&'c Taking| match taking {
        Taking::Value { path, value } => Some(Assignment { path, value }),
        _ => None,
    };
    let values: Vec<Assignment<'_>> = ways.iter().filter_map(value).collect();
    assign_all(&mut report, &values)?;
    for change in from_the_end(&ways) {
        let (TakenParagraph { key, line, text }, way) = change;
        let lines = report.texts.entry(key.clone()).or_default();
        let fresh = || Placed {
            value: text.clone(),
            place: report.agency.place.clone(),
        };
        match way {
            Taking::Replaced(_) => {
                if let Some(line) = lines.get_mut(*line) {
                    line.value.clone_from(text);
                }
            }
            Taking::Removed(_) if *line < lines.len() => drop(lines.remove(*line)),
            Taking::Inserted(_) => lines.insert((*line).min(lines.len()), fresh()),
            _ => {}
        }
    }
    Ok(report)
}

/// Changes of paragraphs from the last to the first, so that none is moved by what goes or comes
/// before it; of those at one place the last that comes first.
fn from_the_end<'w>(ways: &[&'w Taking]) -> Vec<(&'w TakenParagraph, &'w Taking)> {
    let mut changes: Vec<(&TakenParagraph, &Taking)> = ways
        .iter()
        .filter_map(|way| Some((paragraph_of(way)?, *way)))
        .collect();
    changes.reverse();
    let comes = |way: &Taking| matches!(way, Taking::Inserted(_));
    changes.sort_by(|(a, way), (b, other)| {
        (&b.key, b.line, comes(way)).cmp(&(&a.key, a.line, comes(other)))
    });
    changes
}

fn paragraph_of(taking: &Taking) -> Option<&TakenParagraph> {
    match taking {
        Taking::Replaced(paragraph) | Taking::Removed(paragraph) | Taking::Inserted(paragraph) => {
            Some(paragraph)
        }
        Taking::Value { .. } => None,
    }
}

/// Where the form's paragraphs stand in what it prints: for each block the text's key and line.
struct Paragraphs(Vec<Option<(String, usize)>>);

impl Paragraphs {
    fn of(narrative: &Narrative, expected: &Content) -> Self {
        let mut used = BTreeSet::new();
        let mut find = |line: &ContentLine| {
            let place = line.place.as_ref()?;
            for passage in &narrative.passages {
                for (at, own) in passage.lines.iter().enumerate() {
                    let same = own.place.at == place.at && own.text == line.text;
                    if same && used.insert((passage.key.clone(), at)) {
                        return Some((passage.key.clone(), at));
                    }
                }
            }
            None
        };
        let of_block = |block: &ContentBlock| match block {
            ContentBlock::Line(line) => find(line),
            ContentBlock::Table(_) | ContentBlock::Figure(_) => None,
        };
        Self(expected.blocks.iter().map(of_block).collect())
    }

    fn at(&self, block: usize) -> Option<&(String, usize)> {
        self.0.get(block)?.as_ref()
    }
}

struct Finder<'a> {
    report: &'a Report,
    narrative: &'a Narrative,
    paragraphs: Paragraphs,
    found: &'a Content,
    expected: &'a Content,
}

impl Finder<'_> {
    /// Cells whose numbers differ: sums or what they are of.
    fn numbers(&self, totals: bool) -> Vec<Correction> {
        let mut corrections = Vec::new();
        for (here, there) in self.tables() {
            for pair in cell_pairs(here, there).unwrap_or_default() {
                let Some(place) = &pair.expected.place else {
                    continue;
                };
                let Some(id) = self.report.standard.cell_by_path(&place.path) else {
                    continue;
                };
                if self.report.standard.is_total(id) == totals {
                    corrections.push(self.number(id, &pair.found.text, &pair.expected.text));
                }
            }
        }
        corrections
    }

    fn number(&self, id: CellId, found: &str, expected: &str) -> Correction {
        let typed: String = found.split_whitespace().collect();
        let kind = self.report.standard.part(id).kind(id.column);
        let value = interpret_number(&typed, kind);
        let path = self.report.standard.path(id);
        Correction {
            what: self.report.standard.label(id),
            old: expected.replace('\n', ""),
            new: typed,
            way: self.given(&path, value),
        }
    }

    /// A value that the form may have at a path, or why it may not.
    fn given(&self, path: &str, value: String) -> Result<Taking, String> {
        let mut tried = self.report.clone();
        match assign(&mut tried, path, &value) {
            Ok(()) => Ok(Taking::Value {
                path: path.to_owned(),
                value,
            }),
            Err(complaint) => Err(complaint.message.into_owned()),
        }
    }

    /// Tables of both that belong together.
    fn tables(&self) -> Vec<(&Grid, &Grid)> {
        let steps = block_steps(self.found, self.expected);
        let pair = |step: &BlockStep| match (
            self.found.blocks.get(step.found?)?,
            self.expected.blocks.get(step.expected?)?,
        ) {
            (ContentBlock::Table(here), ContentBlock::Table(there)) => Some((here, there)),
            _ => None,
        };
        steps.iter().filter_map(pair).collect()
    }

    /// Paragraphs that differ, and what cannot be taken.
    fn words(&self) -> Vec<Correction> {
        let steps = block_steps(self.found, self.expected);
        let mut corrections = Vec::new();
        // The form's block that stands before what is being looked at.
        let mut before = None;
        for (at, step) in steps.iter().enumerate() {
            let here = step.found.and_then(|at| self.found.blocks.get(at));
            let there = step.expected.and_then(|at| self.expected.blocks.get(at));
            match (here, there, step.expected) {
                (Some(ContentBlock::Line(new)), Some(ContentBlock::Line(old)), Some(block)) => {
                    corrections.extend(self.line(new, old, block));
                }
                (Some(ContentBlock::Table(new)), Some(ContentBlock::Table(old)), _) => {
                    corrections.extend(self.labels(new, old));
                }
                (None, Some(ContentBlock::Line(old)), Some(block)) => {
                    corrections.push(self.gone(old, block));
                }
                (Some(ContentBlock::Line(new)), None, _) => {
                    let behind = steps[at..].iter().find_map(|step| step.expected);
                    corrections.push(self.come(new, before, behind));
                }
                (here, there, _) => corrections.extend(apart(here, there)),
            }
            before = step.expected.or(before);
        }
        for stray in &self.found.strays {
            corrections.push(Correction {
                what: stray.what.to_owned(),
                old: String::new(),
                new: stray.text.clone(),
                way: Err("不是正文，请打开文件看".to_owned()),
            });
        }
        corrections
    }

    fn line(&self, new: &ContentLine, old: &ContentLine, block: usize) -> Option<Correction> {
        if says_same(&new.text, &old.text) {
            return None;
        }
        let text = plain(&new.text);
        let (what, way) = match self.paragraphs.at(block) {
            Some((key, at)) => {
                let line = &self.narrative.lines(key)[*at];
                let what = format!("{key}第{}段", at + 1);
                (
                    what,
                    self.typed(line, &text).map(|text| (key.clone(), *at, text)),
                )
            }
            None => return Some(self.printed(&text, &old.text)),
        };
        let way = way.map(|(key, line, text)| Taking::Replaced(TakenParagraph { key, line, text }));
        Some(Correction {
            what,
            old: plain(&old.text),
            new: text,
            way,
        })
    }

    /// How a paragraph is typed that reads so.
    fn typed(&self, line: &Line, new: &str) -> Result<String, String> {
        if line.figure.is_some() {
            return Err(FIGURE.to_owned());
        }
        let typed = retyped(line, new);
        let reads = |typed: &str| {
            let placed = Placed {
                value: typed.to_owned(),
                place: line.place.clone(),
            };
            says_same(&self.narrative.tried(&placed).0.text, new)
        };
        if new.contains('`') {
            // Reading a form takes these for marks of pasted text.
            Err(MARKUP.to_owned())
        } else if reads(&typed) {
            Ok(typed)
        } else if reads(new) {
            Ok(new.to_owned())
        } else {
            Err(MARKUP.to_owned())
        }
    }

    /// What the program prints of a value of its own: title, signature.
    fn printed(&self, new: &str, old: &str) -> Correction {
        let (what, way) = if says_same(old, &self.report.title()) {
            (TITLE, self.given(TITLE, new.to_owned()))
        } else if self.is_day(old) && (new.is_empty() || Date::read(new).is_some()) {
            let day = Date::read(new).map_or_else(String::new, |day| day.to_string());
            (DAY, self.given(DAY, day))
        } else if says_same(old, &self.report.agency.value) {
            (SIGNER, Err(AGENCY_OWN.to_owned()))
        } else {
            (FIXED, Err(TEMPLATE.to_owned()))
        };
        Correction {
            what: what.to_owned(),
            old: plain(old),
            new: new.to_owned(),
            way,
        }
    }

    /// Whether a line is the day of the signature.
    fn is_day(&self, line: &str) -> bool {
        let day = self.report.field(DAY).and_then(Date::read);
        day.is_some_and(|day| day.chinese() == plain(line))
    }

    fn labels(&self, new: &Grid, old: &Grid) -> Vec<Correction> {
        let Some(pairs) = cell_pairs(new, old) else {
            return vec![Correction {
                what: old.name.clone(),
                old: String::new(),
                new: String::new(),
                way: Err(TABLE.to_owned()),
            }];
        };
        let is_number = |place: &Option<Place>| {
            place
                .as_ref()
                .is_some_and(|place| self.report.standard.cell_by_path(&place.path).is_some())
        };
        let labels = pairs
            .into_iter()
            .filter(|pair| !is_number(&pair.expected.place));
        let label = |pair: CellPair<'_>| Correction {
            what: "表格".to_owned(),
            old: plain(&pair.expected.text),
            new: plain(&pair.found.text),
            way: Err(LABEL.to_owned()),
        };
        labels.map(label).collect()
    }

    fn gone(&self, old: &ContentLine, block: usize) -> Correction {
        let old = plain(&old.text);
        match self.paragraphs.at(block) {
            Some((key, line)) => {
                let what = format!("{key}第{}段", line + 1);
                let gone = TakenParagraph {
                    key: key.clone(),
                    line: *line,
                    text: String::new(),
                };
                Correction {
                    what,
                    old,
                    new: String::new(),
                    way: Ok(Taking::Removed(gone)),
                }
            }
            None => Correction {
                what: "固定文字".into(),
                old,
                new: String::new(),
                way: Err(TEMPLATE.to_owned()),
            },
        }
    }

    /// A paragraph that the file alone has: it belongs behind the one before it, or before the
    /// one behind it.
    fn come(&self, new: &ContentLine, before: Option<usize>, behind: Option<usize>) -> Correction {
        let text = plain(&new.text);
        let behind_line = before.and_then(|block| self.paragraphs.at(block));
        let before_line = behind.and_then(|block| self.paragraphs.at(block));
        let spot = behind_line
            .map(|(key, line)| (key.clone(), line + 1))
            .or_else(|| before_line.map(|(key, line)| (key.clone(), *line)));
        let plain_text = !text.contains(['{', '`']) && !text.starts_with("![");
        let (what, way) = match spot {
            Some((key, line)) if plain_text => {
                let what = format!("{key}第{}段前", line + 1);
                (
                    what,
                    Ok(Taking::Inserted(TakenParagraph {
                        key,
                        line,
                        text: text.clone(),
                    })),
                )
            }
            Some((key, _)) => (key, Err(MARKUP.to_owned())),
            None => ("新的一段".to_owned(), Err(NOWHERE.to_owned())),
        };
        Correction {
            what,
            old: String::new(),
            new: text,
            way,
        }
    }
}

const TITLE: &str = "标题";
const DAY: &str = "成文日期";
const SIGNER: &str = "署名";
const FIXED: &str = "固定文字";
const AGENCY_OWN: &str = "请在填报表里改“机关”";

/// A table or figure that only one of the two has, or a figure that both have.
fn apart(here: Option<&ContentBlock>, there: Option<&ContentBlock>) -> Option<Correction> {
    let cannot = |what: &str, old: String, new: String, why: &str| Correction {
        what: what.to_owned(),
        old,
        new,
        way: Err(why.to_owned()),
    };
    match (here, there) {
        (Some(ContentBlock::Table(_)), None) => {
            Some(cannot("多出来的表", String::new(), String::new(), TABLE))
        }
        (None, Some(ContentBlock::Table(table))) => {
            Some(cannot(&table.name, String::new(), String::new(), TABLE))
        }
        (Some(ContentBlock::Figure(new)), Some(ContentBlock::Figure(old)))
            if !says_same(&new.caption.text, &old.caption.text) =>
        {
            Some(cannot(
                "图",
                plain(&old.caption.text),
                plain(&new.caption.text),
                FIGURE,
            ))
        }
        (Some(ContentBlock::Figure(new)), None) => Some(cannot(
            "多出来的图",
            String::new(),
            plain(&new.caption.text),
            FIGURE,
        )),
        (None, Some(ContentBlock::Figure(old))) => Some(cannot(
            "图",
            plain(&old.caption.text),
            String::new(),
            FIGURE,
        )),
        _ => None,
    }
}

/// A text in one line.
fn plain(text: &str) -> String {
    text.trim().replace('\n', "")
}
