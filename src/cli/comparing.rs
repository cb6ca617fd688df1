//! Two forms that were read, compared.

use super::reader::Form;
use nianbao::compare::{Comparison, Side, compare};

/// Two forms compared; none where one of them cannot be read.
pub(super) fn compared(old: &Form<'_>, new: &Form<'_>) -> Option<Comparison> {
    Some(compare(side(old)?, side(new)?))
}

fn side<'f>(form: &'f Form<'_>) -> Option<Side<'f>> {
    Some(Side {
        report: form.report.as_ref()?,
        last: form.last.as_ref(),
        document: form.document.as_ref()?,
        findings: &form.findings,
    })
}
