//! The output formats: one function each, bytes out.
//!
//! Exporters open no files and know no clock. DOCX, text and HTML are written from
//! the document, PDF, OFD and SVG from the pages; nothing flows back.

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
