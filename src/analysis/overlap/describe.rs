//! What there is to say of two initiatives that overlap.

use rayon::prelude::*;

use super::search::{Candidate, Described, Search, best_match_average};
use super::{AspectOverlaps, Overlap, OverlapPair, Relation, Sides};
use crate::analysis::numbers::ratio;
use crate::analysis::offer::{Offers, OverlapAspect};
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Ecosystem, Role, Roles};

impl Search<'_> {
    /// Describes pairs that were found, in their order; `total` is how many there are in all.
    pub fn listed(&self, pairs: Vec<Candidate>, total: usize) -> Overlap {
        let Self { ecosystem, selection, offers, config, .. } = *self;
        let has_aspects = pairs.len() <= config.max_by_aspect;
        let aspects = has_aspects.then(|| {
            [OverlapAspect::Content, OverlapAspect::Method, OverlapAspect::Target].map(|aspect| {
                let offers = Offers::new(ecosystem, aspect);
                (Described::new(ecosystem, selection, &offers), offers)
            })
        });
        let pairs = pairs
            .par_iter()
            .map(|candidate| {
                let mut pair = describe(ecosystem, selection, offers, self.sides(), candidate);
                if let Some(aspects) = &aspects {
                    let [content, method, target] = aspects.each_ref().map(|(described, offers)| {
                        let (left, right) = (described.of(pair.a), described.of(pair.b));
                        best_match_average(ecosystem, offers, left, right, config.everywhere)
                    });
                    pair.by_aspect = AspectOverlaps { content, method, target };
                }
                pair
            })
            .collect();
        let unknown_area = (0..ecosystem.initiatives().len())
            .filter(|&initiative| {
                selection.has_initiative(initiative) && !ecosystem.initiative_area(initiative).is_known()
            })
            .count();
        Overlap { pairs, total, thin: offers.is_thin(), has_aspects, unknown_area }
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
pub(in crate::analysis) fn tokens(
    ecosystem: &Ecosystem,
    selection: &Selection,
    offers: &Offers,
    initiative: usize,
) -> Vec<u32> {
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
