//! How a published report is parted: page data, title, lead, the six sections, what stands behind.

use super::facts::of_title;
use super::headings::{FoundHeading, HeadingStyle, Headings, numbered_section};
use super::pieces::{DocumentPiece, TextLine};
use super::words::PageWords;
use crate::narrative;

/// Sections that are found before other ways of numbering are tried.
const FEW_SECTIONS: usize = 3;
/// Lines of the longest title, and its characters.
const TITLE_LINES: usize = 3;
const MAX_TITLE: usize = 80;
/// Characters of the longest remark in brackets behind a title.
const MAX_REMARK: usize = 12;
/// What files end in whose names are titles.
const EXTENSIONS: [&str; 4] = [".pdf", ".docx", ".doc", ".html"];
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
pub fn outline(pieces: &[DocumentPiece], headings: &Headings, words: &PageWords) -> Outline {
    let mut sections = sections(pieces, headings);
    let first_table = pieces
        .iter()
        .position(|piece| matches!(piece, DocumentPiece::Grid(_)));
    let head = sections
        .first()
        .map_or(first_table.unwrap_or(pieces.len()), |s| s.heading);
    let title = title(&pieces[..head], words);
    let last = sections.last().map_or(head, |section| section.heading + 1);
    let end = end(pieces, last, words);
    for at in 0..sections.len() {
        sections[at].end = sections.get(at + 1).map_or(end, |next| next.heading);
    }
    let before = title.as_ref().map_or(0, |title| title.first);
    let lead = title.as_ref().map_or(0, |title| title.first + title.lines);
    let other = other_report(pieces, lead, headings, words);
    Outline {
        title: title.map(|title| title.passage),
        before,
        lead,
        sections,
        end,
        other,
    }
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
fn sections(pieces: &[DocumentPiece], headings: &Headings) -> Vec<FoundSection> {
    let official = best_run(candidates(pieces, headings, HeadingStyle::Official));
    let mut sections = official;
    if sections.len() < FEW_SECTIONS {
        let lower = best_run(candidates(pieces, headings, HeadingStyle::Lower));
        if lower.len() >= FEW_SECTIONS {
            sections = lower;
        }
    }
    by_number(pieces, &mut sections, headings.count());
    sections
}

fn candidates(
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

fn is_content(piece: &DocumentPiece) -> bool {
    match piece {
        DocumentPiece::Line(passage) => is_prose(&passage.text),
        DocumentPiece::Grid(_) => true,
        DocumentPiece::Picture => false,
    }
}

/// The run of candidates in the official order that is surest altogether.
fn best_run(candidates: Vec<HeadingCandidate>) -> Vec<FoundSection> {
    // The weight of the best run from each one on, and which one comes next in it.
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); candidates.len()];
    for at in (0..candidates.len()).rev() {
        let mut next: (usize, Option<usize>) = (0, None);
        for (later, candidate) in candidates.iter().enumerate().skip(at + 1) {
            if candidate.found.index > candidates[at].found.index && best[later].0 > next.0 {
                next = (best[later].0, Some(later));
            }
        }
        best[at] = (candidates[at].weight + next.0, next.1);
    }
    let mut next = (0..candidates.len()).rev().max_by_key(|at| best[*at].0);
    let mut candidates: Vec<Option<HeadingCandidate>> = candidates.into_iter().map(Some).collect();
    let mut run = Vec::new();
    while let Some(at) = next {
        if let Some(HeadingCandidate {
            found: FoundHeading { index, rest, .. },
            at,
            ..
        }) = candidates[at].take()
        {
            run.push(FoundSection {
                index,
                heading: at,
                rest,
                end: 0,
            });
        }
        next = best[at].1;
    }
    run
}

/// Puts in sections whose headings nobody knows, where a short line has just their number.
fn by_number(pieces: &[DocumentPiece], sections: &mut Vec<FoundSection>, count: usize) {
    if sections.len() < FEW_SECTIONS {
        return;
    }
    for index in 0..count {
        let Err(at) = sections.binary_search_by_key(&index, |section| section.index) else {
            continue;
        };
        let from = at
            .checked_sub(1)
            .map_or(0, |before| sections[before].heading + 1);
        let to = sections
            .get(at)
            .map_or(pieces.len(), |behind| behind.heading);
        let has_number = |piece: &DocumentPiece| matches!(piece, DocumentPiece::Line(line) if numbered_section(line) == Some(index));
        if let Some(offset) = pieces[from..to].iter().position(has_number) {
            let heading = from + offset;
            sections.insert(
                at,
                FoundSection {
                    index,
                    heading,
                    rest: String::new(),
                    end: 0,
                },
            );
        }
    }
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
        DocumentPiece::Line(passage) => Some(passage.clone()),
        _ => None,
    };
    for lines in 1..=TITLE_LINES {
        for first in (0..(pieces.len() + 1).saturating_sub(lines)).rev() {
            let parts: Option<Vec<TextLine>> =
                pieces[first..first + lines].iter().map(passage).collect();
            let Some(parts) = parts else { continue };
            let text: String = parts.iter().map(|part| part.text.trim()).collect();
            if is_title(&text, words) {
                let passage = TextLine {
                    text,
                    ..parts[0].clone()
                };
                let above = first.checked_sub(1).map(|at| &pieces[at]);
                return Some(
                    match above.and_then(|piece| named_above(piece, &passage, words)) {
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
                    },
                );
            }
        }
    }
    None
}

