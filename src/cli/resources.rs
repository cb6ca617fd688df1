//! Standards, templates and styles: the built-in ones and those that the user gives.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::files::{read_text, reason};
use super::names::named;
use super::show::note;
use nianbao::compare::notice;
use nianbao::document::Source;
use nianbao::filing::{STYLE, body_name};
use nianbao::finding::Severities;
use nianbao::rules::settings;
use nianbao::standard::Library;

/// The standards, with those of `--standard DIR`.
pub(super) fn library(folder: Option<&Path>) -> Result<Library, Trouble> {
    let mut library = Library::default();
    let Some(folder) = folder else { return Ok(library) };
    let entries = std::fs::read_dir(folder)
        .map_err(|e| Trouble(format!("打不开文件夹 {}：{}", named(folder), reason(&e))))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "yaml"));
    files.sort_unstable();
    if files.is_empty() {
        return Err(Trouble(format!("文件夹 {} 里没有报告格式文件（*.yaml）", named(folder))));
    }
    for file in files {
        library
            .add(&read_text(&file)?)
            .map_err(|e| Trouble(format!("报告格式文件 {} 有误：{e}", named(&file))))?;
    }
    Ok(library)
}

/// The severities that the file of `--config` chooses.
pub(super) fn severities(file: Option<&Path>) -> Result<Severities, Trouble> {
    let Some(file) = file else { return Ok(Severities::new()) };
    settings(&read_text(file)?)
        .map_err(|message| Trouble(format!("设置文件 {}：{message}", named(file))))
}

/// Where templates come from: `--template DIR`, file by file, else the built-in ones.
pub(super) struct Templates<'a> {
    folder: Option<&'a Path>,
}

/// The words of a 更正说明 in a folder of templates.
const NOTICE: &str = "report/notice.yaml";

impl<'a> Templates<'a> {
    /// # Errors
    /// When the folder is not there or replaces nothing, or one of its templates cannot be read.
    pub fn new(folder: Option<&'a Path>, library: &Library) -> Result<Self, Trouble> {
        if let Some(folder) = folder {
            look_at(folder, library)?;
        }
        Ok(Self { folder })
    }

    /// The template of this name; none where the folder does not replace it.
    pub fn find(&self, name: &str) -> Result<Option<Source>, Trouble> {
        let Some(path) = self.folder.map(|f| f.join(name)).filter(|p| is_there(p)) else {
            return Ok(None);
        };
        let text = read_text(&path)?;
        Ok(Some(Source::new(&path.display().to_string(), &text)))
    }

    /// The words of a 更正说明.
    pub fn notice(&self) -> Result<Source, Trouble> {
        Ok(self.find(NOTICE)?.unwrap_or_else(notice::NoticeTemplate::builtin))
    }
}

/// Whether anything has this name, a link to nowhere included: it was meant to be read.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Looks whether a folder of templates replaces what it is meant to replace.
fn look_at(folder: &Path, library: &Library) -> Result<(), Trouble> {
    if !folder.is_dir() {
        return Err(Trouble(format!("没有模板文件夹 {}", named(folder))));
    }
    let mut names: Vec<String> = library.all().iter().map(|standard| body_name(standard)).collect();
    names.extend([NOTICE, STYLE].map(str::to_owned));
    let (used, unused) =
        (names.iter().filter(|n| is_there(&folder.join(n))), strays(folder, &names));
    let used: Vec<&String> = used.collect();
    for name in &used {
        read_text(&folder.join(name))?;
    }
    if used.is_empty() {
        let others = if unused.is_empty() {
            String::new()
        } else {
            format!("；{} 不是这些名字", unused.join("、"))
        };
        return Err(Trouble(format!(
            "模板文件夹 {} 里没有可用的模板；可替换的是 {}{others}",
            named(folder),
            names.join("、")
        )));
    }
    if !unused.is_empty() {
        note(&format!("模板文件夹里没有用到的文件：{}", unused.join("、")));
    }
    Ok(())
}

/// The files beside templates that replace none.
fn strays(folder: &Path, names: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for part in ["report", "style"] {
        for entry in std::fs::read_dir(folder.join(part)).into_iter().flatten().flatten() {
            let name = format!("{part}/{}", entry.file_name().to_string_lossy());
            if !names.contains(&name) {
                found.push(name);
            }
        }
    }
    found.sort_unstable();
    found
}
