//! The search for overlapping pairs against comparing everything with everything, with few and with very many values.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::complexity::{ComplexityConfig, complexity};
use ecosysteemkaart::analysis::overlap::{OverlapConfig, TooManyPairs, closest, overlap};
use ecosysteemkaart::analysis::provider_overlap::{ProviderOverlap, ProviderPair, provider_overlap};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::Ecosystem;
use proptest::prelude::*;
use rand::RngExt;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

use super::support::{World, at_threads, close, round12};
use super::worlds::worlds;

const INITIATIVES: usize = 60;
const ACTIVITIES: usize = 170;

/// Offers drawn from `values` words, low ones more often, in four regions or the whole country.
fn drawn(values: usize, seed: u64) -> World {
    let mut random = Pcg64::seed_from_u64(seed);
    let mut world = World::new().actors(&["p"]);
    let regions = ["PV20", "PV21", "PV22", "NL"];
    for initiative in 0..INITIATIVES {
        let count = random.random_range(1..=2);
        let own: Vec<&str> = (0..count).map(|_| regions[random.random_range(0..regions.len())]).collect();
        let own = if own.contains(&"NL") { vec!["NL"] } else { own };
        world = world.initiative(&format!("i{initiative:02}"), &own, &["p"]);
    }
    for activity in 0..ACTIVITIES {
        let low = |random: &mut Pcg64| {
            let most = random.random_range(0..values);
            random.random_range(0..=most)
        };
        let words: Vec<String> = (0..random.random_range(1..=4)).map(|_| format!("w{:03}", low(&mut random))).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let kind = [["signaleren"], ["advisering"], ["kennisplatform"]][random.random_range(0..3)];
        let sector: &[&str] = [&["A"][..], &["C", "G"], &["A", "G"], &["alle"]][random.random_range(0..4)];
        let initiative = format!("i{:02}", random.random_range(0..INITIATIVES));
        let all = [("application", &words[..]), ("activity_type", &kind[..]), ("sector", sector)];
        world = world.activity(&format!("t{activity:03}"), &initiative, &[], &all);
    }
    world
}

type Tokens = BTreeSet<(String, String)>;

/// What the activities of a world offer, as sets of words.
struct Offered<'w> {
    offers: BTreeMap<&'w String, Tokens>,
    frequency: BTreeMap<(String, String), f64>,
}

impl<'w> Offered<'w> {
    fn new(world: &'w World) -> Self {
        let tokens = |id: &String| -> Tokens {
            let values = &world.activity_row(id).values;
            values
                .iter()
                .flat_map(|(dimension, words)| words.iter().map(|word| (dimension.clone(), word.clone())))
                .collect()
        };
        let offers: BTreeMap<&String, Tokens> = world.activities.iter().map(|row| (&row.id, tokens(&row.id))).collect();
        let mut frequency: BTreeMap<(String, String), f64> = BTreeMap::new();
        offers.values().flatten().for_each(|token| *frequency.entry(token.clone()).or_default() += 1.0);
        Self { offers, frequency }
    }

    fn similarity(&self, a: &Tokens, b: &Tokens) -> f64 {
        let weight = |token: &(String, String)| libm::log(1.0 + ACTIVITIES as f64 / self.frequency[token]);
        let shared: Vec<&(String, String)> = a.intersection(b).collect();
        if shared.iter().map(|(dimension, _)| dimension).collect::<BTreeSet<_>>().len() < 2 {
            return 0.0;
        }
        shared.into_iter().map(weight).sum::<f64>() / a.union(b).map(weight).sum::<f64>()
    }

    /// Activities with an activity of another initiative that is alike enough where areas meet.
    fn with_a_twin(&self, world: &World, least: f64) -> usize {
        let is_twin = |x: &String, y: &String| {
            let (row_x, row_y) = (world.activity_row(x), world.activity_row(y));
            row_x.initiative != row_y.initiative
                && world.meet(&world.activity_area(row_x), &world.activity_area(row_y))
                && round12(self.similarity(&self.offers[x], &self.offers[y])) >= least
        };
        self.offers.keys().filter(|x| self.offers.keys().any(|y| is_twin(x, y))).count()
    }
}

