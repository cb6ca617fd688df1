//! Which pieces of two sequences belong together: equal ones, then those that are alike.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Pairs of changed pieces that are tried; beyond that the order decides.
const MAX_TRIED: usize = 10_000;

/// A piece of a sequence: only pieces of one kind can belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Piece {
    kind: usize,
    key: String,
}

impl Piece {
    /// A piece of a kind with what it says.
    pub fn new(kind: usize, key: String) -> Self {
        Self { kind, key }
    }
}

/// The indices of two pieces that belong together, or of one that has no other.
pub(super) type Step = (Option<usize>, Option<usize>);

/// Puts two sequences beside each other; pieces that are at least so `alike` (from 0 to
/// 1) belong together though they differ.
pub(super) fn align(a: &[Piece], b: &[Piece], alike: f64) -> Vec<Step> {
    let mut steps = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                steps.extend((0..len).map(|i| (Some(old_index + i), Some(new_index + i))));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                steps.extend((old_index..old_index + old_len).map(|i| (Some(i), None)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                steps.extend((new_index..new_index + new_len).map(|i| (None, Some(i))));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let changed = changed(&a[old_index..old_index + old_len], &b[new_index..new_index + new_len], alike);
                let shift = |(x, y): Step| (x.map(|x| x + old_index), y.map(|y| y + new_index));
                steps.extend(changed.into_iter().map(shift));
            }
        }
    }
    steps
}

/// The best way to pair pieces of which none are equal, in their order.
fn changed(a: &[Piece], b: &[Piece], alike: f64) -> Vec<Step> {
    if a.len() * b.len() > MAX_TRIED {
        let only = |i: usize, n: usize| (i < n).then_some(i);
        let pair = |i: usize| a.get(i).zip(b.get(i)).is_some_and(|(x, y)| x.kind == y.kind);
        return (0..a.len().max(b.len()))
            .flat_map(|i| {
                let both = (only(i, a.len()), only(i, b.len()));
                if pair(i) { vec![both] } else { vec![(both.0, None), (None, both.1)] }
            })
            .filter(|step| *step != (None, None))
            .collect();
    }
    let (mine, theirs): (Vec<_>, Vec<_>) = (a.iter().map(grams).collect(), b.iter().map(grams).collect());
    let worth = |i: usize, j: usize| {
        if a[i].kind != b[j].kind {
            return None;
        }
        Some(likeness(&mine[i], &theirs[j])).filter(|likeness| *likeness >= alike)
    };
    // The most that can be had of what is left from here on.
    let mut best = vec![vec![0.0_f64; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let pair = worth(i, j).map_or(0.0, |worth| worth + best[i + 1][j + 1]);
            best[i][j] = pair.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < a.len() && j < b.len() {
        if worth(i, j).is_some_and(|worth| worth + best[i + 1][j + 1] >= best[i][j]) {
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

/// The pairs of neighbouring characters of a piece, sorted.
fn grams(piece: &Piece) -> Vec<(char, char)> {
    let framed = std::iter::once('\n').chain(piece.key.chars());
    let mut grams: Vec<(char, char)> = framed.zip(piece.key.chars().chain(['\n'])).collect();
    grams.sort_unstable();
    grams
}

/// The share of pairs of characters that two pieces have in common.
fn likeness(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &[&str], b: &[&str], expected: &[Step]) {
        let pieces = |words: &[&str]| words.iter().map(|word| Piece::new(0, (*word).to_owned())).collect::<Vec<_>>();
        assert_eq!(align(&pieces(a), &pieces(b), 0.4), expected);
    }

    #[test]
    fn changed_pieces_belong_together() {
        check(&["甲一二三", "乙"], &["甲一二四", "乙"], &[(Some(0), Some(0)), (Some(1), Some(1))]);
        check(&["甲", "乙一二三"], &["乙一二四"], &[(Some(0), None), (Some(1), Some(0))]);
        check(&["甲"], &["乙"], &[(Some(0), None), (None, Some(0))]);
        check(&[], &["乙"], &[(None, Some(0))]);
    }

    #[test]
    fn kinds_never_mix() {
        let (a, b) = (Piece::new(0, "甲".into()), Piece::new(1, "甲".into()));
        assert_eq!(align(&[a], &[b], 0.0), [(Some(0), None), (None, Some(0))]);
    }
}
