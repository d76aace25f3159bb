//! The first step of a round: nodes go where they gain most.

use std::collections::VecDeque;

use super::graph::{LEAST_GAIN, WeightedGraph};

/// Visits nodes in the order given, moves each to the community with the highest gain, and visits the neighbors of a moved
/// node again until nobody moves, or `most` visits were made. By how much Q rose.
pub(super) fn move_nodes(
    graph: &WeightedGraph,
    membership: &mut [u32],
    resolution: f64,
    order: Vec<u32>,
    most: usize,
) -> f64 {
    let n = graph.len();
    let mut communities = vec![Around::default(); n];
    let mut size = vec![0_u32; n];
    for node in 0..n {
        communities[membership[node] as usize].strength += graph.strength[node];
        size[membership[node] as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..n as u32).rev().filter(|&community| size[community as usize] == 0).collect();
    let mut queue: VecDeque<u32> = order.into();
    let mut queued = vec![true; n];
    let mut touched: Vec<u32> = Vec::new();
    let (mut visits, mut gained) = (0, 0.0);
    while visits < most
        && let Some(node) = queue.pop_front()
    {
        visits += 1;
        let node = node as usize;
        queued[node] = false;
        let old = membership[node];
        for (other, weight) in graph.links(node) {
            let community = membership[other];
            let around = &mut communities[community as usize];
            if around.weight == 0.0 {
                touched.push(community);
            }
            around.weight += weight;
        }
        communities[old as usize].strength -= graph.strength[node];
        size[old as usize] -= 1;
        let pull = resolution * graph.strength[node] / graph.total;
        let gain = |around: &Around| around.weight - pull * around.strength;
        let stay = gain(&communities[old as usize]);
        let mut best = (stay, old);
        if size[old as usize] > 0
            && let Some(&alone) = empty.last()
            && best.0 < -LEAST_GAIN
        {
            best = (0.0, alone);
        }
        for &community in &touched {
            let around = &mut communities[community as usize];
            let there = gain(around);
            around.weight = 0.0;
            if there > best.0 + LEAST_GAIN {
                best = (there, community);
            }
        }
        touched.clear();
        let new = best.1;
        gained += best.0 - stay;
        communities[new as usize].strength += graph.strength[node];
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
    2.0 * gained / graph.total
}

/// A community as a node sees it: the weight of the node's links to it, and the summed strength of its members.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    weight: f64,
    strength: f64,
}
