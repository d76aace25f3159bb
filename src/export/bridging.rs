//! Records about bridging: per actor, and as a whole.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::bridging::articulation::Bridge;
use crate::analysis::bridging::brokerage::{ActorBrokerage, BrokerageTotal, RoleScore};
use crate::analysis::bridging::hinge::HingeTotal;
use crate::analysis::bridging::{ActorBridging, Bridging};
use crate::analysis::clusters::Clusters;
use crate::ecosystem::Ecosystem;
use crate::network::TwoModeNetwork;
use crate::snapshot::cluster_id;

/// The whole result.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BridgingRecord {
    pub brokerage: GroupingsRecord<BrokerageTotalRecord>,
    pub hinge: HingeRecord,
    pub actors: Vec<ActorBridgingRecord>,
    pub bridges: Vec<BridgeRecord>,
}

/// One value per grouping of actors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupingsRecord<T> {
    pub level: T,
    pub region: T,
    pub cluster: T,
}

/// Brokerage of all actors together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerageTotalRecord {
    pub groups: usize,
    pub grouped_actors: usize,
    pub open_triads: u64,
    /// Open triads in which somebody has no group: left out of the roles.
    pub ungrouped: u64,
    #[serde(flatten)]
    pub roles: RolesRecord,
}

/// Brokerage of one actor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerageRecord {
    /// Code of the level, code of the region, or id of the cluster; null where the actor has none.
    pub group: Option<String>,
    pub open_triads: u64,
    /// Open triads in which somebody has no group: left out of the roles.
    pub ungrouped: u64,
    /// Null where the actor has no group.
    pub roles: Option<RolesRecord>,
}

/// One score per role.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct RolesRecord {
    pub coordinator: RoleScoreRecord,
    pub itinerant: RoleScoreRecord,
    /// Gatekeeper or representative: links have no direction.
    pub gatekeeper: RoleScoreRecord,
    pub liaison: RoleScoreRecord,
}

/// How often a role is played, how often chance would give it, and the ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct RoleScoreRecord {
    pub count: u64,
    pub expected: f64,
    pub ratio: Option<f64>,
}

/// The hinge as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HingeRecord {
    pub national_initiatives: usize,
    pub regional_initiatives: usize,
    /// Neither their level nor their working area tells.
    pub unknown_initiatives: usize,
    pub hinge_actors: usize,
    pub possible_pairs: u64,
    pub connected_pairs: u64,
    pub connected_share: Option<f64>,
    /// Connected pairs that hang on one actor.
    pub single_pairs: u64,
}

/// One actor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActorBridgingRecord {
    pub actor: String,
    pub name: String,
    pub national_initiatives: usize,
    pub regional_initiatives: usize,
    /// Pairs of a national and a regional initiative that it connects.
    pub hinge_pairs: u64,
    /// Part of all connected pairs.
    pub hinge_share: Option<f64>,
    /// Pairs that only it connects.
    pub hinge_only: u64,
    /// Regions of its initiatives.
    pub regions: usize,
    pub participation_coefficient: Option<f64>,
    /// Actors that would be cut off without it: 0 where it is no articulation actor.
    pub cut_off: usize,
    /// Ids of the first of them.
    pub cut_off_actors: Vec<String>,
    pub brokerage: GroupingsRecord<BrokerageRecord>,
}

/// A link on which a component hangs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BridgeRecord {
    pub a: String,
    pub b: String,
    pub a_name: String,
    pub b_name: String,
    /// Actors that would be cut off without it.
    pub cut_off: usize,
    /// Ids of the first of them.
    pub cut_off_actors: Vec<String>,
}

