//! What a number cell says: a number of its kind, a blank, or something else.
//!
//! Nothing is guessed: `'12 '`, `１２` and `1,234` are not numbers, but the
//! fault tells how they would read, so that the clerk can confirm it.

use rust_decimal::Decimal;

use super::pasted::is_invisible;
use crate::finding::Complaint;
use crate::report::{Value, shortened};
use crate::standard::CellKind;

/// Units of money that an amount may carry.
const MONEY: [&str; 3] = ["亿元", "万元", "元"];
/// Measures that people write behind a count.
const MEASURES: &str = "件条次宗项起笔份个部元万亿";
/// What people write for “nothing”.
const DASHES: [&str; 11] = ["—", "——", "-", "--", "－", "–", "/", "／", "\\", "无", "空"];
/// Characters of a text that may still be a number with something around it.
const MAX_SHOWN: usize = 60;
/// Characters of what was typed that a message repeats.
const MAX_QUOTED: usize = 40;
/// Digits before the decimal point; enough for the whole country in 元.
const MAX_DIGITS: usize = 15;
/// Digits behind it: 万元 down to a hundredth of 分.
const MAX_DECIMALS: usize = 6;

/// Why a text is not the number that the cell needs.
#[derive(Debug, PartialEq, Eq)]
pub struct NumberFault {
    /// What is wrong, and what to write instead.
    pub complaint: Complaint,
    /// The number that it would read as, if it is only written unusually.
    pub reading: Option<Value>,
    /// What kind of fault it is, where that matters to the reader.
    pub what: What,
}

/// A kind of fault that the two kinds of forms answer differently.
#[derive(Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing was filled in.
    Blank,
    /// Several numbers stand in one cell.
    Several,
    /// A plain number, but as text in a cell for numbers.
    Typed,
    /// A number and this note stand in one cell.
    Noted(String),
    /// Anything else.
    Other,
}

impl NumberFault {
    /// A fault without a reading.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let complaint = Complaint::new(message.into(), hint.into());
        Self {
            complaint,
            reading: None,
            what: What::Other,
        }
    }

    /// Says which number it would read as.
    #[must_use]
    pub fn reading(mut self, value: Option<Value>) -> Self {
        self.reading = value;
        self
    }

    /// Says what kind of fault it is.
    #[must_use]
    pub fn what(mut self, what: What) -> Self {
        self.what = what;
        self
    }
}

/// Reads a cell's text. `unit` is the measure that the table prints for the cell, such as 万元.
///
/// # Errors
/// A [`NumberFault`] for anything but the plain number: digits, for a change with a
/// sign, for a decimal with a point, for an amount of money with its unit.
pub fn read(text: &str, kind: CellKind, unit: &str) -> Result<Value, NumberFault> {
    if let Some(value) = strict(text, kind) {
        return Ok(value);
    }
    let trimmed = text.trim();
    if trimmed.is_empty() || DASHES.contains(&trimmed) {
        let message = if trimmed.is_empty() {
            "这一格是空的".to_owned()
        } else {
            format!("“{trimmed}”不是数字")
        };
        return Err(NumberFault::new(message, "没有就填 0").what(What::Blank));
    }
    if trimmed.chars().count() > MAX_SHOWN {
        return Err(plain(trimmed, kind));
    }
    let fault = several(trimmed)
        .or_else(|| unusual(text, kind))
        .or_else(|| with_note(trimmed, kind))
        .or_else(|| with_measure(trimmed, kind, unit))
        .unwrap_or_else(|| plain(trimmed, kind));
    Err(fault)
}

fn strict(text: &str, kind: CellKind) -> Option<Value> {
    match kind {
        CellKind::Count => digits(text, false).map(Value::Number),
        CellKind::Decimal => digits(text, true).map(Value::Number),
        CellKind::Signed => match text.strip_prefix(['+', '-']) {
            Some(rest) => {
                let number = digits(rest, false)?;
                let negative = text.starts_with('-') && !number.is_zero();
                Some(Value::Number(if negative { -number } else { number }))
            }
            None => digits(text, false).map(Value::Number),
        },
        CellKind::AmountWithUnit => {
            if text == "0" {
                return Some(Value::Number(Decimal::ZERO));
            }
            let unit = MONEY.iter().find(|u| text.ends_with(**u))?;
            // A blank before the unit is how some write it.
            let number = digits(text.strip_suffix(unit)?.trim_end_matches(' '), true)?;
            Some(Value::Amount(number, (*unit).to_owned()))
        }
    }
}

