//! `convert`: a form in another kind, nothing lost.

use super::args::ConvertArgs;
use super::outcome::VerbOutcome;
use super::target::{kind_of, write};
use super::world::plain_disk;
use super::{Done, Trouble};
use nianbao::disk::read::read_form;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::file::{FileKind, FileStatus};
use nianbao::filing::names::show_path;
use nianbao::filing::{Beside, Name, World};
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, Finding, Severity, count};
use nianbao::form::read_with;

pub(super) fn run(args: &ConvertArgs) -> Result<VerbOutcome, Trouble> {
    let Some(target) = kind_of(&args.to) else {
        let message = "的扩展名不对；要以 .xlsx、.yaml 或 .json 结尾";
        return Err(Trouble(format!("{} {message}", show_path(&args.to))));
    };
    if args.to.exists() && !args.force {
        let message = "已经存在；换一个文件名，或加 --force 覆盖";
        return Err(Trouble(format!("{} {message}", show_path(&args.to))));
    }
    let disk = plain_disk(&args.how.cells)?;
    let bytes = read_form(&args.from)?;
    let name = args.from.display().to_string();
    let form = Name::new(&args.from);
    let beside = Beside {
        world: &disk,
        form: &form,
    };
    let reading = read_with(
        &name,
        &bytes,
        disk.standards(),
        disk.terms().options,
        &beside,
    );
    let done = if count(&reading.findings).0 == 0 {
        Done::Sound
    } else {
        Done::Faulty
    };
    let mut outcome = VerbOutcome::new(done);
    outcome.sources.insert(name.into(), reading.source);
    let cells = reading
        .report
        .as_ref()
        .is_some_and(|report| report.year.place.at.is_cell());
    let whole = !reading.findings.iter().any(|finding| loses(finding, cells));
    if let Some(report) = reading.report.filter(|_| whole) {
        let folder = folder_of(&args.to);
        make_folder(folder)?;
        let bytes = write(target, &report, folder)?;
        let status = FileStatus::Written(write_whole(&args.to, &bytes)?);
        let path = args.to.display().to_string();
        outcome
            .files
            .push(FileEntry::new(path, FileKind::Form(target), status).with_sum_of(&bytes));
    } else {
        outcome.notes = "有读不进来或要确认的内容，没有转换；请先改正\n".into();
    }
    // Nothing was checked but that all could be read.
    outcome.findings = (!reading.findings.is_empty()).then_some(reading.findings);
    Ok(outcome)
}

/// Whether a finding tells of content that would not come through as it is.
///
/// Blanks and wrong numbers do: they are carried as they were typed. What a
/// workbook seems to lack may only have a name that nobody knows. Text that
/// reads as a number would be taken for one in the new form, unconfirmed.
fn loses(finding: &Finding, workbook: bool) -> bool {
    if finding.severity != Severity::Error {
        return false;
    }
    match finding.code {
        Code::Unreadable
        | Code::UnknownKey
        | Code::DuplicateKey
        | Code::UnknownRow
        | Code::WrongFormat => true,
        Code::NotACount => is_unconfirmed(finding) || is_about_year(finding),
        Code::MissingRow => workbook,
        _ => false,
    }
}

/// Whether a finding is about text that reads as a plain number.
fn is_unconfirmed(finding: &Finding) -> bool {
    let stated = finding.stated.as_deref().unwrap_or_default();
    !stated.is_empty() && stated.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether a finding is about the year, without which nothing else can be read.
fn is_about_year(finding: &Finding) -> bool {
    finding.places.iter().any(|place| &*place.path == "年度")
}
