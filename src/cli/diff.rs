//! `diff`: what differs between two forms, and what follows from that.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{DiffArgs, DiffFormat};
use super::files::read_form;
use super::lock::Lock;
use super::names::{file_name, place_of};
use super::outputs::write_output;
use super::reader::{Form, Reader};
use super::show::{self, Found, named};
use super::target::folder_of;
use super::{Done, Outcome, Trouble};
use crate::compare::notice::{Template, With, notice};
use crate::compare::{Comparison, Side, compare, human, json};
use crate::export::Format;
use crate::finding::count;
use crate::form::meaning;
use crate::render::render;

pub(super) fn run(args: &DiffArgs) -> Outcome {
    let reader = Reader::new(&args.cells, &args.looks)?;
    let old = reader.read(&args.old, &read_form(&args.old)?)?;
    let new = reader.read(&args.new, &read_form(&args.new)?)?;
    let Some(comparison) = compared(&old, &new) else {
        return unreadable([old, new], args.format == DiffFormat::Human);
    };
    match args.format {
        DiffFormat::Human => print(&comparison)?,
        DiffFormat::Json => show::print_document(&json::render(&comparison))?,
        DiffFormat::Docx => publish(args, &reader, &comparison, [&old, &new], Format::Docx)?,
        DiffFormat::Txt => publish(args, &reader, &comparison, [&old, &new], Format::Txt)?,
    }
    Ok(if comparison.is_empty() { Done::Sound } else { Done::Faulty })
}

/// Two forms compared; none where one of them cannot be read.
pub(super) fn compared(old: &Form<'_>, new: &Form<'_>) -> Option<Comparison> {
    Some(compare(side(old)?, side(new)?))
}

fn side<'f>(form: &'f Form<'_>) -> Option<Side<'f>> {
    Some(Side {
        report: form.report.as_ref()?,
        last: form.last.as_ref(),
        document: form.document.as_ref()?,
        findings: &form.findings,
    })
}

/// Shows why forms cannot be compared.
///
/// A program gets the reason on standard error: its one document is that of the failure.
pub(super) fn unreadable<'f>(forms: impl IntoIterator<Item = Form<'f>>, human: bool) -> Outcome {
    let mut result = Found::default();
    let lacking = forms.into_iter().filter(|form| form.report.is_none() || form.document.is_none());
    lacking.for_each(|form| form.into_result(&mut result));
    if human {
        show::result(&result, show::Output::Human)?;
        return Err(Trouble("填报表读不懂；先改正上面的问题".into()));
    }
    let first =
        result.findings.first().map_or(String::new(), |finding| format!("：{}", finding.message));
    Err(Trouble(format!("填报表读不懂{first}")))
}

/// Shows a comparison on the terminal.
pub(super) fn print(comparison: &Comparison) -> Result<(), Trouble> {
    show::print(&human::render(comparison, show::colour()))
}

/// Writes the 更正说明.
fn publish(
    args: &DiffArgs,
    reader: &Reader<'_>,
    comparison: &Comparison,
    [old, new]: [&Form<'_>; 2],
    format: Format,
) -> Result<(), Trouble> {
    if comparison.is_empty() {
        return show::print("没有不同，没有生成更正说明\n");
    }
    let (Some(report), Some(former)) = (&new.report, &old.report) else { return Ok(()) };
    if (former.year.value, &former.agency.value) != (report.year.value, &report.agency.value) {
        return Err(Trouble(
            "两份表不是同一机关同一年度的，不能生成更正说明；去掉 --format 可以看有什么不同".into(),
        ));
    }
    let words = reader.templates.notice()?;
    let template = Template::load(&words)
        .map_err(|fault| Trouble(format!("{}：{}", words.name, fault.message)))?;
    let (style, source) = reader.style()?;
    let style = style.map_err(|fault| Trouble(format!("{}：{}", source.name, fault.message)))?;
    let with = With { template: &template, reason: args.reason.as_deref(), date: args.date };
    let Some(mut document) = notice(comparison, report, with) else {
        return show::print("印出来的数和文字没有不同，没有生成更正说明\n");
    };
    document.origin = meaning(report);
    let path = args.output.clone().unwrap_or_else(|| beside(new.path, &document.title, format));
    if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case(format.name())) {
        return Err(Trouble(format!("-o 的文件名要以 .{} 结尾", format.name())));
    }
    if [&args.old, &args.new].iter().any(|form| place_of(form) == place_of(&path)) {
        return Err(Trouble(format!("{} 是填报表，不能被更正说明覆盖；请换一个 -o", named(&path))));
    }
    let folder = folder_of(&path)?;
    let (rendered, _) = render(&document, &style, None, &[format])?;
    let _lock = Lock::on(folder);
    for file in rendered {
        let written = write_output(&path, file, args.force)?;
        show::print(&show::files(&[written]))?;
    }
    if count(&new.findings).0 > 0 {
        show::print(&format!(
            "新填报表还有错误，说明里没有写勾稽关系成立；先改正：nianbao check {}\n",
            named(new.path)
        ))?;
    }
    if args.date.is_none() && std::io::stdout().is_terminal() {
        show::print("没有印日期；加 --date 2024-05-06 印上\n")?;
    }
    Ok(())
}

/// The file of a notice, beside the form.
fn beside(form: &Path, title: &str, format: Format) -> PathBuf {
    let name = file_name(title, false);
    form.with_file_name(format!("{name}.{}", format.name()))
}
