//! Placeholders: `{{ 申请.新收.总计 }}` in narrative and templates.
//!
//! The braces are found here and each expression is evaluated on its own, so
//! that every bound number keeps its source, and text that a clerk wrote is
//! never run as a template.

use std::collections::BTreeMap;

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use rust_decimal::prelude::ToPrimitive;

use super::Run;
use crate::finding::{Code, Finding, nearest};
use crate::place::{At, Place};
use crate::report::fields::{self, Kind};
use crate::report::{Date, Report};
use crate::standard::{CellId, Node};

/// Steps that one expression may take.
const FUEL: u64 = 10_000;

/// Evaluates placeholders over the values of one report.
pub(super) struct Binder {
    environment: Environment<'static>,
    values: Values,
    context: Value,
}

/// A value or a level of names.
#[derive(Clone)]
enum Values {
    Leaf(Value),
    Names(BTreeMap<String, Values>),
}

impl Values {
    fn value(&self) -> Value {
        match self {
            Self::Leaf(value) => value.clone(),
            Self::Names(names) => {
                let names: BTreeMap<String, Value> = names.iter().map(|(k, v)| (k.clone(), v.value())).collect();
                Value::from_object(names)
            }
        }
    }

    fn insert<'p>(&mut self, mut path: impl Iterator<Item = &'p str>, value: Value) {
        match (path.next(), &mut *self) {
            (None, _) => *self = Self::Leaf(value),
            (Some(key), Self::Names(names)) => {
                names.entry(key.to_owned()).or_insert_with(|| Self::Names(BTreeMap::new())).insert(path, value);
            }
            // A row's key stands before a column's of the same name.
            (Some(_), Self::Leaf(_)) => {}
        }
    }

    fn find(&self, path: &str) -> Result<&Values, (String, Vec<&str>)> {
        let mut here = self;
        let mut done = String::new();
        for key in path.split('.') {
            let names = match here {
                Self::Names(names) => names,
                Self::Leaf(_) => return Err((done, Vec::new())),
            };
            match names.get(key) {
                Some(next) => here = next,
                None => return Err((done, names.keys().map(String::as_str).collect())),
            }
            if !done.is_empty() {
                done.push('.');
            }
            done.push_str(key);
        }
        Ok(here)
    }
}

impl Binder {
    /// Over a report's tables and fields.
    pub(super) fn new(report: &Report) -> Self {
        let mut values = Values::Names(BTreeMap::new());
        for field in fields::all() {
            match &field.kind {
                Kind::Group(fields) => {
                    for inner in *fields {
                        let path = format!("{}.{}", field.key, inner.key);
                        values.insert(path.split('.'), field_value(report, &path));
                    }
                }
                Kind::Narrative
                | Kind::PerTable
                | Kind::Open => {}
                _ => values.insert([field.key].into_iter(), field_value(report, field.key)),
            }
        }
        values.insert(["标题"].into_iter(), report.title().into());
        values.insert(["机关"].into_iter(), report.agency.value.as_str().into());
        values.insert(["年度"].into_iter(), report.year.value.into());
        values.insert(["格式"].into_iter(), report.standard.format.as_str().into());
        tables(report, &mut values);
        Self::over(values)
    }

    /// Over nothing, for tests of text without placeholders.
    #[cfg(test)]
    pub(super) fn empty() -> Self {
        Self::over(Values::Names(BTreeMap::new()))
    }

