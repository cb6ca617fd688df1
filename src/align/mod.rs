//! Two sequences beside each other, within bounds: what is equal, and which of the
//! rest belong together because they are alike. It knows no reports and no files.

pub mod words;

use std::cmp::Ordering;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Items of both, behind what is equal at the start and before what is equal at the end; what is
/// beyond is not put side by side item by item. The work grows with the square of it, however
/// few items one of the two has.
const MAX_ITEMS: usize = 1_500;
/// Pairs of changed pieces that are tried; beyond that the order decides.
const MAX_TRIED: usize = 10_000;
/// Characters of a piece by which it is held to be like another.
const TELLING: usize = 1_000;

/// Stretches of two sequences that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlignedStretch {
    /// Whether both are the same.
    pub equal: bool,
    /// In the old sequence.
    pub old: Range<usize>,
    /// In the new sequence.
    pub new: Range<usize>,
}

/// The stretches of two sequences in order: those that are equal and those between them.
///
/// Of sequences that are too long only what is equal at both ends is found.
pub fn stretches<T: Hash + Ord>(old: &[T], new: &[T]) -> Vec<AlignedStretch> {
    let head = count_equal(old.iter(), new.iter());
    let tail = count_equal(old[head..].iter().rev(), new[head..].iter().rev());
    let before = &old[head..old.len() - tail];
    let after = &new[head..new.len() - tail];
    let mut stretches = Stretches::default();
    stretches.push(true, head, head);
    if before.len() + after.len() <= MAX_ITEMS {
        // Only what is equal is taken from the library: where it sees things come and go, its
        // ranges may overlap.
        for op in capture_diff_slices(Algorithm::Myers, before, after) {
            if op.tag() == DiffTag::Equal {
                let (old, new) = (op.old_range(), op.new_range());
                stretches.push(false, head + old.start, head + new.start);
                stretches.push(true, head + old.end, head + new.end);
            }
        }
    }
    stretches.push(false, old.len() - tail, new.len() - tail);
    stretches.push(true, old.len(), new.len());
    stretches.found
}

/// How many items of two sequences are equal before the first that is not.
fn count_equal<T: Eq>(old: impl Iterator<Item = T>, new: impl Iterator<Item = T>) -> usize {
    old.zip(new).take_while(|(a, b)| a == b).count()
}

/// Stretches as they are found, one behind the other.
#[derive(Default)]
struct Stretches {
    found: Vec<AlignedStretch>,
    /// Where the next one begins in each sequence.
    old: usize,
    new: usize,
}

impl Stretches {
    /// A stretch up to these items; none where it is empty in both.
    fn push(&mut self, equal: bool, old_end: usize, new_end: usize) {
        let old = self.old..old_end;
        let new = self.new..new_end;
        (self.old, self.new) = (old_end, new_end);
        if !old.is_empty() || !new.is_empty() {
            self.found.push(AlignedStretch { equal, old, new });
        }
    }
}

/// A piece of a sequence: only pieces of one kind can belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SequencePiece {
    kind: usize,
    key: String,
}

impl SequencePiece {
    /// A piece of a kind with what it says.
    pub fn new(kind: usize, key: String) -> Self {
        Self { kind, key }
    }
}

/// The indices of two pieces that belong together, or of one that has no other.
pub type AlignedPair = (Option<usize>, Option<usize>);

/// Puts two sequences beside each other; pieces that are at least so `alike` (from 0 to
/// 1) belong together though they differ.
pub fn align(a: &[SequencePiece], b: &[SequencePiece], alike: f64) -> Vec<AlignedPair> {
    let mut steps = Vec::new();
    for AlignedStretch { equal, old, new } in stretches(a, b) {
        if equal {
            steps.extend(old.zip(new).map(|(i, j)| (Some(i), Some(j))));
            continue;
        }
        for (i, j) in pair_changed(&a[old.clone()], &b[new.clone()], alike) {
            steps.push((i.map(|i| i + old.start), j.map(|j| j + new.start)));
        }
    }
    steps
}

