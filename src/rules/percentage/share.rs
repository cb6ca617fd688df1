//! Shares: a part, and the wholes that its paragraph names.

use rust_decimal::Decimal;

use super::{Percentage, Quotient};
use crate::narrative::{List, Piece, Quantity, Subject, TermKind, lists};

/// How many sentences back a whole is looked for.
const SENTENCES_BACK: usize = 3;

impl<'a> Percentage<'_, 'a> {
    /// A part and the wholes that its paragraph names.
    pub(super) fn share(&self, subject: &Subject<'_>) -> Option<Vec<Quotient>> {
        if let Some(whole) = self.whole_by_its_noun() {
            return Some(Quotient::between(self.part, whole).into_iter().collect());
        }
        if self.share_of_bracketed().is_none() && !self.is_own_share() {
            return None;
        }
        let mut values = self
            .share_of_named()
            .or_else(|| self.share_of_whole())
            .or_else(|| self.share_of_told())?;
        // What fits one of the numbers told before is right.
        let mut wholes = and_sums(&self.told_before());
        let first = self.told.quantity(0);
        let is_first = self.part.sentence == first.sentence;
        if self.told.is_claim(self.part) && is_first && !self.is_of_told_whole() {
            wholes.extend(totals(subject));
        }
        let part = self.part.number.value;
        for whole in wholes {
            values.extend(Quotient::of(part, whole));
        }
        Some(values)
    }

    /// 占政策类信息的20%: the number told before with that noun.
    fn whole_by_its_noun(&self) -> Option<&'a Quantity> {
        let clause = self.clause_before(self.at, "，；（）");
        let (_, of) = lists().share_of.split(clause)?;
        let noun = lists().noun_ends.trim_end(lists().of.trim_end(of));
        if noun.chars().count() < 2 || noun.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let paragraph = self.told.line.paragraph();
        let account = &self.told.line.account;
        for whole in account.quantities.iter().rev() {
            let sentence = account.sentences[whole.sentence].start;
            let start = paragraph.clause_start(sentence, whole.at, "，；、（）：");
            if whole.at < self.part.at
                && whole.is_like(self.part)
                && whole.is_exact()
                && paragraph.between(start..whole.at).ends_with(noun)
            {
                return Some(whole);
            }
        }
        None
    }

    /// Whether part and whole stand in the text: not so in 占全市总量的14.3%, 占已办结申请的65.3%.
    fn is_own_share(&self) -> bool {
        let mut tokens = self.told.line.tokens[self.part.at + 1..self.at].iter();
        let is_bare = tokens.any(|token| matches!(token.kind, Piece::Number(_)));
        let clause = self.clause_before(self.at, "，；（）");
        // 分别占64.9%、27.7% belong to several numbers.
        if is_bare || lists().one_by_one.within(clause) {
            return false;
        }
        let of = match lists().share_of.split(clause) {
            Some((_, of)) => lists().to_percentage.trim_end(lists().of.trim_end(of)),
            None => "",
        };
        of.is_empty() || lists().wholes.has(of) || of.chars().any(|c| c.is_ascii_digit())
    }

    /// 予以公开15件，占受理总数18件的83.3%; in 信息3条占8.11% the part stands in the clause itself.
    fn share_of_named(&self) -> Option<Vec<Quotient>> {
        if let Some(value) = self.share_of_bracketed() {
            return Some(vec![value]);
        }
        let paragraph = self.told.line.paragraph();
        let whole = self.part;
        let start = paragraph.clause_start(self.tokens.start, self.at, "，；（）");
        let before = paragraph.between(start..whole.at);
        if whole.at <= start || !lists().share_of.within(before) {
            return None;
        }
        let part = self.before.iter().rev().nth(1)?;
        let share = Quotient::between(part, whole).filter(|_| part.is_like(whole));
        Some(share.into_iter().collect())
    }

    /// 占申请总量（60件）的76.7%: the whole in brackets.
    pub(super) fn share_of_bracketed(&self) -> Option<Quotient> {
        let paragraph = self.told.line.paragraph();
        let whole = self.part;
        let part = self.before.iter().rev().nth(1)?;
        let is_of = lists().of.has(paragraph.word(self.at.checked_sub(1)?));
        let closing = &self.told.line.tokens[self.at.checked_sub(2)?];
        let is_inside = closing.is_mark("）") && self.at - whole.at <= 4;
        let between = paragraph.between(part.at + 1..whole.at);
        if !is_of || !is_inside || !lists().share_of.within(between) || !part.is_like(whole) {
            return None;
        }
        Quotient::between(part, whole)
    }

    /// A part of the whole that stands before its list, or that begins its sentence.
    fn share_of_whole(&self) -> Option<Vec<Quotient>> {
        let mut told_lists = self.told.line.account.lists.iter().rev();
        let here = self.tokens.start..self.tokens.end.min(self.at);
        let list = told_lists.find(|list| here.contains(&list.range.start));
        let mut before = self.before.iter().rev();
        let head = before.find(|quantity| self.is_whole(quantity, list))?;
        if head.at == self.part.at || !head.is_like(self.part) {
            return None;
        }
        let mut shares = Vec::new();
        for whole in self.of_sentence() {
            let is_another = whole.at != self.part.at && !self.is_sibling(whole);
            if is_another && self.may_be_part_of(whole) && whole.is_exact() {
                shares.extend(Quotient::between(self.part, whole));
            }
        }
        Some(shares)
    }

    /// Whether a number is a whole, and no share of another: it stands before the list, 中 follows
    /// it, or it begins its sentence.
    fn is_whole(&self, quantity: &Quantity, list: Option<&List>) -> bool {
        let is_before_list = list.is_some_and(|list| quantity.at < list.range.start);
        !self.is_shared(quantity)
            && (is_before_list || self.is_of_these(quantity) || self.is_total(quantity))
    }

    /// Whether a number is large enough for the part to be one of it.
    fn may_be_part_of(&self, whole: &Quantity) -> bool {
        whole.is_like(self.part) && whole.number.value >= self.part.number.value
    }

    /// Whether the sentence names the whole by a word: 40件申请中.
    fn is_of_told_whole(&self) -> bool {
        let before = self.of_sentence().iter();
        for quantity in before.take_while(|quantity| quantity.at < self.part.at) {
            let mut next = self.told.line.tokens[quantity.at..self.part.at]
                .iter()
                .take(4);
            if next.any(|token| token.is(TermKind::OfThese)) {
                return true;
            }
        }
        false
    }

    /// Whether 中 and its like follow a number in its clause: 在40件申请中，….
    fn is_of_these(&self, quantity: &Quantity) -> bool {
        let mut behind = self.told.line.tokens[quantity.at..self.at].iter();
        behind.any(|token| token.is(TermKind::OfThese))
    }

    /// A part of a whole that a sentence before told, where another share of it is right.
    fn share_of_told(&self) -> Option<Vec<Quotient>> {
        let told = self.told_before();
        let mut told = told.iter().rev();
        let whole = told.find(|whole| self.may_be_part_of(whole) && !self.is_shared(whole))?;
        if !self.has_right_share(whole) {
            return None;
        }
        Some(Quotient::between(self.part, whole).into_iter().collect())
    }

    /// Whether another percentage of the paragraph is a right share of a whole.
    fn has_right_share(&self, whole: &Quantity) -> bool {
        let line = self.told.line;
        for at in whole.at..self.tokens.end {
            let Piece::Percent(stated) = line.tokens[at].kind else {
                continue;
            };
            let before = line.account.quantities.partition_point(|q| q.at < at);
            let Some(part) = line.account.quantities[..before].last() else {
                continue;
            };
            let is_share = at != self.at && part.is_like(whole) && part.at != whole.at;
            let share = Quotient::between(part, whole);
            if is_share && share.is_some_and(|share| share.is(stated)) {
                return true;
            }
        }
        false
    }

    /// The exact numbers told before the part, the last sentences' and its own, but for its
    /// siblings.
    fn told_before(&self) -> Vec<&'a Quantity> {
        let first = self.part.sentence.saturating_sub(SENTENCES_BACK);
        let mut told = Vec::new();
        for quantity in &self.told.line.account.quantities {
            let is_nearby = quantity.sentence >= first && quantity.at < self.part.at;
            if is_nearby && quantity.is_exact() && !self.is_sibling(quantity) {
                told.push(quantity);
            }
        }
        told
    }

    /// Whether a number is a part of the same whole.
    fn is_sibling(&self, quantity: &Quantity) -> bool {
        let account = &self.told.line.account;
        if self.is_shared(quantity) {
            return true;
        }
        let part = account.at(self.part.at);
        let (Some(part), Some(other)) = (part, account.at(quantity.at)) else {
            return false;
        };
        account.list_of(part).is_some_and(|list| list.has(other))
    }

    /// Whether a number has a share of its own: 200条，占80%.
    fn is_shared(&self, quantity: &Quantity) -> bool {
        let next = self.told.line.tokens.get(quantity.at + 1);
        let skip = usize::from(next.is_some_and(|token| token.is_mark("，、（")));
        let word = self.told.line.paragraph().word(quantity.at + 1 + skip);
        lists().share_of.begin(word)
    }

    /// Whether a number is the first of its sentence, and so the whole of what follows.
    fn is_total(&self, quantity: &Quantity) -> bool {
        let own = self.told.line.account.of_sentence(quantity.sentence);
        let clause = self.clause_before(quantity.at, "，；（）");
        self.told.quantity(own.start).at == quantity.at && lists().whole_of.within(clause)
    }
}

/// Numbers, and the sums of each two that stand together.
fn and_sums(told: &[&Quantity]) -> Vec<Decimal> {
    let mut values: Vec<Decimal> = told.iter().map(|q| q.number.value).collect();
    for pair in told.windows(2) {
        if pair[0].sentence == pair[1].sentence {
            values.extend(pair[0].number.value.checked_add(pair[1].number.value));
        }
    }
    values.retain(|value| !value.is_zero());
    values
}

/// The totals of the tables' rows, and the sums of each two.
fn totals(subject: &Subject<'_>) -> Vec<Decimal> {
    let standard = &subject.report.standard;
    let totals = standard
        .cells()
        .filter(|id| standard.column(*id).total.is_some());
    let mut values: Vec<Decimal> = totals.map(|id| subject.report.value(id)).collect();
    for at in 1..values.len() {
        values.extend(values[at - 1].checked_add(values[at]));
    }
    values.retain(|value| !value.is_zero());
    values
}
