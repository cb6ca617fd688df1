//! The agency's own settings: how grave it takes which rule, and what a blank cell means to it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::local::{Local, LocalData};
use super::{RULES, rule_of};
use crate::finding::{Code, Complaint, Severities, Severity, nearest};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsData {
    #[serde(rename = "规则", default)]
    rules: BTreeMap<String, String>,
    #[serde(rename = "空格", alias = "blank", default)]
    blank: Option<String>,
    #[serde(rename = "地方要求", default)]
    local: LocalData,
    #[serde(rename = "归档", default)]
    archive: ArchiveSettings,
}

/// What archives ask and an agency's reports have in common.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ArchiveSettings {
    /// The number of the agency's fonds (全宗号); empty where it is not given.
    #[serde(rename = "全宗号", default)]
    pub fonds: String,
    /// How long reports are kept (保管期限), likewise.
    #[serde(rename = "保管期限", default)]
    pub retention: String,
}

/// What an agency has settled for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How grave it takes which rule.
    pub severities: Severities,
    /// What blank cells of tables mean to it; none where it does not say.
    pub blank: Option<BlankMeaning>,
    /// What its own notices ask of a report.
    pub local: Local,
    /// What archives ask.
    pub archive: ArchiveSettings,
    /// Whether hints are asked for.
    pub hints: bool,
}

/// What a blank cell of a table means: local rules differ, some leave cells blank where nothing
/// happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankMeaning {
    /// Something was forgotten.
    Error,
    /// Nothing happened, and it is printed blank; told as a warning.
    Warning,
    /// 0.
    Zero,
}

/// Reads a settings file: under 规则, 错误, 警告 or 提示 by a rule's name; under 空格, 错误, 警告
/// or 按0计; under 地方要求 what local notices ask for; under 归档 what archives ask.
///
/// # Errors
/// A complaint about no such YAML, an unknown rule or an unknown word. What reading and rendering
/// find cannot be changed: it is not an opinion that a file is unreadable.
pub fn settings(text: &str) -> Result<Settings, Complaint> {
    let data: SettingsData = match serde_saphyr::from_str(text) {
        Ok(data) => data,
        Err(error) => {
            let line = error.location().map(|location| location.line());
            return Err(malformed(line, &error.without_snippet().to_string()));
        }
    };
    let mut severities = Severities::new();
    for (name, severity) in &data.rules {
        let code = adjustable(name)?;
        let Some(severity) = Severity::by_name(severity.trim()) else {
            let message = format!("“{name}”只能是“错误”“警告”或“提示”，不能是“{severity}”");
            return Err(Complaint::new(message, ""));
        };
        severities.insert(code, severity);
    }
    let blank = data.blank.as_deref().map(blank_meaning).transpose()?;
    let local = data.local.read()?;
    Ok(Settings {
        severities,
        blank,
        local,
        archive: data.archive,
        hints: false,
    })
}

/// What is told of a file that is no YAML of settings, by the words of its reader.
fn malformed(line: Option<u64>, words: &str) -> Complaint {
    let example = "样子见 templates/settings.yaml";
    let line = match line {
        Some(line) => format!("第 {line} 行"),
        None => String::new(),
    };
    let Some(key) = unknown_key(words) else {
        return Complaint::new(format!("{line}的写法不对"), example);
    };
    let near = suggest(nearest(&key, KEYS));
    Complaint::new(
        format!("{line}没有“{key}”这一项"),
        format!("{near}{example}"),
    )
}

/// The code of a rule whose severity may be changed.
fn adjustable(name: &str) -> Result<Code, Complaint> {
    let code = Code::find(name);
    if code == Some(Code::Blank) {
        return Err(Complaint::new(
            format!("“规则”下面没有“{name}”"),
            "空格怎样算，另起一行写“空格: 警告”或“空格: 按0计”",
        ));
    }
    if let Some(code) = code
        && rule_of(code).is_some()
    {
        return Ok(code);
    }
    let near = nearest(name, RULES.iter().map(|rule| rule.code.name()));
    Err(Complaint::new(
        format!("没有“{name}”这条可以调整的规则"),
        suggest(near),
    ))
}

/// The name that was probably meant, as a question.
fn suggest(near: Option<&str>) -> String {
    match near {
        Some(near) => format!("是不是“{near}”？"),
        None => String::new(),
    }
}

/// All keys of a settings file.
const KEYS: [&str; 18] = [
    "规则",
    "空格",
    "地方要求",
    "取舍",
    "最迟日期",
    "小标题",
    "字数",
    "应写",
    "至少",
    "至多",
    "内容",
    "词",
    "单位",
    "部分",
    "归档",
    "全宗号",
    "保管期限",
    "blank",
];

