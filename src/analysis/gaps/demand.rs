//! Which rows of demand speak of which cell.

use std::collections::BTreeMap;

use crate::analysis::numbers::round12;
use crate::ecosystem::{Demand, EVERY_VALUE, Ecosystem, Place, RegionIndex, Scope, ValueIndex};

/// What is known of the demand in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellDemand {
    /// Enterprises in the cell: stated for exactly this place and these values.
    pub enterprises: Option<u64>,
    /// Share of enterprises with the need, between 0 and 1.
    pub share: Option<f64>,
    /// Where the share was found: the place itself, a region that it lies in, or the country.
    pub share_of: Option<Place>,
    /// How many of the asked dimensions the share was found for; fewer than asked: taken to hold for all values of the rest.
    pub share_dimensions: usize,
    /// Enterprises with the need: enterprises × share.
    pub need: Option<f64>,
}

/// A row in which only some asked dimensions have a value.
type Key = (Scope, Vec<Option<ValueIndex>>);

/// All rows that can speak of cells over the asked dimensions.
///
/// A row speaks of a cell where its dimensions are among the asked ones, at least one is given, and each holds the value of
/// the cell (`alle` holds every value). Among rows that speak of the same values, the one that lists fewest values goes
/// first, then the one that states both figures, then the higher share, then more enterprises.
pub(super) struct DemandTable<'a> {
    ecosystem: &'a Ecosystem,
    rows: BTreeMap<Key, Vec<(usize, &'a Demand)>>,
    /// Sets of asked dimensions, most of them first; bit i: dimension i asked.
    masks: Vec<usize>,
    dimensions: usize,
}

impl<'a> DemandTable<'a> {
    pub fn new(ecosystem: &'a Ecosystem, by: &[usize]) -> Self {
        let mut rows: BTreeMap<Key, Vec<(usize, &Demand)>> = BTreeMap::new();
        for demand in ecosystem.demand() {
            let Some(lists) = lists(ecosystem, demand, by) else { continue };
            let mut keys: Vec<Vec<Option<ValueIndex>>> = vec![Vec::new()];
            for list in &lists {
                keys = keys
                    .iter()
                    .flat_map(|key| list.iter().map(move |&value| [key.as_slice(), &[value]].concat()))
                    .collect();
            }
            for key in &keys {
                rows.entry((demand.scope, key.clone())).or_default().push((keys.len(), demand));
            }
        }
        for found in rows.values_mut() {
            let key = |(width, row): &(usize, &Demand)| {
                let partial = row.enterprises.is_none() || row.share_with_need.is_none();
                // Shares are not negative, so their bits are ordered as they are.
                let figures = (row.share_with_need.map(f64::to_bits), row.enterprises);
                (*width, partial, std::cmp::Reverse(figures))
            };
            found.sort_by_key(key);
        }
        let mut masks: Vec<usize> = (1..1_usize << by.len()).collect();
        masks.sort_by_key(|mask| (std::cmp::Reverse(mask.count_ones()), *mask));
        Self { ecosystem, rows, masks, dimensions: by.len() }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The demand in a cell; `None` where no row speaks of it.
    ///
    /// Enterprises must be stated for the place and all asked dimensions. The share is looked for at the place itself, then
    /// in the regions that it lies in, then in the country; at each for most dimensions first.
    pub fn of(&self, place: Place, values: &[ValueIndex]) -> Option<CellDemand> {
        let all = (1 << self.dimensions) - 1;
        let here = scope(place);
        let enterprises = self.find(here, all, values, |row| row.enterprises);
        let mut demand = CellDemand { enterprises, share: None, share_of: None, share_dimensions: 0, need: None };
        'search: for place in self.places(place) {
            for &mask in &self.masks {
                if let Some(share) = self.find(scope(place), mask, values, |row| row.share_with_need) {
                    demand.share = Some(round12(share));
                    demand.share_of = Some(place);
                    demand.share_dimensions = mask.count_ones() as usize;
                    break 'search;
                }
            }
        }
        demand.need = enterprises.zip(demand.share).map(|(enterprises, share)| round12(enterprises as f64 * share));
        (demand.enterprises.is_some() || demand.share.is_some()).then_some(demand)
    }

    fn find<T>(
        &self,
        scope: Scope,
        mask: usize,
        values: &[ValueIndex],
        figure: impl Fn(&Demand) -> Option<T>,
    ) -> Option<T> {
        let key = values.iter().enumerate().map(|(bit, &value)| (mask & (1 << bit) != 0).then_some(value)).collect();
        self.rows.get(&(scope, key))?.iter().find_map(|(_, row)| figure(row))
    }

    /// A place, the regions that it lies in from small to large, and the country.
    fn places(&self, place: Place) -> Vec<Place> {
        let mut places = Vec::new();
        let mut next = if let Place::Region(region) = place { Some(region) } else { None };
        while let Some(region) = next {
            places.push(Place::Region(region));
            next = self.ecosystem.regions().get(region).parent;
        }
        places.push(Place::National);
        places
    }
}

fn scope(place: Place) -> Scope {
    match place {
        Place::Region(region) => Scope::Region(region as RegionIndex),
        Place::National => Scope::National,
    }
}

/// Per asked dimension the values of a row, [`None`] where it gives none; nothing where it names other dimensions or none.
fn lists(ecosystem: &Ecosystem, demand: &Demand, by: &[usize]) -> Option<Vec<Vec<Option<ValueIndex>>>> {
    if demand.cell.is_empty() || demand.scope == Scope::Unknown {
        return None;
    }
    if demand.cell.iter().any(|(dimension, _)| !by.contains(dimension)) {
        return None;
    }
    let values_of = |dimension: usize| -> Vec<Option<ValueIndex>> {
        let stated: Vec<ValueIndex> =
            demand.cell.iter().filter(|(other, _)| *other == dimension).map(|&(_, value)| value).collect();
        if stated.is_empty() {
            vec![None]
        } else if stated.contains(&EVERY_VALUE) {
            let values = ecosystem.taxonomy().dimensions()[dimension].values.len();
            (0..values).map(|value| Some(value as ValueIndex)).collect()
        } else {
            stated.into_iter().map(Some).collect()
        }
    };
    Some(by.iter().map(|&dimension| values_of(dimension)).collect())
}
