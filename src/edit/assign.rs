//! What somebody asks for as `位置=值`, made in a report.

use std::cmp::Reverse;

use crate::finding::{Complaint, nearest};
use crate::form::characters::clean;
use crate::form::lower::{MAX_NOTE, MAX_SHORT};
use crate::form::number;
use crate::report::keys::{self, Key};
use crate::report::{Date, Report, Value};
use crate::standard::{AGENCY, CellId, CellKind, FORMAT, Field, FieldKind, Standard, YEAR};

/// The key of a cell's note.
const NOTE: &str = "注";

/// A value that is asked for, at a path of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment<'a> {
    /// The path, as the form's keys name it.
    pub path: &'a str,
    /// The value; empty to take away what may be left out.
    pub value: &'a str,
}

impl<'a> Assignment<'a> {
    /// Reads `位置=值`.
    ///
    /// # Errors
    /// Where there is no equals sign.
    pub fn read(text: &'a str) -> Result<Self, Complaint> {
        let Some((path, value)) = text.split_once(['=', '＝']) else {
            let message = format!("“{text}”里没有等号");
            return Err(Complaint::new(message, "写成 申请.新收.自然人=771 的样子"));
        };
        Ok(Self {
            path: path.trim(),
            value: value.trim(),
        })
    }
}

