//! The Leiden algorithm for modularity (Traag, Waltman & Van Eck 2019, doi:10.1038/s41598-019-41695-z).
//!
//! Maximises Q = Σ_c (e_c/(2m) − γ (K_c/(2m))²), where e_c is twice the weight inside community c (loops count twice),
//! K_c the summed strength of its members, 2m the summed strength of all and γ the resolution. Rounds of moving nodes,
//! refining communities and aggregating are repeated from their own result until Q hardly rises. A run depends on
//! its seed only: moving is sequential, and what is refined or aggregated by several threads comes out the same.

mod graph;
mod moving;
mod refining;

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

use graph::LEAST_GAIN;
pub(super) use graph::{Threads, WeightedGraph};
use moving::move_nodes;
use refining::refine;

/// A run ends when an iteration raises Q by less than this: the long tail of ever smaller gains is below the differences
/// between runs. On large graphs, where an iteration costs most, it ends earlier, within a thousandth of the best.
const LEAST_ITERATION_GAIN: f64 = 1e-5;
const LEAST_ITERATION_GAIN_OF_LARGE: f64 = 2e-4;
/// Where the first moves, those of single nodes, made this share of what the iteration before gained, those of the next tell
/// what it is worth, and a large graph is spared the rest of it.
const SHARE_OF_FIRST_MOVES: f64 = 0.9;
/// Linked pairs from which a graph is large.
const LARGE: usize = 200_000;
/// Nodes from which one round on a large graph ends at three visits per two nodes: nodes that would move after that mostly
/// follow each other about, and all are visited again one level up and in the next iteration.
const MANY: usize = 1_000;
/// Nodes that are visited one after another on a large graph: links of the next are then at hand in memory.
const BLOCK: usize = 16;
/// Iterations after which a run ends even if it still improves.
const MAX_ITERATIONS: usize = 50;

/// Membership per node after one run; communities are numbered by first member.
pub(super) fn leiden(graph: &WeightedGraph, resolution: f64, seed: u64, threads: Threads) -> Vec<u32> {
    let mut random = Pcg64::seed_from_u64(seed);
    let mut membership: Vec<u32> = (0..graph.len() as u32).collect();
    if graph.total == 0.0 {
        return membership;
    }
    let mut quality = f64::NEG_INFINITY;
    let least = if is_large(graph) { LEAST_ITERATION_GAIN_OF_LARGE } else { LEAST_ITERATION_GAIN };
    let mut least_first = f64::NEG_INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let next = improve(graph, &membership, resolution, &mut random, threads, least_first);
        let reached = next.quality.unwrap_or(quality);
        let gain = reached - quality;
        if gain > LEAST_GAIN {
            (membership, quality) = (next.membership, reached);
        }
        if gain < least {
            break;
        }
        let shows_all = is_large(graph) && next.first_moves > SHARE_OF_FIRST_MOVES * gain;
        least_first = if shows_all { least } else { f64::NEG_INFINITY };
    }
    split_disconnected(graph, &mut membership);
    membership
}

/// What an iteration made.
struct Iteration {
    membership: Vec<u32>,
    /// Q, which the last and smallest graph has too.
    quality: Option<f64>,
    /// What the moves of single nodes gained.
    first_moves: f64,
}

