//! The differences of one round, each with how the form is made to say it, or why it cannot.

use super::paragraphs::{ParagraphSpot, Paragraphs};
use super::words::retype;
use super::{Correction, TakenParagraph, Taking, join_lines, sides};
use crate::date::Date;
use crate::edit::assign;
use crate::import::interpret_number;
use crate::narrative::{Line, Narrative};
use crate::place::{Place, Placed};
use crate::readback::{
    Content, ContentBlock, ContentLine, Grid, block_steps, cell_pairs, says_same,
};
use crate::report::Report;
use crate::standard::CellId;

/// Why a difference cannot be taken.
const TEMPLATE: &str = "是模板的固定文字，填报表里没有";
const LABEL: &str = "是表格的固定文字，填报表里没有";
const NOWHERE: &str = "不知道属于哪一篇文字，请在填报表里加";
const FIGURE: &str = "是图，请在填报表里改";
const MARKUP: &str = "里面有占位或插图的记号，请在填报表里改";
const TABLE: &str = "整张表对不上，请在填报表里改";

const STRAY: &str = "不是正文，请打开文件看";
const AGENCY_OWN: &str = "请在填报表里改“机关”";

/// What the program prints of its own.
const TITLE: &str = "标题";
const DAY: &str = "成文日期";
const SIGNER: &str = "署名";
const FIXED: &str = "固定文字";

/// A form with its report, beside what a finished file says.
pub(super) struct Finder<'a> {
    pub report: &'a Report,
    pub narrative: &'a Narrative,
    pub paragraphs: Paragraphs,
    pub found: &'a Content,
    pub expected: &'a Content,
}

