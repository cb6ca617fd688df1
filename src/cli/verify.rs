//! `verify`: finished files against their form, or against each other.

use std::path::{Path, PathBuf};

use super::args::VerifyArgs;
use super::outcome::VerbOutcome;
use super::show::ResultReader;
use super::world::disk;
use super::{Done, Trouble, verify_bag};
use nianbao::disk::read::read_finished;
use nianbao::disk::stamp_of;
use nianbao::document::Document;
use nianbao::export::Format;
use nianbao::file::{FileKind, FileStatus, FormKind, Origin, Verified};
use nianbao::filing::Filing;
use nianbao::filing::names::{file_name, show_path, usual_name};
use nianbao::finding::human::Sources;
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Finding, count};
use nianbao::readback::{self, Content, compare};

pub(super) fn run(args: &VerifyArgs) -> Result<VerbOutcome, Trouble> {
    if let [folder] = args.files.as_slice()
        && folder.is_dir()
    {
        return verify_bag::run(args, folder);
    }
    let given = FilesGiven::sort(&args.files)?;
    let disk = disk(&args.how.cells, &args.looks)?;
    let tells_programs = args.how.format != ResultReader::Human;
    let mut verifying = Verifying {
        tells_programs,
        ..Verifying::default()
    };
    let mut finished = given.finished;
    match &given.form {
        Some(path) => {
            let form = disk.open(path)?;
            let Some(document) = &form.document else {
                return Ok(tell_unread(form));
            };
            let faulty = count(&form.findings).0 > 0;
            verifying.expect(path, document, faulty);
            if finished.is_empty() {
                finished = find_beside(path, document, faulty)?;
            }
            verifying.sources = form.sources;
        }
        None if finished.len() < 2 => {
            let message = "只有一个报告文件，没有可比的；再写上填报表或另一个报告文件";
            return Err(Trouble(message.into()));
        }
        // The first file is what the others are compared with: best one that nobody has edited.
        None => finished.sort_by_cached_key(|file| file.mark().is_some()),
    }
    for file in &finished {
        verifying.verify(file)?;
    }
    for path in &given.pages {
        let name = show_path(path);
        verifying.notes += &format!("没有核对  {name}：网页请用浏览器打开看\n");
    }
    Ok(verifying.conclude(args))
}

/// What was found of the files so far.
#[derive(Default)]
struct Verifying {
    /// What they should say; without a form what the first of them says.
    expected: Option<Content>,
    /// The meaning of the form that they should be made of.
    origin: Option<String>,
    findings: Vec<Finding>,
    sources: Sources,
    files: Vec<FileEntry>,
    notes: String,
    /// Whether one of them is not as it was made.
    edited: bool,
    /// Whether programs read the result.
    tells_programs: bool,
}

impl Verifying {
    /// The files should say what the document of a form says.
    fn expect(&mut self, form: &Path, document: &Document, faulty: bool) {
        self.expected = Some(Content::of(document, &form.display().to_string()));
        self.origin = Some(document.origin.clone());
        if faulty {
            let check = format!("nianbao check {}", show_path(form));
            self.notes += &format!("填报表有错误，请运行 {check}；下面照现在的内容核对\n");
        }
    }

    fn verify(&mut self, file: &FinishedFile) -> Result<(), Trouble> {
        let FinishedFile { path, format } = file;
        let bytes = read_finished(path)?;
        let mark = mark_of(path, *format, &bytes, self.origin.as_deref());
        self.edited |= mark.is_some_and(|mark| mark != Origin::Older);
        let name = path.display().to_string();
        let status = match readback::read(&name, *format, &bytes) {
            Err(finding) => {
                self.findings.push(*finding);
                self.notes += &format!("读不了  {}\n", show_path(path));
                Verified::Unreadable
            }
            Ok(content) => self.compare(path, content, mark),
        };
        let kind = FileKind::Report(*format);
        // People are told of the files in words of their own.
        if self.tells_programs {
            let entry =
                FileEntry::new(name, kind, FileStatus::Verified(status)).with_sum_of(&bytes);
            self.files.push(FileEntry {
                origin: mark,
                ..entry
            });
        }
        Ok(())
    }

    /// Compares what a file says with what it should say.
    fn compare(&mut self, path: &Path, content: Content, mark: Option<Origin>) -> Verified {
        let expected = self.expected.as_ref();
        let found = expected
            .map(|expected| compare(&content, expected))
            .unwrap_or_default();
        self.notes += &tell_verdict(path, &content, found.len(), mark);
        self.expected.get_or_insert(content);
        let status = if found.is_empty() {
            Verified::Agrees
        } else {
            Verified::Differs
        };
        self.findings.extend(found);
        status
    }

    fn conclude(mut self, args: &VerifyArgs) -> VerbOutcome {
        let broken_seal = self.edited && args.sealed;
        if broken_seal {
            self.notes += "有文件不是生成时的样子（--sealed）\n";
        }
        let faulty = count(&self.findings).0 > 0 || broken_seal;
        let mut outcome = VerbOutcome::new(if faulty { Done::Faulty } else { Done::Sound });
        outcome.findings = (!self.findings.is_empty()).then_some(self.findings);
        outcome.sources = self.sources;
        outcome.notes = self.notes;
        outcome.files = self.files;
        outcome
    }
}

