//! `check`: read forms, apply the rules, show the findings.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::args::{CheckArgs, ReadingArgs};
use super::files::read_form;
use super::last::last_year;
use super::pictures::FormPictures;
use super::resources::{Templates, library, severities};
use super::show::{self, Output};
use super::{Done, Outcome, Trouble};
use crate::document::{Document, Source};
use crate::finding::{Finding, Severities, count};
use crate::form::read;
use crate::standard::Library;
use crate::style::Style;
use crate::{With, check};

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let reader = Reader::new(&args.reading)?;
    let mut result = show::Result::default();
    // A broken style shows in `build` at the latest; here it shows in time.
    let (style, source) = reader.style()?;
    result.sources.insert(source.name, source.text);
    result.findings.extend(style.err().map(|finding| *finding));
    let mut counts = Vec::new();
    for form in reader.read_all()? {
        counts.push((form.path.display().to_string(), show::counts(&form.findings)));
        form.into_result(&mut result);
    }
    show::result(&result, args.reading.how.format)?;
    if args.reading.how.format == Output::Human {
        let table = if counts.len() > 1 { format!("\n{}", show::table(&counts)) } else { String::new() };
        show::print(&(show::waiver(&result.findings) + &table))?;
    }
    if count(&result.findings).0 == 0 && args.reading.how.format == Output::Human {
        let forms = args.reading.forms.iter().map(|form| form.display().to_string()).collect::<Vec<_>>().join(" ");
        show::print(&format!("可以生成报告：nianbao build {forms}\n"))?;
    }
    Ok(if count(&result.findings).0 == 0 { Done::Sound } else { Done::Faulty })
}

/// What it takes to read forms.
pub(super) struct Reader<'a> {
    args: &'a ReadingArgs,
    library: Library,
    templates: Templates<'a>,
    severities: Severities,
}

/// A form that was read.
pub(super) struct Form<'a> {
    pub path: &'a Path,
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
    pub fn new(args: &'a ReadingArgs) -> Result<Self, Trouble> {
        Ok(Self {
            args,
            library: library(args.how.standard.as_deref())?,
            templates: Templates::new(args.template.as_deref())?,
            severities: severities(args.config.as_deref())?,
        })
    }

    /// The style of the pages, or the finding that tells what is wrong with it.
    pub fn style(&self) -> Result<(Result<Style, Box<Finding>>, Source), Trouble> {
        let source = self.templates.style()?;
        Ok((Style::load(&source), source))
    }

    /// The ids and keys of the tables of all formats.
    pub fn tables(&self) -> BTreeSet<(String, String)> {
        let standards = self.library.all();
        standards.iter().flat_map(|s| &s.tables).map(|table| (table.id.clone(), table.key.clone())).collect()
    }

    /// Reads and checks all forms.
    pub fn read_all(&self) -> Result<Vec<Form<'a>>, Trouble> {
        self.args.forms.iter().map(|path| self.read(path)).collect()
    }

    fn read(&self, path: &'a Path) -> Result<Form<'a>, Trouble> {
        let bytes = read_form(path)?;
        let name = path.display().to_string();
        let mut reading = read(&name, &bytes, &self.library, self.args.how.options());
        let mut sources = vec![(Arc::from(name), reading.source.clone())];
        let mut document = None;
        if let Some(report) = reading.report.take() {
            let body = self.templates.body(&report.standard)?;
            sources.push((body.name.clone(), body.text.clone()));
            let last = last_year(&report, path, &self.library, self.args.how.options());
            sources.extend(last.source);
            reading.findings.extend(last.finding);
            let pictures = FormPictures::beside(path);
            let with =
                With { body: &body, last: last.report.as_ref(), severities: &self.severities, pictures: &pictures };
            let (more, found) = check(&report, with);
            document = found;
            reading.findings.extend(more);
        }
        Ok(Form { path, document, findings: reading.findings, sources })
    }
}
