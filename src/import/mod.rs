//! Published reports as forms: what somebody else wrote, in whatever program, becomes the tree
//! that a form of the same content gives.
//!
//! Content → pieces → outline (title, lead, sections) → tables by their labels, texts by their
//! headings, data by their names → raw tree → the same lowering as every form's. What was
//! guessed, could not be read or was left out is a finding with its place. Nothing is invented:
//! a cell that was not found is blank, and a total is what the report states.

mod across;
mod apart;
mod contact;
mod days;
mod facts;
mod flow;
mod headings;
mod loose;
mod meant;
mod mend;
mod numbers;
mod open;
mod order;
mod outline;
mod pieces;
mod regions;
mod remarks;
mod tables;
mod title_lines;
mod titles;
mod tree;
mod whole;
mod words;

use std::sync::Arc;

use crate::finding::{Code, Finding};
use crate::form::{self, Options, Reading};
use crate::place::Place;
use crate::readback::Content;
use crate::standard::Library;

pub(crate) use self::meant::interpret_number;
pub use self::open::{is_document, open};
pub use self::remarks::{find_gaps, remark};

/// What somebody says of a report that its page does not.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The agency's full name.
    pub agency: Option<String>,
    /// The report's year.
    pub year: Option<i32>,
}

/// A published report as a form; `source` is the text that its places point into, for a text.
pub fn read(
    content: &Content,
    source: Arc<str>,
    given: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    let file = &content.file;
    let mut findings = Vec::new();
    let pieces = apart::take_apart(content, &mut findings);
    let facts = apart::clean_facts(content);
    let document = tree::TakenApart {
        file,
        pieces,
        facts: &facts,
        tables: None,
    };
    let mut reading = lower_pieces(document, source, given, library, options);
    // Of what is no report nothing else is told.
    if reading.report.is_some() {
        findings.append(&mut reading.findings);
        reading.findings = findings;
    }
    reading
}

/// Sections that make a report of a document without tables.
const FEW_SECTIONS: usize = 2;

/// The report of a document that is taken to pieces.
fn lower_pieces(
    document: tree::TakenApart<'_>,
    source: Arc<str>,
    given: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    let file = document.file;
    let tree::ImportedTree {
        raw,
        mut findings,
        sections,
        tables,
    } = tree::of(document, given, library);
    if tables == 0 && sections < FEW_SECTIONS {
        let message = "没有找到政府信息公开工作年度报告的章节标题和表格";
        let hint = "看看是不是拿错了文件；表格是图片的，要先转成文字";
        findings = vec![Finding::new(Code::Unreadable, message, Place::file(file)).hint(hint)];
        return Reading {
            report: None,
            findings,
            source,
        };
    }
    form::lower_raw(file, raw, findings, source, library, options)
}

/// Whether a text has no more characters than this; of a longer one no more are counted.
fn has_at_most(text: &str, characters: usize) -> bool {
    text.chars().take(characters + 1).count() <= characters
}
