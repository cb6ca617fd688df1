//! Loading a standard and checking the data itself.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::axis::{Axis, Leaf, Node, Total};
use super::data::{BetweenYearsData, NodeData, PartData, StandardData, SumData, TableData};
use super::{
    BetweenYears, CellId, CellKind, ChartBar, Equality, Fields, LEDGER, Layout, Part, Section,
    Standard, Table, WhichYear,
};
use crate::finding::{Code, Severities, Severity};

/// Bars of a chart: more do not fit a page.
const MAX_BARS: usize = 12;
/// Printed columns that one column may span; a page has room for 24.
const MAX_SPAN: usize = 64;

/// Why a standard's file is no use.
#[derive(Debug, thiserror::Error)]
#[error("{}{message}", position.map(|(line, column)| format!("{line}:{column}: ")).unwrap_or_default())]
pub struct LoadError {
    /// What is wrong.
    pub message: String,
    /// 1-based line and column, where known.
    pub position: Option<(usize, usize)>,
}

impl LoadError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            position: None,
        }
    }
}

fn wrong<T>(message: impl Into<String>) -> Result<T, LoadError> {
    Err(LoadError::new(message))
}

impl Standard {
    /// Reads a standard and checks it.
    ///
    /// # Errors
    /// When the text is no such YAML; a total or balance names a row that does
    /// not exist; keys or ids repeat; a head or block does not tile the width.
    pub fn load(text: &str) -> Result<Self, LoadError> {
        let data: StandardData = serde_saphyr::from_str(text).map_err(|e| LoadError {
            message: e.without_snippet().to_string(),
            position: e
                .location()
                .map(|l| (l.line() as usize, l.column() as usize)),
        })?;
        Self::checked(data)
    }

    /// The standard that a file says, where it says one.
    pub(super) fn checked(data: StandardData) -> Result<Self, LoadError> {
        let tables = data
            .tables
            .into_iter()
            .map(table)
            .collect::<Result<Vec<_>, _>>()?;
        unique("table key", tables.iter().map(|t| t.key.as_str()))?;
        let mut sections = Vec::new();
        for section in data.sections {
            let table = match &section.table {
                None => None,
                Some(id) => match tables.iter().position(|t| t.id == *id) {
                    Some(index) => Some(index),
                    None => return wrong(format!("section {}: no table {id}", section.label)),
                },
            };
            sections.push(Section {
                label: section.label,
                text: section.text,
                or_key: section.or_key,
                table,
            });
        }
        let fields = match data.fields {
            Some(own) => Arc::new(own.checked()?),
            None => Fields::usual(),
        };
        for key in sections
            .iter()
            .flat_map(|section| section.text.iter().chain(&section.or_key))
        {
            if fields.find(key).is_none() {
                return wrong(format!("no field {key}, which a section names"));
            }
        }
        for table in &tables {
            if fields.find(&table.key).is_some() {
                return wrong(format!("{}: a table and a field", table.key));
            }
        }
        for key in &data.without {
            if fields.find(key).is_none() {
                return wrong(format!("without {key}: no such field"));
            }
        }
        let between_years = data
            .between_years
            .into_iter()
            .map(between)
            .collect::<Result<_, _>>()?;
        let mut severities = Severities::new();
        for (name, severity) in &data.severities {
            let Some(severity) = Severity::by_name(severity) else {
                return wrong(format!("{name}: no severity {severity}"));
            };
            severities.insert(code(name)?, severity);
        }
        let standard = Self {
            severities,
            repeated: data.repeated_text,
            format: data.format,
            source: data.source,
            serves: data.serves,
            kind: data.kind,
            openness: data.openness,
            secrecy: data.secrecy,
            fields,
            without: data.without,
            sections,
            tables,
            between_years,
            ledger: data.ledger,
            rulemaking: data.rulemaking,
            unpaid: data.unpaid,
            outdated: data.outdated,
            charts: data.charts,
            cells_by_path: OnceLock::new(),
        };
        standard.check_between_years()?;
        standard.check_charts()?;
        let has_key = standard.fields.find(LEDGER).is_some();
        if has_key && standard.ledger.is_some() && standard.ledger_table().is_none() {
            return wrong("ledger: no such table, row or group");
        }
        Ok(standard)
    }

