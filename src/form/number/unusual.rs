//! Text in a number's cell that is no plain number: what is wrong with it, and how it would read.
//!
//! What is said here is never taken as it reads; that is for whoever filled in the form to confirm.

use rust_decimal::Decimal;

use super::super::pasted::is_invisible;
use super::{
    MAX_DECIMALS, MAX_DIGITS, MONEY, NumberFault, NumberFaultKind, are_digits, read_digits,
    read_strict,
};
use crate::report::{Value, shortened};
use crate::standard::CellKind;

/// Measures that people write behind a count.
const MEASURES: &str = "件条次宗项起笔份个部元万亿";
/// Characters of a text that may still be a number with something around it.
const MAX_SHOWN: usize = 60;
/// Characters of what was typed that a message repeats.
const MAX_QUOTED: usize = 40;
/// How far a full-width character of ASCII stands behind the usual one.
const FULL_WIDTH: u32 = 0xFEE0;

/// What is wrong with a text that is neither a number nor blank.
pub(super) fn explain(text: &str, kind: CellKind, unit: &str) -> NumberFault {
    let trimmed = text.trim();
    if trimmed.chars().count() > MAX_SHOWN {
        return explain_no_number(trimmed, kind);
    }
    find_several(trimmed)
        .or_else(|| find_unusual(text, kind))
        .or_else(|| find_note(trimmed, kind))
        .or_else(|| find_measure(trimmed, kind, unit))
        .unwrap_or_else(|| explain_no_number(trimmed, kind))
}

/// The numbers of a text that holds several, as when a row is pasted with tabs or typed with ，.
pub fn numbers(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text
        .split([',', '，', '、', '\t', ' ', '\u{3000}', ';', '；'])
        .filter(|part| !part.is_empty())
        .collect();
    let are_numbers = parts.iter().all(|part| part.chars().all(is_any_digit));
    (parts.len() > 1 && are_numbers && !is_grouped(text)).then_some(parts)
}

/// A digit, usual or full-width.
fn is_any_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn find_several(text: &str) -> Option<NumberFault> {
    let parts = numbers(text)?;
    let message = format!("这里有 {} 个数，写在了一格里", parts.len());
    let hint = format!("数字之间用半角逗号，如 [{}]", parts.join(", "));
    Some(NumberFault::new(message, hint).kind(NumberFaultKind::Several))
}

/// Digits in groups of three: `1,234,567`.
fn is_grouped(text: &str) -> bool {
    let text = text.trim().replace('，', ",");
    let whole = text.split('.').next().unwrap_or_default();
    let Some((first, rest)) = whole.split_once(',') else {
        return false;
    };
    let is_first = (1..=3).contains(&first.chars().count()) && first.chars().all(is_any_digit);
    is_first && rest.split(',').all(is_group)
}

/// Three digits.
fn is_group(text: &str) -> bool {
    text.chars().count() == 3 && text.chars().all(is_any_digit)
}

/// Full-width digits, white space at the ends and thousands separators around a sound number.
fn find_unusual(text: &str, kind: CellKind) -> Option<NumberFault> {
    let mut oddities = Vec::new();
    if text.trim() != text {
        oddities.push("空格");
    }
    let grouped = is_grouped(text);
    let mut plain = String::new();
    for c in text.trim().chars() {
        match c {
            '０'..='９' | '．' | '＋' | '－' => {
                push_once(&mut oddities, "全角字符");
                plain.extend(char::from_u32(c as u32 - FULL_WIDTH));
            }
            '−' => {
                push_once(&mut oddities, "特殊的负号");
                plain.push('-');
            }
            c if is_invisible(c) => push_once(&mut oddities, "看不见的字符"),
            ',' | '，' if grouped => push_once(&mut oddities, "千分位逗号"),
            c => plain.push(c),
        }
    }
    if oddities.is_empty() {
        return None;
    }
    let value = read_strict(&plain, kind)?;
    let message = format!("“{text}”里有{}，不是规范的数字", oddities.join("、"));
    let hint = format!("如果是 {plain}，就只填 {plain}");
    Some(NumberFault::new(message, hint).reading(Some(value)))
}

fn push_once(oddities: &mut Vec<&'static str>, name: &'static str) {
    if !oddities.contains(&name) {
        oddities.push(name);
    }
}

/// `22（其中修订16件）`: the number and the note each have their place.
fn find_note(text: &str, kind: CellKind) -> Option<NumberFault> {
    let at = text.find(['（', '('])?;
    let number = text[..at].trim();
    read_strict(number, kind)?;
    let note = text[at..]
        .trim_start_matches(['（', '('])
        .trim_end_matches(['）', ')']);
    let fault = NumberFault::new(
        format!("“{text}”里数字和说明写在一起"),
        format!("写成 {{值: {number}, 注: {note}}}"),
    );
    Some(fault.kind(NumberFaultKind::Noted(note.to_owned())))
}

