//! The graph that Leiden works on, and the smaller ones that it makes of it.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::network::Projection;

/// A gain below this is no gain: it keeps rounding from moving nodes in circles.
pub(super) const LEAST_GAIN: f64 = 1e-12;
/// Nodes that are worth a task of their own.
const LEAST_TASK: usize = 4096;
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
pub(in crate::analysis) struct WeightedGraph<'a> {
    /// Where the links of each node begin and end; between those of two nodes there may be others that mean nothing.
    starts: Cow<'a, [u64]>,
    ends: Cow<'a, [u64]>,
    neighbors: Cow<'a, [u32]>,
    weights: Cow<'a, [f64]>,
    /// Weight of the loop at each node.
    loops: Vec<f64>,
    pub(super) strength: Vec<f64>,
    /// 2m.
    pub(super) total: f64,
}

impl<'a> WeightedGraph<'a> {
    /// From rows one after another: the links of node `v` are at `offsets[v]..offsets[v + 1]`.
    pub(in crate::analysis) fn new(
        mut offsets: Vec<u64>,
        neighbors: Vec<u32>,
        weights: Vec<f64>,
        loops: Vec<f64>,
    ) -> Self {
        let ends = offsets[1..].to_vec();
        offsets.truncate(ends.len());
        Self::of_rows(offsets.into(), ends.into(), neighbors.into(), weights.into(), loops)
    }

    /// The Newman-weighted actor projection.
    pub(in crate::analysis) fn from_projection(projection: &'a Projection) -> Self {
        let (offsets, neighbors, weights) = projection.newman_rows();
        let actors = projection.actor_count();
        let (starts, ends) = (&offsets[..actors], &offsets[1..]);
        Self::of_rows(starts.into(), ends.into(), neighbors.into(), weights.into(), vec![0.0; actors])
    }

    fn of_rows(
        starts: Cow<'a, [u64]>,
        ends: Cow<'a, [u64]>,
        neighbors: Cow<'a, [u32]>,
        weights: Cow<'a, [f64]>,
        loops: Vec<f64>,
    ) -> Self {
        let strength: Vec<f64> = (0..loops.len())
            .into_par_iter()
            .with_min_len(LEAST_TASK)
            .map(|node| {
                let row = starts[node] as usize..ends[node] as usize;
                weights[row].iter().sum::<f64>() + 2.0 * loops[node]
            })
            .collect();
        let total = strength.iter().sum();
        Self { starts, ends, neighbors, weights, loops, strength, total }
    }

    pub(in crate::analysis) fn len(&self) -> usize {
        self.loops.len()
    }

    pub(super) fn pair_count(&self) -> usize {
        self.starts.iter().zip(self.ends.iter()).map(|(start, end)| (end - start) as usize).sum::<usize>() / 2
    }

    fn row(&self, node: usize) -> Range<usize> {
        self.starts[node] as usize..self.ends[node] as usize
    }

    pub(super) fn links(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let row = self.row(node);
        self.neighbors[row.clone()].iter().map(|&other| other as usize).zip(self.weights[row].iter().copied())
    }

    /// Q of a membership; `None` for a graph without links, where it is not defined.
    pub(in crate::analysis) fn modularity(&self, membership: &[u32], resolution: f64) -> Option<f64> {
        if self.total == 0.0 {
            return None;
        }
        let communities = membership.iter().map(|&community| community as usize + 1).max().unwrap_or(0);
        let own = |node: usize| -> f64 {
            let links = self.links(node).filter(|&(other, _)| membership[other] == membership[node]);
            links.map(|(_, weight)| weight).sum()
        };
        let own: Vec<f64> = (0..self.len()).into_par_iter().with_min_len(LEAST_TASK).map(own).collect();
        let (mut inside, mut strength) = (vec![0.0; communities], vec![0.0; communities]);
        for node in 0..self.len() {
            let community = membership[node] as usize;
            inside[community] += own[node] + 2.0 * self.loops[node];
            strength[community] += self.strength[node];
        }
        let terms = inside.iter().zip(&strength).map(|(inside, strength)| {
            let share = strength / self.total;
            inside / self.total - resolution * share * share
        });
        Some(terms.sum())
    }

    /// One node per community; weights inside become loops.
    pub(super) fn aggregate(&self, membership: &[u32], communities: usize, threads: Threads) -> WeightedGraph<'static> {
        let (offsets, members) = group(0..self.len() as u32, membership, communities);
        let chunk = match threads {
            Threads::One => communities,
            Threads::All => communities.div_ceil(AGGREGATE_TASKS),
        };
        // Room for as many links as there are now. Fewer will be needed, and memory that is not used is never touched.
        let links_of = |node: &u32| self.row(*node as usize).len();
        let room: usize = members.iter().map(links_of).sum();
        let (mut neighbors, mut weights) = (vec![0; room], vec![0.0; room]);
        let (mut starts, mut ends) = (vec![0; communities], vec![0; communities]);
        let mut loops = vec![0.0; communities];
        let (mut rest, mut start) = ((neighbors.as_mut_slice(), weights.as_mut_slice()), 0);
        let mut tasks = Vec::with_capacity(AGGREGATE_TASKS);
        let places = starts.chunks_mut(chunk).zip(ends.chunks_mut(chunk)).zip(loops.chunks_mut(chunk));
        for (first, ((starts, ends), loops)) in (0..communities).step_by(chunk).zip(places) {
            let range = offsets[first]..offsets[first + starts.len()];
            let room: usize = members[range].iter().map(links_of).sum();
            let (neighbors, after_neighbors) = rest.0.split_at_mut(room);
            let (weights, after_weights) = rest.1.split_at_mut(room);
            tasks.push(Rows { first, start, starts, ends, neighbors, weights, loops, used: 0 });
            rest = (after_neighbors, after_weights);
            start += room;
        }
        tasks.into_par_iter().for_each_init(
            || CommunityWeights::new(communities),
            |sums, mut rows| {
                for slot in 0..rows.starts.len() {
                    let community = rows.first + slot;
                    let members = &members[offsets[community]..offsets[community + 1]];
                    rows.fill(slot, self, membership, members, sums);
                }
            },
        );
        WeightedGraph::of_rows(starts.into(), ends.into(), neighbors.into(), weights.into(), loops)
    }
}

/// Some rows of an aggregated graph, which are still to be filled.
struct Rows<'a> {
    /// The community of the first row.
    first: usize,
    /// Where `neighbors` begin among those of the whole graph.
    start: usize,
    starts: &'a mut [u64],
    ends: &'a mut [u64],
    neighbors: &'a mut [u32],
    weights: &'a mut [f64],
    loops: &'a mut [f64],
    /// Links so far.
    used: usize,
}

impl Rows<'_> {
    fn fill(
        &mut self,
        slot: usize,
        graph: &WeightedGraph,
        membership: &[u32],
        members: &[u32],
        sums: &mut CommunityWeights,
    ) {
        let community = (self.first + slot) as u32;
        let mut own = 0.0;
        for &node in members {
            own += graph.loops[node as usize];
            for (other, weight) in graph.links(node as usize) {
                sums.add(membership[other], weight);
            }
        }
        self.starts[slot] = (self.start + self.used) as u64;
        sums.touched.sort_unstable();
        for &other in &sums.touched {
            let weight = sums.weight[other as usize];
            if other == community {
                own += weight / 2.0;
            } else {
                self.neighbors[self.used] = other;
                self.weights[self.used] = weight;
                self.used += 1;
            }
        }
        sums.clear();
        self.ends[slot] = (self.start + self.used) as u64;
        self.loops[slot] = own;
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
