//! Computing the default results, step by step; every step is parallel inside.

use std::collections::BTreeSet;

use super::section::Section;
use crate::analysis::centrality::{Centrality, CentralityConfig, centrality};
use crate::analysis::clusters::{Clusters, ClustersConfig, clusters};
use crate::analysis::distribution::{Axis, Distribution, Measure, distribution};
use crate::analysis::overlap::{Overlap, OverlapConfig, TooManyPairs, overlap};
use crate::analysis::region_overlap::{RegionPair, region_overlap};
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::Ecosystem;
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge, TwoModeNetwork};

/// Settings of all default results.
#[derive(Debug, Clone)]
pub struct SnapshotConfig {
    pub sections: BTreeSet<Section>,
    pub centrality: CentralityConfig,
    pub clusters: ClustersConfig,
    pub overlap: OverlapConfig,
    /// Bytes that the actor projection may take.
    pub memory_budget: u64,
}

impl Default for SnapshotConfig {
    fn default() -> Self {
        Self {
            sections: Section::ALL.iter().copied().collect(),
            centrality: CentralityConfig::default(),
            clusters: ClustersConfig::default(),
            overlap: OverlapConfig::default(),
            memory_budget: DEFAULT_MEMORY_BUDGET,
        }
    }
}

/// A finished step, for progress and timings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Network,
    Projection,
    Section(Section),
}

impl Step {
    pub fn key(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Projection => "projection",
            Self::Section(section) => section.key(),
        }
    }
}

/// Why a snapshot cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    #[error(transparent)]
    Projection(#[from] ProjectionTooLarge),
    #[error(transparent)]
    Pairs(#[from] TooManyPairs),
    #[error(transparent)]
    WhiteSpots(#[from] WhiteSpotsError),
}

/// A part that was not asked for is `None`.
pub type Outcome<T> = Option<T>;

/// An ecosystem with its default results.
#[derive(Debug)]
pub struct Snapshot {
    pub ecosystem: Ecosystem,
    pub network: TwoModeNetwork,
    pub projection: Outcome<Projection>,
    pub centrality: Outcome<Centrality>,
    pub clusters: Outcome<Clusters>,
    pub overlap: Outcome<Overlap>,
    pub region_overlap: Outcome<Vec<RegionPair>>,
    pub white_spots: Outcome<WhiteSpots>,
    /// Activities by region and lead dimension.
    pub distribution: Outcome<Distribution>,
}

impl Snapshot {
    /// Computes what is asked for and tells `finished` after each step.
    ///
    /// # Errors
    /// [`SnapshotError`] where a result would not fit.
    pub fn compute(
        ecosystem: Ecosystem,
        config: &SnapshotConfig,
        mut finished: impl FnMut(Step),
    ) -> Result<Self, SnapshotError> {
        let asked = |section| config.sections.contains(&section);
        let selection = Selection::everything(&ecosystem);
        let network = selection.network(&ecosystem);
        finished(Step::Network);
        let projection = if asked(Section::Centrality) || asked(Section::Clusters) {
            let projection = Projection::new(&network, config.memory_budget)?;
            finished(Step::Projection);
            Some(projection)
        } else {
            None
        };
        let mut step = |section: Section| finished(Step::Section(section));
        let mut snapshot = Self {
            ecosystem,
            network,
            projection,
            centrality: None,
            clusters: None,
            overlap: None,
            region_overlap: None,
            white_spots: None,
            distribution: None,
        };
        let (ecosystem, network) = (&snapshot.ecosystem, &snapshot.network);
        if let Some(projection) = &snapshot.projection {
            // Clusters are wanted with centrality too: every record says which cluster its actor is in.
            snapshot.clusters = Some(clusters(ecosystem, network, projection, &config.clusters));
            step(Section::Clusters);
            if asked(Section::Centrality) {
                snapshot.centrality = Some(centrality(network, projection, &config.centrality));
                step(Section::Centrality);
            }
        }
        if asked(Section::Overlap) {
            snapshot.overlap = Some(overlap(ecosystem, &selection, &config.overlap)?);
            step(Section::Overlap);
        }
        if asked(Section::RegionOverlap) {
            snapshot.region_overlap = Some(region_overlap(ecosystem, &selection, &config.overlap)?);
            step(Section::RegionOverlap);
        }
        let lead = ecosystem.taxonomy().lead();
        if asked(Section::WhiteSpots) {
            snapshot.white_spots = Some(white_spots(ecosystem, &selection, &[lead])?);
            step(Section::WhiteSpots);
        }
        if asked(Section::Distribution) {
            let columns = Some(Axis::Dimension(lead));
            snapshot.distribution =
                Some(distribution(ecosystem, &selection, Axis::Region, columns, Measure::Activities));
            step(Section::Distribution);
        }
        Ok(snapshot)
    }
}
