//! The title of a report among the lines before its first heading.

use super::has_at_most;
use super::outline::is_prose;
use super::pieces::{DocumentPiece, TextLine};
use super::titles::read_title;
use super::words::PageWords;
use crate::place::At;

/// Lines of the longest title, and its characters.
const TITLE_LINES: usize = 3;
const MAX_TITLE: usize = 80;
/// Characters of the longest remark in brackets behind a title.
const MAX_REMARK: usize = 12;
/// What files end in whose names are titles.
pub const EXTENSIONS: [&str; 4] = [".pdf", ".docx", ".doc", ".html"];
/// Marks that no title has.
const NO_TITLE: [char; 7] = ['。', '：', ':', '《', '>', '，', '；'];

/// The lines of a title.
pub struct TitleLines {
    pub passage: TextLine,
    pub first: usize,
    pub lines: usize,
}

/// The title among the pieces before the first heading: the last line that may be one, or the
/// last few lines that make one.
pub fn find_title(pieces: &[DocumentPiece], words: &PageWords) -> Option<TitleLines> {
    for lines in 1..=TITLE_LINES {
        for (first, pieces_here) in pieces.windows(lines).enumerate().rev() {
            let Some(passage) = join_lines(pieces_here) else {
                continue;
            };
            if !is_title(&passage.text, words) {
                continue;
            }
            let above = first.checked_sub(1).map(|at| &pieces[at]);
            let longer = above.and_then(|piece| join_agency_above(piece, &passage, words));
            return Some(match longer {
                Some(passage) => TitleLines {
                    passage,
                    first: first - 1,
                    lines: lines + 1,
                },
                None => TitleLines {
                    passage,
                    first,
                    lines,
                },
            });
        }
    }
    None
}

/// Lines as one; none where there is something else among them.
fn join_lines(pieces: &[DocumentPiece]) -> Option<TextLine> {
    let mut joined: Option<TextLine> = None;
    for piece in pieces {
        let DocumentPiece::Line(line) = piece else {
            return None;
        };
        let text = line.text.trim();
        match &mut joined {
            Some(joined) => joined.text.push_str(text),
            None => {
                joined = Some(line.with_text(text.to_owned()));
            }
        }
    }
    joined
}

/// The title with the line above it, where it names no agency and that line does.
fn join_agency_above(
    piece: &DocumentPiece,
    title: &TextLine,
    words: &PageWords,
) -> Option<TextLine> {
    let DocumentPiece::Line(above) = piece else {
        return None;
    };
    let text = above.text.trim();
    let one = above.at == title.at && !matches!(above.at, At::File);
    let names = one || text.ends_with("关于") || words.is_agency(text);
    let lacks = read_title(&title.text).agency.is_empty();
    let joined = format!("{text}{}", title.text);
    if names && lacks && !is_prose(text) && is_title(&joined, words) {
        Some(above.with_text(joined))
    } else {
        None
    }
}

/// Whether a text may be a report's title.
pub fn is_title(text: &str, words: &PageWords) -> bool {
    let plain = bare_title(text);
    has_at_most(&plain, MAX_TITLE)
        && !plain.contains(NO_TITLE)
        && words.title.iter().any(|word| plain.contains(word.as_str()))
        && words
            .title_ends
            .iter()
            .any(|word| plain.ends_with(word.as_str()))
}

/// A title without blanks, and without what stands behind it: a remark in brackets, an extension.
fn bare_title(text: &str) -> String {
    let mut plain: String = text.split_whitespace().collect();
    let mut endings = EXTENSIONS.iter();
    if let Some(stem) = endings.find_map(|ending| plain.strip_suffix(ending)) {
        plain.truncate(stem.len());
    }
    let remark = plain
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rfind(['（', '(']));
    if let Some(at) = remark.filter(|at| has_at_most(&plain[*at..], MAX_REMARK)) {
        plain.truncate(at);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_title(text: &str, expected: bool) {
        assert_eq!(is_title(text, PageWords::load()), expected, "{text}");
    }

    #[test]
    fn titles() {
        check_title("某市某局 2023 年政府信息公开工作 年度报告", true);
        check_title("某镇2020年政务公开工作情况汇报", true);
        check_title("某局政府信息公开工作年度报告（2023年度）", true);
        check_title("某局2023年政府信息公开年报.pdf", true);
        check_title("公开年报", false);
        check_title("根据要求，现发布政府信息公开年度报告。", false);
    }
}
