//! AES (FIPS 197) in chains of blocks, for files that anybody may open.

use aes::{Aes128, Aes256};
use cbc::cipher::array::Array;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use cbc::{Decryptor, Encryptor};

/// Bytes of a block.
const BLOCK: usize = 16;

/// The whole blocks of data.
fn whole(data: &[u8]) -> Vec<u8> {
    data.chunks_exact(BLOCK).flatten().copied().collect()
}

/// Whole blocks deciphered, with a key of 16 or 32 bytes and what the chain starts from.
/// Nothing where the key or the start is of another length.
pub(super) fn open(key: &[u8], start: &[u8], data: &[u8]) -> Vec<u8> {
    if key.len() == 32 {
        opened::<Decryptor<Aes256>>(key, start, data)
    } else {
        opened::<Decryptor<Aes128>>(key, start, data)
    }
}

fn opened<C: KeyIvInit + BlockModeDecrypt>(key: &[u8], start: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(mut chain) = C::new_from_slices(key, start) else {
        return Vec::new();
    };
    let mut out = whole(data);
    chain.decrypt_blocks(Array::slice_as_chunks_mut(&mut out).0);
    out
}

/// Whole blocks enciphered with a key of 16 bytes, as the newest digest wants it.
pub(super) fn seal(key: &[u8], start: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(mut chain) = Encryptor::<Aes128>::new_from_slices(key, start) else {
        return Vec::new();
    };
    let mut out = whole(data);
    chain.encrypt_blocks(Array::slice_as_chunks_mut(&mut out).0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the standard: keys count up from nought.
    fn check(length: u8, sealed: &str) {
        let key: Vec<u8> = (0..length).collect();
        let plain: Vec<u8> = (0..16).map(|at| at * 0x11).collect();
        let byte = |at: usize| u8::from_str_radix(&sealed[at..at + 2], 16).unwrap();
        let bytes: Vec<u8> = (0..sealed.len()).step_by(2).map(byte).collect();
        assert_eq!(open(&key, &[0; 16], &bytes), plain);
        if length == 16 {
            assert_eq!(seal(&key, &[0; 16], &plain), bytes);
        }
        // What is no whole block, and what no key fits, is left out.
        assert_eq!(
            open(&key, &[0; 16], &[bytes.as_slice(), &[1, 2, 3]].concat()),
            plain
        );
        assert!(open(&key, &[0; 3], &bytes).is_empty());
    }

    #[test]
    fn the_examples_of_the_standard() {
        check(16, "69c4e0d86a7b0430d8cdb78070b4c55a");
        check(32, "8ea2b7ca516745bfeafc49904b496089");
    }
}
