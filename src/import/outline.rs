//! How a published report is parted: page data, title, lead, the six sections, what stands behind.

use super::headings::{FoundHeading, HeadingStyle, Headings, find_numbered_section};
use super::pieces::{DocumentPiece, TextLine};
use super::title_lines::{TitleLines, find_title, is_title};
use super::words::PageWords;
use crate::narrative;

/// Sections that are found before other ways of numbering are tried.
const FEW_SECTIONS: usize = 3;
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
    /// The title of another report in the same document.
    pub other: Option<TextLine>,
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
pub fn find_outline(pieces: &[DocumentPiece], headings: &Headings, words: &PageWords) -> Outline {
    let mut sections = find_sections(pieces, headings);
    let head = match sections.first() {
        Some(section) => section.heading,
        None => find_first_table(pieces).unwrap_or(pieces.len()),
    };
    let title = find_title(&pieces[..head], words);
    let last = sections.last().map_or(head, |section| section.heading + 1);
    let end = find_end(pieces, last, words);
    for at in 0..sections.len() {
        sections[at].end = sections.get(at + 1).map_or(end, |next| next.heading);
    }
    let (before, lead) = match &title {
        Some(TitleLines { first, lines, .. }) => (*first, first + lines),
        None => (0, 0),
    };
    let other = find_other_report(pieces, lead, headings, words);
    Outline {
        title: title.map(|title| title.passage),
        before,
        lead,
        sections,
        end,
        other,
    }
}

fn find_first_table(pieces: &[DocumentPiece]) -> Option<usize> {
    let mut pieces = pieces.iter();
    pieces.position(|piece| matches!(piece, DocumentPiece::Grid(_)))
}

/// A heading that may be a section's, where it stands.
struct HeadingCandidate {
    found: FoundHeading,
    at: usize,
    /// How sure it is, and whether something stands below it.
    weight: usize,
}

/// The sections: the surest run of headings in the official order, the first where two are as
/// sure, and what stands between by its number alone.
fn find_sections(pieces: &[DocumentPiece], headings: &Headings) -> Vec<FoundSection> {
    let official = find_candidates(pieces, headings, HeadingStyle::Official);
    let mut sections = choose_best_run(official);
    if sections.len() < FEW_SECTIONS {
        let lower = choose_best_run(find_candidates(pieces, headings, HeadingStyle::Lower));
        if lower.len() >= FEW_SECTIONS {
            sections = lower;
        }
    }
    add_by_number(pieces, &mut sections, headings.count());
    sections
}

/// All lines that may head a section.
fn find_candidates(
    pieces: &[DocumentPiece],
    headings: &Headings,
    style: HeadingStyle,
) -> Vec<HeadingCandidate> {
    let mut candidates: Vec<HeadingCandidate> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let DocumentPiece::Line(passage) = piece else {
            continue;
        };
        let Some(found) = headings.find(passage, style) else {
            continue;
        };
        candidates.push(HeadingCandidate {
            weight: found.weight,
            found,
            at,
        });
    }
    // The lines of a table of contents have nothing below them.
    for index in 0..candidates.len() {
        let next = candidates
            .get(index + 1)
            .map_or(pieces.len(), |next| next.at);
        let below = &pieces[candidates[index].at + 1..next];
        if !candidates[index].found.rest.is_empty() || below.iter().any(is_content) {
            candidates[index].weight += 3;
        }
    }
    candidates
}

/// Whether a piece is what stands below headings.
fn is_content(piece: &DocumentPiece) -> bool {
    match piece {
        DocumentPiece::Line(passage) => is_prose(&passage.text),
        DocumentPiece::Grid(_) => true,
        DocumentPiece::Picture => false,
    }
}

/// The best run of candidates from one of them on.
#[derive(Clone, Copy, Default)]
struct BestRun {
    weight: usize,
    /// Which candidate comes next in it.
    next: Option<usize>,
}