    fn over(values: Values) -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("千分位", thousands);
        environment.add_filter("万", ten_thousands);
        environment.add_filter("百分比", percent);
        environment.add_filter("同比", growth);
        environment.add_filter("日期", |text: &str| Date::parse(text).map_or_else(|| text.to_owned(), Date::chinese));
        let context = values.value();
        Self { environment, values, context }
    }

    /// The runs of a text with its placeholders filled.
    ///
    /// A placeholder that cannot be filled stays as typed and is a finding
    /// (`unknown-placeholder`) at its place.
    pub(super) fn fill(&self, text: &str, place: &Place, findings: &mut Vec<Finding>) -> Vec<Run> {
        let plain = |s: &str| Run { text: s.to_owned(), ..Run::default() };
        let mut runs = Vec::new();
        let mut from = 0;
        while let Some(open) = text[from..].find("{{").map(|i| from + i) {
            let Some(close) = text[open..].find("}}").map(|i| open + i) else {
                let place = within(place, text, open, text.len());
                findings.push(
                    Finding::new(Code::UnknownPlaceholder, "占位的“{{”没有对应的“}}”", place).hint("补上“}}”，如 {{ 申请.新收.总计 }}"),
                );
                break;
            };
            if open > from {
                runs.push(plain(&text[from..open]));
            }
            let place = within(place, text, open, close + 2);
            match self.evaluate(text[open + 2..close].trim(), &place) {
                Ok((text, bound)) => runs.push(Run { text, bound, ..Run::default() }),
                Err(finding) => {
                    findings.push(*finding);
                    runs.push(plain(&text[open..close + 2]));
                }
            }
            from = close + 2;
        }
        if from < text.len() || runs.is_empty() {
            runs.push(plain(&text[from..]));
        }
        runs
    }

    fn evaluate(&self, expression: &str, place: &Place) -> Result<(String, Vec<String>), Box<Finding>> {
        let fault = |message: String, hint: String| {
            Box::new(Finding::new(Code::UnknownPlaceholder, message, place.clone()).hint(hint).stated(expression))
        };
        let compiled = self.environment.compile_expression(expression).map_err(|error| {
            fault(format!("占位“{expression}”读不懂"), format!("写成 {{{{ 申请.新收.总计 }}}} 的样子{}", detail(&error)))
        })?;
        let mut names: Vec<String> = compiled.undeclared_variables(true).into_iter().collect();
        names.sort_unstable();
        for name in &names {
            match self.values.find(name) {
                Ok(Values::Leaf(_)) => {}
                Ok(Values::Names(inner)) => {
                    let inner = inner.keys().map(|k| format!("{name}.{k}")).collect::<Vec<_>>();
                    return Err(fault(format!("“{name}”不是一个数"), format!("要写到具体的格，如 {}", inner.last().map_or("", String::as_str))));
                }
                Err(_) if name.starts_with("上年") => {
                    return Err(fault(format!("没有上年的数，无法填“{name}”"), "在表里写“上年: 上一年填报表的文件名”".into()));
                }
                Err((done, choices)) => {
                    let missing = name[done.len()..].trim_start_matches('.').split('.').next().unwrap_or_default();
                    let prefix = if done.is_empty() { String::new() } else { format!("{done}.") };
                    let hint = match nearest(missing, choices.iter().copied()) {
                        Some(near) => format!("是不是“{prefix}{near}”？"),
                        None if choices.is_empty() => format!("“{done}”后面不能再写下一级"),
                        None => format!("可以写：{}", choices.iter().map(|c| format!("{prefix}{c}")).collect::<Vec<_>>().join("、")),
                    };
                    return Err(fault(format!("没有“{name}”这个数"), hint));
                }
            }
        }
        let value = compiled
            .eval(&self.context)
            .map_err(|error| fault(format!("占位“{expression}”算不出来"), format!("检查名称、加减号和过滤器{}", detail(&error))))?;
        let printable = value.as_str().is_some() || value.is_number();
        if !printable {
            return Err(fault(format!("占位“{expression}”没有得出一个数"), "写成 {{ 申请.新收.总计 }} 的样子".into()));
        }
        Ok((value.to_string(), names))
    }
}

/// The place of a part of a line; the line's own place where lines have none.
fn within(place: &Place, text: &str, start: usize, end: usize) -> Place {
    match &place.at {
        At::Text { line, column, bytes } if bytes.len() == text.len() => Place {
            at: At::Text {
                line: *line,
                column: column + text[..start].chars().count(),
                bytes: bytes.start + start..bytes.start + end,
            },
            ..place.clone()
        },
        _ => place.clone(),
    }
}

fn detail(error: &Error) -> String {
    match error.kind() {
        ErrorKind::UnknownFilter => "；没有这个过滤器，可用：千分位、万、百分比、同比、日期".to_owned(),
        _ => String::new(),
    }
}

fn field_value(report: &Report, path: &str) -> Value {
    report.field(path).unwrap_or_default().into()
}

/// All cells by their paths, and for each group of rows the sums of its leaves.
fn tables(report: &Report, values: &mut Values) {
    let standard = &report.standard;
    for id in standard.cells() {
        values.insert(standard.path(id).split('.'), number(report, &[id]));
    }
    for (table, data) in standard.tables.iter().enumerate() {
        for (part, p) in data.parts.iter().enumerate() {
            let mut groups: Vec<(String, &Node)> = p.rows.roots.iter().map(|n| (data.key.clone(), n)).collect();
            while let Some((path, node)) = groups.pop() {
                let path = node.key.as_ref().map_or(path.clone(), |key| format!("{path}.{key}"));
                groups.extend(node.children.iter().map(|child| (path.clone(), child)));
                if node.children.is_empty() || node.key.is_none() {
                    continue;
                }
                for (column, leaf) in p.columns.leaves.iter().enumerate() {
                    let path = format!("{path}.{}", leaf.key());
                    // Where a row has the column's name, as in 办理结果.总计, the row stands.
                    if values.find(&path).is_err() {
                        let rows = node.leaves().filter(|&row| p.rows.leaves[row].total.is_none());
                        let ids: Vec<CellId> = rows.map(|row| CellId { table, part, row, column }).collect();
                        values.insert(path.split('.'), number(report, &ids));
                    }
                }
            }
        }
    }
}

/// A sum as a plain number; typed text of a single cell as typed.
fn number(report: &Report, ids: &[CellId]) -> Value {
    if let [id] = ids
        && let crate::report::Value::Text(text) = &report.cell(*id).value
    {
        return text.as_str().into();
    }
    let sum: rust_decimal::Decimal = ids.iter().map(|id| report.value(*id)).sum();
    match sum.to_i64().filter(|_| sum.is_integer()) {
        Some(whole) => whole.into(),
        None => sum.to_f64().unwrap_or_default().into(),
    }
}

