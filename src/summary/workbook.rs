//! The table as a workbook: heads that stay, filters that sort, links to the files.

use std::io::{Read, Seek};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IntoExcelData, Url, Workbook,
    Worksheet, XlsxError,
};
use zip::ZipArchive;

use super::{AgencyLine, FAMILIES, FIGURES, Link, MARK};
use crate::finding::Tally;
use crate::maker::set_maker;

/// The sheet's name.
const SHEET: &str = "汇总";
/// The most files of a form that are linked, each in a column of its own.
const MAX_LINKS: usize = 4;
/// Widths of columns, in characters.
const WIDE: f64 = 34.0;
const NARROW: f64 = 9.0;
/// The longest path that Excel takes for a link.
const MAX_LINK: usize = 2_000;
/// What Excel takes for links in a sheet; files beyond it are named only.
const MAX_LINKS_OF_SHEET: usize = 60_000;

/// A column's head: what stands over several columns, and its own words.
struct ColumnHead {
    group: &'static str,
    name: String,
}

/// The workbook's bytes.
///
/// # Errors
/// When the writer refuses, with what it said.
pub fn workbook(lines: &[AgencyLine]) -> Result<Vec<u8>, String> {
    write(lines).map_err(|error| error.to_string())
}

fn write(lines: &[AgencyLine]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    let heads = heads();
    write_heads(sheet, &heads)?;
    let mut linked = 0;
    for (row, line) in (2..).zip(lines) {
        write_line(sheet, row, line, &mut linked)?;
    }
    let last = u32::try_from(lines.len())
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    sheet.autofilter(1, 0, last, column(heads.len() - 1))?;
    sheet.set_freeze_panes(2, 1)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 1)?;
    // No clock: the same run gives the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_keywords(MARK)
        .set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let mut bytes = workbook.save_to_buffer()?;
    set_maker(&mut bytes);
    Ok(bytes)
}

/// The part of a workbook that says what it is, and how much of it is read.
const PROPERTIES: &str = "docProps/core.xml";
const TELLING: u64 = 16 << 10;

/// Whether a package is such a table.
pub fn is_summary(package: impl Read + Seek) -> bool {
    let Ok(mut archive) = ZipArchive::new(package) else {
        return false;
    };
    let Ok(part) = archive.by_name(PROPERTIES) else {
        return false;
    };
    let mut text = Vec::new();
    part.take(TELLING).read_to_end(&mut text).is_ok()
        && String::from_utf8_lossy(&text).contains(MARK)
}

impl ColumnHead {
    /// A head with nothing over it.
    fn alone(name: &str) -> Self {
        Self::below("", name.to_owned())
    }

    /// One of several heads below words of their own.
    fn below(group: &'static str, name: String) -> Self {
        Self { group, name }
    }
}

fn heads() -> Vec<ColumnHead> {
    let first = ["机关", "年度", "结果", "错误", "警告", "提示"];
    let mut heads: Vec<ColumnHead> = first.map(ColumnHead::alone).into();
    for family in &FAMILIES {
        for name in ["错误", "警告"] {
            heads.push(ColumnHead::below(family.name, name.to_owned()));
        }
    }
    for figure in &FIGURES {
        heads.push(ColumnHead::below("申请", figure.head.to_owned()));
    }
    heads.push(ColumnHead::alone("填报表"));
    for number in 1..=MAX_LINKS {
        heads.push(ColumnHead::below("文件", format!("文件{number}")));
    }
    heads
}

fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00E8_EEF4)
}

