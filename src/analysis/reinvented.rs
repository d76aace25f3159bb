//! The wheel, invented again: the same kind of activity with the same offer in several regions, by initiatives that do not
//! work together.
//!
//! # How to read it
//!
//! The Regioscan (4.3) found that many scans for small firms were developed separately. This list looks for that: one line is
//! one kind of activity with a like offer, who has it, in how many regions, and in how many groups that do not work together.
//! In `voorbeeld` (fictional) five initiatives in five provinces offer the same network activity and none of them works with
//! another: four times possibly double work, for known reach of 539 enterprises (known of one activity of the five).
//!
//! `sharedFunders` is the first to look at: who pays for the same thing twice can ask for one. `national` names who offers it
//! to the whole country already; there joining may be simpler than going on.
//!
//! In `regioscan-2023` a group is no more than one type of activity at one level of digital maturity, because nothing else was
//! coded. "Scans & assessments" gives 8 activities in 5 provinces (6 groups that do not work together) and 11 in 6 provinces
//! (5 groups). That they are scans is published; that they are the same scan nobody knows, and who works with whom is
//! *reconstructed*. Such groups say `thinlyDescribed`, and the sentence says it too.
//!
//! Do not read "double work" as waste. The same workshop in another province may be exactly what is wanted, near to the
//! entrepreneur; what is made twice is the material, not the visit. A group that seems too large is best asked again with a
//! higher `minOverlap`. Work together that is not in the data, such as a licence, is not seen.

use rayon::prelude::*;

use super::complexity::DEFAULT_TWIN;
use super::learning_circles::shared_funders;
use super::numbers::round12;
use super::offer::{Offers, OverlapAspect};
use super::overlap::{DEFAULT_MAX_PAIRS, Sides, TooManyPairs};
use super::selection::Selection;
use super::tight_groups::{Tie, tight_groups};
use crate::ecosystem::{Area, Ecosystem, RegionIndex, ValueIndex};

/// Settings of [`reinvented`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReinventedConfig {
    /// The dimension (position in the taxonomy) that says what kind of activity it is; `None`: the lead dimension.
    pub dimension: Option<usize>,
    /// Likeness of every two activities of a group, 0 to 1.
    pub minimum: f64,
    /// Pairs of activities that may be alike within one kind; more ask for a higher minimum.
    pub max_pairs: usize,
}

impl Default for ReinventedConfig {
    fn default() -> Self {
        Self { dimension: None, minimum: DEFAULT_TWIN, max_pairs: DEFAULT_MAX_PAIRS }
    }
}

/// One offer that is there several times. Positions are in the ecosystem, lists increasing.
#[derive(Debug, Clone, PartialEq)]
pub struct ReinventedGroup {
    pub value: ValueIndex,
    pub activities: Vec<u32>,
    pub initiatives: Vec<u32>,
    /// The initiatives by who works together; ordered by first member. There are at least two.
    pub efforts: Vec<Vec<u32>>,
    /// Regions that the activities serve.
    pub regions: Vec<RegionIndex>,
    /// `dimension=value` that all activities have, sorted.
    pub shared: Vec<String>,
    /// Dimensions filled for all activities; below three the group is too thinly described to judge.
    pub dimensions_compared: usize,
    /// Enterprises reached, of the activities of which it is known; `None` where it is known of none.
    pub reach: Option<u64>,
    /// Activities of which the reach is known.
    pub reach_known: usize,
    /// Actors that fund at least two of the initiatives.
    pub shared_funders: Vec<usize>,
    /// Initiatives that offer the same to the whole country: an activity of this kind, alike to all of the group.
    pub national: Vec<u32>,
}

/// The result of [`reinvented`].
#[derive(Debug, Clone, PartialEq)]
pub struct Reinvented {
    /// The dimension that the groups are about.
    pub dimension: usize,
    /// Most separate efforts first, then most initiatives, most activities, the lowest value, the lowest first activity.
    pub groups: Vec<ReinventedGroup>,
    /// As [`super::overlap::Overlap::thin`].
    pub thin: bool,
}

