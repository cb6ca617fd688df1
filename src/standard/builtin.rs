//! The standards that the program brings with it, and those an agency adds.

use std::sync::{Arc, LazyLock};

use super::{LoadError, Standard};
use crate::builtin::decode;

/// A standard that the program brings with it.
struct Builtin {
    format: &'static str,
    standard: LazyLock<Arc<Standard>>,
}

/// The built-in standards; those of `schema/standard/`, which a test loads.
static BUILTIN: [Builtin; 2] = [
    Builtin {
        format: "2019",
        standard: LazyLock::new(of_2019),
    },
    Builtin {
        format: "2021",
        standard: LazyLock::new(of_2021),
    },
];

fn of_2019() -> Arc<Standard> {
    of_image(include_bytes!("../../schema/builtin/standard-2019.bin"))
}

fn of_2021() -> Arc<Standard> {
    of_image(include_bytes!("../../schema/builtin/standard-2021.bin"))
}

fn of_image(image: &'static [u8]) -> Arc<Standard> {
    Arc::new(Standard::build(decode(image)).expect("the built-in standards are sound"))
}

/// The built-in standard of a format.
pub fn builtin(format: &str) -> Option<Arc<Standard>> {
    let known = BUILTIN.iter().find(|builtin| builtin.format == format)?;
    Some(Arc::clone(&known.standard))
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
        let mut added = self.added.iter().rev();
        match added.find(|s| s.format == format) {
            Some(standard) => Some(Arc::clone(standard)),
            None => builtin(format),
        }
    }

    /// The standard that serves this report year.
    pub fn by_year(&self, year: i32) -> Option<Arc<Standard>> {
        self.all()
            .into_iter()
            .rev()
            .find(|s| s.serves.contains(year))
    }

    /// All standards, one a format.
    pub fn all(&self) -> Vec<Arc<Standard>> {
        let mut all: Vec<Arc<Standard>> = BUILTIN
            .iter()
            .filter(|builtin| !self.added.iter().any(|s| s.format == builtin.format))
            .map(|builtin| Arc::clone(&builtin.standard))
            .collect();
        for (i, standard) in self.added.iter().enumerate() {
            let mut later = self.added[i + 1..].iter();
            if !later.any(|s| s.format == standard.format) {
                all.push(standard.clone());
            }
        }
        all
    }
}
