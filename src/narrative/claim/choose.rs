//! Readings chosen together: what the words of one number leave open is decided by what is told
//! beside it.
//!
//! 受理43件 may be what came in, or that and what was carried over. Where 上年结转3件 is
//! told apart, it is not also inside. 办理38件 beside 新收38件 and 余5件转入下年 is what was
//! finished.

use std::collections::BTreeSet;

use super::super::Line;
use super::super::meaning::Meaning;
use super::super::vocabulary::{Sign, lists};
use super::{Claim, ClaimYear, Tells};

/// The cells of a table that a reading is of, by what they mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FlowRow {
    New,
    CarriedIn,
    Finished,
    CarriedOut,
}

/// The words for the rows, as meanings name them.
const ROWS: [(&str, FlowRow); 4] = [
    ("申请.新收.总计", FlowRow::New),
    ("申请.上年结转.总计", FlowRow::CarriedIn),
    ("申请.办理结果.总计.总计", FlowRow::Finished),
    ("申请.结转下年度.总计", FlowRow::CarriedOut),
];

/// Drops readings of a line's claims that what is told beside them rules out; at least one is left.
pub(super) fn drop_ruled_out(claims: &mut [Claim], line: &Line) {
    let told: Vec<Option<FlowRow>> = claims.iter().map(only_row).collect();
    for at in 0..claims.len() {
        if claims[at].meanings.len() < 2 || !counts(&claims[at]) {
            continue;
        }
        let beside = Neighbours::of(claims, &told, at, line);
        let kept: Vec<Meaning> = claims[at]
            .meanings
            .iter()
            .filter(|meaning| beside.allows(meaning))
            .cloned()
            .collect();
        if !kept.is_empty() {
            claims[at].meanings = kept;
        }
    }
}

/// What the other claims of a claim's sentence tell.
#[derive(Default)]
struct Neighbours {
    /// Rows that other claims can only be of; what was carried in where it is told apart, and not
    /// as a part of the number.
    told: Vec<FlowRow>,
    /// Readings of one column that are told apart, such as 律师事务所3件 beside 企业14件.
    apart: Vec<Meaning>,
    /// Whether the number is of all that was to be handled: 应办理589件.
    is_due: bool,
}

impl Neighbours {
    fn of(claims: &[Claim], told: &[Option<FlowRow>], at: usize, line: &Line) -> Self {
        let own = &claims[at];
        let mut readings = own.meanings.iter();
        let is_due = readings.any(|meaning| row(&meaning.expression) == Some(FlowRow::Finished));
        let mut beside = Self {
            is_due,
            ..Self::default()
        };
        let near = at.saturating_sub(NEAR)..claims.len().min(at + NEAR);
        for (other, told) in claims[near.clone()].iter().zip(&told[near]) {
            if std::ptr::eq(other, own) || !same_sentence(line, own, other) || !counts(other) {
                continue;
            }
            let is_apart = is_apart(line, own, other);
            if is_apart {
                let single = other.meanings.iter().filter(|m| m.cells.len() == 1);
                beside.apart.extend(single.cloned());
            }
            if let Some(told) = told
                && (*told != FlowRow::CarriedIn || is_apart)
            {
                beside.told.push(*told);
            }
        }
        beside
    }

    /// Whether what is told beside leaves room for a reading.
    fn allows(&self, meaning: &Meaning) -> bool {
        if self.apart.iter().any(|other| is_among(other, meaning)) {
            return false;
        }
        let (has_new, has_carried_in) =
            (has(meaning, FlowRow::New), has(meaning, FlowRow::CarriedIn));
        let is_sum = has_new && has_carried_in && adds(meaning);
        if is_sum && self.told.contains(&FlowRow::CarriedIn) && !self.is_due {
            return false;
        }
        let is_new = has_new && meaning.cells.len() == 1;
        let is_told = self.told.contains(&FlowRow::New) && self.told.contains(&FlowRow::CarriedOut);
        !(is_new && is_told)
    }
}

/// Whether a row is part of a reading.
fn has(meaning: &Meaning, wanted: FlowRow) -> bool {
    let mut words = meaning.expression.split(' ');
    words.any(|word| row(word) == Some(wanted))
}

/// How many claims before and behind one may bear on it.
const NEAR: usize = 12;

/// Whether a reading of one cell is among those of several columns.
fn is_among(one: &Meaning, several: &Meaning) -> bool {
    let Some((_, cell)) = one.cells.first() else {
        return false;
    };
    let columns: BTreeSet<usize> = several.cells.iter().map(|(_, id)| id.column).collect();
    columns.len() > 2 && several.cells.iter().any(|(_, id)| id.column == cell.column)
}

/// Whether all cells of a reading are added.
fn adds(meaning: &Meaning) -> bool {
    meaning.cells.iter().all(|(sign, _)| *sign == Sign::Plus)
}

fn counts(claim: &Claim) -> bool {
    claim.tells == Tells::Count && claim.year == ClaimYear::This
}

/// The row of all requests that a path names.
fn row(path: &str) -> Option<FlowRow> {
    let (_, row) = ROWS.iter().find(|(name, _)| *name == path)?;
    Some(*row)
}

/// The row that a claim can only be of.
fn only_row(claim: &Claim) -> Option<FlowRow> {
    let [meaning] = claim.meanings.as_slice() else {
        return None;
    };
    row(&meaning.expression).filter(|_| counts(claim))
}

fn same_sentence(line: &Line, one: &Claim, other: &Claim) -> bool {
    let (from, to) = (
        one.range.start.min(other.range.start),
        one.range.end.max(other.range.end),
    );
    !line.text[from..to].contains(['。', '？', '！'])
}

/// Whether what was carried in is told apart from a number: not in （含上年结转3件）, and not
/// summed up by 共.
fn is_apart(line: &Line, own: &Claim, carried_in: &Claim) -> bool {
    let (from, to) = if own.range.end <= carried_in.range.start {
        (own.range.end, carried_in.range.start)
    } else {
        (carried_in.range.end, own.range.start)
    };
    let between = &line.text[from..to];
    let is_inside = lists().inside.within(between) || between.contains(['（', '）']);
    // 上年结转3件，共受理43件.
    let is_sum = carried_in.range.end <= own.range.start && lists().sums.within(between);
    !is_inside && !is_sum
}