/// Finds offers that were set up several times in different regions.
///
/// Of every value of the dimension the activities with that very value (`alle` is no kind) and an own working area, not
/// national and not unknown, are compared. Two of different initiatives are **alike** when s ≥ `minimum`, with s the
/// weighted Jaccard of the whole offer ([`super::offer`]), whatever their areas: the kind is the same and so are, by weight,
/// most of the content, target and need as far as they are filled. [`tight_groups`] makes groups of two or more in which
/// every two activities of different initiatives are alike. The initiatives of a group fall into **efforts**: connected
/// parts by collaboration (a shared actor that does more than fund in both, or a referral) among them; whoever works
/// together, directly or through another member, made it once. A group is listed when it has at least two efforts, and
/// activities of two efforts that lie in areas that do not meet. So `efforts` − 1 is the number of times that the work was
/// at least done again, as far as the classification tells.
///
/// Two activities of one initiative are never compared and so never in one group. Time O(activities² per value), in
/// parallel over values.
///
/// # Errors
/// [`TooManyPairs`] beyond `max_pairs` of one value.
pub fn reinvented(
    ecosystem: &Ecosystem,
    selection: &Selection,
    config: &ReinventedConfig,
) -> Result<Reinvented, TooManyPairs> {
    let dimension = config.dimension.unwrap_or(ecosystem.taxonomy().lead());
    let offers = Offers::new(ecosystem, OverlapAspect::Offer);
    let sides = Sides::new(ecosystem, selection);
    let search = Search { ecosystem, selection, offers: &offers, sides: &sides, config, dimension };
    let values = ecosystem.taxonomy().dimensions()[dimension].values.len();
    let found: Vec<Vec<ReinventedGroup>> =
        (0..values).into_par_iter().map(|value| search.of_value(value as ValueIndex)).collect::<Result<_, _>>()?;
    let mut groups = found.concat();
    groups.sort_by_key(|group| {
        let sizes = (group.efforts.len(), group.initiatives.len(), group.activities.len());
        (std::cmp::Reverse(sizes), group.value, group.activities.first().copied())
    });
    Ok(Reinvented { dimension, groups, thin: offers.is_thin() })
}

struct Search<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    offers: &'a Offers,
    sides: &'a Sides,
    config: &'a ReinventedConfig,
    dimension: usize,
}

