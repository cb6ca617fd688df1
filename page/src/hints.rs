//! What to do, in the page's own words: the program's speak of lines of a form.

use nianbao::finding::{Code, Finding};

/// What the page says of a code in place of the program's hint.
const HINTS: [(Code, &str); 3] = [
    (
        Code::Untouched,
        "到“三张表”填各表的数；全年确实没有发生，到“基本信息”的“零申请”写“是”",
    ),
    (Code::EmptySection, "到“文字”里写这一部分；没有的写明没有"),
    (
        Code::UnusedWaiver,
        "写过理由的那一处已经改好或变了，这条理由可以撤去",
    ),
];

/// What to do about a finding.
pub(crate) fn hint(finding: &Finding) -> String {
    let own = HINTS.iter().find(|(code, _)| *code == finding.code);
    own.map_or_else(|| finding.hint.clone(), |(_, words)| (*words).to_owned())
}
