//! A font's ToUnicode map: from character codes to text.

use std::collections::HashMap;

use super::super::budget::spend;
use crate::finding::Complaint;

/// The most codes of a range; a font of 16 bits has no more.
const MAX_RANGE: u32 = 1 << 16;
/// Bytes of text that count as one entry.
const ENTRY: usize = 8;

/// What the codes of a font mean.
#[derive(Debug, Default)]
pub(super) struct CMap {
    texts: HashMap<u32, String>,
}

/// A piece of the map's own language.
#[derive(Debug, PartialEq, Eq)]
enum CMapToken<'a> {
    /// `<4E00>` as bytes.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a str),
}

impl CMap {
    /// Reads a map; what cannot be understood is left out. Each entry counts, also one
    /// that takes the place of another.
    pub fn new(bytes: &[u8], left: &mut usize) -> Result<Self, Complaint> {
        let text = String::from_utf8_lossy(bytes);
        let mut map = Self::default();
        // The operands of the section that is open.
        let mut operands: Vec<CMapToken<'_>> = Vec::new();
        for token in tokens(&text) {
            match token {
                CMapToken::Word("beginbfchar" | "beginbfrange") => operands.clear(),
                CMapToken::Word("endbfchar") => map.characters(&operands, left)?,
                CMapToken::Word("endbfrange") => map.ranges(&operands, left)?,
                other => operands.push(other),
            }
        }
        Ok(map)
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    fn insert(&mut self, code: u32, text: String, left: &mut usize) -> Result<(), Complaint> {
        spend(left, 1 + text.len() / ENTRY)?;
        self.texts.insert(code, text);
        Ok(())
    }

    fn characters(
        &mut self,
        operands: &[CMapToken<'_>],
        left: &mut usize,
    ) -> Result<(), Complaint> {
        for pair in operands.chunks_exact(2) {
            if let [CMapToken::Hex(code), CMapToken::Hex(text)] = pair {
                self.insert(number(code), utf16(text), left)?;
            }
        }
        Ok(())
    }

    fn ranges(&mut self, operands: &[CMapToken<'_>], left: &mut usize) -> Result<(), Complaint> {
        let mut rest = operands;
        while let [CMapToken::Hex(first), CMapToken::Hex(last), tail @ ..] = rest {
            let (first, last) = (number(first), number(last));
            let codes = first..=last.min(first.saturating_add(MAX_RANGE));
            match tail {
                [CMapToken::Hex(start), tail @ ..] => {
                    let mut text = utf16(start);
                    for code in codes {
                        self.insert(code, text.clone(), left)?;
                        // The last character counts on.
                        let next = text.pop().and_then(|c| char::from_u32(c as u32 + 1));
                        match next {
                            Some(next) => text.push(next),
                            None => break,
                        }
                    }
                    rest = tail;
                }
                [CMapToken::Open, tail @ ..] => {
                    let end =
                        tail.iter().position(|t| *t == CMapToken::Close).unwrap_or(tail.len());
                    for (code, token) in codes.zip(&tail[..end]) {
                        if let CMapToken::Hex(text) = token {
                            self.insert(code, utf16(text), left)?;
                        }
                    }
                    rest = tail.get(end + 1..).unwrap_or_default();
                }
                _ => break,
            }
        }
        Ok(())
    }
}

/// The pieces of a map; dictionaries are taken apart as words.
fn tokens(text: &str) -> Vec<CMapToken<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !c.is_whitespace()) {
        rest = &rest[at..];
        let end = match rest.as_bytes()[0] {
            b'%' => rest.find(['\r', '\n']).unwrap_or(rest.len()),
            b'[' => {
                tokens.push(CMapToken::Open);
                1
            }
            b']' => {
                tokens.push(CMapToken::Close);
                1
            }
            b'<' if !rest.starts_with("<<") => {
                let end = rest.find('>').unwrap_or(rest.len());
                tokens.push(CMapToken::Hex(hex(&rest[1..end])));
                (end + 1).min(rest.len())
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || "<>[]%/".contains(c);
                // The first character belongs to the word, whatever it is.
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| ends(*c))
                    .map_or(rest.len(), |(end, _)| end);
                tokens.push(CMapToken::Word(&rest[..end]));
                end
            }
        };
        rest = &rest[end..];
    }
    tokens
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.chars().filter_map(|c| Some(c.to_digit(16)? as u8)).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or_default()).collect()
}

/// A code of at most four bytes.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// UTF-16 in big-endian order as text, with or without its mark.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).filter_map(Result::ok).filter(|c| *c != '\u{FEFF}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(map: &str, code: u32, expected: Option<&str>) {
        let map = CMap::new(map.as_bytes(), &mut 100_000).unwrap();
        assert_eq!(map.get(code), expected);
    }

    #[test]
    fn characters_and_ranges() {
        let map = "/CMapName /Custom def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar\n<0001> <4E00>\n<0002> <D842DFB7>\nendbfchar";
        check(map, 1, Some("一"));
        check(map, 2, Some("𠮷"));
        check(map, 3, None);
        check("1 beginbfrange <0001> <0003> <0041> endbfrange", 3, Some("C"));
        check("1 beginbfrange <0001> <0002> [<0041> <00420043>] endbfrange", 2, Some("BC"));
    }

    #[test]
    fn what_is_named_again_and_again_counts_each_time() {
        let check = |map: &str, sound: bool| {
            assert_eq!(CMap::new(map.as_bytes(), &mut 100_000).is_ok(), sound, "{map}");
        };
        let range = "beginbfrange <0000> <FFFF> <0000> endbfrange ";
        check(range, true);
        check(&range.repeat(2), false);
        let long = "0041".repeat(20_000);
        check(&format!("beginbfchar <0001> <{long}> endbfchar"), true);
        check(&format!("beginbfrange <0001> <FFFF> <{long}> endbfrange"), false);
    }

    #[test]
    fn broken_maps_give_what_they_can() {
        check("beginbfchar <0001> endbfchar", 1, None);
        check("beginbfrange <0000> <FFFFFFFF> <DBFFDFFF> endbfrange", 7, None);
        check("beginbfchar <0001> <D800> endbfchar <", 1, Some(""));
        check("〓>]beginbfchar < <0001 一> <0041> 一<0002> endbfchar >〓", 2, None);
    }
}
