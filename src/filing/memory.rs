//! A world in memory: for tests, for pages, for programs that have no disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::world::{Name, Terms, Why, World};
use crate::document::Source;
use crate::layout::{FontData, FontFault, FontSource, NamedFace, named_faces};
use crate::standard::Library;

/// Files, templates and fonts in memory, with the built-in standards.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<Name, Vec<u8>>,
    templates: BTreeMap<String, Source>,
    fonts: MemoryFonts,
    library: Library,
    terms: Terms,
}

/// Fonts in memory: the program's own by their files, others by their names.
#[derive(Clone, Debug, Default)]
struct MemoryFonts {
    files: BTreeMap<String, FontData>,
    faces: BTreeMap<String, FontData>,
}

impl Memory {
    /// Nothing but what is built in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, such as last year's form or a picture.
    #[must_use]
    pub fn with_file(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(Name::new(name).plain(), bytes.into());
        self
    }

    /// Adds a template in place of the built-in one of this name, such as `style/gbt9704.yaml`.
    #[must_use]
    pub fn with_template(mut self, name: &str, text: &str) -> Self {
        self.templates
            .insert(name.to_owned(), Source::new(name, text));
        self
    }

    /// Adds one of the program's own font files, such as `nianbao-fang.ttf`, which a style names
    /// by their files ([`OWN_FONTS`](crate::layout::OWN_FONTS)).
    ///
    /// # Errors
    /// When its tables cannot be relied on.
    pub fn with_own_font(
        mut self,
        file: &str,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, FontFault> {
        self.fonts
            .files
            .insert(file.to_owned(), FontData::new(Arc::new(bytes), 0)?);
        Ok(self)
    }

    /// Adds a font file of an agency's own, under all names that it gives itself.
    ///
    /// # Errors
    /// When its tables cannot be relied on, or it may not be embedded.
    pub fn with_font(
        mut self,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, FontFault> {
        let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes);
        let faces = named_faces(&bytes)?;
        if faces.is_empty() {
            return Err(FontFault::NotEmbeddable);
        }
        for NamedFace { name, data } in faces {
            self.fonts.faces.entry(name).or_insert(data);
        }
        Ok(self)
    }

    /// Reads forms by these standards in place of the built-in ones alone.
    #[must_use]
    pub fn with_standards(mut self, library: Library) -> Self {
        self.library = library;
        self
    }

    /// Reads forms on these terms.
    #[must_use]
    pub fn with_terms(mut self, terms: Terms) -> Self {
        self.terms = terms;
        self
    }
}

impl World for Memory {
    fn read(&self, name: &Name) -> Result<Cow<'_, [u8]>, Why> {
        match self.files.get(&name.plain()) {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => Err(Why::Missing(format!("打不开 {name}：没有这个文件或文件夹"))),
        }
    }

    fn standards(&self) -> &Library {
        &self.library
    }

    fn template(&self, name: &str) -> Result<Option<Source>, Why> {
        Ok(self.templates.get(name).cloned())
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn fonts(&self) -> Option<&dyn FontSource> {
        let none = self.fonts.files.is_empty() && self.fonts.faces.is_empty();
        if none { None } else { Some(&self.fonts) }
    }
}

impl FontSource for MemoryFonts {
    fn by_name(&self, name: &str) -> Option<FontData> {
        self.faces.get(name).cloned()
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        self.files.get(file).cloned()
    }

    fn others(&self) -> Vec<String> {
        self.faces.keys().cloned().collect()
    }
}
