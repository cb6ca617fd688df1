//! `diff`: what differs between two forms, and what follows from that.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{DiffArgs, DiffFormat};
use super::lock::Lock;
use super::names::{file_name, named, place_of};
use super::outcome::Outcome;
use super::outputs::write_output;
use super::reader::Reader;
use super::show;
use super::target::folder_of;
use super::{Done, Trouble};
use nianbao::compare::notice::{NoticeTemplate, Occasion, notice};
use nianbao::compare::{Comparison, compare, human, json};
use nianbao::export::Format;
use nianbao::filing::Filing;
use nianbao::finding::count;
use nianbao::form::meaning;
use nianbao::render::render;

pub(super) fn run(args: &DiffArgs) -> Result<Outcome, Trouble> {
    let reader = Reader::new(&args.cells, &args.looks)?;
    let old = reader.open(&args.old)?;
    let new = reader.open(&args.new)?;
    let Some(comparison) = compare(&old, &new) else {
        return Ok(Outcome::unreadable([old, new]));
    };
    let mut outcome = Outcome::new(if comparison.is_empty() { Done::Sound } else { Done::Faulty });
    match args.format {
        DiffFormat::Human => outcome.said = human::render(&comparison, show::colour()),
        DiffFormat::Json => outcome.document = Some(json::render(&comparison)),
        DiffFormat::Docx => {
            publish(args, &reader, &comparison, [&old, &new], Format::Docx, &mut outcome)?;
        }
        DiffFormat::Txt => {
            publish(args, &reader, &comparison, [&old, &new], Format::Txt, &mut outcome)?;
        }
    }
    Ok(outcome)
}

/// Writes the 更正说明.
fn publish(
    args: &DiffArgs,
    reader: &Reader<'_>,
    comparison: &Comparison,
    [old, new]: [&Filing; 2],
    format: Format,
    outcome: &mut Outcome,
) -> Result<(), Trouble> {
    if comparison.is_empty() {
        outcome.said = "没有不同，没有生成更正说明\n".into();
        return Ok(());
    }
    let (Some(report), Some(former)) = (&new.report, &old.report) else { return Ok(()) };
    if (former.year.value, &former.agency.value) != (report.year.value, &report.agency.value) {
        return Err(Trouble(
            "两份表不是同一机关同一年度的，不能生成更正说明；去掉 --format 可以看有什么不同".into(),
        ));
    }
    let words = reader.templates.notice()?;
    let template = NoticeTemplate::load(&words)
        .map_err(|fault| Trouble(format!("{}：{}", words.name, fault.message)))?;
    let (style, source) = reader.style()?;
    let style = style.map_err(|fault| Trouble(format!("{}：{}", source.name, fault.message)))?;
    let with = Occasion { template: &template, reason: args.reason.as_deref(), date: args.date };
    let Some(mut document) = notice(comparison, report, with) else {
        outcome.said = "印出来的数和文字没有不同，没有生成更正说明\n".into();
        return Ok(());
    };
    document.origin = meaning(report);
    let path =
        args.output.clone().unwrap_or_else(|| beside(new.name.path(), &document.title, format));
    if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case(format.name())) {
        return Err(Trouble(format!("-o 的文件名要以 .{} 结尾", format.name())));
    }
    if [&args.old, &args.new].iter().any(|form| place_of(form) == place_of(&path)) {
        return Err(Trouble(format!("{} 是填报表，不能被更正说明覆盖；请换一个 -o", named(&path))));
    }
    let folder = folder_of(&path)?;
    let (rendered, _) = render(&document, &style, None, &[format])?;
    let _lock = Lock::on(folder)?;
    for file in rendered {
        outcome.files.push(write_output(&path, file, args.force)?);
    }
    if count(&new.findings).0 > 0 {
        outcome.notes += &format!(
            "新填报表还有错误，说明里没有写勾稽关系成立；先改正：nianbao check {}\n",
            named(new.name.path())
        );
    }
    if args.date.is_none() && std::io::stdout().is_terminal() {
        outcome.notes += "没有印日期；加 --date 2024-05-06 印上\n";
    }
    Ok(())
}

/// The file of a notice, beside the form.
fn beside(form: &Path, title: &str, format: Format) -> PathBuf {
    let name = file_name(title, false);
    form.with_file_name(format!("{name}.{}", format.name()))
}