impl Search<'_> {
    fn of_value(&self, value: ValueIndex) -> Result<Vec<ReinventedGroup>, TooManyPairs> {
        let column = self.ecosystem.classification().column(self.dimension);
        let of_this_kind: Vec<u32> = (0..self.ecosystem.activities().len() as u32)
            .filter(|&activity| self.selection.has_activity(activity as usize))
            .filter(|&activity| column.of(activity as usize).contains(&value))
            .collect();
        let area = |activity: u32| self.ecosystem.activity_area(activity as usize);
        let own: Vec<u32> =
            of_this_kind.iter().copied().filter(|&activity| !area(activity).own_regions().is_empty()).collect();
        let mut ties = Vec::new();
        for (place, &a) in own.iter().enumerate() {
            for &b in own.iter().skip(place + 1) {
                if self.owner(a) == self.owner(b) {
                    continue;
                }
                let strength = self.likeness(a, b);
                if strength >= self.config.minimum {
                    ties.push(Tie { a, b, strength });
                }
            }
            if ties.len() > self.config.max_pairs {
                return Err(TooManyPairs::Listed { limit: self.config.max_pairs });
            }
        }
        let national: Vec<u32> =
            of_this_kind.iter().copied().filter(|&activity| *area(activity) == Area::National).collect();
        let groups = tight_groups(&ties, 2, usize::MAX).into_iter();
        Ok(groups.filter_map(|activities| self.group(value, activities, &national)).collect())
    }

    fn likeness(&self, a: u32, b: u32) -> f64 {
        round12(self.offers.similarity(a as usize, b as usize))
    }

    fn owner(&self, activity: u32) -> u32 {
        self.ecosystem.activities()[activity as usize].initiative
    }

    /// `None` where they all work together, or nobody works elsewhere.
    fn group(&self, value: ValueIndex, activities: Vec<u32>, national: &[u32]) -> Option<ReinventedGroup> {
        let mut initiatives: Vec<u32> = activities.iter().map(|&activity| self.owner(activity)).collect();
        initiatives.sort_unstable();
        initiatives.dedup();
        let efforts = self.efforts(&initiatives);
        let effort = |activity: u32| efforts.iter().position(|effort| effort.contains(&self.owner(activity)));
        let areas: Vec<(Option<usize>, &Area)> = activities
            .iter()
            .map(|&activity| (effort(activity), self.ecosystem.activity_area(activity as usize)))
            .collect();
        let regions = self.ecosystem.regions();
        let elsewhere = areas.iter().enumerate().any(|(place, (effort, area))| {
            areas.iter().skip(place + 1).any(|(other, there)| effort != other && !regions.meet(area, there))
        });
        if !elsewhere {
            return None;
        }
        let mut served: Vec<RegionIndex> = areas.iter().flat_map(|(_, area)| area.own_regions()).copied().collect();
        served.sort_unstable();
        served.dedup();
        let (shared, dimensions_compared) = self.common(&activities);
        let reaches: Vec<u64> =
            activities.iter().filter_map(|&activity| self.ecosystem.activities()[activity as usize].reach).collect();
        let alike_to_all = |&candidate: &u32| {
            activities.iter().all(|&activity| self.likeness(candidate, activity) >= self.config.minimum)
        };
        let mut national: Vec<u32> =
            national.iter().copied().filter(alike_to_all).map(|activity| self.owner(activity)).collect();
        national.sort_unstable();
        national.dedup();
        Some(ReinventedGroup {
            value,
            shared_funders: shared_funders(self.sides, initiatives.iter().map(|&initiative| initiative as usize)),
            efforts,
            regions: served,
            shared,
            dimensions_compared,
            reach: (!reaches.is_empty()).then(|| reaches.iter().sum()),
            reach_known: reaches.len(),
            national,
            activities,
            initiatives,
        })
    }

    /// Connected parts by collaboration.
    fn efforts(&self, initiatives: &[u32]) -> Vec<Vec<u32>> {
        let mut left = initiatives.to_vec();
        let mut efforts = Vec::new();
        while let Some(&first) = left.first() {
            let mut effort = vec![first];
            left.remove(0);
            let mut at = 0;
            while let Some(&here) = effort.get(at) {
                let (with, without): (Vec<u32>, Vec<u32>) =
                    left.iter().partition(|&&other| self.sides.collaborate(here as usize, other as usize));
                effort.extend(with);
                left = without;
                at += 1;
            }
            effort.sort_unstable();
            efforts.push(effort);
        }
        efforts
    }

    /// What all activities have, and in how many dimensions all say something.
    fn common(&self, activities: &[u32]) -> (Vec<String>, usize) {
        let shared_by_all = |lists: Vec<Vec<u32>>| -> Vec<u32> {
            let common = lists
                .into_iter()
                .reduce(|kept, next| kept.into_iter().filter(|item| next.binary_search(item).is_ok()).collect());
            common.unwrap_or_default()
        };
        let tokens = |&activity: &u32| self.offers.of(activity as usize).to_vec();
        let dimensions = |activity: &u32| {
            let mut filled: Vec<u32> =
                tokens(activity).into_iter().map(|token| self.offers.dimension(token) as u32).collect();
            filled.dedup();
            filled
        };
        let shared = shared_by_all(activities.iter().map(tokens).collect());
        let mut labels: Vec<String> = shared.iter().map(|&token| self.offers.label(self.ecosystem, token)).collect();
        labels.sort_unstable();
        (labels, shared_by_all(activities.iter().map(dimensions).collect()).len())
    }
}