/// `12件`: the table prints the measure.
fn find_measure(text: &str, kind: CellKind, unit: &str) -> Option<NumberFault> {
    if kind == CellKind::AmountWithUnit {
        read_digits(text, true)?;
        let hint = format!("写上单位，如 {text}万元 或 {text}元");
        return Some(NumberFault::new(format!("“{text}”没有写金额的单位"), hint));
    }
    let number = text.trim_end_matches(|c| MEASURES.contains(c));
    let measure = &text[number.len()..];
    let number = number.trim();
    if measure.is_empty() {
        return None;
    }
    let value = read_strict(number, kind)?;
    let message = format!("“{text}”带着单位“{measure}”");
    if !is_of_money(measure) && !is_of_money(unit) {
        let hint = format!("只填数字 {number}");
        return Some(NumberFault::new(message, hint).reading(Some(value)));
    }
    if measure == unit {
        let hint = format!("单位就是{unit}，只填数字 {number}");
        return Some(NumberFault::new(message, hint).reading(Some(value)));
    }
    // Another unit is another number: it is worked out for the clerk, but never taken.
    let hint = match convert(&value, measure, unit) {
        Some(converted) => format!("这一格的单位是{unit}，应填 {}", converted.normalize()),
        None => "换算成数字再填".to_owned(),
    };
    Some(NumberFault::new(message, hint))
}

fn is_of_money(measure: &str) -> bool {
    measure.contains(['万', '亿', '元'])
}

/// A number of one unit of money in another.
fn convert(value: &Value, from: &str, to: &str) -> Option<Decimal> {
    let (from, to) = (worth(from)?, worth(to)?);
    value.number()?.checked_mul(from)?.checked_div(to)
}

/// What a unit of money is worth in 元.
fn worth(unit: &str) -> Option<Decimal> {
    match unit {
        "元" => Some(Decimal::ONE),
        "万元" | "万" => Some(Decimal::from(10_000)),
        "亿元" | "亿" => Some(Decimal::from(100_000_000)),
        _ => None,
    }
}

/// What is wrong with a text that would not read as a number at all.
fn explain_no_number(text: &str, kind: CellKind) -> NumberFault {
    let shown = shortened(text, MAX_QUOTED);
    if is_negative(text) {
        if kind != CellKind::Signed {
            let message = format!("“{shown}”是负数");
            return NumberFault::new(message, "件数和金额不能小于 0");
        }
    } else if let Some(fault) = find_misshapen(text, &shown, kind) {
        return fault;
    }
    let (what, hint) = match kind {
        CellKind::Count => ("数字", "填 0 或正整数，如 12"),
        CellKind::Signed => ("数字", "填增减数，如 3 或 -3"),
        CellKind::Decimal => ("数字", "填数字，如 28660.38"),
        CellKind::AmountWithUnit => ("金额", "填金额和单位，如 454万元"),
    };
    NumberFault::new(format!("“{shown}”不是{what}"), hint)
}

fn is_negative(text: &str) -> bool {
    match text.strip_prefix(['-', '−', '－']) {
        Some(rest) => read_digits(rest, true).is_some(),
        None => false,
    }
}

/// What is wrong with digits, and perhaps a point, that are no number as they stand; `shown` is
/// what of them a message repeats.
fn find_misshapen(text: &str, shown: &str, kind: CellKind) -> Option<NumberFault> {
    let unsigned = match kind {
        CellKind::Signed => text.trim_start_matches(['+', '-']),
        _ => text,
    };
    let bare = MONEY.iter().find_map(|unit| unsigned.strip_suffix(unit));
    let bare = bare.unwrap_or(unsigned);
    let (whole, decimals) = bare.split_once('.').unwrap_or((bare, ""));
    if whole.is_empty() || !are_digits(whole) || !are_digits(decimals) {
        return None;
    }
    let (what, hint) = if matches!(kind, CellKind::Count | CellKind::Signed) && !decimals.is_empty()
    {
        ("不是整数", "件数填整数")
    } else if whole.len() > 1 && whole.starts_with('0') {
        ("前面有多余的 0", "去掉前面的 0")
    } else if whole.len() > MAX_DIGITS {
        ("太大，不像件数或金额", "请核对这个数")
    } else if decimals.len() > MAX_DECIMALS {
        let count = decimals.len();
        let message = format!("“{shown}”的小数有 {count} 位，最多 {MAX_DECIMALS} 位");
        return Some(NumberFault::new(message, "四舍五入后再填"));
    } else {
        return None;
    };
    Some(NumberFault::new(format!("“{shown}”{what}"), hint))
}
