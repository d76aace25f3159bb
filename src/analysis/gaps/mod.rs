//! White spots in depth: which of them weigh most, how sure that is, and where to look for an example.
//!
//! The cells are those of [`white_spots`](mod@super::white_spots); here they are ranked, laid beside demand, establishments,
//! relatedness and comparable regions. Nothing here changes a status, and nothing is a label or a sentence.
//!
//! # How to read it
//!
//! "14 expected, 2 found, chance is unlikely" is a cell to talk about; "10 expected, 5 found, may be chance" is one to
//! remember. Both are the first of their lists: knowledge events in Noord-Holland in `voorbeeld` (*fictional*), where 149,000
//! enterprises have the need and ten doors open, and networking in Gelderland in the published table of `regioscan-2023`.
//! Relatedness near 1 says that the region already offers what usually goes with it, so that filling the cell asks
//! little; `comparable` names who does it in the region most alike.
//!
//! Do not trust demand that was measured for the country and spread over regions (`shareOf` says so), and none at all where
//! `demand` is null. `dienstverlening-2021` has demand by theme only: the rank of themes is good, the share is not.

mod comparable;
mod country;
mod demand;
mod shrinkage;

pub use country::CountryGap;
pub use demand::CellDemand;
pub use shrinkage::{concentration, shrunken_ratio};

use rayon::prelude::*;

use super::numbers::{descending, ratio, round12};
use super::relatedness::{DEFAULT_MAX_VALUES, relatedness};
use super::selection::Selection;
use super::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::{Ecosystem, Establishments, Place, RegionIndex};
use comparable::{Providers, similar_regions};
use demand::DemandTable;

/// Comparable regions per cell.
pub const DEFAULT_COMPARABLE: usize = 3;
/// False discovery rate up to which a shortfall is unlikely to be chance.
pub const DEFAULT_UNLIKELY_Q: f64 = 0.05;
/// Probability from which a shortfall is what chance often gives: one table in five has one as large.
pub const DEFAULT_LIKELY_P: f64 = 0.20;
/// Cells that an answer may have.
pub const DEFAULT_MAX_GAPS: usize = 200_000;

/// Settings of [`gaps`].
#[derive(Debug, Clone, PartialEq)]
pub struct GapsConfig {
    /// Comparable regions per cell.
    pub comparable: usize,
    /// Chance is unlikely from here down, as a false discovery rate (q).
    pub unlikely_q: f64,
    /// Chance is likely from here up, as a probability (p).
    pub likely_p: f64,
    /// Combinations of values up to which relatedness is computed.
    pub max_related: usize,
    pub max_cells: usize,
}

impl Default for GapsConfig {
    fn default() -> Self {
        Self {
            comparable: DEFAULT_COMPARABLE,
            unlikely_q: DEFAULT_UNLIKELY_Q,
            likely_p: DEFAULT_LIKELY_P,
            max_related: DEFAULT_MAX_VALUES,
            max_cells: DEFAULT_MAX_GAPS,
        }
    }
}

/// Whether a shortfall can be chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chance {
    /// q ≤ [`GapsConfig::unlikely_q`]: among all cells together few such shortfalls are chance.
    Unlikely,
    /// Neither.
    MayBe,
    /// p ≥ [`GapsConfig::likely_p`]: chance alone often gives as little.
    Likely,
}

impl Chance {
    pub const ALL: &'static [Self] = &[Self::Unlikely, Self::MayBe, Self::Likely];

    pub fn code(self) -> &'static str {
        match self {
            Self::Unlikely => "unlikely-chance",
            Self::MayBe => "may-be-chance",
            Self::Likely => "likely-chance",
        }
    }
}

/// Demand times the part of the expected supply that is missing: of a region its own supply, of the country the national.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unserved {
    /// Enterprises with the need.
    Need(f64),
    /// Share of the enterprises; how many there are is not known.
    Share(f64),
    /// Enterprises of the cell; what share has the need is not known.
    Enterprises(f64),
}

impl Unserved {
    /// missing = 1 where there is no supply, else 1 − supply/expected, at least 0; nothing where that is not known.
    fn new(demand: &CellDemand, supply: u64, expected: Option<f64>) -> Option<Self> {
        let missing = if supply == 0 {
            1.0
        } else {
            ratio(supply as f64, expected?).map_or(0.0, |served| (1.0 - served).max(0.0))
        };
        match (demand.need, demand.share, demand.enterprises) {
            (Some(need), ..) => Some(Self::Need(round12(need * missing))),
            (None, Some(share), _) => Some(Self::Share(round12(share * missing))),
            (None, None, enterprises) => Some(Self::Enterprises(round12(enterprises? as f64 * missing))),
        }
    }

