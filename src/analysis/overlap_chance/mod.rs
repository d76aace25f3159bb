//! Overlap against chance: is there more of it than if the same offers, or the same actors, had been dealt out at random?
//!
//! # How to read it
//!
//! Where many initiatives share few kinds of activity, some overlap by chance alone. So each number stands beside what random
//! draws give: in `voorbeeld` (fictional) 15 pairs overlap by half or more, and of 199 draws in which the same values were
//! dealt out anew within each working area 95 % have 0 or 1. No draw comes near: p = 1/200, the least that 199 draws can say.
//! Here it is not the busy province that makes the overlap, but initiatives that copied each other's offer.
//!
//! By target alone 84 pairs overlap and chance gives 21 to 42; by method 1,509 against 844 to 976. Many pairs, yet most of
//! them are what any two initiatives with few kinds of method would have: a long list is no finding, the surplus is.
//!
//! In `regioscan-2023` 119 pairs overlap and chance gives 71 to 106. Its table of types by province was published, but which
//! activities belong to one initiative is *reconstructed*, and so is the surplus: do not quote it.
//!
//! Do not trust it where few activities share a working area (`movable` tells how many can swap), and do not read p as the
//! chance that a pair is double work: it says that overlap as a whole is more than chance, not which pair. The list has
//! eleven figures: that one of them lies outside its interval can itself be chance. Actors work close to home, while the
//! draws link them all over the country: a surplus of shared actors (`voorbeeld`: 0.09 per pair against 0.03 to 0.04) is
//! partly just nearness. Where everything is national (`dienstverlening-2021`) the mean of shared actors cannot differ, and
//! the answer says so.

pub mod curveball;
mod offers;
mod providers;

use self::offers::offers_chance;
use self::providers::providers_chance;
use super::numbers::round12;
use super::offer::OverlapAspect;
use super::overlap::{DEFAULT_MINIMUM, OverlapConfig, TooManyPairs};
use super::selection::Selection;
use crate::ecosystem::Ecosystem;

/// Random draws. With the observed one there are 200: p comes in steps of 0.005, and either end of the interval is the fifth
/// draw from that side.
pub const DEFAULT_RUNS: usize = 199;
/// With fewer draws p could never be 0.05 or less.
pub const LEAST_RUNS: usize = 19;
/// Comparisons (pairs of activities, or shared actors) that all draws of one figure may take.
pub const DEFAULT_MAX_COMPARISONS: u64 = 200_000_000;

/// Settings of [`overlap_chance`].
#[derive(Debug, Clone, PartialEq)]
pub struct OverlapChanceConfig {
    /// Aspects of which the offers are dealt out; providers are always looked at.
    pub aspects: Vec<OverlapAspect>,
    /// Overlap, or provider overlap, from which a pair counts, 0 to 1.
    pub minimum: f64,
    /// Compare pairs whatever their working areas.
    pub everywhere: bool,
    pub runs: usize,
    /// Seed of the first draw; the others follow.
    pub first_seed: u64,
    /// Beyond it there are fewer draws, and none where [`LEAST_RUNS`] would not fit.
    pub max_comparisons: u64,
}

impl Default for OverlapChanceConfig {
    fn default() -> Self {
        Self {
            aspects: OverlapAspect::ALL.to_vec(),
            minimum: DEFAULT_MINIMUM,
            everywhere: false,
            runs: DEFAULT_RUNS,
            first_seed: 1,
            max_comparisons: DEFAULT_MAX_COMPARISONS,
        }
    }
}

impl OverlapChanceConfig {
    fn pairs(&self, aspect: OverlapAspect) -> OverlapConfig {
        OverlapConfig {
            aspect,
            minimum: self.minimum,
            everywhere: self.everywhere,
            described_only: true,
            max_by_aspect: 0,
            ..OverlapConfig::default()
        }
    }

    /// The draws that can be made when each takes so many comparisons.
    fn affordable_runs(&self, comparisons: u64) -> usize {
        let most = usize::try_from(self.max_comparisons / comparisons.max(1)).unwrap_or(usize::MAX);
        if most < LEAST_RUNS.min(self.runs) { 0 } else { self.runs.min(most) }
    }
}

/// A figure of the data beside those of the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstChance {
    pub observed: f64,
    /// `None` where nothing was drawn.
    pub drawn: Option<Drawn>,
}

