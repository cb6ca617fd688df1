//! `left-over`: a row, or a whole table, with the numbers of last year's report.

use rust_decimal::Decimal;

use super::totals::is_known;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::{Report, Value, shortened};
use crate::standard::{CellId, Table};

pub(super) const RULE: Rule = Rule {
    code: Code::LeftOver,
    waivable: true,
    explanation: Explanation {
        summary: "a row whose numbers are all last year's, or a whole table; needs last year's \
                  form",
        what: "某一行的数与上年报告同一行完全相同（全是 0 的、只有一个不到 10 的数的不算；\
               总计和现行有效、上一年项目数量这类存量不比），或整张表与上年相同。\
               要在“上年”里写上年的填报表。",
        why: "填报表多半由上年的改来，没有改到的数就留在表里；报告的数应是本年度的（《条例》\
              第五十条）。",
        wrong: "上年和本年都是 新收: [770, 17, 0, 0, 0, 2]",
        right: "新收: [812, 9, 0, 0, 0, 4]",
    },
    check: Check::Report(check),
};

/// A number below this, alone in its row, is last year's by chance.
const SMALL: u32 = 10;

/// A table with so many cells that are not 0 is the same by no chance, however small they are.
const MANY: usize = 4;

/// How many characters of numbers are told.
const TOLD: usize = 40;

/// A row beside last year's.
struct RowComparison {
    /// The cells that are not 0, totals and stocks left out.
    filled: Vec<CellId>,
    /// Last year's cell of the first of them.
    before: Option<CellId>,
    /// Whether these cells, and so those that are 0, are last year's.
    same: bool,
    /// The same of all cells that are no totals.
    same_with_stocks: bool,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (report, Some(last)) = (subject.report, subject.last) else {
        return findings;
    };
    for (table, data) in report.standard.tables.iter().enumerate() {
        let rows = compare_rows(report, last, table);
        if is_left_over(report, &rows) {
            findings.push(of_table(report, last, data, &rows));
            continue;
        }
        let left_over = rows.iter().filter(|row| row.is_left_over(report));
        findings.extend(left_over.map(|row| of_row(report, last, row)));
    }
    findings
}

/// The rows of a table beside last year's; what the program can compute is no number of its own.
fn compare_rows(report: &Report, last: &Report, table: usize) -> Vec<RowComparison> {
    let mut rows = Vec::new();
    for (part, data) in report.standard.tables[table].parts.iter().enumerate() {
        for (row, leaf) in data.rows.leaves.iter().enumerate() {
            if leaf.total.is_none() {
                let first = CellId {
                    table,
                    part,
                    row,
                    column: 0,
                };
                rows.push(compare_row(report, last, first));
            }
        }
    }
    rows
}

/// Whether a whole table is last year's, and by no chance.
fn is_left_over(report: &Report, rows: &[RowComparison]) -> bool {
    let filled: usize = rows.iter().map(|row| row.filled.len()).sum();
    let is_telling = filled >= MANY || rows.iter().any(|row| row.is_left_over(report));
    is_telling && rows.iter().all(|row| row.same_with_stocks)
}

fn of_table(report: &Report, last: &Report, table: &Table, rows: &[RowComparison]) -> Finding {
    let filled: Vec<CellId> = rows.iter().flat_map(|row| &row.filled).copied().collect();
    let before = rows.iter().find_map(|row| row.before);
    let place = report.place(filled[0]);
    let place = place.named(table.key.as_str(), table.name.as_str());
    let message = format!("“{}”整张表与上年相同", table.name);
    Finding::new(RULE.code, message, place)
        .stated(numbers(report, &filled))
        .hint("像是由上年的填报表改来而没有改数，换成本年的数；确实相同的，在“豁免”里写明理由")
        .related(before.map(|id| last.place(id)))
}

