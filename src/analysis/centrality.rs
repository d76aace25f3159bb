//! Centrality of actors in the actor projection.
//!
//! n = all actors of the network, isolated ones included; m = linked pairs. One function per measure, and [`centrality`]
//! for all of them.
//!
//! # How to read it
//!
//! Degree is with how many others an actor shares an initiative: the sizes of the nodes in figure 17 of the Regioscan.
//! Betweenness asks how often an actor lies on the shortest way between two others: high with a modest degree is a bridge.
//! Core says how dense the company is that an actor keeps.
//!
//! In `voorbeeld` (a *fictional* ecosystem) the council A0016 has most links, 79 of 919 possible; the ministry A0001 has 75
//! but the highest betweenness, 0.10: a tenth of the shortest ways between others runs through it. In `regioscan-2023`
//! Rabobank (25 initiatives, 108 links) stands before EZK (30 initiatives, 68 links), as in figure 17: fewer initiatives with
//! more partners. That network is *reconstructed*; only the numbers of initiatives of figure 16 are published.
//!
//! Do not trust it to say who matters: one large consortium gives each of its members many links at once, and a funder of
//! everything is linked with everybody without doing anything. Nor the exact rank where part of the initiatives was not
//! coded: the rank ranges of [`complexity`](mod@super::complexity) show how much it could move.

use rand::seq::index;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

use super::numbers::{ratio, round12};
use crate::network::{Projection, TwoModeNetwork};

/// Chance to follow a link rather than to jump.
pub const DEFAULT_DAMPING: f64 = 0.85;
/// PageRank stops when ranks change by less than this in all (L1).
pub const DEFAULT_TOLERANCE: f64 = 1e-12;
/// Betweenness and closeness are exact up to this many visited links (n × 2m).
pub const DEFAULT_EXACT_LINK_VISITS: u64 = 1_000_000_000;
/// Start actors that are drawn beyond it.
pub const DEFAULT_PIVOTS: usize = 1024;

/// Rounds after which PageRank gives up; with damping 0.85 some 180 are enough for 1e-12.
const MAX_ROUNDS: usize = 10_000;
/// Actors whose ranks are computed by one task.
const RANKS_PER_TASK: usize = 2_048;
/// Start actors are handled in this many groups, whatever the number of threads, and groups are added in order.
const GROUPS: usize = 32;

/// Settings of [`centrality`].
#[derive(Debug, Clone, PartialEq)]
pub struct CentralityConfig {
    pub damping: f64,
    pub tolerance: f64,
    pub exact_link_visits: u64,
    pub pivots: usize,
    /// For the draw of pivots.
    pub seed: u64,
}

impl Default for CentralityConfig {
    fn default() -> Self {
        Self {
            damping: DEFAULT_DAMPING,
            tolerance: DEFAULT_TOLERANCE,
            exact_link_visits: DEFAULT_EXACT_LINK_VISITS,
            pivots: DEFAULT_PIVOTS,
            seed: 1,
        }
    }
}

/// All measures of one actor. Real values are rounded to 12 decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorCentrality {
    /// Position in the ecosystem.
    pub actor: usize,
    /// Linked actors.
    pub degree: usize,
    /// degree / (n − 1); `None` for n = 1.
    pub degree_centrality: Option<f64>,
    /// Sum of shared initiatives over linked actors.
    pub strength: u64,
    /// Initiatives it takes part in.
    pub initiatives: usize,
    /// `None` for n < 3.
    pub betweenness: Option<f64>,
    /// Harmonic closeness; `None` for n = 1.
    pub closeness: Option<f64>,
    pub pagerank: f64,
    /// k-core number.
    pub core: usize,
}

/// How far sampled betweenness and closeness can be off.
#[derive(Debug, Clone, PartialEq)]
pub struct Approximation {
    pub pivots: usize,
    /// With 95 % certainty neither measure of any actor is off by more than this (Hoeffding, over all at once).
    pub bound: f64,
}

