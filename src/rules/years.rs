//! Last year's report beside this year's: which cell is which, and the
//! standard's relations between the two, for the rules that check them.

use rust_decimal::Decimal;

use super::totals::{difference, is_known};
use crate::finding::{Code, Finding};
use crate::narrative::{Sign, Subject};
use crate::report::Report;
use crate::standard::{BetweenYears, CellId, WhichYear};

/// A relation of the standard in one of its rows or columns.
pub(super) struct YearPair<'a> {
    /// This year's report.
    pub report: &'a Report,
    /// Last year's report.
    pub last: &'a Report,
    /// This year's cell.
    pub this: CellId,
    /// The cell of last year's report that it follows from.
    pub before: CellId,
    /// What changed it in between.
    pub adjustments: Vec<Adjustment<'a>>,
}

/// A number that is added to last year's or taken from it.
pub(super) struct Adjustment<'a> {
    sign: Sign,
    report: &'a Report,
    id: CellId,
}

/// The standard's relations of this rule, wherever all of their cells exist and hold numbers.
pub(super) fn pairs<'a>(subject: &Subject<'a>, code: Code) -> Vec<YearPair<'a>> {
    let Some(last) = subject.last else {
        return Vec::new();
    };
    let report = subject.report;
    let mut pairs = Vec::new();
    for relation in &report.standard.between_years {
        if relation.code != code {
            continue;
        }
        let lines = if relation.rows.is_empty() {
            columns(report, relation)
        } else {
            relation.rows.clone()
        };
        for line in &lines {
            pairs.extend(pair(report, last, relation, line));
        }
    }
    pairs
}

/// The findings of a rule on columns: where its relations do not hold.
pub(super) fn differing(subject: &Subject<'_>, code: Code, hint: &str) -> Vec<Finding> {
    let pairs = pairs(subject, code);
    pairs
        .iter()
        .filter(|pair| pair.differs())
        .map(|pair| pair.finding(code).hint(hint))
        .collect()
}

/// The columns that the relation's row has.
fn columns(report: &Report, relation: &BetweenYears) -> Vec<String> {
    let tables = &report.standard.tables;
    let Some(table) = tables.iter().find(|table| table.id == relation.table) else {
        return Vec::new();
    };
    for part in &table.parts {
        if part.rows.leaves.iter().any(|leaf| leaf.id == relation.this) {
            let columns = part.columns.leaves.iter();
            return columns.map(|leaf| leaf.id.clone()).collect();
        }
    }
    Vec::new()
}

/// The relation in one line: a row where it is about columns, else a column.
fn pair<'a>(
    report: &'a Report,
    last: &'a Report,
    relation: &BetweenYears,
    line: &str,
) -> Option<YearPair<'a>> {
    let telling = if relation.changes_of == WhichYear::This {
        report
    } else {
        last
    };
    let plus = relation.plus.iter().map(|id| (Sign::Plus, id));
    let minus = relation.minus.iter().map(|id| (Sign::Minus, id));
    let mut adjustments = Vec::new();
    for (sign, id) in plus.chain(minus) {
        adjustments.push(Adjustment {
            sign,
            report: telling,
            id: find_known(telling, relation, line, id)?,
        });
    }
    Some(YearPair {
        report,
        last,
        this: find_known(report, relation, line, &relation.this)?,
        before: find_known(last, relation, line, &relation.last)?,
        adjustments,
    })
}

/// The cell of a relation's line, where it holds a number.
fn find_known(report: &Report, relation: &BetweenYears, line: &str, id: &str) -> Option<CellId> {
    let (row, column) = if relation.rows.is_empty() {
        (id, line)
    } else {
        (line, id)
    };
    let cell = report.standard.cell_by_ids(&relation.table, row, column)?;
    is_known(report, cell).then_some(cell)
}

impl YearPair<'_> {
    /// Its cells in this year's report.
    pub fn cells(&self) -> Vec<CellId> {
        let own = self
            .adjustments
            .iter()
            .filter(|adjustment| std::ptr::eq(adjustment.report, self.report));
        own.map(|adjustment| adjustment.id)
            .chain([self.this])
            .collect()
    }

    /// This year's number.
    pub fn stated(&self) -> Decimal {
        self.report.value(self.this)
    }

    /// Last year's number.
    pub fn former(&self) -> Decimal {
        self.last.value(self.before)
    }

    /// What this year's number should be.
    pub fn expected(&self) -> Decimal {
        self.former()
            + self
                .adjustments
                .iter()
                .map(Adjustment::value)
                .sum::<Decimal>()
    }

    /// Whether the relation does not hold.
    pub fn differs(&self) -> bool {
        self.stated() != self.expected()
    }

    /// The finding of a relation about columns, in the words of the row.
    fn finding(&self, code: Code) -> Finding {
        let standard = &self.report.standard;
        let row = &standard.row(self.this).label;
        let column = &standard.column(self.this).label;
        let sum: String = self.adjustments.iter().map(Adjustment::words).collect();
        let (stated, former, expected) = (self.stated(), self.former(), self.expected());
        let off = difference(stated, expected);
        let why = match self.explain() {
            Some(words) => format!("；{words}"),
            None => String::new(),
        };
        let message = format!(
            "“{row}”{column}填 {stated}，应是上年的 {former}{sum} = {expected}，{off}{why}"
        );
        self.at(code, message)
    }

    /// A finding with both sides and the relation's places.
    pub fn at(&self, code: Code, message: String) -> Finding {
        Finding::new(code, message, self.report.place(self.this))
            .sides(self.stated(), self.expected())
            .related([self.last.place(self.before)])
            .related(
                self.adjustments
                    .iter()
                    .map(|adjustment| adjustment.report.place(adjustment.id)),
            )
    }

    /// What the number is instead: last year's, or what comes of forgetting an adjustment.
    fn explain(&self) -> Option<String> {
        let stated = self.stated();
        if !stated.is_zero() && stated == self.former() {
            return Some(format!("{stated} 是上年的数"));
        }
        for adjustment in &self.adjustments {
            let value = adjustment.value();
            if !value.is_zero() && self.expected() - value == stated {
                let told = adjustment.report.value(adjustment.id);
                return Some(format!("没有算“{}”的 {told}", adjustment.key()));
            }
        }
        None
    }
}

impl Adjustment<'_> {
    fn value(&self) -> Decimal {
        let value = self.report.value(self.id);
        if self.sign == Sign::Plus {
            value
        } else {
            -value
        }
    }

    fn key(&self) -> &str {
        self.report.standard.part(self.id).columns.leaves[self.id.column].key()
    }

    /// ` + 制发 15`; an adjustment with its sign keeps it.
    fn words(&self) -> String {
        let sign = if self.sign == Sign::Plus { '+' } else { '−' };
        let value = self.report.value(self.id);
        let value = if value.is_sign_negative() {
            format!("({value})")
        } else {
            value.to_string()
        };
        format!(" {sign} {} {value}", self.key())
    }
}
