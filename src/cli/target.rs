//! How each kind of form is written, and when it must not be.

use std::path::Path;

use super::Trouble;
use super::world::Terminal;
use nianbao::disk::read::read_form;
use nianbao::disk::write::folder_of;
use nianbao::disk::{Disk, Lock, folder_with};
use nianbao::file::FormKind;
use nianbao::filing::names::{relative, show_path};
use nianbao::filing::{Filing, Name};
use nianbao::finding::Code;
use nianbao::form::write::{json, workbook, yaml};
use nianbao::report::Report;

/// The kind of form that a file's name asks for.
pub(super) fn kind_of(file: &Path) -> Option<FormKind> {
    FormKind::by_extension(&file.extension()?.to_string_lossy())
}

/// A form that is about to be changed: held from reading to writing, so that of two runs none
/// undoes the other's work.
pub(super) struct HeldForm {
    /// What the file holds.
    pub bytes: Vec<u8>,
    /// What it says.
    pub filing: Filing,
    _lock: Option<Lock>,
}

impl HeldForm {
    /// Opens the form in a file. What is no file is told by the reader.
    pub fn open(disk: &Disk, form: &Path) -> Result<Self, Trouble> {
        let lock = if form.is_file() {
            Some(Lock::on(folder_of(form), &Terminal)?)
        } else {
            None
        };
        let bytes = read_form(form)?;
        let filing = Filing::open(disk, &Name::new(form), &bytes)?;
        Ok(Self {
            bytes,
            filing,
            _lock: lock,
        })
    }
}

/// What to do with a form that has been changed.
pub(super) fn next_step(form: &str, sound: bool) -> String {
    if sound {
        format!("重新生成报告：nianbao build {form}")
    } else {
        format!("有错误，先改正：nianbao check {form}")
    }
}

/// Refuses to change a workbook that is open elsewhere: what is saved there next would undo it.
pub(super) fn may_be_changed(form: &Filing) -> Result<(), Trouble> {
    if form
        .findings
        .iter()
        .any(|finding| finding.code == Code::OpenElsewhere)
    {
        let form = show_path(form.name.path());
        let what = "在 Excel 或 WPS 里打开着，没有改；在那里保存并关闭，再运行一次";
        return Err(Trouble(format!("{form} {what}")));
    }
    Ok(())
}

/// The bytes of the report's form, for a file in `folder`.
pub(super) fn write(kind: FormKind, report: &Report, folder: &Path) -> Result<Vec<u8>, Trouble> {
    match kind {
        FormKind::Yaml => Ok(yaml(report, &schema(folder, &report.standard.format)).into_bytes()),
        FormKind::Json => Ok(json(report).into_bytes()),
        FormKind::Workbook => Ok(workbook(report)?),
    }
}

/// The JSON Schema's path as seen from the form's folder; its bare name where it is not installed.
pub(super) fn schema(folder: &Path, format: &str) -> String {
    let name = format!("form-{format}.json");
    let found = folder_with("schema", "schema", &name).map(|folder| folder.join(&name));
    let path =
        found.and_then(|path| relative(&folder.canonicalize().ok()?, &path.canonicalize().ok()?));
    path.map_or(name, |p| p.display().to_string().replace('\\', "/"))
}
