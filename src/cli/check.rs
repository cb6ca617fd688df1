//! `check`: read forms, apply the rules, show the findings.

use std::path::Path;

use super::args::CheckArgs;
use super::names::quoted;
use super::outcome::{Done, Trouble};
use super::reader::Reader;
use super::several::{Several, Worked};
use super::show;
use super::table::State;
use nianbao::finding::count;
use nianbao::finding::human::Sources;

pub(super) fn run(args: &CheckArgs) -> Result<Done, Trouble> {
    let reading = &args.reading;
    let reader = Reader::of(reading)?;
    let mut several = Several::find(reading)?;
    // A broken style shows in `build` at the latest; here it shows in time.
    let (style, source) = reader.style()?;
    if let Err(finding) = style {
        let sources = Sources::from([(source.name, source.text)]);
        several.reporter.add(&[*finding], &sources)?;
    }
    several.reporter.advise();
    several.work(&|_, path| check_form(&reader, path))?;
    let human = several.reporter.is_human();
    let done = several.end()?;
    if human && done == Done::Sound {
        let forms: Vec<String> = reading.forms.iter().map(|form| quoted(form)).collect();
        show::print(&format!("可以生成报告：nianbao build {}\n", forms.join(" ")))?;
    }
    Ok(done)
}

/// Reads and checks one form; of its report only what the summary shows is kept.
fn check_form(reader: &Reader<'_>, path: &Path) -> Worked {
    let mut worked = Worked::of(path);
    let form = match reader.open(path) {
        Ok(form) => form,
        Err(trouble) => return worked.troubled(trouble),
    };
    if let Some(report) = &form.report {
        worked.line.tell(report);
    }
    worked.line.count(&form.findings);
    worked.state = if count(&form.findings).0 > 0 { State::Faulty } else { State::Sound };
    (worked.findings, worked.sources) = (form.findings, form.sources);
    worked
}
