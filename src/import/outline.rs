//! How a published report is parted: page data, title, lead, the six sections, what stands behind.
//!
//! Sections are known by their headings, as the official form words them, as others do
//! (`schema/import.yaml`), or with a slip where the number tells which is meant.

use super::facts::of_title;
use super::pieces::{DocumentPiece, TextLine};
use super::words::PageWords;
use crate::form::labels::{bare, fold};
use crate::narrative;
use crate::standard::{Section, Standard};

/// Characters of the longest heading of a section.
const MAX_HEADING: usize = 40;
/// How alike a heading is to the official one whose number it has, in percent; and without it.
const ALIKE_NUMBERED: usize = 40;
const ALIKE: usize = 75;
/// Lines of the longest title, and its characters.
const TITLE_LINES: usize = 3;
const MAX_TITLE: usize = 80;
/// Characters from which on a line is prose even without the mark of a sentence.
const PROSE: usize = 30;

/// The parts of a report as ranges of its pieces.
#[derive(Debug, Default)]
pub struct Outline {
    /// The title, its lines put together.
    pub title: Option<TextLine>,
    /// How many pieces stand before the title; the lead begins behind it.
    pub before: usize,
    /// Where the lead begins.
    pub lead: usize,
    /// The sections, in their order.
    pub sections: Vec<FoundSection>,
    /// Where the report ends.
    pub end: usize,
}

/// A section of a report.
#[derive(Debug)]
pub struct FoundSection {
    /// Which of the standard's.
    pub index: usize,
    /// Its heading's piece.
    pub heading: usize,
    /// What goes on in the heading's line.
    pub rest: String,
    /// Where it ends.
    pub end: usize,
}

/// Parts a report.
pub fn outline(pieces: &[DocumentPiece], standard: &Standard, words: &PageWords) -> Outline {
    let mut sections = sections(pieces, standard, words);
    let first_table = pieces.iter().position(|piece| matches!(piece, DocumentPiece::Grid(_)));
    let head = sections.first().map_or(first_table.unwrap_or(pieces.len()), |s| s.heading);
    let title = title(&pieces[..head], words);
    let end = end(pieces, sections.last().map_or(head, |section| section.heading + 1), words);
    for at in 0..sections.len() {
        sections[at].end = sections.get(at + 1).map_or(end, |next| next.heading);
    }
    let before = title.as_ref().map_or(0, |title| title.first);
    let lead = title.as_ref().map_or(0, |title| title.first + title.lines);
    Outline { title: title.map(|title| title.passage), before, lead, sections, end }
}

/// The sections whose headings stand in the official order; of a heading that is there twice,
/// as in a table of contents, the later one.
fn sections(pieces: &[DocumentPiece], standard: &Standard, words: &PageWords) -> Vec<FoundSection> {
    let heads: Vec<FoundSection> = pieces
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| {
            let DocumentPiece::TextLine(passage) = piece else { return None };
            let (index, rest) = heading(passage, standard, words)?;
            Some(FoundSection { index, heading: at, rest, end: pieces.len() })
        })
        .collect();
    // The longest run of headings in their order from each one on.
    let mut longest = vec![(1, None); heads.len()];
    for at in (0..heads.len()).rev() {
        for next in (at + 1..heads.len()).rev() {
            if heads[next].index > heads[at].index && longest[next].0 + 1 > longest[at].0 {
                longest[at] = (longest[next].0 + 1, Some(next));
            }
        }
    }
    let mut next = (0..heads.len()).rev().max_by_key(|at| (longest[*at].0, *at));
    let mut chosen = Vec::new();
    let mut heads: Vec<Option<FoundSection>> = heads.into_iter().map(Some).collect();
    while let Some(at) = next {
        chosen.extend(heads[at].take());
        next = longest[at].1;
    }
    chosen
}

