//! A cell of the form: a number, a blank, or what is told of anything else.

use super::super::BlankCells;
use super::super::number::{self, NumberFault, NumberFaultKind};
use super::super::odd;
use super::super::raw::{Entry, Raw, RawNode};
use super::Lower;
use crate::finding::{Code, Complaint, Finding};
use crate::report::{Cell, Report, Value, shortened};
use crate::standard::CellId;

/// Characters of a note that a cell of the printed table can hold.
pub(crate) const MAX_NOTE: usize = 40;
/// Characters of what was typed that are kept.
const MAX_TYPED: usize = 200;
/// The keys of a cell with a note.
pub(super) const NUMBER: &str = "值";
const NOTE: &str = "注";

impl Lower<'_> {
    /// Reads one cell; gives its id back when it is blank.
    pub(super) fn read_cell(
        &mut self,
        report: &mut Report,
        id: CellId,
        raw: &Raw,
    ) -> Option<CellId> {
        report.cell_mut(id).place = self.place(&raw.at);
        let mut raw = raw;
        if let RawNode::Map(entries) = &raw.node {
            let Some(number) = self.read_noted(report, id, entries) else {
                let hint = format!("填一个数，或 {{{NUMBER}: 22, {NOTE}: 其中修订16件}}");
                let complaint = Complaint::new("这一格写法不对", hint);
                self.tell_no_number(report, id, complaint, "");
                return None;
            };
            raw = number;
        }
        let part = report.standard.part(id);
        let (kind, unit) = (part.kind(id.column), part.unit.as_str());
        let text = raw.text().unwrap_or_default();
        let read = match &raw.node {
            RawNode::Reported => return None,
            RawNode::Null => return self.take_blank(report, id, "").then_some(id),
            RawNode::Scalar(_) => number::read(&text, kind, unit),
            RawNode::Odd(shown, odd) => {
                odd::read(shown, odd, kind, unit, &report.standard.path(id))
            }
            RawNode::List(_) | RawNode::Map(_) => {
                let complaint = Complaint::fixed("这一格里不是一个数", "一格只填一个数");
                self.tell_no_number(report, id, complaint, "");
                return None;
            }
        };
        match read {
            Ok(value) => {
                report.cell_mut(id).value = value;
                None
            }
            Err(fault) if fault.kind == NumberFaultKind::Blank => {
                self.take_blank(report, id, text.trim()).then_some(id)
            }
            Err(fault) => {
                self.take_fault(report, id, raw, text, fault);
                None
            }
        }
    }

    /// Keeps what stands in a cell in place of a number, and tells of it.
    fn take_fault(
        &mut self,
        report: &mut Report,
        id: CellId,
        raw: &Raw,
        text: String,
        fault: NumberFault,
    ) {
        if self.options.accept_text_numbers
            && let Some(reading) = fault.reading
        {
            self.text_numbers.push(report.place(id));
            report.cell_mut(id).value = reading;
        } else if fault.kind == NumberFaultKind::Typed {
            // A pasted table has many in a row: they are told together.
            report.cell_mut(id).value = Value::Text(text);
            self.typed.push(id);
        } else {
            let typed = match &raw.node {
                RawNode::Odd(shown, _) => shown,
                _ => &text,
            };
            self.tell_no_number(report, id, fault.complaint, typed);
        }
    }

    /// The number of `{值: …, 注: …}`; the note goes into the cell.
    fn read_noted<'r>(
        &mut self,
        report: &mut Report,
        id: CellId,
        entries: &'r [Entry],
    ) -> Option<&'r Raw> {
        for entry in entries.iter().filter(|e| e.key != NUMBER && e.key != NOTE) {
            let path = format!("{}.{}", report.standard.path(id), entry.key);
            self.tell_unknown_key(entry, &path, [NUMBER, NOTE].into_iter());
        }
        if let Some(entry) = entries.iter().find(|e| e.key == NOTE) {
            self.read_note(report, id, entry);
        }
        let number = entries.iter().find(|e| e.key == NUMBER)?;
        Some(&number.value)
    }

    fn read_note(&mut self, report: &mut Report, id: CellId, entry: &Entry) {
        if matches!(entry.value.node, RawNode::List(_) | RawNode::Map(_)) {
            let path = format!("{}.{NOTE}", report.standard.path(id));
            self.tell_wrong_shape(&entry.value, &path, "文字");
        }
        let Some(text) = entry.value.text() else {
            return;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let count = text.chars().count();
        if count > MAX_NOTE {
            let path = format!("{}.{NOTE}", report.standard.path(id));
            let place = self.place(&entry.at).named(path, report.standard.label(id));
            let message = format!("这一格的说明有 {count} 个字，表格里放不下");
            let hint = format!("缩到 {MAX_NOTE} 个字以内，或写到“说明”里，印在表的下面");
            self.findings
                .push(Finding::new(Code::Unreadable, message, place).hint(hint));
        }
        report.cell_mut(id).note = if text.is_empty() {
            None
        } else {
            Some(shortened(&text, MAX_NOTE))
        };
    }

    fn tell_no_number(
        &mut self,
        report: &mut Report,
        id: CellId,
        complaint: Complaint,
        text: &str,
    ) {
        let place = report.place(id);
        self.findings
            .push(complaint.at(Code::NotACount, place).stated(text));
        *report.cell_mut(id) = Cell {
            value: Value::Text(shortened(text, MAX_TYPED)),
            ..report.cell(id).clone()
        };
    }

    /// Takes a cell as blank; false where that means a total that is not stated, or 0.
    ///
    /// `typed` is what stands there instead of nothing, such as a dash.
    pub(super) fn take_blank(&mut self, report: &mut Report, id: CellId, typed: &str) -> bool {
        if typed.is_empty() && report.standard.is_total(id) {
            return false;
        }
        if self.options.blank == BlankCells::Zero {
            self.blanks.push(report.place(id));
            report.cell_mut(id).value = Value::Number(0.into());
            return false;
        }
        report.cell_mut(id).value = Value::Blank(shortened(typed, MAX_TYPED));
        true
    }

    /// One finding for all cells of a row whose numbers are text.
    pub(super) fn report_typed(&mut self, report: &Report) {
        let typed = std::mem::take(&mut self.typed);
        let Some((first, rest)) = typed.split_first() else {
            return;
        };
        let text = report.printed(*first);
        let complaint = if rest.is_empty() {
            odd::tell_typed(&text).complaint
        } else {
            tell_typed_row(report, &typed)
        };
        let finding = complaint
            .at(Code::NotACount, report.place(*first))
            .stated(text);
        self.findings
            .push(finding.related(rest.iter().map(|id| report.place(*id))));
    }
}

/// What is told of several cells of one row whose numbers are text.
fn tell_typed_row(report: &Report, typed: &[CellId]) -> Complaint {
    let mut cells = Vec::with_capacity(typed.len());
    for &id in typed {
        let column = &report.standard.column(id).label;
        cells.push(format!("{column} {}", report.printed(id)));
    }
    let row = &report.standard.row(typed[0]).label;
    let count = typed.len();
    let message = format!("“{row}”有 {count} 格是文本，不是数字：{}", cells.join("、"));
    let hint = "选中这些格，点旁边的黄色感叹号，选“转换为数字”；或加 --accept-text-numbers 照读";
    Complaint::new(message, hint)
}
