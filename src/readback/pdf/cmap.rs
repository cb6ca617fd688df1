//! A font's ToUnicode map: from character codes to text.

use hayro_cmap::BfString;

/// The longest text of one code in a map's own writing, in hex digits; a report's have 8.
const MAX_DIGITS: usize = 256;

/// What the codes of a font mean.
#[derive(Default)]
pub(super) struct CMap {
    /// None of a font that has no map, or a broken one.
    map: Option<hayro_cmap::CMap>,
}

impl CMap {
    /// Reads a map. One with a text longer than any character has is as good as broken: looked up
    /// for every glyph, it would cost more than it is long.
    pub fn new(bytes: &[u8]) -> Self {
        let longest = bytes.split(|byte| !byte.is_ascii_hexdigit()).map(<[u8]>::len).max();
        if longest.is_some_and(|digits| digits > MAX_DIGITS) {
            return Self::default();
        }
        Self { map: hayro_cmap::CMap::parse(bytes, |_| None) }
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<String> {
        match self.map.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(c) => Some(c.to_string()),
            BfString::String(text) => Some(text),
        }
    }
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
        assert_eq!(CMap::new(map.as_bytes()).get(code).as_deref(), expected, "{map}");
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
    fn a_long_text_of_a_code_is_not_looked_up() {
        let map = |digits: usize| format!("beginbfchar <0001> <{}> endbfchar", "0".repeat(digits));
        check(&map(4), 1, Some("\0"));
        check(&map(MAX_DIGITS + 4), 1, None);
    }

    #[test]
    fn broken_maps_give_nothing() {
        check("beginbfchar <0001> endbfchar", 1, None);
        check("beginbfrange <0000> <FFFFFFFF> <DBFFDFFF> endbfrange", 7, None);
        check("beginbfchar <0001> <D800> endbfchar <", 1, None);
        check("〓>]beginbfchar < <0001 一> <0041> 一<0002> endbfchar >〓", 2, None);
    }
}
