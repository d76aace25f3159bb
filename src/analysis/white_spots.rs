//! White spots: cells region × value with no or too little supply.
//!
//! The units are distinct pairs (activity, region of its own working area) with a value in every asked dimension. All
//! counts and totals count units, so that expected = row × column / N, and chance is the hypergeometric lower tail with
//! the false discovery rate of Benjamini and Hochberg over the cells of the answer.
//!
//! # How to read it
//!
//! A cell is *absent* where nobody offers it, *national-only* where only a national initiative does, *thin* below half of
//! what its region and type would lead one to expect, *dense* above twice. Expected is a mix, not a norm: it says what the
//! region would have if it divided its supply as the country does.
//!
//! In the published table of `regioscan-2023` 15 of 144 cells are absent and 19 thin, yet no cell stands out from chance
//! (q ≥ 0.99 everywhere): with 582 activities over 144 cells such holes arise by themselves. In `voorbeeld` (*fictional*) the
//! planted ones do: Noord-Holland has 2 knowledge events where 14 were expected (q = 0.002).
//!
//! Do not trust a single small cell, nor "absent" as "needed": lay demand beside it ([`gaps`](mod@super::gaps)). Where the
//! survey did not look the status is *not surveyed*, never absent.

use rayon::prelude::*;

use super::numbers::{ratio, round12};
use super::parts::in_parts;
use super::selection::Selection;
use super::statistics::{benjamini_hochberg, hypergeometric_lower_tail};
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Place, RegionIndex, ValueIndex};

/// Cells that an answer may have.
pub const DEFAULT_MAX_CELLS: usize = 2_000_000;

/// What is known of the supply in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellStatus {
    /// Nobody asked in this region.
    NotSurveyed,
    /// Nobody offers it here.
    Absent,
    /// Only national supply.
    NationalOnly,
    /// Less than half of what the totals lead one to expect.
    Thin,
    Covered,
    /// More than twice of what the totals lead one to expect.
    Dense,
}

impl CellStatus {
    pub const ALL: &'static [Self] =
        &[Self::NotSurveyed, Self::Absent, Self::NationalOnly, Self::Thin, Self::Covered, Self::Dense];

    pub fn code(self) -> &'static str {
        match self {
            Self::NotSurveyed => "not-surveyed",
            Self::Absent => "absent",
            Self::NationalOnly => "national-only",
            Self::Thin => "thin",
            Self::Covered => "covered",
            Self::Dense => "dense",
        }
    }

    /// Whether something is missing here.
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Absent | Self::NationalOnly | Self::Thin)
    }
}

/// One cell region × values.
#[derive(Debug, Clone, PartialEq)]
pub struct WhiteSpotCell {
    /// [`Place::National`] only where no activity has an own area.
    pub place: Place,
    /// One value per asked dimension, in the order asked.
    pub values: Vec<ValueIndex>,
    /// Units of the region with the values.
    pub own: u64,
    /// National activities with the values.
    pub national: u64,
    /// Initiatives that offer it here by own activities.
    pub initiatives: u64,
    /// row × column / N; `None` where not surveyed or N = 0.
    pub expected: Option<f64>,
    /// own / expected.
    pub location_quotient: Option<f64>,
    /// P(X ≤ own) if the units with these values were spread over regions by chance.
    pub p_value: Option<f64>,
    pub q_value: Option<f64>,
    pub status: CellStatus,
    /// Own supply that hangs on a single initiative.
    pub fragile: bool,
}

/// The result of [`white_spots`].
#[derive(Debug, Clone, PartialEq)]
pub struct WhiteSpots {
    /// Asked dimensions, as positions in the taxonomy.
    pub by: Vec<usize>,
    /// Sorted by region code, then value ids.
    pub cells: Vec<WhiteSpotCell>,
    /// N: units.
    pub units: u64,
    /// Units per place, in the order of the cells.
    pub row_totals: Vec<(Place, u64)>,
    /// Units per combination of values, in the order of the cells.
    pub column_totals: Vec<(Vec<ValueIndex>, u64)>,
    /// Selected activities whose working area is not known: neither own nor national supply.
    pub unknown_area: usize,
    /// Selected activities with a known area but without a value in some asked dimension.
    pub unclassified: usize,
}

