//! The parts of a snapshot.

/// One analysis of a snapshot, by the key that it has in `analyse` output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    Centrality,
    Clusters,
    Overlap,
    RegionOverlap,
    WhiteSpots,
    Distribution,
    Bridging,
    Complexity,
    Gaps,
    Matches,
    Journey,
    RoleDivision,
    OverlapChance,
    Reinvented,
    LearningCircles,
    LeaveOneOut,
    Consensus,
    Monitoring,
    Referrals,
    Signals,
    Names,
}

impl Section {
    pub const ALL: &'static [Self] = &[
        Self::Centrality,
        Self::Clusters,
        Self::Overlap,
        Self::RegionOverlap,
        Self::WhiteSpots,
        Self::Distribution,
        Self::Bridging,
        Self::Complexity,
        Self::Gaps,
        Self::Matches,
        Self::Journey,
        Self::RoleDivision,
        Self::OverlapChance,
        Self::Reinvented,
        Self::LearningCircles,
        Self::LeaveOneOut,
        Self::Consensus,
        Self::Monitoring,
        Self::Referrals,
        Self::Signals,
        Self::Names,
    ];

    /// Those that the service computes when it reads a dataset, before it answers; of a large one only [`Section::QUICK`].
    pub const FIRST: &'static [Self] =
        &[Self::Centrality, Self::Clusters, Self::Overlap, Self::RegionOverlap, Self::WhiteSpots, Self::Distribution];

    /// Those of [`Section::FIRST`] that are quick for data of any size.
    pub const QUICK: &'static [Self] = &[Self::WhiteSpots, Self::Distribution];

    /// The others of [`Section::FIRST`]; those of a large dataset come in the background.
    pub const SLOW: &'static [Self] = &[Self::Centrality, Self::Clusters, Self::Overlap, Self::RegionOverlap];

    /// Those that are not in [`Section::FIRST`], which the service computes after that.
    pub const LATER: &'static [Self] = &[
        Self::Gaps,
        Self::Journey,
        Self::Referrals,
        Self::RoleDivision,
        Self::Matches,
        Self::Bridging,
        Self::Reinvented,
        Self::LearningCircles,
        Self::Names,
        Self::Complexity,
        Self::Monitoring,
        Self::Signals,
        Self::LeaveOneOut,
        Self::Consensus,
        Self::OverlapChance,
    ];

    /// [`Section::SLOW`] and [`Section::LATER`] in the order in which the service computes them: the quick ones first, as
    /// measured on the shipped datasets, and signals before what they do not rest on, since every page shows some.
    pub const IN_BACKGROUND: &'static [Self] = &[
        Self::Overlap,
        Self::Gaps,
        Self::Journey,
        Self::Referrals,
        Self::RoleDivision,
        Self::Matches,
        Self::Monitoring,
        Self::Signals,
        Self::RegionOverlap,
        Self::Clusters,
        Self::Centrality,
        Self::Bridging,
        Self::Reinvented,
        Self::LearningCircles,
        Self::Names,
        Self::Complexity,
        Self::LeaveOneOut,
        Self::Consensus,
        Self::OverlapChance,
    ];

    /// The key in JSON and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Centrality => "centrality",
            Self::Clusters => "clusters",
            Self::Overlap => "overlap",
            Self::RegionOverlap => "regionOverlap",
            Self::WhiteSpots => "whiteSpots",
            Self::Distribution => "distribution",
            Self::Bridging => "bridging",
            Self::Complexity => "complexity",
            Self::Gaps => "gaps",
            Self::Matches => "matches",
            Self::Journey => "journey",
            Self::RoleDivision => "roleDivision",
            Self::OverlapChance => "overlapChance",
            Self::Reinvented => "reinvented",
            Self::LearningCircles => "learningCircles",
            Self::LeaveOneOut => "leaveOneOut",
            Self::Consensus => "consensus",
            Self::Monitoring => "monitoring",
            Self::Referrals => "referrals",
            Self::Signals => "signals",
            Self::Names => "names",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|section| section.key() == key)
    }
}
