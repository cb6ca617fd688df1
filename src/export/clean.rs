//! Text without what XML and HTML cannot hold.

/// Text without control characters and those that are no characters.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}
