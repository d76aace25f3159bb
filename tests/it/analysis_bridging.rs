//! Bridging against a triple loop, all permutations of the labels, sets of pairs, and taking actors and links away.

mod shipped;

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::bridging::articulation::{Articulation, articulation};
use ecosysteemkaart::analysis::bridging::brokerage::{ActorBrokerage, BrokerageRole, brokerage};
use ecosysteemkaart::analysis::bridging::hinge::{Hinge, hinge};
use ecosysteemkaart::analysis::bridging::spread::spread;
use ecosysteemkaart::analysis::bridging::{Bridging, BridgingConfig, Grouping, bridging, group_labels};
use ecosysteemkaart::analysis::clusters::{ClustersConfig, clusters};
use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::ecosystem::{Ecosystem, Level};
use proptest::collection::vec;
use proptest::prelude::*;

use super::network::{naive_links, project};
use super::support::{Served, Words, World, assert_steady, close, close_option, reference_figures};
use super::worlds::worlds;

const IDS: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

/// A graph of at most `most` actors with few enough links to fall apart, and a group or none for each actor.
fn graphs(most: usize) -> impl Strategy<Value = (World, Vec<Option<u32>>)> {
    let label = prop_oneof![1 => Just(None), 6 => (0_u32..3).prop_map(|group| Some(7 * group))];
    (1..=most).prop_flat_map(move |n| {
        let links = vec((0..n, 0..n), 0..=2 * n);
        (links, vec(label.clone(), n)).prop_map(move |(links, labels)| {
            let distinct: BTreeSet<(usize, usize)> =
                links.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect();
            let named: Vec<(&str, &str)> = distinct.iter().map(|&(a, b)| (IDS[a], IDS[b])).collect();
            (World::graph(&IDS[..n], &named), labels)
        })
    })
}

/// Linked pairs as positions in the order of ids, both directions.
fn links(world: &World) -> BTreeSet<(usize, usize)> {
    let ids: Vec<String> = world.actor_ids().into_iter().collect();
    let position = |id: &String| ids.iter().position(|known| known == id).expect("known");
    naive_links(world).keys().map(|(a, b)| (position(a), position(b))).collect()
}

/// Open triads of each actor, and those of three grouped actors by role: coordinator, itinerant, gatekeeper, liaison.
fn triple_loop(n: usize, linked: &BTreeSet<(usize, usize)>, labels: &[Option<u32>]) -> Vec<(u64, [u64; 4])> {
    let mut found = vec![(0, [0; 4]); n];
    for v in 0..n {
        for a in 0..n {
            for b in a + 1..n {
                if !linked.contains(&(a, v)) || !linked.contains(&(v, b)) || linked.contains(&(a, b)) {
                    continue;
                }
                found[v].0 += 1;
                let (Some(own), Some(a), Some(b)) = (labels[v], labels[a], labels[b]) else { continue };
                let groups: BTreeSet<u32> = [own, a, b].into();
                let role = match groups.len() {
                    1 => 0,
                    2 if a == b => 1,
                    2 => 2,
                    _ => 3,
                };
                found[v].1[role] += 1;
            }
        }
    }
    found
}

fn counts(found: &ActorBrokerage) -> Option<[u64; 4]> {
    found.roles.map(|roles| roles.map(|score| score.count))
}

/// All orders of the labels, equal ones as often as they come.
fn permutations(labels: &[u32]) -> Vec<Vec<u32>> {
    if labels.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |first: usize| {
        let mut rest = labels.to_vec();
        let head = rest.remove(first);
        permutations(&rest).into_iter().map(move |tail| [vec![head], tail].concat())
    };
    (0..labels.len()).flat_map(with_first).collect()
}

/// Components among the actors that are kept.
fn parts(n: usize, linked: &BTreeSet<(usize, usize)>, kept: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
    let mut parts: Vec<BTreeSet<usize>> = (0..n).filter(|one| kept.contains(one)).map(|one| [one].into()).collect();
    for &(a, b) in linked.iter().filter(|(a, b)| kept.contains(a) && kept.contains(b)) {
        let (with, without): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.contains(&a) || part.contains(&b));
        parts = without;
        parts.push(with.into_iter().flatten().collect());
    }
    parts
}

