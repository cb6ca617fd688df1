//! What a sentence says of the report itself: its period, and the year of its name.

use super::dated::{DatedSentence, WrongYear, YearToken};
use crate::narrative::{Piece, lists};
use crate::rules::text::LEAD;

/// A month of a sentence.
#[derive(Clone, Copy)]
struct MonthToken {
    /// Its token.
    at: usize,
    month: u32,
}

impl DatedSentence<'_, '_> {
    /// 统计期限 of another year.
    pub(super) fn check_period(&self) -> Option<WrongYear> {
        self.other_years().next()?;
        let from = self.behind_the_period()?;
        // What stands in clauses behind is another day: 于2024年1月发布.
        let mut tokens = self.sentence.tokens.iter();
        let first = tokens.position(|token| token.range.start >= from)?;
        let named = self.years.iter().find(|named| named.at >= first)?;
        let end = self.sentence.clause_end(named.at, "，；");
        let mut others = self.other_years();
        let YearToken { at, year } =
            others.find(|other| other.at < end && self.begins_a_period(other.at))?;
        let message = format!("统计期限写的是 {year} 年，本报告是 {} 年度的", self.this);
        Some(WrongYear { at, message })
    }

    /// Whether a year has a month beside it, as a period has; 2024年1月26日发布 is none.
    fn begins_a_period(&self, at: usize) -> bool {
        let next = self.sentence.tokens.get(at + 1);
        next.is_some_and(|token| matches!(token.kind, Piece::Month(_)))
            || lists().all_year.begin(self.sentence.word(at + 1))
    }

    /// The byte of the line behind the first word for the period, 统计期限 and its like.
    fn behind_the_period(&self) -> Option<usize> {
        let text = self.sentence.whole();
        let words = lists().period.iter();
        let ends = words.filter_map(|word| Some(text.find(word)? + word.len()));
        Some(self.sentence.tokens.first()?.range.start + ends.min()?)
    }

    /// 统计期限 that ends before the year does: 1月1日至11月30日.
    pub(super) fn check_period_end(&self) -> Option<WrongYear> {
        let months = self.months();
        months.first()?;
        let from = self.behind_the_period()?;
        let mut behind = months.into_iter();
        let first = behind.find(|month| self.sentence.tokens[month.at].range.start >= from)?;
        let last = behind.next()?;
        let between = self.sentence.text(first.at..last.at);
        let is_range = lists().range_marks.within(between);
        if first.month != 1 || last.month == 12 || !is_range {
            return None;
        }
        let message = format!("统计期限写到 {} 月，应到12月31日", last.month);
        let at = last.at;
        Some(WrongYear { at, message })
    }

    fn months(&self) -> Vec<MonthToken> {
        let mut months = Vec::new();
        for (at, token) in self.sentence.tokens.iter().enumerate() {
            if let Piece::Month(month) = token.kind {
                months.push(MonthToken { at, month });
            }
        }
        months
    }

    /// The year of the report's own name.
    pub(super) fn check_report_name(&self) -> Option<WrongYear> {
        let sentence = self.sentence;
        if sentence.passage.key != LEAD {
            return None;
        }
        for named in self.other_years() {
            let end = sentence.tokens[named.at].range.end;
            if begins_a_report_name(&sentence.line.text[end..]) {
                return Some(self.wrong_report_year(named));
            }
        }
        // 《某某局2022年政府信息公开工作年度报告》 is one token.
        for (at, token) in sentence.tokens.iter().enumerate() {
            if token.kind == Piece::Title
                && let Some(year) = year_of_report(sentence.word(at))
                && year != self.this
            {
                return Some(self.wrong_report_year(YearToken { at, year }));
            }
        }
        None
    }

    /// 以上即为2022年度我局政府信息公开工作的总体情况: a closing sentence of another year.
    pub(super) fn check_closing(&self) -> Option<WrongYear> {
        let text = self.sentence.whole();
        let [named] = self.years[..] else { return None };
        let is_of_work = lists().this_work.within(text) && lists().told.end(text);
        let closes = is_of_work && lists().closing.begin(text);
        (closes && named.year != self.this).then(|| self.wrong_report_year(named))
    }

    fn wrong_report_year(&self, named: YearToken) -> WrongYear {
        let YearToken { at, year } = named;
        let message = format!("报告的年度写的是 {year} 年，应是 {} 年", self.this);
        WrongYear { at, message }
    }
}

/// Whether the name of a yearly report goes on behind its year.
fn begins_a_report_name(behind: &str) -> bool {
    let name = behind.trim_start_matches(['度', '年', ' ']);
    lists().report_begins.begin(name)
}

/// The year in the title of a yearly report; none of other titles.
fn year_of_report(title: &str) -> Option<i32> {
    let (before, behind) = title.split_once("年")?;
    let digits = before.get(before.len().checked_sub(4)?..)?;
    let year = digits.parse().ok()?;
    let is_report = begins_a_report_name(behind) && lists().report_ends.end(title);
    is_report.then_some(year)
}
