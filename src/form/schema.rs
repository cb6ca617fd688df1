//! The JSON Schema (draft-07) of a format's YAML form, for editors.

use serde_json::{Map, Value, json};

use crate::standard::{
    AGENCY, CellKind, FORMAT, Field, FieldKind, Node, Part, Standard, Table, YEAR,
};

/// The schema's text, with a line end.
pub fn json_schema(standard: &Standard) -> String {
    let mut properties = Map::new();
    for field in &standard.fields.before {
        properties.insert(field.key.clone(), field_schema(field, standard));
    }
    for table in &standard.tables {
        properties.insert(table.key.clone(), table_schema(table));
    }
    for field in standard
        .fields
        .behind
        .iter()
        .filter(|field| !standard.lacks(field))
    {
        properties.insert(field.key.clone(), field_schema(field, standard));
    }
    let mut required: Vec<&str> = vec![AGENCY, YEAR];
    required.extend(standard.tables.iter().map(|t| t.key.as_str()));
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("政府信息公开工作年度报告填报表（格式 {}）", standard.format),
        "description": format!("{}；由 nianbao 按 schema/standard/{}.yaml 生成", standard.source, standard.format),
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
    let noted = |number: Value| {
        json!({"anyOf": [number, {
            "type": "object",
            "properties": {"值": number, "注": {"type": "string", "description": "印在数后面括号里的说明"}},
            "required": ["值"],
            "additionalProperties": false,
        }]})
    };
    json!({
        "count": noted(json!({"type": "integer", "minimum": 0, "description": "0 或正整数，不带单位"})),
        "signed": noted(json!({"type": "integer", "description": "增减数，如 3 或 -3"})),
        "decimal": noted(json!({"type": "number", "minimum": 0, "description": "0 或正数"})),
        "amount": noted(json!({"description": "金额和单位，如 454万元；没有填 0", "anyOf": [
            {"type": "string", "pattern": "^(0|[1-9][0-9]*)(\\.[0-9]{1,6})?(元|万元|亿元)$", "description": "金额和单位，如 454万元"},
            {"const": 0},
        ]})),
    })
}