    fn check_charts(&self) -> Result<(), LoadError> {
        unique("chart", self.charts.iter().map(|chart| chart.id.as_str()))?;
        for chart in &self.charts {
            let empty = |bar: &&ChartBar| {
                self.cells_of(&chart.table, &bar.row, &bar.column)
                    .is_empty()
            };
            if chart.bars.is_empty() {
                return wrong(format!("chart {}: no bars", chart.id));
            }
            if let Some(bar) = chart.bars.iter().find(empty) {
                return wrong(format!(
                    "chart {}: no cell {} {}",
                    chart.id, bar.row, bar.column
                ));
            }
            let cells = chart
                .bars
                .iter()
                .flat_map(|bar| self.cells_of(&chart.table, &bar.row, &bar.column));
            let part = |id: CellId| self.part(id);
            let mut kinds: Vec<_> = cells
                .map(|id| (&part(id).unit, part(id).kind(id.column)))
                .collect();
            kinds.dedup();
            if kinds.len() > 1
                || kinds
                    .iter()
                    .any(|(_, kind)| matches!(kind, CellKind::Signed | CellKind::AmountWithUnit))
            {
                return wrong(format!(
                    "chart {}: bars of several units, or of numbers with a sign or unit",
                    chart.id
                ));
            }
            if chart.shares && chart.last_year {
                return wrong(format!(
                    "chart {}: shares and last-year do not go together",
                    chart.id
                ));
            }
            if chart.bars.len() > MAX_BARS {
                return wrong(format!("chart {}: more than {MAX_BARS} bars", chart.id));
            }
        }
        Ok(())
    }

    fn check_between_years(&self) -> Result<(), LoadError> {
        for relation in &self.between_years {
            let Some(table) = self.tables.iter().find(|t| t.id == relation.table) else {
                return wrong(format!(
                    "{}: no table {}",
                    relation.code.name(),
                    relation.table
                ));
            };
            let parts = &table.parts;
            let rows: BTreeSet<&str> = parts
                .iter()
                .flat_map(|p| &p.rows.leaves)
                .map(|leaf| leaf.id.as_str())
                .collect();
            let columns: BTreeSet<&str> = parts
                .iter()
                .flat_map(|p| &p.columns.leaves)
                .map(|leaf| leaf.id.as_str())
                .collect();
            let cells = [&relation.this, &relation.last]
                .into_iter()
                .chain(&relation.plus)
                .chain(&relation.minus);
            let across = if relation.rows.is_empty() {
                &rows
            } else {
                &columns
            };
            let lacking = cells.filter(|id| !across.contains(id.as_str()));
            let lacking = lacking
                .chain(
                    relation
                        .rows
                        .iter()
                        .filter(|id| !rows.contains(id.as_str())),
                )
                .next();
            if let Some(id) = lacking {
                return wrong(format!("{}: no row or column {id}", relation.code.name()));
            }
        }
        Ok(())
    }
}

fn between(data: BetweenYearsData) -> Result<BetweenYears, LoadError> {
    let BetweenYearsData {
        rule,
        table,
        rows,
        this,
        last,
        plus,
        minus,
        changes_of,
    } = data;
    if changes_of.is_some() == (plus.is_empty() && minus.is_empty()) {
        return wrong(format!("{rule}: changes-of goes with plus and minus"));
    }
    let changes_of = changes_of.unwrap_or(WhichYear::This);
    Ok(BetweenYears {
        code: code(&rule)?,
        table,
        rows,
        this,
        last,
        plus,
        minus,
        changes_of,
    })
}

fn table(data: TableData) -> Result<Table, LoadError> {
    let id = data.id;
    let parts = data
        .parts
        .into_iter()
        .map(part)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|mut e| {
            e.message = format!("table {id}: {}", e.message);
            e
        })?;
    if parts.is_empty() || (data.layout != Layout::Blocks && parts.len() != 1) {
        return wrong(format!(
            "table {id}: {} parts in layout {:?}",
            parts.len(),
            data.layout
        ));
    }
    for part in &parts {
        let blocks = data.layout == Layout::Blocks;
        if (blocks && part.columns.depth > 1)
            || (!blocks && part.columns.roots.iter().any(Node::has_span))
        {
            return wrong(format!(
                "table {id}: only blocks have spans, and only other layouts have columns in groups"
            ));
        }
        unique(
            &format!("column key of table {id}"),
            part.columns.leaves.iter().map(Leaf::key),
        )?;
        let columns: usize = part.columns.roots.iter().map(Node::width).sum();
        let width = if data.layout == Layout::Across {
            columns * part.rows.leaves.len()
        } else {
            columns
        };
        if width != data.width {
            return wrong(format!(
                "table {id}: {width} columns do not tile the width {}",
                data.width
            ));
        }
    }
    unique(
        &format!("row key of table {id}"),
        parts
            .iter()
            .flat_map(|p| &p.rows.leaves)
            .map(|leaf| leaf.keys.join("."))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str),
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

