//! What a workbook's cell says whose type is not a plain number.
//!
//! In a workbook `12` may be text, a date or the result of a formula, and all
//! look like 12. None is taken without asking; each fault shows its reading.

use super::number::{self, NumberFault, NumberFaultKind};
use super::raw::Odd;
use crate::report::Value;
use crate::standard::CellKind;

/// Reads a cell that shows `text`; `path` names it where a note may be written.
///
/// # Errors
/// A [`NumberFault`] for everything but an amount of money, which is text by nature.
pub fn read(
    text: &str,
    odd: &Odd,
    kind: CellKind,
    unit: &str,
    path: &str,
) -> Result<Value, NumberFault> {
    Err(match odd {
        Odd::Text => match number::read(text, kind, unit) {
            Ok(value) if kind == CellKind::AmountWithUnit => return Ok(value),
            Ok(value) => tell_typed(text)
                .reading(Some(value))
                .kind(NumberFaultKind::Typed),
            Err(fault) => suit_cell(text, fault, path),
        },
        Odd::Date(number) => {
            let reading = number::read(number, kind, unit).ok();
            let hint = match &reading {
                Some(_) => format!("如果是 {number}，把单元格格式改成“常规”；不是就重新输入"),
                None => "把单元格格式改成“常规”，再输入数字".to_owned(),
            };
            NumberFault::new(format!("这一格是日期 {text}，不是数字"), hint).reading(reading)
        }
        Odd::Boolean => {
            NumberFault::new(format!("这一格是逻辑值 {text}，不是数字"), "直接输入数字")
        }
        Odd::Error => {
            NumberFault::new(format!("这一格是错误值 {text}"), "改正公式，或直接输入数字")
        }
        Odd::Formula(why) => NumberFault::new(format!("这一格的公式{why}"), "直接输入数字"),
        Odd::Merged(with) => NumberFault::new(
            format!("这一格与 {with} 合并在一起"),
            "取消合并，两格分别填写；没有发生的填 0",
        ),
    })
}

/// A plain number that is text.
pub fn tell_typed(text: &str) -> NumberFault {
    let hint = format!(
        "如果是 {text}，把单元格格式改成“常规”，再重新输入；或加 --accept-text-numbers 照读"
    );
    NumberFault::new(format!("“{text}”是文本，不是数字"), hint)
}

/// A fault of what was typed, with hints that suit a cell instead of a line of text.
///
/// `path` names the cell where a note to it may be written; empty where none may.
pub fn suit_cell(text: &str, mut fault: NumberFault, path: &str) -> NumberFault {
    match &fault.kind {
        NumberFaultKind::Several => fault.complaint.hint = "一格只填一个数".into(),
        NumberFaultKind::Noted(note) => {
            let number = text.split(['（', '(']).next().unwrap_or_default().trim();
            let mut hint = format!("只填数字 {number}");
            if !path.is_empty() {
                hint += &format!("；在“文字内容”表末尾加一行：项目写“注.{path}”，内容写“{note}”");
            }
            fault.complaint.hint = hint.into();
        }
        NumberFaultKind::Blank | NumberFaultKind::Typed | NumberFaultKind::Other => {}
    }
    fault
}