/// Plain ASCII digits without leading noughts; with a fraction where allowed.
fn digits(text: &str, fraction: bool) -> Option<Decimal> {
    let (whole, rest) = match text.split_once('.') {
        Some((whole, rest)) if fraction && (1..=MAX_DECIMALS).contains(&rest.len()) => {
            (whole, rest)
        }
        Some(_) => return None,
        None => (text, ""),
    };
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let sound = (1..=MAX_DIGITS).contains(&whole.len()) && plain(whole) && plain(rest);
    if !sound || (whole.len() > 1 && whole.starts_with('0')) {
        None
    } else {
        text.parse().ok()
    }
}

/// The numbers of a text that holds several, as when a row is pasted with tabs or typed with ，.
pub fn numbers(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text
        .split([',', '，', '、', '\t', ' ', '\u{3000}', ';', '；'])
        .filter(|p| !p.is_empty())
        .collect();
    let numbers = parts.iter().all(|p| {
        p.chars()
            .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
    });
    (parts.len() > 1 && numbers && !is_grouped(text)).then_some(parts)
}

fn several(text: &str) -> Option<NumberFault> {
    let parts = numbers(text)?;
    let message = format!("这里有 {} 个数，写在了一格里", parts.len());
    Some(
        NumberFault::new(
            message,
            format!("数字之间用半角逗号，如 [{}]", parts.join(", ")),
        )
        .what(What::Several),
    )
}

/// Digits in groups of three: `1,234,567`.
fn is_grouped(text: &str) -> bool {
    let text = text.trim().replace('，', ",");
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |g: &str| {
        !g.is_empty()
            && g.chars()
                .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    let mut rest = groups.peekable();
    rest.peek().is_some()
        && first.chars().count() <= 3
        && digits(first)
        && rest.all(|g| g.chars().count() == 3 && digits(g))
}

/// Full-width digits, white space at the ends and thousands separators around a sound number.
fn unusual(text: &str, kind: CellKind) -> Option<NumberFault> {
    let mut oddities = Vec::new();
    let mut note = |name: &'static str| {
        if !oddities.contains(&name) {
            oddities.push(name);
        }
    };
    if text.trim() != text {
        note("空格");
    }
    let grouped = is_grouped(text);
    let mut plain = String::new();
    for c in text.trim().chars() {
        match c {
            '０'..='９' | '．' | '＋' | '－' => {
                note("全角字符");
                plain.extend(char::from_u32(c as u32 - 0xFEE0));
            }
            '−' => {
                note("特殊的负号");
                plain.push('-');
            }
            c if is_invisible(c) => note("看不见的字符"),
            ',' | '，' if grouped => note("千分位逗号"),
            c => plain.push(c),
        }
    }
    let value = if oddities.is_empty() {
        None
    } else {
        strict(&plain, kind)
    }?;
    let message = format!("“{text}”里有{}，不是规范的数字", oddities.join("、"));
    Some(NumberFault::new(message, format!("如果是 {plain}，就只填 {plain}")).reading(Some(value)))
}

/// `22（其中修订16件）`: the number and the note each have their place.
fn with_note(text: &str, kind: CellKind) -> Option<NumberFault> {
    let at = text.find(['（', '('])?;
    let number = text[..at].trim();
    strict(number, kind)?;
    let note = text[at..]
        .trim_start_matches(['（', '('])
        .trim_end_matches(['）', ')']);
    let fault = NumberFault::new(
        format!("“{text}”里数字和说明写在一起"),
        format!("写成 {{值: {number}, 注: {note}}}"),
    );
    Some(fault.what(What::Noted(note.to_owned())))
}

