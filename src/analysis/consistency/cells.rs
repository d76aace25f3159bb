//! The cells of the white spots to which a proposal adds supply.

use std::collections::BTreeMap;

use super::super::gaps::{CellDemand, Chance, Gaps, GapsConfig, Unserved, gaps};
use super::super::numbers::descending;
use super::super::selection::Selection;
use super::super::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Establishments, Place, RegionIndex, ValueIndex};

/// A cell at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSide {
    pub cell: WhiteSpotCell,
    pub demand: Option<CellDemand>,
    /// Demand without own supply.
    pub unserved: Option<Unserved>,
    /// expected − own.
    pub shortfall: Option<f64>,
    pub chance: Option<Chance>,
}

/// A cell region × lead value before and after the proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct CellChange {
    pub place: Place,
    /// Of the lead dimension.
    pub value: ValueIndex,
    /// Activities of the proposal that serve the region by their own area, and national ones.
    pub added_own: u64,
    pub added_national: u64,
    /// `None` where the data had no such cell: a value that nobody offered, or a region where only the country was listed.
    pub before: Option<CellSide>,
    pub after: Option<CellSide>,
    /// Whether it was a white spot that the proposal fills; `None` where there was no such cell or the region was not
    /// surveyed.
    pub fills: Option<bool>,
}

/// The cells to which an initiative adds supply: those that it fills first, by shortfall, then by region and value id.
pub(super) fn changed_cells(
    before: &Ecosystem,
    after: &Ecosystem,
    initiative: usize,
    establishments: &[Establishments],
    config: &GapsConfig,
) -> Result<Vec<CellChange>, WhiteSpotsError> {
    let sides = (Sides::new(before, establishments, config)?, Sides::new(after, establishments, config)?);
    let lead = after.taxonomy().lead();
    let values_before = &before.taxonomy().dimensions()[before.taxonomy().lead()];
    let values = &after.taxonomy().dimensions()[lead];
    let mut found: Vec<CellChange> = Vec::new();
    for ((place, value), (added_own, added_national)) in additions(after, initiative, &sides.1) {
        let earlier = values_before.position(values.value_code(value)).and_then(|value| sides.0.of(place, value));
        let fills = earlier.as_ref().and_then(|side| fills(&side.cell, added_own, added_national));
        let later = sides.1.of(place, value);
        found.push(CellChange { place, value, added_own, added_national, before: earlier, after: later, fills });
    }
    let shortfall = |change: &CellChange| change.before.as_ref().and_then(|side| side.shortfall).unwrap_or(0.0);
    found.sort_by(|a, b| {
        let id = |change: &CellChange| values.value_code(change.value);
        let is_filled = |change: &CellChange| change.fills == Some(true);
        let by_filled = is_filled(b).cmp(&is_filled(a));
        let by_shortfall =
            if is_filled(a) { descending(shortfall(a), shortfall(b)) } else { std::cmp::Ordering::Equal };
        by_filled.then(by_shortfall).then(a.place.cmp(&b.place)).then_with(|| id(a).cmp(id(b)))
    });
    Ok(found)
}

fn fills(cell: &WhiteSpotCell, added_own: u64, added_national: u64) -> Option<bool> {
    match (cell.status, cell.place) {
        (CellStatus::NotSurveyed, _) => None,
        (status, Place::National) => Some(status == CellStatus::Absent && added_national > 0),
        (status, Place::Region(_)) => Some(status.is_gap() && added_own > 0),
    }
}

/// Per cell the activities of an initiative that add own and national supply to it.
fn additions(ecosystem: &Ecosystem, initiative: usize, sides: &Sides) -> BTreeMap<(Place, ValueIndex), (u64, u64)> {
    let lead = ecosystem.taxonomy().lead();
    let all: Vec<ValueIndex> =
        (0..ecosystem.taxonomy().dimensions()[lead].values.len()).map(|value| value as ValueIndex).collect();
    let everywhere: Vec<Place> = if sides.only_country {
        vec![Place::National]
    } else {
        (0..ecosystem.regions().len()).map(|region| Place::Region(region as RegionIndex)).collect()
    };
    let mut added: BTreeMap<(Place, ValueIndex), (u64, u64)> = BTreeMap::new();
    for activity in ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize) {
        let values = match ecosystem.classification().column(lead).of(activity) {
            [EVERY_VALUE] => &all,
            values => values,
        };
        for &value in values {
            match ecosystem.activity_area(activity) {
                Area::Unknown => {}
                Area::National => {
                    everywhere.iter().for_each(|&place| added.entry((place, value)).or_default().1 += 1);
                }
                Area::Regions(regions) => {
                    regions.iter().for_each(|&region| added.entry((Place::Region(region), value)).or_default().0 += 1);
                }
            }
        }
    }
    added
}

/// White spots of an ecosystem over the lead dimension, in depth, to look cells up in.
struct Sides {
    cells: WhiteSpots,
    gaps: Gaps,
    /// (place, value) → position in `cells`, and in `gaps`.
    positions: BTreeMap<(Place, ValueIndex), (usize, usize)>,
    /// Nothing has an own area.
    only_country: bool,
}

impl Sides {
    fn new(
        ecosystem: &Ecosystem,
        establishments: &[Establishments],
        config: &GapsConfig,
    ) -> Result<Self, WhiteSpotsError> {
        let selection = Selection::everything(ecosystem);
        let cells = white_spots(ecosystem, &selection, &[ecosystem.taxonomy().lead()])?;
        let gaps = gaps(ecosystem, &selection, &cells, establishments, config)?;
        let mut positions = BTreeMap::new();
        for (rank, gap) in gaps.gaps.iter().enumerate() {
            let cell = &cells.cells[gap.cell];
            positions.extend(cell.values.first().map(|&value| ((cell.place, value), (gap.cell, rank))));
        }
        let only_country = cells.row_totals.iter().all(|(place, _)| *place == Place::National);
        Ok(Self { cells, gaps, positions, only_country })
    }

    fn of(&self, place: Place, value: ValueIndex) -> Option<CellSide> {
        let &(cell, rank) = self.positions.get(&(place, value))?;
        let gap = &self.gaps.gaps[rank];
        Some(CellSide {
            cell: self.cells.cells[cell].clone(),
            demand: gap.demand.clone(),
            unserved: gap.unserved,
            shortfall: gap.shortfall,
            chance: gap.chance,
        })
    }
}
