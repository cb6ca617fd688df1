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
pub(super) fn find_leaves(store: &mut ObjectStore<'_>) -> Result<Vec<PdfLeaf>, Complaint> {
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
            if is_page(walk.store, &value) {
                walk.node(&PdfValue::Reference(number), &PdfLeaf::default(), 0)?;
            }
        }
    }
    Ok(walk.leaves)
}

/// Whether an object says that it is a page.
fn is_page(store: &mut ObjectStore<'_>, value: &PdfValue) -> bool {
    match value.entries().cloned() {
        Some(entries) => store.entry(&entries, b"Type").name() == Some(b"Page"),
        None => false,
    }
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
        leaf.media = sides(store, &entries, b"MediaBox").unwrap_or(leaf.media);
        leaf.crop = sides(store, &entries, b"CropBox").unwrap_or(leaf.crop);
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

/// The four numbers of a box that a page has of its own.
fn sides(store: &mut ObjectStore<'_>, entries: &PdfEntries, name: &[u8]) -> Option<Vec<f32>> {
    let numbers = store.numbers_of(entries, name);
    (numbers.len() == 4).then_some(numbers)
}

/// A page as it is looked at: what brings it the right way up, and how large it is then.
pub(super) struct UprightPage {
    pub matrix: Matrix,
    pub width: f32,
    pub height: f32,
}

impl PdfLeaf {
    /// The page the right way up; one without a size where its box is none.
    pub fn upright(&self) -> UprightPage {
        let Some(seen) = self.visible_bounds() else {
            return UprightPage {
                matrix: Matrix::default(),
                width: 0.0,
                height: 0.0,
            };
        };
        // `top` is the lower edge here, as PDF measures upwards.
        let (left, low, right, high) = (seen.left, seen.top, seen.right, seen.bottom);
        let quarters = (self.rotate / 90.0).round().rem_euclid(4.0) as u8;
        let matrix = Matrix(match quarters {
            1 => [0.0, 1.0, 1.0, 0.0, -low, -left],
            2 => [-1.0, 0.0, 0.0, 1.0, right, -low],
            3 => [0.0, -1.0, -1.0, 0.0, high, right],
            _ => [1.0, 0.0, 0.0, -1.0, -left, high],
        });
        let (width, height) = match quarters {
            1 | 3 => (seen.height(), seen.width()),
            _ => (seen.width(), seen.height()),
        };
        UprightPage {
            matrix,
            width,
            height,
        }
    }

    /// What is seen of the page: what its crop leaves of it, where that is sound.
    fn visible_bounds(&self) -> Option<Bounds> {
        let media = corners(&self.media).or_else(|| corners(&A4))?;
        let Some(crop) = corners(&self.crop) else {
            return Some(media);
        };
        let seen = Bounds {
            left: crop.left.max(media.left),
            top: crop.top.max(media.top),
            right: crop.right.min(media.right),
            bottom: crop.bottom.min(media.bottom),
        };
        Some(if has_sound_sides(&seen) { seen } else { media })
    }
}

fn has_sound_sides(bounds: &Bounds) -> bool {
    SIDES.contains(&bounds.width()) && SIDES.contains(&bounds.height())
}

fn corners(numbers: &[f32]) -> Option<Bounds> {
    let [x0, y0, x1, y1] = numbers.try_into().ok()?;
    let out = Bounds::around([Dot { x: x0, y: y0 }, Dot { x: x1, y: y1 }])?;
    has_sound_sides(&out).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rotate: f32, x: f32, y: f32) {
        let media = vec![10.0, 20.0, 110.0, 220.0];
        let leaf = PdfLeaf {
            media,
            rotate,
            ..PdfLeaf::default()
        };
        let place = leaf.upright().matrix.place(20.0, 200.0);
        assert_eq!(place, Dot { x, y }, "{rotate}");
    }

    #[test]
    fn pages_are_brought_the_right_way_up() {
        check(0.0, 10.0, 20.0);
        check(90.0, 180.0, 10.0);
        check(180.0, 90.0, 180.0);
        check(-90.0, 20.0, 90.0);
    }
}
