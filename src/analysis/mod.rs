//! The measures: one file per analysis, pure functions with plain named results.
//!
//! Results hold positions and codes, never labels. No I/O, no clock, no global state, no unseeded randomness, and the same
//! bits for any number of threads: work is cut in fixed chunks that are folded in order.

pub mod agreement;
pub mod bridging;
pub mod centrality;
pub mod cluster_matching;
pub mod clusters;
pub mod comparison;
pub mod complexity;
pub mod consensus;
pub mod consistency;
pub mod distribution;
pub mod gaps;
pub mod learning_circles;
pub mod leave_one_out;
mod leiden;
mod numbers;
pub mod offer;
pub mod overlap;
pub mod overlap_chance;
pub mod provider_overlap;
pub mod region_overlap;
pub mod reinvented;
pub mod relatedness;
pub mod scenario;
pub mod selection;
pub mod statistics;
pub mod tight_groups;
pub mod white_spots;

pub mod journey;
pub mod matches;
pub mod monitoring;
pub mod names;
mod parts;
mod places;
pub mod referrals;
pub mod role_division;
pub mod signals;

pub use numbers::round12;
