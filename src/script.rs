//! Scripts that need more than a glyph a character: the pages shape no text.

/// Blocks of characters that join, stack or run from right to left.
const UNSHAPED: [(u32, u32); 20] = [
    (0x0590, 0x08FF),   // Hebrew, Arabic, Syriac, Thaana, N’Ko and their neighbours
    (0x0900, 0x0DFF),   // the scripts of India and Sri Lanka
    (0x0E00, 0x0FFF),   // Thai, Lao, Tibetan
    (0x1000, 0x109F),   // Myanmar
    (0x1700, 0x18AF),   // Philippine scripts, Khmer, Mongolian
    (0x1900, 0x1AAF),   // Limbu, Tai Le, New Tai Lue, Buginese, Tai Tham
    (0x1B00, 0x1C4F),   // Balinese, Sundanese, Batak, Lepcha
    (0x1CD0, 0x1CFF),   // Vedic extensions
    (0xA800, 0xA82F),   // Syloti Nagri
    (0xA840, 0xA8FF),   // Phags-pa, Saurashtra, Devanagari Extended
    (0xA900, 0xA95F),   // Kayah Li, Rejang
    (0xA980, 0xAAFF),   // Javanese, Cham, Myanmar Extended, Tai Viet, Meetei Mayek
    (0xABC0, 0xABFF),   // Meetei Mayek
    (0xFB1D, 0xFDFF),   // presentation forms of Hebrew and Arabic
    (0xFE70, 0xFEFE),   // presentation forms of Arabic
    (0x10800, 0x10CFF), // ancient scripts that run from right to left
    (0x10D00, 0x10FFF), // Hanifi Rohingya and others
    (0x11000, 0x11FFF), // scripts of India and its neighbours
    (0x16100, 0x1613F), // Gurung Khema
    (0x1E800, 0x1EFFF), // Mende Kikakui, Adlam, Arabic mathematical letters
];

/// Whether a character belongs to a script that the pages cannot set.
pub(crate) fn is_unshaped(c: char) -> bool {
    let code = c as u32;
    code >= UNSHAPED[0].0
        && UNSHAPED
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert!(text.chars().all(|c| is_unshaped(c) == expected), "{text}");
    }

    #[test]
    fn scripts() {
        check("报告（一）《条例》2023年℃①Ⅲ№𠮷〔2021〕—…", false);
        check("ABCäöüßčλЖāǎ가나ひらカタ", false);
        check("العربيةབོདᠮᠣᠩᠭᠣᠯไทยहिन्दीעברית", true);
    }
}
