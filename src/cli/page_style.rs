//! What the arguments and the environment ask of the pages and of files' dates.

use std::collections::BTreeSet;

use super::Trouble;
use super::args::PageArgs;
use nianbao::report::Date;
use nianbao::standard::Library;
use nianbao::style::Style;

/// The style with what the arguments ask of it.
pub(super) fn apply_page_args(
    mut style: Style,
    args: &PageArgs,
    library: &Library,
) -> Result<Style, Trouble> {
    style.page.blank_last |= args.blank_last_page;
    style.table.paging = args.tables.unwrap_or(style.table.paging);
    style.text.crlf |= args.text.crlf;
    style.text.bom |= args.text.bom;
    for names in &args.landscape {
        for name in names.split(['，', '、']) {
            let id = table_id(name, library)?;
            style.table.tables.entry(id).or_default().landscape = true;
        }
    }
    Ok(style)
}

/// The id of the table that a name means, in whichever format has it.
fn table_id(name: &str, library: &Library) -> Result<String, Trouble> {
    let standards = library.all();
    let mut keys = BTreeSet::new();
    for table in standards.iter().flat_map(|standard| &standard.tables) {
        if table.key == name.trim() {
            return Ok(table.id.clone());
        }
        keys.insert((table.id.as_str(), table.key.as_str()));
    }
    let keys: Vec<&str> = keys.into_iter().map(|(_, key)| key).collect();
    let keys = keys.join("、");
    Err(Trouble(format!(
        "没有“{name}”这张表；--landscape 后面可以写 {keys}"
    )))
}

/// The day of `SOURCE_DATE_EPOCH`, if it is set.
pub(super) fn source_date() -> Result<Option<Date>, Trouble> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let seconds = value.to_str().and_then(|seconds| seconds.parse().ok());
    match seconds.and_then(Date::from_unix) {
        Some(date) => Ok(Some(date)),
        None => Err(Trouble("环境变量 SOURCE_DATE_EPOCH 不是秒数".into())),
    }
}
