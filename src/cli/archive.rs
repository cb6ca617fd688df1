//! `archive`: a form becomes a bag for archives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::args::ArchiveArgs;
use super::outcome::VerbOutcome;
use super::page_style::{apply_page_args, source_date};
use super::show::{self, ResultReader};
use super::wording::quote;
use super::world::{StyleAsRead, bag_around, disk};
use super::{Done, Trouble};
use nianbao::archive::{
    BagFiles, CellReading, FormPacked, Packing, PagesSet, Replaced, bag_digest, fixity, is_bag,
    open_form, pack,
};
use nianbao::compare::compare;
use nianbao::compare::notice::{NoticeTemplate, Occasion, notice};
use nianbao::disk::read::{read_form, read_text};
use nianbao::disk::write::folder_of;
use nianbao::disk::{Disk, FolderContent, FontFolders, read_folder, write_folder};
use nianbao::file::{FileKind, FileStatus, Format, Written};
use nianbao::filing::names::{file_name, fold, show_path, usual_name};
use nianbao::filing::{AskedFor, Filing, NOTICE, Name, Recorded, Refusal, STYLE, World};
use nianbao::finding::Code;
use nianbao::finding::json::FileEntry;
use nianbao::form::meaning;
use nianbao::render::render;
use nianbao::style::Style;

/// What the files of a notice of correction are called.
const NOTICE_NAME: &str = "更正说明";

pub(super) fn run(args: &ArchiveArgs) -> Result<VerbOutcome, Trouble> {
    let fonts = FontFolders::find(args.pages.fonts.as_deref())?;
    let disk = disk(&args.how.cells, &args.looks)?.with_fonts(fonts);
    let bytes = read_form(&args.form)?;
    let recorded = Recorded::new(&disk);
    let filing = Filing::open(&recorded, &Name::new(&args.form), &bytes)?;
    let packing = gather_packing(args, &disk, &filing, bytes, recorded.given())?;
    let packed = pack(&packing).map_err(|refusal| Trouble(refusal.to_string()))?;
    let missing = packed.missing();
    let mut outcome = match packed.files {
        Ok(files) => write(args, &filing, &files, &missing)?,
        Err(refusal) => refuse(&refusal),
    };
    let Filing {
        mut findings,
        sources,
        ..
    } = packed.filing;
    // The form was opened by itself once more: what the disk alone knows was told before.
    let elsewhere = filing
        .findings
        .into_iter()
        .filter(|f| f.code == Code::OpenElsewhere);
    findings.splice(0..0, elsewhere);
    findings.extend_from_slice(disk.font_folders().map_or(&[], FontFolders::faults));
    outcome.findings = Some(findings);
    outcome.sources = sources;
    Ok(outcome)
}

/// Says why there is no bag.
fn refuse(refusal: &Refusal) -> VerbOutcome {
    let mut outcome = VerbOutcome::new(Done::Faulty);
    outcome.notes = match refusal {
        Refusal::Faulty => "填报表有错误，没有归档；改正后再运行一次\n".to_owned(),
        refusal => format!("没有归档：{refusal}\n"),
    };
    outcome
}

/// What the bag is made of.
fn gather_packing<'a>(
    args: &ArchiveArgs,
    disk: &'a Disk,
    filing: &Filing,
    bytes: Vec<u8>,
    given: AskedFor,
) -> Result<Packing<'a>, Trouble> {
    let StyleAsRead { style, source } = StyleAsRead::of(disk)?;
    let style = style.map_err(|fault| Trouble(format!("{}：{}", source.name, fault.message)))?;
    let style = apply_page_args(style, &args.pages, disk.standards())?;
    let mut templates: BTreeMap<String, String> = given
        .templates
        .iter()
        .map(|(name, own)| (name.clone(), own.text.to_string()))
        .collect();
    if let Some(own) = disk.template(STYLE)? {
        templates.insert(STYLE.to_owned(), own.text.to_string());
    }
    let replaces = match &args.replaces {
        Some(bag) => Some(prepare_replaced(args, disk, filing, &style, bag)?),
        None => None,
    };
    let settings = args.looks.config.as_deref().map(read_text).transpose()?;
    Ok(Packing {
        form: pack_form(&args.form, bytes, given)?,
        templates,
        settings,
        cells: CellReading::of(disk.terms().options),
        pages: PagesSet::of(&style),
        date: match filing
            .document
            .as_ref()
            .and_then(|document| document.issued)
        {
            Some(_) => args.pages.date,
            None => args.pages.date.or(source_date()?),
        },
        library: disk.standards(),
        fonts: disk.fonts(),
        replaces,
    })
}

/// The form with the files that it names, by their ways from its folder.
fn pack_form(form: &Path, bytes: Vec<u8>, given: AskedFor) -> Result<FormPacked, Trouble> {
    let name = form
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = folder_of(form);
    let mut files = BTreeMap::from([(name.clone(), bytes)]);
    for (file, content) in given.files {
        let way = file.path().strip_prefix(folder).unwrap_or(file.path());
        let parts: Vec<_> = way
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let way = parts
            .into_iter()
            .filter(|part| part != ".")
            .collect::<Vec<_>>()
            .join("/");
        if way == name {
            return Err(Trouble(format!("{} 里写的文件是它自己", show_path(form))));
        }
        files.insert(way, content);
    }
    let mut known: BTreeSet<String> = BTreeSet::new();
    for way in files.keys() {
        // A bag is moved between systems, and BagIt gives % a meaning of its own.
        if way.contains('%') || way.split('/').any(|part| file_name(part, false) != part) {
            return Err(Trouble(format!(
                "“{way}”里有归档包不能用的字符或名字；请改名"
            )));
        }
        if !known.insert(fold(way)) {
            return Err(Trouble(format!(
                "“{way}”与另一个文件只有大小写不同；请改名"
            )));
        }
    }
    Ok(FormPacked { name, files })
}

