//! What is shown of a run, form by form, for people and for programs.
//!
//! Findings and files are printed as they come and not kept, so that a run of ten
//! thousand faulty forms takes no more memory than one of ten.

use super::crash::{Crash, guard};
use super::progress::Progress;
use super::show::{self, ResultReader, StandIns};
use super::table::{FormRow, FormState, table};
use super::{Done, Trouble};
use nianbao::filing::batch::Ended;
use nianbao::finding::human::{FindingsDrawing, Sources};
use nianbao::finding::json::{FileEntry, FindingsDocument, TroubleEntry};
use nianbao::finding::sarif::{Log, SarifRule};
use nianbao::finding::{Code, Finding, Tally};
use nianbao::rules::explain;

/// The document that a run's findings become.
enum Listing {
    Human(FindingsDrawing),
    Json(FindingsDocument),
    Sarif(Log),
}

impl Listing {
    fn new(output: ResultReader, all: bool) -> Self {
        match output {
            ResultReader::Human => {
                let drawing = FindingsDrawing::new(show::colour()).all(all);
                Self::Human(match show::columns() {
                    Some(columns) => drawing.width(columns),
                    None => drawing,
                })
            }
            ResultReader::Json => Self::Json(FindingsDocument::default()),
            ResultReader::Sarif => {
                let mut rules = Vec::new();
                for &code in Code::ALL {
                    let explanation = explain(code);
                    rules.push(SarifRule { code, explanation });
                }
                Self::Sarif(Log::new(&rules))
            }
        }
    }
}

/// What a run shows.
pub(super) struct Reporter {
    listing: Listing,
    /// Whether there are several forms, each told as it is done.
    several: bool,
    tally: Tally,
    /// For programs, the files of all forms; of one form for people as well.
    files: Vec<FileEntry>,
    stand_ins: StandIns,
    rows: Vec<FormRow>,
    troubles: Vec<TroubleEntry>,
    /// How the first finding that can be let stand is let stand.
    waiver: Option<String>,
    advises: bool,
    progress: Progress,
    crashed: bool,
}

impl Reporter {
    /// For who reads the result; with `several` forms each is told as it is done; `all` findings
    /// are those that follow from others as well.
    pub fn new(output: ResultReader, several: bool, all: bool) -> Self {
        Self {
            listing: Listing::new(output, all),
            several,
            tally: Tally::default(),
            files: Vec::new(),
            stand_ins: StandIns::new(),
            rows: Vec::new(),
            troubles: Vec::new(),
            waiver: None,
            advises: false,
            progress: Progress::none(),
            crashed: false,
        }
    }

    /// Shows on a terminal how far the run is.
    pub fn expect(&mut self, forms: usize) {
        self.progress = Progress::of("处理", forms);
    }

    /// The program was at fault at a form.
    pub fn note_crash(&mut self) {
        self.crashed = true;
    }

    /// The same as [`Self::add`]; a crash of what draws the findings is told to the caller.
    pub fn add_guarded(
        &mut self,
        findings: &[Finding],
        sources: &Sources,
    ) -> Result<Result<(), Crash>, Trouble> {
        match guard(|| self.add(findings, sources)) {
            Ok(shown) => shown.map(Ok),
            Err(crash) => Ok(Err(crash)),
        }
    }

    /// Whether a person reads.
    pub fn is_human(&self) -> bool {
        matches!(self.listing, Listing::Human(_))
    }

    /// Shows findings; places point into `sources`.
    pub fn add(&mut self, findings: &[Finding], sources: &Sources) -> Result<(), Trouble> {
        self.tally.add(Tally::of(findings));
        if self.waiver.is_none() {
            self.waiver = findings
                .iter()
                .find(|f| show::can_stand(f))
                .map(show::waiver);
        }
        let progress = &self.progress;
        match &mut self.listing {
            Listing::Human(drawing) => {
                let text = drawing.add(findings, sources);
                progress.beside(|| show::print(&text))
            }
            Listing::Json(document) => show::print_document(&document.add(findings)),
            Listing::Sarif(log) => show::print_document(&log.add(findings)),
        }
    }

