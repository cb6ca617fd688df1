//! Faces cut down to the glyphs of a file.
//!
//! What faces of agencies become: TrueType outlines stay as they are, of a collection's face as
//! of a single one; a variable face is taken as it is drawn by default; CFF outlines become a
//! CID-keyed CFF program. CFF2, the variable kind of CFF, is refused when the file is opened
//! (`layout::FontFault`).

use skrifa::raw::TableProvider;
use skrifa::{FontRef, Tag};
use subsetter::GlyphRemapper;

use crate::layout::FontData;

/// A box around outlines, in thousandths of an em: left, bottom, right, top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct GlyphBox {
    pub left: f32,
    pub bottom: f32,
    pub right: f32,
    pub top: f32,
}

/// How a subset draws its glyphs.
#[derive(Clone, Debug)]
pub(super) enum FontProgram {
    /// A font file with TrueType outlines.
    TrueType(Vec<u8>),
    /// A CID-keyed CFF program, without a font file around it.
    Cff(Vec<u8>),
}

/// A face with the glyphs of a file only; they are numbered in the order of their first use.
#[derive(Clone, Debug)]
pub(super) struct Subset {
    pub program: FontProgram,
    /// The glyphs' advances, in thousandths of an em.
    #[cfg_attr(
        not(feature = "pdf"),
        expect(dead_code, reason = "an OFD's font has its own")
    )]
    pub advances: Vec<f32>,
    /// The box around all of them.
    #[cfg_attr(
        not(feature = "pdf"),
        expect(dead_code, reason = "an OFD's font has its own")
    )]
    pub around: GlyphBox,
}

/// Tables that a program inside a PDF is not read for: names (the licence is named where the
/// faces lie), and the names of glyphs.
const LEFT_OUT: [Tag; 2] = [Tag::new(b"name"), Tag::new(b"post")];

/// Bytes of a font file's head, and of a table's record in it.
const HEAD: usize = 12;
const RECORD: usize = 16;

/// The face with these glyphs; none when its tables cannot be relied on.
pub(super) fn subset(face: &FontData, glyphs: &GlyphRemapper) -> Option<Subset> {
    let file = subsetter::subset(face.bytes(), face.index(), glyphs).ok()?;
    let font = FontRef::new(&file).ok()?;
    let head = font.head().ok()?;
    let scale = Scale {
        units: f32::from(head.units_per_em()),
    };
    let metrics = font.hmtx().ok()?;
    let advances = (0..font.maxp().ok()?.num_glyphs())
        .map(|glyph| scale.of(metrics.advance(glyph.into()).unwrap_or_default()))
        .collect();
    let whole = [head.x_min(), head.y_min(), head.x_max(), head.y_max()];
    if let Some(cff) = font.table_data(Tag::new(b"CFF ")) {
        let program = FontProgram::Cff(cff.as_bytes().to_vec());
        return Some(Subset {
            program,
            advances,
            around: scale.around(whole),
        });
    }
    let around = scale.around(outlines_box(&font).unwrap_or(whole));
    Some(Subset {
        program: FontProgram::TrueType(pack(&font)),
        advances,
        around,
    })
}

/// Font units as thousandths of an em.
struct Scale {
    units: f32,
}

impl Scale {
    fn of(&self, value: impl Into<f32>) -> f32 {
        value.into() * 1000.0 / self.units
    }

    fn around(&self, units: [i16; 4]) -> GlyphBox {
        let [left, bottom, right, top] = units.map(|value| self.of(value));
        GlyphBox {
            left,
            bottom,
            right,
            top,
        }
    }
}

/// The box around all outlines, as each glyph's own header gives it.
fn outlines_box(font: &FontRef<'_>) -> Option<[i16; 4]> {
    let glyf = font.table_data(Tag::new(b"glyf"))?.as_bytes();
    let loca = font.loca(None).ok()?;
    let mut around: Option<[i16; 4]> = None;
    for glyph in 0..loca.len() {
        let (start, end) = (
            loca.get_raw(glyph)? as usize,
            loca.get_raw(glyph + 1)? as usize,
        );
        // The number of contours, then the box.
        let Some(header) = glyf.get(start..end).and_then(|outline| outline.get(2..10)) else {
            continue;
        };
        let own = [0, 2, 4, 6].map(|at| i16::from_be_bytes([header[at], header[at + 1]]));
        around = Some(match around {
            None => own,
            Some([left, bottom, right, top]) => [
                left.min(own[0]),
                bottom.min(own[1]),
                right.max(own[2]),
                top.max(own[3]),
            ],
        });
    }
    around
}

