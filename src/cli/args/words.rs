//! What is said when the arguments are wrong.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::input_kinds::is_report;
use crate::wording::quote;
use nianbao::finding::nearest;

/// A fault of the arguments in Chinese.
pub(super) fn tell_fault(error: &clap::Error) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let near = suggest(error);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = context(error, ContextKind::InvalidSubcommand);
            let way = verb_for(Path::new(&typed)).unwrap_or(near);
            format!("没有“{typed}”这个命令{way}")
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项{near}"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写一个值"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”{near}"),
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error)
                .map(ToString::to_string)
                .unwrap_or_default();
            let reason = if source.is_ascii() {
                String::new()
            } else {
                format!("：{source}")
            };
            format!("{argument} 不能是“{value}”{reason}")
        }
        ErrorKind::ArgumentConflict => format!("{argument} 重复或与别的选项冲突"),
        _ => format!("命令写法不对：{argument}"),
    };
    format!("{what}（用 nianbao --help 看用法）")
}

/// What the parser tells of a kind; empty where it tells nothing.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

/// Where the parser looks for what was probably meant.
const SUGGESTIONS: [ContextKind; 3] = [
    ContextKind::SuggestedArg,
    ContextKind::SuggestedSubcommand,
    ContextKind::SuggestedValue,
];

/// What was probably meant, as a question; empty where nobody knows.
fn suggest(error: &clap::Error) -> String {
    let suggestion = SUGGESTIONS.into_iter().find_map(|kind| error.get(kind));
    let name = match suggestion {
        None => return String::new(),
        // Of several the one that is most like what was typed.
        Some(ContextValue::Strings(names)) => {
            let typed = context(error, ContextKind::InvalidSubcommand);
            let near = nearest(&typed, names.iter().map(String::as_str));
            let first = names.first().map(String::as_str);
            near.or(first).unwrap_or_default().to_owned()
        }
        Some(value) => value.to_string(),
    };
    format!("；是不是“{name}”？")
}

/// What to write where somebody gave a file alone.
fn verb_for(path: &Path) -> Option<String> {
    let verb = if is_report(path) { "check" } else { "build" };
    path.is_file()
        .then(|| format!("；要处理这个文件，写 nianbao {verb} {}", quote(path)))
}
