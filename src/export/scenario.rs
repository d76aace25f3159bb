//! Records of a scenario: what was done, and what is different.

use serde::Serialize;
use utoipa::ToSchema;

use super::{AboutSection, DatasetRecord};
use crate::analysis::scenario::{ActorChange, AreaChange, CellChange, CentralityChange, Coverage, Scenario};
use crate::ecosystem::Ecosystem;
use crate::ecosystem::edit::{EditReport, Edited, MergeReport, Subject};
use crate::export::scenario_groups::{
    ClustersChangeRecord, PairsChangeRecord, clusters_change_record, pairs_change_record,
};
use crate::language::{Language, Text};
use crate::snapshot::{place_name, scenario_provenance};

/// The answer to a scenario: differences, not two dumps.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScenarioDocument {
    pub dataset: DatasetRecord,
    #[serde(flatten)]
    pub about: AboutSection,
    pub in_words: Text,
    pub done: DoneRecord,
    /// All key numbers of the whole (`NL`), and those of regions that differ.
    pub complexity: Vec<KeyNumberRecord>,
    pub coverage: ScenarioCoverageRecord,
    pub centrality: CentralityChangeRecord,
    pub clusters: ClustersChangeRecord,
    pub overlap_without_collaboration: PairsChangeRecord,
}

/// An initiative or actor as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedRecord {
    pub id: String,
    pub name: String,
}

/// What was removed, merged and added.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoneRecord {
    pub removed_initiatives: Vec<NamedRecord>,
    pub removed_actors: Vec<NamedRecord>,
    pub merged: Vec<MergedRecord>,
    pub added_initiatives: Vec<NamedRecord>,
    pub added_actors: Vec<NamedRecord>,
    pub links_unchanged: usize,
    pub links_moved: usize,
    pub links_combined: usize,
    pub links_dropped: usize,
    pub activities_moved: usize,
    pub activities_dropped: usize,
    pub responses_moved: usize,
    pub responses_dropped: usize,
    pub referrals_combined: usize,
    pub referrals_dropped: usize,
    pub self_referrals_dropped: usize,
}

/// One merge.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MergedRecord {
    /// `initiative` or `actor`.
    pub what: &'static str,
    pub keep: NamedRecord,
    pub merged: Vec<NamedRecord>,
    pub links_moved: usize,
    pub links_combined: usize,
    pub activities_moved: usize,
}

/// A key number before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyNumberRecord {
    /// `NL`: the whole.
    pub region: String,
    pub region_name: Text,
    pub measure: &'static str,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub difference: Option<f64>,
}

/// Coverage before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScenarioCoverageRecord {
    pub by_status: Vec<StatusCountRecord>,
    pub fragile_before: usize,
    pub fragile_after: usize,
    pub cells: Vec<ScenarioCellRecord>,
}

/// Cells with a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusCountRecord {
    pub status: &'static str,
    pub before: usize,
    pub after: usize,
}

/// A cell that changes; null where there was no such cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScenarioCellRecord {
    pub region: String,
    pub region_name: Text,
    pub dimension: String,
    pub value: String,
    pub value_name: Text,
    pub status_before: Option<&'static str>,
    pub status_after: Option<&'static str>,
    pub own_before: Option<u64>,
    pub own_after: Option<u64>,
    pub national_before: Option<u64>,
    pub national_after: Option<u64>,
    pub initiatives_before: Option<u64>,
    pub initiatives_after: Option<u64>,
    pub fragile_before: Option<bool>,
    pub fragile_after: Option<bool>,
    /// False: the status changes only because the totals that it is measured by do.
    pub supply_changes: bool,
}

/// The network of actors before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CentralityChangeRecord {
    pub actors_before: usize,
    pub actors_after: usize,
    pub components_before: usize,
    pub components_after: usize,
    pub isolated_before: usize,
    pub isolated_after: usize,
    pub newly_isolated: Vec<NamedRecord>,
    pub cut_off: Vec<NamedRecord>,
    /// Actors that change in degree or betweenness, of which the first are listed.
    pub changed: usize,
    pub actors: Vec<ActorChangeRecord>,
}

