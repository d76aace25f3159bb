//! Scenarios against the analyses of a world that was written down changed, and hand-made ones.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::centrality::{CentralityConfig, centrality};
use ecosysteemkaart::analysis::clusters::{Clusters, ClustersConfig, clusters};
use ecosysteemkaart::analysis::complexity::{ComplexityConfig, complexity};
use ecosysteemkaart::analysis::overlap::{OverlapConfig, overlap};
use ecosysteemkaart::analysis::scenario::{PairReason, Scenario, ScenarioConfig, scenario};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::{CellStatus, white_spots};
use ecosysteemkaart::dataset::{ReadOptions, read_shipped};
use ecosysteemkaart::ecosystem::edit::{Edited, Edits, edit};
use ecosysteemkaart::ecosystem::{Ecosystem, Place, Role};
use ecosysteemkaart::network::{DEFAULT_MEMORY_BUDGET, Projection, TwoModeNetwork};
use proptest::prelude::*;

use super::ecosystem_edit::{Asked, edited_world, edited_worlds, edits};
use super::shipped::planted;
use super::support::{Words, World, assert_steady, close_option, words};
use super::worlds::worlds;

/// All actors that change, not just the first.
fn everybody() -> ScenarioConfig {
    ScenarioConfig { most_actors: usize::MAX, ..ScenarioConfig::default() }
}

fn carry_out(ecosystem: &Ecosystem, initiatives: &Asked, actors: &Asked) -> (Edited, Scenario) {
    let edited = edit(ecosystem, &edits(ecosystem, initiatives, actors)).unwrap();
    let found = scenario(ecosystem, &edited, &everybody()).unwrap();
    (edited, found)
}

type Cells = BTreeMap<(String, String), (u64, u64, u64, CellStatus, bool)>;

fn cells(ecosystem: &Ecosystem) -> Cells {
    let lead = ecosystem.taxonomy().lead();
    let found = white_spots(ecosystem, &Selection::everything(ecosystem), &[lead]).unwrap();
    let key = |place: Place, value| {
        (
            place.code(ecosystem.regions()).to_owned(),
            ecosystem.taxonomy().dimensions()[lead].value_code(value).to_owned(),
        )
    };
    let cells = found.cells.iter();
    cells
        .map(|cell| {
            (key(cell.place, cell.values[0]), (cell.own, cell.national, cell.initiatives, cell.status, cell.fragile))
        })
        .collect()
}

/// Degree, rank and betweenness by id.
type Centralities = BTreeMap<String, (usize, usize, Option<f64>)>;

fn centralities(ecosystem: &Ecosystem) -> (Centralities, Projection) {
    let network = TwoModeNetwork::new(ecosystem);
    let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).unwrap();
    let found = centrality(&network, &projection, &CentralityConfig::default());
    let rank = |degree: usize| 1 + found.actors.iter().filter(|other| other.degree > degree).count();
    let of = found.actors.iter().map(|actor| {
        let id = ecosystem.actors()[actor.actor].id.to_string();
        (id, (actor.degree, rank(actor.degree), actor.betweenness))
    });
    (of.collect(), projection)
}

fn found_clusters(ecosystem: &Ecosystem) -> Clusters {
    let network = TwoModeNetwork::new(ecosystem);
    let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).unwrap();
    clusters(ecosystem, &network, &projection, &ClustersConfig::default())
}

/// Overlapping pairs by id, and whether they collaborate.
fn pairs(ecosystem: &Ecosystem) -> BTreeMap<(String, String), bool> {
    let id = |at: usize| ecosystem.initiatives()[at].id.to_string();
    let found = overlap(ecosystem, &Selection::everything(ecosystem), &OverlapConfig::default()).unwrap();
    let listed = found.pairs.into_iter().filter(|pair| pair.overlap.is_some());
    listed.map(|pair| ((id(pair.a), id(pair.b)), pair.collaborates)).collect()
}

