//! `check`: read forms, apply the rules, show the findings.

use std::path::Path;

use super::args::CheckArgs;
use super::outcome::{Done, Trouble};
use super::several::{Several, Work, Worked};
use super::show;
use super::table::State;
use super::wording::quoted;
use super::world::{StyleAsRead, disk_of};
use nianbao::disk::{Disk, FontFolders};
use nianbao::finding::count;
use nianbao::finding::human::Sources;

pub(super) fn run(args: &CheckArgs) -> Result<Done, Trouble> {
    let reading = &args.reading;
    let disk = disk_of(reading)?.with_fonts(FontFolders::find(args.fonts.as_deref())?);
    let mut several = Several::find(reading)?;
    // A broken style shows in `build` at the latest; here it shows in time.
    let StyleAsRead { style, source } = StyleAsRead::of(&disk)?;
    if let Err(finding) = style {
        let sources = Sources::from([(source.name, source.text)]);
        several.reporter.add(&[*finding], &sources)?;
    }
    several.reporter.advise();
    several.work(&Checking { disk: &disk })?;
    let human = several.reporter.is_human();
    let done = several.end()?;
    if human && done == Done::Sound {
        let forms: Vec<String> = reading.forms.iter().map(|form| quoted(form)).collect();
        show::print(&format!("可以生成报告：nianbao build {}\n", forms.join(" ")))?;
    }
    Ok(done)
}

/// Reads and checks forms; of a report only what the summary shows is kept.
struct Checking<'a> {
    disk: &'a Disk,
}

impl Work for Checking<'_> {
    fn work(&self, _: usize, path: &Path) -> Worked {
        let mut worked = Worked::of(path);
        let form = match self.disk.open(path) {
            Ok(form) => form,
            Err(why) => return worked.troubled(why.into()),
        };
        if let Some(report) = &form.report {
            worked.line.tell(report);
        }
        worked.line.count(&form.findings);
        worked.state = if count(&form.findings).0 > 0 { State::Faulty } else { State::Sound };
        (worked.findings, worked.sources) = (form.findings, form.sources);
        worked
    }
}
