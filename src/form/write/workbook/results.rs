//! What a check found, put where it belongs: coloured cells with comments, and a sheet that lists
//! all.
//!
//! Whoever gets the file corrects it and sends it back: it is read as any form, and of all this
//! nothing is left.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ConditionalFormatFormula, Format, Note, Url, Workbook, Worksheet};

use super::super::super::words::{CHECKED, NOTE_AUTHOR, RESULTS};
use super::WorkbookFault;
use super::grid::CellSpot;
use super::looks::{self, Looks};
use crate::finding::{Code, Finding, Severity};
use crate::report::Report;

/// The row of the labels, above the findings.
const HEAD: u32 = 2;
const WIDTHS: [f64; 5] = [8.0, 36.0, 64.0, 56.0, 24.0];
const LABELS: [&str; 5] = ["轻重", "位置", "问题", "怎么改", "代码"];
/// Pixels of a comment.
const NOTE_SIZE: [u32; 2] = [320, 160];

/// A cell of the form.
#[derive(Clone, Debug)]
pub struct FormSpot {
    /// The sheet's name.
    pub sheet: String,
    /// The cell in it.
    pub at: CellSpot,
}

/// The cells of a form by the paths of the values that they hold.
#[derive(Debug, Default)]
pub struct FormSpots(BTreeMap<String, FormSpot>);

impl FormSpots {
    /// Remembers where a value stands.
    pub fn put(&mut self, path: String, sheet: &str, at: CellSpot) {
        let sheet = sheet.to_owned();
        self.0.entry(path).or_insert(FormSpot { sheet, at });
    }

    /// The cell of a path, of a row or group its first.
    fn of(&self, path: &str) -> Option<&FormSpot> {
        if let Some(spot) = self.0.get(path) {
            return Some(spot);
        }
        let below = format!("{path}.");
        let (first, spot) = self.0.range(below.clone()..).next()?;
        first.starts_with(&below).then_some(spot)
    }
}

/// Marks the cells, and lists what was found in a sheet of its own.
pub fn write(
    workbook: &mut Workbook,
    report: &Report,
    findings: &[Finding],
    spots: &FormSpots,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    let mut shown: Vec<&Finding> = findings.iter().collect();
    shown.retain(|finding| finding.waived.is_none() && finding.caused_by.is_none());
    let mut marked: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &shown {
        let path = &finding.places[0].path;
        if spots.of(path).is_some() {
            marked.entry(path.to_string()).or_default().push(finding);
        }
    }
    for (path, findings) in &marked {
        let Some(spot) = spots.of(path) else { continue };
        let sheet = workbook.worksheet_from_name(&spot.sheet)?;
        mark(sheet, report, path, spot.at, findings, looks)?;
        sheet.set_default_note_author(NOTE_AUTHOR);
        sheet.insert_note(spot.at.row, spot.at.column, &comment(findings))?;
    }
    // All cells that lack a number, of which the first alone has the words.
    for finding in &shown {
        if !matches!(finding.code, Code::Blank | Code::NotACount) {
            continue;
        }
        for place in &finding.places[1..] {
            if marked.contains_key(&*place.path) {
                continue;
            }
            let Some(spot) = spots.of(&place.path) else {
                continue;
            };
            let sheet = workbook.worksheet_from_name(&spot.sheet)?;
            mark(sheet, report, &place.path, spot.at, &[*finding], looks)?;
        }
    }
    write_list(workbook, &shown, spots, looks)
}

/// Colours a cell as long as it holds what was checked.
fn mark(
    sheet: &mut Worksheet,
    report: &Report,
    path: &str,
    spot: CellSpot,
    findings: &[&Finding],
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    let mut severities = findings.iter().map(|finding| finding.severity);
    let colour = if severities.any(|severity| severity == Severity::Error) {
        &looks.faulty
    } else {
        &looks.doubtful
    };
    let rule = unchanged_rule(report, path, spot);
    let mark = ConditionalFormatFormula::new()
        .set_rule(rule.as_str())
        .set_format(colour);
    sheet.add_conditional_format(spot.row, spot.column, spot.row, spot.column, &mark)?;
    Ok(())
}

