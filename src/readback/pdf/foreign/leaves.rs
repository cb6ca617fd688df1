//! The pages of a file, with what they have from the groups that they stand in.

use std::collections::HashSet;
use std::rc::Rc;

use super::super::super::TOO_LARGE;
use super::geometry::{Bounds, Dot, Matrix};
use super::store::ObjectStore;
use super::value::{PdfEntries, PdfValue};
use crate::finding::Complaint;

/// Pages of a file; a report has twenty.
const MAX_PAGES: usize = 500;
/// How deep groups of pages may stand in each other.
const MAX_DEPTH: usize = 40;
/// The sides of a page for one that tells none, in points: A4.
const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];
/// The shortest and longest side that a page may have.
const SIDES: std::ops::Range<f32> = 10.0..20_000.0;

/// A page.
#[derive(Clone, Default)]
pub(super) struct PdfLeaf {
    pub entries: Rc<PdfEntries>,
    pub resources: Rc<PdfEntries>,
    media: Vec<f32>,
    crop: Vec<f32>,
    rotate: f32,
}

/// All pages, in order.
///
/// # Errors
/// When there are too many.
pub(super) fn leaves(store: &mut ObjectStore<'_>) -> Result<Vec<PdfLeaf>, Complaint> {
    let trailer = store.trailer.clone();
    let root = store.inner(&trailer, b"Root");
    let mut walk = LeafWalk {
        store,
        seen: HashSet::new(),
        leaves: Vec::new(),
    };
    if let Some(pages) = root.get(b"Pages".as_slice()) {
        walk.node(pages, &PdfLeaf::default(), 0)?;
    }
    if walk.leaves.is_empty() {
        // The tree of pages is broken: whatever says that it is a page counts.
        for number in walk.store.numbers() {
            let value = walk.store.object(number);
            if kind(walk.store, &value).as_deref() == Some(b"Page") {
                walk.node(&PdfValue::Reference(number), &PdfLeaf::default(), 0)?;
            }
        }
    }
    Ok(walk.leaves)
}

fn kind(store: &mut ObjectStore<'_>, value: &PdfValue) -> Option<Vec<u8>> {
    let entries = value.entries()?.clone();
    store.entry(&entries, b"Type").name().map(<[u8]>::to_vec)
}

struct LeafWalk<'s, 'a> {
    store: &'s mut ObjectStore<'a>,
    /// Groups and pages that were met: the file may lead in circles.
    seen: HashSet<u32>,
    leaves: Vec<PdfLeaf>,
}

impl LeafWalk<'_, '_> {
    fn node(&mut self, value: &PdfValue, above: &PdfLeaf, depth: usize) -> Result<(), Complaint> {
        if let PdfValue::Reference(number) = value
            && !self.seen.insert(*number)
        {
            return Ok(());
        }
        let Some(entries) = self.store.resolve(value).entries().cloned() else {
            return Ok(());
        };
        let store = &mut *self.store;
        let mut leaf = above.clone();
        if let PdfValue::Entries(resources) = store.entry(&entries, b"Resources") {
            leaf.resources = resources;
        }
        for (name, place) in [
            (b"MediaBox".as_slice(), &mut leaf.media),
            (b"CropBox", &mut leaf.crop),
        ] {
            let numbers = store.numbers_of(&entries, name);
            if numbers.len() == 4 {
                *place = numbers;
            }
        }
        if let Some(rotate) = store.entry(&entries, b"Rotate").number() {
            leaf.rotate = rotate;
        }
        let kids = store.list(&entries, b"Kids");
        if entries.contains_key(b"Kids".as_slice()) {
            for kid in kids.iter().filter(|_| depth < MAX_DEPTH) {
                self.node(kid, &leaf, depth + 1)?;
            }
        } else {
            leaf.entries = entries;
            self.leaves.push(leaf);
            if self.leaves.len() > MAX_PAGES {
                return Err(TOO_LARGE);
            }
        }
        Ok(())
    }
}

impl PdfLeaf {
    /// The matrix that brings the page the right way up, and its far corner.
    pub fn upright(&self) -> (Matrix, Dot) {
        let media = corners(&self.media).or_else(|| corners(&A4));
        let crop = corners(&self.crop);
        let Some(media) = media else {
            return (Matrix::default(), Dot::default());
        };
        let seen = crop.map_or(media, |crop| Bounds {
            left: crop.left.max(media.left),
            top: crop.top.max(media.top),
            right: crop.right.min(media.right),
            bottom: crop.bottom.min(media.bottom),
        });
        let sound = SIDES.contains(&seen.width()) && SIDES.contains(&seen.height());
        // `top` is the lower edge here, as PDF measures upwards.
        let Bounds {
            left,
            top: low,
            right,
            bottom: high,
        } = if sound { seen } else { media };
        let (width, height) = (right - left, high - low);
        let quarters = (self.rotate / 90.0).round().rem_euclid(4.0) as u8;
        match quarters {
            1 => (
                Matrix([0.0, 1.0, 1.0, 0.0, -low, -left]),
                Dot {
                    x: height,
                    y: width,
                },
            ),
            2 => (
                Matrix([-1.0, 0.0, 0.0, 1.0, right, -low]),
                Dot {
                    x: width,
                    y: height,
                },
            ),
            3 => (
                Matrix([0.0, -1.0, -1.0, 0.0, high, right]),
                Dot {
                    x: height,
                    y: width,
                },
            ),
            _ => (
                Matrix([1.0, 0.0, 0.0, -1.0, -left, high]),
                Dot {
                    x: width,
                    y: height,
                },
            ),
        }
    }
}

fn corners(numbers: &[f32]) -> Option<Bounds> {
    let [x0, y0, x1, y1] = numbers.try_into().ok()?;
    let out = Bounds::around([Dot { x: x0, y: y0 }, Dot { x: x1, y: y1 }])?;
    (SIDES.contains(&out.width()) && SIDES.contains(&out.height())).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rotate: f32, expected: (f32, f32)) {
        let media = vec![10.0, 20.0, 110.0, 220.0];
        let leaf = PdfLeaf {
            media,
            rotate,
            ..PdfLeaf::default()
        };
        let place = leaf.upright().0.place(20.0, 200.0);
        assert_eq!((place.x, place.y), expected, "{rotate}");
    }

    #[test]
    fn pages_are_brought_the_right_way_up() {
        check(0.0, (10.0, 20.0));
        check(90.0, (180.0, 10.0));
        check(180.0, (90.0, 180.0));
        check(-90.0, (20.0, 90.0));
    }
}
