//! Characters of fonts of symbols, which have places of their own instead of codes.

/// Places in these fonts are told with this added.
const OWN: std::ops::RangeInclusive<u32> = 0xF000..=0xF0FF;
/// What a font shows at which place.
type Shapes = &'static [(u32, char)];

const WINGDINGS: Shapes = &[
    (0x28, '☎'),
    (0x2A, '✉'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '□'),
    (0x72, '□'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x9F, '•'),
    (0xA0, '▪'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '□'),
    (0xAB, '★'),
    (0xD8, '➢'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];
const WINGDINGS_2: Shapes = &[
    (0x4F, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x98, '●'),
    (0xA2, '■'),
    (0xA3, '□'),
];
const SYMBOL: Shapes = &[
    (0x2D, '−'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x67, 'γ'),
    (0x6D, 'μ'),
    (0x70, 'π'),
    (0x53, 'Σ'),
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xAC, '←'),
    (0xAE, '→'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xBB, '≈'),
    (0xC5, '⊕'),
    (0xD7, '·'),
];

/// Numbers in circles: the places of a row of a font, the characters of the same row, and how many
/// there are.
struct Circles {
    font: &'static str,
    from: u32,
    first: char,
    count: u32,
}

const CIRCLES: [Circles; 4] = [
    Circles {
        font: "wingdings",
        from: 0x81,
        first: '①',
        count: 10,
    },
    Circles {
        font: "wingdings",
        from: 0x8C,
        first: '❶',
        count: 10,
    },
    Circles {
        font: "wingdings 2",
        from: 0x6A,
        first: '①',
        count: 10,
    },
    Circles {
        font: "wingdings 2",
        from: 0x75,
        first: '❶',
        count: 10,
    },
];

/// Whether a font has symbols at the places of letters.
pub(super) fn is_of_symbols(font: &str) -> bool {
    let font = font.to_lowercase();
    font.starts_with("wingdings") || font == "symbol" || font == "webdings"
}

/// Whether a character is none but a place in a font.
pub(super) fn is_own_place(c: char) -> bool {
    OWN.contains(&u32::from(c))
}

/// The character of a font at a place; none where that is unknown.
pub(super) fn find_character(font: &str, code: u32) -> Option<char> {
    let font = font.to_lowercase();
    let own = OWN.contains(&code);
    if !is_of_symbols(&font) {
        return char::from_u32(code).filter(|c| !own && !c.is_control());
    }
    let place = if own { code & 0xFF } else { code };
    find_circle(&font, place).or_else(|| find_shape(&font, place))
}

/// The number in a circle that a font shows at a place.
fn find_circle(font: &str, place: u32) -> Option<char> {
    for row in &CIRCLES {
        if font == row.font
            && let Some(at) = place.checked_sub(row.from)
            && at < row.count
        {
            return char::from_u32(row.first as u32 + at);
        }
    }
    None
}

/// Any other character that a font shows at a place.
fn find_shape(font: &str, place: u32) -> Option<char> {
    let shapes = match font {
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        "symbol" => SYMBOL,
        _ => &[],
    };
    if let Some((_, shape)) = shapes.iter().find(|(code, _)| *code == place) {
        return Some(*shape);
    }
    // Digits and the marks around them are where they always are.
    let c = char::from_u32(place)?;
    (font == "symbol" && " ()[]{}+,./:;<=>%0123456789".contains(c)).then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(font: &str, code: u32, expected: Option<char>) {
        assert_eq!(find_character(font, code), expected, "{font} {code:x}");
    }

    #[test]
    fn fonts_of_symbols() {
        check("Wingdings", 0xF0FE, Some('☑'));
        check("Wingdings", 0x81, Some('①'));
        check("Wingdings 2", 0xF052, Some('☑'));
        check("Symbol", 0xF0B3, Some('≥'));
        check("Symbol", 0xF033, Some('3'));
        check("宋体", 0x2460, Some('①'));
        check("宋体", 0xF0FE, None);
        check("Wingdings 3", 0xF0FE, None);
        check("Wingdings", u32::MAX, None);
    }
}
