//! A line of text as words, numbers and marks, each with its place.

mod glyphs;
mod numbers;

use std::ops::Range;

use rust_decimal::Decimal;

use glyphs::Glyphs;
pub use glyphs::Names;
pub use numbers::soften;

use super::numeral::{Number, read_number};
use super::vocabulary::{Measure, Term, TermKind, Vocabulary};
use crate::charset::CharSet;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: Piece,
    /// The bytes of the line that it covers.
    pub range: Range<usize>,
}

impl Token {
    /// Whether it is a word of this kind.
    pub fn is(&self, kind: TermKind) -> bool {
        self.terms().any(|term| term.kind == kind)
    }

    /// Whether it is a word of this table and kind.
    pub fn is_of(&self, table: &str, kind: TermKind) -> bool {
        self.terms().any(|term| term.is_of(table, kind))
    }

    /// Whether it says more of a table than that the text is about it.
    pub fn tells_cells(&self) -> bool {
        self.terms().any(Term::tells_cells)
    }

    /// What the word may mean; nothing for other pieces.
    pub fn terms(&self) -> impl Iterator<Item = &'static Term> + use<> {
        let senses = match self.kind {
            Piece::Word(senses) => senses,
            _ => &[],
        };
        let vocabulary = Vocabulary::builtin();
        senses.iter().map(|&sense| &vocabulary.terms[sense])
    }

    /// Whether it is a number with its measure.
    pub fn is_quantity(&self) -> bool {
        matches!(self.kind, Piece::Quantity(..))
    }

    /// Whether it is one of these marks.
    pub fn is_mark(&self, marks: &str) -> bool {
        matches!(self.kind, Piece::Mark(mark) if marks.contains(mark))
    }
}

/// What a piece of a line is.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A number with its measure, such as 774件; the range is the number's.
    Quantity(Number, Measure),
    /// A percentage: its value and one of its last digit; the range includes the sign.
    Percent(Number),
    /// 3.2个百分点: a difference of percentages; none where no number stands before.
    Points(Option<Number>),
    /// A calendar year.
    Year(i32),
    /// A month of the calendar.
    Month(u32),
    /// Another number.
    Number(Number),
    /// A word of the vocabulary: the indices of its terms.
    Word(&'static [usize]),
    /// A punctuation mark.
    Mark(char),
    /// A title in 《》, with its marks.
    Title,
    /// The agency's own name, or the end of it.
    Agency,
    /// Characters that the vocabulary does not know.
    Plain(usize),
}

/// Marks that part what is said.
static MARKS: CharSet = CharSet::of("，、。；：？！（）〔〕【】");

/// Characters of a title in 《》; what is longer has lost its closing mark.
const MAX_TITLE: usize = 150;

/// A piece found at a position of a line.
struct FoundPiece {
    /// How many characters it takes.
    length: usize,
    /// What it is.
    kind: Piece,
    /// How many of them are shown as its place.
    shown: usize,
}

impl FoundPiece {
    /// A piece that is shown as a whole.
    fn whole(length: usize, kind: Piece) -> Self {
        Self {
            length,
            kind,
            shown: length,
        }
    }
}

/// Splits a line.
pub fn split_line(text: &str, names: &Names) -> Vec<Token> {
    let glyphs = Glyphs::of(text);
    let chars = &glyphs.chars;
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let found = match names.length_at(&chars[at..]) {
            Some(length) => FoundPiece::whole(length, Piece::Agency),
            None => find_piece(chars, at, tokens.last()),
        };
        let token = Token {
            kind: found.kind,
            range: glyphs.range(at, at + found.shown),
        };
        push_or_join(&mut tokens, token);
        at += found.length;
    }
    measure_bare_numbers(&mut tokens);
    tokens
}

/// Adds a token; unknown characters one after the other are one token.
fn push_or_join(tokens: &mut Vec<Token>, token: Token) {
    if let Piece::Plain(more) = token.kind
        && let Some(last) = tokens.last_mut()
        && let Piece::Plain(length) = &mut last.kind
    {
        *length += more;
        last.range.end = token.range.end;
    } else {
        tokens.push(token);
    }
}

/// Gives a number without a measure that of the number before it, where it stands behind a word of
/// the tables as the others of its list do: 予以公开18件，部分公开7，不予公开5件.
fn measure_bare_numbers(tokens: &mut [Token]) {
    let mut measure = None;
    for at in 0..tokens.len() {
        match tokens[at].kind {
            Piece::Quantity(_, own @ Measure::Things(_)) => measure = Some(own),
            Piece::Mark('。') => measure = None,
            Piece::Number(number) if counts_bare(tokens, at, number) => {
                if let Some(measure) = measure {
                    tokens[at].kind = Piece::Quantity(number, measure);
                }
            }
            _ => {}
        }
    }
}

/// Whether a number without a measure stands between a word of the tables and a mark.
fn counts_bare(tokens: &[Token], at: usize, number: Number) -> bool {
    let follows = at > 0 && tokens[at - 1].tells_cells();
    let next = tokens.get(at + 1);
    let ends = next.is_none_or(|next| next.is_mark("，、；。（）"));
    follows && ends && !number.in_words && number.unit == Decimal::ONE
}

/// The piece at a position.
fn find_piece(chars: &[char], at: usize, before: Option<&Token>) -> FoundPiece {
    let rest = &chars[at..];
    let c = rest[0];
    if c == '《' {
        return FoundPiece::whole(title_length(rest), Piece::Title);
    }
    let numeral = read_number(rest);
    if let Some(found) = numbers::find_in_words(rest, numeral) {
        return found;
    }
    let vocabulary = Vocabulary::builtin();
    let word = vocabulary.word(rest);
    let word_length = word.map_or(0, |word| word.length);
    if let Some(numeral) = numeral
        && let Some(found) = numbers::find(chars, at, numeral, word_length, before)
    {
        return found;
    }
    let slipped = vocabulary.slipped_word(rest);
    let longer = slipped.filter(|slipped| word.is_none_or(|word| word.length + 2 < slipped.length));
    if let Some(word) = longer.or(word) {
        return FoundPiece::whole(word.length, Piece::Word(word.senses));
    }
    if MARKS.contains(c) {
        return FoundPiece::whole(1, Piece::Mark(c));
    }
    FoundPiece::whole(1, Piece::Plain(1))
}

/// Characters of a title with its marks; the opening mark alone where no other is near.
fn title_length(rest: &[char]) -> usize {
    let close = rest.iter().take(MAX_TITLE).position(|c| *c == '》');
    close.map_or(1, |close| close + 1)
}
