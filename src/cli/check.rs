//! `check`: read forms, apply the rules, show the findings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{CellArgs, CheckArgs, LooksArgs, ReadingArgs};
use super::files::read_form;
use super::last::last_year;
use super::pictures::FormPictures;
use super::resources::{Templates, library, severities};
use super::show::{self, Output};
use super::{Done, Outcome, Trouble};
use crate::document::{Document, Source};
use crate::finding::{Finding, Severities, count};
use crate::form::{Options, read};
use crate::report::Report;
use crate::standard::Library;
use crate::style::Style;
use crate::{With, check};

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let reader = Reader::of(&args.reading)?;
    let mut result = show::Result::default();
    // A broken style shows in `build` at the latest; here it shows in time.
    let (style, source) = reader.style()?;
    result.sources.insert(source.name, source.text);
    result.findings.extend(style.err().map(|finding| *finding));
    let mut counts = Vec::new();
    for form in reader.read_all(&args.reading.forms)? {
        counts.push((form.path.display().to_string(), show::counts(&form.findings)));
        form.into_result(&mut result);
    }
    show::result(&result, args.reading.how.format)?;
    if args.reading.how.format == Output::Human {
        let table =
            if counts.len() > 1 { format!("\n{}", show::table(&counts)) } else { String::new() };
        show::print(&(show::waiver(&result.findings) + &table))?;
    }
    if count(&result.findings).0 == 0 && args.reading.how.format == Output::Human {
        let forms = args
            .reading
            .forms
            .iter()
            .map(|form| form.display().to_string())
            .collect::<Vec<_>>()
            .join(" ");
        show::print(&format!("可以生成报告：nianbao build {forms}\n"))?;
    }
    Ok(if count(&result.findings).0 == 0 { Done::Sound } else { Done::Faulty })
}

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

impl Form<'_> {
    /// Hands findings and texts over.
    pub fn into_result(self, result: &mut show::Result) {
        result.findings.extend(self.findings);
        result.sources.extend(self.sources);
    }
}

impl<'a> Reader<'a> {
    /// For the forms of a verb that reads several.
    pub fn of(args: &'a ReadingArgs) -> Result<Self, Trouble> {
        Self::new(&args.how.cells, &args.looks)
    }

    pub fn new(cells: &'a CellArgs, looks: &'a LooksArgs) -> Result<Self, Trouble> {
        Ok(Self {
            cells,
            library: library(cells.standard.as_deref())?,
            templates: Templates::new(looks.template.as_deref())?,
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

    /// Reads and checks all forms.
    pub fn read_all<'p>(&self, forms: &'p [PathBuf]) -> Result<Vec<Form<'p>>, Trouble> {
        forms.iter().map(|path| self.read(path, &read_form(path)?)).collect()
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
