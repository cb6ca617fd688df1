//! What a percentage may be by the numbers of its paragraph: a share, a rate, a growth.

use std::ops::Range;

use rust_decimal::Decimal;

use super::text::ToldLine;
use crate::narrative::{ComparisonRole, Number, Piece, Quantity, Subject, TermKind, Token, lists};
use crate::standard::CellId;

/// A percentage by its numbers.
#[derive(Clone, Copy)]
pub(super) struct Quotient {
    /// In hundredths.
    pub value: Decimal,
    /// What is divided.
    pub part: Decimal,
    /// By what.
    pub whole: Decimal,
}

impl Quotient {
    /// None for a share of nothing.
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        let value = part
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(whole)?
            .abs();
        Some(Self { value, part, whole })
    }

    /// Of two numbers as they stand.
    fn between(part: &Quantity, whole: &Quantity) -> Option<Self> {
        Self::of(part.number.value, whole.number.value)
    }

    /// Of what changed between two numbers, by the older one.
    fn change(new: &Quantity, old: &Quantity) -> Option<Self> {
        Self::of(
            (new.number.value - old.number.value).abs(),
            old.number.value,
        )
    }

    /// Whether a percentage may be said of it, one unit of the last digit allowed.
    fn is(&self, stated: Number) -> bool {
        (self.value - stated.value).abs() <= stated.unit
    }
}

/// A percentage with the numbers before it.
pub(super) struct Percentage<'t, 'a> {
    told: &'t ToldLine<'a>,
    /// Its token.
    at: usize,
    /// The tokens of its sentence.
    tokens: Range<usize>,
    /// The exact numbers before it in its sentence.
    before: Vec<&'a Quantity>,
    /// The number right before it.
    part: &'a Quantity,
    /// The words of its clause before it.
    clause: &'a str,
}

impl<'t, 'a> Percentage<'t, 'a> {
    /// The percentage at a token; none where no number stands before it.
    pub fn of(told: &'t ToldLine<'a>, sentence: usize, at: usize) -> Option<Self> {
        let account = &told.line.account;
        let tokens = account.sentences[sentence].clone();
        let own = account.of_sentence(sentence);
        let before: Vec<&Quantity> = account.quantities[own]
            .iter()
            .filter(|quantity| quantity.at < at && quantity.is_exact())
            .collect();
        let part = *before.last()?;
        let paragraph = told.line.paragraph();
        let start = paragraph.clause_start(tokens.start, at, "，；、（）");
        let clause = paragraph.between(start..at);
        Some(Self {
            told,
            at,
            tokens,
            before,
            part,
            clause,
        })
    }

    /// What it may be by the numbers of its paragraph; none where they do not tell.
    pub fn possible(&self, subject: &Subject<'_>) -> Option<Vec<Quotient>> {
        let clause = self.clause;
        let clause = lists().to_percentage.trim_end(clause);
        let word = self.told.line.paragraph().word(self.at);
        if lists().growth.end(clause) || lists().doubled.has(word) {
            return self.growth();
        }
        let is_share = lists().half.has(word)
            || self.share_of_bracketed().is_some()
            || lists().share_of.end(clause)
            || lists().shares.end(clause)
            || lists().shares.end(self.clause)
            || lists().share_of.within(clause) && lists().of.end(clause);
        if is_share {
            return self.share(subject);
        }
        if lists().rates.end(clause) {
            // All that was due is done while some is carried over.
            let is_full =
                matches!(self.token().kind, Piece::Percent(n) if n.value == Decimal::ONE_HUNDRED);
            return if is_full && carries_over(subject) {
                None
            } else {
                self.rate()
            };
        }
        None
    }