/// `12件`: the table prints the measure.
fn with_measure(text: &str, kind: CellKind, unit: &str) -> Option<NumberFault> {
    if kind == CellKind::AmountWithUnit {
        digits(text, true)?;
        let hint = format!("写上单位，如 {text}万元 或 {text}元");
        return Some(NumberFault::new(format!("“{text}”没有写金额的单位"), hint));
    }
    let number = text.trim_end_matches(|c| MEASURES.contains(c));
    let measure = &text[number.len()..];
    let number = number.trim();
    let value = if measure.is_empty() {
        None
    } else {
        strict(number, kind)
    }?;
    let message = format!("“{text}”带着单位“{measure}”");
    let money = |measure: &str| measure.contains(['万', '亿', '元']);
    let fault = |hint: String, reading| Some(NumberFault::new(message, hint).reading(reading));
    if !money(measure) && !money(unit) {
        return fault(format!("只填数字 {number}"), Some(value));
    }
    if measure == unit {
        return fault(format!("单位就是{unit}，只填数字 {number}"), Some(value));
    }
    // Another unit is another number: it is worked out for the clerk, but never taken.
    let worth = |measure: &str| match measure {
        "元" => Some(Decimal::ONE),
        "万元" | "万" => Some(Decimal::from(10_000)),
        "亿元" | "亿" => Some(Decimal::from(100_000_000)),
        _ => None,
    };
    let converted = worth(measure)
        .zip(worth(unit))
        .and_then(|(from, to)| value.number()?.checked_mul(from)?.checked_div(to));
    match converted {
        Some(converted) => fault(
            format!("这一格的单位是{unit}，应填 {}", converted.normalize()),
            None,
        ),
        None => fault("换算成数字再填".to_owned(), None),
    }
}

fn plain(text: &str, kind: CellKind) -> NumberFault {
    let shown = shortened(text, MAX_QUOTED);
    let negative = text
        .strip_prefix(['-', '−', '－'])
        .is_some_and(|rest| digits(rest, true).is_some());
    if let Some((message, hint)) = misshapen(text, kind).filter(|_| !negative) {
        return NumberFault::new(format!("“{shown}”{message}"), hint);
    }
    let (message, hint) = match kind {
        CellKind::Count | CellKind::Decimal | CellKind::AmountWithUnit if negative => (
            format!("“{shown}”是负数"),
            "件数和金额不能小于 0".to_owned(),
        ),
        CellKind::Count => (
            format!("“{shown}”不是数字"),
            "填 0 或正整数，如 12".to_owned(),
        ),
        CellKind::Signed => (
            format!("“{shown}”不是数字"),
            "填增减数，如 3 或 -3".to_owned(),
        ),
        CellKind::Decimal => (
            format!("“{shown}”不是数字"),
            "填数字，如 28660.38".to_owned(),
        ),
        CellKind::AmountWithUnit => (
            format!("“{shown}”不是金额"),
            "填金额和单位，如 454万元".to_owned(),
        ),
    };
    NumberFault::new(message, hint)
}

