//! Which findings follow from others: one mistake speaks once.
//!
//! A cell that cannot be read makes nothing else wrong, and one wrong number breaks several sums. So
//! of the findings that one cause explains the first stays, and the others name it as their cause.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::balance::equalities;
use super::text::years_in;
use super::totals::sums;
use crate::finding::{Code, Finding, Severity};
use crate::place::At;
use crate::report::{Report, Value};
use crate::standard::CellId;

/// Marks findings that follow from others. A cause is never less grave than what it causes, and
/// never one that is let stand.
pub fn fold(report: &Report, findings: &mut [Finding]) {
    let cells = CellNames { report };
    fold_untouched(findings);
    fold_attached(findings);
    fold_renamed(findings);
    fold_year(findings);
    fold_other_year(report, findings);
    fold_format(findings);
    fold_unread(&cells, findings);
    fold_sums(&cells, findings);
    // A cause may itself follow from another.
    for at in 0..findings.len() {
        let mut cause = findings[at].caused_by;
        while let Some(next) = cause.and_then(|cause| findings[cause].caused_by) {
            cause = Some(next);
        }
        findings[at].caused_by = cause;
    }
}

/// What is said of a form that nobody has filled yet.
fn fold_untouched(findings: &mut [Finding]) {
    let is_cause = |finding: &Finding| {
        finding.code == Code::Untouched
            && finding.places[0].at == At::File
            && finding.waived.is_none()
    };
    let Some(cause) = findings.iter().position(is_cause) else {
        return;
    };
    let follows = |finding: &Finding| {
        let of_last_year = finding.code.id().starts_with('Y') && finding.code != Code::LastYear;
        of_last_year || finding.code == Code::EmptySection || speaks_of_numbers(finding.code)
    };
    for (at, finding) in findings.iter_mut().enumerate() {
        if at != cause && follows(finding) {
            finding.caused_by = Some(cause);
        }
    }
}

/// A text that lacks where its file could not be read.
fn fold_attached(findings: &mut [Finding]) {
    let is_unread = |f: &Finding| f.code == Code::Attached && f.severity == Severity::Error;
    for cause in 0..findings.len() {
        if !is_unread(&findings[cause]) {
            continue;
        }
        let path = findings[cause].places[0].path.clone();
        let lacks = |f: &&mut Finding| f.code == Code::EmptySection && f.places[0].path == path;
        findings
            .iter_mut()
            .filter(lacks)
            .for_each(|f| f.caused_by = Some(cause));
    }
}

/// What lacks where something of an unknown name stands: the two are one slip.
fn fold_renamed(findings: &mut [Finding]) {
    let level = |finding: &Finding| {
        let path = &finding.places[0].path;
        path.rsplit_once('.')
            .map_or(String::new(), |(parent, _)| parent.to_owned())
    };
    let of = |findings: &[Finding], kinds: &[Code]| {
        let mut levels = BTreeMap::<String, Vec<usize>>::new();
        // What is said of the whole file names nothing.
        let named = |f: &Finding| kinds.contains(&f.code) && !f.places[0].path.is_empty();
        for (at, finding) in findings.iter().enumerate().filter(|(_, f)| named(f)) {
            levels.entry(level(finding)).or_default().push(at);
        }
        levels
    };
    let unknown = of(findings, &[Code::UnknownKey, Code::UnknownRow]);
    let missing = of(findings, &[Code::MissingRow, Code::EmptySection]);
    for (level, unknown) in unknown {
        let Some(missing) = missing
            .get(&level)
            .filter(|missing| missing.len() == unknown.len())
        else {
            continue;
        };
        for (unknown, missing) in unknown.into_iter().zip(missing) {
            findings[*missing].caused_by = Some(unknown);
        }
    }
}

/// What is said of years where the report's own could not be read.
fn fold_year(findings: &mut [Finding]) {
    let unread = |finding: &Finding| is_unread(finding) && *finding.places[0].path == *"年度";
    let Some(cause) = findings.iter().position(unread) else {
        return;
    };
    for finding in findings
        .iter_mut()
        .filter(|finding| speaks_of_years(finding.code))
    {
        finding.caused_by = Some(cause);
    }
}

