//! Two sequences beside each other, within bounds.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Items of the one times items of the other; what is beyond is not put side by side item by item.
const MAX_WORK: usize = 16_000_000;

/// Stretches of two sequences that belong together.
pub(super) struct Aligned {
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
pub(super) fn align<T: Hash + Ord>(old: &[T], new: &[T]) -> Vec<Aligned> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) = (head..old.len() - tail, head..new.len() - tail);
    let mut found = Vec::new();
    let mut push = |equal, old: Range<usize>, new: Range<usize>| {
        if !old.is_empty() || !new.is_empty() {
            found.push(Aligned { equal, old, new });
        }
    };
    push(true, 0..head, 0..head);
    if before.len().saturating_mul(after.len()) > MAX_WORK {
        push(false, before.clone(), after.clone());
    } else {
        for op in capture_diff_slices(Algorithm::Myers, &old[before.clone()], &new[after.clone()]) {
            let (tag, from, to) = op.as_tag_tuple();
            let shifted = |range: Range<usize>| range.start + head..range.end + head;
            push(tag == DiffTag::Equal, shifted(from), shifted(to));
        }
    }
    push(true, before.end..old.len(), after.end..new.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &str) {
        let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let text = |of: &[char], range: Range<usize>| of[range].iter().collect::<String>();
        let shown = align(&a, &b).into_iter().map(|part| {
            if part.equal { text(&a, part.old) } else { format!("[{}>{}]", text(&a, part.old), text(&b, part.new)) }
        });
        assert_eq!(shown.collect::<String>(), expected);
    }

    #[test]
    fn what_belongs_together() {
        check("甲乙丙", "甲丁丙", "甲[乙>丁]丙");
        check("甲乙", "甲乙", "甲乙");
        check("", "甲", "[>甲]");
        check("甲甲", "甲", "甲[甲>]");
        let (long, other) = ("甲".repeat(5000), "乙".repeat(5000));
        check(&format!("丙{long}丁"), &format!("丙{other}丁"), &format!("丙[{long}>{other}]丁"));
    }
}