    /// Tells which files were written.
    pub fn add_files(&mut self, files: Vec<FileEntry>) -> Result<(), Trouble> {
        if !self.is_human() || !self.several {
            self.files.extend(files);
            return Ok(());
        }
        let lines = lines(&files);
        self.stand_ins
            .extend(files.into_iter().flat_map(|file| file.stand_ins));
        self.progress.beside(|| show::print(&lines))
    }

    /// A form that nothing came of, and why.
    pub fn add_trouble(&mut self, file: &str, trouble: Trouble) {
        self.progress.beside(|| show::error(&trouble.0));
        self.list_trouble(file, trouble);
    }

    /// The same for programs only.
    pub fn list_trouble(&mut self, file: &str, trouble: Trouble) {
        self.troubles.push(TroubleEntry {
            file: file.to_owned(),
            message: trouble.0,
        });
    }

    /// One more form is done.
    pub fn add_row(&mut self, row: FormRow) {
        self.progress.advance();
        self.rows.push(row);
    }

    /// Says at the end how a finding is let stand, where one can be.
    pub fn advise(&mut self) {
        self.advises = true;
    }

    /// How the run ends.
    pub fn judge(&self, ended: Ended) -> Done {
        if self.crashed {
            Done::Crashed
        } else if let Ended::Stopped { .. } = ended {
            Done::Stopped
        } else if !self.troubles.is_empty() {
            Done::Troubled
        } else if self.tally.errors > 0 || self.rows.iter().any(|row| row.state == FormState::Gappy)
        {
            Done::Faulty
        } else {
            Done::Sound
        }
    }

    /// Shows what stands behind the findings.
    pub fn end(mut self) -> Result<(), Trouble> {
        self.progress.end();
        let waiver = self.waiver.filter(|_| self.advises).unwrap_or_default();
        match self.listing {
            Listing::Json(document) => {
                // Of one form, trouble is the run's own.
                if !self.several {
                    for trouble in &mut self.troubles {
                        trouble.file.clear();
                    }
                }
                show::print_document(&document.end(&self.files, &self.troubles))
            }
            Listing::Sarif(log) => show::print_document(&log.end(&self.troubles)),
            Listing::Human(ref drawing) if !self.several => {
                // Of a form that could not be had, nothing was found out.
                let counts = if self.troubles.is_empty() {
                    drawing.end()
                } else {
                    String::new()
                };
                show::print(&format!("{counts}{}{waiver}", show::files(&self.files)))
            }
            Listing::Human(ref drawing) => {
                let fonts = show::stand_ins(&self.stand_ins);
                // Where no form could be had, nothing was found out.
                let read = self.rows.iter().any(|row| row.state.was_read());
                let counts = if read { drawing.end() } else { String::new() };
                show::print(&format!("{counts}{waiver}\n{}{fonts}", table(&self.rows)))
            }
        }
    }
}

/// Whether the same became of a file as of another, of whose name only the ending differs.
fn has_same_fate(file: &FileEntry, other: &FileEntry) -> bool {
    file.original.is_none() && file.status == other.status && stem(file) == stem(other)
}

fn stem(file: &FileEntry) -> &str {
    file.path.trim_end_matches(file.format.name())
}

/// The files of one form among several, in a line where they had the same fate.
fn lines(files: &[FileEntry]) -> String {
    let [first, rest @ ..] = files else {
        return String::new();
    };
    let alike = rest.iter().all(|file| has_same_fate(file, first));
    if first.original.is_some() || !alike {
        return files.iter().map(show::file).collect();
    }
    let more: String = rest
        .iter()
        .map(|file| format!("、{}", file.format.name()))
        .collect();
    show::file(first).replacen('\n', &format!("{more}\n"), 1)
}
