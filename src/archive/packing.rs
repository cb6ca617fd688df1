//! What a bag is made of: the form, and all that the agency gave for it.

use std::collections::BTreeMap;

use super::making::{CellReading, FontUsed, Making, PROGRAM, PagesSet};
use super::{Algorithm, BagFiles, layout};
use crate::document::Document;
use crate::filing::{Filing, Memory, Name, Refusal, STYLE, Terms, World};
use crate::finding::Code;
use crate::layout::FontSource;
use crate::place::Place;
use crate::render::Paper;
use crate::report::Date;
use crate::rules::{Settings, settings};
use crate::standard::Library;
use crate::style::{OfdType, PdfLevel, Style};

/// A form with the files that it names, by their names in its folder.
#[derive(Clone, Debug, Default)]
pub struct FormPacked {
    /// The form's own name.
    pub name: String,
    /// All files, the form among them.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The bag that a corrected report's bag takes the place of.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// SHA-256 of the file that covers all others of it.
    pub digest: String,
    /// The files of the notice of correction by their names; none where nothing differs that is
    /// printed.
    pub notice: BagFiles,
}

/// What a bag is made of.
pub struct Packing<'a> {
    /// The form.
    pub form: FormPacked,
    /// The agency's own templates by their names.
    pub templates: BTreeMap<String, String>,
    /// The text of the agency's settings.
    pub settings: Option<String>,
    /// How cells are read.
    pub cells: CellReading,
    /// How pages are set.
    pub pages: PagesSet,
    /// The day in the files' properties, where it is not that of the form.
    pub date: Option<Date>,
    /// The standards that forms are read by.
    pub library: &'a Library,
    /// The fonts.
    pub fonts: Option<&'a dyn FontSource>,
    /// The bag that this one takes the place of.
    pub replaces: Option<Replaced>,
}

/// A form in the world of what is packed with it.
pub(super) struct FormOpened {
    pub world: Memory,
    pub filing: Filing,
}

impl Packing<'_> {
    /// The form, opened with what is packed with it and nothing else.
    pub(super) fn open(&self) -> Result<FormOpened, Refusal> {
        let world = self.world()?;
        let bytes = self
            .form
            .files
            .get(&self.form.name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let filing = Filing::open(&world, &Name::new(&self.form.name), bytes)?;
        let filing = match self.date {
            Some(date) => filing.dated(date),
            None => filing,
        };
        Ok(FormOpened { world, filing })
    }

    /// The world in which the form is opened: what is packed with it, and nothing else.
    fn world(&self) -> Result<Memory, Refusal> {
        let terms = Terms {
            options: self.cells.options(),
            settings: self.read_settings()?,
        };
        let mut world = Memory::new()
            .with_standards(self.library.clone())
            .with_terms(terms);
        for (name, bytes) in &self.form.files {
            world = world.with_file(name, bytes.clone());
        }
        for (name, text) in &self.templates {
            world = world.with_template(name, text);
        }
        Ok(world)
    }

    /// The agency's settings; the usual ones where it has none.
    fn read_settings(&self) -> Result<Settings, Refusal> {
        let Some(text) = &self.settings else {
            return Ok(Settings::default());
        };
        match settings(text) {
            Ok(settings) => Ok(settings),
            Err(complaint) => {
                let place = Place::file(&layout::SETTINGS.into());
                let finding = complaint.at(Code::Unreadable, place);
                Err(Refusal::Style(Box::new(finding)))
            }
        }
    }

    /// What the files of the bag are made with.
    pub(super) fn making(&self, document: &Document, name: String, paper: &Paper) -> Making {
        Making {
            program: PROGRAM.to_owned(),
            form: format!("{}{}", layout::FORM, self.form.name),
            meaning: document.origin.clone(),
            name,
            cells: self.cells.clone(),
            pages: self.pages.clone(),
            date: self.date.map(|date| date.to_string()),
            replaces: self
                .replaces
                .as_ref()
                .map(|replaced| replaced.digest.clone()),
            fonts: list_fonts(paper),
        }
    }

    pub(super) fn style(&self, world: &Memory) -> Result<Style, Refusal> {
        let source = world.template(STYLE)?.unwrap_or_else(Style::gbt9704);
        let mut style = Style::load(&source).map_err(Refusal::Style)?;
        self.pages.set(&mut style);
        style.pdf.level = PdfLevel::A3a;
        style.ofd.kind = OfdType::Archive;
        Ok(style)
    }
}

/// The font files of pages, each once.
fn list_fonts(paper: &Paper) -> Vec<FontUsed> {
    let mut fonts = Vec::new();
    for face in &paper.faces {
        let sha256 = Algorithm::Sha256.digest(face.data.bytes());
        fonts.push(FontUsed {
            name: face.name.clone(),
            sha256,
        });
    }
    fonts
}
