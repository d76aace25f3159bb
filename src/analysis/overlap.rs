//! Overlap of initiatives: who offers the same thing in the same area, and whether they work together.
//!
//! Offers are compared activity by activity ([`super::offer`]); between two initiatives the overlap is the best-match
//! average (Σ_a max_b s(a,b) + Σ_b max_a s(a,b)) / (|A| + |B|) over the activities that have a token, where s is 0 unless
//! working areas meet. Beside it stands the overlap of providers: Jaccard of the actor sets.
//!
//! # How to read it
//!
//! 1 is the same offer for the same target in the same area, 0 nothing alike; the default list starts at 0.5. A pair that
//! overlaps and does not collaborate is a question: join, divide the work, or tell each other why not. Rare values weigh
//! more than common ones: that two initiatives both give advice says little, that both do so for fishermen says much.
//!
//! In `voorbeeld` (*fictional*) fifteen pairs overlap and eleven of them do not work together; the first, I0041 and I0042 in
//! Noord-Holland, agree in 0.91 over ten dimensions. In `regioscan-2023` 83 of 119 do not, but which initiatives they are is
//! *reconstructed*. In `dienstverlening-2021` only two dimensions are known (theme and service line), so that 1.0 means no
//! more than "both list the same themes".
//!
//! Do not trust a high number on few dimensions: `dimensionsCompared` stands beside it. Sharing a funder is not
//! collaboration, and collaboration that is not in the data does not show.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::numbers::{descending, ratio, round12};
use super::offer::{Offers, OverlapAspect};
use super::selection::Selection;
use crate::ecosystem::{Area, Ecosystem, Role, Roles};

/// Pairs are listed from this overlap on.
pub const DEFAULT_MINIMUM: f64 = 0.5;
/// Pairs that an answer may hold; more ask for a higher minimum.
pub const DEFAULT_MAX_PAIRS: usize = 5_000_000;

/// Pairs of which the aspects are compared one by one; in a longer list that part stays empty.
pub const DEFAULT_MAX_BY_ASPECT: usize = 200_000;

/// Settings of [`overlap`].
#[derive(Debug, Clone, PartialEq)]
pub struct OverlapConfig {
    pub aspect: OverlapAspect,
    /// Least overlap (or provider overlap, where an initiative has no described activities) that is listed, 0 to 1.
    pub minimum: f64,
    /// Compare offers whatever the working areas.
    pub everywhere: bool,
    /// Leave out pairs that only their providers tell anything about.
    pub described_only: bool,
    pub max_pairs: usize,
    /// Pairs up to which content, method and target are compared as well.
    pub max_by_aspect: usize,
}

impl Default for OverlapConfig {
    fn default() -> Self {
        Self {
            aspect: OverlapAspect::Offer,
            minimum: DEFAULT_MINIMUM,
            everywhere: false,
            described_only: false,
            max_pairs: DEFAULT_MAX_PAIRS,
            max_by_aspect: DEFAULT_MAX_BY_ASPECT,
        }
    }
}

/// How two overlapping initiatives relate to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Same audience and same method.
    Competing,
    /// Same audience, other method.
    Complementary,
}

impl Relation {
    pub fn code(self) -> &'static str {
        match self {
            Self::Competing => "competing",
            Self::Complementary => "complementary",
        }
    }
}

/// Two initiatives side by side; all positions are in the ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct OverlapPair {
    /// a < b.
    pub a: usize,
    pub b: usize,
    /// `None` where one has no activity that is described in the asked dimensions.
    pub overlap: Option<f64>,
    /// The same in the dimensions of one aspect, with the areas of the question; `None` where the pair has no overlap in
    /// that aspect to speak of: a side is not described in it.
    pub by_aspect: AspectOverlaps,
    /// `dimension=value` that both have, sorted.
    pub shared: Vec<String>,
    /// Actors in both, funders too.
    pub shared_actors: Vec<usize>,
    /// Actors that fund both.
    pub shared_funders: Vec<usize>,
    /// Jaccard of the actor sets; `None` where both are empty.
    pub provider_overlap: Option<f64>,
    /// A shared actor that does more than fund in both, or a referral between them.
    pub collaborates: bool,
    /// Dimensions filled on both sides; below three the pair is too thinly described to judge.
    pub dimensions_compared: usize,
    /// Dimensions (positions in the taxonomy) in which they share a value, and those filled on both sides without one.
    pub agreeing: Vec<usize>,
    pub differing: Vec<usize>,
    pub relation: Option<Relation>,
    /// What the working areas have in common; not known where both are, or where they do not meet.
    pub area: Area,
}