/// The question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhiteSpotsError {
    #[error("white spots take one to three dimensions, got {0}")]
    Dimensions(usize),
    #[error("dimension {0} is asked twice")]
    Twice(usize),
    #[error("the answer would have {cells} cells, at most {limit} are possible; ask fewer dimensions")]
    TooManyCells { cells: usize, limit: usize },
}

/// The cells over one to three dimensions; the lead dimension is asked by `&[taxonomy.lead()]`.
///
/// # Errors
/// [`WhiteSpotsError`] for no, too many or repeated dimensions, or too many cells.
pub fn white_spots(ecosystem: &Ecosystem, selection: &Selection, by: &[usize]) -> Result<WhiteSpots, WhiteSpotsError> {
    if by.is_empty() || by.len() > 3 {
        return Err(WhiteSpotsError::Dimensions(by.len()));
    }
    if let Some(position) = (1..by.len()).find(|&position| by[..position].contains(&by[position])) {
        return Err(WhiteSpotsError::Twice(by[position]));
    }
    let grid = Grid::new(ecosystem, by);
    let places = ecosystem.regions().len() + 1;
    let cells = grid.columns.saturating_mul(places);
    if cells > DEFAULT_MAX_CELLS {
        return Err(WhiteSpotsError::TooManyCells { cells, limit: DEFAULT_MAX_CELLS });
    }
    let counts = Counts::new(ecosystem, selection, &grid);
    let mut cells = Vec::new();
    let mut row_totals = Vec::new();
    let any_activity = (0..ecosystem.activities().len()).any(|activity| selection.has_activity(activity));
    if any_activity && counts.has_own_areas {
        for region in 0..ecosystem.regions().len() {
            let surveyed = counts.surveyed[region]
                || ecosystem.about().surveyed_regions.contains(ecosystem.regions().code(region as RegionIndex));
            row_totals.push((Place::Region(region as RegionIndex), counts.rows[region]));
            let row = grid.order.par_iter().map(|&column| counts.cell(&grid, region, column, surveyed));
            cells.par_extend(row);
        }
    } else if any_activity {
        row_totals.push((Place::National, 0));
        cells.extend(grid.order.iter().map(|&column| counts.national_cell(&grid, column)));
    }
    let tested: Vec<usize> = (0..cells.len()).filter(|&cell| cells[cell].p_value.is_some()).collect();
    let p_values: Vec<f64> = tested.iter().filter_map(|&cell| cells[cell].p_value).collect();
    for (cell, q_value) in tested.into_iter().zip(benjamini_hochberg(&p_values)) {
        cells[cell].q_value = Some(round12(q_value));
    }
    Ok(WhiteSpots {
        by: by.to_vec(),
        cells,
        units: counts.units,
        row_totals,
        column_totals: if any_activity {
            grid.order.iter().map(|&column| (grid.values(column), counts.column_totals[column])).collect()
        } else {
            Vec::new()
        },
        unknown_area: counts.unknown_area,
        unclassified: counts.unclassified,
    })
}

/// The columns of the answer: combinations of values, numbered with the last dimension running fastest.
pub(super) struct Grid {
    by: Vec<usize>,
    /// Values per asked dimension.
    sizes: Vec<usize>,
    pub columns: usize,
    /// Columns in order of the value ids; empty where there are more than an answer may have.
    pub order: Vec<usize>,
}