/// An actor that changes; null where it was not there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActorChangeRecord {
    pub actor: String,
    pub name: String,
    pub degree_before: Option<usize>,
    pub degree_after: Option<usize>,
    pub rank_before: Option<usize>,
    pub rank_after: Option<usize>,
    pub betweenness_before: Option<f64>,
    pub betweenness_after: Option<f64>,
    pub initiatives_before: Option<usize>,
    pub initiatives_after: Option<usize>,
}

/// Everything that is said of a scenario.
pub fn scenario_document(before: &Ecosystem, edited: &Edited, scenario: &Scenario) -> ScenarioDocument {
    ScenarioDocument {
        dataset: DatasetRecord::new(before),
        about: AboutSection::new(scenario_provenance(before)),
        in_words: in_words(scenario),
        done: done(before, edited),
        complexity: scenario.complexity.iter().flat_map(|area| key_numbers(before, area)).collect(),
        coverage: coverage_record(&edited.ecosystem, &scenario.coverage),
        centrality: centrality_record(before, edited, &scenario.centrality),
        clusters: clusters_change_record(&edited.ecosystem, &scenario.clusters),
        overlap_without_collaboration: pairs_change_record(before, &edited.ecosystem, &scenario.pairs),
    }
}

pub(super) fn named_initiative(ecosystem: &Ecosystem, position: usize) -> NamedRecord {
    let initiative = &ecosystem.initiatives()[position];
    NamedRecord { id: initiative.id.to_string(), name: initiative.name.to_string() }
}

pub(super) fn named_actor(ecosystem: &Ecosystem, position: usize) -> NamedRecord {
    let actor = &ecosystem.actors()[position];
    NamedRecord { id: actor.id.to_string(), name: actor.name.to_string() }
}

fn done(before: &Ecosystem, edited: &Edited) -> DoneRecord {
    let EditReport { added_initiatives, added_actors, .. } = &edited.report;
    let (report, after) = (&edited.report, &edited.ecosystem);
    let merged = |merge: &MergeReport| {
        let (what, named): (_, fn(&Ecosystem, usize) -> NamedRecord) = match merge.subject {
            Subject::Initiative => ("initiative", named_initiative),
            Subject::Actor => ("actor", named_actor),
        };
        MergedRecord {
            what,
            keep: named(before, merge.keep),
            merged: merge.merged.iter().map(|&position| named(before, position)).collect(),
            links_moved: merge.links_moved,
            links_combined: merge.links_combined,
            activities_moved: merge.activities_moved,
        }
    };
    let new_initiatives = added_initiatives.iter().filter_map(|id| after.initiative_position(id));
    let new_actors = added_actors.iter().filter_map(|id| after.actor_position(id));
    DoneRecord {
        removed_initiatives: report.removed_initiatives.iter().map(|&at| named_initiative(before, at)).collect(),
        removed_actors: report.removed_actors.iter().map(|&at| named_actor(before, at)).collect(),
        merged: report.merges.iter().map(merged).collect(),
        added_initiatives: new_initiatives.map(|at| named_initiative(after, at)).collect(),
        added_actors: new_actors.map(|at| named_actor(after, at)).collect(),
        links_unchanged: report.links_unchanged,
        links_moved: report.links_moved,
        links_combined: report.links_combined,
        links_dropped: report.links_dropped,
        activities_moved: report.activities_moved,
        activities_dropped: report.activities_dropped,
        responses_moved: report.responses_moved,
        responses_dropped: report.responses_dropped,
        referrals_combined: report.referrals_combined,
        referrals_dropped: report.referrals_dropped,
        self_referrals_dropped: report.self_referrals_dropped,
    }
}

fn key_numbers(ecosystem: &Ecosystem, area: &AreaChange) -> Vec<KeyNumberRecord> {
    let name = |language| place_name(ecosystem, area.place, language);
    let record = |change: &crate::analysis::complexity::change::Change| KeyNumberRecord {
        region: area.place.code(ecosystem.regions()).to_owned(),
        region_name: Text::new(name(Language::Nl), name(Language::En)),
        measure: change.measure,
        before: change.before,
        after: change.after,
        difference: change.difference,
    };
    area.changes.iter().map(record).collect()
}

