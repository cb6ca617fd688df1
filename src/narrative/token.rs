//! A line of text as words, numbers and marks, each with its place.

use std::ops::Range;

use rust_decimal::Decimal;

use super::numeral::{Nearness, Number, number};
use super::vocabulary::{Measure, Term, TermKind, Vocabulary, lists};
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

    /// What the word may mean; nothing for other pieces.
    pub fn terms(&self) -> impl Iterator<Item = &'static Term> + use<> {
        let senses = if let Piece::Word(senses) = self.kind {
            senses
        } else {
            &[]
        };
        senses
            .iter()
            .map(|&sense| &Vocabulary::builtin().terms[sense])
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

/// Marks that stay as wide as they are.
static KEPT_WIDE: CharSet = CharSet::of("，：；（）？！～");
/// Quotation marks and stars, which say nothing of numbers.
static PASSED_BY: CharSet = CharSet::of("“”\"‘’*");
/// Marks that part what is said.
static MARKS: CharSet = CharSet::of("，、。；：？！（）〔〕【】");

/// Characters of a title in 《》; what is longer has lost its closing mark.
const MAX_TITLE: usize = 150;

/// The characters of a line without blanks and quotation marks, digits and letters in half width, with the bytes of each.
#[derive(Default)]
struct Glyphs {
    chars: Vec<char>,
    bytes: Vec<Range<usize>>,
}

impl Glyphs {
    fn of(text: &str) -> Self {
        let mut glyphs = Self::default();
        let mut before = ' ';
        let mut rest = text.char_indices().peekable();
        while let Some((byte, c)) = rest.next() {
            let after = rest.peek().map_or(' ', |(_, c)| *c);
            let bytes = byte..byte + c.len_utf8();
            let c = match c {
                '！'..='～' if !KEPT_WIDE.contains(c) => {
                    char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
                }
                '(' => '（',
                ')' => '）',
                ':' => '：',
                ';' => '；',
                ',' if !(before.is_ascii_digit() && after.is_ascii_digit()) => '，',
                _ => c,
            };
            // Blanks inside Latin text part words; others are slips, and 7. 2020年 is no decimal.
            let parts = before.is_ascii_graphic() && after.is_ascii_graphic();
            let blank = c.is_whitespace() && !parts;
            if !(blank || PASSED_BY.contains(c)) {
                glyphs.chars.push(c);
                glyphs.bytes.push(bytes);
            }
            before = c;
        }
        glyphs
    }

    fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.bytes[from].start..self.bytes[to - 1].end
    }
}

/// The ways in which a text names the agency: its names and what they end in, the longest first.
#[derive(Default)]
pub struct Names(Vec<Vec<char>>);

/// Characters of the shortest end of a name that still names its agency: 信访局.
const SHORTEST_NAME: usize = 3;

impl Names {
    /// Of an agency's full and short name.
    pub fn of(full: &str, short: &str) -> Self {
        let mut names = Vec::new();
        for name in [full, short] {
            let name: Vec<char> = name.chars().collect();
            let ends = (0..name.len()).filter(|from| name.len() - from >= SHORTEST_NAME);
            names.extend(ends.map(|from| name[from..].to_vec()));
        }
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Self(names)
    }

    fn at(&self, rest: &[char]) -> Option<usize> {
        self.0
            .iter()
            .find(|name| rest.starts_with(name))
            .map(Vec::len)
    }
}

/// Splits a line.
pub fn tokens(text: &str, names: &Names) -> Vec<Token> {
    let glyphs = Glyphs::of(text);
    let chars = &glyphs.chars;
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (length, kind, shown) = match names.at(&chars[at..]) {
            Some(length) => (length, Piece::Agency, length),
            None => piece(chars, at, tokens.last()),
        };
        let range = glyphs.range(at, at + shown);
        match (&kind, tokens.last_mut()) {
            (
                Piece::Plain(n),
                Some(Token {
                    kind: Piece::Plain(before),
                    range: r,
                }),
            ) => {
                *before += n;
                r.end = range.end;
            }
            _ => tokens.push(Token { kind, range }),
        }
        at += length;
    }
    measure_bare_numbers(&mut tokens);
    tokens
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
    let follows = at.checked_sub(1).is_some_and(|before| {
        tokens[before]
            .terms()
            .any(|term| !term.table.is_empty() && term.kind != TermKind::Subject)
    });
    let ends = tokens
        .get(at + 1)
        .is_none_or(|next| next.is_mark("，、；。（）"));
    follows && ends && !number.in_words && number.unit == Decimal::ONE
}

