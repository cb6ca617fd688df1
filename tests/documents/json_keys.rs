//! The page of the JSON that programs get, made of its schemas and of `schema/json/words.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::common::root;

const HEAD: &str = "# JSON

<!-- 由 schema/json/ 生成，不要手改：NIANBAO_RENEW=1 cargo test --test documents -->

`--format json` 时，标准输出正好是一个 JSON 文件，别的话都在标准错误上。结构另有 JSON Schema，\
在 `schema/json/`，测试保证两者一致。
不适用的项是 null；写着“可以没有”的项，没有内容时不写。键只增加，不改名，不换意思。身份证号、\
手机号在输出里遮去几位。
问题的代码见 [检查规则](../检查规则.md)，退出码见 [退出码](退出码.md)。
";

/// The Chinese words for what the schemas say in English.
#[derive(Deserialize)]
struct Glossary {
    documents: BTreeMap<String, DocumentWords>,
    keys: BTreeMap<String, BTreeMap<String, String>>,
    values: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct DocumentWords {
    title: String,
    from: String,
}

/// The order in which the documents are told.
const ORDER: [&str; 5] = ["findings", "comparison", "proposals", "readings", "data"];

/// JSON.md.
pub fn page() -> String {
    let glossary = glossary();
    let mut page = HEAD.to_owned();
    let mut told = BTreeSet::new();
    for name in ORDER {
        let words = &glossary.documents[name];
        let schema = schema(name);
        page += &format!("\n## {}\n\n{}。", words.title, words.from);
        page += &format!("结构：`schema/json/{name}.json`。\n");
        page += &of_type(
            schema["title"].as_str().expect("a title"),
            &schema,
            &glossary,
        );
        let Some(definitions) = schema["$defs"].as_object() else {
            continue;
        };
        for (kind, definition) in definitions {
            if definition["properties"].is_object() && told.insert(kind.clone()) {
                page += &format!("\n### {kind}\n");
                page += &of_type(kind, definition, &glossary);
            }
        }
    }
    page += "\n## 值\n\n| 值 | 意思 |\n| --- | --- |\n";
    for (value, meaning) in &glossary.values {
        page += &format!("| `{value}` | {meaning} |\n");
    }
    page
}

/// The keys of a type.
fn of_type(kind: &str, schema: &Value, glossary: &Glossary) -> String {
    let words = &glossary.keys[kind];
    let required: Vec<&str> = match schema["required"].as_array() {
        Some(keys) => keys.iter().filter_map(Value::as_str).collect(),
        None => Vec::new(),
    };
    let mut table = "\n| 键 | 类型 | 意思 |\n| --- | --- | --- |\n".to_owned();
    for (key, value) in schema["properties"].as_object().expect("keys") {
        let missing = if required.contains(&key.as_str()) {
            ""
        } else {
            "；可以没有"
        };
        let meaning = words
            .get(key)
            .unwrap_or_else(|| panic!("no words for {kind}.{key}"));
        table += &format!("| `{key}` | {} | {meaning}{missing} |\n", kind_of(value));
    }
    table
}

/// The type of a value, in few words.
fn kind_of(value: &Value) -> String {
    if let Some(reference) = value["$ref"].as_str() {
        return name_of(reference);
    }
    if let Some(values) = value["enum"].as_array() {
        let values: Vec<String> = values.iter().map(quote).collect();
        return values.join("、");
    }
    let options = value["anyOf"].as_array().or(value["oneOf"].as_array());
    if let Some(options) = options {
        let kinds: Vec<String> = options.iter().map(kind_of).collect();
        return kinds.join("，或 ");
    }
    match &value["type"] {
        Value::String(kind) if kind == "array" => format!("列表：{}", kind_of(&value["items"])),
        Value::String(kind) => word_for(kind).to_owned(),
        Value::Array(kinds) => {
            let kinds: Vec<&str> = kinds
                .iter()
                .filter_map(Value::as_str)
                .map(word_for)
                .collect();
            kinds.join("，或 ")
        }
        _ => "任何值".to_owned(),
    }
}

fn quote(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => other.to_string(),
    }
}

fn word_for(kind: &str) -> &str {
    match kind {
        "string" => "文字",
        "integer" => "整数",
        "number" => "数",
        "boolean" => "true、false",
        "object" => "对象",
        "array" => "列表",
        other => other,
    }
}

/// What a reference names: a type of the page, or the values of an enumeration.
fn name_of(reference: &str) -> String {
    let name = reference.rsplit('/').next().expect("a name");
    match name {
        "FileStatus" => format!("{}，或 {}", values_of("Written"), values_of("Verified")),
        "Origin" => values_of("Origin"),
        _ => format!("[{name}](#{})", name.to_lowercase()),
    }
}

/// The values of an enumeration of `findings.json`.
fn values_of(name: &str) -> String {
    let schema = schema("findings");
    let options = schema["$defs"][name]["oneOf"].as_array().expect("values");
    let values: Vec<String> = options
        .iter()
        .map(|option| quote(&option["const"]))
        .collect();
    values.join("、")
}

fn schema(name: &str) -> Value {
    let path = root().join(format!("schema/json/{name}.json"));
    let text = fs::read_to_string(path).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

fn glossary() -> Glossary {
    let path = root().join("schema/json/words.yaml");
    let text = fs::read_to_string(path).expect("the words");
    serde_saphyr::from_str(&text).expect("YAML")
}

/// All keys and values of the schemas, and no others, have words.
#[test]
fn the_words_are_those_of_the_schemas() {
    let glossary = glossary();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    let mut values: BTreeSet<String> = BTreeSet::new();
    for name in ORDER {
        let schema = schema(name);
        let title = schema["title"].as_str().expect("a title");
        collect_keys(title, &schema, &mut keys);
        if let Some(definitions) = schema["$defs"].as_object() {
            for (kind, definition) in definitions {
                collect_keys(kind, definition, &mut keys);
            }
        }
        collect_values(&schema, &mut values);
    }
    let mut words: BTreeSet<String> = BTreeSet::new();
    for (kind, entries) in &glossary.keys {
        words.extend(entries.keys().map(|key| format!("{kind}.{key}")));
    }
    assert_eq!(words, keys);
    assert_eq!(
        glossary.values.keys().cloned().collect::<BTreeSet<_>>(),
        values
    );
    let documents: BTreeSet<&str> = glossary.documents.keys().map(String::as_str).collect();
    assert_eq!(documents, BTreeSet::from(ORDER));
}

fn collect_keys(kind: &str, schema: &Value, keys: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        keys.extend(properties.keys().map(|key| format!("{kind}.{key}")));
    }
}

/// All values of enumerations, wherever they stand.
fn collect_values(schema: &Value, values: &mut BTreeSet<String>) {
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("enum", Value::Array(options)) => {
                        values.extend(options.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    ("const", Value::String(text)) => {
                        values.insert(text.clone());
                    }
                    _ => collect_values(value, values),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_values(item, values)),
        _ => {}
    }
}
