//! A document of any kind, by its content.

use std::sync::Arc;

use super::{Given, read};
use crate::file::MAX_FINISHED;
use crate::finding::{Code, Finding};
use crate::form::{self, Options, Reading};
use crate::place::Place;
use crate::readback::{self, plain};
use crate::standard::Library;

/// Reads a published report; `file` is its name. What is a form already is none.
pub fn open(
    file: &str,
    bytes: &[u8],
    given: &Given,
    library: &Library,
    options: Options,
) -> Reading {
    let name: Arc<str> = file.into();
    if bytes.len() > MAX_FINISHED {
        let message = "文件太大，不像一份报告";
        let finding = Finding::new(Code::Unreadable, message, Place::file(&name));
        return unread(finding);
    }
    match readback::document_kind(bytes) {
        Some(kind) => match readback::read_any(file, kind, bytes) {
            Ok(content) => read(&content, "".into(), given, library, options),
            Err(finding) => unread(*finding),
        },
        None => match form::plain_text(&name, bytes) {
            Ok(text) => read(&plain::read(file, &text), text.into(), given, library, options),
            Err(finding) => unread(*finding),
        },
    }
}

fn unread(finding: Finding) -> Reading {
    Reading { report: None, findings: vec![finding], source: "".into() }
}
