//! Sets of small numbers, for constant evaluation.

const WORDS: usize = 4;

/// A set of numbers below [`Set::CAPACITY`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Set([u64; WORDS]);

impl Set {
    pub(super) const CAPACITY: usize = WORDS * 64;

    pub(super) const EMPTY: Self = Self([0; WORDS]);

    pub(super) const fn insert(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    pub(super) const fn has(&self, number: usize) -> bool {
        self.0[number / 64] & (1 << (number % 64)) != 0
    }

    pub(super) const fn union(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]])
    }

    pub(super) const fn intersection(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]])
    }

    pub(super) const fn is_subset_of(self, other: Self) -> bool {
        let (a, b) = (self.0, other.0);
        (a[0] & !b[0]) | (a[1] & !b[1]) | (a[2] & !b[2]) | (a[3] & !b[3]) == 0
    }

    pub(super) const fn is(self, other: Self) -> bool {
        self.is_subset_of(other) && other.is_subset_of(self)
    }
}
