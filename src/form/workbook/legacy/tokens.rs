//! The formulas of old workbooks as text again: tokens in the order of work, operators behind
//! their operands. What forms do not use gives no text, and the result that is stored stands.

use super::records::{digits_at, u16_at};
use crate::finding::json::cell_name;

/// Operands that wait for each other.
const MAX_STACK: usize = 300;
/// Characters of a formula.
const MAX_TEXT: usize = 8_000;
/// Operators between two operands by their tokens, from 3 on.
const OPERATORS: [&str; 12] = [
    "+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>",
];
/// Functions by their numbers, and how many arguments those have that take a fixed count.
const FUNCTIONS: [FunctionToken; 36] = [
    FunctionToken::any(0, "COUNT"),
    FunctionToken::any(1, "IF"),
    FunctionToken::any(4, "SUM"),
    FunctionToken::any(5, "AVERAGE"),
    FunctionToken::any(6, "MIN"),
    FunctionToken::any(7, "MAX"),
    FunctionToken::fixed(24, "ABS", 1),
    FunctionToken::fixed(25, "INT", 1),
    FunctionToken::fixed(27, "ROUND", 2),
    FunctionToken::any(29, "INDEX"),
    FunctionToken::fixed(31, "MID", 3),
    FunctionToken::fixed(32, "LEN", 1),
    FunctionToken::fixed(33, "VALUE", 1),
    FunctionToken::any(36, "AND"),
    FunctionToken::any(37, "OR"),
    FunctionToken::fixed(38, "NOT", 1),
    FunctionToken::fixed(48, "TEXT", 2),
    FunctionToken::any(64, "MATCH"),
    FunctionToken::fixed(65, "DATE", 3),
    FunctionToken::fixed(67, "DAY", 1),
    FunctionToken::fixed(68, "MONTH", 1),
    FunctionToken::fixed(69, "YEAR", 1),
    FunctionToken::any(102, "VLOOKUP"),
    FunctionToken::any(115, "LEFT"),
    FunctionToken::any(116, "RIGHT"),
    FunctionToken::fixed(118, "TRIM", 1),
    FunctionToken::fixed(131, "N", 1),
    FunctionToken::any(169, "COUNTA"),
    FunctionToken::any(183, "PRODUCT"),
    FunctionToken::any(197, "TRUNC"),
    FunctionToken::fixed(212, "ROUNDUP", 2),
    FunctionToken::fixed(213, "ROUNDDOWN", 2),
    FunctionToken::any(228, "SUMPRODUCT"),
    FunctionToken::any(336, "CONCATENATE"),
    FunctionToken::any(345, "SUMIF"),
    FunctionToken::fixed(346, "COUNTIF", 2),
];

/// A function as tokens name it.
struct FunctionToken {
    number: u16,
    name: &'static str,
    /// How many arguments it has, where that never differs.
    arguments: usize,
}

impl FunctionToken {
    const fn any(number: u16, name: &'static str) -> Self {
        Self {
            number,
            name,
            arguments: 0,
        }
    }

    const fn fixed(number: u16, name: &'static str, arguments: usize) -> Self {
        Self {
            number,
            name,
            arguments,
        }
    }
}

/// The text of a formula; `sheets` gives the name of a sheet by the number under which tokens know it.
pub fn formula(tokens: &[u8], sheets: &dyn Fn(u16) -> Option<String>) -> Option<String> {
    let mut rest = tokens;
    let mut stack: Vec<String> = Vec::new();
    while let Some((&token, after)) = rest.split_first() {
        let used = step(token, after, &mut stack, sheets)?;
        rest = after.get(used..)?;
        let longest = stack.last().map_or(0, String::len);
        if stack.len() > MAX_STACK || longest > MAX_TEXT {
            return None;
        }
    }
    let text = stack.pop()?;
    stack.is_empty().then_some(text)
}

