//! Lines for a terminal of some width: Chinese breaks between characters, commands stay whole.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that begin no line.
const CLOSING: &str = "，。、；：！？）”’》】〕…%";
/// Marks that end no line.
const OPENING: &str = "（“‘《【〔";

/// A text in lines of a width, in columns; lines behind the first begin with `indent`.
///
/// A stretch of letters, digits and single blanks is never parted, so that a command can be
/// copied: one that is too wide stands over the edge.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut out = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let begins = used > indent.width() && used + columns(piece.trim_end()) > width;
        let piece = if begins {
            piece.trim_start_matches(' ')
        } else {
            piece
        };
        if begins {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(indent);
            used = indent.width();
        }
        out.push_str(piece);
        used = match piece.rsplit_once('\n') {
            Some((_, last)) => columns(last),
            None => used + columns(piece),
        };
    }
    out
}

/// Each line of a text within a width, in columns; what of it does not fit stands below what the
/// line says behind a gap, or two columns further in.
pub fn wrap_lines(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.push(wrap(line, width, &" ".repeat(hanging(line, width))));
    }
    lines.join("\n")
}

/// The column below which a line goes on.
fn hanging(line: &str, width: usize) -> usize {
    let inner = line.trim_start_matches(' ');
    let start = line.len() - inner.len();
    if let Some(gap) = inner.find("  ") {
        let rest = inner[gap..].trim_start_matches(' ');
        let column = columns(&line[..line.len() - rest.len()]);
        if column * 2 <= width {
            return column;
        }
    }
    start + 2
}

/// The columns that a text takes; what steers the terminal's colours takes none.
fn columns(text: &str) -> usize {
    let mut pieces = text.split('\u{1b}');
    let mut columns = pieces.next().map_or(0, UnicodeWidthStr::width);
    for piece in pieces {
        let (_, behind) = piece.split_once('m').unwrap_or(("", piece));
        columns += behind.width();
    }
    columns
}

/// The stretches between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_part(before, c)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Whether a line may end between two characters.
fn may_part(before: char, after: char) -> bool {
    (is_wide(before) || is_wide(after)) && !OPENING.contains(before) && !CLOSING.contains(after)
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, expected: &str) {
        assert_eq!(wrap(text, width, "  "), expected);
    }

    #[test]
    fn lines_end_where_they_may() {
        check("甲乙丙丁戊", 10, "甲乙丙丁戊");
        check("甲乙丙丁戊己", 10, "甲乙丙丁戊\n  己");
        check("甲乙丙丁，戊己", 10, "甲乙丙丁，\n  戊己");
        check("甲乙丙丁戊，己", 10, "甲乙丙丁\n  戊，己");
        check("甲乙丙（丁）戊", 8, "甲乙丙\n  （丁）\n  戊");
        check(
            "先运行 nianbao check a.yaml 再看",
            12,
            "先运行\n  nianbao check a.yaml\n  再看",
        );
        check("甲\n乙丙丁戊己", 6, "甲\n乙丙丁\n  戊己");
        check("", 6, "");
        check("\u{1b}[31m甲乙\u{1b}[0m丙", 6, "\u{1b}[31m甲乙\u{1b}[0m丙");
        assert_eq!(wrap_lines("a  甲乙丙丁", 8), "a  甲乙\n   丙丁");
        assert_eq!(
            wrap_lines("甲乙丙丁\n  甲乙丙", 7),
            "甲乙丙\n  丁\n  甲乙\n    丙"
        );
    }
}
