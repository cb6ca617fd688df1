//! `new`: write a blank form, or next year's out of last year's.

use std::path::{Component, Path, PathBuf};

use super::Trouble;
use super::args::NewArgs;
use super::outcome::VerbOutcome;
use super::target::{kind_of, schema, write};
use super::world::{Terminal, disk, plain_disk};
use nianbao::disk::read::read_document;
use nianbao::disk::write::{folder_of, make_folder, write_whole};
use nianbao::disk::{Disk, Lock};
use nianbao::edit::{Next, Wanted, next, write_next};
use nianbao::file::FormKind;
use nianbao::filing::names::show_path;
use nianbao::filing::{Filing, Name, World};
use nianbao::finding::count;
use nianbao::form::is_workbook;
use nianbao::form::write::blank;
use nianbao::form::write::workbook::workbook_with;
use nianbao::import::is_document;
use nianbao::report::Report;

pub(super) fn run(args: &NewArgs) -> Result<VerbOutcome, Trouble> {
    let Some(target) = kind_of(&args.file).filter(|kind| *kind != FormKind::Json) else {
        let stem = args.file.with_extension("");
        let message = "填报表的文件名要以 .xlsx 或 .yaml 结尾";
        return Err(Trouble(format!("{message}，如 {}.xlsx", show_path(&stem))));
    };
    if args
        .agency
        .as_ref()
        .is_some_and(|agency| agency.trim().is_empty())
    {
        return Err(Trouble("--agency 后面要写机关全称".into()));
    }
    if args.file.exists() {
        return Err(exists(&args.file));
    }
    match &args.from {
        Some(last) => from_last(args, last, target),
        None => from_nothing(args, target),
    }
}

fn from_nothing(args: &NewArgs, target: FormKind) -> Result<VerbOutcome, Trouble> {
    let (agency, year) = (
        args.agency.as_deref().unwrap_or_default().trim(),
        args.year.unwrap_or_default(),
    );
    let disk = plain_disk(&args.reading().0)?;
    let standard = disk
        .standards()
        .by_year(year)
        .ok_or_else(|| no_format(year))?;
    let folder = folder_of(&args.file);
    make_folder(folder)?;
    let bytes = write(target, &blank(&standard, agency, year), folder)?;
    create(&args.file, &bytes)?;
    Ok(VerbOutcome::of_text(format!(
        "新建  {}\n{}",
        show_path(&args.file),
        onward(&args.file)
    )))
}

fn no_format(year: i32) -> Trouble {
    Trouble(format!(
        "没有适用于 {year} 年度的报告格式；年度报告格式自 2019 年度起施行"
    ))
}

/// Writes a form that is not there yet; of two runs at once the second is told.
fn create(file: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    make_folder(folder_of(file))?;
    let _lock = Lock::on(folder_of(file), &Terminal)?;
    if file.exists() {
        return Err(exists(file));
    }
    write_whole(file, bytes)?;
    Ok(())
}

fn exists(file: &Path) -> Trouble {
    Trouble(format!(
        "{} 已经存在；换一个文件名，或先把它移走",
        show_path(file)
    ))
}

/// What to do when the form is filled.
fn onward(file: &Path) -> String {
    format!("填好后运行：nianbao check {}\n", show_path(file))
}

