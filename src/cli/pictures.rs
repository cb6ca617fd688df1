//! The agency's own pictures, in the form's folder or below it.

use std::path::{Path, PathBuf};

use super::files::{below, read};
use nianbao::document::Pictures;
use nianbao::form::workbook::MAX_BYTES;

/// The pictures of one form.
pub(super) struct FormPictures {
    folder: PathBuf,
}

impl FormPictures {
    /// Those beside the form of this path.
    pub fn beside(form: &Path) -> Self {
        Self { folder: form.parent().unwrap_or(Path::new("")).to_owned() }
    }
}

impl Pictures for FormPictures {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let path = below(&self.folder, path).ok_or("它不在填报表所在的文件夹里")?;
        let bytes = read(&path, "图片").map_err(|trouble| trouble.0)?;
        if bytes.len() > MAX_BYTES {
            Err(format!("文件超过 {} MB", MAX_BYTES >> 20))
        } else {
            Ok(bytes)
        }
    }
}
