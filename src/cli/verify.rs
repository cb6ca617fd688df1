//! `verify`: finished files against their form, or against each other.

use std::path::{Path, PathBuf};

use super::args::VerifyArgs;
use super::files::read_up_to;
use super::names::{file_name, named, usual_name};
use super::outcome::Outcome;
use super::reader::Reader;
use super::show::Output;
use super::{Done, Trouble};
use nianbao::document::Document;
use nianbao::export::{Format, stamp};
use nianbao::filing::Filing;
use nianbao::finding::count;
use nianbao::finding::json::FileEntry;
use nianbao::readback::{self, Content, Kind, MAX_BYTES, compare};

pub(super) fn run(args: &VerifyArgs) -> Result<Outcome, Trouble> {
    let given = Given::sort(&args.files)?;
    let reader = Reader::new(&args.how.cells, &args.looks)?;
    let mut outcome = Outcome::new(Done::Sound);
    let mut findings = Vec::new();
    let mut expected = None;
    let mut finished = given.finished;
    // Without a form the first file is what the others are compared with: best one that nobody has edited.
    if given.form.is_none() {
        finished.sort_by_cached_key(|file| file.mark().is_some());
    }
    let mut origin = None;
    if let Some(path) = &given.form {
        let form = reader.open(path)?;
        let Some(document) = &form.document else { return Ok(unread(form)) };
        expected = Some(Content::of(document, &path.display().to_string()));
        origin = Some(document.origin.clone());
        if count(&form.findings).0 > 0 {
            outcome.notes += &format!(
                "填报表有错误，请运行 nianbao check {}；下面照现在的内容核对\n",
                named(path)
            );
        }
        if finished.is_empty() {
            finished = beside(path, document, count(&form.findings).0 > 0)?;
        }
        outcome.sources.extend(form.sources);
    } else if finished.len() < 2 {
        return Err(Trouble("只有一个报告文件，没有可比的；再写上填报表或另一个报告文件".into()));
    }
    let mut edited = false;
    for Finished { path, kind } in &finished {
        let bytes = read_up_to(path, "报告", MAX_BYTES)?;
        let mark = mark_of(*kind, &bytes, origin.as_deref());
        edited |= mark.is_some_and(|mark| mark != Mark::Older);
        let name = path.display().to_string();
        let (status, note) = match readback::read(&name, *kind, &bytes) {
            Err(finding) => {
                findings.push(*finding);
                ("unreadable", format!("读不了  {}\n", named(path)))
            }
            Ok(content) => {
                let found =
                    expected.as_ref().map(|other| compare(&content, other)).unwrap_or_default();
                let verdict = verdict(path, &content, found.len(), mark);
                // Without a form the first file is what the others are compared with.
                expected.get_or_insert(content);
                let status = if found.is_empty() { "agrees" } else { "differs" };
                findings.extend(found);
                (status, verdict)
            }
        };
        outcome.notes += &note;
        let origin = mark.map(Mark::name);
        let entry = FileEntry::new(name, extension(*kind), &bytes, status);
        outcome.files.push(FileEntry { origin, ..entry });
    }
    for path in &given.pages {
        outcome.notes += &format!("没有核对  {}：网页请用浏览器打开看\n", named(path));
    }
    let broken_seal = edited && args.sealed;
    if broken_seal {
        outcome.notes += "有文件不是生成时的样子（--sealed）\n";
    }
    if count(&findings).0 > 0 || broken_seal {
        outcome.done = Done::Faulty;
    }
    if args.how.format == Output::Human {
        // The files are told in words of their own.
        outcome.files.clear();
    }
    outcome.findings = (!findings.is_empty()).then_some(findings);
    Ok(outcome)
}

/// A finished file to be verified.
struct Finished {
    path: PathBuf,
    kind: Kind,
}

impl Finished {
    /// What the file says of itself; one that cannot be read says nothing.
    fn mark(&self) -> Option<Mark> {
        let bytes = read_up_to(&self.path, "报告", MAX_BYTES).unwrap_or_default();
        mark_of(self.kind, &bytes, None)
    }
}

