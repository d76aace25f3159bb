//! Learning circles: initiatives that offer the same in different regions without working together, brought together in
//! groups that fit around a table.
//!
//! # How to read it
//!
//! The Regioscan (5.3) asks for learning circles: initiatives with like themes, target groups or approaches that can learn
//! from each other. A circle here is a guest list of 4 to 12: every two offer much the same, no two serve the same region, and
//! no two work together yet. In `voorbeeld` (fictional) there is one: five initiatives in five provinces with a mean overlap of
//! 0.84, of which one (I0065) is named as a good practice. `sharedByAll` is what they can talk about, `goodPractices` who can
//! begin, `sharedFunders` who could call them together.
//!
//! `regioscan-2023` gives 12 circles with 56 of the 172 initiatives that have a counterpart elsewhere. They are bound by no
//! more than a type of activity and a level of maturity, since nothing else was coded, and the initiatives are *reconstructed*:
//! the circles show what the method does, not whom to invite.
//!
//! Who is in no circle has counterparts, but too few that are also each other's; `/overlap?scope=everywhere` names them one by
//! one. Ask with `aspect=content` for circles about a theme, with `method` for an approach, or with a lower `minOverlap`. That
//! gives more circles that have less to say to each other: look at `leastOverlap`. National initiatives serve the same region
//! as everybody and are in no circle, though one may well be worth inviting.

use rayon::prelude::*;

use super::numbers::{descending, ratio, round12};
use super::offer::{Offers, OverlapAspect};
use super::overlap::{DEFAULT_MAX_PAIRS, DEFAULT_MINIMUM, OverlapConfig, Sides, TooManyPairs, candidates, tokens};
use super::selection::Selection;
use super::tight_groups::{Tie, tight_groups};
use crate::ecosystem::{Ecosystem, RegionIndex, Role};

/// Fewest members of a circle.
pub const DEFAULT_LEAST_MEMBERS: usize = 4;
/// Most members of a circle.
pub const DEFAULT_MOST_MEMBERS: usize = 12;

/// Settings of [`learning_circles`].
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCirclesConfig {
    /// What has to be alike: the whole offer, or its content (themes), its target or its method only.
    pub aspect: OverlapAspect,
    /// Least overlap of every two members, 0 to 1.
    pub minimum: f64,
    /// Fewest members, at least 2.
    pub least: usize,
    pub most: usize,
    /// Pairs of initiatives that may overlap wherever they work; more ask for a higher minimum.
    pub max_pairs: usize,
}

impl Default for LearningCirclesConfig {
    fn default() -> Self {
        Self {
            aspect: OverlapAspect::Offer,
            minimum: DEFAULT_MINIMUM,
            least: DEFAULT_LEAST_MEMBERS,
            most: DEFAULT_MOST_MEMBERS,
            max_pairs: DEFAULT_MAX_PAIRS,
        }
    }
}

/// One initiative in a circle.
#[derive(Debug, Clone, PartialEq)]
pub struct CircleMember {
    /// Position in the ecosystem.
    pub initiative: usize,
    /// Mean overlap with the other members.
    pub mean_overlap: f64,
    /// The data name evidence that it works.
    pub good_practice: bool,
}

/// What some members have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonValue {
    /// `dimension=value`.
    pub value: String,
    /// Members that offer it.
    pub members: usize,
}

/// One circle.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCircle {
    /// By id.
    pub members: Vec<CircleMember>,
    /// Regions of the members, increasing.
    pub regions: Vec<RegionIndex>,
    /// Over all pairs of members.
    pub mean_overlap: f64,
    pub least_overlap: f64,
    /// What binds them: values that more than half of the members offer, most members first, then by name.
    pub binds: Vec<CommonValue>,
    /// Actors that fund at least two of them: who could call them together.
    pub shared_funders: Vec<usize>,
}

/// The result of [`learning_circles`].
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCircles {
    /// Most members first, then the highest mean overlap, then the lowest first member.
    pub circles: Vec<LearningCircle>,
    /// Initiatives with at least one counterpart elsewhere with which they do not work together.
    pub with_counterpart: usize,
    /// As [`super::overlap::Overlap::thin`].
    pub thin: bool,
}