    fn token(&self) -> &'a Token {
        &self.told.line.tokens[self.at]
    }

    /// (A − B) ÷ B, by the older number.
    fn growth(&self) -> Option<Vec<Quotient>> {
        use ComparisonRole::{Change, New, Old};
        let paragraph = self.told.line.paragraph();
        let semicolon = paragraph.clause_start(self.tokens.start, self.at, "；");
        let same: Vec<&Quantity> = self
            .before
            .iter()
            .copied()
            .filter(|q| q.at >= semicolon && q.measure == self.part.measure)
            .collect();
        // The clause of the percentage and the one before it: what is further back is told of something else.
        if let [old] = same.as_slice()
            && old.role == Old
        {
            return self.growth_to(old);
        }
        if let [old, new] = same.as_slice()
            && self.tells_years_in_order(old, new)
        {
            return Some(Quotient::change(new, old).into_iter().collect());
        }
        if let [new] = same.as_slice()
            && new.role == New
            && let Some(old) = self.old_in_brackets(new)
        {
            return Some(Quotient::change(new, old).into_iter().collect());
        }
        let [.., a, b] = same.as_slice() else {
            return None;
        };
        let three = same.len().checked_sub(3).map(|third| same[third]);
        let value = match (three.map(|q| q.role), a.role, b.role) {
            // 170件，比上年的136件增加34件，增长20%.
            (_, Old, Change) => Quotient::between(b, a),
            (Some(Old), New, Change) => Quotient::between(b, three?),
            (_, New, Old) => Quotient::change(a, b),
            (_, Old, New) => Quotient::change(b, a),
            // 60件，较上年增加12件，增长25%: the old number is the difference.
            (_, New, Change) => {
                let start = paragraph.clause_start(self.tokens.start, b.at, "，；（）");
                let is_less = lists().less.within(paragraph.between(start..b.at));
                let (new, change) = (a.number.value, b.number.value);
                Quotient::of(change, if is_less { new + change } else { new - change })
            }
            _ => return None,
        };
        Some(vec![value?])
    }

    /// 在2022年42件的基础上增长14.3%，达到48件: the new number stands behind the percentage.
    fn growth_to(&self, old: &Quantity) -> Option<Vec<Quotient>> {
        let account = &self.told.line.account;
        let own = &account.quantities[account.of_sentence(self.sentence())];
        let new = own.iter().find(|q| q.at > self.at)?;
        let paragraph = self.told.line.paragraph();
        let start = paragraph.clause_start(self.at, new.at, "，；（）");
        let follows = self.told.line.tokens[self.at..new.at]
            .iter()
            .filter(|t| t.is_mark("，；"))
            .count()
            == 1;
        let became = lists().reached.within(paragraph.between(start..new.at));
        let is_new = follows && became && new.measure == old.measure && new.is_exact();
        is_new.then(|| Quotient::change(new, old).into_iter().collect())
    }

    /// 2022年100条，2023年120条，增长20%: each number in the clause of its year.
    fn tells_years_in_order(&self, old: &Quantity, new: &Quantity) -> bool {
        let year = |q: &Quantity, from: usize| {
            self.told.line.tokens[from..q.at]
                .iter()
                .rev()
                .find_map(|token| match token.kind {
                    Piece::Year(year) => Some(year),
                    _ => None,
                })
        };
        let older = year(old, self.tokens.start);
        let newer = year(new, old.at);
        older
            .zip(newer)
            .is_some_and(|(older, newer)| newer == older + 1)
            && old.role == ComparisonRole::New
            && new.role == ComparisonRole::New
    }

    /// 683件，同比增长8.2%（2023年为640件）: the old number in brackets behind the percentage.
    fn old_in_brackets(&self, new: &Quantity) -> Option<&'a Quantity> {
        let tokens = &self.told.line.tokens;
        let account = &self.told.line.account;
        if !tokens.get(self.at + 1)?.is_mark("（") {
            return None;
        }
        let old = account.quantities.iter().find(|q| q.at > self.at)?;
        let names_a_year = tokens[self.at..old.at]
            .iter()
            .any(|token| token.is(TermKind::LastYear) || matches!(token.kind, Piece::Year(_)));
        let is_near = !tokens[self.at..old.at]
            .iter()
            .any(|token| token.is_mark("）"));
        (names_a_year && is_near && old.measure == new.measure && old.is_exact()).then_some(old)
    }

    /// A part and the wholes that its paragraph names.
    fn share(&self, subject: &Subject<'_>) -> Option<Vec<Quotient>> {
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
        let mut wholes = Self::and_sums(&self.told_before());
        let is_first = self.sentence() == self.told.line.account.quantities[0].sentence;
        if self.told.is_claim(self.part) && is_first && !self.is_of_told_whole() {
            wholes.extend(totals(subject));
        }
        let part = self.part.number.value;
        values.extend(
            wholes
                .into_iter()
                .filter_map(|whole| Quotient::of(part, whole)),
        );
        Some(values)
    }

    /// 占政策类信息的20%: the number told before with that noun.
    fn whole_by_its_noun(&self) -> Option<&'a Quantity> {
        let paragraph = self.told.line.paragraph();
        let start = paragraph.clause_start(self.tokens.start, self.at, "，；（）");
        let (_, of) = lists().share_of.split(paragraph.between(start..self.at))?;
        let noun = lists().noun_ends.trim_end(lists().of.trim_end(of));
        if noun.chars().count() < 2 || noun.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let account = &self.told.line.account;
        let is_named = |q: &&Quantity| {
            let sentence = account.sentences[q.sentence].start;
            let start = paragraph.clause_start(sentence, q.at, "，；、（）：");
            q.at < self.part.at
                && q.is_like(self.part)
                && q.is_exact()
                && paragraph.between(start..q.at).ends_with(noun)
        };
        account.quantities.iter().rev().find(is_named)
    }

    fn sentence(&self) -> usize {
        self.part.sentence
    }

    /// Whether part and whole stand in the text: not so in 占全市总量的14.3%, 占已办结申请的65.3%.
    fn is_own_share(&self) -> bool {
        let tokens = &self.told.line.tokens[self.part.at + 1..self.at];
        let is_bare = tokens
            .iter()
            .any(|token| matches!(token.kind, Piece::Number(_)));
        let start = self
            .told
            .line
            .paragraph()
            .clause_start(self.tokens.start, self.at, "，；（）");
        let of = self.told.line.paragraph().between(start..self.at);
        // 分别占64.9%、27.7% belong to several numbers.
        let is_of_each = lists().one_by_one.within(of);
        let of = lists()
            .share_of
            .split(of)
            .map_or("", |(_, of)| lists().of.trim_end(of));
        let of = lists().to_percentage.trim_end(of);
        let is_named = of.is_empty() || lists().wholes.has(of);
        !is_bare && !is_of_each && (of.chars().any(|c| c.is_ascii_digit()) || is_named)
    }

    /// 予以公开15件，占受理总数18件的83.3%; in 信息3条占8.11% the part stands in the clause itself.
    fn share_of_named(&self) -> Option<Vec<Quotient>> {
        let paragraph = self.told.line.paragraph();
        if let Some(value) = self.share_of_bracketed() {
            return Some(vec![value]);
        }
        let clause = paragraph.clause_start(self.tokens.start, self.at, "，；（）");
        let is_named = lists()
            .share_of
            .within(paragraph.between(clause..self.part.at));
        if self.part.at <= clause || !is_named {
            return None;
        }
        let of = self.before.iter().rev().nth(1)?;
        let value = Quotient::between(of, self.part).filter(|_| of.is_like(self.part));
        Some(value.into_iter().collect())
    }

    /// 占申请总量（60件）的76.7%: the whole in brackets.
    fn share_of_bracketed(&self) -> Option<Quotient> {
        let tokens = &self.told.line.tokens;
        let paragraph = self.told.line.paragraph();
        let is_of = lists().of.has(paragraph.word(self.at.checked_sub(1)?));
        let closes = tokens[self.at.checked_sub(2)?].is_mark("）");
        let whole = self.part;
        let is_inside = closes && self.at - whole.at <= 4;
        let part = self.before.iter().rev().nth(1)?;
        let between = paragraph.between(part.at + 1..whole.at);
        (is_of && is_inside && lists().share_of.within(between) && part.is_like(whole))
            .then(|| Quotient::between(part, whole))?
    }

    /// A part of the whole that stands before its list, or that begins its sentence.
    fn share_of_whole(&self) -> Option<Vec<Quotient>> {
        let account = &self.told.line.account;
        let list = account
            .lists
            .iter()
            .rev()
            .find(|list| self.tokens.contains(&list.range.start) && list.range.start < self.at);
        let is_whole = |q: &&&Quantity| {
            let before_list =
                list.is_some_and(|list| q.at < list.range.start) || self.is_of_these(q);
            !self.is_shared(q) && (before_list || self.is_total(q))
        };
        let head = self.before.iter().rev().find(is_whole)?;
        if head.at == self.part.at || !head.is_like(self.part) {
            return None;
        }
        let wholes = account.quantities[account.of_sentence(self.sentence())]
            .iter()
            .filter(|q| {
                q.is_like(self.part)
                    && q.at != self.part.at
                    && q.number.value >= self.part.number.value
                    && q.is_exact()
                    && !self.is_sibling(q)
            });
        Some(
            wholes
                .filter_map(|whole| Quotient::between(self.part, whole))
                .collect(),
        )
    }

    /// Whether the sentence names the whole by a word: 40件申请中.
    fn is_of_told_whole(&self) -> bool {
        let account = &self.told.line.account;
        let own = account.quantities[account.of_sentence(self.sentence())].iter();
        let mut before = own.take_while(|q| q.at < self.part.at);
        before.any(|q| {
            (q.at..self.part.at)
                .take(4)
                .any(|i| self.told.line.tokens[i].is(TermKind::OfThese))
        })
    }

    /// Whether 中 and its like follow a number in its clause: 在40件申请中，….
    fn is_of_these(&self, quantity: &Quantity) -> bool {
        (quantity.at..self.at).any(|i| self.told.line.tokens[i].is(TermKind::OfThese))
    }

    /// A part of a whole that a sentence before told, where another share of it is right.
    fn share_of_told(&self) -> Option<Vec<Quotient>> {
        let told = self.told_before();
        let whole = told.iter().rev().find(|q| {
            q.is_like(self.part) && q.number.value >= self.part.number.value && !self.is_shared(q)
        })?;
        self.has_right_share(whole)
            .then(|| Quotient::between(self.part, whole).into_iter().collect())
    }

    /// Whether another percentage of the paragraph is a right share of a whole.
    fn has_right_share(&self, whole: &Quantity) -> bool {
        let line = self.told.line;
        (whole.at..self.tokens.end).any(|at| {
            let Piece::Percent(stated) = line.tokens[at].kind else {
                return false;
            };
            let before = line.account.quantities.partition_point(|q| q.at < at);
            let part = before.checked_sub(1).map(|index| self.told.quantity(index));
            let value = part
                .filter(|part| at != self.at && part.is_like(whole) && part.at != whole.at)
                .and_then(|part| Quotient::between(part, whole));
            value.is_some_and(|value| value.is(stated))
        })
    }

    /// The exact numbers told before the part, the last sentences' and its own, but for its siblings.
    fn told_before(&self) -> Vec<&'a Quantity> {
        let nearby = self.sentence().saturating_sub(SENTENCES_BACK)..=self.sentence();
        let account = &self.told.line.account;
        let is_told = |q: &&Quantity| {
            nearby.contains(&q.sentence)
                && q.at < self.part.at
                && q.is_exact()
                && !self.is_sibling(q)
        };
        account.quantities.iter().filter(is_told).collect()
    }

    /// Whether a number is a part of the same whole.
    fn is_sibling(&self, quantity: &Quantity) -> bool {
        let account = &self.told.line.account;
        let index = |q: &Quantity| account.at(q.at);
        let list = index(self.part).and_then(|part| account.list_of(part));
        self.is_shared(quantity)
            || list.is_some_and(|list| index(quantity).is_some_and(|other| list.has(other)))
    }

    /// Whether a number has a share of its own: 200条，占80%.
    fn is_shared(&self, quantity: &Quantity) -> bool {
        let next = self.told.line.tokens.get(quantity.at + 1);
        let skip = usize::from(next.is_some_and(|token| token.is_mark("，、（")));
        lists()
            .share_of
            .begin(self.told.line.paragraph().word(quantity.at + 1 + skip))
    }

    /// Whether a number is the first of its sentence, and so the whole of what follows.
    fn is_total(&self, quantity: &Quantity) -> bool {
        let paragraph = self.told.line.paragraph();
        let own = self.told.line.account.of_sentence(quantity.sentence);
        let start = paragraph.clause_start(self.tokens.start, quantity.at, "，；（）");
        self.told.quantity(own.start).at == quantity.at
            && lists()
                .whole_of
                .within(paragraph.between(start..quantity.at))
    }

    /// Numbers, and the sums of each two that stand together.
    fn and_sums(told: &[&Quantity]) -> Vec<Decimal> {
        let mut values: Vec<Decimal> = told.iter().map(|q| q.number.value).collect();
        let pairs = told
            .windows(2)
            .filter(|pair| pair[0].sentence == pair[1].sentence);
        values.extend(
            pairs.filter_map(|pair| pair[0].number.value.checked_add(pair[1].number.value)),
        );
        values.retain(|value| !value.is_zero());
        values
    }

    /// 办结率 and the like: what was done of what there was.
    fn rate(&self) -> Option<Vec<Quotient>> {
        let name = lists()
            .rate
            .trim_end(lists().to_percentage.trim_end(self.clause));
        let characters: Vec<char> = name.chars().collect();
        let verb: String = characters[characters.len().saturating_sub(2)..]
            .iter()
            .collect();
        // 行政机关负责人出庭应诉率 is of something else.
        if !(2..=6).contains(&characters.len()) || lists().no_rates.has(&verb) {
            return None;
        }
        // What is not yet due does not count against a full rate.
        let sentence = self.told.line.paragraph().between(self.tokens.clone());
        let is_pending = lists().pending.within(sentence);
        let same: Vec<&Quantity> = self
            .before
            .iter()
            .copied()
            .filter(|q| q.measure == self.part.measure)
            .collect();
        let done = *same
            .iter()
            .rev()
            .find(|q| self.is_told_with(q, name, &verb))?;
        let earlier: Vec<&Quantity> = same.iter().copied().filter(|q| q.at < done.at).collect();
        let first = *earlier.first()?;
        // Where each number before was done so itself, the whole is not told.
        // 主动公开文件6件，依申请公开文件30件，公开率6.25%: of any of them.
        let of_any = same.iter().filter(|q| self.is_told_with(q, name, &verb));
        let of_any: Vec<Quotient> = of_any.filter_map(|q| Quotient::between(q, first)).collect();
        let is_part = |q: &&Quantity| self.is_told_with(q, name, &verb) && !self.is_due(q);
        if earlier.iter().all(is_part) {
            return None;
        }
        let mut values: Vec<Quotient> = earlier
            .iter()
            .filter_map(|whole| Quotient::between(done, whole))
            .collect();
        if earlier.len() > 1 {
            values.extend(Quotient::of(done.number.value, total(&earlier)?));
        }
        // 公开率 of 予以公开 and 部分公开 together.
        let together: Vec<&Quantity> = same
            .iter()
            .copied()
            .filter(|q| self.is_told_with(q, name, &verb) && q.at > first.at)
            .collect();
        values.extend(Quotient::of(total(&together)?, first.number.value));
        values.extend(of_any);
        if is_pending {
            values.extend(Quotient::of(done.number.value, done.number.value));
        }
        values.retain(|quotient| quotient.value <= Decimal::from(150));
        Some(values)
    }

    /// Whether a number is of what ought to be done: 应解读48件.
    fn is_due(&self, quantity: &Quantity) -> bool {
        let paragraph = self.told.line.paragraph();
        let start = paragraph.clause_start(self.tokens.start, quantity.at, "，；（）、");
        lists().ought.within(paragraph.between(start..quantity.at))
    }

    /// Whether a number is told with a rate's verb, or its characters: 更新率 of 实际更新102条.
    fn is_told_with(&self, quantity: &Quantity, name: &str, verb: &str) -> bool {
        let paragraph = self.told.line.paragraph();
        let start = paragraph.clause_start(self.tokens.start, quantity.at, "，；（）、");
        let clause = paragraph.between(start..quantity.at);
        // 按期办结率 is of 按期办结12件; 到期办结率 of what was due, which other numbers do not tell.
        if lists().due.begin(name) {
            clause.contains(name)
        } else {
            verb.chars().all(|c| clause.contains(c))
        }
    }
}

/// How many sentences back a whole is looked for.
const SENTENCES_BACK: usize = 3;

fn total(quantities: &[&Quantity]) -> Option<Decimal> {
    quantities
        .iter()
        .try_fold(Decimal::ZERO, |sum, q| sum.checked_add(q.number.value))
}

/// Whether any requests are carried over to the next year.
fn carries_over(subject: &Subject<'_>) -> bool {
    let standard = &subject.report.standard;
    let carried = |id: &CellId| standard.row(*id).id == "carried-out";
    standard
        .cells()
        .filter(carried)
        .any(|id| !subject.report.value(id).is_zero())
}

/// The totals of the tables' rows, and the sums of each two.
fn totals(subject: &Subject<'_>) -> Vec<Decimal> {
    let standard = &subject.report.standard;
    let is_total = |id: &CellId| standard.column(*id).total.is_some();
    let mut values: Vec<Decimal> = standard
        .cells()
        .filter(is_total)
        .map(|id| subject.report.value(id))
        .collect();
    let pairs: Vec<Decimal> = values
        .windows(2)
        .filter_map(|pair| pair[0].checked_add(pair[1]))
        .collect();
    values.extend(pairs);
    values.retain(|value| !value.is_zero());
    values
}