/// The result of [`centrality`].
#[derive(Debug, Clone, PartialEq)]
pub struct Centrality {
    /// Sorted by degree descending, then id.
    pub actors: Vec<ActorCentrality>,
    /// `Some` where betweenness and closeness were sampled.
    pub approximation: Option<Approximation>,
}

/// All measures for all actors, sorted by degree descending, then id.
pub fn centrality(network: &TwoModeNetwork, projection: &Projection, config: &CentralityConfig) -> Centrality {
    let n = network.actor_count();
    let (paths, (ranks, cores)) = rayon::join(
        || shortest_paths(projection, config),
        || rayon::join(|| pagerank(projection, config.damping, config.tolerance), || core_numbers(projection)),
    );
    let others = n as f64 - 1.0;
    let mut actors: Vec<ActorCentrality> = (0..n)
        .map(|actor| ActorCentrality {
            actor: network.ecosystem_position(actor),
            degree: projection.degree(actor),
            degree_centrality: ratio(projection.degree(actor) as f64, others),
            strength: projection.counts_of(actor).iter().map(|&count| u64::from(count)).sum(),
            initiatives: network.initiatives_of(actor).len(),
            betweenness: paths.betweenness.as_ref().map(|values| round12(values[actor])),
            closeness: paths.closeness.as_ref().map(|values| round12(values[actor])),
            pagerank: round12(ranks[actor]),
            core: cores[actor],
        })
        .collect();
    actors.sort_by_key(|actor| (std::cmp::Reverse(actor.degree), actor.actor));
    Centrality { actors, approximation: paths.approximation }
}

/// PageRank (Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X) on count weights.
///
/// r(v) = (1 − α)/n + α · (Σ_{u linked to v} r(u) · w(u,v)/s(u) + D/n), where s(u) is the strength of u and D the rank of
/// isolated actors, spread uniformly. Starts uniform and stops when the L1 change is below `tolerance`; sums to 1.
pub fn pagerank(projection: &Projection, damping: f64, tolerance: f64) -> Vec<f64> {
    let n = projection.actor_count();
    if n == 0 {
        return Vec::new();
    }
    let strength = |actor: usize| projection.counts_of(actor).iter().map(|&count| f64::from(count)).sum::<f64>();
    let strength: Vec<f64> = (0..n).into_par_iter().with_min_len(RANKS_PER_TASK).map(strength).collect();
    let mut ranks = vec![1.0 / n as f64; n];
    let mut next = vec![0.0; n];
    // What each actor gives per unit of link weight; 0 for isolated ones, which give to all.
    let mut shares = vec![0.0; n];
    for _ in 0..MAX_ROUNDS {
        let parts = shares.par_chunks_mut(RANKS_PER_TASK).zip(ranks.par_chunks(RANKS_PER_TASK));
        let parts = parts.zip(strength.par_chunks(RANKS_PER_TASK)).map(|((shares, ranks), strength)| {
            let mut isolated = 0.0;
            for ((share, rank), strength) in shares.iter_mut().zip(ranks).zip(strength) {
                if *strength > 0.0 {
                    *share = rank / strength;
                } else {
                    isolated += rank;
                }
            }
            isolated
        });
        let base = (1.0 - damping + damping * in_order(parts)) / n as f64;
        let parts = next.par_chunks_mut(RANKS_PER_TASK).zip(ranks.par_chunks(RANKS_PER_TASK)).enumerate();
        let parts = parts.map(|(part, (next, ranks))| {
            let mut change = 0.0;
            for ((actor, next), rank) in (part * RANKS_PER_TASK..).zip(next).zip(ranks) {
                let links = projection.neighbors_of(actor).iter().zip(projection.counts_of(actor));
                let given = links.map(|(&other, &count)| shares[other as usize] * f64::from(count)).sum::<f64>();
                *next = base + damping * given;
                change += (*next - rank).abs();
            }
            change
        });
        let change = in_order(parts);
        std::mem::swap(&mut ranks, &mut next);
        if change < tolerance {
            break;
        }
    }
    let total: f64 = ranks.iter().sum();
    ranks.iter().map(|rank| rank / total).collect()
}

