//! What a form says, and what is wrong with it, for the page.

use std::path::Path;

use nianbao::edit::proposals;
use nianbao::filing::Filing;
use nianbao::filing::names::{file_name, usual_name};
use nianbao::finding::{Finding, Tally};
use nianbao::form::meaning;
use nianbao::narrative::Subject;
use nianbao::report::keys::value_keys;
use nianbao::report::{Cell, Record, Report, Value};
use nianbao::standard::{CellId, LEDGER, Part, REQUEST_KEYS};
use rust_decimal::Decimal;

use crate::change::WAIVERS;
use crate::chips::texts;
use crate::hints::hint;
use crate::message::{BalanceView, CellView, FindingView, SidesView, ValueView, View, WaiverView};
use crate::places::place_view;
use crate::remedy::Remedies;

/// What a form says.
pub(crate) fn view(filing: &Filing) -> View {
    let Tally {
        errors,
        warnings,
        hints,
        waived,
        ..
    } = filing.tally();
    let findings = finding_views(filing, &filing.findings);
    let found = View {
        findings,
        errors,
        warnings,
        hints,
        waived,
        ..View::default()
    };
    match filing.subject() {
        Some(subject) => add_content(&subject, filing.name.path(), found),
        None => found,
    }
}

/// The same with all that a form that can be read says.
fn add_content(subject: &Subject<'_>, form: &Path, found: View) -> View {
    let report = subject.report;
    View {
        format: report.standard.format.clone(),
        agency: report.agency.value.clone(),
        year: report.year.value,
        name: file_name(
            &usual_name(&report.agency.value, report.year.value, form),
            false,
        ),
        cells: report
            .standard
            .cells()
            .map(|id| cell_view(subject, id))
            .collect(),
        values: values(report),
        texts: texts(report, subject.narrative),
        balances: balances(report),
        ledger: ledger(report),
        waivers: waivers(report),
        unbound: proposals(subject.narrative).len(),
        last: subject.last.map(last_name).unwrap_or_default(),
        meaning: meaning(report),
        ..found
    }
}

/// The short values that are given.
fn values(report: &Report) -> Vec<ValueView> {
    let mut values = Vec::new();
    for key in value_keys(&report.standard) {
        if let Some(value) = report.stated(&key.path) {
            values.push(ValueView {
                value: value.into_owned(),
                path: key.path.into_owned(),
            });
        }
    }
    values
}

fn last_name(last: &Report) -> String {
    format!("{}{}年度", last.agency.value, last.year.value)
}

fn cell_view(subject: &Subject<'_>, id: CellId) -> CellView {
    let report = subject.report;
    let cell = report.cell(id);
    CellView {
        typed: typed_text(cell),
        printed: report.printed(id),
        odd: matches!(cell.value, Value::Text(_) | Value::Blank(_)),
        note: cell.note.clone().unwrap_or_default(),
        last: last_value(subject, id),
    }
}

/// Last year's number of a cell; none where there is no such cell.
fn last_value(subject: &Subject<'_>, id: CellId) -> Option<String> {
    let last = subject.last?;
    let id = subject.report.standard.counterpart(id, &last.standard)?;
    Some(last.value(id).normalize().to_string())
}

/// What a cell states, as it is typed.
fn typed_text(cell: &Cell) -> String {
    match &cell.value {
        Value::Unstated => String::new(),
        Value::Blank(text) | Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Amount(number, unit) => format!("{number}{unit}"),
    }
}

/// The sums that must agree, whether they do or not.
fn balances(report: &Report) -> Vec<BalanceView> {
    let mut found = Vec::new();
    for (table, data) in report.standard.tables.iter().enumerate() {
        for (part, axes) in data.parts.iter().enumerate() {
            let origin = CellId {
                table,
                part,
                row: 0,
                column: 0,
            };
            for equality in &axes.equalities {
                found.push(BalanceView {
                    table: data.key.clone(),
                    left: words(axes, &equality.left),
                    right: words(axes, &equality.right),
                    columns: sides(report, origin, axes, &equality.left, &equality.right),
                });
            }
        }
    }
    found
}

/// Rows as one reads them: 新收＋上年结转.
fn words(part: &Part, rows: &[usize]) -> String {
    let labels: Vec<&str> = rows
        .iter()
        .map(|row| &*part.rows.leaves[*row].label)
        .collect();
    labels.join(" ＋ ")
}

fn sides(
    report: &Report,
    origin: CellId,
    part: &Part,
    left: &[usize],
    right: &[usize],
) -> Vec<SidesView> {
    let mut sides = Vec::new();
    for column in 0..part.columns.leaves.len() {
        let first = CellId { column, ..origin };
        let (left, right) = (sum(report, first, left), sum(report, first, right));
        sides.push(SidesView {
            left: left.normalize().to_string(),
            right: right.normalize().to_string(),
            equal: left == right,
        });
    }
    sides
}

/// The sum of rows in the column of a cell.
fn sum(report: &Report, first: CellId, rows: &[usize]) -> Decimal {
    rows.iter()
        .map(|&row| report.value(CellId { row, ..first }))
        .sum()
}

fn ledger(report: &Report) -> Vec<Vec<String>> {
    let requests = report.items(LEDGER).iter();
    requests
        .map(|request| {
            REQUEST_KEYS
                .iter()
                .map(|key| value_of(request, key))
                .collect()
        })
        .collect()
}

fn waivers(report: &Report) -> Vec<WaiverView> {
    let mut waivers = Vec::new();
    for waiver in report.items(WAIVERS) {
        waivers.push(WaiverView {
            rule: value_of(waiver, "规则"),
            path: value_of(waiver, "位置"),
            value: value_of(waiver, "值"),
            reason: value_of(waiver, "理由"),
        });
    }
    waivers
}

/// A value of an item of a list; empty where it has none.
fn value_of(record: &Record, key: &str) -> String {
    record
        .get(key)
        .map(|value| value.value.clone())
        .unwrap_or_default()
}

/// Findings as the page shows them.
pub(crate) fn finding_views(filing: &Filing, findings: &[Finding]) -> Vec<FindingView> {
    let remedies = Remedies::of(filing);
    let mut views = Vec::new();
    for finding in findings {
        views.push(FindingView {
            code: finding.code.id(),
            name: finding.code.name(),
            severity: finding.severity.name(),
            message: finding.message.clone(),
            hint: hint(finding),
            waived: finding.waived.clone(),
            caused_by: finding.caused_by,
            places: finding
                .places
                .iter()
                .map(|place| place_view(filing, place))
                .collect(),
            remedies: remedies
                .as_ref()
                .map(|remedies| remedies.find(finding))
                .unwrap_or_default(),
            waive: Remedies::waiver(finding),
        });
    }
    views
}
