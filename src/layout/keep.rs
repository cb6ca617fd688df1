//! What stays together on a page: no line of a paragraph stands alone.

/// How many of a paragraph's `left` lines go on this page, which has room for
/// `room` lines; 0 where it must begin on the next.
///
/// `tail` lines behind the paragraph must stand on the page of its last two
/// lines, as a signature does. On a `fresh` page something always goes.
pub(super) fn lines_here(left: usize, room: usize, tail: usize, fresh: bool) -> usize {
    if left + tail <= room {
        return left;
    }
    let mut here = left.min(room);
    // The rest has two lines at least.
    if left - here < 2 {
        here = left.saturating_sub(2);
    }
    if here < 2 {
        here = 0;
    }
    if here == 0 && fresh {
        left.min(room).max(1)
    } else {
        here
    }
}

/// The lines that a paragraph of `count` lines has at least where it begins.
pub(super) fn first_lines(count: usize) -> usize {
    // Of three lines none can be parted.
    if count > 3 { 2 } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: usize, room: usize, tail: usize, expected: usize) {
        assert_eq!(
            lines_here(left, room, tail, false),
            expected,
            "{left} lines into {room}, {tail} behind"
        );
    }

    #[test]
    fn no_line_stands_alone() {
        check(5, 22, 0, 5);
        check(5, 5, 0, 5);
        check(5, 4, 0, 3);
        check(5, 3, 0, 3);
        check(5, 2, 0, 2);
        check(5, 1, 0, 0);
        check(4, 3, 0, 2);
        check(3, 2, 0, 0);
        check(2, 1, 0, 0);
        check(1, 0, 0, 0);
        for left in 2..60 {
            for room in 0..23 {
                let here = lines_here(left, room, 0, false);
                assert!(
                    here <= room && here != 1 && left - here != 1,
                    "{left} into {room}: {here}"
                );
            }
        }
    }

    #[test]
    fn a_signature_takes_two_lines_along() {
        check(5, 8, 3, 5);
        check(5, 7, 3, 3);
        check(5, 5, 3, 3);
        check(3, 4, 3, 0);
        check(1, 3, 3, 0);
        assert_eq!(lines_here(1, 22, 30, true), 1);
    }
}
