//! What a number is by what stands around it: a quantity, a percentage, a year, a code, an idiom.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::super::lists::Words;
use super::super::numeral::{Nearness, Number, Numeral, read_number};
use super::super::vocabulary::{TermKind, Vocabulary, begins, lists};
use super::{FoundPiece, Piece, Token};

/// 百分之九十六, 三分之一, and 百分点 behind a number that is no percentage; `numeral` is the
/// number at the start.
pub(super) fn find_in_words(rest: &[char], numeral: Option<Numeral>) -> Option<FoundPiece> {
    if begins(rest, "百分点") {
        return Some(FoundPiece::whole(3, Piece::Points(None)));
    }
    if let Some(found) = find_spoken_percentage(rest, numeral) {
        return Some(found);
    }
    let behind = rest.strip_prefix(&['百', '分', '之'])?;
    let Numeral { length, number } = read_number(behind)?;
    Some(FoundPiece::whole(length + 3, Piece::Percent(number)))
}

/// 三分之一, 过半, 翻了一番: percentages in words, exact to ten.
fn find_spoken_percentage(rest: &[char], numeral: Option<Numeral>) -> Option<FoundPiece> {
    if let Some(length) = length_of_word(rest, &lists().half) {
        let half = spoken_percentage(Decimal::from(50), Nearness::Over);
        return Some(FoundPiece::whole(length, half));
    }
    if let Some(length) = length_of_word(rest, &lists().doubled) {
        let doubled = spoken_percentage(Decimal::ONE_HUNDRED, Nearness::Exact);
        return Some(FoundPiece::whole(length, doubled));
    }
    find_fraction(rest, numeral?)
}

/// Characters of the first of some words that a text begins with.
fn length_of_word(text: &[char], words: &Words) -> Option<usize> {
    let word = words.iter().find(|word| begins(text, word))?;
    Some(word.chars().count())
}

/// 三分之一; `whole` is the number before 分之.
fn find_fraction(rest: &[char], whole: Numeral) -> Option<FoundPiece> {
    let behind = rest[whole.length..].strip_prefix(&['分', '之'])?;
    let part = read_number(behind)?;
    if !whole.number.in_words || !part.number.in_words {
        return None;
    }
    let hundredfold = part.number.value * Decimal::ONE_HUNDRED;
    let value = hundredfold.checked_div(whole.number.value)?;
    let is_share = value < Decimal::ONE_HUNDRED && whole.number.value < Decimal::TEN;
    let length = whole.length + 2 + part.length;
    let share = spoken_percentage(value, Nearness::Exact);
    is_share.then(|| FoundPiece::whole(length, share))
}

fn spoken_percentage(value: Decimal, bound: Nearness) -> Piece {
    Piece::Percent(Number {
        value,
        unit: Decimal::TEN,
        bound,
        in_words: true,
    })
}

/// What the number at a position is; none where it is part of a code, a word or an idiom.
pub(super) fn find(
    chars: &[char],
    at: usize,
    numeral: Numeral,
    word_length: usize,
    before: Option<&Token>,
) -> Option<FoundPiece> {
    let rest = &chars[at..];
    let Numeral { length, number } = numeral;
    // 第三十九条 counts nothing.
    if at > 0 && chars[at - 1] == '第' {
        return Some(FoundPiece::whole(length, Piece::Number(number)));
    }
    // 1—6月 is a stretch of months all the same.
    if continues_a_code(chars, at) && rest.get(length) != Some(&'月') {
        return None;
    }
    if let Some(found) = find_by_what_follows(rest, numeral, before) {
        // 三类内部事务信息 is a word, no number.
        let is_word = number.in_words && word_length > found.length;
        if !is_word {
            return Some(found);
        }
    }
    let is_bare = !number.in_words && word_length < length;
    is_bare.then(|| FoundPiece::whole(length, Piece::Number(number)))
}

/// Whether a number goes on from letters or digits, and is a code: 2019-467, 〔2020〕109号, 12345.
fn continues_a_code(chars: &[char], at: usize) -> bool {
    let Some(last) = at.checked_sub(1) else {
        return false;
    };
    let is_joined = "-—./".contains(chars[last]) && last > 0 && chars[last - 1].is_ascii_digit();
    chars[last].is_ascii_alphanumeric() || is_joined
}

/// Years that a report may speak of.
const YEARS: RangeInclusive<i32> = 1949..=2100;

