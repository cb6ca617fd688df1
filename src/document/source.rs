//! The file of a template or style: its name for findings, and what it says.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::builtin::decode;
use crate::finding::{Code, Finding};
use crate::place::{LineIndex, Place};

/// A template's file: its name for findings and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// The same as it is in memory, of a file that the program brings with it.
    image: Option<&'static [u8]>,
}

impl Source {
    /// A file of this name and text.
    pub fn new(name: &str, text: &str) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            image: None,
        }
    }

    /// A file that the program brings with it, with what it was read as.
    pub(crate) fn builtin(name: &str, text: &str, image: &'static [u8]) -> Self {
        Self {
            image: Some(image),
            ..Self::new(name, text)
        }
    }

    /// What the file says.
    ///
    /// # Errors
    /// A finding with its place when it is no YAML of this shape.
    pub(crate) fn parse<T>(&self) -> Result<T, Box<Finding>>
    where
        T: DeserializeOwned,
    {
        match self.image {
            Some(image) => Ok(decode(image)),
            None => serde_saphyr::from_str(&self.text)
                .map_err(|error| Box::new(self.unreadable(&error))),
        }
    }

    /// The finding for a text that is no YAML of the wanted shape.
    fn unreadable(&self, error: &serde_saphyr::Error) -> Finding {
        let place = match error.location() {
            Some(location) => {
                let index = LineIndex::new(&self.text);
                let line = location.line() as usize;
                let before = (location.column() as usize).saturating_sub(1);
                let before = index.line(line).chars().take(before);
                let start = index.line_start(line) + before.map(char::len_utf8).sum::<usize>();
                Place::at(&self.name, index.at(start..start))
            }
            None => Place::file(&self.name),
        };
        let message = format!("模板读不懂：{}", error.without_snippet());
        Finding::new(Code::Unreadable, message, place)
            .hint("对照程序自带的 templates 改正，或去掉 --template")
    }
}