fn fraction(value: &Value) -> Result<f64, Error> {
    f64::try_from(value.clone()).map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a number"))
}

/// `674913` → `674,913`.
fn thousands(value: Value) -> Result<String, Error> {
    fraction(&value)?;
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    Ok(format!("{sign}{grouped}{}", rest.map_or(String::new(), |r| format!(".{r}"))))
}

/// `674913` → `67.49万`: two decimals at the most.
fn ten_thousands(value: Value) -> Result<String, Error> {
    Ok(format!("{}万", rounded(fraction(&value)? / 10_000.0, 2)))
}

/// The share of a whole, `288 | 百分比(749)` → `38.5%`; one decimal at the most.
fn percent(value: Value, whole: Value) -> Result<String, Error> {
    let whole = fraction(&whole)?;
    if whole == 0.0 {
        return Err(Error::new(ErrorKind::InvalidOperation, "share of nothing"));
    }
    Ok(format!("{}%", rounded(fraction(&value)? * 100.0 / whole, 1)))
}

/// The growth over last year, `789 | 同比(700)` → `增长12.7%`.
fn growth(value: Value, last: Value) -> Result<String, Error> {
    let (value, last) = (fraction(&value)?, fraction(&last)?);
    if last == 0.0 {
        return Err(Error::new(ErrorKind::InvalidOperation, "growth over nothing"));
    }
    let change = rounded((value - last).abs() * 100.0 / last.abs(), 1);
    Ok(match value.total_cmp(&last) {
        std::cmp::Ordering::Greater => format!("增长{change}%"),
        std::cmp::Ordering::Less => format!("下降{change}%"),
        std::cmp::Ordering::Equal => "持平".to_owned(),
    })
}

fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::CLEAN;

    fn binder() -> Binder {
        let reading = crate::form::read("f", CLEAN.as_bytes(), &crate::standard::Library::default(), crate::form::Options::default());
        Binder::new(&reading.report.unwrap())
    }

    fn check(text: &str, expected: &str) {
        let mut findings = Vec::new();
        let place = Place::at(&"f".into(), At::Text { line: 1, column: 1, bytes: 0..text.len() });
        let runs = binder().fill(text, &place, &mut findings);
        let mut shown: String = runs.iter().map(|r| r.text.as_str()).collect();
        for finding in findings {
            let At::Text { column, .. } = finding.places[0].at else { panic!("no place") };
            shown += &format!(" !{column} {} {}", finding.message, finding.hint);
        }
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn values() {
        check("收到{{ 申请.新收.总计 }}件", "收到789件");
        check("{{申请.新收.总计 + 申请.上年结转.总计}}", "793");
        check("{{ 申请.办理结果.总计.总计 - 申请.办理结果.予以公开.总计 }}", "461");
        check("{{ 申请.办理结果.不予公开.总计 }}件", "16件");
        check("{{ 申请.办理结果.其他处理.其他.总计 }}", "25");
        check("{{ 复议诉讼.行政复议.总计 }}、{{ 复议诉讼.直接起诉.纠正 }}", "10、1");
        check("{{ 主动公开.行政事业性收费 }}万元", "28660.38万元");
        check("{{ 机关 }}{{ 年度 }}", "张家港市人民政府2023");
    }

    #[test]
    fn filters() {
        check("{{ 主动公开.行政许可 | 千分位 }}", "674,913");
        check("{{ 主动公开.行政许可 | 万 }}", "67.49万");
        check("{{ 申请.办理结果.予以公开.总计 | 百分比(申请.办理结果.总计.总计) }}", "38.5%");
        check("{{ 申请.新收.总计 | 同比(700) }}", "增长12.7%");
        check("{{ 成文日期 | 日期 }}", "2024年1月26日");
    }

    #[test]
    fn faults() {
        check("共{{ 申请.新手.总计 }}件", "共{{ 申请.新手.总计 }}件 !2 没有“申请.新手.总计”这个数 是不是“申请.新收”？");
        check("{{ 申请.新收 }}", "{{ 申请.新收 }} !1 “申请.新收”不是一个数 要写到具体的格，如 申请.新收.自然人");
        check("{{ 上年.申请.新收.总计 }}", "{{ 上年.申请.新收.总计 }} !1 没有上年的数，无法填“上年.申请.新收.总计” 在表里写“上年: 上一年填报表的文件名”");
        check("甲{{ 申请.新收.总计", "甲{{ 申请.新收.总计 !2 占位的“{{”没有对应的“}}” 补上“}}”，如 {{ 申请.新收.总计 }}");
        check("{{ 申请.新收.总计 | 平方 }}", "{{ 申请.新收.总计 | 平方 }} !1 占位“申请.新收.总计 | 平方”算不出来 检查名称、加减号和过滤器；没有这个过滤器，可用：千分位、万、百分比、同比、日期");
        check("{{ range(9) }}", "{{ range(9) }} !1 没有“range”这个数 可以写：上年、主动公开、信息处理费、复议诉讼、年度、成文日期、机关、标题、格式、申请、简称、索引号、统计期限、联系、零申请");
    }
}
