//! Finding the pairs that overlap enough.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::join::Join;
use super::{OverlapConfig, Sides, TooManyPairs};
use crate::analysis::numbers::{descending, ratio, round12};
use crate::analysis::offer::Offers;
use crate::analysis::selection::Selection;
use crate::ecosystem::Ecosystem;

/// First initiatives that are searched before the best pairs so far are picked.
const BLOCK: usize = 4096;

/// A pair before it is described.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analysis) struct Candidate {
    pub(in crate::analysis) a: u32,
    pub(in crate::analysis) b: u32,
    pub(in crate::analysis) overlap: Option<f64>,
    provider: Option<f64>,
}

impl Candidate {
    /// The order of lists: by overlap descending, unknown last by provider overlap, then a, b.
    pub(super) fn order(x: &Self, y: &Self) -> std::cmp::Ordering {
        let by_pair = (x.a, x.b).cmp(&(y.a, y.b));
        match (x.overlap, y.overlap) {
            (Some(x), Some(y)) => descending(x, y).then(by_pair),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => descending(x.provider.unwrap_or(-1.0), y.provider.unwrap_or(-1.0)).then(by_pair),
        }
    }
}

/// Per initiative its selected activities that have a token, in compressed rows.
pub(in crate::analysis) struct Described {
    offsets: Vec<usize>,
    activities: Vec<u32>,
}

impl Described {
    pub fn new(ecosystem: &Ecosystem, selection: &Selection, offers: &Offers) -> Self {
        let (mut offsets, mut activities) = (vec![0], Vec::new());
        for initiative in 0..ecosystem.initiatives().len() {
            let mine = ecosystem.activities_of(initiative).iter().copied();
            activities.extend(mine.filter(|&activity| {
                selection.has_activity(activity as usize) && !offers.of(activity as usize).is_empty()
            }));
            offsets.push(activities.len());
        }
        Self { offsets, activities }
    }

    /// All of them.
    pub fn activities(&self) -> &[u32] {
        &self.activities
    }

    pub fn of(&self, initiative: usize) -> &[u32] {
        &self.activities[self.offsets[initiative]..self.offsets[initiative + 1]]
    }
}

/// What is needed to find pairs, made once for all of them.
pub(in crate::analysis) struct Search<'a> {
    pub(super) ecosystem: &'a Ecosystem,
    pub(super) selection: &'a Selection,
    pub(super) offers: &'a Offers,
    pub(super) config: &'a OverlapConfig,
    described: Described,
    sides: Sides,
    selected: Vec<usize>,
    /// Those of the selected that are described.
    with_offer: Vec<usize>,
    /// `None` for a minimum of 0, where everything is compared.
    join: Option<Join<'a>>,
}

/// Lists that are used again from one first initiative to the next.
struct Scratch {
    /// All zeros between searches.
    shared: Vec<u32>,
    touched: Vec<u32>,
    seen: Vec<u32>,
    found: Vec<u32>,
    pairs: Vec<Candidate>,
}

impl<'a> Search<'a> {
    /// Makes the lists to search in.
    ///
    /// # Errors
    /// [`TooManyPairs::Searched`] where the search would look at more than `max_searched` pairs of activities.
    pub fn new(
        ecosystem: &'a Ecosystem,
        selection: &'a Selection,
        offers: &'a Offers,
        config: &'a OverlapConfig,
    ) -> Result<Self, TooManyPairs> {
        let described = Described::new(ecosystem, selection, offers);
        let selected: Vec<usize> =
            (0..ecosystem.initiatives().len()).filter(|&initiative| selection.has_initiative(initiative)).collect();
        let with_offer = selected.iter().copied().filter(|&initiative| !described.of(initiative).is_empty()).collect();
        let join =
            (config.minimum > 0.0).then(|| Join::new(ecosystem, offers, &described, config.minimum, config.everywhere));
        let activities = match &join {
            Some(join) => join.cost(&described),
            None => (described.activities.len() as u64).pow(2) / 2,
        };
        if activities > config.max_searched {
            return Err(TooManyPairs::Searched { activities, limit: config.max_searched });
        }
        let sides = Sides::new(ecosystem, selection);
        Ok(Self { ecosystem, selection, offers, config, described, sides, selected, with_offer, join })
    }

