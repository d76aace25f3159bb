//! Records of complexity: one per area, and the ranges of ranks.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::complexity::doors::ProfileDoors;
use crate::analysis::complexity::ending::EmptiedCell;
use crate::analysis::complexity::ranks::RankRanges;
use crate::analysis::complexity::{AreaComplexity, Complexity};
use crate::ecosystem::{Ecosystem, Place};
use crate::language::Text;

/// All key numbers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComplexityRecord {
    /// The day from which "within twelve months" runs, and the last day of it.
    pub as_of: Option<String>,
    pub until: Option<String>,
    /// Sample size at which types are compared.
    pub rarefied_to: Option<u64>,
    pub survey_coverage: Option<f64>,
    pub rank_ranges: Option<RankRangesRecord>,
    /// The whole (`NL`), then the regions.
    pub areas: Vec<AreaComplexityRecord>,
}

/// Key numbers of the whole or a region; shares stand beside the counts they come from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AreaComplexityRecord {
    /// Code; `NL` for the whole.
    pub region: String,
    pub name: Text,
    pub surveyed: bool,
    pub initiatives: usize,
    pub actors: usize,
    pub activities: usize,
    pub doors: usize,
    pub redundancy: Option<f64>,
    pub redundant_activities: usize,
    pub described_activities: usize,
    pub overlap_without_collaboration: Option<f64>,
    pub pairs_without_collaboration: usize,
    pub overlapping_pairs: usize,
    pub types: usize,
    /// At the common sample size, and as counted.
    pub effective_types: Option<f64>,
    pub effective_types_observed: Option<f64>,
    pub type_sample: u64,
    pub covered_cells: Option<f64>,
    pub cells_covered: usize,
    pub cells_surveyed: usize,
    pub temporary_share: Option<f64>,
    pub temporary_initiatives: usize,
    pub funding_known: usize,
    /// Null where the day is not known or nobody says when it ends.
    pub ending_within_year: Option<usize>,
    pub running_initiatives: Option<usize>,
    pub end_known: Option<usize>,
    pub ending_initiatives: Option<Vec<String>>,
    pub cells_emptied: Option<usize>,
    pub emptied_cells: Option<Vec<EmptiedCellRecord>>,
    pub links: usize,
    pub density: Option<f64>,
    pub mean_path_length: Option<f64>,
    pub reachable_share: Option<f64>,
    pub modularity: Option<f64>,
    /// Path length and reachable share were sampled.
    pub approximate: bool,
    pub doors_by_profile: Vec<ProfileDoorsRecord>,
}

/// Doors for enterprises with one value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProfileDoorsRecord {
    pub dimension: String,
    pub value: String,
    pub open: usize,
    pub unstated: usize,
}

/// A cell that falls empty.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmptiedCellRecord {
    pub region: String,
    pub dimension: String,
    pub value: String,
    pub own: u64,
    pub national: u64,
    pub initiatives: Vec<String>,
    pub status_after: &'static str,
}

/// How sure ranks are.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RankRangesRecord {
    pub missing_share: f64,
    pub removed_initiatives: usize,
    pub runs: usize,
    pub actors: Vec<RankRangeRecord>,
}

/// The rank of one actor by degree, and where it lies in nine draws out of ten.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RankRangeRecord {
    pub actor: String,
    pub name: String,
    pub degree: usize,
    pub rank: usize,
    pub rank_low: usize,
    pub rank_median: usize,
    pub rank_high: usize,
}

pub fn complexity_record(ecosystem: &Ecosystem, complexity: &Complexity) -> ComplexityRecord {
    ComplexityRecord {
        as_of: complexity.as_of.map(|day| day.to_string()),
        until: complexity.until.map(|day| day.to_string()),
        rarefied_to: complexity.rarefied_to,
        survey_coverage: complexity.survey_coverage,
        rank_ranges: complexity.rank_ranges.as_ref().map(|ranges| rank_ranges_record(ecosystem, ranges)),
        areas: complexity.areas.iter().map(|area| area_record(ecosystem, area)).collect(),
    }
}

