//! From the text of a formula to steps in the order in which they are worked out.
//!
//! Steps rather than a tree, so that working them out needs no recursion: a
//! formula cannot be too deep for the stack. IF and IFERROR are jumps, which
//! only go forward. It knows no cells; what sheets there are, it is told.

use super::cursor::Cursor;
use super::functions::Function;
use super::operators::{Operator, error, plain_number};
use super::reference::{self, Area, SheetFinder};
use super::{FormulaFault, Scalar};

/// Characters of a formula, as in Excel.
const MAX_FORMULA: usize = 8192;
/// Parentheses and calls in each other, as in Excel.
const MAX_NESTING: usize = 64;
/// The error values that a formula can write.
const ERRORS: [&str; 7] = [
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A",
];
/// What Excel puts before functions that are newer than the file format.
const PREFIXES: [&str; 2] = ["_xlfn.", "_xlws."];

/// One step; operands wait on a stack.
#[derive(Debug)]
pub enum Step<'f> {
    /// Puts a value on the stack.
    Push(Scalar),
    /// Puts an argument on the stack that is not written.
    Missing,
    /// Puts a reference on the stack.
    Refer(Area<'f>),
    /// Makes one reference of so many, which are written so.
    Unite(usize, &'f str),
    /// Changes the sign of a number.
    Negate,
    /// Divides a number by 100.
    Percent,
    /// Makes one value of two.
    Combine(Operator),
    /// Makes one value of so many arguments.
    Call(Function, usize),
    /// Takes a truth and goes on if it holds, else to the step `otherwise`; an error stays and goes
    /// to `end`.
    Branch { otherwise: usize, end: usize },
    /// Takes an error and goes on; any other value stays and goes to the step.
    Rescue(usize),
    /// Goes to the step.
    Jump(usize),
}

/// Whose arguments stand in parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Callee {
    If,
    IfError,
    Plain(Function),
}

/// Reads a formula that stands on a sheet; `sheets` finds a sheet by its name.
///
/// # Errors
/// [`FormulaFault::Unknown`] with the piece that cannot be read, [`FormulaFault::TooLong`] beyond
/// the bounds.
pub fn parse<'f>(
    formula: &'f str,
    sheet: usize,
    sheets: SheetFinder<'_>,
) -> Result<Vec<Step<'f>>, FormulaFault> {
    if formula.chars().count() > MAX_FORMULA {
        return Err(FormulaFault::TooLong);
    }
    let mut parser = Parser {
        cursor: Cursor::new(formula.trim()),
        nesting: 0,
        sheet,
        sheets,
        steps: Vec::new(),
    };
    parser.cursor.take("=");
    parser.read_expression()?;
    let end = parser.cursor.at();
    if parser.cursor.rest().is_empty() {
        Ok(parser.steps)
    } else {
        Err(parser.cursor.unknown(end))
    }
}

struct Parser<'f, 's> {
    cursor: Cursor<'f>,
    nesting: usize,
    sheet: usize,
    sheets: SheetFinder<'s>,
    steps: Vec<Step<'f>>,
}

impl Parser<'_, '_> {
    /// Operands with operators between them, up to what is neither.
    fn read_expression(&mut self) -> Result<(), FormulaFault> {
        let mut waiting: Vec<Operator> = Vec::new();
        loop {
            self.read_operand()?;
            self.cursor.skip_blanks();
            let mut operators = Operator::ALL.into_iter();
            let next = operators.find(|(sign, _)| self.cursor.take(sign));
            let next = next.map(|(_, operator)| operator);
            while let Some(last) =
                waiting.pop_if(|last| next.is_none_or(|next| next.level() <= last.level()))
            {
                self.steps.push(Step::Combine(last));
            }
            match next {
                Some(next) => waiting.push(next),
                None => return Ok(()),
            }
        }
    }

    /// One operand with its signs. A sign binds tighter than a power: -2^2 is 4.
    fn read_operand(&mut self) -> Result<(), FormulaFault> {
        let mut minus = 0_usize;
        loop {
            self.cursor.skip_blanks();
            if self.cursor.take("-") {
                minus += 1;
            } else if !self.cursor.take("+") {
                break;
            }
        }
        self.read_primary()?;
        // Two signs undo each other, but still make a number of a text.
        let count = if minus == 0 { 0 } else { 2 - minus % 2 };
        self.steps.extend((0..count).map(|_| Step::Negate));
        loop {
            self.cursor.skip_blanks();
            if !self.cursor.take("%") {
                return Ok(());
            }
            self.steps.push(Step::Percent);
        }
    }

    fn read_primary(&mut self) -> Result<(), FormulaFault> {
        let start = self.cursor.at();
        let first = self.cursor.rest().chars().next().unwrap_or_default();
        match first {
            '(' => return self.read_group(start),
            '#' => return self.read_error(start),
            '"' => {
                let text = self.cursor.read_quoted('"').map(Scalar::Text);
                return self.push(start, text);
            }
            '\'' => {
                let name = self
                    .cursor
                    .read_quoted('\'')
                    .filter(|_| self.cursor.take("!"));
                let name = name.ok_or_else(|| self.cursor.unknown(start))?;
                return self.read_reference(start, Some(&name));
            }
            _ => {}
        }
        let word = self.cursor.read_word();
        if word.is_empty() {
            return Err(self.cursor.unknown(start));
        }
        if self.cursor.take("!") {
            return self.read_reference(start, Some(word));
        }
        let truth = word.eq_ignore_ascii_case("TRUE");
        if truth || word.eq_ignore_ascii_case("FALSE") {
            // LibreOffice writes both as functions.
            self.cursor.take("()");
            return self.push(start, Some(Scalar::Boolean(truth)));
        }
        if self.cursor.rest().trim_start().starts_with('(') {
            self.cursor.go_back(start);
            return self.read_call();
        }
        let is_number =
            (first.is_ascii_digit() || first == '.') && !self.cursor.rest().starts_with(':');
        self.cursor.go_back(start);
        if is_number {
            let number = plain_number(self.cursor.read_number());
            return self.push(start, number.filter(|_| !self.cursor.is_at_word()));
        }
        self.read_reference(start, None)
    }