/// Which section a line heads, and what goes on in the line.
pub fn heading(
    passage: &TextLine,
    standard: &Standard,
    words: &PageWords,
) -> Option<(usize, String)> {
    let line = passage.text.trim().trim_matches('*').trim();
    if line.contains('\t') {
        return None;
    }
    let (number, text) = numbered(line);
    let mut best: Option<(usize, usize)> = None;
    for (index, section) in standard.sections.iter().enumerate() {
        for name in names(standard, section, words) {
            if let Some(rest) = behind_name(text, name)
                && ends_heading(rest, number != HeadingNumber::None)
            {
                let rest =
                    rest.trim_start_matches(|c: char| c.is_whitespace() || "。：:．.".contains(c));
                return Some((index, rest.to_owned()));
            }
            let own = number == HeadingNumber::Of(index);
            let alike = alike(text, name) + if own { ALIKE - ALIKE_NUMBERED } else { 0 };
            if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, index));
            }
        }
    }
    let short = line.chars().take(MAX_HEADING + 1).count() <= MAX_HEADING;
    // A table of contents has a page's number behind each.
    let counted = line.ends_with(|c: char| c.is_ascii_digit());
    let plain = short && !counted && !line.contains(['。', '；', '，']);
    let plain = plain && number != HeadingNumber::None;
    best.filter(|_| plain).map(|(_, index)| (index, String::new()))
}

/// What a section may be called.
fn names<'w>(
    standard: &'w Standard,
    section: &'w Section,
    words: &'w PageWords,
) -> impl Iterator<Item = &'w str> {
    let table = section.table.map(|table| &standard.tables[table].key);
    let others = section.text.as_ref().or(table).and_then(|key| words.heads.get(key));
    let others = others.into_iter().flatten().map(String::as_str);
    std::iter::once(bare(&section.label)).chain(others)
}

/// The number of a heading: 一、 or 第一部分.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadingNumber {
    /// There is none.
    None,
    /// Only its mark is left.
    Lost,
    /// That of the section with this index.
    Of(usize),
}

/// The number of a heading, and the words behind it.
fn numbered(line: &str) -> (HeadingNumber, &str) {
    if let Some(rest) = line.strip_prefix(['、', '．']) {
        return (HeadingNumber::Lost, rest.trim_start());
    }
    let part = line.strip_prefix('第').and_then(|rest| rest.split_once("部分"));
    let split = part.or_else(|| {
        let end = line.find(|c: char| !"一二三四五六七八九十".contains(c))?;
        let rest = line[end..].trim_start();
        let mark = rest.chars().next()?;
        let spaced = rest.len() < line[end..].len();
        let rest = if "、．.，,:：".contains(mark) { &rest[mark.len_utf8()..] } else { rest };
        (spaced || "、．.，,:：".contains(mark)).then_some((&line[..end], rest))
    });
    match split {
        Some((number, rest)) if !number.is_empty() => {
            let index = narrative::value(number).and_then(|value| value.checked_sub(1));
            let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "、：:".contains(c));
            (index.map_or(HeadingNumber::Lost, |index| HeadingNumber::Of(index as usize)), rest)
        }
        _ => (HeadingNumber::None, line),
    }
}

/// What stands behind a name that a text begins with, blanks and marks apart.
fn behind_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let folded: Vec<char> = fold(name).chars().collect();
    let mut expected = folded.iter().peekable();
    for (at, c) in text.char_indices() {
        let Some(&&next) = expected.peek() else { return Some(&text[at..]) };
        if c == next {
            expected.next();
        } else if !c.is_whitespace() && !"（）()、，,".contains(c) {
            return None;
        }
    }
    expected.peek().is_none().then_some("")
}