/// The piece at a position: how many characters it takes, what it is, and how many of them are shown as its place.
fn piece(chars: &[char], at: usize, before: Option<&Token>) -> (usize, Piece, usize) {
    let rest = &chars[at..];
    let c = rest[0];
    if c == '《' {
        let end = rest
            .iter()
            .take(MAX_TITLE)
            .position(|c| *c == '》')
            .map_or(1, |i| i + 1);
        return (end, Piece::Title, end);
    }
    // A number that goes on from letters or digits is a code: 2019-467, 〔2020〕109号, 12345.
    let code = at > 0
        && (chars[at - 1].is_ascii_alphanumeric()
            || "-—./".contains(chars[at - 1]) && at > 1 && chars[at - 2].is_ascii_digit());
    if let Some(found) = in_words(rest) {
        return found;
    }
    // 1—6月 is a stretch of months all the same.
    let code = code && number(rest).is_none_or(|(length, _)| rest.get(length) != Some(&'月'));
    let word = Vocabulary::builtin().word(rest);
    // 第三十九条 counts nothing.
    let ordinal = at > 0 && chars[at - 1] == '第';
    if ordinal && let Some((length, found)) = number(rest) {
        return (length, Piece::Number(found), length);
    }
    if !code && let Some((length, found)) = number(rest) {
        // 三类内部事务信息 is a word, no number.
        let longer = |taken: usize| found.in_words && word.is_some_and(|(l, _)| l > taken);
        if let Some(piece) =
            numeric(rest, length, found, before).filter(|(taken, ..)| !longer(*taken))
        {
            return piece;
        }
        if !found.in_words && word.is_none_or(|(l, _)| l < length) {
            return (length, Piece::Number(found), length);
        }
    }
    let slipped = Vocabulary::builtin().slipped_word(rest);
    let longer = slipped.filter(|(length, _)| word.is_none_or(|(known, _)| known + 2 < *length));
    if let Some((length, terms)) = longer.or(word) {
        return (length, Piece::Word(terms), length);
    }
    if MARKS.contains(c) {
        return (1, Piece::Mark(c), 1);
    }
    (1, Piece::Plain(1), 1)
}

/// 百分之九十六, and 百分点 behind a number that is no percentage.
fn in_words(rest: &[char]) -> Option<(usize, Piece, usize)> {
    if rest.starts_with(&['百', '分', '点']) {
        return Some((3, Piece::Points(None), 3));
    }
    if let Some(found) = spoken_percentage(rest) {
        return Some(found);
    }
    let behind = rest.strip_prefix(&['百', '分', '之'])?;
    let (length, found) = number(behind)?;
    Some((length + 3, Piece::Percent(found), length + 3))
}

/// 三分之一, 过半, 翻了一番: percentages in words, exact to ten.
fn spoken_percentage(rest: &[char]) -> Option<(usize, Piece, usize)> {
    let words = lists();
    let spoken = |value: Decimal, bound: Nearness| {
        Piece::Percent(Number {
            value,
            unit: Decimal::TEN,
            bound,
            in_words: true,
        })
    };
    let starts = |word: &str| {
        word.chars()
            .eq(rest.iter().copied().take(word.chars().count()))
    };
    if let Some(word) = words.half.iter().find(|word| starts(word)) {
        let length = word.chars().count();
        return Some((length, spoken(Decimal::from(50), Nearness::Over), length));
    }
    if let Some(word) = words.doubled.iter().find(|word| starts(word)) {
        let length = word.chars().count();
        return Some((
            length,
            spoken(Decimal::ONE_HUNDRED, Nearness::Exact),
            length,
        ));
    }
    let (length, whole) = number(rest).filter(|(_, found)| found.in_words)?;
    let behind = rest[length..].strip_prefix(&['分', '之'])?;
    let (own, part) = number(behind).filter(|(_, found)| found.in_words)?;
    let value = (part.value * Decimal::ONE_HUNDRED).checked_div(whole.value)?;
    let length = length + 2 + own;
    let is_share = value < Decimal::ONE_HUNDRED && whole.value < Decimal::TEN;
    is_share.then(|| (length, spoken(value, Nearness::Exact), length))
}

