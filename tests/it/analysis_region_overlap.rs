//! Region × region against sets of ids.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::offer::OverlapAspect;
use ecosysteemkaart::analysis::overlap::OverlapConfig;
use ecosysteemkaart::analysis::region_overlap::{RegionPair, region_overlap, region_sharing};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::{Ecosystem, Role};
use proptest::prelude::*;

use super::analysis_overlap::Reference;
use super::support::{Words, World, assert_steady, close, close_option};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, minimum: f64) -> Vec<RegionPair> {
    let config = OverlapConfig { minimum, ..OverlapConfig::default() };
    region_overlap(ecosystem, &Selection::everything(ecosystem), &config)
}

struct Region {
    initiatives: Words,
    actors: Words,
    /// Own activities per value of the lead dimension.
    profile: BTreeMap<String, f64>,
}

fn region(world: &World, code: &str) -> Region {
    let initiatives: Words =
        world.initiative_ids().into_iter().filter(|id| world.initiative_area(id).own().contains(code)).collect();
    let actors = initiatives.iter().flat_map(|id| world.members(id)).collect();
    let mut profile = BTreeMap::new();
    for activity in world.activities.iter().filter(|row| world.activity_area(row).own().contains(code)) {
        for value in world.counted_values(activity, &world.lead) {
            *profile.entry(value).or_insert(0.0) += 1.0;
        }
    }
    Region { initiatives, actors, profile }
}

