//! Texts in a YAML form that slipped out of their blocks.
//!
//! A text stands below its key's “|”, indented. A line that is not indented
//! ends it, and the scanner stumbles somewhere behind; the usual slips of keys
//! and numbers must not be looked for in what is plainly prose.

use crate::finding::Complaint;
use crate::place::LineIndex;

/// A slip of the writing, and the byte where it is.
pub struct Slip {
    /// Where.
    pub offset: usize,
    /// What it is, and what to do.
    pub complaint: Complaint,
}

impl Slip {
    /// At a byte, what is wrong and what to do.
    pub fn new(offset: usize, message: &'static str, hint: &'static str) -> Self {
        Self {
            offset,
            complaint: Complaint::fixed(message, hint),
        }
    }
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    /// Nothing, or a remark.
    Empty,
    /// A key whose text stands below it.
    Opener,
    /// A line of such a text.
    Text,
    /// Anything else.
    Code,
}

/// Lines before the error in which its cause is looked for.
const BEFORE: usize = 3;

/// The text that is not where it should be, at the line of an error or shortly before it.
pub fn find_slip(index: &LineIndex, line: usize) -> Option<Slip> {
    // The scanner may point at the bar when the line below it is at fault.
    let last = line + 1;
    let lines = read_lines(index, last);
    if let Some(number) = find_remark_inside(index, &lines, line) {
        let hint = "要用的段落连着写在“|”下面；不用的注释移到这篇文字的后面";
        let message = "文字中间夹着以“#”开头的行，文字到那里就断了";
        return Some(Slip::new(index.line_start(number), message, hint));
    }
    let first = line.saturating_sub(BEFORE).max(1);
    (first..=last).find_map(|number| find_slip_at(index, &lines, number))
}

/// The slip of a line that is neither text nor a remark, if it has one.
fn find_slip_at(index: &LineIndex, lines: &[LineKind], number: usize) -> Option<Slip> {
    if lines[number - 1] != LineKind::Code {
        return None;
    }
    let content = index.line(number);
    let start = index.line_start(number);
    if let Some(at) = find_behind_bar(content) {
        let hint = "把文字移到下一行，行首空两格";
        return Some(Slip::new(start + at, "“|”后面不能写字", hint));
    }
    let mut above = lines[..number - 1].iter().rev();
    let above = above.find(|line| **line != LineKind::Empty);
    let is_below_text = matches!(above, Some(LineKind::Opener | LineKind::Text));
    if !is_below_text || is_key(content) {
        return None;
    }
    let message = if content.starts_with('\t') {
        "这一行文字前面是制表符（Tab）"
    } else {
        "这一行文字没有缩进"
    };
    let hint = "“|”下面的文字，每行行首都要空两格（半角空格）";
    Some(Slip::new(start, message, hint))
}

/// Whether a line is neither text nor a remark.
pub fn is_code(index: &LineIndex, number: usize) -> bool {
    number > 0 && read_lines(index, number).last() == Some(&LineKind::Code)
}

/// What each line is, down to the one of this number.
fn read_lines(index: &LineIndex, number: usize) -> Vec<LineKind> {
    // The indentation of the key whose text is being read.
    let mut open: Option<usize> = None;
    let mut lines = Vec::new();
    for content in (1..=number).map(|n| index.line(n)) {
        let bare = content.trim_start_matches(' ');
        let indent = content.len() - bare.len();
        let inside = open.is_some_and(|key| indent > key);
        let line = if inside {
            LineKind::Text
        } else if bare.trim().is_empty() || bare.starts_with('#') {
            LineKind::Empty
        } else if is_opener(bare) {
            open = Some(indent);
            LineKind::Opener
        } else {
            LineKind::Code
        };
        // What looks like a key ends a text for good; anything else has only slipped out of it.
        if line == LineKind::Code && is_key(content) {
            open = None;
        }
        lines.push(line);
    }
    lines
}

/// The remark that parts a text, above the line of an error or the next one.
fn find_remark_inside(index: &LineIndex, lines: &[LineKind], line: usize) -> Option<usize> {
    let mut near = line.saturating_sub(1).max(1)..=line + 1;
    let at = near.find(|&n| lines.get(n - 1) == Some(&LineKind::Text))?;
    let remark = (1..at)
        .rev()
        .take_while(|n| lines[n - 1] == LineKind::Empty)
        .find(|n| index.line(*n).starts_with('#'))?;
    let above = (1..remark)
        .rev()
        .find(|n| lines[n - 1] != LineKind::Empty)?;
    (lines[above - 1] == LineKind::Text).then_some(remark)
}

/// A key with a bar and nothing more than the bar's own signs and a remark.
fn is_opener(bare: &str) -> bool {
    let Some((key, rest)) = bare.split_once(": ") else {
        return false;
    };
    let Some(rest) = rest.trim_start().strip_prefix(['|', '>']) else {
        return false;
    };
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-')
        .trim();
    !key.is_empty() && (rest.is_empty() || rest.starts_with('#'))
}

/// The place of text that stands behind a key's bar.
fn find_behind_bar(content: &str) -> Option<usize> {
    let at = content.find(": |")? + 3;
    let rest = &content[at..];
    let text =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' '));
    (!text.is_empty() && !text.starts_with('#')).then(|| at + rest.len() - text.len())
}

/// Whether a line starts as a key does: a short name, a colon, a blank or nothing.
fn is_key(content: &str) -> bool {
    let Some((key, rest)) = content.split_once(':') else {
        return false;
    };
    let short = key.trim().chars().count() <= 30 && !key.contains(['，', '。', '：', ',']);
    short && !key.trim().is_empty() && (rest.is_empty() || rest.starts_with([' ', '\r']))
}
