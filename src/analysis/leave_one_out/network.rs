//! The two-mode network without one of its nodes.

use std::ops::Range;

use crate::analysis::bridging::search_tree::{Part, SearchTree};
use crate::network::{Projection, TwoModeNetwork};

/// What happens to the network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Torn {
    pub links: usize,
    pub isolated: Vec<usize>,
    pub cut_off: usize,
    pub listed: Vec<usize>,
    pub components_added: usize,
}

/// The network with one search of it. Nodes are actors, then initiatives.
pub(super) struct Web<'a> {
    network: &'a TwoModeNetwork,
    projection: &'a Projection,
    listed: usize,
    tree: SearchTree,
    /// Per number in the order of discovery, the actors with a lower number.
    actors_before: Vec<usize>,
}

impl<'a> Web<'a> {
    pub fn new(network: &'a TwoModeNetwork, projection: &'a Projection, listed: usize) -> Self {
        let (n, initiatives) = (network.actor_count(), network.initiative_count());
        let shifted: Vec<Vec<u32>> = (0..n)
            .map(|actor| network.initiatives_of(actor).iter().map(|&initiative| n as u32 + initiative).collect())
            .collect();
        let tree = SearchTree::of(n + initiatives, |node| match node.checked_sub(n) {
            Some(initiative) => network.actors_of(initiative),
            None => &shifted[node],
        });
        let mut actors_before = Vec::with_capacity(n + initiatives + 1);
        let mut count = 0;
        for &node in tree.discovered() {
            actors_before.push(count);
            count += usize::from((node as usize) < n);
        }
        actors_before.push(count);
        Self { network, projection, listed, tree, actors_before }
    }

    pub fn initiatives_of(&self, actor: usize) -> &'a [u32] {
        self.network.initiatives_of(actor)
    }

    pub fn without_initiative(&self, initiative: usize) -> Torn {
        let members = self.network.actors_of(initiative);
        let mut torn = self.fallen_apart(self.network.actor_count() + initiative);
        torn.links = self.links_of(&[initiative], None);
        torn.isolated = self.isolated(members.iter().copied(), None, &[initiative]);
        torn
    }

    /// Without an actor and the initiatives that stop with it.
    pub fn without_actor(&self, actor: usize, stopped: &[usize]) -> Torn {
        let alone = stopped.iter().all(|&initiative| self.network.actors_of(initiative).len() == 1);
        let mut torn = if alone { self.fallen_apart(actor) } else { self.searched(actor, stopped) };
        torn.links = self.projection.degree(actor) + self.links_of(stopped, Some(actor));
        torn.isolated = self.isolated(self.projection.neighbors_of(actor).iter().copied(), Some(actor), stopped);
        torn
    }

    /// Pairs of members of the stopped initiatives, the actor that goes left out, that share no other initiative.
    fn links_of(&self, stopped: &[usize], gone: Option<usize>) -> usize {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for &initiative in stopped {
            let members: Vec<u32> = self.members(initiative, gone).collect();
            for (position, &a) in members.iter().enumerate() {
                pairs.extend(members[position + 1..].iter().map(|&b| (a, b)));
            }
        }
        pairs.sort_unstable();
        let shared = |(a, b): (u32, u32)| {
            let row = self.projection.neighbors_of(a as usize);
            row.binary_search(&b).map_or(0, |at| self.projection.counts_of(a as usize)[at] as usize)
        };
        pairs.chunk_by(|x, y| x == y).filter(|run| run.first().is_some_and(|&pair| shared(pair) == run.len())).count()
    }

    fn members(&self, initiative: usize, gone: Option<usize>) -> impl Iterator<Item = u32> {
        let members = self.network.actors_of(initiative).iter().copied();
        members.filter(move |&actor| Some(actor as usize) != gone)
    }

    /// Those among actors, in increasing order and none twice, that had a link and have none.
    fn isolated(&self, among: impl Iterator<Item = u32>, gone: Option<usize>, stopped: &[usize]) -> Vec<usize> {
        let linked = |actor: u32| {
            let goes_on = |initiative: &&u32| !stopped.contains(&(**initiative as usize));
            let mut left = self.network.initiatives_of(actor as usize).iter().filter(goes_on);
            left.any(|&initiative| self.members(initiative as usize, gone).any(|other| other != actor))
        };
        among
            .filter(|&actor| self.projection.degree(actor as usize) > 0 && !linked(actor))
            .map(|actor| self.network.ecosystem_position(actor as usize))
            .collect()
    }

    /// Parts without one node, read off the search.
    fn fallen_apart(&self, node: usize) -> Torn {
        let count = |range: &Range<usize>| self.actors_before[range.end] - self.actors_before[range.start];
        let parts = self.tree.without_node(node).into_iter();
        let parts: Vec<(usize, Part)> =
            parts.map(|part| (part.ranges().iter().map(count).sum(), part)).filter(|(actors, _)| *actors > 0).collect();
        let members = |part: &Part| -> Vec<usize> {
            self.tree.members(part).filter(|&node| node < self.network.actor_count()).collect()
        };
        self.torn(&parts.iter().map(|(actors, part)| (*actors, || members(part))).collect::<Vec<_>>())
    }

    /// Parts without an actor and initiatives that have other members, searched from those who were linked to them.
    fn searched(&self, actor: usize, stopped: &[usize]) -> Torn {
        let mut seen = vec![false; self.network.actor_count()];
        let mut entered = vec![false; self.network.initiative_count()];
        stopped.iter().for_each(|&initiative| entered[initiative] = true);
        seen[actor] = true;
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for &start in self.projection.neighbors_of(actor) {
            if seen[start as usize] {
                continue;
            }
            seen[start as usize] = true;
            let (mut part, mut next) = (vec![start as usize], 0);
            while let Some(&here) = part.get(next) {
                next += 1;
                for &initiative in self.network.initiatives_of(here) {
                    if std::mem::replace(&mut entered[initiative as usize], true) {
                        continue;
                    }
                    for &other in self.network.actors_of(initiative as usize) {
                        if !std::mem::replace(&mut seen[other as usize], true) {
                            part.push(other as usize);
                        }
                    }
                }
            }
            parts.push(part);
        }
        self.torn(&parts.iter().map(|part| (part.len(), || part.clone())).collect::<Vec<_>>())
    }

    /// Of parts with their number of actors and a way to list them, the largest stays.
    fn torn(&self, parts: &[(usize, impl Fn() -> Vec<usize>)]) -> Torn {
        let largest = parts.iter().map(|(actors, _)| *actors).max().unwrap_or(0);
        let mut tied: Vec<usize> = (0..parts.len()).filter(|&part| parts[part].0 == largest).collect();
        if tied.len() > 1 {
            tied.sort_by_cached_key(|&part| parts[part].1().into_iter().min());
        }
        let stays = tied.first().copied();
        let others = || parts.iter().enumerate().filter(|&(part, _)| Some(part) != stays).map(|(_, part)| part);
        let mut members: Vec<usize> = others().flat_map(|(_, members)| members()).collect();
        members.sort_unstable();
        members.truncate(self.listed);
        Torn {
            cut_off: others().map(|(actors, _)| actors).sum(),
            listed: members.into_iter().map(|actor| self.network.ecosystem_position(actor)).collect(),
            components_added: parts.len().saturating_sub(1),
            ..Torn::default()
        }
    }
}