fn coverage_record(after: &Ecosystem, coverage: &Coverage) -> ScenarioCoverageRecord {
    let by_status = coverage.by_status.iter();
    ScenarioCoverageRecord {
        by_status: by_status
            .map(|&(status, before, after)| StatusCountRecord { status: status.code(), before, after })
            .collect(),
        fragile_before: coverage.fragile_before,
        fragile_after: coverage.fragile_after,
        cells: coverage.cells.iter().map(|cell| cell_record(after, cell)).collect(),
    }
}

fn cell_record(after: &Ecosystem, cell: &CellChange) -> ScenarioCellRecord {
    // Dimensions keep their values, so that those after are all there are.
    let lead = &after.taxonomy().dimensions()[after.taxonomy().lead()];
    let label = lead.position(&cell.value).and_then(|value| lead.value(value)).map(|value| value.label.clone());
    let name = |language| place_name(after, cell.place, language);
    let (was, is) = (cell.before, cell.after);
    ScenarioCellRecord {
        region: cell.place.code(after.regions()).to_owned(),
        region_name: Text::new(name(Language::Nl), name(Language::En)),
        dimension: lead.id.to_string(),
        value: cell.value.clone(),
        value_name: label.unwrap_or_else(|| Text::same(cell.value.clone())),
        status_before: was.map(|side| side.status.code()),
        status_after: is.map(|side| side.status.code()),
        own_before: was.map(|side| side.own),
        own_after: is.map(|side| side.own),
        national_before: was.map(|side| side.national),
        national_after: is.map(|side| side.national),
        initiatives_before: was.map(|side| side.initiatives),
        initiatives_after: is.map(|side| side.initiatives),
        fragile_before: was.map(|side| side.fragile),
        fragile_after: is.map(|side| side.fragile),
        supply_changes: cell.supply_changes(),
    }
}

fn centrality_record(before: &Ecosystem, edited: &Edited, change: &CentralityChange) -> CentralityChangeRecord {
    let after = &edited.ecosystem;
    let named = |list: &[usize]| list.iter().map(|&actor| named_actor(after, actor)).collect();
    let record = |change: &ActorChange| {
        let old = change.before.map(|actor| named_actor(before, actor));
        let who = change.after.map(|actor| named_actor(after, actor)).or(old)?;
        Some(ActorChangeRecord {
            actor: who.id,
            name: who.name,
            degree_before: change.was.map(|side| side.degree),
            degree_after: change.is.map(|side| side.degree),
            rank_before: change.was.map(|side| side.rank),
            rank_after: change.is.map(|side| side.rank),
            betweenness_before: change.was.and_then(|side| side.betweenness),
            betweenness_after: change.is.and_then(|side| side.betweenness),
            initiatives_before: change.was.map(|side| side.initiatives),
            initiatives_after: change.is.map(|side| side.initiatives),
        })
    };
    CentralityChangeRecord {
        actors_before: change.actors_before,
        actors_after: change.actors_after,
        components_before: change.components_before,
        components_after: change.components_after,
        isolated_before: change.isolated_before,
        isolated_after: change.isolated_after,
        newly_isolated: named(&change.newly_isolated),
        cut_off: named(&change.cut_off),
        changed: change.changed,
        actors: change.actors.iter().filter_map(record).collect(),
    }
}

/// The heart of the matter in a few words.
fn in_words(scenario: &Scenario) -> Text {
    let gap = |side: Option<crate::analysis::scenario::CellSide>| side.is_some_and(|side| side.status.is_gap());
    let cells = || scenario.coverage.cells.iter().filter(|cell| cell.supply_changes());
    let opened = cells().filter(|cell| !gap(cell.before) && gap(cell.after)).count();
    let closed = cells().filter(|cell| gap(cell.before) && !gap(cell.after)).count();
    let (apart, clusters) = (&scenario.pairs, &scenario.clusters);
    let (was, is) = (apart.apart_before, apart.apart_after);
    let loose = scenario.centrality.newly_isolated.len();
    let (from, to) = (clusters.count_before, clusters.count_after);
    Text::new(
        format!(
            "Overlap zonder samenwerking: {was} → {is} paren. Witte vlekken: {opened} erbij, {closed} eraf. Actoren die geen \
             verbinding overhouden: {loose}. Clusters: {from} → {to}."
        ),
        format!(
            "Overlap without collaboration: {was} → {is} pairs. White spots: {opened} more, {closed} fewer. Actors left \
             without a link: {loose}. Clusters: {from} → {to}."
        ),
    )
}
