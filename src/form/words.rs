//! The words of a workbook form, which reading, writing and findings share.

/// The sheet of the short values.
pub const BASICS: &str = "基本信息";
/// The sheet of the texts.
pub const TEXTS: &str = "文字内容";
/// The sheet that explains the form.
pub const GUIDE: &str = "填报说明";
/// The sheet of last year's texts, which is for looking only and is not read.
pub const LAST: &str = "上年文字";
/// The head of the column of keys, in both sheets.
pub const KEY: &str = "项目";
/// The head of the column of values.
pub const VALUE: &str = "内容";
/// The head of the column of explanations.
pub const HELP: &str = "填写说明";
/// The label of the row that compares the two sides of an equality.
pub const CHECK: &str = "勾稽关系核对";
/// What stands before the path of a cell whose note a row gives.
pub const NOTE: &str = "注.";
/// What marks a row that goes on with another's text, before its number; the first is the right
/// one.
pub const MORE: [&str; 3] = ["（续", "(续", "续"];

/// The name of a table's sheet: its section's number and its key.
pub fn sheet_name(section: &str, key: &str) -> String {
    match section.split_once('、') {
        Some((number, _)) => format!("{number}、{key}"),
        None => key.to_owned(),
    }
}

/// The sheet that lists what a check found; it is not read.
pub const RESULTS: &str = "检查结果";

/// Who a workbook's own comments are from.
pub const NOTE_AUTHOR: &str = "填报说明";

/// How comments begin that tell what a check found.
pub const CHECKED: &str = "【检查】";
