//! Overlap without collaboration, before and after.

use std::collections::BTreeMap;

use crate::analysis::overlap::{Overlap, OverlapPair};
use crate::ecosystem::edit::Edited;

/// Why a pair is on one list and not on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairReason {
    /// One of the two was removed.
    Removed,
    /// The two became one.
    Merged,
    /// They collaborate now.
    Collaborates,
    /// They overlap less than the minimum now.
    OverlapsLess,
    /// One of the two was added.
    Added,
    /// They collaborated before.
    NoLongerCollaborates,
    /// They overlapped less than the minimum before.
    OverlapsMore,
}

impl PairReason {
    pub fn code(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Merged => "merged",
            Self::Collaborates => "collaborates",
            Self::OverlapsLess => "overlaps-less",
            Self::Added => "added",
            Self::NoLongerCollaborates => "no-longer-collaborates",
            Self::OverlapsMore => "overlaps-more",
        }
    }
}

/// A pair that leaves the list or comes onto it.
#[derive(Debug, Clone, PartialEq)]
pub struct PairChange {
    /// Positions before for a pair that leaves, after for one that comes; a < b.
    pub a: usize,
    pub b: usize,
    pub overlap: Option<f64>,
    pub reason: PairReason,
}

/// Overlap without collaboration on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct PairsChange {
    pub overlapping_before: usize,
    pub overlapping_after: usize,
    pub apart_before: usize,
    pub apart_after: usize,
    /// By a, then b. A pair that goes on as the pair of those into which it was merged is in neither list.
    pub ended: Vec<PairChange>,
    pub began: Vec<PairChange>,
}

/// Pairs with offer overlap from the minimum on.
fn overlapping(overlap: &Overlap, minimum: f64) -> BTreeMap<(usize, usize), &OverlapPair> {
    let listed = overlap.pairs.iter().filter(|pair| pair.overlap.is_some_and(|overlap| overlap >= minimum));
    listed.map(|pair| ((pair.a, pair.b), pair)).collect()
}

pub(super) fn pairs_change(edited: &Edited, was: &Overlap, is: &Overlap, minimum: f64) -> PairsChange {
    let (was, is) = (overlapping(was, minimum), overlapping(is, minimum));
    let apart =
        |pairs: &BTreeMap<(usize, usize), &OverlapPair>| pairs.values().filter(|pair| !pair.collaborates).count();
    let now = |initiative: usize| edited.initiatives[initiative].map(|position| position as usize);
    // What each pair before has become.
    let become_of = |&(a, b): &(usize, usize)| match (now(a), now(b)) {
        (Some(a), Some(b)) if a == b => Err(PairReason::Merged),
        (Some(a), Some(b)) => Ok((a.min(b), a.max(b))),
        _ => Err(PairReason::Removed),
    };
    let mut origins: BTreeMap<(usize, usize), Vec<&OverlapPair>> = BTreeMap::new();
    for (positions, pair) in &was {
        if let Ok(now) = become_of(positions) {
            origins.entry(now).or_default().push(pair);
        }
    }
    let why_ended = |positions: &(usize, usize)| match become_of(positions) {
        Err(reason) => Some(reason),
        Ok(now) => match is.get(&now) {
            None => Some(PairReason::OverlapsLess),
            Some(pair) => pair.collaborates.then_some(PairReason::Collaborates),
        },
    };
    let mut known = vec![false; edited.ecosystem.initiatives().len()];
    edited.initiatives.iter().flatten().for_each(|&position| known[position as usize] = true);
    let why_began = |positions: &(usize, usize)| match origins.get(positions) {
        _ if !known[positions.0] || !known[positions.1] => Some(PairReason::Added),
        None => Some(PairReason::OverlapsMore),
        Some(pairs) => pairs.iter().all(|pair| pair.collaborates).then_some(PairReason::NoLongerCollaborates),
    };
    let changes = |pairs: &BTreeMap<(usize, usize), &OverlapPair>,
                   why: &dyn Fn(&(usize, usize)) -> Option<PairReason>| {
        let listed = pairs.iter().filter(|(_, pair)| !pair.collaborates);
        let change = |(positions, pair): (&(usize, usize), &&OverlapPair)| {
            Some(PairChange { a: pair.a, b: pair.b, overlap: pair.overlap, reason: why(positions)? })
        };
        listed.filter_map(change).collect::<Vec<_>>()
    };
    PairsChange {
        overlapping_before: was.len(),
        overlapping_after: is.len(),
        apart_before: apart(&was),
        apart_after: apart(&is),
        ended: changes(&was, &why_ended),
        began: changes(&is, &why_began),
    }
}
