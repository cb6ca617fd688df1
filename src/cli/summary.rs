//! The table of a run that the superior office keeps, where it was asked for.

use std::path::{Path, PathBuf};

use super::Trouble;
use super::table::FormState;
use nianbao::disk::write::{Before, folder_of, length_before, make_folder, write_over};
use nianbao::disk::{keep, place_of};
use nianbao::file::{FileKind, FileStatus, SummaryKind};
use nianbao::filing::names::{relative, show_path};
use nianbao::finding::json::FileEntry;
use nianbao::form::write::workbook::need_threads;
use nianbao::summary::{AgencyLine, Link, html, is_summary, workbook};

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
        let Some(file) = file else {
            return Ok(Self(None));
        };
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        let name = show_path(file);
        let Some(kind) = SummaryKind::by_extension(&extension) else {
            let message = format!("--summary 的文件名 {name} 要以 .xlsx 或 .html 结尾");
            return Err(Trouble(message));
        };
        let place = place_of(file);
        if forms.iter().any(|form| place_of(form) == place) {
            let message = format!("{name} 是填报表，不能被汇总表覆盖；请换一个 --summary");
            return Err(Trouble(message));
        }
        length_before(file)?;
        Ok(Self(Some(Asked {
            file: file.to_owned(),
            kind,
            lines: Vec::new(),
        })))
    }

    /// No table.
    pub fn none() -> Self {
        Self(None)
    }

    /// Adds a form's line.
    pub fn add(&mut self, mut line: AgencyLine, state: FormState) {
        if let Some(asked) = &mut self.0 {
            state.chinese().clone_into(&mut line.state);
            line.read = state.was_read();
            line.files.iter_mut().for_each(|link| asked.relate(link));
            asked.lines.push(line);
        }
    }

    /// Writes the table; the file, where one was asked for.
    pub fn write(self) -> Result<Vec<FileEntry>, Trouble> {
        let Some(Asked { file, kind, lines }) = self.0 else {
            return Ok(Vec::new());
        };
        let bytes = match kind {
            SummaryKind::Html => html::page(&lines),
            SummaryKind::Workbook => {
                need_threads()?;
                workbook::workbook(&lines)
                    .map_err(|reason| Trouble(format!("汇总表写不出来：{reason}")))?
            }
        };
        let folder = folder_of(&file);
        make_folder(folder)?;
        let old = Before::at(&file)?;
        let ours = match &old {
            Before::Nothing => true,
            Before::Content(content) => is_summary(kind, content),
            Before::Large => false,
        };
        // Whatever else stood there is somebody's work.
        let original = if ours {
            None
        } else {
            Some(show_path(&keep(&file, &old)?))
        };
        let status = FileStatus::Written(write_over(&file, &old, &bytes)?);
        let path = file.display().to_string();
        let entry = FileEntry::new(path, FileKind::Summary(kind), status).with_sum_of(&bytes);
        Ok(vec![FileEntry { original, ..entry }])
    }
}

impl Asked {
    /// Makes a path one that leads from the table's folder.
    fn relate(&self, link: &mut Link) {
        let (from, to) = (
            place_of(folder_of(&self.file)),
            place_of(Path::new(&link.path)),
        );
        if let Some(path) = relative(&from, &to) {
            link.path = path.to_string_lossy().replace('\\', "/");
        }
    }
}
