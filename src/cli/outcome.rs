//! What a verb came to, and the one place that shows it: to people, as JSON, as SARIF.

use super::reporter::Reporter;
use super::show::{self, ResultReader};
use super::stop;
use nianbao::disk::DiskError;
use nianbao::edit::EditFault;
use nianbao::filing::{Filing, Why};
use nianbao::finding::human::Sources;
use nianbao::finding::json::{FileEntry, TroubleEntry, failure};
use nianbao::finding::sarif::Log;
use nianbao::finding::{Complaint, Finding};
use nianbao::form::write::workbook::WorkbookFault;
use nianbao::render::RenderError;

/// A reason why the command cannot run at all, in one line.
#[derive(Debug)]
pub(super) struct Trouble(pub String);

impl From<DiskError> for Trouble {
    fn from(error: DiskError) -> Self {
        Self(error.to_string())
    }
}

impl From<RenderError> for Trouble {
    fn from(error: RenderError) -> Self {
        Self(error.to_string())
    }
}

impl From<EditFault> for Trouble {
    fn from(fault: EditFault) -> Self {
        Self(fault.to_string())
    }
}

impl From<WorkbookFault> for Trouble {
    fn from(fault: WorkbookFault) -> Self {
        Self(fault.to_string())
    }
}

impl From<Complaint> for Trouble {
    fn from(complaint: Complaint) -> Self {
        Self(complaint.to_string())
    }
}

impl From<Why> for Trouble {
    fn from(why: Why) -> Self {
        Self(why.to_string())
    }
}

/// How a verb ended when it ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// No form has an error.
    Sound,
    /// A form has errors.
    Faulty,
    /// Nothing came of a form, for a reason that is told.
    Troubled,
    /// The program stopped at a form.
    Crashed,
    /// Somebody stopped the run.
    Stopped,
}

/// What a verb came to.
pub(super) struct VerbOutcome {
    /// How it ended.
    pub done: Done,
    /// What people read first, such as a comparison.
    pub said: String,
    /// The findings to be shown; none where the verb looks for none.
    pub findings: Option<Vec<Finding>>,
    /// The texts that their places point into.
    pub sources: Sources,
    /// Files that were written.
    pub files: Vec<FileEntry>,
    /// What people read last: what was done with the files, and the way on.
    pub notes: String,
    /// The document for programs, where it is not that of findings and files.
    pub document: Option<String>,
    /// Why the verb could not do its work.
    pub trouble: Option<Trouble>,
}

impl VerbOutcome {
    /// Nothing to be shown.
    pub fn new(done: Done) -> Self {
        Self {
            done,
            said: String::new(),
            findings: None,
            sources: Sources::new(),
            files: Vec::new(),
            notes: String::new(),
            document: None,
            trouble: None,
        }
    }

    /// Of a verb that has something to say to people.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self {
            said: text.into(),
            ..Self::new(Done::Sound)
        }
    }

    /// Of a verb that could not do its work.
    pub fn of_trouble(done: Done, trouble: Trouble) -> Self {
        Self {
            trouble: Some(trouble),
            ..Self::new(done)
        }
    }

    /// Of forms that cannot be read: why, and that nothing was done.
    pub fn of_unreadable(forms: impl IntoIterator<Item = Filing>) -> Self {
        let mut outcome = Self::new(Done::Troubled);
        let mut findings = Vec::new();
        for form in forms {
            if form.report.is_none() || form.document.is_none() {
                findings.extend(form.findings);
                outcome.sources.extend(form.sources);
            }
        }
        outcome.findings = Some(findings);
        outcome.trouble = Some(Trouble("填报表读不懂".into()));
        outcome
    }

    /// Shows all of it to whom it is for; how the program ends.
    ///
    /// # Errors
    /// When it cannot be shown.
    pub fn show(self, output: ResultReader) -> Result<Done, Trouble> {
        match output {
            ResultReader::Human => self.tell_people(),
            ResultReader::Json => self.tell_programs(),
            ResultReader::Sarif => self.tell_review_tools(),
        }
    }

    /// The same as the last thing that the program does.
    pub fn conclude(self, output: ResultReader) -> Done {
        match self.show(output) {
            Ok(done) => done,
            Err(Trouble(message)) => {
                show::error(&message);
                Done::Troubled
            }
        }
    }

    fn tell_people(self) -> Result<Done, Trouble> {
        show::print_lines(&self.said)?;
        if let Some(findings) = &self.findings {
            let mut reporter = Reporter::new(ResultReader::Human, false, false);
            reporter.add(findings, &self.sources)?;
            reporter.add_files(self.files)?;
            reporter.end()?;
        } else {
            show::print(&show::files(&self.files))?;
        }
        show::print(&self.notes)?;
        if let Some(Trouble(message)) = &self.trouble {
            let more = if self.findings.is_some() {
                "；先改正上面的问题"
            } else {
                ""
            };
            show::error(&format!("{message}{more}"));
        }
        Ok(self.done)
    }

    fn tell_programs(self) -> Result<Done, Trouble> {
        if let Some(Trouble(message)) = &self.trouble {
            let findings = self.findings.iter().flatten();
            // Its one document is that of the failure: the first reason stands with it.
            let first = findings
                .map(|finding| format!("：{}", finding.message))
                .next();
            let message = format!("{message}{}", first.unwrap_or_default());
            if !show::document_has_begun() {
                show::print_document(&failure(&message))?;
            }
            show::error(&message);
            return Ok(self.done);
        }
        if let Some(document) = &self.document {
            show::print_document(document)?;
            return Ok(self.done);
        }
        self.list(ResultReader::Json)
    }

    fn tell_review_tools(self) -> Result<Done, Trouble> {
        if let Some(Trouble(message)) = &self.trouble {
            let trouble = TroubleEntry {
                file: String::new(),
                message: message.clone(),
            };
            if !show::document_has_begun() {
                show::print_document(&Log::new(&[]).end(&[trouble]))?;
            }
            show::error(message);
            return Ok(self.done);
        }
        self.list(ResultReader::Sarif)
    }

    /// Findings and files as a document of programs.
    fn list(self, output: ResultReader) -> Result<Done, Trouble> {
        let mut reporter = Reporter::new(output, false, false);
        reporter.add(&self.findings.unwrap_or_default(), &self.sources)?;
        reporter.add_files(self.files)?;
        reporter.end()?;
        Ok(self.done)
    }
}

impl Done {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Sound => 0,
            Self::Faulty => 1,
            Self::Troubled => 2,
            Self::Crashed => 3,
            Self::Stopped => stop::INTERRUPTED,
        }
    }
}
