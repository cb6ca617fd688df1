//! Cells without a number: one finding a row, or one a table where several rows have some.

use super::super::BlankCells;
use super::{Lower, shorten_typed};
use crate::finding::{Code, Finding, SheetPosition, cell_range};
use crate::place::At;
use crate::report::{Report, Value};
use crate::standard::{CellId, join};

/// Rows that are named before the rest is counted.
const NAMED: usize = 3;

impl Lower<'_> {
    /// Tells of the cells of a table that hold no number.
    pub(super) fn report_blanks(&mut self, report: &Report) {
        let rows = std::mem::take(&mut self.unfilled);
        let cells: Vec<CellId> = rows.iter().flatten().copied().collect();
        let Some((first, rest)) = cells.split_first() else {
            return;
        };
        let instead = tell_instead(report, &cells);
        let message = match rows.as_slice() {
            [row] => tell_row(report, row, &instead),
            rows => tell_table(report, rows, &cells, &instead),
        };
        let file = crate::finding::argument(self.file);
        let hint = format!(
            "没有发生就填 0；空着的都是 0 的，可以运行 nianbao check --blank-as-zero {file}"
        );
        let mut finding = Finding::new(Code::Blank, message, report.place(*first))
            .hint(hint)
            .related(rest.iter().map(|id| report.place(*id)));
        if self.options.blank == BlankCells::Told {
            finding = finding.as_warning();
        }
        self.findings.push(finding);
    }
}

/// What stands in all of the cells instead of a number, in brackets.
fn tell_instead(report: &Report, cells: &[CellId]) -> String {
    let everywhere = cells
        .iter()
        .all(|id| !typed_instead(report, *id).is_empty());
    match cells.first() {
        Some(first) if everywhere => {
            format!(
                "（写的是“{}”）",
                shorten_typed(typed_instead(report, *first))
            )
        }
        _ => String::new(),
    }
}

/// What was typed in a cell instead of a number; empty where nothing was.
fn typed_instead(report: &Report, id: CellId) -> &str {
    match &report.cell(id).value {
        Value::Blank(typed) => typed,
        _ => "",
    }
}

fn tell_row(report: &Report, cells: &[CellId], instead: &str) -> String {
    let standard = &report.standard;
    let row = &standard.row(cells[0]).label;
    if standard.part(cells[0]).columns.leaves.len() == 1 {
        return format!("“{row}”没有填数{instead}");
    }
    let columns = cells.iter().map(|id| standard.column(*id).label.as_str());
    let names = join(columns, "、");
    format!("“{row}”有 {} 格没有填数{instead}：{names}", cells.len())
}

fn tell_table(report: &Report, rows: &[Vec<CellId>], cells: &[CellId], instead: &str) -> String {
    let table = &report.standard.table(cells[0]).name;
    let count = cells.len();
    let sheet_cells = cells.iter().filter_map(|id| sheet_cell(report, *id));
    if let Some(range) = cell_range(sheet_cells) {
        return format!("“{table}”表 {range} 中有 {count} 格没有填数{instead}");
    }
    let mut named = Vec::new();
    for row in rows.iter().take(NAMED) {
        named.push(format!("“{}”", report.standard.row(row[0]).label));
    }
    let named = named.join("、");
    let more = if rows.len() > NAMED {
        format!("等 {} 行", rows.len())
    } else {
        String::new()
    };
    format!("“{table}”表有 {count} 格没有填数{instead}：{named}{more}")
}

/// A cell's row and column in its sheet, where the form is a workbook.
fn sheet_cell(report: &Report, id: CellId) -> Option<SheetPosition> {
    match report.cell(id).place.at {
        At::Cell { row, column, .. } => Some(SheetPosition { row, column }),
        _ => None,
    }
}