/// Groups initiatives of different regions that offer the same and do not collaborate.
///
/// Two initiatives are **counterparts** when both have own working areas (not national, not unknown) that do not meet, their
/// overlap is at least `minimum` wherever they work (best-match average of [`super::overlap`], scope everywhere), and they do
/// not collaborate: no shared actor that does more than fund in both, no referral. A **circle** is a group of `least` to
/// `most` initiatives of which every two are counterparts, made by [`tight_groups`] with the overlap as strength. So every
/// circle has as many separate working areas as members, no two members collaborate, and each overlaps with all others;
/// nobody is in two circles. What is left has counterparts, but not enough that are each other's.
///
/// What binds a circle are the values (`dimension=value`) that more than half of the members have in any activity. Without
/// described activities there are no circles. Time as [`super::overlap::overlap`] with scope everywhere.
///
/// # Errors
/// [`TooManyPairs`] beyond `max_pairs`.
pub fn learning_circles(
    ecosystem: &Ecosystem,
    selection: &Selection,
    config: &LearningCirclesConfig,
) -> Result<LearningCircles, TooManyPairs> {
    let offers = Offers::new(ecosystem, config.aspect);
    let pairs = OverlapConfig {
        aspect: config.aspect,
        minimum: config.minimum,
        everywhere: true,
        described_only: true,
        max_pairs: config.max_pairs,
        max_by_aspect: 0,
        ..OverlapConfig::default()
    };
    let sides = Sides::new(ecosystem, selection);
    let ties: Vec<Tie> = candidates(ecosystem, selection, &offers, &pairs)?
        .into_par_iter()
        .filter(|pair| {
            let (a, b) = (pair.a as usize, pair.b as usize);
            apart(ecosystem, a, b) && !sides.collaborate(a, b)
        })
        .filter_map(|pair| Some(Tie { a: pair.a, b: pair.b, strength: pair.overlap? }))
        .collect();
    let mut tied: Vec<u32> = ties.iter().flat_map(|tie| [tie.a, tie.b]).collect();
    tied.sort_unstable();
    tied.dedup();
    let context = Context { ecosystem, selection, offers: &offers, sides: &sides, ties: &ties };
    let mut circles: Vec<LearningCircle> = tight_groups(&ties, config.least.max(2), config.most)
        .into_par_iter()
        .map(|members| context.circle(&members))
        .collect();
    let first = |circle: &LearningCircle| circle.members.first().map(|member| member.initiative);
    circles.sort_by(|x, y| {
        let by_size = y.members.len().cmp(&x.members.len());
        by_size.then(descending(x.mean_overlap, y.mean_overlap)).then(first(x).cmp(&first(y)))
    });
    Ok(LearningCircles { circles, with_counterpart: tied.len(), thin: offers.is_thin() })
}

/// Both serve regions of their own, and none in common.
fn apart(ecosystem: &Ecosystem, a: usize, b: usize) -> bool {
    let (a, b) = (ecosystem.initiative_area(a), ecosystem.initiative_area(b));
    !ecosystem.regions().meet(a, b)
}

struct Context<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    offers: &'a Offers,
    sides: &'a Sides,
    /// Sorted by (a, b).
    ties: &'a [Tie],
}

impl Context<'_> {
    /// Of members in order, every two of which are tied.
    fn circle(&self, members: &[u32]) -> LearningCircle {
        let overlap = |x: u32, y: u32| {
            let place = self.ties.binary_search_by_key(&(x.min(y), x.max(y)), |tie| (tie.a, tie.b));
            place.map_or(0.0, |place| self.ties[place].strength)
        };
        let others = (members.len() - 1) as f64;
        let described = members.iter().map(|&member| {
            let sum: f64 = members.iter().filter(|&&other| other != member).map(|&other| overlap(member, other)).sum();
            let particulars = self.ecosystem.initiatives()[member as usize].particulars.as_ref();
            CircleMember {
                initiative: member as usize,
                mean_overlap: ratio(sum, others).unwrap_or(0.0),
                good_practice: particulars.is_some_and(|particulars| particulars.good_practice.is_some()),
            }
        });
        let described: Vec<CircleMember> = described.collect();
        let pairs: Vec<f64> = members
            .iter()
            .enumerate()
            .flat_map(|(place, &x)| members.iter().skip(place + 1).map(move |&y| overlap(x, y)))
            .collect();
        let areas = members.iter().flat_map(|&member| self.ecosystem.initiative_area(member as usize).own_regions());
        let mut regions: Vec<RegionIndex> = areas.copied().collect();
        regions.sort_unstable();
        regions.dedup();
        LearningCircle {
            regions,
            mean_overlap: round12(pairs.iter().sum::<f64>() / pairs.len().max(1) as f64),
            least_overlap: pairs.iter().copied().fold(1.0, f64::min),
            binds: self.binds(members),
            shared_funders: shared_funders(self.sides, members.iter().map(|&member| member as usize)),
            members: described,
        }
    }

    fn binds(&self, members: &[u32]) -> Vec<CommonValue> {
        let own = |&member: &u32| tokens(self.ecosystem, self.selection, self.offers, member as usize);
        let mut all: Vec<u32> = members.iter().flat_map(own).collect();
        all.sort_unstable();
        let common = all.chunk_by(|x, y| x == y).filter(|run| 2 * run.len() > members.len());
        let mut binds: Vec<CommonValue> = common
            .filter_map(|run| Some((run.first()?, run.len())))
            .map(|(&token, members)| CommonValue { value: self.offers.label(self.ecosystem, token), members })
            .collect();
        binds.sort_by(|x, y| y.members.cmp(&x.members).then(x.value.cmp(&y.value)));
        binds
    }
}

/// Actors that fund at least two of some initiatives, increasing.
pub(super) fn shared_funders(sides: &Sides, initiatives: impl Iterator<Item = usize>) -> Vec<usize> {
    let links = initiatives.flat_map(|initiative| sides.actors_of(initiative));
    let mut funders: Vec<usize> =
        links.filter(|(_, roles)| roles.has(Role::Funder)).map(|&(actor, _)| actor as usize).collect();
    funders.sort_unstable();
    funders.chunk_by(|x, y| x == y).filter(|run| run.len() > 1).filter_map(|run| run.first().copied()).collect()
}