fn cosine(a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>) -> Option<f64> {
    let norm = |profile: &BTreeMap<String, f64>| profile.values().map(|count| count * count).sum::<f64>().sqrt();
    let dot: f64 = a.iter().map(|(value, count)| count * b.get(value).unwrap_or(&0.0)).sum();
    (!a.is_empty() && !b.is_empty()).then(|| dot / (norm(a) * norm(b)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn pairs_of_regions_are_those_of_the_definition(
        world in worlds(),
        minimum in prop_oneof![Just(0.0), Just(0.3), Just(0.5), Just(1.0)],
    ) {
        let ecosystem = world.build();
        let found = measure(&ecosystem, minimum);
        let kept = world.activities.iter().map(|row| row.id.clone()).collect();
        let reference = Reference { world: &world, aspect: OverlapAspect::Offer, everywhere: true, kept };
        let codes: Vec<String> = world.regions.iter().map(|(code, _)| code.clone()).collect::<Words>().into_iter().collect();
        let provinces = codes.iter().all(|code| code.starts_with("PV"));
        let listed: Vec<&String> =
            codes.iter().filter(|code| provinces || !region(&world, code).initiatives.is_empty()).collect();
        let mut expected = Vec::new();
        for a in &listed {
            for b in listed.iter().filter(|b| a.as_bytes() < b.as_bytes()) {
                expected.push(((*a).clone(), (*b).clone()));
            }
        }
        prop_assert_eq!(found.len(), expected.len());
        if provinces {
            prop_assert_eq!(found.len(), 66);
        }
        for (pair, (a, b)) in found.iter().zip(&expected) {
            prop_assert_eq!(ecosystem.regions().code(pair.a), a.as_str());
            prop_assert_eq!(ecosystem.regions().code(pair.b), b.as_str());
            let (here, there) = (region(&world, a), region(&world, b));
            let shared = here.actors.intersection(&there.actors).count();
            let either = here.actors.union(&there.actors).count();
            prop_assert_eq!(pair.shared_actors, shared);
            prop_assert!(close_option(pair.actor_jaccard, (either > 0).then(|| shared as f64 / either as f64)));
            prop_assert_eq!(pair.shared_initiatives, here.initiatives.intersection(&there.initiatives).count());
            prop_assert!(close_option(pair.profile_similarity, cosine(&here.profile, &there.profile)));
            let mut overlapping: BTreeSet<(String, String)> = BTreeSet::new();
            for x in &here.initiatives {
                for y in there.initiatives.iter().filter(|y| *y != x) {
                    if reference.overlap(x, y).is_some_and(|overlap| overlap >= minimum) {
                        overlapping.insert((x.min(y).clone(), x.max(y).clone()));
                    }
                }
            }
            prop_assert_eq!(pair.overlapping_pairs, Some(overlapping.len()));
            let without = overlapping.iter().filter(|(x, y)| !reference.collaborates(x, y)).count();
            prop_assert_eq!(pair.without_collaboration, Some(without));
        }
    }
}

const ADVICE: (&str, &[&str]) = ("activity_type", &["advisering"]);
const SIGNAL: (&str, &[&str]) = ("activity_type", &["signaleren"]);
const FARMERS: (&str, &[&str]) = ("sector", &["A"]);

fn three_regions() -> World {
    // x serves both R1 and R2, y R2, z R1; n is national and counts nowhere; p works with x and y, q funds x and z.
    World::new()
        .with_regions(&["R1", "R2", "R3"])
        .actors(&["p", "q", "r"])
        .initiative("x", &["R1", "R2"], &["p"])
        .initiative("y", &["R2"], &["p"])
        .initiative("z", &["R1"], &["r"])
        .initiative("n", &["NL"], &["r", "p"])
        .role("x", "q", Role::Funder)
        .role("z", "q", Role::Funder)
        .activity("t1", "x", &[], &[ADVICE, FARMERS])
        .activity("t2", "y", &[], &[ADVICE, FARMERS])
        .activity("t3", "z", &[], &[ADVICE, FARMERS])
        .activity("t4", "z", &[], &[SIGNAL, FARMERS])
        .activity("t5", "n", &[], &[ADVICE, FARMERS])
}

#[test]
fn two_regions_by_hand() {
    let found = measure(&three_regions().build(), 0.5);
    // R3 does not occur. R1 = {x, z} with p, q, r; R2 = {x, y} with p, q: 2 of 3 actors.
    assert_eq!(found.len(), 1);
    let pair = &found[0];
    assert_eq!((pair.shared_actors, pair.shared_initiatives), (2, 1));
    assert!(close_option(pair.actor_jaccard, Some(2.0 / 3.0)));
    // Own activities R1: advice 2 (t1, t3), signal 1; R2: advice 2 (t1, t2). Cosine 4/(√5 · 2) = 2/√5.
    assert!(close(pair.profile_similarity.expect("both have some"), 2.0 / 5.0_f64.sqrt()));
    // {x, y}: x in R1, y in R2: overlap 1, p works in both. {z, y}: (1 + 1 + s(t4,t2))/3 ≥ 0.5, nobody shared.
    // {z, x}: z in R1, x in R2: the same offer, only q, who funds both. {x, x} is no pair; n is nowhere.
    assert_eq!((pair.overlapping_pairs, pair.without_collaboration), (Some(3), Some(2)));
}

#[test]
fn all_pairs_of_provinces_are_listed_and_empty_ratios_are_null() {
    let found = measure(&World::new().actors(&["a"]).build(), 0.5);
    assert_eq!(found.len(), 66);
    assert!(found.iter().all(|pair| {
        (pair.actor_jaccard, pair.profile_similarity) == (None, None)
            && (pair.overlapping_pairs, pair.without_collaboration) == (Some(0), Some(0))
    }));
}

#[test]
fn without_activities_nothing_overlaps() {
    let world = World::new().with_regions(&["R1", "R2"]).actors(&["p"]).initiative("x", &["R1"], &["p"]).initiative(
        "y",
        &["R2"],
        &["p"],
    );
    let found = measure(&world.build(), 0.0);
    assert_eq!(
        (found[0].shared_actors, found[0].overlapping_pairs, found[0].without_collaboration),
        (1, Some(0), Some(0))
    );
}

#[test]
fn where_there_is_too_much_to_compare_the_rest_is_told() {
    let ecosystem = three_regions().build();
    let selection = Selection::everything(&ecosystem);
    let config = OverlapConfig { max_searched: 0, ..OverlapConfig::default() };
    let found = region_overlap(&ecosystem, &selection, &config);
    assert_eq!((found[0].shared_actors, found[0].overlapping_pairs, found[0].without_collaboration), (2, None, None));
    assert_eq!(found, region_sharing(&ecosystem, &selection));
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    assert_steady(&three_regions(), |ecosystem| measure(ecosystem, 0.2));
}
