//! A line of free text with its placeholders filled: every character of it leads back to what was
//! typed.
//!
//! How placeholders are filled, and what the line's words mean, is said elsewhere.

use std::ops::Range;

use super::account::Account;
use super::paragraph::TokenLine;
use super::picture::Shown;
use super::token::Token;
use crate::place::{At, Place};

/// A line with its placeholders filled.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The line as it reads.
    pub text: String,
    /// What it is made of, in order and without gaps.
    pub stretches: Vec<Stretch>,
    /// Where it stands.
    pub place: Place,
    /// Which of its text's lines it is, from 1; 0 for a line of a template.
    pub number: usize,
    /// Its words, numbers and marks; none for lines of a template.
    pub tokens: Vec<Token>,
    /// What its numbers have to do with each other; empty where texts are only compared.
    pub account: Account,
    /// The figure that it stands for; then the line is its caption.
    pub figure: Option<Shown>,
    /// The line as typed.
    pub(super) typed: String,
}

/// Text as typed, or what a placeholder gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The characters.
    pub text: String,
    /// The bytes of the typed line that they come from.
    pub typed: Range<usize>,
    /// The paths of the values that a placeholder printed; empty for typed text.
    pub bound: Vec<String>,
}

impl Line {
    /// A line without placeholders, for tests.
    #[cfg(test)]
    pub fn plain(text: &str) -> Self {
        let stretch = Stretch {
            text: text.to_owned(),
            typed: 0..text.len(),
            bound: Vec::new(),
        };
        Self {
            text: text.to_owned(),
            stretches: vec![stretch],
            typed: text.to_owned(),
            ..Self::default()
        }
    }

    /// A stretch of the line as it is typed.
    pub fn typed(&self, range: &Range<usize>) -> &str {
        self.typed.get(range.clone()).unwrap_or_default()
    }

    /// Its characters with its tokens.
    pub fn paragraph(&self) -> TokenLine<'_> {
        TokenLine {
            text: &self.text,
            tokens: &self.tokens,
        }
    }

    /// The place of a stretch of [`Line::text`]; a placeholder's text has the placeholder's.
    pub fn place_of(&self, range: &Range<usize>) -> Place {
        let (mut start, mut end, mut at) = (None, self.typed.len(), 0);
        for stretch in &self.stretches {
            let after = at + stretch.text.len();
            let typed = stretch.bound.is_empty();
            if start.is_none() && range.start < after {
                start = Some(stretch.typed.start + if typed { range.start - at } else { 0 });
            }
            if range.end <= after {
                end = if typed {
                    stretch.typed.start + (range.end - at)
                } else {
                    stretch.typed.end
                };
                break;
            }
            at = after;
        }
        let start = start.unwrap_or(end);
        let place = within(&self.place, &self.typed, start, end);
        if !place.at.is_cell() || self.number == 0 {
            return place;
        }
        // A cell holds all paragraphs: its own place does not lead to the words.
        let character = self.typed[..start].chars().count() + 1;
        place.named("", format!("第{}段第{character}字", self.number))
    }

    /// The bytes of the typed line that a stretch of [`Line::text`] stands for, if all of it was
    /// typed as it reads.
    pub fn typed_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let mut at = 0;
        for stretch in &self.stretches {
            let after = at + stretch.text.len();
            if at <= range.start && range.end <= after && !range.is_empty() {
                let start = stretch.typed.start + (range.start - at);
                // Of a figure only the caption is text.
                return (stretch.bound.is_empty() && self.figure.is_none())
                    .then_some(start..start + range.len());
            }
            at = after;
        }
        None
    }

    /// The paths of the values that placeholders print in a stretch of [`Line::text`].
    pub fn bound(&self, range: &Range<usize>) -> &[String] {
        let mut at = 0;
        for stretch in &self.stretches {
            let after = at + stretch.text.len();
            if range.start < after && range.end > at && !stretch.bound.is_empty() {
                return &stretch.bound;
            }
            at = after;
        }
        &[]
    }
}

/// The place of a part of a typed line; the line's own place where lines have none.
pub(super) fn within(place: &Place, text: &str, start: usize, end: usize) -> Place {
    match &place.at {
        At::Text {
            line,
            column,
            bytes,
        } if bytes.len() == text.len() => Place {
            at: At::Text {
                line: *line,
                column: column + text[..start].chars().count(),
                bytes: bytes.start + start..bytes.start + end,
            },
            ..place.clone()
        },
        _ => place.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Narrative;
    use super::*;
    use crate::testing::{report, with_line};

    #[test]
    fn places_lead_back_to_what_was_typed() {
        let form = with_line(
            "总体情况:",
            "总体情况: |\n  收到{{ 申请.新收.总计 }}件，答复9件。",
        );
        let report = report(&form);
        let narrative = Narrative::of(&report, None);
        let line = &narrative.lines("总体情况")[0];
        assert_eq!(line.text, "收到789件，答复9件。");
        let typed = |part: &str| {
            let at = line.text.find(part).unwrap();
            let At::Text { bytes, .. } = line.place_of(&(at..at + part.len())).at else {
                panic!("no place")
            };
            form[bytes].to_owned()
        };
        assert_eq!(typed("789"), "{{ 申请.新收.总计 }}");
        assert_eq!(typed("答复9"), "答复9");
        assert_eq!(line.bound(&(6..9)), ["申请.新收.总计"]);
        assert_eq!(line.bound(&(0..3)), [] as [&str; 0]);
    }

    #[test]
    fn of_a_figure_the_caption_is_text() {
        let form = with_line(
            "总体情况:",
            "总体情况: |\n  ![{{ 年度 }}年的图](2019/图.png)",
        );
        let narrative = Narrative::of(&report(&form), None);
        let line = &narrative.lines("总体情况")[0];
        assert_eq!(line.text, "2023年的图");
        assert!(line.tokens.len() > 1);
        let At::Text { bytes, .. } = line.place_of(&(line.text.len() - 3..line.text.len())).at
        else {
            panic!("no place")
        };
        assert_eq!(&form[bytes], "图");
        assert_eq!(
            line.figure.as_ref().map(|f| f.target.value.as_str()),
            Some("2019/图.png")
        );
    }
}