impl Grid {
    pub fn new(ecosystem: &Ecosystem, by: &[usize]) -> Self {
        let dimensions = ecosystem.taxonomy().dimensions();
        let sizes: Vec<usize> = by.iter().map(|&dimension| dimensions[dimension].values.len()).collect();
        let columns = sizes.iter().fold(1_usize, |product, &size| product.saturating_mul(size));
        let mut grid = Self { by: by.to_vec(), sizes, columns, order: Vec::new() };
        if columns <= DEFAULT_MAX_CELLS {
            let ids = |column: usize| -> Vec<&str> {
                let values = grid.values(column);
                values.iter().zip(by).map(|(&value, &dimension)| dimensions[dimension].value_code(value)).collect()
            };
            let mut order: Vec<usize> = (0..columns).collect();
            order.sort_by_cached_key(|&column| ids(column));
            grid.order = order;
        }
        grid
    }

    pub fn values(&self, mut column: usize) -> Vec<ValueIndex> {
        let mut values: Vec<ValueIndex> = self
            .sizes
            .iter()
            .rev()
            .map(|&size| {
                let value = column % size;
                column /= size;
                value as ValueIndex
            })
            .collect();
        values.reverse();
        values
    }

    /// The columns that an activity is in; empty where a dimension is not known.
    pub fn columns_of(&self, ecosystem: &Ecosystem, activity: usize) -> Vec<usize> {
        let mut columns = Columns::default();
        columns.find(self, ecosystem, activity);
        columns.here
    }
}

/// The columns of an activity, with room that is used again.
#[derive(Default)]
struct Columns {
    here: Vec<usize>,
    before: Vec<usize>,
}

impl Columns {
    fn find(&mut self, grid: &Grid, ecosystem: &Ecosystem, activity: usize) {
        self.here.clear();
        self.here.push(0);
        for (&dimension, &size) in grid.by.iter().zip(&grid.sizes) {
            std::mem::swap(&mut self.here, &mut self.before);
            self.here.clear();
            let values = ecosystem.classification().column(dimension).of(activity);
            for &column in &self.before {
                if values == [EVERY_VALUE] {
                    self.here.extend(column * size..(column + 1) * size);
                } else {
                    self.here.extend(values.iter().map(|&value| column * size + usize::from(value)));
                }
            }
        }
    }
}

/// The status of a surveyed cell with `row` and `total` units in its region and with its values, of `n` in all.
pub(super) fn status(own: u64, national: u64, row: u64, total: u64, n: u64) -> CellStatus {
    // Products of counts stay far below 2^128; in integers the border cases are exact.
    let (scaled_own, scaled_expected) = (u128::from(own) * u128::from(n), u128::from(row) * u128::from(total));
    match (own, national) {
        (0, 0) => CellStatus::Absent,
        (0, _) => CellStatus::NationalOnly,
        _ if 2 * scaled_own < scaled_expected => CellStatus::Thin,
        _ if scaled_own > 2 * scaled_expected => CellStatus::Dense,
        _ => CellStatus::Covered,
    }
}

struct Counts {
    /// own[region * columns + column].
    own: Vec<u64>,
    initiatives: Vec<u64>,
    national: Vec<u64>,
    rows: Vec<u64>,
    column_totals: Vec<u64>,
    units: u64,
    /// Regions with a unit, whatever the selection: a filter does not undo a survey.
    surveyed: Vec<bool>,
    has_own_areas: bool,
    unknown_area: usize,
    unclassified: usize,
}

impl Counts {
    fn new(ecosystem: &Ecosystem, selection: &Selection, grid: &Grid) -> Self {
        let of = |initiatives| Self::of(ecosystem, selection, grid, initiatives);
        in_parts(ecosystem.initiatives().len(), of, Self::merged)
    }