/// Years in the text, the title and the dates that all speak of the same other year: the form's own is
/// wrong, not all of them.
fn fold_other_year(report: &Report, findings: &mut [Finding]) {
    let mut years: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let is_free = finding.caused_by.is_none() && finding.waived.is_none();
        if let Some(year) = other_year(finding).filter(|_| is_free) {
            years.entry(year).or_default().push(at);
        }
    }
    let most = years.into_iter().max_by_key(|(_, found)| found.len());
    let Some((year, found)) = most.filter(|(_, found)| found.len() >= SEVERAL_YEARS) else {
        return;
    };
    // Where the text speaks of the form's year as often, only some sentences were left standing.
    let this = report.year.value;
    let lines = || {
        report
            .texts
            .values()
            .flatten()
            .map(|line| line.value.as_str())
    };
    let times = |year: i32| {
        lines()
            .map(|line| line.matches(&year.to_string()).count())
            .sum()
    };
    let (own, others): (usize, usize) = (times(this), times(year));
    if own >= others {
        return;
    }
    // A plan for the year after that other one is right then as well.
    let is_plan = |finding: &Finding| {
        finding.code == Code::NarrativeYear
            && [this, year + 1, year - 1].contains(&year_of(finding))
    };
    let plans = (0..findings.len()).filter(|at| is_plan(&findings[*at]));
    let told: Vec<usize> = found.into_iter().chain(plans).collect();
    // A cause is as grave as anything that follows from it.
    let Some(cause) = told.iter().copied().min_by_key(|at| findings[*at].severity) else {
        return;
    };
    let hint = &findings[cause].hint;
    findings[cause].hint = format!("如果是年度填错，把“年度”由 {this} 改为 {year}；{hint}");
    told.iter()
        .filter(|at| **at != cause)
        .for_each(|at| findings[*at].caused_by = Some(cause));
}

/// The report year that a finding on a year speaks of; none of other findings.
fn other_year(finding: &Finding) -> Option<i32> {
    match finding.code {
        Code::NarrativeYear | Code::Title | Code::Period => Some(year_of(finding)),
        // A report is dated in the year after.
        Code::IssueDate | Code::PublishTime | Code::IndexYear => Some(year_of(finding) - 1),
        _ => None,
    }
}

/// The first year in what a finding states; 0 where there is none.
fn year_of(finding: &Finding) -> i32 {
    let years = years_in(finding.stated.as_deref().unwrap_or_default());
    years.first().map_or(0, |found| found.year)
}

/// What follows from a format that is not the year's: tables that look otherwise, sums of rows that
/// the other format lacks.
fn fold_format(findings: &mut [Finding]) {
    let is_cause =
        |finding: &Finding| finding.code == Code::WrongFormat && *finding.places[0].path == *"格式";
    let Some(cause) = findings.iter().position(is_cause) else {
        return;
    };
    let follows =
        |finding: &Finding| finding.code.id().starts_with('F') || speaks_of_numbers(finding.code);
    for (at, finding) in findings.iter_mut().enumerate() {
        if at != cause && follows(finding) {
            finding.caused_by = Some(cause);
        }
    }
}

/// Findings of one other year by which the form's own year becomes doubtful.
const SEVERAL_YEARS: usize = 3;

/// Whether findings of a code compare with the report's year.
fn speaks_of_years(code: Code) -> bool {
    code == Code::NarrativeYear || code.id().starts_with('Y') || code == Code::LastYear
}

/// The report's cells as findings name them.
struct CellNames<'a> {
    report: &'a Report,
}