/// Components as sets of ids, by union of whoever is in one initiative.
fn components(world: &World) -> Vec<Words> {
    let mut parts: Vec<Words> = world.actor_ids().into_iter().map(|id| Words::from([id])).collect();
    for initiative in world.initiative_ids() {
        let members = world.members(&initiative);
        let (joined, rest): (Vec<Words>, Vec<Words>) = parts.into_iter().partition(|part| !part.is_disjoint(&members));
        parts = rest;
        let all: Words = joined.into_iter().flatten().collect();
        if !all.is_empty() {
            parts.push(all);
        }
    }
    parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part.first().cloned()));
    parts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn differences_are_those_with_the_world_written_down_changed((world, initiatives, actors) in edited_worlds()) {
        let (before, after_world) = (world.build(), edited_world(&world, &initiatives, &actors));
        let after = after_world.build();
        let (edited, found) = carry_out(&before, &initiatives, &actors);

        // Coverage. Where all regions went out of sight the grid is another one; that is tested by hand.
        let (was, is) = (cells(&before), cells(&after));
        if was.keys().eq(is.keys()) {
            let changed: Vec<&(String, String)> = was.keys().filter(|key| {
                let seen = |cells: &Cells| (cells[*key].3, cells[*key].4);
                seen(&was) != seen(&is)
            }).collect();
            let told: Vec<(String, String)> = found.coverage.cells.iter()
                .map(|cell| (cell.place.code(before.regions()).to_owned(), cell.value.clone())).collect();
            prop_assert_eq!(told.iter().collect::<BTreeSet<_>>(), changed.into_iter().collect::<BTreeSet<_>>());
            for (key, cell) in told.iter().zip(&found.coverage.cells) {
                let (then, now) = (cell.before.unwrap(), cell.after.unwrap());
                prop_assert_eq!((then.own, then.national, then.initiatives, then.status, then.fragile), was[key]);
                prop_assert_eq!((now.own, now.national, now.initiatives, now.status, now.fragile), is[key]);
            }
            for &(status, then, now) in &found.coverage.by_status {
                let count = |cells: &Cells| cells.values().filter(|cell| cell.3 == status).count();
                prop_assert_eq!((then, now), (count(&was), count(&is)));
            }
        }

        // Centrality.
        let ((then, _), (now, _)) = (centralities(&before), centralities(&after));
        let gone: Words = world.actor_ids().into_iter().filter(|id| actors.home(id).is_none()).collect();
        let expected: Words = then.keys()
            .filter(|id| gone.contains(*id) || now.get(*id).is_some_and(|now| (now.0, now.2) != (then[*id].0, then[*id].2)))
            .cloned().collect();
        let told = found.centrality.actors.iter().map(|change| match (change.after, change.before) {
            (Some(at), _) => after.actors()[at].id.to_string(),
            (None, at) => before.actors()[at.unwrap()].id.to_string(),
        });
        let told: Vec<String> = told.collect();
        prop_assert_eq!(told.iter().cloned().collect::<Words>(), expected);
        prop_assert_eq!(found.centrality.changed, told.len());
        let mut last = None;
        for (id, change) in told.iter().zip(&found.centrality.actors) {
            let side = |of: &Centralities| of.get(id).copied();
            prop_assert_eq!(change.was.map(|side| (side.degree, side.rank, side.betweenness)), side(&then));
            prop_assert_eq!(change.is.map(|side| (side.degree, side.rank, side.betweenness)), side(&now));
            let degree = |of: &Centralities| side(of).map_or(0, |side| side.0);
            let shift = degree(&then).abs_diff(degree(&now));
            prop_assert!(last.is_none_or(|last| shift <= last));
            last = Some(shift);
        }
        let (parts_before, parts_after) = (components(&world), components(&after_world));
        prop_assert_eq!(
            (found.centrality.components_before, found.centrality.components_after),
            (parts_before.len(), parts_after.len())
        );
        let outside = |id: &&String| {
            parts_before.first().is_some_and(|part| part.contains(*id)) && !parts_after[0].contains(*id)
        };
        let after_ids = after_world.actor_ids();
        let cut: Words = after_ids.iter().filter(outside).cloned().collect();
        let told: Words = found.centrality.cut_off.iter().map(|&at| after.actors()[at].id.to_string()).collect();
        prop_assert_eq!(told, cut);

        // Clusters.
        let (was, is) = (found_clusters(&before), found_clusters(&after));
        prop_assert_eq!((found.clusters.count_before, found.clusters.count_after), (was.clusters.len(), is.clusters.len()));
        prop_assert_eq!((found.clusters.modularity_before, found.clusters.modularity_after), (was.modularity, is.modularity));
        let clustered = |ecosystem: &Ecosystem, clusters: &Clusters| -> Words {
            let members = clusters.clusters.iter().flat_map(|cluster| &cluster.members);
            members.map(|member| ecosystem.actors()[member.actor].id.to_string()).collect()
        };
        let both = clustered(&before, &was).intersection(&clustered(&after, &is)).count();
        prop_assert_eq!((found.clusters.in_both, found.clusters.adjusted_rand.is_some()), (both, both > 0));

        // Overlap without collaboration: what leaves and comes accounts for the difference.
        let (was, is) = (pairs(&before), pairs(&after));
        let image = |pair: &(String, String)| {
            let (a, b) = (initiatives.home(&pair.0)?, initiatives.home(&pair.1)?);
            (a != b).then(|| if a < b { (a, b) } else { (b, a) })
        };
        let apart = |pairs: &BTreeMap<(String, String), bool>| pairs.values().filter(|with| !**with).count();
        prop_assert_eq!((found.pairs.apart_before, found.pairs.apart_after), (apart(&was), apart(&is)));
        let ended = was.iter().filter(|(pair, with)| {
            !**with && image(pair).is_none_or(|now| is.get(&now) != Some(&false))
        });
        let told: BTreeSet<(String, String)> = found.pairs.ended.iter()
            .map(|pair| (before.initiatives()[pair.a].id.to_string(), before.initiatives()[pair.b].id.to_string()))
            .collect();
        prop_assert_eq!(told, ended.map(|(pair, _)| pair.clone()).collect());
        let still: BTreeSet<(String, String)> = was.iter().filter(|(_, with)| !**with).filter_map(|(pair, _)| image(pair)).collect();
        let began = is.iter().filter(|(pair, with)| !**with && !still.contains(*pair));
        let told: BTreeSet<(String, String)> = found.pairs.began.iter()
            .map(|pair| (after.initiatives()[pair.a].id.to_string(), after.initiatives()[pair.b].id.to_string()))
            .collect();
        prop_assert_eq!(told, began.map(|(pair, _)| pair.clone()).collect());

        // Key numbers.
        let overlapping = overlap(&after, &Selection::everything(&after), &OverlapConfig::default()).unwrap();
        let numbers = complexity(&after, &Selection::everything(&after), &overlapping, &ComplexityConfig::default()).unwrap();
        let whole = &numbers.areas[0];
        let told = |measure: &str| {
            let change = found.complexity[0].changes.iter().find(|change| change.measure == measure).unwrap();
            (change.before, change.after)
        };
        let sizes = |world: &World| [world.initiatives.len(), world.actors.len(), world.activities.len()];
        for (measure, (then, now)) in
            ["initiatives", "actors", "activities"].into_iter().zip(sizes(&world).into_iter().zip(sizes(&after_world)))
        {
            prop_assert_eq!(told(measure), (Some(then as f64), Some(now as f64)));
        }
        prop_assert!(close_option(told("density").1, whole.structure.density));
        prop_assert!(close_option(told("coveredCells").1, whole.covered_cells.share));
        prop_assert!(close_option(told("redundancy").1, whole.redundancy.share));
        prop_assert!(close_option(told("effectiveTypesObserved").1, whole.effective_types_observed));
        prop_assert_eq!(edited.ecosystem.initiatives().len(), after.initiatives().len());
    }

    #[test]
    fn nothing_asked_makes_no_difference(world in worlds()) {
        let ecosystem = world.build();
        let found = scenario(&ecosystem, &edit(&ecosystem, &Edits::default()).unwrap(), &everybody()).unwrap();
        prop_assert_eq!(found.complexity.len(), 1);
        prop_assert!(found.complexity[0].changes.iter().all(|change| change.before == change.after));
        prop_assert!(found.coverage.cells.is_empty() && found.centrality.actors.is_empty());
        prop_assert!(found.clusters.moved.is_empty() && found.clusters.adjusted_rand.is_none_or(|index| index == 1.0));
        prop_assert!(found.pairs.ended.is_empty() && found.pairs.began.is_empty());
    }

    #[test]
    fn the_same_for_any_threads_and_row_order((world, initiatives, actors) in edited_worlds()) {
        assert_steady(&world, |ecosystem| carry_out(ecosystem, &initiatives, &actors).1);
    }
}

