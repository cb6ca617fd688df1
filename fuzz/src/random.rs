//! Random numbers that are the same in every run: xorshift64*, started by a seed.

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed. Seeds that lie side by side give streams that have nothing in common.
    pub fn new(seed: u64) -> Self {
        // One step of splitmix64 spreads the seed over all bits; the state must not be 0.
        let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((mixed ^ (mixed >> 31)).max(1))
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number from 0 up to, and without, `bound`; 0 where there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        // The upper bits are the better ones.
        if bound == 0 {
            0
        } else {
            (self.number() >> 16) as usize % bound
        }
    }

    /// Whether one of so many cases comes true.
    pub fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        (self.number() >> 32) as u8
    }

    /// One of some items.
    ///
    /// # Panics
    /// When there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// A length up to, and without, `bound`: short ones often, long ones as well.
    pub fn length(&mut self, bound: usize) -> usize {
        let most = 1 << self.below(12);
        self.below(bound.min(most) + 1).min(bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_stream() {
        let numbers = |seed| {
            let mut random = Random::new(seed);
            (0..4).map(|_| random.number()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
    }

    #[test]
    fn bounds_hold() {
        let mut random = Random::new(0);
        assert!((0..1_000).all(|_| random.below(7) < 7 && random.length(5) <= 5));
        assert_eq!((random.below(0), random.length(0)), (0, 0));
    }
}
