//! The nodes of the report's cells: what stands in a workbook's cell, formulas computed.

use rust_decimal::Decimal;

use super::super::raw::{Entry, Odd, Raw, RawNode};
use super::compute::{Outcome, outcome, stale};
use super::sheet::SheetValue;
use super::tree::Builder;
use crate::finding::{Code, Finding, json::cell_name};
use crate::place::{At, Place};
use crate::standard::{CellId, CellKind};

impl Builder<'_> {
    /// The node of a report's cell: what stands in the columns that its label spans, with its note.
    pub fn read_number(
        &mut self,
        id: CellId,
        sheet: usize,
        row: u32,
        first: u32,
        last: u32,
    ) -> Raw {
        let filled: Vec<(u32, u32)> = self
            .sheet(sheet)
            .cells
            .range((row, first)..=(row, last))
            .map(|(&pos, _)| pos)
            .collect();
        let pos = filled.first().copied().unwrap_or((row, first));
        let raw = if filled.len() > 1 {
            let message = format!(
                "“{}”下面有 {} 格都填了，不知道取哪一格",
                self.standard.label(id),
                filled.len()
            );
            let place = self
                .place(sheet, pos)
                .named(self.standard.path(id), self.standard.label(id));
            let related: Vec<Place> = filled[1..]
                .iter()
                .map(|&pos| self.place(sheet, pos))
                .collect();
            self.findings.push(
                Finding::new(Code::NotACount, message, place)
                    .hint("只留一个数")
                    .related(related),
            );
            Raw {
                at: self.sheet(sheet).at(pos),
                node: RawNode::Reported,
            }
        } else {
            self.cell(id, sheet, pos)
        };
        match self.notes.remove(&self.standard.path(id)) {
            Some((note, at)) => noted(raw, note, at),
            None => raw,
        }
    }

    fn cell(&mut self, id: CellId, index: usize, pos: (u32, u32)) -> Raw {
        let sheet = self.sheet(index);
        let at = sheet.at(pos);
        let part = self.standard.part(id);
        let Some(cell) = sheet.cells.get(&pos) else {
            // A cell swallowed by its neighbour is not simply blank.
            let with = sheet
                .merged(pos)
                .map(|area| area.first)
                .filter(|first| *first != pos);
            let with = with
                .filter(|first| sheet.cells.contains_key(first) && sheet.text(*first).is_none());
            let odd = with.map(|(row, column)| {
                RawNode::Odd("（合并）".to_owned(), Odd::Merged(cell_name(row, column)))
            });
            return Raw {
                at,
                node: odd.unwrap_or(RawNode::Null),
            };
        };
        let total = self.standard.is_total(id);
        if cell.formula.is_some() {
            let node = if total {
                self.total(id, index, pos)
            } else {
                self.computed(id, index, pos)
            };
            return Raw { at, node };
        }
        let node = match &cell.value {
            SheetValue::Number(number, places) if part.kind(id.column) == CellKind::Decimal => {
                RawNode::Scalar(vec![(padded(number, *places), at.clone())])
            }
            SheetValue::Number(number, _) => RawNode::Scalar(vec![(number.clone(), at.clone())]),
            value => odd(value),
        };
        if let Some(mut fault) = cell.fault.as_deref().cloned() {
            let place = fault.places[0].clone();
            fault.places[0] = place.named(self.standard.path(id), self.standard.label(id));
            self.findings.push(fault);
        }
        Raw { at, node }
    }

    /// A formula in a cell that the clerk fills.
    fn computed(&mut self, id: CellId, sheet: usize, pos: (u32, u32)) -> RawNode {
        match outcome(&mut self.calculator, sheet, pos) {
            Outcome::Empty => RawNode::Null,
            Outcome::Number(number) => {
                self.compare(id, sheet, pos, number);
                RawNode::Scalar(vec![(number.to_string(), self.sheet(sheet).at(pos))])
            }
            Outcome::Text(text) if text.trim().is_empty() => RawNode::Null,
            Outcome::Unknown(why) => {
                let place = self
                    .place(sheet, pos)
                    .named(self.standard.path(id), self.standard.label(id));
                self.stored(sheet, pos, &why, place)
                    .unwrap_or_else(|| unfit(Outcome::Unknown(why)))
            }
            other => unfit(other),
        }
    }

    /// What the file keeps as the result of a formula that cannot be computed here, with a warning.
    pub(super) fn stored(
        &mut self,
        sheet: usize,
        pos: (u32, u32),
        why: &str,
        place: Place,
    ) -> Option<RawNode> {
        let cell = self.sheet(sheet).cells.get(&pos)?;
        let (node, shown) = match &cell.value {
            SheetValue::Number(number, _) => {
                let at = self.sheet(sheet).at(pos);
                (RawNode::Scalar(vec![(number.clone(), at)]), number.clone())
            }
            SheetValue::Text(text) if !text.trim().is_empty() => {
                let at = self.sheet(sheet).at(pos);
                (
                    RawNode::Scalar(super::values::lines(text, &at)),
                    text.clone(),
                )
            }
            SheetValue::Date(text, _) => (odd(&cell.value), text.clone()),
            _ => return None,
        };
        let shown: String = shown.chars().take(40).collect();
        let message = format!("公式{why}；用了文件里存的结果“{shown}”");
        let hint = "核对这个结果；或把公式换成它的结果";
        let finding = Finding::new(Code::StaleFormula, message, place)
            .hint(hint)
            .stated(shown);
        self.findings.push(finding);
        Some(node)
    }

    /// A formula in a total's cell: nothing is stated where it gives the sum of the parts.
    fn total(&mut self, id: CellId, sheet: usize, pos: (u32, u32)) -> RawNode {
        let ids = self.standard.parts_of(id).unwrap_or_default();
        let sum: Decimal = ids.iter().map(|id| self.amount(*id)).sum();
        let given = match outcome(&mut self.calculator, sheet, pos) {
            Outcome::Number(number) => number,
            Outcome::Empty => sum,
            // It cannot be computed here, but what it shows is the sum.
            Outcome::Unknown(_) if self.shows(sheet, pos, sum) => return RawNode::Null,
            // What is wrong with its parts is told there.
            _ if !ids.iter().all(|id| self.is_number(*id)) => return RawNode::Null,
            other => return unfit(other),
        };
        self.compare(id, sheet, pos, given);
        if given == sum {
            RawNode::Null
        } else {
            RawNode::Scalar(vec![(given.to_string(), self.sheet(sheet).at(pos))])
        }
    }

    /// Whether a formula's cell shows this number.
    fn shows(&self, sheet: usize, pos: (u32, u32), number: Decimal) -> bool {
        let cell = self.sheet(sheet).cells.get(&pos);
        cell.is_some_and(|cell| {
            matches!(cell.value, SheetValue::Number(..)) && stale(cell, number).is_none()
        })
    }

    /// Whether a report's cell holds a number, or nothing.
    fn is_number(&mut self, id: CellId) -> bool {
        matches!(
            self.outcome_of(id),
            None | Some(Outcome::Number(_) | Outcome::Empty)
        )
    }

    /// The number in a report's cell, 0 where there is none.
    fn amount(&mut self, id: CellId) -> Decimal {
        match self.outcome_of(id) {
            Some(Outcome::Number(number)) => number,
            _ => Decimal::ZERO,
        }
    }

    /// What stands in a report's cell, or is computed there; none where nothing does.
    fn outcome_of(&mut self, id: CellId) -> Option<Outcome> {
        let &(sheet, row, first, last) = self.spots.get(&id)?;
        let mut filled = self.sheet(sheet).cells.range((row, first)..=(row, last));
        let pos = filled.next().map(|(&pos, _)| pos)?;
        Some(outcome(&mut self.calculator, sheet, pos))
    }

    /// Tells where a formula's cell shows another number than it gives.
    fn compare(&mut self, id: CellId, sheet: usize, pos: (u32, u32), computed: Decimal) {
        let shown = self
            .sheet(sheet)
            .cells
            .get(&pos)
            .and_then(|cell| stale(cell, computed));
        let Some(shown) = shown else { return };
        let shown: String = shown.chars().take(40).collect();
        let message = format!("公式显示的是“{shown}”，重新计算是 {computed}，按 {computed} 读取");
        let place = self
            .place(sheet, pos)
            .named(self.standard.path(id), self.standard.label(id));
        let hint = "用 Excel 或 WPS 打开，重新计算后保存";
        self.findings.push(
            Finding::new(Code::StaleFormula, message, place)
                .hint(hint)
                .sides(shown, computed),
        );
    }
}