/// The run of candidates in the official order that is surest altogether.
fn choose_best_run(candidates: Vec<HeadingCandidate>) -> Vec<FoundSection> {
    let mut best = vec![BestRun::default(); candidates.len()];
    for at in (0..candidates.len()).rev() {
        let mut run = BestRun::default();
        for (later, candidate) in candidates.iter().enumerate().skip(at + 1) {
            let follows = candidate.found.index > candidates[at].found.index;
            if follows && best[later].weight > run.weight {
                run.weight = best[later].weight;
                run.next = Some(later);
            }
        }
        run.weight += candidates[at].weight;
        best[at] = run;
    }
    let indices = (0..candidates.len()).rev();
    let mut next = indices.max_by_key(|at| best[*at].weight);
    let mut run = Vec::new();
    for (at, candidate) in candidates.into_iter().enumerate() {
        if next == Some(at) {
            let FoundHeading { index, rest, .. } = candidate.found;
            run.push(FoundSection {
                index,
                heading: candidate.at,
                rest,
                end: 0,
            });
            next = best[at].next;
        }
    }
    run
}

/// Puts in sections whose headings nobody knows, where a short line has just their number.
fn add_by_number(pieces: &[DocumentPiece], sections: &mut Vec<FoundSection>, count: usize) {
    if sections.len() < FEW_SECTIONS {
        return;
    }
    for index in 0..count {
        let Err(at) = sections.binary_search_by_key(&index, |section| section.index) else {
            continue;
        };
        let from = match at.checked_sub(1) {
            Some(before) => sections[before].heading + 1,
            None => 0,
        };
        let to = sections
            .get(at)
            .map_or(pieces.len(), |behind| behind.heading);
        let mut between = pieces[from..to].iter();
        if let Some(offset) = between.position(|piece| has_number(piece, index)) {
            let section = FoundSection {
                index,
                heading: from + offset,
                rest: String::new(),
                end: 0,
            };
            sections.insert(at, section);
        }
    }
}

/// Whether a piece is a short line with the number of a section.
fn has_number(piece: &DocumentPiece, index: usize) -> bool {
    match piece {
        DocumentPiece::Line(line) => find_numbered_section(line) == Some(index),
        _ => false,
    }
}

/// Where the report ends: before another title, or the page's own lines behind the last section.
fn find_end(pieces: &[DocumentPiece], from: usize, words: &PageWords) -> usize {
    let behind = &pieces[from.min(pieces.len())..];
    let other = behind.iter().position(|piece| is_other_title(piece, words));
    let behind = &behind[..other.unwrap_or(behind.len())];
    let told = match behind.iter().rposition(is_sentence) {
        Some(last) => last + 1,
        None => 0,
    };
    let mut rest = behind[told..].iter();
    match rest.position(|piece| is_of_page(piece, words)) {
        Some(at) => from + told + at,
        None => from + behind.len(),
    }
}

fn is_sentence(piece: &DocumentPiece) -> bool {
    matches!(piece, DocumentPiece::Line(line) if line.text.contains('。'))
}

/// Whether a piece is the page's own, and not of the report.
fn is_of_page(piece: &DocumentPiece, words: &PageWords) -> bool {
    let DocumentPiece::Line(line) = piece else {
        return false;
    };
    let text = line.text.trim();
    words.is_furniture(text) && !is_prose(text) && narrative::numbering(text).is_none()
}

fn is_other_title(piece: &DocumentPiece, words: &PageWords) -> bool {
    matches!(piece, DocumentPiece::Line(line) if is_title(&line.text, words))
}

