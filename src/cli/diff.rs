//! `diff`: what differs between two forms, and what follows from that.

use std::io::IsTerminal;
use std::path::Path;

use super::args::{DiffArgs, DiffFormat};
use super::outcome::VerbOutcome;
use super::show;
use super::wording::quote;
use super::world::{StyleAsRead, Terminal, disk};
use super::{Done, Trouble};
use nianbao::compare::notice::{NoticeTemplate, Occasion, notice};
use nianbao::compare::{Comparison, compare, human, json};
use nianbao::disk::write::folder_of;
use nianbao::disk::{Disk, FontFolders, Sink, place_of};
use nianbao::document::Document;
use nianbao::export::Format;
use nianbao::export::docx::Reviser;
use nianbao::filing::names::{file_name, show_path, usual_name};
use nianbao::filing::{Filing, NOTICE, World};
use nianbao::finding::count;
use nianbao::form::meaning;
use nianbao::render::{Rendered, redline, render};
use nianbao::style::Style;

pub(super) fn run(args: &DiffArgs) -> Result<VerbOutcome, Trouble> {
    if args.redline && args.format != DiffFormat::Docx {
        return Err(Trouble(
            "--redline 生成 DOCX，要和 --format docx 一起用".into(),
        ));
    }
    if let Some(path) = &args.output {
        may_be_written(args, path)?;
    }
    let disk = disk(&args.cells, &args.looks)?;
    let old = disk.open_any(&args.old)?;
    let new = disk.open_any(&args.new)?;
    let Some(comparison) = compare(&old, &new) else {
        return Ok(VerbOutcome::of_unreadable([old, new]));
    };
    let mut outcome = VerbOutcome::new(if comparison.is_empty() {
        Done::Sound
    } else {
        Done::Faulty
    });
    let forms = [&old, &new];
    match args.format {
        DiffFormat::Human => outcome.said = human::render(&comparison, show::colour()),
        DiffFormat::Json => outcome.document = Some(json::render(&comparison)),
        DiffFormat::Docx if args.redline => {
            write_redline(args, disk, &comparison, forms, &mut outcome)?;
        }
        DiffFormat::Docx => {
            publish(args, &disk, &comparison, forms, Format::Docx, &mut outcome)?;
        }
        DiffFormat::Txt => {
            publish(args, &disk, &comparison, forms, Format::Txt, &mut outcome)?;
        }
    }
    Ok(outcome)
}

/// Refuses a notice whose name does not tell its format, or that would replace a form.
fn may_be_written(args: &DiffArgs, path: &Path) -> Result<(), Trouble> {
    let format = match args.format {
        DiffFormat::Human | DiffFormat::Json => return Ok(()),
        DiffFormat::Docx => Format::Docx,
        DiffFormat::Txt => Format::Txt,
    };
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    if Format::by_extension(&extension) != Some(format) {
        return Err(Trouble(format!("-o 的文件名要以 .{} 结尾", format.name())));
    }
    if [&args.old, &args.new]
        .iter()
        .any(|form| place_of(form) == place_of(path))
    {
        return Err(Trouble(format!(
            "{} 是填报表，不能被覆盖；请换一个 -o",
            show_path(path)
        )));
    }
    Ok(())
}

/// Writes the 更正说明.
fn publish(
    args: &DiffArgs,
    disk: &Disk,
    comparison: &Comparison,
    [old, new]: [&Filing; 2],
    format: Format,
    outcome: &mut VerbOutcome,
) -> Result<(), Trouble> {
    if comparison.is_empty() {
        outcome.said = "没有不同，没有生成更正说明\n".into();
        return Ok(());
    }
    let (Some(report), Some(former)) = (&new.report, &old.report) else {
        return Ok(());
    };
    if (former.year.value, &former.agency.value) != (report.year.value, &report.agency.value) {
        return Err(Trouble(
            "两份表不是同一机关同一年度的，不能生成更正说明；去掉 --format 可以看有什么不同".into(),
        ));
    }
    let words = disk
        .template(NOTICE)?
        .unwrap_or_else(NoticeTemplate::builtin);
    let template = NoticeTemplate::load(&words)
        .map_err(|fault| Trouble(format!("{}：{}", words.name, fault.message)))?;
    let style = style_of(disk)?;
    let with = Occasion {
        template: &template,
        reason: args.reason.as_deref(),
        date: args.date,
    };
    let Some(mut document) = notice(comparison, report, with) else {
        outcome.said = "印出来的数和文字没有不同，没有生成更正说明\n".into();
        return Ok(());
    };
    document.origin = meaning(report);
    let name = file_name(&document.title, false);
    let (rendered, _) = render(&document, &style, None, &[format])?;
    for file in rendered {
        write(args, new.name.path(), &name, file, outcome)?;
    }
    if count(&new.findings).0 > 0 {
        outcome.notes += &format!(
            "新填报表还有错误，说明里没有写勾稽关系成立；先改正：nianbao check {}\n",
            quote(new.name.path())
        );
    }
    if args.date.is_none() && std::io::stdout().is_terminal() {
        outcome.notes += "没有印日期；加 --date 2024-05-06 印上\n";
    }
    Ok(())
}

/// Writes the new report with what differs from the old one as tracked changes.
fn write_redline(
    args: &DiffArgs,
    disk: Disk,
    comparison: &Comparison,
    [old, new]: [&Filing; 2],
    outcome: &mut VerbOutcome,
) -> Result<(), Trouble> {
    let (Some(before), Some(after)) = (&old.document, &new.document) else {
        return Ok(());
    };
    if comparison.is_empty() {
        outcome.said = "没有不同，没有生成\n".into();
        return Ok(());
    }
    let disk = disk.with_fonts(FontFolders::find(None)?);
    let style = style_of(&disk)?;
    let errors = count(&new.findings).0;
    let after = Document {
        draft: errors > 0,
        ..after.clone()
    };
    let time = args
        .date
        .map_or_else(String::new, |date| format!("{date}T00:00:00Z"));
    let reviser = Reviser {
        name: after.agency.clone(),
        time,
    };
    let (file, findings) = redline(before, &after, &style, disk.fonts(), &reviser);
    let form = new.name.path();
    let name = file_name(&usual_name(&after.agency, after.year, form), after.draft);
    write(args, form, &format!("{name}（修订标记）"), file, outcome)?;
    for finding in findings {
        outcome.notes += &format!("{}\n", finding.message);
    }
    if errors > 0 {
        let form = quote(form);
        outcome.notes += &format!("新填报表还有错误，生成的是草稿；先改正：nianbao check {form}\n");
    }
    Ok(())
}

fn style_of(disk: &Disk) -> Result<Style, Trouble> {
    let StyleAsRead { style, source } = StyleAsRead::of(disk)?;
    style.map_err(|fault| Trouble(format!("{}：{}", source.name, fault.message)))
}

/// Writes a file where the arguments say, else beside the form.
fn write(
    args: &DiffArgs,
    form: &Path,
    name: &str,
    file: Rendered,
    outcome: &mut VerbOutcome,
) -> Result<(), Trouble> {
    let path = match &args.output {
        Some(path) => path.clone(),
        None => form.with_file_name(format!("{name}.{}", file.format.name())),
    };
    let sink = Sink::open(folder_of(&path), &Terminal)?.force(args.force);
    let entry = sink.write(path.file_name().unwrap_or_default(), file)?;
    outcome.files.push(entry);
    Ok(())
}
