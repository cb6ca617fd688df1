//! Fonts: numbers changed within a table, or in the list of tables; nothing is put right.

use std::ops::Range;

use super::bytes;
use crate::random::Random;
use crate::words::FIELDS;

/// Bytes of the head of the list of tables, and of an entry in it.
const HEAD: usize = 12;
const RECORD: usize = 16;

/// A font with some bytes of one table changed; none for what is no font.
pub fn edited(font: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    if random.one_in(16) {
        return Some(bytes::edited(font.to_vec(), &[&["\0"]], random));
    }
    let stretches = stretches(font)?;
    let mut changed = font.to_vec();
    let edits = 1 + random.below(4);
    for _ in 0..edits {
        let stretch = random.pick(&stretches).clone();
        change(&mut changed[stretch], random);
    }
    Some(changed)
}

/// The list of tables and all that lie within the file.
fn stretches(font: &[u8]) -> Option<Vec<Range<usize>>> {
    let first = if font.starts_with(b"ttcf") {
        number(font, 12, 4)?
    } else {
        0
    };
    let count = number(font, first + 4, 2)?;
    let list = first..first + HEAD + count * RECORD;
    font.get(list.clone())?;
    let table = |index: usize| -> Option<Range<usize>> {
        let record = first + HEAD + index * RECORD;
        let (start, length) = (number(font, record + 8, 4)?, number(font, record + 12, 4)?);
        let stretch = start..start.checked_add(length)?;
        font.get(stretch.clone())
            .filter(|table| !table.is_empty())
            .map(|_| stretch)
    };
    let tables = (0..count).filter_map(table);
    Some(std::iter::once(list).chain(tables).collect())
}

/// A number of some bytes, the upper one first.
fn number(font: &[u8], at: usize, width: usize) -> Option<usize> {
    let field = font.get(at..at.checked_add(width)?)?;
    Some(
        field
            .iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte)),
    )
}

/// One change; the head of a table, which says how the rest is read, has half of them.
fn change(table: &mut [u8], random: &mut Random) {
    let near = if random.one_in(2) {
        table.len().min(64)
    } else {
        table.len()
    };
    let at = random.below(near);
    match random.below(6) {
        0 => table[at] ^= 1_u8 << random.below(8),
        1 => table[at] = random.byte(),
        2 => {
            let end = (at + random.length(table.len() - at)).min(table.len());
            table[at..end].fill(if random.one_in(2) { 0 } else { 0xFF });
        }
        3 => {
            let from = random.below(table.len());
            let length = random.length(table.len() - at.max(from));
            table.copy_within(from..from + length, at);
        }
        _ => {
            // Fields stand at even places.
            let width = if random.one_in(3) { 4 } else { 2 };
            let field = random.pick(FIELDS).to_be_bytes();
            let places = table[at & !1..].iter_mut();
            places
                .zip(&field[4 - width..])
                .for_each(|(old, new)| *old = *new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of one table, which is no table of any font.
    fn small() -> Vec<u8> {
        let mut font = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        font.extend_from_slice(b"headSSSS\0\0\0\x1C\0\0\0\x08");
        font.extend_from_slice(&[7; 8]);
        font
    }

    #[test]
    fn tables_are_found_and_changed_in_place() {
        let font = small();
        assert_eq!(stretches(&font), Some(vec![0..28, 28..36]));
        let mut random = Random::new(9);
        let changed: Vec<Vec<u8>> = (0..200)
            .filter_map(|_| edited(&font, &mut random))
            .collect();
        assert_eq!(changed.len(), 200);
        assert!(changed.iter().filter(|font| font.len() == 36).count() > 150);
        assert_eq!(stretches(b"\0\x01\0\0"), None);
    }
}