/// What a file's own stamp says against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// It has no stamp.
    Unmarked,
    /// It was edited since it was made.
    Edited,
    /// It was made of another state of the form.
    Older,
}

impl Mark {
    /// The name in machine output.
    fn name(self) -> &'static str {
        match self {
            Self::Unmarked => "unmarked",
            Self::Edited => "edited",
            Self::Older => "older",
        }
    }

    /// The words for people.
    fn chinese(self) -> &'static str {
        match self {
            Self::Unmarked => "没有生成标记，不像本程序生成的",
            Self::Edited => "生成后手工改过，请打开看看改了什么",
            Self::Older => "不是由现在的填报表生成的",
        }
    }
}

/// What a file's stamp says against it; none where all is as it was made.
fn mark_of(kind: Kind, bytes: &[u8], origin: Option<&str>) -> Option<Mark> {
    let stamp = Format::by_name(extension(kind)).and_then(|format| stamp::read(format, bytes));
    match (stamp, origin) {
        (None, _) => Some(Mark::Unmarked),
        (Some(stamp), _) if !stamp.whole => Some(Mark::Edited),
        (Some(stamp), Some(origin)) if origin != stamp.form => Some(Mark::Older),
        _ => None,
    }
}

/// What is said of a file that could be read.
fn verdict(path: &Path, content: &Content, differing: usize, mark: Option<Mark>) -> String {
    let mark = mark.map_or(String::new(), |mark| format!("；{}", mark.chinese()));
    let name = named(path);
    if differing > 0 {
        return format!("不一致  {name}：{differing} 处{mark}\n");
    }
    let (tables, cells, lines) = content.counts();
    let size = format!("{tables} 张表 {cells} 格，{lines} 段");
    // Looks and pictures are not compared: an edited file is more than a matter of words.
    let agrees = if mark.is_empty() { "一致" } else { "文字和数一致" };
    format!("{agrees}  {name}（{size}）{mark}\n")
}

/// A form that cannot be read says nothing that files could be compared with.
fn unread(form: Filing) -> Outcome {
    let mut outcome = Outcome::new(Done::Faulty);
    outcome.findings = Some(form.findings);
    outcome.sources.extend(form.sources);
    outcome.notes = "填报表读不了，没有核对\n".into();
    outcome
}

/// The arguments by what they are.
#[derive(Default)]
struct Given {
    form: Option<PathBuf>,
    finished: Vec<Finished>,
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
                given.finished.push(Finished { path: path.clone(), kind });
            } else if let Some(other) = given.form.replace(path.clone()) {
                let message = "一次只能核对一份填报表";
                return Err(Trouble(format!("{message}：{}、{}", named(&other), named(path))));
            }
        }
        if given.form.is_none() && given.finished.is_empty() {
            return Err(Trouble("没有可核对的文件；网页不核对，请写 .docx、.pdf 或 .txt".into()));
        }
        Ok(given)
    }
}

/// The report's files beside its form, under their usual names, those of a draft as well.
fn beside(form: &Path, document: &Document, faulty: bool) -> Result<Vec<Finished>, Trouble> {
    let usual = usual_name(&document.agency, document.year, form);
    let names = [false, true].map(|draft| file_name(&usual, draft));
    let kinds = [Kind::Docx, Kind::Pdf, Kind::Txt];
    let mut found = Vec::new();
    for name in &names {
        for kind in kinds {
            let path = form.with_file_name(format!("{name}.{}", extension(kind)));
            if path.is_file() {
                found.push(Finished { path, kind });
            }
        }
        // A draft that was left lying beside the report of a form that is right by now is none of it.
        if !faulty && !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        let message = "旁边没有它的报告；先运行 nianbao build，或写明要核对的文件";
        return Err(Trouble(format!(
            "{} {message}（找的是 {}.docx、.pdf、.txt）",
            named(form),
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