/// 四成 is 40 %, about; 一成不变 and 第二成员 are none.
fn tenths(
    length: usize,
    found: Number,
    before: Option<&Token>,
    next: Option<char>,
) -> Option<(usize, Piece, usize)> {
    let is_share = found.value < Decimal::TEN && found.in_words;
    let ends = next.is_none_or(|c| "，。；、（）左上以多".contains(c));
    let follows = before.is_some_and(|token| {
        let terms = [TermKind::Compare, TermKind::Part, TermKind::Filler];
        terms.iter().any(|kind| token.is(*kind)) || matches!(token.kind, Piece::Plain(_))
    });
    let value = Number {
        value: found.value * Decimal::TEN,
        unit: Decimal::TEN,
        ..found
    };
    (is_share && ends && follows).then_some((length + 1, Piece::Percent(value), length + 1))
}

/// What a number is by what follows it.
fn numeric(
    rest: &[char],
    length: usize,
    found: Number,
    before: Option<&Token>,
) -> Option<(usize, Piece, usize)> {
    let after = &rest[length..];
    let all = length + 1;
    // 5个百分点 is a difference of rates.
    if after.starts_with(&['个', '百', '分', '点']) {
        return Some((length + 4, Piece::Points(Some(found)), length + 4));
    }
    match after.first() {
        Some('%' | '％') => return Some((all, Piece::Percent(found), all)),
        Some('成') => return tenths(length, found, before, after.get(1).copied()),
        Some('年')
            if found.unit == 1.into()
                && (1949..=2100).contains(&i32::try_from(found.value).unwrap_or(0)) =>
        {
            let all = if after.get(1) == Some(&'度') {
                all + 1
            } else {
                all
            };
            return Some((
                all,
                Piece::Year(i32::try_from(found.value).ok()?),
                length + 1,
            ));
        }
        Some('月') if !found.in_words => {
            return Some((
                all,
                Piece::Month(u32::try_from(found.value).unwrap_or(0)),
                all,
            ));
        }
        _ => {}
    }
    let (measure_length, measure) = Vocabulary::builtin().measure(after)?;
    // 一件事, 一次性, 三类: idioms; 第十八次: an ordinal.
    let tail = after.get(measure_length);
    // 15个工作日 is a time.
    let behind = &after[measure_length..];
    let is_piece = after[..measure_length] == ['个'];
    if is_piece
        && [
            "部分",
            "方面",
            "问题",
            "环节",
            "阶段",
            "层面",
            "维度",
            "工作日",
            "月",
            "小时",
            "季度",
            "年",
        ]
        .iter()
        .any(|word| behind.starts_with(&word.chars().collect::<Vec<_>>()))
    {
        return Some((length + measure_length, Piece::Number(found), length));
    }
    let idiom =
        found.in_words && matches!(tail, Some('事' | '性' | '套' | '手' | '线' | '把' | '化'));
    let ordinal = matches!(
        before,
        Some(Token {
            kind: Piece::Plain(_),
            ..
        })
    ) && found.in_words
        && length == 1
        && found.value <= Decimal::ONE;
    if idiom || ordinal {
        return None;
    }
    Some((
        length + measure_length,
        Piece::Quantity(found, measure),
        length,
    ))
}

/// Reads words before a number that make it less exact, such as 近 and 约.
pub fn softened(number: Number, before: Option<char>, after: &str) -> Number {
    let bound = match before {
        Some('近') => Nearness::Under,
        Some('约') => Nearness::About,
        Some('超' | '逾' | '过') => Nearness::Over,
        _ if after.starts_with("左右") || after.starts_with("上下") => Nearness::About,
        _ if after.starts_with('余') || after.starts_with("以上") || after.starts_with('多') => {
            Nearness::Over
        }
        _ => number.bound,
    };
    Number { bound, ..number }
}
