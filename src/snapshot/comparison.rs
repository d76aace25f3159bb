//! Two snapshots side by side.

use super::compute::{Snapshot, SnapshotConfig};
use crate::analysis::comparison::{Comparison, ComparisonError, PairingConfig, Version, comparison};
use crate::network::ProjectionTooLarge;

/// Why two snapshots cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    #[error(transparent)]
    Projection(#[from] ProjectionTooLarge),
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
}

/// Compares two versions by their default results: centrality and clusters of both, measured now where they are not there.
///
/// # Errors
/// [`CompareError`].
pub fn compare(earlier: &Snapshot, later: &Snapshot) -> Result<Comparison, CompareError> {
    Ok(comparison(&version(earlier)?, &version(later)?, &PairingConfig::default())?)
}

fn version(snapshot: &Snapshot) -> Result<Version<'_>, ProjectionTooLarge> {
    let (centrality, clusters) = snapshot.need_centrality(&SnapshotConfig::default())?;
    Ok(Version { ecosystem: &snapshot.ecosystem, centrality, clusters })
}
