//! Font files: their bytes, tried before anything is set in them.
//!
//! A font is anything at all, and what draws glyphs and writes subsets takes its tables at
//! their word. So the tables that are used are looked at when a file is opened, and one
//! that would print blank pages or stop the program is refused with the reason.

use std::fmt;
use std::sync::Arc;

use skrifa::raw::types::Tag;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// The bytes of a font file and the face's index in it.
#[derive(Clone)]
pub struct FontData {
    bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
    index: u32,
}

/// Why a font file is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FontFault {
    /// It is no TrueType or OpenType font, or has no face of this index.
    #[error("不是字体文件")]
    NotAFont,
    /// Tables lie outside the file: it was cut off, perhaps while it was copied.
    #[error("文件不完整")]
    CutOff,
    /// Its maker forbids embedding.
    #[error("不许嵌入文件")]
    NotEmbeddable,
    /// Its outlines are of a kind that no PDF can hold.
    #[error("轮廓是可变的 CFF2，PDF 里不能用；请换 TrueType 或 CFF 的字体")]
    Cff2,
    /// This table is missing or says what cannot be.
    #[error("文件已损坏（{0} 表）")]
    Table(&'static str),
}

impl fmt::Debug for FontData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "FontData {{ {} bytes, face {} }}",
            self.bytes().len(),
            self.index
        )
    }
}

impl FontData {
    /// A face of a font file; the index is 0 but in a collection.
    ///
    /// # Errors
    /// When its tables cannot be relied on.
    pub fn new(bytes: Arc<dyn AsRef<[u8]> + Send + Sync>, index: u32) -> Result<Self, FontFault> {
        let data = Self { bytes, index };
        try_tables(&data)?;
        Ok(data)
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// The same, shared.
    pub fn shared(&self) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
        self.bytes.clone()
    }

    /// The face's index in a collection, else 0.
    pub fn index(&self) -> u32 {
        self.index
    }

    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.bytes(), self.index).ok()
    }
}

/// A face and one of the names by which it is asked for.
#[derive(Clone, Debug)]
pub struct NamedFace {
    /// The name, as its file gives it.
    pub name: String,
    /// The face.
    pub data: FontData,
}

/// The faces of a font file that may be embedded, each under all of its names.
///
/// A face whose maker forbids embedding (OS/2.fsType) is left out.
///
/// # Errors
/// When the file is no font or one of its faces cannot be relied on.
pub fn named_faces(
    bytes: &Arc<dyn AsRef<[u8]> + Send + Sync>,
) -> Result<Vec<NamedFace>, FontFault> {
    let file = FileRef::new((**bytes).as_ref()).map_err(|_| FontFault::NotAFont)?;
    let mut found = Vec::new();
    for index in 0..file.fonts().count() {
        let data = FontData::new(bytes.clone(), index as u32)?;
        let font = data.font().ok_or(FontFault::NotAFont)?;
        if !may_be_embedded(&font) {
            continue;
        }
        for name in names(&font) {
            let data = data.clone();
            found.push(NamedFace { name, data });
        }
    }
    Ok(found)
}

fn may_be_embedded(font: &FontRef<'_>) -> bool {
    // Bit 1 alone: restricted licence embedding.
    font.os2()
        .map_or(true, |os2| os2.fs_type() & 0x000F != 0x0002)
}

/// The names by which a face may be asked for.
const NAMES: [StringId; 4] = [
    StringId::FAMILY_NAME,
    StringId::FULL_NAME,
    StringId::POSTSCRIPT_NAME,
    StringId::TYPOGRAPHIC_FAMILY_NAME,
];

fn names(font: &FontRef<'_>) -> impl Iterator<Item = String> {
    let names = NAMES.into_iter().flat_map(|id| font.localized_strings(id));
    names.map(|name| name.to_string())
}

/// What a font's em may be divided into: the format's own bounds.
const UNITS: std::ops::RangeInclusive<u16> = 16..=16_384;

fn try_tables(data: &FontData) -> Result<(), FontFault> {
    let font = data.font().ok_or(FontFault::NotAFont)?;
    let length = data.bytes().len();
    for record in font.table_directory().table_records() {
        if (record.offset() as usize).saturating_add(record.length() as usize) > length {
            return Err(FontFault::CutOff);
        }
    }
    try_head(&font)?;
    let glyphs = font
        .maxp()
        .map_err(|_| FontFault::Table("maxp"))?
        .num_glyphs() as usize;
    if glyphs == 0 {
        return Err(FontFault::Table("maxp"));
    }
    try_metrics(&font, glyphs)?;
    try_outlines(&font, glyphs)?;
    if !font.charmap().has_map() {
        return Err(FontFault::Table("cmap"));
    }
    try_post(&font)?;
    try_names(&font)
}

/// Length of a table in bytes; 0 where there is none.
fn length_of(font: &FontRef<'_>, tag: [u8; 4]) -> usize {
    font.table_data(Tag::new(&tag)).map_or(0, |data| data.len())
}

fn try_head(font: &FontRef<'_>) -> Result<(), FontFault> {
    let head = font.head().map_err(|_| FontFault::Table("head"))?;
    let boxed = head.x_min() < head.x_max() && head.y_min() < head.y_max();
    let sound = UNITS.contains(&head.units_per_em()) && boxed;
    if sound {
        Ok(())
    } else {
        Err(FontFault::Table("head"))
    }
}

