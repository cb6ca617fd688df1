//! `carry-over`: what came over from last year is what last year's report left.

use super::totals::difference;
use super::years::{YearPair, pairs};
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::report::Report;
use crate::standard::{CellId, Leaf};

pub(super) const RULE: Rule = Rule {
    code: Code::CarryOver,
    waivable: true,
    explanation: Explanation {
        summary: "a column of 上年结转 is not last year's 结转下年度; needs last year's form",
        what: "第三部分表格每一列：本年的上年结转 = 上年报告的结转下年度继续办理。要在“上年”\
               里写上年的填报表。",
        why: "两格说的是同一批申请（国办公开办函〔2021〕30号、〔2019〕60号的表格第二、四项）；\
              公布的两年报告放在一起，谁都能看出接不上。",
        wrong: "上年 结转下年度: [4, 0, 0, 0, 0, 0]，本年 上年结转: [0, 4, 0, 0, 0, 0]",
        right: "上年结转: [4, 0, 0, 0, 0, 0]",
    },
    check: Check::Report(check),
};

/// Numbers below this stand in some row by chance.
const SMALL: u32 = 10;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pairs = pairs(subject, RULE.code);
    let differing: Vec<&YearPair<'_>> = pairs.iter().filter(|pair| pair.differs()).collect();
    for pair in &differing {
        let report = pair.report;
        let parts = report.standard.parts_of(pair.this).unwrap_or_default();
        // A total that differs with its parts says nothing new, and one that differs from its
        // parts has its own rule.
        let follows = differing.iter().any(|other| parts.contains(&other.this));
        if follows || report.computed(pair.this) == Some(pair.expected()) {
            continue;
        }
        findings.push(finding(pair));
    }
    findings
}

fn finding(pair: &YearPair<'_>) -> Finding {
    let (row, column) = leaves(pair.report, pair.this);
    let (stated, expected) = (pair.stated(), pair.expected());
    let why = match explain(pair) {
        Some(words) => format!("；{words}"),
        None => String::new(),
    };
    let message = format!(
        "“{}”一列接不上：{} {stated}，上年报告的{} {expected}，{}{why}",
        column.label,
        row.key(),
        leaves(pair.last, pair.before).0.key(),
        difference(stated, expected),
    );
    let hint = if column.total.is_some() {
        "核对两年这一行的总计；上年填错了，在“豁免”里写明理由".to_owned()
    } else {
        format!(
            "上年的报告无误，就把这一格改为 {expected}；上年填错了，按实际填，在“豁免”里写明理由"
        )
    };
    pair.at(RULE.code, message).hint(hint)
}

/// The row and the column of a cell.
fn leaves(report: &Report, id: CellId) -> (&Leaf, &Leaf) {
    let part = report.standard.part(id);
    (&part.rows.leaves[id.row], &part.columns.leaves[id.column])
}

/// What the number is in last year's report: another column, the same row, or another row.
fn explain(pair: &YearPair<'_>) -> Option<String> {
    let (last, before, stated) = (pair.last, pair.before, pair.stated());
    // A total that differs while its parts agree is explained by that.
    if stated.is_zero() || last.standard.is_total(before) {
        return None;
    }
    let part = last.standard.part(before);
    let mut columns = (0..part.columns.leaves.len()).map(|column| CellId { column, ..before });
    if let Some(id) = columns.find(|&id| !last.standard.is_total(id) && is_told_at(pair, id)) {
        let column = &leaves(last, id).1.label;
        return Some(format!("{stated} 是上年报告这一行“{column}”一列的数"));
    }
    let id = in_the_same_row(pair).or_else(|| in_another_row(pair))?;
    let row = leaves(last, id).0.keys.join("");
    Some(format!("{stated} 是上年报告“{row}”的数"))
}

/// Whether the number stands in another cell of last year's report than it should.
fn is_told_at(pair: &YearPair<'_>, id: CellId) -> bool {
    id != pair.before && pair.last.value(id) == pair.stated()
}

/// The cell of this year's row and column in last year's report, if the number is still in it: the
/// form may have been made of that.
fn in_the_same_row(pair: &YearPair<'_>) -> Option<CellId> {
    let (row, column) = leaves(pair.report, pair.this);
    let standard = &pair.last.standard;
    let table = &standard.table(pair.before).id;
    let id = standard.cell_by_ids(table, &row.id, &column.id)?;
    is_told_at(pair, id).then_some(id)
}

