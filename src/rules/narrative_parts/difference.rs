//! A difference that the numbers of two years do not make: 收到40件，比上年的35件多6件; with last
//! year's form, 较上年增加6件 beside a number of its cells.

use rust_decimal::Decimal;

use super::RULE;
use crate::finding::Finding;
use crate::narrative::ComparisonRole::{Change, New, Old};
use crate::narrative::{ClaimYear, Quantity, Subject};
use crate::rules::near_miss::{holds, last_years_sum};
use crate::rules::text::ToldLine;

/// The finding on a difference of a sentence.
pub(super) fn check_difference(
    subject: &Subject<'_>,
    told: &ToldLine<'_>,
    sentence: usize,
) -> Option<Finding> {
    let own = told.line.account.of_sentence(sentence);
    let quantities = &told.line.account.quantities[own];
    let at = quantities.iter().position(|q| q.role == Change)?;
    let change = &quantities[at];
    let mut near: Vec<&Quantity> = quantities[..at].iter().collect();
    near.retain(|q| q.measure == change.measure && clauses_between(told, q, change) <= 2);
    let TwoYears { new, old } = find_years(subject, told, &near)?;
    let difference = (new - old).abs();
    let are_exact = near.iter().all(|q| q.is_exact()) && change.is_exact();
    if !are_exact || difference == change.number.value {
        return None;
    }
    let difference = difference.normalize();
    let range = told.range(change);
    let message = format!(
        "增减的数不合：{} 与 {} 相差 {difference}，写的是 {}",
        new.normalize(),
        old.normalize(),
        change.number.value.normalize()
    );
    Some(
        told.finding(RULE.code, range, message)
            .sides(&told.line.text[range.clone()], difference)
            .hint("核对两年的数和它们的差"),
    )
}

/// The numbers of two years that a difference is told of.
struct TwoYears {
    new: Decimal,
    old: Decimal,
}

/// The numbers of this year and the last, of which the latter may stand in last year's form alone.
fn find_years(subject: &Subject<'_>, told: &ToldLine<'_>, near: &[&Quantity]) -> Option<TwoYears> {
    if let [only] = near
        && only.role == New
    {
        let new = only.number.value;
        let old = last_years(subject, told, only)?;
        return Some(TwoYears { new, old });
    }
    let [.., one, other] = near else { return None };
    let (new, old) = match (one.role, other.role) {
        (New, Old) => (one, other),
        (Old, New) => (other, one),
        _ => return None,
    };
    Some(TwoYears {
        new: new.number.value,
        old: old.number.value,
    })
}

/// How many clauses lie between two numbers.
fn clauses_between(told: &ToldLine<'_>, one: &Quantity, other: &Quantity) -> usize {
    let tokens = told.line.tokens[one.at..other.at].iter();
    tokens.filter(|token| token.is_mark("，；（）")).count()
}

/// What last year's form holds in the cells that a number is of, by its only reading that holds.
fn last_years(subject: &Subject<'_>, told: &ToldLine<'_>, quantity: &Quantity) -> Option<Decimal> {
    let last = subject.last?;
    let claim = told.claim(quantity)?;
    if claim.year != ClaimYear::This {
        return None;
    }
    let meanings = claim.meanings.iter();
    let mut right = meanings.filter(|meaning| holds(subject.report, claim, meaning));
    // 新收 alone and 新收 + 上年结转 may both hold; the writer's own difference is of one of them.
    let (Some(meaning), None) = (right.next(), right.next()) else {
        return None;
    };
    last_years_sum(subject.report, last, meaning)
}
