//! The standards that the program brings with it, and those an agency adds.

use std::sync::{Arc, LazyLock};

use super::{LoadError, Standard};

/// The built-in standards' files: format and text.
static FILES: [(&str, &str); 2] = [
    ("2019", include_str!("../../schema/standard/2019.yaml")),
    ("2021", include_str!("../../schema/standard/2021.yaml")),
];

static BUILTIN: [LazyLock<Arc<Standard>>; 2] =
    [LazyLock::new(|| parse(0)), LazyLock::new(|| parse(1))];

fn parse(index: usize) -> Arc<Standard> {
    // The built-in files are loaded by a test; a fault in them is a fault of the program.
    Arc::new(Standard::load(FILES[index].1).expect("the built-in standards are sound"))
}

/// The built-in standard of a format.
pub fn builtin(format: &str) -> Option<Arc<Standard>> {
    FILES.iter().position(|(name, _)| *name == format).map(|i| BUILTIN[i].clone())
}

/// All standards that a run knows, newest last; later ones replace earlier ones of the same format.
#[derive(Clone, Debug, Default)]
pub struct Library {
    added: Vec<Arc<Standard>>,
}

impl Library {
    /// Adds a standard from the text of its file.
    ///
    /// # Errors
    /// When the text is no sound standard.
    pub fn add(&mut self, text: &str) -> Result<(), LoadError> {
        self.added.push(Arc::new(Standard::load(text)?));
        Ok(())
    }

    /// The standard of this format.
    pub fn by_format(&self, format: &str) -> Option<Arc<Standard>> {
        self.added.iter().rev().find(|s| s.format == format).cloned().or_else(|| builtin(format))
    }

    /// The standard that serves this report year.
    pub fn by_year(&self, year: i32) -> Option<Arc<Standard>> {
        self.all().into_iter().rev().find(|s| s.serves.contains(year))
    }

    /// All standards, one a format.
    pub fn all(&self) -> Vec<Arc<Standard>> {
        let mut all: Vec<Arc<Standard>> = FILES
            .iter()
            .filter(|(name, _)| !self.added.iter().any(|s| s.format == *name))
            .filter_map(|(name, _)| builtin(name))
            .collect();
        for (i, standard) in self.added.iter().enumerate() {
            if !self.added[i + 1..].iter().any(|s| s.format == standard.format) {
                all.push(standard.clone());
            }
        }
        all
    }
}
