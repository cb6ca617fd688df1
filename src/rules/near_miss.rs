//! What a wrong number does equal, where that explains it.

use rust_decimal::Decimal;

use crate::narrative::{Claim, Meaning, Sign, Tells};
use crate::report::{Report, Value};
use crate::standard::CellId;

/// Why a number is probably what it is.
pub(super) struct NearMiss {
    /// In words, such as `774 是“自然人”一列的数`.
    pub words: String,
    /// What the number was meant to be.
    pub meant: Meaning,
    /// Whether chance is out of the question: the number is not a small one.
    pub certain: bool,
}

/// Numbers below this agree with some cell by chance.
const SMALL: u32 = 10;

/// What `stated` equals instead of the sum of cells that it was meant to be.
///
/// Looked for, in this order: the same rows in another column; last year's value;
/// two digits transposed; the sum without one of its parts; the rows next to it;
/// one digit more, less or other. Only the first three are beyond chance.
pub(super) fn near_miss(
    report: &Report,
    last: Option<&Report>,
    stated: Decimal,
    meant: &Meaning,
) -> Option<NearMiss> {
    let should = sum(report, meant);
    let telling = another_column(report, stated, meant)
        .or_else(|| last_year(report, last?, stated, meant))
        .or_else(|| swapped_digits(stated, should));
    let certain = telling.is_some() && stated >= SMALL.into();
    let words = telling
        .or_else(|| without_a_part(report, stated, meant))
        .or_else(|| neighbour(report, stated, meant))
        .or_else(|| one_digit(stated, should))?;
    Some(NearMiss {
        words,
        meant: meant.clone(),
        certain,
    })
}

/// The value of a meaning; none where a cell holds no number. Money is in yuan.
pub(super) fn value(report: &Report, meaning: &Meaning, tells: Tells) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for (sign, id) in &meaning.cells {
        if matches!(report.cell(*id).value, Value::Text(_)) {
            return None;
        }
        let mut value = with_sign(*sign, report.value(*id));
        if tells == Tells::Money {
            value *= money_unit(report, *id).yuan;
        }
        sum = sum.checked_add(value)?;
    }
    Some(sum)
}

/// Whether a claim's number is that of one of its meanings.
pub(super) fn holds(report: &Report, claim: &Claim, meaning: &Meaning) -> bool {
    let value = value(report, meaning, claim.tells);
    value.is_some_and(|value| claim.number.holds(value))
}

/// A unit in which a cell tells money.
pub(super) struct MoneyUnit<'r> {
    /// How many yuan it is.
    pub yuan: Decimal,
    /// What it is called.
    pub name: &'r str,
}

/// A cell's unit of money.
pub(super) fn money_unit(report: &Report, id: CellId) -> MoneyUnit<'_> {
    let name = match &report.cell(id).value {
        Value::Amount(_, unit) => unit.as_str(),
        _ => report.standard.part(id).unit.as_str(),
    };
    let yuan = if name.contains('万') {
        10_000.into()
    } else {
        Decimal::ONE
    };
    MoneyUnit { yuan, name }
}

fn with_sign(sign: Sign, value: Decimal) -> Decimal {
    if sign == Sign::Minus { -value } else { value }
}

fn sum(report: &Report, meant: &Meaning) -> Decimal {
    let cells = meant.cells.iter();
    cells
        .map(|(sign, id)| with_sign(*sign, report.value(*id)))
        .sum()
}

/// The sum of the same rows in another column.
fn sum_in_column(report: &Report, meant: &Meaning, column: usize) -> Decimal {
    let cells = meant.cells.iter();
    cells
        .map(|(sign, id)| with_sign(*sign, report.value(CellId { column, ..*id })))
        .sum()
}

/// 774 是“自然人”一列的数.
fn another_column(report: &Report, stated: Decimal, meant: &Meaning) -> Option<String> {
    let first = meant.cells.first()?.1;
    let mut cells = meant.cells.iter();
    // A sum over several columns is none of one column.
    let is_across = cells.any(|(_, id)| id.column != first.column || id.part != first.part);
    if is_across || stated.is_zero() {
        return None;
    }
    for (column, leaf) in report
        .standard
        .part(first)
        .columns
        .leaves
        .iter()
        .enumerate()
    {
        if column != first.column && sum_in_column(report, meant, column) == stated {
            let words = &meant.words;
            return Some(format!("{stated} 是“{words}”的“{}”一列", leaf.label));
        }
    }
    None
}

/// 少加了“部分公开”的 100.
fn without_a_part(report: &Report, stated: Decimal, meant: &Meaning) -> Option<String> {
    let standard = &report.standard;
    let whole = sum(report, meant);
    let parts: Vec<CellId> = match meant.cells.as_slice() {
        [(Sign::Plus, id)] => standard.parts_of(*id)?,
        cells => cells.iter().map(|(_, id)| *id).collect(),
    };
    let off = whole - stated;
    let missing: Vec<CellId> = parts
        .into_iter()
        .filter(|id| report.value(*id) == off)
        .collect();
    // What is left out is less than what is told, and one of a kind; of a total's many parts a
    // small one says nothing.
    let [missing] = missing[..] else { return None };
    let small = meant.cells.len() == 1 && off < Decimal::TEN && off * Decimal::TEN < stated;
    if small || off <= Decimal::ONE || off >= stated {
        return None;
    }
    let (label, value) = (standard.label(missing), report.value(missing));
    Some(format!("{stated} 少加了“{label}”的 {value}"))
}

