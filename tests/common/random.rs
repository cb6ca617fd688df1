//! Random reports with whatever YAML, XML and spreadsheets stumble over.

use nianbao::form::as_meant;
use nianbao::form::write::blank;
use nianbao::place::{Place, Placed};
use nianbao::report::{Record, Report, Value};
use nianbao::standard::{CellKind, builtin};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// What may stand in a cell, by a number and a sort.
pub fn value(kind: CellKind, sort: u8, number: u32) -> Value {
    match (sort, kind) {
        (0, _) => Value::Blank(String::new()),
        (1, _) => Value::Blank("—".into()),
        (2, CellKind::AmountWithUnit) => {
            Value::Amount(Decimal::new(number.into(), 2).normalize(), "万元".into())
        }
        (3, _) => Value::Text(format!("约{number}件")),
        (_, CellKind::Decimal) => Value::Number(Decimal::new(number.into(), 2)),
        (_, CellKind::Signed) => Value::Number(Decimal::from(i64::from(number) - 500)),
        (_, CellKind::AmountWithUnit) => Value::Number(Decimal::ZERO),
        (_, CellKind::Count) => Value::Number(number.into()),
    }
}

/// A line of text with what YAML, XML and spreadsheets stumble over.
pub fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "共收到",
        "申请",
        "12",
        "件",
        "，",
        "。",
        "一、",
        "（一）",
        "1.",
        "{{ 申请.新收.总计 }}",
        "**重点**",
        " ",
        "  ",
        "#",
        " # ",
        ": ",
        "- ",
        "=1+1",
        "'",
        "\"",
        "\\",
        "<&>",
        "_x0041_",
        "|",
        ">",
        "[",
        "]",
        "{",
        "}",
        "%",
        "@",
        "!",
        "~",
        "null",
        "—",
        "…",
        "\u{3000}",
        "\t",
        "䶮",
        "𠮷",
        "0x10",
        "*a",
        "&b",
        "...",
        "---",
        "?",
        "`",
    ]);
    prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

/// A short value: blanks inside are single, none stand at its ends.
pub fn short() -> impl Strategy<Value = String> {
    line()
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("not empty", |t| !t.is_empty())
}

/// Paragraphs; none consists of blanks alone, and blank ones stand only between others.
pub fn text() -> impl Strategy<Value = Vec<String>> {
    let words = line().prop_filter("not blank", |line| !line.trim().is_empty());
    let paragraph = prop_oneof![9 => words, 1 => Just(String::new())];
    // A long text takes several cells of a sheet.
    let count = prop_oneof![5 => 1..6usize, 1 => 60..90usize];
    count
        .prop_flat_map(move |count| prop::collection::vec(paragraph.clone(), count))
        .prop_filter("whole", |lines| {
            !lines.first().is_some_and(String::is_empty)
                && !lines.last().is_some_and(String::is_empty)
        })
}

pub fn placed(text: String) -> Placed<String> {
    Placed::new(text, Place::default())
}

/// A report of either format.
pub fn report() -> impl Strategy<Value = Report> {
    any::<bool>().prop_flat_map(report_of)
}

/// A report of the format of 2021, or of 2019.
pub fn report_of(new: bool) -> impl Strategy<Value = Report> {
    let cells = prop::collection::vec((0..12u8, 0..100_000u32, 0..40u8), 300);
    let keys = prop::sample::subsequence(
        vec![
            "简称",
            "标题",
            "索引号",
            "统计期限",
            "上年",
            "联系.部门",
            "联系.电话",
            "联系.邮编",
            "网站.名称",
            "网站.关键词",
        ],
        0..10,
    );
    let fields = keys.prop_flat_map(|keys| {
        let count = keys.len();
        (Just(keys), prop::collection::vec(short(), count))
    });
    let texts = prop::collection::vec(text(), 6);
    let waivers = prop::collection::vec((short(), short()), 0..3);
    (short(), cells, fields, texts, waivers, any::<bool>()).prop_map(
        move |(agency, cells, (keys, values), texts, waivers, dated)| {
            let (format, year) = if new { ("2021", 2023) } else { ("2019", 2020) };
            let mut report = blank(&builtin(format).unwrap(), &agency, year);
            let standard = report.standard.clone();
            for (id, (sort, number, note)) in standard.cells().zip(cells) {
                let kind = standard.part(id).kind(id.column);
                let total = standard.is_total(id);
                // A blank total is one that is not stated.
                if total && sort < 8 {
                    continue;
                }
                let cell = report.cell_mut(id);
                cell.value = value(kind, if total { 9 } else { sort }, number);
                cell.note = (note == 0).then(|| format!("其中修订{number}件"));
            }
            for (key, value) in keys.into_iter().zip(values) {
                report.fields.insert(key.to_owned(), placed(value));
            }
            if dated {
                report
                    .fields
                    .insert("成文日期".into(), placed("2024-01-26".into()));
                report.fields.insert("零申请".into(), placed("否".into()));
            }
            let paths = [
                "引言",
                "总体情况",
                "说明.主动公开",
                "说明.复议诉讼",
                "问题与改进",
                "其他事项",
            ];
            for (path, lines) in paths.into_iter().zip(texts) {
                report
                    .texts
                    .insert(path.to_owned(), lines.into_iter().map(placed).collect());
            }
            let records = waivers.into_iter().map(|(rule, reason)| {
                Record::from_iter([("规则", placed(rule)), ("理由", placed(reason))])
            });
            report.records.insert("豁免".into(), records.collect());
            as_meant(&report)
        },
    )
}
