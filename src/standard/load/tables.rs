//! The tables of a standard's file: their parts, the trees of their rows and columns, their sums.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::axis::{Axis, Leaf, LeafGroup, Node, Total};
use super::super::data::{EqualityData, NodeData, PartData, SumData, TableData};
use super::super::{CellKind, Equality, Layout, Part, Table};
use super::{LoadError, find_code, refuse, refuse_twice};

/// Printed columns that one column may span; a page has room for 24.
const MAX_SPAN: usize = 64;

/// A table, of which every head and block tiles the width.
pub(super) fn build_table(data: TableData) -> Result<Table, LoadError> {
    let id = data.id;
    let mut parts = Vec::with_capacity(data.parts.len());
    for part in data.parts {
        match build_part(part) {
            Ok(part) => parts.push(part),
            Err(error) => {
                let message = format!("table {id}: {}", error.message);
                return Err(LoadError { message, ..error });
            }
        }
    }
    if parts.is_empty() || (data.layout != Layout::Blocks && parts.len() != 1) {
        return refuse(format!(
            "table {id}: {} parts in layout {:?}",
            parts.len(),
            data.layout
        ));
    }
    for part in &parts {
        check_columns(&id, part, data.layout, data.width)?;
    }
    let rows = parts.iter().flat_map(|part| &part.rows.leaves);
    let keys: Vec<String> = rows.map(|leaf| leaf.keys.join(".")).collect();
    refuse_twice(
        &format!("row key of table {id}"),
        keys.iter().map(String::as_str),
    )?;
    Ok(Table {
        id,
        key: data.key,
        name: data.name,
        layout: data.layout,
        corner: data.corner,
        width: data.width,
        parts,
    })
}

fn check_columns(id: &str, part: &Part, layout: Layout, width: usize) -> Result<(), LoadError> {
    let columns = &part.columns;
    let fits = match layout {
        Layout::Blocks => columns.depth <= 1,
        _ => !columns.roots.iter().any(Node::has_span),
    };
    if !fits {
        return refuse(format!(
            "table {id}: only blocks have spans, and only other layouts have columns in groups"
        ));
    }
    refuse_twice(
        &format!("column key of table {id}"),
        columns.leaves.iter().map(Leaf::key),
    )?;
    let mut printed: usize = columns.roots.iter().map(Node::width).sum();
    if layout == Layout::Across {
        printed *= part.rows.leaves.len();
    }
    if printed != width {
        return refuse(format!(
            "table {id}: {printed} columns do not tile the width {width}"
        ));
    }
    Ok(())
}

fn build_part(data: PartData) -> Result<Part, LoadError> {
    let columns = build_axis(&data.columns, data.cell)?;
    let rows = build_axis(&data.rows, CellKind::Count)?;
    let mut equalities = Vec::with_capacity(data.equalities.len());
    for equality in &data.equalities {
        equalities.push(build_equality(equality, &rows)?);
    }
    Ok(Part {
        band: data.band,
        unit: data.unit,
        columns,
        rows,
        equalities,
    })
}

fn build_equality(data: &EqualityData, rows: &Axis) -> Result<Equality, LoadError> {
    Ok(Equality {
        code: find_code(&data.rule)?,
        left: find_rows(rows, &data.left)?,
        right: find_rows(rows, &data.right)?,
    })
}

fn find_rows(rows: &Axis, ids: &[String]) -> Result<Vec<usize>, LoadError> {
    let mut leaves = Vec::with_capacity(ids.len());
    for id in ids {
        match rows.leaf(id) {
            Some(leaf) => leaves.push(leaf),
            None => return refuse(format!("no row {id}")),
        }
    }
    Ok(leaves)
}

fn build_axis(data: &[NodeData], cell: CellKind) -> Result<Axis, LoadError> {
    let mut builder = AxisBuilder {
        cell,
        keys: Vec::new(),
        leaves: Vec::new(),
        sums: Vec::new(),
        groups: Vec::new(),
    };
    let mut roots = Vec::with_capacity(data.len());
    for node in data {
        roots.push(builder.build_node(node)?);
    }
    if builder.leaves.is_empty() {
        return refuse("no rows or no columns");
    }
    refuse_twice("id", builder.leaves.iter().map(|leaf| leaf.id.as_str()))?;
    builder.fill_totals()?;
    let depth = roots.iter().map(Node::depth).max().unwrap_or(1);
    Ok(Axis {
        roots,
        leaves: builder.leaves,
        groups: builder.groups,
        depth,
    })
}

