//! What stands beside the text and is told by itself.

use crate::readback::content::Stray;

/// Things beside the text that are told of one file.
const MAX_STRAYS: usize = 1_000;

/// What is told so far.
#[derive(Default)]
pub(super) struct StrayList {
    told: Vec<Stray>,
    /// Text that nobody sees, up to where it ends.
    veiled: Option<Stray>,
}

impl StrayList {
    /// Tells something.
    pub fn tell(&mut self, what: &'static str, text: String) {
        self.add(Stray {
            what,
            page: None,
            text,
        });
    }

    /// Tells something that is ready.
    pub fn add(&mut self, stray: Stray) {
        if self.told.len() < MAX_STRAYS {
            self.told.push(stray);
        }
    }

    /// Takes text that nobody sees; pieces that follow each other are one.
    pub fn conceal(&mut self, what: &'static str, text: &str) {
        match &mut self.veiled {
            Some(veiled) if veiled.what == what => veiled.text.push_str(text),
            _ => {
                self.unveil();
                self.veiled = Some(Stray {
                    what,
                    page: None,
                    text: text.to_owned(),
                });
            }
        }
    }

    /// Tells the text that nobody sees.
    pub fn unveil(&mut self) {
        if let Some(veiled) = self.veiled.take()
            && !veiled.text.trim().is_empty()
        {
            self.add(veiled);
        }
    }

    /// All that was told.
    pub fn close(mut self) -> Vec<Stray> {
        self.unveil();
        self.told
    }
}
