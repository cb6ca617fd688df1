//! `nianbao` (年报): author the yearly 政府信息公开工作年度报告.
//!
//! A form becomes a report, which is checked, bound and rendered as DOCX, PDF, OFD, text and HTML:
//!
//! ```text
//! bytes of a form, World: last year's form, pictures, templates, standards, fonts
//!  (Memory, Disk)  └→ Filing::open → Filing { report, findings, document, … }
//!                                      ├→ findings: what is wrong, where, what to do
//!                                      ├→ Filing::render → Output { files, findings, draft }
//!                                      │                     └→ disk::Sink, or wherever you keep them
//!                                      ├→ compare::compare(&old, &new) → what changed
//!                                      └→ edit::{assign, revise} → the form's bytes, changed
//! files of a report ─→ readback::{read, compare} → how they differ from a form
//! ```
//!
//! A form's text, with nothing but memory:
//!
//! ```
//! use nianbao::{Drafts, Filing, Format, Memory, Name};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let form = std::fs::read("samples/003-corrected-2023.yaml")?;
//! let filing = Filing::open(&Memory::new(), &Name::new("form.yaml"), &form)?;
//! assert_eq!(filing.tally().errors, 0);
//! let text = filing.render(&Memory::new(), &[Format::Txt], Drafts::Refused)?.files.remove(0);
//! assert!(String::from_utf8(text.bytes)?.contains("张家港市人民政府"));
//! # Ok(()) }
//! ```
//!
//! Pages and charts want fonts: those in `templates/fonts` ([`layout::OWN_FONTS`]), given with [`Memory::with_own_font`] or found by `disk::FontFolders`. More is in `examples/`.
//!
//! # Features
//!
//! | feature | what it is | without it |
//! | --- | --- | --- |
//! | `cli` (default) | the program, with all the others | a library only: `default-features = false` |
//! | `disk` | `Disk`, `Sink`, fonts in folders | [`Memory`], or a [`World`] of your own |
//! | `parallel` | threads of [`filing::batch`] | jobs one after the other |
//! | `pdf`, `ofd` | PDF/A, OFD | `RenderError::NotBuilt` |
//! | `archive` | bags for archives, with `pdf`, `ofd`, `workbook`, `readback` | no such room |
//! | `charts` | charts of the report's own numbers | the finding `broken-figure` |
//! | `workbook` | forms and summaries as Excel workbooks | the finding `unreadable` |
//! | `readback` | finished files read back, published reports as forms | no such rooms |
//!
//! # What stays
//!
//! The names at the root are the front door, with the types that their signatures name; the modules
//! below may change with any version. Places count from 1, cells of a workbook from 0.

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
