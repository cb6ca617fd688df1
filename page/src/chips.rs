//! Paragraphs as they are typed, with what their placeholders print, counted as scripts count.

use nianbao::narrative::{Line, Narrative};
use nianbao::report::Report;

use crate::message::{ChipView, ParagraphView, TextView};

/// The texts that a form gives.
pub(crate) fn texts(report: &Report, narrative: &Narrative) -> Vec<TextView> {
    let mut texts = Vec::new();
    for (path, lines) in &report.texts {
        let filled = narrative.lines(path);
        let mut paragraphs = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let chips = filled.get(at).map(|filled| chips(&line.value, filled));
            let typed = line.value.clone();
            paragraphs.push(ParagraphView {
                typed,
                chips: chips.unwrap_or_default(),
            });
        }
        texts.push(TextView {
            path: path.clone(),
            paragraphs,
        });
    }
    texts
}

fn chips(typed: &str, line: &Line) -> Vec<ChipView> {
    let mut chips = Vec::new();
    if line.figure.is_some() {
        return chips;
    }
    for stretch in line
        .stretches
        .iter()
        .filter(|stretch| !stretch.bound.is_empty())
    {
        chips.push(ChipView {
            start: units(typed, stretch.typed.start),
            end: units(typed, stretch.typed.end),
            printed: stretch.text.clone(),
        });
    }
    chips
}

/// How many units of UTF-16 stand before a byte of a text.
pub(crate) fn units(text: &str, byte: usize) -> usize {
    text.get(..byte)
        .map_or(0, |before| before.encode_utf16().count())
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
