//! What figures take from a snapshot, computed here where the snapshot does not hold it.

use std::borrow::Cow;

use crate::analysis::bridging::{Bridging, BridgingConfig, bridging};
use crate::analysis::centrality::Centrality;
use crate::analysis::clusters::Clusters;
use crate::analysis::complexity::{Complexity, ComplexityConfig, complexity};
use crate::analysis::distribution::{Axis, Distribution, Measure, distribution};
use crate::analysis::overlap::Overlap;
use crate::analysis::region_overlap::RegionPair;
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{WhiteSpots, white_spots};
use crate::network::Projection;
use crate::snapshot::{Snapshot, SnapshotConfig};

use super::settings::WrongValue;

/// Why a chart cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// Parameters that do not go together.
    #[error(transparent)]
    Parameter(#[from] WrongValue),
    /// A result would not fit in memory.
    #[error("{0}")]
    TooLarge(String),
}

type Result<T> = std::result::Result<T, ChartError>;

fn too_large(error: impl std::error::Error) -> ChartError {
    ChartError::TooLarge(error.to_string())
}

fn everything(snapshot: &Snapshot) -> Selection {
    Selection::everything(&snapshot.ecosystem)
}

pub(super) fn projection_of(snapshot: &Snapshot) -> Result<&Projection> {
    snapshot.need_projection(&SnapshotConfig::default()).map_err(too_large)
}

pub(super) fn clusters_of(snapshot: &Snapshot) -> Result<&Clusters> {
    snapshot.need_clusters(&SnapshotConfig::default()).map_err(too_large)
}

pub(super) fn centrality_of(snapshot: &Snapshot) -> Result<&Centrality> {
    let (found, _) = snapshot.need_centrality(&SnapshotConfig::default()).map_err(too_large)?;
    Ok(found)
}

pub(super) fn bridging_of(snapshot: &Snapshot) -> Result<Cow<'_, Bridging>> {
    if let Some(found) = snapshot.bridging.get() {
        return Ok(Cow::Borrowed(found));
    }
    let (projection, clusters) = (projection_of(snapshot)?, clusters_of(snapshot)?);
    let selection = everything(snapshot);
    let config = BridgingConfig::default();
    let membership = &clusters.membership;
    Ok(Cow::Owned(bridging(&snapshot.ecosystem, &selection, &snapshot.network, projection, membership, &config)))
}

/// Only the closest pairs where there are too many for a list.
pub(super) fn overlap_of(snapshot: &Snapshot) -> Result<&Overlap> {
    snapshot.need_overlap(&SnapshotConfig::default()).map_err(too_large)
}

pub(super) fn region_overlap_of(snapshot: &Snapshot) -> &[RegionPair] {
    snapshot.need_region_overlap(&SnapshotConfig::default())
}

pub(super) fn complexity_of(snapshot: &Snapshot) -> Result<Cow<'_, Complexity>> {
    if let Some(found) = snapshot.complexity.get() {
        return Ok(Cow::Borrowed(found));
    }
    let overlap = snapshot.need_whole_overlap(&SnapshotConfig::default()).map_err(too_large)?;
    let found = complexity(&snapshot.ecosystem, &everything(snapshot), overlap, &ComplexityConfig::default());
    found.map(Cow::Owned).map_err(too_large)
}

/// Over the lead dimension.
pub(super) fn white_spots_of(snapshot: &Snapshot) -> Result<Cow<'_, WhiteSpots>> {
    if let Some(found) = &snapshot.white_spots {
        return Ok(Cow::Borrowed(found));
    }
    let lead = snapshot.ecosystem.taxonomy().lead();
    white_spots(&snapshot.ecosystem, &everything(snapshot), &[lead]).map(Cow::Owned).map_err(too_large)
}

pub(super) fn distribution_of(
    snapshot: &Snapshot,
    rows: Axis,
    columns: Option<Axis>,
    measure: Measure,
) -> Cow<'_, Distribution> {
    match &snapshot.distribution {
        Some(found) if (found.rows, found.columns, found.measure) == (rows, columns, measure) => Cow::Borrowed(found),
        _ => Cow::Owned(distribution(&snapshot.ecosystem, &everything(snapshot), rows, columns, measure)),
    }
}
