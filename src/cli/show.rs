//! The terminal: what goes to standard output and to standard error.

use std::collections::BTreeMap;
use std::io::{ErrorKind, IsTerminal, Write};

use clap::ValueEnum;
use unicode_width::UnicodeWidthStr;

use super::Trouble;
use super::files::reason;
use crate::finding::human::{self, Sources};
use crate::finding::json::{self, FileEntry};
use crate::finding::{Code, Finding, count, sarif, waived};
use crate::rules::{RULES, explain};

/// Who reads the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Output {
    /// A person.
    Human,
    /// A program.
    Json,
    /// A review tool.
    Sarif,
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
    match output {
        Output::Json => return print(&json::render(&result.findings, &result.files)),
        Output::Sarif => {
            let rules: Vec<_> = Code::ALL.iter().map(|code| (*code, explain(*code))).collect();
            return print(&sarif::render(&result.findings, &rules));
        }
        Output::Human => {}
    }
    let text = human::render(&result.findings, &result.sources, colour());
    print(&(text + &files(&result.files)))
}

/// Whether the terminal is asked for colours.
pub(super) fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// A closing table of several forms: errors, warnings and waived findings of each.
pub(super) fn table(forms: &[(String, [usize; 3])]) -> String {
    let width = forms.iter().map(|(name, _)| name.width()).max().unwrap_or(0).max("填报表".width());
    let line = |name: &str, cells: [&str; 3]| {
        let padded =
            |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width())) + text;
        let cells: String = cells.iter().map(|cell| padded(cell, 8)).collect();
        format!("{name}{}{cells}\n", " ".repeat(width.saturating_sub(name.width())))
    };
    let mut text = line("填报表", ["错误", "警告", "已豁免"]);
    let mut sum = [0; 3];
    for (name, counts) in forms {
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        let cells = counts.map(|count| count.to_string());
        text += &line(name, [&cells[0], &cells[1], &cells[2]]);
    }
    let cells = sum.map(|count| count.to_string());
    text + &line("合计", [&cells[0], &cells[1], &cells[2]])
}

/// What counts of some findings: errors, warnings, waived.
pub(super) fn counts(findings: &[Finding]) -> [usize; 3] {
    let (errors, warnings) = count(findings);
    [errors, warnings, waived(findings)]
}

/// How a finding is let stand, shown with the first that can be.
pub(super) fn waiver(findings: &[Finding]) -> String {
    let can = |f: &&Finding| {
        f.waived.is_none()
            && f.code != Code::UnusedWaiver
            && RULES.iter().any(|rule| rule.code == f.code)
    };
    findings.iter().find(can).map_or(String::new(), |finding| {
        let value = finding.stated.as_ref().map_or(String::new(), |stated| format!(", 值: {}", quoted(stated)));
        let (name, path) = (finding.code.name(), &finding.places[0].path);
        let path = if path.is_empty() { String::new() } else { format!(", 位置: {path}") };
        format!(
            "核对过、不用改的，在填报表里写明理由（Excel 在“文字内容”末尾加一行“豁免”），如：\n豁免:\n  - {{规则: {name}{path}{value}, 理由: …}}\n（说明：nianbao explain {name}）\n"
        )
    })
}

/// A value as YAML takes it in a line.
fn quoted(value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || c == '.') && !value.is_empty();
    if plain { value.to_owned() } else { format!("'{}'", value.replace('\'', "''")) }
}

/// Which faces stand in for the official ones, in a line; empty where none does.
fn stand_ins(files: &[FileEntry]) -> String {
    let all: BTreeMap<&String, &String> = files.iter().flat_map(|file| &file.stand_ins).collect();
    if all.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> =
        all.iter().map(|(official, face)| format!("{face} 代 {official}")).collect();
    format!("字体  {}（有这些官方字体的，用 --fonts 指定）\n", pairs.join("，"))
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
        let saved = file.original.as_ref();
        let saved = saved.map_or(String::new(), |path| {
            format!("（原文件生成后改过，或不是本程序生成的，另存为 {path}）")
        });
        text.push_str(&format!("{status}  {}{saved}\n", file.path));
    }
    text + &stand_ins(files)
}
