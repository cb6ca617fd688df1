//! The relations that the rules on numbers check, one by one, whether they hold or not.
//!
//! Rules give findings of those that do not; whoever wants to know what a changed number
//! takes part in asks here.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::balance::{Sides, equalities};
use super::near_miss::value;
use super::totals::{SummedTotal, sums};
use super::years::pairs;
use crate::finding::Code;
use crate::narrative::{ClaimYear, Subject, Tells};
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

/// All relations of a report whose cells hold numbers: stated totals, equalities, those to last year's report, and
/// the sure claims of the text. A total that is left to the program is always right, and so is no relation.
pub fn relations(subject: &Subject<'_>) -> Vec<Relation> {
    let mut found = totals(subject.report);
    found.extend(equal(subject.report));
    found.extend(between_years(subject));
    found.extend(claims(subject));
    found
}

/// Totals by columns and by rows.
fn totals(report: &Report) -> Vec<Relation> {
    let stated = sums(report)
        .into_iter()
        .filter(|total| report.cell(total.id).value.number().is_some());
    stated
        .map(
            |SummedTotal {
                 code,
                 id,
                 parts,
                 down,
             }| Relation {
                code,
                key: format!("{} {down}", report.standard.path(id)),
                words: format!(
                    "{} ＝ {}",
                    report.standard.path(id),
                    if down { "各行之和" } else { "各列之和" }
                ),
                holds: report.value(id) == sum(report, &parts),
                cells: parts.into_iter().chain([id]).collect(),
                place: report.place(id),
            },
        )
        .collect()
}

/// Sums of rows that must be equal in each column.
fn equal(report: &Report) -> Vec<Relation> {
    let sides = equalities(report).into_iter();
    sides
        .map(|Sides { code, left, right }| {
            let first = left.iter().chain(&right).next();
            let column = first.map_or("", |id| {
                let part = report.standard.part(*id);
                part.columns.leaves[id.column].label.as_str()
            });
            Relation {
                code,
                key: format!("{} {column}", names(report, &left)),
                words: format!(
                    "{} ＝ {}，{column}",
                    names(report, &left),
                    names(report, &right)
                ),
                holds: sum(report, &left) == sum(report, &right),
                place: first.map(|&id| report.place(id)).unwrap_or_default(),
                cells: [left, right].concat(),
            }
        })
        .collect()
}

/// Relations to last year's report.
fn between_years(subject: &Subject<'_>) -> Vec<Relation> {
    let codes: BTreeSet<Code> = subject
        .report
        .standard
        .between_years
        .iter()
        .map(|relation| relation.code)
        .collect();
    let mut found = Vec::new();
    for code in codes {
        for pair in pairs(subject, code) {
            let (this, before) = (
                subject.report.standard.path(pair.this),
                pair.last.standard.path(pair.before),
            );
            found.push(Relation {
                code,
                key: this.clone(),
                words: format!("{this} 与上年的 {before}"),
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
    let mut found = Vec::new();
    for passage in &subject.narrative.passages {
        for claim in passage.claims.iter().filter(|claim| {
            claim.sure && claim.year == ClaimYear::This && claim.tells != Tells::Sweeping
        }) {
            let values = claim
                .meanings
                .iter()
                .map(|meaning| value(subject.report, meaning, claim.tells));
            let Some(values) = values.collect::<Option<Vec<Decimal>>>() else {
                continue;
            };
            let line = &passage.lines[claim.line];
            let mut cells: Vec<CellId> = claim
                .meanings
                .iter()
                .flat_map(|m| m.cells.iter().map(|(_, id)| *id))
                .collect();
            cells.sort_unstable();
            cells.dedup();
            // What a placeholder prints is right by itself.
            if !line.bound(&claim.range).is_empty() {
                continue;
            }
            let key = format!("{} {cells:?}", passage.key);
            let nth = found
                .iter()
                .filter(|other: &&Relation| other.key.starts_with(&key))
                .count();
            found.push(Relation {
                code: Code::NarrativeNumber,
                key: format!("{key} {nth}"),
                words: format!(
                    "{}：“{}”",
                    passage.key,
                    line.text[claim.phrase.clone()].trim()
                ),
                cells,
                holds: values.into_iter().any(|value| claim.number.holds(value)),
                place: line
                    .place_of(&claim.range)
                    .named(passage.key.as_str(), passage.key.as_str()),
            });
        }
    }
    found
}

fn sum(report: &Report, cells: &[CellId]) -> Decimal {
    cells.iter().map(|&id| report.value(id)).sum()
}

/// The rows of some cells by their keys; a total's own key says nothing without its group's.
fn names(report: &Report, cells: &[CellId]) -> String {
    let name = |id: &CellId| {
        let leaf = report.standard.row(*id);
        leaf.keys[leaf
            .keys
            .len()
            .saturating_sub(if leaf.total.is_some() { 2 } else { 1 })..]
            .concat()
    };
    cells.iter().map(name).collect::<Vec<_>>().join(" + ")
}
