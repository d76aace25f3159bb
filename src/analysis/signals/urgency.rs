//! What to look at first.
//!
//! urgency = floor + room × weight, rounded, with weight between 0 and 1 from the evidence:
//!
//! | kind | floor | room | weight |
//! | --- | --- | --- | --- |
//! | ending, a cell falls empty | 0.60 | 0.40 | 1 − days left / days in the twelve months |
//! | ending, nothing falls empty | 0.10 | 0.40 | the same |
//! | absent | 0.40 | 0.60 | unserved demand / the largest among the white spots |
//! | national-only | 0.20 | 0.60 | the same |
//! | thin | 0.10 | 0.60 | the same; 0 where chance alone often gives as little |
//! | overlap | 0.20 | 0.60 | overlap × 1 (competing), ¾ (complementary) or ½; 0 with fewer than three dimensions compared |
//! | fragile | 0.20 | 0.40 | mean of enterprises with the need / the largest need, and 1 where the funding is temporary |
//! | articulation | 0.10 | 0.50 | c / (c + 10), with c the actors that would be cut off |
//! | dead-end | 0.10 | 0.40 | referrals received / the most that a dead end receives; 0 for an end point |
//! | unmeasured | 0.05 | 0.20 | 1 where the funding is temporary |
//!
//! Where demand is not known, white spots weigh by shortfall / the largest shortfall. From 0.6 on the class is high, from 0.3
//! on middle. The thought: what ends soon and leaves entrepreneurs without supply cannot wait; then what nobody offers while
//! many need it; then strong overlap in the same market, which costs money every day but harms nobody tomorrow; then what may
//! break. The numbers order the list and mean nothing else.

use crate::analysis::numbers::{ratio, round12};
use crate::analysis::overlap::{OverlapPair, Relation};
use crate::ecosystem::Class;

/// From here on a signal is of the high and of the middle class.
pub const DEFAULT_HIGH: f64 = 0.6;
pub const DEFAULT_MIDDLE: f64 = 0.3;
/// Dimensions compared below which two offers are too thinly described to judge.
pub const DEFAULT_LEAST_DIMENSIONS: usize = 3;
/// Actors cut off that weigh half.
pub const DEFAULT_HALF_CUT_OFF: f64 = 10.0;

pub(super) fn scored(floor: f64, room: f64, weight: f64) -> f64 {
    round12(floor + room * weight.clamp(0.0, 1.0))
}

/// The class of an urgency.
pub fn class(urgency: f64) -> Class {
    if urgency >= DEFAULT_HIGH {
        Class::High
    } else if urgency >= DEFAULT_MIDDLE {
        Class::Middle
    } else {
        Class::Low
    }
}

/// Part of the largest; 0 where there is none.
pub(super) fn part(amount: f64, largest: f64) -> f64 {
    ratio(amount, largest).unwrap_or(0.0)
}

pub(super) fn overlap(pair: &OverlapPair, overlap: f64) -> f64 {
    let factor = match pair.relation {
        Some(Relation::Competing) => 1.0,
        Some(Relation::Complementary) => 0.75,
        None => 0.5,
    };
    let judged = pair.dimensions_compared >= DEFAULT_LEAST_DIMENSIONS;
    scored(0.2, 0.6, if judged { overlap * factor } else { 0.0 })
}

pub(super) fn ending(days_left: i64, days: i64, empties: bool) -> f64 {
    let weight = 1.0 - part(days_left as f64, days as f64);
    scored(if empties { 0.6 } else { 0.1 }, 0.4, weight)
}

pub(super) fn articulation(cut_off: usize) -> f64 {
    let cut_off = cut_off as f64;
    scored(0.1, 0.5, cut_off / (cut_off + DEFAULT_HALF_CUT_OFF))
}
