//! Records of the comparison of two versions.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::comparison_words::{in_words, warnings};
use super::{AboutSection, DatasetRecord};
use crate::analysis::cluster_matching::{ClusterEvent, Flow};
use crate::analysis::clusters::Clusters;
use crate::analysis::comparison::{ActorPair, Change, ChangedCell, Changes, Comparison, How, MeasurePair, ThingChange};
use crate::ecosystem::{Ecosystem, NATIONAL};
use crate::language::Text;
use crate::snapshot::{ClusterLabel, Provenance, Snapshot, carried_labels, cluster_labels, provenance_comparison};

/// The document that `compare` prints.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonRecord {
    pub earlier: DatasetRecord,
    pub later: DatasetRecord,
    #[serde(flatten)]
    pub about: AboutSection,
    pub in_words: Text,
    pub survey: SurveyRecord,
    pub initiatives: ChangesRecord,
    pub actors: ChangesRecord,
    pub activities: ChangesRecord,
    pub measures: Vec<MeasureRecord>,
    /// Actors of both versions.
    pub centrality: Vec<RankRecord>,
    pub clusters: ClusterComparisonRecord,
    /// Cells that changed; null where the versions have other lead dimensions.
    pub white_spots: Option<Vec<CellChangeRecord>>,
}

/// What either version looked at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyRecord {
    pub earlier_coverage: Option<f64>,
    pub later_coverage: Option<f64>,
    pub both: Vec<String>,
    pub only_earlier: Vec<String>,
    pub only_later: Vec<String>,
}

/// The changes of one kind of thing, with how many there are of each.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangesRecord {
    pub earlier: usize,
    pub later: usize,
    pub unchanged: usize,
    pub added: usize,
    pub ended: usize,
    /// Of those added and ended: only because one version did not survey where they are.
    pub added_by_survey: usize,
    pub ended_by_survey: usize,
    pub renamed: usize,
    pub renumbered: usize,
    pub merged: usize,
    pub split: usize,
    /// Of the renumbered, merged and split: guesses.
    pub guessed: usize,
    pub changes: Vec<ChangeRecord>,
}

/// One change; flat.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRecord {
    pub change: &'static str,
    pub earlier: Option<String>,
    pub earlier_name: Option<String>,
    pub later: Option<String>,
    pub later_name: Option<String>,
    /// How we know that they are the same.
    pub known_by: Option<&'static str>,
    pub guess: bool,
    /// Of a guess: likeness of the names, and share of links in common.
    pub name_similarity: Option<f64>,
    pub shared_links: Option<f64>,
    pub renamed: bool,
    pub by_survey: bool,
    /// Of initiatives: whether the dates say so too. Null where not known.
    pub dated: Option<bool>,
}

/// A key number of both versions; flat. Shares stand beside the counts they come from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeasureRecord {
    /// `everything`, or `surveyed-in-both`.
    pub reach: &'static str,
    /// Code; `NL` for the whole.
    pub region: String,
    pub measure: &'static str,
    pub earlier: Option<f64>,
    pub later: Option<f64>,
    pub change: Option<f64>,
    pub earlier_count: Option<usize>,
    pub earlier_of: Option<usize>,
    pub later_count: Option<usize>,
    pub later_of: Option<usize>,
}

/// An actor of both versions; flat.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RankRecord {
    /// Id and name in the later version.
    pub actor: String,
    pub name: String,
    pub earlier_actor: String,
    pub earlier_degree: usize,
    pub later_degree: usize,
    pub earlier_betweenness: Option<f64>,
    pub later_betweenness: Option<f64>,
    pub earlier_rank: usize,
    pub later_rank: usize,
    /// Places gained; negative: lost.
    pub places_gained: i64,
}

/// The clusters of both versions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterComparisonRecord {
    /// Adjusted Rand index over actors in a cluster in both versions, and how many these are.
    pub agreement: Option<f64>,
    pub actors: usize,
    pub earlier_stability: Option<f64>,
    pub later_stability: Option<f64>,
    pub earlier_clusters: usize,
    pub later_clusters: usize,
    pub events: Vec<ClusterEventRecord>,
}

/// What happened to clusters.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterEventRecord {
    pub change: &'static str,
    pub earlier: Vec<ClusterNameRecord>,
    pub later: Vec<ClusterNameRecord>,
    /// Of a cluster that continues: members in common, and likeness over all members and over actors in both versions.
    pub shared_members: Option<usize>,
    pub jaccard: Option<f64>,
    pub jaccard_in_both: Option<f64>,
}

/// A cluster by name; in the later version under the id and name that it keeps.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClusterNameRecord {
    pub id: String,
    pub name: Text,
    pub size: usize,
}