fn part(data: PartData) -> Result<Part, LoadError> {
    let columns = axis(&data.columns, data.cell)?;
    let rows = axis(&data.rows, CellKind::Count)?;
    let mut equalities = Vec::new();
    for equality in &data.equalities {
        let leaves = |ids: &[String]| {
            ids.iter()
                .map(|id| find(&rows, id))
                .collect::<Result<Vec<_>, _>>()
        };
        equalities.push(Equality {
            code: code(&equality.rule)?,
            left: leaves(&equality.left)?,
            right: leaves(&equality.right)?,
        });
    }
    Ok(Part {
        band: data.band,
        unit: data.unit,
        columns,
        rows,
        equalities,
    })
}

fn axis(data: &[NodeData], cell: CellKind) -> Result<Axis, LoadError> {
    let mut leaves = Vec::new();
    let mut sums = Vec::new();
    let mut groups = Vec::new();
    let mut keys = Vec::new();
    let roots = data
        .iter()
        .map(|d| node(d, cell, &mut keys, &mut leaves, &mut sums, &mut groups))
        .collect::<Result<Vec<_>, _>>()?;
    if leaves.is_empty() {
        return wrong("no rows or no columns");
    }
    unique("id", leaves.iter().map(|l: &Leaf| l.id.as_str()))?;
    let totals: BTreeSet<usize> = sums.iter().map(|(leaf, ..)| *leaf).collect();
    for (leaf, sum, rule) in sums {
        // A total sums what is stated, never another total: sums cannot go in circles.
        let stated = |i: &usize| !totals.contains(i);
        let parts: Vec<usize> = match sum {
            SumData::Before => (0..leaf).filter(stated).collect(),
            SumData::LeavesOf(group) => match groups.iter().find(|(id, _)| id == group) {
                Some((_, range)) => range.clone().filter(stated).collect(),
                None => return wrong(format!("{}: no group {group} to sum", leaves[leaf].id)),
            },
        };
        if parts.is_empty() {
            return wrong(format!("{}: nothing to sum", leaves[leaf].id));
        }
        leaves[leaf].total = Some(Total {
            code: code(rule)?,
            parts,
        });
    }
    let depth = roots.iter().map(Node::depth).max().unwrap_or(1);
    let groups = groups
        .into_iter()
        .map(|(id, range)| (id.to_owned(), range))
        .collect();
    Ok(Axis {
        roots,
        leaves,
        groups,
        depth,
    })
}

type Sums<'a> = Vec<(usize, &'a SumData, &'a str)>;
type Groups<'a> = Vec<(&'a str, std::ops::Range<usize>)>;

