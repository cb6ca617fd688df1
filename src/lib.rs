//! `nianbao` (年报): author the yearly 政府信息公开工作年度报告.
//!
//! A form becomes a report, the report is checked, bound into a document and
//! rendered as DOCX, PDF, plain text and HTML:
//!
//! ```text
//! bytes of a form ─┐
//! World: last year's form, pictures, templates, standards, fonts
//!                  └→ Filing::open → Filing { report, findings, document, … }
//!                                      ├→ findings: what is wrong, where, what to do
//!                                      ├→ render → DOCX, PDF, text, HTML
//!                                      └→ compare::compare(old, new) → what changed
//! ```
//!
//! A PDF from a form, with nothing but memory (`examples/pdf.rs`):
//!
//! ```
//! use nianbao::{Filing, Format, Memory, Name};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let form = std::fs::read("samples/003-corrected-2023.yaml")?;
//! let filing = Filing::open(&Memory::new(), &Name::new("form.yaml"), &form)?;
//! assert_eq!(filing.tally().errors, 0);
//! let text = filing.render(&Memory::new(), &[Format::Txt])?.remove(0).bytes;
//! assert!(String::from_utf8(text)?.contains("张家港市人民政府"));
//! # Ok(()) }
//! ```
//!
//! The names at the root are the front door. The modules below it are open to whoever
//! needs them and may change with any version. `src/ARCHITECTURE.md` is the map.

#![warn(clippy::disallowed_methods, clippy::disallowed_macros)]

pub mod align;
pub mod compare;
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
pub mod form;
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
pub mod standard;
pub mod style;
pub mod summary;
#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    reason = "generated files are compared with the committed ones"
)]
mod testing;

#[cfg(feature = "disk")]
pub use disk::Disk;
pub use file::Format;
pub use filing::{Filing, Memory, Name, Refusal, Related, Terms, Why, World};
pub use finding::{Code, Finding, Severity, Tally};
pub use render::Rendered;
pub use report::Report;
pub use standard::{Library, Standard};
