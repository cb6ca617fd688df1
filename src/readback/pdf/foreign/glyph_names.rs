//! Names of glyphs, as fonts and encodings have them, and the characters that they mean.

/// Characters by the names of their glyphs, in the order of the names; a letter is its own name.
const NAMES: [(&str, char); 131] = [
    ("Euro", '\u{20AC}'),
    ("H18533", '\u{25CF}'),
    ("H22073", '\u{25A1}'),
    ("Udieresis", '\u{DC}'),
    ("aacute", '\u{E1}'),
    ("acute", '\u{B4}'),
    ("adieresis", '\u{E4}'),
    ("agrave", '\u{E0}'),
    ("ampersand", '\u{26}'),
    ("arrowleft", '\u{2190}'),
    ("arrowright", '\u{2192}'),
    ("asciicircum", '\u{5E}'),
    ("asciitilde", '\u{7E}'),
    ("asterisk", '\u{2A}'),
    ("at", '\u{40}'),
    ("backslash", '\u{5C}'),
    ("bar", '\u{7C}'),
    ("braceleft", '\u{7B}'),
    ("braceright", '\u{7D}'),
    ("bracketleft", '\u{5B}'),
    ("bracketright", '\u{5D}'),
    ("brokenbar", '\u{A6}'),
    ("bullet", '\u{2022}'),
    ("cedilla", '\u{B8}'),
    ("cent", '\u{A2}'),
    ("checkmark", '\u{2713}'),
    ("circle", '\u{25CB}'),
    ("colon", '\u{3A}'),
    ("comma", '\u{2C}'),
    ("copyright", '\u{A9}'),
    ("currency", '\u{A4}'),
    ("dagger", '\u{2020}'),
    ("daggerdbl", '\u{2021}'),
    ("degree", '\u{B0}'),
    ("dieresis", '\u{A8}'),
    ("divide", '\u{F7}'),
    ("dollar", '\u{24}'),
    ("eacute", '\u{E9}'),
    ("egrave", '\u{E8}'),
    ("eight", '\u{38}'),
    ("eightsuperior", '\u{2078}'),
    ("ellipsis", '\u{2026}'),
    ("emdash", '\u{2014}'),
    ("endash", '\u{2013}'),
    ("equal", '\u{3D}'),
    ("exclam", '\u{21}'),
    ("exclamdown", '\u{A1}'),
    ("ff", '\u{FB00}'),
    ("ffi", '\u{FB03}'),
    ("ffl", '\u{FB04}'),
    ("fi", '\u{FB01}'),
    ("filledbox", '\u{25A0}'),
    ("five", '\u{35}'),
    ("fivesuperior", '\u{2075}'),
    ("fl", '\u{FB02}'),
    ("four", '\u{34}'),
    ("foursuperior", '\u{2074}'),
    ("fraction", '\u{2044}'),
    ("germandbls", '\u{DF}'),
    ("grave", '\u{60}'),
    ("greater", '\u{3E}'),
    ("greaterequal", '\u{2265}'),
    ("guillemotleft", '\u{AB}'),
    ("guillemotright", '\u{BB}'),
    ("guilsinglleft", '\u{2039}'),
    ("guilsinglright", '\u{203A}'),
    ("hyphen", '\u{2D}'),
    ("hyphenminus", '\u{2D}'),
    ("infinity", '\u{221E}'),
    ("less", '\u{3C}'),
    ("lessequal", '\u{2264}'),
    ("logicalnot", '\u{AC}'),
    ("macron", '\u{AF}'),
    ("middot", '\u{B7}'),
    ("minus", '\u{2212}'),
    ("mu", '\u{B5}'),
    ("multiply", '\u{D7}'),
    ("nbspace", '\u{A0}'),
    ("nine", '\u{39}'),
    ("ninesuperior", '\u{2079}'),
    ("notequal", '\u{2260}'),
    ("numbersign", '\u{23}'),
    ("odieresis", '\u{F6}'),
    ("one", '\u{31}'),
    ("onehalf", '\u{BD}'),
    ("onequarter", '\u{BC}'),
    ("onesuperior", '\u{B9}'),
    ("ordfeminine", '\u{AA}'),
    ("ordmasculine", '\u{BA}'),
    ("paragraph", '\u{B6}'),
    ("parenleft", '\u{28}'),
    ("parenright", '\u{29}'),
    ("percent", '\u{25}'),
    ("period", '\u{2E}'),
    ("periodcentered", '\u{B7}'),
    ("perthousand", '\u{2030}'),
    ("plus", '\u{2B}'),
    ("plusminus", '\u{B1}'),
    ("question", '\u{3F}'),
    ("questiondown", '\u{BF}'),
    ("quotedbl", '\u{22}'),
    ("quotedblbase", '\u{201E}'),
    ("quotedblleft", '\u{201C}'),
    ("quotedblright", '\u{201D}'),
    ("quoteleft", '\u{2018}'),
    ("quoteright", '\u{2019}'),
    ("quotesinglbase", '\u{201A}'),
    ("quotesingle", '\u{27}'),
    ("registered", '\u{AE}'),
    ("section", '\u{A7}'),
    ("semicolon", '\u{3B}'),
    ("seven", '\u{37}'),
    ("sevensuperior", '\u{2077}'),
    ("sfthyphen", '\u{AD}'),
    ("six", '\u{36}'),
    ("sixsuperior", '\u{2076}'),
    ("slash", '\u{2F}'),
    ("space", '\u{20}'),
    ("square", '\u{25A1}'),
    ("sterling", '\u{A3}'),
    ("three", '\u{33}'),
    ("threequarters", '\u{BE}'),
    ("threesuperior", '\u{B3}'),
    ("trademark", '\u{2122}'),
    ("two", '\u{32}'),
    ("twosuperior", '\u{B2}'),
    ("udieresis", '\u{FC}'),
    ("underscore", '\u{5F}'),
    ("yen", '\u{A5}'),
    ("zero", '\u{30}'),
    ("zerosuperior", '\u{2070}'),
];

/// The most digits in the name of a character by its number.
const MAX_DIGITS: usize = 6;

/// The character that a glyph's name means; none for names that only count glyphs.
pub(super) fn find_named(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    // What stands behind a dot is how the glyph looks: `one.tab`.
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then_some(letter);
    }
    if let Ok(at) = NAMES.binary_search_by_key(&name, |(name, _)| name) {
        return NAMES.get(at).map(|(_, c)| *c);
    }
    let digits = name.strip_prefix("uni").filter(|digits| digits.len() == 4);
    let digits = digits.or_else(|| name.strip_prefix('u').filter(|digits| digits.len() >= 4))?;
    let sound = digits.len() <= MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    char::from_u32(u32::from_str_radix(digits.get(..).filter(|_| sound)?, 16).ok()?)
}

/// The number of the glyph in its font that a name tells, such as `g12` or `glyph12`.
pub(super) fn read_number(name: &[u8]) -> Option<u32> {
    let name = std::str::from_utf8(name).ok()?;
    let digits = ["glyph", "gid", "g"]
        .iter()
        .find_map(|word| name.strip_prefix(word))?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<char>) {
        assert_eq!(find_named(name.as_bytes()), expected, "{name}");
    }

    #[test]
    fn names_and_what_they_mean() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
        check("seven", Some('7'));
        check("seven.tab", Some('7'));
        check("A", Some('A'));
        check("uni4E00", Some('一'));
        check("u20BB7", Some('𠮷'));
        check("g12", None);
        check("unicorn", None);
        check(".notdef", None);
        assert_eq!(read_number(b"g12"), Some(12));
        assert_eq!(read_number(b"G12x"), None);
    }
}
