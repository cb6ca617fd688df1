//! Things that are put together step by step. It knows nothing of what these are.

/// Groups of things that have numbers from 0.
pub(super) struct JoinedSets {
    above: Vec<usize>,
}

impl JoinedSets {
    /// That many things, each a group of its own.
    pub fn new(count: usize) -> Self {
        Self {
            above: (0..count).collect(),
        }
    }

    /// The one that stands for all of a group.
    pub fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while let Some(above) = self.above.get(at).copied().filter(|above| *above != at) {
            // Ways become shorter as they are walked.
            let next = self.above.get(above).copied().unwrap_or(above);
            if let Some(place) = self.above.get_mut(at) {
                *place = next;
            }
            at = above;
        }
        at
    }

    /// Puts two groups together; whether they were two.
    pub fn unite(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if let Some(place) = self.above.get_mut(high) {
            *place = low;
        }
        low != high
    }
}
