//! Many forms: a line each, and the table of all of them.

use nianbao::filing::{Filing, Refusal};
use nianbao::finding::Tally;
use nianbao::summary::{AgencyLine, workbook::workbook};
use rust_decimal::Decimal;

use crate::fault::Fault;
use crate::message::{FormLine, Said};
use crate::world::Desk;

/// What becomes of the form on the desk.
///
/// # Errors
/// When a template stands in the way.
pub(crate) fn line(desk: &Desk<'_>) -> Result<FormLine, Refusal> {
    let filing = Filing::open_any(desk, &desk.name, desk.bytes)?;
    let mut line = AgencyLine::of(&desk.name.to_string());
    line.read = true;
    line.count(&filing.findings);
    let tally = filing.tally();
    let state = match &filing.report {
        None => "读不懂",
        Some(_) if tally.errors > 0 => "有错误",
        Some(_) if tally.warnings > 0 => "有警告",
        Some(_) => "没有错误",
    };
    state.clone_into(&mut line.state);
    match &filing.report {
        Some(report) => line.tell(report),
        None => line.reason = Fault::of(filing.findings).0.message,
    }
    Ok(give(&line))
}

/// A line as the page keeps it.
fn give(line: &AgencyLine) -> FormLine {
    FormLine {
        form: line.form.clone(),
        agency: line.agency.clone(),
        year: line.year,
        state: line.state.clone(),
        reason: line.reason.clone(),
        read: line.read,
        tallies: line.tallies.iter().map(list_counts).collect(),
        figures: line
            .figures
            .iter()
            .map(|figure| show_figure(*figure))
            .collect(),
    }
}

fn list_counts(tally: &Tally) -> [usize; 5] {
    [
        tally.errors,
        tally.warnings,
        tally.hints,
        tally.waived,
        tally.caused,
    ]
}

fn show_figure(figure: Option<Decimal>) -> String {
    figure.map(|number| number.to_string()).unwrap_or_default()
}

/// The table of many forms.
///
/// # Errors
/// When the workbook cannot be written.
pub(crate) fn summary(lines: &[FormLine]) -> Result<Vec<u8>, Fault> {
    let lines: Vec<AgencyLine> = lines.iter().map(take).collect();
    match workbook(&lines) {
        Ok(bytes) => Ok(bytes),
        Err(why) => {
            let message = format!("汇总表写不出来（{why}）");
            Err(Fault(Said {
                message,
                hint: String::new(),
            }))
        }
    }
}

/// A line that the page has kept.
fn take(line: &FormLine) -> AgencyLine {
    let mut taken = AgencyLine::of(&line.form);
    taken.agency.clone_from(&line.agency);
    taken.year = line.year;
    taken.state.clone_from(&line.state);
    taken.reason.clone_from(&line.reason);
    taken.read = line.read;
    for (tally, &[errors, warnings, hints, waived, caused]) in
        taken.tallies.iter_mut().zip(&line.tallies)
    {
        *tally = Tally {
            errors,
            warnings,
            hints,
            waived,
            caused,
        };
    }
    for (figure, given) in taken.figures.iter_mut().zip(&line.figures) {
        *figure = given.parse().ok();
    }
    taken
}
