//! A bag taken apart: what it was made of, and its form, opened with all that was packed with it.

use std::collections::BTreeMap;

use super::making::Making;
use super::packing::{FormPacked, Packing, Replaced};
use super::{BagFiles, layout};
use crate::filing::Filing;
use crate::layout::FontSource;
use crate::standard::Library;

/// The form of a bag, opened with all that was packed with it; none where it cannot be.
pub fn open_form(files: &BagFiles, library: &Library) -> Option<Filing> {
    let making = Making::read(files)?;
    packing_of(files, &making, library, None)
        .open()
        .ok()
        .map(|open| open.filing)
}

/// What a bag was made of.
pub(super) fn packing_of<'a>(
    files: &BagFiles,
    making: &Making,
    library: &'a Library,
    fonts: Option<&'a dyn FontSource>,
) -> Packing<'a> {
    let name = making.form.strip_prefix(layout::FORM);
    let form = FormPacked {
        name: name.unwrap_or(&making.form).to_owned(),
        files: files_below(files, layout::FORM),
    };
    let mut templates = BTreeMap::new();
    for (name, bytes) in files_below(files, layout::TEMPLATES) {
        templates.insert(name, text_of(&bytes));
    }
    let replaces = making.replaces.clone();
    Packing {
        form,
        templates,
        settings: files.get(layout::SETTINGS).map(|bytes| text_of(bytes)),
        cells: making.cells.clone(),
        pages: making.pages.clone(),
        date: making.day(),
        library,
        fonts,
        replaces: replaces.map(|digest| Replaced {
            digest,
            notice: files_below(files, layout::NOTICE),
        }),
    }
}

/// The files of a folder in a bag, by their ways from there.
fn files_below(files: &BagFiles, folder: &str) -> BagFiles {
    let mut found = BagFiles::new();
    for (path, content) in files {
        if let Some(way) = path.strip_prefix(folder) {
            found.insert(way.to_owned(), content.clone());
        }
    }
    found
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
