//! What copying does to text, undone: blanks round digits, half-width marks, broken paragraphs.
//!
//! Nothing else is changed: a slip of whoever wrote the report stays for the rules to find.

use std::collections::BTreeMap;

use super::pieces::TextLine;
use crate::narrative::numbering;
use crate::place::At;

/// Half-width marks and what they are in Chinese text.
const HALVES: [(char, char); 7] = [
    (',', '，'),
    (';', '；'),
    (':', '：'),
    ('(', '（'),
    (')', '）'),
    ('?', '？'),
    ('!', '！'),
];
/// How many half-width marks a text has whose full-width ones were lost, and how many times more.
const MANY: usize = 10;
/// Lines of one length that show where a text is broken.
const MANY_LINES: usize = 4;
/// Characters of a line that filled the page it was copied from.
const FULL_LINE: usize = 30;
/// Characters of a line that reaches the edge of a page.
const EDGES: std::ops::RangeInclusive<usize> = 20..=60;
/// What opens and closes within a sentence.
const BRACKETS: [(char, char); 4] = [('（', '）'), ('《', '》'), ('“', '”'), ('〔', '〕')];

/// Whether all full-width marks of a text were lost.
pub fn has_lost_marks<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let (mut half, mut full) = (0, 0);
    for text in texts {
        let chars: Vec<char> = text.chars().collect();
        half += (0..chars.len())
            .filter(|at| is_half_in_chinese(&chars, *at))
            .count();
        full += chars.iter().filter(|c| **c == '，').count();
    }
    half >= MANY && half > full * MANY
}

/// The text with what copying lost: no blanks beside Chinese; with `widen`, full-width marks.
pub fn mend(text: &str, widen: bool) -> String {
    let chars: Vec<char> = drop_blanks(text);
    if !widen {
        return chars.into_iter().collect();
    }
    (0..chars.len()).map(|at| widen_mark(&chars, at)).collect()
}

/// A character, or the full-width mark that it stands for in Chinese text.
fn widen_mark(chars: &[char], at: usize) -> char {
    let half = HALVES.iter().find(|(half, _)| *half == chars[at]);
    match half {
        Some((_, full)) if is_half_in_chinese(chars, at) => *full,
        _ => chars[at],
    }
}

/// The characters without blanks beside Chinese, and one where several stood elsewhere.
fn drop_blanks(text: &str) -> Vec<char> {
    let mut kept: Vec<char> = Vec::with_capacity(text.len());
    let mut blank = false;
    for c in text.trim().chars() {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            blank = true;
            continue;
        }
        let beside = kept.last().is_some_and(|last| is_chinese(*last)) || is_chinese(c);
        if std::mem::take(&mut blank) && !beside && !kept.is_empty() {
            kept.push(' ');
        }
        kept.push(c);
    }
    kept
}

fn is_half_in_chinese(chars: &[char], at: usize) -> bool {
    let is_half = HALVES.iter().any(|(half, _)| *half == chars[at]);
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    is_half
        && [before, chars.get(at + 1)]
            .into_iter()
            .flatten()
            .any(|c| is_chinese(*c))
}