    pub fn sides(&self) -> &Sides {
        &self.sides
    }

    /// Adds up something over all pairs, in parallel, one first initiative after the other: sums must not depend on order.
    pub fn sum<T: Send>(
        &self,
        zero: impl Fn() -> T + Sync + Send,
        add: impl Fn(&mut T, &[Candidate]) + Sync + Send,
        merge: impl Fn(T, T) -> T + Sync + Send,
    ) -> T {
        let sums = self.selected.par_iter().fold(
            || (zero(), self.scratch()),
            |(mut sum, mut scratch), &a| {
                add(&mut sum, self.pairs_of(a, &mut scratch));
                (sum, scratch)
            },
        );
        sums.map(|(sum, _)| sum).reduce(&zero, merge)
    }

    /// The pairs of each of some first initiatives, in their order.
    fn lists<T: Send>(
        &self,
        first: &[usize],
        stop: impl Fn() -> bool + Sync,
        take: impl Fn(&[Candidate]) -> T + Sync,
    ) -> Vec<T> {
        let one = |scratch: &mut Scratch, &a: &usize| take(if stop() { &[] } else { self.pairs_of(a, scratch) });
        first.par_iter().map_init(|| self.scratch(), one).collect()
    }

    /// All pairs, in order of (a, b).
    ///
    /// # Errors
    /// [`TooManyPairs::Listed`] beyond `max_pairs`.
    pub fn all(&self) -> Result<Vec<Candidate>, TooManyPairs> {
        // Once there are too many the rest need not be looked for; the answer is the same for any order of threads.
        let (total, limit) = (AtomicUsize::new(0), self.config.max_pairs);
        let is_full = || total.load(Ordering::Relaxed) > limit;
        let lists = self.lists(&self.selected, is_full, |list| {
            total.fetch_add(list.len(), Ordering::Relaxed);
            if is_full() { Vec::new() } else { list.to_vec() }
        });
        if is_full() { Err(TooManyPairs::Listed { limit }) } else { Ok(lists.concat()) }
    }

    /// The first `most` pairs of the list, and how many there are in all.
    pub(super) fn first(&self, most: usize) -> (Vec<Candidate>, usize) {
        let (mut kept, mut total) = (Vec::new(), 0);
        let trim = |pairs: &mut Vec<Candidate>| {
            if pairs.len() > most {
                pairs.select_nth_unstable_by(most, Candidate::order);
                pairs.truncate(most);
            }
        };
        for block in self.selected.chunks(BLOCK) {
            let lists = self.lists(
                block,
                || false,
                |list| {
                    let mut best = list.to_vec();
                    trim(&mut best);
                    (list.len(), best)
                },
            );
            for (count, best) in lists {
                total += count;
                kept.extend(best);
            }
            trim(&mut kept);
        }
        kept.par_sort_unstable_by(Candidate::order);
        (kept, total)
    }

    fn scratch(&self) -> Scratch {
        let initiatives = self.ecosystem.initiatives().len();
        Scratch {
            shared: vec![0; initiatives],
            touched: Vec::new(),
            seen: vec![u32::MAX; initiatives],
            found: Vec::new(),
            pairs: Vec::new(),
        }
    }

