//! From a form to the files of a bag.

use std::path::Path;

use super::info::{DECLARED, guide, labels, metadata_xml, missing_metadata};
use super::manifest::{manifest, manifest_name, seal, tag_manifest, tag_manifest_name};
use super::packing::{FormOpened, Packing};
use super::register::{format_and_version, register};
use super::register_sheet::register_sheet;
use super::{Algorithm, BagFiles, layout};
use crate::data::{ReportData, xml};
use crate::document::Document;
use crate::export::{FORMAT_INFORMATION, MetadataEntry, PAGES};
use crate::filing::names::{file_name, usual_name};
use crate::filing::{Drafts, Filing, Output, Refusal};
use crate::finding::human::FindingsDrawing;
use crate::finding::json;
use crate::narrative::Subject;
use crate::render::Paper;
use crate::report::Report;

/// What came of packing.
pub struct Packed {
    /// The bag's files; none where there is no bag.
    pub files: Result<BagFiles, Refusal>,
    /// The form with all that was found in it and on paper.
    pub filing: Filing,
}

impl Packed {
    /// Metadata that archives want and nobody has given.
    pub fn missing(&self) -> Vec<&'static str> {
        self.filing
            .document
            .as_ref()
            .map(missing_metadata)
            .unwrap_or_default()
    }
}

/// Makes a bag. A form with errors makes none, and there is no draft of one.
///
/// # Errors
/// When a template cannot be read; what is wrong with the form is told beside.
pub fn pack(packing: &Packing<'_>) -> Result<Packed, Refusal> {
    let FormOpened { world, mut filing } = packing.open()?;
    let style = packing.style(&world)?;
    let files = match filing.render_in(&style, packing.fonts, &layout::FORMATS, Drafts::Refused) {
        Ok(output) => {
            filing.findings.extend(output.findings.iter().cloned());
            fill(packing, &filing, output)
        }
        Err(Refusal::OnPaper(found)) => {
            filing.findings.extend(found.iter().cloned());
            Err(Refusal::OnPaper(found))
        }
        Err(refusal) => Err(refusal),
    };
    Ok(Packed { files, filing })
}

/// The files of a bag whose report has been rendered.
fn fill(packing: &Packing<'_>, filing: &Filing, output: Output) -> Result<BagFiles, Refusal> {
    let (Some(subject), Some(document)) = (filing.subject(), &filing.document) else {
        return Err(Refusal::Unreadable);
    };
    let Some(paper) = output
        .paper
        .filter(|_| output.files.len() == layout::FORMATS.len())
    else {
        // Without fonts there are no pages, and without pages no archive edition.
        return Err(Refusal::OnPaper(output.findings));
    };
    let mut bag = Filling {
        packing,
        files: BagFiles::new(),
    };
    bag.put_form();
    let form = Path::new(&packing.form.name);
    // BagIt gives % a meaning of its own in names.
    let name = file_name(&usual_name(&document.agency, document.year, form), false);
    let name = name.replace('%', "％");
    for file in output.files {
        bag.put(layout::report_path(&name, file.format), file.bytes);
    }
    bag.put_data(&subject, metadata_xml(document, paper_metadata(&paper)));
    bag.put_findings(filing);
    bag.put(
        layout::MAKING,
        packing.making(document, name, &paper).json(),
    );
    bag.put_notice();
    bag.describe(subject.report, document, &paper)?;
    Ok(bag.files)
}

/// A bag in the making.
struct Filling<'p> {
    packing: &'p Packing<'p>,
    files: BagFiles,
}

impl Filling<'_> {
    fn put(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }

    /// The form as it was filled, with all that the agency gave for it.
    fn put_form(&mut self) {
        let packing = self.packing;
        for (name, bytes) in &packing.form.files {
            self.put(format!("{}{name}", layout::FORM), bytes.clone());
        }
        for (name, text) in &packing.templates {
            self.put(format!("{}{name}", layout::TEMPLATES), text.clone());
        }
        if let Some(settings) = &packing.settings {
            self.put(layout::SETTINGS, settings.clone());
        }
    }

    fn put_data(&mut self, subject: &Subject<'_>, metadata: Vec<u8>) {
        let data = ReportData::of(subject);
        self.put(layout::DATA_JSON, data.json());
        self.put(layout::DATA_XML, xml(&data));
        self.put(layout::METADATA, metadata);
    }

    fn put_findings(&mut self, filing: &Filing) {
        let Filing {
            findings, sources, ..
        } = filing;
        let mut drawing = FindingsDrawing::new(false).all(true).no_way();
        let told = drawing.add(findings, sources) + &drawing.end();
        self.put(layout::FINDINGS, told);
        self.put(layout::FINDINGS_JSON, json::render(findings, &[]));
    }

    fn put_notice(&mut self) {
        for (name, content) in self.packing.replaces.iter().flat_map(|old| &old.notice) {
            self.put(format!("{}{name}", layout::NOTICE), content.clone());
        }
    }

    /// Adds what describes the bag; the lists come last, as they list the rest.
    fn describe(
        &mut self,
        report: &Report,
        document: &Document,
        paper: &Paper,
    ) -> Result<(), Refusal> {
        let replaces = self.packing.replaces.as_ref();
        let register = register(document, &self.files, paper.pages);
        let labels = labels(report, document, replaces, &self.files);
        self.put(layout::DECLARATION, DECLARED);
        self.put(layout::INFO, labels);
        self.put(layout::GUIDE, guide(document, replaces));
        self.put(layout::REGISTER, register.text());
        let sheet = register_sheet(&register).map_err(Refusal::Register)?;
        self.put(layout::REGISTER_SHEET, sheet);
        for algorithm in Algorithm::ALL {
            let list = manifest(&self.files, algorithm);
            self.put(manifest_name(algorithm), list);
        }
        for algorithm in Algorithm::ALL {
            let list = tag_manifest(&self.files, algorithm);
            self.put(tag_manifest_name(algorithm), list);
        }
        let seal = seal(&self.files);
        self.put(layout::SEAL, seal);
        Ok(())
    }
}

/// What is known of the pages alone.
fn paper_metadata(paper: &Paper) -> Vec<MetadataEntry> {
    let formats = layout::FORMATS.map(format_and_version).join("；");
    vec![
        MetadataEntry {
            name: PAGES,
            value: paper.pages.to_string(),
        },
        MetadataEntry {
            name: FORMAT_INFORMATION,
            value: formats,
        },
    ]
}
