//! What is wrong with a placeholder, and what to write instead.
//!
//! It says so in words; where placeholders stand and how they are filled it does not know.

use minijinja::{Error, ErrorKind};

use super::MAX_COUNT;
use super::values::LostName;
use crate::finding::{Code, Finding, nearest};
use crate::place::Place;

/// How a placeholder is written.
const EXAMPLE: &str = "写成 {{ 申请.新收.总计 }} 的样子";

/// Why an expression prints nothing.
pub(super) enum PlaceholderFault<'v> {
    /// It multiplies, or is too long.
    NotPlain,
    /// It is no expression.
    Unreadable(Error),
    /// The form leaves the value empty.
    Empty { name: String },
    /// The name is that of a level, and leads on to values such as the example.
    Level { name: String, example: String },
    /// Last year's form is not given.
    NoLastYear { name: String },
    /// No value has this name.
    Unknown { name: String, lost: LostName<'v> },
    /// It cannot be worked out.
    Failed(Error),
    /// It comes to something else than a number or a text.
    NoNumber,
}

impl PlaceholderFault<'_> {
    /// The finding at the place of the placeholder.
    pub fn finding(&self, expression: &str, place: Place) -> Finding {
        Finding::new(Code::UnknownPlaceholder, self.message(expression), place)
            .hint(self.hint())
            .stated(expression)
    }

    fn message(&self, expression: &str) -> String {
        match self {
            Self::NotPlain => "占位里只能用加减和过滤器".to_owned(),
            Self::Unreadable(_) => format!("占位“{expression}”读不懂"),
            Self::Empty { name } => format!("“{name}”没有填，这里会是空的"),
            Self::Level { name, .. } => format!("“{name}”不是一个数"),
            Self::NoLastYear { name } => format!("没有上年的数，无法填“{name}”"),
            Self::Unknown { name, .. } => format!("没有“{name}”这个数"),
            Self::Failed(_) => format!("占位“{expression}”算不出来"),
            Self::NoNumber => format!("占位“{expression}”没有得出一个数"),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NotPlain => "写成 {{ 申请.新收.总计 + 申请.上年结转.总计 }} 的样子".to_owned(),
            Self::Unreadable(error) => format!("{EXAMPLE}{}", explain(error)),
            Self::Empty { name } => format!("在表里填“{name}”，或删去这个占位"),
            Self::Level { name, example } => format!("要写到具体的格，如 {name}.{example}"),
            Self::NoLastYear { .. } => "在表里写“上年: 上一年填报表的文件名”".to_owned(),
            Self::Unknown { name, lost } => suggest(name, lost),
            Self::Failed(error) => format!("检查名称、加减号和过滤器{}", explain(error)),
            Self::NoNumber => EXAMPLE.to_owned(),
        }
    }
}

/// What may be written instead of a name that leads nowhere.
fn suggest(name: &str, lost: &LostName<'_>) -> String {
    let LostName { reached, choices } = lost;
    let prefix = if reached.is_empty() {
        String::new()
    } else {
        format!("{reached}.")
    };
    let rest = name[reached.len()..].trim_start_matches('.');
    let (missing, behind) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    if let Some(near) = nearest(missing, choices.iter().copied()) {
        return format!("是不是“{prefix}{near}{behind}”？");
    }
    if choices.is_empty() {
        return format!("“{reached}”后面不能再写下一级");
    }
    let choices: Vec<String> = choices.iter().map(|own| format!("{prefix}{own}")).collect();
    format!("可以写：{}", choices.join("、"))
}

/// What more is known of an error.
fn explain(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::UnknownFilter => "；没有这个过滤器，可用：千分位、万、百分比、同比、日期",
        _ => "",
    }
}

/// Braces that are not closed.
pub(super) fn unclosed(place: Place) -> Finding {
    of_braces(
        "占位的“{{”没有对应的“}}”",
        place,
        "补上“}}”，如 {{ 申请.新收.总计 }}",
    )
}

/// Braces that are not those of placeholders.
pub(super) fn mistyped(place: Place) -> Finding {
    let hint = "用两个半角花括号，如 {{ 申请.新收.总计 }}";
    of_braces("占位的括号写法不对，会照原样印出来", place, hint)
}

/// More placeholders than a report has.
pub(super) fn too_many(place: Place) -> Finding {
    let message = format!("占位超过 {MAX_COUNT} 个，后面的没有填");
    of_braces(message, place, "请确认文字没有重复粘贴")
}

fn of_braces(message: impl Into<String>, place: Place, hint: &'static str) -> Finding {
    Finding::new(Code::UnknownPlaceholder, message, place).hint(hint)
}
