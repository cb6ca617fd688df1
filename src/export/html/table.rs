//! Tables with the relations that a screen reader tells: scopes, groups and each number's headers.
//!
//! The official tables have heads of several levels inside each other, which scopes
//! alone do not settle; so every number also names the cells that head it.

use std::collections::BTreeSet;

use super::super::clean::clean;
use super::super::grid::{Covering, is_head};
use crate::document::{Role, TableBlock, TableCell};
use crate::style::{Align, Style};

/// A table of more columns scrolls on a narrow screen.
const NARROW: usize = 5;
/// A table of more rows keeps its head in sight.
const SHORT: usize = 12;
/// Characters of a number that certainly fits; with longer ones a table scrolls at any width.
const FITTING: usize = 7;

/// A table for the template.
pub(super) struct TableView {
    /// The id of its caption, and the start of all ids in it.
    pub id: String,
    pub name: String,
    pub wide: bool,
    /// Whether its head stays in sight.
    pub sticky: bool,
    /// Whether the labels of rows stand in the middle.
    pub centred: bool,
    /// Shares of the width in percent, column by column, in their groups.
    pub columns: Vec<Vec<f32>>,
    /// The head, if there is one, and groups of rows.
    pub parts: Vec<PartView>,
}

impl TableView {
    /// Whether it has a head.
    pub fn is_headed(&self) -> bool {
        self.parts.first().is_some_and(|part| part.tag == "thead")
    }
}

/// A head or a group of rows for the template.
#[derive(Debug)]
pub(super) struct PartView {
    /// `thead` or `tbody`.
    pub tag: &'static str,
    pub rows: Vec<Vec<CellView>>,
}

/// A cell for the template.
#[derive(Debug)]
pub(super) struct CellView {
    pub text: String,
    /// Its id and scope, for a cell that heads others; else empty.
    pub id: String,
    pub scope: &'static str,
    /// The ids of the cells that head it, for a number.
    pub headers: String,
    /// A style class, or empty.
    pub class: &'static str,
    pub height: usize,
    pub width: usize,
}

/// The table of this number, from 1, in its document.
pub(super) fn view(table: &TableBlock, id: &str, style: &Style) -> TableView {
    let covering = Covering::new(table);
    let groups = groups(table);
    let mut parts: Vec<PartView> = Vec::new();
    for (y, row) in table.rows.iter().enumerate() {
        if y == 0 || groups.contains(&y) {
            parts.push(PartView {
                tag: if y < table.head { "thead" } else { "tbody" },
                rows: Vec::new(),
            });
        }
        let cells = row
            .cells
            .iter()
            .map(|cell| view_cell(cell, y, id, &covering));
        if let Some(part) = parts.last_mut() {
            part.rows.push(cells.collect());
        }
    }
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    let fitting = cells.all(|cell| !cell.is_plain_number() || cell.text.len() <= FITTING);
    TableView {
        name: clean(&table.name),
        wide: table.columns > NARROW,
        sticky: table.head > 0 && table.rows.len() > SHORT && fitting,
        centred: style.table.align(&table.id, Role::Stub) == Align::Centre,
        columns: columns(table, style),
        parts,
        id: id.to_owned(),
    }
}

/// The rows with which a group begins: the first below the head, a block's title or head,
/// and those before and behind a label of several rows at the left.
fn groups(table: &TableBlock) -> BTreeSet<usize> {
    let mut starts = BTreeSet::from([table.head]);
    for (y, row) in table.rows.iter().enumerate().skip(table.head) {
        if !row.has_numbers() && (y == 0 || table.rows[y - 1].has_numbers()) {
            starts.insert(y);
        }
        if let Some(label) = row.cells.first()
            && label.role == Role::Stub
            && label.column == 0
            && label.height > 1
        {
            starts.extend([y, y + label.height]);
        }
    }
    starts
}

/// The columns' shares in their groups: those of labels, and those under each cell of the first
/// row.
fn columns(table: &TableBlock, style: &Style) -> Vec<Vec<f32>> {
    let width = style.body_width(false);
    let mut shares = style.table.columns(table, style.sizes.table, width).widths;
    for share in &mut shares {
        *share *= 100.0 / width;
    }
    let mut ends = BTreeSet::from([table.stub, table.columns]);
    if table.head > 0 {
        let cells = table.rows[0].cells.iter();
        let heads = cells.filter(|cell| cell.role == Role::Head);
        ends.extend(heads.map(|head| head.column + head.width));
    }
    let mut start = 0;
    let mut groups = Vec::new();
    for end in ends {
        let group = shares[start..end].iter();
        groups.push(group.map(|share| (share * 100.0).round() / 100.0).collect());
        start = end;
    }
    groups.retain(|group: &Vec<f32>| !group.is_empty());
    groups
}

fn view_cell(cell: &TableCell, row: usize, table: &str, covering: &Covering<'_>) -> CellView {
    let scope = scope(cell);
    let mut headers = Vec::new();
    if cell.role == Role::Number {
        let heads = covering.heads(cell, row).into_iter();
        headers.extend(heads.map(|head| cell_id(table, head.row, head.column)));
    }
    CellView {
        text: clean(&cell.text),
        id: if scope.is_empty() {
            String::new()
        } else {
            cell_id(table, row, cell.column)
        },
        scope,
        headers: headers.join(" "),
        class: match cell.role {
            Role::Band => "band",
            Role::Corner => "corner",
            Role::Number if cell.is_plain_number() => "number",
            Role::Number => "note",
            Role::Head | Role::Stub => "",
        },
        height: cell.height,
        width: cell.width,
    }
}

/// What a cell heads; empty for one that heads nothing.
fn scope(cell: &TableCell) -> &'static str {
    match cell.role {
        _ if !is_head(cell) => "",
        Role::Head if cell.width > 1 => "colgroup",
        Role::Head | Role::Corner => "col",
        Role::Stub if cell.height > 1 => "rowgroup",
        Role::Stub => "row",
        Role::Band => "rowgroup",
        Role::Number => "",
    }
}

fn cell_id(table: &str, row: usize, column: usize) -> String {
    format!("{table}r{row}c{column}")
}