/// A cell of which the status changed; flat but for the initiatives.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CellChangeRecord {
    pub change: &'static str,
    pub region: String,
    pub dimension: String,
    pub value: String,
    pub earlier_status: &'static str,
    pub later_status: &'static str,
    pub earlier_own: u64,
    pub later_own: u64,
    pub earlier_national: u64,
    pub later_national: u64,
    /// False: the change comes from what else was surveyed, not from the supply here.
    pub also_in_both: bool,
    /// Its first own supply, or the last of it gone.
    pub filled: bool,
    pub emptied: bool,
    pub started: Vec<String>,
    pub stopped: Vec<String>,
}

/// The comparison of two snapshots as a document.
pub fn comparison_record(earlier: &Snapshot, later: &Snapshot, found: &Comparison) -> ComparisonRecord {
    let (before, after) = (&earlier.ecosystem, &later.ecosystem);
    let mut about = AboutSection::new(Provenance {
        basis: provenance_comparison::basis(before, after),
        exceptions: Vec::new(),
        method: provenance_comparison::method(),
    });
    about.warnings = warnings(before, after, found);
    let only = |side: usize| found.survey.surveyed[side].difference(&found.survey.both).cloned().collect();
    let mut record = ComparisonRecord {
        earlier: DatasetRecord::new(before),
        later: DatasetRecord::new(after),
        about,
        in_words: Text::default(),
        survey: SurveyRecord {
            earlier_coverage: found.survey.coverage[0],
            later_coverage: found.survey.coverage[1],
            both: found.survey.both.iter().cloned().collect(),
            only_earlier: only(0),
            only_later: only(1),
        },
        initiatives: changes_record(
            &found.initiatives,
            |at| (&before.initiatives()[at].id, &before.initiatives()[at].name),
            |at| (&after.initiatives()[at].id, &after.initiatives()[at].name),
        ),
        actors: changes_record(
            &found.actors,
            |at| (&before.actors()[at].id, &before.actors()[at].name),
            |at| (&after.actors()[at].id, &after.actors()[at].name),
        ),
        activities: changes_record(
            &found.activities,
            |at| (&before.activities()[at].id, &before.activities()[at].name),
            |at| (&after.activities()[at].id, &after.activities()[at].name),
        ),
        measures: found.measures.iter().map(measure_record).collect(),
        centrality: found.ranks.iter().map(|pair| rank_record(before, after, pair)).collect(),
        clusters: clusters_record(earlier, later, found),
        white_spots: found
            .cells
            .as_ref()
            .map(|cells| cells.iter().map(|cell| cell_record(before, after, cell)).collect()),
    };
    record.in_words = in_words(&record);
    record
}

fn changes_record<'a>(
    changes: &Changes,
    earlier: impl Fn(usize) -> (&'a str, &'a str),
    later: impl Fn(usize) -> (&'a str, &'a str),
) -> ChangesRecord {
    let count = |wanted: Change| changes.list.iter().filter(|one| one.change == wanted).count();
    let by_survey = |wanted: Change| changes.list.iter().filter(|one| one.change == wanted && one.by_survey).count();
    let records: Vec<ChangeRecord> =
        changes.list.iter().map(|one| change_record(one, one.earlier.map(&earlier), one.later.map(&later))).collect();
    ChangesRecord {
        earlier: changes.earlier,
        later: changes.later,
        unchanged: changes.unchanged,
        added: count(Change::Added),
        ended: count(Change::Ended),
        added_by_survey: by_survey(Change::Added),
        ended_by_survey: by_survey(Change::Ended),
        renamed: count(Change::Renamed),
        renumbered: count(Change::Renumbered),
        merged: count(Change::Merged),
        split: count(Change::Split),
        guessed: records.iter().filter(|record| record.guess).count(),
        changes: records,
    }
}

fn change_record(one: &ThingChange, earlier: Option<(&str, &str)>, later: Option<(&str, &str)>) -> ChangeRecord {
    let guess = match one.how {
        Some(How::Guessed { similarity, shared }) => Some((similarity, shared)),
        _ => None,
    };
    let said = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    ChangeRecord {
        change: one.change.code(),
        earlier: earlier.map(|(id, _)| id.to_owned()),
        earlier_name: earlier.and_then(|(_, name)| said(name)),
        later: later.map(|(id, _)| id.to_owned()),
        later_name: later.and_then(|(_, name)| said(name)),
        known_by: one.how.map(How::code),
        guess: guess.is_some(),
        name_similarity: guess.map(|(similarity, _)| similarity),
        shared_links: guess.map(|(_, shared)| shared),
        renamed: one.renamed,
        by_survey: one.by_survey,
        dated: one.dated,
    }
}