/// The sum of parts in their order, so that it does not depend on threads.
fn in_order(parts: impl IndexedParallelIterator<Item = f64>) -> f64 {
    parts.collect::<Vec<f64>>().into_iter().sum()
}

/// k-core number per actor: the largest k such that the actor is in a part of the network where everybody has at least k
/// links (Batagelj & Zaversnik 2003, arXiv:cs/0310049). Time O(m).
pub fn core_numbers(projection: &Projection) -> Vec<usize> {
    let n = projection.actor_count();
    let mut degree: Vec<usize> = (0..n).map(|actor| projection.degree(actor)).collect();
    let highest = degree.iter().copied().max().unwrap_or(0);
    // `start[d]` is where actors of degree d begin in `order`, which stays sorted by current degree.
    let mut start = vec![0_usize; highest + 2];
    for &d in &degree {
        start[d + 1] += 1;
    }
    for d in 1..start.len() {
        start[d] += start[d - 1];
    }
    let mut next = start.clone();
    let (mut order, mut place) = (vec![0_usize; n], vec![0_usize; n]);
    for actor in 0..n {
        place[actor] = next[degree[actor]];
        order[place[actor]] = actor;
        next[degree[actor]] += 1;
    }
    for position in 0..n {
        let actor = order[position];
        for &other in projection.neighbors_of(actor) {
            let other = other as usize;
            if degree[other] > degree[actor] {
                // Swap `other` to the front of its degree group, then move the group's start past it.
                let front = start[degree[other]];
                let first = order[front];
                order.swap(front, place[other]);
                place[first] = place[other];
                place[other] = front;
                start[degree[other]] += 1;
                degree[other] -= 1;
            }
        }
    }
    degree
}

/// Betweenness and harmonic closeness, both from shortest paths on the unweighted projection.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortestPaths {
    /// Share of the shortest paths between two others that pass an actor: Σ_{s<t} σ(s,t|v)/σ(s,t) divided by
    /// (n − 1)(n − 2)/2 (Freeman 1977; algorithm of Brandes 2001, doi:10.1080/0022250X.2001.9990249). `None` for n < 3.
    pub betweenness: Option<Vec<f64>>,
    /// Σ_{u≠v} 1/d(u,v) divided by n − 1, with 1/∞ = 0 (harmonic; Marchiori & Latora 2000,
    /// doi:10.1016/S0378-4371(00)00311-3). `None` for n = 1.
    pub closeness: Option<Vec<f64>>,
    pub approximation: Option<Approximation>,
}

/// Exact while n × 2m is within `exact_link_visits`, else from seeded start actors (Brandes & Pich 2007,
/// doi:10.1142/S0218127407018403): each start actor s gives values x_s(v) in [0, 1] of which the measure is the mean over
/// all s (times n/(n − 1)), so that Hoeffding's inequality bounds the error of the mean over a sample.
pub fn shortest_paths(projection: &Projection, config: &CentralityConfig) -> ShortestPaths {
    let n = projection.actor_count();
    let visits = n as u64 * 2 * projection.pair_count() as u64;
    let (sources, approximation) = if visits > config.exact_link_visits && config.pivots < n {
        let mut random = Pcg64::seed_from_u64(config.seed);
        let mut drawn = index::sample(&mut random, n, config.pivots).into_vec();
        drawn.sort_unstable();
        // 2 measures · 2 · n · exp(−2 · p · ε²) = 0.05, scaled like the values.
        let epsilon = (libm::log(4.0 * n as f64 / 0.05) / (2.0 * config.pivots as f64)).sqrt();
        let bound = round12(epsilon * n as f64 / (n as f64 - 1.0));
        (drawn, Some(Approximation { pivots: config.pivots, bound }))
    } else {
        ((0..n).collect(), None)
    };
    let group_size = sources.len().div_ceil(GROUPS).max(1);
    let groups: Vec<PathSums> = sources
        .par_chunks(group_size)
        .map(|group| {
            let mut search = BreadthFirst::new(n);
            let mut sums = PathSums { dependency: vec![0.0; n], harmonic: vec![0.0; n] };
            for &source in group {
                search.accumulate(projection, source, &mut sums);
            }
            sums
        })
        .collect();
    let mut total = PathSums { dependency: vec![0.0; n], harmonic: vec![0.0; n] };
    for group in groups {
        total.dependency.iter_mut().zip(group.dependency).for_each(|(total, value)| *total += value);
        total.harmonic.iter_mut().zip(group.harmonic).for_each(|(total, value)| *total += value);
    }
    let scale = n as f64 / sources.len().max(1) as f64;
    let others = n as f64 - 1.0;
    // Every unordered pair is met from both of its ends, hence no factor 2.
    let pairs = others * (n as f64 - 2.0);
    ShortestPaths {
        betweenness: (n >= 3).then(|| total.dependency.iter().map(|sum| sum * scale / pairs).collect()),
        closeness: (n >= 2).then(|| total.harmonic.iter().map(|sum| sum * scale / others).collect()),
        approximation,
    }
}

