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
    Ok(given(&line))
}

fn given(line: &AgencyLine) -> FormLine {
    let tally = |t: &Tally| [t.errors, t.warnings, t.hints, t.waived, t.caused];
    let figure = |figure: &Option<Decimal>| figure.map(|n| n.to_string()).unwrap_or_default();
    FormLine {
        form: line.form.clone(),
        agency: line.agency.clone(),
        year: line.year,
        state: line.state.clone(),
        reason: line.reason.clone(),
        read: line.read,
        tallies: line.tallies.iter().map(tally).collect(),
        figures: line.figures.iter().map(figure).collect(),
    }
}

/// The table of many forms.
///
/// # Errors
/// When the workbook cannot be written.
pub(crate) fn summary(lines: &[FormLine]) -> Result<Vec<u8>, Fault> {
    let lines: Vec<AgencyLine> = lines.iter().map(taken).collect();
    workbook(&lines).map_err(|why| {
        Fault(Said { message: format!("汇总表写不出来（{why}）"), hint: String::new() })
    })
}

fn taken(line: &FormLine) -> AgencyLine {
    let mut taken = AgencyLine::of(&line.form);
    taken.agency.clone_from(&line.agency);
    taken.year = line.year;
    taken.state.clone_from(&line.state);
    taken.reason.clone_from(&line.reason);
    taken.read = line.read;
    for (tally, &[errors, warnings, hints, waived, caused]) in
        taken.tallies.iter_mut().zip(&line.tallies)
    {
        *tally = Tally { errors, warnings, hints, waived, caused };
    }
    for (figure, given) in taken.figures.iter_mut().zip(&line.figures) {
        *figure = given.parse().ok();
    }
    taken
}
