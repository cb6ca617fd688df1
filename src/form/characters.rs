//! Characters that do not belong in a form: controls, marks that nobody sees, somebody's own signs.
//!
//! Each becomes blanks of the same length in bytes, so that every place stays right; so do those
//! that only look like others, which are read as what they are meant to be.

use std::ops::Range;
use std::sync::Arc;

use super::bytes::line_ends;
use super::lookalike::{self, Lookalike, ordinary};
use super::pasted::is_invisible;
use crate::finding::{Code, Finding};
use crate::place::{At, LineIndex, Place};

/// Findings of bad characters in one form; a file full of them is no form anyway.
const MAX_FINDINGS: usize = 50;

/// A text without the characters that do not belong in a form.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// The text, as long in bytes as it was.
    pub text: String,
    /// What was taken out; one a line at the most.
    pub findings: Vec<Finding>,
    /// Where, in bytes, the second blank stands of two that replace one character, in order.
    pub doubled: Vec<usize>,
}

impl Cleaned {
    /// Lines and columns as the file has them.
    pub fn index(&self) -> LineIndex<'_> {
        LineIndex::doubled(&self.text, &self.doubled)
    }

    /// Puts blanks in place of a character that stood at a byte.
    fn push_blanks(&mut self, offset: usize, c: char) {
        self.text.push_str(blanks(c));
        // Where the second of two blanks begins.
        match c.len_utf8() {
            2 => self.doubled.push(offset + 1),
            4 => self.doubled.push(offset + '\u{3000}'.len_utf8()),
            _ => {}
        }
    }
}

/// Finds characters that do not belong in a form and replaces each by blanks
/// of the same length in bytes, so that every place stays right.
pub fn clean(file: &Arc<str>, text: String) -> Cleaned {
    if text.chars().all(is_plain) {
        return Cleaned {
            text,
            ..Cleaned::default()
        };
    }
    let mut alike = Vec::new();
    let mut cleaned = Cleaned {
        text: String::with_capacity(text.len()),
        ..Cleaned::default()
    };
    let (mut line, mut column, mut reported) = (1, 0, 0);
    let mut last = ' ';
    for (offset, c) in text.char_indices() {
        if last == '\n' || (last == '\r' && c != '\n') {
            (line, column) = (line + 1, 0);
        }
        last = c;
        column += 1;
        let bytes = offset..offset + c.len_utf8();
        if let Some(name) = fault(c) {
            cleaned.push_blanks(offset, c);
            if reported < line && cleaned.findings.len() < MAX_FINDINGS {
                reported = line;
                let near = show_neighbours(&text, bytes.clone());
                let at = At::Text {
                    line,
                    column,
                    bytes,
                };
                cleaned
                    .findings
                    .push(tell_fault(name, c, &near, Place::at(file, at)));
            }
        } else if let Some(meant) = ordinary(c) {
            let at = At::Text {
                line,
                column,
                bytes,
            };
            alike.push(Lookalike {
                typed: c,
                place: Place::at(file, at),
            });
            cleaned.text.push(meant);
        } else {
            cleaned.text.push(c);
        }
    }
    cleaned.findings.extend(lookalike::tell(&alike));
    cleaned
}

/// The same for a text that has no bytes of its own in the file, such as one
/// that an escape (`"\x07"`) made. Line ends of any kind become LF.
pub(crate) fn clean_escaped(text: &str, place: &Place) -> (String, Option<Finding>) {
    // Nearly all are as they should be.
    if text.chars().all(|c| c != '\r' && is_plain(c)) {
        return (text.to_owned(), None);
    }
    let text = line_ends(text.replace("\r\n", "\n"));
    let finding = find_fault(&text, place).or_else(|| find_lookalikes(&text, place));
    (text.chars().map(read_char).collect(), finding)
}

/// Whether a character stays as it is.
fn is_plain(c: char) -> bool {
    fault(c).is_none() && ordinary(c).is_none()
}

/// What is read for a character: a blank for one that does not belong.
fn read_char(c: char) -> char {
    match fault(c) {
        Some(_) => ' ',
        None => ordinary(c).unwrap_or(c),
    }
}

/// The finding for the first character of a text that does not belong.
fn find_fault(text: &str, place: &Place) -> Option<Finding> {
    for (at, c) in text.char_indices() {
        if let Some(name) = fault(c) {
            let near = show_neighbours(text, at..at + c.len_utf8());
            return Some(tell_fault(name, c, &near, place.clone()));
        }
    }
    None
}

/// The finding for the characters of a text that only look like others.
fn find_lookalikes(text: &str, place: &Place) -> Option<Finding> {
    let mut alike = Vec::new();
    for typed in text.chars().filter(|c| ordinary(*c).is_some()) {
        alike.push(Lookalike {
            typed,
            place: place.clone(),
        });
    }
    lookalike::tell(&alike)
}

fn tell_fault(name: &str, c: char, near: &str, place: Place) -> Finding {
    let message = format!("{name} U+{:04X}（{near}），看不见或印不出", c as u32);
    Finding::new(Code::BadCharacter, message, place)
        .hint("多半是从 Word 或网页粘贴带来的；删去它，再重打前后的字")
        .stated(format!("U+{:04X}", c as u32))
}

/// Characters shown before and behind one that cannot be seen.
const AROUND: usize = 4;
/// What stands for it.
const UNSEEN: char = '□';