impl CellNames<'_> {
    /// The cells that a finding speaks of.
    fn of(&self, finding: &Finding) -> BTreeSet<CellId> {
        let standard = &self.report.standard;
        if finding.code == Code::UnknownPlaceholder {
            // It stands in a text, and names cells.
            let expression = finding.stated.as_deref().unwrap_or_default();
            return standard
                .cells()
                .filter(|id| expression.contains(&standard.path(*id)))
                .collect();
        }
        let own = finding
            .places
            .iter()
            .filter(|place| place.file == finding.places[0].file);
        own.filter_map(|place| standard.cell_by_path(&place.path))
            .collect()
    }

    /// The cells that a cell's number is made of: itself, or the parts of a total that is not stated.
    fn base(&self, id: CellId, found: &mut BTreeMap<CellId, Decimal>, factor: Decimal) {
        let parts = match self.report.cell(id).value {
            Value::Unstated => self.report.standard.parts_of(id),
            _ => None,
        };
        match parts {
            Some(parts) => parts
                .into_iter()
                .for_each(|part| self.base(part, found, factor)),
            None => *found.entry(id).or_default() += factor,
        }
    }

    /// All cells on which a cell's number depends, totals that are stated included.
    fn below(&self, id: CellId, found: &mut BTreeSet<CellId>) {
        if found.insert(id) {
            let parts = self.report.standard.parts_of(id).unwrap_or_default();
            parts.into_iter().for_each(|part| self.below(part, found));
        }
    }
}

/// Whether a finding says that something of the form could not be read as a number or is not there.
fn is_unread(finding: &Finding) -> bool {
    matches!(
        finding.code,
        Code::NotACount | Code::Blank | Code::BadCharacter | Code::MissingRow | Code::UnknownRow
    )
}

/// What speaks of sums over cells that were not read, or of a table that is not there.
fn fold_unread(cells: &CellNames<'_>, findings: &mut [Finding]) {
    let causes: Vec<(usize, String)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| is_unread(finding) && finding.waived.is_none())
        .flat_map(|(at, finding)| {
            finding
                .places
                .iter()
                .map(move |place| (at, place.path.to_string()))
        })
        .filter(|(_, path)| !path.is_empty())
        .collect();
    if causes.is_empty() {
        return;
    }
    for at in 0..findings.len() {
        if is_unread(&findings[at]) || !speaks_of_numbers(findings[at].code) {
            continue;
        }
        let mut below = BTreeSet::new();
        cells
            .of(&findings[at])
            .into_iter()
            .for_each(|id| cells.below(id, &mut below));
        let paths: BTreeSet<String> = below
            .into_iter()
            .map(|id| cells.report.standard.path(id))
            .collect();
        let cause = causes.iter().find(|(cause, unread)| {
            findings[*cause].severity <= findings[at].severity && has_below(&paths, unread)
        });
        if let Some((cause, _)) = cause {
            findings[at].caused_by.get_or_insert(*cause);
        }
    }
}

/// Whether a path or one below it is among these.
fn has_below(paths: &BTreeSet<String>, path: &str) -> bool {
    let below = format!("{path}.");
    paths.contains(path)
        || paths
            .range(below.clone()..)
            .next()
            .is_some_and(|next| next.starts_with(&below))
}

/// Whether findings of a code speak of the numbers of cells.
fn speaks_of_numbers(code: Code) -> bool {
    "TYN".contains(&code.id()[..1]) || code == Code::StaleFormula
}

