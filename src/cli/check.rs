//! `check`: read forms, apply the rules, show the findings.

use std::path::Path;

use super::args::CheckArgs;
use super::inputs;
use super::reader::Reader;
use super::reporter::Reporter;
use super::show::{self, named};
use super::summary::Summary;
use super::table::{Row, State};
use super::{Done, Trouble, batch};
use nianbao::finding::human::Sources;
use nianbao::finding::{Finding, Tally, count};
use nianbao::summary::AgencyLine;

/// What checking one form gave.
struct Checked {
    findings: Vec<Finding>,
    sources: Sources,
    line: AgencyLine,
    trouble: Option<Trouble>,
}

pub(super) fn run(args: &CheckArgs) -> Result<Done, Trouble> {
    let reading = &args.reading;
    let reader = Reader::of(reading)?;
    let forms = inputs::forms(&reading.forms, &reading.others())?;
    let mut summary = Summary::find(reading.summary.as_deref())?;
    let mut reporter = Reporter::new(reading.how.format, forms.len() > 1);
    // A broken style shows in `build` at the latest; here it shows in time.
    let (style, source) = reader.style()?;
    if let Err(finding) = style {
        reporter.add(&[*finding], &Sources::from([(source.name, source.text)]))?;
    }
    reporter.advise();
    reporter.expect(forms.len());
    let ended =
        batch::run(forms.len(), &|at| check_form(&reader, &forms[at]), &mut |at, result| {
            let form = named(&forms[at]);
            let Some(checked) = reporter.survived(&form, result) else {
                summary.add(AgencyLine::of(&form), State::Crashed);
                return Ok(());
            };
            reporter.add(&checked.findings, &checked.sources)?;
            let state = match checked.trouble {
                Some(trouble) => {
                    reporter.trouble(&form, trouble);
                    State::Troubled
                }
                None if count(&checked.findings).0 > 0 => State::Faulty,
                None => State::Sound,
            };
            reporter.row(Row { form, tally: Tally::of(&checked.findings), state });
            summary.add(checked.line, state);
            Ok(())
        })?;
    let human = reporter.is_human();
    reporter.files(summary.write()?)?;
    let done = reporter.done(ended);
    reporter.end(ended)?;
    if human && done == Done::Sound {
        let forms = reading.forms.iter().map(|form| named(form)).collect::<Vec<_>>().join(" ");
        show::print(&format!("可以生成报告：nianbao build {forms}\n"))?;
    }
    Ok(done)
}

/// Reads and checks one form; of its report only what the summary shows is kept.
fn check_form(reader: &Reader<'_>, path: &Path) -> Checked {
    let mut line = AgencyLine::of(&named(path));
    match reader.open(path) {
        Ok(form) => {
            if let Some(report) = &form.report {
                line.tell(report);
            }
            line.count(&form.findings);
            let sources = form.sources;
            Checked { findings: form.findings, sources, line, trouble: None }
        }
        Err(trouble) => {
            Checked { findings: Vec::new(), sources: Sources::new(), line, trouble: Some(trouble) }
        }
    }
}
