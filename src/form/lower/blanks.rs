//! Cells without a number: one finding a row, or one a table where several rows have some.

use super::super::BlankCells;
use super::{Lower, quoted};
use crate::finding::{Code, Finding, SheetPosition, cell_range};
use crate::place::At;
use crate::report::{Report, Value};
use crate::standard::CellId;

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
        let instead = instead(report, &cells);
        let message = match rows.as_slice() {
            [row] => of_row(report, row, &instead),
            rows => of_table(report, rows, &cells, &instead),
        };
        let file = crate::finding::argument(self.file);
        let hint = format!(
            "没有发生就填 0；空着的都是 0 的，可以运行 nianbao check --blank-as-zero {file}"
        );
        let finding = Finding::new(Code::Blank, message, report.place(*first))
            .hint(hint)
            .related(rest.iter().map(|id| report.place(*id)));
        let is_told = self.options.blank == BlankCells::Told;
        self.findings.push(if is_told {
            finding.as_warning()
        } else {
            finding
        });
    }
}

/// What stands in all of the cells instead of a number, in brackets.
fn instead(report: &Report, cells: &[CellId]) -> String {
    let typed = |id: &CellId| match &report.cell(*id).value {
        Value::Blank(typed) => typed.clone(),
        _ => String::new(),
    };
    let first = cells.first().map(typed).unwrap_or_default();
    let all = !first.is_empty() && cells.iter().all(|id| !typed(id).is_empty());
    if all {
        format!("（写的是“{}”）", quoted(&first))
    } else {
        String::new()
    }
}

fn of_row(report: &Report, cells: &[CellId], instead: &str) -> String {
    let part = report.standard.part(cells[0]);
    let row = &part.rows.leaves[cells[0].row].label;
    if part.columns.leaves.len() == 1 {
        return format!("“{row}”没有填数{instead}");
    }
    let names = cells
        .iter()
        .map(|id| part.columns.leaves[id.column].label.as_str());
    let names = names.collect::<Vec<_>>().join("、");
    format!("“{row}”有 {} 格没有填数{instead}：{names}", cells.len())
}

fn of_table(report: &Report, rows: &[Vec<CellId>], cells: &[CellId], instead: &str) -> String {
    let table = &report.standard.table(cells[0]).name;
    let count = cells.len();
    let sheet_cells = cells
        .iter()
        .filter_map(|id| match report.cell(*id).place.at {
            At::Cell { row, column, .. } => Some(SheetPosition { row, column }),
            _ => None,
        });
    if let Some(range) = cell_range(sheet_cells) {
        return format!("“{table}”表 {range} 中有 {count} 格没有填数{instead}");
    }
    let label = |row: &Vec<CellId>| {
        let part = report.standard.part(row[0]);
        format!("“{}”", part.rows.leaves[row[0].row].label)
    };
    let named: Vec<String> = rows.iter().take(NAMED).map(label).collect();
    let more = if rows.len() > NAMED {
        format!("等 {} 行", rows.len())
    } else {
        String::new()
    };
    format!(
        "“{table}”表有 {count} 格没有填数{instead}：{}{more}",
        named.join("、")
    )
}
