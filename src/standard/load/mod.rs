//! Loading a standard and checking the data itself.
//!
//! Its tables are built in `tables`; here all of it is put together, and what goes across tables
//! is checked.

mod tables;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use self::tables::build_table;
use super::data::{BetweenYearsData, SectionData, StandardData};
use super::{BetweenYears, CellKind, Chart, Fields, LEDGER, Section, Standard, Table, WhichYear};
use crate::finding::{Code, Severities, Severity};

/// Bars of a chart: more do not fit a page.
const MAX_BARS: usize = 12;

/// Why a standard's file is no use.
#[derive(Debug, thiserror::Error)]
#[error("{}{message}", show_position(*position))]
pub struct LoadError {
    /// What is wrong.
    pub message: String,
    /// Where, if it is known.
    pub position: Option<FilePosition>,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePosition {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// What stands before a message whose place is known.
fn show_position(position: Option<FilePosition>) -> String {
    match position {
        Some(FilePosition { line, column }) => format!("{line}:{column}: "),
        None => String::new(),
    }
}

impl LoadError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            position: None,
        }
    }
}

impl From<serde_saphyr::Error> for LoadError {
    fn from(error: serde_saphyr::Error) -> Self {
        let mut position = None;
        if let Some(at) = error.location() {
            position = Some(FilePosition {
                line: at.line() as usize,
                column: at.column() as usize,
            });
        }
        Self {
            message: error.without_snippet().to_string(),
            position,
        }
    }
}

fn refuse<T>(message: impl Into<String>) -> Result<T, LoadError> {
    Err(LoadError::new(message))
}

impl Standard {
    /// Reads a standard and checks it.
    ///
    /// # Errors
    /// When the text is no such YAML; a total or balance names a row that does
    /// not exist; keys or ids repeat; a head or block does not tile the width.
    pub fn load(text: &str) -> Result<Self, LoadError> {
        Self::build(serde_saphyr::from_str(text)?)
    }

    /// The standard of a file's data, which is checked.
    pub(super) fn build(data: StandardData) -> Result<Self, LoadError> {
        let mut tables = Vec::with_capacity(data.tables.len());
        for table in data.tables {
            tables.push(build_table(table)?);
        }
        refuse_twice("table key", tables.iter().map(|t| t.key.as_str()))?;
        let sections = build_sections(data.sections, &tables)?;
        let fields = match data.fields {
            Some(own) => Arc::new(own.build()?),
            None => Fields::usual(),
        };
        check_keys(&fields, &sections, &tables, &data.without)?;
        let mut between_years = Vec::with_capacity(data.between_years.len());
        for relation in data.between_years {
            between_years.push(build_relation(relation)?);
        }
        let standard = Self {
            severities: build_severities(&data.severities)?,
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
            return refuse("ledger: no such table, row or group");
        }
        Ok(standard)
    }

    fn check_charts(&self) -> Result<(), LoadError> {
        refuse_twice("chart", self.charts.iter().map(|chart| chart.id.as_str()))?;
        for chart in &self.charts {
            if let Err(why) = self.check_chart(chart) {
                return refuse(format!("chart {}: {why}", chart.id));
            }
        }
        Ok(())
    }

    /// Checks a chart; `Err` says what is wrong with it.
    fn check_chart(&self, chart: &Chart) -> Result<(), String> {
        if chart.bars.is_empty() {
            return Err("no bars".to_owned());
        }
        let mut units = Vec::new();
        for bar in &chart.bars {
            let cells = self.cells_of(&chart.table, &bar.row, &bar.column);
            if cells.is_empty() {
                return Err(format!("no cell {} {}", bar.row, bar.column));
            }
            for id in cells {
                let part = self.part(id);
                units.push((&part.unit, part.kind(id.column)));
            }
        }
        let (unit, kind) = units[0];
        let differ = units.iter().any(|other| *other != (unit, kind));
        if differ || matches!(kind, CellKind::Signed | CellKind::AmountWithUnit) {
            return Err("bars of several units, or of numbers with a sign or unit".to_owned());
        }
        if chart.shares && chart.last_year {
            return Err("shares and last-year do not go together".to_owned());
        }
        if chart.bars.len() > MAX_BARS {
            return Err(format!("more than {MAX_BARS} bars"));
        }
        Ok(())
    }

