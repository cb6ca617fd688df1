//! `build` and `watch`: forms checked, their reports written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{BuildArgs, PageArgs};
use super::crash::guard;
use super::several::{Several, Work, Worked};
use super::show;
use super::survey::{Clashes, find_clashes};
use super::table::FormState;
use super::wording::list_names;
use super::world::{StyleAsRead, Terminal, disk_of};
use super::{Done, Trouble};
use nianbao::disk::read::read_finished;
use nianbao::disk::write::{folder_of, length_before, make_folder};
use nianbao::disk::{Disk, FontFolders, Sink, place_of, stamp_of};
use nianbao::document::Document;
use nianbao::export::Format;
use nianbao::file::{FileKind, FileStatus, Written};
use nianbao::filing::names::{file_name, fold, show_path, usual_name};
use nianbao::filing::{Drafts, Filing, Output, Refusal, World};
use nianbao::finding::human::Sources;
use nianbao::finding::json::FileEntry;
use nianbao::readback::{self, Content};
use nianbao::render::Rendered;
use nianbao::report::Date;
use nianbao::standard::Library;
use nianbao::style::Style;
use nianbao::summary::Link;

/// Checks the forms and writes their reports; shows what it finds as it goes.
pub(super) fn build(args: &BuildArgs) -> Result<Done, Trouble> {
    Workshop::open(args)?.build(args)
}

/// What forms are built with, opened once: standards, templates, the style and fonts.
pub(super) struct Workshop {
    disk: Disk,
    style: StyleAsRead,
    fallback: Option<Date>,
}

impl Workshop {
    pub fn open(args: &BuildArgs) -> Result<Self, Trouble> {
        let disk =
            disk_of(&args.reading)?.with_fonts(FontFolders::find(args.pages.fonts.as_deref())?);
        let fallback = source_date()?;
        let StyleAsRead { style, source } = StyleAsRead::of(&disk)?;
        let style = match style {
            Ok(mut style) => {
                style.pdf.level = args.pdf.unwrap_or(style.pdf.level);
                style.ofd.kind = args.ofd.unwrap_or(style.ofd.kind);
                Ok(apply_page_args(style, &args.pages, disk.standards())?)
            }
            Err(finding) => Err(finding),
        };
        Ok(Self {
            disk,
            style: StyleAsRead { style, source },
            fallback,
        })
    }

    /// For a form that is built again and again.
    #[must_use]
    pub fn keep_last_year(self) -> Self {
        Self {
            disk: self.disk.with_shelf(),
            ..self
        }
    }

    /// Whether fonts are no more what they were when they were opened.
    pub fn has_changed(&self) -> bool {
        self.disk
            .font_folders()
            .is_some_and(FontFolders::have_changed)
    }

    /// Checks the forms and writes their reports; shows what it finds as it goes.
    pub fn build(&self, args: &BuildArgs) -> Result<Done, Trouble> {
        let mut several = Several::find(&args.reading)?;
        if args.name.is_some() && several.forms.len() > 1 {
            return Err(Trouble("--name 只能用于一份填报表".into()));
        }
        let Self {
            disk,
            style: StyleAsRead { style, source },
            ..
        } = self;
        // Without a style the forms are checked all the same.
        if let Err(finding) = style {
            let sources = Sources::from([(source.name.clone(), source.text.clone())]);
            several
                .reporter
                .add(std::slice::from_ref(&**finding), &sources)?;
        }
        let clashes = find_clashes(&several.forms, args.output.as_deref(), disk.standards());
        let names = fold_names(&several.forms);
        let forms = several.forms.clone();
        let builder = ReportBuilder {
            args,
            workshop: self,
        };
        several.work(&Building {
            forms: &forms,
            names,
            clashes,
            builder,
        })?;
        let left_out = disk.font_folders().map_or(&[][..], FontFolders::faults);
        several.reporter.add(left_out, &Sources::new())?;
        let (human, faulty) = (
            several.reporter.is_human(),
            std::mem::take(&mut several.faulty),
        );
        let done = several.end()?;
        if human && !faulty.is_empty() {
            show::print(&unbuilt_line(&faulty, args.draft))?;
        }
        Ok(done)
    }
}

/// Forms without a report that are named; of more there is only their number.
const NAMED: usize = 10;

/// The line that says what was not built, and the way on.
fn unbuilt_line(forms: &[String], draft: bool) -> String {
    let names = list_names(forms.iter().map(String::as_str), NAMED);
    let way = if draft {
        "改正后重新运行"
    } else {
        "改正后重新运行，或加 --draft 先生成草稿"
    };
    format!("有错误，没有生成报告：{names}；{way}\n")
}

/// The style with what the arguments ask of it.
pub(super) fn apply_page_args(
    mut style: Style,
    args: &PageArgs,
    library: &Library,
) -> Result<Style, Trouble> {
    style.page.blank_last |= args.blank_last_page;
    style.table.paging = args.tables.unwrap_or(style.table.paging);
    style.text.crlf |= args.text.crlf;
    style.text.bom |= args.text.bom;
    for name in args
        .landscape
        .iter()
        .flat_map(|names| names.split(['，', '、']))
    {
        let standards = library.all();
        let tables = standards.iter().flat_map(|standard| &standard.tables);
        let Some(table) = tables.clone().find(|table| table.key == name.trim()) else {
            let keys: BTreeSet<(&str, &str)> = tables
                .map(|table| (table.id.as_str(), table.key.as_str()))
                .collect();
            let keys: Vec<&str> = keys.into_iter().map(|(_, key)| key).collect();
            return Err(Trouble(format!(
                "没有“{name}”这张表；--landscape 后面可以写 {}",
                keys.join("、")
            )));
        };
        style
            .table
            .tables
            .entry(table.id.clone())
            .or_default()
            .landscape = true;
    }
    Ok(style)
}