/// What a number is by what follows it.
fn find_by_what_follows(
    rest: &[char],
    numeral: Numeral,
    before: Option<&Token>,
) -> Option<FoundPiece> {
    let Numeral { length, number } = numeral;
    let after = &rest[length..];
    // 5个百分点 is a difference of rates.
    if begins(after, "个百分点") {
        return Some(FoundPiece::whole(length + 4, Piece::Points(Some(number))));
    }
    if after.first() == Some(&'年')
        && let Some(year) = year_of(number)
    {
        let shown = length + 1;
        return Some(FoundPiece {
            length: shown + usize::from(after.get(1) == Some(&'度')),
            kind: Piece::Year(year),
            shown,
        });
    }
    match after.first() {
        Some('%' | '％') => Some(FoundPiece::whole(length + 1, Piece::Percent(number))),
        Some('成') => find_tenths(numeral, before, after.get(1).copied()),
        Some('月') if !number.in_words => {
            let month = u32::try_from(number.value).unwrap_or(0);
            Some(FoundPiece::whole(length + 1, Piece::Month(month)))
        }
        _ => find_quantity(after, numeral, before),
    }
}

/// The calendar year that a number may be.
fn year_of(number: Number) -> Option<i32> {
    let year = i32::try_from(number.value).ok()?;
    (number.unit == Decimal::ONE && YEARS.contains(&year)).then_some(year)
}

/// 四成 is 40 %, about; 一成不变 and 第二成员 are none.
fn find_tenths(numeral: Numeral, before: Option<&Token>, next: Option<char>) -> Option<FoundPiece> {
    let Numeral { length, number } = numeral;
    let is_share = number.value < Decimal::TEN && number.in_words;
    let ends = next.is_none_or(|c| "，。；、（）左上以多".contains(c));
    if !is_share || !ends || !before.is_some_and(may_precede_tenths) {
        return None;
    }
    let share = Number {
        value: number.value * Decimal::TEN,
        unit: Decimal::TEN,
        ..number
    };
    Some(FoundPiece::whole(length + 1, Piece::Percent(share)))
}

fn may_precede_tenths(token: &Token) -> bool {
    matches!(token.kind, Piece::Plain(_))
        || token.is(TermKind::Compare)
        || token.is(TermKind::Part)
        || token.is(TermKind::Filler)
}

/// What 个 counts without counting things: 15个工作日 is a time.
const UNCOUNTED: [&str; 12] = [
    "部分",
    "方面",
    "问题",
    "环节",
    "阶段",
    "层面",
    "维度",
    "工作日",
    "月",
    "小时",
    "季度",
    "年",
];

/// A number with its measure; none where both are an idiom, or an ordinal.
fn find_quantity(after: &[char], numeral: Numeral, before: Option<&Token>) -> Option<FoundPiece> {
    let Numeral { length, number } = numeral;
    let known = Vocabulary::builtin().measure(after)?;
    let behind = &after[known.length..];
    let is_of_pieces = after[..known.length] == ['个'];
    let is_uncounted = is_of_pieces && UNCOUNTED.iter().any(|word| begins(behind, word));
    if !is_uncounted && (is_idiom(number, behind) || is_ordinal(numeral, before)) {
        return None;
    }
    let kind = if is_uncounted {
        Piece::Number(number)
    } else {
        Piece::Quantity(number, known.measure)
    };
    Some(FoundPiece {
        length: length + known.length,
        kind,
        shown: length,
    })
}

/// 一件事, 一次性, 三类.
fn is_idiom(number: Number, behind: &[char]) -> bool {
    let follows = matches!(
        behind.first(),
        Some('事' | '性' | '套' | '手' | '线' | '把' | '化')
    );
    number.in_words && follows
}

/// 第十八次: unknown words before it make 一次 no count.
fn is_ordinal(numeral: Numeral, before: Option<&Token>) -> bool {
    let Numeral { length, number } = numeral;
    let is_one = number.in_words && length == 1 && number.value <= Decimal::ONE;
    is_one && before.is_some_and(|token| matches!(token.kind, Piece::Plain(_)))
}

/// Reads words before and behind a number that make it less exact, such as 近 and 约.
pub fn soften(number: Number, before: Option<char>, after: &str) -> Number {
    let bound = match before {
        Some('近') => Nearness::Under,
        Some('约') => Nearness::About,
        Some('超' | '逾' | '过') => Nearness::Over,
        _ if after.starts_with("左右") || after.starts_with("上下") => Nearness::About,
        _ if after.starts_with('余') || after.starts_with("以上") || after.starts_with('多') => {
            Nearness::Over
        }
        _ => number.bound,
    };
    Number { bound, ..number }
}
