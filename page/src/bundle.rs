//! Files made: finished reports, the archive edition, forms to be kept; the same bytes as the
//! program's.

use std::collections::BTreeMap;
use std::path::Path;

use nianbao::archive::{CellReading, FormPacked, Packing, PagesSet, pack};
use nianbao::edit::revise;
use nianbao::export::package::{self, PackagePart};
use nianbao::file::Format;
use nianbao::filing::names::{file_name, usual_name};
use nianbao::filing::{Drafts, Filing, World};
use nianbao::finding::{Complaint, Finding};
use nianbao::form::read;
use nianbao::form::write::{json, workbook};
use nianbao::report::Report;
use nianbao::style::Style;

use crate::fault::Fault;
use crate::look::finding_views;
use crate::message::Answer;
use crate::world::Desk;

/// Files and what is said of them.
pub(crate) struct FilesMade {
    /// What is said.
    pub answer: Answer,
    /// The files.
    pub files: Vec<Vec<u8>>,
}

/// A file and its name.
struct NamedFile {
    name: String,
    bytes: Vec<u8>,
}

impl FilesMade {
    fn of(filing: &Filing, files: Vec<NamedFile>, found: &[Finding], notes: Vec<String>) -> Self {
        let names = files.iter().map(|file| file.name.clone()).collect();
        let findings = finding_views(filing, found);
        let answer = Answer::Made {
            names,
            findings,
            notes,
            anew: false,
        };
        Self {
            answer,
            files: files.into_iter().map(|file| file.bytes).collect(),
        }
    }
}

/// The usual name of a report's files.
fn name_of(report: &Report, form: &Path, draft: bool) -> String {
    file_name(
        &usual_name(&report.agency.value, report.year.value, form),
        draft,
    )
}

/// Makes a finished file of the form on the desk; a draft where it has errors.
///
/// # Errors
/// When there is no such format, or nothing to render.
pub(crate) fn make(desk: &Desk<'_>, format: &str) -> Result<FilesMade, Fault> {
    let format = Format::by_name(format)
        .ok_or_else(|| Complaint::new(format!("没有 {format} 这种文件"), ""))?;
    let filing = Filing::open(desk, &desk.name, desk.bytes)?;
    let Some(report) = &filing.report else {
        return Err(Fault::of(filing.findings));
    };
    let output = filing.render(desk, &[format], Drafts::Made)?;
    let name = name_of(report, desk.name.path(), output.draft);
    let mut files = Vec::new();
    for file in output.files {
        let name = format!("{name}.{}", file.format.extension());
        files.push(NamedFile {
            name,
            bytes: file.bytes,
        });
    }
    Ok(FilesMade::of(&filing, files, &output.findings, Vec::new()))
}

/// Makes the archive edition of the form on the desk: a folder, as one zip.
///
/// # Errors
/// When the form has errors; there is no draft of an archive edition.
pub(crate) fn bag(desk: &Desk<'_>) -> Result<FilesMade, Fault> {
    let style = Style::load(&Style::gbt9704()).map_err(|finding| Fault::of(vec![*finding]))?;
    let name = desk.name.to_string();
    let mut files: BTreeMap<String, Vec<u8>> = desk.beside().collect();
    files.insert(name.clone(), desk.bytes.to_vec());
    let packed = pack(&Packing {
        form: FormPacked { name, files },
        templates: BTreeMap::new(),
        settings: None,
        cells: CellReading::of(desk.terms().options),
        pages: PagesSet::of(&style),
        date: None,
        library: desk.standards(),
        fonts: desk.fonts(),
        replaces: None,
    })?;
    let missing = packed.missing();
    let notes = if missing.is_empty() {
        Vec::new()
    } else {
        vec![format!(
            "没有填的著录项：{}（在“基本信息”的“归档”里填）",
            missing.join("、")
        )]
    };
    let Some(report) = &packed.filing.report else {
        return Err(Fault::of(packed.filing.findings));
    };
    let folder = format!("{}（归档）", name_of(report, desk.name.path(), false));
    let files = packed.files?;
    let mut parts = Vec::new();
    for (path, content) in files {
        let name = format!("{folder}/{path}");
        parts.push(PackagePart { name, content });
    }
    let zip = NamedFile {
        name: format!("{folder}.zip"),
        bytes: package::pack(&parts),
    };
    Ok(FilesMade::of(&packed.filing, vec![zip], &[], notes))
}

/// The form on the desk as a file to be kept. One that was opened as a workbook stays that one,
/// with other numbers.
///
/// # Errors
/// When it cannot be read or written.
pub(crate) fn save(desk: &Desk<'_>, kind: &str, opened: bool) -> Result<FilesMade, Fault> {
    let filing = Filing::open(desk, &desk.name, desk.bytes)?;
    let Some(report) = &filing.report else {
        return Err(Fault::of(filing.findings));
    };
    let mut anew = false;
    let bytes = match kind {
        "yaml" => desk.bytes.to_vec(),
        "json" => json(report).into_bytes(),
        "xlsx" => {
            let own = desk
                .other
                .filter(|_| opened)
                .and_then(|own| revise_own(desk, own, report));
            anew = opened && own.is_none();
            match own {
                Some(own) => own,
                None => workbook(report).map_err(|fault| Complaint::new(fault.to_string(), ""))?,
            }
        }
        _ => return Err(Complaint::new(format!("没有 {kind} 这种填报表"), "").into()),
    };
    let stem = desk
        .name
        .path()
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let file = NamedFile {
        name: format!("{}.{kind}", file_name(&stem, false)),
        bytes,
    };
    let mut made = FilesMade::of(&filing, vec![file], &[], Vec::new());
    if let Answer::Made { anew: told, .. } = &mut made.answer {
        *told = anew;
    }
    Ok(made)
}

/// A workbook that says what a report says; none where it does not take that.
fn revise_own(desk: &Desk<'_>, own: &[u8], report: &Report) -> Option<Vec<u8>> {
    let options = desk.terms().options;
    let old = read(&desk.name.to_string(), own, desk.standards(), options).report?;
    revise(own, &old, report, desk.standards(), options).ok()
}