    pub fn amount(self) -> f64 {
        match self {
            Self::Need(amount) | Self::Share(amount) | Self::Enterprises(amount) => amount,
        }
    }

    /// What the amount counts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Need(_) => "need",
            Self::Share(_) => "share",
            Self::Enterprises(_) => "enterprises",
        }
    }

    fn order(self) -> u8 {
        match self {
            Self::Need(_) => 0,
            Self::Share(_) => 1,
            Self::Enterprises(_) => 2,
        }
    }
}

/// What a comparable region offers in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparableOffer {
    pub region: RegionIndex,
    /// Cosine of the lead profiles.
    pub similarity: f64,
    /// Initiatives that offer it there by own activities, increasing; none where that region misses it too.
    pub initiatives: Vec<u32>,
}

/// One cell in depth.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Position in [`WhiteSpots::cells`].
    pub cell: usize,
    pub demand: Option<CellDemand>,
    /// Demand without own supply.
    pub unserved: Option<Unserved>,
    /// expected − own.
    pub shortfall: Option<f64>,
    /// own / expected, drawn to 1 where little was expected: see [`shrunken_ratio`].
    pub shrunken_ratio: Option<f64>,
    /// `None` where nothing falls short or nothing was tested.
    pub chance: Option<Chance>,
    /// Initiatives open to an enterprise here: with own or national activities. `None` where not surveyed.
    pub doors: Option<usize>,
    /// Enterprises with the need per own activity, and per door.
    pub need_per_activity: Option<f64>,
    pub need_per_door: Option<f64>,
    /// Own activities per 1,000 establishments of the region, and of all surveyed regions together.
    pub per_thousand: Option<f64>,
    pub per_thousand_everywhere: Option<f64>,
    /// The one initiative that own supply hangs on, where it is fragile.
    pub hangs_on: Option<u32>,
    /// How close the value is to what the region has: [`relatedness`].
    pub relatedness: Option<f64>,
    /// The most similar regions, best first.
    pub comparable: Vec<ComparableOffer>,
}

/// The result of [`gaps`].
#[derive(Debug, Clone, PartialEq)]
pub struct Gaps {
    /// All cells, those that weigh most first.
    pub gaps: Vec<Gap>,
    /// The country as a whole, a row per combination of values, ranked in the same way.
    pub country: Vec<CountryGap>,
    /// α of the shrunken ratios; `None`: the ratios differ no more than by chance.
    pub concentration: Option<f64>,
    /// Year of the establishments.
    pub establishments_year: Option<u16>,
    /// Whether there were few enough combinations of values for relatedness.
    pub has_relatedness: bool,
    /// Whether any row of demand speaks of the asked dimensions.
    pub has_demand: bool,
}

/// The cells of a white-spots answer in depth, ranked.
///
/// **Rank**: first cells with unserved demand, by enterprises with the need, then by share, then by enterprises of which the
/// share is not known; then all others by shortfall = expected − own; last cells of which nothing is known. Ties: the larger
/// shortfall, then the order of `white_spots`. Unserved demand = demand × missing, with missing = 1 where own = 0, else
/// 1 − own/expected, at least 0. National supply is not taken off: how much of it reaches a region is not known; the status
/// says that it is there. `None` where the region was not surveyed.
///
/// **Country**: laid over the national activities. Nothing else can be expected of one country than that supply follows need:
/// expected by demand of v = national activities in all values with known demand × w(v) / Σ w, with w the enterprises with
/// the need, or the shares where those are not known for all. The demand is that of rows about the country; demand of the
/// regions is not added up.
///
/// **Establishments** are of the year nearest to the date of the dataset (ties: the earlier; without a date the latest); the
/// country is the sum of the rows of that year.
///
/// `white_spots` must come from the same ecosystem and selection. Parallel over cells; O(cells + activities + demand), and
/// [`relatedness`].
///
/// # Errors
/// [`WhiteSpotsError::TooManyCells`].
pub fn gaps(
    ecosystem: &Ecosystem,
    selection: &Selection,
    white_spots: &WhiteSpots,
    establishments: &[Establishments],
    config: &GapsConfig,
) -> Result<Gaps, WhiteSpotsError> {
    let cells = white_spots.cells.len();
    if cells > config.max_cells {
        return Err(WhiteSpotsError::TooManyCells { cells, limit: config.max_cells });
    }
    let context = Context::new(ecosystem, selection, white_spots, establishments, config)?;
    let mut gaps: Vec<Gap> = (0..cells).into_par_iter().map(|cell| context.gap(cell)).collect();
    gaps.sort_by(|a, b| {
        let known = |gap: &Gap| white_spots.cells[gap.cell].status != CellStatus::NotSurveyed;
        by_weight((a.unserved, a.shortfall, known(a)), (b.unserved, b.shortfall, known(b))).then(a.cell.cmp(&b.cell))
    });
    let mut country = context.country;
    country.sort_by(|a, b| by_weight((a.unserved, a.shortfall, true), (b.unserved, b.shortfall, true)));
    Ok(Gaps {
        gaps,
        country,
        concentration: context.concentration,
        establishments_year: context.sizes.year,
        has_relatedness: context.densities.is_some(),
        has_demand: !context.demand.is_empty(),
    })
}

