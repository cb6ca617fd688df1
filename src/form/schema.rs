//! The JSON Schema (draft-07) of a format's YAML form, for editors.

use serde_json::{Map, Value, json};

use crate::standard::{
    AGENCY, CellKind, FORMAT, Field, FieldKind, Leaf, Node, Part, Standard, Table, YEAR, join,
};

/// How editors check what is written with signs: a day, a moment, an amount of money.
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const MOMENT: &str =
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]$";
const AMOUNT: &str = "^(0|[1-9][0-9]*)(\\.[0-9]{1,6})?(元|万元|亿元)$";

/// A year behind those of a format that is in force.
const LAST_YEAR_IN_FORCE: i32 = 2100;

/// The schema's text, with a line end.
pub fn json_schema(standard: &Standard) -> String {
    let mut properties = Map::new();
    for field in &standard.fields.before {
        properties.insert(field.key.clone(), field_schema(field, standard));
    }
    for table in &standard.tables {
        properties.insert(table.key.clone(), table_schema(table));
    }
    for field in &standard.fields.behind {
        if !standard.lacks(field) {
            properties.insert(field.key.clone(), field_schema(field, standard));
        }
    }
    let mut required: Vec<&str> = vec![AGENCY, YEAR];
    required.extend(standard.tables.iter().map(|t| t.key.as_str()));
    let Standard { format, source, .. } = standard;
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("政府信息公开工作年度报告填报表（格式 {format}）"),
        "description": format!("{source}；由 nianbao 按 schema/standard/{format}.yaml 生成"),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "definitions": definitions(),
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn definitions() -> Value {
    let count = json!({"type": "integer", "minimum": 0, "description": "0 或正整数，不带单位"});
    let signed = json!({"type": "integer", "description": "增减数，如 3 或 -3"});
    let decimal = json!({"type": "number", "minimum": 0, "description": "0 或正数"});
    let amount = json!({"description": "金额和单位，如 454万元；没有填 0", "anyOf": [
        {"type": "string", "pattern": AMOUNT, "description": "金额和单位，如 454万元"},
        {"const": 0},
    ]});
    json!({
        "count": with_note(&count),
        "signed": with_note(&signed),
        "decimal": with_note(&decimal),
        "amount": with_note(&amount),
    })
}

/// A number, alone or with a note beside it.
fn with_note(number: &Value) -> Value {
    let note = json!({"type": "string", "description": "印在数后面括号里的说明"});
    json!({"anyOf": [number, {
        "type": "object",
        "properties": {"值": number, "注": note},
        "required": ["值"],
        "additionalProperties": false,
    }]})
}

/// What may stand at a key, with its explanation.
fn field_schema(field: &Field, standard: &Standard) -> Value {
    let mut schema = Map::new();
    schema.insert("description".to_owned(), json!(field.help));
    if let Value::Object(shape) = field_shape(field, standard) {
        schema.extend(shape);
    }
    Value::Object(schema)
}

fn field_shape(field: &Field, standard: &Standard) -> Value {
    match &field.kind {
        // Unquoted, YAML's own types make the format a number.
        _ if field.key == FORMAT => {
            json!({"enum": [standard.format, standard.format.parse::<i64>().ok()]})
        }
        FieldKind::Text | FieldKind::Postcode | FieldKind::Phone => {
            json!({"type": ["string", "number", "null"]})
        }
        FieldKind::Year => {
            let to = standard.serves.to.unwrap_or(LAST_YEAR_IN_FORCE);
            json!({"type": "integer", "minimum": standard.serves.from, "maximum": to})
        }
        FieldKind::Date => json!({"type": ["string", "null"], "pattern": DAY}),
        FieldKind::Moment => json!({"type": ["string", "null"], "pattern": MOMENT}),
        FieldKind::YesNo => json!({"enum": ["是", "否", null]}),
        FieldKind::YesNoTables => {
            let one = join(standard.tables.iter().map(|t| t.key.as_str()), "|");
            let pattern = format!("^(是|否|({one})(、({one}))*)$");
            json!({"type": ["string", "null"], "pattern": pattern})
        }
        FieldKind::Narrative => json!({"type": ["string", "null"]}),
        FieldKind::Count => json!({"type": "integer", "minimum": 0}),
        FieldKind::Amount => json!({"type": "number", "minimum": 0}),
        FieldKind::Group(fields) => optional_object(fields_schema(fields, standard)),
        FieldKind::PerTable => optional_object(remarks_schema(&standard.tables)),
        FieldKind::Records(fields) => {
            let item = json!({
                "type": "object",
                "properties": fields_schema(fields, standard),
                "additionalProperties": false,
            });
            json!({"anyOf": [{"type": "array", "items": item}, item, {"type": "null"}]})
        }
    }
}

fn fields_schema(fields: &[Field], standard: &Standard) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in fields {
        properties.insert(field.key.clone(), field_schema(field, standard));
    }
    properties
}