fn of_row(report: &Report, last: &Report, row: &RowComparison) -> Finding {
    let first = row.filled[0];
    let label = &report.standard.row(first).label;
    let stated = numbers(report, &row.filled);
    let message = format!("“{label}”一行的数与上年相同（{stated}）");
    Finding::new(RULE.code, message, report.place(first))
        .stated(stated)
        .hint("核对是不是上年留下的数；确实相同的，在“豁免”里写明理由")
        .related(row.before.map(|id| last.place(id)))
}

/// Compares the row that `first` is in.
fn compare_row(report: &Report, last: &Report, first: CellId) -> RowComparison {
    let (mut filled, mut same, mut same_stocks) = (Vec::new(), true, true);
    for (column, leaf) in report
        .standard
        .part(first)
        .columns
        .leaves
        .iter()
        .enumerate()
    {
        if leaf.total.is_some() {
            continue;
        }
        let id = CellId { column, ..first };
        if leaf.stock {
            same_stocks &= is_same(report, id, last);
            continue;
        }
        same &= is_same(report, id, last);
        if !report.value(id).is_zero() {
            filled.push(id);
        }
    }
    let before = filled.first();
    RowComparison {
        before: before.and_then(|id| report.standard.counterpart(*id, &last.standard)),
        filled,
        same,
        same_with_stocks: same && same_stocks,
    }
}

/// Whether a cell holds the same number as last year's, in the same unit.
fn is_same(report: &Report, id: CellId, last: &Report) -> bool {
    let Some(before) = report.standard.counterpart(id, &last.standard) else {
        return false;
    };
    is_known(report, id)
        && is_known(last, before)
        && report.value(id) == last.value(before)
        && unit_of(&report.cell(id).value) == unit_of(&last.cell(before).value)
}

/// The unit that is typed in a cell.
fn unit_of(value: &Value) -> &str {
    match value {
        Value::Amount(_, unit) => unit,
        _ => "",
    }
}

impl RowComparison {
    /// Whether its numbers are last year's, and by no chance.
    fn is_left_over(&self, report: &Report) -> bool {
        self.same && (self.filled.len() >= 3 || self.has_a_large_number(report))
    }

    fn has_a_large_number(&self, report: &Report) -> bool {
        let mut numbers = self.filled.iter().map(|id| report.value(*id).abs());
        numbers.any(|number| number >= Decimal::from(SMALL))
    }
}

