//! The tables beside the network: demand, published figures, referrals and decisions on names.

use super::region::RegionIndex;
use super::taxonomy::ValueIndex;

/// Where a row of [`Demand`] or [`Indicator`] applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Not said.
    Unknown,
    National,
    Region(RegionIndex),
}

/// Values per dimension, as (dimension, value) pairs in increasing order.
pub type Cell = Vec<(usize, ValueIndex)>;

/// How many enterprises there are, or what share of them has a need, in a region and a cell of dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    pub scope: Scope,
    pub cell: Cell,
    pub enterprises: Option<u64>,
    /// Share between 0 and 1.
    pub share_with_need: Option<f64>,
}

/// A figure as it was printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    pub scope: Scope,
    pub cell: Cell,
    pub measure: Box<str>,
    pub value: Option<f64>,
    pub unit: Box<str>,
    /// Respondents or cases behind it.
    pub n: Option<u64>,
    pub source: Box<str>,
}

/// Referrals from one initiative to another; positions in [`super::Ecosystem::initiatives`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referral {
    pub from: u32,
    pub to: u32,
    pub count: u64,
}

/// A decision on two names: ids or names of two actors or two initiatives, and the words of the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameDecision {
    pub keep: Box<str>,
    pub merge: Box<str>,
    pub decision: Box<str>,
}