/// Overlap of two initiatives by aspect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AspectOverlaps {
    pub content: Option<f64>,
    pub method: Option<f64>,
    pub target: Option<f64>,
}

/// The result of [`overlap`].
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Sorted by overlap descending, unknown last by provider overlap, then a, b.
    pub pairs: Vec<OverlapPair>,
    /// The data fill fewer than two of the asked dimensions, so that one shared value already counts.
    pub thin: bool,
    /// Whether the list was short enough to compare content, method and target as well.
    pub has_aspects: bool,
    /// Initiatives of the selection whose working area is not known: they cannot be excluded from any pair.
    pub unknown_area: usize,
}

/// The list would be too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("more than {limit} pairs overlap this much; raise the minimum overlap or filter initiatives")]
pub struct TooManyPairs {
    pub limit: usize,
}

/// A pair before it is described.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) overlap: Option<f64>,
    provider: Option<f64>,
}

/// Lists overlapping pairs of the selected initiatives.
///
/// # Errors
/// [`TooManyPairs`] beyond `max_pairs`.
pub fn overlap(ecosystem: &Ecosystem, selection: &Selection, config: &OverlapConfig) -> Result<Overlap, TooManyPairs> {
    let offers = Offers::new(ecosystem, config.aspect);
    let mut candidates = candidates(ecosystem, selection, &offers, config)?;
    candidates.par_sort_by(|x, y| match (x.overlap, y.overlap) {
        (Some(x_overlap), Some(y_overlap)) => descending(x_overlap, y_overlap).then((x.a, x.b).cmp(&(y.a, y.b))),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => {
            descending(x.provider.unwrap_or(-1.0), y.provider.unwrap_or(-1.0)).then((x.a, x.b).cmp(&(y.a, y.b)))
        }
    });
    let sides = Sides::new(ecosystem, selection);
    let has_aspects = candidates.len() <= config.max_by_aspect;
    let aspects = has_aspects.then(|| {
        [OverlapAspect::Content, OverlapAspect::Method, OverlapAspect::Target]
            .map(|aspect| Described::new(ecosystem, selection, Offers::new(ecosystem, aspect)))
    });
    let pairs = candidates
        .par_iter()
        .map(|candidate| {
            let mut pair = describe(ecosystem, selection, &offers, &sides, candidate);
            if let Some(aspects) = &aspects {
                let [content, method, target] =
                    aspects.each_ref().map(|described| described.overlap(ecosystem, pair.a, pair.b, config.everywhere));
                pair.by_aspect = AspectOverlaps { content, method, target };
            }
            pair
        })
        .collect();
    let unknown_area = (0..ecosystem.initiatives().len())
        .filter(|&initiative| selection.has_initiative(initiative) && !ecosystem.initiative_area(initiative).is_known())
        .count();
    Ok(Overlap { pairs, thin: offers.is_thin(), has_aspects, unknown_area })
}

