//! Values as XML and HTML take them: text without what they cannot hold, colours.

/// Text without control characters and those that are no characters.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

/// A colour of parts from 0 to 1 as six hex digits.
pub(super) fn hex(parts: [f32; 3]) -> String {
    let [red, green, blue] = parts.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("{red:02X}{green:02X}{blue:02X}")
}
