//! The page of a form's keys, made of the standards.

use nianbao::Library;
use nianbao::standard::{Axis, CellKind, Field, FieldKind, Node, Part, Standard, Table};

const HEAD: &str = "# 填报表的项

<!-- 由 schema/fields.yaml 和 schema/standard/ 生成，不要手改：\
NIANBAO_RENEW=1 cargo test --test documents -->

YAML 填报表就是这些项；Excel 填报表里，“基本信息”“文字内容”两张表的左边一栏是同样的名称，\
三张官方表格照印出来的样子填。
怎样写见[填报指南](../填报指南.md)。\
给编辑器用的是 `schema/form-2021.json` 和 `schema/form-2019.json`。

某一项、某一行、某一列算什么，\
命令行里也能看：`nianbao explain 联系.电话`、`nianbao explain 申请.新收`。

";

/// 填报表.md.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    let library = Library::default();
    let newest = library.all().last().expect("a standard").clone();
    page += &outside(&newest);
    page += ROWS;
    for standard in library.all().iter().rev() {
        page += &inside(standard);
    }
    page
}

/// The keys outside the tables.
fn outside(standard: &Standard) -> String {
    let mut text = "## 表格以外的项\n\n| 项 | 写什么 | 说明 |\n| --- | --- | --- |\n".to_owned();
    for field in standard.fields.iter() {
        text += &field_rows(field, "");
    }
    text + "\n“写什么”一栏里，“下年带”是 `new --from` 生成下一年的表时带过去，\
“不公开”是不随报告发出去。\n"
}

/// A key, and those below it.
fn field_rows(field: &Field, above: &str) -> String {
    let path = if above.is_empty() {
        field.key.clone()
    } else {
        format!("{above}.{}", field.key)
    };
    let mut kind = kind_in_words(&field.kind).to_owned();
    if field.is_basic() {
        kind += "，必填";
    }
    if field.carried {
        kind += "，下年带";
    }
    if field.internal.is_some() {
        kind += "，不公开";
    }
    let mut rows = format!("| `{path}` | {kind} | {} |\n", field.help);
    if let FieldKind::Group(fields) | FieldKind::Records(fields) = &field.kind {
        for field in fields {
            rows += &field_rows(field, &path);
        }
    }
    rows
}

fn kind_in_words(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "一行文字",
        FieldKind::Postcode => "邮编",
        FieldKind::Phone => "电话",
        FieldKind::Year => "年份",
        FieldKind::Date => "日期",
        FieldKind::Moment => "日期和时间",
        FieldKind::YesNo => "是、否",
        FieldKind::YesNoTables => "是、否或表名",
        FieldKind::Narrative => "几段文字",
        FieldKind::Count => "件数",
        FieldKind::Amount => "金额",
        FieldKind::Group(_) => "下面几项",
        FieldKind::PerTable => "每张表各几段文字",
        FieldKind::Records(_) => "一条一条，每条有",
    }
}

const ROWS: &str = "
## 三张表

一行的写法有三种：按列的次序 `[770, 17, 0, 0, 0, 2]`；写列名 `{自然人: 770, 商业企业: 17}`，\
没写的列是 0；整行都是 0 写 `0`。
总计不用写，写了就核对。一格带说明：`{值: 22, 注: 其中修订16件}`。
";

/// The tables of a format.
fn inside(standard: &Standard) -> String {
    let years = match standard.serves.to {
        Some(to) => format!("{} 至 {to} 年度", standard.serves.from),
        None => format!("{} 年度起", standard.serves.from),
    };
    let mut text = format!(
        "\n## 格式 {}（{years}，{}）\n",
        standard.format, standard.source
    );
    for table in &standard.tables {
        text += &one_table(table);
    }
    text
}

fn one_table(table: &Table) -> String {
    let mut text = format!("\n### {}：{}\n", table.key, table.name);
    for part in &table.parts {
        if let Some(band) = &part.band {
            text += &format!("\n**{band}**\n");
        }
        text += "\n列：\n\n";
        text += &axis_rows(&part.columns, part, Way::Columns);
        text += "\n行：\n\n";
        text += &axis_rows(&part.rows, part, Way::Rows);
    }
    text
}

/// Which way an axis runs.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Rows,
    Columns,
}

fn axis_rows(axis: &Axis, part: &Part, way: Way) -> String {
    let mut rows = "| 名称 | 印成 | 什么算在里面 |\n| --- | --- | --- |\n".to_owned();
    for root in &axis.roots {
        push_node(root, "", axis, part, way, &mut rows);
    }
    rows
}

fn push_node(node: &Node, above: &str, axis: &Axis, part: &Part, way: Way, rows: &mut String) {
    let path = match &node.key {
        Some(key) if above.is_empty() => key.clone(),
        Some(key) => format!("{above}.{key}"),
        None => above.to_owned(),
    };
    if node.key.is_some() {
        let about = about(node, axis, part, way);
        *rows += &format!("| `{path}` | {} | {about} |\n", node.label);
    }
    for child in &node.children {
        push_node(child, &path, axis, part, way, rows);
    }
}

/// What counts at a node, in what measure, and where its number comes from.
fn about(node: &Node, axis: &Axis, part: &Part, way: Way) -> String {
    let mut about = vec![node.counts.clone()];
    let leaf = node.leaf.map(|leaf| &axis.leaves[leaf]);
    let Some(leaf) = leaf else {
        about.push("一组，自己没有数".to_owned());
        return joined(&about);
    };
    if leaf.total.is_some() {
        about.push("合计，不用填".to_owned());
    }
    if way == Way::Columns {
        about.push(measure(leaf.cell, &part.unit));
    }
    joined(&about)
}

fn measure(cell: CellKind, unit: &str) -> String {
    match cell {
        CellKind::Count => format!("整数，{unit}"),
        CellKind::Signed => format!("增减数，可以带负号，{unit}"),
        CellKind::Decimal => format!("可以有小数，{unit}"),
        CellKind::AmountWithUnit => "金额连同单位，如 454万元".to_owned(),
    }
}

fn joined(parts: &[String]) -> String {
    let told: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    told.join("；")
}
