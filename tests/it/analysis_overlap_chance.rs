//! Overlap against chance: exact expectations over all permutations and all networks of small worlds, and what the draws
//! must leave alone.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::offer::OverlapAspect;
use ecosysteemkaart::analysis::overlap::{OverlapConfig, overlap};
use ecosysteemkaart::analysis::overlap_chance::curveball::{curveball, trades};
use ecosysteemkaart::analysis::overlap_chance::{AgainstChance, OverlapChance, OverlapChanceConfig, overlap_chance};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::{Ecosystem, Role};
use ecosysteemkaart::export::overlap_chance_records;
use proptest::prelude::*;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

use super::analysis_overlap::Reference;
use super::shipped::{planted, read};
use super::support::{Words, World, assert_steady, close, close_option, round12};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, config: &OverlapChanceConfig) -> OverlapChance {
    overlap_chance(ecosystem, &Selection::everything(ecosystem), config).expect("few pairs")
}

fn of_aspect(aspect: OverlapAspect, runs: usize) -> OverlapChanceConfig {
    OverlapChanceConfig { aspects: vec![aspect], runs, ..OverlapChanceConfig::default() }
}

/// Overlapping pairs, and those without collaboration.
fn counted(world: &World, aspect: OverlapAspect, minimum: f64) -> [usize; 2] {
    let kept = world.activities.iter().map(|row| row.id.clone()).collect();
    let reference = Reference { world, aspect, everywhere: false, kept };
    let mut counts = [0, 0];
    for x in world.initiative_ids() {
        for y in world.initiative_ids().into_iter().filter(|y| x < *y) {
            let meet = world.meet(&world.initiative_area(&x), &world.initiative_area(&y));
            if meet && reference.overlap(&x, &y).is_some_and(|overlap| overlap >= minimum) {
                counts[0] += 1;
                counts[1] += usize::from(!reference.collaborates(&x, &y));
            }
        }
    }
    counts
}

/// What the pairs of initiatives share whose areas meet.
#[derive(Debug, Default, PartialEq)]
struct Providers {
    pairs: usize,
    overlapping: usize,
    sharing: usize,
    shared: usize,
}

fn providers(world: &World, minimum: f64) -> Providers {
    let mut found = Providers::default();
    let with_actors: Words = world.initiative_ids().into_iter().filter(|id| !world.members(id).is_empty()).collect();
    for x in &with_actors {
        for y in with_actors.iter().filter(|y| x < *y) {
            if world.meet(&world.initiative_area(x), &world.initiative_area(y)) {
                let (left, right) = (world.members(x), world.members(y));
                let shared = left.intersection(&right).count();
                found.pairs += 1;
                found.sharing += usize::from(shared > 0);
                found.shared += shared;
                found.overlapping += usize::from(round12(shared as f64 / left.union(&right).count() as f64) >= minimum);
            }
        }
    }
    found
}