/// The title with the line above it, where it names no agency and that line does.
fn named_above(piece: &DocumentPiece, title: &TextLine, words: &PageWords) -> Option<TextLine> {
    let DocumentPiece::Line(above) = piece else {
        return None;
    };
    let text = above.text.trim();
    let one = above.at == title.at && !matches!(above.at, crate::place::At::File);
    let names = one || text.ends_with("关于") || words.is_agency(text);
    let lacks = of_title(&title.text).agency.is_empty();
    let joined = format!("{text}{}", title.text);
    (names && lacks && !is_prose(text) && is_title(&joined, words)).then(|| TextLine {
        text: joined,
        ..above.clone()
    })
}

/// Whether a text may be a report's title.
pub fn is_title(text: &str, words: &PageWords) -> bool {
    let plain = bare_title(text);
    plain.chars().take(MAX_TITLE + 1).count() <= MAX_TITLE
        && !plain.contains(['。', '：', ':', '《', '>', '，', '；'])
        && words.title.iter().any(|word| plain.contains(word.as_str()))
        && words
            .title_ends
            .iter()
            .any(|word| plain.ends_with(word.as_str()))
}

/// A title without blanks, and without what stands behind it: a remark in brackets, an extension.
pub fn bare_title(text: &str) -> String {
    let mut plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(stem) = EXTENSIONS
        .iter()
        .find_map(|ending| plain.strip_suffix(ending))
    {
        plain = stem.to_owned();
    }
    let remark = plain
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rfind(['（', '(']));
    if let Some(at) = remark.filter(|at| plain[*at..].chars().count() <= MAX_REMARK) {
        plain.truncate(at);
    }
    plain
}

/// Where the report ends: before another title, or the page's own lines behind the last section.
fn end(pieces: &[DocumentPiece], from: usize, words: &PageWords) -> usize {
    let behind = &pieces[from.min(pieces.len())..];
    let is_sentence = |piece: &DocumentPiece| matches!(piece, DocumentPiece::Line(line) if line.text.contains('。'));
    let other = behind.iter().position(|piece| is_other_title(piece, words));
    let behind = &behind[..other.unwrap_or(behind.len())];
    let told = behind
        .iter()
        .rposition(is_sentence)
        .map_or(0, |last| last + 1);
    let is_own = |piece: &DocumentPiece| match piece {
        DocumentPiece::Line(line) => {
            let text = line.text.trim();
            words.is_furniture(text) && !is_prose(text) && narrative::numbering(text).is_none()
        }
        DocumentPiece::Grid(_) | DocumentPiece::Picture => false,
    };
    let own = behind[told..].iter().position(is_own).map(|at| told + at);
    from + own.unwrap_or(behind.len())
}

fn is_other_title(piece: &DocumentPiece, words: &PageWords) -> bool {
    matches!(piece, DocumentPiece::Line(line) if is_title(&line.text, words))
}

/// The title of another report in the same document: one that has sections of its own.
fn other_report(
    pieces: &[DocumentPiece],
    lead: usize,
    headings: &Headings,
    words: &PageWords,
) -> Option<TextLine> {
    let later = pieces.iter().enumerate().skip(lead);
    let titles = later.filter(|(_, piece)| is_other_title(piece, words));
    let has_sections = |at: usize| {
        let run = best_run(candidates(&pieces[at..], headings, HeadingStyle::Official));
        run.len() >= FEW_SECTIONS
    };
    let found = titles.take(2).find(|(at, _)| has_sections(*at));
    found.and_then(|(_, piece)| match piece {
        DocumentPiece::Line(line) => Some(line.clone()),
        _ => None,
    })
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

    #[test]
    fn titles() {
        let is = |text: &str| is_title(text, PageWords::load());
        assert!(is("某市某局 2023 年政府信息公开工作 年度报告"));
        assert!(is("某镇2020年政务公开工作情况汇报"));
        assert!(
            is("某局政府信息公开工作年度报告（2023年度）") && is("某局2023年政府信息公开年报.pdf")
        );
        assert!(!is("公开年报") && !is("根据要求，现发布政府信息公开年度报告。"));
    }

    /// The sections that are found, by index and line, and where the report ends.
    fn check(lines: &[&str], expected: &[(usize, usize)], end: usize) {
        let line = |text: &&str| {
            let text = (*text).to_owned();
            DocumentPiece::Line(TextLine {
                text,
                at: At::File,
                level: None,
            })
        };
        let pieces: Vec<DocumentPiece> = lines.iter().map(line).collect();
        let standard = builtin("2021").unwrap();
        let words = PageWords::load();
        let found = outline(&pieces, &Headings::of(&standard, words), words);
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