/// A finished file to be verified.
struct FinishedFile {
    path: PathBuf,
    format: Format,
}

impl FinishedFile {
    /// What the file says of itself; one that cannot be read says nothing.
    fn mark(&self) -> Option<Origin> {
        let bytes = read_finished(&self.path).unwrap_or_default();
        mark_of(&self.path, self.format, &bytes, None)
    }
}

/// What a file's stamp says against it, in words for people.
fn chinese(origin: Origin) -> &'static str {
    match origin {
        Origin::Unmarked => "没有生成标记，不像本程序生成的",
        Origin::Edited => "生成后手工改过，请打开看看改了什么",
        Origin::Older => "不是由现在的填报表生成的",
    }
}

/// What a file's stamp says against it; none where all is as it was made.
fn mark_of(path: &Path, format: Format, bytes: &[u8], origin: Option<&str>) -> Option<Origin> {
    match (stamp_of(path, format, bytes), origin) {
        (None, _) => Some(Origin::Unmarked),
        (Some(stamp), _) if !stamp.whole => Some(Origin::Edited),
        (Some(stamp), Some(origin)) if origin != stamp.form => Some(Origin::Older),
        _ => None,
    }
}

/// What is said of a file that could be read.
fn tell_verdict(path: &Path, content: &Content, differing: usize, mark: Option<Origin>) -> String {
    let mark = mark.map_or(String::new(), |mark| format!("；{}", chinese(mark)));
    let name = show_path(path);
    if differing > 0 {
        return format!("不一致  {name}：{differing} 处{mark}\n");
    }
    let counts = content.counts();
    let (tables, cells, lines) = (counts.tables, counts.cells, counts.lines);
    let size = format!("{tables} 张表 {cells} 格，{lines} 段");
    // Looks and pictures are not compared: an edited file is more than a matter of words.
    let agrees = if mark.is_empty() {
        "一致"
    } else {
        "文字和数一致"
    };
    format!("{agrees}  {name}（{size}）{mark}\n")
}

/// A form that cannot be read says nothing that files could be compared with.
fn tell_unread(form: Filing) -> VerbOutcome {
    let mut outcome = VerbOutcome::new(Done::Faulty);
    outcome.findings = Some(form.findings);
    outcome.sources.extend(form.sources);
    outcome.notes = "填报表读不了，没有核对\n".into();
    outcome
}

/// The arguments by what they are.
#[derive(Default)]
struct FilesGiven {
    form: Option<PathBuf>,
    finished: Vec<FinishedFile>,
    /// Pages of HTML, which are not verified.
    pages: Vec<PathBuf>,
}

impl FilesGiven {
    fn sort(files: &[PathBuf]) -> Result<Self, Trouble> {
        let mut given = Self::default();
        for path in files {
            match kind_by_name_or_content(path)? {
                FileKind::Report(Format::Html | Format::Fragment) => given.pages.push(path.clone()),
                FileKind::Report(format) => {
                    given.finished.push(FinishedFile {
                        path: path.clone(),
                        format,
                    });
                }
                FileKind::Form(_) | FileKind::Summary(_) | FileKind::Other => {
                    given.take_form(path)?;
                }
            }
        }
        if given.form.is_none() && given.finished.is_empty() {
            return Err(Trouble(
                "没有可核对的文件；网页不核对，请写 .docx、.pdf、.ofd 或 .txt".into(),
            ));
        }
        Ok(given)
    }

    fn take_form(&mut self, path: &Path) -> Result<(), Trouble> {
        if let Some(other) = self.form.replace(path.to_owned()) {
            let message = "一次只能核对一份填报表";
            return Err(Trouble(format!(
                "{message}：{}、{}",
                show_path(&other),
                show_path(path)
            )));
        }
        Ok(())
    }
}

/// The kind of a file: where its name does not tell, its content does. An Office file that is
/// no DOCX may be a form.
fn kind_by_name_or_content(path: &Path) -> Result<FileKind, Trouble> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    if let Some(kind) = FileKind::by_extension(&extension) {
        return Ok(kind);
    }
    let format = readback::format_of(&read_finished(path)?);
    Ok(format.map_or(FileKind::Form(FormKind::Workbook), FileKind::Report))
}

/// The report's files beside its form, under their usual names, those of a draft as well.
fn find_beside(
    form: &Path,
    document: &Document,
    faulty: bool,
) -> Result<Vec<FinishedFile>, Trouble> {
    let usual = usual_name(&document.agency, document.year, form);
    let names = [false, true].map(|draft| file_name(&usual, draft));
    let formats = [Format::Docx, Format::Pdf, Format::Ofd, Format::Txt];
    let mut found = Vec::new();
    for name in &names {
        for format in formats {
            let path = form.with_file_name(format!("{name}.{}", format.name()));
            if path.is_file() {
                found.push(FinishedFile { path, format });
            }
        }
        // A draft that was left lying beside the report of a form that is right by now is none of
        // it.
        if !faulty && !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        let message = "旁边没有它的报告；先运行 nianbao build，或写明要核对的文件";
        return Err(Trouble(format!(
            "{} {message}（找的是 {}.docx、.pdf、.txt）",
            show_path(form),
            names[0]
        )));
    }
    Ok(found)
}
