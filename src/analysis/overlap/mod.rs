//! Overlap of initiatives: who offers the same thing in the same area, and whether they work together.
//!
//! Offers are compared activity by activity ([`super::offer`]); between two initiatives the overlap is the best-match
//! average (Σ_a max_b s(a,b) + Σ_b max_a s(a,b)) / (|A| + |B|) over the activities that have a token, where s is 0 unless
//! working areas meet. Beside it stands the overlap of providers: Jaccard of the actor sets.
//!
//! # How to read it
//!
//! 1 is the same offer for the same target in the same area, 0 nothing alike; the default list starts at 0.5. A pair that
//! overlaps and does not collaborate is a question: join, divide the work, or tell each other why not. Rare values weigh
//! more than common ones: that two initiatives both give advice says little, that both do so for fishermen says much.
//!
//! In `voorbeeld` (*fictional*) fifteen pairs overlap and eleven of them do not work together; the first, I0041 and I0042 in
//! Noord-Holland, agree in 0.91 over ten dimensions. In `regioscan-2023` 83 of 119 do not, but which initiatives they are is
//! *reconstructed*. In `dienstverlening-2021` only two dimensions are known (theme and service line), so that 1.0 means no
//! more than "both list the same themes".
//!
//! Do not trust a high number on few dimensions: `dimensionsCompared` stands beside it. Sharing a funder is not
//! collaboration, and collaboration that is not in the data does not show.

mod describe;
mod join;
mod search;
mod sides;

use rayon::prelude::*;

pub(super) use describe::tokens;
pub(super) use join::Join;
pub(super) use search::{Described, Search, candidates};
pub(super) use sides::Sides;

use super::offer::{Offers, OverlapAspect};
use super::selection::Selection;
use crate::ecosystem::{Area, Ecosystem};
use search::{Candidate, best_match_average};

/// Pairs are listed from this overlap on.
pub const DEFAULT_MINIMUM: f64 = 0.5;
/// Pairs that an answer may hold; more ask for a higher minimum.
pub const DEFAULT_MAX_PAIRS: usize = 1_000_000;
/// Pairs of activities that a search may look at: some six minutes on two cores.
pub const DEFAULT_MAX_SEARCHED: u64 = 200_000_000_000;

/// Pairs of which the aspects are compared one by one; in a longer list that part stays empty.
pub const DEFAULT_MAX_BY_ASPECT: usize = 200_000;

/// Settings of [`overlap`].
#[derive(Debug, Clone, PartialEq)]
pub struct OverlapConfig {
    pub aspect: OverlapAspect,
    /// Least overlap (or provider overlap, where an initiative has no described activities) that is listed, 0 to 1.
    pub minimum: f64,
    /// Compare offers whatever the working areas.
    pub everywhere: bool,
    /// Leave out pairs that only their providers tell anything about.
    pub described_only: bool,
    pub max_pairs: usize,
    /// Pairs of activities that a search may look at; see [`DEFAULT_MAX_SEARCHED`].
    pub max_searched: u64,
    /// Pairs up to which content, method and target are compared as well.
    pub max_by_aspect: usize,
}

impl Default for OverlapConfig {
    fn default() -> Self {
        Self {
            aspect: OverlapAspect::Offer,
            minimum: DEFAULT_MINIMUM,
            everywhere: false,
            described_only: false,
            max_pairs: DEFAULT_MAX_PAIRS,
            max_searched: DEFAULT_MAX_SEARCHED,
            max_by_aspect: DEFAULT_MAX_BY_ASPECT,
        }
    }
}

/// How two overlapping initiatives relate to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Same audience and same method.
    Competing,
    /// Same audience, other method.
    Complementary,
}

impl Relation {
    pub fn code(self) -> &'static str {
        match self {
            Self::Competing => "competing",
            Self::Complementary => "complementary",
        }
    }
}

