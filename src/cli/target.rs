//! The kinds of form that a file name asks for, and how each is written.

use std::path::Path;

use super::Trouble;
use super::batch::threads_for_a_workbook;
use super::beside::folder_with;
use super::files::{self, reason};
use super::names::{named, relative};
use nianbao::edit::{Next, remarked};
use nianbao::form::write::workbook::{WorkbookFault, workbook_with};
use nianbao::form::write::{json, workbook, yaml};
use nianbao::report::Report;

/// A kind of form that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Yaml,
    Workbook,
    Json,
}

impl Target {
    /// The kind of a file name's extension.
    pub fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            "xlsx" => Some(Self::Workbook),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The kind's name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Workbook => "xlsx",
            Self::Json => "json",
        }
    }

    /// The bytes of next year's form, for a file in `folder`, with last year's texts beside.
    pub fn write_next(self, next: &Next, folder: &Path) -> Result<Vec<u8>, Trouble> {
        if self == Self::Workbook {
            threads_for_a_workbook()?;
            return workbook_with(&next.report, &next.remarks).map_err(trouble);
        }
        let text = yaml(&next.report, &schema(folder, &next.report.standard.format));
        Ok(remarked(&text, &next.report, &next.remarks)?.into_bytes())
    }

    /// The bytes of the report's form, for a file in `folder`.
    pub fn write(self, report: &Report, folder: &Path) -> Result<Vec<u8>, Trouble> {
        match self {
            Self::Yaml => Ok(yaml(report, &schema(folder, &report.standard.format)).into_bytes()),
            Self::Json => Ok(json(report).into_bytes()),
            Self::Workbook => {
                threads_for_a_workbook()?;
                workbook(report).map_err(trouble)
            }
        }
    }
}

fn trouble(fault: WorkbookFault) -> Trouble {
    Trouble(match fault {
        WorkbookFault::TooLong(key) => {
            format!("“{key}”里有一段太长，Excel 的一格放不下；请把它分成几段")
        }
        WorkbookFault::Refused(reason) => format!("生成不了 Excel 填报表：{reason}"),
    })
}

/// The folder that a file is to stand in, made if it is not there.
pub(super) fn folder_of(file: &Path) -> Result<&Path, Trouble> {
    let folder = files::folder_of(file);
    std::fs::create_dir_all(folder)
        .map_err(|e| Trouble(format!("建不了文件夹 {}：{}", named(folder), reason(&e))))?;
    Ok(folder)
}

/// The JSON Schema's path as seen from the form's folder; its bare name where it is not installed.
fn schema(folder: &Path, format: &str) -> String {
    let name = format!("form-{format}.json");
    let found = folder_with("schema", "schema", &name).map(|folder| folder.join(&name));
    let path =
        found.and_then(|path| relative(&folder.canonicalize().ok()?, &path.canonicalize().ok()?));
    path.map_or(name, |p| p.display().to_string().replace('\\', "/"))
}
