//! `build` and `watch`: forms checked, their reports written.

use std::path::Path;

use super::args::BuildArgs;
use super::page_style::{apply_page_args, source_date};
use super::report_builder::{FormsGiven, ReportBuilder};
use super::several::{Several, Work, Worked};
use super::show;
use super::survey::{Clashes, find_clashes};
use super::wording::list_names;
use super::world::{StyleAsRead, disk_of};
use super::{Done, Trouble};
use nianbao::disk::{Disk, FontFolders};
use nianbao::filing::World;
use nianbao::finding::human::Sources;
use nianbao::report::Date;

/// Checks the forms and writes their reports; shows what it finds as it goes.
pub(super) fn build(args: &BuildArgs) -> Result<Done, Trouble> {
    Workshop::open(args)?.build(args)
}

/// What forms are built with, opened once: standards, templates, the style and fonts.
pub(super) struct Workshop {
    pub disk: Disk,
    pub style: StyleAsRead,
    /// The day of files whose forms name none.
    pub fallback: Option<Date>,
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
        let forms = several.forms.clone();
        let builder = ReportBuilder {
            args,
            workshop: self,
            given: FormsGiven::new(&forms),
        };
        several.work(&Building { clashes, builder })?;
        let left_out = disk.font_folders().map_or(&[][..], FontFolders::faults);
        several.reporter.add(left_out, &Sources::new())?;
        let human = several.reporter.is_human();
        let faulty = std::mem::take(&mut several.faulty);
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

/// The forms of a run.
struct Building<'a> {
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
        match self.builder.build(path, &mut built) {
            Ok(()) => built,
            Err(trouble) => built.with_trouble(trouble),
        }
    }
}
