//! `explain`: what a rule checks, and why; what counts at a row or column.

use super::Trouble;
use super::args::ExplainArgs;
use super::outcome::VerbOutcome;
use nianbao::finding::{Code, nearest, sarif::first_sentence};
use nianbao::rules::{explain, rule_of};
use nianbao::standard::{Library, Node, Standard};

pub(super) fn run(args: &ExplainArgs) -> Result<VerbOutcome, Trouble> {
    let text = match &args.code {
        None => list(),
        Some(typed) => match Code::find(typed) {
            Some(code) => explain_code(code),
            None => explain_label(typed)
                .or_else(|| explain_cell(typed))
                .or_else(|| explain_key(typed))
                .ok_or_else(|| refuse_unknown(typed))?,
        },
    };
    Ok(VerbOutcome::of_text(text))
}

fn refuse_unknown(typed: &str) -> Trouble {
    let names = Code::ALL.iter().flat_map(|code| [code.name(), code.id()]);
    let near = nearest(typed, names).map_or(String::new(), |name| format!("；是不是“{name}”？"));
    let way = "nianbao explain 列出全部代码；行、列写名字，如 nianbao explain 申请.新收";
    Trouble(format!("没有“{typed}”这个代码{near}（{way}）"))
}

/// What counts at the rows and columns of this name; none where no format knows it.
fn explain_label(typed: &str) -> Option<String> {
    let library = Library::default();
    let mut found: Vec<String> = Vec::new();
    for standard in library.all().iter().rev() {
        for table in &standard.tables {
            for part in &table.parts {
                let roots = part.rows.roots.iter().chain(&part.columns.roots);
                for node in roots {
                    explain_node(node, &table.key, typed, standard, &mut found);
                }
            }
        }
    }
    (!found.is_empty()).then(|| found.join("\n"))
}

/// What counts in a cell: what its row and its column say, or its labels alone.
fn explain_cell(typed: &str) -> Option<String> {
    let library = Library::default();
    let all = library.all();
    let standard = all.iter().rev().find(|s| s.cell_by_path(typed).is_some())?;
    let id = standard.cell_by_path(typed)?;
    let (table, _) = typed.split_once('.')?;
    let (row, column) = typed.rsplit_once('.')?;
    let said: Vec<String> = [row, &format!("{table}.{column}")]
        .into_iter()
        .filter_map(explain_label)
        .collect();
    if said.is_empty() {
        let (label, format) = (standard.label(id), &standard.format);
        return Some(format!(
            "{typed}　{label}（格式 {format}）\n    照字面计，没有另外的规定\n"
        ));
    }
    Some(said.join("\n"))
}

/// What to write at a key outside the tables.
fn explain_key(typed: &str) -> Option<String> {
    let library = Library::default();
    let all = library.all();
    let field = all
        .iter()
        .rev()
        .find_map(|standard| standard.fields.find(typed))?;
    Some(format!("{typed}\n    {}\n", field.help))
}

/// What counts at a node of this name and at those below it.
fn explain_node(
    node: &Node,
    above: &str,
    typed: &str,
    standard: &Standard,
    found: &mut Vec<String>,
) {
    let path = match &node.key {
        Some(key) => format!("{above}.{key}"),
        None => above.to_owned(),
    };
    let is_named = path == typed || node.label == typed || node.key.as_deref() == Some(typed);
    if is_named && !node.counts.is_empty() {
        let head = format!("{path}　{}（格式 {}）", node.label, standard.format);
        let entry = format!("{head}\n    {}\n", node.counts);
        if !found.contains(&entry) {
            found.push(entry);
        }
    }
    node.children
        .iter()
        .for_each(|child| explain_node(child, &path, typed, standard, found));
}

/// All codes, a line each.
fn list() -> String {
    let mut text = String::new();
    for code in Code::ALL {
        let severity = code.severity().chinese();
        text += &format!(
            "{}  {:<20}  {severity}  {}\n",
            code.id(),
            code.name(),
            first_sentence(explain(*code).what)
        );
    }
    text + "\n详细说明：nianbao explain 代码\n什么算在某一行、某一列：nianbao explain 申请.新收\n"
}

/// One code in full.
fn explain_code(code: Code) -> String {
    let explanation = explain(code);
    format!(
        "{} {}（{}）\n\n查什么：{}\n\n为什么：{}\n\n这样会指出：\n{}\n这样就对了：\n{}{}",
        code.id(),
        code.name(),
        code.severity().chinese(),
        explanation.what,
        explanation.why,
        indent(explanation.wrong),
        indent(explanation.right),
        tell_waiver(code)
    )
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// How a finding of a rule is let stand.
fn tell_waiver(code: Code) -> String {
    if !rule_of(code).is_some_and(|rule| rule.waivable) {
        return String::new();
    }
    let name = code.name();
    format!(
        "\n核对过、不用改的，在填报表里写明理由：\n    豁免:\n      \
         - {{规则: {name}, 位置: 提示的位置, 值: 提示里的值, 理由: 为什么不用改}}\n\
         算错误、警告还是提示，可以用 --config 指定的设置文件调整：\n    规则:\n      \
         {name}: 错误\n"
    )
}
