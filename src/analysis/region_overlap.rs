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

use super::numbers::{ratio, round12};
use super::overlap::{OverlapConfig, OverlapPair, TooManyPairs, overlap};
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
    /// work.
    pub overlapping_pairs: usize,
    /// Those of them that do not collaborate.
    pub without_collaboration: usize,
}

/// Compares all pairs of regions. `config` sets the aspect and the minimum; the scope is always everywhere.
///
/// # Errors
/// [`TooManyPairs`] of initiatives.
pub fn region_overlap(
    ecosystem: &Ecosystem,
    selection: &Selection,
    config: &OverlapConfig,
) -> Result<Vec<RegionPair>, TooManyPairs> {
    let everywhere = overlap(
        ecosystem,
        selection,
        &OverlapConfig { everywhere: true, described_only: true, max_by_aspect: 0, ..config.clone() },
    )?;
    let count = ecosystem.regions().len();
    let supply = Supply::new(ecosystem, selection);
    let mut tally = Tally { regions: count, pairs: vec![(0, 0); count * count] };
    for pair in everywhere.pairs.iter().filter(|pair| pair.overlap.is_some()) {
        tally.add(ecosystem, pair);
    }
    let all = ecosystem.regions().iter().map(|region| &*region.code).eq(PROVINCES);
    let listed: Vec<usize> = (0..count).filter(|&region| all || !supply.initiatives[region].is_empty()).collect();
    let mut pairs = Vec::new();
    for (position, &a) in listed.iter().enumerate() {
        for &b in &listed[position + 1..] {
            let shared_actors = common(&supply.actors[a], &supply.actors[b]);
            let either = supply.actors[a].len() + supply.actors[b].len() - shared_actors;
            let (overlapping_pairs, without_collaboration) = tally.pairs[a * count + b];
            pairs.push(RegionPair {
                a: a as RegionIndex,
                b: b as RegionIndex,
                shared_actors,
                actor_jaccard: ratio(shared_actors as f64, either as f64),
                shared_initiatives: common(&supply.initiatives[a], &supply.initiatives[b]),
                profile_similarity: cosine(&supply.profiles[a], &supply.profiles[b]),
                overlapping_pairs,
                without_collaboration,
            });
        }
    }
    Ok(pairs)
}

/// Per region what is there by own working areas; lists are increasing.
struct Supply {
    initiatives: Vec<Vec<u32>>,
    actors: Vec<Vec<u32>>,
    /// Own activities per value of the lead dimension.
    profiles: Vec<Vec<u64>>,
}

impl Supply {
    fn new(ecosystem: &Ecosystem, selection: &Selection) -> Self {
        let regions = ecosystem.regions().len();
        let lead = ecosystem.taxonomy().lead();
        let values = ecosystem.taxonomy().dimensions()[lead].values.len();
        let mut supply = Self {
            initiatives: vec![Vec::new(); regions],
            actors: vec![Vec::new(); regions],
            profiles: vec![vec![0; values]; regions],
        };
        for initiative in (0..ecosystem.initiatives().len()).filter(|&initiative| selection.has_initiative(initiative))
        {
            for &region in ecosystem.initiative_area(initiative).own_regions() {
                supply.initiatives[usize::from(region)].push(initiative as u32);
            }
        }
        for link in ecosystem.participations() {
            if selection.has_link(link) {
                for &region in ecosystem.initiative_area(link.initiative as usize).own_regions() {
                    supply.actors[usize::from(region)].push(link.actor);
                }
            }
        }
        for actors in &mut supply.actors {
            actors.sort_unstable();
            actors.dedup();
        }
        let column = ecosystem.classification().column(lead);
        for activity in (0..ecosystem.activities().len()).filter(|&activity| selection.has_activity(activity)) {
            for &region in ecosystem.activity_area(activity).own_regions() {
                let profile = &mut supply.profiles[usize::from(region)];
                for &value in column.of(activity) {
                    if value == EVERY_VALUE {
                        profile.iter_mut().for_each(|count| *count += 1);
                    } else {
                        profile[usize::from(value)] += 1;
                    }
                }
            }
        }
        supply
    }
}

/// (overlapping, without collaboration) per pair of regions, a < b.
struct Tally {
    regions: usize,
    pairs: Vec<(usize, usize)>,
}

impl Tally {
    /// A pair of initiatives counts once for every pair of regions of which it serves both, one on each side.
    fn add(&mut self, ecosystem: &Ecosystem, pair: &OverlapPair) {
        let (x, y) = (ecosystem.initiative_area(pair.a).own_regions(), ecosystem.initiative_area(pair.b).own_regions());
        let mut regions: Vec<(usize, usize)> = x
            .iter()
            .flat_map(|&a| y.iter().map(move |&b| (usize::from(a.min(b)), usize::from(a.max(b)))))
            .filter(|(a, b)| a != b)
            .collect();
        regions.sort_unstable();
        regions.dedup();
        for (a, b) in regions {
            let (overlapping, without) = &mut self.pairs[a * self.regions + b];
            *overlapping += 1;
            *without += usize::from(!pair.collaborates);
        }
    }
}

/// Size of the intersection of two increasing lists.
fn common(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|item| b.binary_search(item).is_ok()).count()
}

/// Cosine of two profiles; `None` where one is empty.
pub(super) fn cosine(a: &[u64], b: &[u64]) -> Option<f64> {
    let dot: u64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    let norm = |profile: &[u64]| profile.iter().map(|count| count * count).sum::<u64>();
    let (norm_a, norm_b) = (norm(a), norm(b));
    (norm_a > 0 && norm_b > 0).then(|| round12(dot as f64 / ((norm_a as f64).sqrt() * (norm_b as f64).sqrt())))
}
