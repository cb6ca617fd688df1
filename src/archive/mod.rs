//! The archive edition: a report with all that it was made of, in a package that proves itself.
//!
//! A bag (RFC 8493) holds the form as it was filled, its data, the report in every format, what
//! was found, and what the files were made with. `pack` makes it, `fixity` holds its files
//! against its lists of digests, `rebuild` makes it anew of its own form. Nothing here opens
//! files: a bag is its files in memory.
//!
//! Which file lies where is said in `layout`, once for writing and reading.

mod fixity;
mod info;
mod layout;
mod making;
mod manifest;
mod pack;
mod packing;
mod rebuild;
mod register;
mod register_sheet;
mod sums;
mod unpack;

use std::collections::BTreeMap;

pub use fixity::{Fixity, fixity};
pub use layout::{DECLARATION, SEALS, is_bag};
pub use making::{CellReading, FontUsed, Making, PagesSet};
pub use pack::{Packed, pack};
pub use packing::{FormPacked, Packing, Replaced};
pub use rebuild::{Rebuilt, Remade, rebuild};
pub use sums::Algorithm;
pub use unpack::open_form;

/// The files of a bag by their paths, parted by `/`.
pub type BagFiles = BTreeMap<String, Vec<u8>>;

/// What a bag is known by outside: the SHA-256 of the file that covers all others.
pub fn bag_digest(files: &BagFiles) -> Option<String> {
    files
        .get(layout::SEAL)
        .map(|seal| Algorithm::Sha256.digest(seal))
}
