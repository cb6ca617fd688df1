//! What the program brings with it — words, standards, style, bodies —, read before it is built.
//!
//! Agencies write such files in YAML, and so do we; but our own need not be parsed anew at every
//! start. `schema/builtin/` holds them as they are in memory, made from the YAML by
//! `NIANBAO_RENEW=1 cargo test --lib` and kept equal to it by a test of each room that owns one.

use serde::Deserialize;

/// A file of `schema/builtin/` as a value.
///
/// # Panics
/// When it is not of this type, which a test of its room rules out.
pub(crate) fn decode<T: Deserialize<'static>>(image: &'static [u8]) -> T {
    postcard::from_bytes(image).expect("a built-in image is of its type")
}
