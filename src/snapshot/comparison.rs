//! Two snapshots side by side.

use super::compute::Snapshot;
use super::section::Section;
use crate::analysis::comparison::{Comparison, ComparisonError, PairingConfig, Version, comparison};

/// Why two snapshots cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    #[error("the {} of a version have not been computed", .0.key())]
    Missing(Section),
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
}

/// Compares two versions by their default results; needs centrality and clusters of both.
///
/// # Errors
/// [`CompareError`].
pub fn compare(earlier: &Snapshot, later: &Snapshot) -> Result<Comparison, CompareError> {
    Ok(comparison(&version(earlier)?, &version(later)?, &PairingConfig::default())?)
}

fn version(snapshot: &Snapshot) -> Result<Version<'_>, CompareError> {
    Ok(Version {
        ecosystem: &snapshot.ecosystem,
        centrality: snapshot.centrality.as_ref().ok_or(CompareError::Missing(Section::Centrality))?,
        clusters: snapshot.clusters.as_ref().ok_or(CompareError::Missing(Section::Clusters))?,
    })
}
