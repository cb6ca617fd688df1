//! A number of a clause: whether it speaks of cells, by all that its clause and what was said
//! before it leave of it.

use super::super::numeral::Number;
use super::super::vocabulary::Measure;
use super::clause::{Clause, counts_kinds};
use super::said::{Said, Topic};
use super::topic::{self, SpokenOf};
use super::{
    Claim, ClaimYear, ClauseReading, Leaves, Naming, REQUESTS, REVIEW, Tells, Understood, Unread,
    items, phrase,
};

/// What a number was read as, and what its clause leaves.
pub(super) struct ClauseRead {
    pub claim: Result<Claim, Unread>,
    pub leaves: Leaves,
}

/// A number that is being read.
pub(super) struct NumberReader<'r> {
    clause: &'r Clause<'r>,
    number: Number,
    measure: Measure,
    said: &'r Said,
    leaves: Leaves,
}

impl<'r> NumberReader<'r> {
    pub fn new(clause: &'r Clause<'r>, number: Number, measure: Measure, said: &'r Said) -> Self {
        Self {
            clause,
            number,
            measure,
            said,
            leaves: Leaves::default(),
        }
    }

    pub fn read(mut self) -> ClauseRead {
        let claim = self.claim();
        self.leaves.another_body |= matches!(claim, Err(Unread::AnotherBody));
        ClauseRead {
            claim,
            leaves: self.leaves,
        }
    }

    fn claim(&mut self) -> Result<Claim, Unread> {
        let (clause, said) = (self.clause, self.said);
        if clause.sentence.facts.tells_items
            && let Some(claim) = items::read(clause, self.number, self.measure, said)
        {
            return Ok(claim);
        }
        if clause.counts_information(self.measure) {
            self.leaves.topic = Some(Topic::Other);
            return Err(Unread::Documents);
        }
        let Some(spoken) = topic::find_topic(clause, said) else {
            self.leaves.topic = topic::turns_away(clause, said);
            return Err(Unread::OtherBusiness);
        };
        self.leaves.nearly = spoken.naming == Naming::Near;
        self.check_noun(&spoken)?;
        self.check_extent(spoken.table)?;
        let year = self.year();
        let understood = self.understand(&spoken, year)?;
        self.build(&spoken, year, understood)
    }

    /// Whether the noun phrase counts what the table does.
    fn check_noun(&mut self, spoken: &SpokenOf) -> Result<(), Unread> {
        let (clause, said) = (self.clause, self.said);
        let is_named = spoken.naming != Naming::Before;
        // 以上两项 counts rows, not requests.
        if self.number.in_words && counts_kinds(self.measure) && !is_named {
            return Err(Unread::Kinds);
        }
        if spoken.table == REQUESTS && clause.is_another_application() {
            if said.table() != Some(REQUESTS) || said.by_heading() {
                self.leaves.topic = Some(Topic::Other);
            }
            return Err(Unread::OtherBusiness);
        }
        if let Err(why) = phrase::check(clause, spoken.table, self.measure) {
            self.leaves.part = Some(true);
            self.leaves.topic = (spoken.table == REVIEW).then_some(Topic::Other);
            return Err(why);
        }
        Ok(())
    }

    /// Whether the number is of all that the table counts: in its measure, and of no part, no other
    /// bodies and no other time.
    fn check_extent(&mut self, table: &str) -> Result<(), Unread> {
        let (clause, said) = (self.clause, self.said);
        // 涉及征地3件、拆迁2件: what 、 joins to a part is one as well.
        let is_joined = clause.follows_mark("、");
        let is_part = clause.is_part(table) && !clause.is_every_way() || said.part && is_joined;
        self.leaves.part = Some(is_part);
        if !clause.counts(table, self.measure) {
            return Err(Unread::Measure);
        }
        if is_part {
            return Err(Unread::Part);
        }
        if said.limits.scope {
            return Err(Unread::SomeBodies);
        }
        if said.limits.other_time {
            return Err(Unread::OtherTime);
        }
        Ok(())
    }

    /// Which year's report the number speaks of; whatever is left out counts as this year's.
    fn year(&self) -> ClaimYear {
        let this = self.clause.sentence.report.year.value;
        match self.said.limits.year {
            Some(year) if year == this - 1 => ClaimYear::Last,
            Some(year) if year != this => ClaimYear::Other,
            _ => ClaimYear::This,
        }
    }

    /// What the clause says, and takes up what it leaves.
    fn understand(&mut self, spoken: &SpokenOf, year: ClaimYear) -> Result<Understood, Unread> {
        let sentence = self.clause.sentence;
        let last = sentence.last.filter(|_| year == ClaimYear::Last);
        let reading = ClauseReading {
            clause: self.clause,
            standard: &last.unwrap_or(sentence.report).standard,
            said: self.said,
            naming: spoken.naming,
            money: self.is_money(),
            of_all: false,
        };
        let mut understood = reading.understand(spoken.table)?;
        let is_new = self.said.table() != Some(spoken.table);
        self.leaves = Leaves {
            part: self.leaves.part,
            nearly: self.leaves.nearly,
            topic: is_new.then_some(Topic::Table(spoken.table)),
            ..std::mem::take(&mut understood.leaves)
        };
        Ok(understood)
    }

    fn build(
        &self,
        spoken: &SpokenOf,
        year: ClaimYear,
        understood: Understood,
    ) -> Result<Claim, Unread> {
        let (clause, sentence) = (self.clause, self.clause.sentence);
        // 受理一件、办结一件 is a way of working as often as a count.
        let number = self.in_yuan()?;
        let is_idiom =
            number.in_words && number.value <= 1.into() && !sentence.facts.counts_in_words;
        Ok(Claim {
            line: sentence.line,
            range: sentence.tokens[clause.at].range.clone(),
            phrase: clause.phrase(),
            number: clause.soften(number),
            tells: if self.is_money() {
                Tells::Money
            } else {
                Tells::Count
            },
            meanings: understood.meanings,
            sure: understood.sure && self.is_clear(spoken) && !is_idiom,
            year,
        })
    }

    /// Whether nothing beside the number makes it less sure.
    fn is_clear(&self, spoken: &SpokenOf) -> bool {
        let clause = self.clause;
        // Under a heading that names the subject, but in words that nobody knows:
        // 微门户累计收件12件.
        let by_heading = spoken.naming == Naming::Before && self.said.by_heading();
        let is_obscure = by_heading && clause.near.count_unknown() > 2;
        !(clause.is_qualified()
            || clause.is_narrowed()
            || clause.tail_is_mixed()
            || clause.describes
            || is_obscure)
    }

    fn is_money(&self) -> bool {
        matches!(self.measure, Measure::Money(_))
    }

    /// The number; money in yuan.
    fn in_yuan(&self) -> Result<Number, Unread> {
        let number = self.number;
        let Measure::Money(yuan) = self.measure else {
            return Ok(number);
        };
        let value = number.value.checked_mul(yuan.into());
        Ok(Number {
            value: value.ok_or(Unread::Measure)?,
            unit: number.unit * rust_decimal::Decimal::from(yuan),
            ..number
        })
    }
}
