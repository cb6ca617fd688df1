//! `archive`: a form becomes a bag for archives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::ArchiveArgs;
use super::builder::asked;
use super::outcome::Outcome;
use super::show::Output;
use super::wording::quoted;
use super::world::{StyleAsRead, disk};
use super::{Done, Trouble};
use nianbao::archive::{
    BagFiles, CellsRead, FormPacked, Packing, PagesSet, Replaced, bag_digest, fixity, is_bag,
    opened, pack,
};
use nianbao::compare::compare;
use nianbao::compare::notice::{NoticeTemplate, Occasion, notice};
use nianbao::disk::read::{read_form, read_text};
use nianbao::disk::write::folder_of;
use nianbao::disk::{Disk, FontFolders, read_folder, write_folder};
use nianbao::file::{FileKind, FileStatus, Written};
use nianbao::filing::names::{file_name, named, usual_name};
use nianbao::filing::{Filing, Given, NOTICE, Name, Recorded, Refusal, STYLE, World};
use nianbao::finding::Finding;
use nianbao::finding::human::Sources;
use nianbao::finding::json::FileEntry;
use nianbao::form::meaning;

pub(super) fn run(args: &ArchiveArgs) -> Result<Outcome, Trouble> {
    let fonts = FontFolders::find(args.pages.fonts.as_deref())?;
    let disk = disk(&args.how.cells, &args.looks)?.with_fonts(fonts);
    let bytes = read_form(&args.form)?;
    let recorded = Recorded::new(&disk);
    let filing = Filing::open(&recorded, &Name::new(&args.form), &bytes)?;
    let packing = packing(args, &disk, &filing, bytes, recorded.given())?;
    let packed = pack(&packing).map_err(|refusal| Trouble(refusal.to_string()))?;
    match packed.files {
        Ok(files) => write(args, &disk, &filing, &files, &packed.missing),
        Err(refusal) => Ok(refused(packed.findings, packed.sources, &refusal)),
    }
}

/// Why there is no bag.
fn refused(findings: Vec<Finding>, sources: Sources, refusal: &Refusal) -> Outcome {
    let mut outcome = Outcome::new(Done::Faulty);
    outcome.findings = Some(findings);
    outcome.sources = sources;
    outcome.notes = match refusal {
        Refusal::Faulty => "填报表有错误，没有归档；改正后再运行一次\n".to_owned(),
        refusal => format!("没有归档：{refusal}\n"),
    };
    outcome
}

/// What the bag is made of.
fn packing<'a>(
    args: &ArchiveArgs,
    disk: &'a Disk,
    filing: &Filing,
    bytes: Vec<u8>,
    given: Given,
) -> Result<Packing<'a>, Trouble> {
    let StyleAsRead { style, source } = StyleAsRead::of(disk)?;
    let style = style.map_err(|fault| Trouble(format!("{}：{}", source.name, fault.message)))?;
    let style = asked(style, &args.pages, disk.standards())?;
    let mut templates: BTreeMap<String, String> =
        given.templates.iter().map(|(name, own)| (name.clone(), own.text.to_string())).collect();
    if let Some(own) = disk.template(STYLE)? {
        templates.insert(STYLE.to_owned(), own.text.to_string());
    }
    let settings = args.looks.config.as_deref().map(read_text).transpose()?;
    Ok(Packing {
        form: form_packed(&args.form, bytes, given)?,
        templates,
        settings,
        cells: CellsRead::of(disk.terms().options),
        pages: PagesSet::of(&style),
        date: args.pages.date,
        library: disk.standards(),
        fonts: disk.fonts(),
        replaces: args
            .replaces
            .as_deref()
            .map(|bag| replaced(args, disk, filing, bag))
            .transpose()?,
    })
}

