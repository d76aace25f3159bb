//! Records about regions: pairs, white spots and distributions.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::analysis::distribution::{CategoryTotal, Distribution};
use crate::analysis::region_overlap::RegionPair;
use crate::analysis::white_spots::WhiteSpots;
use crate::ecosystem::Ecosystem;

/// Two regions side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionPairRecord {
    pub a: String,
    pub b: String,
    pub shared_actors: usize,
    pub actor_jaccard: Option<f64>,
    pub shared_initiatives: usize,
    pub profile_similarity: Option<f64>,
    /// Null where there is too much to compare.
    pub overlapping_pairs: Option<usize>,
    pub without_collaboration: Option<usize>,
}

/// One cell of the grid.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WhiteSpotRecord {
    pub region: String,
    /// Dimension id → value id.
    pub cell: Map<String, Value>,
    pub own: u64,
    pub national: u64,
    pub initiatives: u64,
    pub expected: Option<f64>,
    pub location_quotient: Option<f64>,
    pub p_value: Option<f64>,
    pub q_value: Option<f64>,
    pub status: &'static str,
    pub fragile: bool,
}

/// A table of counts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DistributionRecord {
    pub rows: String,
    pub columns: Option<String>,
    pub measure: &'static str,
    pub total: u64,
    pub row_totals: Vec<TotalRecord>,
    pub column_totals: Vec<TotalRecord>,
    pub cells: Vec<DistributionCellRecord>,
}

/// Total of a category; null: not known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TotalRecord {
    pub category: Option<String>,
    pub count: u64,
}

/// One cell of a distribution; a null category is not known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DistributionCellRecord {
    pub row: Option<String>,
    pub column: Option<String>,
    pub count: u64,
    pub row_share: Option<f64>,
    pub column_share: Option<f64>,
    pub total_share: Option<f64>,
}

pub fn region_pair_records(ecosystem: &Ecosystem, pairs: &[RegionPair]) -> Vec<RegionPairRecord> {
    let record = |pair: &RegionPair| RegionPairRecord {
        a: ecosystem.regions().code(pair.a).to_owned(),
        b: ecosystem.regions().code(pair.b).to_owned(),
        shared_actors: pair.shared_actors,
        actor_jaccard: pair.actor_jaccard,
        shared_initiatives: pair.shared_initiatives,
        profile_similarity: pair.profile_similarity,
        overlapping_pairs: pair.overlapping_pairs,
        without_collaboration: pair.without_collaboration,
    };
    pairs.iter().map(record).collect()
}

pub fn white_spot_records(ecosystem: &Ecosystem, white_spots: &WhiteSpots) -> Vec<WhiteSpotRecord> {
    let dimensions = ecosystem.taxonomy().dimensions();
    white_spots
        .cells
        .iter()
        .map(|cell| WhiteSpotRecord {
            region: cell.place.code(ecosystem.regions()).to_owned(),
            cell: white_spots
                .by
                .iter()
                .zip(&cell.values)
                .map(|(&position, &value)| {
                    let dimension = &dimensions[position];
                    (dimension.id.to_string(), Value::from(dimension.value_code(value)))
                })
                .collect(),
            own: cell.own,
            national: cell.national,
            initiatives: cell.initiatives,
            expected: cell.expected,
            location_quotient: cell.location_quotient,
            p_value: cell.p_value,
            q_value: cell.q_value,
            status: cell.status.code(),
            fragile: cell.fragile,
        })
        .collect()
}

pub fn distribution_record(ecosystem: &Ecosystem, distribution: &Distribution) -> DistributionRecord {
    let totals = |totals: &[CategoryTotal]| {
        totals.iter().map(|total| TotalRecord { category: total.category.clone(), count: total.count }).collect()
    };
    DistributionRecord {
        rows: distribution.rows.code(ecosystem).to_owned(),
        columns: distribution.columns.map(|axis| axis.code(ecosystem).to_owned()),
        measure: distribution.measure.code(),
        total: distribution.total,
        row_totals: totals(&distribution.row_totals),
        column_totals: totals(&distribution.column_totals),
        cells: distribution
            .cells
            .iter()
            .map(|cell| DistributionCellRecord {
                row: cell.row.clone(),
                column: cell.column.clone(),
                count: cell.count,
                row_share: cell.row_share,
                column_share: cell.column_share,
                total_share: cell.total_share,
            })
            .collect(),
    }
}
