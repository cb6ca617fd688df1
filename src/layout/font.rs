//! Faces and glyphs: which face prints which character.
//!
//! A role's own face comes first, then its companion, then the fallbacks. A
//! character counts as present only when its glyph has an outline.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use skrifa::charmap::MappingIndex;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::font_data::FontData;
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::script::is_unshaped;
use crate::style::{Face, Style};

/// A face's index in [`super::Pages::faces`].
pub type FaceId = usize;

/// Where font files come from; the command line gives one.
pub trait FontSource: Sync {
    /// The face of this official name, if the agency has it.
    fn by_name(&self, name: &str) -> Option<FontData>;
    /// The font file of this name.
    fn by_file(&self, file: &str) -> Option<FontData>;
    /// The names of all faces that the agency has, for characters that no other face has.
    fn others(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A face in use.
#[derive(Clone, Debug)]
pub struct LoadedFace {
    /// The official name or the file by which it was found.
    pub name: String,
    /// Its bytes.
    pub data: FontData,
}

impl LoadedFace {
    /// The family's name as the file gives it, else the name by which it was found.
    fn family(&self) -> String {
        let Some(font) = self.data.font() else {
            return self.name.clone();
        };
        let names = font.localized_strings(StringId::FAMILY_NAME);
        match names.english_or_first() {
            Some(name) => name.to_string(),
            None => self.name.clone(),
        }
    }
}

/// What a stretch of text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FaceRole {
    Title,
    Body,
    Heading1,
    Heading2,
    Table,
    PageNumber,
}

impl FaceRole {
    const ALL: [Self; 6] = [
        Self::Title,
        Self::Body,
        Self::Heading1,
        Self::Heading2,
        Self::Table,
        Self::PageNumber,
    ];

    /// The face of a heading of a level, where it has one of its own.
    pub fn heading(level: u8) -> Option<Self> {
        match level {
            1 => Some(Self::Heading1),
            2 => Some(Self::Heading2),
            _ => None,
        }
    }

    fn face(self, style: &Style) -> &Face {
        match self {
            Self::Title => &style.faces.title,
            Self::Body => &style.faces.body,
            Self::Heading1 => &style.faces.heading_1,
            Self::Heading2 => &style.faces.heading_2,
            Self::Table => &style.faces.table,
            Self::PageNumber => &style.faces.page_number,
        }
    }
}

/// A character's glyph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub face: FaceId,
    pub id: u32,
    /// The advance at size 1.
    pub advance: f32,
}

/// What is looked up: a character of a role, alone or as part of a run.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct GlyphKey {
    role: FaceRole,
    c: char,
    latin: bool,
}

/// A face that has been opened, with what its glyphs are found by.
struct OpenFace {
    loaded: LoadedFace,
    mapping: MappingIndex,
    /// What its em is divided into.
    units: f32,
}

impl OpenFace {
    fn new(loaded: LoadedFace) -> Self {
        let font = loaded.data.font();
        let mapping = font.as_ref().map(MappingIndex::new).unwrap_or_default();
        let head = font.and_then(|font| font.head().ok());
        let units = head.map_or(1000.0, |head| f32::from(head.units_per_em()));
        Self {
            loaded,
            mapping,
            units,
        }
    }

    /// A character's glyph and its advance at size 1; none where it has no outline.
    fn glyph(&self, face: FaceId, c: char) -> Option<Glyph> {
        let font = self.loaded.data.font()?;
        let id = self.mapping.charmap(&font).map(c)?;
        if id.to_u32() == 0 || (!c.is_whitespace() && is_empty(&font, id)) {
            return None;
        }
        let advance = font.hmtx().ok()?.advance(id)?;
        Some(Glyph {
            face,
            id: id.to_u32(),
            advance: f32::from(advance) / self.units,
        })
    }
}

/// The faces of a role, from the first that is asked to the last.
#[derive(Default)]
struct FaceOrder {
    /// Those that have been opened so far.
    faces: Vec<FaceId>,
    /// How many of the candidates have been tried.
    tried: usize,
}

/// What the faces of a document have come to.
pub(super) struct Closed {
    pub faces: Vec<LoadedFace>,
    pub findings: Vec<Finding>,
    /// The official faces that others stand in for.
    pub stand_ins: BTreeMap<String, String>,
}

