//! One wrong number breaks several sums: which cell it is, and what it should be.
//!
//! What the tables and the text say is written as equations. A change of one cell that puts several
//! of them right, and none wrong, is what caused the findings of them all.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::cells::{CellNames, Factors};
use crate::finding::{Code, Finding};
use crate::report::Report;
use crate::rules::balance::equalities;
use crate::rules::totals::{add_up, sums};
use crate::standard::CellId;

/// An equation that should hold: cells with their factors, and what is too much.
struct Equation {
    factors: Factors,
    residual: Decimal,
    /// The finding that says that it does not hold; none of one that holds.
    finding: Option<usize>,
    /// Whether it is one of the tables, not of the text.
    of_tables: bool,
}

/// A change of one cell, and the equations that it would put right.
#[derive(PartialEq)]
struct Remedy {
    cell: CellId,
    by: Decimal,
    mends: Vec<usize>,
}

/// What breaks several equations together.
struct Cause {
    mends: Vec<usize>,
    /// The change of the only cell that would put them right; none where several would.
    remedy: Option<Remedy>,
}

/// Sums that one wrong number breaks together.
pub(super) fn fold_sums(cells: &CellNames<'_>, findings: &mut [Finding]) {
    let equations = equations(cells, findings);
    let mut open: BTreeSet<usize> = (0..equations.len())
        .filter(|at| equations[*at].finding.is_some())
        .collect();
    while let Some(Cause { mends, remedy }) = best_cause(&equations, &open) {
        if let Some(cause) = fold_cause(&equations, &mends, findings)
            && let Some(remedy) = remedy
        {
            explain(cells.report, &remedy, &mut findings[cause]);
        }
        for at in mends {
            open.remove(&at);
        }
    }
}

/// Makes the other findings of some equations follow from the first that is of the tables, which
/// are told before what the text says of them; gives that.
fn fold_cause(equations: &[Equation], mends: &[usize], findings: &mut [Finding]) -> Option<usize> {
    let told = mends.iter().filter_map(|at| equations[*at].finding);
    let mut told: Vec<usize> = told.collect();
    told.sort_unstable();
    let mut causes = told.iter().copied();
    let cause = causes.find(|finding| is_of_tables(equations, *finding))?;
    let grave = findings[cause].severity;
    for at in told {
        let finding = &mut findings[at];
        if at != cause && finding.caused_by.is_none() && finding.severity >= grave {
            finding.caused_by = Some(cause);
        }
    }
    Some(cause)
}

/// Whether a finding is told of an equation of the tables.
fn is_of_tables(equations: &[Equation], finding: usize) -> bool {
    let mut equations = equations.iter();
    equations.any(|equation| equation.of_tables && equation.finding == Some(finding))
}

/// Says which cell is probably wrong, and what it should be.
fn explain(report: &Report, remedy: &Remedy, finding: &mut Finding) {
    let stated = report.value(remedy.cell);
    let should = stated + remedy.by;
    if should < Decimal::ZERO {
        return;
    }
    let label = report.standard.label(remedy.cell);
    let path = report.standard.path(remedy.cell);
    let guess = format!("很可能是“{label}”填错：填的是 {stated}，应是 {should}");
    // What is said of the place of the finding itself goes on being true only if that is wrong.
    let place = finding.places.first();
    finding.hint = if place.is_some_and(|place| *place.path == *path) {
        format!("{guess}；{}", finding.hint)
    } else {
        format!("{guess}；先核对这一格")
    };
}

/// All sums and equalities of the tables, and what the text says of cells where it says otherwise.
fn equations(cells: &CellNames<'_>, findings: &[Finding]) -> Vec<Equation> {
    let report = cells.report;
    let mut equations = Vec::new();
    for sum in sums(report) {
        if report.cell(sum.id).value.number().is_some() {
            let told = find_told(report, findings, sum.code, sum.id);
            equations.push(equation(cells, &[sum.id], &sum.parts, told));
        }
    }
    for sides in equalities(report) {
        let first = sides.left.first();
        let told = first.and_then(|first| find_told(report, findings, sides.code, *first));
        equations.push(equation(cells, &sides.left, &sides.right, told));
    }
    for (at, finding) in findings.iter().enumerate() {
        equations.extend(equation_of_text(cells, at, finding));
    }
    equations
}

/// Two sides of the tables that should be equal; `told` is the finding of the cell.
fn equation(
    cells: &CellNames<'_>,
    left: &[CellId],
    right: &[CellId],
    told: Option<usize>,
) -> Equation {
    let mut factors = Factors::new();
    cells.add_bases(left, Decimal::ONE, &mut factors);
    cells.add_bases(right, -Decimal::ONE, &mut factors);
    let residual = add_up(cells.report, left) - add_up(cells.report, right);
    Equation {
        factors,
        residual,
        finding: told.filter(|_| !residual.is_zero()),
        of_tables: true,
    }
}

/// The finding of a rule at a cell.
fn find_told(report: &Report, findings: &[Finding], code: Code, id: CellId) -> Option<usize> {
    let path = report.standard.path(id);
    let mut findings = findings.iter();
    findings.position(|f| f.code == code && f.waived.is_none() && *f.places[0].path == *path)
}

/// What a sentence says of cells, as an equation.
fn equation_of_text(cells: &CellNames<'_>, at: usize, finding: &Finding) -> Option<Equation> {
    if finding.code != Code::NarrativeNumber || finding.waived.is_some() {
        return None;
    }
    let stated: Decimal = finding.stated.as_ref()?.parse().ok()?;
    let table: Decimal = finding.expected.as_ref()?.parse().ok()?;
    let named: Vec<CellId> = cells.of(finding).into_iter().collect();
    // A difference of cells is no sum of them.
    if named.is_empty() || add_up(cells.report, &named) != table {
        return None;
    }
    let mut factors = Factors::new();
    cells.add_bases(&named, Decimal::ONE, &mut factors);
    Some(Equation {
        factors,
        residual: table - stated,
        finding: Some(at),
        of_tables: false,
    })
}

/// What puts most right and nothing wrong; none where no change puts more than one right.
fn best_cause(equations: &[Equation], open: &BTreeSet<usize>) -> Option<Cause> {
    let mut best: Vec<Remedy> = Vec::new();
    for at in open {
        let equation = &equations[*at];
        for (cell, factor) in &equation.factors {
            if factor.is_zero() {
                continue;
            }
            let by = -equation.residual / factor;
            let Some(remedy) = remedy(equations, open, *cell, by) else {
                continue;
            };
            let most = best.first().map_or(0, |best| best.mends.len());
            if remedy.mends.len() > most {
                best.clear();
            }
            if remedy.mends.len() >= most && !best.contains(&remedy) {
                best.push(remedy);
            }
        }
    }
    let mends = best.first()?.mends.clone();
    if mends.len() < 2 {
        return None;
    }
    let remedy = if best.len() == 1 { best.pop() } else { None };
    Some(Cause { mends, remedy })
}

/// A change of a cell, if it puts something right and nothing wrong.
fn remedy(
    equations: &[Equation],
    open: &BTreeSet<usize>,
    cell: CellId,
    by: Decimal,
) -> Option<Remedy> {
    let mut mends = Vec::new();
    for (at, equation) in equations.iter().enumerate() {
        let factor = equation.factors.get(&cell);
        let Some(factor) = factor.filter(|factor| !factor.is_zero()) else {
            continue;
        };
        if open.contains(&at) && (equation.residual + *factor * by).is_zero() {
            mends.push(at);
        } else if equation.residual.is_zero() {
            return None;
        }
    }
    Some(Remedy { cell, by, mends })
}
