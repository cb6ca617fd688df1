//! Glyphs put into rows, and rows read as text: which gaps are blanks, which part columns, and
//! which are only how a line was stretched.

use std::collections::{BTreeMap, HashMap};

use super::geometry::Dot;
use super::ink::Inked;
use super::letters::is_wide;

/// How far glyphs of one row may be apart in height, in parts of their size.
const LEVEL: f32 = 0.36;
/// The narrowest gap between two words, in parts of the size.
const WORD_GAP: f32 = 0.3;
/// The narrowest gap between two columns.
const COLUMN_GAP: f32 = 1.5;
/// How alike the gaps of a line are whose letters were drawn apart.
const ALIKE: f32 = 0.25;
/// How near each other the same glyph stands twice for a bold one.
const TWICE: f32 = 0.12;

/// The blank as wide as a Chinese letter.
const WIDE_BLANK: char = '\u{3000}';
/// The side of a square of the page within which the same glyph is looked for, in points.
const SQUARE: f32 = 4.0;

/// A stretch of a row between wide gaps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowPiece {
    pub text: String,
    pub left: f32,
    pub right: f32,
}

/// A row of text on a page.
#[derive(Clone, Debug)]
pub(super) struct TextRow {
    pub pieces: Vec<RowPiece>,
    /// Where its letters stand.
    pub base: f32,
    /// The size of most of its letters.
    pub size: f32,
}

impl TextRow {
    pub fn left(&self) -> f32 {
        self.pieces.first().map_or(0.0, |piece| piece.left)
    }

    pub fn right(&self) -> f32 {
        self.pieces.last().map_or(0.0, |piece| piece.right)
    }

    /// Whether it stands as far in from an edge as the first line of a paragraph does.
    pub fn is_indented(&self, edge: f32) -> bool {
        (1.4..2.8).contains(&((self.left() - edge) / self.size))
    }

    /// Its text, pieces parted by tabs.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        texts.join("\t")
    }
}

/// A square of the page with a glyph in it, by which the same glyph is looked for nearby.
#[derive(PartialEq, Eq, Hash)]
struct InkSquare {
    c: char,
    column: i32,
    row: i32,
}

impl InkSquare {
    fn of(glyph: &Inked) -> Self {
        Self {
            c: glyph.c,
            column: (glyph.at.x / SQUARE).floor() as i32,
            row: (glyph.at.y / SQUARE).floor() as i32,
        }
    }
}

/// Takes each glyph once that was drawn twice to look bold.
pub(super) fn once(glyphs: Vec<Inked>) -> Vec<Inked> {
    let mut seen: HashMap<InkSquare, Vec<Dot>> = HashMap::new();
    let mut out = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if glyph.c.is_whitespace() || !is_drawn_nearby(&glyph, &seen) {
            seen.entry(InkSquare::of(&glyph))
                .or_default()
                .push(glyph.at);
            out.push(glyph);
        }
    }
    out
}

/// Whether the same glyph was drawn so near that it shows once.
fn is_drawn_nearby(glyph: &Inked, seen: &HashMap<InkSquare, Vec<Dot>>) -> bool {
    let near = glyph.size * TWICE;
    let InkSquare { c, column, row } = InkSquare::of(glyph);
    // Neighbours lie in the same square of the page, or in one beside it.
    for column in column - 1..=column + 1 {
        for row in row - 1..=row + 1 {
            let places = seen.get(&InkSquare { c, column, row });
            let mut places = places.into_iter().flatten();
            if places
                .any(|dot| (dot.x - glyph.at.x).abs() < near && (dot.y - glyph.at.y).abs() < near)
            {
                return true;
            }
        }
    }
    false
}

/// The rows of glyphs, from above to below; blank ones are left out.
pub(super) fn rows(mut glyphs: Vec<Inked>) -> Vec<TextRow> {
    glyphs.sort_by(|a, b| a.at.y.total_cmp(&b.at.y));
    let mut groups: Vec<Vec<Inked>> = Vec::new();
    let mut largest = Inked::default();
    for glyph in glyphs {
        let far = glyph.at.y - largest.at.y > LEVEL * largest.size.max(glyph.size);
        if let Some(group) = groups.last_mut().filter(|_| !far) {
            if glyph.size > largest.size && !glyph.c.is_whitespace() {
                largest = glyph;
            }
            group.push(glyph);
        } else {
            largest = glyph;
            groups.push(vec![glyph]);
        }
    }
    groups.into_iter().filter_map(row).collect()
}

