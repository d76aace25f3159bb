//! Two-mode network and actor projection against sets of ids, and petgraph's algorithms on the projection against naive
//! ones.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::network::{DEFAULT_MEMORY_BUDGET, Projection, TwoModeNetwork};
use proptest::prelude::*;

use super::support::{World, assert_steady, close};
use super::worlds::worlds;

pub fn project(ecosystem: &Ecosystem) -> (TwoModeNetwork, Projection) {
    let network = TwoModeNetwork::new(ecosystem);
    let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).expect("a small projection");
    (network, projection)
}

/// Links of the projection by definition: (a, b) → (count, Newman weight), both directions.
pub fn naive_links(world: &World) -> BTreeMap<(String, String), (u32, f64)> {
    let mut links = BTreeMap::new();
    for a in world.actor_ids() {
        for b in world.actor_ids() {
            let shared: Vec<usize> = world
                .initiative_ids()
                .iter()
                .map(|initiative| world.members(initiative))
                .filter(|members| members.contains(&a) && members.contains(&b))
                .map(|members| members.len())
                .collect();
            if a != b && !shared.is_empty() {
                let newman = shared.iter().map(|&k| 1.0 / (k as f64 - 1.0)).sum();
                links.insert((a.clone(), b.clone()), (shared.len() as u32, newman));
            }
        }
    }
    links
}

/// Distances by Floyd and Warshall; `None` where there is no path. In the order of ids.
pub fn distances(ids: &[String], linked: impl Fn(&str, &str) -> bool) -> Vec<Vec<Option<usize>>> {
    let n = ids.len();
    let mut distance = vec![vec![None; n]; n];
    for (a, row) in distance.iter_mut().enumerate() {
        for (b, cell) in row.iter_mut().enumerate() {
            *cell = if a == b { Some(0) } else { linked(&ids[a], &ids[b]).then_some(1) };
        }
    }
    for via in 0..n {
        for a in 0..n {
            for b in 0..n {
                if let (Some(first), Some(second)) = (distance[a][via], distance[via][b])
                    && distance[a][b].is_none_or(|known| first + second < known)
                {
                    distance[a][b] = Some(first + second);
                }
            }
        }
    }
    distance
}