/// Pairs of selected initiatives that overlap enough, in order of (a, b).
pub(super) fn candidates(
    ecosystem: &Ecosystem,
    selection: &Selection,
    offers: &Offers,
    config: &OverlapConfig,
) -> Result<Vec<Candidate>, TooManyPairs> {
    let sides = Sides::new(ecosystem, selection);
    let described = described(ecosystem, selection, offers);
    let selected: Vec<usize> =
        (0..ecosystem.initiatives().len()).filter(|&initiative| selection.has_initiative(initiative)).collect();
    let with_offer: Vec<usize> =
        selected.iter().copied().filter(|&initiative| !described[initiative].is_empty()).collect();
    let search = Search { ecosystem, selection, offers, config, described, sides };
    // Once there are too many the rest need not be looked for; the answer is the same for any order of threads.
    let total = AtomicUsize::new(0);
    let lists: Vec<Vec<Candidate>> = selected
        .par_iter()
        .map_init(
            || vec![0_u32; ecosystem.initiatives().len()],
            |shared, &a| {
                let mut found = Vec::new();
                if total.load(Ordering::Relaxed) > config.max_pairs {
                    return found;
                }
                search.by_offer(a, &with_offer, &mut found);
                if !config.described_only {
                    search.by_providers(a, &selected, shared, &mut found);
                }
                found.sort_by_key(|candidate| candidate.b);
                total.fetch_add(found.len(), Ordering::Relaxed);
                found
            },
        )
        .collect();
    if total.into_inner() > config.max_pairs {
        return Err(TooManyPairs { limit: config.max_pairs });
    }
    Ok(lists.concat())
}

/// Per initiative its selected activities that have a token.
fn described(ecosystem: &Ecosystem, selection: &Selection, offers: &Offers) -> Vec<Vec<u32>> {
    (0..ecosystem.initiatives().len())
        .map(|initiative| {
            let mine = ecosystem.activities_of(initiative).iter().copied();
            mine.filter(|&activity| {
                selection.has_activity(activity as usize) && !offers.of(activity as usize).is_empty()
            })
            .collect()
        })
        .collect()
}

/// Offers with the activities that count.
struct Described {
    offers: Offers,
    activities: Vec<Vec<u32>>,
}

impl Described {
    fn new(ecosystem: &Ecosystem, selection: &Selection, offers: Offers) -> Self {
        Self { activities: described(ecosystem, selection, &offers), offers }
    }

    fn overlap(&self, ecosystem: &Ecosystem, a: usize, b: usize, everywhere: bool) -> Option<f64> {
        best_match_average(ecosystem, &self.offers, &self.activities[a], &self.activities[b], everywhere)
    }
}

/// Overlap of two given initiatives, whatever the minimum; `None` where one has no described activity.
pub fn overlap_between(ecosystem: &Ecosystem, offers: &Offers, a: usize, b: usize, everywhere: bool) -> Option<f64> {
    let described = |initiative: usize| -> Vec<u32> {
        let mine = ecosystem.activities_of(initiative).iter().copied();
        mine.filter(|&activity| !offers.of(activity as usize).is_empty()).collect()
    };
    best_match_average(ecosystem, offers, &described(a), &described(b), everywhere)
}

struct Search<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    offers: &'a Offers,
    config: &'a OverlapConfig,
    /// Per initiative its selected activities that have a token.
    described: Vec<Vec<u32>>,
    sides: Sides,
}

impl Search<'_> {
    fn areas_meet(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.ecosystem.initiative_area(a), self.ecosystem.initiative_area(b));
        self.config.everywhere || self.ecosystem.regions().meet(a, b)
    }

    /// Pairs in which both sides are described.
    fn by_offer(&self, a: usize, with_offer: &[usize], found: &mut Vec<Candidate>) {
        if self.described[a].is_empty() {
            return;
        }
        let later = with_offer.partition_point(|&b| b <= a);
        for &b in &with_offer[later..] {
            if !self.areas_meet(a, b) {
                continue;
            }
            let (left, right) = (&self.described[a], &self.described[b]);
            let overlap = best_match_average(self.ecosystem, self.offers, left, right, self.config.everywhere);
            if overlap.is_some_and(|overlap| overlap >= self.config.minimum) {
                found.push(Candidate { a: a as u32, b: b as u32, overlap, provider: None });
            }
        }
    }

    /// Pairs in which a side is not described: listed by provider overlap. `shared` is all zeros between calls.
    fn by_providers(&self, a: usize, selected: &[usize], shared: &mut [u32], found: &mut Vec<Candidate>) {
        let mut touched: Vec<u32> = Vec::new();
        for &(actor, _) in self.sides.actors_of(a) {
            for &b in self.sides.initiatives_of(actor as usize) {
                if shared[b as usize] == 0 {
                    touched.push(b);
                }
                shared[b as usize] += 1;
            }
        }
        let size = |initiative: usize| self.sides.actors_of(initiative).len();
        let mut consider = |b: usize, shared: u32| {
            let undescribed = self.described[a].is_empty() || self.described[b].is_empty();
            if b > a && undescribed && self.selection.has_initiative(b) && self.areas_meet(a, b) {
                let provider = ratio(f64::from(shared), (size(a) + size(b)) as f64 - f64::from(shared));
                if provider.is_some_and(|provider| provider >= self.config.minimum) {
                    found.push(Candidate { a: a as u32, b: b as u32, overlap: None, provider });
                }
            }
        };
        if self.config.minimum > 0.0 {
            touched.iter().for_each(|&b| consider(b as usize, shared[b as usize]));
        } else {
            selected.iter().for_each(|&b| consider(b, shared[b]));
        }
        touched.iter().for_each(|&b| shared[b as usize] = 0);
    }
}

