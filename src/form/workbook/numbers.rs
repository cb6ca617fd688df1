//! The nodes of the report's cells: what stands in a workbook's cell, formulas computed.

use rust_decimal::Decimal;

use super::super::raw::{Odd, Raw, RawNode};
use super::compute::{Outcome, compute, find_stale};
use super::sheet::SheetValue;
use super::tree::{Builder, CellNote, ReportSpot};
use super::values::{lines, scalar};
use crate::finding::{Code, Finding};
use crate::form::labelled::CellAddress;
use crate::form::labelled::tree::make_entry;
use crate::place::Place;
use crate::standard::{CellId, CellKind};

/// Characters of what a cell shows that are repeated.
const MAX_SHOWN: usize = 40;
/// What stands for the content of a cell that is merged with another one.
const MERGED: &str = "（合并）";
/// What stands for the content of a formula that gives none.
const FORMULA: &str = "（公式）";
/// The keys of a number with a note.
const NUMBER: &str = "值";
const NOTE: &str = "注";

impl Builder<'_> {
    /// The node of a report's cell: what stands in the columns that its label spans, with its note.
    pub fn read_number(&mut self, id: CellId, spot: ReportSpot) -> Raw {
        let ReportSpot { sheet, cells } = spot;
        let filled = self.sheet(sheet).filled_in(cells);
        let filled: Vec<CellAddress> = filled.map(|pos| pos.in_sheet(sheet)).collect();
        let raw = match filled.as_slice() {
            [] => self.read_cell(id, cells.start().in_sheet(sheet)),
            [only] => self.read_cell(id, *only),
            [first, ..] => {
                self.findings.push(self.tell_several(id, &filled));
                Raw {
                    at: self.at(*first),
                    node: RawNode::Reported,
                }
            }
        };
        match self.notes.remove(&self.standard.path(id)) {
            Some(note) => add_note(raw, note),
            None => raw,
        }
    }

    /// Tells of several cells that are filled where one number should stand.
    fn tell_several(&self, id: CellId, filled: &[CellAddress]) -> Finding {
        let (label, count) = (self.standard.label(id), filled.len());
        let message = format!("“{label}”下面有 {count} 格都填了，不知道取哪一格");
        let others = filled[1..].iter().map(|cell| self.place(*cell));
        Finding::new(Code::NotACount, message, self.place_of(id, filled[0]))
            .hint("只留一个数")
            .related(others)
    }

    fn read_cell(&mut self, id: CellId, cell: CellAddress) -> Raw {
        let at = self.at(cell);
        let Some(content) = self.book.cell(cell) else {
            return Raw {
                at,
                node: self.read_blank(cell),
            };
        };
        if content.formula.is_some() {
            let node = if self.standard.is_total(id) {
                self.read_total(id, cell)
            } else {
                self.read_formula(id, cell)
            };
            return Raw { at, node };
        }
        let kind = self.standard.part(id).kind(id.column);
        let node = match &content.value {
            SheetValue::Number(number, places) if kind == CellKind::Decimal => {
                scalar(pad(number, *places), &at)
            }
            SheetValue::Number(number, _) => scalar(number.clone(), &at),
            value => make_odd(value),
        };
        if let Some(mut fault) = content.fault.as_deref().cloned() {
            let place = fault.places[0].clone();
            fault.places[0] = place.named(self.standard.path(id), self.standard.label(id));
            self.findings.push(fault);
        }
        Raw { at, node }
    }

    /// A cell that holds nothing; one that is swallowed by its neighbour is not simply blank.
    fn read_blank(&self, cell: CellAddress) -> RawNode {
        let sheet = self.sheet(cell.sheet);
        let Some(first) = sheet.merged_area(cell.pos).map(|area| area.first) else {
            return RawNode::Null;
        };
        let holds_number = sheet.cells.contains_key(&first) && sheet.text(first).is_none();
        if first == cell.pos || !holds_number {
            return RawNode::Null;
        }
        RawNode::Odd(MERGED.to_owned(), Odd::Merged(first.name()))
    }

    /// A formula in a cell that the clerk fills.
    fn read_formula(&mut self, id: CellId, cell: CellAddress) -> RawNode {
        match compute(&mut self.calculator, cell) {
            Outcome::Empty => RawNode::Null,
            Outcome::Number(number) => {
                self.compare(id, cell, number);
                scalar(number.to_string(), &self.at(cell))
            }
            Outcome::Text(text) if text.trim().is_empty() => RawNode::Null,
            Outcome::Unknown(why) => {
                let stored = self.take_stored(cell, &why, self.place_of(id, cell));
                stored.unwrap_or_else(|| make_unfit(Outcome::Unknown(why)))
            }
            other => make_unfit(other),
        }
    }

    /// Takes what the file keeps as the result of a formula that cannot be computed here, with a
    /// warning.
    pub(super) fn take_stored(
        &mut self,
        cell: CellAddress,
        why: &str,
        place: Place,
    ) -> Option<RawNode> {
        let at = self.at(cell);
        let value = &self.book.cell(cell)?.value;
        let (node, shown) = match value {
            SheetValue::Number(number, _) => (scalar(number.clone(), &at), number),
            SheetValue::Text(text) if !text.trim().is_empty() => {
                (RawNode::Scalar(lines(text, &at)), text)
            }
            SheetValue::Date(text, _) => (make_odd(value), text),
            _ => return None,
        };
        let shown: String = shown.chars().take(MAX_SHOWN).collect();
        let message = format!("公式{why}；用了文件里存的结果“{shown}”");
        let hint = "核对这个结果；或把公式换成它的结果";
        let finding = Finding::new(Code::StaleFormula, message, place).hint(hint);
        self.findings.push(finding.stated(shown));
        Some(node)
    }

    /// A formula in a total's cell: nothing is stated where it gives the sum of the parts.
    fn read_total(&mut self, id: CellId, cell: CellAddress) -> RawNode {
        let ids = self.standard.parts_of(id).unwrap_or_default();
        let sum: Decimal = ids.iter().map(|id| self.amount(*id)).sum();
        let given = match compute(&mut self.calculator, cell) {
            Outcome::Number(number) => number,
            Outcome::Empty => sum,
            // It cannot be computed here, but what it shows is the sum.
            Outcome::Unknown(_) if self.shows(cell, sum) => return RawNode::Null,
            // What is wrong with its parts is told there.
            _ if !ids.iter().all(|id| self.is_number(*id)) => return RawNode::Null,
            other => return make_unfit(other),
        };
        self.compare(id, cell, given);
        if given == sum {
            RawNode::Null
        } else {
            scalar(given.to_string(), &self.at(cell))
        }
    }

    /// Whether a formula's cell shows this number.
    fn shows(&self, cell: CellAddress, number: Decimal) -> bool {
        let Some(cell) = self.book.cell(cell) else {
            return false;
        };
        matches!(cell.value, SheetValue::Number(..)) && find_stale(cell, number).is_none()
    }

    /// Whether a report's cell holds a number, or nothing.
    fn is_number(&mut self, id: CellId) -> bool {
        matches!(
            self.compute_of(id),
            None | Some(Outcome::Number(_) | Outcome::Empty)
        )
    }

    /// The number in a report's cell, 0 where there is none.
    fn amount(&mut self, id: CellId) -> Decimal {
        match self.compute_of(id) {
            Some(Outcome::Number(number)) => number,
            _ => Decimal::ZERO,
        }
    }

    /// Computes what stands in a report's cell; none where nothing does.
    fn compute_of(&mut self, id: CellId) -> Option<Outcome> {
        let ReportSpot { sheet, cells } = *self.spots.get(&id)?;
        let pos = self.sheet(sheet).filled_in(cells).next()?;
        Some(compute(&mut self.calculator, pos.in_sheet(sheet)))
    }

    /// Tells where a formula's cell shows another number than it gives.
    fn compare(&mut self, id: CellId, cell: CellAddress, computed: Decimal) {
        let content = self.book.cell(cell);
        let Some(shown) = content.and_then(|content| find_stale(content, computed)) else {
            return;
        };
        let shown: String = shown.chars().take(MAX_SHOWN).collect();
        let message = format!("公式显示的是“{shown}”，重新计算是 {computed}，按 {computed} 读取");
        let hint = "用 Excel 或 WPS 打开，重新计算后保存";
        let finding = Finding::new(Code::StaleFormula, message, self.place_of(id, cell));
        self.findings
            .push(finding.hint(hint).sides(shown, computed));
    }
}

