//! Byte-exact changes of a YAML form: its text is made to say what another report says,
//! and nothing else of it moves, no comment, no blank, no line end.
//!
//! [`revise`] compares two reports, finds for every value that differs the stretch of
//! the text that states it, and replaces that; what the text lacks is inserted where
//! the form's order has it. The result is read again before it is handed out. The room knows no
//! rules and no outputs.
//!
//! # How a form is changed
//!
//! All that changes a form goes one way: a report is made that says what is wanted — by `assign`,
//! by `bind`, by `next` — and `edit::revise` makes the form's text say it. It compares the two
//! reports, finds for each value that differs the bytes that state it in the tree of the text
//! (`form::yaml::syntax`, which the raw tree is made of as well), and replaces those. Changes that
//! get in each other's way (a line goes behind which another is to come) are made in two steps, in
//! the end one by one. The result is read again and compared with what was wanted; what would say
//! anything else is refused. So the writers need not be right for every layout that YAML allows:
//! they are right or say that they are not.

mod assign;
mod bind;
#[cfg(feature = "workbook")]
mod cells;
mod entries;
pub mod json;
mod next;
mod tables;
mod texts;
mod values;

use std::ops::Range;

pub use assign::{Assignment, assign, assign_all};
pub use bind::{Proposal, bind, proposals};
#[cfg(feature = "workbook")]
pub use cells::computed_cells;
pub use next::{Next, Wanted, WrittenNext, next, write_next};

use crate::form::bytes::{Decoded, decode, line_ends};
use crate::form::characters::clean;
use crate::form::yaml::syntax::{self, SyntaxEntry, SyntaxKind, SyntaxNode};
use crate::form::{AsBefore, Options, as_meant, is_workbook, read_with};
use crate::report::changes::{Change, apply, changes};
use crate::report::{Report, Value};
use crate::standard::Library;

/// Why a form cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditFault {
    /// It is a workbook of another kind than .xlsx.
    #[error("这种表格请在 Excel 或 WPS 里改；或另存为 .xlsx，再用 set 改")]
    Workbook,
    /// It is JSON, which has no remarks that would be worth keeping.
    #[error("JSON 填报表请由生成它的程序改；或先用 nianbao convert 转成 YAML")]
    Json,
    /// It cannot be read.
    #[error("填报表读不懂，先用 nianbao check 检查")]
    Unreadable,
    /// Its encoding has several ways to write a character, and it does not use the usual one.
    #[error("填报表的编码不能原样写回，请用文本编辑器另存为 UTF-8")]
    Encoding,
    /// The form that is wanted has another format.
    #[error("两份填报表的格式不同，不能照样改写")]
    OtherFormat,
    /// It is a workbook in which no single cell takes the change.
    #[error("这一处不在单独一格里，请在 Excel 或 WPS 里改")]
    Cells,
    /// It is written in a way that cannot be changed piece by piece.
    #[error("填报表里这一处的写法不便自动改，请用文本编辑器改")]
    Writing,
}

/// The bytes of a form changed so that it says what `new` says.
///
/// `old` is the report of `bytes`, read with `options`; both reports are of one format. Only the
/// bytes of values that differ change; the encoding and the line ends stay.
///
/// # Errors
/// See [`EditFault`]. A result that would not read as `new` is never given.
pub fn revise(
    bytes: &[u8],
    old: &Report,
    new: &Report,
    library: &Library,
    options: Options,
) -> Result<Vec<u8>, EditFault> {
    if old.standard.format != new.standard.format {
        return Err(EditFault::OtherFormat);
    }
    if is_workbook(bytes) {
        #[cfg(feature = "workbook")]
        return cells::revise_cells(bytes, old, &as_meant(new), library, options);
        // A program that was built without workbooks says so.
        #[cfg(not(feature = "workbook"))]
        return Err(EditFault::Workbook);
    }
    if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() {
        return Err(EditFault::Json);
    }
    // Signs that reading would change cannot be written.
    let task = FormReviser {
        old,
        new: &as_meant(new),
        library,
        options,
    };
    match pass(bytes, old, task.new) {
        Ok(revised) if task.is_reached(&revised) => return Ok(revised),
        Err(fault @ (EditFault::Encoding | EditFault::Unreadable)) => return Err(fault),
        _ => {}
    }
    // Changes can get in each other's way, as where a line goes behind which another is to come:
    // first what comes, then what goes, in the end one by one.
    let (goes, comes): (Vec<Change>, Vec<Change>) =
        changes(old, task.new).into_iter().partition(takes_away);
    let together = task
        .take_step(bytes, old, &comes)
        .and_then(|bytes| task.take_step(&bytes, &task.read_again(&bytes)?, &goes));
    if let Ok(revised) = together
        && task.is_reached(&revised)
    {
        return Ok(revised);
    }
    let mut revised = bytes.to_vec();
    for change in comes.iter().chain(&goes) {
        let before = task.read_again(&revised)?;
        revised = task.take_step(&revised, &before, std::slice::from_ref(change))?;
    }
    if task.is_reached(&revised) {
        Ok(revised)
    } else {
        Err(EditFault::Writing)
    }
}