/// The form with the files that it names, by their ways from its folder.
fn form_packed(form: &Path, bytes: Vec<u8>, given: Given) -> Result<FormPacked, Trouble> {
    let name = form.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = folder_of(form);
    let mut files = BTreeMap::from([(name.clone(), bytes)]);
    for (file, content) in given.files {
        let way = file.path().strip_prefix(folder).unwrap_or(file.path());
        let parts: Vec<_> =
            way.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let way = parts.into_iter().filter(|part| part != ".").collect::<Vec<_>>().join("/");
        if way == name {
            return Err(Trouble(format!("{} 里写的文件是它自己", named(form))));
        }
        files.insert(way, content);
    }
    Ok(FormPacked { name, files })
}

/// The bag that the new one takes the place of, with what was corrected.
fn replaced(
    args: &ArchiveArgs,
    disk: &Disk,
    new: &Filing,
    folder: &Path,
) -> Result<Replaced, Trouble> {
    let name = named(folder);
    let files = read_folder(folder)?;
    let digest = bag_digest(&files).filter(|_| is_bag(&files));
    let digest = digest.ok_or_else(|| Trouble(format!("{name} 不是归档包")))?;
    if !fixity(&files).is_sound() {
        let way = format!("先核对：nianbao verify {}", quoted(folder));
        return Err(Trouble(format!("{name} 与封装时不同，不能拿它作依据；{way}")));
    }
    let old = opened(&files, disk.standards())
        .ok_or_else(|| Trouble(format!("{name} 里的填报表读不懂")))?;
    let (Some(former), Some(report)) = (&old.report, &new.report) else {
        return Ok(Replaced { digest, notice: None });
    };
    if (former.year.value, &former.agency.value) != (report.year.value, &report.agency.value) {
        return Err(Trouble(format!("{name} 不是同一机关同一年度的归档包")));
    }
    let words = disk.template(NOTICE)?.unwrap_or_else(NoticeTemplate::builtin);
    let template = NoticeTemplate::load(&words)
        .map_err(|fault| Trouble(format!("{}：{}", words.name, fault.message)))?;
    let with =
        Occasion { template: &template, reason: args.reason.as_deref(), date: args.pages.date };
    let mut notice = compare(&old, new).and_then(|found| notice(&found, report, with));
    if let Some(document) = &mut notice {
        document.origin = meaning(report);
    }
    Ok(Replaced { digest, notice })
}

/// Writes the bag, and says what became of it.
fn write(
    args: &ArchiveArgs,
    disk: &Disk,
    filing: &Filing,
    files: &BagFiles,
    missing: &[&str],
) -> Result<Outcome, Trouble> {
    let folder = args.output.clone().unwrap_or_else(|| usual_folder(&args.form, filing));
    let written = write_folder(&folder, files)?;
    let mut outcome = Outcome::new(Done::Sound);
    let name = named(&folder);
    let bytes: usize = files.values().map(Vec::len).sum();
    let done = if written == Written::Unchanged { "没有变化" } else { "已归档" };
    let size = format!("{} 个文件，{:.1} MB", files.len(), bytes as f64 / 1e6);
    outcome.notes = format!("{done}  {name}（{size}）\n");
    if let Some(digest) = bag_digest(files) {
        outcome.notes += &format!("封装摘要的 SHA-256：{digest}\n");
    }
    if !missing.is_empty() {
        let missing = missing.join("、");
        outcome.notes +=
            &format!("没有填的著录项：{missing}（写在填报表里，或设置文件的“归档”里）\n");
    }
    if args.how.cells.standard.is_some() {
        outcome.notes += "另行指定的报告格式没有放进包里，核对时也要用 --standard 指明\n";
    }
    let left_out = disk.font_folders().map_or(&[][..], FontFolders::faults);
    outcome.findings = (!left_out.is_empty()).then(|| left_out.to_vec());
    outcome.notes += &format!("核对：nianbao verify {}\n", quoted(&folder));
    let status = FileStatus::Written(written);
    let entry = |(path, content): (&String, &Vec<u8>)| {
        let path = folder.join(path).display().to_string();
        FileEntry::new(path, FileKind::Other, status).summed(content)
    };
    // People are told of the bag as a whole.
    if args.how.format != Output::Human {
        outcome.files = files.iter().map(entry).collect();
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
