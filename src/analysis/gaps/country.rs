//! The demand of the country laid over its national supply, for surveys that do not tell regions apart.

use super::comparable::Providers;
use super::demand::{CellDemand, DemandTable};
use super::{Unserved, per_thousand};
use crate::analysis::numbers::{ratio, round12};
use crate::ecosystem::{Place, ValueIndex};

/// One combination of values in the country as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct CountryGap {
    /// One value per asked dimension.
    pub values: Vec<ValueIndex>,
    /// National activities: the supply that is open to enterprises everywhere.
    pub national: u64,
    /// Activities with an own area, in any region.
    pub regional: u64,
    /// Activities whose area is not known.
    pub unknown_area: u64,
    /// Doors: initiatives with national activities.
    pub doors: usize,
    pub demand: Option<CellDemand>,
    /// National activities that there would be if the national supply followed the need; see [`super::gaps`].
    pub expected_by_demand: Option<f64>,
    /// expected by demand − national.
    pub shortfall: Option<f64>,
    pub unserved: Option<Unserved>,
    /// Enterprises with the need per national activity, and per door.
    pub need_per_activity: Option<f64>,
    pub need_per_door: Option<f64>,
    /// National activities per 1,000 establishments in the country.
    pub per_thousand: Option<f64>,
}

/// One entry per combination of values, in the order of the answer.
pub(super) fn country(
    columns: impl Iterator<Item = Vec<ValueIndex>>,
    providers: &Providers,
    demand: &DemandTable<'_>,
    establishments: Option<u64>,
) -> Vec<CountryGap> {
    let mut gaps: Vec<CountryGap> = columns
        .zip(&providers.activities)
        .enumerate()
        .map(|(column, (values, &[regional, national, unknown_area]))| {
            let demand = demand.of(Place::National, &values);
            let need = demand.as_ref().and_then(|demand| demand.need);
            let doors = providers.national(column).count();
            CountryGap {
                values,
                national,
                regional,
                unknown_area,
                doors,
                demand,
                expected_by_demand: None,
                shortfall: None,
                unserved: None,
                need_per_activity: need.and_then(|need| ratio(need, national as f64)),
                need_per_door: need.and_then(|need| ratio(need, doors as f64)),
                per_thousand: establishments.and_then(|count| per_thousand(national, count)),
            }
        })
        .collect();
    let weights = weights(&gaps);
    let known = || gaps.iter().zip(&weights).filter(|(_, weight)| weight.is_some());
    let supply: u64 = known().map(|(gap, _)| gap.national).sum();
    let all: f64 = weights.iter().flatten().sum();
    for (gap, weight) in gaps.iter_mut().zip(&weights) {
        gap.expected_by_demand = weight.and_then(|weight| ratio(supply as f64 * weight, all));
        gap.shortfall = gap.expected_by_demand.map(|expected| round12(expected - gap.national as f64));
        gap.unserved =
            gap.demand.as_ref().and_then(|demand| Unserved::new(demand, gap.national, gap.expected_by_demand));
    }
    gaps
}

/// What demand is measured by: enterprises with the need where that is known wherever anything is, else the shares.
fn weights(gaps: &[CountryGap]) -> Vec<Option<f64>> {
    let needs = || gaps.iter().map(|gap| gap.demand.as_ref().map(|demand| demand.need));
    if needs().flatten().all(|need| need.is_some()) {
        return needs().map(Option::flatten).collect();
    }
    gaps.iter().map(|gap| gap.demand.as_ref().and_then(|demand| demand.share)).collect()
}