/// As long as the cell holds what was checked, by a formula.
fn unchanged_rule(report: &Report, path: &str, spot: CellSpot) -> String {
    let cell = spot.name();
    let id = report.standard.cell_by_path(path);
    if let Some(number) = id.and_then(|id| report.cell(id).value.number()) {
        return format!("={cell}={number}");
    }
    let lines = report.texts.get(path).into_iter().flatten();
    let length: usize = lines.map(|line| line.value.chars().count() + 1).sum();
    match length {
        0 => format!("=LEN({cell})=0"),
        length => format!("=ABS(LEN({cell})-{})<2", length - 1),
    }
}

fn comment(findings: &[&Finding]) -> Note {
    let mut told = Vec::new();
    for finding in findings {
        told.push(finding.message.clone());
        if !finding.hint.is_empty() {
            told.push(format!("→ {}", finding.hint));
        }
    }
    Note::new(format!("{CHECKED}{}", told.join("\n")))
        .add_author_prefix(false)
        .set_font_name("宋体")
        .set_font_size(9)
        .set_width(NOTE_SIZE[0])
        .set_height(NOTE_SIZE[1])
}

fn write_list(
    workbook: &mut Workbook,
    findings: &[&Finding],
    spots: &FormSpots,
    looks: &Looks,
) -> Result<(), WorkbookFault> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(RESULTS)?;
    sheet.write_with_format(0, 0, "检查结果", &looks.title)?;
    let remark = "改好以后原样发回；这张表、颜色和批注都不会读入。点位置可以跳到那一格。";
    sheet.write_with_format(1, 0, remark, &looks.remark.clone().unset_text_wrap())?;
    sheet.set_row_height(0, 24)?;
    for (column, (label, width)) in (0..).zip(LABELS.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_with_format(HEAD, column, label, &looks.head)?;
    }
    let locked: Format = looks.value.clone().set_locked();
    for (row, finding) in (HEAD + 1..).zip(findings) {
        write_finding(sheet, row, finding, spots, looks, &locked)?;
    }
    if findings.is_empty() {
        sheet.write_with_format(HEAD + 1, 2, "没有发现问题", &locked)?;
    }
    sheet
        .set_freeze_panes(HEAD + 1, 0)?
        .set_repeat_rows(HEAD, HEAD)?;
    looks::page(sheet, true);
    sheet.set_tab_color(looks::RED).protect();
    Ok(())
}

fn write_finding(
    sheet: &mut Worksheet,
    row: u32,
    finding: &Finding,
    spots: &FormSpots,
    looks: &Looks,
    locked: &Format,
) -> Result<(), WorkbookFault> {
    let place = &finding.places[0];
    let words = if place.label.is_empty() {
        &place.path
    } else {
        &place.label
    };
    sheet.write_with_format(row, 0, finding.severity.chinese(), locked)?;
    match spots.of(&place.path) {
        Some(spot) => {
            let cell = spot.at.name();
            let text = format!("{}!{cell}　{words}", spot.sheet);
            let link = format!("internal:'{}'!{cell}", spot.sheet.replace('\'', "''"));
            sheet.write_url_with_format(row, 1, Url::new(link).set_text(text), &looks.link)?;
        }
        None => {
            sheet.write_with_format(row, 1, &**words, locked)?;
        }
    }
    sheet.write_with_format(row, 2, &finding.message, locked)?;
    sheet.write_with_format(row, 3, &finding.hint, locked)?;
    let code = format!("{} {}", finding.code.id(), finding.code.name());
    sheet.write_with_format(row, 4, code, locked)?;
    let message = looks::lines(finding.message.chars().count(), WIDTHS[2]);
    let hint = looks::lines(finding.hint.chars().count(), WIDTHS[3]);
    sheet.set_row_height(row, message.max(hint) * looks::LINE + 6.0)?;
    Ok(())
}
