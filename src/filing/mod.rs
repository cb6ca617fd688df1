//! A form with all that belongs to it: bytes in, a checked and bound report out.
//!
//! [`Filing::open`] reads a form, last year's that it names, its pictures and its body
//! template through a [`World`], checks it and binds it. What is made of a filing —
//! files, comparisons — starts here. Nothing here opens files.

pub mod batch;
mod beside;
pub mod inside;
mod memory;
pub mod names;
mod output;
mod printable;
mod reading;
mod recorded;
mod related;
mod shelf;
mod world;

use std::sync::Arc;

pub use beside::Beside;
pub use memory::Memory;
pub use output::{Drafts, Output};
use printable::find_unprintable;
use reading::{read_any, read_form};
pub use recorded::{AskedFor, Recorded};
pub use related::Related;
use related::RelatedFound;
pub use shelf::Shelf;
pub use world::{Name, Terms, Why, World};

use crate::document::{Bound, Document, Source, Template, bind, builtin_body};
use crate::finding::human::Sources;
use crate::finding::{Code, Finding, Tally};
use crate::form::{self, Reading};
use crate::narrative::{Narrative, Subject};
use crate::place::Place;
use crate::render::RenderError;
use crate::report::Report;
use crate::rules;
use crate::standard::Standard;

/// A form with all that belongs to it.
pub struct Filing {
    /// The form's name.
    pub name: Name,
    /// What it says; none where it cannot be read.
    pub report: Option<Report>,
    /// The reports that it is held against.
    pub related: Related,
    /// Its free text, filled and understood; none where the form cannot be read.
    pub narrative: Option<Narrative>,
    /// The report bound into its body; none where the form or the template cannot be read.
    pub document: Option<Document>,
    /// All that was found, in the order of reading, rules and binding.
    pub findings: Vec<Finding>,
    /// The texts that the findings' places point into, by file.
    pub sources: Sources,
}

impl Filing {
    /// Opens a form of these bytes, as if they stood in the file `name`.
    ///
    /// # Errors
    /// When a template that the world has cannot be read, or a format has none. What is wrong
    /// with the form is among the findings.
    pub fn open(world: &dyn World, name: &Name, bytes: &[u8]) -> Result<Self, Why> {
        Self::read(world, name, bytes, None)
    }

