//! A row of the form: a list, a mapping by columns, or one number.

use super::super::BlankCells;
use super::super::labels::{Fit, fit};
use super::super::number::{self, NumberFaultKind};
use super::super::odd;
use super::super::raw::{Entry, Raw, RawNode};
use super::{Lower, quoted};
use crate::finding::{Code, Complaint, Finding};
use crate::place::{At, Place};
use crate::report::{Cell, Report, Value, shortened};
use crate::standard::{CellId, Part};

/// Characters of a note that a cell of the printed table can hold.
pub(crate) const MAX_NOTE: usize = 40;
/// Characters of what was typed that are kept.
const MAX_TYPED: usize = 200;
/// The keys of a cell with a note.
const NUMBER: &str = "值";
const NOTE: &str = "注";

impl Lower<'_> {
    /// Reads a row; `id` is its first cell, `key_at` the place of its key.
    pub(super) fn row(&mut self, report: &mut Report, id: CellId, key_at: &At, raw: &Raw) {
        let standard = report.standard.clone();
        let part = standard.part(id);
        let width = part.columns.leaves.len();
        // A row without a value has its key's place, but a cell that is blank has its own.
        let at = if raw.at.is_cell() { &raw.at } else { key_at };
        for column in 0..width {
            let id = CellId { column, ..id };
            report.cell_mut(id).place = Place::at(self.file, at.clone());
        }
        let mut blanks = Vec::new();
        match &raw.node {
            RawNode::Null => {
                blanks.extend(
                    (0..width)
                        .map(|column| CellId { column, ..id })
                        .filter(|id| self.blank(report, *id, "")),
                );
            }
            RawNode::Scalar(_) | RawNode::Odd(..) if width == 1 => {
                blanks.extend(self.cell(report, id, raw));
            }
            RawNode::Reported => {}
            RawNode::Scalar(_) if raw.text().is_some_and(|t| t.trim() == "0") => {
                for column in (0..width).filter(|&c| part.columns.leaves[c].total.is_none()) {
                    let cell = report.cell_mut(CellId { column, ..id });
                    cell.value = Value::Number(0.into());
                    cell.place = self.place(&raw.at);
                }
            }
            RawNode::Scalar(_) | RawNode::Odd(..) => self.one_number(report, id, raw),
            RawNode::List(list) if width > 1 && several(list) => {
                self.one_number(report, id, &list[0]);
            }
            RawNode::List(list) => blanks.extend(self.list(report, id, raw, list)),
            RawNode::Map(entries) if width == 1 && entries.iter().any(|e| e.key == NUMBER) => {
                blanks.extend(self.cell(report, id, raw));
            }
            RawNode::Map(entries) => blanks.extend(self.columns(report, id, entries)),
        }
        if !blanks.is_empty() {
            self.unfilled.push(blanks);
        }
        self.report_typed(report);
    }

    fn one_number(&mut self, report: &Report, id: CellId, raw: &Raw) {
        let part = report.standard.part(id);
        let text = raw.text().unwrap_or_default();
        let shown = quoted(&text);
        let place = self.place(&raw.at).named(
            row_path(report, id),
            part.rows.leaves[id.row].label.as_str(),
        );
        if let Some(numbers) = number::numbers(text.trim()) {
            let tabs = if text.contains('\t') {
                "，像是从表格粘贴的"
            } else {
                ""
            };
            let message = format!("这一行的 {} 个数之间没有半角逗号{tabs}", numbers.len());
            let hint = format!(
                "写成 [{}]",
                numbers
                    .iter()
                    .take(10)
                    .copied()
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            self.findings.push(
                Finding::new(Code::NotACount, message, place)
                    .hint(hint)
                    .stated(shown),
            );
            return;
        }
        self.findings.push(
            Finding::new(
                Code::NotACount,
                format!("这一行要填 {} 个数，只有“{shown}”", stated_columns(part)),
                place,
            )
            .hint(format!(
                "按顺序写成 [{}]；整行是 0 可以只写 0",
                column_keys(part)
            ))
            .stated(shown),
        );
    }

    fn list(&mut self, report: &mut Report, id: CellId, raw: &Raw, list: &[Raw]) -> Vec<CellId> {
        let standard = report.standard.clone();
        let part = standard.part(id);
        let (needed, width) = (stated_columns(part), part.columns.leaves.len());
        if list.len() != needed && list.len() != width {
            let with_total = if width > needed {
                format!("（或 {width} 个，含总计）")
            } else {
                String::new()
            };
            let (code, message) = if list.len() < needed {
                (
                    Code::Blank,
                    format!("这一行要 {needed} 个数{with_total}，只有 {} 个", list.len()),
                )
            } else {
                (
                    Code::UnknownKey,
                    format!("这一行要 {needed} 个数{with_total}，却有 {} 个", list.len()),
                )
            };
            let place = self.place(&raw.at).named(
                row_path(report, id),
                part.rows.leaves[id.row].label.as_str(),
            );
            self.findings.push(
                Finding::new(code, message, place)
                    .hint(format!("按顺序填：{}；没有的填 0", column_keys(part)))
                    .sides(list.len(), needed),
            );
        }
        let cells = (0..width).map(|column| CellId { column, ..id }).zip(list);
        cells
            .filter_map(|(id, raw)| self.cell(report, id, raw))
            .collect()
    }

    fn columns(&mut self, report: &mut Report, id: CellId, entries: &[Entry]) -> Vec<CellId> {
        let standard = report.standard.clone();
        let part = standard.part(id);
        let names = part.columns.leaf_nodes();
        let mut blanks = Vec::new();
        let mut given = vec![false; names.len()];
        let mut known = true;
        for entry in entries {
            let path = format!("{}.{}", row_path(report, id), entry.key);
            let found = names
                .iter()
                .enumerate()
                .find_map(|(column, node)| fit(node, &entry.key).map(|f| (column, *node, f)));
            let Some((column, node, fitness)) = found else {
                known = false;
                if let Some(finding) =
                    self.elsewhere(&standard, standard.table(id), &row_path(report, id), entry)
                {
                    self.findings.push(finding);
                    continue;
                }
                self.unknown_key(entry, &path, names.iter().filter_map(|n| n.key.as_deref()));
                continue;
            };
            let place = || {
                self.place(&entry.at)
                    .named(path.as_str(), node.label.as_str())
            };
            if std::mem::replace(&mut given[column], true) {
                let place = place();
                self.repeated(entry, place);
                continue;
            }
            if fitness == Fit::Altered {
                let place = place();
                self.altered(
                    entry,
                    &node.label,
                    node.key.as_deref().unwrap_or_default(),
                    place,
                );
            }
            blanks.extend(self.cell(report, CellId { column, ..id }, &entry.value));
        }
        // A column that a mapping does not name is 0; a total that it does not name is not stated.
        // What there is at a year's end is hardly ever 0 where something happened: it was forgotten.
        for column in (0..given.len()).filter(|&c| !given[c]) {
            let id = CellId { column, ..id };
            if known && part.columns.leaves[column].stock && self.blank(report, id, "") {
                blanks.push(id);
            } else if !report.standard.is_total(id) {
                report.cell_mut(id).value = Value::Number(0.into());
            }
        }
        blanks
    }

    /// Reads one cell; gives its id back when it is blank.
    fn cell(&mut self, report: &mut Report, id: CellId, raw: &Raw) -> Option<CellId> {
        let place = self.place(&raw.at);
        report.cell_mut(id).place = place;
        let raw = match &raw.node {
            RawNode::Map(entries) => {
                if let Some(value) = self.noted(report, id, entries) {
                    value
                } else {
                    let hint = format!("填一个数，或 {{{NUMBER}: 22, {NOTE}: 其中修订16件}}");
                    self.no_number(report, id, Complaint::new("这一格写法不对", hint), "");
                    return None;
                }
            }
            _ => raw,
        };
        let part = report.standard.part(id);
        let (kind, unit) = (part.kind(id.column), part.unit.as_str());
        let text = raw.text().unwrap_or_default();
        let fault = match &raw.node {
            RawNode::Reported => return None,
            RawNode::Null => return self.blank(report, id, "").then_some(id),
            RawNode::Scalar(_) => number::read(&text, kind, unit),
            RawNode::Odd(shown, odd) => {
                odd::read(shown, odd, kind, unit, &report.standard.path(id))
            }
            RawNode::List(_) | RawNode::Map(_) => {
                let complaint = Complaint::fixed("这一格里不是一个数", "一格只填一个数");
                self.no_number(report, id, complaint, "");
                return None;
            }
        };
        let fault = match fault {
            Ok(value) => {
                report.cell_mut(id).value = value;
                return None;
            }
            Err(fault) => fault,
        };
        if fault.kind == NumberFaultKind::Blank {
            return self.blank(report, id, text.trim()).then_some(id);
        }
        if let Some(reading) = fault.reading.filter(|_| self.options.accept_text_numbers) {
            self.text_numbers.push(report.place(id));
            report.cell_mut(id).value = reading;
            return None;
        }
        if fault.kind == NumberFaultKind::Typed {
            // A pasted table has many in a row: they are told together.
            report.cell_mut(id).value = Value::Text(text);
            self.typed.push(id);
            return None;
        }
        let typed = if let RawNode::Odd(shown, _) = &raw.node {
            shown
        } else {
            &text
        };
        self.no_number(report, id, fault.complaint, typed);
        None
    }

    /// The number of `{值: …, 注: …}`; the note goes into the cell.
    fn noted<'r>(
        &mut self,
        report: &mut Report,
        id: CellId,
        entries: &'r [Entry],
    ) -> Option<&'r Raw> {
        for entry in entries.iter().filter(|e| e.key != NUMBER && e.key != NOTE) {
            let path = format!("{}.{}", report.standard.path(id), entry.key);
            self.unknown_key(entry, &path, [NUMBER, NOTE].into_iter());
        }
        let note = entries.iter().find(|e| e.key == NOTE);
        if let Some(entry) =
            note.filter(|e| matches!(e.value.node, RawNode::List(_) | RawNode::Map(_)))
        {
            self.wrong_shape(
                &entry.value,
                &format!("{}.{NOTE}", report.standard.path(id)),
                "文字",
            );
        }
        let note = note.and_then(|e| Some((e, e.value.text()?)));
        if let Some((entry, text)) = note {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.chars().count() > MAX_NOTE {
                let place = self.place(&entry.at).named(
                    format!("{}.{NOTE}", report.standard.path(id)),
                    report.standard.label(id),
                );
                let message = format!("这一格的说明有 {} 个字，表格里放不下", text.chars().count());
                let finding = Finding::new(Code::Unreadable, message, place);
                self.findings.push(finding.hint(format!(
                    "缩到 {MAX_NOTE} 个字以内，或写到“说明”里，印在表的下面"
                )));
            }
            report.cell_mut(id).note = Some(shortened(&text, MAX_NOTE)).filter(|n| !n.is_empty());
        }
        entries.iter().find(|e| e.key == NUMBER).map(|e| &e.value)
    }

    fn no_number(&mut self, report: &mut Report, id: CellId, complaint: Complaint, text: &str) {
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
    fn blank(&mut self, report: &mut Report, id: CellId, typed: &str) -> bool {
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
    fn report_typed(&mut self, report: &Report) {
        let typed = std::mem::take(&mut self.typed);
        let Some((first, rest)) = typed.split_first() else {
            return;
        };
        let part = report.standard.part(*first);
        let row = &part.rows.leaves[first.row].label;
        let text = report.printed(*first);
        let complaint = if rest.is_empty() {
            odd::tell_typed(&text).complaint
        } else {
            let shown = |id: &CellId| {
                format!(
                    "{} {}",
                    part.columns.leaves[id.column].label,
                    report.printed(*id)
                )
            };
            let cells = typed.iter().map(shown).collect::<Vec<_>>().join("、");
            let hint =
                "选中这些格，点旁边的黄色感叹号，选“转换为数字”；或加 --accept-text-numbers 照读";
            let message = format!("“{row}”有 {} 格是文本，不是数字：{cells}", typed.len());
            Complaint::new(message, hint)
        };
        let finding = complaint
            .at(Code::NotACount, report.place(*first))
            .stated(text);
        self.findings
            .push(finding.related(rest.iter().map(|id| report.place(*id))));
    }
}

/// Whether a list has a single item that holds several numbers.
fn several(list: &[Raw]) -> bool {
    matches!(list, [only] if only.text().is_some_and(|text| number::numbers(text.trim()).is_some()))
}

/// How many columns a list must give: all but the totals.
fn stated_columns(part: &Part) -> usize {
    part.columns
        .leaves
        .iter()
        .filter(|l| l.total.is_none())
        .count()
}

fn column_keys(part: &Part) -> String {
    let stated = part.columns.leaves.iter().filter(|l| l.total.is_none());
    stated
        .map(crate::standard::Leaf::key)
        .collect::<Vec<_>>()
        .join(", ")
}

fn row_path(report: &Report, id: CellId) -> String {
    let table = report.standard.table(id);
    format!(
        "{}.{}",
        table.key,
        table.parts[id.part].rows.leaves[id.row].keys.join(".")
    )
}