/// A form on its way from one report to another.
struct FormReviser<'a> {
    old: &'a Report,
    new: &'a Report,
    library: &'a Library,
    options: Options,
}

impl FormReviser<'_> {
    fn read_again(&self, bytes: &[u8]) -> Result<Report, EditFault> {
        let beside = AsBefore(self.old);
        let reading = read_with(&self.old.file, bytes, self.library, self.options, &beside);
        reading.report.ok_or(EditFault::Writing)
    }

    /// Whether a form says what the new report does.
    fn is_reached(&self, bytes: &[u8]) -> bool {
        let again = self.read_again(bytes);
        again.is_ok_and(|report| report.says_same(self.new))
    }

    /// Makes some changes of a form that says what `before` does, and reads it again.
    fn take_step(
        &self,
        bytes: &[u8],
        before: &Report,
        changes: &[Change],
    ) -> Result<Vec<u8>, EditFault> {
        let wanted = apply(before, changes);
        let revised = pass(bytes, before, &wanted)?;
        if self.read_again(&revised)?.says_same(&wanted) {
            Ok(revised)
        } else {
            Err(EditFault::Writing)
        }
    }
}

/// Whether a change takes something out of the form.
fn takes_away(change: &Change) -> bool {
    match change {
        Change::Cell(cell) => cell.new.value == Value::Unstated,
        Change::Value { new, .. } => new.is_none(),
        Change::Text { new, .. } => new.is_empty(),
        Change::Records { .. } => false,
    }
}

/// All changes at once.
fn pass(bytes: &[u8], old: &Report, new: &Report) -> Result<Vec<u8>, EditFault> {
    let Decoded { text, encoding } = write_changes(bytes, old, new, Keep::Values)?;
    encoding.encode(&text).ok_or(EditFault::Encoding)
}

/// A form's text with all changes in it, and its encoding.
fn write_changes(
    bytes: &[u8],
    old: &Report,
    new: &Report,
    keep: Keep,
) -> Result<Decoded, EditFault> {
    let Decoded { text, encoding } = decode(&old.file, bytes).map_err(|_| EditFault::Unreadable)?;
    // Only of a form that is changed in place every other byte has to stay.
    if keep == Keep::Values && encoding.encode(&text).as_deref() != Some(bytes) {
        return Err(EditFault::Encoding);
    }
    let cleaned = clean(&old.file, line_ends(text.clone())).text;
    let root = parse(&cleaned)?;
    let mut editor = Editor {
        text: &text,
        old,
        new,
        keep,
        splices: Vec::new(),
    };
    editor.change_values(&root)?;
    editor.change_texts(&root)?;
    editor.change_tables(&root)?;
    let text = splice(&text, editor.splices).ok_or(EditFault::Writing)?;
    Ok(Decoded { text, encoding })
}

/// A stretch of the text and what takes its place.
#[derive(Clone, Debug)]
struct Splice {
    range: Range<usize>,
    text: String,
}

/// The text with the splices in it; none where two of them overlap.
fn splice(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for splice in &splices {
        out.push_str(text.get(done..splice.range.start)?);
        out.push_str(&splice.text);
        done = splice.range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// The text of a form, and what is to be changed in it.
struct Editor<'a> {
    text: &'a str,
    old: &'a Report,
    new: &'a Report,
    keep: Keep,
    splices: Vec<Splice>,
}

/// What stays of a value that is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// Only the others.
    Values,
    /// Its key, to be filled again.
    Keys,
}

impl Editor<'_> {
    fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.splices.push(Splice {
            range,
            text: text.into(),
        });
    }

    /// The line break that the form uses.
    fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") {
            "\r\n"
        } else if self.text.contains('\r') && !self.text.contains('\n') {
            "\r"
        } else {
            "\n"
        }
    }
}

/// The tree of a form's text.
fn parse(text: &str) -> Result<SyntaxNode, EditFault> {
    match syntax::parse(text) {
        Ok(Some(root)) => Ok(root),
        _ => Err(EditFault::Unreadable),
    }
}

/// The entries of a map; none for anything else.
fn entries_of(node: &SyntaxNode) -> Option<&[SyntaxEntry]> {
    match &node.kind {
        SyntaxKind::Map { entries, .. } => Some(entries),
        _ => None,
    }
}

/// Whether a list or a map stands in brackets.
fn is_in_brackets(node: &SyntaxNode) -> bool {
    match node.kind {
        SyntaxKind::List { flow, .. } | SyntaxKind::Map { flow, .. } => flow,
        _ => false,
    }
}
