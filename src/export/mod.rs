//! The output formats: one function each, bytes out.
//!
//! Exporters open no files and know no clock. DOCX, text and HTML are written from
//! the document, PDF, OFD and SVG from the pages; nothing flows back.
//!
//! # Determinism
//!
//! The same form gives the same files in any process and thread. Dates come from `--date`, the
//! form, `SOURCE_DATE_EPOCH`, or are the last day of the report year, in this order. Zip entries
//! have a fixed order, date and level. What is iterated is ordered (vectors, `BTreeMap`); hash
//! maps serve look-ups only. Threads have whole forms, and what they give is shown in the order of
//! the forms. Packages name one system as their maker wherever they are made, and angles have
//! constants for their sines: those that systems compute differ in the last digit.
//! `tests/baseline.txt` has the SHA-256 of every output of every sample. The PDF's document id is
//! made of agency and title.

mod attachment;
#[cfg(any(feature = "pdf", feature = "ofd"))]
mod bookmarks;
mod clean;
mod deflate;
pub mod docx;
mod edition;
#[cfg(any(feature = "pdf", feature = "ofd"))]
mod font_name;
mod grid;
pub mod html;
mod metadata;
#[cfg(feature = "ofd")]
pub mod ofd;
pub mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "charts")]
pub mod png;
pub mod stamp;
#[cfg(any(feature = "pdf", feature = "ofd"))]
mod subset;
pub mod svg;
pub mod text;

pub use crate::file::Format;
pub use attachment::{AttachedAs, Attachment};
pub use edition::Edition;
pub use metadata::{FORMAT_INFORMATION, MetadataEntry, PAGES, metadata};
