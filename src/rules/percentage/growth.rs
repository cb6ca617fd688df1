//! Growth: what changed between two numbers, by the older one.

use super::{Percentage, Quotient};
use crate::narrative::ComparisonRole::{Change, New, Old};
use crate::narrative::{ComparisonRole, Piece, Quantity, TermKind, lists};

impl<'a> Percentage<'_, 'a> {
    /// (A − B) ÷ B, by the older number.
    pub(super) fn growth(&self) -> Option<Quotient> {
        // What stands before the last semicolon is told of something else.
        let paragraph = self.told.line.paragraph();
        let semicolon = paragraph.clause_start(self.tokens.start, self.at, "；");
        let mut same = self.in_its_measure();
        same.retain(|quantity| quantity.at >= semicolon);
        match same[..] {
            [old] if old.role == Old => self.growth_to(old),
            [new] if new.role == New => Quotient::change(new, self.old_in_brackets(new)?),
            [old, new] if self.tells_years_in_order(old, new) => Quotient::change(new, old),
            [one, other] => self.growth_between(one, other),
            [.., first, one, other] => match (first.role, one.role, other.role) {
                (Old, New, Change) => Quotient::between(other, first),
                _ => self.growth_between(one, other),
            },
            _ => None,
        }
    }

    /// By the last two numbers before the percentage.
    fn growth_between(&self, one: &Quantity, other: &Quantity) -> Option<Quotient> {
        match (one.role, other.role) {
            // 170件，比上年的136件增加34件，增长20%.
            (Old, Change) => Quotient::between(other, one),
            (New, Old) => Quotient::change(one, other),
            (Old, New) => Quotient::change(other, one),
            // 60件，较上年增加12件，增长25%: the old number is the difference.
            (New, Change) => {
                let (new, change) = (one.number.value, other.number.value);
                let is_less = lists()
                    .less
                    .within(self.clause_before(other.at, "，；（）"));
                Quotient::of(change, if is_less { new + change } else { new - change })
            }
            _ => None,
        }
    }

    /// 在2022年42件的基础上增长14.3%，达到48件: the new number stands behind the percentage.
    fn growth_to(&self, old: &Quantity) -> Option<Quotient> {
        let new = self.of_sentence().iter().find(|q| q.at > self.at)?;
        let paragraph = self.told.line.paragraph();
        let start = paragraph.clause_start(self.at, new.at, "，；（）");
        let between = self.told.line.tokens[self.at..new.at].iter();
        let follows = between.filter(|token| token.is_mark("，；")).count() == 1;
        let became = lists().reached.within(paragraph.between(start..new.at));
        let is_new = follows && became && new.measure == old.measure && new.is_exact();
        if is_new {
            Quotient::change(new, old)
        } else {
            None
        }
    }

    /// 2022年100条，2023年120条，增长20%: each number in the clause of its year.
    fn tells_years_in_order(&self, old: &Quantity, new: &Quantity) -> bool {
        let older = self.last_year_named(self.tokens.start, old.at);
        let newer = self.last_year_named(old.at, new.at);
        let (Some(older), Some(newer)) = (older, newer) else {
            return false;
        };
        newer == older + 1 && old.role == ComparisonRole::New && new.role == ComparisonRole::New
    }

    /// The last calendar year among some tokens.
    fn last_year_named(&self, from: usize, to: usize) -> Option<i32> {
        for token in self.told.line.tokens[from..to].iter().rev() {
            if let Piece::Year(year) = token.kind {
                return Some(year);
            }
        }
        None
    }

    /// 683件，同比增长8.2%（2023年为640件）: the old number in brackets behind the percentage.
    fn old_in_brackets(&self, new: &Quantity) -> Option<&'a Quantity> {
        let tokens = &self.told.line.tokens;
        let quantities = &self.told.line.account.quantities;
        if !tokens.get(self.at + 1)?.is_mark("（") {
            return None;
        }
        let old = quantities.iter().find(|q| q.at > self.at)?;
        let between = &tokens[self.at..old.at];
        let names_a_year = between
            .iter()
            .any(|token| token.is(TermKind::LastYear) || matches!(token.kind, Piece::Year(_)));
        let is_near = !between.iter().any(|token| token.is_mark("）"));
        (names_a_year && is_near && old.measure == new.measure && old.is_exact()).then_some(old)
    }
}