/// The title of another report in the same document: one that has sections of its own.
fn find_other_report(
    pieces: &[DocumentPiece],
    lead: usize,
    headings: &Headings,
    words: &PageWords,
) -> Option<TextLine> {
    let later = pieces.iter().enumerate().skip(lead);
    let titles = later.filter(|(_, piece)| is_other_title(piece, words));
    for (at, piece) in titles.take(2) {
        let candidates = find_candidates(&pieces[at..], headings, HeadingStyle::Official);
        let has_sections = choose_best_run(candidates).len() >= FEW_SECTIONS;
        if has_sections && let DocumentPiece::Line(line) = piece {
            return Some(line.clone());
        }
    }
    None
}

/// Whether a line is of a text and no label, fact or caption.
pub fn is_prose(line: &str) -> bool {
    line.contains('。') || line.chars().take(PROSE).count() == PROSE
}

/// Whether a line is nothing but the number of a page.
pub fn is_page_number(line: &str) -> bool {
    let digits = line
        .trim()
        .trim_matches(|c: char| c.is_whitespace() || "-—–－·第页".contains(c));
    (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::At;
    use crate::standard::builtin;

    /// The sections that are found, by index and line, and where the report ends.
    fn check(lines: &[&str], expected: &[(usize, usize)], end: usize) {
        let lines_of_text = lines.iter().map(|text| (*text).to_owned());
        let pieces: Vec<DocumentPiece> = lines_of_text
            .map(|text| DocumentPiece::Line(TextLine::new(text, At::File)))
            .collect();
        let standard = builtin("2021").unwrap();
        let words = PageWords::load();
        let found = find_outline(&pieces, &Headings::of(&standard, words), words);
        let sections: Vec<(usize, usize)> = found
            .sections
            .iter()
            .map(|section| (section.index, section.heading))
            .collect();
        assert_eq!(
            (sections.as_slice(), found.end),
            (expected, end),
            "{lines:?}"
        );
    }

    #[test]
    fn sections_by_the_surest_run() {
        let text = "一段。";
        // A table of contents before, and one behind.
        let contents = [
            "一、总体情况",
            "二、主动公开政府信息情况",
            "五、存在的主要问题及改进情况",
        ];
        let body = [contents[0], text, contents[1], text, contents[2], text];
        check(
            &[&contents[..], &body[..]].concat(),
            &[(0, 3), (1, 5), (4, 7)],
            9,
        );
        check(
            &[&body[..], &contents[..]].concat(),
            &[(0, 0), (1, 2), (4, 4)],
            9,
        );
        // A heading that nobody knows, by its number; a bare one below a numbered one.
        let odd = [
            "一、总体情况",
            text,
            "总体情况",
            text,
            "二、主动公开政府信息情况",
            text,
        ];
        let rest = [
            "三、依申请公开情况",
            text,
            "五、困难和打算",
            text,
            "六、其他需要报告的事项",
            text,
        ];
        check(
            &[odd, rest].concat(),
            &[(0, 0), (1, 4), (2, 6), (4, 8), (5, 10)],
            12,
        );
        // Other ways to number.
        let lower = [
            "（一）总体情况",
            text,
            "（二）主动公开政府信息情况",
            text,
            "（三）其他需要报告的事项",
        ];
        check(&lower, &[(0, 0), (1, 2), (5, 4)], 5);
    }

    #[test]
    fn what_belongs_to_the_page_ends_the_report() {
        let report = [
            "一、总体情况",
            "一段。",
            "六、其他需要报告的事项",
            "二是打印服务",
            "没有收费。",
        ];
        let page = ["扫一扫在手机打开当前页", "打印 关闭"];
        check(&[&report[..], &page[..]].concat(), &[(0, 0), (5, 2)], 5);
        let other = [
            "某局2022年政府信息公开工作年度报告",
            "某局2021年政府信息公开工作年度报告",
        ];
        check(&[&report[..], &other[..]].concat(), &[(0, 0), (5, 2)], 5);
    }

    #[test]
    fn numbers_of_pages() {
        assert!(is_page_number("— 3 —") && is_page_number("-12-") && is_page_number("第3页"));
        assert!(!is_page_number("2023") && !is_page_number("3件"));
    }
}
