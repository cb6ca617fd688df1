//! `convert`: a form in another kind, nothing lost.

use super::args::ConvertArgs;
use super::outcome::Outcome;
use super::target::{kind_of, write};
use super::world::plain_disk;
use super::{Done, Trouble};
use nianbao::disk::read::read_form;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::file::{FileKind, FileStatus};
use nianbao::filing::names::named;
use nianbao::filing::{Beside, Name, World};
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Code, Finding, Severity, count};
use nianbao::form::read_with;

pub(super) fn run(args: &ConvertArgs) -> Result<Outcome, Trouble> {
    let target = kind_of(&args.to).ok_or_else(|| {
        Trouble(format!(
            "{} 的扩展名不对；要以 .xlsx、.yaml 或 .json 结尾",
            named(&args.to)
        ))
    })?;
    if args.to.exists() && !args.force {
        return Err(Trouble(format!(
            "{} 已经存在；换一个文件名，或加 --force 覆盖",
            named(&args.to)
        )));
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
    let mut outcome = Outcome::new(done);
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
    let codes = [
        Code::Unreadable,
        Code::UnknownKey,
        Code::DuplicateKey,
        Code::UnknownRow,
        Code::WrongFormat,
    ];
    let plain =
        |text: &String| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let unconfirmed = finding.code == Code::NotACount && finding.stated.as_ref().is_some_and(plain);
    let no_year = finding.code == Code::NotACount
        && finding.places.iter().any(|place| &*place.path == "年度");
    let unread = workbook && finding.code == Code::MissingRow;
    finding.severity == Severity::Error
        && (codes.contains(&finding.code) || no_year || unconfirmed || unread)
}
