//! Centrality against Floyd–Warshall with path counting, a dense power iteration and k-cores by repeated removal.

use ecosysteemkaart::analysis::centrality::{ActorCentrality, Centrality, CentralityConfig, centrality};
use ecosysteemkaart::ecosystem::Ecosystem;
use proptest::prelude::*;

use super::network::{distances, naive_links, project};
use super::support::{World, assert_steady, close, close_option};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem) -> Centrality {
    let (network, projection) = project(ecosystem);
    centrality(&network, &projection, &CentralityConfig::default())
}

/// Everything by definition, in the order of ids.
struct Reference {
    ids: Vec<String>,
    /// Count weights; 0 where not linked.
    weight: Vec<Vec<f64>>,
    distance: Vec<Vec<Option<usize>>>,
}

impl Reference {
    fn new(world: &World) -> Self {
        let ids: Vec<String> = world.actor_ids().into_iter().collect();
        let links = naive_links(world);
        let weight = ids
            .iter()
            .map(|a| {
                ids.iter().map(|b| links.get(&(a.clone(), b.clone())).map_or(0.0, |link| f64::from(link.0))).collect()
            })
            .collect();
        let distance = distances(&ids, |a, b| links.contains_key(&(a.to_owned(), b.to_owned())));
        Self { ids, weight, distance }
    }

    fn n(&self) -> usize {
        self.ids.len()
    }

    fn degree(&self, v: usize) -> usize {
        self.weight[v].iter().filter(|&&weight| weight > 0.0).count()
    }

    /// Number of shortest paths: walks of exactly that many steps.
    fn shortest_path_counts(&self) -> Vec<Vec<f64>> {
        let n = self.n();
        let mut counts = vec![vec![0.0; n]; n];
        let mut walks: Vec<Vec<f64>> = (0..n).map(|a| (0..n).map(|b| f64::from(u8::from(a == b))).collect()).collect();
        for steps in 0..=n {
            for a in 0..n {
                for b in 0..n {
                    if self.distance[a][b] == Some(steps) {
                        counts[a][b] = walks[a][b];
                    }
                }
            }
            let linked = |a: usize, b: usize| f64::from(u8::from(self.weight[a][b] > 0.0));
            walks = (0..n)
                .map(|a| (0..n).map(|b| (0..n).map(|via| walks[a][via] * linked(via, b)).sum()).collect())
                .collect();
        }
        counts
    }

    fn betweenness(&self, v: usize) -> Option<f64> {
        let n = self.n();
        let paths = self.shortest_path_counts();
        let mut sum = 0.0;
        for s in 0..n {
            for t in s + 1..n {
                if s == v || t == v {
                    continue;
                }
                let way = (self.distance[s][t], self.distance[s][v], self.distance[v][t]);
                if let (Some(all), Some(first), Some(second)) = way
                    && first + second == all
                {
                    sum += paths[s][v] * paths[v][t] / paths[s][t];
                }
            }
        }
        (n >= 3).then(|| sum / ((n as f64 - 1.0) * (n as f64 - 2.0) / 2.0))
    }

    fn closeness(&self, v: usize) -> Option<f64> {
        let sum: f64 = self.distance[v].iter().flatten().filter(|&&d| d > 0).map(|&d| 1.0 / d as f64).sum();
        (self.n() >= 2).then(|| sum / (self.n() as f64 - 1.0))
    }

    /// Power iteration with the dense matrix, far beyond the tolerance.
    fn pagerank(&self) -> Vec<f64> {
        let n = self.n();
        let strength: Vec<f64> = self.weight.iter().map(|row| row.iter().sum()).collect();
        let mut rank = vec![1.0 / n as f64; n];
        for _ in 0..400 {
            rank = (0..n)
                .map(|v| {
                    let flow: f64 = (0..n)
                        .map(|u| {
                            let chance =
                                if strength[u] > 0.0 { self.weight[u][v] / strength[u] } else { 1.0 / n as f64 };
                            rank[u] * chance
                        })
                        .sum();
                    0.15 / n as f64 + 0.85 * flow
                })
                .collect();
        }
        rank
    }