/// Gives several values. Paragraphs are counted as they stood before any of them was changed.
///
/// # Errors
/// As [`assign`]; also where a path is given twice.
pub fn assign_all(report: &mut Report, values: &[Assignment<'_>]) -> Result<(), Complaint> {
    for (at, Assignment { path, .. }) in values.iter().enumerate() {
        if values[..at].iter().any(|earlier| earlier.path == *path) {
            return Err(Complaint::new(format!("“{path}”写了两次"), ""));
        }
    }
    let standard = report.standard.clone();
    let mut ordered = values.to_vec();
    // From the last paragraph to the first, so that none is moved by what goes or comes before it.
    ordered.sort_by_key(|assignment| Reverse(paragraph_of(&standard, assignment.path)));
    for Assignment { path, value } in ordered {
        assign(report, path, value)?;
    }
    Ok(())
}

/// Which paragraph of a text a path names, from 1; 0 where it names none.
fn paragraph_of(standard: &Standard, path: &str) -> usize {
    let text = text_of(standard, path);
    text.and_then(|text| text.paragraph).unwrap_or_default()
}

/// Gives the value at a path of the form, as the form's keys name it: a cell (`申请.新收.自然人`),
/// its note (`….注`), a row (`申请.新收`, its columns parted by commas), a short value
/// (`联系.电话`), a text (`总体情况`) or one of its paragraphs (`总体情况.3`). An empty value takes
/// away what may be left out.
///
/// # Errors
/// What is wrong with the path or the value.
pub fn assign(report: &mut Report, path: &str, value: &str) -> Result<(), Complaint> {
    let value = &value.replace("\r\n", "\n").replace('\r', "\n");
    if !clean(&"".into(), value.clone()).findings.is_empty() {
        let message = format!("“{path}”的值里有看不见或印不出的字符");
        return Err(Complaint::new(message, "删去它，再重打前后的字"));
    }
    let standard = report.standard.clone();
    match keys::key(&standard, path) {
        Some(Key::Cell(id)) => return set_cell(report, id, value),
        Some(Key::Value(key)) => return set_field(report, key.field, path, value),
        Some(Key::Records(_)) => {
            let message = format!("“{path}”有几条，请在填报表里改");
            return Err(Complaint::new(message, ""));
        }
        Some(Key::Text(_)) | None => {}
    }
    if let Some(text) = text_of(&standard, path) {
        return set_text(report, &text, value);
    }
    if let Some(noted) = path.strip_suffix(NOTE)
        && let Some(noted) = noted.strip_suffix('.')
        && let Some(id) = standard.cell_by_path(noted)
    {
        return set_note(report, id, value);
    }
    match row_of(&standard, path) {
        Some(first) => set_row(report, &standard, first, value),
        None => Err(tell_unknown(&standard, path)),
    }
}

/// The first cell of the row that a path names; none where it names none, or several.
fn row_of(standard: &Standard, path: &str) -> Option<CellId> {
    let inside = format!("{path}.");
    let mut row = standard
        .cells()
        .filter(|id| is_column_in(&standard.path(*id), &inside));
    let first = row.next()?;
    row.all(|id| (id.part, id.row) == (first.part, first.row))
        .then_some(first)
}

/// Whether a path is that of a column in a row, by the row's path with a point behind it.
fn is_column_in(path: &str, row: &str) -> bool {
    match path.strip_prefix(row) {
        Some(column) => !column.contains('.'),
        None => false,
    }
}

fn set_cell(report: &mut Report, id: CellId, value: &str) -> Result<(), Complaint> {
    let path = report.standard.path(id);
    let part = report.standard.part(id);
    if value.is_empty() && report.standard.is_total(id) {
        report.cell_mut(id).value = Value::Unstated;
        return Ok(());
    }
    let read = number::read(value, part.kind(id.column), &part.unit)
        .map_err(|fault| tell_of(&path, fault.complaint))?;
    // 660.380 is 660.38: one number has one writing.
    report.cell_mut(id).value = match read {
        Value::Number(number) => Value::Number(number.normalize()),
        other => other,
    };
    Ok(())
}

fn set_note(report: &mut Report, id: CellId, value: &str) -> Result<(), Complaint> {
    let path = report.standard.path(id);
    let note = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if note.chars().count() > MAX_NOTE {
        let message = format!("“{path}”的说明最多 {MAX_NOTE} 个字");
        return Err(Complaint::new(message, "长的写到“说明”里，印在表的下面"));
    }
    if !note.is_empty() && report.cell(id).value == Value::Unstated {
        let message = format!("“{path}”没有写数，由程序计算，不能加说明");
        return Err(Complaint::new(message, "先写上它的数"));
    }
    report.cell_mut(id).note = Some(note).filter(|note| !note.is_empty());
    Ok(())
}

/// Gives all columns of a row: as many as it has, with or without its total.
fn set_row(
    report: &mut Report,
    standard: &Standard,
    first: CellId,
    value: &str,
) -> Result<(), Complaint> {
    let leaves = &standard.part(first).columns.leaves;
    let needed: Vec<usize> = (0..leaves.len())
        .filter(|&column| leaves[column].total.is_none())
        .collect();
    let inside = value.trim().trim_start_matches('[').trim_end_matches(']');
    let mut values: Vec<&str> = inside.split([',', '，']).map(str::trim).collect();
    // As in the form, a single 0 is a row of noughts.
    if values == ["0"] {
        values = vec!["0"; needed.len()];
    }
    if values.len() != needed.len() && values.len() != leaves.len() {
        let keys: Vec<&str> = needed.iter().map(|&column| leaves[column].key()).collect();
        let message = format!(
            "这一行要 {} 个数，用逗号隔开：{}",
            needed.len(),
            keys.join("、")
        );
        return Err(Complaint::new(message, ""));
    }
    let columns: Vec<usize> = if values.len() == leaves.len() {
        (0..leaves.len()).collect()
    } else {
        needed
    };
    for (column, value) in columns.into_iter().zip(values) {
        set_cell(report, CellId { column, ..first }, value)?;
    }
    Ok(())
}

/// A text's path, and which of its paragraphs, from 1.
struct TextPath {
    path: String,
    paragraph: Option<usize>,
}

/// The text that a path names, if it names one.
fn text_of(standard: &Standard, path: &str) -> Option<TextPath> {
    if let Some(Key::Text(path)) = keys::key(standard, path) {
        return Some(TextPath {
            path,
            paragraph: None,
        });
    }
    let (text, number) = path.rsplit_once('.')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    let Some(Key::Text(path)) = keys::key(standard, text) else {
        return None;
    };
    Some(TextPath {
        path,
        paragraph: Some(number),
    })
}

fn set_text(report: &mut Report, to: &TextPath, value: &str) -> Result<(), Complaint> {
    let new = value.lines().map(str::to_owned);
    let Some(number) = to.paragraph else {
        report.state_text(&to.path, &new.collect::<Vec<_>>());
        return Ok(());
    };
    let mut lines: Vec<String> = report.paragraphs(&to.path).map(str::to_owned).collect();
    if number > lines.len() + 1 {
        let message = format!("“{}”只有 {} 段，没有第 {number} 段", to.path, lines.len());
        return Err(Complaint::new(message, ""));
    }
    let end = number.min(lines.len());
    lines.splice(number - 1..end, new);
    report.state_text(&to.path, &lines);
    Ok(())
}

/// How days, moments and years are written.
const DATE: Complaint = Complaint::fixed("日期写成 2024-01-26 的样子", "");
const MOMENT: Complaint = Complaint::fixed("时间写成 2024-01-26 09:00 的样子", "");
const YEARS: Complaint = Complaint::fixed("年度是四位数字，如 2023", "");

fn set_field(report: &mut Report, field: &Field, path: &str, value: &str) -> Result<(), Complaint> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if path == FORMAT {
        let hint = "用 nianbao new --from 生成另一种格式的填报表";
        return Err(Complaint::fixed("格式不能这样改", hint));
    }
    if value.is_empty() {
        if matches!(path, AGENCY | YEAR) {
            return Err(Complaint::new(format!("“{path}”不能为空"), ""));
        }
        report.state(path, None);
        return Ok(());
    }
    if value.chars().count() > MAX_SHORT {
        return Err(Complaint::new(format!("“{path}”最多 {MAX_SHORT} 个字"), ""));
    }
    let read = match field.kind {
        FieldKind::Date => Date::read(&value).ok_or(DATE)?.to_string(),
        FieldKind::Moment => Date::moment(&value).ok_or(MOMENT)?,
        FieldKind::YesNo if !matches!(value.as_str(), "是" | "否") => {
            return Err(Complaint::new(format!("“{path}”只能填“是”或“否”"), ""));
        }
        FieldKind::YesNoTables if report.standard.tables_named(&value).is_none() => {
            let keys = report.standard.table_keys();
            let message = format!("“{path}”只能填“是”“否”，或全年是 0 的表：{keys}");
            return Err(Complaint::new(message, ""));
        }
        FieldKind::Year if !is_year(&value) => return Err(YEARS),
        FieldKind::Count => check_number(path, value, CellKind::Count, "件")?,
        FieldKind::Amount => check_number(path, value, CellKind::Decimal, "元")?,
        _ => value,
    };
    report.state(path, Some(&read));
    Ok(())
}

