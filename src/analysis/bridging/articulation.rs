//! Articulation actors and bridges of the projection, with who would be cut off.

use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::bridges::bridges;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;

use super::search_tree::{Part, SearchTree};
use crate::network::Projection;

/// Who is no longer connected to the largest remaining part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutOff {
    /// Actors outside the largest part.
    pub count: usize,
    /// The first of them, increasing; as many as were asked.
    pub listed: Vec<usize>,
    /// Parts that the component falls into.
    pub parts: usize,
}

/// An actor without whom its component falls apart. Actors are positions in the projection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticulationActor {
    pub actor: usize,
    pub cut_off: CutOff,
}

/// A link without which its component falls apart in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// a < b.
    pub a: usize,
    pub b: usize,
    pub cut_off: CutOff,
}

/// The result of [`articulation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Articulation {
    /// By position.
    pub actors: Vec<ArticulationActor>,
    /// Most cut off first, then by ends.
    pub bridges: Vec<Bridge>,
}

/// Finds the actors and the links on which a component of the projection hangs.
///
/// An articulation actor is one whose removal leaves more components than there were (its own place not counted); a bridge
/// is such a link. Of the parts that remain of the component the largest stays (equally large: the one with the lowest
/// position) and the actors of all others are cut off. Between the members of one initiative there is always another way
/// round once there are three of them; a bridge is therefore a pair whose only shared initiatives have no third actor.
///
/// petgraph finds the actors and the links (Tarjan 1972, doi:10.1137/0201010; Hopcroft & Tarjan 1973,
/// doi:10.1145/362248.362272); the parts are read off a single depth-first search. At most `listed` actors are named per
/// actor or link. Time O(n + m + actors that are cut off, over all actors and links found).
pub fn articulation(projection: &Projection, listed: usize) -> Articulation {
    let tree = SearchTree::new(projection);
    let mut points: Vec<usize> =
        articulation_points(projection).into_iter().map(|position| position as usize).collect();
    points.sort_unstable();
    let actors = points
        .into_par_iter()
        .map(|actor| ArticulationActor { actor, cut_off: cut_off(&tree, tree.without_node(actor), listed) })
        .collect();
    let links: Vec<(usize, usize)> = bridges(projection)
        .map(|link| (link.source() as usize, link.target() as usize))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    let mut bridges: Vec<Bridge> = links
        .into_par_iter()
        .map(|(a, b)| Bridge { a, b, cut_off: cut_off(&tree, tree.without_link(a, b), listed) })
        .collect();
    bridges.sort_by_key(|bridge| (std::cmp::Reverse(bridge.cut_off.count), bridge.a, bridge.b));
    Articulation { actors, bridges }
}

fn cut_off(tree: &SearchTree, parts: Vec<Part>, listed: usize) -> CutOff {
    let largest = parts.iter().map(|part| part.len()).max().unwrap_or(0);
    let lowest = |part: &Part| tree.members(part).min();
    let tied = parts.iter().enumerate().filter(|(_, part)| part.len() == largest);
    let stays = match tied.clone().count() {
        // The usual case, in which the large part need not be walked.
        1 => tied.map(|(position, _)| position).next(),
        _ => tied.min_by_key(|(_, part)| lowest(part)).map(|(position, _)| position),
    };
    let others = parts.iter().enumerate().filter(|&(position, _)| Some(position) != stays);
    let mut members: Vec<usize> = others.flat_map(|(_, part)| tree.members(part)).collect();
    let count = members.len();
    if listed < count {
        // The first ones without sorting all: a long chain cuts off many for every actor.
        members.select_nth_unstable(listed);
        members.truncate(listed);
    }
    members.sort_unstable();
    CutOff { count, listed: members, parts: parts.len() }
}
