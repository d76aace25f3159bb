//! Regions side by side: who works in both, how alike their supply is, and what overlaps without cooperation.
//!
//! Over initiatives with own (not national) working areas.
//!
//! # How to read it
//!
//! Two provinces that offer the same things (profile similarity near 1) with hardly a shared actor (Jaccard near 0) invent
//! apart what they could share. In `voorbeeld` (*fictional*) Utrecht and Zuid-Holland share 29 actors, a tenth of all that
//! work in either, offer much alike (0.89), and still have two overlapping pairs without collaboration. In `regioscan-2023`
//! Flevoland and Limburg have the most similar supply (0.98, from the published table of types).
//!
//! Do not trust the similarity of small provinces: with twenty or thirty activities a few more change it. Alike supply is
//! not wrong: each province has starters to help.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::numbers::{ratio, round12};
use super::offer::Offers;
use super::overlap::{OverlapConfig, Search, Sides};
use super::parts::in_parts;
use super::selection::Selection;
use crate::ecosystem::{EVERY_VALUE, Ecosystem, RegionIndex};

/// Codes of the twelve provinces: with exactly these regions all pairs are listed, with others those that occur.
const PROVINCES: [&str; 12] =
    ["PV20", "PV21", "PV22", "PV23", "PV24", "PV25", "PV26", "PV27", "PV28", "PV29", "PV30", "PV31"];

/// Two regions side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionPair {
    /// a < b, by code.
    pub a: RegionIndex,
    pub b: RegionIndex,
    /// Actors with initiatives in both.
    pub shared_actors: usize,
    /// shared actors / actors with initiatives in either; `None` where there are none.
    pub actor_jaccard: Option<f64>,
    /// Initiatives that serve both.
    pub shared_initiatives: usize,
    /// Cosine of the numbers of own activities per value of the lead dimension; `None` where a region has none.
    pub profile_similarity: Option<f64>,
    /// Unordered pairs of initiatives, one serving a and the other b, with overlap of at least the minimum wherever they
    /// work. `None` where there is too much to compare ([`OverlapConfig::max_searched`]).
    pub overlapping_pairs: Option<usize>,
    /// Those of them that do not collaborate.
    pub without_collaboration: Option<usize>,
}

/// Compares all pairs of regions. `config` sets the aspect and the minimum; the scope is always everywhere.
pub fn region_overlap(ecosystem: &Ecosystem, selection: &Selection, config: &OverlapConfig) -> Vec<RegionPair> {
    let mut pairs = region_sharing(ecosystem, selection);
    count_overlapping(ecosystem, selection, config, &mut pairs);
    pairs
}

/// Who and what regions share: all of [`RegionPair`] but the pairs of initiatives that overlap.
pub fn region_sharing(ecosystem: &Ecosystem, selection: &Selection) -> Vec<RegionPair> {
    let count = ecosystem.regions().len();
    let supply = Supply::new(ecosystem, selection);
    let all = ecosystem.regions().iter().map(|region| &*region.code).eq(PROVINCES);
    let listed: Vec<usize> = (0..count).filter(|&region| all || !supply.initiatives[region].is_clear()).collect();
    let mut pairs = Vec::new();
    for (position, &a) in listed.iter().enumerate() {
        for &b in &listed[position + 1..] {
            let shared_actors = supply.actors[a].intersection_count(&supply.actors[b]);
            let either = supply.actors[a].union_count(&supply.actors[b]);
            pairs.push(RegionPair {
                a: a as RegionIndex,
                b: b as RegionIndex,
                shared_actors,
                actor_jaccard: ratio(shared_actors as f64, either as f64),
                shared_initiatives: supply.initiatives[a].intersection_count(&supply.initiatives[b]),
                profile_similarity: cosine(&supply.profiles[a], &supply.profiles[b]),
                overlapping_pairs: None,
                without_collaboration: None,
            });
        }
    }
    pairs
}

/// Counts the pairs of initiatives that overlap, without keeping them.
fn count_overlapping(ecosystem: &Ecosystem, selection: &Selection, config: &OverlapConfig, pairs: &mut [RegionPair]) {
    let config = OverlapConfig { everywhere: true, described_only: true, ..config.clone() };
    let offers = Offers::new(ecosystem, config.aspect);
    let Ok(search) = Search::new(ecosystem, selection, &offers, &config) else { return };
    let count = ecosystem.regions().len();
    let tally = search.sum(
        || Tally { regions: count, pairs: vec![(0, 0); count * count] },
        |tally, found| found.iter().for_each(|pair| tally.add(ecosystem, search.sides(), pair.a, pair.b)),
        Tally::merged,
    );
    for pair in pairs {
        let (overlapping, without) = tally.pairs[usize::from(pair.a) * count + usize::from(pair.b)];
        (pair.overlapping_pairs, pair.without_collaboration) = (Some(overlapping), Some(without));
    }
}