fn components(distance: &[Vec<Option<usize>>]) -> usize {
    let reached: BTreeSet<Vec<bool>> = distance.iter().map(|row| row.iter().map(Option::is_some).collect()).collect();
    reached.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn projection_is_that_of_the_definition(world in worlds()) {
        let ecosystem = world.build();
        let (network, projection) = project(&ecosystem);
        let ids: Vec<String> = world.actor_ids().into_iter().collect();
        let initiatives: Vec<String> = world.initiative_ids().into_iter().collect();
        let expected = naive_links(&world);
        prop_assert_eq!(network.actor_count(), ids.len());
        prop_assert_eq!(network.initiative_count(), initiatives.len());
        prop_assert_eq!(network.link_count(), initiatives.iter().map(|id| world.members(id).len()).sum::<usize>());
        prop_assert_eq!(projection.actor_count(), ids.len());
        prop_assert_eq!(projection.pair_count() * 2, expected.len());
        for (a, id) in ids.iter().enumerate() {
            prop_assert_eq!(&*ecosystem.actors()[a].id, id.as_str());
            let mine: Vec<String> =
                network.initiatives_of(a).iter().map(|&i| initiatives[i as usize].clone()).collect();
            prop_assert_eq!(mine, world.initiatives_of(id).into_iter().collect::<Vec<_>>());
            let mut found = BTreeMap::new();
            for ((&b, &count), &newman) in
                projection.neighbors_of(a).iter().zip(projection.counts_of(a)).zip(projection.newman_of(a))
            {
                found.insert(ids[b as usize].clone(), (count, newman));
                // Both directions must be the same to the bit.
                let back = projection.neighbors_of(b as usize).iter().position(|&c| c as usize == a);
                prop_assert_eq!(projection.newman_of(b as usize)[back.expect("linked back")].to_bits(), newman.to_bits());
            }
            prop_assert_eq!(found.len(), projection.degree(a));
            for b in &ids {
                let wanted = expected.get(&(id.clone(), b.clone()));
                prop_assert_eq!(wanted.map(|link| link.0), found.get(b).map(|link| link.0));
                if let (Some(wanted), Some(found)) = (wanted, found.get(b)) {
                    prop_assert!(close(wanted.1, found.1));
                }
                prop_assert_eq!(
                    projection.linked(a, ids.iter().position(|known| known == b).expect("known")),
                    wanted.is_some()
                );
            }
        }
    }

    #[test]
    fn petgraph_reads_the_projection(world in worlds()) {
        let ecosystem = world.build();
        let (_, projection) = project(&ecosystem);
        let ids: Vec<String> = world.actor_ids().into_iter().collect();
        let links = naive_links(&world);
        let linked = |a: &str, b: &str| links.contains_key(&(a.to_owned(), b.to_owned()));
        let distance = distances(&ids, linked);

        prop_assert_eq!(petgraph::algo::connected_components(&projection), components(&distance));

        let mut edges: Vec<(String, String)> = petgraph::visit::IntoEdgeReferences::edge_references(&projection)
            .map(|link| {
                use petgraph::visit::EdgeRef;
                (ids[link.source() as usize].clone(), ids[link.target() as usize].clone())
            })
            .collect();
        edges.sort();
        let each_once: Vec<(String, String)> = links.keys().filter(|(a, b)| a < b).cloned().collect();
        prop_assert_eq!(edges, each_once);

        for (source, from_source) in distance.iter().enumerate() {
            let found = petgraph::algo::dijkstra(&projection, source as u32, None, |_| 1_usize);
            for (target, &expected) in from_source.iter().enumerate() {
                prop_assert_eq!(found.get(&(target as u32)).copied(), expected);
            }
            let mut search = petgraph::visit::Bfs::new(&projection, source as u32);
            let mut last = 0;
            let mut visited = 0;
            while let Some(node) = search.next(&projection) {
                let here = from_source[node as usize].expect("reached");
                prop_assert!(here >= last, "breadth first goes outward");
                last = here;
                visited += 1;
            }
            prop_assert_eq!(visited, from_source.iter().flatten().count());
        }

        // An articulation actor: without it there are more components among the others than before.
        let mut expected = BTreeSet::new();
        for (position, gone) in ids.iter().enumerate() {
            let rest: Vec<String> = ids.iter().filter(|id| *id != gone).cloned().collect();
            let without = components(&distances(&rest, linked));
            let own_component = usize::from(distance[position].iter().flatten().count() == 1);
            if without > components(&distance) - own_component {
                expected.insert(position as u32);
            }
        }
        let found: BTreeSet<u32> =
            petgraph::algo::articulation_points::articulation_points(&projection).into_iter().collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn one_initiative_of_four_is_a_clique_with_newman_weight_one_third() {
    // k = 4: every pair has count 1 and weight 1/(4 − 1); with a second initiative of b and c alone 1/3 + 1/1.
    let world = World::new().actors(&["a", "b", "c", "d", "e"]).initiative("x", &[], &["a", "b", "c", "d"]);
    let world = world.initiative("y", &[], &["b", "c"]).initiative("z", &[], &["e"]).initiative("empty", &[], &[]);
    let (network, projection) = project(&world.build());
    assert_eq!(projection.pair_count(), 6);
    assert_eq!(projection.neighbors_of(1), [0, 2, 3]);
    assert_eq!(projection.counts_of(1), [1, 2, 1]);
    assert!(close(projection.newman_of(1)[0], 1.0 / 3.0) && close(projection.newman_of(1)[1], 4.0 / 3.0));
    // k = 1 gives no link, and the isolated actor stays.
    assert_eq!((projection.actor_count(), projection.degree(4), network.initiatives_of(4).len()), (5, 0, 1));
    assert_steady(&world, |ecosystem| project(ecosystem).1);
}

#[test]
fn a_projection_beyond_the_budget_is_refused_with_its_size() {
    let world = World::new().actors(&["a", "b", "c"]).initiative("x", &[], &["a", "b", "c"]);
    let network = TwoModeNetwork::new(&world.build());
    let refused = Projection::new(&network, 8).expect_err("three pairs need more than eight bytes");
    assert_eq!((refused.pairs, refused.budget), (3, 8));
    assert!(Projection::new(&network, refused.bytes).is_ok(), "what it asks for is enough");
}
