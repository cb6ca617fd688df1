//! Rates: 办结率 and the like, what was done of what there was.

use rust_decimal::Decimal;

use super::{Percentage, Quotient};
use crate::narrative::{Quantity, lists};

/// A rate by its name.
struct RateName<'a> {
    /// 按期办结.
    name: &'a str,
    /// 办结.
    verb: String,
}

/// A rate that is more, in hundredths, is none of what was done.
const MOST: u32 = 150;

impl<'a> RateName<'a> {
    /// The name at the end of a clause; none where it is of something else:
    /// 行政机关负责人出庭应诉率.
    fn of(clause: &'a str) -> Option<Self> {
        let name = lists()
            .rate
            .trim_end(lists().to_percentage.trim_end(clause));
        let characters: Vec<char> = name.chars().collect();
        let verb: String = characters[characters.len().saturating_sub(2)..]
            .iter()
            .collect();
        let is_rate = (2..=6).contains(&characters.len()) && !lists().no_rates.has(&verb);
        is_rate.then_some(Self { name, verb })
    }

    /// Whether a number's clause tells it with the verb, or its characters: 更新率 of
    /// 实际更新102条.
    fn is_told_in(&self, clause: &str) -> bool {
        // 按期办结率 is of 按期办结12件; 到期办结率 of what was due, which other numbers do not
        // tell.
        if lists().due.begin(self.name) {
            clause.contains(self.name)
        } else {
            self.verb.chars().all(|c| clause.contains(c))
        }
    }
}

impl<'a> Percentage<'_, 'a> {
    /// 办结率 and the like: what was done of what there was.
    pub(super) fn rate(&self) -> Option<Vec<Quotient>> {
        let name = RateName::of(self.clause)?;
        let same = self.in_its_measure();
        let mut told = same.clone();
        told.retain(|quantity| name.is_told_in(self.clause_of(quantity)));
        let done = *told.last()?;
        let mut earlier = same;
        earlier.retain(|quantity| quantity.at < done.at);
        let first = *earlier.first()?;
        // Where each number before was done so itself, the whole is not told.
        if earlier.iter().all(|quantity| self.is_part(quantity, &name)) {
            return None;
        }
        let mut values: Vec<Quotient> = earlier
            .iter()
            .filter_map(|whole| Quotient::between(done, whole))
            .collect();
        if earlier.len() > 1 {
            values.extend(Quotient::of(done.number.value, add_up(&earlier)?));
        }
        // 公开率 of 予以公开 and 部分公开 together.
        let mut together = told.clone();
        together.retain(|quantity| quantity.at > first.at);
        values.extend(Quotient::of(add_up(&together)?, first.number.value));
        // 主动公开文件6件，依申请公开文件30件，公开率6.25%: of any of them.
        values.extend(told.iter().filter_map(|q| Quotient::between(q, first)));
        // What is not yet due does not count against a full rate.
        let sentence = self.told.line.paragraph().between(self.tokens.clone());
        if lists().pending.within(sentence) {
            values.extend(Quotient::between(done, done));
        }
        values.retain(|quotient| quotient.value <= Decimal::from(MOST));
        Some(values)
    }

    /// Whether a number was done, and is no number of what ought to be: 应解读48件.
    fn is_part(&self, quantity: &Quantity, name: &RateName<'_>) -> bool {
        let clause = self.clause_of(quantity);
        name.is_told_in(clause) && !lists().ought.within(clause)
    }

    /// The words of a number's clause before it.
    fn clause_of(&self, quantity: &Quantity) -> &'a str {
        self.clause_before(quantity.at, "，；（）、")
    }
}

/// The sum of some numbers; none where it is too large.
fn add_up(quantities: &[&Quantity]) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for quantity in quantities {
        sum = sum.checked_add(quantity.number.value)?;
    }
    Some(sum)
}