/// Two initiatives side by side; all positions are in the ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct OverlapPair {
    /// a < b.
    pub a: usize,
    pub b: usize,
    /// `None` where one has no activity that is described in the asked dimensions.
    pub overlap: Option<f64>,
    /// The same in the dimensions of one aspect, with the areas of the question; `None` where the pair has no overlap in
    /// that aspect to speak of: a side is not described in it.
    pub by_aspect: AspectOverlaps,
    /// `dimension=value` that both have, sorted.
    pub shared: Vec<String>,
    /// Actors in both, funders too.
    pub shared_actors: Vec<usize>,
    /// Actors that fund both.
    pub shared_funders: Vec<usize>,
    /// Jaccard of the actor sets; `None` where both are empty.
    pub provider_overlap: Option<f64>,
    /// A shared actor that does more than fund in both, or a referral between them.
    pub collaborates: bool,
    /// Dimensions filled on both sides; below three the pair is too thinly described to judge.
    pub dimensions_compared: usize,
    /// Dimensions (positions in the taxonomy) in which they share a value, and those filled on both sides without one.
    pub agreeing: Vec<usize>,
    pub differing: Vec<usize>,
    pub relation: Option<Relation>,
    /// What the working areas have in common; not known where both are, or where they do not meet.
    pub area: Area,
}

/// Overlap of two initiatives by aspect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AspectOverlaps {
    pub content: Option<f64>,
    pub method: Option<f64>,
    pub target: Option<f64>,
}

/// The result of [`overlap`].
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Sorted by overlap descending, unknown last by provider overlap, then a, b.
    pub pairs: Vec<OverlapPair>,
    /// Pairs that overlap enough: more than are listed where only the closest were asked for.
    pub total: usize,
    /// The data fill fewer than two of the asked dimensions, so that one shared value already counts.
    pub thin: bool,
    /// Whether the list was short enough to compare content, method and target as well.
    pub has_aspects: bool,
    /// Initiatives of the selection whose working area is not known: they cannot be excluded from any pair.
    pub unknown_area: usize,
}

impl Overlap {
    /// Whether every pair that overlaps enough is listed.
    pub fn is_complete(&self) -> bool {
        self.pairs.len() == self.total
    }

    /// What is wrong with a list of the closest pairs for whoever needs them all.
    pub fn incomplete(&self) -> TooManyPairs {
        TooManyPairs::Listed { limit: self.pairs.len() }
    }
}

/// The list would be too long, or finding it would take too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooManyPairs {
    #[error("more than {limit} pairs overlap this much; raise the minimum overlap or filter initiatives")]
    Listed { limit: usize },
    #[error(
        "some {activities} pairs of activities would have to be looked at, the limit is {limit}; raise the minimum overlap \
         or filter initiatives"
    )]
    Searched { activities: u64, limit: u64 },
}

/// Lists overlapping pairs of the selected initiatives.
///
/// # Errors
/// [`TooManyPairs`] beyond `max_pairs` or `max_searched`.
pub fn overlap(ecosystem: &Ecosystem, selection: &Selection, config: &OverlapConfig) -> Result<Overlap, TooManyPairs> {
    let offers = Offers::new(ecosystem, config.aspect);
    let search = Search::new(ecosystem, selection, &offers, config)?;
    let mut pairs = search.all()?;
    pairs.par_sort_unstable_by(Candidate::order);
    let total = pairs.len();
    Ok(search.listed(pairs, total))
}

/// The first `most` pairs of the list that [`overlap`] would give, however long that is; [`Overlap::total`] says how long.
///
/// # Errors
/// [`TooManyPairs::Searched`] beyond `max_searched`.
pub fn closest(
    ecosystem: &Ecosystem,
    selection: &Selection,
    config: &OverlapConfig,
    most: usize,
) -> Result<Overlap, TooManyPairs> {
    let offers = Offers::new(ecosystem, config.aspect);
    let search = Search::new(ecosystem, selection, &offers, config)?;
    let (pairs, total) = search.first(most);
    Ok(search.listed(pairs, total))
}

/// Overlap of two given initiatives, whatever the minimum; `None` where one has no described activity.
pub fn overlap_between(ecosystem: &Ecosystem, offers: &Offers, a: usize, b: usize, everywhere: bool) -> Option<f64> {
    let described = |initiative: usize| -> Vec<u32> {
        let mine = ecosystem.activities_of(initiative).iter().copied();
        mine.filter(|&activity| !offers.of(activity as usize).is_empty()).collect()
    };
    best_match_average(ecosystem, offers, &described(a), &described(b), everywhere)
}
