//! Changes of a form, one after the other; its text changes where it must and nowhere else.

use nianbao::edit::{assign, bind, proposals, revise};
use nianbao::filing::{Beside, Filing, Refusal, World};
use nianbao::finding::Complaint;
use nianbao::form::read_with;
use nianbao::form::write::yaml;
use nianbao::place::Placed;
use nianbao::report::{Record, Report, Value};
use nianbao::standard::{LEDGER, REQUEST_KEYS};

use crate::message::{Edit, EditRefused};
use crate::world::Desk;

/// The form's key of the waivers.
pub(crate) const WAIVERS: &str = "豁免";

/// What is kept of something that was typed where a number should be.
const MAX_TYPED: usize = 40;

/// A form that was changed.
pub(crate) struct ChangedForm {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was not taken.
    pub refused: Vec<EditRefused>,
    /// Whether its text was written anew.
    pub rewritten: bool,
}

/// Makes changes in the form on the desk.
///
/// # Errors
/// When the form cannot be read, so that nothing can be changed in it.
pub(crate) fn change(desk: &Desk<'_>, edits: &[Edit]) -> Result<ChangedForm, Refusal> {
    let old = read_only(desk)?;
    let mut new = old.clone();
    let mut refused = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        if let Err(complaint) = make(edit, desk, &mut new) {
            refused.push(EditRefused {
                at,
                complaint: complaint.into(),
            });
        }
    }
    if new.says_same(&old) {
        return Ok(ChangedForm {
            bytes: desk.bytes.to_vec(),
            refused,
            rewritten: false,
        });
    }
    let revised = revise(
        desk.bytes,
        &old,
        &new,
        desk.standards(),
        desk.terms().options,
    );
    let rewritten = revised.is_err();
    let bytes = revised.unwrap_or_else(|_| fresh(&new));
    Ok(ChangedForm {
        bytes,
        refused,
        rewritten,
    })
}

/// What the form on the desk says, unchecked: who types does not wait for two checks.
fn read_only(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let beside = Beside {
        world: desk,
        form: &desk.name,
    };
    let name = desk.name.to_string();
    let reading = read_with(
        &name,
        desk.bytes,
        desk.standards(),
        desk.terms().options,
        &beside,
    );
    reading.report.ok_or(Refusal::Unreadable)
}

/// The text of a form that is written from its beginning.
pub(crate) fn fresh(report: &Report) -> Vec<u8> {
    yaml(report, &schema_of(report)).into_bytes()
}

/// The JSON Schema's file as a form names it.
pub(crate) fn schema_of(report: &Report) -> String {
    format!("form-{}.json", report.standard.format)
}

fn make(edit: &Edit, desk: &Desk<'_>, report: &mut Report) -> Result<(), Complaint> {
    match edit {
        Edit::Set { path, value } => set(report, path, value),
        Edit::Write { path, paragraphs } => assign(report, path, &paragraphs.join("\n")),
        Edit::Waive {
            rule,
            path,
            value,
            reason,
        } => {
            let given = [
                ("规则", rule),
                ("位置", path),
                ("值", value),
                ("理由", reason),
            ];
            waive(
                report,
                reason,
                given.map(|(key, value)| GivenValue { key, value }),
            )
        }
        Edit::Unwaive { at } => {
            let waivers = report.records.entry(WAIVERS.to_owned()).or_default();
            if *at < waivers.len() {
                waivers.remove(*at);
            }
            Ok(())
        }
        Edit::Bind => {
            bind_all(desk, report);
            Ok(())
        }
        Edit::Ledger { requests } => {
            keep_ledger(report, requests);
            Ok(())
        }
    }
}

/// Makes placeholders of the numbers that the form on the desk surely tells of its tables.
fn bind_all(desk: &Desk<'_>, report: &mut Report) {
    let filing = Filing::open(desk, &desk.name, desk.bytes);
    if let Some(narrative) = filing.ok().and_then(|filing| filing.narrative) {
        *report = bind(report, &proposals(&narrative));
    }
}

/// Gives a value. A cell that is left empty is blank, whatever else would be asked there, and what
/// is no number stands there as it was typed: the form never keeps an earlier number in its place.
fn set(report: &mut Report, path: &str, value: &str) -> Result<(), Complaint> {
    let cell = report.standard.cell_by_path(path);
    let Some(id) = cell else {
        return assign(report, path, value);
    };
    if value.is_empty() && !report.standard.is_total(id) {
        let cell = report.cell_mut(id);
        (cell.value, cell.note) = (Value::Blank(String::new()), None);
    } else if assign(report, path, value).is_err() {
        let typed: String = value
            .chars()
            .filter(|c| !c.is_control())
            .take(MAX_TYPED)
            .collect();
        let cell = report.cell_mut(id);
        (cell.value, cell.note) = (Value::Text(typed), None);
    }
    Ok(())
}

/// A value of an item of a list.
struct GivenValue<'v> {
    key: &'static str,
    value: &'v str,
}

/// Lets a finding stand for a reason, which is one of the values.
fn waive(report: &mut Report, reason: &str, values: [GivenValue<'_>; 4]) -> Result<(), Complaint> {
    if reason.trim().is_empty() {
        return Err(Complaint::fixed("没有写理由", "写明为什么不用改"));
    }
    let record = record(report, &values);
    report
        .records
        .entry(WAIVERS.to_owned())
        .or_default()
        .push(record);
    Ok(())
}

/// Keeps the requests of a ledger, but for rows in which nothing stands.
fn keep_ledger(report: &mut Report, requests: &[Vec<String>]) {
    let mut records = Vec::new();
    for row in requests {
        let given = REQUEST_KEYS.into_iter().zip(row);
        let values: Vec<_> = given
            .map(|(key, value)| GivenValue {
                key,
                value: value.trim(),
            })
            .collect();
        if row.iter().any(|value| !value.trim().is_empty()) {
            records.push(record(report, &values));
        }
    }
    if records.is_empty() {
        report.records.remove(LEDGER);
    } else {
        report.records.insert(LEDGER.to_owned(), records);
    }
}

/// An item of a list of these values, but for empty ones; its place is of no use, as nobody typed
/// it there.
fn record(report: &Report, values: &[GivenValue<'_>]) -> Record {
    let place = &report.agency.place;
    let given = values.iter().filter(|given| !given.value.is_empty());
    given
        .map(|given| {
            (
                given.key,
                Placed::new(given.value.to_owned(), place.clone()),
            )
        })
        .collect()
}