/// The day of `SOURCE_DATE_EPOCH`, if it is set.
pub(super) fn source_date() -> Result<Option<Date>, Trouble> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let date = value
        .to_str()
        .and_then(|v| v.parse().ok())
        .and_then(Date::from_unix);
    date.map(Some)
        .ok_or_else(|| Trouble("环境变量 SOURCE_DATE_EPOCH 不是秒数".into()))
}

/// The forms of a run.
struct Building<'a> {
    forms: &'a [PathBuf],
    /// The forms' file names, folded.
    names: BTreeSet<String>,
    /// Those that would give reports of one name.
    clashes: Clashes,
    builder: ReportBuilder<'a>,
}

impl Work for Building<'_> {
    /// One form from its bytes to its written files.
    fn work(&self, at: usize, path: &Path) -> Worked {
        let mut built = Worked::of(path);
        if let Some(clash) = self.clashes.of(at) {
            (built.line.agency, built.line.year) = (clash.agency.clone(), clash.year);
            built.told_elsewhere = !clash.first;
            return built.with_trouble(clash.trouble(self.builder.args.output.is_some()));
        }
        match self.builder.build(path, self, &mut built) {
            Ok(()) => built,
            Err(trouble) => built.with_trouble(trouble),
        }
    }
}

impl Building<'_> {
    /// Whether a path is one of the forms.
    fn has(&self, path: &Path) -> bool {
        // Reports end otherwise than forms usually do; places are asked for only where names agree.
        if !self.names.contains(&fold_name(path)) {
            return false;
        }
        let place = place_of(path);
        self.forms.iter().any(|form| place_of(form) == place)
    }
}

fn fold_names(forms: &[PathBuf]) -> BTreeSet<String> {
    forms.iter().map(|form| fold_name(form)).collect()
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
struct ReportBuilder<'a> {
    args: &'a BuildArgs,
    workshop: &'a Workshop,
}

impl ReportBuilder<'_> {
    /// Checks a form, renders its report and writes it; what is found is in `built`
    /// even where trouble comes on the way.
    fn build(&self, path: &Path, given: &Building<'_>, built: &mut Worked) -> Result<(), Trouble> {
        let mut form = self.workshop.disk.open(path)?;
        if let Some(report) = &form.report {
            built.line.tell(report);
        }
        let finished = self.finish(path, &mut form);
        built.findings = form.findings;
        built.sources = form.sources;
        built.line.count(&built.findings);
        if let Some(finished) = finished? {
            let state = if finished.draft {
                FormState::Draft
            } else {
                FormState::Built
            };
            built.files = self.write(path, given, finished)?;
            if let Some(document) = &form.document {
                built
                    .files
                    .iter_mut()
                    .for_each(|file| tell_edits(file, document));
            }
            self.quieten(&mut built.files);
            built.line.files = built.files.iter().map(link).collect();
            built.state = state;
        }
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
        let render = || form.render_in(style, disk.fonts(), &self.args.to, drafts);
        let foreign = disk
            .font_folders()
            .map(FontFolders::agency_files)
            .unwrap_or_default();
        if foreign.is_empty() {
            return Ok(render());
        }
        // Where the program stops at somebody else's fonts, one that is broken where nobody
        // looked is the likeliest reason.
        guard(render).map_err(|_| {
            let files: Vec<String> = foreign.iter().map(|path| show_path(path)).collect();
            let way = "多半是字体文件坏了，把它移出字体文件夹再试";
            Trouble(format!("用 {} 排版时停下了；{way}", files.join("、")))
        })
    }

    /// Writes the files while no other run writes into their folder, so that all come from one run.
    fn write(
        &self,
        path: &Path,
        given: &Building<'_>,
        finished: ReportReady,
    ) -> Result<Vec<FileEntry>, Trouble> {
        let folder = self
            .args
            .output
            .as_deref()
            .unwrap_or_else(|| folder_of(path));
        let name = |format: Format| format!("{}.{}", finished.name, format.extension());
        make_folder(folder)?;
        for format in &self.args.to {
            check_writable(&folder.join(name(*format)), given)?;
        }
        let sink = Sink::open(folder, &Terminal)?
            .force(self.args.force)
            .sums(self.tells_programs());
        let mut files = sink.write_all(&finished.name, finished.rendered)?;
        let order = |file: &FileEntry| {
            self.args
                .to
                .iter()
                .position(|to| file.format == FileKind::Report(*to))
        };
        files.sort_by_key(order);
        Ok(files)
    }
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

/// Refuses targets that are folders, devices, write-protected, or a form.
fn check_writable(path: &Path, given: &Building<'_>) -> Result<(), Trouble> {
    if given.has(path) {
        let message = "是填报表，不能被报告覆盖；请换一个 --name";
        return Err(Trouble(format!("{} {message}", show_path(path))));
    }
    length_before(path)?;
    Ok(())
}

fn link(file: &FileEntry) -> Link {
    Link {
        name: file.format.name().to_owned(),
        path: file.path.clone(),
    }
}