/// The bag that the new one takes the place of, with what was corrected.
fn prepare_replaced(
    args: &ArchiveArgs,
    disk: &Disk,
    new: &Filing,
    style: &Style,
    folder: &Path,
) -> Result<Replaced, Trouble> {
    let name = show_path(folder);
    let FolderContent { files, odd } = read_folder(folder)?;
    let Some(digest) = bag_digest(&files).filter(|_| is_bag(&files)) else {
        return Err(Trouble(format!("{name} 不是归档包")));
    };
    if !odd.is_empty() || !fixity(&files).is_sound() {
        let way = format!("先核对：nianbao verify {}", quote(folder));
        return Err(Trouble(format!(
            "{name} 与封装时不同，不能拿它作依据；{way}"
        )));
    }
    let old = open_form(&files, disk.standards())
        .ok_or_else(|| Trouble(format!("{name} 里的填报表读不懂")))?;
    let (Some(former), Some(report)) = (&old.report, &new.report) else {
        return Ok(Replaced {
            digest,
            notice: BagFiles::new(),
        });
    };
    if (former.year.value, &former.agency.value) != (report.year.value, &report.agency.value) {
        return Err(Trouble(format!("{name} 不是同一机关同一年度的归档包")));
    }
    let words = disk
        .template(NOTICE)?
        .unwrap_or_else(NoticeTemplate::builtin);
    let template = NoticeTemplate::load(&words)
        .map_err(|fault| Trouble(format!("{}：{}", words.name, fault.message)))?;
    let with = Occasion {
        template: &template,
        reason: args.reason.as_deref(),
        date: args.pages.date,
    };
    let document = compare(&old, new).and_then(|found| notice(&found, report, with));
    let mut notice = BagFiles::new();
    if let Some(mut document) = document {
        document.origin = meaning(report);
        let (rendered, _) = render(&document, style, None, &[Format::Docx, Format::Txt])?;
        for file in rendered {
            notice.insert(
                format!("{NOTICE_NAME}.{}", file.format.extension()),
                file.bytes,
            );
        }
    } else {
        show::note("与旧包相比，印出来的数和文字没有不同，没有更正说明");
    }
    Ok(Replaced { digest, notice })
}

/// Writes the bag, and says what became of it.
fn write(
    args: &ArchiveArgs,
    filing: &Filing,
    files: &BagFiles,
    missing: &[&str],
) -> Result<VerbOutcome, Trouble> {
    let folder = args
        .output
        .clone()
        .unwrap_or_else(|| usual_folder(&args.form, filing));
    if let Some(bag) = bag_around(&folder) {
        let what = "在另一个归档包里面，会弄坏它；请换一个 -o";
        return Err(Trouble(format!(
            "{} {what}（{}）",
            show_path(&folder),
            show_path(&bag)
        )));
    }
    if folder.is_file() {
        return Err(Trouble(format!(
            "{} 是文件；-o 要写文件夹",
            show_path(&folder)
        )));
    }
    let written = write_folder(&folder, files)?;
    let mut outcome = VerbOutcome::new(Done::Sound);
    let name = show_path(&folder);
    let bytes: usize = files.values().map(Vec::len).sum();
    let done = if written == Written::Unchanged {
        "没有变化"
    } else {
        "已归档"
    };
    let size = format!("{} 个文件，{:.1} MB", files.len(), bytes as f64 / 1e6);
    outcome.notes = format!("{done}  {name}（{size}）\n");
    if let Some(digest) = bag_digest(files) {
        outcome.notes += &format!("封装摘要的 SHA-256：{digest}\n");
    }
    if !missing.is_empty() {
        let missing = missing.join("、");
        let way = "写在填报表里；全宗号、保管期限也可以写在设置文件的“归档”里";
        outcome.notes += &format!("没有填的著录项：{missing}（{way}）\n");
    }
    if args.how.cells.standard.is_some() {
        outcome.notes += "另行指定的报告格式没有放进包里，核对时也要用 --standard 指明\n";
    }
    outcome.notes += &format!("核对：nianbao verify {}\n", quote(&folder));
    // People are told of the bag as a whole.
    if args.how.format != ResultReader::Human {
        for (path, content) in files {
            let path = folder.join(path).display().to_string();
            let entry = FileEntry::new(path, FileKind::Other, FileStatus::Written(written));
            outcome.files.push(entry.with_sum_of(content));
        }
    }
    Ok(outcome)
}

/// Where a bag lies that nobody gave a place.
fn usual_folder(form: &Path, filing: &Filing) -> PathBuf {
    let (agency, year) = filing
        .report
        .as_ref()
        .map(|report| (report.agency.value.as_str(), report.year.value))
        .unwrap_or_default();
    let name = file_name(&usual_name(agency, year, form), false);
    form.with_file_name(format!("{name}（归档）"))
}
