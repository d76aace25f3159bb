//! The graph that Leiden works on, and the smaller ones that it makes of it.

use rayon::prelude::*;

use crate::network::Projection;

/// A gain below this is no gain: it keeps rounding from moving nodes in circles.
pub(super) const LEAST_GAIN: f64 = 1e-12;
/// Tasks that the rows of an aggregated graph are shared out in.
const AGGREGATE_TASKS: usize = 64;

/// Who takes part in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Threads {
    /// The thread that asks for it, as where there are many runs at once.
    One,
    All,
}

/// An undirected weighted graph in compressed rows, with loops apart. Strengths count loops twice.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct WeightedGraph {
    offsets: Vec<usize>,
    neighbors: Vec<u32>,
    weights: Vec<f64>,
    /// Weight of the loop at each node.
    loops: Vec<f64>,
    pub(super) strength: Vec<f64>,
    /// 2m.
    pub(super) total: f64,
}

impl WeightedGraph {
    pub(in crate::analysis) fn new(
        offsets: Vec<usize>,
        neighbors: Vec<u32>,
        weights: Vec<f64>,
        loops: Vec<f64>,
    ) -> Self {
        let strength: Vec<f64> = (0..loops.len())
            .map(|node| weights[offsets[node]..offsets[node + 1]].iter().sum::<f64>() + 2.0 * loops[node])
            .collect();
        let total = strength.iter().sum();
        Self { offsets, neighbors, weights, loops, strength, total }
    }

    /// The Newman-weighted actor projection.
    pub(in crate::analysis) fn from_projection(projection: &Projection) -> Self {
        let n = projection.actor_count();
        let links = 2 * projection.pair_count();
        let (mut offsets, mut neighbors, mut weights) =
            (Vec::with_capacity(n + 1), Vec::with_capacity(links), Vec::with_capacity(links));
        offsets.push(0);
        for actor in 0..n {
            neighbors.extend_from_slice(projection.neighbors_of(actor));
            weights.extend_from_slice(projection.newman_of(actor));
            offsets.push(neighbors.len());
        }
        Self::new(offsets, neighbors, weights, vec![0.0; n])
    }

    pub(in crate::analysis) fn len(&self) -> usize {
        self.loops.len()
    }

    pub(super) fn pair_count(&self) -> usize {
        self.neighbors.len() / 2
    }

    pub(super) fn links(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let row = self.offsets[node]..self.offsets[node + 1];
        self.neighbors[row.clone()].iter().map(|&other| other as usize).zip(self.weights[row].iter().copied())
    }

    /// Q of a membership; `None` for a graph without links, where it is not defined.
    pub(in crate::analysis) fn modularity(&self, membership: &[u32], resolution: f64) -> Option<f64> {
        if self.total == 0.0 {
            return None;
        }
        let communities = membership.iter().map(|&community| community as usize + 1).max().unwrap_or(0);
        let (mut inside, mut strength) = (vec![0.0; communities], vec![0.0; communities]);
        for node in 0..self.len() {
            let community = membership[node];
            let own: f64 =
                self.links(node).filter(|&(other, _)| membership[other] == community).map(|(_, weight)| weight).sum();
            inside[community as usize] += own + 2.0 * self.loops[node];
            strength[community as usize] += self.strength[node];
        }
        let terms = inside.iter().zip(&strength).map(|(inside, strength)| {
            let share = strength / self.total;
            inside / self.total - resolution * share * share
        });
        Some(terms.sum())
    }

    /// One node per community; weights inside become loops.
    pub(super) fn aggregate(&self, membership: &[u32], communities: usize, threads: Threads) -> Self {
        let (offsets, members) = group(0..self.len() as u32, membership, communities);
        let chunk = communities.div_ceil(AGGREGATE_TASKS).max(1);
        let scratch = || CommunityWeights::new(communities);
        let rows = |sums: &mut CommunityWeights, task: usize| {
            let mut rows = Rows::default();
            for community in task * chunk..((task + 1) * chunk).min(communities) {
                let members = &members[offsets[community]..offsets[community + 1]];
                rows.add(self, membership, community as u32, members, sums);
            }
            rows
        };
        let tasks = 0..communities.div_ceil(chunk);
        let parts: Vec<Rows> = match threads {
            Threads::One => {
                let mut sums = scratch();
                tasks.map(|task| rows(&mut sums, task)).collect()
            }
            Threads::All => tasks.into_par_iter().map_init(scratch, rows).collect(),
        };
        let links = parts.iter().map(|part| part.neighbors.len()).sum();
        let (mut offsets, mut loops) = (Vec::with_capacity(communities + 1), Vec::with_capacity(communities));
        let (mut neighbors, mut weights) = (Vec::with_capacity(links), Vec::with_capacity(links));
        offsets.push(0);
        for part in parts {
            let before = neighbors.len();
            offsets.extend(part.ends.iter().map(|end| before + end));
            loops.extend(part.loops);
            neighbors.extend(part.neighbors);
            weights.extend(part.weights);
        }
        Self::new(offsets, neighbors, weights, loops)
    }
}

/// Some rows of an aggregated graph, as [`WeightedGraph`] keeps them.
#[derive(Default)]
struct Rows {
    /// End of each row in `neighbors`.
    ends: Vec<usize>,
    neighbors: Vec<u32>,
    weights: Vec<f64>,
    loops: Vec<f64>,
}

impl Rows {
    fn add(
        &mut self,
        graph: &WeightedGraph,
        membership: &[u32],
        community: u32,
        members: &[u32],
        sums: &mut CommunityWeights,
    ) {
        let mut own = 0.0;
        for &node in members {
            own += graph.loops[node as usize];
            for (other, weight) in graph.links(node as usize) {
                sums.add(membership[other], weight);
            }
        }
        sums.touched.sort_unstable();
        for &other in &sums.touched {
            let weight = sums.weight[other as usize];
            if other == community {
                own += weight / 2.0;
            } else {
                self.neighbors.push(other);
                self.weights.push(weight);
            }
        }
        sums.clear();
        self.loops.push(own);
        self.ends.push(self.neighbors.len());
    }
}

/// Counting sort of nodes by community; within one they keep their order.
pub(super) fn group(
    nodes: impl Iterator<Item = u32>,
    membership: &[u32],
    communities: usize,
) -> (Vec<usize>, Vec<u32>) {
    let mut offsets = vec![0_usize; communities + 1];
    for &community in membership {
        offsets[community as usize + 1] += 1;
    }
    for index in 1..offsets.len() {
        offsets[index] += offsets[index - 1];
    }
    let mut next = offsets.clone();
    let mut members = vec![0_u32; membership.len()];
    for node in nodes {
        let slot = &mut next[membership[node as usize] as usize];
        members[*slot] = node;
        *slot += 1;
    }
    (offsets, members)
}

/// Weights from one node to the communities around it: dense, with a list of what was touched.
pub(super) struct CommunityWeights {
    /// 0 where nothing was added: weights of links are above 0.
    pub weight: Vec<f64>,
    pub touched: Vec<u32>,
}

impl CommunityWeights {
    pub fn new(communities: usize) -> Self {
        Self { weight: vec![0.0; communities], touched: Vec::new() }
    }

    pub fn add(&mut self, community: u32, weight: f64) {
        let sum = &mut self.weight[community as usize];
        if *sum == 0.0 {
            self.touched.push(community);
        }
        *sum += weight;
    }

    pub fn clear(&mut self) {
        for &community in &self.touched {
            self.weight[community as usize] = 0.0;
        }
        self.touched.clear();
    }
}
