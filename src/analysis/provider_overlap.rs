//! Initiatives with the same providers: how many pairs share an actor, and which share most of theirs.
//!
//! Jaccard of the actor sets, |A ∩ B| / |A ∪ B| (Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x), over all pairs with
//! an actor in common, whatever their offers and areas. [`overlap`](mod@super::overlap) lays it beside the overlap of
//! offers; here it stands alone, and needs no activities.
//!
//! # How to read it
//!
//! 1 is the same partners in both: most likely one programme under two names, or its successor. High without a shared offer
//! is a standing coalition; that is no overlap. Do not read much into pairs of initiatives with one or two actors.

use std::cmp::{Ordering, Reverse};
use std::ops::AddAssign;

use rayon::prelude::*;

use crate::network::TwoModeNetwork;

/// Two initiatives and the actors that they share; positions are in the ecosystem, a < b.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderPair {
    pub a: usize,
    pub b: usize,
    pub shared: usize,
    /// Actors in either.
    pub either: usize,
}

impl ProviderPair {
    /// Jaccard of the actor sets.
    pub fn overlap(&self) -> f64 {
        self.shared as f64 / self.either as f64
    }

    /// Most alike first: by Jaccard, then shared actors, both descending, then a, b. Fractions are compared in whole numbers.
    fn order(x: &Self, y: &Self) -> Ordering {
        let share = |pair: &Self, other: &Self| pair.shared as u128 * other.either as u128;
        share(y, x).cmp(&share(x, y)).then_with(|| (Reverse(x.shared), x.a, x.b).cmp(&(Reverse(y.shared), y.a, y.b)))
    }
}

/// The result of [`provider_overlap`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderOverlap {
    /// Pairs with an actor in common.
    pub pairs: u64,
    /// The most alike of them, most alike first.
    pub closest: Vec<ProviderPair>,
}

/// Counts the pairs that share an actor and keeps the `most` that are most alike.
///
/// Time O(Σ d²) over actors of d initiatives, in parallel; memory O(initiatives + `most`) per thread: pairs are not kept.
pub fn provider_overlap(network: &TwoModeNetwork, most: usize) -> ProviderOverlap {
    let sums = (0..network.initiative_count()).into_par_iter().fold(
        || Counting { few: Vec::new(), many: Vec::new(), touched: Vec::new(), pairs: 0, best: Best::new(most) },
        |mut counting, a| {
            counting.count(network, a);
            counting
        },
    );
    let (pairs, best) = sums
        .map(|counting| (counting.pairs, counting.best))
        .reduce(|| (0, Best::new(most)), |(pairs, best), (more, others)| (pairs + more, best.merged(others)));
    ProviderOverlap { pairs, closest: best.sorted() }
}

/// Tables have a place per initiative and are all zeros between calls.
struct Counting {
    /// For initiatives of so few actors that shared ones fit a byte: a table of bytes stays in the caches longer.
    few: Vec<u8>,
    many: Vec<u32>,
    touched: Vec<u32>,
    pairs: u64,
    best: Best,
}

impl Counting {
    /// Counts the pairs of `a` with later initiatives.
    fn count(&mut self, network: &TwoModeNetwork, a: usize) {
        let Self { few, many, touched, pairs, best } = self;
        let initiatives = network.initiative_count();
        *pairs += if network.actors_of(a).len() <= usize::from(u8::MAX) {
            few.resize(initiatives, 0);
            count_in(few, touched, best, network, a)
        } else {
            many.resize(initiatives, 0);
            count_in(many, touched, best, network, a)
        };
    }
}

/// Counts the pairs of `a` in a table, keeps the best of them and leaves the table all zeros; says how many there are.
fn count_in<T: Copy + Default + PartialEq + AddAssign + From<u8> + Into<u32>>(
    shared: &mut [T],
    touched: &mut Vec<u32>,
    best: &mut Best,
    network: &TwoModeNetwork,
    a: usize,
) -> u64 {
    let mine = network.actors_of(a);
    for &actor in mine {
        let all = network.initiatives_of(actor as usize);
        for &b in &all[all.partition_point(|&b| b as usize <= a)..] {
            let shared = &mut shared[b as usize];
            if *shared == T::default() {
                touched.push(b);
            }
            *shared += T::from(1);
        }
    }
    let pairs = touched.len() as u64;
    for b in touched.drain(..) {
        let b = b as usize;
        let shared = std::mem::take(&mut shared[b]).into() as usize;
        // Most are out before the other side is looked up: there are at least as many actors in either as in one.
        if best.is_open_to(shared, mine.len()) {
            best.add(ProviderPair { a, b, shared, either: mine.len() + network.actors_of(b).len() - shared });
        }
    }
    pairs
}

/// The best pairs so far, in no order, and some more that are to be weeded out.
struct Best {
    most: usize,
    pairs: Vec<ProviderPair>,
    /// Of as many kept pairs the last: what comes after it is not wanted.
    last: Option<ProviderPair>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, pairs: Vec::new(), last: None }
    }

    /// Whether a pair that shares so many of at least so many could be wanted.
    fn is_open_to(&self, shared: usize, either: usize) -> bool {
        self.last.is_none_or(|last| shared as u64 * last.either as u64 >= last.shared as u64 * either as u64)
    }

    fn add(&mut self, pair: ProviderPair) {
        if self.last.is_some_and(|last| ProviderPair::order(&pair, &last) == Ordering::Greater) {
            return;
        }
        self.pairs.push(pair);
        if self.pairs.len() >= 2 * self.most + 1024 {
            self.weed();
        }
    }

    fn weed(&mut self) {
        if self.pairs.len() > self.most {
            self.pairs.select_nth_unstable_by(self.most, ProviderPair::order);
            self.pairs.truncate(self.most);
            self.last = self.pairs.iter().copied().max_by(ProviderPair::order);
        }
    }

    fn merged(mut self, other: Self) -> Self {
        other.pairs.into_iter().for_each(|pair| self.add(pair));
        self
    }

    fn sorted(mut self) -> Vec<ProviderPair> {
        self.weed();
        self.pairs.sort_unstable_by(ProviderPair::order);
        self.pairs
    }
}