/// An equation that should hold: cells with their factors, and what is too much.
struct Equation {
    factors: BTreeMap<CellId, Decimal>,
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
fn fold_sums(cells: &CellNames<'_>, findings: &mut [Finding]) {
    let equations = equations(cells, findings);
    let mut open: BTreeSet<usize> = (0..equations.len())
        .filter(|at| equations[*at].finding.is_some())
        .collect();
    while let Some(Cause { mends, remedy }) = best_cause(&equations, &open) {
        let mut told: Vec<usize> = mends
            .iter()
            .filter_map(|at| equations[*at].finding)
            .collect();
        told.sort_unstable();
        // What stands in the tables is told before what the text says of it.
        let of_tables = |finding: &usize| {
            equations
                .iter()
                .any(|e| e.of_tables && e.finding == Some(*finding))
        };
        if let Some(cause) = told.iter().copied().find(of_tables) {
            let grave = findings[cause].severity;
            for at in told.into_iter().filter(|at| *at != cause) {
                if findings[at].caused_by.is_none() && findings[at].severity >= grave {
                    findings[at].caused_by = Some(cause);
                }
            }
            if let Some(remedy) = remedy {
                explain(cells.report, &remedy, &mut findings[cause]);
            }
        }
        mends.iter().for_each(|at| {
            open.remove(at);
        });
    }
}

/// Says which cell is probably wrong, and what it should be.
fn explain(report: &Report, remedy: &Remedy, finding: &mut Finding) {
    let stated = report.value(remedy.cell);
    let should = stated + remedy.by;
    if should < Decimal::ZERO {
        return;
    }
    let (label, path) = (
        report.standard.label(remedy.cell),
        report.standard.path(remedy.cell),
    );
    let guess = format!("很可能是“{label}”填错：填的是 {stated}，应是 {should}");
    // What is said of the place of the finding itself goes on being true only if that is wrong.
    finding.hint = if finding
        .places
        .first()
        .is_some_and(|place| *place.path == *path)
    {
        format!("{guess}；{}", finding.hint)
    } else {
        format!("{guess}；先核对这一格")
    };
}

/// All sums and equalities of the tables, and what the text says of cells where it says otherwise.
fn equations(cells: &CellNames<'_>, findings: &[Finding]) -> Vec<Equation> {
    let report = cells.report;
    let told = |code: Code, first: CellId| {
        let path = report.standard.path(first);
        let same = |f: &Finding| f.code == code && f.waived.is_none() && *f.places[0].path == *path;
        findings.iter().position(same)
    };
    let mut equations = Vec::new();
    for sum in sums(report) {
        if report.cell(sum.id).value.number().is_none() {
            continue;
        }
        let mut factors = BTreeMap::from([(sum.id, Decimal::ONE)]);
        sum.parts
            .iter()
            .for_each(|part| cells.base(*part, &mut factors, -Decimal::ONE));
        let parts: Decimal = sum.parts.iter().map(|part| report.value(*part)).sum();
        let residual = report.value(sum.id) - parts;
        let finding = told(sum.code, sum.id).filter(|_| !residual.is_zero());
        equations.push(Equation {
            factors,
            residual,
            finding,
            of_tables: true,
        });
    }
    for sides in equalities(report) {
        let mut factors = BTreeMap::new();
        sides
            .left
            .iter()
            .for_each(|id| cells.base(*id, &mut factors, Decimal::ONE));
        sides
            .right
            .iter()
            .for_each(|id| cells.base(*id, &mut factors, -Decimal::ONE));
        let sum = |ids: &[CellId]| ids.iter().map(|id| report.value(*id)).sum::<Decimal>();
        let residual = sum(&sides.left) - sum(&sides.right);
        let finding = sides
            .left
            .first()
            .and_then(|first| told(sides.code, *first));
        let finding = finding.filter(|_| !residual.is_zero());
        equations.push(Equation {
            factors,
            residual,
            finding,
            of_tables: true,
        });
    }
    for (at, finding) in findings.iter().enumerate() {
        if let Some(equation) = said(cells, at, finding) {
            equations.push(equation);
        }
    }
    equations
}

/// What a sentence says of cells, as an equation.
fn said(cells: &CellNames<'_>, at: usize, finding: &Finding) -> Option<Equation> {
    if finding.code != Code::NarrativeNumber || finding.waived.is_some() {
        return None;
    }
    let number = |side: &Option<String>| side.as_ref()?.parse::<Decimal>().ok();
    let (stated, table) = (number(&finding.stated)?, number(&finding.expected)?);
    let named = cells.of(finding);
    let mut factors = BTreeMap::new();
    named
        .iter()
        .for_each(|id| cells.base(*id, &mut factors, Decimal::ONE));
    // A difference of cells is no sum of them.
    let sum: Decimal = named.iter().map(|id| cells.report.value(*id)).sum();
    if named.is_empty() || sum != table {
        return None;
    }
    let residual = table - stated;
    Some(Equation {
        factors,
        residual,
        finding: Some(at),
        of_tables: false,
    })
}

/// What puts most right and nothing wrong; none where no change puts more than one right.
fn best_cause(equations: &[Equation], open: &BTreeSet<usize>) -> Option<Cause> {
    let mut best: Vec<Remedy> = Vec::new();
    for at in open {
        let equation = &equations[*at];
        for (cell, factor) in equation
            .factors
            .iter()
            .filter(|(_, factor)| !factor.is_zero())
        {
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
    let mends = best
        .first()
        .filter(|first| first.mends.len() > 1)?
        .mends
        .clone();
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
        let Some(factor) = equation
            .factors
            .get(&cell)
            .filter(|factor| !factor.is_zero())
        else {
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
