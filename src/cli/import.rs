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
use super::table::State;
use super::target::{kind_of, write};
use super::wording::quoted;
use super::world::plain_disk;
use nianbao::disk::Disk;
use nianbao::disk::read::read_document;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::file::{FileKind, FileStatus, FormKind};
use nianbao::filing::World;
use nianbao::filing::names::named;
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, Finding, Severity};
use nianbao::form::Reading;
use nianbao::form::write::annotated;
use nianbao::import::{Given, gaps, open, remarked};
use nianbao::report::Report;

pub(super) fn run(args: &ImportArgs) -> Result<Done, Trouble> {
    let disk = plain_disk(&args.how.cells)?;
    let inputs = inputs::documents(&args.documents, &[&args.output])?;
    let targets = targets(args, &inputs.forms)?;
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
        show::print(&format!("接着检查：nianbao check {}\n", quoted(forms)))?;
    }
    Ok(done)
}

/// Where each report's form is written.
fn targets(args: &ImportArgs, documents: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let single = args.documents.len() == 1 && !args.documents[0].is_dir() && documents.len() == 1;
    if single && !args.output.is_dir() {
        let writable = [Some(FormKind::Yaml), Some(FormKind::Workbook)];
        if !writable.contains(&kind_of(&args.output)) {
            let name = named(&args.output);
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
            named(&args.output)
        )));
    }
    // Of two reports with one name the second keeps what it ends in.
    let mut taken = BTreeSet::new();
    let mut target = |document: &PathBuf| {
        let folder = args.output.join(below(document, &args.documents));
        let stem = document.file_stem().unwrap_or_default().to_string_lossy();
        let name = document.file_name().unwrap_or_default().to_string_lossy();
        let numbered = (2..).map(|count| format!("{name}-{count}"));
        let mut names = [stem.clone().into_owned(), name.clone().into_owned()]
            .into_iter()
            .chain(numbered);
        let mut free = |name: &String| {
            let path = folder.join(format!("{name}.{}", args.to));
            taken.insert(path.to_string_lossy().to_lowercase())
        };
        let name = names.find(|name| free(name)).unwrap_or_default();
        folder.join(format!("{name}.{}", args.to))
    };
    Ok(documents.iter().map(&mut target).collect())
}

/// The folder of a document below the one that was given.
fn below(document: &Path, given: &[PathBuf]) -> PathBuf {
    let folder = document.parent().unwrap_or(Path::new(""));
    let inside = |given: &PathBuf| folder.strip_prefix(given).ok().map(Path::to_path_buf);
    given
        .iter()
        .filter(|given| given.is_dir())
        .find_map(inside)
        .unwrap_or_default()
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
            Err(trouble) => worked.troubled(trouble),
        }
    }
}

impl Importing<'_> {
    fn import(&self, path: &Path, target: &Path, worked: &mut Worked) -> Result<(), Trouble> {
        if target.exists() && !self.force {
            let name = named(target);
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
        findings.iter_mut().for_each(fitting);
        let Some(report) = report else {
            let finding = findings.into_iter().next();
            let why = finding.map_or_else(String::new, |finding| in_one_line(&finding));
            return Err(Trouble(format!("{} 没有导入：{why}", named(path))));
        };
        let bytes = form(target, &report, &findings, path)?;
        make_folder(folder_of(target))?;
        let status = FileStatus::Written(write_whole(target, &bytes)?);
        self.written.fetch_add(1, Ordering::Relaxed);
        let kind = kind_of(target).unwrap_or(FormKind::Yaml);
        let entry = FileEntry::new(target.display().to_string(), FileKind::Form(kind), status);
        worked.files.push(entry.with_sum_of(&bytes));
        worked.line.tell(&report);
        let whole = gaps(&findings).next().is_none();
        worked.state = if whole { State::Imported } else { State::Gappy };
        worked.sources.insert(name.into(), source);
        worked.findings = findings;
        Ok(())
    }
}

/// Makes a finding fit an import: the form already has the right labels, and what a report does not
/// say of itself can be given.
fn fitting(finding: &mut Finding) {
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
fn form(
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
    Ok(remarked(&form, &file, findings).into_bytes())
}