/// Two desks that do the same in Groningen with a shared funder, and one in Drenthe.
fn desks() -> World {
    World::new()
        .actors(&["a", "b", "c", "f"])
        .initiative("drenthe", &["PV22"], &["b", "c"])
        .initiative("one", &["PV20"], &["a"])
        .initiative("two", &["PV20"], &["b"])
        .role("one", "f", Role::Funder)
        .role("two", "f", Role::Funder)
        .activity("1", "one", &[], &[("activity_type", &["advisering"]), ("sector", &["C"])])
        .activity("2", "two", &[], &[("activity_type", &["advisering"]), ("sector", &["C"])])
        .activity("3", "drenthe", &[], &[("activity_type", &["signaleren"])])
}

#[test]
fn each_pair_that_leaves_or_comes_says_why() {
    let ecosystem = desks().build();
    let none = Asked::default();
    let reasons = |found: &Scenario| -> Vec<PairReason> {
        found.pairs.ended.iter().chain(&found.pairs.began).map(|pair| pair.reason).collect()
    };
    let (_, found) = carry_out(&ecosystem, &Asked::of(&[], &[("one", &["two"])]), &none);
    assert_eq!((found.pairs.apart_before, found.pairs.apart_after), (1, 0));
    assert_eq!(reasons(&found), [PairReason::Merged]);
    let (_, found) = carry_out(&ecosystem, &Asked::of(&["two"], &[]), &none);
    assert_eq!(reasons(&found), [PairReason::Removed]);
    // Once a and b are one organisation, the two desks work together.
    let (_, found) = carry_out(&ecosystem, &none, &Asked::of(&[], &[("a", &["b"])]));
    assert_eq!(reasons(&found), [PairReason::Collaborates]);
    let together = desks().role("two", "a", Role::Executor).build();
    let (_, found) = carry_out(&together, &none, &Asked::of(&["a"], &[]));
    assert_eq!(reasons(&found), [PairReason::NoLongerCollaborates]);
}