/// What stands around a stretch of a line, for people to find it.
fn show_neighbours(text: &str, at: Range<usize>) -> String {
    let line_before = text[..at.start]
        .chars()
        .rev()
        .take_while(|c| !is_line_end(*c));
    let mut before: Vec<char> = line_before.take(AROUND).map(show_char).collect();
    before.reverse();
    let line_behind = text[at.end..].chars().take_while(|c| !is_line_end(*c));
    let behind = line_behind.take(AROUND).map(show_char);
    let shown: String = before.into_iter().chain([UNSEEN]).chain(behind).collect();
    format!("“{}”", shown.trim())
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

fn show_char(c: char) -> char {
    if fault(c).is_some() { UNSEEN } else { c }
}

/// Findings of bad characters that are named before the rest is counted.
const NAMED: usize = 3;

/// Findings with those of bad characters as one, where the first stood.
pub(super) fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let Some(first) = findings.iter().position(is_of_bad_character) else {
        return findings;
    };
    let (mut bad, mut rest): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(is_of_bad_character);
    if bad.len() > 1 {
        let named: Vec<String> = bad.iter().take(NAMED).map(name_fault).collect();
        let named = named.join("；");
        let more = if bad.len() > NAMED { "等" } else { "" };
        let message = format!("有 {} 处看不见或印不出的字符：{named}{more}", bad.len());
        let others = bad[1..].iter().map(|finding| finding.places[0].clone());
        let others: Vec<Place> = others.collect();
        let whole = bad.swap_remove(0);
        let merged = Finding::new(Code::BadCharacter, message, whole.places[0].clone());
        let stated = whole.stated.unwrap_or_default();
        bad = vec![merged.hint(whole.hint).stated(stated).related(others)];
    }
    for (offset, finding) in bad.into_iter().enumerate() {
        rest.insert((first + offset).min(rest.len()), finding);
    }
    rest
}

fn is_of_bad_character(finding: &Finding) -> bool {
    finding.code == Code::BadCharacter
}

/// What the finding of a character names, with the label of its place.
fn name_fault(finding: &Finding) -> String {
    let named = finding.message.split('，').next().unwrap_or_default();
    match &*finding.places[0].label {
        "" => named.to_owned(),
        label => format!("{label}的{named}"),
    }
}

/// Blanks of the same length in bytes: one, or two where no usual one has as many.
fn blanks(c: char) -> &'static str {
    match c.len_utf8() {
        1 => " ",
        2 => "  ",
        3 => "\u{3000}",
        _ => "\u{3000} ",
    }
}

/// Whether a character may stand in a form, and in what is called after one.
pub fn belongs(c: char) -> bool {
    fault(c).is_none() && !is_invisible(c) && !is_private(c)
}

/// Whether a character is of somebody's own making.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// What is wrong with a character; none for those that may stand in a form.
fn fault(c: char) -> Option<&'static str> {
    match c {
        // Bullets of office programs are read as such.
        '\t' | '\n' | '\r' | '\u{F06C}' | '\u{F0B7}' | '\u{F0D8}' => None,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some("控制字符"),
        // What has no width is left out where text is read, see `pasted`.
        '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2061}'..='\u{206F}' => {
            Some("不可见字符")
        }
        '\u{E0000}'..='\u{E00FF}' => Some("不可见的标记"),
        // A character of somebody's own making prints on no other machine, and PDF/A forbids it.
        c if is_private(c) => Some("自造的字"),
        '\u{2028}' | '\u{2029}' => Some("特殊换行符"),
        '\u{FFFD}' => Some("乱码字符"),
        '\u{FFFE}' | '\u{FFFF}' => Some("无效字符"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_characters_keep_the_places() {
        let Cleaned { text, findings, .. } =
            clean(&"f".into(), "a\u{7}机\r\n关\u{200E}\u{7}甲".into());
        assert_eq!(text, "a 机\r\n关\u{3000} 甲");
        let places: Vec<_> = findings.iter().map(|f| f.places[0].at.clone()).collect();
        assert_eq!(places.len(), 2, "one a line");
        assert_eq!(
            places[1],
            At::Text {
                line: 2,
                column: 2,
                bytes: 10..13
            }
        );
    }

    /// Every character of Unicode, between others and beside itself.
    #[test]
    fn cleaning_keeps_every_place() {
        for c in ('\0'..=char::MAX).filter(|c| !matches!(c, '\r' | '\n')) {
            let text = format!("甲{c}{c}乙\n丙{c}");
            let cleaned = clean(&"f".into(), text.clone());
            assert_eq!(cleaned.text.len(), text.len(), "{c:?}");
            // What stands behind is where it was, by bytes and by lines and characters.
            let (before, after) = (LineIndex::new(&text), cleaned.index());
            for mark in ['甲', '乙', '丙'] {
                let at = text.find(mark).expect("a mark");
                assert!(cleaned.text[at..].starts_with(mark), "{c:?}");
                assert_eq!(after.line_column(at), before.line_column(at), "{c:?}");
            }
            assert_eq!(
                after.line_column(text.len()),
                before.line_column(text.len()),
                "{c:?}"
            );
            let told = if fault(c).is_some() {
                2
            } else {
                usize::from(ordinary(c).is_some())
            };
            assert_eq!(cleaned.findings.len(), told, "{c:?}");
            assert!(cleaned.text.chars().all(|c| fault(c).is_none()), "{c:?}");
        }
    }

    #[test]
    fn escapes_end_lines_in_one_way() {
        let place = Place::file(&"f".into());
        assert_eq!(
            clean_escaped("甲\r乙\r\n丙\n丁\r", &place).0,
            "甲\n乙\n丙\n丁\n"
        );
        assert!(clean_escaped("甲\r乙", &place).1.is_none());
    }
}
