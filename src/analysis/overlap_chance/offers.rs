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
    let decks = decks(ecosystem, selection, aspect);
    let mut movable: Vec<u32> = decks.iter().flat_map(|deck| deck.activities.iter().copied()).collect();
    movable.sort_unstable();
    movable.dedup();
    let movable = movable.len();
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
        .map(|run| counts.of(&dealt(ecosystem, aspect, &decks, config.first_seed.wrapping_add(run))))
        .collect::<Result<_, _>>()?;
    let figure = |which: usize| {
        let drawn = draws.iter().map(|draw| draw[which] as f64).collect();
        Some(AgainstChance::new(observed[which] as f64, drawn))
    };
    Ok(OffersChance { aspect, runs, movable, overlapping: figure(0), without_collaboration: figure(1) })
}

/// Activities that swap their cells of one dimension: all those of one working area that say something there, at least two.
struct Deck {
    dimension: usize,
    /// Increasing.
    activities: Vec<u32>,
}

/// By dimension, then area.
fn decks(ecosystem: &Ecosystem, selection: &Selection, aspect: OverlapAspect) -> Vec<Deck> {
    let mut decks = Vec::new();
    for (dimension, described) in ecosystem.taxonomy().dimensions().iter().enumerate() {
        if !aspect.includes(described.aspect) {
            continue;
        }
        let column = ecosystem.classification().column(dimension);
        let mut by_area: BTreeMap<&Area, Vec<u32>> = BTreeMap::new();
        for activity in 0..ecosystem.activities().len() {
            if selection.has_activity(activity) && !column.of(activity).is_empty() {
                by_area.entry(ecosystem.activity_area(activity)).or_default().push(activity as u32);
            }
        }
        let several = by_area.into_values().filter(|activities| activities.len() > 1);
        decks.extend(several.map(|activities| Deck { dimension, activities }));
    }
    decks
}

/// One draw: every deck is shuffled on its own.
fn dealt(ecosystem: &Ecosystem, aspect: OverlapAspect, decks: &[Deck], seed: u64) -> Offers {
    let mut random = Pcg64::seed_from_u64(seed);
    let unmoved: Vec<u32> = (0..ecosystem.activities().len() as u32).collect();
    let mut sources: Vec<Option<Vec<u32>>> = vec![None; ecosystem.taxonomy().dimensions().len()];
    for deck in decks {
        let source = sources[deck.dimension].get_or_insert_with(|| unmoved.clone());
        let mut order = deck.activities.clone();
        order.shuffle(&mut random);
        deck.activities.iter().zip(order).for_each(|(&activity, from)| source[activity as usize] = from);
    }
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
