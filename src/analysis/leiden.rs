//! The Leiden algorithm for modularity (Traag, Waltman & Van Eck 2019, doi:10.1038/s41598-019-41695-z).
//!
//! Maximises Q = Σ_c (e_c/(2m) − γ (K_c/(2m))²), where e_c is twice the weight inside community c (loops count twice),
//! K_c the summed strength of its members, 2m the summed strength of all and γ the resolution. Rounds of moving nodes,
//! refining communities and aggregating are repeated from their own result until Q hardly rises. One run is
//! sequential and depends on its seed only.

use std::collections::VecDeque;

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

use crate::network::Projection;

/// A gain below this is no gain: it keeps rounding from moving nodes in circles.
const LEAST_GAIN: f64 = 1e-12;
/// A run ends when an iteration raises Q by less than this: on large graphs the long tail of ever smaller gains costs most
/// of the time and is far below the differences between runs.
const LEAST_ITERATION_GAIN: f64 = 1e-5;
/// Iterations after which a run ends even if it still improves.
const MAX_ITERATIONS: usize = 50;

/// An undirected weighted graph in compressed rows, with loops apart. Strengths count loops twice.
#[derive(Debug, Clone)]
pub(super) struct WeightedGraph {
    offsets: Vec<usize>,
    neighbors: Vec<u32>,
    weights: Vec<f64>,
    /// Weight of the loop at each node.
    loops: Vec<f64>,
    strength: Vec<f64>,
    /// 2m.
    total: f64,
}

impl WeightedGraph {
    pub(super) fn new(offsets: Vec<usize>, neighbors: Vec<u32>, weights: Vec<f64>, loops: Vec<f64>) -> Self {
        let strength: Vec<f64> = (0..loops.len())
            .map(|node| weights[offsets[node]..offsets[node + 1]].iter().sum::<f64>() + 2.0 * loops[node])
            .collect();
        let total = strength.iter().sum();
        Self { offsets, neighbors, weights, loops, strength, total }
    }