    /// The largest k for which the actor survives repeated removal of actors with fewer than k links.
    fn core(&self, v: usize) -> usize {
        let n = self.n();
        let survives = |k: usize| {
            let mut left: Vec<bool> = vec![true; n];
            loop {
                let weak =
                    (0..n).find(|&a| left[a] && (0..n).filter(|&b| left[b] && self.weight[a][b] > 0.0).count() < k);
                match weak {
                    Some(a) => left[a] = false,
                    None => return left[v],
                }
            }
        };
        (0..=n).rev().find(|&k| survives(k)).expect("every actor is in the 0-core")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_measure_is_that_of_the_definition(world in worlds()) {
        let ecosystem = world.build();
        let result = measure(&ecosystem);
        let reference = Reference::new(&world);
        let n = reference.n();
        prop_assert_eq!(result.actors.len(), n);
        prop_assert!(result.approximation.is_none());

        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| {
            reference.degree(b).cmp(&reference.degree(a)).then(reference.ids[a].as_bytes().cmp(reference.ids[b].as_bytes()))
        });
        let ranks = reference.pagerank();
        for (row, &v) in result.actors.iter().zip(&order) {
            let id = &reference.ids[v];
            prop_assert_eq!(&*ecosystem.actors()[row.actor].id, id.as_str());
            prop_assert_eq!(row.degree, reference.degree(v));
            prop_assert_eq!(row.strength, reference.weight[v].iter().sum::<f64>() as u64);
            prop_assert_eq!(row.initiatives, world.initiatives_of(id).len());
            prop_assert_eq!(row.core, reference.core(v));
            let degree_centrality = (n > 1).then(|| reference.degree(v) as f64 / (n as f64 - 1.0));
            prop_assert!(close_option(row.degree_centrality, degree_centrality));
            prop_assert!(close_option(row.betweenness, reference.betweenness(v)), "{:?}", row);
            prop_assert!(close_option(row.closeness, reference.closeness(v)), "{:?}", row);
            prop_assert!(close(row.pagerank, ranks[v]), "{:?} {}", row, ranks[v]);
        }
        if n > 0 {
            prop_assert!(close(result.actors.iter().map(|row| row.pagerank).sum(), 1.0));
        }
    }
}

fn of<'a>(result: &'a Centrality, ecosystem: &Ecosystem, id: &str) -> &'a ActorCentrality {
    let actor = ecosystem.actor_position(id).expect("a known actor");
    result.actors.iter().find(|row| row.actor == actor).expect("every actor has a row")
}

#[test]
fn a_star_has_everything_in_its_middle() {
    // Middle m with 4 leaves, n = 5. Betweenness of m: all 6 pairs of leaves / ((4·3)/2) = 1. Closeness of a leaf:
    // (1 + 3·1/2)/4 = 5/8. PageRank: r(m) = 0.15/5 + 0.85·4·r(leaf), 4·r(leaf) = 1 − r(m): r(m) = (0.03 + 0.85)/1.85.
    let world = World::graph(&["m", "a", "b", "c", "d"], &[("m", "a"), ("m", "b"), ("m", "c"), ("m", "d")]);
    let ecosystem = world.build();
    let result = measure(&ecosystem);
    let (middle, leaf) = (of(&result, &ecosystem, "m"), of(&result, &ecosystem, "c"));
    assert_eq!((middle.degree, middle.strength, middle.core, middle.initiatives), (4, 4, 1, 4));
    assert_eq!((middle.betweenness, middle.closeness, middle.degree_centrality), (Some(1.0), Some(1.0), Some(1.0)));
    assert_eq!((leaf.betweenness, leaf.closeness, leaf.degree_centrality), (Some(0.0), Some(0.625), Some(0.25)));
    assert!(close(middle.pagerank, 0.88 / 1.85) && close(leaf.pagerank, (1.0 - 0.88 / 1.85) / 4.0));
    // Sorted by degree, then id: the middle, then the leaves in order.
    let order: Vec<&str> = result.actors.iter().map(|row| &*ecosystem.actors()[row.actor].id).collect();
    assert_eq!(order, ["m", "a", "b", "c", "d"]);
}

#[test]
fn a_path_of_four() {
    // a–b–c–d, n = 4, 3 pairs of others. Betweenness of b: pairs (a,c) and (a,d): 2/3. Closeness of a: (1 + 1/2 + 1/3)/3
    // = 11/18; of b: (1 + 1 + 1/2)/3 = 5/6.
    let world = World::graph(&["a", "b", "c", "d"], &[("a", "b"), ("b", "c"), ("c", "d")]);
    let ecosystem = world.build();
    let result = measure(&ecosystem);
    let (end, inner) = (of(&result, &ecosystem, "a"), of(&result, &ecosystem, "b"));
    assert!(close_option(inner.betweenness, Some(2.0 / 3.0)) && close_option(end.betweenness, Some(0.0)));
    assert!(close_option(end.closeness, Some(11.0 / 18.0)) && close_option(inner.closeness, Some(5.0 / 6.0)));
}

