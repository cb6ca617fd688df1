//! Forms worked through one after the other: what comes of each is shown and forgotten.

use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::Once;

use super::Trouble;
use super::args::{HowArgs, ReadingArgs};
use super::crash::Crash;
use super::inputs::{self, Inputs};
use super::outcome::Done;
use super::reporter::Reporter;
use super::summary::Summary;
use super::table::{FormRow, FormState};
use super::{show, stop};
use nianbao::filing::batch::{self, Desk, Ended, Jobs};
use nianbao::filing::names::show_path;
use nianbao::finding::human::Sources;
use nianbao::finding::json::FileEntry;
use nianbao::finding::{Finding, Severity, Tally};
use nianbao::rules::{RunTexts, SentenceMark};
use nianbao::summary::AgencyLine;

/// What came of one form.
pub(super) struct Worked {
    pub findings: Vec<Finding>,
    pub sources: Sources,
    /// Files that were written.
    pub files: Vec<FileEntry>,
    pub state: FormState,
    /// Why nothing came of it.
    pub trouble: Option<Trouble>,
    /// Whether people are told why with another form.
    pub told_elsewhere: bool,
    /// Its line of the summary.
    pub line: AgencyLine,
    /// What its text says, where it is held against those of the other forms.
    pub text: Option<OwnText>,
}

/// What the text of a form says, to be held against those of others.
pub(super) struct OwnText {
    pub agency: String,
    pub marks: Vec<SentenceMark>,
    /// From how many hundredths on two texts are alike.
    pub percent: usize,
    /// How grave that is to the agency.
    pub severity: Severity,
}

impl Worked {
    /// Nothing yet.
    pub fn of(form: &Path) -> Self {
        Self {
            findings: Vec::new(),
            sources: Sources::new(),
            files: Vec::new(),
            state: FormState::Faulty,
            trouble: None,
            told_elsewhere: false,
            line: AgencyLine::of(&show_path(form)),
            text: None,
        }
    }

    /// The same, with why nothing came of it.
    pub fn with_trouble(mut self, trouble: Trouble) -> Self {
        self.state = FormState::Troubled;
        self.trouble = Some(trouble);
        self
    }
}

/// What a verb does with each form.
pub(super) trait Work: Sync {
    /// Works on the form of this number in the run.
    fn work(&self, at: usize, form: &Path) -> Worked;
}

/// The forms of a run as jobs.
struct Running<'a, W> {
    forms: &'a [PathBuf],
    work: &'a W,
}

impl<W: Work> Jobs for Running<'_, W> {
    type Outcome = Result<Worked, Crash>;

    fn work(&self, job: usize) -> Self::Outcome {
        Ok(self.work.work(job, &self.forms[job]))
    }

    fn crash(&self, _: usize, _: Box<dyn Any + Send>) -> Self::Outcome {
        Err(Crash::take_last())
    }

    fn is_stopped(&self) -> bool {
        stop::is_asked()
    }
}

/// Shows what comes of forms, one after the other.
struct Showing<'a> {
    forms: &'a [PathBuf],
    run: &'a mut Several,
}

impl Desk<Result<Worked, Crash>> for Showing<'_> {
    type Fault = Trouble;

    fn take(&mut self, job: usize, outcome: Result<Worked, Crash>) -> Result<(), Trouble> {
        self.run.seen[job] = true;
        self.run.show(&self.forms[job], outcome)
    }

    fn tell_shortage(&mut self) {
        tell_shortage();
    }
}

/// Says, once a run, that there are no threads to be had.
pub(super) fn tell_shortage() {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| show::note("系统不让程序再开线程，改为一份一份处理"));
}

/// A run over forms.
pub(super) struct Several {
    pub forms: Vec<PathBuf>,
    pub reporter: Reporter,
    summary: Summary,
    /// The forms that have errors, by name.
    pub faulty: Vec<String>,
    /// Which forms something came of.
    seen: Vec<bool>,
    ended: Ended,
    /// The texts of the forms so far.
    texts: RunTexts,
}

impl Several {
    /// Finds the forms. Nothing is shown yet.
    ///
    /// # Errors
    /// When there are none, or the summary cannot be written where it is asked for.
    pub fn find(reading: &ReadingArgs) -> Result<Self, Trouble> {
        Self::over(inputs::forms(&reading.forms, &reading.others())?, reading)
    }

