//! From a form to the files of a bag.

use std::collections::BTreeMap;
use std::path::Path;

use super::info::{DECLARED, guide, labels, metadata_xml, missing_metadata};
use super::layout;
use super::making::{CellsRead, FontUsed, Making, PROGRAM, PagesSet};
use super::manifest::{manifest, manifest_name, seal, tag_manifest, tag_manifest_name};
use super::register::{Register, register};
use super::register_sheet::register_sheet;
use super::{Algorithm, BagFiles};
use crate::data::{ReportData, xml};
use crate::document::Document;
use crate::export::MetadataEntry;
use crate::file::Format;
use crate::filing::names::{file_name, usual_name};
use crate::filing::{Drafts, Filing, Memory, Name, Output, Refusal, STYLE, Terms, World};
use crate::finding::human::Sources;
use crate::finding::{Code, Finding, human, json};
use crate::layout::{FontSource, LoadedFace};
use crate::place::Place;
use crate::render::{Paper, render};
use crate::report::Date;
use crate::rules::{Settings, settings};
use crate::standard::Library;
use crate::style::{PdfLevel, Style};

/// A form with the files that it names, by their names in its folder.
#[derive(Clone, Debug, Default)]
pub struct FormPacked {
    /// The form's own name.
    pub name: String,
    /// All files, the form among them.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The bag that a corrected report's bag takes the place of.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// SHA-256 of the file that covers all others of it.
    pub digest: String,
    /// What was corrected; none where nothing differs that is printed.
    pub notice: Option<Document>,
}

/// What a bag is made of.
pub struct Packing<'a> {
    /// The form.
    pub form: FormPacked,
    /// The agency's own templates by their names.
    pub templates: BTreeMap<String, String>,
    /// The text of the agency's settings.
    pub settings: Option<String>,
    /// How cells are read.
    pub cells: CellsRead,
    /// How pages are set.
    pub pages: PagesSet,
    /// The day in the files' properties, where it is not that of the form.
    pub date: Option<Date>,
    /// The standards that forms are read by.
    pub library: &'a Library,
    /// The fonts.
    pub fonts: Option<&'a dyn FontSource>,
    /// The bag that this one takes the place of.
    pub replaces: Option<Replaced>,
}

/// What came of packing.
#[derive(Debug)]
pub struct Packed {
    /// The bag's files; none where there is no bag.
    pub files: Result<BagFiles, Refusal>,
    /// What was found in the form and on paper.
    pub findings: Vec<Finding>,
    /// The texts that the findings' places point into.
    pub sources: Sources,
    /// The report as it was bound; none where the form cannot be read.
    pub document: Option<Document>,
    /// Metadata that archives want and nobody has given.
    pub missing: Vec<&'static str>,
}

/// Makes a bag. A form with errors makes none, and there is no draft of one.
///
/// # Errors
/// When a template cannot be read; what is wrong with the form is told beside.
pub fn pack(packing: &Packing<'_>) -> Result<Packed, Refusal> {
    let Opened { world, mut filing } = packing.opened()?;
    let style = packing.style(&world)?;
    let output = filing.render_in(&style, packing.fonts, &layout::FORMATS, Drafts::Refused);
    let files = output.and_then(|output| fill(packing, &filing, &style, output));
    let mut findings = std::mem::take(&mut filing.findings);
    if let Err(Refusal::OnPaper(on_paper)) = &files {
        findings.extend(on_paper.iter().cloned());
    }
    let missing = filing.document.as_ref().map(missing_metadata).unwrap_or_default();
    let Filing { document, sources, .. } = filing;
    Ok(Packed { files, findings, sources, document, missing })
}

/// A form in the world of what is packed with it.
pub(super) struct Opened {
    pub world: Memory,
    pub filing: Filing,
}

impl Packing<'_> {
    /// The form, opened with what is packed with it and nothing else.
    pub(super) fn opened(&self) -> Result<Opened, Refusal> {
        let world = self.world()?;
        let bytes = self.form.files.get(&self.form.name).map(Vec::as_slice).unwrap_or_default();
        let filing = Filing::open(&world, &Name::new(&self.form.name), bytes)?;
        let filing = match self.date {
            Some(date) => filing.dated(date),
            None => filing,
        };
        Ok(Opened { world, filing })
    }

    /// The world in which the form is opened: what is packed with it, and nothing else.
    fn world(&self) -> Result<Memory, Refusal> {
        let settings = match &self.settings {
            Some(text) => settings(text).map_err(|complaint| {
                let place = Place::file(&layout::SETTINGS.into());
                Refusal::Style(Box::new(complaint.at(Code::Unreadable, place)))
            })?,
            None => Settings::default(),
        };
        let terms = Terms { options: self.cells.options(), settings };
        let mut world = Memory::new().with_standards(self.library.clone()).with_terms(terms);
        for (name, bytes) in &self.form.files {
            world = world.with_file(name, bytes.clone());
        }
        for (name, text) in &self.templates {
            world = world.with_template(name, text);
        }
        Ok(world)
    }

    fn style(&self, world: &Memory) -> Result<Style, Refusal> {
        let source = world.template(STYLE)?.unwrap_or_else(Style::gbt9704);
        let mut style = Style::load(&source).map_err(Refusal::Style)?;
        self.pages.set(&mut style);
        style.pdf.level = PdfLevel::A3a;
        Ok(style)
    }
}

