//! `extract`: the form that a finished report carries inside.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::args::ExtractArgs;
use super::outcome::VerbOutcome;
use super::target::kind_of;
use super::wording::quote;
use super::world::bag_around;
use super::{Done, Trouble};
use nianbao::disk::read::read_finished;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::file::{FileKind, FileStatus, FormKind};
use nianbao::filing::inside::FORM_YAML;
use nianbao::filing::names::{file_name, fold, show_path};
use nianbao::filing::{Filing, Memory, Name, Recorded};
use nianbao::finding::json::FileEntry;
use nianbao::readback::{AttachedFile, attached, format_of};

pub(super) fn run(args: &ExtractArgs) -> Result<VerbOutcome, Trouble> {
    let report = &args.report;
    let target = choose_target(args)?;
    let bytes = read_finished(report)?;
    let Some(format) = format_of(&bytes).filter(|format| format.has_pages()) else {
        let message = "不是 PDF 或 OFD，里面没有附带填报表";
        return Err(Trouble(format!("{} {message}", show_path(report))));
    };
    let files = match attached(&report.display().to_string(), format, &bytes) {
        Ok(files) => files,
        Err(finding) => {
            let mut outcome = VerbOutcome::new(Done::Faulty);
            outcome.findings = Some(vec![*finding]);
            return Ok(outcome);
        }
    };
    if !files.iter().any(|file| file.name == FORM_YAML) {
        let way = "生成时用 --pdf 3a 或 --to ofd 才附带；已经发布的报告用 nianbao import";
        return Err(Trouble(format!(
            "{} 里面没有附带填报表；{way}",
            show_path(report)
        )));
    }
    let files = choose_targets(&target, files)?;
    if let Some(taken) = files.iter().find(|file| file.path.exists() && !args.force) {
        let message = "已经存在；换一个 -o，或加 --force 覆盖";
        return Err(Trouble(format!("{} {message}", show_path(&taken.path))));
    }
    let mut outcome = VerbOutcome::new(Done::Sound);
    for file in files {
        let kind = if file.path == target {
            FileKind::Form(FormKind::Yaml)
        } else {
            FileKind::Other
        };
        outcome.files.push(file.write(kind)?);
    }
    outcome.notes = format!("重新生成报告：nianbao build {}\n", quote(&target));
    Ok(outcome)
}

/// Where the form goes: a file that must be named as one, and lie in no bag.
fn choose_target(args: &ExtractArgs) -> Result<PathBuf, Trouble> {
    let target = match &args.output {
        Some(output) => output.clone(),
        None => args.report.with_extension("yaml"),
    };
    let name = show_path(&target);
    if kind_of(&target) != Some(FormKind::Yaml) {
        return Err(Trouble(format!("-o 的文件名 {name} 要以 .yaml 结尾")));
    }
    if let Some(bag) = bag_around(&target) {
        let what = "在归档包里面，会弄坏它；请换一个 -o";
        return Err(Trouble(format!("{name} {what}（{}）", show_path(&bag))));
    }
    Ok(target)
}

/// A file that is taken out, and where it goes.
struct FileTaken {
    path: PathBuf,
    content: Vec<u8>,
}

impl FileTaken {
    fn write(&self, kind: FileKind) -> Result<FileEntry, Trouble> {
        make_folder(folder_of(&self.path))?;
        let status = FileStatus::Written(write_whole(&self.path, &self.content)?);
        let path = self.path.display().to_string();
        Ok(FileEntry::new(path, kind, status).with_sum_of(&self.content))
    }
}

/// Where the files go: the form where it was asked, beside it what the form names, and nothing
/// else.
fn choose_targets(target: &Path, files: Vec<AttachedFile>) -> Result<Vec<FileTaken>, Trouble> {
    let named = names_in_form(&files)?;
    let form = Name::new(target);
    let mut taken: Vec<FileTaken> = Vec::new();
    for AttachedFile { name, content } in files {
        let path = if name == FORM_YAML {
            Some(target.to_owned())
        } else if named.contains(&name) {
            form.beside(&name).map(|name| name.path().to_owned())
        } else {
            continue;
        };
        let path = path.filter(|path| !path.components().any(|part| is_reserved(part)));
        let path = path.ok_or_else(|| Trouble(format!("里面的文件名“{name}”不能用")))?;
        let folded_path = fold(&path.to_string_lossy());
        let mut others = taken.iter().map(|file| file.path.to_string_lossy());
        if others.any(|other| fold(&other) == folded_path) {
            return Err(Trouble(format!(
                "里面有两个文件都要写到 {}；换一个 -o",
                path.display()
            )));
        }
        taken.push(FileTaken { path, content });
    }
    Ok(taken)
}

/// Whether no system keeps a plain file of this name.
fn is_reserved(part: Component<'_>) -> bool {
    let name = part.as_os_str().to_string_lossy();
    matches!(part, Component::Normal(_)) && file_name(&name, false) != name
}

/// The files that the form names, by their names inside.
fn names_in_form(files: &[AttachedFile]) -> Result<BTreeSet<String>, Trouble> {
    let mut world = Memory::new();
    for AttachedFile { name, content } in files {
        world = world.with_file(name, content.clone());
    }
    let form = files.iter().find(|file| file.name == FORM_YAML);
    let form = form.map(|file| file.content.as_slice()).unwrap_or_default();
    let recorded = Recorded::new(&world);
    Filing::open(&recorded, &Name::new(FORM_YAML), form)?;
    let given = recorded.given().files.into_keys();
    Ok(given.map(|name| name.to_string()).collect())
}
