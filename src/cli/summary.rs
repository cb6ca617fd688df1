//! The table of a run that the superior office keeps, where it was asked for.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::batch::threads_for_a_workbook;
use super::files::{Before, before, folder_of, length_before, write_over};
use super::names::{named, place_of, relative};
use super::outputs::save;
use super::table::State;
use nianbao::finding::json::FileEntry;
use nianbao::summary::{AgencyLine, Link, SummaryKind, html, workbook};

/// The lines so far, and where they go; nothing is kept where nobody asked.
pub(super) struct Summary(Option<Asked>);

struct Asked {
    file: PathBuf,
    kind: SummaryKind,
    lines: Vec<AgencyLine>,
}

impl Summary {
    /// For the file that was asked for, if one was; `forms` are those of the run.
    ///
    /// # Errors
    /// When its name does not tell its kind, or it must not be written: said before the run.
    pub fn find(file: Option<&Path>, forms: &[PathBuf]) -> Result<Self, Trouble> {
        let Some(file) = file else { return Ok(Self(None)) };
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        let kind = SummaryKind::of(&extension).ok_or_else(|| {
            Trouble(format!("--summary 的文件名 {} 要以 .xlsx 或 .html 结尾", named(file)))
        })?;
        let place = place_of(file);
        if forms.iter().any(|form| place_of(form) == place) {
            return Err(Trouble(format!(
                "{} 是填报表，不能被汇总表覆盖；请换一个 --summary",
                named(file)
            )));
        }
        length_before(file)?;
        Ok(Self(Some(Asked { file: file.to_owned(), kind, lines: Vec::new() })))
    }

    /// Adds a form's line.
    pub fn add(&mut self, mut line: AgencyLine, state: State) {
        if let Some(asked) = &mut self.0 {
            state.chinese().clone_into(&mut line.state);
            line.read = state.was_read();
            line.files.iter_mut().for_each(|link| asked.relate(link));
            asked.lines.push(line);
        }
    }

    /// Writes the table; the file, where one was asked for.
    pub fn write(self) -> Result<Vec<FileEntry>, Trouble> {
        let Some(Asked { file, kind, lines }) = self.0 else { return Ok(Vec::new()) };
        let bytes = match kind {
            SummaryKind::Html => html::page(&lines),
            SummaryKind::Workbook => {
                threads_for_a_workbook()?;
                workbook::workbook(&lines)
                    .map_err(|reason| Trouble(format!("汇总表写不出来：{reason}")))?
            }
        };
        let folder = folder_of(&file);
        std::fs::create_dir_all(folder).map_err(|e| {
            Trouble(format!("建不了文件夹 {}：{}", named(folder), super::files::reason(&e)))
        })?;
        let old = before(&file)?;
        let ours = match &old {
            Before::Nothing => true,
            Before::Content(content) => kind.is_ours(content),
            Before::Large => false,
        };
        // Whatever else stood there is somebody's work.
        let original = if ours { None } else { Some(named(&save(&file, &old)?)) };
        let status = write_over(&file, &old, &bytes)?;
        let entry = FileEntry::new(file.display().to_string(), kind.name(), &bytes, status);
        Ok(vec![FileEntry { original, ..entry }])
    }
}

impl Asked {
    /// Makes a path one that leads from the table's folder.
    fn relate(&self, link: &mut Link) {
        let (from, to) = (place_of(folder_of(&self.file)), place_of(Path::new(&link.path)));
        if let Some(path) = relative(&from, &to) {
            link.path = path.to_string_lossy().replace('\\', "/");
        }
    }
}