/// Does what a token says, and gives how many bytes belong to it.
fn step(
    token: u8,
    after: &[u8],
    stack: &mut Vec<String>,
    sheets: &dyn Fn(u16) -> Option<String>,
) -> Option<usize> {
    // Operands come in three classes, which make no difference to their text.
    let token = if token >= 0x40 {
        token & 0x1F | 0x20
    } else {
        token
    };
    let (text, used) = match token {
        0x03..=0x0E => {
            let right = stack.pop()?;
            let left = stack.pop()?;
            (
                format!("{left}{}{right}", OPERATORS[usize::from(token) - 3]),
                0,
            )
        }
        0x12 => (format!("+{}", stack.pop()?), 0),
        0x13 => (format!("-{}", stack.pop()?), 0),
        0x14 => (format!("{}%", stack.pop()?), 0),
        0x15 => (format!("({})", stack.pop()?), 0),
        0x16 => (String::new(), 0),
        0x17 => return literal(after, stack),
        0x19 => return attribute(after, stack),
        0x1D => (
            if *after.first()? == 0 {
                "FALSE"
            } else {
                "TRUE"
            }
            .to_owned(),
            1,
        ),
        0x1E => (u16_at(after, 0)?.to_string(), 2),
        0x1F => (digits_at(after, 0)?, 8),
        0x21 => {
            let number = u16_at(after, 0)?;
            let function = FUNCTIONS
                .iter()
                .find(|f| f.number == number && f.arguments > 0)?;
            (call(function.name, function.arguments, stack)?, 2)
        }
        0x22 => {
            let number = u16_at(after, 1)?;
            let function = FUNCTIONS.iter().find(|f| f.number == number)?;
            (
                call(function.name, usize::from(*after.first()? & 0x7F), stack)?,
                3,
            )
        }
        0x24 => (corner(after, 0, 2)?, 4),
        0x25 => (
            format!("{}:{}", corner(after, 0, 4)?, corner(after, 2, 6)?),
            8,
        ),
        0x3A => (
            format!("{}!{}", sheets(u16_at(after, 0)?)?, corner(after, 2, 4)?),
            6,
        ),
        0x3B => {
            let sheet = sheets(u16_at(after, 0)?)?;
            (
                format!("{sheet}!{}:{}", corner(after, 2, 6)?, corner(after, 4, 8)?),
                10,
            )
        }
        _ => return None,
    };
    stack.push(text);
    Some(used)
}

/// A text within the formula.
fn literal(after: &[u8], stack: &mut Vec<String>) -> Option<usize> {
    let (count, flags) = (usize::from(*after.first()?), *after.get(1)?);
    let wide = flags & 1 == 1;
    let used = 2 + if wide { count * 2 } else { count };
    let bytes = after.get(2..used)?;
    let units: Vec<u16> = if wide {
        bytes
            .chunks_exact(2)
            .filter_map(|pair| u16_at(pair, 0))
            .collect()
    } else {
        bytes.iter().map(|byte| u16::from(*byte)).collect()
    };
    stack.push(format!(
        "\"{}\"",
        String::from_utf16_lossy(&units).replace('"', "\"\"")
    ));
    Some(used)
}

/// Hints for programs that work out the tokens, and a sum of one argument.
fn attribute(after: &[u8], stack: &mut Vec<String>) -> Option<usize> {
    match *after.first()? {
        0x10 => {
            let summed = call("SUM", 1, stack)?;
            stack.push(summed);
        }
        0x01 | 0x02 | 0x08 | 0x40 | 0x41 => {}
        _ => return None,
    }
    Some(3)
}

fn call(name: &str, count: usize, stack: &mut Vec<String>) -> Option<String> {
    let arguments = stack.split_off(stack.len().checked_sub(count)?);
    Some(format!("{name}({})", arguments.join(",")))
}

/// A cell's name by where its row and its column stand.
fn corner(after: &[u8], row: usize, column: usize) -> Option<String> {
    // The two upper bits say whether row and column move with the cell.
    let column = u16_at(after, column)? & 0x3FFF;
    Some(cell_name(u32::from(u16_at(after, row)?), u32::from(column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tokens: &[u8], expected: Option<&str>) {
        let sheets = |number: u16| (number == 0).then(|| "'三、申请'".to_owned());
        assert_eq!(formula(tokens, &sheets).as_deref(), expected, "{tokens:x?}");
    }

    #[test]
    fn formulas_become_text() {
        check(
            &[0x25, 4, 0, 8, 0, 1, 0xC0, 1, 0xC0, 0x19, 0x10, 0, 0],
            Some("SUM(B5:B9)"),
        );
        check(&[0x44, 0, 0, 0, 0, 0x1E, 5, 0, 0x03], Some("A1+5"));
        check(
            &[0x1E, 2, 0, 0x1E, 3, 0, 0x03, 0x15, 0x1E, 4, 0, 0x05],
            Some("(2+3)*4"),
        );
        check(&[0x3A, 0, 0, 11, 0, 5, 0], Some("'三、申请'!F12"));
        check(&[0x3A, 1, 0, 11, 0, 5, 0], None);
        check(
            &[0x17, 1, 1, 0x74, 0x5E, 0x1E, 1, 0, 0x08],
            Some("\"年\"&1"),
        );
        check(&[0x1E, 1, 0, 0x21, 24, 0], Some("ABS(1)"));
        check(&[0x1E, 1, 0, 0x1E, 2, 0, 0x22, 2, 4, 0], Some("SUM(1,2)"));
        check(&[0x13], None);
        check(&[0x1E, 1], None);
        check(&[0x22, 9, 4, 0], None);
        check(&[0x01, 0, 0, 0, 0], None);
        check(&[], None);
        check(&[0x1E, 1, 0, 0x1E, 1, 0], None);
        check(&[&[0x1E, 1, 0][..], &[0x13; 9000]].concat(), None);
    }
}