/// The best-match average, rounded; `None` where a side is empty.
fn best_match_average(
    ecosystem: &Ecosystem,
    offers: &Offers,
    left: &[u32],
    right: &[u32],
    everywhere: bool,
) -> Option<f64> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let mut best_right = vec![0.0_f64; right.len()];
    let mut sum = 0.0;
    for &x in left {
        let mut best_left = 0.0_f64;
        for (&y, best) in right.iter().zip(&mut best_right) {
            let (x, y) = (x as usize, y as usize);
            let meet = everywhere || ecosystem.regions().meet(ecosystem.activity_area(x), ecosystem.activity_area(y));
            if meet {
                let similarity = offers.similarity(x, y);
                best_left = best_left.max(similarity);
                *best = best.max(similarity);
            }
        }
        sum += best_left;
    }
    sum += best_right.iter().sum::<f64>();
    Some(round12(sum / (left.len() + right.len()) as f64))
}

/// Who takes part in what, with roles, from both sides; and who refers to whom.
pub(super) struct Sides {
    initiative_offsets: Vec<usize>,
    initiative_links: Vec<(u32, Roles)>,
    actor_initiatives: Vec<Vec<u32>>,
    /// Both directions, sorted.
    referrals: Vec<(u32, u32)>,
}

impl Sides {
    pub(super) fn new(ecosystem: &Ecosystem, selection: &Selection) -> Self {
        let links = || ecosystem.participations().iter().filter(|link| selection.has_link(link));
        let mut initiative_offsets = vec![0; ecosystem.initiatives().len() + 1];
        let mut actor_initiatives = vec![Vec::new(); ecosystem.actors().len()];
        for link in links() {
            initiative_offsets[link.initiative as usize + 1] += 1;
            actor_initiatives[link.actor as usize].push(link.initiative);
        }
        for index in 1..initiative_offsets.len() {
            initiative_offsets[index] += initiative_offsets[index - 1];
        }
        let initiative_links = links().map(|link| (link.actor, link.roles)).collect();
        let mut referrals: Vec<(u32, u32)> = ecosystem
            .referrals()
            .iter()
            .filter(|referral| referral.count > 0)
            .map(|referral| (referral.from.min(referral.to), referral.from.max(referral.to)))
            .collect();
        referrals.sort_unstable();
        Self { initiative_offsets, initiative_links, actor_initiatives, referrals }
    }

    /// Actors with their roles, increasing.
    pub(super) fn actors_of(&self, initiative: usize) -> &[(u32, Roles)] {
        &self.initiative_links[self.initiative_offsets[initiative]..self.initiative_offsets[initiative + 1]]
    }

    fn initiatives_of(&self, actor: usize) -> &[u32] {
        &self.actor_initiatives[actor]
    }

    /// Actors of both initiatives, increasing, with their roles in each.
    fn shared(&self, a: usize, b: usize) -> impl Iterator<Item = (u32, Roles, Roles)> {
        let right = self.actors_of(b);
        self.actors_of(a).iter().filter_map(|&(actor, here)| {
            let there = right.binary_search_by_key(&actor, |&(actor, _)| actor).ok()?;
            Some((actor, here, right[there].1))
        })
    }