    /// The same of a form, or of a report that somebody has published as DOCX, PDF, page or
    /// text.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_any(world: &dyn World, name: &Name, bytes: &[u8]) -> Result<Self, Why> {
        let beside = Beside { world, form: name };
        let reading = read_any(world, name, bytes, &beside);
        Self::of_reading(world, name, bytes, None, reading)
    }

    /// The same held against reports that are at hand, whatever the form names as last year's.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(
        world: &dyn World,
        name: &Name,
        bytes: &[u8],
        related: Related,
    ) -> Result<Self, Why> {
        Self::read(world, name, bytes, Some(related))
    }

    fn read(
        world: &dyn World,
        name: &Name,
        bytes: &[u8],
        related: Option<Related>,
    ) -> Result<Self, Why> {
        Self::of_reading(world, name, bytes, related, read_form(world, name, bytes))
    }

    fn of_reading(
        world: &dyn World,
        name: &Name,
        bytes: &[u8],
        related: Option<Related>,
        reading: Reading,
    ) -> Result<Self, Why> {
        let shown = name.to_string();
        let Reading {
            report,
            findings,
            source,
        } = reading;
        let mut filing = Self::empty(name);
        filing.findings = findings;
        if form::is_workbook(bytes) && world.is_open_elsewhere(name) {
            filing.findings.insert(0, tell_open_elsewhere(&shown));
        }
        filing.sources.insert(Arc::from(shown), source);
        let Some(report) = report else {
            return Ok(filing);
        };
        let found = match related {
            Some(related) => RelatedFound {
                related,
                ..RelatedFound::default()
            },
            None => related::find(world, name, &report),
        };
        filing.sources.extend(found.source);
        filing.findings.extend(found.finding);
        filing.check(world, report, found.related)?;
        Ok(filing)
    }

    /// Checks and binds a report that is there already, held against others. What was wrong on
    /// the way to it is not known here: of a form's bytes use [`Self::open`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn of(
        world: &dyn World,
        name: &Name,
        report: Report,
        related: Related,
    ) -> Result<Self, Why> {
        let mut filing = Self::empty(name);
        filing.check(world, report, related)?;
        Ok(filing)
    }

    fn empty(name: &Name) -> Self {
        Self {
            name: name.clone(),
            report: None,
            related: Related::default(),
            narrative: None,
            document: None,
            findings: Vec::new(),
            sources: Sources::new(),
        }
    }

    /// Checks and binds what the form says.
    fn check(&mut self, world: &dyn World, report: Report, related: Related) -> Result<(), Why> {
        let body = body(world, &report.standard)?;
        self.sources.insert(body.name.clone(), body.text.clone());
        let last = related.last.as_ref();
        let narrative = Narrative::of(&report, last);
        let subject = Subject {
            report: &report,
            last,
            narrative: &narrative,
        };
        self.findings
            .extend(rules::check(&subject, &world.terms().settings));
        self.findings.extend_from_slice(&narrative.findings);
        match Template::load(&body, &report.standard) {
            Ok(template) => self.bind(world, &subject, &template),
            Err(finding) => self.findings.push(*finding),
        }
        self.findings
            .extend(find_unprintable(&subject, self.document.as_ref(), world));
        rules::fold(&report, &mut self.findings);
        // What reading found may quote persons' numbers as well.
        self.findings.iter_mut().for_each(Finding::mask);
        self.related = related;
        self.narrative = Some(narrative);
        self.report = Some(report);
        Ok(())
    }

    /// Binds what the form says into its body.
    fn bind(&mut self, world: &dyn World, subject: &Subject<'_>, template: &Template) {
        let pictures = Beside {
            world,
            form: &self.name,
        };
        let Bound {
            mut document,
            findings,
        } = bind(subject, template, &pictures);
        document.origin = form::meaning(subject.report);
        let settled = &world.terms().settings.archive;
        document
            .archive
            .complete(&settled.fonds, &settled.retention);
        self.findings.extend(findings);
        self.document = Some(document);
    }

    /// The report with its text and last year's; none where the form cannot be read.
    pub fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject {
            report: self.report.as_ref()?,
            last: self.related.last.as_ref(),
            narrative: self.narrative.as_ref()?,
        })
    }

    /// How many findings there are of each weight.
    pub fn tally(&self) -> Tally {
        Tally::of(&self.findings)
    }
}

/// What is told of a workbook that is open.
fn tell_open_elsewhere(form: &str) -> Finding {
    let message = "这份表在 Excel 或 WPS 里打开着，读的是上次保存的内容";
    Finding::new(Code::OpenElsewhere, message, Place::file(&form.into()))
        .hint("在那里保存并关闭，再检查一次")
}

/// The style of the pages among a world's templates.
pub const STYLE: &str = "style/gbt9704.yaml";

/// The words of a 更正说明 among a world's templates.
pub const NOTICE: &str = "report/notice.yaml";

/// Where the body of a standard's report lies among a world's templates.
pub fn body_name(standard: &Standard) -> String {
    format!("report/{}.yaml", standard.format)
}

/// The body of a standard's report.
fn body(world: &dyn World, standard: &Standard) -> Result<Source, Why> {
    let name = body_name(standard);
    if let Some(source) = world.template(&name)? {
        return Ok(source);
    }
    if let Some(source) = builtin_body(&standard.format) {
        return Ok(source);
    }
    let way = format!("请用 --template 给出 {name}");
    let message = format!("格式 {} 没有自带的模板；{way}", standard.format);
    Err(Why::Missing(message))
}

