//! Places on a page: matrices, points, boxes. Pages are measured in points, from the corner at
//! the top left, downwards.

/// How far a line may be off and still be straight, in points.
const STRAIGHT: f32 = 0.7;

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Dot {
    pub x: f32,
    pub y: f32,
}

/// A matrix as PDF has them: `[a b c d e f]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub [f32; 6]);

impl Default for Matrix {
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    /// The matrix that six numbers are.
    pub fn of(numbers: &[f32]) -> Option<Self> {
        Some(Self(numbers.get(..6)?.try_into().ok()?))
    }

    /// This one first, then the other.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        let [right_x, right_y, up_x, up_y, x, y] = self.0;
        let (right, up) = (other.turn(right_x, right_y), other.turn(up_x, up_y));
        let place = other.place(x, y);
        Self([right.x, right.y, up.x, up.y, place.x, place.y])
    }

    /// Where a place comes to stand.
    pub fn place(&self, x: f32, y: f32) -> Dot {
        let [.., across, down] = self.0;
        let turned = self.turn(x, y);
        Dot {
            x: turned.x + across,
            y: turned.y + down,
        }
    }

    /// What a distance becomes.
    pub fn turn(&self, x: f32, y: f32) -> Dot {
        let [right_x, right_y, up_x, up_y, ..] = self.0;
        Dot {
            x: right_x * x + up_x * y,
            y: right_y * x + up_y * y,
        }
    }

    /// How much larger things become, whichever way they point.
    pub fn scale(&self) -> f32 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }
}

impl Dot {
    /// The length of a distance.
    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
}

/// A straight line along an edge of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Segment {
    /// Whether it goes across and not down.
    pub across: bool,
    /// Where it lies: its y where it goes across, else its x.
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

impl Segment {
    /// The line between two places, where it is straight.
    pub fn between(a: Dot, b: Dot) -> Option<Self> {
        let (dx, dy) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        if dy <= STRAIGHT && dx > dy {
            Some(Self {
                across: true,
                at: f32::midpoint(a.y, b.y),
                from: a.x.min(b.x),
                to: a.x.max(b.x),
            })
        } else if dx <= STRAIGHT && dy > dx {
            Some(Self {
                across: false,
                at: f32::midpoint(a.x, b.x),
                from: a.y.min(b.y),
                to: a.y.max(b.y),
            })
        } else {
            None
        }
    }

    /// How long it is.
    pub fn length(&self) -> f32 {
        self.to - self.from
    }
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Bounds {
    /// The box around places; none where there are none.
    pub fn around(spots: impl IntoIterator<Item = Dot>) -> Option<Self> {
        let mut out: Option<Self> = None;
        for Dot { x, y } in spots {
            let now = out.get_or_insert(Self {
                left: x,
                top: y,
                right: x,
                bottom: y,
            });
            now.left = now.left.min(x);
            now.right = now.right.max(x);
            now.top = now.top.min(y);
            now.bottom = now.bottom.max(y);
        }
        out
    }

    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Whether a place lies in it.
    pub fn holds(&self, x: f32, y: f32) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: (f32, f32), b: (f32, f32), expected: Option<(bool, f32, f32, f32)>) {
        let spot = |(x, y)| Dot { x, y };
        let segment = Segment::between(spot(a), spot(b));
        assert_eq!(segment.map(|s| (s.across, s.at, s.from, s.to)), expected);
    }

    #[test]
    fn lines_along_the_edges() {
        check((9.0, 5.0), (1.0, 5.0), Some((true, 5.0, 1.0, 9.0)));
        check((2.0, 5.0), (2.0, 1.0), Some((false, 2.0, 1.0, 5.0)));
        check((0.0, 0.0), (5.0, 5.0), None);
        check((0.0, 0.0), (0.0, 0.0), None);
    }

    #[test]
    fn matrices_one_after_the_other() {
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let moved = Matrix([1.0, 0.0, 0.0, 1.0, 3.0, 4.0]);
        assert_eq!(double.then(&moved).place(1.0, 1.0), Dot { x: 5.0, y: 6.0 });
        assert_eq!(moved.then(&double).place(1.0, 1.0), Dot { x: 8.0, y: 10.0 });
        assert!((double.scale() - 2.0).abs() < 1e-6);
    }
}