fn field_schema(field: &Field, standard: &Standard) -> Value {
    let text = |extra: Value| {
        let mut schema = json!({"description": field.help});
        if let (Some(object), Value::Object(extra)) = (schema.as_object_mut(), extra) {
            object.extend(extra);
        }
        schema
    };
    match &field.kind {
        // Unquoted, YAML's own types make the format a number.
        _ if field.key == FORMAT => {
            text(json!({"enum": [standard.format, standard.format.parse::<i64>().ok()]}))
        }
        FieldKind::Text | FieldKind::Postcode | FieldKind::Phone => {
            text(json!({"type": ["string", "number", "null"]}))
        }
        FieldKind::Year => {
            let to = standard.serves.to.unwrap_or(2100);
            text(json!({"type": "integer", "minimum": standard.serves.from, "maximum": to}))
        }
        FieldKind::Date => text(
            json!({"type": ["string", "null"], "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}),
        ),
        FieldKind::Moment => text(json!({
            "type": ["string", "null"],
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]$"
        })),
        FieldKind::YesNo => text(json!({"enum": ["是", "否", null]})),
        FieldKind::YesNoTables => {
            let keys: Vec<&str> = standard.tables.iter().map(|t| t.key.as_str()).collect();
            let one = format!("({})", keys.join("|"));
            let pattern = format!("^(是|否|{one}(、{one})*)$");
            text(json!({"type": ["string", "null"], "pattern": pattern}))
        }
        FieldKind::Narrative => text(json!({"type": ["string", "null"]})),
        FieldKind::Count => text(json!({"type": "integer", "minimum": 0})),
        FieldKind::Amount => text(json!({"type": "number", "minimum": 0})),
        FieldKind::Group(fields) => {
            let properties: Map<String, Value> = fields
                .iter()
                .map(|f| (f.key.clone(), field_schema(f, standard)))
                .collect();
            text(
                json!({"type": ["object", "null"], "properties": properties, "additionalProperties": false}),
            )
        }
        FieldKind::PerTable => {
            let properties: Map<String, Value> = standard
                .tables
                .iter()
                .map(|t| {
                    let help = format!("印在“{}”表下面的文字", t.name);
                    (
                        t.key.clone(),
                        json!({"description": help, "type": ["string", "null"]}),
                    )
                })
                .collect();
            text(
                json!({"type": ["object", "null"], "properties": properties, "additionalProperties": false}),
            )
        }
        FieldKind::Records(fields) => {
            let properties: Map<String, Value> = fields
                .iter()
                .map(|f| (f.key.clone(), field_schema(f, standard)))
                .collect();
            let item =
                json!({"type": "object", "properties": properties, "additionalProperties": false});
            text(json!({"anyOf": [{"type": "array", "items": item}, item, {"type": "null"}]}))
        }
    }
}

fn table_schema(table: &Table) -> Value {
    let rows = table
        .parts
        .iter()
        .flat_map(|part| part.rows.roots.iter().map(move |node| (part, node)));
    group_schema(&table.name, rows)
}

fn group_schema<'a>(description: &str, rows: impl Iterator<Item = (&'a Part, &'a Node)>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut pending: Vec<(&Part, &Node)> = rows.collect();
    pending.reverse();
    while let Some((part, node)) = pending.pop() {
        match &node.key {
            None => pending.extend(node.children.iter().rev().map(|child| (part, child))),
            Some(key) => {
                properties.insert(key.clone(), row_schema(part, node));
                if node
                    .leaf
                    .is_none_or(|leaf| part.rows.leaves[leaf].total.is_none())
                {
                    required.push(key.clone());
                }
            }
        }
    }
    json!({"description": description, "type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn row_schema(part: &Part, node: &Node) -> Value {
    let Some(leaf) = node.leaf else {
        return group_schema(&node.label, node.children.iter().map(|child| (part, child)));
    };
    let cell = |column: usize| {
        let total =
            part.columns.leaves[column].total.is_some() || part.rows.leaves[leaf].total.is_some();
        let cell = cell_schema(part.kind(column));
        let label = &part.columns.leaves[column].label;
        // A total may be left to the program. A reference takes no keywords beside it.
        if total {
            json!({"description": format!("{label}；不写就由程序计算"), "anyOf": [cell, {"type": "null"}]})
        } else {
            json!({"description": label, "allOf": [cell]})
        }
    };
    let cells: Vec<Value> = (0..part.columns.leaves.len()).map(cell).collect();
    if let [cell] = cells.as_slice() {
        return json!({"description": node.label, "anyOf": [cell]});
    }
    let stated = part
        .columns
        .leaves
        .iter()
        .filter(|l| l.total.is_none())
        .count();
    let columns: Map<String, Value> = part
        .columns
        .leaves
        .iter()
        .zip(&cells)
        .map(|(l, cell)| (l.key().to_owned(), cell.clone()))
        .collect();
    let order = part
        .columns
        .leaves
        .iter()
        .map(crate::standard::Leaf::key)
        .collect::<Vec<_>>()
        .join("、");
    let mut shapes = vec![
        json!({"type": "array", "description": format!("依次：{order}"), "items": cells, "minItems": stated, "maxItems": part.columns.leaves.len()}),
        json!({"type": "object", "properties": columns, "additionalProperties": false}),
        json!({"const": 0}),
    ];
    if part.rows.leaves[leaf].total.is_some() {
        shapes.push(json!({"type": "null"}));
    }
    json!({"description": node.label, "anyOf": shapes})
}

fn cell_schema(kind: CellKind) -> Value {
    let name = match kind {
        CellKind::Count => "count",
        CellKind::Signed => "signed",
        CellKind::Decimal => "decimal",
        CellKind::AmountWithUnit => "amount",
    };
    json!({"$ref": format!("#/definitions/{name}")})
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
