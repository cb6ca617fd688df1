//! The terminal: what goes to standard output and to standard error.

use std::io::{ErrorKind, IsTerminal, Write};

use clap::ValueEnum;

use super::Trouble;
use super::files::reason;
use crate::finding::Finding;
use crate::finding::human::{self, Sources};
use crate::finding::json::{self, FileEntry};

/// Who reads the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Output {
    /// A person.
    Human,
    /// A program.
    Json,
}

/// Prints text; a reader that went away is no fault.
pub(super) fn print(text: &str) -> std::result::Result<(), Trouble> {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Trouble(format!("结果显示不出来：{}", reason(&error))))
        }
        _ => Ok(()),
    }
}

/// Prints a line of trouble.
pub(super) fn error(message: &str) {
    let _ = writeln!(std::io::stderr(), "错误：{message}");
}

/// What a verb found and wrote.
#[derive(Default)]
pub(super) struct Result {
    pub findings: Vec<Finding>,
    pub files: Vec<FileEntry>,
    pub sources: Sources,
}

/// Shows the result: findings with the lines of the form and a line for each
/// file, or exactly one JSON document.
pub(super) fn result(result: &Result, output: Output) -> std::result::Result<(), Trouble> {
    if output == Output::Json {
        return print(&json::render(&result.findings, &result.files));
    }
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = human::render(&result.findings, &result.sources, colour);
    print(&(text + &files(&result.files)))
}

/// A line for each file.
pub(super) fn files(files: &[FileEntry]) -> String {
    let mut text = String::new();
    for file in files {
        let status = match file.status {
            "new" => "新建",
            "changed" => "更新",
            _ => "无变化",
        };
        text.push_str(&format!("{status}  {}\n", file.path));
    }
    text
}
