//! A form's text with remarks below the keys of its texts.

use std::collections::BTreeMap;

use super::super::entries::last_byte;
use super::super::{EditFault, Editor, Keep, entries_of, parse, splice};
use crate::form::yaml::syntax::{SyntaxEntry, SyntaxNode, line_end, line_start};
use crate::report::Report;

/// A form's text with remarks below the keys of its texts: each line becomes a
/// paragraph when the sign and the blank at its start are taken away.
///
/// # Errors
/// See [`EditFault`].
pub(super) fn add_remarks(
    text: &str,
    report: &Report,
    remarks: &BTreeMap<String, Vec<String>>,
) -> Result<String, EditFault> {
    let root = parse(text)?;
    let mut editor = Editor {
        text,
        old: report,
        new: report,
        keep: Keep::Keys,
        splices: Vec::new(),
    };
    let end = editor.line_break();
    let mut lacking = Vec::new();
    for (path, lines) in remarks {
        let Some(entry) = editor.find_text(&root, path)? else {
            lacking.push((path, lines));
            continue;
        };
        let column = entry.at.start - line_start(text, entry.at.start);
        let at = line_end(text, last_byte(entry));
        editor.replace(at..at, write_remark(lines, column + 2, end));
    }
    // What has no key to stand under comes last, with its key.
    for (path, lines) in lacking {
        let (indent, head) = match path.split_once('.') {
            Some((key, below)) => (4, format!("# {key}:{end}#   {below}: |")),
            None => (2, format!("# {path}: |")),
        };
        let at = text.len();
        let before = if text.ends_with('\n') { "" } else { end };
        let remark = write_remark(lines, indent, end);
        editor.replace(at..at, format!("{before}{head}{remark}{end}"));
    }
    splice(text, editor.splices).ok_or(EditFault::Writing)
}

impl Editor<'_> {
    /// The entry of a text, at the top or in its group.
    fn find_text<'n>(
        &self,
        root: &'n SyntaxNode,
        path: &str,
    ) -> Result<Option<&'n SyntaxEntry>, EditFault> {
        let top = entries_of(root).ok_or(EditFault::Writing)?;
        let Some((key, below)) = path.split_once('.') else {
            return Ok(top.iter().find(|entry| self.is_field(entry, path)));
        };
        let group = top.iter().find(|entry| self.is_field(entry, key));
        let inside = group.and_then(|group| entries_of(&group.value));
        let mut inside = inside.into_iter().flatten();
        Ok(inside.find(|entry| entry.key == below))
    }
}

/// Lines as remarks, each so far in behind its sign.
fn write_remark(lines: &[String], column: usize, end: &str) -> String {
    let mut remark = String::new();
    for line in lines {
        remark += end;
        remark += "#";
        if !line.trim().is_empty() {
            remark += &format!(" {}{line}", " ".repeat(column));
        }
    }
    remark
}