fn node<'a>(
    data: &'a NodeData,
    cell: CellKind,
    keys: &mut Vec<String>,
    leaves: &mut Vec<Leaf>,
    sums: &mut Sums<'a>,
    groups: &mut Groups<'a>,
) -> Result<Node, LoadError> {
    let Some(label) = data.label.as_ref().or(data.key.as_ref()) else {
        return wrong("a row or column without label");
    };
    if data.span == Some(0) {
        return wrong(format!("{label}: a span of 0"));
    }
    if data.span.is_some_and(|span| span > MAX_SPAN) {
        return wrong(format!("{label}: a span of more than {MAX_SPAN}"));
    }
    keys.extend(data.key.clone());
    let first = leaves.len();
    let mut children = Vec::new();
    let mut leaf = None;
    if data.rows.is_empty() {
        let (Some(id), Some(_)) = (&data.id, &data.key) else {
            return wrong(format!("{label}: a leaf needs id and key"));
        };
        leaf = Some(first);
        leaves.push(Leaf {
            id: id.clone(),
            keys: keys.clone(),
            label: label.clone(),
            cell: data.cell.unwrap_or(cell),
            stock: data.stock,
            total: None,
        });
        match (&data.sum, &data.rule) {
            (Some(sum), Some(rule)) => sums.push((first, sum, rule)),
            (None, None) => {}
            _ => return wrong(format!("{label}: sum and rule go together")),
        }
    } else {
        for child in &data.rows {
            children.push(node(child, cell, keys, leaves, sums, groups)?);
        }
        unique(
            &format!("key in {label}"),
            children.iter().filter_map(|c| c.key.as_deref()),
        )?;
    }
    if let Some(id) = &data.id {
        groups.push((id, first..leaves.len()));
    }
    if data.key.is_some() {
        keys.pop();
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

fn find(axis: &Axis, id: &str) -> Result<usize, LoadError> {
    match axis.leaves.iter().position(|l| l.id == id) {
        Some(index) => Ok(index),
        None => wrong(format!("no row {id}")),
    }
}

fn code(name: &str) -> Result<Code, LoadError> {
    match Code::by_name(name) {
        Some(code) => Ok(code),
        None => wrong(format!("no rule {name}")),
    }
}

fn unique<'a>(what: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), LoadError> {
    let mut seen = BTreeSet::new();
    match names.find(|&name| !seen.insert(name)) {
        Some(name) => wrong(format!("{what} {name} stands twice")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_image;

    const GOOD: &str = include_str!("../../schema/standard/2021.yaml");

    #[test]
    fn the_images_are_the_files() {
        let old = include_str!("../../schema/standard/2019.yaml");
        for (name, text) in [("standard-2019", old), ("standard-2021", GOOD)] {
            let data: StandardData = serde_saphyr::from_str(text).expect("a standard");
            check_image(name, &data);
        }
    }

    /// Loads 2021's standard with one piece of text replaced.
    fn check(from: &str, to: &str, expected: &str) {
        assert!(GOOD.contains(from), "{from}");
        let error = Standard::load(&GOOD.replacen(from, to, 1)).expect_err("a fault in the data");
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn the_official_tables_have_their_cells() {
        let standard = Standard::load(GOOD).unwrap();
        let per_table = |t: usize| standard.cells().filter(|c| c.table == t).count();
        assert_eq!([per_table(0), per_table(1), per_table(2)], [10, 25 * 7, 15]);
        let outcome = standard.tables[1].parts[0]
            .rows
            .leaves
            .iter()
            .find_map(|l| l.total.as_ref())
            .unwrap();
        assert_eq!(outcome.parts.len(), 21);
        let old = Standard::load(include_str!("../../schema/standard/2019.yaml")).unwrap();
        assert_eq!(old.tables[1].parts[0].rows.leaves.len(), 23);
        assert_eq!(
            old.tables[1].parts[0]
                .rows
                .leaves
                .iter()
                .find_map(|l| l.total.as_ref())
                .unwrap()
                .parts
                .len(),
            19
        );
    }

    #[test]
    fn faults_in_the_data_are_named() {
        check(
            "{leaves-of: outcome}",
            "{leaves-of: outcomes}",
            "no group outcomes",
        );
        check(
            "left: [new, carried-in]",
            "left: [new, carried]",
            "no row carried",
        );
        check("width: 7", "width: 8", "7 columns do not tile the width 8");
        check("span: 3}", "span: 2}", "do not tile");
        check(
            "{id: penalty, key: 行政处罚,",
            "{id: penalty, key: 行政强制,",
            "stands twice",
        );
        check("rule: row-total", "rule: row-sum", "no rule row-sum");
        check("corner: 信息内容", "cornr: 信息内容", "cornr");
        check(
            "last: carried-out",
            "last: carried",
            "no row or column carried",
        );
        check(
            "last: carried-out",
            "last: natural",
            "no row or column natural",
        );
        check("changes-of: this", "changes-of: next", "next");
        check(
            ", changes-of: this",
            "",
            "stock: changes-of goes with plus and minus",
        );
        check(
            "stock: warning",
            "stock: remark",
            "stock: no severity remark",
        );
        check("stock: warning", "stocks: warning", "no rule stocks");
        check("table: review", "table: reviews", "no table reviews");
        check("span: 3}", "span: 0}", "a span of 0");
        check(
            "span: 3}",
            "span: 18446744073709551615}",
            "a span of more than 64",
        );
        check(
            "{id: natural, key: 自然人}",
            "{id: natural, key: 自然人, span: 2}",
            "only blocks have spans",
        );
        check(
            "{label: 予以公开, row: granted",
            "{label: 予以公开, row: given",
            "chart outcomes: no cell given all",
        );
        check(
            "    last-year: true",
            "    last-year: true\n    shares: true",
            "do not go together",
        );
        check(
            "id: applicants",
            "id: outcomes",
            "chart outcomes stands twice",
        );
        check(
            "key: 商业企业",
            "key: 自然人",
            "column key of table requests 自然人 stands twice",
        );
    }
}
