//! Seeded choices in integers, the same on every machine.
//!
//! Must not be here: floating point, the distributions of `rand` (their results may change between its versions).

use rand::Rng;
use rand_pcg::Pcg64;

use super::SEED;

/// The sequences of draws, one per step, so that a change in one step leaves the others as they were.
#[derive(Clone, Copy)]
pub(super) enum Step {
    ActivitiesPerInitiative = 2,
    Types = 3,
    Maturity = 4,
    Sizes = 6,
    NamedActors = 7,
    Provinces = 8,
    FurtherActors = 9,
    Roles = 10,
}

/// A sequence of choices.
pub(super) struct Choice(Pcg64);

impl Choice {
    /// The choices of a step: state = [`SEED`], sequence = the number of the step.
    pub(super) fn of(step: Step) -> Self {
        Self(Pcg64::new(u128::from(SEED), step as u128))
    }

    /// A number from 0 to `bound` − 1, each as likely; 0 where `bound` is 0.
    ///
    /// Numbers beyond the largest multiple of `bound` are drawn again, so there is no bias.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let beyond = (u64::MAX % bound + 1) % bound;
        loop {
            let number = self.0.next_u64();
            if number <= u64::MAX - beyond {
                return number % bound;
            }
        }
    }

    /// True in `percent` of 100 cases.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Puts the items in a random order (Fisher and Yates, from the end).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(last);
            items.swap(last, other);
        }
    }

    /// The position of a weight, drawn in proportion to the weights; none where all are 0.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> Option<usize> {
        let total: u64 = weights.iter().sum();
        if total == 0 {
            return None;
        }
        let mut left = self.below(total);
        weights.iter().position(|&weight| {
            let here = left < weight;
            left = left.saturating_sub(weight);
            here
        })
    }
}
