//! A paragraph while it is read, and what its text is when it ends.

use std::sync::Arc;

use super::super::looks::Visibility;
use super::levels::{StyleEffect, level_of_outline};
use crate::readback::content::ContentBlock;

/// A page's end within a paragraph, while it is read.
pub(super) const PAGE_END: char = '\u{C}';
/// So many blanks keep pieces apart as a tab does.
const APART: usize = 3;

/// A paragraph that is open.
pub(super) struct AnyParagraph {
    /// How many flows of blocks are open around it.
    pub depth: usize,
    pub line: String,
    pub style: Arc<StyleEffect>,
    /// What it says itself of its level in the outline, from 0.
    pub outline: Option<u8>,
    /// What it says itself of its list, `0` for none, and of its level there.
    pub list: Option<String>,
    pub step: Option<u8>,
    /// Whether its end is taken away: it goes on with the next one.
    pub goes_on: bool,
    /// Whether text of a table of contents stands in it.
    pub in_contents: bool,
    /// Whether its ground has a colour.
    pub shaded: bool,
    /// What is anchored in it before its text, and within or behind.
    pub before: Vec<ContentBlock>,
    pub behind: Vec<ContentBlock>,
}

impl AnyParagraph {
    /// A paragraph that begins with what goes on there.
    pub fn new(depth: usize, line: String, style: Arc<StyleEffect>) -> Self {
        Self {
            depth,
            line,
            style,
            outline: None,
            list: None,
            step: None,
            goes_on: false,
            in_contents: false,
            shaded: false,
            before: Vec::new(),
            behind: Vec::new(),
        }
    }

    /// Takes in what is anchored at the place that has been reached.
    pub fn anchor(&mut self, blocks: Vec<ContentBlock>) {
        if self.line.trim().is_empty() {
            self.before.extend(blocks);
        } else {
            self.behind.extend(blocks);
        }
    }

    /// The level of the heading that it is; none where it is text.
    pub fn level(&self) -> Option<u8> {
        match (self.style.level, self.outline) {
            (Some(1), _) => Some(1),
            (_, Some(outline)) => level_of_outline(outline),
            (level, None) => level,
        }
    }

    /// How its text looks where no run says anything.
    pub fn looks(&self) -> Visibility {
        self.style.looks
    }
}

/// The text of a paragraph in the page's flow: blanks at the ends of lines go, and many of
/// them within are a tab.
pub(super) fn clean_flowing(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(clean_line).collect();
    let all = lines.join("\n");
    if all.trim().is_empty() {
        String::new()
    } else {
        all.trim_matches('\n').to_owned()
    }
}

/// One line of it.
fn clean_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut blanks = String::new();
    for c in line.trim_matches(is_blank).chars() {
        if is_blank(c) {
            blanks.push(c);
            continue;
        }
        close_blanks(&mut blanks, &mut out);
        out.push(c);
    }
    close_blanks(&mut blanks, &mut out);
    out
}

/// Whether a character only keeps others apart; tabs do more.
fn is_blank(c: char) -> bool {
    c != '\t' && c.is_whitespace()
}

fn close_blanks(blanks: &mut String, out: &mut String) {
    if blanks.chars().nth(APART - 1).is_some() {
        out.push('\t');
    } else {
        out.push_str(blanks);
    }
    blanks.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(clean_flowing(text), expected, "{text:?}");
    }

    #[test]
    fn blanks() {
        check("　　甲 乙　", "甲 乙");
        check("甲   乙\t丙　　　丁", "甲\t乙\t丙\t丁");
        check("\t甲\t\t乙", "\t甲\t\t乙");
        check("　　甲\n　　乙\n", "甲\n乙");
        check(" \t\n ", "");
    }
}
