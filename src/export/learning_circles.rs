//! Records of learning circles.

use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::InitiativeName;
use crate::analysis::learning_circles::{LearningCircle, LearningCircles};
use crate::ecosystem::Ecosystem;

/// The whole result.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LearningCirclesRecord {
    pub circles: Vec<LearningCircleRecord>,
    /// Initiatives with a counterpart elsewhere with which they do not work together.
    pub with_counterpart: usize,
    /// Those of them that are in a circle.
    pub in_a_circle: usize,
}

/// One circle.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LearningCircleRecord {
    /// Id of the first member.
    pub id: String,
    pub size: usize,
    pub members: Vec<CircleMemberRecord>,
    /// Codes of the regions of the members.
    pub regions: Vec<String>,
    pub mean_overlap: f64,
    /// Every two members overlap at least so much.
    pub least_overlap: f64,
    /// `dimension=value` that all members offer.
    pub shared_by_all: Vec<String>,
    /// Further values that more than half of them offer.
    pub shared_by_most: Vec<SharedByMostRecord>,
    /// Ids of members that the data name as a good practice.
    pub good_practices: Vec<String>,
    /// Ids of actors that fund at least two members.
    pub shared_funders: Vec<String>,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CircleMemberRecord {
    pub initiative: String,
    pub name: String,
    pub regions: Vec<String>,
    /// With the other members.
    pub mean_overlap: f64,
    /// The evidence, in words; null where none is known.
    pub good_practice: Option<String>,
}

/// A value of most members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SharedByMostRecord {
    /// `dimension=value`.
    pub value: String,
    pub members: usize,
}

pub fn learning_circles_record(ecosystem: &Ecosystem, found: &LearningCircles) -> LearningCirclesRecord {
    LearningCirclesRecord {
        circles: found.circles.iter().map(|circle| circle_record(ecosystem, circle)).collect(),
        with_counterpart: found.with_counterpart,
        in_a_circle: found.circles.iter().map(|circle| circle.members.len()).sum(),
    }
}

fn circle_record(ecosystem: &Ecosystem, circle: &LearningCircle) -> LearningCircleRecord {
    let size = circle.members.len();
    let members = circle.members.iter().map(|member| {
        let initiative = &ecosystem.initiatives()[member.initiative];
        let evidence = initiative.particulars.as_ref().and_then(|particulars| particulars.good_practice.as_deref());
        let InitiativeName { id, name } = initiative_name(ecosystem, member.initiative);
        CircleMemberRecord {
            initiative: id,
            name,
            regions: codes(ecosystem, ecosystem.initiative_area(member.initiative).own_regions()),
            mean_overlap: member.mean_overlap,
            good_practice: evidence.map(str::to_owned),
        }
    });
    let members: Vec<CircleMemberRecord> = members.collect();
    let good = members.iter().filter(|member| member.good_practice.is_some());
    let good_practices = good.map(|member| member.initiative.clone()).collect();
    let (all, most): (Vec<_>, Vec<_>) = circle.binds.iter().partition(|common| common.members == size);
    LearningCircleRecord {
        id: members.first().map(|member| member.initiative.clone()).unwrap_or_default(),
        size,
        members,
        regions: codes(ecosystem, &circle.regions),
        mean_overlap: circle.mean_overlap,
        least_overlap: circle.least_overlap,
        shared_by_all: all.into_iter().map(|common| common.value.clone()).collect(),
        shared_by_most: most
            .into_iter()
            .map(|common| SharedByMostRecord { value: common.value.clone(), members: common.members })
            .collect(),
        good_practices,
        shared_funders: circle.shared_funders.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect(),
    }
}

/// Id and name.
pub(super) fn initiative_name(ecosystem: &Ecosystem, initiative: usize) -> InitiativeName {
    let initiative = &ecosystem.initiatives()[initiative];
    InitiativeName { id: initiative.id.to_string(), name: initiative.name.to_string() }
}

/// Codes of regions.
pub(super) fn codes(ecosystem: &Ecosystem, regions: &[u16]) -> Vec<String> {
    regions.iter().map(|&region| ecosystem.regions().code(region).to_owned()).collect()
}
