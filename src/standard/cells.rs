//! The cells of a standard's tables, and what names them: indices, ids, paths in the form, words.

use super::{Field, Leaf, Part, Standard, Table, join};

/// A cell of a standard's tables: indices of table, part, row leaf and column leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    /// Index in [`Standard::tables`].
    pub table: usize,
    /// Index in [`Table::parts`].
    pub part: usize,
    /// Leaf of [`Part::rows`].
    pub row: usize,
    /// Leaf of [`Part::columns`].
    pub column: usize,
}

impl Standard {
    /// The table of this form key.
    pub fn table_by_key(&self, key: &str) -> Option<usize> {
        self.tables.iter().position(|t| t.key == key)
    }

    /// The tables that a value of this kind ([`YesNoTables`](super::FieldKind::YesNoTables)) names,
    /// all of them for 是; none where it is no such value.
    pub fn tables_named(&self, value: &str) -> Option<Vec<usize>> {
        match value {
            "是" => Some((0..self.tables.len()).collect()),
            "否" => Some(Vec::new()),
            _ => value
                .split(['、', '，', ',', ' '])
                .map(|key| self.table_by_key(key))
                .collect(),
        }
    }

    /// What may be written instead of 是 and 否: 申请, 复议诉讼.
    pub fn table_keys(&self) -> String {
        join(self.tables.iter().map(|table| table.key.as_str()), "、")
    }

    /// All cells, table by table, row by row.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + '_ {
        let tables = self.tables.iter().enumerate();
        tables.flat_map(|(table, data)| data.cells(table))
    }

    /// The path of a cell in the form, such as `申请.办理结果.总计.商业企业`; a
    /// row of a single column is named by its row alone.
    pub fn path(&self, cell: CellId) -> String {
        join(self.keys_of(cell), ".")
    }

    /// The path of a cell's row: of all its cells in the form.
    #[cfg(feature = "readback")]
    pub fn row_path(&self, cell: CellId) -> String {
        join(self.keys_of_row(cell), ".")
    }

    /// The keys that lead to a cell in the form, as its path has them.
    pub fn keys_of(&self, cell: CellId) -> impl Iterator<Item = &str> {
        let column = (self.part(cell).columns.leaves.len() > 1).then(|| self.column(cell).key());
        self.keys_of_row(cell).chain(column)
    }

    fn keys_of_row(&self, cell: CellId) -> impl Iterator<Item = &str> {
        let keys = self.row(cell).keys.iter().map(String::as_str);
        std::iter::once(self.table(cell).key.as_str()).chain(keys)
    }

    /// The cell of this path; none where there is no such.
    pub fn cell_by_path(&self, path: &str) -> Option<CellId> {
        let cells = self
            .cells_by_path
            .get_or_init(|| self.cells().map(|id| (self.path(id), id)).collect());
        cells.get(path).copied()
    }

    /// The keys outside the tables that the format has, in the form's order.
    pub fn own_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !self.lacks(field))
    }

    /// Whether the format does not have a key.
    pub fn lacks(&self, field: &Field) -> bool {
        self.without.contains(&field.key)
    }

    /// The table of a cell.
    pub fn table(&self, id: CellId) -> &Table {
        &self.tables[id.table]
    }

    /// The part of a table that a cell stands in.
    pub fn part(&self, id: CellId) -> &Part {
        &self.table(id).parts[id.part]
    }

    /// The row of a cell.
    pub fn row(&self, id: CellId) -> &Leaf {
        &self.part(id).rows.leaves[id.row]
    }

    /// The column of a cell.
    pub fn column(&self, id: CellId) -> &Leaf {
        &self.part(id).columns.leaves[id.column]
    }

    /// The cell of these ids of table, row and column.
    pub fn cell_by_ids(&self, table: &str, row: &str, column: &str) -> Option<CellId> {
        let index = self.tables.iter().position(|t| t.id == table)?;
        for (part, data) in self.tables[index].parts.iter().enumerate() {
            if let Some(row) = data.rows.leaf(row)
                && let Some(column) = data.columns.leaf(column)
            {
                return Some(CellId {
                    table: index,
                    part,
                    row,
                    column,
                });
            }
        }
        None
    }

    /// The charts by the names that texts give them, with what they show, for clerks.
    pub fn charts_in_words(&self) -> String {
        let mut charts = Vec::with_capacity(self.charts.len());
        for chart in &self.charts {
            charts.push(format!("chart:{}（{}）", chart.id, chart.name));
        }
        charts.join("、")
    }

    /// The cells of a row, or of a group of rows without its totals, in a column, by ids; none
    /// where there is no such.
    pub fn cells_of(&self, table: &str, row: &str, column: &str) -> Vec<CellId> {
        let mut found = Vec::new();
        for (index, data) in self.tables.iter().enumerate() {
            if data.id != table {
                continue;
            }
            for (part, data) in data.parts.iter().enumerate() {
                if let Some(column) = data.columns.leaf(column)
                    && let Some(rows) = data.rows.group(row)
                {
                    let first = CellId {
                        table: index,
                        part,
                        row: rows.start,
                        column,
                    };
                    let is_single = rows.len() == 1;
                    let stated =
                        rows.filter(|&row| is_single || data.rows.leaves[row].total.is_none());
                    found.extend(stated.map(|row| CellId { row, ..first }));
                }
            }
        }
        found
    }

    /// The cell of another format that has the same ids; none where that has no such cell.
    pub fn counterpart(&self, cell: CellId, other: &Self) -> Option<CellId> {
        other.cell_by_ids(
            &self.table(cell).id,
            &self.row(cell).id,
            &self.column(cell).id,
        )
    }

    /// Whether a cell is a total, which the program can compute.
    pub fn is_total(&self, cell: CellId) -> bool {
        self.column(cell).total.is_some() || self.row(cell).total.is_some()
    }

    /// The cells that a total sums; none for a cell that is no total.
    ///
    /// A row's total comes before a column's where a cell is both.
    pub fn parts_of(&self, cell: CellId) -> Option<Vec<CellId>> {
        if let Some(total) = &self.column(cell).total {
            let columns = total.parts.iter();
            return Some(columns.map(|&column| CellId { column, ..cell }).collect());
        }
        let rows = self.row(cell).total.as_ref()?.parts.iter();
        Some(rows.map(|&row| CellId { row, ..cell }).collect())
    }

    /// The words of a cell, such as `（七）总计，商业企业`.
    pub fn label(&self, cell: CellId) -> String {
        let row = &self.row(cell).label;
        let is_alone = self.part(cell).columns.leaves.len() == 1;
        if is_alone {
            row.clone()
        } else {
            format!("{row}，{}", self.column(cell).label)
        }
    }
}

