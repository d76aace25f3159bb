//! Records about pairs of initiatives.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::overlap::{Overlap, OverlapPair, Relation};
use crate::ecosystem::Ecosystem;

/// Two initiatives that overlap.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverlapRecord {
    pub a: String,
    pub b: String,
    pub name_a: String,
    pub name_b: String,
    pub overlap: Option<f64>,
    /// The same in the dimensions of one aspect; null where a side says nothing there.
    pub content_overlap: Option<f64>,
    pub method_overlap: Option<f64>,
    pub target_overlap: Option<f64>,
    pub shared: Vec<String>,
    pub shared_actors: Vec<String>,
    pub shared_funders: Vec<String>,
    pub provider_overlap: Option<f64>,
    pub collaborates: bool,
    pub dimensions_compared: usize,
    pub agreeing: Vec<String>,
    pub differing: Vec<String>,
    /// `competing`, `complementary` or null.
    pub relation: Option<&'static str>,
    pub regions: Vec<String>,
}

/// The pairs, in the order of the result.
pub fn overlap_records(ecosystem: &Ecosystem, overlap: &Overlap) -> Vec<OverlapRecord> {
    overlap.pairs.iter().map(|pair| overlap_record(ecosystem, pair)).collect()
}

pub(super) fn overlap_record(ecosystem: &Ecosystem, pair: &OverlapPair) -> OverlapRecord {
    let actors =
        |positions: &[usize]| positions.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect();
    let dimensions = |positions: &[usize]| {
        positions.iter().map(|&position| ecosystem.taxonomy().dimensions()[position].id.to_string()).collect()
    };
    let (a, b) = (&ecosystem.initiatives()[pair.a], &ecosystem.initiatives()[pair.b]);
    OverlapRecord {
        a: a.id.to_string(),
        b: b.id.to_string(),
        name_a: a.name.to_string(),
        name_b: b.name.to_string(),
        overlap: pair.overlap,
        content_overlap: pair.by_aspect.content,
        method_overlap: pair.by_aspect.method,
        target_overlap: pair.by_aspect.target,
        shared: pair.shared.clone(),
        shared_actors: actors(&pair.shared_actors),
        shared_funders: actors(&pair.shared_funders),
        provider_overlap: pair.provider_overlap,
        collaborates: pair.collaborates,
        dimensions_compared: pair.dimensions_compared,
        agreeing: dimensions(&pair.agreeing),
        differing: dimensions(&pair.differing),
        relation: pair.relation.map(Relation::code),
        regions: ecosystem.regions().codes(&pair.area).into_iter().map(str::to_owned).collect(),
    }
}
