//! A form with all that belongs to it, read from files and checked.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::Trouble;
use super::args::{CellArgs, LooksArgs, ReadingArgs};
use super::last::last_year;
use super::pictures::FormPictures;
use super::resources::{Templates, library, severities};
use nianbao::document::{Document, Source};
use nianbao::finding::{Finding, Severities};
use nianbao::form::{Options, read};
use nianbao::report::Report;
use nianbao::standard::Library;
use nianbao::style::Style;
use nianbao::{With, check};

/// What it takes to read forms.
pub(super) struct Reader<'a> {
    cells: &'a CellArgs,
    pub library: Library,
    pub templates: Templates<'a>,
    severities: Severities,
}

/// A form that was read.
pub(super) struct Form<'a> {
    pub path: &'a Path,
    /// What it says; none when it could not be read.
    pub report: Option<Report>,
    /// Last year's, as it names it.
    pub last: Option<Report>,
    /// The document; none when the form or a template could not be read.
    pub document: Option<Document>,
    pub findings: Vec<Finding>,
    pub sources: Vec<(Arc<str>, Arc<str>)>,
}

impl<'a> Reader<'a> {
    /// For the forms of a verb that reads several.
    pub fn of(args: &'a ReadingArgs) -> Result<Self, Trouble> {
        Self::new(&args.how.cells, &args.looks)
    }

    pub fn new(cells: &'a CellArgs, looks: &'a LooksArgs) -> Result<Self, Trouble> {
        let library = library(cells.standard.as_deref())?;
        Ok(Self {
            cells,
            templates: Templates::new(looks.template.as_deref(), &library)?,
            library,
            severities: severities(looks.config.as_deref())?,
        })
    }

    /// How strictly cells are read.
    pub fn options(&self) -> Options {
        self.cells.options()
    }

    /// The style of the pages, or the finding that tells what is wrong with it.
    pub fn style(&self) -> Result<(Result<Style, Box<Finding>>, Source), Trouble> {
        let source = self.templates.style()?;
        Ok((Style::load(&source), source))
    }

    /// The ids and keys of the tables of all formats.
    pub fn tables(&self) -> BTreeSet<(String, String)> {
        let standards = self.library.all();
        standards
            .iter()
            .flat_map(|s| &s.tables)
            .map(|table| (table.id.clone(), table.key.clone()))
            .collect()
    }

    /// Reads and checks a form of these bytes, as if they stood in the file.
    pub fn read<'p>(&self, path: &'p Path, bytes: &[u8]) -> Result<Form<'p>, Trouble> {
        let name = path.display().to_string();
        let options = self.cells.options();
        let mut reading = read(&name, bytes, &self.library, options);
        let mut sources = vec![(Arc::from(name), reading.source.clone())];
        let (mut document, mut former) = (None, None);
        if let Some(report) = &reading.report {
            let body = self.templates.body(&report.standard)?;
            sources.push((body.name.clone(), body.text.clone()));
            let last = last_year(report, path, &self.library, options);
            sources.extend(last.source);
            reading.findings.extend(last.finding);
            let pictures = FormPictures::beside(path);
            let with = With {
                body: &body,
                last: last.report.as_ref(),
                severities: &self.severities,
                pictures: &pictures,
            };
            let (more, found) = check(report, with);
            document = found;
            former = last.report;
            reading.findings.extend(more);
        }
        Ok(Form {
            path,
            report: reading.report,
            last: former,
            document,
            findings: reading.findings,
            sources,
        })
    }
}
