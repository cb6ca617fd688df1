//! What a form says, and what is wrong with it, for the page.

use std::path::Path;

use nianbao::edit::proposals;
use nianbao::filing::Filing;
use nianbao::filing::names::{file_name, usual_name};
use nianbao::finding::{Finding, Tally};
use nianbao::form::meaning;
use nianbao::narrative::Subject;
use nianbao::report::keys::value_keys;
use nianbao::report::{Cell, Report, Value};
use nianbao::standard::{CellId, LEDGER, Part, REQUEST_KEYS};

use crate::change::WAIVERS;
use crate::chips::texts;
use crate::hints::hint;
use crate::message::{BalanceView, CellView, FindingView, SidesView, ValueView, View, WaiverView};
use crate::places::place_view;
use crate::remedy::Remedies;

/// What a form says.
pub(crate) fn view(filing: &Filing) -> View {
    let Tally { errors, warnings, hints, waived, .. } = filing.tally();
    let findings = finding_views(filing, &filing.findings);
    let found = View { findings, errors, warnings, hints, waived, ..View::default() };
    match filing.subject() {
        Some(subject) => said(&subject, filing.name.path(), found),
        None => found,
    }
}

/// The same with all that a form that can be read says.
fn said(subject: &Subject<'_>, form: &Path, found: View) -> View {
    let report = subject.report;
    let value = |path: &str| report.stated(path).map(std::borrow::Cow::into_owned);
    let values = value_keys(&report.standard).filter_map(|key| {
        Some(ValueView { value: value(&key.path)?, path: key.path.into_owned() })
    });
    View {
        format: report.standard.format.clone(),
        agency: report.agency.value.clone(),
        year: report.year.value,
        name: file_name(&usual_name(&report.agency.value, report.year.value, form), false),
        cells: report.standard.cells().map(|id| cell_view(subject, id)).collect(),
        values: values.collect(),
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

fn last_name(last: &Report) -> String {
    format!("{}{}年度", last.agency.value, last.year.value)
}

fn cell_view(subject: &Subject<'_>, id: CellId) -> CellView {
    let report = subject.report;
    let cell = report.cell(id);
    let of_last = subject.last.and_then(|last| {
        let id = report.standard.counterpart(id, &last.standard)?;
        Some(last.value(id).normalize().to_string())
    });
    CellView {
        typed: typed(cell),
        printed: report.printed(id),
        odd: matches!(cell.value, Value::Text(_) | Value::Blank(_)),
        note: cell.note.clone().unwrap_or_default(),
        last: of_last,
    }
}

/// What a cell states, as it is typed.
fn typed(cell: &Cell) -> String {
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
            let origin = CellId { table, part, row: 0, column: 0 };
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
    let label = |row: &usize| part.rows.leaves[*row].label.clone();
    rows.iter().map(label).collect::<Vec<_>>().join(" ＋ ")
}

fn sides(
    report: &Report,
    origin: CellId,
    part: &Part,
    left: &[usize],
    right: &[usize],
) -> Vec<SidesView> {
    let sum = |rows: &[usize], column: usize| -> rust_decimal::Decimal {
        rows.iter().map(|&row| report.value(CellId { row, column, ..origin })).sum()
    };
    let columns = 0..part.columns.leaves.len();
    columns
        .map(|column| {
            let (left, right) = (sum(left, column), sum(right, column));
            SidesView {
                left: left.normalize().to_string(),
                right: right.normalize().to_string(),
                equal: left == right,
            }
        })
        .collect()
}

fn ledger(report: &Report) -> Vec<Vec<String>> {
    let row = |request: &nianbao::report::Record| {
        let value = |key: &&str| request.get(key).map(|value| value.value.clone());
        REQUEST_KEYS.iter().map(|key| value(key).unwrap_or_default()).collect()
    };
    report.items(LEDGER).iter().map(row).collect()
}

fn waivers(report: &Report) -> Vec<WaiverView> {
    let waiver = |record: &nianbao::report::Record| {
        let value =
            |key: &str| record.get(key).map(|value| value.value.clone()).unwrap_or_default();
        WaiverView {
            rule: value("规则"),
            path: value("位置"),
            value: value("值"),
            reason: value("理由"),
        }
    };
    report.items(WAIVERS).iter().map(waiver).collect()
}

/// Findings as the page shows them.
pub(crate) fn finding_views(filing: &Filing, findings: &[Finding]) -> Vec<FindingView> {
    let remedies = Remedies::of(filing);
    let shown = |finding: &Finding| FindingView {
        code: finding.code.id(),
        name: finding.code.name(),
        severity: finding.severity.name(),
        message: finding.message.clone(),
        hint: hint(finding),
        waived: finding.waived.clone(),
        caused_by: finding.caused_by,
        places: finding.places.iter().map(|place| place_view(filing, place)).collect(),
        remedies: remedies.as_ref().map(|r| r.against(finding)).unwrap_or_default(),
        waive: Remedies::waiver(finding),
    };
    findings.iter().map(shown).collect()
}