fn area_record(ecosystem: &Ecosystem, area: &AreaComplexity) -> AreaComplexityRecord {
    let id = |&initiative: &usize| ecosystem.initiatives()[initiative].id.to_string();
    let ending = area.ending.as_ref();
    AreaComplexityRecord {
        region: area.place.code(ecosystem.regions()).to_owned(),
        name: area_name(ecosystem, area.place),
        surveyed: area.surveyed,
        initiatives: area.initiatives,
        actors: area.actors,
        activities: area.activities,
        doors: area.doors,
        redundancy: area.redundancy.share,
        redundant_activities: area.redundancy.count,
        described_activities: area.redundancy.of,
        overlap_without_collaboration: area.overlap_without_collaboration.share,
        pairs_without_collaboration: area.overlap_without_collaboration.count,
        overlapping_pairs: area.overlap_without_collaboration.of,
        types: area.types,
        effective_types: area.effective_types,
        effective_types_observed: area.effective_types_observed,
        type_sample: area.type_sample,
        covered_cells: area.covered_cells.share,
        cells_covered: area.covered_cells.count,
        cells_surveyed: area.covered_cells.of,
        temporary_share: area.temporary.share,
        temporary_initiatives: area.temporary.count,
        funding_known: area.temporary.of,
        ending_within_year: ending.map(|ending| ending.initiatives.len()),
        running_initiatives: ending.map(|ending| ending.running),
        end_known: ending.map(|ending| ending.with_end),
        ending_initiatives: ending.map(|ending| ending.initiatives.iter().map(id).collect()),
        cells_emptied: ending.map(|ending| ending.emptied.len()),
        emptied_cells: ending
            .map(|ending| ending.emptied.iter().map(|cell| emptied_cell_record(ecosystem, cell)).collect()),
        links: area.structure.links,
        density: area.structure.density,
        mean_path_length: area.structure.mean_path_length,
        reachable_share: area.structure.reachable,
        modularity: area.structure.modularity,
        approximate: area.structure.approximate,
        doors_by_profile: area.doors_by_profile.iter().map(|doors| profile_doors_record(ecosystem, doors)).collect(),
    }
}

/// The whole is called so: its numbers hold more than what is national.
pub(super) fn area_name(ecosystem: &Ecosystem, place: Place) -> Text {
    match place {
        Place::National => Text::new("geheel", "in all"),
        Place::Region(region) => ecosystem.regions().get(region).name.clone(),
    }
}

fn profile_doors_record(ecosystem: &Ecosystem, doors: &ProfileDoors) -> ProfileDoorsRecord {
    let dimension = &ecosystem.taxonomy().dimensions()[doors.dimension];
    ProfileDoorsRecord {
        dimension: dimension.id.to_string(),
        value: dimension.value_code(doors.value).to_owned(),
        open: doors.open,
        unstated: doors.unstated,
    }
}

fn emptied_cell_record(ecosystem: &Ecosystem, cell: &EmptiedCell) -> EmptiedCellRecord {
    let dimension = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let id = |&initiative: &usize| ecosystem.initiatives()[initiative].id.to_string();
    EmptiedCellRecord {
        region: cell.place.code(ecosystem.regions()).to_owned(),
        dimension: dimension.id.to_string(),
        value: dimension.value_code(cell.value).to_owned(),
        own: cell.own,
        national: cell.national,
        initiatives: cell.initiatives.iter().map(id).collect(),
        status_after: cell.status_after.code(),
    }
}

fn rank_ranges_record(ecosystem: &Ecosystem, ranges: &RankRanges) -> RankRangesRecord {
    RankRangesRecord {
        missing_share: ranges.missing_share,
        removed_initiatives: ranges.removed,
        runs: ranges.runs,
        actors: ranges
            .actors
            .iter()
            .map(|range| {
                let actor = &ecosystem.actors()[range.actor];
                RankRangeRecord {
                    actor: actor.id.to_string(),
                    name: actor.name.to_string(),
                    degree: range.degree,
                    rank: range.rank,
                    rank_low: range.low,
                    rank_median: range.median,
                    rank_high: range.high,
                }
            })
            .collect(),
    }
}
