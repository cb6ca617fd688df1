//! A world that remembers what was asked of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::shelf::Shelf;
use super::world::{Name, Terms, Why, World};
use crate::document::Source;
use crate::layout::FontSource;
use crate::standard::Library;

/// A world, and what it has given: the files that a form names, and templates of the agency's
/// own.
pub struct Recorded<'w> {
    world: &'w dyn World,
    given: Mutex<AskedFor>,
}

/// What a world has given.
#[derive(Clone, Debug, Default)]
pub struct AskedFor {
    /// Files by their names.
    pub files: BTreeMap<Name, Vec<u8>>,
    /// Templates by theirs.
    pub templates: BTreeMap<String, Source>,
}

impl<'w> Recorded<'w> {
    /// Remembers what is asked of a world from now on.
    pub fn new(world: &'w dyn World) -> Self {
        Self {
            world,
            given: Mutex::default(),
        }
    }

    /// What the world has given.
    pub fn given(self) -> AskedFor {
        self.given
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl World for Recorded<'_> {
    fn read(&self, name: &Name) -> Result<Cow<'_, [u8]>, Why> {
        let bytes = self.world.read(name)?;
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.files.insert(name.clone(), bytes.to_vec());
        Ok(bytes)
    }

    fn is_open_elsewhere(&self, name: &Name) -> bool {
        self.world.is_open_elsewhere(name)
    }

    /// None: what is kept is not asked for again.
    fn shelf(&self) -> Option<&Shelf> {
        None
    }

    fn standards(&self) -> &Library {
        self.world.standards()
    }

    fn template(&self, name: &str) -> Result<Option<Source>, Why> {
        let template = self.world.template(name)?;
        if let Some(source) = &template {
            let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
            given.templates.insert(name.to_owned(), source.clone());
        }
        Ok(template)
    }

    fn terms(&self) -> &Terms {
        self.world.terms()
    }

    fn fonts(&self) -> Option<&dyn FontSource> {
        self.world.fonts()
    }
}