fn measure_record(pair: &MeasurePair) -> MeasureRecord {
    let (earlier, later) = (pair.earlier.counts, pair.later.counts);
    MeasureRecord {
        reach: pair.reach.code(),
        region: pair.region.clone().unwrap_or_else(|| NATIONAL.to_owned()),
        measure: pair.measure.code(),
        earlier: pair.earlier.value,
        later: pair.later.value,
        change: pair.change,
        earlier_count: earlier.map(|(count, _)| count),
        earlier_of: earlier.map(|(_, of)| of),
        later_count: later.map(|(count, _)| count),
        later_of: later.map(|(_, of)| of),
    }
}

fn rank_record(earlier: &Ecosystem, later: &Ecosystem, pair: &ActorPair) -> RankRecord {
    let actor = &later.actors()[pair.later];
    RankRecord {
        actor: actor.id.to_string(),
        name: actor.name.to_string(),
        earlier_actor: earlier.actors()[pair.earlier].id.to_string(),
        earlier_degree: pair.degree[0],
        later_degree: pair.degree[1],
        earlier_betweenness: pair.betweenness[0],
        later_betweenness: pair.betweenness[1],
        earlier_rank: pair.rank[0],
        later_rank: pair.rank[1],
        places_gained: pair.rank[0] as i64 - pair.rank[1] as i64,
    }
}

fn clusters_record(earlier: &Snapshot, later: &Snapshot, found: &Comparison) -> ClusterComparisonRecord {
    let labels = |snapshot: &Snapshot, label: &dyn Fn(&Clusters) -> Vec<ClusterLabel>| -> Vec<ClusterNameRecord> {
        let Some(clusters) = snapshot.clusters.get() else { return Vec::new() };
        let sizes = clusters.clusters.iter().map(|cluster| cluster.members.len());
        let labels = label(clusters).into_iter().zip(sizes);
        labels.map(|(label, size)| ClusterNameRecord { id: label.id, name: label.name, size }).collect()
    };
    let compared = &found.clusters;
    let own = |clusters: &Clusters| cluster_labels(&earlier.ecosystem, clusters);
    let before = labels(earlier, &own);
    let kept: Vec<ClusterLabel> = earlier.clusters.get().map(own).unwrap_or_default();
    let after =
        labels(later, &|clusters| carried_labels(&kept, &later.ecosystem, clusters, &compared.matching.predecessor));
    let in_both: BTreeMap<(usize, usize), f64> =
        compared.in_both.flows.iter().map(|flow| ((flow.earlier, flow.later), flow.jaccard)).collect();
    let flows: BTreeMap<(usize, usize), &Flow> =
        compared.matching.flows.iter().map(|flow| ((flow.earlier, flow.later), flow)).collect();
    let event = |event: &ClusterEvent| {
        let pair = match (event.earlier.as_slice(), event.later.as_slice()) {
            ([earlier], [later]) => Some((*earlier, *later)),
            _ => None,
        };
        let flow = pair.and_then(|pair| flows.get(&pair));
        let named = |names: &[ClusterNameRecord], at: &[usize]| at.iter().map(|&at| names[at].clone()).collect();
        ClusterEventRecord {
            change: event.change.code(),
            earlier: named(&before, &event.earlier),
            later: named(&after, &event.later),
            shared_members: flow.map(|flow| flow.shared),
            jaccard: flow.map(|flow| flow.jaccard),
            jaccard_in_both: pair.and_then(|pair| in_both.get(&pair).copied()),
        }
    };
    let stability = |snapshot: &Snapshot| snapshot.clusters.get().and_then(|clusters| clusters.stability);
    ClusterComparisonRecord {
        agreement: compared.agreement,
        actors: compared.actors,
        earlier_stability: stability(earlier),
        later_stability: stability(later),
        earlier_clusters: before.len(),
        later_clusters: after.len(),
        events: compared.matching.events.iter().map(event).collect(),
    }
}

fn cell_record(earlier: &Ecosystem, later: &Ecosystem, cell: &ChangedCell) -> CellChangeRecord {
    let ids = |ecosystem: &Ecosystem, list: &[usize]| {
        list.iter().map(|&initiative| ecosystem.initiatives()[initiative].id.to_string()).collect()
    };
    let lead = &later.taxonomy().dimensions()[later.taxonomy().lead()];
    CellChangeRecord {
        change: cell.change.code(),
        region: cell.region.clone(),
        dimension: lead.id.to_string(),
        value: cell.value.clone(),
        earlier_status: cell.earlier.status.code(),
        later_status: cell.later.status.code(),
        earlier_own: cell.earlier.own,
        later_own: cell.later.own,
        earlier_national: cell.earlier.national,
        later_national: cell.later.national,
        also_in_both: cell.also_in_both,
        filled: cell.earlier.own == 0 && cell.later.own > 0,
        emptied: cell.earlier.own > 0 && cell.later.own == 0,
        started: ids(later, &cell.started),
        stopped: ids(earlier, &cell.stopped),
    }
}
