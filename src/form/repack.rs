//! A package of which some parts get another text; all others stay as they are packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The package with these texts in place of those of their entries, and without some entries; none
/// where an entry cannot be read.
pub(super) fn repack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    texts: &BTreeMap<usize, String>,
    dropped: &[usize],
) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in (0..archive.len()).filter(|index| !dropped.contains(index)) {
        let entry = archive.by_index_raw(index).ok()?;
        let Some(text) = texts.get(&index) else {
            writer.raw_copy_file(entry).ok()?;
            continue;
        };
        let modified = entry.last_modified().unwrap_or_default();
        let name = entry.name().ok()?.into_owned();
        drop(entry);
        let options = SimpleFileOptions::default().last_modified_time(modified);
        writer.start_file(name, options).ok()?;
        writer.write_all(text.as_bytes()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