/// The numbers of these cells, such as `770、17、2`.
fn numbers(report: &Report, cells: &[CellId]) -> String {
    let numbers: Vec<String> = cells.iter().map(|id| report.printed(*id)).collect();
    shortened(&numbers.join("、"), TOLD)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_years;
    use super::*;
    use crate::testing::{CLEAN, OLD, changed, with_line};

    const ROW: &str = "核对是不是上年留下的数；确实相同的，在“豁免”里写明理由";
    const TABLE: &str =
        "像是由上年的填报表改来而没有改数，换成本年的数；确实相同的，在“豁免”里写明理由";

    /// The clean form with other numbers in all tables.
    fn last() -> String {
        let mut form = CLEAN.to_owned();
        for (key, line) in [
            (
                "行政规范性文件:",
                "行政规范性文件: {制发: 16, 废止: 41, 现行有效: 148}",
            ),
            ("行政许可:", "行政许可: 70"),
            ("行政处罚:", "行政处罚: 70"),
            ("行政强制:", "行政强制: 70"),
            ("行政事业性收费:", "行政事业性收费: 70"),
            ("新收:", "新收: [771, 17, 0, 0, 0, 2]"),
            ("予以公开:", "予以公开: [276, 9, 0, 0, 0, 2]"),
            ("部分公开:", "部分公开: [99, 2, 0, 0, 0, 0]"),
            ("本机关不掌握:", "本机关不掌握: [278, 4, 0, 0, 0, 0]"),
            ("没有现成信息:", "没有现成信息: [12, 0, 0, 0, 0, 0]"),
            ("逾期不补正:", "逾期不补正: [9, 0, 0, 0, 0, 0]"),
            ("其他:", "其他: [22, 2, 0, 0, 0, 0]"),
            ("结转下年度:", "结转下年度: [4, 0, 0, 0, 0, 0]"),
            ("行政复议:", "行政复议: [4, 2, 2, 3]"),
            ("直接起诉:", "直接起诉: [0, 0, 1, 0]"),
        ] {
            form = changed(&form, key, line);
        }
        form
    }

    #[test]
    fn a_row_of_last_years_numbers() {
        // Rows of one small number agree by chance, and what is in force may stay.
        check_years(CLEAN, Some(&last()), RULE.code, &[]);
        check_years(CLEAN, None, RULE.code, &[]);
        check_years(
            CLEAN,
            Some(&changed(&last(), "新收:", "新收: [770, 17, 0, 0, 0, 2]")),
            RULE.code,
            &[&format!(
                "“一、本年新收政府信息公开申请数量”一行的数与上年相同（770、17、2） | {ROW} | \
                 申请.新收.自然人 申请.新收.自然人"
            )],
        );
        check_years(
            CLEAN,
            Some(&changed(
                &last(),
                "行政规范性文件:",
                "行政规范性文件: {制发: 15, 废止: 41, 现行有效: 1}",
            )),
            RULE.code,
            &[&format!(
                "“行政规范性文件”一行的数与上年相同（15、41） | {ROW} | \
                 主动公开.行政规范性文件.制发 主动公开.行政规范性文件.制发"
            )],
        );
    }

    #[test]
    fn a_whole_table() {
        let rows = [
            ("行政复议:", "行政复议: [4, 2, 1, 3]"),
            ("直接起诉:", "直接起诉: [0, 1, 1, 0]"),
        ];
        let same = rows
            .iter()
            .fold(last(), |form, (key, line)| changed(&form, key, line));
        check_years(
            CLEAN,
            Some(&same),
            RULE.code,
            &[&format!(
                "“政府信息公开行政复议、行政诉讼情况”整张表与上年相同 | {TABLE} | 复议诉讼 \
                 复议诉讼.行政复议.维持"
            )],
        );
        check_years(
            OLD,
            Some(OLD),
            RULE.code,
            &[&format!(
                "“主动公开政府信息情况”整张表与上年相同 | {TABLE} | 主动公开 \
                 主动公开.政府集中采购.项目"
            )],
        );
    }

    #[test]
    fn many_small_numbers_make_a_table() {
        // The old form has one request and one outcome, too few to tell.
        let few = [("新收:", 3), ("予以公开:", 1), ("部分公开:", 1)];
        let form = few.iter().fold(OLD.to_owned(), |form, (key, n)| {
            changed(&form, key, &format!("{key} [{n}, 0, 0, 0, 0, 0]"))
        });
        let purchase = changed(OLD, "政府集中采购:", "政府集中采购: {项目: 4, 金额: 1万元}");
        check_years(&purchase, Some(OLD), RULE.code, &[]);
        let purchase = changed(
            &form,
            "政府集中采购:",
            "政府集中采购: {项目: 4, 金额: 1万元}",
        );
        check_years(
            &purchase,
            Some(&form),
            RULE.code,
            &[&format!(
                "“收到和处理政府信息公开申请情况”整张表与上年相同 | {TABLE} | 申请 申请.新收.自然人"
            )],
        );
    }

    #[test]
    fn amounts_are_compared_with_their_units() {
        let other = changed(
            OLD,
            "政府集中采购:",
            "政府集中采购: {项目: 3, 金额: 44.44元}",
        );
        check_years(OLD, Some(&other), RULE.code, &[]);
    }

    #[test]
    fn rows_that_last_years_format_lacks_are_no_left_overs() {
        let old = changed(
            OLD,
            "行政许可:",
            "行政许可: {上年项目: 9, 增减: 1, 处理决定: 674913}",
        );
        check_years(
            CLEAN,
            Some(&old),
            RULE.code,
            &[&format!(
                "“行政许可”一行的数与上年相同（674913） | {ROW} | 主动公开.行政许可 \
                 主动公开.行政许可.处理决定"
            )],
        );
        check_years(
            &with_line("行政许可:", "行政许可: 1"),
            Some(&old),
            RULE.code,
            &[],
        );
    }
}