impl Finder<'_> {
    /// Cells whose numbers differ: sums or what they are of.
    pub fn find_numbers(&self, totals: bool) -> Vec<Correction> {
        let standard = &self.report.standard;
        let mut corrections = Vec::new();
        for (here, there) in self.pair_tables() {
            for pair in cell_pairs(here, there).unwrap_or_default() {
                let Some(id) = self.cell_at(pair.expected.place.as_ref()) else {
                    continue;
                };
                if standard.is_total(id) == totals {
                    let (found, expected) = (&pair.found.text, &pair.expected.text);
                    corrections.push(self.correct_number(id, found, expected));
                }
            }
        }
        corrections
    }

    /// The number's cell that a cell of a printed table is.
    fn cell_at(&self, place: Option<&Place>) -> Option<CellId> {
        self.report.standard.cell_by_path(&place?.path)
    }

    fn correct_number(&self, id: CellId, found: &str, expected: &str) -> Correction {
        let typed: String = found.split_whitespace().collect();
        let value = interpret_number(&typed, self.report.standard.part(id).kind(id.column));
        let path = self.report.standard.path(id);
        Correction {
            what: self.report.standard.label(id),
            old: expected.replace('\n', ""),
            new: typed,
            way: self.give(&path, value),
        }
    }

    /// A value that the form may have at a path, or why it may not.
    fn give(&self, path: &str, value: String) -> Result<Taking, String> {
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
    fn pair_tables(&self) -> Vec<(&Grid, &Grid)> {
        let mut pairs = Vec::new();
        for step in block_steps(self.found, self.expected) {
            if let (Some(ContentBlock::Table(here)), Some(ContentBlock::Table(there))) =
                sides(&step, self.found, self.expected)
            {
                pairs.push((here, there));
            }
        }
        pairs
    }

    /// Paragraphs that differ, and what cannot be taken.
    pub fn find_words(&self) -> Vec<Correction> {
        let steps = block_steps(self.found, self.expected);
        let mut corrections = Vec::new();
        // The form's block that stands before what is being looked at.
        let mut before = None;
        for (at, step) in steps.iter().enumerate() {
            let (here, there) = sides(step, self.found, self.expected);
            match (here, there, step.expected) {
                (Some(ContentBlock::Line(new)), Some(ContentBlock::Line(old)), Some(block)) => {
                    corrections.extend(self.correct_line(new, old, block));
                }
                (Some(ContentBlock::Table(new)), Some(ContentBlock::Table(old)), _) => {
                    corrections.extend(self.correct_labels(new, old));
                }
                (None, Some(ContentBlock::Line(old)), Some(block)) => {
                    corrections.push(self.remove(old, block));
                }
                (Some(ContentBlock::Line(new)), None, _) => {
                    let behind = steps[at..].iter().find_map(|step| step.expected);
                    corrections.push(self.insert(new, before, behind));
                }
                (here, there, _) => corrections.extend(refuse_block(here, there)),
            }
            before = step.expected.or(before);
        }
        for stray in &self.found.strays {
            let text = stray.text.clone();
            corrections.push(Correction::refused(stray.what, String::new(), text, STRAY));
        }
        corrections
    }

    /// A line that reads otherwise.
    fn correct_line(
        &self,
        new: &ContentLine,
        old: &ContentLine,
        block: usize,
    ) -> Option<Correction> {
        if says_same(&new.text, &old.text) {
            return None;
        }
        let text = join_lines(&new.text);
        let Some(spot) = self.paragraphs.at(block) else {
            return Some(self.correct_own(&text, &old.text));
        };
        let line = &self.narrative.lines(&spot.key)[spot.line];
        let typed = self.type_as(line, &text);
        Some(Correction {
            what: format!("{}第{}段", spot.key, spot.line + 1),
            old: join_lines(&old.text),
            new: text,
            way: typed.map(|text| Taking::Replaced(paragraph(spot, text))),
        })
    }

    /// How a paragraph is typed that reads so.
    fn type_as(&self, line: &Line, new: &str) -> Result<String, String> {
        if line.figure.is_some() {
            return Err(FIGURE.to_owned());
        }
        // Reading a form takes these for marks of pasted text.
        if new.contains('`') {
            return Err(MARKUP.to_owned());
        }
        let mut ways = [retype(line, new), new.to_owned()].into_iter();
        let way = ways.find(|typed| self.reads(line, typed, new));
        way.ok_or_else(|| MARKUP.to_owned())
    }

    /// Whether a line that is typed so reads so.
    fn reads(&self, line: &Line, typed: &str, new: &str) -> bool {
        let placed = Placed {
            value: typed.to_owned(),
            place: line.place.clone(),
        };
        says_same(&self.narrative.try_fill(&placed).0.text, new)
    }

    /// What the program prints of a value of its own: title, signature.
    fn correct_own(&self, new: &str, old: &str) -> Correction {
        let (what, way) = if says_same(old, &self.report.title()) {
            (TITLE, self.give(TITLE, new.to_owned()))
        } else if self.is_day(old) && (new.is_empty() || Date::read(new).is_some()) {
            let day = Date::read(new).map_or_else(String::new, |day| day.to_string());
            (DAY, self.give(DAY, day))
        } else if says_same(old, &self.report.agency.value) {
            (SIGNER, Err(AGENCY_OWN.to_owned()))
        } else {
            (FIXED, Err(TEMPLATE.to_owned()))
        };
        Correction {
            what: what.to_owned(),
            old: join_lines(old),
            new: new.to_owned(),
            way,
        }
    }

    /// Whether a line is the day of the signature.
    fn is_day(&self, line: &str) -> bool {
        let day = self.report.field(DAY).and_then(Date::read);
        day.is_some_and(|day| day.chinese() == join_lines(line))
    }

    /// Labels of a table that read otherwise.
    fn correct_labels(&self, new: &Grid, old: &Grid) -> Vec<Correction> {
        let Some(pairs) = cell_pairs(new, old) else {
            let nothing = Correction::refused(&old.name, String::new(), String::new(), TABLE);
            return vec![nothing];
        };
        let mut corrections = Vec::new();
        for pair in pairs {
            if self.cell_at(pair.expected.place.as_ref()).is_none() {
                let old = join_lines(&pair.expected.text);
                let new = join_lines(&pair.found.text);
                corrections.push(Correction::refused("表格", old, new, LABEL));
            }
        }
        corrections
    }

    /// A paragraph that the file has no more.
    fn remove(&self, old: &ContentLine, block: usize) -> Correction {
        let old = join_lines(&old.text);
        let Some(spot) = self.paragraphs.at(block) else {
            return Correction::refused(FIXED, old, String::new(), TEMPLATE);
        };
        Correction {
            what: format!("{}第{}段", spot.key, spot.line + 1),
            old,
            new: String::new(),
            way: Ok(Taking::Removed(paragraph(spot, String::new()))),
        }
    }

    /// A paragraph that the file alone has: it belongs behind the one before it, or before the
    /// one behind it.
    fn insert(
        &self,
        new: &ContentLine,
        before: Option<usize>,
        behind: Option<usize>,
    ) -> Correction {
        let new = join_lines(&new.text);
        let Some(spot) = self.find_gap(before, behind) else {
            return Correction::refused("新的一段", String::new(), new, NOWHERE);
        };
        let is_plain = !new.contains(['{', '`']) && !new.starts_with("![");
        if !is_plain {
            return Correction::refused(&spot.key, String::new(), new, MARKUP);
        }
        Correction {
            what: format!("{}第{}段前", spot.key, spot.line + 1),
            old: String::new(),
            way: Ok(Taking::Inserted(paragraph(&spot, new.clone()))),
            new,
        }
    }

    /// The line behind the form's block before a gap, or the one of the block behind it.
    fn find_gap(&self, before: Option<usize>, behind: Option<usize>) -> Option<ParagraphSpot> {
        if let Some(spot) = before.and_then(|block| self.paragraphs.at(block)) {
            return Some(ParagraphSpot {
                key: spot.key.clone(),
                line: spot.line + 1,
            });
        }
        self.paragraphs.at(behind?).cloned()
    }
}

/// A paragraph at a place of the form, or what is to stand there.
fn paragraph(spot: &ParagraphSpot, text: String) -> TakenParagraph {
    TakenParagraph {
        key: spot.key.clone(),
        line: spot.line,
        text,
    }
}

/// A table or figure that only one of the two has, or a figure that both have.
fn refuse_block(here: Option<&ContentBlock>, there: Option<&ContentBlock>) -> Option<Correction> {
    let correction = match (here, there) {
        (Some(ContentBlock::Table(_)), None) => {
            Correction::refused("多出来的表", String::new(), String::new(), TABLE)
        }
        (None, Some(ContentBlock::Table(table))) => {
            Correction::refused(&table.name, String::new(), String::new(), TABLE)
        }
        (Some(ContentBlock::Figure(new)), Some(ContentBlock::Figure(old))) => {
            if says_same(&new.caption.text, &old.caption.text) {
                return None;
            }
            let old = join_lines(&old.caption.text);
            Correction::refused("图", old, join_lines(&new.caption.text), FIGURE)
        }
        (Some(ContentBlock::Figure(new)), None) => {
            let new = join_lines(&new.caption.text);
            Correction::refused("多出来的图", String::new(), new, FIGURE)
        }
        (None, Some(ContentBlock::Figure(old))) => {
            Correction::refused("图", join_lines(&old.caption.text), String::new(), FIGURE)
        }
        _ => return None,
    };
    Some(correction)
}