/// What a formula gives that is no number, for a place where one should stand.
pub fn make_unfit(outcome: Outcome) -> RawNode {
    match outcome {
        Outcome::Empty => RawNode::Null,
        Outcome::Number(number) => make_odd(&SheetValue::Number(number.to_string(), 0)),
        Outcome::Text(text) => make_odd(&SheetValue::Text(text)),
        Outcome::Boolean(value) => make_odd(&SheetValue::Boolean(value)),
        Outcome::Error(error) => make_odd(&SheetValue::Error(error)),
        Outcome::Unknown(why) => RawNode::Odd(FORMULA.to_owned(), Odd::Formula(why)),
    }
}

/// A cell that holds no plain number, for a place where one should stand.
pub fn make_odd(value: &SheetValue) -> RawNode {
    match value {
        SheetValue::Empty => RawNode::Null,
        SheetValue::Number(number, _) => RawNode::Odd(number.clone(), Odd::Text),
        SheetValue::Text(text) => RawNode::Odd(text.clone(), Odd::Text),
        SheetValue::Date(shown, number) => RawNode::Odd(shown.clone(), Odd::Date(number.clone())),
        SheetValue::Boolean(value) => RawNode::Odd(
            if *value { "TRUE" } else { "FALSE" }.to_owned(),
            Odd::Boolean,
        ),
        SheetValue::Error(error) => RawNode::Odd(error.clone(), Odd::Error),
    }
}

/// A number with as many decimals as its cell shows.
fn pad(number: &str, places: usize) -> String {
    let have = number
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let missing = places.min(6).saturating_sub(have);
    match (missing, have) {
        (0, _) => number.to_owned(),
        (_, 0) => format!("{number}.{}", "0".repeat(missing)),
        _ => format!("{number}{}", "0".repeat(missing)),
    }
}

/// The number with its note, as a form writes both.
fn add_note(number: Raw, note: CellNote) -> Raw {
    let at = number.at.clone();
    let note = make_entry(NOTE, note.at.clone(), scalar(note.text, &note.at));
    let number = make_entry(NUMBER, at.clone(), number.node);
    Raw {
        at,
        node: RawNode::Map(vec![number, note]),
    }
}
