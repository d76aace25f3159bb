//! Cells that change.

use std::collections::BTreeMap;

use crate::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots};
use crate::ecosystem::{Ecosystem, Place};

/// A cell on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellSide {
    pub own: u64,
    pub national: u64,
    pub initiatives: u64,
    pub status: CellStatus,
    pub fragile: bool,
}

/// A cell whose status or fragility changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    pub place: Place,
    /// Id of the value of the lead dimension: positions can differ between the two ecosystems.
    pub value: String,
    /// `None`: there was no such cell.
    pub before: Option<CellSide>,
    pub after: Option<CellSide>,
}

impl CellChange {
    /// Whether there is more or less on offer here. If not, the status changes only because the totals that it is measured
    /// by do.
    pub fn supply_changes(&self) -> bool {
        let supply = |side: Option<CellSide>| side.map(|side| (side.own, side.national, side.initiatives));
        supply(self.before) != supply(self.after)
    }
}

/// How the supply is spread, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Cells per status, in the order of [`CellStatus::ALL`]: before, after.
    pub by_status: Vec<(CellStatus, usize, usize)>,
    pub fragile_before: usize,
    pub fragile_after: usize,
    /// By place, then id of the value.
    pub cells: Vec<CellChange>,
}

pub(super) fn coverage(before: &Ecosystem, after: &Ecosystem, was: &WhiteSpots, is: &WhiteSpots) -> Coverage {
    let (was, is) = (sides(before, was), sides(after, is));
    let same_grid = |sides: &Sides| sides.cells.keys().any(|(place, _)| *place != Place::National);
    // Where one side has no own area any more, its cells of the country stand for those of every region.
    let (was, is) = match (same_grid(&was), same_grid(&is)) {
        (true, false) => (was.cells.clone(), is.spread_like(&was)),
        (false, true) => (was.spread_like(&is), is.cells.clone()),
        _ => (was.cells.clone(), is.cells.clone()),
    };
    let mut keys: Vec<&(Place, String)> = was.keys().chain(is.keys()).collect();
    keys.sort();
    keys.dedup();
    let sides_of = |key: &(Place, String)| (was.get(key).copied(), is.get(key).copied());
    let seen = |side: Option<CellSide>| side.map(|side| (side.status, side.fragile));
    let cells: Vec<CellChange> = keys
        .into_iter()
        .map(|key| (key, sides_of(key)))
        .filter(|(_, (before, after))| seen(*before) != seen(*after))
        .map(|(key, (before, after))| CellChange { place: key.0, value: key.1.clone(), before, after })
        .collect();
    let with = |cells: &BTreeMap<(Place, String), CellSide>, status| {
        cells.values().filter(|cell| cell.status == status).count()
    };
    let fragile = |cells: &BTreeMap<(Place, String), CellSide>| cells.values().filter(|cell| cell.fragile).count();
    Coverage {
        by_status: CellStatus::ALL.iter().map(|&status| (status, with(&was, status), with(&is, status))).collect(),
        fragile_before: fragile(&was),
        fragile_after: fragile(&is),
        cells,
    }
}

struct Sides {
    cells: BTreeMap<(Place, String), CellSide>,
}

fn sides(ecosystem: &Ecosystem, white_spots: &WhiteSpots) -> Sides {
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let side = |cell: &WhiteSpotCell| {
        let value = cell.values.first().map_or("", |&value| lead.value_code(value)).to_owned();
        let side = CellSide {
            own: cell.own,
            national: cell.national,
            initiatives: cell.initiatives,
            status: cell.status,
            fragile: cell.fragile,
        };
        ((cell.place, value), side)
    };
    Sides { cells: white_spots.cells.iter().map(side).collect() }
}

impl Sides {
    /// The cells of another grid with the national supply of this one: nobody has an own area here. Who looked before has
    /// looked.
    fn spread_like(&self, other: &Self) -> BTreeMap<(Place, String), CellSide> {
        let cell = |(key, there): (&(Place, String), &CellSide)| {
            let national = self.cells.get(&(Place::National, key.1.clone())).map_or(0, |cell| cell.national);
            let status = match (there.status, national) {
                (CellStatus::NotSurveyed, _) => CellStatus::NotSurveyed,
                (_, 0) => CellStatus::Absent,
                _ => CellStatus::NationalOnly,
            };
            (key.clone(), CellSide { own: 0, national, initiatives: 0, status, fragile: false })
        };
        other.cells.iter().map(cell).collect()
    }
}