/// (unserved, shortfall, anything known): what weighs most first.
type Weight = (Option<Unserved>, Option<f64>, bool);

fn by_weight(a: Weight, b: Weight) -> std::cmp::Ordering {
    let unserved = |weight: Weight| weight.0.filter(|unserved| unserved.amount() > 0.0);
    let group = |weight: Weight| match (unserved(weight), weight.1) {
        (Some(unserved), _) => unserved.order(),
        (None, Some(_)) => 3,
        (None, None) => 5 - u8::from(weight.2),
    };
    let amount = |weight: Weight| unserved(weight).map_or(0.0, Unserved::amount);
    let shortfall = |weight: Weight| weight.1.unwrap_or(0.0);
    group(a)
        .cmp(&group(b))
        .then_with(|| descending(amount(a), amount(b)))
        .then_with(|| descending(shortfall(a), shortfall(b)))
}

/// 1,000 × activities / establishments.
fn per_thousand(activities: u64, establishments: u64) -> Option<f64> {
    ratio(1000.0 * activities as f64, establishments as f64)
}

/// Establishments of one year.
struct Sizes {
    year: Option<u16>,
    /// Per region of the ecosystem.
    regions: Vec<Option<u64>>,
    country: Option<u64>,
}

impl Sizes {
    fn new(ecosystem: &Ecosystem, rows: &[Establishments]) -> Self {
        let mut years: Vec<u16> = rows.iter().map(|row| row.year).collect();
        years.sort_unstable();
        let dated: Option<u16> = ecosystem.about().date.get(..4).and_then(|year| year.parse().ok());
        let year = match dated {
            Some(date) => years.iter().copied().min_by_key(|year| (year.abs_diff(date), *year)),
            None => years.last().copied(),
        };
        let counted = || rows.iter().filter(|row| Some(row.year) == year);
        let of_region = |code: &str| counted().find(|row| &*row.region == code).map(|row| row.count);
        Self {
            year,
            regions: ecosystem.regions().iter().map(|region| of_region(&region.code)).collect(),
            country: year.map(|_| counted().map(|row| row.count).sum()),
        }
    }
}

/// What all cells need.
struct Context<'a> {
    white_spots: &'a WhiteSpots,
    config: &'a GapsConfig,
    columns: usize,
    providers: Providers,
    demand: DemandTable<'a>,
    similar: Vec<Vec<(RegionIndex, f64)>>,
    sizes: Sizes,
    /// Per column: own units and establishments of the surveyed regions whose establishments are known.
    everywhere: Vec<(u64, u64)>,
    concentration: Option<f64>,
    densities: Option<Vec<Option<f64>>>,
    /// In the order of the columns.
    country: Vec<CountryGap>,
}

