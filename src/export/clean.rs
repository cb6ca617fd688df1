//! Values as XML and HTML take them: text without what they cannot hold, colours.

/// Text without control characters and those that are no characters.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| is_in_xml(*c)).collect()
}

/// A colour of parts from 0 to 1 as six hex digits.
pub(super) fn hex(parts: [f32; 3]) -> String {
    let [red, green, blue] = parts.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("{red:02X}{green:02X}{blue:02X}")
}

/// Appends text to XML, as content or as a value between double quotes.
#[cfg(feature = "ofd")]
pub(super) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars().filter(|c| is_in_xml(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Whether XML may hold a character that pages show.
pub(super) fn is_in_xml(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
