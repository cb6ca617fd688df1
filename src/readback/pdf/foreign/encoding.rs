//! One-byte encodings: what the codes of a simple font mean.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::glyph_names::find_named;

/// What each code means; none where that is not known.
pub(super) type CodeTable = Vec<Option<char>>;

/// Adobe's standard encoding beyond ASCII, from 0xA1 on; blanks stand for no character.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—";

/// An encoding by its name; the standard one for names that are none.
pub(super) fn table(name: Option<&[u8]>) -> CodeTable {
    match name {
        Some(b"WinAnsiEncoding") => decode_all(WINDOWS_1252),
        Some(b"MacRomanEncoding") => decode_all(MACINTOSH),
        _ => standard(),
    }
}

fn decode_all(encoding: &'static Encoding) -> CodeTable {
    (0..=255).map(|code| character(encoding, code)).collect()
}

/// The character of a code; none where it shows nothing.
fn character(encoding: &'static Encoding, code: u8) -> Option<char> {
    let bytes = [code];
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    text.chars().next().filter(|c| !c.is_control())
}

fn standard() -> CodeTable {
    let mut table: CodeTable = vec![None; 256];
    for code in 0x20_u8..0x7F {
        let c = match code {
            b'\'' => '’',
            b'`' => '‘',
            code => char::from(code),
        };
        table[usize::from(code)] = Some(c);
    }
    for (c, place) in STANDARD.chars().zip(table.iter_mut().skip(0xA1)) {
        *place = Some(c).filter(|c| *c != ' ');
    }
    table
}

/// The encoding within a Type 1 font program: `dup 65 /A put`.
pub(super) fn of_program(program: &[u8]) -> CodeTable {
    let end = memchr::memmem::find(program, b"eexec").unwrap_or(program.len());
    let text = program.get(..end).unwrap_or_default();
    if memchr::memmem::find(text, b"/Encoding StandardEncoding").is_some() {
        return standard();
    }
    let mut table: CodeTable = vec![None; 256];
    let mut words = text
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word != b"dup" {
            continue;
        }
        let code = words.next().and_then(super::super::lexis::number);
        let name = words.next().and_then(|name| name.strip_prefix(b"/"));
        if let (Some(code), Some(name)) = (code, name)
            && let Some(place) = table.get_mut(code as usize)
        {
            *place = find_named(name);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &CodeTable, code: usize, expected: Option<char>) {
        assert_eq!(table[code], expected, "{code}");
    }

    #[test]
    fn encodings() {
        check(&table(Some(b"WinAnsiEncoding")), 0x97, Some('—'));
        check(&table(Some(b"MacRomanEncoding")), 0xD1, Some('—'));
        check(&table(None), 0xD0, Some('—'));
        check(&table(None), usize::from(b'7'), Some('7'));
        check(&table(None), 0x27, Some('’'));
        let program =
            of_program(b"/Encoding 256 array dup 65 /one put dup 66/B put eexec dup 67 /C put");
        check(&program, 65, Some('1'));
        check(&program, 67, None);
    }
}
