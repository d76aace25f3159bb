//! How an activity answers a question: per dimension, and by where it is offered.

use crate::analysis::complexity::doors::serves;
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Place, RegionIndex, ValueIndex};

/// What is asked: per dimension the values of which any will do. Dimensions increase, each once, with at least one value.
pub type Wanted = Vec<(usize, Vec<ValueIndex>)>;

/// Groups pairs (dimension, value): several values of one dimension are alternatives.
pub fn wanted(pairs: &[(usize, ValueIndex)]) -> Wanted {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|group| Some((group.first()?.0, group.iter().map(|&(_, value)| value).collect())))
        .collect()
}

/// How an activity answers one asked dimension, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It names an asked value.
    Explicit,
    /// It says that it is open to every value (`alle`).
    Open,
    /// It does not say; that counts as open, but is less sure.
    Unstated,
    /// It names other values only.
    Misfit,
}

impl Fit {
    pub const ALL: &'static [Self] = &[Self::Explicit, Self::Open, Self::Unstated, Self::Misfit];

    pub fn code(self) -> &'static str {
        match self {
            Self::Explicit => "fit",
            Self::Open => "open",
            Self::Unstated => "not-stated",
            Self::Misfit => "misfit",
        }
    }

    /// The answer of an activity with these values to a question for any of `wanted`.
    pub fn of(values: &[ValueIndex], wanted: &[ValueIndex]) -> Self {
        match values {
            [] => Self::Unstated,
            [EVERY_VALUE] => Self::Open,
            values if values.iter().any(|value| wanted.contains(value)) => Self::Explicit,
            _ => Self::Misfit,
        }
    }
}

/// The answers of an activity, one per asked dimension.
pub fn fits(ecosystem: &Ecosystem, activity: usize, wanted: &Wanted) -> Vec<Fit> {
    let column = |dimension: usize| ecosystem.classification().column(dimension).of(activity);
    wanted.iter().map(|(dimension, values)| Fit::of(column(*dimension), values)).collect()
}

/// Where an activity is offered, seen from a region; the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nearness {
    /// Its area is the region, or one that the region lies in.
    Own,
    National,
    /// Only a part of the region.
    Part,
    /// Its area is not known, so that it cannot be excluded.
    Unknown,
    /// Its area does not meet the region.
    Elsewhere,
}

impl Nearness {
    pub const ALL: &'static [Self] = &[Self::Own, Self::National, Self::Part, Self::Unknown, Self::Elsewhere];

    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::National => "national",
            Self::Part => "part",
            Self::Unknown => "unknown",
            Self::Elsewhere => "elsewhere",
        }
    }

    pub fn of(ecosystem: &Ecosystem, area: &Area, region: RegionIndex) -> Self {
        match area {
            Area::Unknown => Self::Unknown,
            Area::National => Self::National,
            area if serves(ecosystem, area, Place::Region(region)) => Self::Own,
            area if ecosystem.regions().meet(area, &Area::Regions([region].into())) => Self::Part,
            _ => Self::Elsewhere,
        }
    }
}