/// The pairs of the definition, over sets of words.
fn expected(world: &World, minimum: f64, everywhere: bool) -> BTreeMap<(String, String), f64> {
    let offered = Offered::new(world);
    let ids: Vec<String> = world.initiative_ids().into_iter().collect();
    let mine: Vec<Vec<&Tokens>> = ids
        .iter()
        .map(|id| world.activities_of(id).iter().map(|activity| &offered.offers[activity]).collect())
        .collect();
    let mut pairs = BTreeMap::new();
    for a in 0..ids.len() {
        for b in a + 1..ids.len() {
            let (left, right) = (&mine[a], &mine[b]);
            let meet = everywhere || world.meet(&world.initiative_area(&ids[a]), &world.initiative_area(&ids[b]));
            if left.is_empty() || right.is_empty() || !meet {
                continue;
            }
            let best = |one: &&Tokens, others: &[&Tokens]| {
                others.iter().map(|other| offered.similarity(one, other)).fold(0.0, f64::max)
            };
            let sum: f64 = left.iter().map(|x| best(x, right)).chain(right.iter().map(|y| best(y, left))).sum();
            let overlap = round12(sum / (left.len() + right.len()) as f64);
            if overlap >= minimum {
                pairs.insert((ids[a].clone(), ids[b].clone()), overlap);
            }
        }
    }
    pairs
}

/// One mask of 64 values, two, four, and more values than masks are made for.
#[test]
fn no_pair_is_lost_for_any_number_of_values() {
    for (values, seed) in [(8, 1), (90, 2), (190, 3), (700, 4)] {
        let world = drawn(values, seed);
        let ecosystem = world.build();
        for (minimum, everywhere) in [(0.15, false), (0.3, true), (0.5, false), (0.8, true)] {
            let config = OverlapConfig { minimum, everywhere, described_only: true, ..OverlapConfig::default() };
            let found = overlap(&ecosystem, &Selection::everything(&ecosystem), &config).expect("few pairs");
            let id = |position: usize| ecosystem.initiatives()[position].id.to_string();
            let found: BTreeMap<(String, String), f64> =
                found.pairs.iter().map(|pair| ((id(pair.a), id(pair.b)), pair.overlap.expect("described"))).collect();
            let wanted = expected(&world, minimum, everywhere);
            assert!(found.keys().eq(wanted.keys()), "{values} values, from {minimum}");
            assert!(wanted.iter().all(|(pair, overlap)| close(found[pair], *overlap)));
            // Enough to be a test.
            assert!(minimum >= 0.5 || !wanted.is_empty(), "{values} values, from {minimum}");
        }
    }
}

#[test]
fn no_twin_is_lost_for_any_number_of_values() {
    for (values, seed) in [(8, 1), (90, 2), (190, 3), (700, 4)] {
        let world = drawn(values, seed);
        let (ecosystem, offered) = (world.build(), Offered::new(&world));
        let everything = Selection::everything(&ecosystem);
        let overlap = overlap(&ecosystem, &everything, &OverlapConfig::default()).expect("few pairs");
        for twin in [0.0, 0.2, 0.5, 0.8] {
            let config = ComplexityConfig { twin, ..ComplexityConfig::default() };
            let told = complexity(&ecosystem, &everything, &overlap, &config).expect("few regions").areas[0].redundancy;
            assert_eq!(
                (told.count, told.of),
                (offered.with_a_twin(&world, twin), ACTIVITIES),
                "{values} values, {twin}"
            );
            // Enough to be a test.
            assert!(twin > 0.2 || told.count > 0, "{values} values, {twin}");
        }
    }
}

