//! Fields: of each the text that programs show, its result.

use super::numerals::write_circled;
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;

/// Fields within fields; a table of contents has three.
const MAX_FIELDS: usize = 50;
/// Bytes of what a field is told to do that are read.
const MAX_INSTRUCTION: usize = 300;

/// A field that is open.
#[derive(Default)]
struct WordField {
    /// What it is told to do.
    instruction: String,
    /// Whether its result has begun.
    shown: bool,
    /// Whether it is a table of contents.
    of_contents: bool,
}

/// The fields that are open.
#[derive(Default)]
pub(super) struct FieldStack {
    open: Vec<WordField>,
}

impl FieldStack {
    /// A field begins.
    ///
    /// # Errors
    /// When too many are open.
    pub fn begin(&mut self) -> Result<(), Complaint> {
        if self.open.len() >= MAX_FIELDS {
            return Err(TOO_LARGE);
        }
        self.open.push(WordField::default());
        Ok(())
    }

    /// The field is told what to do.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && !field.shown
            && field.instruction.len() + text.len() <= MAX_INSTRUCTION
        {
            field.instruction.push_str(text);
        }
    }

    /// The result begins.
    pub fn separate(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.shown = true;
            field.of_contents = is_of_contents(&field.instruction);
        }
    }

    /// The field ends. What is given is shown though there is no result: a character in a circle.
    pub fn end(&mut self) -> Option<String> {
        let field = self.open.pop()?;
        if field.shown || self.hides() {
            None
        } else {
            compose(&field.instruction)
        }
    }

    /// A paragraph ends. What a field is told to do ends before, so that one without a
    /// result that is still open has lost its end.
    pub fn end_paragraph(&mut self) {
        while self.open.last().is_some_and(|field| !field.shown) {
            self.open.pop();
        }
    }

    /// Something comes that no table of contents has: one that is open has lost its end.
    pub fn leave_contents(&mut self) {
        if let Some(at) = self.open.iter().position(|field| field.of_contents) {
            self.open.truncate(at);
        }
    }

    /// Whether text that comes is none that is shown.
    pub fn hides(&self) -> bool {
        self.open.iter().any(|field| !field.shown)
    }

    /// Whether text that comes stands in a table of contents.
    pub fn in_contents(&self) -> bool {
        self.open.iter().any(|field| field.of_contents)
    }
}

/// Whether a field that is told this is a table of contents.
pub(super) fn is_of_contents(instruction: &str) -> bool {
    let first = instruction.split_whitespace().next().unwrap_or_default();
    let name = first.split('\\').next().unwrap_or_default();
    name.eq_ignore_ascii_case("toc")
}

/// A character over another one, as `eq \o\ac(○,1)` tells it.
fn compose(instruction: &str) -> Option<String> {
    let name = instruction.trim().get(..2)?;
    if !name.eq_ignore_ascii_case("eq") || !instruction.contains("\\o") {
        return None;
    }
    let (_, parts) = instruction.split_once('(')?;
    let (parts, _) = parts.rsplit_once(')')?;
    let (ring, text) = parts.split_once([',', ';', '，'])?;
    let (ring, text) = (ring.trim(), text.trim());
    match text.parse() {
        Ok(number) if "○〇◯".contains(ring) => Some(write_circled(number)),
        _ => Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(instruction: &str, contents: bool, shown: Option<&str>) {
        assert_eq!(is_of_contents(instruction), contents, "{instruction}");
        assert_eq!(compose(instruction).as_deref(), shown, "{instruction}");
    }

    #[test]
    fn instructions() {
        check(" TOC \\o \"1-3\" \\h ", true, None);
        check("toc\\o", true, None);
        check("TOCX", false, None);
        check(" HYPERLINK \\l \"_Toc1\" ", false, None);
        check("eq \\o\\ac(○,2)", false, Some("②"));
        check(" EQ \\o\\ac(□,甲)", false, Some("甲"));
        check("eq \\f(1,2)", false, None);
        check("甲", false, None);
    }
}
