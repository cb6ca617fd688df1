//! `left-over`: a row, or a whole table, with the numbers of last year's report.

use rust_decimal::Decimal;

use super::totals::known;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::{Report, Value, shortened};
use crate::standard::CellId;

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
        let parts = data.parts.iter().enumerate();
        let rows =
            parts.flat_map(|(part, p)| (0..p.rows.leaves.len()).map(move |row| (part, row, p)));
        // What the program can compute is no number of its own.
        let rows = rows.filter(|(_, row, p)| p.rows.leaves[*row].total.is_none());
        let rows: Vec<RowComparison> = rows
            .map(|(part, row, _)| {
                beside(
                    report,
                    last,
                    CellId {
                        table,
                        part,
                        row,
                        column: 0,
                    },
                )
            })
            .collect();
        let telling: Vec<&RowComparison> = rows
            .iter()
            .filter(|row| row.same && row.telling(report))
            .collect();
        let filled: Vec<CellId> = rows.iter().flat_map(|row| &row.filled).copied().collect();
        let whole = rows.iter().all(|row| row.same_with_stocks);
        if whole && (!telling.is_empty() || filled.len() >= MANY) {
            let before = rows.iter().find_map(|row| row.before);
            let place = report
                .place(filled[0])
                .named(data.key.as_str(), data.name.as_str());
            let finding = Finding::new(
                RULE.code,
                format!("“{}”整张表与上年相同", data.name),
                place,
            )
            .stated(numbers(report, &filled))
            .hint("像是由上年的填报表改来而没有改数，换成本年的数；确实相同的，在“豁免”里写明理由");
            findings.push(finding.related(before.map(|id| last.place(id))));
            continue;
        }
        for row in telling {
            let label = &data.parts[row.filled[0].part].rows.leaves[row.filled[0].row].label;
            let stated = numbers(report, &row.filled);
            let message = format!("“{label}”一行的数与上年相同（{stated}）");
            let finding =
                Finding::new(RULE.code, message, report.place(row.filled[0])).stated(stated);
            let hint = "核对是不是上年留下的数；确实相同的，在“豁免”里写明理由";
            findings.push(
                finding
                    .hint(hint)
                    .related(row.before.map(|id| last.place(id))),
            );
        }
    }
    findings
}

/// Compares the row that `first` is in.
fn beside(report: &Report, last: &Report, first: CellId) -> RowComparison {
    let columns = &report.standard.part(first).columns.leaves;
    let cells = (0..columns.len()).filter(|&column| columns[column].total.is_none());
    let (stocks, flows): (Vec<usize>, Vec<usize>) =
        cells.partition(|&column| columns[column].stock);
    let cell = |column: usize| CellId { column, ..first };
    let same = |&column: &usize| {
        report
            .standard
            .counterpart(cell(column), &last.standard)
            .is_some_and(|id| equal(report, cell(column), last, id))
    };
    let filled: Vec<CellId> = flows
        .iter()
        .map(|&column| cell(column))
        .filter(|id| !report.value(*id).is_zero())
        .collect();
    let flows_same = flows.iter().all(same);
    RowComparison {
        before: filled
            .first()
            .and_then(|id| report.standard.counterpart(*id, &last.standard)),
        filled,
        same: flows_same,
        same_with_stocks: flows_same && stocks.iter().all(same),
    }
}

/// Whether two cells hold the same number, in the same unit.
fn equal(report: &Report, id: CellId, last: &Report, before: CellId) -> bool {
    let unit = |value: &Value| {
        if let Value::Amount(_, unit) = value {
            unit.clone()
        } else {
            String::new()
        }
    };
    known(report, id)
        && known(last, before)
        && report.value(id) == last.value(before)
        && unit(&report.cell(id).value) == unit(&last.cell(before).value)
}

impl RowComparison {
    /// Whether its numbers are the same by no chance.
    fn telling(&self, report: &Report) -> bool {
        let large = |id: &CellId| report.value(*id).abs() >= Decimal::from(SMALL);
        self.filled.len() >= 3 || self.filled.iter().any(large)
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