/// Tokens beyond the thousand most frequent are searched in lists.
#[test]
fn no_pair_is_lost_among_very_many_values() {
    // Two by two the same twenty words, which nobody else has: 2,000 words of equal weight, of which a thousand have lists.
    let mut world = World::new().actors(&["p"]);
    for initiative in 0..200 {
        let id = format!("i{initiative:03}");
        let words: Vec<String> = (0..20).map(|word| format!("w{:03}-{word:02}", initiative / 2)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let values = [("application", &words[..]), ("activity_type", &["advisering"][..])];
        world = world.initiative(&id, &["PV20"], &["p"]).activity(&format!("t{initiative:03}"), &id, &[], &values);
    }
    let ecosystem = world.build();
    let found = overlap(&ecosystem, &Selection::everything(&ecosystem), &OverlapConfig::default()).expect("few pairs");
    let twins: Vec<(usize, usize)> = (0..100).map(|pair| (2 * pair, 2 * pair + 1)).collect();
    assert_eq!(found.pairs.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>(), twins);
    assert!(found.pairs.iter().all(|pair| pair.overlap == Some(1.0)));
}

fn most_alike(ecosystem: &Ecosystem, config: &OverlapConfig, most: usize) -> (Vec<(usize, usize)>, usize, bool) {
    let found = closest(ecosystem, &Selection::everything(ecosystem), config, most).expect("few comparisons");
    (found.pairs.iter().map(|pair| (pair.a, pair.b)).collect(), found.total, found.is_complete())
}

proptest! {
    #[test]
    fn the_closest_pairs_are_the_first_of_the_list(world in worlds(), most in 0_usize..12, minimum in prop::sample::select(vec![0.0, 0.2, 0.5])) {
        let ecosystem = world.build();
        let config = OverlapConfig { minimum, ..OverlapConfig::default() };
        let all = overlap(&ecosystem, &Selection::everything(&ecosystem), &config).expect("few pairs");
        prop_assert!(all.is_complete());
        let first: Vec<(usize, usize)> = all.pairs.iter().take(most).map(|pair| (pair.a, pair.b)).collect();
        let is_whole = all.pairs.len() <= most;
        prop_assert_eq!(most_alike(&ecosystem, &config, most), (first, all.pairs.len(), is_whole));
    }

    #[test]
    fn provider_overlap_is_that_of_sets(world in worlds(), most in 0_usize..12) {
        let ecosystem = world.build();
        let found = provider_overlap(&Selection::everything(&ecosystem).network(&ecosystem), most);
        prop_assert_eq!(found, by_sets(&world, most));
    }
}

/// Every pair that shares an actor, by sets, and the most alike of them.
fn by_sets(world: &World, most: usize) -> ProviderOverlap {
    let members: Vec<BTreeSet<String>> = world.initiative_ids().iter().map(|id| world.members(id)).collect();
    let mut pairs = Vec::new();
    for (a, left) in members.iter().enumerate() {
        for (b, right) in members.iter().enumerate().skip(a + 1) {
            let (shared, either) = (left.intersection(right).count(), left.union(right).count());
            if shared > 0 {
                pairs.push(ProviderPair { a, b, shared, either });
            }
        }
    }
    let count = pairs.len() as u64;
    pairs.sort_by(|x, y| y.overlap().total_cmp(&x.overlap()).then((y.shared, x.a, x.b).cmp(&(x.shared, y.a, y.b))));
    pairs.truncate(most);
    ProviderOverlap { pairs: count, closest: pairs }
}

/// More pairs than are weeded at once, and initiatives that share more actors than a byte can count.
#[test]
fn the_closest_providers_of_many_pairs_and_of_large_initiatives() {
    let ids: Vec<String> = (0..700).map(|actor| format!("a{actor:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut world = World::new().actors(&ids);
    for (nth, span) in [(0, 0..300), (40, 10..310), (59, 0..256), (61, 0..255)] {
        world = world.initiative(&format!("i{nth:02}"), &["PV20"], &ids[span]);
    }
    for nth in (0..90).filter(|nth| ![0, 40, 59, 61].contains(nth)) {
        let partners: Vec<&str> = (0..1 + nth % 7).map(|k| ids[(nth * nth * 13 + k * k * 7) % 30]).collect();
        world = world.initiative(&format!("i{nth:02}"), &["PV20"], &partners);
    }
    let ecosystem = world.build();
    let network = Selection::everything(&ecosystem).network(&ecosystem);
    for most in [1, 5, 40] {
        let found = provider_overlap(&network, most);
        assert!(found.pairs > 2 * most as u64 + 1024, "{}", found.pairs);
        assert_eq!(found, by_sets(&world, most), "{most}");
    }
}

#[test]
fn the_same_for_any_number_of_threads() {
    let ecosystem = drawn(90, 5).build();
    let config = OverlapConfig { minimum: 0.2, ..OverlapConfig::default() };
    let one = at_threads(1, || most_alike(&ecosystem, &config, 25));
    assert_eq!(one, at_threads(5, || most_alike(&ecosystem, &config, 25)));
    let network = Selection::everything(&ecosystem).network(&ecosystem);
    assert_eq!(at_threads(1, || provider_overlap(&network, 9)), at_threads(5, || provider_overlap(&network, 9)));
}

#[test]
fn a_search_that_would_take_too_long_is_refused() {
    let ecosystem = drawn(8, 6).build();
    let selection = Selection::everything(&ecosystem);
    let search = |minimum, max_searched| {
        overlap(&ecosystem, &selection, &OverlapConfig { minimum, max_searched, ..OverlapConfig::default() })
    };
    let refused = |minimum| match search(minimum, 0) {
        Err(TooManyPairs::Searched { activities, limit: 0 }) => activities,
        other => panic!("{other:?}"),
    };
    // From 0 on everything is compared.
    assert_eq!(refused(0.0), (ACTIVITIES * ACTIVITIES / 2) as u64);
    assert!(search(0.0, refused(0.0)).is_ok() && search(0.5, refused(0.5)).is_ok());
    assert!(search(0.5, refused(0.5) - 1).is_err());
    // As the refusal says: a higher minimum helps.
    assert!(refused(0.9) < refused(0.3), "{} {}", refused(0.9), refused(0.3));
}
