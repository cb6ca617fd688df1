//! `verify`: finished files against their form, or against each other.

use std::path::{Path, PathBuf};

use super::args::VerifyArgs;
use super::build::{file_name, usual_name};
use super::check::{Form, Reader};
use super::files::{read_form, read_up_to};
use super::show::{self, Output};
use super::{Done, Outcome, Trouble};
use crate::document::Document;
use crate::export::{Format, stamp};
use crate::finding::count;
use crate::finding::json::FileEntry;
use crate::readback::{self, Content, Kind, MAX_BYTES, compare};

pub(super) fn run(args: &VerifyArgs) -> Outcome {
    let given = Given::sort(&args.files)?;
    let reader = Reader::new(&args.how.cells, &args.looks)?;
    let mut result = show::Result::default();
    let mut notes = Vec::new();
    let mut expected = None;
    let mut finished = given.finished;
    // Without a form the first file is what the others are compared with: best one that nobody has edited.
    if given.form.is_none() {
        finished.sort_by_key(|(path, kind)| {
            let bytes = read_up_to(path, "报告", MAX_BYTES).unwrap_or_default();
            marks(*kind, &bytes, None).is_some()
        });
    }
    let mut origin = None;
    if let Some(path) = &given.form {
        let form = reader.read(path, &read_form(path)?)?;
        let Some(document) = &form.document else { return unread(form, result, args.how.format) };
        expected = Some(Content::of(document, &path.display().to_string()));
        origin = Some(document.origin.clone());
        if count(&form.findings).0 > 0 {
            notes.push(format!(
                "填报表有错误，请运行 nianbao check {}；下面照现在的内容核对\n",
                path.display()
            ));
        }
        if finished.is_empty() {
            finished = beside(path, document, count(&form.findings).0 > 0)?;
        }
        result.sources.extend(form.sources);
    } else if finished.len() < 2 {
        return Err(Trouble("只有一个报告文件，没有可比的；再写上填报表或另一个报告文件".into()));
    }
    for (path, kind) in &finished {
        let shown = path.display().to_string();
        let bytes = read_up_to(path, "报告", MAX_BYTES)?;
        let mark = marks(*kind, &bytes, origin.as_deref());
        let (status, note) = match readback::read(&shown, *kind, &bytes) {
            Err(finding) => {
                result.findings.push(*finding);
                ("unreadable", format!("读不了  {shown}\n"))
            }
            Ok(content) => {
                let found =
                    expected.as_ref().map(|other| compare(&content, other)).unwrap_or_default();
                let (tables, cells, lines) = content.counts();
                // Without a form the first file is what the others are compared with.
                expected.get_or_insert(content);
                let differing = found.len();
                result.findings.extend(found);
                let marks = told(mark);
                match differing {
                    0 => (
                        "agrees",
                        format!("一致  {shown}（{tables} 张表 {cells} 格，{lines} 段）{marks}\n"),
                    ),
                    _ => ("differs", format!("不一致  {shown}：{differing} 处{marks}\n")),
                }
            }
        };
        notes.push(note);
        result.files.push(FileEntry {
            origin: mark,
            ..FileEntry::new(shown, extension(*kind), &bytes, status)
        });
    }
    notes.extend(
        given
            .pages
            .iter()
            .map(|path| format!("没有核对  {}：网页请用浏览器打开看\n", path.display())),
    );
    if args.how.format == Output::Human {
        // The files are told below, in words of their own.
        result.files.clear();
        if result.findings.is_empty() {
            return show::print(&notes.concat()).map(|()| Done::Sound);
        }
    }
    show::result(&result, args.how.format)?;
    if args.how.format == Output::Human {
        show::print(&notes.concat())?;
    }
    Ok(if count(&result.findings).0 == 0 { Done::Sound } else { Done::Faulty })
}