/// Why no files come of a filing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The form or its template cannot be read; the findings say why.
    #[error("填报表读不懂")]
    Unreadable,
    /// The report has errors, and drafts are refused.
    #[error("填报表有错误，没有生成报告")]
    Faulty,
    /// A template is there and cannot be read.
    #[error(transparent)]
    Template(#[from] Why),
    /// The style is broken.
    #[error("{0}")]
    Style(Box<Finding>),
    /// A PDF or OFD cannot be written, or the program was built without it.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The register of what is handed over cannot be written.
    #[error("移交清单写不出来（{0}）")]
    Register(String),
    /// What showed only on paper, such as a character that no font has, and drafts are refused.
    #[error("{}", .0.first().map_or("", |finding| &finding.message))]
    OnPaper(Vec<Finding>),
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::layout::FontSource;
    use crate::standard::Library;
    use crate::testing::CLEAN;

    /// The findings' names of the clean form with a line more, in a world.
    fn check(world: &Memory, line: &str, expected: &[&str]) {
        let form = CLEAN.replacen("年度: 2023\n", &format!("年度: 2023\n{line}\n"), 1);
        let filing = Filing::open(world, &Name::new("表/form.yaml"), form.as_bytes());
        let filing = filing.expect("no template of its own");
        let names: Vec<&str> = filing.findings.iter().map(|f| f.code.name()).collect();
        assert_eq!(names, expected, "{:?}", filing.findings);
    }

    #[test]
    fn what_a_form_names_is_read_beside_it_only() {
        let last = CLEAN.replacen("年度: 2023", "年度: 2022", 1);
        let world = Memory::new()
            .with_file("表/last.yaml", last.clone())
            .with_file("last.yaml", last);
        check(&world, "", &[]);
        check(&world, "上年: nowhere.yaml", &["last-year"]);
        check(&world, "上年: ../last.yaml", &["last-year"]);
        check(&Memory::new(), "上年: last.yaml", &["last-year"]);
    }

    /// A world that keeps last year's form.
    struct Keeping {
        memory: Memory,
        shelf: Shelf,
    }

    impl World for Keeping {
        fn read(&self, name: &Name) -> Result<Cow<'_, [u8]>, Why> {
            self.memory.read(name)
        }

        fn shelf(&self) -> Option<&Shelf> {
            Some(&self.shelf)
        }

        fn standards(&self) -> &Library {
            self.memory.standards()
        }

        fn template(&self, name: &str) -> Result<Option<Source>, Why> {
            self.memory.template(name)
        }

        fn terms(&self) -> &Terms {
            self.memory.terms()
        }

        fn fonts(&self) -> Option<&dyn FontSource> {
            None
        }
    }

    #[test]
    fn last_years_form_is_kept_until_it_changes() {
        let last = |year: &str| CLEAN.replacen("年度: 2023", &format!("年度: {year}"), 1);
        let form = CLEAN.replacen("年度: 2023\n", "年度: 2023\n上年: last.yaml\n", 1);
        let mut world = Keeping {
            memory: Memory::new(),
            shelf: Shelf::default(),
        };
        let mut check = |text: String, expected: Option<i32>| {
            world.memory = Memory::new().with_file("last.yaml", text);
            for _ in 0..2 {
                let filing = Filing::open(&world, &Name::new("form.yaml"), form.as_bytes());
                let last = filing.expect("no template of its own").related.last;
                assert_eq!(last.map(|report| report.year.value), expected);
            }
        };
        check(last("2022"), Some(2022));
        check(last("2021"), None);
        check("机关: [".into(), None);
        check(last("2022"), Some(2022));
    }

    #[test]
    fn a_filing_and_its_world_are_shared_by_threads() {
        fn shared<T: Sync + Send>() {}
        shared::<Filing>();
        shared::<Memory>();
    }

    #[test]
    fn a_template_that_cannot_be_understood_is_a_finding() {
        let world = Memory::new().with_template("report/2021.yaml", "- nonsense: 1\n");
        let filing = Filing::open(&world, &Name::new("form.yaml"), CLEAN.as_bytes());
        let filing = filing.expect("a readable template");
        assert!(filing.document.is_none() && filing.tally().errors == 1);
    }
}