/// A font file of the tables that are needed.
fn pack(font: &FontRef<'_>) -> Vec<u8> {
    let kept = font.table_directory().table_records().iter();
    let kept: Vec<_> = kept
        .filter(|record| !LEFT_OUT.contains(&record.tag()))
        .collect();
    let count = kept.len() as u16;
    let selector = count.max(1).ilog2() as u16;
    let range = RECORD as u16 * (1 << selector);
    let mut out = Vec::new();
    out.extend([0, 1, 0, 0]);
    for field in [count, range, selector, count * RECORD as u16 - range] {
        out.extend(field.to_be_bytes());
    }
    let mut offset = HEAD + RECORD * kept.len();
    for record in &kept {
        out.extend(record.tag().to_be_bytes());
        for field in [record.checksum(), offset as u32, record.length()] {
            out.extend(field.to_be_bytes());
        }
        offset += (record.length() as usize).next_multiple_of(4);
    }
    for record in &kept {
        let table = font
            .table_data(record.tag())
            .map(|data| data.as_bytes())
            .unwrap_or_default();
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use skrifa::MetadataProvider;

    use super::*;
    use crate::layout::{FontFault, named_faces};

    const TRUE_TYPE: &[u8] = include_bytes!("../../tests/fonts/truetype.ttf");
    const VARIABLE: &[u8] = include_bytes!("../../tests/fonts/variable.ttf");
    const COLLECTION: &[u8] = include_bytes!("../../tests/fonts/collection.ttc");
    const CFF: &[u8] = include_bytes!("../../tests/fonts/cff.otf");
    const CFF2: &[u8] = include_bytes!("../../tests/fonts/cff2.otf");

    /// Cuts a face down to two characters; what it has come to.
    fn check(file: &'static [u8], index: u32, is_cff: bool) -> Subset {
        let face = FontData::new(Arc::new(file), index).expect("a sound face");
        let font = FontRef::from_index(file, index).expect("a face");
        let mut glyphs = GlyphRemapper::new();
        for c in ['2', '政'] {
            glyphs.remap(font.charmap().map(c).expect("a glyph").to_u32() as u16);
        }
        let cut = subset(&face, &glyphs).expect("a subset");
        assert_eq!(cut.advances.len(), 3);
        assert!((cut.advances[2] - 1000.0).abs() < 0.1);
        assert!(
            cut.around.bottom < 0.0 && cut.around.top > 700.0,
            "{:?}",
            cut.around
        );
        assert_eq!(matches!(cut.program, FontProgram::Cff(_)), is_cff);
        if let FontProgram::TrueType(program) = &cut.program {
            let font = FontRef::new(program).expect("a font file");
            let tags: Vec<String> = font
                .table_directory()
                .table_records()
                .iter()
                .map(|record| record.tag().to_string())
                .collect();
            assert_eq!(tags, ["glyf", "head", "hhea", "hmtx", "loca", "maxp"]);
        }
        cut
    }

    #[test]
    fn faces_of_all_kinds_are_cut_down() {
        let plain = check(TRUE_TYPE, 0, false);
        let variable = check(VARIABLE, 0, false);
        assert_eq!(variable.around, plain.around);
        check(COLLECTION, 0, false);
        check(COLLECTION, 1, false);
        check(CFF, 0, true);
    }

    #[test]
    fn cff2_is_refused_when_it_is_opened() {
        let face = FontData::new(Arc::new(CFF2), 0);
        assert_eq!(face.err(), Some(FontFault::Cff2));
        let file: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(CFF2);
        assert_eq!(named_faces(&file).err(), Some(FontFault::Cff2));
    }
}