    fn check_between_years(&self) -> Result<(), LoadError> {
        for relation in &self.between_years {
            let rule = relation.code.name();
            let Some(table) = self.tables.iter().find(|t| t.id == relation.table) else {
                return refuse(format!("{rule}: no table {}", relation.table));
            };
            if let Some(id) = find_lacking(table, relation) {
                return refuse(format!("{rule}: no row or column {id}"));
            }
        }
        Ok(())
    }
}

/// The first row or column of a relation that its table does not have.
fn find_lacking<'r>(table: &Table, relation: &'r BetweenYears) -> Option<&'r str> {
    let mut rows: BTreeSet<&str> = BTreeSet::new();
    let mut columns: BTreeSet<&str> = BTreeSet::new();
    for part in &table.parts {
        rows.extend(part.rows.leaves.iter().map(|leaf| leaf.id.as_str()));
        columns.extend(part.columns.leaves.iter().map(|leaf| leaf.id.as_str()));
    }
    let across = if relation.rows.is_empty() {
        &rows
    } else {
        &columns
    };
    let mut cells = [&relation.this, &relation.last]
        .into_iter()
        .chain(&relation.plus)
        .chain(&relation.minus);
    let lacking = match cells.find(|id| !across.contains(id.as_str())) {
        Some(id) => Some(id),
        None => relation.rows.iter().find(|id| !rows.contains(id.as_str())),
    };
    lacking.map(String::as_str)
}

fn build_sections(data: Vec<SectionData>, tables: &[Table]) -> Result<Vec<Section>, LoadError> {
    let mut sections = Vec::with_capacity(data.len());
    for section in data {
        let mut table = None;
        if let Some(id) = &section.table {
            table = tables.iter().position(|t| t.id == *id);
            if table.is_none() {
                return refuse(format!("section {}: no table {id}", section.label));
            }
        }
        sections.push(Section {
            label: section.label,
            text: section.text,
            or_key: section.or_key,
            table,
        });
    }
    Ok(sections)
}

/// Checks that keys which are named are there, and that no key is a table's as well.
fn check_keys(
    fields: &Fields,
    sections: &[Section],
    tables: &[Table],
    without: &[String],
) -> Result<(), LoadError> {
    for section in sections {
        for key in section.text.iter().chain(&section.or_key) {
            if fields.find(key).is_none() {
                return refuse(format!("no field {key}, which a section names"));
            }
        }
    }
    for table in tables {
        if fields.find(&table.key).is_some() {
            return refuse(format!("{}: a table and a field", table.key));
        }
    }
    for key in without {
        if fields.find(key).is_none() {
            return refuse(format!("without {key}: no such field"));
        }
    }
    Ok(())
}

fn build_severities(data: &BTreeMap<String, String>) -> Result<Severities, LoadError> {
    let mut severities = Severities::new();
    for (name, severity) in data {
        let Some(severity) = Severity::by_name(severity) else {
            return refuse(format!("{name}: no severity {severity}"));
        };
        severities.insert(find_code(name)?, severity);
    }
    Ok(severities)
}

fn build_relation(data: BetweenYearsData) -> Result<BetweenYears, LoadError> {
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
        return refuse(format!("{rule}: changes-of goes with plus and minus"));
    }
    let changes_of = changes_of.unwrap_or(WhichYear::This);
    Ok(BetweenYears {
        code: find_code(&rule)?,
        table,
        rows,
        this,
        last,
        plus,
        minus,
        changes_of,
    })
}

/// The code of a rule.
fn find_code(name: &str) -> Result<Code, LoadError> {
    match Code::by_name(name) {
        Some(code) => Ok(code),
        None => refuse(format!("no rule {name}")),
    }
}

/// Refuses a name that stands twice; `what` says what kind of name it is.
fn refuse_twice<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<(), LoadError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return refuse(format!("{what} {name} stands twice"));
        }
    }
    Ok(())
}