fn observed(chance: Option<AgainstChance>) -> Option<f64> {
    chance.map(|chance| chance.observed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_observed_is_what_the_definition_counts(
        world in worlds(),
        aspect in 0_usize..4,
        minimum in prop_oneof![Just(0.0), Just(0.3), Just(0.5)],
    ) {
        let ecosystem = world.build();
        let aspect = OverlapAspect::ALL[aspect];
        let config = OverlapChanceConfig { minimum, ..of_aspect(aspect, 19) };
        let found = measure(&ecosystem, &config);
        let kept = world.activities.iter().map(|row| row.id.clone()).collect();
        let reference = Reference { world: &world, aspect, everywhere: false, kept };
        let described = world.activities.iter().any(|row| !reference.tokens(row).is_empty());
        let offers = &found.offers[0];
        prop_assert_eq!((offers.aspect, offers.runs), (aspect, if described { 19 } else { 0 }));
        let counts = counted(&world, aspect, minimum);
        prop_assert_eq!(observed(offers.overlapping), described.then_some(counts[0] as f64));
        prop_assert_eq!(observed(offers.without_collaboration), described.then_some(counts[1] as f64));
        // Who could swap: another activity of the same area says something in the same dimension.
        let says = |row: &super::support::ActivityRow, dimension: &str| !row.values.get(dimension).is_none_or(Words::is_empty);
        let asked: Words = reference.world.activities.iter().flat_map(|row| reference.tokens(row))
            .filter_map(|token| Some(token.split_once('=')?.0.to_owned())).collect();
        let movable = world.activities.iter().filter(|row| asked.iter().any(|dimension| says(row, dimension)
            && world.activities.iter().any(|other| other.id != row.id && says(other, dimension)
                && world.activity_area(other) == world.activity_area(row)))).count();
        prop_assert_eq!(offers.movable, movable);
        for chance in [offers.overlapping, offers.without_collaboration].into_iter().flatten() {
            let drawn = chance.drawn.expect("draws");
            prop_assert!(close(drawn.p_value, (1.0 + drawn.at_least as f64) / 20.0));
            if movable == 0 {
                prop_assert!([drawn.mean, drawn.low, drawn.high].iter().all(|&figure| close(figure, chance.observed)));
            }
        }
        let wanted = providers(&world, minimum);
        let found = &found.providers;
        prop_assert_eq!(found.pairs, wanted.pairs);
        let any = wanted.pairs > 0;
        prop_assert_eq!(observed(found.overlapping), any.then_some(wanted.overlapping as f64));
        let ratio = |of: usize| (of > 0).then(|| wanted.shared as f64 / of as f64);
        prop_assert!(close_option(observed(found.shared_actors), ratio(wanted.pairs)));
        prop_assert!(close_option(observed(found.shared_actors_where_any), ratio(wanted.sharing)));
    }

    #[test]
    fn curveball_keeps_rows_and_columns(
        rows in proptest::collection::vec(proptest::collection::btree_set(0_u32..9, 0..6), 0..8),
        seed in any::<u64>(),
    ) {
        let before: Vec<Vec<u32>> = rows.iter().map(|row| row.iter().copied().collect()).collect();
        let mut after = before.clone();
        curveball(&mut after, trades(&before), &mut Pcg64::seed_from_u64(seed));
        let columns = |rows: &[Vec<u32>]| {
            let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
            rows.iter().flatten().for_each(|&column| *counts.entry(column).or_default() += 1);
            counts
        };
        prop_assert_eq!(columns(&before), columns(&after));
        for (one, other) in before.iter().zip(&after) {
            prop_assert_eq!(one.len(), other.len());
            prop_assert!(other.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}

/// All sets of so many columns.
fn rows_of(columns: u32, size: usize) -> Vec<Vec<u32>> {
    (0_u32..1 << columns)
        .filter(|bits| bits.count_ones() as usize == size)
        .map(|bits| (0..columns).filter(|column| bits >> column & 1 == 1).collect())
        .collect()
}

/// All networks with these margins, by trying every choice of rows.
fn all_networks(rows: &[usize], columns: &[usize]) -> Vec<Vec<Vec<u32>>> {
    let mut found: Vec<Vec<Vec<u32>>> = vec![Vec::new()];
    for &size in rows {
        let choices = rows_of(columns.len() as u32, size);
        found = found
            .into_iter()
            .flat_map(|network| {
                choices.iter().map(move |row| {
                    let mut longer = network.clone();
                    longer.push(row.clone());
                    longer
                })
            })
            .collect();
    }
    found.retain(|network| {
        columns
            .iter()
            .enumerate()
            .all(|(column, &wanted)| network.iter().filter(|row| row.contains(&(column as u32))).count() == wanted)
    });
    found
}

#[test]
fn curveball_reaches_all_networks_about_equally_often() {
    // Numbers of networks: by counting them. Critical values of chi-square at 0.001 for one degree of freedom less: 4 in
    // any table, 89 by Wilson & Hilferty.
    for (rows, columns, count, critical) in
        [(vec![2, 1, 1], vec![2, 1, 1], 5, 18.47), (vec![2, 2, 2, 2], vec![2, 2, 2, 2], 90, 136.0)]
    {
        let networks = all_networks(&rows, &columns);
        assert_eq!(networks.len(), count);
        let draws = 200 * count;
        let mut times: BTreeMap<Vec<Vec<u32>>, usize> = BTreeMap::new();
        for seed in 0..draws as u64 {
            let mut network = networks[0].clone();
            let trades = trades(&network);
            curveball(&mut network, trades, &mut Pcg64::seed_from_u64(seed));
            *times.entry(network).or_default() += 1;
        }
        let expected = draws as f64 / count as f64;
        let statistic: f64 = networks
            .iter()
            .map(|network| times.get(network).copied().unwrap_or(0) as f64 - expected)
            .map(|difference| difference * difference / expected)
            .sum();
        assert!(statistic < critical, "{count} networks: chi-square {statistic}");
    }
}

const TYPES: [&str; 3] = ["signaleren", "advisering", "kennisplatform"];

/// Three initiatives in one province, with two, two and one activities; one more elsewhere, which nothing can reach. The
/// sector of t3 is not known.
fn small() -> World {
    let offer =
        [("signaleren", "A"), ("advisering", "C"), ("signaleren", ""), ("advisering", "A"), ("signaleren", "A")];
    let world = World::new()
        .actors(&["p"])
        .initiative("x", &["PV20"], &["p"])
        .initiative("y", &["PV20"], &["p"])
        .initiative("z", &["PV20"], &[])
        .initiative("w", &["PV21"], &[]);
    let world = offer.iter().enumerate().fold(world, |world, (number, (kind, sector))| {
        let kind = [*kind];
        let sector = [*sector];
        let mut values: Vec<(&str, &[&str])> = vec![("activity_type", &kind)];
        if !sector[0].is_empty() {
            values.push(("sector", &sector));
        }
        world.activity(&format!("t{number}"), ["x", "x", "y", "y", "z"][number], &[], &values)
    });
    world.activity("t9", "w", &[], &[("activity_type", &["signaleren"]), ("sector", &["A"])])
}

fn permutations(items: Vec<Words>) -> Vec<Vec<Words>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    (0..items.len())
        .flat_map(|first| {
            let mut rest = items.clone();
            let head = rest.remove(first);
            permutations(rest).into_iter().map(move |mut tail| {
                tail.insert(0, head.clone());
                tail
            })
        })
        .collect()
}

/// Mean, standard deviation, and share that is at least as much as the first.
fn summary(figures: &[f64], observed: f64) -> (f64, f64, f64) {
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let variance = figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum::<f64>() / n;
    (mean, variance.sqrt(), figures.iter().filter(|&&figure| figure >= observed).count() as f64 / n)
}

fn agrees(chance: AgainstChance, exact: &[f64], runs: usize) {
    let (mean, deviation, share) = summary(exact, chance.observed);
    let drawn = chance.drawn.expect("draws");
    let noise = 4.0 / (runs as f64).sqrt();
    assert!(deviation > 0.0, "a figure that never changes tests nothing");
    assert!((drawn.mean - mean).abs() < noise * deviation, "{drawn:?} {mean} {deviation}");
    assert!((drawn.p_value - share).abs() < noise * 0.5, "{drawn:?} {share}");
    assert!(exact.contains(&drawn.low) && exact.contains(&drawn.high) && drawn.low <= drawn.high);
}

#[test]
fn offers_have_the_expectation_over_all_permutations() {
    // In PV20: 5! orders of five known types, 4! orders of four known sectors; both dimensions on their own.
    let world = small();
    let mut exact = [Vec::new(), Vec::new()];
    let here: Vec<usize> = (0..5).collect();
    let known = |dimension: &str| -> Vec<usize> {
        here.iter().copied().filter(|&place| world.activities[place].values.contains_key(dimension)).collect()
    };
    let cells = |dimension: &str| -> Vec<Words> {
        known(dimension).into_iter().map(|place| world.activities[place].values[dimension].clone()).collect()
    };
    let distinct = |orders: Vec<Vec<Words>>| -> BTreeMap<Vec<Words>, usize> {
        let mut times = BTreeMap::new();
        orders.into_iter().for_each(|order| *times.entry(order).or_default() += 1);
        times
    };
    let types = distinct(permutations(cells("activity_type")));
    let sectors = distinct(permutations(cells("sector")));
    assert_eq!((types.values().sum::<usize>(), sectors.values().sum::<usize>()), (120, 24));
    for (kinds, often) in &types {
        for (targets, times) in &sectors {
            let mut dealt = world.clone();
            for (dimension, order) in [("activity_type", kinds), ("sector", targets)] {
                for (place, cell) in known(dimension).into_iter().zip(order) {
                    dealt.activities[place].values.insert(dimension.to_owned(), cell.clone());
                }
            }
            let counts = counted(&dealt, OverlapAspect::Offer, 0.5);
            for (figures, count) in exact.iter_mut().zip(counts) {
                figures.extend(std::iter::repeat_n(count as f64, often * times));
            }
        }
    }
    let found = measure(&world.build(), &of_aspect(OverlapAspect::Offer, 4000));
    assert_eq!((found.offers[0].runs, found.offers[0].movable), (4000, 5));
    agrees(found.offers[0].overlapping.expect("described"), &exact[0], 4000);
    agrees(found.offers[0].without_collaboration.expect("described"), &exact[1], 4000);
}

/// Five initiatives with 2, 2, 2, 1 and 1 actors; two in one province, three in another.
fn shared_providers() -> World {
    World::new()
        .actors(&["p", "q", "r", "s"])
        .initiative("a", &["PV20"], &["p", "q"])
        .initiative("b", &["PV20"], &["p", "q"])
        .initiative("c", &["PV21"], &["p", "r"])
        .initiative("d", &["PV21"], &["r"])
        .initiative("e", &["PV21"], &["s"])
}

#[test]
fn providers_have_the_expectation_over_all_networks_with_their_degrees() {
    let world = shared_providers();
    let ids: Vec<String> = world.initiative_ids().into_iter().collect();
    let actors: Vec<String> = world.actor_ids().into_iter().collect();
    let networks = all_networks(&[2, 2, 2, 1, 1], &[3, 2, 2, 1]);
    let mut exact = [Vec::new(), Vec::new(), Vec::new()];
    for network in &networks {
        let mut drawn = world.clone();
        drawn.participations.clear();
        for (id, row) in ids.iter().zip(network) {
            row.iter().for_each(|&actor| drawn.participations.push((id.clone(), actors[actor as usize].clone(), None)));
        }
        let found = providers(&drawn, 0.5);
        let per = |of: usize| if of == 0 { 0.0 } else { round12(found.shared as f64 / of as f64) };
        exact[0].push(found.overlapping as f64);
        exact[1].push(per(found.pairs));
        exact[2].push(per(found.sharing));
    }
    let runs = 4000;
    let found = measure(&world.build(), &of_aspect(OverlapAspect::Offer, runs)).providers;
    // Ten trades for each of five rows; one pair in PV20, three in PV21.
    assert_eq!((found.runs, found.trades, found.pairs), (runs, 50, 4));
    for (chance, exact) in
        [found.overlapping, found.shared_actors, found.shared_actors_where_any].into_iter().zip(&exact)
    {
        agrees(chance.expect("pairs"), exact, runs);
    }
}

#[test]
fn where_all_areas_meet_chance_cannot_change_what_is_shared_in_all() {
    let mut world = shared_providers();
    world.initiatives.iter_mut().for_each(|row| row.regions = super::support::words(&["NL"]));
    // p in three, q and r in two: 3 + 1 + 1 shared, over ten pairs.
    let chance = measure(&world.build(), &of_aspect(OverlapAspect::Offer, 99)).providers.shared_actors.expect("pairs");
    let drawn = chance.drawn.expect("draws");
    assert_eq!((chance.observed, drawn.mean, drawn.low, drawn.high, drawn.p_value), (0.5, 0.5, 0.5, 0.5, 1.0));
}

#[test]
fn what_was_not_counted_or_drawn_is_not_a_number() {
    let nothing = measure(&World::new().build(), &OverlapChanceConfig::default());
    assert_eq!(nothing.offers.len(), 4);
    assert!(nothing.offers.iter().all(|offers| offers.overlapping.is_none() && offers.runs == 0));
    assert!(nothing.providers.overlapping.is_none() && nothing.providers.shared_actors.is_none());
    // Actors without activities: providers only.
    let bare = measure(&shared_providers().build(), &OverlapChanceConfig::default());
    assert!(bare.offers.iter().all(|offers| offers.overlapping.is_none()) && bare.providers.overlapping.is_some());
    assert!(overlap_chance_records(&bare).iter().all(|row| row.observed.is_some() == (row.aspect.is_none())));
    // One initiative has no pair.
    let alone = World::new().actors(&["p"]).initiative("a", &[], &["p"]).build();
    assert!(measure(&alone, &OverlapChanceConfig::default()).providers.overlapping.is_none());
    // Too much work: observed, but nothing to hold it against; a little less: fewer draws.
    let ecosystem = small().build();
    let with = |max_comparisons| {
        measure(&ecosystem, &OverlapChanceConfig { max_comparisons, ..of_aspect(OverlapAspect::Offer, 199) })
    };
    let none = with(18 * 18).offers[0].overlapping.expect("described");
    assert_eq!((none.observed > 0.0, none.drawn), (true, None));
    // Six described activities: at most 18 comparisons a draw.
    assert_eq!(
        (with(18 * 19).offers[0].runs, with(18 * 40).offers[0].runs, with(18 * 500).offers[0].runs),
        (19, 40, 199)
    );
    let records = overlap_chance_records(&with(18 * 18));
    assert!(records[0].in_words.nl.contains("te groot") && records[0].p_value.is_none() && records[0].mean.is_none());
    let json = serde_json::to_value(&overlap_chance_records(&with(18 * 19))[0]).expect("a record");
    assert!(json["observed"].is_u64() && json["mean"].is_number() && json["aspect"] == "offer");
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let dimensions = super::support::default_dimensions();
    let world = (0..14).fold(World::new().actors(&["p", "q", "r"]), |world, n: usize| {
        let id = format!("i{n}");
        let world = world.initiative(&id, &["PV20", "PV21"][..1 + n % 2], &["p", "q", "r"][..n % 4]);
        (0..1 + n % 2).fold(world, |world, m| {
            let chosen: Vec<[&str; 1]> =
                vec![[TYPES[(n + m) % 3]], [dimensions[1].values[n % 2]], [["willen", "weten"][n / 2 % 2]]];
            let values: Vec<(&str, &[&str])> = vec![
                ("activity_type", chosen[0].as_slice()),
                ("sector", chosen[1].as_slice()),
                ("bottleneck", chosen[2].as_slice()),
            ];
            world.activity(&format!("t{n}.{m}"), &id, &[], &values)
        })
    });
    let config = OverlapChanceConfig { runs: 29, ..OverlapChanceConfig::default() };
    let found = measure(&world.build(), &config);
    let drawn = found.offers[0].overlapping.and_then(|chance| chance.drawn).expect("draws");
    assert!(drawn.low < drawn.high, "draws differ: {drawn:?}");
    assert_steady(&world, |ecosystem| measure(ecosystem, &config));
    // Another seed, other draws.
    let other = measure(&world.build(), &OverlapChanceConfig { first_seed: 1000, ..config });
    assert_ne!(found.offers, other.offers);
}

#[test]
fn planted_overlap_is_more_than_chance() {
    let ecosystem = read("voorbeeld");
    let found = measure(&ecosystem, &of_aspect(OverlapAspect::Offer, 99));
    let selection = Selection::everything(&ecosystem);
    let listed = overlap(&ecosystem, &selection, &OverlapConfig::default()).expect("few pairs").pairs;
    let known: Vec<_> = listed.iter().filter(|pair| pair.overlap.is_some()).collect();
    let without = known.iter().filter(|pair| !pair.collaborates).count();
    let [all, alone] =
        [found.offers[0].overlapping, found.offers[0].without_collaboration].map(|chance| chance.expect("described"));
    assert_eq!((all.observed, alone.observed), (known.len() as f64, without as f64));
    let pairs: BTreeSet<Vec<String>> =
        ["overlap-without-collaboration", "overlap-funder-only", "overlap-with-collaboration"]
            .iter()
            .flat_map(|key| planted(key))
            .map(|row| row[..2].to_vec())
            .collect();
    // All that was planted overlaps; dealing the offers out anew takes it apart.
    assert!(all.observed >= pairs.len() as f64);
    for chance in [all, alone] {
        let drawn = chance.drawn.expect("draws");
        assert_eq!((drawn.at_least, drawn.p_value), (0, 0.01));
        assert!(drawn.high < chance.observed / 2.0);
    }
    let words = &overlap_chance_records(&found)[0].in_words;
    assert!(words.nl.ends_with("meer dan toeval geeft") && words.en.ends_with("more than chance gives"));
}

#[test]
fn who_only_funds_counts_as_a_provider() {
    // Funding both is sharing an actor, though no collaboration.
    let world = World::new()
        .actors(&["m", "p"])
        .initiative("a", &["PV20"], &[])
        .initiative("b", &["PV20"], &["p"])
        .role("a", "m", Role::Funder)
        .role("b", "m", Role::Funder);
    let found = measure(&world.build(), &of_aspect(OverlapAspect::Offer, 19)).providers;
    assert_eq!((observed(found.overlapping), observed(found.shared_actors)), (Some(1.0), Some(1.0)));
}
