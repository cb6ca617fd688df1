//! A message as one block of memory: its head and its parts, each behind its length.
//!
//! Lengths have four bytes, the lowest first.

/// A message: a head, which is JSON, and parts, which are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The head.
    pub head: Vec<u8>,
    /// The parts.
    pub parts: Vec<Vec<u8>>,
}

impl Block {
    /// Reads a block; none where lengths and bytes do not agree.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (head, mut rest) = piece(bytes)?;
        let mut block = Self {
            head: head.to_vec(),
            parts: Vec::new(),
        };
        while !rest.is_empty() {
            let (part, behind) = piece(rest)?;
            block.parts.push(part.to_vec());
            rest = behind;
        }
        Some(block)
    }

    /// The block's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let length: usize = self.parts.iter().map(|part| part.len() + 4).sum();
        let mut out = Vec::with_capacity(self.head.len() + 4 + length);
        for piece in std::iter::once(&self.head).chain(&self.parts) {
            out.extend((piece.len() as u32).to_le_bytes());
            out.extend(piece);
        }
        out
    }
}

/// A piece behind its length, and what follows.
fn piece(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<&Block>) {
        assert_eq!(Block::read(bytes).as_ref(), expected);
    }

    #[test]
    fn blocks_come_back() {
        let block = Block {
            head: b"{}".to_vec(),
            parts: vec![Vec::new(), b"abc".to_vec()],
        };
        let bytes = block.bytes();
        check(&bytes, Some(&block));
        for cut in 0..bytes.len() {
            assert_ne!(Block::read(&bytes[..cut]).as_ref(), Some(&block));
        }
        check(&[1, 0, 0], None);
        check(&[255, 255, 255, 255, 1], None);
    }
}