/// Another cell of last year's column with the number, if it is no small one.
fn in_another_row(pair: &YearPair<'_>) -> Option<CellId> {
    if pair.stated() < SMALL.into() {
        return None;
    }
    let before = pair.before;
    let rows = pair.last.standard.part(before).rows.leaves.len();
    let mut cells = (0..rows).map(|row| CellId { row, ..before });
    cells.find(|&id| is_told_at(pair, id))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_years;
    use super::*;
    use crate::form::{Options, read};
    use crate::narrative::{Narrative, Subject};
    use crate::standard::Library;
    use crate::testing::{CLEAN, OLD, changed, report, with_line};

    /// Last year's form with this row of what it left.
    fn last(left: &str) -> String {
        with_line("结转下年度:", &format!("结转下年度: {left}"))
    }

    fn finding(column: &str, numbers: &str, expected: u32) -> String {
        format!(
            "“{column}”一列接不上：上年结转 {numbers} | \
             上年的报告无误，就把这一格改为 {expected}；上年填错了，按实际填，在“豁免”里写明理由 | \
             申请.上年结转.{column} 申请.结转下年度.{column}"
        )
    }

    #[test]
    fn each_column_goes_on_and_the_total_is_not_repeated() {
        check_years(CLEAN, Some(&last("[4, 0, 0, 0, 0, 0]")), RULE.code, &[]);
        check_years(CLEAN, None, RULE.code, &[]);
        check_years(
            CLEAN,
            Some(&last("[3, 0, 0, 0, 0, 0]")),
            RULE.code,
            &[&finding(
                "自然人",
                "4，上年报告的结转下年度 3，多 1；4 是上年报告“上年结转”的数",
                3,
            )],
        );
        check_years(
            CLEAN,
            Some(&last("[0, 4, 0, 0, 0, 0]")),
            RULE.code,
            &[
                &finding(
                    "自然人",
                    "4，上年报告的结转下年度 0，多 4；4 是上年报告这一行“商业企业”一列的数",
                    0,
                ),
                &finding("商业企业", "0，上年报告的结转下年度 4，少 4", 4),
            ],
        );
        check_years(
            &with_line("上年结转:", "上年结转: [770, 0, 0, 0, 0, 0]"),
            Some(&last("[4, 0, 0, 0, 0, 0]")),
            RULE.code,
            &[&finding(
                "自然人",
                "770，上年报告的结转下年度 4，多 766；770 是上年报告“新收”的数",
                4,
            )],
        );
    }

    #[test]
    fn a_stated_total_is_compared_where_its_parts_agree() {
        check_years(
            CLEAN,
            Some(&last("[4, 0, 0, 0, 0, 0, 5]")),
            RULE.code,
            &[
                "“总计”一列接不上：上年结转 4，上年报告的结转下年度 5，少 1 | \
               核对两年这一行的总计；上年填错了，在“豁免”里写明理由 | 申请.上年结转.总计 \
               申请.结转下年度.总计",
            ],
        );
        // This total is wrong beside its own row, which `row-total` says.
        check_years(
            &with_line("上年结转:", "上年结转: [4, 0, 0, 0, 0, 0, 5]"),
            Some(&last("[4, 0, 0, 0, 0, 0]")),
            RULE.code,
            &[],
        );
    }

    #[test]
    fn a_cell_without_a_number_is_left_to_the_other_finding() {
        check_years(CLEAN, Some(&last("[约3, 0, 0, 0, 0, 0]")), RULE.code, &[]);
    }

    #[test]
    fn the_formats_share_their_rows() {
        let last = |left: &str| changed(OLD, "结转下年度:", &format!("结转下年度: {left}"));
        check_years(CLEAN, Some(&last("[4, 0, 0, 0, 0, 0, 4]")), RULE.code, &[]);
        check_years(
            CLEAN,
            Some(&last("[4, 0, 0, 0, 1, 0, 5]")),
            RULE.code,
            &[&finding(
                "法律服务机构",
                "0，上年报告的结转下年度 1，少 1",
                1,
            )],
        );
    }

    #[test]
    fn both_sides_and_both_files_are_given() {
        let last = last("[5, 0, 0, 0, 0, 0]");
        let last = read(
            "2022.yaml",
            last.as_bytes(),
            &Library::default(),
            Options::default(),
        )
        .report;
        let this = report(CLEAN);
        let narrative = Narrative::of(&this, last.as_ref());
        let found = check(&Subject {
            report: &this,
            last: last.as_ref(),
            narrative: &narrative,
        });
        let [found] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(
            (found.stated.as_deref(), found.expected.as_deref()),
            (Some("4"), Some("5"))
        );
        assert_eq!(
            found.places.iter().map(|p| &*p.file).collect::<Vec<_>>(),
            ["form.yaml", "2022.yaml"]
        );
    }
}