    /// The pairs (a, b) with a < b, by b.
    fn pairs_of<'s>(&self, a: usize, scratch: &'s mut Scratch) -> &'s [Candidate] {
        scratch.pairs.clear();
        self.by_offer(a, scratch);
        if !self.config.described_only {
            self.by_providers(a, scratch);
        }
        scratch.pairs.sort_unstable_by_key(|candidate| candidate.b);
        &scratch.pairs
    }

    fn areas_meet(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.ecosystem.initiative_area(a), self.ecosystem.initiative_area(b));
        self.config.everywhere || self.ecosystem.regions().meet(a, b)
    }

    /// Pairs in which both sides are described.
    fn by_offer(&self, a: usize, scratch: &mut Scratch) {
        let left = self.described.of(a);
        if left.is_empty() {
            return;
        }
        let Scratch { seen, found, pairs, .. } = scratch;
        let mut consider = |b: usize| {
            if self.areas_meet(a, b) {
                let right = self.described.of(b);
                let overlap = best_match_average(self.ecosystem, self.offers, left, right, self.config.everywhere);
                if overlap.is_some_and(|overlap| overlap >= self.config.minimum) {
                    pairs.push(Candidate { a: a as u32, b: b as u32, overlap, provider: None });
                }
            }
        };
        match &self.join {
            Some(join) => {
                found.clear();
                join.after(a, left, seen, found);
                found.iter().for_each(|&b| consider(b as usize));
            }
            None => {
                let later = self.with_offer.partition_point(|&b| b <= a);
                self.with_offer[later..].iter().for_each(|&b| consider(b));
            }
        }
    }

    /// Pairs in which a side is not described: listed by provider overlap.
    fn by_providers(&self, a: usize, scratch: &mut Scratch) {
        let Scratch { shared, touched, pairs, .. } = scratch;
        touched.clear();
        let is_described = !self.described.of(a).is_empty();
        if is_described && self.with_offer.len() == self.selected.len() {
            return;
        }
        self.sides.count_shared(a, shared, touched);
        let size = |initiative: usize| self.sides.actors_of(initiative).len();
        let mut consider = |b: usize, shared: u32| {
            let undescribed = !is_described || self.described.of(b).is_empty();
            if b > a && undescribed && self.selection.has_initiative(b) && self.areas_meet(a, b) {
                let provider = ratio(f64::from(shared), (size(a) + size(b)) as f64 - f64::from(shared));
                if provider.is_some_and(|provider| provider >= self.config.minimum) {
                    pairs.push(Candidate { a: a as u32, b: b as u32, overlap: None, provider });
                }
            }
        };
        if self.config.minimum > 0.0 {
            touched.iter().for_each(|&b| consider(b as usize, shared[b as usize]));
        } else {
            self.selected.iter().for_each(|&b| consider(b, shared[b]));
        }
        touched.iter().for_each(|&b| shared[b as usize] = 0);
    }
}

/// Pairs of selected initiatives that overlap enough, in order of (a, b).
pub(in crate::analysis) fn candidates(
    ecosystem: &Ecosystem,
    selection: &Selection,
    offers: &Offers,
    config: &OverlapConfig,
) -> Result<Vec<Candidate>, TooManyPairs> {
    Search::new(ecosystem, selection, offers, config)?.all()
}

/// The best-match average, rounded; `None` where a side is empty.
pub(super) fn best_match_average(
    ecosystem: &Ecosystem,
    offers: &Offers,
    left: &[u32],
    right: &[u32],
    everywhere: bool,
) -> Option<f64> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    // Few initiatives have more activities than fit here.
    let (mut room, mut long) = ([0.0_f64; 16], Vec::new());
    let best_right = if right.len() <= room.len() {
        &mut room[..right.len()]
    } else {
        long.resize(right.len(), 0.0);
        &mut long[..]
    };
    let mut sum = 0.0;
    for &x in left {
        let mut best_left = 0.0_f64;
        for (&y, best) in right.iter().zip(&mut *best_right) {
            let (x, y) = (x as usize, y as usize);
            let meet = everywhere || ecosystem.regions().meet(ecosystem.activity_area(x), ecosystem.activity_area(y));
            if meet {
                let similarity = offers.similarity(x, y);
                best_left = best_left.max(similarity);
                *best = best.max(similarity);
            }
        }
        sum += best_left;
    }
    sum += best_right.iter().sum::<f64>();
    Some(round12(sum / (left.len() + right.len()) as f64))
}
