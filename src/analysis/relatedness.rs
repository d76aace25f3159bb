//! Relatedness: how close a value is to what a region has already.
//!
//! Values are close when the same initiatives offer both (Hidalgo et al. 2007, doi:10.1126/science.1144581; for regions
//! Neffke, Henning & Boschma 2011, doi:10.1111/j.1944-8287.2011.01121.x). Only initiatives outside the region count: what
//! it has itself must not be the proof of what fits it.

use rayon::prelude::*;

use super::numbers::ratio;
use super::selection::Selection;
use super::white_spots::{CellStatus, Grid, WhiteSpots};
use crate::ecosystem::{Ecosystem, Place};

/// Combinations of values up to which all pairs are compared.
pub const DEFAULT_MAX_VALUES: usize = 1000;

/// Proximity of two values: min(P(a | b), P(b | a)) = both / max(a, b), with `both` the initiatives that offer both values
/// and `a` and `b` those that offer each; `None` where nobody offers either.
pub fn proximity(both: u64, a: u64, b: u64) -> Option<f64> {
    let most = a.max(b);
    (most > 0).then(|| both as f64 / most as f64)
}

/// Density of every cell of a grid, in its order: Σ φ(v, w) over the values w ≠ v that the region has / Σ φ(v, w) over all
/// values w ≠ v, with φ the [`proximity`] within initiatives that do not work in the region.
///
/// The region has w where own > 0. An initiative works in a region where that is among its own regions or those of one of
/// its selected activities; national initiatives and those whose area is not known are outside every region. 1: the region
/// has everything that goes with v; 0: nothing. `None` where v goes with nothing elsewhere, where the region was not
/// surveyed, and for the country. The answer is `None` where there are more than `max_values` combinations of values.
///
/// O(Σ (values of an initiative)² + regions × values²) time, O(threads × values²) memory.
pub fn relatedness(
    ecosystem: &Ecosystem,
    selection: &Selection,
    white_spots: &WhiteSpots,
    max_values: usize,
) -> Option<Vec<Option<f64>>> {
    let columns = white_spots.column_totals.len();
    if columns > max_values {
        return None;
    }
    if columns == 0 {
        return Some(vec![None; white_spots.cells.len()]);
    }
    let offers = Offered::new(ecosystem, selection, white_spots);
    let mut everywhere = vec![0_u32; columns * columns];
    for offered in &offers.values {
        count_pairs(&mut everywhere, columns, offered, |count| *count += 1);
    }
    let rows: Vec<&[_]> = white_spots.cells.chunks(columns).collect();
    let densities: Vec<Vec<Option<f64>>> = rows
        .par_iter()
        .map(|row| {
            let surveyed = row.iter().all(|cell| cell.status != CellStatus::NotSurveyed);
            let Some(Place::Region(region)) = row.first().map(|cell| cell.place).filter(|_| surveyed) else {
                return vec![None; columns];
            };
            let mut outside = everywhere.clone();
            for &initiative in &offers.inside[usize::from(region)] {
                count_pairs(&mut outside, columns, &offers.values[initiative as usize], |count| *count -= 1);
            }
            let present: Vec<bool> = row.iter().map(|cell| cell.own > 0).collect();
            (0..columns).map(|value| density(&outside, &present, value)).collect()
        })
        .collect();
    Some(densities.concat())
}

fn density(outside: &[u32], present: &[bool], value: usize) -> Option<f64> {
    let columns = present.len();
    let count = |a: usize, b: usize| u64::from(outside[a * columns + b]);
    let (mut here, mut all) = (0.0, 0.0);
    for (other, &is_present) in present.iter().enumerate().filter(|&(other, _)| other != value) {
        let close = proximity(count(value, other), count(value, value), count(other, other)).unwrap_or(0.0);
        all += close;
        here += if is_present { close } else { 0.0 };
    }
    ratio(here, all)
}

/// Adds to or takes from the counts of all pairs of values, each value with itself among them.
fn count_pairs(counts: &mut [u32], columns: usize, offered: &[u32], change: impl Fn(&mut u32)) {
    for &a in offered {
        for &b in offered {
            change(&mut counts[a as usize * columns + b as usize]);
        }
    }
}

/// What initiatives offer and where they work.
struct Offered {
    /// Per initiative: columns in the order of the answer, strictly increasing.
    values: Vec<Vec<u32>>,
    /// Per region: initiatives that work there.
    inside: Vec<Vec<u32>>,
}

impl Offered {
    fn new(ecosystem: &Ecosystem, selection: &Selection, white_spots: &WhiteSpots) -> Self {
        let grid = Grid::new(ecosystem, &white_spots.by);
        let mut rank = vec![0_u32; grid.columns];
        for (position, &column) in grid.order.iter().enumerate() {
            rank[column] = position as u32;
        }
        let initiatives = ecosystem.initiatives().len();
        let mut offered =
            Self { values: Vec::with_capacity(initiatives), inside: vec![Vec::new(); ecosystem.regions().len()] };
        for initiative in 0..initiatives {
            let mut values = Vec::new();
            let mut regions = ecosystem.initiative_area(initiative).own_regions().to_vec();
            for &activity in ecosystem.activities_of(initiative) {
                let activity = activity as usize;
                if selection.has_activity(activity) {
                    values.extend(grid.columns_of(ecosystem, activity).into_iter().map(|column| rank[column]));
                    regions.extend_from_slice(ecosystem.activity_area(activity).own_regions());
                }
            }
            values.sort_unstable();
            values.dedup();
            regions.sort_unstable();
            regions.dedup();
            for region in regions {
                offered.inside[usize::from(region)].push(initiative as u32);
            }
            offered.values.push(values);
        }
        offered
    }
}
