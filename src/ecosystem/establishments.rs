//! How many businesses there are: a measure of size that lies beside every dataset.

/// Business establishments in a region on 1 January of a year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Establishments {
    /// Code of the region, such as `PV20`.
    pub region: Box<str>,
    pub year: u16,
    pub count: u64,
}
