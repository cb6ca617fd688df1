#![doc = include_str!("../docs/library.md")]
//!
//! # The way data take
//!
//! ```text
//! bytes of a form, World: last year's form, pictures, templates, standards, fonts
//!  (Memory, Disk)  └→ Filing::open → Filing { report, findings, document, … }
//!                                      ├→ findings: what is wrong, where, what to do
//!                                      ├→ Filing::render → Output { files, findings, draft }
//!                                      │                     └→ disk::Sink, or where you keep them
//!                                      ├→ compare::compare(&old, &new) → what changed
//!                                      └→ edit::{assign, revise} → the form's bytes, changed
//! files of a report ─→ readback::{read, compare} → how they differ from a form
//! ```

#![warn(clippy::disallowed_methods, clippy::disallowed_macros)]

pub mod align;
#[cfg(feature = "archive")]
pub mod archive;
mod builtin;
mod charset;
pub mod compare;
pub mod data;
mod date;
#[cfg(feature = "disk")]
#[allow(clippy::disallowed_methods, reason = "it is the room that opens files")]
pub mod disk;
pub mod document;
pub mod drawing;
pub mod edit;
pub mod export;
pub mod file;
pub mod filing;
pub mod finding;
mod foreign;
pub mod form;
#[cfg(feature = "readback")]
pub mod import;
pub mod layout;
#[cfg(feature = "workbook")]
mod maker;
pub mod narrative;
pub mod place;
#[cfg(feature = "readback")]
pub mod readback;
pub mod render;
pub mod report;
pub mod rules;
mod script;
pub mod standard;
pub mod style;
pub mod summary;
#[cfg(feature = "readback")]
pub mod take;
#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    reason = "it compares generated files with committed ones"
)]
mod testing;

#[cfg(feature = "disk")]
pub use disk::Disk;
pub use file::Format;
pub use filing::{Drafts, Filing, Memory, Name, Output, Refusal, Related, Terms, Why, World};
pub use finding::{Code, Finding, Severity, Tally};
pub use render::Rendered;
pub use report::Report;
pub use standard::{Library, Standard};