    fn of(ecosystem: &Ecosystem, selection: &Selection, grid: &Grid, initiatives: std::ops::Range<usize>) -> Self {
        let regions = ecosystem.regions().len();
        let mut counts = Self {
            own: vec![0; regions * grid.columns],
            initiatives: vec![0; regions * grid.columns],
            national: vec![0; grid.columns],
            rows: vec![0; regions],
            column_totals: vec![0; grid.columns],
            units: 0,
            surveyed: vec![false; regions],
            has_own_areas: false,
            unknown_area: 0,
            unclassified: 0,
        };
        let mut columns = Columns::default();
        // The last initiative that was counted in each cell, to count each once.
        let mut counted = vec![usize::MAX; regions * grid.columns];
        for initiative in initiatives {
            for &activity in ecosystem.activities_of(initiative) {
                let activity = activity as usize;
                columns.find(grid, ecosystem, activity);
                counts.add(ecosystem, selection, grid, (initiative, activity), &columns.here, &mut counted);
            }
        }
        counts
    }

    fn merged(mut self, other: Self) -> Self {
        let add = |sums: &mut [u64], more: &[u64]| sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        add(&mut self.own, &other.own);
        add(&mut self.initiatives, &other.initiatives);
        add(&mut self.national, &other.national);
        add(&mut self.rows, &other.rows);
        add(&mut self.column_totals, &other.column_totals);
        self.surveyed.iter_mut().zip(other.surveyed).for_each(|(here, there)| *here |= there);
        Self {
            units: self.units + other.units,
            has_own_areas: self.has_own_areas || other.has_own_areas,
            unknown_area: self.unknown_area + other.unknown_area,
            unclassified: self.unclassified + other.unclassified,
            ..self
        }
    }

    fn add(
        &mut self,
        ecosystem: &Ecosystem,
        selection: &Selection,
        grid: &Grid,
        (initiative, activity): (usize, usize),
        columns: &[usize],
        counted: &mut [usize],
    ) {
        let area = ecosystem.activity_area(activity);
        self.has_own_areas |= !area.own_regions().is_empty();
        if !columns.is_empty() {
            area.own_regions().iter().for_each(|&region| self.surveyed[usize::from(region)] = true);
        }
        if !selection.has_activity(activity) {
            return;
        }
        match area {
            Area::Unknown => self.unknown_area += 1,
            _ if columns.is_empty() => self.unclassified += 1,
            Area::National => columns.iter().for_each(|&column| self.national[column] += 1),
            Area::Regions(regions) => {
                for &region in regions {
                    self.units += 1;
                    self.rows[usize::from(region)] += 1;
                    for &column in columns {
                        let cell = usize::from(region) * grid.columns + column;
                        self.own[cell] += 1;
                        self.column_totals[column] += 1;
                        self.initiatives[cell] += u64::from(counted[cell] != initiative);
                        counted[cell] = initiative;
                    }
                }
            }
        }
    }

    fn cell(&self, grid: &Grid, region: usize, column: usize, surveyed: bool) -> WhiteSpotCell {
        let position = region * grid.columns + column;
        let (own, national) = (self.own[position], self.national[column]);
        let (row, total, n) = (self.rows[region], self.column_totals[column], self.units);
        let status = if surveyed { status(own, national, row, total, n) } else { CellStatus::NotSurveyed };
        let initiatives = self.initiatives[position];
        let expected = if surveyed { ratio(row as f64 * total as f64, n as f64) } else { None };
        WhiteSpotCell {
            place: Place::Region(region as RegionIndex),
            values: grid.values(column),
            own,
            national,
            initiatives,
            expected,
            location_quotient: expected.and_then(|_| ratio(own as f64 * n as f64, row as f64 * total as f64)),
            p_value: expected.map(|_| round12(hypergeometric_lower_tail(n, total, row, own))),
            q_value: None,
            status,
            fragile: own > 0 && initiatives == 1,
        }
    }

    fn national_cell(&self, grid: &Grid, column: usize) -> WhiteSpotCell {
        let national = self.national[column];
        WhiteSpotCell {
            place: Place::National,
            values: grid.values(column),
            own: 0,
            national,
            initiatives: 0,
            expected: None,
            location_quotient: None,
            p_value: None,
            q_value: None,
            status: if national > 0 { CellStatus::NationalOnly } else { CellStatus::Absent },
            fragile: false,
        }
    }
}