#[test]
fn without_any_own_area_the_cells_keep_their_regions() {
    let world =
        desks().initiative("land", &["NL"], &[]).activity("4", "land", &[], &[("activity_type", &["advisering"])]);
    let (_, found) = carry_out(&world.build(), &Asked::of(&["drenthe", "one", "two"], &[]), &Asked::default());
    let groningen = found.coverage.cells.iter().find(|cell| cell.before.unwrap().own == 2).unwrap();
    let after = groningen.after.unwrap();
    assert_eq!((after.own, after.national, after.status), (0, 1, CellStatus::NationalOnly));
    assert!(groningen.supply_changes());
    let counts: usize = found.coverage.by_status.iter().map(|(.., after)| after).sum();
    assert_eq!(counts, found.coverage.by_status.iter().map(|(_, before, _)| before).sum::<usize>());
}

#[test]
fn nothing_may_be_left() {
    let world = desks();
    let all = |ids: Words| Asked { remove: ids, ..Asked::default() };
    let (edited, found) = carry_out(&world.build(), &all(world.initiative_ids()), &all(world.actor_ids()));
    assert!(edited.ecosystem.actors().is_empty());
    assert_eq!((found.centrality.components_after, found.clusters.count_after), (0, 0));
    assert_eq!((found.clusters.modularity_after, found.clusters.adjusted_rand), (None, None));
    let absent = found.coverage.by_status.iter().find(|(status, ..)| *status == CellStatus::Absent).unwrap();
    // Groningen and Drenthe were surveyed, for three values.
    assert_eq!(absent.2, 6);
    let empty = World::new().build();
    let (_, found) = carry_out(&empty, &Asked::default(), &Asked::default());
    assert_eq!((found.centrality.actors_before, found.coverage.cells.len()), (0, 0));
}

#[test]
fn planted_truths_come_out() {
    let ecosystem = read_shipped("voorbeeld", &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let one = |ids: &[&str]| Asked { remove: words(ids), ..Asked::default() };
    // All at once, to have them in one computation.
    let closed = &planted("cell-closed")[0];
    let fragile = &planted("fragile")[0];
    let twins = &planted("overlap-without-collaboration")[0];
    let articulation = &planted("articulation")[0];
    let merged = Asked::of(&[&closed[2], &fragile[2]], &[(&twins[0], &[&twins[1]])]);
    let (edited, found) = carry_out(&ecosystem, &merged, &one(&[&articulation[0]]));
    let side = |row: &[String]| {
        let cell = found
            .coverage
            .cells
            .iter()
            .find(|cell| cell.place.code(ecosystem.regions()) == row[0] && cell.value == row[1]);
        cell.unwrap().after.unwrap()
    };
    assert_eq!((side(closed).own, side(closed).status), (0, CellStatus::Absent));
    assert_eq!((side(fragile).own, side(fragile).fragile), (0, false));
    let id = |at: usize| ecosystem.initiatives()[at].id.to_string();
    let ended: Vec<_> = found.pairs.ended.iter().map(|pair| (id(pair.a), id(pair.b), pair.reason)).collect();
    assert!(ended.contains(&(twins[0].clone(), twins[1].clone(), PairReason::Merged)));
    let cut: Words = found.centrality.cut_off.iter().map(|&at| edited.ecosystem.actors()[at].id.to_string()).collect();
    for initiative in articulation[1].split(' ') {
        let position = ecosystem.initiative_position(initiative).unwrap();
        let links = ecosystem.participations().iter().filter(|link| link.initiative as usize == position);
        let members: Words = links.map(|link| ecosystem.actors()[link.actor as usize].id.to_string()).collect();
        assert!(members.iter().all(|id| *id == articulation[0] || cut.contains(id)), "{initiative}: {members:?}");
    }
}
