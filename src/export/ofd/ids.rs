//! Numbers by which all things of a file are told apart.

/// Gives each number once, from 1.
#[derive(Default)]
pub(super) struct Ids {
    last: u32,
}

impl Ids {
    /// A number that nothing has yet.
    pub fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// The largest that was given.
    pub fn last(&self) -> u32 {
        self.last
    }
}
