//! Heads and feet of pages: they say the page's number, or that this is a draft.

use quick_xml::events::BytesStart;

use super::super::content::{Stray, is_draft_mark};
use super::parts::{Listener, Standing, value, walk};
use crate::finding::Complaint;

/// Digits of a page's number.
const MAX_DIGITS: usize = 4;

/// What a head or foot says beside that.
///
/// # Errors
/// When the part is broken.
pub(super) fn read_strays(xml: &str) -> Result<Vec<Stray>, Complaint> {
    let mut margin = Margin::default();
    walk(xml, &mut Standing::new(&mut margin))?;
    margin.end_line();
    Ok(margin.strays)
}

#[derive(Default)]
struct Margin {
    strays: Vec<Stray>,
    line: String,
    in_text: bool,
}

impl Margin {
    /// Tells the line that ends, unless it is a number or a mark.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text: String = line.split_whitespace().collect();
        if !is_number(&text) && !is_draft_mark(&text) {
            self.tell("页眉页脚里的文字", &line);
        }
    }

    fn tell(&mut self, what: &'static str, text: &str) {
        self.strays.push(Stray {
            what,
            page: None,
            text: text.trim().to_owned(),
        });
    }
}

/// Whether a text is a page's number, with or without dashes; nothing is one as well.
fn is_number(text: &str) -> bool {
    let digits = text.trim_matches(|c: char| "—–-－".contains(c));
    digits.len() <= MAX_DIGITS && digits.chars().all(|c| c.is_ascii_digit())
}

impl Listener for Margin {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let name = tag.name();
        let name = name.as_ref();
        match name {
            "w:t" | "m:t" => self.in_text = true,
            "w:p" => self.end_line(),
            "v:textpath" => {
                let text = value(tag, "string").unwrap_or_default();
                if !is_draft_mark(text.trim()) {
                    self.tell("水印", &text);
                }
            }
            "a:blip" | "v:imagedata" => self.tell("页眉页脚里的图片", ""),
            "w:sym" => self.tell("页眉页脚里的符号", ""),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:t" | "m:t" => self.in_text = false,
            "w:p" => self.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.line.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        let mut xml = "<w:ftr>".to_owned();
        for line in lines {
            xml += &format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
        }
        let strays = read_strays(&(xml + "</w:ftr>")).unwrap();
        let told: Vec<&str> = strays.iter().map(|stray| stray.text.as_str()).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn numbers_and_marks_are_sound() {
        check(&["— 1 —", "-12-", "3", "", "【草稿】"], &[]);
        check(&["— 1 —", "作废"], &["作废"]);
        check(&["20231"], &["20231"]);
    }
}