/// The records of a result; `clusters` are those that it was measured with, on the same `network`.
pub fn bridging_record(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    clusters: &Clusters,
    bridging: &Bridging,
) -> BridgingRecord {
    let mut home: Vec<Option<&str>> = vec![None; ecosystem.actors().len()];
    for (position, cluster) in clusters.membership.iter().enumerate() {
        let cluster = cluster.and_then(|cluster| clusters.clusters.get(cluster));
        home[network.ecosystem_position(position)] = cluster.map(|cluster| cluster_id(ecosystem, cluster));
    }
    let [level, region, cluster] = &bridging.brokerage;
    BridgingRecord {
        brokerage: GroupingsRecord { level: total(level), region: total(region), cluster: total(cluster) },
        hinge: hinge(&bridging.hinge),
        actors: bridging.actors.iter().map(|actor| actor_record(ecosystem, actor, home[actor.actor])).collect(),
        bridges: bridging.bridges.iter().map(|bridge| bridge_record(ecosystem, bridge)).collect(),
    }
}

fn actor_record(ecosystem: &Ecosystem, found: &ActorBridging, cluster: Option<&str>) -> ActorBridgingRecord {
    let actor = &ecosystem.actors()[found.actor];
    let [by_level, by_region, by_cluster] = &found.brokerage;
    let region = ecosystem.actor_place(found.actor).map(|place| place.code(ecosystem.regions()));
    ActorBridgingRecord {
        actor: actor.id.to_string(),
        name: actor.name.to_string(),
        national_initiatives: found.hinge.national,
        regional_initiatives: found.hinge.regional,
        hinge_pairs: found.hinge.pairs,
        hinge_share: found.hinge.share,
        hinge_only: found.hinge.only,
        regions: found.spread.regions,
        participation_coefficient: found.spread.participation,
        cut_off: found.cut_off.as_ref().map_or(0, |cut_off| cut_off.count),
        cut_off_actors: found.cut_off.as_ref().map(|cut_off| ids(ecosystem, &cut_off.listed)).unwrap_or_default(),
        brokerage: GroupingsRecord {
            level: brokerage(by_level, actor.level.map(|level| level.code())),
            region: brokerage(by_region, region),
            cluster: brokerage(by_cluster, cluster),
        },
    }
}

fn bridge_record(ecosystem: &Ecosystem, bridge: &Bridge) -> BridgeRecord {
    let (a, b) = (&ecosystem.actors()[bridge.a], &ecosystem.actors()[bridge.b]);
    BridgeRecord {
        a: a.id.to_string(),
        b: b.id.to_string(),
        a_name: a.name.to_string(),
        b_name: b.name.to_string(),
        cut_off: bridge.cut_off.count,
        cut_off_actors: ids(ecosystem, &bridge.cut_off.listed),
    }
}

fn brokerage(found: &ActorBrokerage, group: Option<&str>) -> BrokerageRecord {
    BrokerageRecord {
        group: group.map(str::to_owned),
        open_triads: found.open_triads,
        ungrouped: found.ungrouped,
        roles: found.roles.map(roles),
    }
}

fn total(found: &BrokerageTotal) -> BrokerageTotalRecord {
    BrokerageTotalRecord {
        groups: found.groups,
        grouped_actors: found.grouped_actors,
        open_triads: found.open_triads,
        ungrouped: found.ungrouped,
        roles: roles(found.roles),
    }
}

fn roles(scores: [RoleScore; 4]) -> RolesRecord {
    let record =
        |score: RoleScore| RoleScoreRecord { count: score.count, expected: score.expected, ratio: score.ratio };
    let [coordinator, itinerant, gatekeeper, liaison] = scores.map(record);
    RolesRecord { coordinator, itinerant, gatekeeper, liaison }
}

fn hinge(found: &HingeTotal) -> HingeRecord {
    HingeRecord {
        national_initiatives: found.national,
        regional_initiatives: found.regional,
        unknown_initiatives: found.unknown,
        hinge_actors: found.hinge_actors,
        possible_pairs: found.possible,
        connected_pairs: found.connected,
        connected_share: found.connected_share,
        single_pairs: found.single,
    }
}

fn ids(ecosystem: &Ecosystem, actors: &[usize]) -> Vec<String> {
    actors.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect()
}
