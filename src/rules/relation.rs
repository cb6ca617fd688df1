//! The relations that the rules on numbers check, one by one, whether they hold or not.
//!
//! Rules give findings of those that do not; whoever wants to know what a changed number
//! takes part in asks here.

use std::collections::BTreeSet;

use super::balance::{Sides, equalities};
use super::near_miss::value;
use super::totals::{SummedTotal, add_up, sums};
use super::years::pairs;
use crate::finding::Code;
use crate::narrative::{Claim, ClaimYear, Passage, Subject, Tells};
use crate::place::Place;
use crate::report::Report;
use crate::standard::CellId;

/// A relation between numbers of the report, last year's, or its text.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The rule that checks it.
    pub code: Code,
    /// By what it is known in another state of the report.
    pub key: String,
    /// What it says, such as `新收 + 上年结转 ＝ 办理结果总计 + 结转下年度，自然人`.
    pub words: String,
    /// The report's cells that stand in it.
    pub cells: Vec<CellId>,
    /// Whether it holds.
    pub holds: bool,
    /// Where it is found.
    pub place: Place,
}

/// All relations of a report whose cells hold numbers: stated totals, equalities, those to last
/// year's report, and the sure claims of the text. A total that is left to the program is always
/// right, and so is no relation.
pub fn relations(subject: &Subject<'_>) -> Vec<Relation> {
    let mut found = totals(subject.report);
    found.extend(equal(subject.report));
    found.extend(between_years(subject));
    found.extend(claims(subject));
    found
}

/// Totals by columns and by rows.
fn totals(report: &Report) -> Vec<Relation> {
    let mut found = Vec::new();
    for total in sums(report) {
        let SummedTotal {
            code,
            id,
            parts,
            down,
        } = total;
        if report.cell(id).value.number().is_none() {
            continue;
        }
        let path = report.standard.path(id);
        let summed = if down { "各行之和" } else { "各列之和" };
        found.push(Relation {
            code,
            key: format!("{path} {down}"),
            words: format!("{path} ＝ {summed}"),
            holds: report.value(id) == add_up(report, &parts),
            cells: parts.into_iter().chain([id]).collect(),
            place: report.place(id),
        });
    }
    found
}

/// Sums of rows that must be equal in each column.
fn equal(report: &Report) -> Vec<Relation> {
    let mut found = Vec::new();
    for Sides { code, left, right } in equalities(report) {
        let first = left.iter().chain(&right).next();
        let column = match first {
            Some(id) => report.standard.column(*id).label.as_str(),
            None => "",
        };
        let (one, other) = (names(report, &left), names(report, &right));
        found.push(Relation {
            code,
            key: format!("{one} {column}"),
            words: format!("{one} ＝ {other}，{column}"),
            holds: add_up(report, &left) == add_up(report, &right),
            place: first.map(|&id| report.place(id)).unwrap_or_default(),
            cells: [left, right].concat(),
        });
    }
    found
}

/// Relations to last year's report.
fn between_years(subject: &Subject<'_>) -> Vec<Relation> {
    let standard = &subject.report.standard;
    let relations = standard.between_years.iter();
    let codes: BTreeSet<Code> = relations.map(|relation| relation.code).collect();
    let mut found = Vec::new();
    for code in codes {
        for pair in pairs(subject, code) {
            let this = standard.path(pair.this);
            let before = pair.last.standard.path(pair.before);
            found.push(Relation {
                code,
                words: format!("{this} 与上年的 {before}"),
                key: this,
                cells: pair.cells(),
                holds: !pair.differs(),
                place: subject.report.place(pair.this),
            });
        }
    }
    found
}

/// Numbers that somebody typed into the text, and that surely speak of cells.
fn claims(subject: &Subject<'_>) -> Vec<Relation> {
    let mut found: Vec<Relation> = Vec::new();
    for passage in &subject.narrative.passages {
        for claim in &passage.claims {
            if !is_sure(claim) {
                continue;
            }
            // What a placeholder prints is right by itself.
            if !passage.lines[claim.line].bound(&claim.range).is_empty() {
                continue;
            }
            let Some(holds) = holds(subject.report, claim) else {
                continue;
            };
            let cells = cells_of(claim);
            let key = format!("{} {cells:?}", passage.key);
            let before = found.iter().filter(|other| other.key.starts_with(&key));
            let nth = before.count();
            found.push(of_claim(
                passage,
                claim,
                cells,
                holds,
                format!("{key} {nth}"),
            ));
        }
    }
    found
}

/// Whether a claim surely speaks of this year's cells by a number.
fn is_sure(claim: &Claim) -> bool {
    claim.sure && claim.year == ClaimYear::This && claim.tells != Tells::Sweeping
}

/// Whether a claim's number is one of those that it may be; none where a cell holds no number.
fn holds(report: &Report, claim: &Claim) -> Option<bool> {
    let mut holds = false;
    for meaning in &claim.meanings {
        let value = value(report, meaning, claim.tells)?;
        holds |= claim.number.holds(value);
    }
    Some(holds)
}

/// All cells that a claim may speak of, each once.
fn cells_of(claim: &Claim) -> Vec<CellId> {
    let meant = claim.meanings.iter().flat_map(|meaning| &meaning.cells);
    let mut cells: Vec<CellId> = meant.map(|(_, id)| *id).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn of_claim(
    passage: &Passage,
    claim: &Claim,
    cells: Vec<CellId>,
    holds: bool,
    key: String,
) -> Relation {
    let text = passage.key.as_str();
    let line = &passage.lines[claim.line];
    Relation {
        code: Code::NarrativeNumber,
        key,
        words: format!("{text}：“{}”", line.text[claim.phrase.clone()].trim()),
        cells,
        holds,
        place: line.place_of(&claim.range).named(text, text),
    }
}

/// The rows of some cells by their keys; a total's own key says nothing without its group's.
fn names(report: &Report, cells: &[CellId]) -> String {
    let mut names = Vec::new();
    for id in cells {
        let leaf = report.standard.row(*id);
        let telling = if leaf.total.is_some() { 2 } else { 1 };
        let from = leaf.keys.len().saturating_sub(telling);
        names.push(leaf.keys[from..].concat());
    }
    names.join(" + ")
}
