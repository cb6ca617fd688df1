//! Values of options, read from what was typed; what they may be is said where they are not.

use nianbao::export::Format;
use nianbao::report::Date;
use nianbao::style::{OfdType, Paging, PdfLevel};

pub(super) fn format(name: &str) -> Result<Format, String> {
    Format::by_name(&name.trim().to_ascii_lowercase())
        .ok_or_else(|| "只能是 docx、pdf、txt、html、ofd、fragment，用半角逗号隔开".to_owned())
}

pub(super) fn pdf_level(name: &str) -> Result<PdfLevel, String> {
    let level = PdfLevel::by_name(&name.trim().to_ascii_lowercase());
    level.ok_or_else(|| "只能是 2a、2u、3a".to_owned())
}

pub(super) fn ofd_type(name: &str) -> Result<OfdType, String> {
    OfdType::by_name(name.trim()).ok_or_else(|| "只能是 OFD-A、OFD".to_owned())
}

pub(super) fn paging(name: &str) -> Result<Paging, String> {
    Paging::by_name(name).ok_or_else(|| "只能是 fit、whole、flow".to_owned())
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "写成 2024-01-26 的样子".to_owned())
}

/// Reads the year of a report.
pub(super) fn year(text: &str) -> Result<i32, String> {
    let year: Option<i32> = text.parse().ok();
    match year {
        Some(year) if (2008..=2100).contains(&year) => Ok(year),
        Some(short) if (8..=99).contains(&short) => {
            Err(format!("年度是四位数字，写成 {}", 2000 + short))
        }
        _ => Err("年度是四位数字，如 2024".to_owned()),
    }
}