/// The files of a bag whose report has been rendered.
fn fill(
    packing: &Packing<'_>,
    filing: &Filing,
    style: &Style,
    output: Output,
) -> Result<BagFiles, Refusal> {
    let (Some(subject), Some(document)) = (filing.subject(), &filing.document) else {
        return Err(Refusal::Unreadable);
    };
    if output.files.len() < layout::FORMATS.len() {
        // Without fonts there are no pages, and without pages no archive edition.
        return Err(Refusal::OnPaper(output.findings));
    }
    let mut files = BagFiles::new();
    for (name, bytes) in &packing.form.files {
        files.insert(format!("{}{name}", layout::FORM), bytes.clone());
    }
    let form = Path::new(&packing.form.name);
    let name = file_name(&usual_name(&document.agency, document.year, form), false);
    for file in output.files {
        files.insert(layout::report_path(&name, file.format), file.bytes);
    }
    let data = ReportData::of(&subject);
    files.insert(layout::DATA_JSON.to_owned(), data.json().into_bytes());
    files.insert(layout::DATA_XML.to_owned(), xml(&data).into_bytes());
    let pages = output.paper.as_ref().map(|paper| paper.pages);
    let more = paper_metadata(pages);
    files.insert(layout::METADATA.to_owned(), metadata_xml(document, more));
    let found: Vec<Finding> = filing.findings.iter().chain(&output.findings).cloned().collect();
    let told = human::render(&found, &filing.sources, false);
    files.insert(layout::FINDINGS.to_owned(), told.into_bytes());
    files.insert(layout::FINDINGS_JSON.to_owned(), json::render(&found, &[]).into_bytes());
    let making = Making {
        program: PROGRAM.to_owned(),
        form: format!("{}{}", layout::FORM, packing.form.name),
        meaning: document.origin.clone(),
        name,
        cells: packing.cells.clone(),
        pages: packing.pages.clone(),
        date: packing.date.map(|date| date.to_string()),
        fonts: output.paper.as_ref().map(fonts_used).unwrap_or_default(),
    };
    files.insert(layout::MAKING.to_owned(), making.json().into_bytes());
    for (name, text) in &packing.templates {
        files.insert(format!("{}{name}", layout::TEMPLATES), text.clone().into_bytes());
    }
    if let Some(settings) = &packing.settings {
        files.insert(layout::SETTINGS.to_owned(), settings.clone().into_bytes());
    }
    if let Some(notice) = packing.replaces.as_ref().and_then(|replaced| replaced.notice.as_ref()) {
        let (rendered, _) = render(notice, style, None, &[Format::Docx, Format::Txt])?;
        for file in rendered {
            files.insert(format!("{}.{}", layout::NOTICE, file.format.extension()), file.bytes);
        }
    }
    let register = register(document, &files, pages);
    let labels = labels(subject.report, document, packing.replaces.as_ref(), &files);
    files.insert(layout::INFO.to_owned(), labels.into());
    let guide = guide(document, packing.replaces.as_ref());
    files.insert(layout::GUIDE.to_owned(), guide);
    describe(&register, &mut files);
    Ok(files)
}

/// What is known of the pages alone.
fn paper_metadata(pages: Option<usize>) -> Vec<MetadataEntry> {
    let pages = pages.map_or(String::new(), |pages| pages.to_string());
    let formats = layout::FORMATS.map(super::register::format_and_version).join("；");
    vec![
        MetadataEntry { name: "页数", value: pages },
        MetadataEntry { name: "格式信息", value: formats },
    ]
}

/// The font files of pages, each once.
fn fonts_used(paper: &Paper) -> Vec<FontUsed> {
    let used = |face: &LoadedFace| FontUsed {
        name: face.name.clone(),
        sha256: Algorithm::Sha256.digest(face.data.bytes()),
    };
    paper.faces.iter().map(used).collect()
}

/// Adds the declaration, the register and the lists, which come last, as they list the rest.
fn describe(register: &Register, files: &mut BagFiles) {
    files.insert(layout::DECLARATION.to_owned(), DECLARED.into());
    files.insert(layout::REGISTER.to_owned(), register.text().into());
    files.insert(layout::REGISTER_SHEET.to_owned(), register_sheet(register));
    for algorithm in Algorithm::ALL {
        let list = manifest(files, algorithm);
        files.insert(manifest_name(algorithm), list.into());
    }
    for algorithm in Algorithm::ALL {
        let list = tag_manifest(files, algorithm);
        files.insert(tag_manifest_name(algorithm), list.into());
    }
    let seal = seal(files);
    files.insert(layout::SEAL.to_owned(), seal.into());
}
