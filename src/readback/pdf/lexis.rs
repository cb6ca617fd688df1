//! The words of a PDF: blanks, names with their escapes, numbers, where a stream ends.

/// Blanks that may stand between a stream's data and the word that ends it.
const MAX_BLANKS: usize = 16;

/// Where a stream's data end: where it says, or at the next end of a stream.
pub(super) fn end_of(bytes: &[u8], start: usize, length: Option<usize>) -> Option<usize> {
    if let Some(end) = length.and_then(|length| start.checked_add(length))
        && is_end(bytes, end)
    {
        return Some(end);
    }
    Some(start + find(bytes.get(start..)?, b"endstream")?)
}

fn is_end(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let blanks = rest.iter().take(MAX_BLANKS);
    let blanks = blanks.take_while(|byte| is_blank(**byte)).count();
    rest[blanks..].starts_with(b"endstream")
}

/// The number that stands directly behind a name; none where a reference does.
pub(super) fn value(dictionary: &[u8], name: &[u8]) -> Option<usize> {
    let rest = after_name(dictionary, name)?;
    let mut words = rest
        .split(|byte| !is_regular(*byte))
        .filter(|word| !word.is_empty());
    let value = number(words.next()?)? as usize;
    let is_reference = words.next().and_then(number).is_some() && words.next() == Some(b"R");
    (!is_reference).then_some(value)
}

/// Whether a dictionary has a name anywhere.
pub(super) fn has_name(dictionary: &[u8], name: &[u8]) -> bool {
    after_name(dictionary, name).is_some()
}

/// What stands behind the first place of a whole name, escaped or not.
fn after_name<'a>(dictionary: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut at = 0;
    while let Some(found) = dictionary.get(at..)?.iter().position(|byte| *byte == b'/') {
        let start = at + found;
        let end = start + 1 + run(dictionary, start + 1, is_regular);
        if unescape(dictionary.get(start..end)?) == name {
            return dictionary.get(end..);
        }
        at = end;
    }
    None
}

/// A name without its escapes: `/L#5AW` is `/LZW`.
pub(super) fn unescape(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = name;
    while let [first, tail @ ..] = rest {
        let escape = match rest {
            [b'#', high, low, ..] => hex_byte(*high, *low),
            _ => None,
        };
        out.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &rest[3..] } else { tail };
    }
    out
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let high = char::from(high).to_digit(16)?;
    let low = char::from(low).to_digit(16)?;
    Some((high << 4 | low) as u8)
}

/// A whole number.
pub(super) fn number(word: &[u8]) -> Option<u32> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

/// How many bytes from here on are of a kind.
pub(super) fn run(bytes: &[u8], at: usize, kind: impl Fn(u8) -> bool) -> usize {
    bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| kind(**byte))
        .count()
}

/// Whether a byte parts words and is none itself.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// Whether a byte may stand in a word or name.
pub(super) fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// Where a word first stands.
fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    while let Some(found) = bytes.get(at..)?.iter().position(|byte| *byte == first) {
        at += found;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dictionary: &str, name: &str, expected: Option<usize>) {
        assert_eq!(
            value(dictionary.as_bytes(), name.as_bytes()),
            expected,
            "{dictionary}"
        );
    }

    #[test]
    fn numbers_behind_names() {
        check("<</Length 12>>", "/Length", Some(12));
        check("<</Length1 3/Length 12/N 0 R>>", "/Length", Some(12));
        check("<</L#65ngth 12>>", "/Length", Some(12));
        check("<</Length 12 0 R>>", "/Length", None);
        check("<</Length/N 12>>", "/Length", None);
        check("<</Length -1>>", "/Length", None);
        check("/Length", "/Length", None);
    }

    #[test]
    fn streams_end_where_they_say_or_at_the_next_end() {
        let bytes = b"endstream \nendstream";
        assert_eq!(end_of(bytes, 0, Some(9)), Some(9));
        assert_eq!(end_of(bytes, 0, Some(5)), Some(0));
        assert_eq!(end_of(bytes, 1, None), Some(11));
        assert_eq!(end_of(bytes, 12, Some(usize::MAX)), None);
    }
}