    /// The same with the published reports that patterns name.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn find_any(reading: &ReadingArgs) -> Result<Self, Trouble> {
        Self::over(
            inputs::forms_and_reports(&reading.forms, &reading.others())?,
            reading,
        )
    }

    fn over(inputs: Inputs, reading: &ReadingArgs) -> Result<Self, Trouble> {
        let Inputs { forms, troubles } = inputs;
        let summary = Summary::find(reading.summary.as_deref(), &forms)?;
        Ok(Self::of(Inputs { forms, troubles }, summary, &reading.how))
    }

    /// A run over files that were found.
    pub fn of(inputs: Inputs, summary: Summary, how: &HowArgs) -> Self {
        let Inputs { forms, troubles } = inputs;
        let several = forms.len() > 1 || !troubles.is_empty();
        let mut reporter = Reporter::new(how.format, several, how.all);
        for trouble in troubles {
            reporter.add_trouble(&trouble.path, Trouble(trouble.message));
        }
        let seen = vec![false; forms.len()];
        let (faulty, texts) = (Vec::new(), RunTexts::default());
        Self {
            forms,
            reporter,
            summary,
            faulty,
            seen,
            ended: Ended::Whole,
            texts,
        }
    }

    /// Works through all of them, side by side.
    ///
    /// # Errors
    /// When nothing can be shown any more.
    pub fn work(&mut self, work: &impl Work) -> Result<(), Trouble> {
        self.reporter.expect(self.forms.len());
        // What is worked on is read by the threads, what is shown is changed by this one.
        let forms = std::mem::take(&mut self.forms);
        let running = Running {
            forms: &forms,
            work,
        };
        let ended = batch::run(
            forms.len(),
            &running,
            &mut Showing {
                forms: &forms,
                run: self,
            },
        );
        self.forms = forms;
        self.ended = ended?;
        Ok(())
    }

    /// Shows what came of a form.
    fn show(&mut self, path: &Path, result: Result<Worked, Crash>) -> Result<(), Trouble> {
        let form = show_path(path);
        let mut worked = match result {
            Ok(worked) => worked,
            Err(crash) => self.tell_crash(path, &crash),
        };
        if let Some(text) = worked.text.take() {
            let alike = self.compare_text(&form, &text);
            worked.line.count(alike.as_slice());
            worked.findings.extend(alike);
        }
        if let Err(crash) = self
            .reporter
            .add_guarded(&worked.findings, &worked.sources)?
        {
            worked = self.tell_crash(path, &crash);
        }
        if let Some(trouble) = worked.trouble {
            worked.line.reason.clone_from(&trouble.0);
            if worked.told_elsewhere {
                self.reporter.list_trouble(&form, trouble);
            } else {
                self.reporter.add_trouble(&form, trouble);
            }
        }
        self.reporter.add_files(worked.files)?;
        if worked.state == FormState::Faulty {
            self.faulty.push(form.clone());
        }
        self.reporter.add_row(FormRow {
            form,
            tally: Tally::of(&worked.findings),
            state: worked.state,
        });
        self.summary.add(worked.line, worked.state);
        Ok(())
    }

    /// What is told of a text that is like that of a form before.
    fn compare_text(&mut self, form: &str, text: &OwnText) -> Option<Finding> {
        let file = form.into();
        let alike = self
            .texts
            .take_up(&file, &text.agency, &text.marks, text.percent)?;
        Some(Finding {
            severity: text.severity,
            ..alike
        })
    }

    /// A form at which the program itself was at fault.
    fn tell_crash(&mut self, path: &Path, crash: &Crash) -> Worked {
        self.reporter.note_crash();
        let mut worked =
            Worked::of(path).with_trouble(Trouble(crash.message(Some(&show_path(path)))));
        worked.state = FormState::Crashed;
        worked
    }

    /// Writes the summary and shows what stands behind the findings; how the run ends.
    ///
    /// # Errors
    /// When nothing can be shown any more.
    pub fn end(mut self) -> Result<Done, Trouble> {
        if let Ended::Stopped { left } = self.ended {
            let message = format!("已停止：还有 {left} 份没有处理；已经生成的文件都是完整的");
            for (form, seen) in self.forms.iter().zip(&self.seen) {
                if !seen {
                    let mut line = AgencyLine::of(&show_path(form));
                    "已停止".clone_into(&mut line.reason);
                    self.summary.add(line, FormState::Troubled);
                }
            }
            self.reporter.add_trouble("", Trouble(message));
        }
        match self.summary.write() {
            Ok(files) => self.reporter.add_files(files)?,
            Err(trouble) => self.reporter.add_trouble("", trouble),
        }
        let done = self.reporter.judge(self.ended);
        self.reporter.end()?;
        Ok(done)
    }
}
