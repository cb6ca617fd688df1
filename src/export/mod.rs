//! The output formats: one function each, bytes out.
//!
//! Exporters open no files and know no clock. DOCX, text and HTML are written from
//! the document, PDF from the pages; nothing flows back.

mod clean;
mod deflate;
pub mod docx;
mod edition;
mod grid;
pub mod html;
mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "charts")]
pub mod png;
pub mod stamp;
#[cfg(feature = "pdf")]
mod subset;
pub mod text;

pub use crate::file::Format;
pub use edition::Edition;
