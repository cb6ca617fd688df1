//! Paths, as far as straight lines come of them: strokes along the edges of the page, and areas
//! so thin that they are lines to whoever sees them.

use super::geometry::{Bounds, Dot, Matrix, Segment};

/// The thickest area and stroke that is a line, in points.
const MAX_THICK: f32 = 3.6;
/// Corners of one path; a chart's have 1,000.
const MAX_CORNERS: usize = 50_000;

/// A path that is being drawn, in places of the page.
#[derive(Default)]
pub(super) struct InkPath {
    /// Its parts; a part with bows in it has none of its corners.
    parts: Vec<PathPart>,
    corners: usize,
}

#[derive(Default)]
struct PathPart {
    corners: Vec<Dot>,
    bowed: bool,
    closed: bool,
}

impl InkPath {
    /// Follows an instruction; others than those of paths are none.
    pub fn follow(&mut self, word: &[u8], numbers: &[f32], matrix: &Matrix) {
        match (word, numbers) {
            (b"m", [x, y, ..]) => self.begin(matrix.place(*x, *y)),
            (b"l", [x, y, ..]) => self.corner(matrix.place(*x, *y)),
            (b"c" | b"v" | b"y", [.., x, y]) => {
                self.corner(matrix.place(*x, *y));
                if let Some(part) = self.parts.last_mut() {
                    part.bowed = true;
                }
            }
            (b"re", [x, y, width, height, ..]) => {
                self.begin(matrix.place(*x, *y));
                self.corner(matrix.place(x + width, *y));
                self.corner(matrix.place(x + width, y + height));
                self.corner(matrix.place(*x, y + height));
                self.close();
            }
            (b"h" | b"s" | b"b" | b"b*", _) => self.close(),
            _ => {}
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.parts.clear();
        self.corners = 0;
    }

    fn begin(&mut self, at: Dot) {
        if self.corners < MAX_CORNERS {
            self.corners += 1;
            self.parts.push(PathPart {
                corners: vec![at],
                ..PathPart::default()
            });
        }
    }

    fn corner(&mut self, at: Dot) {
        if self.corners >= MAX_CORNERS {
            return;
        }
        self.corners += 1;
        match self.parts.last_mut() {
            Some(part) if part.closed => {
                let from = part.corners.first().copied().unwrap_or(at);
                self.parts.push(PathPart {
                    corners: vec![from, at],
                    ..PathPart::default()
                });
            }
            Some(part) => part.corners.push(at),
            None => self.begin(at),
        }
    }

    fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.closed = true;
        }
    }

    /// The lines that its strokes are.
    pub fn draw_strokes(&self, thick: f32, out: &mut Vec<Segment>) {
        if thick > MAX_THICK {
            return;
        }
        for part in self.parts.iter().filter(|part| !part.bowed) {
            let ends = part
                .corners
                .iter()
                .skip(1)
                .chain(part.corners.first().filter(|_| part.closed));
            let pairs = part.corners.iter().zip(ends);
            out.extend(pairs.filter_map(|(a, b)| Segment::between(*a, *b)));
        }
    }

    /// The lines that its areas are.
    pub fn draw_areas(&self, out: &mut Vec<Segment>) {
        for part in self.parts.iter().filter(|part| !part.bowed) {
            if let Some(bounds) = Bounds::around(part.corners.iter().copied()) {
                draw_thin(&bounds, out);
            }
        }
    }
}

/// Takes a thin area for a line, and a dot for a piece of two; whether it is one.
pub(super) fn draw_thin(bounds: &Bounds, out: &mut Vec<Segment>) -> bool {
    let flat = bounds.height() <= MAX_THICK && bounds.width() > 0.0;
    let narrow = bounds.width() <= MAX_THICK && bounds.height() > 0.0;
    if flat && (bounds.width() > bounds.height() || narrow) {
        let at = f32::midpoint(bounds.top, bounds.bottom);
        out.push(Segment {
            across: true,
            at,
            from: bounds.left,
            to: bounds.right,
        });
    }
    if narrow && (bounds.height() > bounds.width() || flat) {
        let at = f32::midpoint(bounds.left, bounds.right);
        out.push(Segment {
            across: false,
            at,
            from: bounds.top,
            to: bounds.bottom,
        });
    }
    flat || narrow
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[(&str, &[f32])], fill: bool, expected: &[(bool, f32, f32, f32)]) {
        let mut path = InkPath::default();
        for (word, numbers) in words {
            path.follow(word.as_bytes(), numbers, &Matrix::default());
        }
        let mut out = Vec::new();
        if fill {
            path.draw_areas(&mut out);
        } else {
            path.draw_strokes(1.0, &mut out);
        }
        let shown: Vec<_> = out.iter().map(|s| (s.across, s.at, s.from, s.to)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn lines_of_strokes_and_of_thin_areas() {
        check(
            &[("m", &[0.0, 1.0]), ("l", &[9.0, 1.0])],
            false,
            &[(true, 1.0, 0.0, 9.0)],
        );
        check(
            &[("re", &[0.0, 0.0, 9.0, 1.0])],
            true,
            &[(true, 0.5, 0.0, 9.0)],
        );
        check(&[("re", &[0.0, 0.0, 9.0, 9.0])], true, &[]);
        let box_ = [
            (true, 0.0, 0.0, 9.0),
            (false, 9.0, 0.0, 8.0),
            (true, 8.0, 0.0, 9.0),
            (false, 0.0, 0.0, 8.0),
        ];
        check(&[("re", &[0.0, 0.0, 9.0, 8.0])], false, &box_);
        check(
            &[("m", &[0.0, 1.0]), ("c", &[1.0, 2.0, 3.0, 4.0, 9.0, 1.0])],
            false,
            &[],
        );
    }
}