/// A total of which the parts are not known yet.
struct PlannedSum<'a> {
    leaf: usize,
    sum: &'a SumData,
    rule: &'a str,
}

/// An axis while its tree is built.
struct AxisBuilder<'a> {
    /// What cells hold where nothing else is said.
    cell: CellKind,
    /// The keys that lead to the node being built.
    keys: Vec<String>,
    leaves: Vec<Leaf>,
    sums: Vec<PlannedSum<'a>>,
    groups: Vec<LeafGroup>,
}

impl<'a> AxisBuilder<'a> {
    fn build_node(&mut self, data: &'a NodeData) -> Result<Node, LoadError> {
        let Some(label) = data.label.as_ref().or(data.key.as_ref()) else {
            return refuse("a row or column without label");
        };
        if data.span == Some(0) {
            return refuse(format!("{label}: a span of 0"));
        }
        if data.span.is_some_and(|span| span > MAX_SPAN) {
            return refuse(format!("{label}: a span of more than {MAX_SPAN}"));
        }
        self.keys.extend(data.key.clone());
        let first = self.leaves.len();
        let mut children = Vec::with_capacity(data.rows.len());
        let mut leaf = None;
        if data.rows.is_empty() {
            leaf = Some(first);
            self.push_leaf(data, label)?;
        } else {
            for child in &data.rows {
                children.push(self.build_node(child)?);
            }
            let keys = children.iter().filter_map(|child| child.key.as_deref());
            refuse_twice(&format!("key in {label}"), keys)?;
        }
        if let Some(id) = &data.id {
            self.groups.push(LeafGroup {
                id: id.clone(),
                leaves: first..self.leaves.len(),
            });
        }
        if data.key.is_some() {
            self.keys.pop();
        }
        Ok(Node {
            label: label.clone(),
            key: data.key.clone(),
            aliases: data.aliases.clone(),
            counts: data.counts.clone(),
            span: data.span.unwrap_or(1),
            children,
            leaf,
        })
    }

    fn push_leaf(&mut self, data: &'a NodeData, label: &str) -> Result<(), LoadError> {
        let (Some(id), Some(_)) = (&data.id, &data.key) else {
            return refuse(format!("{label}: a leaf needs id and key"));
        };
        let leaf = self.leaves.len();
        self.leaves.push(Leaf {
            id: id.clone(),
            keys: self.keys.clone(),
            label: label.to_owned(),
            cell: data.cell.unwrap_or(self.cell),
            stock: data.stock,
            total: None,
        });
        match (&data.sum, &data.rule) {
            (Some(sum), Some(rule)) => self.sums.push(PlannedSum { leaf, sum, rule }),
            (None, None) => {}
            _ => return refuse(format!("{label}: sum and rule go together")),
        }
        Ok(())
    }

    /// Finds what each total sums: what is stated, never another total, so that sums cannot go in
    /// circles.
    fn fill_totals(&mut self) -> Result<(), LoadError> {
        let sums = std::mem::take(&mut self.sums);
        let totals: BTreeSet<usize> = sums.iter().map(|sum| sum.leaf).collect();
        for PlannedSum { leaf, sum, rule } in sums {
            let id = &self.leaves[leaf].id;
            let range = match sum {
                SumData::Before => 0..leaf,
                SumData::LeavesOf(group) => match self.group(group) {
                    Some(range) => range,
                    None => return refuse(format!("{id}: no group {group} to sum")),
                },
            };
            let parts: Vec<usize> = range.filter(|leaf| !totals.contains(leaf)).collect();
            if parts.is_empty() {
                return refuse(format!("{id}: nothing to sum"));
            }
            let code = find_code(rule)?;
            self.leaves[leaf].total = Some(Total { code, parts });
        }
        Ok(())
    }

    fn group(&self, id: &str) -> Option<Range<usize>> {
        let group = self.groups.iter().find(|group| group.id == id)?;
        Some(group.leaves.clone())
    }
}
