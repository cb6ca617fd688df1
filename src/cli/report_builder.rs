//! One form that becomes a report: checked, rendered and written, with what is told of its files.
//!
//! It knows one form at a time; which forms a run builds is said in [`builder`](super::builder).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Trouble;
use super::args::BuildArgs;
use super::builder::Workshop;
use super::crash::guard;
use super::several::Worked;
use super::show;
use super::table::FormState;
use super::world::Terminal;
use nianbao::disk::read::read_finished;
use nianbao::disk::write::{folder_of, length_before, make_folder};
use nianbao::disk::{FontFolders, Sink, place_of, stamp_of};
use nianbao::document::Document;
use nianbao::file::{FileKind, FileStatus, Written};
use nianbao::filing::names::{file_name, fold, show_path, usual_name};
use nianbao::filing::{Drafts, Filing, Output, Refusal, World};
use nianbao::finding::json::FileEntry;
use nianbao::readback::{self, Content};
use nianbao::render::Rendered;
use nianbao::style::Style;
use nianbao::summary::Link;

/// The forms of a run, by which it is known that no report replaces one of them.
pub(super) struct FormsGiven<'a> {
    forms: &'a [PathBuf],
    /// The forms' file names, folded.
    names: BTreeSet<String>,
}

impl<'a> FormsGiven<'a> {
    pub fn new(forms: &'a [PathBuf]) -> Self {
        let names = forms.iter().map(|form| fold_name(form)).collect();
        Self { forms, names }
    }

    /// Whether a path is one of the forms.
    fn has(&self, path: &Path) -> bool {
        // Reports end otherwise than forms usually do; places are asked for only where names agree.
        if !self.names.contains(&fold_name(path)) {
            return false;
        }
        let place = place_of(path);
        self.forms.iter().any(|form| place_of(form) == place)
    }

    /// Refuses targets that are folders, devices, write-protected, or a form.
    fn check_writable(&self, path: &Path) -> Result<(), Trouble> {
        if self.has(path) {
            let message = "是填报表，不能被报告覆盖；请换一个 --name";
            return Err(Trouble(format!("{} {message}", show_path(path))));
        }
        length_before(path)?;
        Ok(())
    }
}

