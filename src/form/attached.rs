//! What stands in files beside a form: a text in a Word file, the ledger in a table.
//!
//! A form names them: `总体情况: {文件: 总体情况.docx}`, `台账: 台账.csv`. Their content is put
//! into the raw tree before anybody asks what it means, so that whatever reads a form sees the
//! whole.

use std::sync::Arc;

use super::characters::clean_escaped;
use super::labels::fold;
use super::raw::{Entry, Raw, RawNode};
use crate::finding::{Code, Complaint, Finding};
use crate::place::{At, Place};
use crate::report::Report;
use crate::standard::{LEDGER, REMARK, REQUEST_KEYS};

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
        /// Whether changes are tracked in the file, which were read as if they were accepted.
        tracked: bool,
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
        Err(Complaint::fixed(
            "这里读不到旁边的文件",
            "把文件的内容写进填报表",
        ))
    }
}

/// What an earlier reading of the same form found in its files.
#[derive(Clone, Copy, Debug)]
pub struct AsBefore<'r>(pub &'r Report);

impl Attached for AsBefore<'_> {
    fn content(&self, path: &str, _: &str) -> Result<AttachedContent, Complaint> {
        if path == LEDGER {
            return Ok(AttachedContent::Table(list_requests(self.0)));
        }
        let lines = self.0.texts.get(path).into_iter().flatten();
        Ok(AttachedContent::Text {
            paragraphs: lines.map(|line| line.value.clone()).collect(),
            left_out: Vec::new(),
            tracked: false,
        })
    }
}

/// The ledger of a report as a table: its head, and a row for each request.
fn list_requests(report: &Report) -> Vec<Vec<String>> {
    let mut rows = vec![REQUEST_KEYS.map(str::to_owned).to_vec()];
    for request in report.items(LEDGER) {
        let mut row = Vec::with_capacity(REQUEST_KEYS.len());
        for key in REQUEST_KEYS {
            let field = request.get(key);
            row.push(field.map_or(String::new(), |field| field.value.clone()));
        }
        rows.push(row);
    }
    rows
}

/// Puts the content of the files that a form names into its tree.
pub(super) fn attach(
    root: &mut Raw,
    file: &Arc<str>,
    attached: &dyn Attached,
    findings: &mut Vec<Finding>,
) {
    let mut files = FilesBeside {
        file,
        attached,
        findings,
    };
    let RawNode::Map(entries) = &mut root.node else {
        return;
    };
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
        let path = if above.is_empty() {
            entry.key.clone()
        } else {
            format!("{above}.{}", entry.key)
        };
        if let Some(named) = find_named(&path, &entry.value) {
            entry.value = self.read(&path, named);
        } else if let RawNode::Map(entries) = &mut entry.value.node
            && above.is_empty()
        {
            for entry in entries {
                self.entry(entry, &path);
            }
        }
    }

    /// What stands in a file, as if it stood in the form where the file is named.
    fn read(&mut self, path: &str, named: NamedFile) -> Raw {
        let NamedFile { name, at } = named;
        let place = Place::at(self.file, at.clone()).named(path, "");
        let node = match self.attached.content(path, &name) {
            Ok(AttachedContent::Text {
                paragraphs,
                left_out,
                tracked,
            }) if path != LEDGER => {
                self.tell_unread(&name, &left_out, tracked, &place);
                self.text(&paragraphs, &place)
            }
            Ok(AttachedContent::Table(rows)) if path == LEDGER => {
                self.requests(&name, &rows, &place)
            }
            Ok(_) => {
                let wanted = match path {
                    LEDGER => "一张 CSV 表",
                    _ => "文字",
                };
                let message = format!("“{path}”的文件“{name}”里不是{wanted}");
                let hint = "文字用 .docx 或 .txt，台账用 .csv";
                self.refuse(Finding::new(Code::Attached, message, place).hint(hint))
            }
            Err(Complaint { message, hint }) => {
                let message = format!("“{path}”的文件“{name}”读不了：{message}");
                self.refuse(Finding::new(Code::Attached, message, place).hint(hint))
            }
        };
        Raw { at, node }
    }

    /// Tells why nothing stands where the file is named.
    fn refuse(&mut self, finding: Finding) -> RawNode {
        self.findings.push(finding);
        RawNode::Reported
    }

    /// Tells of tracked changes in a file of text, and of what was left out.
    fn tell_unread(&mut self, name: &str, left_out: &[String], tracked: bool, place: &Place) {
        if tracked {
            let message = format!("“{name}”里有没有接受的修订，按接受以后的读");
            let finding = Finding::new(Code::Attached, message, place.clone()).as_warning();
            let hint = "在 Word 或 WPS 里接受或拒绝全部修订，再保存";
            self.findings.push(finding.hint(hint));
        }
        if !left_out.is_empty() {
            let message = format!("“{name}”里的{}没有读进来", left_out.join("、"));
            let finding = Finding::new(Code::Attached, message, place.clone()).as_warning();
            let hint = "要印的，写成文字或放进填报表";
            self.findings.push(finding.hint(hint));
        }
    }

    /// Paragraphs of a file; each stands at the place where the file is named.
    fn text(&mut self, paragraphs: &[String], place: &Place) -> RawNode {
        let mut lines = Vec::with_capacity(paragraphs.len());
        for text in paragraphs {
            let (text, fault) = clean_escaped(text, place);
            self.findings.extend(fault);
            lines.push((text, place.at.clone()));
        }
        RawNode::Scalar(lines)
    }

    /// The requests in a table beside the form, as if they stood at a place of the form.
    fn requests(&mut self, name: &str, rows: &[Vec<String>], place: &Place) -> RawNode {
        let Some(head) = LedgerHead::of(rows) else {
            let message = format!("“{name}”第一行不是表头，没有读");
            let hint = format!("第一行写：{}", REQUEST_KEYS.join("、"));
            let finding = Finding::new(Code::Attached, message, place.clone());
            return self.refuse(finding.hint(hint));
        };
        if let Some(complaint) = head.find_lacking(name) {
            self.findings
                .push(complaint.at(Code::Attached, place.clone()));
        }
        read_requests(&head, &rows[1..], &place.at)
    }
}

