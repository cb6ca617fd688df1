//! What a file may say, and how exactly: texts within the limits of PDF/A, lengths to a thousandth.

/// What reports are written in.
pub(super) const LANGUAGE: &str = "zh-CN";

/// UTF-16 units of a text outside the pages: PDF/A-2 allows strings of 32,767 bytes (6.1.13).
const LONGEST_TEXT: usize = 16_000;

/// A text that is no longer than a file may say it.
pub(super) fn bound(text: &str) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > LONGEST_TEXT {
            return &text[..at];
        }
    }
    text
}

/// A length to a thousandth of its unit, as files say it.
pub(super) fn round(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, units: usize) {
        let kept = bound(text);
        assert!(text.starts_with(kept));
        assert_eq!(kept.encode_utf16().count(), units);
    }

    #[test]
    fn texts_outside_the_pages_are_bounded() {
        check("报告", 2);
        check(&"表".repeat(20_000), LONGEST_TEXT);
        check(&"𠮷".repeat(9_000), LONGEST_TEXT);
        check(&format!("a{}", "𠮷".repeat(9_000)), LONGEST_TEXT - 1);
    }
}
