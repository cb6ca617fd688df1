//! Bounds: what may be read of one file, counted before it is read.
//!
//! A few kilobytes can ask for gigabytes: by deflating, by naming one thing often, by
//! ranges. What counts is therefore never how large a file is, but what it unfolds to,
//! over all its parts together. The bounds come from what a report needs: ten pages
//! have 3 MB of parts, 500 elements and 10,000 characters; the largest that a form can
//! give, 100,000 characters, stays within them as well.

use std::io::Read;

use super::TOO_LARGE;
use crate::finding::Complaint;

/// What is left to be read.
pub(super) struct Budget {
    /// Bytes that inflated parts may have.
    pub inflated: usize,
    /// Bytes of fonts' ToUnicode maps; a report's have 100 KB.
    pub maps: usize,
    /// Instructions of pages; a report has 100,000.
    pub steps: usize,
    /// Pieces of marked content; a report has 5,000.
    pub pieces: usize,
    /// Bytes of text that pages show.
    pub shown: usize,
    /// Bytes of text that a structure names: it may name one piece often.
    pub named: usize,
    /// Bytes of objects that are looked up one by one, however often it is the same.
    pub objects: usize,
    /// Elements, fonts, notes on pages and what else stands one by one; a report has 500.
    pub elements: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            inflated: 16 << 20,
            maps: 1 << 20,
            steps: 2_000_000,
            pieces: 200_000,
            shown: 4 << 20,
            named: 4 << 20,
            objects: 64 << 20,
            elements: 20_000,
        }
    }
}

/// Takes a cost off what is left.
///
/// # Errors
/// When no more is left.
pub(super) fn spend(left: &mut usize, cost: usize) -> Result<(), Complaint> {
    *left = left.checked_sub(cost).ok_or(TOO_LARGE)?;
    Ok(())
}

/// Reads all that comes, as far as it is sound, and takes it off what is left.
///
/// # Errors
/// When it is more than is left.
pub(super) fn gather(from: impl Read, left: &mut usize) -> Result<Vec<u8>, Complaint> {
    let mut out = Vec::new();
    // What is broken halfway counts as far as it goes.
    let _ = from.take(*left as u64 + 1).read_to_end(&mut out);
    spend(left, out.len())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: usize, left: usize, expected: Option<usize>) {
        let mut rest = left;
        let read = gather(std::io::repeat(0).take(bytes as u64), &mut rest);
        assert_eq!(read.ok().map(|bytes| bytes.len()), expected);
    }

    #[test]
    fn no_more_than_is_left_is_read() {
        check(3, 3, Some(3));
        check(4, 3, None);
        check(1 << 40, 1000, None);
        check(0, 0, Some(0));
    }
}
