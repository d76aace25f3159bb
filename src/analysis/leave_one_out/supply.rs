//! Supply per cell, and what is left of it without some initiatives.

use std::collections::BTreeMap;

use super::WhiteSpots;
use crate::analysis::white_spots::{CellStatus, Grid, WhiteSpotCell, status};
use crate::ecosystem::{Area, Ecosystem, Place, RegionIndex, ValueIndex};

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Nobody offers it any more.
    Emptied,
    /// National supply is all that is left.
    NationalOnly,
    /// Thin, and it was not a gap.
    Thinned,
    /// Own supply of one initiative is left, and it was of more.
    MadeFragile,
}

impl Fate {
    pub const ALL: &'static [Self] = &[Self::Emptied, Self::NationalOnly, Self::Thinned, Self::MadeFragile];

    pub fn code(self) -> &'static str {
        match self {
            Self::Emptied => "emptied",
            Self::NationalOnly => "national-only",
            Self::Thinned => "thinned",
            Self::MadeFragile => "made-fragile",
        }
    }
}

/// A cell in which something is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellLoss {
    pub place: Place,
    /// Of the lead dimension.
    pub value: ValueIndex,
    pub own_before: u64,
    pub own_after: u64,
    pub national_before: u64,
    pub national_after: u64,
    pub before: CellStatus,
    pub after: CellStatus,
    /// At least one.
    pub fates: Vec<Fate>,
}

/// What one initiative brings; sparse.
#[derive(Default)]
struct Supply {
    /// Units per (region, column); the initiative counts once in each.
    own: BTreeMap<(RegionIndex, usize), u64>,
    /// National activities per column.
    national: BTreeMap<usize, u64>,
    /// Units per region, and in all.
    rows: BTreeMap<RegionIndex, u64>,
    units: u64,
    /// Activities per column, whatever their area.
    types: BTreeMap<usize, u64>,
}

/// All supply, by initiative and in all.
pub(super) struct Supplies<'a> {
    cells: &'a WhiteSpots,
    /// Per column its cells; the places stand in the order of regions, or there is one.
    of_column: Vec<Vec<usize>>,
    by_initiative: Vec<Supply>,
    rows: BTreeMap<Place, u64>,
    columns: BTreeMap<usize, u64>,
    types: BTreeMap<usize, u64>,
}

impl<'a> Supplies<'a> {
    pub fn new(ecosystem: &Ecosystem, cells: &'a WhiteSpots) -> Self {
        let grid = Grid::new(ecosystem, &cells.by);
        let by_initiative: Vec<Supply> =
            (0..ecosystem.initiatives().len()).map(|initiative| supply(ecosystem, &grid, initiative)).collect();
        let column = |values: &[ValueIndex]| values.first().map_or(0, |&value| usize::from(value));
        let mut of_column = vec![Vec::new(); grid.columns];
        for (position, cell) in cells.cells.iter().enumerate() {
            of_column[column(&cell.values)].push(position);
        }
        let mut types = BTreeMap::new();
        by_initiative
            .iter()
            .flat_map(|supply| &supply.types)
            .for_each(|(&column, &n)| *types.entry(column).or_default() += n);
        Self {
            cells,
            of_column,
            by_initiative,
            rows: cells.row_totals.iter().copied().collect(),
            columns: cells.column_totals.iter().map(|(values, total)| (column(values), *total)).collect(),
            types,
        }
    }