/// Whether what stands behind a name leaves it a heading: nothing, or the text that follows.
fn ends_heading(rest: &str, numbered: bool) -> bool {
    rest.trim().is_empty()
        || numbered
            && rest.starts_with([' ', '\u{3000}', '。', '：', ':', '（'])
            && !rest.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// How alike a text is to a name, in percent.
fn alike(text: &str, name: &str) -> usize {
    if text.chars().take(MAX_HEADING + 1).count() > MAX_HEADING {
        return 0;
    }
    let (text, name) = (fold(text), fold(name));
    (strsim::normalized_damerau_levenshtein(&text, &name) * 100.0) as usize
}

/// The lines of a title.
struct TitleLines {
    passage: TextLine,
    first: usize,
    lines: usize,
}

/// The title among the pieces before the first heading: the last line that may be one, or the
/// last few lines that make one.
fn title(pieces: &[DocumentPiece], words: &PageWords) -> Option<TitleLines> {
    let passage = |piece: &DocumentPiece| match piece {
        DocumentPiece::TextLine(passage) => Some(passage.clone()),
        _ => None,
    };
    for lines in 1..=TITLE_LINES {
        for first in (0..(pieces.len() + 1).saturating_sub(lines)).rev() {
            let parts: Option<Vec<TextLine>> =
                pieces[first..first + lines].iter().map(passage).collect();
            let Some(parts) = parts else { continue };
            let text: String = parts.iter().map(|part| part.text.trim()).collect();
            if is_title(&text, words) {
                if let Some(above) =
                    first.checked_sub(1).and_then(|at| named_above(&pieces[at], &text, words))
                {
                    let text = format!("{}{text}", above.text.trim());
                    let passage = TextLine { text, ..above };
                    return Some(TitleLines { passage, first: first - 1, lines: lines + 1 });
                }
                let passage = TextLine { text, ..parts[0].clone() };
                return Some(TitleLines { passage, first, lines });
            }
        }
    }
    None
}

/// The line above a title that names no agency, where it does.
fn named_above(piece: &DocumentPiece, title: &str, words: &PageWords) -> Option<TextLine> {
    let DocumentPiece::TextLine(above) = piece else { return None };
    let text = above.text.trim();
    let names = text.ends_with("关于") || words.is_agency(text);
    (names && of_title(title).agency.is_empty() && !is_prose(text)).then(|| above.clone())
}

/// Whether a text may be a report's title.
pub fn is_title(text: &str, words: &PageWords) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_end_matches(['）', ')']);
    plain.chars().take(MAX_TITLE + 1).count() <= MAX_TITLE
        && !plain.contains(['。', '：', ':', '《', '>', '，', '；'])
        && words.title.iter().any(|word| plain.contains(word.as_str()))
        && words.title_ends.iter().any(|word| plain.ends_with(word.as_str()))
}

/// Where the report ends: before the page's own lines behind the last section.
fn end(pieces: &[DocumentPiece], from: usize, words: &PageWords) -> usize {
    let is_own = |piece: &DocumentPiece| match piece {
        DocumentPiece::TextLine(passage) => {
            words.is_furniture(passage.text.trim()) && !is_prose(&passage.text)
        }
        DocumentPiece::Grid(_) | DocumentPiece::Picture => false,
    };
    let behind = pieces[from.min(pieces.len())..].iter().position(is_own);
    behind.map_or(pieces.len(), |at| from + at)
}

/// Whether a line is of a text and no label, fact or caption.
pub fn is_prose(line: &str) -> bool {
    line.contains('。') || line.chars().take(PROSE).count() == PROSE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::At;
    use crate::standard::builtin;

    fn check(line: &str, expected: Option<(usize, &str)>) {
        let standard = builtin("2021").unwrap();
        let passage = TextLine { text: line.to_owned(), at: At::File, level: None };
        let found = heading(&passage, &standard, &PageWords::load());
        let found = found.as_ref().map(|(index, rest)| (*index, rest.as_str()));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn headings_numbered_or_not_and_with_slips() {
        check("一、总体情况", Some((0, "")));
        check("一 、 总 体 情 况", Some((0, "")));
        check("总体情况", Some((0, "")));
        check("第一部分 总体情况", Some((0, "")));
        check("二、主动公开情况", Some((1, "")));
        check("五、存在的主要问题和改进情况", Some((4, "")));
        check("、其他需要报告事项", Some((5, "")));
        check("六、其它需要报告的事项", Some((5, "")));
        check("一、总体情况 2023年，我局认真落实。", Some((0, "2023年，我局认真落实。")));
        check("一、总体情况。2023年，我局认真落实。", Some((0, "2023年，我局认真落实。")));
        check("四、政府信息公开行政复议、行政诉讼情况", Some((3, "")));
        check("四、政府信息公开行政复议和行政诉讼情况", Some((3, "")));
        check("四、结转下年度继续办理", None);
        check("一、本年新收政府信息公开申请数量", None);
        check("三、本年度办理结果", None);
        check("2.主动公开情况", None);
        check("（一）总体情况", None);
        check("一、总体情况......1", None);
        check("总体情况良好", None);
    }

    #[test]
    fn titles() {
        let is = |text: &str| is_title(text, &PageWords::load());
        assert!(is("某市某局 2023 年政府信息公开工作 年度报告"));
        assert!(is("某镇2020年政务公开工作情况汇报"));
        assert!(!is("公开年报") && !is("根据要求，现发布政府信息公开年度报告。"));
    }
}
