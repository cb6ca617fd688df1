//! `import`: published reports become forms.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
use nianbao::finding::Finding;
use nianbao::finding::json::FileEntry;
use nianbao::form::Reading;
use nianbao::form::write::annotated;
use nianbao::import::{Given, gaps, open, remarked};
use nianbao::report::Report;

pub(super) fn run(args: &ImportArgs) -> Result<Done, Trouble> {
    let disk = plain_disk(&args.how.cells)?;
    let inputs = inputs::documents(&args.documents, &[&args.output])?;
    let targets = targets(args, &inputs.forms)?;
    let given = Given { agency: args.agency.clone(), year: args.year };
    let importing = Importing { disk: &disk, targets, given, force: args.force };
    let mut several = Several::of(inputs, Summary::none(), &args.how);
    several.work(&importing)?;
    let human = several.reporter.is_human();
    let written = importing.targets.iter().filter(|target| target.exists()).count();
    let done = several.end()?;
    if human && written > 0 {
        let forms = if args.output.is_dir() { &args.output } else { &importing.targets[0] };
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
            return Err(Trouble(format!("-o 的文件名 {name} 要以 .xlsx 或 .yaml 结尾")));
        }
        return Ok(vec![args.output.clone()]);
    }
    if args.output.is_file() {
        let message = "有几份报告，-o 要写文件夹";
        return Err(Trouble(format!("{message}；{} 是文件", named(&args.output))));
    }
    // Of two reports with one name the second keeps what it ends in.
    let mut taken: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut target = |document: &PathBuf| {
        let stem = document.file_stem().unwrap_or_default().to_string_lossy();
        let name = document.file_name().unwrap_or_default().to_string_lossy();
        let path = args.output.join(format!("{stem}.{}", args.to));
        let count = taken.entry(path.clone()).or_default();
        *count += 1;
        match count {
            1 => path,
            2 => args.output.join(format!("{name}.{}", args.to)),
            count => args.output.join(format!("{name}-{count}.{}", args.to)),
        }
    };
    Ok(documents.iter().map(&mut target).collect())
}

/// Reads reports and writes their forms.
struct Importing<'a> {
    disk: &'a Disk,
    targets: Vec<PathBuf>,
    given: Given,
    force: bool,
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
            return Err(Trouble(format!("{name} 已经存在；换一个文件名，或加 --force 覆盖")));
        }
        let bytes = read_document(path)?;
        let (library, options) = (self.disk.standards(), self.disk.terms().options);
        let name = path.display().to_string();
        let Reading { report, findings, source } =
            open(&name, &bytes, &self.given, library, options);
        let Some(report) = report else {
            let finding = findings.into_iter().next();
            let why = finding.map_or_else(String::new, |finding| in_one_line(&finding));
            return Err(Trouble(format!("{} 没有导入：{why}", named(path))));
        };
        let bytes = form(target, &report, &findings, path)?;
        make_folder(folder_of(target))?;
        let status = FileStatus::Written(write_whole(target, &bytes)?);
        let kind = kind_of(target).unwrap_or(FormKind::Yaml);
        let entry = FileEntry::new(target.display().to_string(), FileKind::Form(kind), status);
        worked.files.push(entry.summed(&bytes));
        worked.line.tell(&report);
        let whole = gaps(&findings).next().is_none();
        worked.state = if whole { State::Imported } else { State::Gappy };
        worked.sources.insert(name.into(), source);
        worked.findings = findings;
        Ok(())
    }
}

fn in_one_line(finding: &Finding) -> String {
    let Finding { message, hint, .. } = finding;
    if hint.is_empty() { message.clone() } else { format!("{message}；{hint}") }
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
    let file = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(remarked(&form, &file, findings).into_bytes())
}