/// A text for each table, by the table's key.
fn remarks_schema(tables: &[Table]) -> Map<String, Value> {
    let mut properties = Map::new();
    for table in tables {
        let help = format!("印在“{}”表下面的文字", table.name);
        let text = json!({"description": help, "type": ["string", "null"]});
        properties.insert(table.key.clone(), text);
    }
    properties
}

fn optional_object(properties: Map<String, Value>) -> Value {
    json!({
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": false,
    })
}

/// A node of a part's rows.
#[derive(Clone, Copy)]
struct PartNode<'s> {
    part: &'s Part,
    node: &'s Node,
}

fn table_schema(table: &Table) -> Value {
    let mut rows = Vec::new();
    for part in &table.parts {
        rows.extend(part.rows.roots.iter().map(|node| PartNode { part, node }));
    }
    group_schema(&table.name, rows)
}

/// The rows of a table or of a group in it, first to last.
fn group_schema(description: &str, rows: Vec<PartNode<'_>>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut pending = rows;
    pending.reverse();
    while let Some(PartNode { part, node }) = pending.pop() {
        let Some(key) = &node.key else {
            let children = node.children.iter().rev();
            pending.extend(children.map(|node| PartNode { part, node }));
            continue;
        };
        properties.insert(key.clone(), row_schema(part, node));
        let is_total = node
            .leaf
            .is_some_and(|leaf| part.rows.leaves[leaf].total.is_some());
        if !is_total {
            required.push(key.clone());
        }
    }
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn row_schema(part: &Part, node: &Node) -> Value {
    let Some(leaf) = node.leaf else {
        let children = node.children.iter();
        let children = children.map(|node| PartNode { part, node }).collect();
        return group_schema(&node.label, children);
    };
    let is_total = part.rows.leaves[leaf].total.is_some();
    let columns = &part.columns.leaves;
    let cells: Vec<Value> = columns
        .iter()
        .map(|column| cell_schema(column, is_total))
        .collect();
    if let [cell] = cells.as_slice() {
        return json!({"description": node.label, "anyOf": [cell]});
    }
    let mut by_column = Map::new();
    for (column, cell) in columns.iter().zip(&cells) {
        by_column.insert(column.key().to_owned(), cell.clone());
    }
    let order = join(columns.iter().map(Leaf::key), "、");
    let stated = columns.iter().filter(|column| column.total.is_none());
    let mut shapes = vec![
        json!({
            "type": "array",
            "description": format!("依次：{order}"),
            "items": cells,
            "minItems": stated.count(),
            "maxItems": columns.len(),
        }),
        json!({"type": "object", "properties": by_column, "additionalProperties": false}),
        json!({"const": 0}),
    ];
    if is_total {
        shapes.push(json!({"type": "null"}));
    }
    json!({"description": node.label, "anyOf": shapes})
}

/// A cell of a column, in a row of totals or of numbers.
fn cell_schema(column: &Leaf, row_is_total: bool) -> Value {
    let name = match column.cell {
        CellKind::Count => "count",
        CellKind::Signed => "signed",
        CellKind::Decimal => "decimal",
        CellKind::AmountWithUnit => "amount",
    };
    let cell = json!({"$ref": format!("#/definitions/{name}")});
    let label = &column.label;
    // A total may be left to the program. A reference takes no keywords beside it.
    if row_is_total || column.total.is_some() {
        let description = format!("{label}；不写就由程序计算");
        json!({"description": description, "anyOf": [cell, {"type": "null"}]})
    } else {
        json!({"description": label, "allOf": [cell]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::builtin;
    use crate::testing::check_committed;

    /// The committed schema is the one that the standard gives; `NIANBAO_RENEW=1` writes it anew.
    fn check(format: &str) {
        let text = json_schema(&builtin(format).unwrap());
        check_committed(&format!("schema/form-{format}.json"), &text);
    }

    #[test]
    fn the_committed_schemas_are_current() {
        check("2019");
        check("2021");
    }
}