/// What a formula gives that is no number, for a place where one should stand.
pub fn unfit(outcome: Outcome) -> RawNode {
    match outcome {
        Outcome::Empty => RawNode::Null,
        Outcome::Number(number) => odd(&SheetValue::Number(number.to_string(), 0)),
        Outcome::Text(text) => odd(&SheetValue::Text(text)),
        Outcome::Boolean(value) => odd(&SheetValue::Boolean(value)),
        Outcome::Error(error) => odd(&SheetValue::Error(error)),
        Outcome::Unknown(why) => RawNode::Odd("（公式）".to_owned(), Odd::Formula(why)),
    }
}

/// A cell that holds no plain number, for a place where one should stand.
pub fn odd(value: &SheetValue) -> RawNode {
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
fn padded(number: &str, places: usize) -> String {
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

fn noted(raw: Raw, note: String, at: At) -> Raw {
    let entry = |key: &str, at: At, value: Raw| Entry {
        key: key.to_owned(),
        at,
        value,
    };
    let note = Raw {
        at: at.clone(),
        node: RawNode::Scalar(vec![(note, at.clone())]),
    };
    let place = raw.at.clone();
    Raw {
        at: place.clone(),
        node: RawNode::Map(vec![entry("值", place, raw), entry("注", at, note)]),
    }
}
