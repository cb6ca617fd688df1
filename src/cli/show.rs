//! The terminal: what goes to standard output and to standard error.

use std::collections::BTreeMap;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;

use super::Trouble;
use super::input_kinds::is_workbook;
use nianbao::disk::reason;
use nianbao::file::{FileKind, Format};
use nianbao::file::{FileStatus, Written};
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, Finding, escape_json, mask_numbers, printable, visible, wrap_lines};
use nianbao::rules::rule_of;

/// Who reads the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ResultReader {
    /// A person.
    Human,
    /// A program.
    Json,
    /// A review tool.
    Sarif,
}

/// Whether whoever read the output has gone.
static READER_GONE: AtomicBool = AtomicBool::new(false);

/// Prints text. A reader that went away is no fault: files are written all the same.
pub(super) fn print(text: &str) -> Result<(), Trouble> {
    write(printable(&mask_numbers(text), colour()).as_bytes())
}

/// Prints text in lines that the terminal has room for.
pub(super) fn print_lines(text: &str) -> Result<(), Trouble> {
    match columns() {
        Some(width) => print(&wrap_lines(text, width)),
        None => print(text),
    }
}

/// Whether a document for programs has begun, which must stay one.
static BEGUN: AtomicBool = AtomicBool::new(false);

/// Prints a document for programs, or the next part of it. What would steer a terminal is
/// escaped: in JSON it stands in texts only.
pub(super) fn print_document(text: &str) -> Result<(), Trouble> {
    BEGUN.store(true, Ordering::Relaxed);
    write(escape_json(&mask_numbers(text)).as_bytes())
}

/// Whether a document for programs has begun.
pub(super) fn document_has_begun() -> bool {
    BEGUN.load(Ordering::Relaxed)
}

fn write(bytes: &[u8]) -> Result<(), Trouble> {
    let mut out = std::io::stdout();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            READER_GONE.store(true, Ordering::Relaxed);
            Ok(())
        }
        Err(error) => Err(Trouble(format!("结果显示不出来：{}", reason(&error)))),
    }
}

/// Whether nobody reads any more what is printed.
pub(super) fn is_reader_gone() -> bool {
    READER_GONE.load(Ordering::Relaxed) || pipe_is_broken()
}

/// Asks the system, for a program that has nothing to print.
#[cfg(unix)]
fn pipe_is_broken() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let out = std::io::stdout();
    let mut asked = [PollFd::new(&out, PollFlags::empty())];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    poll(&mut asked, Some(&at_once)).is_ok_and(|found| found > 0)
        && asked[0]
            .revents()
            .intersects(PollFlags::ERR | PollFlags::NVAL)
}

#[cfg(not(unix))]
fn pipe_is_broken() -> bool {
    false
}

/// Prints a line of trouble.
pub(super) fn error(message: &str) {
    let _ = writeln!(std::io::stderr(), "错误：{}", visible(message));
}

/// Prints a line that is good to know, beside the result.
pub(super) fn note(message: &str) {
    let _ = writeln!(std::io::stderr(), "注意：{}", visible(message));
}

/// Whether the terminal is asked for colours.
pub(super) fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Columns of the terminal that the result is shown on; none where it goes elsewhere.
pub(super) fn columns() -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked()?;
    std::io::stdout().is_terminal().then_some(columns.into())
}

/// Whether a finding can be let stand with a reason.
pub(super) fn can_stand(finding: &Finding) -> bool {
    finding.waived.is_none()
        // There is a key for that.
        && finding.code != Code::Untouched
        && finding.caused_by.is_none()
        && rule_of(finding.code).is_some_and(|rule| rule.waivable)
}

/// How a finding is let stand, shown with the first that can be.
pub(super) fn waiver(finding: &Finding) -> String {
    let value = finding
        .stated
        .as_ref()
        .map_or(String::new(), |stated| format!(", 值: {}", as_yaml(stated)));
    let (name, path) = (finding.code.name(), &finding.places[0].path);
    let path = if path.is_empty() {
        String::new()
    } else {
        format!(", 位置: {path}")
    };
    let place = &finding.places[0];
    let way = if place.at.is_cell() || is_workbook(Path::new(&*place.file)) {
        "把下面两行贴进“豁免”表（一行一格），写明理由"
    } else {
        "在填报表末尾加上这两行，写明理由"
    };
    format!(
        "核对过、不用改的，{way}：\n豁免:\n  \
         - {{规则: {name}{path}{value}, 理由: …}}\n（说明：nianbao explain {name}）\n"
    )
}

/// A value as YAML takes it in a line.
fn as_yaml(value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || c == '.') && !value.is_empty();
    if plain {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

/// The official faces that others stand in for, by name, with the names of those.
pub(super) type StandIns = BTreeMap<String, String>;

/// Which faces stand in for the official ones, in a line; empty where none does.
pub(super) fn stand_ins(all: &StandIns) -> String {
    if all.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> = all
        .iter()
        .map(|(official, face)| format!("{face} 代 {official}"))
        .collect();
    format!(
        "字体  {}（有这些官方字体的，用 --fonts 指定）\n",
        pairs.join("，")
    )
}

/// A line for each file, and one for its fonts.
pub(super) fn files(files: &[FileEntry]) -> String {
    let all = files
        .iter()
        .flat_map(|file| file.stand_ins.clone())
        .collect();
    files.iter().map(file).collect::<String>() + &stand_ins(&all)
}

/// A line for a file.
pub(super) fn file(file: &FileEntry) -> String {
    let saved = match &file.original {
        Some(original) => tell_saved(file.format, original),
        None => String::new(),
    };
    let mut text = format!("{}  {}{saved}\n", status(file.status), visible(&file.path));
    if file.form_changed && !file.edits.is_empty() {
        text += "      填报表在那以后也改过，下面的不同不全是手工改的\n";
    }
    for edit in &file.edits {
        text += &format!("      改过的那份里：{}\n", visible(edit));
    }
    let more = file.edit_count.saturating_sub(file.edits.len());
    if more > 0
        && let Some(original) = &file.original
    {
        let (old, new) = (visible(original), visible(&file.path));
        text += &format!("      还有 {more} 处不同：nianbao verify {old} {new}\n");
    }
    text
}

/// Under which name what stood there before is kept, and why.
fn tell_saved(kind: FileKind, original: &str) -> String {
    let why = match kind {
        // A text holds no marks, and nothing beside it was made with it.
        FileKind::Report(Format::Txt) => "看不出原来的文件改没改过，先",
        _ => "原文件生成后改过，或不是本程序生成的，",
    };
    format!("（{why}另存为 {}）", visible(original))
}

/// What happened to a file.
fn status(status: FileStatus) -> &'static str {
    match status {
        FileStatus::Written(Written::New) => "新建",
        FileStatus::Written(Written::Changed) => "更新",
        _ => "无变化",
    }
}
