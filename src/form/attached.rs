//! What stands in files beside a form: a text in a Word file, the ledger in a table.
//!
//! A form names them: `总体情况: {文件: 总体情况.docx}`, `台账: 台账.csv`. Their content is put into
//! the raw tree before anybody asks what it means, so that whatever reads a form sees the whole.

use std::sync::Arc;

use super::raw::{Entry, Raw, RawNode};
use crate::finding::{Code, Complaint, Finding};
use crate::place::{At, Place};
use crate::report::Report;
use crate::standard::{LEDGER, REQUEST_KEYS};

/// The key by which a text is said to stand in a file.
const FILE: &str = "文件";

/// What a file beside a form holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachedContent {
    /// Paragraphs of text, and in words what else stands in the file and was left out.
    Text {
        /// The paragraphs.
        paragraphs: Vec<String>,
        /// What was left out, such as `1 张表`; empty where all was read.
        left_out: Vec<String>,
    },
    /// The rows of a table, each of its fields.
    Table(Vec<Vec<String>>),
}

/// Gives the files beside a form.
pub trait Attached {
    /// The content of the file `name`, which the form names under `path`.
    ///
    /// # Errors
    /// Why it cannot be read, and what to do.
    fn content(&self, path: &str, name: &str) -> Result<AttachedContent, Complaint>;
}

/// No files at all.
#[derive(Clone, Copy, Debug)]
pub struct NothingAttached;

impl Attached for NothingAttached {
    fn content(&self, _: &str, _: &str) -> Result<AttachedContent, Complaint> {
        Err(Complaint::fixed("这里读不到旁边的文件", "把文件的内容写进填报表"))
    }
}

/// What an earlier reading of the same form found in its files.
#[derive(Clone, Copy, Debug)]
pub struct AsBefore<'r>(pub &'r Report);

impl Attached for AsBefore<'_> {
    fn content(&self, path: &str, _: &str) -> Result<AttachedContent, Complaint> {
        if path == LEDGER {
            let requests = self.0.items(LEDGER).iter();
            let rows = requests.map(|request| {
                let fields = REQUEST_KEYS.map(|key| request.get(key));
                fields.map(|field| field.map_or(String::new(), |field| field.value.clone())).into()
            });
            let head = REQUEST_KEYS.map(str::to_owned).to_vec();
            return Ok(AttachedContent::Table([head].into_iter().chain(rows).collect()));
        }
        let lines = self.0.texts.get(path).map(Vec::as_slice).unwrap_or_default();
        let paragraphs = lines.iter().map(|line| line.value.clone()).collect();
        Ok(AttachedContent::Text { paragraphs, left_out: Vec::new() })
    }
}

/// Puts the content of the files that a form names into its tree.
pub(super) fn attach(
    root: &mut Raw,
    file: &Arc<str>,
    attached: &dyn Attached,
    findings: &mut Vec<Finding>,
) {
    let mut files = FilesBeside { file, attached, findings };
    let RawNode::Map(entries) = &mut root.node else { return };
    for entry in entries {
        files.entry(entry, "");
    }
}

struct FilesBeside<'a> {
    file: &'a Arc<str>,
    attached: &'a dyn Attached,
    findings: &'a mut Vec<Finding>,
}

/// A file that a form names.
struct NamedFile {
    name: String,
    at: At,
}

impl FilesBeside<'_> {
    /// Looks at a key and, as texts of tables stand in groups, at those below it.
    fn entry(&mut self, entry: &mut Entry, above: &str) {
        let path =
            if above.is_empty() { entry.key.clone() } else { format!("{above}.{}", entry.key) };
        if let Some(named) = named(&path, &entry.value) {
            entry.value = self.read(&path, named);
        } else if let RawNode::Map(entries) = &mut entry.value.node
            && above.is_empty()
        {
            entries.iter_mut().for_each(|entry| self.entry(entry, &path));
        }
    }

    /// What stands in a file, as if it stood in the form where the file is named.
    fn read(&mut self, path: &str, named: NamedFile) -> Raw {
        let NamedFile { name, at } = named;
        let place = Place::at(self.file, at.clone()).named(path, "");
        let node = match self.attached.content(path, &name) {
            Ok(AttachedContent::Text { paragraphs, left_out }) if path != LEDGER => {
                if !left_out.is_empty() {
                    let message = format!("“{name}”里的{}没有读进来", left_out.join("、"));
                    let finding = Finding::new(Code::Attached, message, place).as_warning();
                    self.findings.push(finding.hint("要印的，写成文字或放进填报表"));
                }
                RawNode::Scalar(paragraphs.into_iter().map(|text| (text, at.clone())).collect())
            }
            Ok(AttachedContent::Table(rows)) if path == LEDGER => requests(rows, &at),
            Ok(_) => {
                let wanted = if path == LEDGER { "一张 CSV 表" } else { "文字" };
                let message = format!("“{path}”的文件“{name}”里不是{wanted}");
                let hint = "文字用 .docx 或 .txt，台账用 .csv";
                self.findings.push(Finding::new(Code::Attached, message, place).hint(hint));
                RawNode::Reported
            }
            Err(Complaint { message, hint }) => {
                let message = format!("“{path}”的文件“{name}”读不了：{message}");
                self.findings.push(Finding::new(Code::Attached, message, place).hint(hint));
                RawNode::Reported
            }
        };
        Raw { at, node }
    }
}

/// The file that a value names.
fn named(path: &str, value: &Raw) -> Option<NamedFile> {
    let value = match &value.node {
        RawNode::Map(entries) => match entries.as_slice() {
            [entry] if entry.key == FILE => &entry.value,
            _ => return None,
        },
        RawNode::Scalar(_) if path == LEDGER => value,
        _ => return None,
    };
    let name = value.text().filter(|name| !name.trim().is_empty())?;
    Some(NamedFile { name: name.trim().to_owned(), at: value.at.clone() })
}

/// The requests in the rows of a table, of which the first has the keys.
fn requests(rows: Vec<Vec<String>>, at: &At) -> RawNode {
    let mut rows = rows.into_iter();
    let keys = rows.next().unwrap_or_default();
    let mut items = Vec::new();
    for row in rows {
        let mut entries = Vec::new();
        for (key, value) in keys.iter().zip(row) {
            if !value.trim().is_empty() {
                let node = RawNode::Scalar(vec![(value, at.clone())]);
                let value = Raw { at: at.clone(), node };
                entries.push(Entry { key: key.trim().to_owned(), at: at.clone(), value });
            }
        }
        if !entries.is_empty() {
            items.push(Raw { at: at.clone(), node: RawNode::Map(entries) });
        }
    }
    RawNode::List(items)
}
