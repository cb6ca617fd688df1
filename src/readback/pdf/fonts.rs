//! The fonts of a file: how the codes of a string become text.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

use super::super::budget::{Budget, spend};
use super::cmap::CMap;
use super::safe::PlainPdf;
use crate::finding::Complaint;

/// The fonts that were met, by their objects.
#[derive(Default)]
pub(super) struct FontCache {
    known: HashMap<ObjectIdentifier, Rc<CodedFont>>,
}

/// How a font's codes become text.
pub(super) struct CodedFont {
    map: CMap,
    /// Whether codes have two bytes.
    wide: bool,
    /// Whether the font shows other glyphs than its codes say.
    pub exchanged: bool,
}

impl FontCache {
    /// The font of this name on a page. A page asks once for each of its names; one that
    /// several pages share is read once.
    ///
    /// # Errors
    /// When fonts and their maps are more than is left.
    pub fn get(
        &mut self,
        page: &Page<'_>,
        name: &Name<'_>,
        plain: &PlainPdf<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Rc<CodedFont>>, Complaint> {
        let fonts = &page.resources().fonts;
        let id = fonts.get_ref(name).map(ObjectIdentifier::from);
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return Ok(Some(known.clone()));
        }
        let Some(dict) = fonts.get::<Dict<'_>>(name) else {
            return Ok(None);
        };
        let font = Rc::new(CodedFont::new(&dict, plain, budget)?);
        if let Some(id) = id {
            self.known.insert(id, font.clone());
        }
        Ok(Some(font))
    }
}

impl CodedFont {
    fn new(dict: &Dict<'_>, plain: &PlainPdf<'_>, budget: &mut Budget) -> Result<Self, Complaint> {
        spend(&mut budget.elements, 1)?;
        spend(&mut budget.objects, dict.data().len())?;
        let map = match dict.get::<Stream<'_>>("ToUnicode") {
            Some(stream) => CMap::new(&plain.data(&stream, &mut budget.maps)?),
            None => CMap::default(),
        };
        let below = dict.get::<Array<'_>>("DescendantFonts");
        let below = below.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let glyphs = below.and_then(|font| font.get::<Object<'_>>("CIDToGIDMap"));
        Ok(Self {
            map,
            wide: dict
                .get::<Name<'_>>("Subtype")
                .is_some_and(|name| &*name == b"Type0"),
            exchanged: matches!(glyphs, Some(Object::Stream(_))),
        })
    }

    /// Writes the text of a string; a code without a meaning is 〓.
    ///
    /// # Errors
    /// When it is more than is left.
    pub fn text(&self, bytes: &[u8], out: &mut String, left: &mut usize) -> Result<(), Complaint> {
        for code in bytes.chunks(if self.wide { 2 } else { 1 }) {
            let code = code
                .iter()
                .fold(0, |number, byte| number << 8 | u32::from(*byte));
            let text = self.map.get(code).unwrap_or_else(|| "〓".to_owned());
            spend(left, text.len())?;
            out.push_str(&text);
        }
        Ok(())
    }
}