/// A row of glyphs; none where all are blanks.
fn row(mut glyphs: Vec<Inked>) -> Option<TextRow> {
    glyphs.sort_by(|a, b| a.at.x.total_cmp(&b.at.x));
    let mut letters: Vec<InkedLetter> = Vec::new();
    let mut blank = None;
    for glyph in &glyphs {
        if glyph.c.is_whitespace() {
            blank = Some(glyph.c);
            continue;
        }
        letters.push(InkedLetter::of(glyph, blank.take()));
    }
    let first = letters.first()?;
    let size = usual(&letters);
    let large = letters.iter().find(|letter| letter.size >= size * 0.9);
    let base = large.unwrap_or(first).base;
    let apart = is_drawn_apart(&letters);
    let mut pieces: Vec<RowPiece> = Vec::new();
    let mut before: Option<&InkedLetter> = None;
    for letter in &letters {
        let gap = before.map_or(RowGap::Column, |before| gap(before, letter, apart));
        match pieces.last_mut() {
            Some(piece) if gap != RowGap::Column => {
                if gap == RowGap::Word {
                    let is_wide_blank = letter.blank == Some(WIDE_BLANK);
                    piece
                        .text
                        .push(if is_wide_blank { WIDE_BLANK } else { ' ' });
                }
                piece.text.push(letter.c);
                piece.right = piece.right.max(letter.right);
            }
            _ => pieces.push(RowPiece {
                text: letter.c.into(),
                left: letter.left,
                right: letter.right,
            }),
        }
        before = Some(letter);
    }
    Some(TextRow { pieces, base, size })
}

/// A glyph that shows something.
struct InkedLetter {
    c: char,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    /// The blank before it.
    blank: Option<char>,
}

impl InkedLetter {
    fn of(glyph: &Inked, blank: Option<char>) -> Self {
        let Inked {
            c, at, lead, size, ..
        } = *glyph;
        let end = at.x + lead.x;
        Self {
            c,
            left: at.x.min(end),
            right: at.x.max(end),
            base: at.y,
            size,
            blank,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum RowGap {
    None,
    Word,
    Column,
}

/// What lies between two letters.
fn gap(before: &InkedLetter, letter: &InkedLetter, apart: bool) -> RowGap {
    let wide = (letter.left - before.right) / before.size.max(letter.size);
    let wides = [before, letter]
        .into_iter()
        .filter(|letter| is_wide(letter.c))
        .count();
    // A blank that takes no room between Chinese letters is none; a gap without one is a blank
    // only between others.
    let blank = letter.blank.is_some() && (wide > 0.05 || wides < 2);
    if apart && wide < MAX_APART {
        RowGap::None
    } else if wide >= COLUMN_GAP {
        RowGap::Column
    } else if blank || wide >= WORD_GAP && wides == 0 {
        RowGap::Word
    } else {
        RowGap::None
    }
}

/// The widest gap between letters that were drawn apart to fill a line.
const MAX_APART: f32 = 8.0;

/// Whether the letters of a row stand apart evenly, so that their gaps mean nothing.
fn is_drawn_apart(letters: &[InkedLetter]) -> bool {
    let gaps: Vec<f32> = letters
        .iter()
        .zip(letters.iter().skip(1))
        .map(|(a, b)| (b.left - a.right) / a.size.max(b.size))
        .collect();
    let (Some(least), Some(most)) = (
        gaps.iter().copied().min_by(f32::total_cmp),
        gaps.iter().copied().max_by(f32::total_cmp),
    ) else {
        return false;
    };
    let even = most - least <= ALIKE.max(0.12 * most);
    let wide = letters.iter().all(|letter| is_wide(letter.c));
    let plain = letters.iter().all(|letter| letter.blank.is_none());
    even && least >= WORD_GAP
        && (wide && letters.len() >= 2 || plain && letters.len() > 3 && most < 1.0)
}

/// The size of most letters.
fn usual(letters: &[InkedLetter]) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for letter in letters {
        *counts
            .entry((letter.size * 4.0).round() as i32)
            .or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|(size, count)| (*count, *size));
    most.map_or(1.0, |(size, _)| size as f32 / 4.0)
}

#[cfg(test)]
mod tests {

    use super::*;

    /// A row: letters, blanks for gaps of half a letter.
    fn glyphs(text: &str, size: f32, y: f32) -> Vec<Inked> {
        let mut x = 0.0;
        let mut out = Vec::new();
        for c in text.chars() {
            let width = if is_wide(c) { size } else { size / 2.0 };
            if c != '_' {
                let (at, lead) = (Dot { x, y }, Dot { x: width, y: 0.0 });
                out.push(Inked {
                    c,
                    at,
                    lead,
                    size,
                    ..Inked::default()
                });
            }
            x += width;
        }
        out
    }

    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = rows(glyphs(text, 10.0, 5.0))
            .iter()
            .map(TextRow::text)
            .collect();
        assert_eq!(shown.join("\n"), expected, "{text}");
    }

    #[test]
    fn gaps_are_blanks_or_columns() {
        check("甲乙12丙", "甲乙12丙");
        check("甲乙_丙丁", "甲乙丙丁");
        check("the_end", "the end");
        check("甲乙 丙丁", "甲乙 丙丁");
        check("甲乙____丙丁", "甲乙\t丙丁");
        check("12____3_4", "12\t3 4");
        check("甲____乙____丙", "甲乙丙");
        check("0____1____2", "0\t1\t2");
        check("  ", "");
    }

    #[test]
    fn rows_and_what_was_drawn_twice() {
        let mut all = glyphs("甲乙", 10.0, 20.0);
        all.extend(glyphs("丙丁", 10.0, 5.0));
        all.extend(glyphs("丙丁", 10.0, 5.5));
        let shown: Vec<String> = rows(once(all)).iter().map(TextRow::text).collect();
        assert_eq!(shown, ["丙丁", "甲乙"]);
    }
}