/// What a file's own stamp says against it: edited since it was made, made of another state of the form, or nothing at all.
fn marks(kind: Kind, bytes: &[u8], origin: Option<&str>) -> Option<&'static str> {
    let stamp = Format::by_name(extension(kind)).and_then(|format| stamp::read(format, bytes));
    match (stamp, origin) {
        (None, _) => Some("unmarked"),
        (Some(stamp), _) if !stamp.whole => Some("edited"),
        (Some(stamp), Some(origin)) if origin != stamp.form => Some("older"),
        _ => None,
    }
}

/// The same in words.
fn told(mark: Option<&'static str>) -> &'static str {
    match mark {
        Some("unmarked") => "；没有生成标记",
        Some("edited") => "；生成后手工改过",
        Some(_) => "；不是由现在的填报表生成的",
        None => "",
    }
}

/// A form that cannot be read says nothing that files could be compared with.
fn unread(form: Form<'_>, mut result: show::Result, output: Output) -> Outcome {
    form.into_result(&mut result);
    show::result(&result, output)?;
    if output == Output::Human {
        show::print("填报表读不了，没有核对\n")?;
    }
    Ok(Done::Faulty)
}

/// The arguments by what they are.
#[derive(Default)]
struct Given {
    form: Option<PathBuf>,
    finished: Vec<(PathBuf, Kind)>,
    /// Pages of HTML, which are not verified.
    pages: Vec<PathBuf>,
}

impl Given {
    fn sort(files: &[PathBuf]) -> Result<Self, Trouble> {
        let mut given = Self::default();
        for path in files {
            let extension =
                path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            let kind = match extension.as_str() {
                "yaml" | "yml" | "xlsx" | "json" => Kind::Form,
                "docx" => Kind::Docx,
                "pdf" => Kind::Pdf,
                "txt" => Kind::Txt,
                "html" | "htm" => {
                    given.pages.push(path.clone());
                    continue;
                }
                // A name that does not tell: an Office file that is no DOCX may be a form.
                _ => readback::kind(&read_up_to(path, "报告", MAX_BYTES)?).unwrap_or(Kind::Form),
            };
            if kind != Kind::Form {
                given.finished.push((path.clone(), kind));
            } else if let Some(other) = given.form.replace(path.clone()) {
                let message = "一次只能核对一份填报表";
                return Err(Trouble(format!("{message}：{}、{}", other.display(), path.display())));
            }
        }
        if given.form.is_none() && given.finished.is_empty() {
            return Err(Trouble("没有可核对的文件；网页不核对，请写 .docx、.pdf 或 .txt".into()));
        }
        Ok(given)
    }
}

/// The report's files beside its form, under their usual names, those of a draft as well.
fn beside(form: &Path, document: &Document, faulty: bool) -> Result<Vec<(PathBuf, Kind)>, Trouble> {
    let stem = form.file_stem().unwrap_or_default().to_string_lossy();
    let usual = usual_name(document, &stem);
    let names = [false, true].map(|draft| file_name(&usual, draft));
    let kinds = [Kind::Docx, Kind::Pdf, Kind::Txt];
    let all = names
        .iter()
        .flat_map(|name| kinds.map(|kind| (format!("{name}.{}", extension(kind)), kind)));
    let mut found: Vec<_> = all
        .map(|(name, kind)| (form.with_file_name(name), kind))
        .filter(|(path, _)| path.is_file())
        .collect();
    // A draft that was left lying beside the report of a form that is right by now is none of it.
    if !faulty
        && found.iter().any(|(path, _)| path.file_stem().is_some_and(|stem| *stem == *names[0]))
    {
        found.retain(|(path, _)| path.file_stem().is_some_and(|stem| *stem == *names[0]));
    }
    if found.is_empty() {
        let message = "旁边没有它的报告；先运行 nianbao build，或写明要核对的文件";
        return Err(Trouble(format!(
            "{} {message}（找的是 {}.docx、.pdf、.txt）",
            form.display(),
            names[0]
        )));
    }
    Ok(found)
}

/// The extension of a kind of file.
fn extension(kind: Kind) -> &'static str {
    match kind {
        Kind::Docx => "docx",
        Kind::Pdf => "pdf",
        Kind::Txt => "txt",
        Kind::Form => "yaml",
    }
}
