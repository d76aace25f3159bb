//! The second step of a round: communities fall apart in parts that hold together.

use rayon::prelude::*;

use super::graph::{CommunityWeights, LEAST_GAIN, Threads, WeightedGraph, group};

/// Splits every community into well-connected parts: starting from single nodes, nodes that are still alone join the part
/// of their community with the highest gain, if both are well connected to the rest of it. As in the authors' own
/// implementation the best part is taken; chance comes from the order of visits.
pub(super) fn refine(
    graph: &WeightedGraph,
    membership: &[u32],
    communities: usize,
    resolution: f64,
    order: Vec<u32>,
    threads: Threads,
) -> Vec<u32> {
    let (offsets, members) = group(order.into_iter(), membership, communities);
    // Where a node stands: its community, and its place among the members.
    let mut places = vec![(0, 0); graph.len()];
    for community in 0..communities {
        let mine = &members[offsets[community]..offsets[community + 1]];
        mine.iter().zip(0..).for_each(|(&node, slot)| places[node as usize] = (community as u32, slot));
    }
    let mut parts = vec![0_u32; graph.len()];
    let mut rest = parts.as_mut_slice();
    let mut tasks = Vec::with_capacity(communities);
    for community in 0..communities {
        let (mine, after) = rest.split_at_mut(offsets[community + 1] - offsets[community]);
        tasks.push((community as u32, &members[offsets[community]..offsets[community + 1]], mine));
        rest = after;
    }
    // No community sees another, so they need not wait for each other.
    let one = |(community, members, parts): (u32, &[u32], &mut [u32])| {
        refine_one(graph, &places, community, members, resolution, parts);
    };
    match threads {
        Threads::One => tasks.into_iter().for_each(one),
        Threads::All => tasks.into_par_iter().for_each(one),
    }
    let mut part = vec![0; graph.len()];
    for community in 0..communities {
        for position in offsets[community]..offsets[community + 1] {
            part[members[position] as usize] = members[offsets[community] + parts[position] as usize];
        }
    }
    part
}

/// Refines one community: `part` gets for each of its members, which are in the order of visits, the position of the member
/// that its part is called after.
fn refine_one(
    graph: &WeightedGraph,
    places: &[(u32, u32)],
    community: u32,
    members: &[u32],
    resolution: f64,
    part: &mut [u32],
) {
    let n = members.len();
    let inner = |node: u32| {
        graph.links(node as usize).filter_map(|(other, weight)| {
            let (its, slot) = places[other];
            (its == community).then_some((slot as usize, weight))
        })
    };
    part.iter_mut().zip(0..).for_each(|(part, slot)| *part = slot);
    if n == 1 {
        return;
    }
    let mut strength: Vec<f64> = members.iter().map(|&node| graph.strength[node as usize]).collect();
    let whole: f64 = strength.iter().sum();
    let mut alone = vec![true; n];
    // Weight from each part to the rest of its community.
    let mut outward: Vec<f64> = members.iter().map(|&node| inner(node).map(|(_, weight)| weight).sum()).collect();
    let pull = resolution / graph.total;
    let mut sums = CommunityWeights::new(n);
    for (slot, &node) in members.iter().enumerate() {
        let own = graph.strength[node as usize];
        if !alone[slot] || outward[slot] < pull * own * (whole - own) {
            continue;
        }
        for (other, weight) in inner(node) {
            sums.add(part[other], weight);
        }
        let mut best = (LEAST_GAIN, None);
        for &candidate in &sums.touched {
            let c = candidate as usize;
            let well_connected = outward[c] >= pull * strength[c] * (whole - strength[c]);
            let gained = sums.weight[c] - pull * own * strength[c];
            if well_connected && gained > best.0 {
                best = (gained, Some(candidate));
            }
        }
        if let (_, Some(target)) = best {
            let t = target as usize;
            outward[t] += outward[slot] - 2.0 * sums.weight[t];
            strength[t] += own;
            strength[slot] = 0.0;
            alone[t] = false;
            alone[slot] = false;
            part[slot] = target;
        }
        sums.clear();
    }
}