/// What is wrong with digits, and perhaps a point, that are no number as they stand.
fn misshapen(text: &str, kind: CellKind) -> Option<(String, &'static str)> {
    let unsigned = if kind == CellKind::Signed {
        text.trim_start_matches(['+', '-'])
    } else {
        text
    };
    let bare = MONEY
        .iter()
        .find_map(|unit| unsigned.strip_suffix(unit))
        .unwrap_or(unsigned);
    let (whole, decimals) = bare.split_once('.').unwrap_or((bare, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(decimals) {
        return None;
    }
    if matches!(kind, CellKind::Count | CellKind::Signed) && !decimals.is_empty() {
        return Some(("不是整数".into(), "件数填整数"));
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Some(("前面有多余的 0".into(), "去掉前面的 0"));
    }
    if whole.len() > MAX_DIGITS {
        return Some(("太大，不像件数或金额".into(), "请核对这个数"));
    }
    if decimals.len() > MAX_DECIMALS {
        let message = format!("的小数有 {} 位，最多 {MAX_DECIMALS} 位", decimals.len());
        return Some((message, "四舍五入后再填"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use CellKind::{AmountWithUnit, Count, Decimal as Exact, Signed};

    fn check(text: &str, kind: CellKind, expected: &str) {
        let unit = if kind == Exact { "万元" } else { "件" };
        let shown = match read(text, kind, unit) {
            Ok(Value::Number(number)) => number.to_string(),
            Ok(Value::Amount(number, unit)) => format!("{number} {unit}"),
            Ok(value) => format!("{value:?}"),
            Err(fault) if fault.what == What::Blank => format!("blank {}", fault.complaint.message),
            Err(fault) => {
                let reading = fault
                    .reading
                    .and_then(|r| r.number())
                    .map_or(String::new(), |n| format!(" [{n}]"));
                format!("{}{reading}", fault.complaint)
            }
        };
        assert_eq!(shown, expected, "{text:?} as {kind:?}");
    }

    #[test]
    fn numbers() {
        check("0", Count, "0");
        check("674913", Count, "674913");
        check("28660.38", Exact, "28660.38");
        check("0.10", Exact, "0.10");
        check("-3", Signed, "-3");
        check("+3", Signed, "3");
        check("454万元", AmountWithUnit, "454 万元");
        check("8101.1万元", AmountWithUnit, "8101.1 万元");
        check("44.44 万元", AmountWithUnit, "44.44 万元");
        check("251000元", AmountWithUnit, "251000 元");
        check("0", AmountWithUnit, "0");
    }

    #[test]
    fn text_that_looks_like_a_number_is_asked_back() {
        check(
            "12 ",
            Count,
            "“12 ”里有空格，不是规范的数字；如果是 12，就只填 12 [12]",
        );
        check(
            "1\u{200B}2",
            Count,
            "“1\u{200B}2”里有看不见的字符，不是规范的数字；如果是 12，就只填 12 [12]",
        );
        check(
            "１２",
            Count,
            "“１２”里有全角字符，不是规范的数字；如果是 12，就只填 12 [12]",
        );
        check(
            "1,234",
            Count,
            "“1,234”里有千分位逗号，不是规范的数字；如果是 1234，就只填 1234 [1234]",
        );
        check("12件", Count, "“12件”带着单位“件”；只填数字 12 [12]");
        check("2笔", Count, "“2笔”带着单位“笔”；只填数字 2 [2]");
        check(
            "3.5万元",
            Exact,
            "“3.5万元”带着单位“万元”；单位就是万元，只填数字 3.5 [3.5]",
        );
        check(
            "286603800元",
            Exact,
            "“286603800元”带着单位“元”；这一格的单位是万元，应填 28660.38",
        );
        check(
            "3亿",
            Exact,
            "“3亿”带着单位“亿”；这一格的单位是万元，应填 30000",
        );
        check("1万件", Count, "“1万件”带着单位“万件”；换算成数字再填");
        check(
            "770，17，0",
            Count,
            "这里有 3 个数，写在了一格里；数字之间用半角逗号，如 [770, 17, 0]",
        );
        check(
            "1 2",
            Count,
            "这里有 2 个数，写在了一格里；数字之间用半角逗号，如 [1, 2]",
        );
        check(
            "6,7,4913",
            Count,
            "这里有 3 个数，写在了一格里；数字之间用半角逗号，如 [6, 7, 4913]",
        );
        check("-0", Signed, "0");
        check(
            "22（其中修订16件）",
            Count,
            "“22（其中修订16件）”里数字和说明写在一起；写成 {值: 22, 注: 其中修订16件}",
        );
        check(
            "454",
            AmountWithUnit,
            "“454”没有写金额的单位；写上单位，如 454万元 或 454元",
        );
    }

    #[test]
    fn no_numbers() {
        check("", Count, "blank 这一格是空的");
        check("—", Count, "blank “—”不是数字");
        check("无", Count, "blank “无”不是数字");
        check("-3", Count, "“-3”是负数；件数和金额不能小于 0");
        check("1.5", Count, "“1.5”不是整数；件数填整数");
        check("1e3", Count, "“1e3”不是数字；填 0 或正整数，如 12");
        check("0x10", Count, "“0x10”不是数字；填 0 或正整数，如 12");
        check("yes", Count, "“yes”不是数字；填 0 或正整数，如 12");
        check("012", Count, "“012”前面有多余的 0；去掉前面的 0");
        check("00.5", Exact, "“00.5”前面有多余的 0；去掉前面的 0");
        check(
            "3.1415926",
            Exact,
            "“3.1415926”的小数有 7 位，最多 6 位；四舍五入后再填",
        );
        check(
            "3.1415926万元",
            AmountWithUnit,
            "“3.1415926万元”的小数有 7 位，最多 6 位；四舍五入后再填",
        );
        check("3.1415926", Count, "“3.1415926”不是整数；件数填整数");
        check("+3.5", Signed, "“+3.5”不是整数；件数填整数");
        check(
            "1234567890123456.5",
            Exact,
            "“1234567890123456.5”太大，不像件数或金额；请核对这个数",
        );
        check("1万", Count, "“1万”带着单位“万”；换算成数字再填");
        check(
            "9999999999999999999999",
            Count,
            "“9999999999999999999999”太大，不像件数或金额；请核对这个数",
        );
    }
}