    /// A shared actor that does more than fund in both, or a referral between them.
    pub(super) fn collaborate(&self, a: usize, b: usize) -> bool {
        self.referrals.binary_search(&(a.min(b) as u32, a.max(b) as u32)).is_ok()
            || self.shared(a, b).any(|(_, here, there)| !here.only_funds() && !there.only_funds())
    }
}

fn describe(
    ecosystem: &Ecosystem,
    selection: &Selection,
    offers: &Offers,
    sides: &Sides,
    candidate: &Candidate,
) -> OverlapPair {
    let (a, b) = (candidate.a as usize, candidate.b as usize);
    let (left, right) = (sides.actors_of(a), sides.actors_of(b));
    let both: Vec<(u32, Roles, Roles)> = sides.shared(a, b).collect();
    let funds = |here: &Roles, there: &Roles| here.has(Role::Funder) && there.has(Role::Funder);
    let (tokens_a, tokens_b) = (tokens(ecosystem, selection, offers, a), tokens(ecosystem, selection, offers, b));
    let shared: Vec<u32> = tokens_a.iter().copied().filter(|token| tokens_b.binary_search(token).is_ok()).collect();
    let dimensions = |tokens: &[u32]| {
        let mut dimensions: Vec<usize> = tokens.iter().map(|&token| offers.dimension(token)).collect();
        dimensions.dedup();
        dimensions
    };
    let agreeing = dimensions(&shared);
    let filled_b = dimensions(&tokens_b);
    let compared: Vec<usize> =
        dimensions(&tokens_a).into_iter().filter(|dimension| filled_b.contains(dimension)).collect();
    let differing: Vec<usize> = compared.iter().copied().filter(|dimension| !agreeing.contains(dimension)).collect();
    let mut labels: Vec<String> = shared.iter().map(|&token| offers.label(ecosystem, token)).collect();
    labels.sort_unstable();
    let union = left.len() + right.len() - both.len();
    OverlapPair {
        a,
        b,
        overlap: candidate.overlap,
        by_aspect: AspectOverlaps::default(),
        shared: labels,
        shared_actors: both.iter().map(|&(actor, _, _)| actor as usize).collect(),
        shared_funders: both
            .iter()
            .filter(|(_, here, there)| funds(here, there))
            .map(|&(actor, _, _)| actor as usize)
            .collect(),
        provider_overlap: ratio(both.len() as f64, union as f64),
        collaborates: sides.collaborate(a, b),
        dimensions_compared: compared.len(),
        relation: relation(ecosystem, &agreeing, &differing),
        agreeing,
        differing,
        area: ecosystem
            .regions()
            .intersection(ecosystem.initiative_area(a), ecosystem.initiative_area(b))
            .unwrap_or(Area::Unknown),
    }
}

/// All tokens of an initiative's selected activities, increasing and distinct.
pub(super) fn tokens(ecosystem: &Ecosystem, selection: &Selection, offers: &Offers, initiative: usize) -> Vec<u32> {
    let activities = ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize);
    let mut tokens: Vec<u32> = activities
        .filter(|&activity| selection.has_activity(activity))
        .flat_map(|activity| offers.of(activity))
        .copied()
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Competing or complementary: they agree on a target dimension, and agree or differ on the method.
fn relation(ecosystem: &Ecosystem, agreeing: &[usize], differing: &[usize]) -> Option<Relation> {
    use crate::ecosystem::Aspect;
    let dimensions = ecosystem.taxonomy().dimensions();
    let any = |list: &[usize], aspect| list.iter().any(|&dimension| dimensions[dimension].aspect == Some(aspect));
    match (any(agreeing, Aspect::Target), any(agreeing, Aspect::Method), any(differing, Aspect::Method)) {
        (true, true, _) => Some(Relation::Competing),
        (true, false, true) => Some(Relation::Complementary),
        _ => None,
    }
}
