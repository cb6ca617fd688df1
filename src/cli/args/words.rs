//! What is said when the arguments are wrong.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use nianbao::finding::nearest;

/// A fault of the arguments in Chinese.
pub(super) fn words(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| error.get(kind))
            .map(|value| match value {
                // Of several the one that is most like what was typed.
                ContextValue::Strings(names) => {
                    let typed = context(ContextKind::InvalidSubcommand);
                    let near = nearest(&typed, names.iter().map(String::as_str));
                    near.or(names.first().map(String::as_str)).unwrap_or_default().to_owned()
                }
                value => value.to_string(),
            })
            .map_or(String::new(), |name| format!("；是不是“{name}”？"));
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令{near}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项{near}"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写一个值"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”{near}"),
        ErrorKind::ValueValidation => {
            let source =
                std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let reason = if source.is_ascii() { String::new() } else { format!("：{source}") };
            format!("{argument} 不能是“{value}”{reason}")
        }
        ErrorKind::ArgumentConflict => format!("{argument} 重复或与别的选项冲突"),
        _ => format!("命令写法不对：{argument}"),
    };
    format!("{what}（用 nianbao --help 看用法）")
}