/// Bytes of an advance with its bearing, and of a bearing alone.
const ADVANCE: usize = 4;
const BEARING: usize = 2;

fn try_metrics(font: &FontRef<'_>, glyphs: usize) -> Result<(), FontFault> {
    let hhea = font.hhea().map_err(|_| FontFault::Table("hhea"))?;
    let advances = hhea.number_of_h_metrics() as usize;
    if advances == 0 || advances > glyphs {
        return Err(FontFault::Table("hhea"));
    }
    let needed = advances * ADVANCE + (glyphs - advances) * BEARING;
    if length_of(font, *b"hmtx") < needed {
        Err(FontFault::Table("hmtx"))
    } else {
        Ok(())
    }
}

fn try_outlines(font: &FontRef<'_>, glyphs: usize) -> Result<(), FontFault> {
    if length_of(font, *b"CFF ") > 0 {
        return Ok(());
    }
    if length_of(font, *b"CFF2") > 0 {
        return Err(FontFault::Cff2);
    }
    let outlines = length_of(font, *b"glyf");
    let loca = font.loca(None).map_err(|_| FontFault::Table("loca"))?;
    if outlines == 0 || loca.len() < glyphs {
        return Err(FontFault::Table("loca"));
    }
    match loca.get_raw(glyphs) {
        Some(end) if end as usize <= outlines => Ok(()),
        _ => Err(FontFault::Table("loca")),
    }
}

/// What comes before the glyph names in a `post` table of version 2, in bytes.
const POST: usize = 32;
const POST_2: usize = POST + 2;

fn try_post(font: &FontRef<'_>) -> Result<(), FontFault> {
    let length = length_of(font, *b"post");
    if length == 0 {
        return Ok(());
    }
    let post = font.post().map_err(|_| FontFault::Table("post"))?;
    let named = post.version().to_major_minor() == (2, 0);
    // Readers of names take the list for granted, however short the table is.
    let needed = if named {
        POST_2
            + post
                .num_glyphs()
                .map_or(usize::MAX - POST_2, |names| names as usize * 2)
    } else {
        POST
    };
    if length < needed {
        Err(FontFault::Table("post"))
    } else {
        Ok(())
    }
}

/// Platforms whose names are Unicode: those that are written into subsets.
const UNICODE: [u16; 2] = [0, 3];

fn try_names(font: &FontRef<'_>) -> Result<(), FontFault> {
    let fault = FontFault::Table("name");
    let names = font.name().map_err(|_| fault)?;
    let room = length_of(font, *b"name").saturating_sub(names.storage_offset() as usize);
    let mut sum = 0;
    for record in names
        .name_record()
        .iter()
        .filter(|r| UNICODE.contains(&r.platform_id()))
    {
        let length = record.length() as usize;
        let end = record.string_offset().to_u32() as usize + length;
        sum += length;
        // Places of names are counted in 16 bits.
        if end > room.min(u16::MAX.into()) || sum > u16::MAX.into() {
            return Err(fault);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> Vec<u8> {
        crate::testing::font("nianbao-latin.ttf")
    }

    /// Where a table stands in the file.
    fn table(font: &[u8], tag: [u8; 4]) -> usize {
        let record = font
            .windows(4)
            .position(|window| window == tag)
            .expect("a table");
        let offset = &font[record + 8..record + 12];
        u32::from_be_bytes(offset.try_into().expect("four bytes")) as usize
    }

    /// The program's own font with bytes of a table changed.
    fn check(tag: [u8; 4], at: usize, bytes: &[u8], expected: Result<(), FontFault>) {
        let mut font = font();
        let start = table(&font, tag) + at;
        font[start..start + bytes.len()].copy_from_slice(bytes);
        let name = String::from_utf8_lossy(&tag).into_owned();
        assert_eq!(
            FontData::new(Arc::new(font), 0).map(|_| ()),
            expected,
            "{name}"
        );
    }

    #[test]
    fn what_stops_the_program_is_refused() {
        check(*b"head", 0, &[], Ok(()));
        check(*b"head", 18, &[0, 0], Err(FontFault::Table("head")));
        check(*b"head", 36, &[0x7F, 0xFF], Err(FontFault::Table("head")));
        check(*b"maxp", 4, &[0, 0], Err(FontFault::Table("maxp")));
        check(*b"hhea", 34, &[0, 0], Err(FontFault::Table("hhea")));
        check(*b"hhea", 34, &[0xFF, 0xFF], Err(FontFault::Table("hhea")));
        check(*b"cmap", 2, &[0, 0], Err(FontFault::Table("cmap")));
        check(*b"post", 0, &[0, 2, 0, 0], Err(FontFault::Table("post")));
        check(*b"name", 4, &[0xFF, 0xFF], Err(FontFault::Table("name")));
        check(*b"name", 14, &[0xFF, 0xFF], Err(FontFault::Table("name")));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let font = font();
        for length in [0, 3, 11, 100] {
            assert!(
                FontData::new(Arc::new(font[..length].to_vec()), 0).is_err(),
                "{length}"
            );
        }
        let half = font[..font.len() / 2].to_vec();
        assert_eq!(
            FontData::new(Arc::new(half), 0).err(),
            Some(FontFault::CutOff)
        );
        assert_eq!(
            FontData::new(Arc::new(font), 1).err(),
            Some(FontFault::NotAFont)
        );
    }
}
