//! Actors and clusters that change.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Side;
use crate::analysis::agreement::adjusted_rand_index;
use crate::analysis::centrality::{ActorCentrality, Centrality};
use crate::analysis::cluster_matching::{ClusterMatching, Compared, match_clusters, member_ids};
use crate::analysis::numbers::round12;
use crate::ecosystem::Ecosystem;
use crate::ecosystem::edit::Edited;
use crate::network::Projection;

/// An actor on one side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActorSide {
    pub degree: usize,
    /// 1 + the number of actors with a higher degree.
    pub rank: usize,
    /// `None` for fewer than three actors.
    pub betweenness: Option<f64>,
    pub initiatives: usize,
}

/// An actor whose place in the network changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorChange {
    /// Positions before and after; an actor that was added has none before, one that was removed none after. A merged actor
    /// is not listed: it is the one that was kept.
    pub before: Option<usize>,
    pub after: Option<usize>,
    pub was: Option<ActorSide>,
    pub is: Option<ActorSide>,
}

/// What happens to the network of actors.
#[derive(Debug, Clone, PartialEq)]
pub struct CentralityChange {
    pub actors_before: usize,
    pub actors_after: usize,
    pub components_before: usize,
    pub components_after: usize,
    pub isolated_before: usize,
    pub isolated_after: usize,
    /// Actors without a link that had one; positions after, increasing.
    pub newly_isolated: Vec<usize>,
    /// Actors that were in the largest component and are not; positions after, increasing.
    pub cut_off: Vec<usize>,
    /// Actors that change in degree or betweenness, how many in all, and the first of them.
    pub changed: usize,
    pub actors: Vec<ActorChange>,
}

/// An actor in another cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedMember {
    /// Position after.
    pub actor: usize,
    /// Positions of the clusters before and after.
    pub from: usize,
    pub to: usize,
}

/// What happens to the clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct ClustersChange {
    pub count_before: usize,
    pub count_after: usize,
    pub modularity_before: Option<f64>,
    pub modularity_after: Option<f64>,
    pub stability_before: Option<f64>,
    pub stability_after: Option<f64>,
    /// Over the actors that are in a cluster on both sides, and how many they are; `None` where there are none.
    pub adjusted_rand: Option<f64>,
    pub in_both: usize,
    /// Whether the two groupings agree at least as much as two runs over the data before do: then it says nothing who moves.
    /// `None` where either is not known.
    pub within_chance: Option<bool>,
    /// Clusters by their position on both sides, as ids of their members.
    pub members_before: Vec<Vec<String>>,
    pub members_after: Vec<Vec<String>>,
    pub matching: ClusterMatching,
    /// By position of the actor.
    pub moved: Vec<MovedMember>,
}

/// Where the actors that go on are: (before, after) by position before. Of a merged group only the one that is kept.
fn going_on(before: &Ecosystem, edited: &Edited) -> Vec<(usize, usize)> {
    let now = edited.actors.iter().enumerate();
    let same = |(was, is): (usize, &Option<u32>)| {
        let is = (*is)? as usize;
        (before.actors()[was].id == edited.ecosystem.actors()[is].id).then_some((was, is))
    };
    now.filter_map(same).collect()
}

pub(super) fn centrality_change(
    before: &Ecosystem,
    edited: &Edited,
    was: &Side,
    is: &Side,
    most: usize,
) -> CentralityChange {
    let (then, now) =
        (places(&was.centrality, before.actors().len()), places(&is.centrality, edited.ecosystem.actors().len()));
    let same = going_on(before, edited);
    let mut changes: Vec<ActorChange> = Vec::new();
    let mut say = |before: Option<usize>, after: Option<usize>| {
        let (was, is) = (before.and_then(|actor| then[actor]), after.and_then(|actor| now[actor]));
        let seen = |side: Option<ActorSide>| side.map(|side| (side.degree, side.betweenness));
        if seen(was) != seen(is) {
            changes.push(ActorChange { before, after, was, is });
        }
    };
    same.iter().for_each(|&(was, is)| say(Some(was), Some(is)));
    let removed = (0..edited.actors.len()).filter(|&actor| edited.actors[actor].is_none());
    removed.for_each(|actor| say(Some(actor), None));
    let known: BTreeSet<usize> = same.iter().map(|&(_, is)| is).collect();
    (0..edited.ecosystem.actors().len())
        .filter(|actor| !known.contains(actor))
        .for_each(|actor| say(None, Some(actor)));
    let degree = |side: &Option<ActorSide>| side.map_or(0, |side| side.degree);
    let betweenness = |side: &Option<ActorSide>| side.and_then(|side| side.betweenness).unwrap_or(0.0);
    let id = |change: &ActorChange| match (change.after, change.before) {
        (Some(actor), _) => edited.ecosystem.actors()[actor].id.clone(),
        (None, Some(actor)) => before.actors()[actor].id.clone(),
        (None, None) => "".into(),
    };
    changes.sort_by_cached_key(|change| {
        // Not negative, so their bits are ordered as they are.
        let shift = round12((betweenness(&change.is) - betweenness(&change.was)).abs()).to_bits();
        (Reverse(degree(&change.is).abs_diff(degree(&change.was))), Reverse(shift), id(change))
    });
    let changed = changes.len();
    changes.truncate(most);
    let (parts_before, parts_after) = (Components::new(&was.projection), Components::new(&is.projection));
    let linked = |projection: &Projection, actor: usize| projection.degree(actor) > 0;
    let isolated =
        |projection: &Projection| (0..projection.actor_count()).filter(|&actor| !linked(projection, actor)).count();
    CentralityChange {
        actors_before: was.network.actor_count(),
        actors_after: is.network.actor_count(),
        components_before: parts_before.count,
        components_after: parts_after.count,
        isolated_before: isolated(&was.projection),
        isolated_after: isolated(&is.projection),
        newly_isolated: same
            .iter()
            .filter(|&&(then, now)| linked(&was.projection, then) && !linked(&is.projection, now))
            .map(|&(_, now)| now)
            .collect(),
        cut_off: same
            .iter()
            .filter(|&&(then, now)| parts_before.in_largest(then) && !parts_after.in_largest(now))
            .map(|&(_, now)| now)
            .collect(),
        changed,
        actors: changes,
    }
}

