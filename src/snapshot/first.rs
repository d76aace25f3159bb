//! The first results: each is computed where it is first needed, and kept.

use std::convert::Infallible;
use std::sync::OnceLock;

use super::compute::{Snapshot, SnapshotConfig};
use crate::analysis::centrality::{Centrality, centrality};
use crate::analysis::clusters::{Clusters, clusters};
use crate::analysis::overlap::{Overlap, TooManyPairs, closest, overlap};
use crate::analysis::region_overlap::{RegionPair, region_overlap};
use crate::analysis::selection::Selection;
use crate::network::{Projection, ProjectionTooLarge};

/// Overlapping pairs that are kept where there are too many for a list: the closest.
const MOST_LISTED: usize = 100_000;

impl Snapshot {
    /// The actor projection, made now where nothing needed it before.
    ///
    /// # Errors
    /// [`ProjectionTooLarge`].
    pub fn need_projection(&self, config: &SnapshotConfig) -> Result<&Projection, ProjectionTooLarge> {
        needed(&self.projection, || Projection::new(&self.network, config.memory_budget))
    }

    /// The clusters, found now where they have not come yet.
    ///
    /// # Errors
    /// [`ProjectionTooLarge`].
    pub fn need_clusters(&self, config: &SnapshotConfig) -> Result<&Clusters, ProjectionTooLarge> {
        needed(&self.clusters, || {
            let projection = self.need_projection(config)?;
            Ok(clusters(&self.ecosystem, &self.network, projection, &config.clusters))
        })
    }

    /// Centrality with the clusters, since every record says which cluster its actor is in; measured now where they have
    /// not come yet.
    ///
    /// # Errors
    /// [`ProjectionTooLarge`].
    pub fn need_centrality(&self, config: &SnapshotConfig) -> Result<(&Centrality, &Clusters), ProjectionTooLarge> {
        let clusters = self.need_clusters(config)?;
        let found = needed(&self.centrality, || {
            Ok(centrality(&self.network, self.need_projection(config)?, &config.centrality))
        })?;
        Ok((found, clusters))
    }

    /// Overlap, only the closest pairs where there are too many for a list; found now where it has not come yet.
    ///
    /// # Errors
    /// [`TooManyPairs::Searched`].
    pub fn need_overlap(&self, config: &SnapshotConfig) -> Result<&Overlap, TooManyPairs> {
        needed(&self.overlap, || {
            let selection = Selection::everything(&self.ecosystem);
            match overlap(&self.ecosystem, &selection, &config.overlap) {
                Err(TooManyPairs::Listed { .. }) => closest(&self.ecosystem, &selection, &config.overlap, MOST_LISTED),
                found => found,
            }
        })
    }

    /// As [`Snapshot::need_overlap`], for what counts all pairs.
    ///
    /// # Errors
    /// [`TooManyPairs`], also where only the closest are kept.
    pub fn need_whole_overlap(&self, config: &SnapshotConfig) -> Result<&Overlap, TooManyPairs> {
        let found = self.need_overlap(config)?;
        if found.is_complete() { Ok(found) } else { Err(found.incomplete()) }
    }

    /// Regions side by side, compared now where that has not come yet.
    pub fn need_region_overlap(&self, config: &SnapshotConfig) -> &[RegionPair] {
        let Ok(found) = needed(&self.region_overlap, || {
            let selection = Selection::everything(&self.ecosystem);
            Ok::<_, Infallible>(region_overlap(&self.ecosystem, &selection, &config.overlap))
        });
        found
    }
}

/// What a cell has, else what is computed now.
fn needed<T, E>(cell: &OnceLock<T>, compute: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
    match cell.get() {
        Some(found) => Ok(found),
        None => Ok(keep(cell, compute()?)),
    }
}

/// Sets a cell, unless another thread was first: that one has the same result. Nothing is computed while the cell is held.
pub(super) fn keep<T>(cell: &OnceLock<T>, result: T) -> &T {
    cell.get_or_init(|| result)
}
