//! `check`: read forms, apply the rules, show the findings.

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, ReadingArgs};
use super::input_kinds::is_report;
use super::outcome::{Done, Trouble};
use super::several::{OwnText, Several, Work, Worked};
use super::show;
use super::table::FormState;
use super::wording::quote;
use super::world::{StyleAsRead, disk_of};
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::disk::{Disk, FontFolders};
use nianbao::file::{FileKind, FileStatus, FormKind};
use nianbao::filing::names::show_path;
use nianbao::filing::{Filing, World};
use nianbao::finding::human::Sources;
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, count};
use nianbao::form::write::{annotated, workbook};
use nianbao::rules::sentence_marks;

pub(super) fn run(args: &CheckArgs) -> Result<Done, Trouble> {
    let reading = &args.reading;
    let disk = disk_of(reading)?
        .with_hints()
        .with_fonts(FontFolders::find(args.fonts.as_deref())?);
    let mut several = Several::find_any(reading)?;
    // A broken style shows in `build` at the latest; here it shows in time.
    let StyleAsRead { style, source } = StyleAsRead::of(&disk)?;
    if let Err(finding) = style {
        let sources = Sources::from([(source.name, source.text)]);
        several.reporter.add(&[*finding], &sources)?;
    }
    several.reporter.advise();
    if let Some(target) = &args.annotate {
        several
            .reporter
            .add_files(vec![annotate(&disk, reading, target)?])?;
    }
    let among_others = several.forms.len() > 1;
    several.work(&Checking {
        disk: &disk,
        among_others,
    })?;
    let human = several.reporter.is_human();
    let reports = several.forms.iter().any(|path| is_report(path));
    let done = several.end()?;
    if human && done == Done::Sound {
        show::print(&next_verb(&reading.forms, reports))?;
    }
    Ok(done)
}

/// What is done next with forms, or with reports, that have no fault.
fn next_verb(forms: &[PathBuf], reports: bool) -> String {
    let forms: Vec<String> = forms.iter().map(|form| quote(form)).collect();
    let forms = forms.join(" ");
    if reports {
        format!("变成填报表：nianbao import {forms} -o 填报表.xlsx\n")
    } else {
        format!("可以生成报告：nianbao build {forms}\n")
    }
}

/// Writes a form with what was found in it.
fn annotate(disk: &Disk, reading: &ReadingArgs, target: &Path) -> Result<FileEntry, Trouble> {
    let [form] = reading.forms.as_slice() else {
        return Err(Trouble("--annotate 一次只写一份填报表".to_owned()));
    };
    if target
        .extension()
        .is_none_or(|kind| !kind.eq_ignore_ascii_case("xlsx"))
    {
        return Err(Trouble(format!(
            "{} 的扩展名不对；要以 .xlsx 结尾",
            show_path(target)
        )));
    }
    if target.exists() {
        return Err(Trouble(format!(
            "{} 已经存在；换一个文件名",
            show_path(target)
        )));
    }
    let filing = disk.open_any(form)?;
    let Some(report) = &filing.report else {
        return Err(Trouble(format!(
            "{} 读不懂，没有可以写批注的填报表",
            show_path(form)
        )));
    };
    // Of a text the words are put as somebody with a workbook understands them.
    let findings = if report.year.place.at.is_cell() {
        filing.findings
    } else {
        Filing::open(disk, &filing.name, &workbook(report)?)?.findings
    };
    if findings
        .iter()
        .any(|finding| finding.code == Code::UnknownKey)
    {
        show::note(&format!(
            "原表里没有用到的内容不在 {} 里",
            show_path(target)
        ));
    }
    let bytes = annotated(report, &findings)?;
    make_folder(folder_of(target))?;
    let status = FileStatus::Written(write_whole(target, &bytes)?);
    let path = target.display().to_string();
    Ok(FileEntry::new(path, FileKind::Form(FormKind::Workbook), status).with_sum_of(&bytes))
}

/// Reads and checks forms; of a report only what the summary shows is kept.
struct Checking<'a> {
    disk: &'a Disk,
    /// Whether there are other forms, with texts that this one's may be like.
    among_others: bool,
}

impl Work for Checking<'_> {
    fn work(&self, _: usize, path: &Path) -> Worked {
        let mut worked = Worked::of(path);
        let form = match self.disk.open_any(path) {
            Ok(form) => form,
            Err(why) => return worked.with_trouble(why.into()),
        };
        if let Some(report) = &form.report {
            worked.line.tell(report);
        }
        if let Some(subject) = form.subject().filter(|_| self.among_others) {
            let severities = &self.disk.terms().settings.severities;
            let usual = Code::TextsAlike.severity();
            worked.text = Some(OwnText {
                agency: subject.report.agency.value.clone(),
                marks: sentence_marks(&subject),
                percent: subject.report.standard.repeated.percent as usize,
                severity: severities.get(&Code::TextsAlike).copied().unwrap_or(usual),
            });
        }
        worked.line.count(&form.findings);
        worked.state = if count(&form.findings).0 > 0 {
            FormState::Faulty
        } else {
            FormState::Sound
        };
        (worked.findings, worked.sources) = (form.findings, form.sources);
        worked
    }
}