/// Per actor of the ecosystem what its centrality is.
fn places(centrality: &Centrality, actors: usize) -> Vec<Option<ActorSide>> {
    let mut places = vec![None; actors];
    let degrees: Vec<usize> = centrality.actors.iter().map(|actor| actor.degree).collect();
    let side = |actor: &ActorCentrality| ActorSide {
        degree: actor.degree,
        // They are sorted by degree, highest first.
        rank: 1 + degrees.partition_point(|&other| other > actor.degree),
        betweenness: actor.betweenness,
        initiatives: actor.initiatives,
    };
    centrality.actors.iter().for_each(|actor| places[actor.actor] = Some(side(actor)));
    places
}

/// The components of a projection.
struct Components {
    of: Vec<usize>,
    count: usize,
    largest: Option<usize>,
}

impl Components {
    fn new(projection: &Projection) -> Self {
        let mut of = vec![usize::MAX; projection.actor_count()];
        let mut sizes = Vec::new();
        for start in 0..projection.actor_count() {
            if of[start] != usize::MAX {
                continue;
            }
            let (component, mut size, mut open) = (sizes.len(), 0, vec![start]);
            of[start] = component;
            while let Some(actor) = open.pop() {
                size += 1;
                for &other in projection.neighbors_of(actor) {
                    if std::mem::replace(&mut of[other as usize], component) == usize::MAX {
                        open.push(other as usize);
                    }
                }
            }
            sizes.push(size);
        }
        let largest = (0..sizes.len()).max_by_key(|&component| (sizes[component], Reverse(component)));
        Self { of, count: sizes.len(), largest }
    }

    fn in_largest(&self, actor: usize) -> bool {
        self.of.get(actor).copied() == self.largest
    }
}

pub(super) fn clusters_change(before: &Ecosystem, edited: &Edited, was: &Side, is: &Side) -> ClustersChange {
    let after = &edited.ecosystem;
    let (earlier, later) = (member_ids(before, &was.clusters), member_ids(after, &is.clusters));
    let matching = match_clusters(&earlier, &later, Compared::Everyone);
    let in_both: Vec<(usize, usize, usize)> = going_on(before, edited)
        .into_iter()
        .filter_map(|(then, now)| Some((now, was.clusters.membership[then]?, is.clusters.membership[now]?)))
        .collect();
    let (from, to): (Vec<u32>, Vec<u32>) = in_both.iter().map(|&(_, from, to)| (from as u32, to as u32)).unzip();
    let moved = in_both.iter().filter(|&&(_, from, to)| matching.successor[from] != Some(to));
    let adjusted_rand = (!in_both.is_empty()).then(|| round12(adjusted_rand_index(&from, &to)));
    let owned = |clusters: &[Vec<&str>]| -> Vec<Vec<String>> {
        clusters.iter().map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()).collect()
    };
    ClustersChange {
        count_before: earlier.len(),
        count_after: later.len(),
        modularity_before: was.clusters.modularity,
        modularity_after: is.clusters.modularity,
        stability_before: was.clusters.stability,
        stability_after: is.clusters.stability,
        adjusted_rand,
        within_chance: adjusted_rand.zip(was.clusters.stability).map(|(found, usual)| found >= usual),
        in_both: in_both.len(),
        moved: moved.map(|&(actor, from, to)| MovedMember { actor, from, to }).collect(),
        members_before: owned(&earlier),
        members_after: owned(&later),
        matching,
    }
}
