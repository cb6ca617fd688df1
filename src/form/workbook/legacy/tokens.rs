//! The formulas of old workbooks as text again: tokens in the order of work, operators behind
//! their operands. What forms do not use gives no text, and the result that is stored stands.

use super::records::{digits_at, u16_at};
use crate::finding::json::cell_name;

/// What a token says (the numbers of the file format).
mod token {
    /// The first and the last operator between two operands.
    pub const FIRST_OPERATOR: u8 = 0x03;
    pub const LAST_OPERATOR: u8 = 0x0E;
    pub const PLUS: u8 = 0x12;
    pub const MINUS: u8 = 0x13;
    pub const PERCENT: u8 = 0x14;
    pub const PARENTHESES: u8 = 0x15;
    /// An argument that is left out.
    pub const MISSING: u8 = 0x16;
    pub const TEXT: u8 = 0x17;
    /// Hints for programs that work out the tokens.
    pub const HINT: u8 = 0x19;
    pub const TRUTH: u8 = 0x1D;
    pub const WHOLE: u8 = 0x1E;
    pub const NUMBER: u8 = 0x1F;
    /// A function whose arguments are always as many.
    pub const FIXED_CALL: u8 = 0x21;
    pub const CALL: u8 = 0x22;
    pub const CELL: u8 = 0x24;
    pub const AREA: u8 = 0x25;
    pub const CELL_OF_SHEET: u8 = 0x3A;
    pub const AREA_OF_SHEET: u8 = 0x3B;
    /// The first token of the second class of operands.
    pub const SECOND_CLASS: u8 = 0x40;
}

/// Operands that wait for each other.
const MAX_STACK: usize = 300;
/// Characters of a formula.
const MAX_TEXT: usize = 8_000;
/// Operators between two operands in the order of their tokens.
const OPERATORS: [&str; 12] = [
    "+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>",
];
/// Functions by their numbers, and how many arguments those have that take a fixed count.
static FUNCTIONS: [FunctionToken; 36] = [
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

/// Writes a formula as text; `sheets` gives the name of a sheet by the number under which tokens
/// know it.
pub fn write_formula(tokens: &[u8], sheets: &dyn Fn(u16) -> Option<String>) -> Option<String> {
    let mut rest = tokens;
    let mut stack = TokenStack {
        operands: Vec::new(),
        sheets,
    };
    while let Some((&token, after)) = rest.split_first() {
        let used = stack.step(token, after)?;
        rest = after.get(used..)?;
    }
    let text = stack.operands.pop()?;
    stack.operands.is_empty().then_some(text)
}

/// The texts of operands that wait for an operator.
struct TokenStack<'s> {
    operands: Vec<String>,
    sheets: &'s dyn Fn(u16) -> Option<String>,
}

impl TokenStack<'_> {
    /// Does what a token says, and gives how many bytes belong to it.
    fn step(&mut self, token: u8, after: &[u8]) -> Option<usize> {
        // Operands come in three classes, which make no difference to their text.
        let token = if token >= token::SECOND_CLASS {
            token & 0x1F | 0x20
        } else {
            token
        };
        match token {
            token::FIRST_OPERATOR..=token::LAST_OPERATOR => {
                self.join(OPERATORS[usize::from(token - token::FIRST_OPERATOR)])
            }
            token::PLUS => self.wrap("+", ""),
            token::MINUS => self.wrap("-", ""),
            token::PERCENT => self.wrap("", "%"),
            token::PARENTHESES => self.wrap("(", ")"),
            token::MISSING => self.push(String::new(), 0),
            token::TEXT => self.text(after),
            token::HINT => self.hint(after),
            token::TRUTH => {
                let truth = if *after.first()? == 0 {
                    "FALSE"
                } else {
                    "TRUE"
                };
                self.push(truth.to_owned(), 1)
            }
            token::WHOLE => self.push(u16_at(after, 0)?.to_string(), 2),
            token::NUMBER => self.push(digits_at(after, 0)?, 8),
            token::FIXED_CALL => {
                let function = find_function(u16_at(after, 0)?)?;
                if function.arguments == 0 {
                    return None;
                }
                self.call(function.name, function.arguments, 2)
            }
            token::CALL => {
                let function = find_function(u16_at(after, 1)?)?;
                self.call(function.name, usize::from(*after.first()? & 0x7F), 3)
            }
            token::CELL => self.push(corner(after, 0, 2)?, 4),
            token::AREA => self.push(area(after)?, 8),
            token::CELL_OF_SHEET => {
                let sheet = (self.sheets)(u16_at(after, 0)?)?;
                self.push(format!("{sheet}!{}", corner(after, 2, 4)?), 6)
            }
            token::AREA_OF_SHEET => {
                let sheet = (self.sheets)(u16_at(after, 0)?)?;
                self.push(format!("{sheet}!{}", area(after.get(2..)?)?), 10)
            }
            _ => None,
        }
    }

    /// Adds an operand that takes so many bytes; none where that is too much for a formula.
    fn push(&mut self, text: String, used: usize) -> Option<usize> {
        if self.operands.len() >= MAX_STACK || text.len() > MAX_TEXT {
            return None;
        }
        self.operands.push(text);
        Some(used)
    }

    /// Makes one operand of the last two.
    fn join(&mut self, operator: &str) -> Option<usize> {
        let right = self.operands.pop()?;
        let left = self.operands.pop()?;
        self.push(format!("{left}{operator}{right}"), 0)
    }

    /// Puts signs round the last operand, which take no bytes more.
    fn wrap(&mut self, before: &str, behind: &str) -> Option<usize> {
        let inner = self.operands.pop()?;
        self.push(format!("{before}{inner}{behind}"), 0)
    }

    /// A text within the formula.
    fn text(&mut self, after: &[u8]) -> Option<usize> {
        let (count, flags) = (usize::from(*after.first()?), *after.get(1)?);
        let wide = flags & 1 == 1;
        let used = 2 + if wide { count * 2 } else { count };
        let bytes = after.get(2..used)?;
        let units: Vec<u16> = if wide {
            let pairs = bytes.chunks_exact(2);
            pairs.filter_map(|pair| u16_at(pair, 0)).collect()
        } else {
            bytes.iter().map(|byte| u16::from(*byte)).collect()
        };
        let text = String::from_utf16_lossy(&units).replace('"', "\"\"");
        self.push(format!("\"{text}\""), used)
    }

    /// Hints for programs that work out the tokens, and a sum of one argument.
    fn hint(&mut self, after: &[u8]) -> Option<usize> {
        match *after.first()? {
            0x10 => self.call("SUM", 1, 3),
            0x01 | 0x02 | 0x08 | 0x40 | 0x41 => Some(3),
            _ => None,
        }
    }

    /// Makes one operand of the last so many, which are a function's arguments; its token takes so
    /// many bytes.
    fn call(&mut self, name: &str, count: usize, used: usize) -> Option<usize> {
        let first = self.operands.len().checked_sub(count)?;
        let arguments = self.operands.split_off(first).join(",");
        self.push(format!("{name}({arguments})"), used)
    }
}

fn find_function(number: u16) -> Option<&'static FunctionToken> {
    FUNCTIONS.iter().find(|function| function.number == number)
}

/// The names of an area's corners: both rows stand before both columns.
fn area(after: &[u8]) -> Option<String> {
    Some(format!("{}:{}", corner(after, 0, 4)?, corner(after, 2, 6)?))
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
        assert_eq!(
            write_formula(tokens, &sheets).as_deref(),
            expected,
            "{tokens:x?}"
        );
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
