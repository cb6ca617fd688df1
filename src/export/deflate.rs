//! The one compressor of all files, so that they are the same bytes wherever they are made.
//!
//! It is kept from one stream to the next: what it needs to work costs more to set up than a
//! small stream costs to compress.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor, Crc};

/// Measured on the streams of report 003's PDF, half a megabyte: level 1 makes 299 KB of them with
/// 21 million instructions, level 6 makes 292 KB with 45 million, a third of a whole run.
const LEVEL: i32 = 1;

/// Why compressing cannot fail.
const ENOUGH_ROOM: &str = "there is as much room as was asked for";

thread_local! {
    static COMPRESSOR: RefCell<Compressor> = RefCell::new(Compressor::new(
        CompressionLvl::new(LEVEL).unwrap_or_default(),
    ));
}

/// A stream of RFC 1950, as PDF has it.
#[cfg(feature = "pdf")]
pub(super) fn zlib(content: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|compressor| compress_zlib(compressor, content))
}

#[cfg(feature = "pdf")]
fn compress_zlib(compressor: &mut Compressor, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0; compressor.zlib_compress_bound(content.len())];
    let written = compressor.zlib_compress(content, &mut out);
    out.truncate(written.expect(ENOUGH_ROOM));
    out
}

/// A stream of RFC 1951, as packages have it.
pub(super) fn raw(content: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|compressor| compress_raw(compressor, content))
}

fn compress_raw(compressor: &mut Compressor, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0; compressor.deflate_compress_bound(content.len())];
    let written = compressor.deflate_compress(content, &mut out);
    out.truncate(written.expect(ENOUGH_ROOM));
    out
}

/// The check sum of a part of a package (CRC-32 of ISO 3309).
pub(super) fn crc32(content: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(content);
    sum.sum()
}
