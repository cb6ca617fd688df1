//! A font's ToUnicode map: from character codes to text.

use hayro_cmap::BfString;

/// The longest stretch between two brackets of a map; a report's have 80 bytes.
const MAX_STRETCH: usize = 1_024;

/// What the codes of a font mean.
#[derive(Default)]
pub(super) struct CMap {
    /// None of a font that has no map, or a broken one.
    map: Option<hayro_cmap::CMap>,
}

impl CMap {
    /// Reads a map.
    pub fn new(bytes: &[u8]) -> Self {
        let map = if is_plain(bytes) {
            hayro_cmap::CMap::parse(bytes, |_| None)
        } else {
            None
        };
        Self { map }
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<String> {
        let text = match self.map.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(c) => c.to_string(),
            BfString::String(text) => text,
        };
        Some(if text.contains(MARK) {
            text.replace(MARK, "")
        } else {
            text
        })
    }
}

/// The mark of UTF-16, which is no character.
const MARK: char = '\u{FEFF}';

/// Whether no text of a map is longer than any character's: looked up for every glyph, it would
/// cost more than it is long. Strings with brackets or escapes in them, which could be longer
/// than they look, no maker of maps writes.
fn is_plain(bytes: &[u8]) -> bool {
    let mut inside = false;
    let mut stretch = 0;
    for byte in bytes {
        match byte {
            b'\\' => return false,
            b'(' if inside => return false,
            b'(' | b')' => (inside, stretch) = (*byte == b'(', 0),
            b'<' | b'>' => stretch = 0,
            _ => stretch += 1,
        }
        if stretch > MAX_STRETCH {
            return false;
        }
    }
    true
}

/// UTF-16 in big-endian order as text, with or without its mark.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units)
        .filter_map(Result::ok)
        .filter(|c| *c != MARK)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(map: &str, code: u32, expected: Option<&str>) {
        assert_eq!(
            CMap::new(map.as_bytes()).get(code).as_deref(),
            expected,
            "{map}"
        );
    }

    #[test]
    fn characters_and_ranges() {
        let map = "/CMapName /Custom def\n\
                   1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
                   2 beginbfchar\n<0001> <4E00>\n<0002> <D842DFB7>\nendbfchar";
        check(map, 1, Some("一"));
        check(map, 2, Some("𠮷"));
        check(map, 3, None);
        check(
            "1 beginbfrange <0001> <0003> <0041> endbfrange",
            3,
            Some("C"),
        );
        check(
            "1 beginbfrange <0001> <0002> [<0041> <00420043>] endbfrange",
            2,
            Some("BC"),
        );
    }

    #[test]
    fn a_long_text_of_a_code_is_not_looked_up() {
        let map = |text: &str| format!("beginbfchar <0001> {text} endbfchar");
        check(&map("<FEFF4E00>"), 1, Some("一"));
        for (open, part, close) in [
            ("<", "0000", ">"),
            ("<", "00 00\n", ">"),
            ("(", "abcd", ")"),
            ("(", "(ab)", ")"),
            ("(", "a\\)b", ")"),
        ] {
            check(
                &map(&format!("{open}{}{close}", part.repeat(MAX_STRETCH))),
                1,
                None,
            );
        }
    }

    #[test]
    fn broken_maps_give_nothing() {
        check("beginbfchar <0001> endbfchar", 1, None);
        check(
            "beginbfrange <0000> <FFFFFFFF> <DBFFDFFF> endbfrange",
            7,
            None,
        );
        check("beginbfchar <0001> <D800> endbfchar <", 1, None);
        check(
            "〓>]beginbfchar < <0001 一> <0041> 一<0002> endbfchar >〓",
            2,
            None,
        );
    }
}