/// Per region what is there by own working areas.
struct Supply {
    initiatives: Vec<FixedBitSet>,
    actors: Vec<FixedBitSet>,
    /// Own activities per value of the lead dimension.
    profiles: Vec<Vec<u64>>,
}

impl Supply {
    fn new(ecosystem: &Ecosystem, selection: &Selection) -> Self {
        Self {
            initiatives: initiatives(ecosystem, selection),
            actors: actors(ecosystem, selection),
            profiles: profiles(ecosystem, selection),
        }
    }
}

fn initiatives(ecosystem: &Ecosystem, selection: &Selection) -> Vec<FixedBitSet> {
    let count = ecosystem.initiatives().len();
    let of = |initiatives: Range<usize>| {
        let mut found = vec![FixedBitSet::with_capacity(count); ecosystem.regions().len()];
        for initiative in initiatives.filter(|&initiative| selection.has_initiative(initiative)) {
            for &region in ecosystem.initiative_area(initiative).own_regions() {
                found[usize::from(region)].insert(initiative);
            }
        }
        found
    };
    in_parts(count, of, both)
}

fn actors(ecosystem: &Ecosystem, selection: &Selection) -> Vec<FixedBitSet> {
    let links = ecosystem.participations();
    let of = |part: Range<usize>| {
        let mut found = vec![FixedBitSet::with_capacity(ecosystem.actors().len()); ecosystem.regions().len()];
        // Links of one initiative follow each other.
        for links in links[part].chunk_by(|a, b| a.initiative == b.initiative) {
            let Some(first) = links.first() else { continue };
            for &region in ecosystem.initiative_area(first.initiative as usize).own_regions() {
                let present = &mut found[usize::from(region)];
                for link in links.iter().filter(|link| selection.has_link(link)) {
                    present.insert(link.actor as usize);
                }
            }
        }
        found
    };
    in_parts(links.len(), of, both)
}

/// What is in one or the other, per region.
fn both(mut here: Vec<FixedBitSet>, there: Vec<FixedBitSet>) -> Vec<FixedBitSet> {
    here.iter_mut().zip(&there).for_each(|(here, there)| here.union_with(there));
    here
}

fn profiles(ecosystem: &Ecosystem, selection: &Selection) -> Vec<Vec<u64>> {
    let lead = ecosystem.taxonomy().lead();
    let values = ecosystem.taxonomy().dimensions()[lead].values.len();
    let column = ecosystem.classification().column(lead);
    let of = |activities: Range<usize>| {
        let mut profiles = vec![vec![0_u64; values]; ecosystem.regions().len()];
        for activity in activities.filter(|&activity| selection.has_activity(activity)) {
            for &region in ecosystem.activity_area(activity).own_regions() {
                let profile = &mut profiles[usize::from(region)];
                for &value in column.of(activity) {
                    if value == EVERY_VALUE {
                        profile.iter_mut().for_each(|count| *count += 1);
                    } else {
                        profile[usize::from(value)] += 1;
                    }
                }
            }
        }
        profiles
    };
    in_parts(ecosystem.activities().len(), of, |mut sums, more| {
        sums.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(sum, more)| *sum += more);
        sums
    })
}

/// (overlapping, without collaboration) per pair of regions, a < b.
struct Tally {
    regions: usize,
    pairs: Vec<(usize, usize)>,
}

impl Tally {
    /// A pair of initiatives counts once for every pair of regions of which it serves both, one on each side.
    fn add(&mut self, ecosystem: &Ecosystem, sides: &Sides, a: u32, b: u32) {
        let (a, b) = (a as usize, b as usize);
        let (x, y) = (ecosystem.initiative_area(a).own_regions(), ecosystem.initiative_area(b).own_regions());
        let mut regions: Vec<(usize, usize)> = x
            .iter()
            .flat_map(|&a| y.iter().map(move |&b| (usize::from(a.min(b)), usize::from(a.max(b)))))
            .filter(|(a, b)| a != b)
            .collect();
        regions.sort_unstable();
        regions.dedup();
        if regions.is_empty() {
            return;
        }
        let apart = usize::from(!sides.collaborate(a, b));
        for (a, b) in regions {
            let (overlapping, without) = &mut self.pairs[a * self.regions + b];
            *overlapping += 1;
            *without += apart;
        }
    }

    fn merged(mut self, other: Self) -> Self {
        for (sum, (overlapping, without)) in self.pairs.iter_mut().zip(other.pairs) {
            sum.0 += overlapping;
            sum.1 += without;
        }
        self
    }
}

/// Cosine of two profiles; `None` where one is empty.
pub(super) fn cosine(a: &[u64], b: &[u64]) -> Option<f64> {
    let dot: u64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    let norm = |profile: &[u64]| profile.iter().map(|count| count * count).sum::<u64>();
    let (norm_a, norm_b) = (norm(a), norm(b));
    (norm_a > 0 && norm_b > 0).then(|| round12(dot as f64 / ((norm_a as f64).sqrt() * (norm_b as f64).sqrt())))
}