fn is_year(text: &str) -> bool {
    match text.parse::<i32>() {
        Ok(year) => text.len() == 4 && (2008..=2100).contains(&year),
        Err(_) => false,
    }
}

/// A value that must be a number, as it is written.
fn check_number(
    path: &str,
    value: String,
    kind: CellKind,
    unit: &str,
) -> Result<String, Complaint> {
    match number::read(&value, kind, unit) {
        Ok(_) => Ok(value),
        Err(fault) => Err(tell_of(path, fault.complaint)),
    }
}

/// A complaint about the value of a path.
fn tell_of(path: &str, complaint: Complaint) -> Complaint {
    Complaint::new(format!("“{path}”：{}", complaint.message), complaint.hint)
}

/// That there is no such path, and what was probably meant.
fn tell_unknown(standard: &Standard, path: &str) -> Complaint {
    let known = keys::paths(standard);
    // What goes on from here is told before what only looks alike.
    let inside = format!("{path}.");
    let mut below: Vec<&str> = known.iter().map(String::as_str).collect();
    below.retain(|name| name.starts_with(&inside));
    if !below.is_empty() {
        below.truncate(3);
        let names = below.join("、");
        return Complaint::new(format!("“{path}”不是一格，要写到具体的格，如 {names}"), "");
    }
    let hint = match nearest(path, known.iter().map(String::as_str)) {
        Some(near) => format!("是不是“{near}”？"),
        None => "位置照填报表里的名称一级一级写，如 申请.新收.自然人".to_owned(),
    };
    Complaint::new(format!("填报表里没有“{path}”"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::changes::{Change, changes};
    use crate::testing::{CLEAN, report};

    fn check(path: &str, value: &str, expected: &str) {
        let old = report(CLEAN);
        let mut new = old.clone();
        let shown = if let Err(complaint) = assign(&mut new, path, value) {
            format!("!{complaint}")
        } else {
            let shown: Vec<String> = changes(&old, &new).into_iter().map(show).collect();
            shown.join(" ")
        };
        assert_eq!(shown, expected, "{path}={value}");
    }

    fn show(change: Change) -> String {
        match change {
            Change::Cell(c) => format!("{}={}", c.path, c.printed_new),
            Change::Value { path, new, .. } => format!("{path}={}", new.unwrap_or_default()),
            Change::Text { path, old, new } => format!("{path}:{}→{}", old.len(), new.len()),
            Change::Records { path, .. } => path,
        }
    }

    #[test]
    fn what_may_be_given() {
        check(
            "申请.新收.自然人",
            "771",
            "申请.新收.自然人=771 申请.新收.总计=790",
        );
        check(
            "申请.结转下年度",
            "45,0,0,0,0,0",
            "申请.结转下年度.自然人=45 申请.结转下年度.总计=45",
        );
        check("主动公开.行政许可", "1", "主动公开.行政许可=1");
        check(
            "申请.新收.自然人.注",
            "含补正2件",
            "申请.新收.自然人=770（含补正2件）",
        );
        check("联系.电话", "0512-1", "联系.电话=0512-1");
        check("成文日期", "2024年2月1日", "成文日期=2024-02-01");
        check("成文日期", "", "成文日期=");
        check("总体情况.2", "新的一段", "总体情况:11→11");
        check("总体情况.12", "新的一段", "总体情况:11→12");
        check("说明.申请", "一段\n又一段", "说明.申请:0→2");
        let mut new = report(CLEAN);
        let asked = ["总体情况.2=", "总体情况.3=甲", "总体情况.12=乙"];
        assign_all(&mut new, &asked.map(|text| Assignment::read(text).unwrap())).unwrap();
        let lines: Vec<&str> = new.texts["总体情况"]
            .iter()
            .map(|line| line.value.as_str())
            .collect();
        assert_eq!((lines[1], lines[10], lines.len()), ("甲", "乙", 11));
        let twice = ["索引号=1", "索引号=2"].map(|text| Assignment::read(text).unwrap());
        assert!(assign_all(&mut new, &twice).is_err());
    }

    #[test]
    fn what_is_refused() {
        check(
            "申请.新收",
            "1,2",
            "!这一行要 6 个数，用逗号隔开：\
             自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他",
        );
        check(
            "申请.新手.自然人",
            "1",
            "!填报表里没有“申请.新手.自然人”；是不是“申请.新收.自然人”？",
        );
        check(
            "申请.办理结果",
            "1",
            "!“申请.办理结果”不是一格，要写到具体的格，如 申请.办理结果.予以公开.自然人、\
             申请.办理结果.予以公开.商业企业、申请.办理结果.予以公开.科研机构",
        );
        check("年度", "二三", "!年度是四位数字，如 2023");
        check(
            "零申请",
            "1",
            "!“零申请”只能填“是”“否”，或全年是 0 的表：主动公开、申请、复议诉讼",
        );
        check(
            "格式",
            "2019",
            "!格式不能这样改；用 nianbao new --from 生成另一种格式的填报表",
        );
        check("总体情况.20", "甲", "!“总体情况”只有 11 段，没有第 20 段");
        let mut new = report(CLEAN);
        assert!(assign(&mut new, "申请.新收.自然人", "12件").is_err());
        assert!(assign(&mut new, "申请.新收.自然人", "").is_err());
    }
}