/// The file that a value names.
fn find_named(path: &str, value: &Raw) -> Option<NamedFile> {
    let value = match &value.node {
        RawNode::Map(entries) => match entries.as_slice() {
            [entry] if entry.key == FILE => &entry.value,
            _ => return None,
        },
        RawNode::Scalar(_) if path == LEDGER => value,
        // Nobody writes a text that is the name of one.
        RawNode::Scalar(lines) if lines.len() == 1 && is_file_of_text(&lines[0].0) => value,
        _ => return None,
    };
    let name = value.text().filter(|name| !name.trim().is_empty())?;
    // In a cell it may stand as it would in a text form.
    let name = unwrap_name(&name).unwrap_or(name.trim()).to_owned();
    Some(NamedFile {
        name,
        at: value.at.clone(),
    })
}

/// What the names of files of text end with, such as cannot be read among them.
const TEXT_ENDINGS: [&str; 5] = [".docx", ".txt", ".doc", ".wps", ".rtf"];
/// Marks that stand between sentences, and in no name of a file.
const SENTENCE_MARKS: &str = "。，；：！？";

/// Whether a text says no more than the name of a file.
fn is_file_of_text(name: &str) -> bool {
    let name = unwrap_name(name).unwrap_or(name.trim()).to_lowercase();
    let has_ending = TEXT_ENDINGS.iter().any(|ending| name.ends_with(ending));
    has_ending && !name.contains(|c: char| c.is_whitespace() || SENTENCE_MARKS.contains(c))
}

/// The name in `{文件: 总体情况.docx}`.
fn unwrap_name(text: &str) -> Option<&str> {
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let (key, name) = inside.split_once([':', '：'])?;
    (key.trim() == FILE).then(|| name.trim())
}

/// What is told of a list's head in which labels are missing, while others stand there that name
/// nothing.
pub(super) fn tell_lacking(whose: &str, missing: &[&str], unknown: &[String]) -> Option<Complaint> {
    if missing.is_empty() || unknown.is_empty() {
        return None;
    }
    let (missing, unknown) = (missing.join("”“"), unknown.join("”“"));
    let message = format!("{whose}的表头里没有“{missing}”；“{unknown}”不认得，没有读");
    Some(Complaint::new(
        message,
        "把表头改成应有的名称；自己加的列不用管",
    ))
}

/// The first row of a table of requests: the key of each column that has one.
struct LedgerHead {
    keys: Vec<Option<&'static str>>,
    /// Labels of columns that are nothing known.
    unknown: Vec<String>,
}

impl LedgerHead {
    /// None where the row names no more than one key.
    fn of(rows: &[Vec<String>]) -> Option<Self> {
        let labels = rows.first()?;
        let mut keys = Vec::with_capacity(labels.len());
        let mut unknown = Vec::new();
        for label in labels {
            let folded = fold(label);
            let key = REQUEST_KEYS.into_iter().find(|key| fold(key) == folded);
            if key.is_none() && !label.trim().is_empty() {
                unknown.push(label.trim().to_owned());
            }
            keys.push(key);
        }
        (keys.iter().flatten().count() > 1).then_some(Self { keys, unknown })
    }

    /// What is told where a label is not there, while others name nothing.
    fn find_lacking(&self, name: &str) -> Option<Complaint> {
        let mut missing = REQUEST_KEYS.to_vec();
        missing.retain(|key| *key != REMARK && !self.keys.contains(&Some(*key)));
        tell_lacking(&format!("“{name}”"), &missing, &self.unknown)
    }
}

/// The requests in the rows of a table below its head.
fn read_requests(head: &LedgerHead, rows: &[Vec<String>], at: &At) -> RawNode {
    let mut items = Vec::new();
    for row in rows {
        let mut entries = Vec::new();
        for (key, value) in head.keys.iter().zip(row) {
            if let Some(key) = key
                && !value.trim().is_empty()
            {
                let node = RawNode::Scalar(vec![(value.clone(), at.clone())]);
                let value = Raw {
                    at: at.clone(),
                    node,
                };
                entries.push(Entry {
                    key: (*key).to_owned(),
                    at: at.clone(),
                    value,
                });
            }
        }
        if !entries.is_empty() {
            items.push(Raw {
                at: at.clone(),
                node: RawNode::Map(entries),
            });
        }
    }
    RawNode::List(items)
}
