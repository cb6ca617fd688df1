//! A first light pass over many forms: which of them would give reports of one name.
//!
//! Only agency and year are read. Of forms that clash none is built: which of two is the
//! right one nobody but the clerk can tell, and the second would silently replace the first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Trouble;
use super::batch;
use super::files::{folder_of, read_form};
use super::names::{file_name, folded, place_of, usual_name};
use super::progress::Progress;
use super::show::named;
use nianbao::form::heading;
use nianbao::standard::Library;

/// Where a report goes, as systems tell files apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    folder: PathBuf,
    /// The name without extension, folded.
    name: String,
}

/// Forms that would give reports of one name.
pub(super) struct Clash {
    /// Their indices, in order.
    pub forms: Vec<usize>,
    /// What is wrong.
    pub trouble: Trouble,
}

/// All clashes among the forms, in the order of their first forms. `output` is the folder
/// of all reports, where there is one.
pub(super) fn clashes(
    forms: &[PathBuf],
    output: Option<&Path>,
    library: &Library,
) -> Result<Vec<Clash>, Trouble> {
    let progress = Progress::of("先看一遍", forms.len());
    let name = |at: usize| name_of(&forms[at], library);
    let mut names = Vec::with_capacity(forms.len());
    batch::run(forms.len(), &name, &mut |_, name| {
        progress.advance();
        names.push(name.ok().flatten());
        Ok(())
    })?;
    progress.end();
    let mut places = BTreeMap::new();
    let mut targets: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let Some(name) = name else { continue };
        let folder = output.unwrap_or_else(|| folder_of(&forms[at]));
        let folder = places.entry(folder).or_insert_with(|| place_of(folder)).clone();
        targets.entry(Target { folder, name: folded(name) }).or_default().push(at);
    }
    let mut found: Vec<Clash> = targets
        .into_values()
        .filter(|same| same.len() > 1)
        .map(|same| clash(same, forms, &names))
        .collect();
    found.sort_by_key(|clash| clash.forms[0]);
    Ok(found)
}

/// What the report of a form will be called; none where the form cannot be read.
fn name_of(form: &Path, library: &Library) -> Option<String> {
    let bytes = read_form(form).ok()?;
    let heading = heading(&bytes, library)?;
    Some(file_name(&usual_name(&heading.agency, heading.year, form), false))
}

/// Forms of a clash that are named; of more there is only their number.
const NAMED: usize = 5;

fn clash(same: Vec<usize>, forms: &[PathBuf], names: &[Option<String>]) -> Clash {
    let shown: Vec<String> = same.iter().take(NAMED).map(|at| named(&forms[*at])).collect();
    let more = if same.len() > NAMED { format!(" 等 {} 份", same.len()) } else { String::new() };
    let name = names[same[0]].as_deref().unwrap_or_default();
    let message = "这几份都没有处理；请分开生成，或用 -o 放到不同的文件夹";
    let trouble = Trouble(format!("{}{more}会生成同名的报告“{name}”；{message}", shown.join("、")));
    Clash { forms: same, trouble }
}
