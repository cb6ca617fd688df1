//! Lengths as OFD says them: millimetres, to a thousandth, in plain digits.

use std::fmt;
use std::ops::{Add, Sub};

/// Points of a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// A length in thousandths of a millimetre. Positions are rounded, and what lies between two is
/// exact, so that nothing adds up along a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Micrometres(pub i32);

impl Micrometres {
    /// The nearest to so many points.
    pub fn of(points: f32) -> Self {
        Self(exact(points).round() as i32)
    }

    /// The last that is not behind so many points.
    pub fn before(points: f32) -> Self {
        Self(exact(points).floor() as i32)
    }

    /// The first that is not before so many points.
    pub fn behind(points: f32) -> Self {
        Self(exact(points).ceil() as i32)
    }
}

fn exact(points: f32) -> f64 {
    f64::from(points) / POINTS * 1000.0
}

impl Add for Micrometres {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Micrometres {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Micrometres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{rest:03}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(points: f32, expected: &str) {
        assert_eq!(Micrometres::of(points).to_string(), expected);
    }

    #[test]
    fn lengths_are_plain_digits() {
        check(0.0, "0");
        check(72.0, "25.4");
        check(-72.0, "-25.4");
        check(595.275_6, "210");
        check(16.0, "5.644");
        check(0.0001, "0");
        check(0.003, "0.001");
    }

    #[test]
    fn bounds_lie_outside() {
        assert!(Micrometres::before(16.0) < Micrometres::behind(16.0));
        assert_eq!(Micrometres::before(-16.0).to_string(), "-5.645");
    }
}