    /// Cells in which something is lost without some initiatives, and values that nobody offers any more.
    pub fn without(&self, stopped: &[usize]) -> (Vec<CellLoss>, Vec<ValueIndex>) {
        let mut gone = Supply::default();
        let mut initiatives: BTreeMap<(RegionIndex, usize), u64> = BTreeMap::new();
        let mut columns: BTreeMap<usize, u64> = BTreeMap::new();
        for supply in stopped.iter().map(|&initiative| &self.by_initiative[initiative]) {
            for (&cell, &units) in &supply.own {
                *gone.own.entry(cell).or_default() += units;
                *columns.entry(cell.1).or_default() += units;
                *initiatives.entry(cell).or_default() += 1;
            }
            supply.national.iter().for_each(|(&column, &n)| *gone.national.entry(column).or_default() += n);
            supply.rows.iter().for_each(|(&region, &n)| *gone.rows.entry(region).or_default() += n);
            supply.types.iter().for_each(|(&column, &n)| *gone.types.entry(column).or_default() += n);
            gone.units += supply.units;
        }
        // A column that lost national supply is touched everywhere, else where own supply goes.
        let mut touched: Vec<usize> =
            gone.national.keys().flat_map(|&column| &self.of_column[column]).copied().collect();
        touched.extend(gone.own.keys().flat_map(|&(region, column)| {
            let here = self.of_column[column].iter().copied();
            here.filter(move |&cell| self.cells.cells[cell].place == Place::Region(region))
        }));
        touched.sort_unstable();
        touched.dedup();
        let n = self.cells.units - gone.units;
        let loss = |position: usize| {
            let cell = &self.cells.cells[position];
            let column = cell.values.first().map_or(0, |&value| usize::from(value));
            let (own, by, row) = match cell.place {
                Place::Region(region) => (
                    gone.own.get(&(region, column)).copied().unwrap_or(0),
                    initiatives.get(&(region, column)).copied().unwrap_or(0),
                    gone.rows.get(&region).copied().unwrap_or(0),
                ),
                Place::National => (0, 0, 0),
            };
            let left = Left {
                own: cell.own - own,
                national: cell.national - gone.national.get(&column).copied().unwrap_or(0),
                initiatives: cell.initiatives - by,
                row: self.rows.get(&cell.place).copied().unwrap_or(0) - row,
                column: self.columns.get(&column).copied().unwrap_or(0) - columns.get(&column).copied().unwrap_or(0),
                n,
            };
            left.loss(cell)
        };
        let types = gone.types.iter().filter(|(column, n)| self.types.get(column) == Some(n));
        (touched.into_iter().filter_map(loss).collect(), types.map(|(&column, _)| column as ValueIndex).collect())
    }
}

/// A cell afterwards.
struct Left {
    own: u64,
    national: u64,
    initiatives: u64,
    row: u64,
    column: u64,
    n: u64,
}

impl Left {
    fn loss(&self, cell: &WhiteSpotCell) -> Option<CellLoss> {
        let before = cell.status;
        if before == CellStatus::NotSurveyed {
            return None;
        }
        let after = status(self.own, self.national, self.row, self.column, self.n);
        let happened = |fate: &Fate| match fate {
            Fate::Emptied => after == CellStatus::Absent && before != CellStatus::Absent,
            Fate::NationalOnly => after == CellStatus::NationalOnly && before != CellStatus::NationalOnly,
            Fate::Thinned => after == CellStatus::Thin && !before.is_gap(),
            Fate::MadeFragile => self.own > 0 && self.initiatives == 1 && !cell.fragile,
        };
        let fates: Vec<Fate> = Fate::ALL.iter().copied().filter(happened).collect();
        (!fates.is_empty()).then(|| CellLoss {
            place: cell.place,
            value: cell.values.first().copied().unwrap_or(0),
            own_before: cell.own,
            own_after: self.own,
            national_before: cell.national,
            national_after: self.national,
            before,
            after,
            fates,
        })
    }
}

fn supply(ecosystem: &Ecosystem, grid: &Grid, initiative: usize) -> Supply {
    let mut supply = Supply::default();
    for activity in ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize) {
        let columns = grid.columns_of(ecosystem, activity);
        columns.iter().for_each(|&column| *supply.types.entry(column).or_default() += 1);
        match ecosystem.activity_area(activity) {
            Area::Unknown => {}
            _ if columns.is_empty() => {}
            Area::National => columns.iter().for_each(|&column| *supply.national.entry(column).or_default() += 1),
            Area::Regions(regions) => {
                for &region in regions {
                    supply.units += 1;
                    *supply.rows.entry(region).or_default() += 1;
                    columns.iter().for_each(|&column| *supply.own.entry((region, column)).or_default() += 1);
                }
            }
        }
    }
    supply
}
