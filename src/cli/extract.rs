//! `extract`: the form that a finished report carries inside.

use std::path::{Path, PathBuf};

use super::args::ExtractArgs;
use super::outcome::Outcome;
use super::target::kind_of;
use super::wording::quoted;
use super::{Done, Trouble};
use nianbao::disk::read::read_finished;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::file::{FileKind, FileStatus, FormKind};
use nianbao::filing::Name;
use nianbao::filing::inside::{DATA_JSON, DATA_XML, FORM_YAML};
use nianbao::filing::names::named;
use nianbao::finding::json::FileEntry;
use nianbao::readback::{AttachedFile, attached, format_of};

pub(super) fn run(args: &ExtractArgs) -> Result<Outcome, Trouble> {
    let report = &args.report;
    let target = args.output.clone().unwrap_or_else(|| report.with_extension("yaml"));
    if kind_of(&target) != Some(FormKind::Yaml) {
        return Err(Trouble(format!("-o 的文件名 {} 要以 .yaml 结尾", named(&target))));
    }
    let bytes = read_finished(report)?;
    let format = format_of(&bytes).filter(|format| format.has_pages());
    let format = format
        .ok_or_else(|| Trouble(format!("{} 不是 PDF 或 OFD，里面没有附带填报表", named(report))))?;
    let files = match attached(&report.display().to_string(), format, &bytes) {
        Ok(files) => files,
        Err(finding) => {
            let mut outcome = Outcome::new(Done::Faulty);
            outcome.findings = Some(vec![*finding]);
            return Ok(outcome);
        }
    };
    if !files.iter().any(|file| file.name == FORM_YAML) {
        let way = "生成时用 --pdf 3a 或 --to ofd 才附带；已经发布的报告用 nianbao import";
        return Err(Trouble(format!("{} 里面没有附带填报表；{way}", named(report))));
    }
    let files = targets(&target, files)?;
    if let Some(taken) = files.iter().find(|file| file.path.exists() && !args.force) {
        let message = "已经存在；换一个 -o，或加 --force 覆盖";
        return Err(Trouble(format!("{} {message}", named(&taken.path))));
    }
    let mut outcome = Outcome::new(Done::Sound);
    for FileTaken { path, content } in files {
        make_folder(folder_of(&path))?;
        let status = FileStatus::Written(write_whole(&path, &content)?);
        let kind = if path == target { FileKind::Form(FormKind::Yaml) } else { FileKind::Other };
        let entry = FileEntry::new(path.display().to_string(), kind, status).summed(&content);
        outcome.files.push(entry);
    }
    outcome.notes = format!("重新生成报告：nianbao build {}\n", quoted(&target));
    Ok(outcome)
}

/// A file that is taken out, and where it goes.
struct FileTaken {
    path: PathBuf,
    content: Vec<u8>,
}

/// Where the files go: the form where it was asked, beside it what it names, and nothing else.
fn targets(target: &Path, files: Vec<AttachedFile>) -> Result<Vec<FileTaken>, Trouble> {
    let form = Name::new(target);
    let mut taken = Vec::new();
    for AttachedFile { name, content } in files {
        let path = match name.as_str() {
            DATA_JSON | DATA_XML => continue,
            FORM_YAML => target.to_owned(),
            name => {
                let beside = form.beside(name).map(|name| name.path().to_owned());
                beside.ok_or_else(|| Trouble(format!("里面的文件名“{name}”不能用")))?
            }
        };
        taken.push(FileTaken { path, content });
    }
    Ok(taken)
}