/// 4 是上一行“…”的数.
fn neighbour(report: &Report, stated: Decimal, meant: &Meaning) -> Option<String> {
    let [(_, id)] = meant.cells.as_slice() else {
        return None;
    };
    if stated.is_zero() {
        return None;
    }
    let leaves = &report.standard.part(*id).rows.leaves;
    let above = id.row.checked_sub(1).map(|row| (row, "上一行"));
    let below = [(id.row + 1, "下一行")];
    for (row, side) in above.into_iter().chain(below) {
        let Some(leaf) = leaves.get(row) else {
            continue;
        };
        if report.value(CellId { row, ..*id }) == stated {
            return Some(format!("{stated} 是{side}“{}”的数", leaf.label));
        }
    }
    None
}

/// What last year's report holds in the cells of a reading.
pub(super) fn last_years_sum(report: &Report, last: &Report, meant: &Meaning) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for (sign, id) in &meant.cells {
        let before = report.standard.counterpart(*id, &last.standard)?;
        sum += with_sign(*sign, last.value(before));
    }
    Some(sum)
}

/// 700 是上年的数.
fn last_year(report: &Report, last: &Report, stated: Decimal, meant: &Meaning) -> Option<String> {
    if stated.is_zero() {
        return None;
    }
    (last_years_sum(report, last, meant)? == stated).then(|| format!("{stated} 是上年的数"))
}

/// Whether one number is the other with a digit wrong, or two transposed.
pub(super) fn is_slip(typed: Decimal, right: Decimal) -> bool {
    let (a, b) = (typed.normalize().to_string(), right.normalize().to_string());
    let differ = a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count();
    a.len() == b.len() && (differ == 1 || swapped_digits(typed, right).is_some())
}

/// 739 与 793 有两位数字颠倒.
fn swapped_digits(stated: Decimal, value: Decimal) -> Option<String> {
    let typed = stated.normalize().to_string();
    let right = value.normalize().to_string();
    let (a, b) = (typed.as_bytes(), right.as_bytes());
    if a.len() != b.len() {
        return None;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|&i| a[i] != b[i]).collect();
    match differ[..] {
        [i, j] if j - i == 1 && a[i] == b[j] && a[j] == b[i] => {
            Some(format!("{typed} 与 {right} 有两位数字颠倒"))
        }
        _ => None,
    }
}

/// 785 与 789 只差一位数字; 78 与 789 少了一位数字.
fn one_digit(stated: Decimal, value: Decimal) -> Option<String> {
    let typed = stated.normalize().to_string();
    let right = value.normalize().to_string();
    let (a, b) = (typed.as_bytes(), right.as_bytes());
    if a.len() == b.len() {
        let differ = a.iter().zip(b).filter(|(a, b)| a != b).count();
        return (differ == 1 && a.len() >= 3).then(|| format!("{typed} 与 {right} 只差一位数字"));
    }
    let (short, long, how) = if a.len() < b.len() {
        (a, b, "少了")
    } else {
        (b, a, "多了")
    };
    let is_one_less = short.len() >= 2 && is_one_less(short, long);
    is_one_less.then(|| format!("{typed} 与 {right} {how}一位数字"))
}

/// Whether a number is a longer one with one of its digits left out.
fn is_one_less(short: &[u8], long: &[u8]) -> bool {
    if short.len() + 1 != long.len() {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    short[same..] == long[same + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CLEAN, changed, report};

    /// What a number that was meant to be 新收 + 上年结转, 793, nearly is.
    fn check(stated: i64, expected: Option<(&str, bool)>) {
        let this = report(CLEAN);
        let last = report(&changed(
            &CLEAN.replacen("年度: 2023", "年度: 2022", 1),
            "新收:",
            "新收: [700, 0, 0, 0, 0, 0]",
        ));
        let cell = |row| {
            this.standard
                .cell_by_ids("requests", row, "all")
                .expect("a cell")
        };
        let meant = Meaning {
            cells: vec![(Sign::Plus, cell("new")), (Sign::Plus, cell("carried-in"))],
            words: "新收 + 上年结转".to_owned(),
            expression: String::new(),
        };
        let found = near_miss(&this, Some(&last), stated.into(), &meant);
        assert_eq!(
            found.map(|near| (near.words, near.certain)),
            expected.map(|(words, sure)| (words.to_owned(), sure))
        );
    }

    #[test]
    fn what_a_wrong_number_does_equal() {
        check(774, Some(("774 是“新收 + 上年结转”的“自然人”一列", true)));
        check(
            789,
            Some((
                "789 少加了“二、上年结转政府信息公开申请数量，总计”的 4",
                false,
            )),
        );
        check(704, Some(("704 是上年的数", true)));
        check(739, Some(("739 与 793 有两位数字颠倒", true)));
        check(798, Some(("798 与 793 只差一位数字", false)));
        check(79, Some(("79 与 793 少了一位数字", false)));
        check(512, None);
    }
}
