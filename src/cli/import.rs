//! `import`: published reports become forms.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::args::ImportArgs;
use super::inputs;
use super::outcome::{Done, Trouble};
use super::several::{Several, Work, Worked};
use super::show;
use super::summary::Summary;
use super::table::FormState;
use super::target::{kind_of, write};
use super::wording::quote;
use super::world::plain_disk;
use nianbao::disk::Disk;
use nianbao::disk::read::read_document;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::file::{FileKind, FileStatus, FormKind};
use nianbao::filing::World;
use nianbao::filing::names::show_path;
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, Finding, Severity};
use nianbao::form::Reading;
use nianbao::form::write::annotated;
use nianbao::import::{Given, find_gaps, open, remark};
use nianbao::report::Report;

pub(super) fn run(args: &ImportArgs) -> Result<Done, Trouble> {
    let disk = plain_disk(&args.how.cells)?;
    let inputs = inputs::documents(&args.documents, &[&args.output])?;
    let targets = choose_targets(args, &inputs.forms)?;
    let given = Given {
        agency: args.agency.clone(),
        year: args.year,
    };
    let written = AtomicUsize::new(0);
    let importing = Importing {
        disk: &disk,
        targets,
        given,
        force: args.force,
        written,
    };
    let mut several = Several::of(inputs, Summary::none(), &args.how);
    several.work(&importing)?;
    let human = several.reporter.is_human();
    let done = several.end()?;
    if human && importing.written.load(Ordering::Relaxed) > 0 {
        let forms = &args.output;
        show::print(&format!("接着检查：nianbao check {}\n", quote(forms)))?;
    }
    Ok(done)
}

/// Where each report's form is written.
fn choose_targets(args: &ImportArgs, documents: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let single = args.documents.len() == 1 && !args.documents[0].is_dir() && documents.len() == 1;
    if single && !args.output.is_dir() {
        let writable = [Some(FormKind::Yaml), Some(FormKind::Workbook)];
        if !writable.contains(&kind_of(&args.output)) {
            let name = show_path(&args.output);
            return Err(Trouble(format!(
                "-o 的文件名 {name} 要以 .xlsx 或 .yaml 结尾"
            )));
        }
        return Ok(vec![args.output.clone()]);
    }
    if args.output.is_file() {
        let message = "有几份报告，-o 要写文件夹";
        return Err(Trouble(format!(
            "{message}；{} 是文件",
            show_path(&args.output)
        )));
    }
    let mut taken = BTreeSet::new();
    let mut targets = Vec::new();
    for document in documents {
        let folder = args.output.join(folder_below(document, &args.documents));
        targets.push(free_path(&folder, document, &args.to, &mut taken));
    }
    Ok(targets)
}

/// A path of this kind that no document before has taken: of two reports with one name the second
/// keeps what it ends in, and of more each has a number.
fn free_path(folder: &Path, document: &Path, kind: &str, taken: &mut BTreeSet<String>) -> PathBuf {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    let mut path = folder.join(format!("{stem}.{kind}"));
    let mut count = 1;
    while !taken.insert(path.to_string_lossy().to_lowercase()) {
        path = if count == 1 {
            folder.join(format!("{name}.{kind}"))
        } else {
            folder.join(format!("{name}-{count}.{kind}"))
        };
        count += 1;
    }
    path
}

/// The folder of a document below the one that was given.
fn folder_below(document: &Path, given: &[PathBuf]) -> PathBuf {
    let folder = document.parent().unwrap_or(Path::new(""));
    for given in given.iter().filter(|given| given.is_dir()) {
        if let Ok(below) = folder.strip_prefix(given) {
            return below.to_owned();
        }
    }
    PathBuf::new()
}

/// Reads reports and writes their forms.
struct Importing<'a> {
    disk: &'a Disk,
    targets: Vec<PathBuf>,
    given: Given,
    force: bool,
    /// How many forms were written.
    written: AtomicUsize,
}

impl Work for Importing<'_> {
    fn work(&self, at: usize, path: &Path) -> Worked {
        let mut worked = Worked::of(path);
        match self.import(path, &self.targets[at], &mut worked) {
            Ok(()) => worked,
            Err(trouble) => worked.with_trouble(trouble),
        }
    }
}

impl Importing<'_> {
    fn import(&self, path: &Path, target: &Path, worked: &mut Worked) -> Result<(), Trouble> {
        if target.exists() && !self.force {
            let name = show_path(target);
            return Err(Trouble(format!(
                "{name} 已经存在；换一个文件名，或加 --force 覆盖"
            )));
        }
        let bytes = read_document(path)?;
        let (library, options) = (self.disk.standards(), self.disk.terms().options);
        let name = path.display().to_string();
        let Reading {
            report,
            mut findings,
            source,
        } = open(&name, &bytes, &self.given, library, options);
        findings.iter_mut().for_each(fit);
        let Some(report) = report else {
            let finding = findings.into_iter().next();
            let why = finding.map_or_else(String::new, |finding| in_one_line(&finding));
            return Err(Trouble(format!("{} 没有导入：{why}", show_path(path))));
        };
        let bytes = write_form(target, &report, &findings, path)?;
        make_folder(folder_of(target))?;
        let status = FileStatus::Written(write_whole(target, &bytes)?);
        self.written.fetch_add(1, Ordering::Relaxed);
        let kind = kind_of(target).unwrap_or(FormKind::Yaml);
        let entry = FileEntry::new(target.display().to_string(), FileKind::Form(kind), status);
        worked.files.push(entry.with_sum_of(&bytes));
        worked.line.tell(&report);
        let whole = find_gaps(&findings).next().is_none();
        worked.state = if whole {
            FormState::Imported
        } else {
            FormState::Gappy
        };
        worked.sources.insert(name.into(), source);
        worked.findings = findings;
        Ok(())
    }
}

/// Makes a finding fit an import: the form already has the right labels, and what a report does not
/// say of itself can be given.
fn fit(finding: &mut Finding) {
    let path = finding.places.first().map_or("", |place| &*place.path);
    match (finding.code, path) {
        (Code::AlteredLabel, _) => {
            finding.severity = Severity::Hint;
            finding.hint = "填报表里用的是规定的名称".into();
        }
        (Code::Blank, "机关") => finding.hint = "加 --agency 写明机关全称".into(),
        (Code::Blank, "年度") => finding.hint = "加 --year 写明年度".into(),
        _ => {}
    }
}

fn in_one_line(finding: &Finding) -> String {
    let Finding { message, hint, .. } = finding;
    if hint.is_empty() {
        message.clone()
    } else {
        format!("{message}；{hint}")
    }
}

/// The bytes of the form, with what somebody should look at.
fn write_form(
    target: &Path,
    report: &Report,
    findings: &[Finding],
    document: &Path,
) -> Result<Vec<u8>, Trouble> {
    let folder = folder_of(target);
    if kind_of(target) == Some(FormKind::Workbook) {
        return annotated(report, findings).map_err(|fault| Trouble(fault.to_string()));
    }
    let form = String::from_utf8_lossy(&write(FormKind::Yaml, report, folder)?).into_owned();
    let file = document
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(remark(&form, &file, findings).into_bytes())
}
