//! Records of what a scenario does to clusters and to overlap without collaboration.

use serde::Serialize;
use utoipa::ToSchema;

use super::scenario::{NamedRecord, named_actor, named_initiative};
use crate::analysis::cluster_matching::carried_ids;
use crate::analysis::scenario::{ClustersChange, PairChange, PairsChange};
use crate::ecosystem::Ecosystem;

/// Clusters before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClustersChangeRecord {
    pub count_before: usize,
    pub count_after: usize,
    pub modularity_before: Option<f64>,
    pub modularity_after: Option<f64>,
    pub stability_before: Option<f64>,
    pub stability_after: Option<f64>,
    /// How far the two groupings agree: 1 is the same.
    pub adjusted_rand_index: Option<f64>,
    pub actors_in_both: usize,
    /// True: the groupings agree as much as two runs of the search over the same data do, so moves say nothing.
    pub within_chance: Option<bool>,
    /// Clusters that did not just continue.
    pub events: Vec<ScenarioClusterEventRecord>,
    pub moved: Vec<MovedRecord>,
}

/// What happened to clusters, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScenarioClusterEventRecord {
    pub change: &'static str,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// An actor whose cluster does not continue the one it was in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedRecord {
    pub actor: String,
    pub name: String,
    pub from: String,
    pub to: String,
}

/// Overlap without collaboration before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PairsChangeRecord {
    pub overlapping_pairs_before: usize,
    pub overlapping_pairs_after: usize,
    pub before: usize,
    pub after: usize,
    pub ended: Vec<PairChangeRecord>,
    pub began: Vec<PairChangeRecord>,
}

/// A pair that leaves the list, or comes onto it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PairChangeRecord {
    pub a: NamedRecord,
    pub b: NamedRecord,
    pub overlap: Option<f64>,
    pub reason: &'static str,
}

pub(super) fn clusters_change_record(after: &Ecosystem, change: &ClustersChange) -> ClustersChangeRecord {
    let least = |ids: &Vec<String>| ids.iter().min().cloned().unwrap_or_default();
    let earlier: Vec<String> = change.members_before.iter().map(least).collect();
    let later = carried_ids(&earlier, &change.members_after, &change.matching.predecessor);
    let named = |ids: &[String], list: &[usize]| list.iter().map(|&cluster| ids[cluster].clone()).collect::<Vec<_>>();
    let events = change.matching.events.iter().map(|event| ScenarioClusterEventRecord {
        change: event.change.code(),
        before: named(&earlier, &event.earlier),
        after: named(&later, &event.later),
    });
    let moved = change.moved.iter().map(|moved| {
        let NamedRecord { id, name } = named_actor(after, moved.actor);
        MovedRecord { actor: id, name, from: earlier[moved.from].clone(), to: later[moved.to].clone() }
    });
    ClustersChangeRecord {
        count_before: change.count_before,
        count_after: change.count_after,
        modularity_before: change.modularity_before,
        modularity_after: change.modularity_after,
        stability_before: change.stability_before,
        stability_after: change.stability_after,
        adjusted_rand_index: change.adjusted_rand,
        actors_in_both: change.in_both,
        within_chance: change.within_chance,
        events: events.filter(|event| event.change != "continued").collect(),
        moved: moved.collect(),
    }
}

pub(super) fn pairs_change_record(before: &Ecosystem, after: &Ecosystem, change: &PairsChange) -> PairsChangeRecord {
    let record = |ecosystem: &Ecosystem, pair: &PairChange| PairChangeRecord {
        a: named_initiative(ecosystem, pair.a),
        b: named_initiative(ecosystem, pair.b),
        overlap: pair.overlap,
        reason: pair.reason.code(),
    };
    PairsChangeRecord {
        overlapping_pairs_before: change.overlapping_before,
        overlapping_pairs_after: change.overlapping_after,
        before: change.apart_before,
        after: change.apart_after,
        ended: change.ended.iter().map(|pair| record(before, pair)).collect(),
        began: change.began.iter().map(|pair| record(after, pair)).collect(),
    }
}
