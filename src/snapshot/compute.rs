//! Computing the default results, step by step; every step is parallel inside.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock};

use super::section::Section;
use crate::analysis::bridging::Bridging;
use crate::analysis::centrality::{Centrality, CentralityConfig};
use crate::analysis::clusters::{Clusters, ClustersConfig};
use crate::analysis::complexity::{Complexity, ComplexityError};
use crate::analysis::consensus::{Consensus, ConsensusError};
use crate::analysis::distribution::{Axis, Distribution, Measure, distribution};
use crate::analysis::gaps::Gaps;
use crate::analysis::journey::Journey;
use crate::analysis::learning_circles::LearningCircles;
use crate::analysis::leave_one_out::{LeaveOneOut, LeaveOneOutError};
use crate::analysis::matches::table::DoorsTable;
use crate::analysis::monitoring::Monitoring;
use crate::analysis::names::Names;
use crate::analysis::overlap::{Overlap, OverlapConfig, TooManyPairs};
use crate::analysis::overlap_chance::OverlapChance;
use crate::analysis::referrals::Referrals;
use crate::analysis::region_overlap::RegionPair;
use crate::analysis::reinvented::Reinvented;
use crate::analysis::role_division::RoleDivision;
use crate::analysis::selection::Selection;
use crate::analysis::signals::Signals;
use crate::analysis::white_spots::{WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::{Ecosystem, Establishments};
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
    /// Business establishments per region, for supply beside size; may be empty.
    pub establishments: Vec<Establishments>,
}

impl Default for SnapshotConfig {
    fn default() -> Self {
        Self {
            sections: Section::ALL.iter().copied().collect(),
            centrality: CentralityConfig::default(),
            clusters: ClustersConfig::default(),
            overlap: OverlapConfig::default(),
            memory_budget: DEFAULT_MEMORY_BUDGET,
            establishments: Vec::new(),
        }
    }
}

/// Sections that need the actor projection.
const PROJECTED: &[Section] = &[Section::Centrality, Section::Clusters, Section::Bridging, Section::Consensus];

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
    #[error(transparent)]
    Complexity(#[from] ComplexityError),
    #[error(transparent)]
    LeaveOneOut(#[from] LeaveOneOutError),
    #[error(transparent)]
    Consensus(#[from] ConsensusError),
    #[error("the {} must be computed first", .0.key())]
    Missing(Section),
}

/// A part that was not asked for is `None`.
pub type Outcome<T> = Option<T>;

/// An ecosystem with its default results. Those in a cell may come later, while the others are read already
/// ([`Snapshot::compute_later`]); each is set once.
#[derive(Debug)]
pub struct Snapshot {
    pub ecosystem: Ecosystem,
    pub network: TwoModeNetwork,
    pub projection: OnceLock<Projection>,
    /// Only where the clusters are there too.
    pub centrality: OnceLock<Centrality>,
    pub clusters: OnceLock<Clusters>,
    /// Only the closest pairs where there are too many for a list.
    pub overlap: OnceLock<Overlap>,
    pub region_overlap: OnceLock<Vec<RegionPair>>,
    pub white_spots: Outcome<WhiteSpots>,
    /// Activities by region and lead dimension.
    pub distribution: Outcome<Distribution>,
    pub bridging: OnceLock<Bridging>,
    pub complexity: OnceLock<Complexity>,
    /// White spots in depth, over the lead dimension.
    pub gaps: OnceLock<Gaps>,
    /// Which doors for whom: per region and value of the dimension of need, else of the lead.
    pub matches: OnceLock<DoorsTable>,
    pub journey: OnceLock<Journey>,
    /// Over the lead dimension.
    pub role_division: OnceLock<RoleDivision>,
    pub overlap_chance: OnceLock<OverlapChance>,
    pub reinvented: OnceLock<Reinvented>,
    pub learning_circles: OnceLock<LearningCircles>,
    pub leave_one_out: OnceLock<LeaveOneOut>,
    /// Stays empty where the network is too large for so many runs.
    pub consensus: OnceLock<Consensus>,
    pub monitoring: OnceLock<Monitoring>,
    /// The inner `None`: the data say nothing of referrals.
    pub referrals: OnceLock<Option<Referrals>>,
    pub signals: OnceLock<Signals>,
    /// Of actors and of initiatives.
    pub names: OnceLock<[Names; 2]>,
    /// Sections that do not fit.
    pub(super) failed: Mutex<BTreeSet<Section>>,
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
        let mut snapshot = Self {
            ecosystem,
            network,
            projection: OnceLock::new(),
            centrality: OnceLock::new(),
            clusters: OnceLock::new(),
            overlap: OnceLock::new(),
            region_overlap: OnceLock::new(),
            white_spots: None,
            distribution: None,
            bridging: OnceLock::new(),
            complexity: OnceLock::new(),
            gaps: OnceLock::new(),
            matches: OnceLock::new(),
            journey: OnceLock::new(),
            role_division: OnceLock::new(),
            overlap_chance: OnceLock::new(),
            reinvented: OnceLock::new(),
            learning_circles: OnceLock::new(),
            leave_one_out: OnceLock::new(),
            consensus: OnceLock::new(),
            monitoring: OnceLock::new(),
            referrals: OnceLock::new(),
            signals: OnceLock::new(),
            names: OnceLock::new(),
            failed: Mutex::default(),
        };
        let is_projected = PROJECTED.iter().copied().any(asked);
        if is_projected {
            snapshot.need_projection(config)?;
            finished(Step::Projection);
        }
        let mut step = |section: Section| finished(Step::Section(section));
        if is_projected {
            snapshot.need_clusters(config)?;
            step(Section::Clusters);
        }
        if asked(Section::Centrality) {
            snapshot.need_centrality(config)?;
            step(Section::Centrality);
        }
        if [Section::Overlap, Section::Complexity, Section::LeaveOneOut].into_iter().any(asked) {
            // Too large is remembered, as below.
            let _ = snapshot.compute_later(Section::Overlap, config);
            step(Section::Overlap);
        }
        if asked(Section::RegionOverlap) {
            snapshot.need_region_overlap(config);
            step(Section::RegionOverlap);
        }
        let ecosystem = &snapshot.ecosystem;
        let lead = ecosystem.taxonomy().lead();
        if asked(Section::WhiteSpots) || asked(Section::Gaps) {
            snapshot.white_spots = Some(white_spots(ecosystem, &selection, &[lead])?);
            step(Section::WhiteSpots);
        }
        if asked(Section::Distribution) {
            let columns = Some(Axis::Dimension(lead));
            snapshot.distribution =
                Some(distribution(ecosystem, &selection, Axis::Region, columns, Measure::Activities));
            step(Section::Distribution);
        }
        // Signals take what is there already, so they come last.
        let (signals, others): (Vec<Section>, Vec<Section>) =
            Section::LATER.iter().filter(|&&section| asked(section)).partition(|&&section| section == Section::Signals);
        for section in others.into_iter().chain(signals) {
            // Too large is no reason to give nothing at all; it is remembered, and the document says so.
            let _ = snapshot.compute_later(section, config);
            step(section);
        }
        Ok(snapshot)
    }
}