/// Sums over start actors.
struct PathSums {
    dependency: Vec<f64>,
    harmonic: Vec<f64>,
}

/// The arrays of one search of Brandes' algorithm, named as in the paper.
struct BreadthFirst {
    /// S: actors in order of distance.
    stack: Vec<u32>,
    /// Where each distance begins in `stack`.
    starts: Vec<usize>,
    /// d modulo 3, d being the distance from the source; [`UNSEEN`] while not reached. Linked actors differ by one at most, so
    /// that this tells which is nearer; a byte per actor stays in the nearest cache, and it is what is looked up most.
    distance: Vec<u8>,
    counts: Vec<PathCounts>,
}

/// Side by side, since they are needed together.
#[derive(Clone, Copy, Default)]
struct PathCounts {
    /// Number of shortest paths from the source.
    sigma: f64,
    /// Dependency of the source on an actor.
    delta: f64,
}

const UNSEEN: u8 = u8::MAX;

impl BreadthFirst {
    fn new(n: usize) -> Self {
        Self {
            stack: Vec::with_capacity(n),
            starts: Vec::new(),
            distance: vec![UNSEEN; n],
            counts: vec![PathCounts::default(); n],
        }
    }

    fn accumulate(&mut self, projection: &Projection, source: usize, sums: &mut PathSums) {
        self.counts[source].sigma = 1.0;
        self.distance[source] = 0;
        self.stack.push(source as u32);
        let mut from = 0;
        while from < self.stack.len() {
            let to = self.stack.len();
            self.starts.push(from);
            let next = (self.starts.len() % 3) as u8;
            for position in from..to {
                let v = self.stack[position] as usize;
                let paths = self.counts[v].sigma;
                for &w in projection.neighbors_of(v) {
                    let reached = &mut self.distance[w as usize];
                    if *reached == UNSEEN {
                        *reached = next;
                        self.stack.push(w);
                    }
                    if *reached == next {
                        self.counts[w as usize].sigma += paths;
                    }
                }
            }
            from = to;
        }
        let mut to = self.stack.len();
        for (distance, &from) in self.starts.iter().enumerate().skip(1).rev() {
            let before = ((distance - 1) % 3) as u8;
            for &w in self.stack[from..to].iter().rev() {
                let w = w as usize;
                let PathCounts { sigma, delta } = self.counts[w];
                let share = (1.0 + delta) / sigma;
                for &v in projection.neighbors_of(w) {
                    // Predecessors are the neighbors that are one step nearer.
                    if self.distance[v as usize] == before {
                        let counts = &mut self.counts[v as usize];
                        counts.delta += counts.sigma * share;
                    }
                }
                sums.dependency[w] += delta;
                sums.harmonic[w] += 1.0 / distance as f64;
            }
            to = from;
        }
        for &v in &self.stack {
            self.distance[v as usize] = UNSEEN;
            self.counts[v as usize] = PathCounts::default();
        }
        self.stack.clear();
        self.starts.clear();
    }
}
