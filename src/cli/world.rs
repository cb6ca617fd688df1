//! The disk as the arguments ask for it.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::args::{CellArgs, LooksArgs, ReadingArgs};
use super::{show, stop};
use nianbao::archive::DECLARATION;
use nianbao::disk::{Disk, Waiter, place_of};
use nianbao::document::Source;
use nianbao::filing::names::show_path;
use nianbao::filing::{STYLE, World};
use nianbao::finding::Finding;
use nianbao::style::Style;

/// The disk for the forms of a verb that reads several.
pub(super) fn disk_of(args: &ReadingArgs) -> Result<Disk, Trouble> {
    disk(&args.how.cells, &args.looks)
}

/// The disk with all that the arguments name.
pub(super) fn disk(cells: &CellArgs, looks: &LooksArgs) -> Result<Disk, Trouble> {
    let mut disk = plain_disk(cells)?;
    if let Some(file) = &looks.config {
        disk = disk.with_settings(file)?;
    }
    if let Some(folder) = &looks.template {
        disk = disk.with_templates(folder)?;
    }
    if !disk.strays().is_empty() {
        show::note(&format!(
            "模板文件夹里没有用到的文件：{}",
            disk.strays().join("、")
        ));
    }
    Ok(disk)
}

/// The disk for a verb that only reads forms.
pub(super) fn plain_disk(cells: &CellArgs) -> Result<Disk, Trouble> {
    let disk = Disk::new().with_options(cells.options());
    match &cells.standard {
        Some(folder) => Ok(disk.with_standards(folder)?),
        None => Ok(disk),
    }
}

/// The style of the pages, and what it was read from.
pub(super) struct StyleAsRead {
    /// The style, or what is wrong with it.
    pub style: Result<Style, Box<Finding>>,
    pub source: Source,
}

impl StyleAsRead {
    pub fn of(disk: &Disk) -> Result<Self, Trouble> {
        let source = disk.template(STYLE)?.unwrap_or_else(Style::gbt9704);
        Ok(Self {
            style: Style::load(&source),
            source,
        })
    }
}

/// Somebody at a terminal, who may press Ctrl-C.
pub(super) struct Terminal;

impl Waiter for Terminal {
    fn waits(&self) -> bool {
        !stop::is_asked()
    }

    fn tell(&self, folder: &Path) {
        let message = "正在被另一个 nianbao 写入，等它写完";
        show::note(&format!("文件夹 {} {message}", show_path(folder)));
    }
}

/// The bag that a path lies in, if any.
pub(super) fn bag_around(path: &Path) -> Option<PathBuf> {
    let whole = place_of(path);
    let mut folders = whole.ancestors().skip(1);
    folders
        .find(|folder| folder.join(DECLARATION).is_file())
        .map(Path::to_owned)
}
