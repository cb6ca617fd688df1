//! Input made shorter as long as it still does what it was found for.

use std::time::{Duration, Instant};

use crate::mutate::package::{Part, packed, unpacked};

/// How long one input may take to be made shorter.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether an input still does it, for as long as patience lasts.
struct Judge<'a> {
    still: &'a mut dyn FnMut(&[u8]) -> bool,
    ends: Instant,
}

impl Judge<'_> {
    fn is_tired(&self) -> bool {
        Instant::now() > self.ends
    }

    fn holds(&mut self, data: &[u8]) -> bool {
        !self.is_tired() && (self.still)(data)
    }
}

/// A shorter input for which `still` holds, or the input itself.
pub fn minimised(data: &[u8], still: &mut dyn FnMut(&[u8]) -> bool) -> Vec<u8> {
    let ends = Instant::now() + PATIENCE;
    let mut judge = Judge { still, ends };
    match unpacked(data) {
        // Packed without compression it may no longer do it.
        Some(parts) if packed(&parts).is_some_and(|same| judge.holds(&same)) => {
            parted(parts, &mut judge).unwrap_or_else(|| data.to_vec())
        }
        _ => shortened(
            data.to_vec(),
            &mut |shorter: &[u8]| judge.holds(shorter),
            ends,
        ),
    }
}

/// A package with parts left out or made shorter.
fn parted(mut parts: Vec<Part>, judge: &mut Judge<'_>) -> Option<Vec<u8>> {
    let mut at = 0;
    while at < parts.len() {
        let part = parts.remove(at);
        if packed(&parts).is_some_and(|fewer| judge.holds(&fewer)) {
            continue;
        }
        parts.insert(at, part);
        at += 1;
    }
    for at in 0..parts.len() {
        let content = parts[at].content.clone();
        let ends = judge.ends;
        let mut holds = |shorter: &[u8]| {
            let mut tried = parts.clone();
            tried[at].content = shorter.to_vec();
            packed(&tried).is_some_and(|package| judge.holds(&package))
        };
        let shorter = shortened(content, &mut holds, ends);
        parts[at].content = shorter;
    }
    packed(&parts)
}

/// Leaves out halves, quarters and so on, as long as it holds.
fn shortened(mut data: Vec<u8>, holds: &mut dyn FnMut(&[u8]) -> bool, ends: Instant) -> Vec<u8> {
    let mut piece = data.len().div_ceil(2);
    while piece > 0 {
        let mut at = 0;
        while at < data.len() && Instant::now() < ends {
            let end = (at + piece).min(data.len());
            let shorter = [&data[..at], &data[end..]].concat();
            if holds(&shorter) {
                data = shorter;
            } else {
                at = end;
            }
        }
        piece = if piece == 1 { 0 } else { piece.div_ceil(2) };
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_is_left() {
        let data = b"all of this is of no use but for X and Y, it seems";
        let mut still = |data: &[u8]| data.contains(&b'X') && data.contains(&b'Y');
        assert_eq!(minimised(data, &mut still), b"XY");
    }

    #[test]
    fn a_package_stays_one() {
        let part = |name: &str, content: &[u8]| Part {
            name: name.to_owned(),
            content: content.to_vec(),
        };
        let package =
            packed(&[part("a.xml", b"<a/>"), part("b.xml", b"<b>X</b>")]).expect("a package");
        let mut still = |data: &[u8]| {
            unpacked(data)
                .is_some_and(|parts| parts.iter().any(|part| part.content.contains(&b'X')))
        };
        let left = unpacked(&minimised(&package, &mut still)).expect("a package");
        assert_eq!(left, [part("b.xml", b"X")]);
    }
}