fn from_last(args: &NewArgs, path: &Path, target: FormKind) -> Result<VerbOutcome, Trouble> {
    let (cells, looks) = args.reading();
    let disk = disk(&cells, &looks)?;
    let bytes = read_document(path)?;
    let form = Filing::open_any(&disk, &Name::new(path), &bytes)?;
    let Some(former) = form.subject() else {
        return Ok(VerbOutcome::of_unreadable([form]));
    };
    let last = former.report;
    let year = args.year.unwrap_or(last.year.value + 1);
    if year != last.year.value + 1 {
        return Err(Trouble(format!(
            "{} 是 {} 年度的，只能用来生成 {} 年度的填报表",
            show_path(path),
            last.year.value,
            last.year.value + 1
        )));
    }
    let standard = disk
        .standards()
        .by_year(year)
        .ok_or_else(|| no_format(year))?;
    let folder = folder_of(&args.file);
    make_folder(folder)?;
    let (name, beside) = name_of(path, folder);
    let agency = args
        .agency
        .as_deref()
        .map_or(last.agency.value.as_str(), str::trim);
    let next = next(
        &former,
        Wanted {
            standard: &standard,
            agency,
            year,
            file: &name,
        },
    );
    let (written, kept) = write_form(args, &disk, &bytes, last, &next, target)?;
    create(&args.file, &written)?;
    let mut text = told(args, last, &next, beside.then_some(name.as_str()), target);
    if !kept
        && target == FormKind::Yaml
        && !is_workbook(&bytes)
        && !is_document(&bytes, disk.standards())
        && last.standard.format == next.report.standard.format
    {
        text = "上年的填报表有不便照搬的写法：新表按空白表的样子写，原来的注释没有带过来\n"
            .to_owned()
            + &text;
    }
    let (errors, _) = count(&form.findings);
    if errors > 0 {
        let check = format!("nianbao check {}", show_path(path));
        text = format!("上年的填报表有 {errors} 个错误，带过来的数请核对（{check}）\n") + &text;
    }
    Ok(VerbOutcome::of_text(text))
}

/// The bytes of the new form: last year's own text with other values where that can be, else a
/// fresh form; whether it is the former.
fn write_form(
    args: &NewArgs,
    disk: &Disk,
    bytes: &[u8],
    last: &Report,
    next: &Next,
    target: FormKind,
) -> Result<(Vec<u8>, bool), Trouble> {
    if target == FormKind::Workbook {
        return Ok((workbook_with(&next.report, &next.remarks)?, false));
    }
    let is_text = !is_workbook(bytes) && !is_document(bytes, disk.standards());
    let own = is_text.then_some(bytes);
    let schema = schema(folder_of(&args.file), &next.report.standard.format);
    let options = disk.terms().options;
    let form = write_next(own, last, next, &schema, disk.standards(), options)?;
    Ok((form.bytes, form.in_place))
}

/// How the new form names last year's, and whether that stands in the new form's folder or below
/// it.
fn name_of(last: &Path, folder: &Path) -> (String, bool) {
    let (real_last, real_folder) = (real_path(last), real_path(folder));
    let Ok(below) = real_last.strip_prefix(real_folder) else {
        let name = last.file_name().unwrap_or_default();
        return (name.to_string_lossy().into_owned(), false);
    };
    let mut names = Vec::new();
    for part in below.components() {
        if let Component::Normal(name) = part {
            names.push(name.to_string_lossy());
        }
    }
    (names.join("/"), true)
}

/// The path without links; as it was given where it leads nowhere.
fn real_path(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// What was taken over and what was not.
fn told(
    args: &NewArgs,
    last: &Report,
    next: &Next,
    beside: Option<&str>,
    target: FormKind,
) -> String {
    let mut text = format!("新建  {}\n", show_path(&args.file));
    let report = &next.report;
    text += &format!("从 {} 年度带来：机关、联系方式等", last.year.value);
    if !next.carried.is_empty() {
        let filled: Vec<String> = next
            .carried
            .iter()
            .filter(|(_, value)| value != "0")
            .map(|(path, value)| format!("{path} {value}"))
            .collect();
        let filled = if filled.is_empty() {
            "都是 0".to_owned()
        } else {
            filled.join("、")
        };
        text += &format!("；由上年推算的 {} 格（{filled}）", next.carried.len());
    }
    if !next.remarks.is_empty() {
        let place = if target == FormKind::Workbook {
            "在“上年文字”一表里，供参考"
        } else {
            "写成注释，删去行首的“# ”就用上"
        };
        text += &format!("；文字 {} 篇{place}", next.remarks.len());
    }
    text.push('\n');
    if report.standard.format != last.standard.format {
        text += &format!(
            "格式由 {} 换成 {}\n",
            last.standard.format, report.standard.format
        );
    }
    if !next.left.is_empty() {
        text += "没有照搬的：\n";
        next.left
            .iter()
            .for_each(|what| text += &format!("  {what}\n"));
    }
    if beside.is_none() {
        text += "上年的填报表不在新表的文件夹里：请把它拷到新表旁边，与上年的核对才能进行\n";
    }
    text + &onward(&args.file)
}
