//! Computing the default results, step by step; every step is parallel inside.

use std::collections::BTreeSet;

use super::section::Section;
use super::signals::default_signals;
use crate::analysis::bridging::{Bridging, BridgingConfig, bridging};
use crate::analysis::centrality::{Centrality, CentralityConfig, centrality};
use crate::analysis::clusters::{Clusters, ClustersConfig, clusters};
use crate::analysis::complexity::{Complexity, ComplexityConfig, ComplexityError, complexity};
use crate::analysis::consensus::{Consensus, ConsensusConfig, consensus};
use crate::analysis::distribution::{Axis, Distribution, Measure, distribution};
use crate::analysis::gaps::{Gaps, GapsConfig, gaps};
use crate::analysis::journey::{Journey, journey};
use crate::analysis::learning_circles::{LearningCircles, LearningCirclesConfig, learning_circles};
use crate::analysis::leave_one_out::{LeaveOneOut, LeaveOneOutConfig, LeaveOneOutError, leave_one_out};
use crate::analysis::matches::MatchesConfig;
use crate::analysis::matches::table::{DoorsTable, doors_table};
use crate::analysis::monitoring::{Monitoring, MonitoringConfig, monitoring};
use crate::analysis::names::{Names, names};
use crate::analysis::overlap::{Overlap, OverlapConfig, TooManyPairs, overlap};
use crate::analysis::overlap_chance::{OverlapChance, OverlapChanceConfig, overlap_chance};
use crate::analysis::referrals::{Referrals, ReferralsConfig, referrals};
use crate::analysis::region_overlap::{RegionPair, region_overlap};
use crate::analysis::reinvented::{Reinvented, ReinventedConfig, reinvented};
use crate::analysis::role_division::{RoleDivision, role_division};
use crate::analysis::selection::Selection;
use crate::analysis::signals::Signals;
use crate::analysis::white_spots::{WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::edit::Subject;
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
    pub bridging: Outcome<Bridging>,
    pub complexity: Outcome<Complexity>,
    /// White spots in depth, over the lead dimension.
    pub gaps: Outcome<Gaps>,
    /// Which doors for whom: per region and value of the dimension of need, else of the lead.
    pub matches: Outcome<DoorsTable>,
    pub journey: Outcome<Journey>,
    /// Over the lead dimension.
    pub role_division: Outcome<RoleDivision>,
    pub overlap_chance: Outcome<OverlapChance>,
    pub reinvented: Outcome<Reinvented>,
    pub learning_circles: Outcome<LearningCircles>,
    pub leave_one_out: Outcome<LeaveOneOut>,
    /// Also absent where the network is too large for so many runs.
    pub consensus: Outcome<Consensus>,
    pub monitoring: Outcome<Monitoring>,
    /// The inner `None`: the data say nothing of referrals.
    pub referrals: Outcome<Option<Referrals>>,
    pub signals: Outcome<Signals>,
    /// Of actors and of initiatives.
    pub names: Outcome<[Names; 2]>,
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
        let projection = if PROJECTED.iter().copied().any(asked) {
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
            bridging: None,
            complexity: None,
            gaps: None,
            matches: None,
            journey: None,
            role_division: None,
            overlap_chance: None,
            reinvented: None,
            learning_circles: None,
            leave_one_out: None,
            consensus: None,
            monitoring: None,
            referrals: None,
            signals: None,
            names: None,
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
        if let (Some(projection), Some(clusters), true) =
            (&snapshot.projection, &snapshot.clusters, asked(Section::Bridging))
        {
            let settings = BridgingConfig::default();
            snapshot.bridging =
                Some(bridging(ecosystem, &selection, network, projection, &clusters.membership, &settings));
            step(Section::Bridging);
        }
        if let (Some(projection), true) = (&snapshot.projection, asked(Section::Consensus)) {
            // Too large is no reason to give nothing at all; the document says so.
            snapshot.consensus = consensus(ecosystem, network, projection, &ConsensusConfig::default()).ok();
            step(Section::Consensus);
        }
        if asked(Section::Overlap) || asked(Section::Complexity) {
            snapshot.overlap = Some(overlap(ecosystem, &selection, &config.overlap)?);
            step(Section::Overlap);
        }
        if let (Some(overlap), true) = (&snapshot.overlap, asked(Section::Complexity)) {
            let settings = ComplexityConfig { minimum: config.overlap.minimum, ..ComplexityConfig::default() };
            snapshot.complexity = Some(complexity(ecosystem, &selection, overlap, &settings)?);
            step(Section::Complexity);
        }
        if asked(Section::RegionOverlap) {
            snapshot.region_overlap = Some(region_overlap(ecosystem, &selection, &config.overlap)?);
            step(Section::RegionOverlap);
        }
        let lead = ecosystem.taxonomy().lead();
        if asked(Section::WhiteSpots) || asked(Section::Gaps) {
            snapshot.white_spots = Some(white_spots(ecosystem, &selection, &[lead])?);
            step(Section::WhiteSpots);
        }
        if let (Some(white_spots), true) = (&snapshot.white_spots, asked(Section::Gaps)) {
            let settings = GapsConfig::default();
            snapshot.gaps = Some(gaps(ecosystem, &selection, white_spots, &config.establishments, &settings)?);
            step(Section::Gaps);
        }
        if asked(Section::Distribution) {
            let columns = Some(Axis::Dimension(lead));
            snapshot.distribution =
                Some(distribution(ecosystem, &selection, Axis::Region, columns, Measure::Activities));
            step(Section::Distribution);
        }
        if asked(Section::Matches) {
            snapshot.matches = Some(doors_table(ecosystem, &selection, &MatchesConfig::default()));
            step(Section::Matches);
        }
        if asked(Section::Journey) {
            snapshot.journey = Some(journey(ecosystem, &selection, None, &Vec::new()));
            step(Section::Journey);
        }
        if asked(Section::RoleDivision) {
            snapshot.role_division = Some(role_division(ecosystem, &selection, lead, None));
            step(Section::RoleDivision);
        }
        if asked(Section::OverlapChance) {
            let settings = OverlapChanceConfig { minimum: config.overlap.minimum, ..OverlapChanceConfig::default() };
            snapshot.overlap_chance = Some(overlap_chance(ecosystem, &selection, &settings)?);
            step(Section::OverlapChance);
        }
        if asked(Section::Reinvented) {
            snapshot.reinvented = Some(reinvented(ecosystem, &selection, &ReinventedConfig::default())?);
            step(Section::Reinvented);
        }
        if asked(Section::LearningCircles) {
            let settings =
                LearningCirclesConfig { minimum: config.overlap.minimum, ..LearningCirclesConfig::default() };
            snapshot.learning_circles = Some(learning_circles(ecosystem, &selection, &settings)?);
            step(Section::LearningCircles);
        }
        if asked(Section::LeaveOneOut) {
            if snapshot.overlap.is_none() {
                snapshot.overlap = Some(overlap(ecosystem, &selection, &config.overlap)?);
                step(Section::Overlap);
            }
            if let Some(overlap) = &snapshot.overlap {
                let minimum = config.overlap.minimum;
                let settings =
                    LeaveOneOutConfig { minimum, memory_budget: config.memory_budget, ..LeaveOneOutConfig::default() };
                snapshot.leave_one_out = Some(leave_one_out(ecosystem, overlap, &settings)?);
                step(Section::LeaveOneOut);
            }
        }
        if asked(Section::Monitoring) {
            snapshot.monitoring = Some(monitoring(ecosystem, &selection, &MonitoringConfig::default()));
            step(Section::Monitoring);
        }
        if asked(Section::Referrals) {
            snapshot.referrals = Some(referrals(ecosystem, &selection, &ReferralsConfig::default()));
            step(Section::Referrals);
        }
        if asked(Section::Names) {
            snapshot.names = Some([Subject::Actor, Subject::Initiative].map(|subject| names(ecosystem, subject)));
            step(Section::Names);
        }
        if asked(Section::Signals) {
            let found = default_signals(&snapshot, config)?;
            snapshot.signals = Some(found);
            step(Section::Signals);
        }
        Ok(snapshot)
    }
}
