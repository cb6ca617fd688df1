//! How a format is built: its tables as printed, its cells and its keys, for the page's grid.

use nianbao::report::keys::{text_paths, values_of};
use nianbao::standard::{
    CellId, Field, FieldKind, LEDGER, LedgerEntry, Node, Printed, PrintedCell, Role, Standard,
};

use crate::message::{CellShape, FieldShape, PrintedShape, Shape, TableShape};

/// The shape of a format.
pub(crate) fn shape(standard: &Standard) -> Shape {
    let ids: Vec<CellId> = standard.cells().collect();
    let tables: Vec<Printed> = (0..standard.tables.len())
        .map(|at| standard.printed(at))
        .collect();
    let cells = ids.iter().map(|id| cell(standard, *id)).collect();
    let ledger = standard
        .fields
        .find(LEDGER)
        .and_then(|_| standard.ledger_table());
    let (applicants, outcomes) = match ledger {
        Some(ledger) => (names(ledger.applicants), names(ledger.outcomes)),
        None => (Vec::new(), Vec::new()),
    };
    Shape {
        format: standard.format.clone(),
        source: standard.source.clone(),
        tables: tables
            .iter()
            .enumerate()
            .map(|(at, t)| table(standard, at, t, &ids))
            .collect(),
        cells,
        fields: standard
            .own_fields()
            .flat_map(|field| fields(standard, field))
            .collect(),
        applicants,
        outcomes,
    }
}

fn names(entries: Vec<LedgerEntry<'_>>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.name).collect()
}

fn table(standard: &Standard, at: usize, printed: &Printed, ids: &[CellId]) -> TableShape {
    let data = &standard.tables[at];
    let section = standard
        .sections
        .iter()
        .find(|section| section.table == Some(at));
    TableShape {
        key: data.key.clone(),
        name: data.name.clone(),
        section: section
            .map(|section| section.label.clone())
            .unwrap_or_default(),
        columns: printed.columns,
        stub: printed.stub,
        head: printed.head,
        rows: printed
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| printed_shape(cell, ids)).collect())
            .collect(),
    }
}

fn printed_shape(cell: &PrintedCell, ids: &[CellId]) -> PrintedShape {
    PrintedShape {
        label: cell.label.clone(),
        role: match cell.role {
            Role::Band => "band",
            Role::Corner => "corner",
            Role::Head => "head",
            Role::Stub => "stub",
            Role::Number => "number",
        },
        column: cell.column,
        width: cell.width,
        height: cell.height,
        cell: cell
            .id
            .and_then(|id| ids.iter().position(|known| *known == id)),
    }
}

fn cell(standard: &Standard, id: CellId) -> CellShape {
    CellShape {
        path: standard.path(id),
        label: standard.label(id),
        counts: counts(standard, id),
        unit: standard.part(id).unit.clone(),
        total: standard.is_total(id),
    }
}

/// What counts in a cell: what its row says, and the columns over it.
fn counts(standard: &Standard, id: CellId) -> Vec<String> {
    let part = standard.part(id);
    let mut found = Vec::new();
    for (axis, leaf) in [(&part.rows, id.row), (&part.columns, id.column)] {
        for root in &axis.roots {
            collect_counts(root, leaf, &mut found);
        }
    }
    found.retain(|words: &String| !words.is_empty());
    found
}

/// What the nodes on the way to a leaf say.
fn collect_counts(node: &Node, leaf: usize, found: &mut Vec<String>) {
    if !node.leaves().contains(&leaf) {
        return;
    }
    found.push(node.counts.clone());
    for child in &node.children {
        collect_counts(child, leaf, found);
    }
}

/// The keys that a field of the form has.
fn fields(standard: &Standard, field: &Field) -> Vec<FieldShape> {
    let mut found = Vec::new();
    match &field.kind {
        FieldKind::Narrative => found.push(field_shape(field, field.key.clone(), field)),
        FieldKind::PerTable => {
            let start = format!("{}.", field.key);
            for path in text_paths(standard) {
                if path.starts_with(&start) {
                    found.push(field_shape(field, path, field));
                }
            }
        }
        FieldKind::Records(_) => {}
        _ => {
            for key in values_of(field) {
                found.push(field_shape(field, key.path.into_owned(), key.field));
            }
        }
    }
    found
}

/// A key that belongs to a field of the form, `top`.
fn field_shape(top: &Field, path: String, field: &Field) -> FieldShape {
    FieldShape {
        path,
        top: top.key.clone(),
        kind: kind(&field.kind),
        help: field.help.clone(),
        folded: top.folded,
    }
}

fn kind(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Postcode => "postcode",
        FieldKind::Phone => "phone",
        FieldKind::Year => "year",
        FieldKind::Date => "date",
        FieldKind::Moment => "moment",
        FieldKind::YesNo => "yes-no",
        FieldKind::YesNoTables => "yes-no-tables",
        FieldKind::Narrative | FieldKind::PerTable => "narrative",
        FieldKind::Count => "count",
        FieldKind::Amount => "amount",
        FieldKind::Group(_) | FieldKind::Records(_) => "group",
    }
}
