//! Files inside a file: the data that its pages show.

/// A file inside a PDF or OFD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, as readers list it.
    pub name: String,
    /// Its media type, such as `application/json`.
    pub media_type: String,
    /// What it is, in words for readers.
    pub description: String,
    /// What it is to the pages.
    pub relationship: AttachedAs,
    /// Its content.
    pub content: Vec<u8>,
}

/// What an attached file is to the pages (ISO 19005-3, 6.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachedAs {
    /// What the pages were made of.
    Source,
    /// The numbers that the pages show.
    Data,
}

impl Attachment {
    /// Whether it is a text in whatever notation.
    pub fn is_text(&self) -> bool {
        !self.media_type.starts_with("image/")
    }

    /// Whether it is XML.
    pub fn is_xml(&self) -> bool {
        self.media_type == "application/xml"
    }
}