/// (parts, everybody outside the largest one; of equals the one with the first actor stays).
fn cut_off(mut parts: Vec<BTreeSet<usize>>) -> (usize, Vec<usize>) {
    parts.sort_by_key(|part| (usize::MAX - part.len(), part.first().copied()));
    let lost: BTreeSet<usize> = parts.iter().skip(1).flatten().copied().collect();
    (parts.len(), lost.into_iter().collect())
}

type CutOffs<K> = BTreeMap<K, (usize, Vec<usize>)>;

/// Articulation actors and bridges by taking each actor and each link away.
fn taken_away(n: usize, linked: &BTreeSet<(usize, usize)>) -> (CutOffs<usize>, CutOffs<(usize, usize)>) {
    let everybody: BTreeSet<usize> = (0..n).collect();
    let whole = parts(n, linked, &everybody);
    let (mut actors, mut bridges) = (BTreeMap::new(), BTreeMap::new());
    for component in &whole {
        for &actor in component {
            let rest = component.iter().copied().filter(|&one| one != actor).collect();
            let left = parts(n, linked, &rest);
            if left.len() > 1 {
                actors.insert(actor, cut_off(left));
            }
        }
        for &(a, b) in linked.iter().filter(|(a, b)| a < b && component.contains(a)) {
            let others = linked.iter().copied().filter(|&link| link != (a, b) && link != (b, a)).collect();
            let left = parts(n, &others, component);
            if left.len() > 1 {
                bridges.insert((a, b), cut_off(left));
            }
        }
    }
    (actors, bridges)
}

fn as_maps(found: &Articulation) -> (CutOffs<usize>, CutOffs<(usize, usize)>) {
    let plain = |cut_off: &ecosysteemkaart::analysis::bridging::articulation::CutOff| {
        assert_eq!(cut_off.count, cut_off.listed.len(), "few enough to be listed");
        (cut_off.parts, cut_off.listed.clone())
    };
    (
        found.actors.iter().map(|point| (point.actor, plain(&point.cut_off))).collect(),
        found.bridges.iter().map(|bridge| ((bridge.a, bridge.b), plain(&bridge.cut_off))).collect(),
    )
}

/// The side of an initiative in words.
fn side(world: &World, initiative: &str) -> &'static str {
    let row = world.initiatives.iter().find(|row| row.id == initiative).expect("known");
    match row.level {
        Some(Level::National) => "national",
        Some(Level::Regional) => "regional",
        _ => match world.initiative_area(initiative) {
            Served::National => "national",
            Served::Regions(_) => "regional",
            Served::Unknown => "unknown",
        },
    }
}

fn check_hinge(world: &World, found: &Hinge) {
    let on = |wanted: &str| -> Words {
        world.initiative_ids().into_iter().filter(|initiative| side(world, initiative) == wanted).collect()
    };
    let (national, regional) = (on("national"), on("regional"));
    assert_eq!((found.total.national, found.total.regional), (national.len(), regional.len()));
    assert_eq!(found.total.unknown, on("unknown").len());
    let (mut connected, mut single) = (0, 0);
    let mut pairs: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for n in &national {
        for r in &regional {
            let both: Words = world.members(n).intersection(&world.members(r)).cloned().collect();
            connected += u64::from(!both.is_empty());
            single += u64::from(both.len() == 1);
            for actor in &both {
                let entry = pairs.entry(actor.clone()).or_default();
                entry.0 += 1;
                entry.1 += u64::from(both.len() == 1);
            }
        }
    }
    let possible = (national.len() * regional.len()) as u64;
    assert_eq!((found.total.connected, found.total.single, found.total.possible), (connected, single, possible));
    assert!(close_option(found.total.connected_share, (possible > 0).then(|| connected as f64 / possible as f64)));
    assert_eq!(found.total.hinge_actors, pairs.len());
    for (actor, id) in found.actors.iter().zip(world.actor_ids()) {
        let mine = world.initiatives_of(&id);
        assert_eq!(actor.national, mine.intersection(&national).count());
        assert_eq!(actor.regional, mine.intersection(&regional).count());
        let (all, only) = pairs.get(&id).copied().unwrap_or_default();
        assert_eq!((actor.pairs, actor.only), (all, only), "{id}");
        assert!(close_option(actor.share, (connected > 0).then(|| all as f64 / connected as f64)), "{id}");
    }
}