/// The faces of one document, opened when first needed.
pub(super) struct Fonts<'a> {
    style: &'a Style,
    source: &'a dyn FontSource,
    faces: Vec<OpenFace>,
    orders: FxHashMap<(FaceRole, bool), FaceOrder>,
    opened: FxHashMap<String, Option<FaceId>>,
    glyphs: FxHashMap<GlyphKey, Option<Glyph>>,
    /// Characters that no face has.
    missing: BTreeSet<char>,
    /// Files that the style names and the source does not have.
    absent: BTreeSet<String>,
}

impl<'a> Fonts<'a> {
    pub fn new(style: &'a Style, source: &'a dyn FontSource) -> Self {
        Self {
            style,
            source,
            faces: Vec::new(),
            orders: FxHashMap::default(),
            opened: FxHashMap::default(),
            glyphs: FxHashMap::default(),
            missing: BTreeSet::new(),
            absent: BTreeSet::new(),
        }
    }

    /// The faces in use, and findings: each file that is not there, all characters that no face
    /// has.
    pub fn close(self) -> Closed {
        Closed {
            findings: self.findings(),
            stand_ins: self.stand_ins(),
            faces: self.faces.into_iter().map(|face| face.loaded).collect(),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for file in &self.absent {
            let message = format!("字体文件 {file} 找不到或不完整，用别的字体代替");
            let place = Place::file(&file.as_str().into());
            let hint = "重新拷贝字体文件夹里的文件，或用 --fonts 指定完整的字体文件夹";
            findings.push(Finding::new(Code::SubstitutedFont, message, place).hint(hint));
        }
        if !self.missing.is_empty() {
            let chars: String = self.missing.iter().collect();
            let message = format!("字体里没有“{chars}”，PDF 印不出");
            let hint = "核对这些字；确要用它们，用 --fonts 指定含有这些字的字体文件夹";
            let finding = Finding::new(Code::MissingGlyph, message, Place::default());
            findings.push(finding.hint(hint).stated(chars));
        }
        findings
    }

    /// The official faces that others stand in for, with the names of those.
    fn stand_ins(&self) -> BTreeMap<String, String> {
        let names: Vec<String> = self.faces.iter().map(|face| face.loaded.family()).collect();
        let mut stand_ins = BTreeMap::new();
        for role in FaceRole::ALL {
            let face = role.face(self.style);
            let own = face.names().find_map(|name| self.opened_as(name));
            let latin = face.latin.names().find_map(|name| self.opened_as(name));
            let pairs = [
                (&face.name, own, &face.file),
                (&face.latin.name, latin, &face.latin.file),
            ];
            for (official, own, file) in pairs {
                if let (None, Some(id)) = (own, self.opened_as(file))
                    && self.has_printed(role, id)
                {
                    stand_ins.insert(official.clone(), names[id].clone());
                }
            }
        }
        stand_ins
    }

    /// The face that was opened under a name.
    fn opened_as(&self, name: &str) -> Option<FaceId> {
        *self.opened.get(name)?
    }

    /// Whether a face printed something of a role.
    fn has_printed(&self, role: FaceRole, face: FaceId) -> bool {
        let mut glyphs = self.glyphs.iter().filter(|(key, _)| key.role == role);
        glyphs.any(|(_, glyph)| glyph.is_some_and(|glyph| glyph.face == face))
    }

    /// The character's glyph in a role, from the face of digits and letters first
    /// where it is part of a run; 〓 and its glyph where no face has it.
    ///
    /// None when there is no font at all.
    pub fn glyph(&mut self, role: FaceRole, c: char, latin: bool) -> Option<(Glyph, char)> {
        let key = GlyphKey { role, c, latin };
        let found = if let Some(known) = self.glyphs.get(&key) {
            *known
        } else {
            let found = self.find(key);
            self.glyphs.insert(key, found);
            found
        };
        if let Some(glyph) = found {
            return Some((glyph, c));
        }
        self.missing.insert(c);
        // The printers' mark for a character that is not in the case.
        for c in ['〓', '?'] {
            if let Some(glyph) = self.find(GlyphKey { c, ..key }) {
                return Some((glyph, c));
            }
        }
        None
    }

    /// Whether a face of the running text prints this character.
    pub fn prints(&mut self, c: char) -> bool {
        self.find(GlyphKey {
            role: FaceRole::Body,
            c,
            latin: false,
        })
        .is_some()
    }

    fn find(&mut self, key: GlyphKey) -> Option<Glyph> {
        let GlyphKey { role, c, latin } = key;
        // Letters of other scripts one by one would be garbled text.
        if is_unshaped(c) {
            return None;
        }
        let mut order = self.orders.remove(&(role, latin)).unwrap_or_default();
        let mut known = order.faces.iter();
        let known = known.find_map(|&face| self.faces[face].glyph(face, c));
        let found = known.or_else(|| self.go_on(&mut order, key));
        self.orders.insert((role, latin), order);
        found.or_else(|| self.find_elsewhere(c))
    }

    /// Whatever else the agency has serves in need.
    fn find_elsewhere(&mut self, c: char) -> Option<Glyph> {
        for name in self.source.others() {
            if let Some(face) = self.open(Candidate::Name(&name)) {
                let found = self.faces[face].glyph(face, c);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// Opens further faces of a role until one has the character.
    fn go_on(&mut self, order: &mut FaceOrder, key: GlyphKey) -> Option<Glyph> {
        let candidates = self.candidates(key.role, key.latin);
        while let Some(candidate) = candidates.get(order.tried) {
            order.tried += 1;
            let Some(face) = self.open(*candidate) else {
                continue;
            };
            order.faces.push(face);
            let found = self.faces[face].glyph(face, key.c);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The faces that a role may have, first to last.
    fn candidates(&self, role: FaceRole, is_latin: bool) -> Vec<Candidate<'a>> {
        let face = role.face(self.style);
        let own = face.names().map(|name| Candidate::Name(name));
        let own = own.chain([Candidate::File(&face.file)]);
        let latin = face.latin.names().map(|name| Candidate::Name(name));
        let latin = latin.chain([Candidate::File(&face.latin.file)]);
        let fallback = self.style.fallback.iter().map(|file| Candidate::File(file));
        if is_latin {
            latin.chain(own).chain(fallback).collect()
        } else {
            own.into_iter().chain(fallback).chain(latin).collect()
        }
    }

    fn open(&mut self, candidate: Candidate<'_>) -> Option<FaceId> {
        let name = match candidate {
            Candidate::Name(name) | Candidate::File(name) => name,
        };
        if let Some(known) = self.opened.get(name) {
            return *known;
        }
        let data = match candidate {
            Candidate::Name(name) => self.source.by_name(name),
            Candidate::File(file) => self.source.by_file(file),
        };
        if let (None, Candidate::File(file)) = (&data, candidate) {
            self.absent.insert(file.to_owned());
        }
        let mut id = None;
        if let Some(data) = data {
            id = Some(self.faces.len());
            let name = name.to_owned();
            self.faces.push(OpenFace::new(LoadedFace { name, data }));
        }
        self.opened.insert(name.to_owned(), id);
        id
    }
}

/// Those of these characters that no face of the style or of the source prints.
pub fn unprinted(chars: &BTreeSet<char>, style: &Style, source: &dyn FontSource) -> BTreeSet<char> {
    let mut fonts = Fonts::new(style, source);
    let mut lacking = chars.clone();
    lacking.retain(|c| !fonts.prints(*c));
    // Without any font nothing is printed at all, which is another finding.
    if fonts.faces.is_empty() {
        BTreeSet::new()
    } else {
        lacking
    }
}

#[derive(Clone, Copy)]
enum Candidate<'a> {
    /// A face that the agency has.
    Name(&'a str),
    /// A file that the style names.
    File(&'a str),
}

/// Whether a TrueType glyph has no outline; other outlines are taken as drawn.
fn is_empty(font: &FontRef<'_>, id: GlyphId) -> bool {
    let Ok(loca) = font.loca(None) else {
        return false;
    };
    let index = id.to_u32() as usize;
    loca.get_raw(index) == loca.get_raw(index + 1)
}