    /// What stands in parentheses: an expression, or references that are taken together.
    fn read_group(&mut self, start: usize) -> Result<(), FormulaFault> {
        self.enter()?;
        let mut count = 0;
        loop {
            self.read_expression()?;
            count += 1;
            if !self.take_separator() {
                break;
            }
        }
        self.leave(start)?;
        if count > 1 {
            self.steps
                .push(Step::Unite(count, self.cursor.since(start)));
        }
        Ok(())
    }

    /// A function with its arguments.
    fn read_call(&mut self) -> Result<(), FormulaFault> {
        while self.cursor.take_caseless(&PREFIXES).is_some() {}
        // People do not see the prefix in Excel, so it is not shown to them here.
        let start = self.cursor.at();
        let name = self.cursor.read_word().to_ascii_uppercase();
        let callee = match name.as_str() {
            "IF" => Callee::If,
            "IFERROR" => Callee::IfError,
            name => Callee::Plain(Function::named(name).ok_or_else(|| self.cursor.unknown(start))?),
        };
        self.enter()?;
        if self.cursor.rest().trim_start().starts_with(')') {
            // None of the functions goes without arguments.
            return Err(self.cursor.unknown(start));
        }
        // The places after the arguments of IF and IFERROR, for the jumps that are known only at
        // the end.
        let mut joints = Vec::new();
        let mut count = 0;
        loop {
            self.cursor.skip_blanks();
            let is_written = !self.cursor.rest().starts_with([',', ';', ')']);
            if is_written {
                self.read_expression()?;
            } else {
                self.steps.push(Step::Missing);
            }
            count += 1;
            if !self.take_separator() {
                break;
            }
            if !matches!(callee, Callee::Plain(_)) {
                joints.push(self.keep_joint());
            }
        }
        self.leave(start)?;
        if callee == Callee::If && count == 2 {
            joints.push(self.keep_joint());
            self.steps.push(Step::Push(Scalar::Boolean(false)));
        }
        self.join(callee, count, &joints)
            .ok_or_else(|| self.cursor.unknown(start))
    }

    /// Puts the steps of a call where they belong; none where it has another number of arguments.
    fn join(&mut self, callee: Callee, count: usize, joints: &[usize]) -> Option<()> {
        let end = self.steps.len();
        match (callee, joints) {
            (Callee::Plain(function), _) if function.takes(count) => {
                self.steps.push(Step::Call(function, count));
            }
            (Callee::If, &[branch, jump]) => {
                let otherwise = jump + 1;
                self.steps[branch] = Step::Branch { otherwise, end };
                self.steps[jump] = Step::Jump(end);
            }
            (Callee::IfError, &[rescue]) => self.steps[rescue] = Step::Rescue(end),
            _ => return None,
        }
        Some(())
    }

    /// Keeps a place for a jump.
    fn keep_joint(&mut self) -> usize {
        self.steps.push(Step::Missing);
        self.steps.len() - 1
    }

    fn read_error(&mut self, start: usize) -> Result<(), FormulaFault> {
        let name = self
            .cursor
            .take_caseless(&ERRORS)
            .ok_or_else(|| self.cursor.unknown(start))?;
        if name == "#REF!" && self.cursor.is_at_word() {
            // `#REF!A1` is a cell of a sheet that was deleted.
            reference::read(&mut self.cursor, start, self.sheet, None)?;
        }
        self.push(start, Some(error(name)))
    }

    /// A cell or a range; `name` is the sheet that stood before it.
    fn read_reference(&mut self, start: usize, name: Option<&str>) -> Result<(), FormulaFault> {
        let sheet = name
            .map_or(Some(self.sheet), self.sheets)
            .ok_or_else(|| self.cursor.unknown(start))?;
        if name.is_some() && self.cursor.take("#REF!") {
            return self.push(start, Some(error("#REF!")));
        }
        let sheets = name.map(|_| self.sheets);
        let area = reference::read(&mut self.cursor, start, sheet, sheets)?;
        self.steps.push(Step::Refer(area));
        Ok(())
    }

    /// Puts a value on the stack, where the piece from `start` on is one.
    fn push(&mut self, start: usize, value: Option<Scalar>) -> Result<(), FormulaFault> {
        let value = value.ok_or_else(|| self.cursor.unknown(start))?;
        self.steps.push(Step::Push(value));
        Ok(())
    }

    fn take_separator(&mut self) -> bool {
        self.cursor.skip_blanks();
        self.cursor.take(",") || self.cursor.take(";")
    }

    fn enter(&mut self) -> Result<(), FormulaFault> {
        self.cursor.skip_blanks();
        self.cursor.take("(");
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            Err(FormulaFault::TooLong)
        } else {
            Ok(())
        }
    }

    fn leave(&mut self, start: usize) -> Result<(), FormulaFault> {
        self.nesting -= 1;
        self.cursor.skip_blanks();
        let at = if self.cursor.rest().is_empty() {
            start
        } else {
            self.cursor.at()
        };
        if self.cursor.take(")") {
            Ok(())
        } else {
            Err(self.cursor.unknown(at))
        }
    }
}