#[test]
fn one_big_initiative_beside_isolated_actors() {
    // k = 4 of n = 6: degree 3, degree centrality and closeness 3/5, nobody between, core 3. PageRank: the isolated two
    // spread theirs: x = r(isolated) = 0.15/6 + 0.85·2x/6, x = 0.025/(1 − 1.7/6); the four share 1 − 2x.
    let ids = ["a", "b", "c", "d", "e", "f"];
    let world = World::new().actors(&ids).initiative("big", &[], &ids[..4]).initiative("alone", &[], &["e"]);
    let ecosystem = world.build();
    let result = measure(&ecosystem);
    let (inside, alone) = (of(&result, &ecosystem, "b"), of(&result, &ecosystem, "e"));
    assert_eq!((inside.degree, inside.core, inside.betweenness), (3, 3, Some(0.0)));
    assert!(close_option(inside.closeness, Some(0.6)) && close_option(inside.degree_centrality, Some(0.6)));
    let isolated = 0.025 / (1.0 - 1.7 / 6.0);
    assert!(close(alone.pagerank, isolated) && close(inside.pagerank, (1.0 - 2.0 * isolated) / 4.0));
    assert_eq!((alone.degree, alone.initiatives, alone.core, alone.closeness), (0, 1, 0, Some(0.0)));
}

#[test]
fn a_bridge_between_two_triangles() {
    // a b c – d e f with the link c–d, n = 6, 10 pairs. c is between {a, b} and {d, e, f}: 6 pairs, 6/10.
    let links = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e"), ("d", "f"), ("e", "f")];
    let world = World::graph(&["a", "b", "c", "d", "e", "f"], &links);
    let ecosystem = world.build();
    let result = measure(&ecosystem);
    assert!(close_option(of(&result, &ecosystem, "c").betweenness, Some(0.6)));
    assert_eq!(of(&result, &ecosystem, "c").core, 2);
}

#[test]
fn too_few_actors_for_a_measure_is_not_zero() {
    let one = World::new().actors(&["a"]).build();
    let row = &measure(&one).actors[0];
    assert_eq!((row.degree_centrality, row.closeness, row.betweenness), (None, None, None));
    assert!(close(row.pagerank, 1.0));
    let two = World::graph(&["a", "b"], &[("a", "b")]).build();
    let row = &measure(&two).actors[0];
    assert_eq!((row.degree_centrality, row.closeness, row.betweenness), (Some(1.0), Some(1.0), None));
    assert!(measure(&World::new().build()).actors.is_empty());
}

/// 60 actors in 40 initiatives by a fixed rule: neighbors on a ring and some far away.
fn ring() -> World {
    let ids: Vec<String> = (0..60).map(|n| format!("a{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    (0..40).fold(World::new().actors(&ids), |world, n| {
        let members = [ids[n], ids[n + 1], ids[(n * 7 + 3) % 60]];
        world.initiative(&format!("i{n}"), &[], &members)
    })
}

#[test]
fn sampled_paths_say_so_and_stay_within_the_bound() {
    let ecosystem = ring().build();
    let (network, projection) = project(&ecosystem);
    let exact = centrality(&network, &projection, &CentralityConfig::default());
    let config = CentralityConfig { exact_link_visits: 100, pivots: 25, ..CentralityConfig::default() };
    let sampled = centrality(&network, &projection, &config);
    let approximation = sampled.approximation.expect("sampled");
    assert_eq!(approximation.pivots, 25);
    let mut differs = false;
    for (row, exact) in sampled.actors.iter().zip(&exact.actors) {
        assert_eq!(row.actor, exact.actor);
        let off = |a: Option<f64>, b: Option<f64>| (a.expect("n > 2") - b.expect("n > 2")).abs();
        let largest = off(row.betweenness, exact.betweenness).max(off(row.closeness, exact.closeness));
        assert!(largest <= approximation.bound);
        differs |= largest > 1e-6;
        assert_eq!(
            (row.degree, row.core, row.pagerank.to_bits()),
            (exact.degree, exact.core, exact.pagerank.to_bits())
        );
    }
    assert!(differs, "25 of 60 start actors cannot give the exact values");
    // Another seed draws other start actors; the same seed the same ones.
    let again = centrality(&network, &projection, &config);
    let other = centrality(&network, &projection, &CentralityConfig { seed: 2, ..config });
    assert_eq!(sampled.actors, again.actors);
    assert_ne!(sampled.actors, other.actors);
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    assert_steady(&ring(), measure);
    let sampling = CentralityConfig { exact_link_visits: 100, pivots: 25, ..CentralityConfig::default() };
    assert_steady(&ring(), |ecosystem| {
        let (network, projection) = project(ecosystem);
        centrality(&network, &projection, &sampling)
    });
}
