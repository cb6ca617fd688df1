//! What a paragraph's numbers have to do with each other.
//!
//! A number is told of a whole, of a part of it, as the sum of the parts before
//! it, as what is left, or in comparison with another time. The words say so —
//! 其中, 由…组成, 共, 其余, 同比 —, or a bracket or a colon behind the whole. Rules on
//! lists and on percentages, and the claims, take it from here.

mod extent;
mod list;
mod opening;
mod role;

use std::ops::Range;

pub use extent::Extent;
pub use list::{List, ListPart, sum, sums_up};
pub use opening::Opening;
pub use role::ComparisonRole;

use super::numeral::{Nearness, Number};
use super::paragraph::TokenLine;
use super::token::Piece;
use super::vocabulary::{Measure, Vocabulary};

/// The numbers of a paragraph, and its lists.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The numbers with a measure, in order.
    pub quantities: Vec<Quantity>,
    /// Wholes with their parts, in the order of their words.
    pub lists: Vec<List>,
    /// The tokens of each sentence.
    pub sentences: Vec<Range<usize>>,
}

/// A number with its measure.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// The number's token.
    pub at: usize,
    /// The number.
    pub number: Number,
    /// What it counts in.
    pub measure: Measure,
    /// How deep in brackets it stands.
    pub depth: usize,
    /// The index of its sentence.
    pub sentence: usize,
    /// What it is in a comparison.
    pub role: ComparisonRole,
}

impl Quantity {
    /// Whether it is exact: not 30余, 近 or 约.
    pub fn is_exact(&self) -> bool {
        self.number.bound == Nearness::Exact
    }

    /// Whether it counts things of the same kind as another, or of a kind that is added up with it:
    /// 件 and 例.
    pub fn is_like(&self, other: &Self) -> bool {
        Vocabulary::builtin().are_alike(self.measure, other.measure)
    }
}

/// Tokens of a sentence; what is longer is no sentence, and to compare its numbers would take long.
const MAX_TOKENS: usize = 600;

/// Numbers of a paragraph that are looked at; a real one has fewer.
const MAX_QUANTITIES: usize = 400;

impl Account {
    /// What the words of a paragraph say of its numbers.
    pub fn of(paragraph: TokenLine<'_>) -> Self {
        let mut account = Self {
            sentences: paragraph.sentences(),
            ..Self::default()
        };
        for (index, sentence) in account.sentences.iter().enumerate() {
            if sentence.len() > MAX_TOKENS || account.quantities.len() > MAX_QUANTITIES {
                continue;
            }
            let found = find_quantities(paragraph, sentence.clone(), index);
            account.quantities.extend(found);
        }
        account.lists = list::find(paragraph, &account);
        account
    }

    /// The quantity at a token.
    pub fn at(&self, token: usize) -> Option<usize> {
        self.quantities
            .binary_search_by_key(&token, |quantity| quantity.at)
            .ok()
    }

    /// How many quantities stand before a token.
    pub fn count_before(&self, token: usize) -> usize {
        self.quantities
            .partition_point(|quantity| quantity.at < token)
    }

    /// The quantities of a sentence, as indices.
    pub fn of_sentence(&self, sentence: usize) -> Range<usize> {
        let from = self
            .quantities
            .partition_point(|quantity| quantity.sentence < sentence);
        let to = self
            .quantities
            .partition_point(|quantity| quantity.sentence <= sentence);
        from..to
    }

    /// The list of which a quantity is a part, and the part's place in it.
    pub fn list_of(&self, quantity: usize) -> Option<&List> {
        self.lists.iter().find(|list| list.has(quantity))
    }
}

/// Whether a bracket holds a number and nothing else.
fn holds_a_number(paragraph: TokenLine<'_>, at: usize) -> bool {
    paragraph.is_mark(at, "（") && paragraph.is_quantity(at + 1) && paragraph.is_mark(at + 2, "）")
}

/// The quantities of a sentence.
fn find_quantities(
    paragraph: TokenLine<'_>,
    sentence: Range<usize>,
    index: usize,
) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut depth: usize = 0;
    for at in sentence.clone() {
        match paragraph.tokens[at].kind {
            // 三分之一（160条）: a bracket that holds a number alone is none.
            Piece::Mark('（') if holds_a_number(paragraph, at) => {}
            Piece::Mark('）') if at >= 2 && holds_a_number(paragraph, at - 2) => {}
            Piece::Mark('（') => depth += 1,
            Piece::Mark('）') => depth = depth.saturating_sub(1),
            Piece::Quantity(number, measure) => {
                let before = found
                    .last()
                    .map_or(sentence.start, |quantity| quantity.at + 1);
                let role = role::role(paragraph, &sentence, before, at);
                found.push(Quantity {
                    at,
                    number,
                    measure,
                    depth,
                    sentence: index,
                    role,
                });
            }
            _ => {}
        }
    }
    found
}
