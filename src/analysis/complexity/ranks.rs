//! How sure the ranks of key players are when part of the initiatives was missed.

use rand::seq::index;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

use crate::analysis::numbers::ratio;
use crate::analysis::selection::Selection;
use crate::ecosystem::Ecosystem;
use crate::network::TwoModeNetwork;

/// Draws behind the ranges.
pub const DEFAULT_REMOVAL_RUNS: usize = 200;
/// Actors of which the range is given.
pub const DEFAULT_TOP_ACTORS: usize = 20;

/// Settings of [`rank_ranges`].
#[derive(Debug, Clone, PartialEq)]
pub struct RemovalConfig {
    pub runs: usize,
    pub top: usize,
    /// Seed of the first draw; the others follow.
    pub first_seed: u64,
}

impl Default for RemovalConfig {
    fn default() -> Self {
        Self { runs: DEFAULT_REMOVAL_RUNS, top: DEFAULT_TOP_ACTORS, first_seed: 1 }
    }
}

/// The result of [`rank_ranges`].
#[derive(Debug, Clone, PartialEq)]
pub struct RankRanges {
    /// Share of the population that is not in the data.
    pub missing_share: f64,
    /// Initiatives that were removed in each draw.
    pub removed: usize,
    pub runs: usize,
    /// By rank, then id.
    pub actors: Vec<RankRange>,
}

/// The rank of an actor by degree: 1 + the number of actors with more linked actors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankRange {
    /// Position in the ecosystem.
    pub actor: usize,
    pub degree: usize,
    pub rank: usize,
    /// 5th, 50th and 95th percentile of its rank over the draws (nearest rank).
    pub low: usize,
    pub median: usize,
    pub high: usize,
}

/// Ranges of the degree ranks of the first actors when as large a share of the initiatives is removed at random as the
/// data are thought to miss: missing = 1 − initiatives in the data / `known`, removed = round(selected · missing).
///
/// If so much more missing moves an actor from place 3 to anywhere between 1 and 9, its place 3 in these data is no firmer
/// than that (Borgatti, Carley & Krackhardt 2006, doi:10.1016/j.socnet.2005.05.001, on random removal of nodes). It
/// assumes that initiatives were missed at random; what was missed because it is small or new is not covered. `None` where
/// nothing is missing, nothing selected or no draw asked. Draw r takes seed `first_seed` + r. Time O(runs · Σ k²).
pub fn rank_ranges(
    ecosystem: &Ecosystem,
    selection: &Selection,
    known: u64,
    config: &RemovalConfig,
) -> Option<RankRanges> {
    let network = selection.network(ecosystem);
    let selected: Vec<usize> =
        (0..ecosystem.initiatives().len()).filter(|&initiative| selection.has_initiative(initiative)).collect();
    let missing = known.checked_sub(ecosystem.initiatives().len() as u64).filter(|&missing| missing > 0)?;
    let n = network.actor_count();
    if config.runs == 0 || selected.is_empty() || n == 0 {
        return None;
    }
    // round(selected · missing / known), halves up.
    let removed =
        ((2 * selected.len() as u128 * u128::from(missing) + u128::from(known)) / (2 * u128::from(known))) as usize;
    let degrees = Degrees::new(n).of(&network, &vec![false; ecosystem.initiatives().len()]);
    let ranks = ranks(&degrees);
    let mut top: Vec<usize> = (0..n).collect();
    top.sort_by_key(|&actor| (ranks[actor], actor));
    top.truncate(config.top);
    let draws: Vec<Vec<usize>> = (0..config.runs as u64)
        .into_par_iter()
        .map_init(
            || Degrees::new(n),
            |counter, run| {
                let mut random = Pcg64::seed_from_u64(config.first_seed.wrapping_add(run));
                let mut gone = vec![false; ecosystem.initiatives().len()];
                index::sample(&mut random, selected.len(), removed)
                    .iter()
                    .for_each(|drawn| gone[selected[drawn]] = true);
                let drawn_ranks = self::ranks(&counter.of(&network, &gone));
                top.iter().map(|&actor| drawn_ranks[actor]).collect()
            },
        )
        .collect();
    let range = |(position, &actor): (usize, &usize)| {
        let mut drawn: Vec<usize> = draws.iter().map(|draw| draw[position]).collect();
        drawn.sort_unstable();
        RankRange {
            actor: network.ecosystem_position(actor),
            degree: degrees[actor],
            rank: ranks[actor],
            low: percentile(&drawn, 5),
            median: percentile(&drawn, 50),
            high: percentile(&drawn, 95),
        }
    };
    Some(RankRanges {
        missing_share: ratio(missing as f64, known as f64).unwrap_or(0.0),
        removed,
        runs: config.runs,
        actors: top.iter().enumerate().map(range).collect(),
    })
}

/// The nearest-rank percentile of sorted values, of which there is at least one.
fn percentile(sorted: &[usize], percent: usize) -> usize {
    let position = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(position).copied().unwrap_or(0)
}

/// 1 + the number of actors with a higher degree.
fn ranks(degrees: &[usize]) -> Vec<usize> {
    let mut sorted = degrees.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    degrees.iter().map(|degree| 1 + sorted.partition_point(|other| other > degree)).collect()
}

/// Counts linked actors without building a projection.
struct Degrees {
    /// Last actor for whom an actor was counted.
    seen_by: Vec<u32>,
}

impl Degrees {
    fn new(n: usize) -> Self {
        Self { seen_by: vec![u32::MAX; n] }
    }

    fn of(&mut self, network: &TwoModeNetwork, gone: &[bool]) -> Vec<usize> {
        self.seen_by.fill(u32::MAX);
        let mut degrees = Vec::with_capacity(network.actor_count());
        for actor in 0..network.actor_count() {
            self.seen_by[actor] = actor as u32;
            let mut degree = 0;
            for &initiative in network.initiatives_of(actor).iter().filter(|&&initiative| !gone[initiative as usize]) {
                for &other in network.actors_of(initiative as usize) {
                    degree += usize::from(self.seen_by[other as usize] != actor as u32);
                    self.seen_by[other as usize] = actor as u32;
                }
            }
            degrees.push(degree);
        }
        degrees
    }
}