fn whole(ecosystem: &Ecosystem) -> Bridging {
    let (network, projection) = project(ecosystem);
    let found =
        clusters(ecosystem, &network, &projection, &ClustersConfig { permutations: 9, ..ClustersConfig::default() });
    let all = Selection::everything(ecosystem);
    bridging(ecosystem, &all, &network, &projection, &found.membership, &BridgingConfig::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn roles_are_those_of_a_triple_loop((world, labels) in graphs(9)) {
        let (_, projection) = project(&world.build());
        let found = brokerage(&projection, &labels);
        let expected = triple_loop(labels.len(), &links(&world), &labels);
        for (position, (found, (open, roles))) in found.actors.iter().zip(&expected).enumerate() {
            prop_assert_eq!(found.open_triads, *open);
            prop_assert_eq!(found.ungrouped, open - roles.iter().sum::<u64>());
            prop_assert_eq!(counts(found), labels[position].map(|_| *roles));
        }
        prop_assert_eq!(found.total.open_triads, expected.iter().map(|(open, _)| open).sum::<u64>());
        for role in BrokerageRole::ALL {
            let sum = expected.iter().map(|(_, roles)| roles[role as usize]).sum::<u64>();
            prop_assert_eq!(found.total.roles[role as usize].count, sum);
        }
        let groups: BTreeSet<u32> = labels.iter().copied().flatten().collect();
        prop_assert_eq!(found.total.groups, groups.len());
        prop_assert_eq!(found.total.grouped_actors, labels.iter().flatten().count());
    }

    #[test]
    fn actors_and_links_that_hold_a_component_together((world, labels) in graphs(9)) {
        let (_, projection) = project(&world.build());
        let found = articulation(&projection, 100);
        prop_assert_eq!(as_maps(&found), taken_away(labels.len(), &links(&world)));
        // A shorter list has the first of the same actors.
        let short = articulation(&projection, 1);
        for (all, few) in found.actors.iter().zip(&short.actors) {
            prop_assert_eq!(&all.cut_off.listed[..1], &few.cut_off.listed[..]);
            prop_assert_eq!(all.cut_off.count, few.cut_off.count);
        }
    }

    #[test]
    fn one_answer_for_all_views(world in worlds()) {
        let ecosystem = world.build();
        let (network, projection) = project(&ecosystem);
        let all = Selection::everything(&ecosystem);
        check_hinge(&world, &hinge(&ecosystem, &all, &network));

        for (found, id) in spread(&ecosystem, &network).iter().zip(world.actor_ids()) {
            let mut served: BTreeMap<String, usize> = BTreeMap::new();
            for initiative in world.initiatives_of(&id) {
                world.initiative_area(&initiative).own().into_iter().for_each(|region| *served.entry(region).or_default() += 1);
            }
            let k: usize = served.values().sum();
            let coefficient = 1.0 - served.values().map(|&part| (part * part) as f64 / (k * k) as f64).sum::<f64>();
            prop_assert_eq!((found.regions, found.region_links), (served.len(), k));
            prop_assert!(close_option(found.participation, (k > 0).then_some(coefficient)), "{} {:?}", id, found);
        }

        let ids: Vec<String> = world.actor_ids().into_iter().collect();
        let membership: Vec<Option<usize>> = (0..ids.len()).map(|one| (one % 4).checked_sub(1)).collect();
        let found = bridging(&ecosystem, &all, &network, &projection, &membership, &BridgingConfig::default());
        let mut seen = BTreeSet::new();
        let level = |id: &String| world.actors.iter().find(|row| row.id == *id).and_then(|row| row.level).map(Level::code);
        let groups = [
            ids.iter().map(|id| level(id).map(str::to_owned)).collect::<Vec<_>>(),
            ids.iter().map(|id| world.actor_region(id)).collect(),
            membership.iter().map(|cluster| cluster.map(|cluster| cluster.to_string())).collect(),
        ];
        let linked = links(&world);
        let numbered = groups.map(|names| {
            let distinct: BTreeSet<String> = names.iter().flatten().cloned().collect();
            let number = |name: String| distinct.iter().position(|known| *known == name).expect("known") as u32;
            names.into_iter().map(|name| name.map(number)).collect::<Vec<Option<u32>>>()
        });
        for actor in &found.actors {
            seen.insert(actor.actor);
            for (labels, found) in numbered.iter().zip(&actor.brokerage) {
                let (open, roles) = triple_loop(ids.len(), &linked, labels)[actor.actor];
                prop_assert_eq!((found.open_triads, counts(found)), (open, labels[actor.actor].map(|_| roles)));
            }
        }
        prop_assert_eq!(seen.len(), ids.len());
        let key = |actor: &ecosysteemkaart::analysis::bridging::ActorBridging| {
            let lost = actor.cut_off.as_ref().map_or(0, |cut_off| cut_off.count);
            (u64::MAX - actor.hinge.pairs, usize::MAX - lost, actor.actor)
        };
        prop_assert!(found.actors.is_sorted_by_key(key));
        let (points, bridges) = taken_away(ids.len(), &linked);
        let listed = found.actors.iter().filter_map(|actor| Some((actor.actor, actor.cut_off.as_ref()?)));
        let listed: BTreeMap<_, _> = listed.map(|(actor, lost)| (actor, (lost.parts, lost.listed.clone()))).collect();
        prop_assert_eq!(listed, points);
        prop_assert_eq!(found.bridges.len(), bridges.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn expected_is_the_mean_over_all_permutations((world, labels) in graphs(6)) {
        let (_, projection) = project(&world.build());
        let linked = links(&world);
        let found = brokerage(&projection, &labels);
        let grouped: Vec<u32> = labels.iter().copied().flatten().collect();
        let dealt = permutations(&grouped);
        let mut sums = vec![[0_u64; 4]; labels.len()];
        for order in &dealt {
            let mut next = order.iter();
            let again: Vec<Option<u32>> = labels.iter().map(|label| label.and_then(|_| next.next().copied())).collect();
            for (sum, (_, roles)) in sums.iter_mut().zip(triple_loop(labels.len(), &linked, &again)) {
                for (sum, count) in sum.iter_mut().zip(roles) {
                    *sum += count;
                }
            }
        }
        for (actor, sum) in found.actors.iter().zip(&sums) {
            for (score, &sum) in actor.roles.iter().flatten().zip(sum) {
                let mean = sum as f64 / dealt.len() as f64;
                prop_assert!(close(score.expected, mean), "{:?} {}", score, mean);
                prop_assert!(close_option(score.ratio, (sum > 0).then(|| score.count as f64 / mean)), "{:?} {}", score, mean);
            }
        }
        for role in BrokerageRole::ALL {
            let mean = sums.iter().map(|sum| sum[role as usize]).sum::<u64>() as f64 / dealt.len() as f64;
            prop_assert!(close(found.total.roles[role as usize].expected, mean));
        }
    }

    #[test]
    fn nothing_depends_on_rows_or_threads(world in worlds()) {
        assert_steady(&world, whole);
    }
}

#[test]
fn a_star_of_three_groups() {
    // v and two leaves are local, two leaves regional, one national, one of no known level. Of the 15 pairs of leaves 5
    // have the unknown one; 1 is local–local, 1 regional–regional, 2·3 local–other, 2·1 regional–national.
    let leaves = ["a1", "a2", "b1", "b2", "c1", "u"];
    let mut world = World::graph(&["v"], &[]).actors(&leaves);
    for leaf in leaves {
        world = world.initiative(leaf, &[], &["v", leaf]);
    }
    for row in &mut world.actors {
        row.level = match row.id.as_str() {
            "u" => None,
            "c1" => Some(Level::National),
            "b1" | "b2" => Some(Level::Regional),
            _ => Some(Level::Local),
        };
    }
    let ecosystem = world.build();
    let (network, projection) = project(&ecosystem);
    let none = vec![None; network.actor_count()];
    let labels = group_labels(&ecosystem, &network, &none, Grouping::Level);
    let found = brokerage(&projection, &labels);
    let centre = &found.actors[ecosystem.actor_position("v").expect("there")];
    assert_eq!((centre.open_triads, centre.ungrouped, counts(centre)), (15, 5, Some([1, 1, 6, 2])));
    // Three of six actors in 6·5·4 = 120 ways: 3·2·1 all local; 3·2·3 + 2·1·4 = 26 a pair around another, twice that a
    // pair with one end; 3!·3·2·1 = 36 of three groups. Ten grouped triads.
    let roles = centre.roles.expect("v is grouped");
    for (score, ways) in roles.iter().zip([6.0, 26.0, 52.0, 36.0]) {
        assert!(close(score.expected, 10.0 * ways / 120.0), "{score:?}");
    }
    assert_eq!(
        roles.map(|score| score.ratio),
        [Some(2.0), Some(0.461_538_461_538), Some(1.384_615_384_615), Some(0.666_666_666_667)]
    );
    let unknown = &found.actors[ecosystem.actor_position("u").expect("there")];
    assert_eq!((unknown.open_triads, unknown.roles), (0, None));
    // The centre holds everybody together: six parts of one, of which the first stays.
    let cut = articulation(&projection, 3);
    assert_eq!((cut.actors.len(), cut.bridges.len()), (1, 6));
    assert_eq!((cut.actors[0].cut_off.parts, cut.actors[0].cut_off.count), (6, 5));
    assert_eq!(cut.actors[0].cut_off.listed, [1, 2, 3]);
}

#[test]
fn a_hinge_of_two_actors() {
    // N1–R1 through a and b, N1–R2 through b, N1–L, N2–R1 and N2–L through a; N2–R2 through nobody. N2 is European and for
    // the whole country, L local and for a province.
    let mut world = World::new().actors(&["a", "b", "c"]);
    world = world.initiative("N1", &["NL"], &["a", "b"]).initiative("N2", &["NL"], &["a"]);
    world = world.initiative("R1", &["PV20"], &["a", "b"]).initiative("R2", &[], &["b", "c"]);
    world = world.initiative("L", &["PV20"], &["a", "c"]).initiative("U", &[], &["a"]);
    for (id, level) in [("N2", Level::European), ("R2", Level::Regional), ("L", Level::Local)] {
        world.initiatives.iter_mut().filter(|row| row.id == id).for_each(|row| row.level = Some(level));
    }
    let ecosystem = world.build();
    let (network, _) = project(&ecosystem);
    let found = hinge(&ecosystem, &Selection::everything(&ecosystem), &network);
    let total = found.total;
    assert_eq!((total.national, total.regional, total.unknown), (2, 3, 1));
    assert_eq!((total.possible, total.connected, total.single, total.hinge_actors), (6, 5, 4, 2));
    assert_eq!(total.connected_share, Some(0.833_333_333_333));
    let numbers: Vec<(u64, u64, Option<f64>)> =
        found.actors.iter().map(|actor| (actor.pairs, actor.only, actor.share)).collect();
    assert_eq!(numbers, [(4, 3, Some(0.8)), (2, 1, Some(0.4)), (0, 0, Some(0.0))]);
    // R1 has own regions, as has L, so that a is in one region twice and b in one once.
    let spread = spread(&ecosystem, &network);
    assert_eq!(spread.iter().map(|one| one.region_links).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(spread[0].participation, Some(0.0));
}

#[test]
fn spread_over_two_one_and_one() {
    // Two initiatives in one region, one in each of two others, one of both of those: (2, 2, 2) of 6, so 1 − 3·(1/3)².
    let world = World::new().actors(&["a"]).initiative("1", &["PV20"], &["a"]).initiative("2", &["PV20"], &["a"]);
    let world = world.initiative("3", &["PV21"], &["a"]).initiative("4", &["PV22"], &["a"]);
    let more = world.clone().initiative("5", &["PV21", "PV22"], &["a"]).initiative("6", &["NL"], &["a"]);
    let of = |world: &World| {
        let ecosystem = world.build();
        spread(&ecosystem, &project(&ecosystem).0)[0].participation
    };
    // 1 − (2² + 1 + 1)/4².
    assert_eq!(of(&world), Some(0.625));
    assert_eq!(of(&more), Some(0.666_666_666_667));
    assert_eq!(of(&World::new().actors(&["a"]).initiative("6", &["NL"], &["a"])), None);
}

/// Zachary 1977, doi:10.1086/jar.33.4.3629752: without the instructor (1) member 12, who knows nobody else, and the five
/// around 5, 6, 7, 11 and 17 are on their own; nobody else is indispensable (White & Harary 2001,
/// doi:10.1111/0081-1750.00098).
#[test]
fn the_karate_club_hangs_on_its_instructor() {
    let figures = reference_figures("karate.json");
    let pairs: Vec<(usize, usize)> = serde_json::from_value(figures["edgeList"].clone()).expect("pairs");
    let name = |member: usize| format!("{:02}", member + 1);
    let names: Vec<String> = (0..34).map(name).collect();
    let ids: Vec<&str> = names.iter().map(String::as_str).collect();
    let named: Vec<(&str, &str)> = pairs.iter().map(|&(a, b)| (ids[a], ids[b])).collect();
    let (_, projection) = project(&World::graph(&ids, &named).build());
    let found = articulation(&projection, 100);
    assert_eq!(found.actors.len(), 1);
    let instructor = &found.actors[0];
    assert_eq!((instructor.actor, instructor.cut_off.parts), (0, 3));
    assert_eq!(instructor.cut_off.listed, [4, 5, 6, 10, 11, 16]);
    assert_eq!(found.bridges.len(), 1);
    assert_eq!((found.bridges[0].a, found.bridges[0].b, &found.bridges[0].cut_off.listed), (0, 11, &vec![11]));
}

#[test]
fn a_long_chain_needs_no_stack() {
    // 20,001 actors in a row: every inner one is an articulation actor; the middle one cuts off one half.
    let names: Vec<String> = (0..20_001).map(|number| format!("{number:05}")).collect();
    let mut world = World::new().actors(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for pair in names.windows(2) {
        world = world.initiative(&pair[0], &[], &[&pair[0], &pair[1]]);
    }
    let ecosystem = world.build();
    let (_, projection) = project(&ecosystem);
    let found = articulation(&projection, 2);
    assert_eq!((found.actors.len(), found.bridges.len()), (19_999, 20_000));
    let middle = &found.actors[9_999];
    assert_eq!((middle.actor, middle.cut_off.count, &middle.cut_off.listed), (10_000, 10_000, &vec![10_001, 10_002]));
}

#[test]
fn filters_shrink_the_network_before_it_is_measured() {
    // Without c, a and d are no longer connected through anybody, and b is no longer between a and c.
    let world = World::graph(&["a", "b", "c", "d"], &[("a", "b"), ("b", "c"), ("c", "d")]);
    let mut world = world;
    world.actors.iter_mut().for_each(|row| row.kind = Some(if row.id == "c" { "bank" } else { "rijk" }.to_owned()));
    let ecosystem = world.build();
    let filters = Filters { kind: Some("rijk".to_owned()), ..Filters::default() };
    let selection = Selection::new(&ecosystem, &filters);
    let network = selection.network(&ecosystem);
    let projection =
        ecosysteemkaart::network::Projection::new(&network, ecosysteemkaart::network::DEFAULT_MEMORY_BUDGET)
            .expect("small");
    let found = bridging(&ecosystem, &selection, &network, &projection, &[None; 3], &BridgingConfig::default());
    assert_eq!(found.actors.iter().map(|actor| actor.actor).collect::<Vec<_>>(), [0, 1, 3]);
    assert!(found.actors.iter().all(|actor| actor.cut_off.is_none()));
    assert_eq!(found.bridges.iter().map(|bridge| (bridge.a, bridge.b)).collect::<Vec<_>>(), [(0, 1)]);
}
