//! Text as it comes: where it goes, and why some of it is none of the report.

use super::paragraph::AnyParagraph;
use super::story::{Story, UNKNOWN_SIGN};
use super::symbols::{find_character, is_own_place};
use super::table::TableDraft;
use crate::readback::content::raised;

impl Story<'_> {
    pub(super) fn end_text(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        if self.runs.last().is_some_and(|run| run.raised) {
            text = raised(&text);
        }
        let text = if self.keeps_blanks {
            text.as_str()
        } else {
            text.trim_matches([' ', '\t', '\r', '\n'])
        };
        // Lines and tabs of the file are none of the text.
        let text = text.replace(['\r', '\n', '\t'], " ");
        let font = self.runs.last().map(|run| run.font.clone());
        match font.filter(|font| !font.is_empty()) {
            Some(font) => {
                for c in text.chars() {
                    self.say_character(&font, c);
                }
            }
            None => self.say(&text),
        }
    }

    /// A character of a font of symbols; those that such fonts do not have are of another one.
    fn say_character(&mut self, font: &str, c: char) {
        let own = is_own_place(c);
        if !own && (!c.is_ascii() || c.is_whitespace()) {
            self.say(c.encode_utf8(&mut [0; 4]));
        } else if let Some(sign) = find_character(font, c.into()) {
            self.say(sign.encode_utf8(&mut [0; 4]));
        } else {
            self.strays.tell(UNKNOWN_SIGN, String::new());
        }
    }

    /// Text comes, as the paragraph shows it, or something that stands for text.
    pub(super) fn say(&mut self, text: &str) {
        if self.fields.hides() || self.paragraphs.is_empty() || self.row_is(|row| row.deleted) {
            return;
        }
        if self.is_in_contents() {
            if let Some(paragraph) = self.paragraphs.last_mut() {
                paragraph.in_contents = true;
            }
            return;
        }
        if self.controls.iter().any(|control| control.is_placeholder) {
            return;
        }
        match self.veil() {
            Some(what) => self.strays.conceal(what, text),
            None => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.line.push_str(text);
                }
            }
        }
    }

    /// Whether text that comes is part of a table of contents. What stands in its control
    /// before it, is its heading; what stands behind it was written there by mistake.
    fn is_in_contents(&mut self) -> bool {
        let within = self.fields.in_contents();
        if let Some(control) = self.controls.iter_mut().find(|control| control.of_contents) {
            control.contents_begun |= within;
            return within || !control.contents_begun;
        }
        within
    }

    /// Why the text that comes is none of the report.
    fn veil(&self) -> Option<&'static str> {
        if self.row_is(|row| row.hidden) {
            return Some("隐藏的行");
        }
        let paragraph = self.paragraphs.last()?;
        let (own, style) = match self.runs.last() {
            Some(run) => (run.looks, run.style),
            None => Default::default(),
        };
        let looks = own
            .over(style)
            .over(paragraph.looks())
            .over(self.styles.defaults);
        if self.is_on_colour(paragraph) {
            looks.on_colour().veil()
        } else {
            looks.veil()
        }
    }

    /// Whether the ground of what is read has a colour.
    fn is_on_colour(&self, paragraph: &AnyParagraph) -> bool {
        self.runs.last().is_some_and(|run| run.shaded)
            || paragraph.shaded
            || paragraph.style.shaded
            || !self.outer_fields.is_empty()
            || self.tables.iter().any(TableDraft::is_on_colour)
    }
}
