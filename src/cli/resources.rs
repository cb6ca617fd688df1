//! Standards, templates and styles: the built-in ones and those that the user gives.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::files::{read_text, reason};
use crate::compare::notice;
use crate::document::{Source, builtin_body};
use crate::finding::Severities;
use crate::rules::settings;
use crate::standard::{Library, Standard};
use crate::style::Style;

/// The standards, with those of `--standard DIR`.
pub(super) fn library(folder: Option<&Path>) -> Result<Library, Trouble> {
    let mut library = Library::default();
    let Some(folder) = folder else { return Ok(library) };
    let entries = std::fs::read_dir(folder)
        .map_err(|e| Trouble(format!("打不开文件夹 {}：{}", folder.display(), reason(&e))))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "yaml"));
    files.sort_unstable();
    if files.is_empty() {
        return Err(Trouble(format!("文件夹 {} 里没有报告格式文件（*.yaml）", folder.display())));
    }
    for file in files {
        library
            .add(&read_text(&file)?)
            .map_err(|e| Trouble(format!("报告格式文件 {} 有误：{e}", file.display())))?;
    }
    Ok(library)
}

/// The severities that the file of `--config` chooses.
pub(super) fn severities(file: Option<&Path>) -> Result<Severities, Trouble> {
    let Some(file) = file else { return Ok(Severities::new()) };
    settings(&read_text(file)?)
        .map_err(|message| Trouble(format!("设置文件 {}：{message}", file.display())))
}

/// Where templates come from: `--template DIR`, file by file, else the built-in ones.
pub(super) struct Templates<'a> {
    folder: Option<&'a Path>,
}

impl<'a> Templates<'a> {
    /// # Errors
    /// When the folder is not there or replaces nothing.
    pub fn new(folder: Option<&'a Path>) -> Result<Self, Trouble> {
        if let Some(folder) = folder {
            if !folder.is_dir() {
                return Err(Trouble(format!("没有模板文件夹 {}", folder.display())));
            }
            if !folder.join("report").is_dir() && !folder.join("style").is_dir() {
                let message = "里没有 report 或 style 文件夹；可替换的是 report/2021.yaml、report/2019.yaml、style/gbt9704.yaml";
                return Err(Trouble(format!("模板文件夹 {} {message}", folder.display())));
            }
        }
        Ok(Self { folder })
    }

    /// The body of the standard's report.
    pub fn body(&self, standard: &Standard) -> Result<Source, Trouble> {
        let name = format!("report/{}.yaml", standard.format);
        match self.override_of(&name)? {
            Some(source) => Ok(source),
            None => builtin_body(&standard.format).ok_or_else(|| {
                Trouble(format!(
                    "格式 {} 没有自带的模板；请用 --template 给出 {name}",
                    standard.format
                ))
            }),
        }
    }

    /// The words of a 更正说明.
    pub fn notice(&self) -> Result<Source, Trouble> {
        Ok(self.override_of("report/notice.yaml")?.unwrap_or_else(notice::Template::builtin))
    }

    /// The style of the pages.
    pub fn style(&self) -> Result<Source, Trouble> {
        Ok(self.override_of("style/gbt9704.yaml")?.unwrap_or_else(Style::gbt9704))
    }

    fn override_of(&self, name: &str) -> Result<Option<Source>, Trouble> {
        let Some(path) = self.folder.map(|f| f.join(name)).filter(|p| p.is_file()) else {
            return Ok(None);
        };
        let text = read_text(&path)?;
        Ok(Some(Source::new(&path.display().to_string(), &text)))
    }
}