fn fold_name(path: &Path) -> String {
    fold(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// A report, ready to be written.
struct ReportReady {
    rendered: Vec<Rendered>,
    /// The file name without its extension.
    name: String,
    draft: bool,
}

/// What all forms of a run are built with.
pub(super) struct ReportBuilder<'a> {
    pub args: &'a BuildArgs,
    pub workshop: &'a Workshop,
    pub given: FormsGiven<'a>,
}

impl ReportBuilder<'_> {
    /// Checks a form, renders its report and writes it; what is found is in `built`
    /// even where trouble comes on the way.
    pub fn build(&self, path: &Path, built: &mut Worked) -> Result<(), Trouble> {
        let mut form = self.workshop.disk.open(path)?;
        if let Some(report) = &form.report {
            built.line.tell(report);
        }
        let finished = self.finish(path, &mut form);
        built.findings = form.findings;
        built.sources = form.sources;
        built.line.count(&built.findings);
        let Some(finished) = finished? else {
            return Ok(());
        };
        let state = if finished.draft {
            FormState::Draft
        } else {
            FormState::Built
        };
        built.files = self.write(path, finished)?;
        if let Some(document) = &form.document {
            for file in &mut built.files {
                tell_edits(file, document);
            }
        }
        self.quieten(&mut built.files);
        built.line.files = built.files.iter().map(link).collect();
        built.state = state;
        Ok(())
    }

    /// Whether programs read the result, which are told the sums of files.
    fn tells_programs(&self) -> bool {
        self.args.reading.how.format != show::ResultReader::Human
    }

    /// Which fonts stand in for which is told to people once, when a file is written.
    fn quieten(&self, files: &mut [FileEntry]) {
        let people = !self.tells_programs();
        let unchanged = FileStatus::Written(Written::Unchanged);
        for file in files.iter_mut().filter(|file| file.status == unchanged) {
            if people && !self.args.reading.how.verbose {
                file.stand_ins.clear();
            }
        }
    }

    /// Renders all formats; with errors, nothing unless a draft was asked for. What shows only on
    /// paper is added to the form's findings.
    fn finish(&self, path: &Path, form: &mut Filing) -> Result<Option<ReportReady>, Trouble> {
        let (Ok(style), Some(document)) = (&self.workshop.style.style, &mut form.document) else {
            return Ok(None);
        };
        document.date = self
            .args
            .pages
            .date
            .or(document.date)
            .or(self.workshop.fallback);
        let usual = usual_name(&document.agency, document.year, path);
        match self.render(form, style)? {
            Ok(output) => {
                form.findings.extend(output.findings);
                let name = self.args.name.as_deref().unwrap_or(&usual);
                let (rendered, draft) = (output.files, output.draft);
                Ok(Some(ReportReady {
                    rendered,
                    name: file_name(name, draft),
                    draft,
                }))
            }
            Err(Refusal::OnPaper(findings)) => {
                form.findings.extend(findings);
                Ok(None)
            }
            Err(Refusal::Faulty) => Ok(None),
            Err(refusal) => Err(Trouble(refusal.to_string())),
        }
    }

    fn render(&self, form: &Filing, style: &Style) -> Result<Result<Output, Refusal>, Trouble> {
        let drafts = if self.args.draft {
            Drafts::Made
        } else {
            Drafts::Refused
        };
        let disk = &self.workshop.disk;
        let foreign = disk
            .font_folders()
            .map(FontFolders::agency_files)
            .unwrap_or_default();
        if foreign.is_empty() {
            return Ok(form.render_in(style, disk.fonts(), &self.args.to, drafts));
        }
        let rendered = guard(|| form.render_in(style, disk.fonts(), &self.args.to, drafts));
        rendered.map_err(|_| blame_fonts(foreign))
    }

    /// Writes the files while no other run writes into their folder, so that all come from one run.
    fn write(&self, path: &Path, finished: ReportReady) -> Result<Vec<FileEntry>, Trouble> {
        let folder = self
            .args
            .output
            .as_deref()
            .unwrap_or_else(|| folder_of(path));
        make_folder(folder)?;
        for format in &self.args.to {
            let file = format!("{}.{}", finished.name, format.extension());
            self.given.check_writable(&folder.join(file))?;
        }
        let sink = Sink::open(folder, &Terminal)?
            .force(self.args.force)
            .sums(self.tells_programs());
        let mut files = sink.write_all(&finished.name, finished.rendered)?;
        files.sort_by_key(|file| self.position(file.format));
        Ok(files)
    }

    /// The place of a file among the formats that were asked for.
    fn position(&self, kind: FileKind) -> Option<usize> {
        let mut formats = self.args.to.iter();
        formats.position(|format| kind == FileKind::Report(*format))
    }
}

/// What is said where the program stops at somebody else's fonts: one that is broken where nobody
/// looked is the likeliest reason.
fn blame_fonts(files: &[PathBuf]) -> Trouble {
    let files: Vec<String> = files.iter().map(|path| show_path(path)).collect();
    let way = "多半是字体文件坏了，把它移出字体文件夹再试";
    Trouble(format!("用 {} 排版时停下了；{way}", files.join("、")))
}

/// Edits of a kept file that are told one by one.
const TOLD_EDITS: usize = 3;

/// Tells what a file that was kept says otherwise than the new one.
fn tell_edits(file: &mut FileEntry, document: &Document) {
    let (Some(original), FileKind::Report(format)) = (&file.original, file.format) else {
        return;
    };
    let Ok(bytes) = read_finished(Path::new(original)) else {
        return;
    };
    let Ok(found) = readback::read(original, format, &bytes) else {
        return;
    };
    let edits = readback::compare(&found, &Content::of(document, &file.path));
    let made_of = stamp_of(Path::new(&file.path), format, &bytes).map(|stamp| stamp.form);
    file.form_changed = made_of.is_some_and(|form| form != document.origin);
    file.edit_count = edits.len();
    file.edits = edits
        .into_iter()
        .take(TOLD_EDITS)
        .map(|edit| edit.message)
        .collect();
}

fn link(file: &FileEntry) -> Link {
    Link {
        name: file.format.name().to_owned(),
        path: file.path.clone(),
    }
}