/// The key that a reader of YAML does not know, by its words.
fn unknown_key(told: &str) -> Option<String> {
    let behind = told.split_once("unknown field")?.1;
    let key: String = behind
        .chars()
        .skip_while(|c| !c.is_alphabetic())
        .take_while(|c| c.is_alphanumeric())
        .collect();
    (!key.is_empty()).then_some(key)
}

fn blank_meaning(word: &str) -> Result<BlankMeaning, Complaint> {
    match word.trim() {
        "错误" => Ok(BlankMeaning::Error),
        "警告" => Ok(BlankMeaning::Warning),
        "按0计" | "按 0 计" => Ok(BlankMeaning::Zero),
        _ => {
            let message = format!("“空格”只能是“错误”“警告”或“按0计”，不能是“{word}”");
            Err(Complaint::new(message, ""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = match settings(text) {
            Ok(settings) => {
                let rules = settings.severities.iter();
                let rules = rules.map(|(c, s)| format!("{} {}", c.name(), s.name()));
                let blank = settings.blank.map(|blank| format!("blank {blank:?}"));
                rules.chain(blank).collect::<Vec<_>>().join(", ")
            }
            Err(complaint) => complaint.to_string(),
        };
        assert!(shown.starts_with(expected), "{shown}");
    }

    /// The example, as it stands and with all that it only shows.
    #[test]
    fn the_example_is_sound() {
        let example = include_str!("../../templates/settings.yaml");
        assert!(settings(example).is_ok());
        let is_shown = |line: &&str| {
            line.contains(": ") || line.trim_end().ends_with(':') || line.contains("- {")
        };
        let all: Vec<String> = example
            .lines()
            .filter(is_shown)
            .filter(|line| !line.contains("nianbao") && !line.contains('：'))
            .map(|line| line.replacen("# ", "", 1))
            .collect();
        let local = settings(&all.join("\n")).expect("settings").local;
        assert_eq!(
            (local.headings.len(), local.lengths.len(), local.told.len()),
            (5, 2, 3)
        );
        assert_eq!(
            local.deadline.map(|day| (day.month, day.day)),
            Some((1, 28))
        );
    }

    #[test]
    fn settings_files() {
        check(
            "规则:\n  empty-section: 错误\n  T103: 警告\n",
            "balance warning, empty-section error",
        );
        check("规则: {}\n", "");
        check("空格: 按0计\n", "blank Zero");
        check(
            "blank: 警告\n规则:\n  stock: 错误\n",
            "stock error, blank Warning",
        );
        check("空格: 0\n", "“空格”只能是“错误”“警告”或“按0计”，不能是“0”");
        check(
            "规则:\n  balence: 错误\n",
            "没有“balence”这条可以调整的规则；是不是“balance”？",
        );
        check(
            "规则:\n  blank: 警告\n",
            "“规则”下面没有“blank”；空格怎样算，另起一行写“空格: 警告”或“空格: 按0计”",
        );
        check(
            "规则:\n  unreadable: 警告\n",
            "没有“unreadable”这条可以调整的规则",
        );
        check(
            "规则:\n  balance: 关闭\n",
            "“balance”只能是“错误”“警告”或“提示”，不能是“关闭”",
        );
        check("地方要求: {取舍: 截尾, 最迟日期: 01-28}\n", "");
        check(
            "地方要求: {最迟日期: 1月28日}\n",
            "“最迟日期”要写成“01-28”这样的月和日",
        );
        check(
            "地方要求: {取舍: 进一}\n",
            "“取舍”只能是“四舍五入”“截尾”或“相差1”",
        );
        check(
            "地方要求: {字数: {附件: {至多: 9}}}\n",
            "“字数”下面没有“附件”这一部分",
        );
        check(
            "地方规则: {}\n",
            "第 1 行没有“地方规则”这一项；是不是“规则”？样子见",
        );
        check(
            "地方要求: {最迟: 01-28}\n",
            "第 1 行没有“最迟”这一项；是不是“最迟日期”？",
        );
        check(
            "地方要求: {字数: {总体情况: 800}}\n",
            "第 1 行的写法不对；样子见 templates/settings.yaml",
        );
        check(
            "地方要求: {最迟日期: 02-30}\n",
            "“最迟日期”要写成“01-28”这样的月和日",
        );
        check(
            "地方要求: {字数: {总体情况: {至少: 800, 至多: 300}}}\n",
            "“总体情况”的字数至少 800，至多 300",
        );
        check("规定:\n", "第 1 行没有“规定”这一项");
    }
}