impl<'a> Context<'a> {
    fn new(
        ecosystem: &'a Ecosystem,
        selection: &Selection,
        answer: &'a WhiteSpots,
        establishments: &[Establishments],
        config: &'a GapsConfig,
    ) -> Result<Self, WhiteSpotsError> {
        let columns = answer.column_totals.len();
        let providers = Providers::new(ecosystem, selection, &answer.by);
        let demand = DemandTable::new(ecosystem, &answer.by);
        let sizes = Sizes::new(ecosystem, establishments);
        let lead = [ecosystem.taxonomy().lead()];
        let similar = if answer.by == lead {
            similar_regions(ecosystem, answer, config.comparable)
        } else {
            similar_regions(ecosystem, &white_spots(ecosystem, selection, &lead)?, config.comparable)
        };
        let mut everywhere = vec![(0, 0); columns];
        let mut tested = Vec::new();
        for (position, cell) in answer.cells.iter().enumerate() {
            tested.extend(cell.expected.map(|expected| (cell.own, expected)));
            let size = region_of(cell).and_then(|region| sizes.regions[usize::from(region)]);
            if let (Some(size), true) = (size, cell.status != CellStatus::NotSurveyed) {
                let (own, establishments) = &mut everywhere[position % columns];
                *own += cell.own;
                *establishments += size;
            }
        }
        let values = answer.column_totals.iter().map(|(values, _)| values.clone());
        let country = country::country(values, &providers, &demand, sizes.country);
        Ok(Self {
            white_spots: answer,
            config,
            columns,
            providers,
            demand,
            similar,
            sizes,
            everywhere,
            concentration: concentration(&tested),
            densities: relatedness(ecosystem, selection, answer, config.max_related),
            country,
        })
    }

    fn gap(&self, position: usize) -> Gap {
        let cell = &self.white_spots.cells[position];
        let column = position % self.columns;
        let mut gap = Gap {
            cell: position,
            demand: self.demand.of(cell.place, &cell.values),
            unserved: None,
            shortfall: cell.expected.map(|expected| round12(expected - cell.own as f64)),
            shrunken_ratio: cell.expected.map(|expected| shrunken_ratio(cell.own, expected, self.concentration)),
            chance: self.chance(cell),
            doors: None,
            need_per_activity: None,
            need_per_door: None,
            per_thousand: None,
            per_thousand_everywhere: None,
            hangs_on: None,
            relatedness: self.densities.as_ref().and_then(|densities| densities[position]),
            comparable: Vec::new(),
        };
        match cell.place {
            Place::National => self.fill_country(&mut gap, column),
            Place::Region(region) => self.fill_region(&mut gap, cell, region, column),
        }
        gap
    }

    /// The only region of the answer is the country.
    fn fill_country(&self, gap: &mut Gap, column: usize) {
        let country = &self.country[column];
        gap.unserved = country.unserved;
        gap.doors = Some(country.doors);
        gap.need_per_door = country.need_per_door;
    }

    fn fill_region(&self, gap: &mut Gap, cell: &WhiteSpotCell, region: RegionIndex, column: usize) {
        let others = &self.similar[usize::from(region)];
        gap.comparable = others
            .iter()
            .map(|&(region, similarity)| ComparableOffer {
                region,
                similarity,
                initiatives: self.providers.own(region, column).collect(),
            })
            .collect();
        if cell.status == CellStatus::NotSurveyed {
            return;
        }
        let doors = self.providers.doors(region, column);
        let need = gap.demand.as_ref().and_then(|demand| demand.need);
        gap.doors = Some(doors);
        gap.need_per_activity = need.and_then(|need| ratio(need, cell.own as f64));
        gap.need_per_door = need.and_then(|need| ratio(need, doors as f64));
        gap.unserved = gap.demand.as_ref().and_then(|demand| Unserved::new(demand, cell.own, cell.expected));
        gap.per_thousand = self.sizes.regions[usize::from(region)].and_then(|size| per_thousand(cell.own, size));
        let (own, establishments) = self.everywhere[column];
        gap.per_thousand_everywhere = per_thousand(own, establishments);
        if cell.fragile {
            gap.hangs_on = self.providers.own(region, column).next();
        }
    }

    /// Only shortfalls are tested: the tail of the white spots looks at too little, not at too much.
    fn chance(&self, cell: &WhiteSpotCell) -> Option<Chance> {
        let (expected, p, q) = (cell.expected?, cell.p_value?, cell.q_value?);
        if cell.own as f64 >= expected {
            None
        } else if q <= self.config.unlikely_q {
            Some(Chance::Unlikely)
        } else if p >= self.config.likely_p {
            Some(Chance::Likely)
        } else {
            Some(Chance::MayBe)
        }
    }
}

fn region_of(cell: &WhiteSpotCell) -> Option<RegionIndex> {
    if let Place::Region(region) = cell.place { Some(region) } else { None }
}