impl Table {
    /// Its cells, where it is the table of this index.
    fn cells(&self, table: usize) -> impl Iterator<Item = CellId> + '_ {
        let parts = self.parts.iter().enumerate();
        parts.flat_map(move |(part, data)| data.cells(table, part))
    }
}

impl Part {
    /// Its cells row by row, where it is this part of the table of this index.
    fn cells(&self, table: usize, part: usize) -> impl Iterator<Item = CellId> + use<> {
        let (rows, columns) = (self.rows.leaves.len(), self.columns.leaves.len());
        let id = CellId {
            table,
            part,
            row: 0,
            column: 0,
        };
        (0..rows).flat_map(move |row| (0..columns).map(move |column| CellId { row, column, ..id }))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{CLEAN, OLD, report};

    /// What the older format calls the cell of these ids of table, row and column.
    fn check(ids: [&str; 3], expected: Option<&str>) {
        let (this, last) = (report(CLEAN), report(OLD));
        let [table, row, column] = ids;
        let id = this
            .standard
            .cell_by_ids(table, row, column)
            .expect("a cell of this year's");
        let found = this.standard.counterpart(id, &last.standard);
        let path = found.map(|id| last.standard.path(id));
        assert_eq!(path.as_deref(), expected, "{ids:?}");
    }

    #[test]
    fn cells_of_two_formats_are_matched_by_their_ids() {
        check(
            ["requests", "carried-in", "legal"],
            Some("申请.上年结转.法律服务机构"),
        );
        check(
            ["disclosure", "licence", "decisions"],
            Some("主动公开.行政许可.处理决定"),
        );
        check(["disclosure", "normative", "in-force"], None);
        check(["requests", "other.rest", "all"], None);
    }
}
