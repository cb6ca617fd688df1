//! Two forms that were read, compared.

use nianbao::compare::{Comparison, Side, compare};
use nianbao::filing::Filing;

/// Two forms compared; none where one of them cannot be read.
pub(super) fn compared(old: &Filing, new: &Filing) -> Option<Comparison> {
    Some(compare(side(old)?, side(new)?))
}

fn side(form: &Filing) -> Option<Side<'_>> {
    Some(Side {
        report: form.report.as_ref()?,
        last: form.related.last.as_ref(),
        document: form.document.as_ref()?,
        findings: &form.findings,
    })
}
