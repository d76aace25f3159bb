//! What differs between the key numbers of two ecosystems: before and after something is added, removed or merged.

use super::AreaComplexity;
use crate::analysis::numbers::round12;

/// One key number before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Which, by the name that it has in the records of complexity.
    pub measure: &'static str,
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// after − before; `None` where either is not known.
    pub difference: Option<f64>,
}

/// The key numbers of one area in two ecosystems, in a fixed order.
///
/// Of an area that was not surveyed, or that one of the two does not list, nothing is known. `effectiveTypes` can only
/// be compared where both were rarefied to the same sample size ([`super::ComplexityConfig::rarefy_to`]).
pub fn changes(before: Option<&AreaComplexity>, after: Option<&AreaComplexity>) -> Vec<Change> {
    let known = |area: &&AreaComplexity| area.surveyed;
    let (before, after) = (before.filter(known).map(numbers), after.filter(known).map(numbers));
    let value = |side: Option<&Numbers>, position: usize| side.and_then(|numbers| numbers[position]);
    let change = |(position, &measure): (usize, &&'static str)| {
        let (before, after) = (value(before.as_ref(), position), value(after.as_ref(), position));
        let difference = before.zip(after).map(|(before, after)| round12(after - before));
        Change { measure, before, after, difference }
    };
    MEASURES.iter().enumerate().map(change).collect()
}

/// Key numbers in the order of [`MEASURES`].
type Numbers = [Option<f64>; MEASURES.len()];

const MEASURES: [&str; 22] = [
    "initiatives",
    "actors",
    "activities",
    "doors",
    "redundancy",
    "redundantActivities",
    "overlapWithoutCollaboration",
    "pairsWithoutCollaboration",
    "overlappingPairs",
    "types",
    "effectiveTypes",
    "effectiveTypesObserved",
    "coveredCells",
    "cellsCovered",
    "temporaryShare",
    "temporaryInitiatives",
    "endingWithinYear",
    "links",
    "density",
    "meanPathLength",
    "reachableShare",
    "modularity",
];

fn numbers(area: &AreaComplexity) -> Numbers {
    let count = |count: usize| Some(count as f64);
    [
        count(area.initiatives),
        count(area.actors),
        count(area.activities),
        count(area.doors),
        area.redundancy.share,
        count(area.redundancy.count),
        area.overlap_without_collaboration.share,
        count(area.overlap_without_collaboration.count),
        count(area.overlap_without_collaboration.of),
        count(area.types),
        area.effective_types,
        area.effective_types_observed,
        area.covered_cells.share,
        count(area.covered_cells.count),
        area.temporary.share,
        count(area.temporary.count),
        area.ending.as_ref().map(|ending| ending.initiatives.len() as f64),
        count(area.structure.links),
        area.structure.density,
        area.structure.mean_path_length,
        area.structure.reachable,
        area.structure.modularity,
    ]
}