fn write_heads(sheet: &mut Worksheet, heads: &[ColumnHead]) -> Result<(), XlsxError> {
    let format = head_format();
    let mut at = 0;
    while at < heads.len() {
        let group = heads[at].group;
        let count = heads[at..]
            .iter()
            .take_while(|head| head.group == group)
            .count();
        if group.is_empty() || count == 1 {
            sheet.write_string_with_format(0, column(at), group, &format)?;
            at += 1;
        } else {
            let last = column(at + count - 1);
            sheet.merge_range(0, column(at), 0, last, group, &format)?;
            at += count;
        }
    }
    for (at, head) in heads.iter().enumerate() {
        sheet.write_string_with_format(1, column(at), &head.name, &format)?;
        let wide = ["机关", "结果", "填报表"].contains(&head.name.as_str());
        sheet.set_column_width(column(at), if wide { WIDE } else { NARROW })?;
    }
    Ok(())
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    line: &AgencyLine,
    linked: &mut usize,
) -> Result<(), XlsxError> {
    let Tally {
        errors,
        warnings,
        hints,
        ..
    } = line.total();
    let mut row = SummaryRow { sheet, row, at: 0 };
    row.text(&line.agency)?;
    row.number((line.year != 0).then_some(line.year))?;
    let reason = if line.reason.is_empty() { "" } else { "：" };
    row.text(&format!("{}{reason}{}", line.state, line.reason))?;
    for count in [errors, warnings, hints] {
        row.number(line.read.then(|| number(count)))?;
    }
    for tally in &line.tallies {
        for count in [tally.errors, tally.warnings] {
            row.number((count > 0).then(|| number(count)))?;
        }
    }
    for figure in line.figures {
        row.number(figure)?;
    }
    row.text(&line.form)?;
    for file in line.files.iter().take(MAX_LINKS) {
        *linked += 1;
        row.link(file, *linked)?;
    }
    Ok(())
}

/// A row that is written from left to right.
struct SummaryRow<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
    at: usize,
}

impl SummaryRow<'_> {
    /// The next column.
    fn next(&mut self) -> u16 {
        self.at += 1;
        column(self.at - 1)
    }

    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let at = self.next();
        self.sheet.write_string(self.row, at, text)?;
        Ok(())
    }

    /// A number; without one the cell stays empty.
    fn number(&mut self, number: Option<impl IntoExcelData>) -> Result<(), XlsxError> {
        let at = self.next();
        if let Some(number) = number {
            self.sheet.write(self.row, at, number)?;
        }
        Ok(())
    }

    /// A link to a file; its name alone where Excel takes no more links. `linked` counts the files
    /// of the sheet so far.
    fn link(&mut self, file: &Link, linked: usize) -> Result<(), XlsxError> {
        if linked > MAX_LINKS_OF_SHEET || file.path.len() > MAX_LINK {
            return self.text(&file.name);
        }
        let at = self.next();
        let url = Url::new(format!("file:///{}", file.path)).set_text(&file.name);
        self.sheet.write_url(self.row, at, url)?;
        Ok(())
    }
}

/// A count as the writer takes it; far below where that loses digits.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_line_stands_in_its_columns() {
        let mut line = AgencyLine::of("表/甲.yaml");
        (line.agency, line.year, line.state) = ("甲局".into(), 2023, "已生成".into());
        line.read = true;
        line.tallies[1].errors = 2;
        line.figures[0] = Some(793.into());
        line.files = vec![Link {
            name: "pdf".into(),
            path: "报告/甲局.pdf".into(),
        }];
        let bytes = workbook(&[line, AgencyLine::of("坏.yaml")]).expect("a workbook");
        assert!(is_summary(Cursor::new(&bytes)) && !is_summary(Cursor::new(b"PK")));
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let sheet = book.worksheet_range(SHEET).expect("the sheet");
        let cell = |row, column| {
            sheet
                .get_value((row, column))
                .cloned()
                .unwrap_or(Data::Empty)
        };
        assert_eq!(cell(2, 0), Data::String("甲局".into()));
        assert_eq!(
            (cell(2, 3), cell(2, 8)),
            (Data::Float(2.0), Data::Float(2.0))
        );
        assert_eq!(cell(1, 18), Data::String("新收".into()));
        assert_eq!(cell(2, 18), Data::Float(793.0));
        assert_eq!(cell(2, 21), Data::String("表/甲.yaml".into()));
        assert_eq!(cell(2, 22), Data::String("pdf".into()));
        assert_eq!(cell(3, 21), Data::String("坏.yaml".into()));
    }
}