/// The best way to pair pieces of which none are equal, in their order.
fn pair_changed(a: &[SequencePiece], b: &[SequencePiece], alike: f64) -> Vec<AlignedPair> {
    if a.len() * b.len() > MAX_TRIED {
        return pair_in_order(a, b);
    }
    let likeness = Likeness {
        old: a.iter().map(Grams::of).collect(),
        new: b.iter().map(Grams::of).collect(),
        least: alike,
    };
    // The most that can be had of what is left from here on.
    let mut best = vec![vec![0.0_f64; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let worth = likeness.worth(i, j);
            let pair = worth.map_or(0.0, |worth| worth + best[i + 1][j + 1]);
            best[i][j] = pair.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < a.len() && j < b.len() {
        let worth = likeness.worth(i, j);
        if worth.is_some_and(|worth| worth + best[i + 1][j + 1] >= best[i][j]) {
            steps.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j] {
            steps.push((Some(i), None));
            i += 1;
        } else {
            steps.push((None, Some(j)));
            j += 1;
        }
    }
    steps.extend((i..a.len()).map(|i| (Some(i), None)));
    steps.extend((j..b.len()).map(|j| (None, Some(j))));
    steps
}

/// Pieces at the same place of both belong together where they are of one kind.
fn pair_in_order(a: &[SequencePiece], b: &[SequencePiece]) -> Vec<AlignedPair> {
    let mut steps = Vec::new();
    for at in 0..a.len().max(b.len()) {
        match (a.get(at), b.get(at)) {
            (Some(old), Some(new)) if old.kind == new.kind => steps.push((Some(at), Some(at))),
            (old, new) => {
                steps.extend(old.map(|_| (Some(at), None)));
                steps.extend(new.map(|_| (None, Some(at))));
            }
        }
    }
    steps
}

/// How like the pieces of two sequences are to each other.
struct Likeness {
    old: Vec<Grams>,
    new: Vec<Grams>,
    /// Pieces that are less like do not belong together.
    least: f64,
}

impl Likeness {
    /// What a pair is worth; none where the two do not belong together.
    fn worth(&self, i: usize, j: usize) -> Option<f64> {
        let (old, new) = (&self.old[i], &self.new[j]);
        if old.kind != new.kind {
            return None;
        }
        Some(old.share(new)).filter(|share| *share >= self.least)
    }
}

/// The pairs of neighbouring characters of a piece, sorted.
struct Grams {
    kind: usize,
    pairs: Vec<[char; 2]>,
}

impl Grams {
    fn of(piece: &SequencePiece) -> Self {
        let mut pairs = Vec::new();
        let mut last = '\n';
        for c in piece.key.chars().take(TELLING) {
            pairs.push([last, c]);
            last = c;
        }
        pairs.push([last, '\n']);
        pairs.sort_unstable();
        Self {
            kind: piece.kind,
            pairs,
        }
    }

    /// The share of pairs of characters that two pieces have in common.
    fn share(&self, other: &Self) -> f64 {
        let (a, b) = (&self.pairs, &other.pairs);
        let (mut i, mut j, mut common) = (0, 0, 0_usize);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.cmp(y) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
            }
        }
        2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &[&str], b: &[&str], expected: &[AlignedPair]) {
        let pieces = |words: &[&str]| {
            words
                .iter()
                .map(|word| SequencePiece::new(0, (*word).to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(align(&pieces(a), &pieces(b), 0.4), expected);
    }

    #[test]
    fn changed_pieces_belong_together() {
        check(
            &["甲一二三", "乙"],
            &["甲一二四", "乙"],
            &[(Some(0), Some(0)), (Some(1), Some(1))],
        );
        check(
            &["甲", "乙一二三"],
            &["乙一二四"],
            &[(Some(0), None), (Some(1), Some(0))],
        );
        check(&["甲"], &["乙"], &[(Some(0), None), (None, Some(0))]);
        check(&[], &["乙"], &[(None, Some(0))]);
    }

    #[test]
    fn stretches_that_are_equal() {
        let shown = |old: &str, new: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            let text = |of: &[char], range: Range<usize>| of[range].iter().collect::<String>();
            let part = |s: AlignedStretch| {
                if s.equal {
                    text(&a, s.old)
                } else {
                    format!("[{}>{}]", text(&a, s.old), text(&b, s.new))
                }
            };
            stretches(&a, &b).into_iter().map(part).collect::<String>()
        };
        assert_eq!(shown("甲乙丙", "甲丁丙"), "甲[乙>丁]丙");
        assert_eq!(shown("", "甲"), "[>甲]");
        assert_eq!(shown("甲甲", "甲"), "甲[甲>]");
        let (long, other) = ("甲".repeat(5000), "乙".repeat(5000));
        assert_eq!(
            shown(&format!("丙{long}丁"), &format!("丙{other}丁")),
            format!("丙[{long}>{other}]丁")
        );
    }

    #[test]
    fn kinds_never_mix() {
        let (a, b) = (
            SequencePiece::new(0, "甲".into()),
            SequencePiece::new(1, "甲".into()),
        );
        assert_eq!(align(&[a], &[b], 0.0), [(Some(0), None), (None, Some(0))]);
    }
}
