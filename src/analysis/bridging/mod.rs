//! Bridging: who holds together what would otherwise stand apart.
//!
//! Four views on the same actors: brokerage between groups ([`brokerage`](mod@brokerage)), the hinge between national and
//! regional supply ([`hinge`](mod@hinge)), spread over regions ([`spread`](mod@spread)), and who would be cut off without
//! an actor or a link ([`articulation`](mod@articulation)). This file puts them side by side per actor.
//!
//! # How to read it
//!
//! A bridge is an actor whose partners do not know each other. Of the roles, a *liaison* joins two groups that are not its
//! own, a *gatekeeper* its own group with another; the ratio to chance says whether there is more of it than the sizes of
//! the groups bring about. The *hinge* is who sits in both national and regional initiatives.
//!
//! In `voorbeeld` (*fictional*) 149 of the 3,417 possible pairs of a national and a regional initiative share an actor
//! (4 %), by 40 actors, and 142 of the 149 by one actor only: contact between the levels hangs by single threads. The council
//! A0016 carries 18 of them; without the ministry A0001 seventeen actors would be cut off. Over levels there are 6.7 times as many liaisons as by
//! chance. `regioscan-2023` has no national initiatives, so that its hinge is null: the survey went by province.
//!
//! Do not trust a ratio over groups of a few actors, nor "would be cut off" as "would stop": a partner that is linked by one
//! initiative may have other contacts that no table holds.

pub mod articulation;
pub mod brokerage;
pub mod hinge;
pub(super) mod search_tree;
pub mod spread;

use articulation::{Bridge, CutOff, articulation};
use brokerage::{ActorBrokerage, BrokerageTotal, brokerage};
use hinge::{ActorHinge, HingeTotal, hinge};
use spread::{ActorSpread, spread};

use super::selection::Selection;
use crate::ecosystem::{Ecosystem, Place};
use crate::network::{Projection, TwoModeNetwork};

/// Actors that are named per articulation actor or bridge.
pub const DEFAULT_LISTED: usize = 100;

/// Settings of [`bridging`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgingConfig {
    /// Actors that are named among those who would be cut off; their number is always given.
    pub listed: usize,
}

impl Default for BridgingConfig {
    fn default() -> Self {
        Self { listed: DEFAULT_LISTED }
    }
}

/// What divides actors into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grouping {
    /// European, national, regional, local.
    Level,
    /// Place: a region or the whole country.
    Region,
    Cluster,
}

impl Grouping {
    /// Every grouping, in the order of [`Bridging::brokerage`] and [`ActorBridging::brokerage`].
    pub const ALL: [Self; 3] = [Self::Level, Self::Region, Self::Cluster];
}

/// The result of [`bridging`]. Actors are positions in the ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridging {
    /// Per [`Grouping::ALL`].
    pub brokerage: [BrokerageTotal; 3],
    pub hinge: HingeTotal,
    /// Most connected pairs of national and regional initiatives first, then most actors cut off, then by id.
    pub actors: Vec<ActorBridging>,
    /// Most actors cut off first, then by ids.
    pub bridges: Vec<Bridge>,
}

/// One actor.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorBridging {
    pub actor: usize,
    pub hinge: ActorHinge,
    pub spread: ActorSpread,
    /// Who would be cut off; `None` where the actor is no articulation actor.
    pub cut_off: Option<CutOff>,
    /// Per [`Grouping::ALL`].
    pub brokerage: [ActorBrokerage; 3],
}

/// Measures bridging in the four ways. `membership` is the cluster of each actor of the network, as
/// [`Clusters::membership`](super::clusters::Clusters::membership); `selection` is what the network was made of.
pub fn bridging(
    ecosystem: &Ecosystem,
    selection: &Selection,
    network: &TwoModeNetwork,
    projection: &Projection,
    membership: &[Option<usize>],
    config: &BridgingConfig,
) -> Bridging {
    let measured =
        Grouping::ALL.map(|grouping| brokerage(projection, &group_labels(ecosystem, network, membership, grouping)));
    let [level, region, cluster] = measured;
    let hinge = hinge(ecosystem, selection, network);
    let found = articulation(projection, config.listed);
    let in_ecosystem = |mut cut_off: CutOff| {
        cut_off.listed.iter_mut().for_each(|actor| *actor = network.ecosystem_position(*actor));
        cut_off
    };
    let mut cut_off: Vec<Option<CutOff>> = vec![None; network.actor_count()];
    for point in found.actors {
        cut_off[point.actor] = Some(in_ecosystem(point.cut_off));
    }
    let brokerage = level.actors.into_iter().zip(region.actors).zip(cluster.actors);
    let parts = hinge.actors.into_iter().zip(spread(ecosystem, network)).zip(cut_off);
    let mut actors: Vec<ActorBridging> = parts
        .zip(brokerage)
        .enumerate()
        .map(|(position, (((hinge, spread), cut_off), ((level, region), cluster)))| ActorBridging {
            actor: network.ecosystem_position(position),
            hinge,
            spread,
            cut_off,
            brokerage: [level, region, cluster],
        })
        .collect();
    let lost = |actor: &ActorBridging| actor.cut_off.as_ref().map_or(0, |cut_off| cut_off.count);
    actors.sort_by_key(|actor| (std::cmp::Reverse((actor.hinge.pairs, lost(actor))), actor.actor));
    let bridges = found.bridges.into_iter().map(|bridge| Bridge {
        a: network.ecosystem_position(bridge.a),
        b: network.ecosystem_position(bridge.b),
        cut_off: in_ecosystem(bridge.cut_off),
    });
    let brokerage = [level.total, region.total, cluster.total];
    Bridging { brokerage, hinge: hinge.total, actors, bridges: bridges.collect() }
}

/// The group of each actor of the network; `None` where the level or place is not known or there is no cluster.
pub fn group_labels(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    membership: &[Option<usize>],
    grouping: Grouping,
) -> Vec<Option<u32>> {
    let label = |position: usize| {
        let actor = network.ecosystem_position(position);
        match grouping {
            Grouping::Level => ecosystem.actors()[actor].level.map(|level| level as u32),
            Grouping::Region => ecosystem.actor_place(actor).map(|place| match place {
                Place::National => 0,
                Place::Region(region) => u32::from(region) + 1,
            }),
            Grouping::Cluster => membership[position].map(|cluster| cluster as u32),
        }
    };
    (0..network.actor_count()).map(label).collect()
}
