//! Results that may come after the first ones, while the snapshot is being read.
//!
//! A result is computed and then set; who sets it second is not heard, since both have the same. Nothing waits for a cell:
//! a thread that waits within parallel work may be given work that asks for that same cell.

use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

use super::compute::{Snapshot, SnapshotConfig, SnapshotError};
use super::first::keep;
use super::section::Section;
use super::signals::default_signals;
use crate::analysis::bridging::{BridgingConfig, bridging};
use crate::analysis::complexity::{ComplexityConfig, complexity};
use crate::analysis::consensus::{ConsensusConfig, consensus};
use crate::analysis::gaps::{GapsConfig, gaps};
use crate::analysis::journey::journey;
use crate::analysis::learning_circles::{LearningCirclesConfig, learning_circles};
use crate::analysis::leave_one_out::{LeaveOneOutConfig, leave_one_out};
use crate::analysis::matches::MatchesConfig;
use crate::analysis::matches::table::doors_table;
use crate::analysis::monitoring::{MonitoringConfig, monitoring};
use crate::analysis::names::names;
use crate::analysis::overlap_chance::{OverlapChanceConfig, overlap_chance};
use crate::analysis::referrals::{ReferralsConfig, referrals};
use crate::analysis::reinvented::{ReinventedConfig, reinvented};
use crate::analysis::role_division::role_division;
use crate::analysis::selection::Selection;
use crate::ecosystem::edit::Subject;

/// What became of a section of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Ready,
    /// Still to be computed.
    Waiting,
    /// It was tried, and does not fit.
    TooLarge,
}

impl Snapshot {
    /// Whether the default results of a section are there.
    pub fn has(&self, section: Section) -> bool {
        match section {
            Section::Centrality => self.centrality.get().is_some(),
            Section::Clusters => self.clusters.get().is_some(),
            Section::Overlap => self.overlap.get().is_some(),
            Section::RegionOverlap => self.region_overlap.get().is_some(),
            Section::WhiteSpots => self.white_spots.is_some(),
            Section::Distribution => self.distribution.is_some(),
            Section::Bridging => self.bridging.get().is_some(),
            Section::Complexity => self.complexity.get().is_some(),
            Section::Gaps => self.gaps.get().is_some(),
            Section::Matches => self.matches.get().is_some(),
            Section::Journey => self.journey.get().is_some(),
            Section::RoleDivision => self.role_division.get().is_some(),
            Section::OverlapChance => self.overlap_chance.get().is_some(),
            Section::Reinvented => self.reinvented.get().is_some(),
            Section::LearningCircles => self.learning_circles.get().is_some(),
            Section::LeaveOneOut => self.leave_one_out.get().is_some(),
            Section::Consensus => self.consensus.get().is_some(),
            Section::Monitoring => self.monitoring.get().is_some(),
            Section::Referrals => self.referrals.get().is_some(),
            Section::Signals => self.signals.get().is_some(),
            Section::Names => self.names.get().is_some(),
        }
    }

    /// What became of a section.
    pub fn progress(&self, section: Section) -> Progress {
        if self.has(section) {
            Progress::Ready
        } else if self.failed().contains(&section) {
            Progress::TooLarge
        } else {
            Progress::Waiting
        }
    }

    /// Remembers that a section will not come.
    pub fn give_up(&self, section: Section) {
        self.failed().insert(section);
    }

    fn failed(&self) -> MutexGuard<'_, BTreeSet<Section>> {
        // A set of names is whole whenever it is let go.
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Computes the default results of one section, and the first results that they need, and keeps them. Those of
    /// [`Section::QUICK`] are left as they are.
    ///
    /// # Errors
    /// [`SnapshotError`] where they do not fit, which is remembered, or where a quick section that they need is not there.
    pub fn compute_later(&self, section: Section, config: &SnapshotConfig) -> Result<(), SnapshotError> {
        let computed = if self.has(section) { Ok(()) } else { self.compute_section(section, config) };
        if computed.is_err() {
            self.give_up(section);
        }
        computed
    }

    fn compute_section(&self, section: Section, config: &SnapshotConfig) -> Result<(), SnapshotError> {
        let (ecosystem, network) = (&self.ecosystem, &self.network);
        let selection = &Selection::everything(ecosystem);
        let minimum = config.overlap.minimum;
        match section {
            Section::WhiteSpots | Section::Distribution => {}
            Section::Centrality => {
                self.need_centrality(config)?;
            }
            Section::Clusters => {
                self.need_clusters(config)?;
            }
            Section::Overlap => {
                self.need_overlap(config)?;
            }
            Section::RegionOverlap => {
                self.need_region_overlap(config);
            }
            Section::Bridging => {
                let (membership, settings) = (&self.need_clusters(config)?.membership, BridgingConfig::default());
                let projection = self.need_projection(config)?;
                keep(&self.bridging, bridging(ecosystem, selection, network, projection, membership, &settings));
            }
            Section::Complexity => {
                let settings = ComplexityConfig { minimum, ..ComplexityConfig::default() };
                keep(&self.complexity, complexity(ecosystem, selection, self.need_whole_overlap(config)?, &settings)?);
            }
            Section::Gaps => {
                let white_spots = self.white_spots.as_ref().ok_or(SnapshotError::Missing(Section::WhiteSpots))?;
                let settings = GapsConfig::default();
                keep(&self.gaps, gaps(ecosystem, selection, white_spots, &config.establishments, &settings)?);
            }
            Section::Matches => {
                keep(&self.matches, doors_table(ecosystem, selection, &MatchesConfig::default()));
            }
            Section::Journey => {
                keep(&self.journey, journey(ecosystem, selection, None, &Vec::new()));
            }
            Section::RoleDivision => {
                keep(&self.role_division, role_division(ecosystem, selection, ecosystem.taxonomy().lead(), None));
            }
            Section::OverlapChance => {
                let settings = OverlapChanceConfig { minimum, ..OverlapChanceConfig::default() };
                keep(&self.overlap_chance, overlap_chance(ecosystem, selection, &settings)?);
            }
            Section::Reinvented => {
                keep(&self.reinvented, reinvented(ecosystem, selection, &ReinventedConfig::default())?);
            }
            Section::LearningCircles => {
                let settings = LearningCirclesConfig { minimum, ..LearningCirclesConfig::default() };
                keep(&self.learning_circles, learning_circles(ecosystem, selection, &settings)?);
            }
            Section::LeaveOneOut => {
                let memory_budget = config.memory_budget;
                let settings = LeaveOneOutConfig { minimum, memory_budget, ..LeaveOneOutConfig::default() };
                keep(&self.leave_one_out, leave_one_out(ecosystem, self.need_whole_overlap(config)?, &settings)?);
            }
            Section::Consensus => {
                let projection = self.need_projection(config)?;
                keep(&self.consensus, consensus(ecosystem, network, projection, &ConsensusConfig::default())?);
            }
            Section::Monitoring => {
                keep(&self.monitoring, monitoring(ecosystem, selection, &MonitoringConfig::default()));
            }
            Section::Referrals => {
                keep(&self.referrals, referrals(ecosystem, selection, &ReferralsConfig::default()));
            }
            Section::Names => {
                keep(&self.names, [Subject::Actor, Subject::Initiative].map(|subject| names(ecosystem, subject)));
            }
            Section::Signals => {
                keep(&self.signals, default_signals(self, config)?);
            }
        }
        Ok(())
    }
}