/// Whether a character takes a full cell: Chinese ones and their marks.
fn is_chinese(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'..='\u{201d}'
            | '\u{3000}'..='\u{303f}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Passages as paragraphs: what the end of a page has parted in a text is one again.
pub fn join_paragraphs(passages: &[TextLine]) -> Vec<TextLine> {
    let full = usual_length(passages);
    let mut joined: Vec<TextLine> = Vec::new();
    let mut above: Option<usize> = None;
    for passage in passages {
        // What has been put together ends as its last line does.
        let above = above.replace(passage.text.trim().chars().count());
        let filled = above.is_some_and(|length| length >= full);
        match joined.last_mut() {
            Some(last) if goes_on(last, passage, filled) => {
                last.text.push_str(passage.text.trim_start());
            }
            _ => joined.push(passage.clone()),
        }
    }
    joined
}

/// From how many characters on a line is full: as many as most lines of a text have that is
/// broken at the edge of its page.
fn usual_length(passages: &[TextLine]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for passage in passages {
        *counts
            .entry(passage.text.trim().chars().count())
            .or_default() += 1;
    }
    let mut usual = None;
    let mut most = 0;
    for length in counts
        .keys()
        .copied()
        .filter(|length| EDGES.contains(length))
    {
        let near = counts.range(length - 1..=length + 1);
        let count: usize = near.map(|(_, count)| count).sum();
        // Most lines of such a text are as long; headings are alike as well, but few.
        let is_most = count >= MANY_LINES && count * 2 >= passages.len();
        if is_most && count >= most {
            (usual, most) = (Some(length), count);
        }
    }
    usual.map_or(FULL_LINE, |length| length - 2)
}

/// Whether a line of a text goes on with the next: it ends within a sentence, far from its start.
fn goes_on(line: &TextLine, next: &TextLine, full: bool) -> bool {
    let (text, behind) = (line.text.trim(), next.text.trim());
    let has_pages = matches!(
        line.at,
        At::Text { .. } | At::Paragraph { page: Some(_), .. }
    );
    let in_text = has_pages && line.level.is_none() && next.level.is_none();
    if in_text && numbering(behind).is_none() && is_within_brackets(text, behind) {
        return true;
    }
    let last = text.chars().next_back();
    let open = last.is_some_and(|c| is_letter(c) || "，、“《（".contains(c));
    let first = behind.chars().next();
    let starts = first.is_some_and(|c| is_letter(c) || c.is_ascii_digit());
    // A heading has a number and no sentence; a sentence has one behind its number.
    let is_heading = numbering(text).is_some() && !text.contains(['。', '，', '；']);
    in_text && open && full && !is_heading && starts && numbering(behind).is_none()
}

/// Whether a bracket or quotation mark that opens in a line closes in the next one.
fn is_within_brackets(line: &str, next: &str) -> bool {
    BRACKETS.iter().any(|(open, close)| {
        let opens = line.matches(*open).count() > line.matches(*close).count();
        opens && closes_first(next, *open, *close)
    })
}

/// Whether a closing mark stands in a text, and no opening one before it.
fn closes_first(text: &str, open: char, close: char) -> bool {
    let first = text.find([open, close]);
    first.is_some_and(|at| text[at..].starts_with(close))
}

fn is_letter(c: char) -> bool {
    is_chinese(c) && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::LineIndex;

    fn check(text: &str, widen: bool, expected: &str) {
        assert_eq!(mend(text, widen), expected, "{text}");
    }

    #[test]
    fn blanks_and_marks() {
        check(" 2020 年，共 1 次 ", false, "2020年，共1次");
        check("4. 认真落实", false, "4.认真落实");
        check("7. 2020年", false, "7. 2020年");
        check("今日 APP Store 上", false, "今日APP Store上");
        check("共774件(含15件),办结", true, "共774件（含15件），办结");
        check("“1+1”,3,000件:好", true, "“1+1”，3,000件：好");
        check("共774件(含15件)", false, "共774件(含15件)");
    }

    fn check_paragraphs(lines: &[&str], expected: usize) {
        let at = LineIndex::new("甲").at(0..3);
        let passages: Vec<TextLine> = lines
            .iter()
            .map(|text| TextLine::new((*text).to_owned(), at.clone()))
            .collect();
        assert_eq!(join_paragraphs(&passages).len(), expected, "{lines:?}");
    }

    #[test]
    fn what_a_page_has_parted_is_one_again() {
        let long = "三是完善制度建设，信访局建立健全了信访局政务公开工作和监督检查的各项";
        check_paragraphs(&[long, "工作机制，提供保障。"], 1);
        check_paragraphs(&[long, "（四）健全机制"], 2);
        check_paragraphs(&[&format!("{long}制度。"), "工作机制。"], 2);
        check_paragraphs(
            &[
                "（一）聚焦重点事项并且推进政府信息主动规范公开和政策解读工作",
                "制定要点。",
            ],
            2,
        );
        check_paragraphs(&["概况", "制定要点。"], 2);
        check_paragraphs(
            &["按照《办法》（国办函", "〔2020〕109号）规定，没有收费。"],
            1,
        );
    }

    #[test]
    fn lost_marks_are_seen_in_the_whole_text() {
        let lost = "根据条例(国务院令),制定办法;要求:一,二,三(四)、五(六)";
        assert!(has_lost_marks(std::iter::once(lost)));
        assert!(!has_lost_marks(std::iter::once(
            "根据条例（国务院令），制定办法,要求"
        )));
    }
}