/// The draws of one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    pub mean: f64,
    /// The 95 % interval: 2.5th and 97.5th percentile of the draws (nearest rank).
    pub low: f64,
    pub high: f64,
    /// Draws with at least as much as observed.
    pub at_least: usize,
    /// (1 + at least) / (1 + draws): the observed one counts as a draw (Phipson & Smyth 2010, doi:10.2202/1544-6115.1585).
    pub p_value: f64,
}

impl AgainstChance {
    /// Sums up draws, which are rounded as the observed figure is.
    fn new(observed: f64, mut draws: Vec<f64>) -> Self {
        draws.sort_by(f64::total_cmp);
        let runs = draws.len();
        let percentile = |per_mille: usize| draws.get((runs * per_mille).div_ceil(1000).max(1) - 1).copied();
        let at_least = draws.iter().filter(|&&draw| draw >= observed).count();
        let drawn = percentile(25).zip(percentile(975)).map(|(low, high)| Drawn {
            mean: round12(draws.iter().sum::<f64>() / runs as f64),
            low,
            high,
            at_least,
            p_value: round12((1 + at_least) as f64 / (1 + runs) as f64),
        });
        Self { observed, drawn }
    }
}

/// Offers of one aspect against chance.
#[derive(Debug, Clone, PartialEq)]
pub struct OffersChance {
    pub aspect: OverlapAspect,
    /// Draws that were made.
    pub runs: usize,
    /// Activities that can swap a dimension with another of the same working area; the others always keep their offer.
    pub movable: usize,
    /// Pairs that overlap; `None` where no activity is described in this aspect.
    pub overlapping: Option<AgainstChance>,
    /// Those of them that do not collaborate.
    pub without_collaboration: Option<AgainstChance>,
}

/// Providers against chance, over the pairs of initiatives with actors whose working areas meet.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvidersChance {
    /// Draws that were made.
    pub runs: usize,
    /// Trades in each draw.
    pub trades: usize,
    /// Pairs that were compared.
    pub pairs: usize,
    /// Pairs with provider overlap of at least the minimum; `None`, as the others, where there are no pairs.
    pub overlapping: Option<AgainstChance>,
    /// Shared actors per pair.
    pub shared_actors: Option<AgainstChance>,
    /// Shared actors per pair that shares any; `None` where none does.
    pub shared_actors_where_any: Option<AgainstChance>,
}

/// The result of [`overlap_chance`].
#[derive(Debug, Clone, PartialEq)]
pub struct OverlapChance {
    pub minimum: f64,
    pub first_seed: u64,
    /// In the order that was asked.
    pub offers: Vec<OffersChance>,
    pub providers: ProvidersChance,
}

/// Holds overlap of offers and of providers against chance.
///
/// **Offers.** In each draw each dimension is permuted separately among the activities of equal working area: what an
/// activity says there moves whole, and what is not known stays not known (else thin descriptions would be spread over
/// others, and chance would mostly be about how well the forms were filled). An area that is not known is one like another.
/// So every area keeps how often each value occurs there and each token its weight, but which values go together, and in
/// which initiative, is chance. Counted are the pairs of initiatives that [`super::overlap::overlap`] lists with a known
/// overlap, and those of them without collaboration, in which who works together stays as it is.
///
/// **Providers.** In each draw actors and initiatives are linked anew at random such that every actor keeps its number of
/// initiatives and every initiative its number of actors ([`curveball`]; Strona et al. 2014, doi:10.1038/ncomms5114).
/// Over the pairs of initiatives that both have actors and whose working areas meet: the number with provider overlap
/// (Jaccard) of at least the minimum, and the mean number of shared actors, over all of these pairs and over those that
/// share any. Where all areas meet the mean over all pairs is Σ C(initiatives of an actor, 2) / pairs in every draw: chance
/// cannot differ, and p is 1.
///
/// Draw r takes seed `first_seed` + r; draws are made in parallel. p looks at one side: as much or more.
/// Time O(runs · pairs of activities) for offers, O(runs · Σ over actors of (their initiatives)²) for providers.
///
/// # Errors
/// [`TooManyPairs`] where a minimum near 0 lists more pairs than an answer may hold.
pub fn overlap_chance(
    ecosystem: &Ecosystem,
    selection: &Selection,
    config: &OverlapChanceConfig,
) -> Result<OverlapChance, TooManyPairs> {
    let offers = config
        .aspects
        .iter()
        .map(|&aspect| offers_chance(ecosystem, selection, aspect, config))
        .collect::<Result<_, _>>()?;
    let providers = providers_chance(ecosystem, selection, config);
    Ok(OverlapChance { minimum: config.minimum, first_seed: config.first_seed, offers, providers })
}
