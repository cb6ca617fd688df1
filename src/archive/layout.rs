//! Where the files of a bag lie.

use super::BagFiles;
use crate::file::Format;

/// What declares a bag (RFC 8493, 2.1.1).
pub const DECLARATION: &str = "bagit.txt";
/// What the bag is, for people and programs (2.2.2).
pub(super) const INFO: &str = "bag-info.txt";
/// The file whose digest covers all others: a seal is put over it.
pub(super) const SEAL: &str = "封装摘要.txt";
/// The register of what is handed over, as text and as a workbook.
pub(super) const REGISTER: &str = "移交清单.txt";
/// The same as a workbook.
pub(super) const REGISTER_SHEET: &str = "移交清单.xlsx";
/// How somebody without this program looks whether all is as it was.
pub(super) const GUIDE: &str = "如何核对.txt";
/// Where seals and signatures are put later; what lies there is no part of the bag.
pub const SEALS: &str = "签章/";

/// What is handed over.
pub(super) const PAYLOAD: &str = "data/";
/// The form as it was filled, with what it names.
pub(super) const FORM: &str = "data/填报表/";
/// The report.
pub(super) const REPORT: &str = "data/报告/";
/// The data as JSON.
pub(super) const DATA_JSON: &str = "data/数据/data.json";
/// The data as XML.
pub(super) const DATA_XML: &str = "data/数据/data.xml";
/// What archives ask about the report.
pub(super) const METADATA: &str = "data/数据/元数据.xml";
/// What the check of the form found, for people and programs.
pub(super) const FINDINGS: &str = "data/检查结果/检查结果.txt";
/// The same as JSON.
pub(super) const FINDINGS_JSON: &str = "data/检查结果/检查结果.json";
/// What the files were made with.
pub(super) const MAKING: &str = "data/制作/制作信息.json";
/// The agency's settings.
pub(super) const SETTINGS: &str = "data/制作/设置.yaml";
/// The agency's own templates.
pub(super) const TEMPLATES: &str = "data/制作/模板/";
/// The notice of a correction.
pub(super) const NOTICE: &str = "data/更正/";

/// The formats of the report, in the order in which they are listed.
pub(super) const FORMATS: [Format; 5] = [
    Format::Docx,
    Format::Pdf,
    Format::Ofd,
    Format::Txt,
    Format::Html,
];

/// Where a format of the report lies.
pub(super) fn report_path(name: &str, format: Format) -> String {
    format!("{REPORT}{name}.{}", format.extension())
}

/// Whether a file depends on the fonts of pages: what is set on them or breaks as they do, and
/// what lists or counts such files.
pub(super) fn depends_on_fonts(path: &str) -> bool {
    is_set_report(path) || LISTING.contains(&path) || path.contains("manifest-")
}

/// The files that list or count what is set on pages.
const LISTING: [&str; 8] = [
    INFO,
    REGISTER,
    REGISTER_SHEET,
    SEAL,
    MAKING,
    METADATA,
    FINDINGS,
    FINDINGS_JSON,
];

/// Whether a file is the report in a format that is set on pages or breaks as they do.
fn is_set_report(path: &str) -> bool {
    let formats = [Format::Docx, Format::Pdf, Format::Ofd];
    let mut endings = formats
        .iter()
        .map(|format| format!(".{}", format.extension()));
    path.starts_with(REPORT) && endings.any(|ending| path.ends_with(&ending))
}

/// Whether files are a bag's.
pub fn is_bag(files: &BagFiles) -> bool {
    files.contains_key(DECLARATION)
}
