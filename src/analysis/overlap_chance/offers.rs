//! Offers dealt out anew among activities of equal working area.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

use super::{AgainstChance, OffersChance, OverlapChanceConfig};
use crate::analysis::offer::{Offers, OverlapAspect};
use crate::analysis::overlap::{OverlapConfig, Sides, TooManyPairs, candidates};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Ecosystem};

pub(super) fn offers_chance(
    ecosystem: &Ecosystem,
    selection: &Selection,
    aspect: OverlapAspect,
    config: &OverlapChanceConfig,
) -> Result<OffersChance, TooManyPairs> {
    let counts = Counts { ecosystem, selection, sides: Sides::new(ecosystem, selection), pairs: config.pairs(aspect) };
    let groups = equal_areas(ecosystem, selection);
    let movable = groups.iter().map(Vec::len).filter(|&size| size > 1).sum();
    let offers = Offers::new(ecosystem, aspect);
    let selected = (0..ecosystem.activities().len()).filter(|&activity| selection.has_activity(activity));
    let described = selected.filter(|&activity| !offers.of(activity).is_empty()).count() as u64;
    if described == 0 {
        return Ok(OffersChance { aspect, runs: 0, movable, overlapping: None, without_collaboration: None });
    }
    let observed = counts.of(&offers)?;
    let runs = config.affordable_runs(described * described / 2);
    let draws: Vec<[usize; 2]> = (0..runs as u64)
        .into_par_iter()
        .map(|run| counts.of(&dealt(ecosystem, aspect, &groups, config.first_seed.wrapping_add(run))))
        .collect::<Result<_, _>>()?;
    let figure = |which: usize| {
        let drawn = draws.iter().map(|draw| draw[which] as f64).collect();
        Some(AgainstChance::new(observed[which] as f64, drawn))
    };
    Ok(OffersChance { aspect, runs, movable, overlapping: figure(0), without_collaboration: figure(1) })
}

/// Selected activities by working area, in the order of areas and ids.
fn equal_areas(ecosystem: &Ecosystem, selection: &Selection) -> Vec<Vec<u32>> {
    let mut groups: BTreeMap<&Area, Vec<u32>> = BTreeMap::new();
    for activity in (0..ecosystem.activities().len()).filter(|&activity| selection.has_activity(activity)) {
        groups.entry(ecosystem.activity_area(activity)).or_default().push(activity as u32);
    }
    groups.into_values().collect()
}

/// One draw: every dimension of the aspect is permuted on its own, within groups.
fn dealt(ecosystem: &Ecosystem, aspect: OverlapAspect, groups: &[Vec<u32>], seed: u64) -> Offers {
    let mut random = Pcg64::seed_from_u64(seed);
    let dimensions = ecosystem.taxonomy().dimensions();
    let unmoved: Vec<u32> = (0..ecosystem.activities().len() as u32).collect();
    let sources: Vec<Option<Vec<u32>>> = dimensions
        .iter()
        .map(|dimension| {
            aspect.includes(dimension.aspect).then(|| {
                let mut source = unmoved.clone();
                for group in groups {
                    let mut order = group.clone();
                    order.shuffle(&mut random);
                    group.iter().zip(order).for_each(|(&activity, from)| source[activity as usize] = from);
                }
                source
            })
        })
        .collect();
    Offers::arranged(ecosystem, aspect, |dimension, activity| {
        sources[dimension].as_ref().map_or(activity, |source| source[activity] as usize)
    })
}

struct Counts<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    sides: Sides,
    pairs: OverlapConfig,
}

impl Counts<'_> {
    /// Overlapping pairs, and those of them that do not collaborate.
    fn of(&self, offers: &Offers) -> Result<[usize; 2], TooManyPairs> {
        let pairs = candidates(self.ecosystem, self.selection, offers, &self.pairs)?;
        let without = pairs.iter().filter(|pair| !self.sides.collaborate(pair.a as usize, pair.b as usize)).count();
        Ok([pairs.len(), without])
    }
}
