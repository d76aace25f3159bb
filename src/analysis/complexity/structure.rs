//! The shape of a network of actors: density, path length, modularity.

use std::collections::VecDeque;

use rand::seq::index;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

use crate::analysis::centrality::{DEFAULT_EXACT_LINK_VISITS, DEFAULT_PIVOTS};
use crate::analysis::clusters::{DEFAULT_RESOLUTION, DEFAULT_RUNS};
use crate::analysis::leiden::{Threads, WeightedGraph, leiden};
use crate::analysis::numbers::{ratio, round12};
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge, TwoModeNetwork};

/// Settings of [`structure`].
#[derive(Debug, Clone, PartialEq)]
pub struct StructureConfig {
    /// Runs of Leiden, with seeds 1, 2, …; the best modularity counts.
    pub runs: usize,
    pub resolution: f64,
    /// Path lengths are exact up to this many visited links (n × 2m).
    pub exact_link_visits: u64,
    /// Start actors that are drawn beyond it, from this seed.
    pub pivots: usize,
    pub seed: u64,
    /// Bytes that a projection may take.
    pub memory_budget: u64,
}

impl Default for StructureConfig {
    fn default() -> Self {
        Self {
            runs: DEFAULT_RUNS,
            resolution: DEFAULT_RESOLUTION,
            exact_link_visits: DEFAULT_EXACT_LINK_VISITS,
            pivots: DEFAULT_PIVOTS,
            seed: 1,
            memory_budget: DEFAULT_MEMORY_BUDGET,
        }
    }
}

/// The shape of the actor projection (n actors, m linked pairs).
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    pub links: usize,
    /// 2m / (n(n − 1)); `None` for n < 2.
    pub density: Option<f64>,
    /// Mean number of steps between two actors that can reach each other; `None` without links. Unreachable pairs are
    /// left out, so look at `reachable` beside it.
    pub mean_path_length: Option<f64>,
    /// Share of the pairs of actors that can reach each other; `None` for n < 2.
    pub reachable: Option<f64>,
    /// Of the Newman-weighted projection, the best of the runs; `None` without links.
    pub modularity: Option<f64>,
    /// Path length and reachable share are from a sample of start actors.
    pub approximate: bool,
}

/// Measures a network. Time O(n·m) for paths, by start actor in parallel.
///
/// # Errors
/// [`ProjectionTooLarge`].
pub fn structure(network: &TwoModeNetwork, config: &StructureConfig) -> Result<Structure, ProjectionTooLarge> {
    let projection = Projection::new(network, config.memory_budget)?;
    Ok(structure_of(&projection, config))
}

/// As [`structure`], of a projection that is there already.
pub fn structure_of(projection: &Projection, config: &StructureConfig) -> Structure {
    let (n, m) = (projection.actor_count(), projection.pair_count());
    let others = n as f64 - 1.0;
    let approximate = n as u64 * 2 * m as u64 > config.exact_link_visits && config.pivots < n;
    let sources: Vec<usize> = if approximate {
        let mut random = Pcg64::seed_from_u64(config.seed);
        let mut drawn = index::sample(&mut random, n, config.pivots).into_vec();
        drawn.sort_unstable();
        drawn
    } else {
        (0..n).collect()
    };
    // Whole numbers: any order of adding gives the same sum.
    let (steps, reached) = sources
        .par_iter()
        .map_init(|| Search::new(n), |search, &source| search.from(projection, source))
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    Structure {
        links: m,
        density: if n < 2 { None } else { ratio(2.0 * m as f64, n as f64 * others) },
        mean_path_length: ratio(steps as f64, reached as f64),
        reachable: if n < 2 { None } else { ratio(reached as f64, sources.len() as f64 * others) },
        modularity: modularity(projection, config),
        approximate,
    }
}

/// The best modularity of the runs (Traag, Waltman & Van Eck 2019, doi:10.1038/s41598-019-41695-z).
fn modularity(projection: &Projection, config: &StructureConfig) -> Option<f64> {
    if projection.pair_count() == 0 {
        return None;
    }
    let graph = WeightedGraph::from_projection(projection);
    let found: Vec<f64> = (0..config.runs as u64)
        .into_par_iter()
        .filter_map(|run| {
            graph.modularity(&leiden(&graph, config.resolution, 1 + run, Threads::One), config.resolution)
        })
        .map(round12)
        .collect();
    found.into_iter().reduce(f64::max)
}

/// One breadth-first search after another. `stamp[a]` is the last search that met actor a.
struct Search {
    stamp: Vec<u32>,
    distance: Vec<u32>,
    queue: VecDeque<u32>,
    round: u32,
}

impl Search {
    fn new(n: usize) -> Self {
        Self { stamp: vec![0; n], distance: vec![0; n], queue: VecDeque::new(), round: 0 }
    }

    /// Sum of the distances from an actor to all that it reaches, and their number.
    fn from(&mut self, projection: &Projection, source: usize) -> (u64, u64) {
        self.round += 1;
        self.stamp[source] = self.round;
        self.distance[source] = 0;
        self.queue.push_back(source as u32);
        let (mut steps, mut reached) = (0, 0);
        while let Some(actor) = self.queue.pop_front() {
            let next = self.distance[actor as usize] + 1;
            for &other in projection.neighbors_of(actor as usize) {
                if self.stamp[other as usize] != self.round {
                    self.stamp[other as usize] = self.round;
                    self.distance[other as usize] = next;
                    steps += u64::from(next);
                    reached += 1;
                    self.queue.push_back(other);
                }
            }
        }
        (steps, reached)
    }
}
