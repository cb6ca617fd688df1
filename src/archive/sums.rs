//! Digests by which a file is known again: SHA-256 (FIPS 180-4) and
//! SM3 (GB/T 32905-2016).

use sha2::{Digest, Sha256};
use sm3::Sm3;

/// How the digests of a list are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// SHA-256.
    Sha256,
    /// SM3.
    Sm3,
}

impl Algorithm {
    /// Both, in the order in which they are told.
    pub const ALL: [Self; 2] = [Self::Sha256, Self::Sm3];

    /// Its name in names of manifests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sm3 => "sm3",
        }
    }

    /// The digest of bytes, in hex of small letters.
    pub fn digest(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => hex(&Sha256::digest(bytes)),
            Self::Sm3 => hex(&Sm3::digest(bytes)),
        }
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(algorithm: Algorithm, text: &str, expected: &str) {
        assert_eq!(algorithm.digest(text.as_bytes()), expected);
    }

    /// The examples of the standards: FIPS 180-4, and appendix A of GB/T 32905-2016.
    #[test]
    fn digests_are_those_of_the_standards() {
        let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        check(Algorithm::Sha256, "abc", sha);
        let sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        check(Algorithm::Sm3, "abc", sm3);
        let sm3 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
        check(Algorithm::Sm3, &"abcd".repeat(16), sm3);
    }
}
