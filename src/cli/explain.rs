//! `explain`: what a rule checks, and why.

use super::Trouble;
use super::args::ExplainArgs;
use super::outcome::Outcome;
use nianbao::finding::{Code, nearest, sarif::first_sentence};
use nianbao::rules::{explain, rule_of};

pub(super) fn run(args: &ExplainArgs) -> Result<Outcome, Trouble> {
    let text = match &args.code {
        None => list(),
        Some(typed) => {
            let code = Code::find(typed).ok_or_else(|| {
                let names = Code::ALL.iter().flat_map(|code| [code.name(), code.id()]);
                let near = nearest(typed, names)
                    .map_or(String::new(), |name| format!("；是不是“{name}”？"));
                Trouble(format!("没有“{typed}”这个代码{near}（nianbao explain 列出全部）"))
            })?;
            page(code)
        }
    };
    Ok(Outcome::said(text))
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
    text + "\n详细说明：nianbao explain 代码\n"
}

/// One code in full.
fn page(code: Code) -> String {
    let explanation = explain(code);
    let indented =
        |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    format!(
        "{} {}（{}）\n\n查什么：{}\n\n为什么：{}\n\n这样会提示：\n{}\n这样就对了：\n{}{}",
        code.id(),
        code.name(),
        code.severity().chinese(),
        explanation.what,
        explanation.why,
        indented(explanation.wrong),
        indented(explanation.right),
        waiver(code)
    )
}

/// How a finding of a rule is let stand.
fn waiver(code: Code) -> String {
    if !rule_of(code).is_some_and(|rule| rule.waivable) {
        return String::new();
    }
    format!(
        "\n核对过、不用改的，在填报表里写明理由：\n    豁免:\n      - {{规则: {}, 位置: 提示的位置, 值: 提示里的值, 理由: 为什么不用改}}\n\
         算错误还是警告，可以用 --config 指定的设置文件调整：\n    规则:\n      {}: 错误\n",
        code.name(),
        code.name()
    )
}