/// One iteration of Leiden from a given membership: move, refine, aggregate until communities are single nodes, or only move
/// if that gains less than `least_first`.
fn improve(
    graph: &WeightedGraph,
    start: &[u32],
    resolution: f64,
    random: &mut Pcg64,
    threads: Threads,
    least_first: f64,
) -> Iteration {
    let mut level: Option<WeightedGraph> = None;
    let mut node_of: Vec<u32> = (0..graph.len() as u32).collect();
    let mut membership = start.to_vec();
    let mut first_moves = 0.0;
    let quality = loop {
        let here = level.as_ref().unwrap_or(graph);
        let is_limited = is_large(graph) && here.len() >= MANY;
        let most = if is_limited { here.len() * 3 / 2 } else { usize::MAX };
        let order = order_of_visits(here, random);
        let gain = move_nodes(here, &mut membership, resolution, order, most);
        let communities = renumber(&mut membership);
        let is_first = level.is_none();
        if is_first {
            first_moves = gain;
        }
        if communities == here.len() || (is_first && gain < least_first) {
            break here.modularity(&membership, resolution);
        }
        let mut refined = refine(here, &membership, communities, resolution, order_of_visits(here, random), threads);
        let parts = renumber(&mut refined);
        if parts == here.len() {
            break here.modularity(&membership, resolution);
        }
        let next = here.aggregate(&refined, parts, threads);
        let mut next_membership = vec![0; parts];
        for (node, &part) in refined.iter().enumerate() {
            next_membership[part as usize] = membership[node];
        }
        node_of.iter_mut().for_each(|node| *node = refined[*node as usize]);
        membership = next_membership;
        level = Some(next);
    };
    let mut flat: Vec<u32> = node_of.iter().map(|&node| membership[node as usize]).collect();
    renumber(&mut flat);
    Iteration { membership: flat, quality, first_moves }
}

fn is_large(graph: &WeightedGraph) -> bool {
    graph.pair_count() >= LARGE
}

/// All nodes in random order, those of a large graph in blocks.
fn order_of_visits(graph: &WeightedGraph, random: &mut Pcg64) -> Vec<u32> {
    let nodes = graph.len() as u32;
    let block = if is_large(graph) { BLOCK } else { 1 };
    let mut starts: Vec<u32> = (0..nodes).step_by(block).collect();
    starts.shuffle(random);
    starts.into_iter().flat_map(|start| start..(start + block as u32).min(nodes)).collect()
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

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;

    /// Groups of so many nodes: `inner` links from each node to its group and as many as `outer` to any.
    fn planted(groups: u32, size: u32, inner: u32, outer: u32, seed: u64) -> (WeightedGraph<'static>, Vec<u32>) {
        let n = groups * size;
        let mut random = Pcg64::seed_from_u64(seed);
        let mut rows = vec![std::collections::BTreeMap::new(); n as usize];
        for node in 0..n {
            for link in 0..inner + outer {
                let other = match link < inner {
                    true => node / size * size + random.random_range(0..size),
                    false => random.random_range(0..n),
                };
                if other != node {
                    let weight = 1.0 + f64::from(link % 3);
                    rows[node as usize].insert(other, weight);
                    rows[other as usize].insert(node, weight);
                }
            }
        }
        let ends = rows.iter().scan(0, |end, row| {
            *end += row.len() as u64;
            Some(*end)
        });
        let offsets: Vec<u64> = std::iter::once(0).chain(ends).collect();
        let (neighbors, weights): (Vec<u32>, Vec<f64>) = rows.iter().flatten().unzip();
        (
            WeightedGraph::new(offsets, neighbors, weights, vec![0.0; n as usize]),
            (0..n).map(|node| node / size).collect(),
        )
    }

    #[test]
    fn a_run_is_the_same_for_one_thread_and_all() {
        for seed in 1..=6 {
            let (graph, _) = planted(20, 40, 5, 4, seed);
            let [one, all] = [Threads::One, Threads::All].map(|threads| leiden(&graph, 1.0, seed, threads));
            assert_eq!(one, all, "seed {seed}");
        }
    }

    #[test]
    fn a_large_graph_gives_back_its_groups() {
        let (graph, groups) = planted(40, 150, 30, 10, 1);
        assert!(graph.pair_count() > LARGE, "{}", graph.pair_count());
        let [one, all] = [Threads::One, Threads::All].map(|threads| leiden(&graph, 1.0, 7, threads));
        assert_eq!(one, all);
        assert_eq!(one, groups);
    }
}
