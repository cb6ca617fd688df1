//! 分别: words told first, and their numbers after them, one by one.

use super::super::super::frame::{Frame, FrameTerm};
use super::super::super::token::Piece;
use super::super::super::vocabulary::{TermKind, lists};
use super::super::clause::Clause;
use super::super::sentence::ClaimSentence;

/// The kinds of words that share out numbers, those that say most first.
const SHARED: [TermKind; 7] = [
    TermKind::Reason,
    TermKind::Outcome,
    TermKind::Act,
    TermKind::Applicant,
    TermKind::Result,
    TermKind::Column,
    TermKind::Subject,
];

/// What ends the words that are told before 分别.
const MARKS: &str = "，；：";

/// 新收、办结、结转分别为337件、334件和18件: the words for each number, if there are as many as
/// numbers.
pub(super) fn find_shares(clause: &Clause<'_>) -> Vec<Vec<FrameTerm>> {
    let sentence = clause.sentence;
    let mut before = clause.start..clause.at;
    let Some(each) = before.find(|&i| lists().one_by_one.begin(sentence.word(i))) else {
        return Vec::new();
    };
    if !Frame::of(sentence.tokens, each..clause.at).terms.is_empty() {
        return Vec::new();
    }
    let count = count_numbers(sentence, clause.at);
    let words = find_words(clause, each);
    for kind in SHARED {
        let positions = positions_of(&words, kind);
        if positions.len() == count {
            return share_out(&words, &positions);
        }
    }
    // What does not share out evenly is not understood: better no words than the wrong ones.
    vec![Vec::new(); count]
}

/// How many numbers stand one after the other from a token on.
fn count_numbers(sentence: &ClaimSentence<'_>, from: usize) -> usize {
    let mut count = 0;
    for token in &sentence.tokens[from..sentence.range.end] {
        match &token.kind {
            Piece::Quantity(..) => count += 1,
            Piece::Mark('、' | '，') => {}
            Piece::Word(_) if token.terms().all(|term| term.kind == TermKind::Filler) => {}
            _ => break,
        }
    }
    count
}

/// The words that are told before 分别.
fn find_words(clause: &Clause<'_>, each: usize) -> Vec<FrameTerm> {
    let sentence = clause.sentence;
    let paragraph = sentence.paragraph();
    let from = paragraph.clause_start(clause.before, each, MARKS);
    let words = Frame::of(sentence.tokens, from..each).terms;
    if !words.is_empty() || from == clause.before {
        return words;
    }
    // 内部事务、过程性信息居前两位，分别为21件和18件.
    let back = paragraph.clause_start(clause.before, from - 1, MARKS);
    Frame::of(sentence.tokens, back..from).terms
}

/// The tokens that have a meaning of a kind.
fn positions_of(words: &[FrameTerm], kind: TermKind) -> Vec<usize> {
    let mut positions = Vec::new();
    for word in words {
        if word.term.kind == kind && positions.last() != Some(&word.at) {
            positions.push(word.at);
        }
    }
    positions
}

/// For each token its meanings, and those that are said of all.
fn share_out(words: &[FrameTerm], positions: &[usize]) -> Vec<Vec<FrameTerm>> {
    let last = positions.last().copied().unwrap_or(0);
    let mut shares = Vec::new();
    for &at in positions {
        let mut share = Vec::new();
        // 行政处罚决定 is a subject and says what is counted.
        share.extend(words.iter().filter(|word| word.at == at));
        // 行政许可、行政处罚的处理决定数 is said of each.
        let common = words.iter().filter(|word| word.at > last);
        share.extend(common.filter(|word| word.term.kind == TermKind::Column));
        shares.push(share);
    }
    shares
}
