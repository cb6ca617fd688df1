//! A font file that an agency lays beside the program: its names, pages set in it, the PDF.

use std::sync::Arc;

use nianbao::export::{Edition, Format, pdf};
use nianbao::layout::{FontData, FontSource, layout, named_faces};
use nianbao::render::render;

use crate::checks::sampled;
use crate::samples::{Fonts, LATIN, file, short_document, style};

/// Any bytes as a font.
pub fn run(data: &[u8]) {
    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data.to_vec());
    let named = named_faces(&bytes).unwrap_or_default();
    let mut faces: Vec<FontData> = named.into_iter().map(|face| face.data).collect();
    // A face without a name is never asked for by one; here it is.
    faces.extend((0..2).filter_map(|index| FontData::new(bytes.clone(), index).ok()));
    // All names of a face are one face.
    faces.sort_by_key(FontData::index);
    faces.dedup_by_key(|face| face.index());
    for face in faces {
        let own: &dyn FontSource = &Own(face);
        let Ok(pages) = layout(short_document(), style(), own) else {
            continue;
        };
        let first = pdf::export(&Edition::new(short_document(), style()), &pages, &[]).ok();
        if sampled(data, 4) {
            let rendered = render(short_document(), style(), Some(own), &[Format::Pdf]);
            let again = rendered
                .ok()
                .and_then(|(files, _)| files.into_iter().next());
            assert!(
                again.map(|file| file.bytes) == first,
                "another PDF from the same font"
            );
        }
    }
}

/// One face under every official name, so that it is used for whatever it has.
struct Own(FontData);

impl FontSource for Own {
    fn by_name(&self, _: &str) -> Option<FontData> {
        Some(self.0.clone())
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        // What the face lacks; the other fonts would only take time.
        Fonts.by_file(if file == LATIN {
            LATIN
        } else {
            "nianbao-hei.ttf"
        })
    }

    fn others(&self) -> Vec<String> {
        vec!["own".to_owned()]
    }
}

/// The smallest of the program's fonts, alone and twice in a collection.
pub fn seeds() -> Vec<Vec<u8>> {
    let font = file("templates/fonts/nianbao-latin.ttf");
    let both = collection(&font);
    vec![font, both]
}

/// Bytes of the head of a collection of two faces.
const HEAD: u32 = 20;
/// Bytes of the head of a font's list of tables, and of an entry in it.
const LIST: usize = 12;
const RECORD: usize = 16;

/// A collection that has this face twice.
fn collection(font: &[u8]) -> Vec<u8> {
    let mut moved = font.to_vec();
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    for record in (0..tables).map(|index| LIST + index * RECORD) {
        let place = &mut moved[record + 8..record + 12];
        let old = place
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
        place.copy_from_slice(&(old + HEAD).to_be_bytes());
    }
    let head = [0x0001_0000, 2, HEAD, HEAD].map(u32::to_be_bytes);
    [b"ttcf".as_slice(), head.as_flattened(), moved.as_slice()].concat()
}
