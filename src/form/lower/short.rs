//! The values of one line outside the tables: days, yes and no, numbers, names.

use super::super::BlankCells;
use super::super::number::{self, NumberFaultKind};
use super::super::odd;
use super::super::pasted::PastedInto;
use super::super::raw::{Raw, RawNode};
use super::field::in_one_line;
use super::{Lower, shorten_typed};
use crate::finding::{Code, Complaint};
use crate::place::{Place, Placed};
use crate::report::{Date, Report, Value};
use crate::standard::{CellKind, FieldKind};

/// How a day and a moment are written.
const DAY: &str = "2024-01-26";
const MOMENT: &str = "2024-01-26 09:00";

/// How numbers begin that are called everywhere alike, without an area code.
const COMMON: [&str; 2] = ["400", "800"];

/// What a short value is taken for.
enum ShortValue {
    /// What it says.
    Taken(String),
    /// Nothing, which counts 0.
    Blank,
    /// As typed, with what is wrong.
    Refused(Code, Complaint),
}

impl Lower<'_> {
    /// Reads a value of one line.
    pub(super) fn read_short(
        &mut self,
        report: &mut Report,
        kind: &FieldKind,
        path: String,
        raw: &Raw,
    ) {
        let listed = match kind {
            FieldKind::YesNoTables => join_list(raw),
            _ => None,
        };
        let Some(text) = listed.or_else(|| raw.text()) else {
            return self.tell_wrong_shape(raw, &path, "一个值");
        };
        let text = in_one_line(text);
        let place = self.keyed(&raw.at, &path);
        let text = match self.read_value(report, kind, &path, &text, &place) {
            ShortValue::Blank => return self.take_nought(report, path, place),
            ShortValue::Taken(text) => {
                if let Some(complaint) = find_lost_zero(kind, &text) {
                    self.findings
                        .push(complaint.at(Code::Contact, place.clone()));
                }
                text
            }
            ShortValue::Refused(code, complaint) => {
                self.findings.push(
                    complaint
                        .at(code, place.clone())
                        .stated(shorten_typed(&text)),
                );
                text
            }
        };
        let text = self.cut_short(text, &place);
        report.fields.insert(path, Placed::new(text, place));
    }

    fn read_value(
        &mut self,
        report: &Report,
        kind: &FieldKind,
        path: &str,
        text: &str,
        place: &Place,
    ) -> ShortValue {
        match kind {
            FieldKind::Date => match Date::read(text) {
                Some(date) => ShortValue::Taken(date.to_string()),
                None => refuse_date(text, DAY),
            },
            FieldKind::Moment => match Date::moment(text) {
                Some(moment) => ShortValue::Taken(moment),
                None => refuse_date(text, MOMENT),
            },
            FieldKind::YesNo if !matches!(text, "是" | "否") => {
                let message = format!("“{path}”只能填“是”或“否”");
                let complaint = Complaint::new(message, "确认后填“是”或“否”");
                ShortValue::Refused(Code::Unreadable, complaint)
            }
            FieldKind::YesNoTables if report.standard.tables_named(text).is_none() => {
                let keys = report.standard.table_keys();
                let message = format!("“{path}”只能填“是”“否”，或全年是 0 的表");
                let hint = format!("表可以写：{keys}；几张表之间用“、”");
                ShortValue::Refused(Code::Unreadable, Complaint::new(message, hint))
            }
            FieldKind::Count => self.read_number(text, CellKind::Count, "件", place),
            FieldKind::Amount => self.read_number(text, CellKind::Decimal, "元", place),
            _ => {
                let text = self.pasted.read(text.to_owned(), PastedInto::Name, place);
                ShortValue::Taken(text)
            }
        }
    }

    /// A short value that should be a number.
    fn read_number(&mut self, text: &str, kind: CellKind, unit: &str, place: &Place) -> ShortValue {
        let fault = match number::read(text, kind, unit) {
            Ok(_) => return ShortValue::Taken(text.to_owned()),
            Err(fault) if self.cells => odd::suit_cell(text, fault, ""),
            Err(fault) => fault,
        };
        if fault.kind == NumberFaultKind::Blank {
            return match self.options.blank {
                BlankCells::Zero => ShortValue::Blank,
                _ => ShortValue::Refused(Code::Blank, fault.complaint),
            };
        }
        if self.options.accept_text_numbers
            && let Some(Value::Number(number)) = fault.reading
        {
            self.text_numbers.push(place.clone());
            return ShortValue::Taken(number.to_string());
        }
        ShortValue::Refused(Code::NotACount, fault.complaint)
    }
}

/// A list of names as people write it in one line.
fn join_list(raw: &Raw) -> Option<String> {
    let RawNode::List(items) = &raw.node else {
        return None;
    };
    let names: Option<Vec<String>> = items.iter().map(Raw::text).collect();
    names.map(|names| names.join("、"))
}

/// What is said of a postcode or a telephone number that has lost its first nought, as numbers in
/// cells do, or that is none.
fn find_lost_zero(kind: &FieldKind, text: &str) -> Option<Complaint> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        FieldKind::Postcode if digits && text.len() == 5 => Some(Complaint::new(
            format!("邮编“{text}”只有五位，开头的 0 多半丢了"),
            format!("核对；写成 0{text}"),
        )),
        FieldKind::Postcode if !digits || text.len() != 6 => Some(Complaint::new(
            format!("邮编“{}”不是六位数字", shorten_typed(text)),
            "核对邮编",
        )),
        FieldKind::Phone if digits && lacks_area_zero(text) => Some(Complaint::new(
            format!("电话“{text}”像是丢了区号开头的 0"),
            format!("核对；写成 0{text}，或 0512-12345678 的样子"),
        )),
        _ => None,
    }
}

/// Whether a number is as long as one with an area code, and begins as no mobile number and no
/// number that is called everywhere alike.
fn lacks_area_zero(digits: &str) -> bool {
    let is_mobile = digits.len() == 11 && digits.starts_with('1');
    let is_common = COMMON.iter().any(|start| digits.starts_with(start));
    matches!(digits.len(), 10 | 11) && !digits.starts_with('0') && !is_mobile && !is_common
}

/// What is said of a date that could not be read.
fn refuse_date(text: &str, example: &str) -> ShortValue {
    let shown = shorten_typed(text);
    let complaint = if is_written_as(text.trim(), example) {
        let message = format!("“{shown}”没有这一天或这一时刻");
        Complaint::new(message, "核对月、日和时间")
    } else {
        let message = format!("日期“{shown}”读不懂");
        Complaint::new(message, format!("写成 {example} 的样子"))
    };
    ShortValue::Refused(Code::Unreadable, complaint)
}

/// Whether a text has its digits and signs where an example has them, as 2024-02-30 has.
fn is_written_as(text: &str, example: &str) -> bool {
    let mut pairs = text.bytes().zip(example.bytes());
    text.len() == example.len()
        && pairs.all(|(a, b)| a == b || a.is_ascii_digit() && b.is_ascii_digit())
}
