//! Paragraphs as they are typed, with what their placeholders print, counted as scripts count.

use nianbao::narrative::{Line, Narrative};
use nianbao::report::Report;

use crate::message::{ChipView, ParagraphView, TextView};

/// The texts that a form gives.
pub(crate) fn texts(report: &Report, narrative: &Narrative) -> Vec<TextView> {
    report
        .texts
        .iter()
        .map(|(path, lines)| {
            let filled = narrative.lines(path);
            let paragraphs = lines.iter().enumerate().map(|(at, line)| ParagraphView {
                typed: line.value.clone(),
                chips: filled.get(at).map(|filled| chips(&line.value, filled)).unwrap_or_default(),
            });
            TextView { path: path.clone(), paragraphs: paragraphs.collect() }
        })
        .collect()
}

fn chips(typed: &str, line: &Line) -> Vec<ChipView> {
    if line.figure.is_some() {
        return Vec::new();
    }
    let bound = line.stretches.iter().filter(|stretch| !stretch.bound.is_empty());
    bound
        .map(|stretch| ChipView {
            start: units(typed, stretch.typed.start),
            end: units(typed, stretch.typed.end),
            printed: stretch.text.clone(),
        })
        .collect()
}

/// How many units of UTF-16 stand before a byte of a text.
pub(crate) fn units(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.encode_utf16().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, byte: usize, expected: usize) {
        assert_eq!(units(text, byte), expected);
    }

    #[test]
    fn units_are_those_of_scripts() {
        check("年a報", 4, 2);
        check("𠮷x", 4, 2);
        check("年", 1, 0);
        check("年", 9, 0);
    }
}
