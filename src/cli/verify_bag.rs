//! `verify` of a bag: its files against its lists, its report against its form.

use std::path::Path;

use super::args::VerifyArgs;
use super::outcome::VerbOutcome;
use super::show::ResultReader;
use super::world::disk;
use super::{Done, Trouble};
use nianbao::archive::{BagFiles, DECLARATION, Fixity, Rebuilt, Remade, fixity, rebuild};
use nianbao::disk::{FolderContent, FontFolders, read_folder};
use nianbao::file::{FileKind, FileStatus, Verified};
use nianbao::filing::World;
use nianbao::filing::names::show_path;
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, Finding};
use nianbao::place::Place;

pub(super) fn run(args: &VerifyArgs, folder: &Path) -> Result<VerbOutcome, Trouble> {
    let fonts = FontFolders::find(args.fonts.as_deref())?;
    let disk = disk(&args.how.cells, &args.looks)?.with_fonts(fonts);
    if !folder.join(DECLARATION).is_file() {
        let message = "不是归档包（里面没有 bagit.txt）；要核对报告，请写填报表或报告文件";
        return Err(Trouble(format!("{} {message}", show_path(folder))));
    }
    let FolderContent { files, odd } = read_folder(folder)?;
    let Fixity {
        mut findings,
        seals,
    } = fixity(&files);
    findings.extend(odd.iter().map(|path| tell_odd(path)));
    let mut outcome = VerbOutcome::new(Done::Faulty);
    if findings.is_empty() {
        outcome.notes = format!("文件  {} 个，全部与清单一致\n", files.len() - seals.len());
        let rebuilt = rebuild(&files, disk.standards(), disk.fonts());
        outcome.done = match rebuilt.remade {
            Remade::Same | Remade::SameMeaning => Done::Sound,
            Remade::Unmade => Done::Troubled,
            Remade::Different => Done::Faulty,
        };
        outcome.notes += &tell(&rebuilt);
        findings = rebuilt.findings;
    } else {
        let count = findings.len();
        outcome.notes = format!("文件  {count} 处与封装时不同；没有重做报告\n");
    }
    if !seals.is_empty() {
        outcome.notes += &format!("签章  {}：没有核对，请用签章软件核对\n", seals.join("、"));
    }
    if args.how.format != ResultReader::Human {
        outcome.files = entries(folder, &files, &findings);
    }
    outcome.findings = (!findings.is_empty()).then_some(findings);
    Ok(outcome)
}

/// What became of each file, for programs.
fn entries(folder: &Path, files: &BagFiles, findings: &[Finding]) -> Vec<FileEntry> {
    let mut entries = Vec::new();
    for (path, content) in files {
        let status = if findings.iter().any(|finding| is_about(finding, path)) {
            Verified::Differs
        } else {
            Verified::Agrees
        };
        let shown = folder.join(path).display().to_string();
        let entry = FileEntry::new(shown, FileKind::Other, FileStatus::Verified(status));
        entries.push(entry.with_sum_of(content));
    }
    entries
}

/// Whether a finding is about a file.
fn is_about(finding: &Finding, path: &str) -> bool {
    let is_there = finding.places.iter().any(|place| &*place.file == path);
    is_there || finding.stated.as_deref() == Some(path)
}

/// Names what is no plain file.
fn tell_odd(path: &str) -> Finding {
    let message = format!("{path} 不是普通文件（链接或文件名有误）");
    let finding = Finding::new(Code::BagFile, message, Place::file(&path.into()));
    finding.hint("归档包里只有普通文件；移出去").stated(path)
}

/// What making the bag anew came to.
fn tell(rebuilt: &Rebuilt) -> String {
    match rebuilt.remade {
        Remade::Same => "重做  用包里的填报表重做，每个文件字节相同\n".to_owned(),
        Remade::SameMeaning => {
            let changed = rebuilt.changed.join("；");
            format!("重做  内容相同，字节不同，因为程序版本或字体不同（{changed}）\n")
        }
        Remade::Unmade => {
            let told = "没有能用的字体，没有重做，用 --fonts 指定；内容与填报表一致";
            format!("重做  {told}\n")
        }
        Remade::Different => "重做  与包里的报告不同\n".to_owned(),
    }
}
