//! Random choices of the example generator, in integers only, so that every machine draws the same.
//!
//! Must not be here: floating point, a clock, a global generator.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;

/// A seeded stream of choices. Each part of the generator has its own stream, so that a change in
/// one part leaves the draws of the others as they were.
pub(super) struct Draw {
    generator: Pcg64,
}

/// The streams, one per part of the generator.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Planted = 1,
    Background = 2,
    Referrals = 3,
    Demand = 4,
    Indicators = 5,
    Responses = 6,
}

impl Draw {
    /// The stream for a seed and a part.
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        let mut bytes = [0_u8; 32];
        for (slot, byte) in bytes.iter_mut().zip(seed.to_le_bytes()) {
            *slot = byte;
        }
        // Bytes 16 to 31 choose the sequence of the permuted congruential generator.
        bytes[16] = stream as u8;
        Self { generator: Pcg64::from_seed(bytes) }
    }

    /// A number from 0 to `bound` − 1; 0 where the bound is 0.
    ///
    /// Lemire's multiplication without the rejection step: the bias is below bound / 2⁶⁴.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let product = u128::from(self.generator.next_u64()) * bound as u128;
        usize::try_from(product >> 64).unwrap_or(0) // below `bound`, so it always fits
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high + 1 - low)
    }

    /// True with probability `favorable` / `total`.
    pub(super) fn chance(&mut self, favorable: usize, total: usize) -> bool {
        self.below(total) < favorable
    }

    /// One of the items, each as likely; none of an empty list.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// An index drawn by weight; 0 where every weight is 0.
    pub(super) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// The numbers 0 to `count` − 1 in random order (Fisher and Yates).
    pub(super) fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}
