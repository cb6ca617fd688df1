//! What a message brings: the form, the files beside it, the faces of the page.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use nianbao::document::Source;
use nianbao::filing::{Name, Terms, Why, World};
use nianbao::finding::Complaint;
use nianbao::layout::FontSource;
use nianbao::rules::Settings;
use nianbao::standard::Library;

use crate::faces::Faces;
use crate::message::FormGiven;
use crate::missed::Missed;

/// A form as a message brings it, in a world of its own.
pub(crate) struct Desk<'a> {
    /// The form's name.
    pub name: Name,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The part behind the form and the files beside it, where there is one.
    pub other: Option<&'a [u8]>,
    beside: BTreeMap<Name, &'a [u8]>,
    /// Files that the page can bring.
    offered: BTreeSet<Name>,
    missed: &'a Missed,
    faces: &'a Faces,
    library: &'a Library,
    terms: Terms,
}

impl<'a> Desk<'a> {
    /// Lays out what a message brings.
    ///
    /// # Errors
    /// When it names more files than it brings.
    pub fn lay(
        given: &FormGiven,
        parts: &'a [Vec<u8>],
        faces: &'a Faces,
        missed: &'a Missed,
        library: &'a Library,
    ) -> Result<Self, Complaint> {
        let missing = Complaint::fixed("消息里少了文件", "重新打开这份填报表");
        let (form, rest) = parts.split_first().ok_or(missing.clone())?;
        let (files, others) = rest.split_at_checked(given.beside.len()).ok_or(missing)?;
        let named = given.beside.iter().map(|name| Name::new(name).plain());
        Ok(Self {
            name: Name::new(&given.name),
            bytes: form,
            other: others.first().map(Vec::as_slice),
            beside: named.zip(files.iter().map(Vec::as_slice)).collect(),
            offered: given
                .offered
                .iter()
                .map(|name| Name::new(name).plain())
                .collect(),
            missed,
            faces,
            library,
            terms: terms(),
        })
    }

    /// The files beside the form by their names.
    pub fn beside(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        self.beside
            .iter()
            .map(|(name, bytes)| (name.to_string(), bytes.to_vec()))
    }
}

/// As the program reads and checks where nothing else is asked: good advice is given too.
fn terms() -> Terms {
    let settings = Settings {
        hints: true,
        ..Settings::default()
    };
    Terms {
        settings,
        ..Terms::default()
    }
}

impl World for Desk<'_> {
    fn read(&self, name: &Name) -> Result<Cow<'_, [u8]>, Why> {
        let name = name.plain();
        if let Some(bytes) = self.beside.get(&name) {
            return Ok(Cow::Borrowed(bytes));
        }
        if self.offered.contains(&name) {
            self.missed.add(name.to_string());
        }
        Err(Why::Missing(format!("没有 {name}：请把它也拖进来")))
    }

    fn standards(&self) -> &Library {
        self.library
    }

    fn template(&self, _: &str) -> Result<Option<Source>, Why> {
        Ok(None)
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn fonts(&self) -> Option<&dyn FontSource> {
        Some(self.faces)
    }
}
