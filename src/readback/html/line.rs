//! The text of one line as it is shown: which blanks of the source are blanks.
//!
//! Blanks and ends of lines in the source are one blank, as everywhere in pages, and none
//! between two Chinese characters, where editors break lines anywhere. Blanks that the page
//! asks for keep the pieces of a line apart: three and more are a tab, unless it is prose.

/// Blanks beside each other from which on they keep two pieces apart.
const APART: usize = 3;

/// A blank of the page's own while the line is being read; all others come from the source.
const FIRM: char = '\u{A0}';

/// What stands between the text so far and the next character.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Between {
    #[default]
    Nothing,
    Blank,
    EndOfLine,
}

/// A line that is being read.
#[derive(Default)]
pub(super) struct LineText {
    text: String,
    between: Between,
}

impl LineText {
    /// Whether nothing but blanks has come.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Adds text of the source.
    pub fn push(&mut self, text: &str) {
        for c in text.chars().filter(|c| !is_unseen(*c)) {
            match c {
                '\n' | '\r' => self.between = Between::EndOfLine,
                ' ' | '\t' | '\u{C}' if self.between == Between::Nothing => {
                    self.between = Between::Blank;
                }
                ' ' | '\t' | '\u{C}' => {}
                c => {
                    self.close_gap(c);
                    self.text.push(c);
                }
            }
        }
    }

    /// Adds text whose blanks all count, within one line.
    pub fn push_drawn(&mut self, text: &str) {
        self.close_gap('\t');
        let kept = text.chars().filter(|c| *c == '\t' || !is_unseen(*c));
        self.text
            .extend(kept.map(|c| if c == ' ' { FIRM } else { c }));
    }

    /// Adds a tab.
    pub fn push_tab(&mut self) {
        self.close_gap('\t');
        self.text.push('\t');
    }

    /// Adds the end of a line within a paragraph; two behind each other end the paragraph, of
    /// which the text is given then.
    pub fn push_break(&mut self) -> Option<String> {
        self.between = Between::Nothing;
        let text = self.text.as_str();
        let ended = text.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
        if ended.ends_with('\n') {
            return self.take();
        }
        self.text.push('\n');
        None
    }

    /// Puts the blank that the source has before a character, where it is one.
    fn close_gap(&mut self, next: char) {
        let between = std::mem::take(&mut self.between);
        let Some(last) = self.text.chars().next_back() else {
            return;
        };
        let none = match between {
            Between::Nothing => true,
            Between::Blank => false,
            Between::EndOfLine => is_chinese(last) && is_chinese(next),
        };
        if !none && !"\n\t ".contains(last) && next != '\t' {
            self.text.push(' ');
        }
    }

    /// The text, and begins anew; none where it is blank.
    pub fn take(&mut self) -> Option<String> {
        self.between = Between::Nothing;
        let text = std::mem::take(&mut self.text);
        let lines = text.split('\n').map(show_line);
        let text = lines.collect::<Vec<_>>().join("\n");
        let text = text.trim_matches('\n');
        if text.chars().all(char::is_whitespace) {
            None
        } else {
            Some(text.to_owned())
        }
    }
}

/// A line with its blanks as what they are for.
fn show_line(line: &str) -> String {
    let prose = line.contains('。');
    let mut out = String::with_capacity(line.len());
    let mut rest = line.trim_end();
    while !rest.is_empty() {
        let blanks = rest.len() - rest.trim_start().len();
        let (run, after) = rest.split_at(blanks);
        out.push_str(&show_blanks(run, prose, out.is_empty()));
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (word, behind) = after.split_at(end);
        out.push_str(word);
        rest = behind;
    }
    out
}

/// What a run of blanks is, at the beginning of a line or between words.
fn show_blanks(run: &str, prose: bool, first: bool) -> String {
    let tabs = run.matches('\t').count();
    match run.chars().count() {
        0 => String::new(),
        _ if tabs > 0 && !(first && prose) => "\t".repeat(tabs),
        _ if first => String::new(),
        count if count >= APART && !prose => "\t".to_owned(),
        _ if run.chars().all(|c| c == '\u{3000}') => run.to_owned(),
        _ => " ".to_owned(),
    }
}

/// Characters that nobody sees: marks for breaking and direction, and controls.
fn is_unseen(c: char) -> bool {
    let unseen = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{61C}' | '\u{180E}' | '\u{FE00}'..='\u{FE0F}');
    unseen || (c.is_control() && !"\n\r\t\u{C}".contains(c))
}

/// Whether a character is Chinese, or a mark as wide as one.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
        || "“”‘’—…·".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let mut line = LineText::default();
        line.push(source);
        assert_eq!(line.take().unwrap_or_default(), expected, "{source:?}");
    }

    #[test]
    fn blanks_of_the_source() {
        check("  甲 \n  乙丙\t 丁 ", "甲乙丙 丁");
        check("共\n12\n件，\n“甲”\n乙 a\nb", "共 12 件，“甲”乙 a b");
        check("\u{A0}\u{3000}\u{3000}甲\u{200B}乙\u{AD}", "甲乙");
        check("\u{A0} \u{3000}\n", "");
    }

    #[test]
    fn blanks_that_are_asked_for() {
        check("电话：1\u{A0}\u{A0}\u{A0}\u{A0}邮编：2", "电话：1\t邮编：2");
        check("总\u{3000}计\u{A0}甲", "总\u{3000}计 甲");
        check("甲。\u{A0}\u{A0} \u{A0}乙。", "甲。 乙。");
    }

    #[test]
    fn drawn_lines_keep_tabs() {
        let mut line = LineText::default();
        line.push_drawn("\t甲    乙 丙\t\t丁  ");
        assert_eq!(line.take().as_deref(), Some("\t甲\t乙 丙\t\t丁"));
    }

    #[test]
    fn two_breaks_end_a_paragraph() {
        let mut line = LineText::default();
        line.push("甲 ");
        assert_eq!(line.push_break(), None);
        line.push(" 乙");
        assert_eq!(line.push_break(), None);
        line.push("\n\u{A0} ");
        assert_eq!(line.push_break().as_deref(), Some("甲\n乙"));
        line.push("丙");
        assert_eq!(line.take().as_deref(), Some("丙"));
    }
}
