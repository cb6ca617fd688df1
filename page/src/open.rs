//! Files opened: forms of any kind, published reports, next year's form out of last year's.

use nianbao::edit::{Wanted, next, write_next};
use nianbao::filing::{Filing, World};
use nianbao::finding::Complaint;
use nianbao::form::is_workbook;
use nianbao::form::write::blank;
use nianbao::import::is_document;
use nianbao::standard::Standard;

use crate::change::{fresh, schema_of};
use crate::fault::Fault;
use crate::look::finding_views;
use crate::message::FindingView;
use crate::world::Desk;

/// A file that was opened.
pub(crate) struct OpenedForm {
    /// The text that is worked on.
    pub bytes: Vec<u8>,
    /// What that says.
    pub filing: Filing,
    /// What was wrong on the way to it.
    pub remarks: Vec<FindingView>,
    /// Whether the text is the file itself.
    pub same: bool,
}

/// Opens the file on the desk: the text that it is, or one that says the same.
///
/// # Errors
/// When it cannot be read, with the first thing that is wrong.
pub(crate) fn open(desk: &Desk<'_>) -> Result<OpenedForm, Fault> {
    let filing = Filing::open_any(desk, &desk.name, desk.bytes)?;
    let Some(report) = &filing.report else {
        return Err(Fault::of(filing.findings));
    };
    let is_text = !is_workbook(desk.bytes)
        && !is_document(desk.bytes, desk.standards())
        && serde_json::from_slice::<serde::de::IgnoredAny>(desk.bytes).is_err();
    if is_text {
        let bytes = desk.bytes.to_vec();
        return Ok(OpenedForm {
            bytes,
            filing,
            remarks: Vec::new(),
            same: true,
        });
    }
    let bytes = fresh(report);
    let again = Filing::open(desk, &desk.name, &bytes)?;
    // What the text says by itself is told with it.
    let mut told = filing.findings.clone();
    told.retain(|finding| {
        !again
            .findings
            .iter()
            .any(|other| other.message == finding.message)
    });
    let remarks = finding_views(&filing, &told);
    Ok(OpenedForm {
        bytes,
        filing: again,
        remarks,
        same: false,
    })
}

/// A new form.
///
/// # Errors
/// When no format serves the year.
pub(crate) fn begin(desk: &Desk<'_>, agency: &str, year: i32) -> Result<Vec<u8>, Complaint> {
    let standard = standard_of(desk, year)?;
    if agency.trim().is_empty() {
        return Err(Complaint::fixed(
            "没有写机关全称",
            "写上机关全称，印在标题里",
        ));
    }
    Ok(fresh(&blank(&standard, agency.trim(), year)))
}

fn standard_of(desk: &Desk<'_>, year: i32) -> Result<std::sync::Arc<Standard>, Complaint> {
    if let Some(standard) = desk.standards().by_year(year) {
        return Ok(standard);
    }
    let message = format!("没有适用于 {year} 年度的报告格式");
    Err(Complaint::new(message, "年度报告格式自 2019 年度起施行"))
}

/// Next year's form out of last year's, which lies on the desk.
///
/// # Errors
/// As [`open`] and [`begin`].
pub(crate) fn follow(desk: &Desk<'_>) -> Result<Vec<u8>, Fault> {
    let former = Filing::open_any(desk, &desk.name, desk.bytes)?;
    let Some(subject) = former.subject() else {
        return Err(Fault::of(former.findings));
    };
    let last = subject.report;
    let standard = standard_of(desk, last.year.value + 1)?;
    let file = desk.name.to_string();
    let wanted = Wanted {
        standard: &standard,
        agency: &last.agency.value,
        year: last.year.value + 1,
        file: &file,
    };
    let next = next(&subject, wanted);
    let schema = schema_of(&next.report);
    let options = desk.terms().options;
    match write_next(
        Some(desk.bytes),
        last,
        &next,
        &schema,
        desk.standards(),
        options,
    ) {
        Ok(form) => Ok(form.bytes),
        Err(_) => Ok(fresh(&next.report)),
    }
}
