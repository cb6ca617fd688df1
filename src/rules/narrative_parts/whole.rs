//! A whole and the parts of its list, and whether parts that do not make it are a mistake.
//!
//! Many lists of real reports make no whole: something is left out of them, or their parts overlap.

use rust_decimal::Decimal;

use super::{RULE, sum_in_words};
use crate::finding::Finding;
use crate::narrative::{Extent, List, Opening, Quantity, lists, sum};
use crate::rules::near_miss::is_slip;
use crate::rules::text::ToldLine;

/// How many times its whole parts may make at most: what is further beyond is of something else.
const BEYOND: i64 = 3;

/// The finding, if the parts of a list cannot make its whole.
pub(super) fn check_list(told: &ToldLine<'_>, list: &List) -> Option<Finding> {
    let summed = SummedList::of(told, list)?;
    let is_right = summed.makes_a_whole(&summed.items) || summed.makes_a_whole(&list.all);
    let is_wrong = !is_right && list.is_near && summed.is_wrong();
    is_wrong.then(|| summed.finding())
}

/// A list with the sum of its parts.
struct SummedList<'t, 'a> {
    told: &'t ToldLine<'a>,
    list: &'t List,
    /// The number that stands nearest before the list.
    head: &'a Quantity,
    /// Its parts, as indices of the line's numbers.
    items: Vec<usize>,
    /// What they make together.
    total: Decimal,
    /// What the whole may be: any number before, or the sum of those that stand together.
    wholes: Vec<Decimal>,
}

impl<'t, 'a> SummedList<'t, 'a> {
    /// None where the parts cannot be added up.
    fn of(told: &'t ToldLine<'a>, list: &'t List) -> Option<Self> {
        let head = told.quantity(*list.heads.last()?);
        let items = list.items();
        let total = sum(&told.line.account, &items)?;
        Some(Self {
            told,
            list,
            head,
            items,
            total,
            wholes: wholes(told, list),
        })
    }

    /// Whether some parts, or the first of them, make a whole: what stands beside the list is no
    /// part.
    fn makes_a_whole(&self, items: &[usize]) -> bool {
        let least = if items.len() > 1 { 2 } else { 1 };
        for count in least..=items.len() {
            let sum = sum(&self.told.line.account, &items[..count]);
            if sum.is_some_and(|sum| self.wholes.contains(&sum)) {
                return true;
            }
        }
        false
    }

    /// Whether parts that make no whole are a mistake, by what the words say of the list.
    fn is_wrong(&self) -> bool {
        let Self { list, total, .. } = *self;
        let value = self.head.number.value;
        let many = self.items.len() >= 2;
        if value.is_zero() {
            // 收到0件，其中网上2件.
            return list.opening == Opening::Word && self.follows_its_head();
        }
        if total > value * Decimal::from(BEYOND) {
            return false;
        }
        if self.has_a_part_beyond_its_wholes() {
            return list.extent != Extent::Open || many;
        }
        let first = self.told.quantity(self.items[0]);
        let sentence = self.told.sentence_text(first.sentence);
        if list.extent == Extent::Open || lists().overlapping.within(sentence) || !many {
            return false;
        }
        match list.opening {
            Opening::OfThese if list.extent != Extent::Closed => false,
            Opening::Run => self.is_wrong_run(),
            // Much more than the whole is told of things that overlap.
            _ if total > value => total * Decimal::TWO <= value * Decimal::from(3),
            _ => self.lacks_little(),
        }
    }

    /// Whether the number before the list stands right before it, but for a mark: 0件，其中.
    fn follows_its_head(&self) -> bool {
        self.list.range.start.saturating_sub(self.head.at) <= 2
    }

    /// Whether one of the parts is more than any whole.
    fn has_a_part_beyond_its_wholes(&self) -> bool {
        let largest = self.numbers().max();
        largest.is_some_and(|largest| self.wholes.iter().all(|whole| largest > *whole))
    }

    /// Whether numbers that a comma opens, 收到45件，网上28件、邮寄11件, are a list that is wrong.
    fn is_wrong_run(&self) -> bool {
        let is_closed = self.list.extent == Extent::Closed;
        self.makes_up(75)
            && !self.parts().any(|part| self.told.is_claim(part))
            && (is_closed || self.is_one_slip_off())
    }

    /// Whether a list that makes less than its whole was meant to be complete.
    fn lacks_little(&self) -> bool {
        // Parts that are cells have their own check; what they lack is told when it is little.
        let are_cells = self.parts().all(|part| self.told.is_claim(part));
        let is_closed = self.list.extent == Extent::Closed;
        let is_telling = is_closed || !are_cells && self.is_one_slip_off();
        is_telling && self.makes_up(self.completeness())
            || are_cells && self.makes_up(90)
            || self.items.len() > 2 && self.makes_up(95)
    }

    /// The share of the whole, in hundredths, from which a list is taken for a complete one.
    fn completeness(&self) -> i64 {
        match self.items.len() {
            _ if self.list.extent == Extent::Closed => 50,
            2 => 85,
            _ => 75,
        }
    }

    /// Whether the parts make so many hundredths of the whole.
    fn makes_up(&self, hundredths: i64) -> bool {
        let value = self.head.number.value;
        self.total * Decimal::ONE_HUNDRED >= value * Decimal::from(hundredths)
    }

    /// Whether one wrong digit explains the difference: a list that is merely not complete seldom
    /// has that luck.
    fn is_one_slip_off(&self) -> bool {
        let value = self.head.number.value;
        let off = value - self.total;
        may_be_slip(value, self.total) || self.numbers().any(|part| may_be_slip(part, part + off))
    }

    fn parts(&self) -> impl Iterator<Item = &'a Quantity> {
        self.items.iter().map(|&index| self.told.quantity(index))
    }

    fn numbers(&self) -> impl Iterator<Item = Decimal> {
        self.parts().map(|part| part.number.value)
    }

    fn finding(&self) -> Finding {
        let value = self.head.number.value.normalize();
        let total = self.total.normalize();
        let shown = sum_in_words(self.told, &self.items);
        let message = if self.items.len() >= 2 {
            format!("分项之和与总数不同：{shown} = {total}，总数写的是 {value}")
        } else {
            format!("其中的 {shown} 比总数 {value} 还多")
        };
        let range = self.told.range(self.head);
        self.told
            .finding(RULE.code, range, message)
            .sides(&self.told.line.text[range.clone()], total)
            .hint("核对总数和各分项；没有列全的，在后面加“等”")
    }
}

fn may_be_slip(typed: Decimal, right: Decimal) -> bool {
    right > Decimal::ZERO && is_slip(typed, right)
}

/// What the whole of a list may be.
fn wholes(told: &ToldLine<'_>, list: &List) -> Vec<Decimal> {
    let heads = &list.heads;
    let alone = heads.iter().map(|&index| told.quantity(index).number.value);
    let mut wholes: Vec<Decimal> = alone.collect();
    for start in 0..heads.len() {
        for end in start + 2..=heads.len() {
            wholes.extend(sum(&told.line.account, &heads[start..end]));
        }
    }
    wholes
}
