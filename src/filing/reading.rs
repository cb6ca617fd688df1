//! Forms and published reports as they are read: which of the two a file is, its bytes tell.

use super::{Beside, Name, World};
#[cfg(feature = "readback")]
use crate::finding::{Code, Finding};
use crate::form::{self, Attached, Reading};
#[cfg(feature = "readback")]
use crate::place::Place;

/// Reads a form; what is a finished report is told as such.
pub(super) fn read_form(world: &dyn World, name: &Name, bytes: &[u8]) -> Reading {
    #[cfg(feature = "readback")]
    if crate::import::is_document(bytes, world.standards()) {
        return refuse_finished(name);
    }
    let beside = Beside { world, form: name };
    let options = world.terms().options;
    form::read_with(
        &name.to_string(),
        bytes,
        world.standards(),
        options,
        &beside,
    )
}

/// What is told of a finished report where a form is asked for.
#[cfg(feature = "readback")]
fn refuse_finished(name: &Name) -> Reading {
    let file = name.to_string().into();
    let finding = Finding::new(
        Code::Unreadable,
        "这是做好的报告，不是填报表",
        Place::file(&file),
    );
    let hint = "先用 nianbao import 变成填报表";
    Reading {
        report: None,
        findings: vec![finding.hint(hint)],
        source: "".into(),
    }
}

/// Reads a form, or a report that somebody has published. `attached` is what a form names.
pub(super) fn read_any(
    world: &dyn World,
    name: &Name,
    bytes: &[u8],
    attached: &dyn Attached,
) -> Reading {
    let (file, library, options) = (name.to_string(), world.standards(), world.terms().options);
    #[cfg(feature = "readback")]
    {
        use crate::import::{Given, is_document, open};
        if is_document(bytes, library) {
            return open(&file, bytes, &Given::default(), library, options);
        }
    }
    let reading = form::read_with(&file, bytes, library, options, attached);
    #[cfg(feature = "readback")]
    if form::is_workbook(bytes) && names_nobody(&reading) {
        let given = crate::import::Given::default();
        let pasted = crate::import::open(&file, bytes, &given, library, options);
        if pasted.report.is_some() && !names_nobody(&pasted) {
            return pasted;
        }
    }
    reading
}

/// Whether a form says neither whose it is nor of which year: perhaps it is a whole report that
/// was pasted into a workbook.
#[cfg(feature = "readback")]
fn names_nobody(reading: &Reading) -> bool {
    match &reading.report {
        Some(report) => report.agency.value.is_empty() && report.year.value == 0,
        None => true,
    }
}