    /// The Newman-weighted actor projection.
    pub(super) fn from_projection(projection: &Projection) -> Self {
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

    pub(super) fn len(&self) -> usize {
        self.loops.len()
    }

    fn links(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let row = self.offsets[node]..self.offsets[node + 1];
        self.neighbors[row.clone()].iter().map(|&other| other as usize).zip(self.weights[row].iter().copied())
    }

    /// Q of a membership; `None` for a graph without links, where it is not defined.
    pub(super) fn modularity(&self, membership: &[u32], resolution: f64) -> Option<f64> {
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
    fn aggregate(&self, membership: &[u32], communities: usize) -> Self {
        let (member_offsets, members) = group(membership, communities);
        let (mut offsets, mut neighbors, mut weights) = (vec![0], Vec::new(), Vec::new());
        let mut loops = vec![0.0; communities];
        let mut sums = CommunityWeights::new(communities);
        for community in 0..communities {
            for &node in &members[member_offsets[community]..member_offsets[community + 1]] {
                loops[community] += self.loops[node as usize];
                for (other, weight) in self.links(node as usize) {
                    sums.add(membership[other], weight);
                }
            }
            sums.touched.sort_unstable();
            for &other in &sums.touched {
                let weight = sums.weight[other as usize];
                if other as usize == community {
                    loops[community] += weight / 2.0;
                } else {
                    neighbors.push(other);
                    weights.push(weight);
                }
            }
            sums.clear();
            offsets.push(neighbors.len());
        }
        Self::new(offsets, neighbors, weights, loops)
    }
}

/// Membership per node after one run; communities are numbered by first member.
pub(super) fn leiden(graph: &WeightedGraph, resolution: f64, seed: u64) -> Vec<u32> {
    let mut random = Pcg64::seed_from_u64(seed);
    let mut membership: Vec<u32> = (0..graph.len() as u32).collect();
    let Some(mut quality) = graph.modularity(&membership, resolution) else { return membership };
    for _ in 0..MAX_ITERATIONS {
        let next = improve(graph, &membership, resolution, &mut random);
        let reached = graph.modularity(&next, resolution).unwrap_or(quality);
        let gain = reached - quality;
        if gain > LEAST_GAIN {
            (membership, quality) = (next, reached);
        }
        if gain < LEAST_ITERATION_GAIN {
            break;
        }
    }
    split_disconnected(graph, &mut membership);
    membership
}

/// One iteration of Leiden from a given membership: move, refine, aggregate until communities are single nodes.
fn improve(graph: &WeightedGraph, start: &[u32], resolution: f64, random: &mut Pcg64) -> Vec<u32> {
    let mut level: Option<WeightedGraph> = None;
    let mut node_of: Vec<u32> = (0..graph.len() as u32).collect();
    let mut membership = start.to_vec();
    loop {
        let here = level.as_ref().unwrap_or(graph);
        move_nodes(here, &mut membership, resolution, random);
        let communities = renumber(&mut membership);
        if communities == here.len() {
            break;
        }
        let mut refined = refine(here, &membership, communities, resolution, random);
        let parts = renumber(&mut refined);
        if parts == here.len() {
            break;
        }
        let next = here.aggregate(&refined, parts);
        let mut next_membership = vec![0; parts];
        for (node, &part) in refined.iter().enumerate() {
            next_membership[part as usize] = membership[node];
        }
        node_of.iter_mut().for_each(|node| *node = refined[*node as usize]);
        membership = next_membership;
        level = Some(next);
    }
    let mut flat: Vec<u32> = node_of.iter().map(|&node| membership[node as usize]).collect();
    renumber(&mut flat);
    flat
}

/// Visits nodes in random order, moves each to the community with the highest gain, and visits the neighbors of a moved
/// node again until nobody moves.
fn move_nodes(graph: &WeightedGraph, membership: &mut [u32], resolution: f64, random: &mut Pcg64) {
    let n = graph.len();
    let mut strength = vec![0.0; n];
    let mut size = vec![0_u32; n];
    for node in 0..n {
        strength[membership[node] as usize] += graph.strength[node];
        size[membership[node] as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..n as u32).rev().filter(|&community| size[community as usize] == 0).collect();
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.shuffle(random);
    let mut queue: VecDeque<u32> = order.into();
    let mut queued = vec![true; n];
    let mut sums = CommunityWeights::new(n);
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        queued[node] = false;
        let old = membership[node];
        for (other, weight) in graph.links(node) {
            sums.add(membership[other], weight);
        }
        strength[old as usize] -= graph.strength[node];
        size[old as usize] -= 1;
        let pull = resolution * graph.strength[node] / graph.total;
        let gain = |community: u32| sums.weight[community as usize] - pull * strength[community as usize];
        let mut best = (gain(old), old);
        if size[old as usize] > 0
            && let Some(&alone) = empty.last()
            && best.0 < -LEAST_GAIN
        {
            best = (0.0, alone);
        }
        for &community in &sums.touched {
            let gained = gain(community);
            if gained > best.0 + LEAST_GAIN {
                best = (gained, community);
            }
        }
        let new = best.1;
        sums.clear();
        strength[new as usize] += graph.strength[node];
        size[new as usize] += 1;
        if new != old {
            if empty.last() == Some(&new) {
                empty.pop();
            }
            if size[old as usize] == 0 {
                empty.push(old);
            }
            membership[node] = new;
            for (other, _) in graph.links(node) {
                if !queued[other] && membership[other] != new {
                    queued[other] = true;
                    queue.push_back(other as u32);
                }
            }
        }
    }
}

/// Splits every community into well-connected parts: starting from single nodes, nodes that are still alone join the part
/// of their community with the highest gain, if both are well connected to the rest of it. As in the authors' own
/// implementation the best part is taken; chance comes from the order of visits.
fn refine(
    graph: &WeightedGraph,
    membership: &[u32],
    communities: usize,
    resolution: f64,
    random: &mut Pcg64,
) -> Vec<u32> {
    let n = graph.len();
    let mut whole = vec![0.0; communities];
    for node in 0..n {
        whole[membership[node] as usize] += graph.strength[node];
    }
    let mut part: Vec<u32> = (0..n as u32).collect();
    let mut strength = graph.strength.clone();
    let mut alone = vec![true; n];
    // Weight from each part to the rest of its community.
    let mut outward: Vec<f64> = (0..n)
        .map(|node| {
            graph
                .links(node)
                .filter(|&(other, _)| membership[other] == membership[node])
                .map(|(_, weight)| weight)
                .sum()
        })
        .collect();
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.shuffle(random);
    let mut sums = CommunityWeights::new(n);
    for node in order {
        let node = node as usize;
        let pull = resolution / graph.total;
        let rest = whole[membership[node] as usize] - graph.strength[node];
        if !alone[node] || outward[node] < pull * graph.strength[node] * rest {
            continue;
        }
        for (other, weight) in graph.links(node) {
            if membership[other] == membership[node] && other != node {
                sums.add(part[other], weight);
            }
        }
        let mut best = (LEAST_GAIN, None);
        for &candidate in &sums.touched {
            let c = candidate as usize;
            let well_connected = outward[c] >= pull * strength[c] * (whole[membership[node] as usize] - strength[c]);
            let gained = sums.weight[c] - pull * graph.strength[node] * strength[c];
            if well_connected && gained > best.0 {
                best = (gained, Some(candidate));
            }
        }
        if let (_, Some(target)) = best {
            let t = target as usize;
            outward[t] += outward[node] - 2.0 * sums.weight[t];
            strength[t] += graph.strength[node];
            strength[node] = 0.0;
            alone[t] = false;
            alone[node] = false;
            part[node] = target;
        }
        sums.clear();
    }
    part
}

/// Splits communities that fell apart into their connected pieces, which never lowers modularity.
fn split_disconnected(graph: &WeightedGraph, membership: &mut Vec<u32>) {
    let mut piece = vec![u32::MAX; graph.len()];
    let mut pieces = 0;
    let mut stack = Vec::new();
    for start in 0..graph.len() {
        if piece[start] != u32::MAX {
            continue;
        }
        piece[start] = pieces;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for (other, _) in graph.links(node) {
                if piece[other] == u32::MAX && membership[other] == membership[node] {
                    piece[other] = pieces;
                    stack.push(other);
                }
            }
        }
        pieces += 1;
    }
    *membership = piece;
}

/// Numbers communities 0, 1, … by first member and returns how many there are.
fn renumber(membership: &mut [u32]) -> usize {
    let highest = membership.iter().map(|&community| community as usize + 1).max().unwrap_or(0);
    let mut number = vec![u32::MAX; highest];
    let mut next = 0;
    for community in membership {
        let slot = &mut number[*community as usize];
        if *slot == u32::MAX {
            *slot = next;
            next += 1;
        }
        *community = *slot;
    }
    next as usize
}

/// Counting sort of nodes by community.
fn group(membership: &[u32], communities: usize) -> (Vec<usize>, Vec<u32>) {
    let mut offsets = vec![0_usize; communities + 1];
    for &community in membership {
        offsets[community as usize + 1] += 1;
    }
    for index in 1..offsets.len() {
        offsets[index] += offsets[index - 1];
    }
    let mut next = offsets.clone();
    let mut members = vec![0_u32; membership.len()];
    for (node, &community) in membership.iter().enumerate() {
        members[next[community as usize]] = node as u32;
        next[community as usize] += 1;
    }
    (offsets, members)
}

/// Weights from one node to the communities around it: dense, with a list of what was touched.
struct CommunityWeights {
    /// 0 where nothing was added: weights of links are above 0.
    weight: Vec<f64>,
    touched: Vec<u32>,
}

impl CommunityWeights {
    fn new(communities: usize) -> Self {
        Self { weight: vec![0.0; communities], touched: Vec::new() }
    }

    fn add(&mut self, community: u32, weight: f64) {
        let sum = &mut self.weight[community as usize];
        if *sum == 0.0 {
            self.touched.push(community);
        }
        *sum += weight;
    }

    fn clear(&mut self) {
        for &community in &self.touched {
            self.weight[community as usize] = 0.0;
        }
        self.touched.clear();
    }
}
