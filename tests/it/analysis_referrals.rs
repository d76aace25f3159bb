//! Referral against walks over words, figures of networkx, and the planted truths of the example.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::referrals::{Direction, Referrals, ReferralsConfig, referrals};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::{Ecosystem, Level};
use proptest::prelude::*;

use super::shipped::{planted, read};
use super::support::{ActivityRow, Served, Words, World, assert_steady, reference_figures, round12, words};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem) -> Option<Referrals> {
    referrals(ecosystem, &Selection::everything(ecosystem), &ReferralsConfig::default())
}

/// From → to, where anybody was referred.
fn links(world: &World) -> BTreeSet<(String, String)> {
    let rows = world.referrals.iter().filter(|row| row.0 != row.1 && row.2 > 0);
    rows.map(|row| (row.0.clone(), row.1.clone())).collect()
}

fn serves(world: &World, area: &Served, region: &str) -> bool {
    match area {
        Served::Unknown => false,
        Served::National => true,
        Served::Regions(codes) => world.with_parents(region).iter().any(|outer| codes.contains(outer)),
    }
}

/// Activities of an initiative that serve a region.
fn here<'w>(world: &'w World, initiative: &str, region: &str) -> Vec<&'w ActivityRow> {
    let mine = world.activities.iter().filter(|row| row.initiative == initiative);
    mine.filter(|row| serves(world, &world.activity_area(row), region)).collect()
}

/// Where one can be after exactly so many referrals.
fn after(links: &BTreeSet<(String, String)>, door: &str, steps: usize) -> Words {
    if steps == 0 {
        return words(&[door]);
    }
    let before = after(links, door, steps - 1);
    links.iter().filter(|link| before.contains(&link.0)).map(|link| link.1.clone()).collect()
}

proptest! {
    #[test]
    fn follows_the_definition(world in worlds(), extra in proptest::collection::vec(any::<[u8; 3]>(), 0..10)) {
        let mut world = world;
        let ids: Vec<String> = world.initiatives.iter().map(|row| row.id.clone()).collect();
        if !ids.is_empty() {
            let id = |number: u8| ids[usize::from(number) % ids.len()].clone();
            world.referrals.extend(extra.iter().map(|&[from, to, count]| (id(from), id(to), u64::from(count % 4))));
        }
        let ecosystem = world.build();
        let found = measure(&ecosystem);
        prop_assert_eq!(found.is_none(), world.referrals.is_empty());
        let Some(found) = found else { return Ok(()) };
        let id = |initiative: usize| ecosystem.initiatives()[initiative].id.to_string();
        let links = links(&world);
        let listed: BTreeSet<_> = found.links.iter().map(|link| (id(link.from), id(link.to))).collect();
        prop_assert_eq!(&listed, &links);
        for link in &found.links {
            let (from, to) = (id(link.from), id(link.to));
            let rows = world.referrals.iter().filter(|row| row.0 == from && row.1 == to);
            prop_assert_eq!(link.count, rows.map(|row| row.2).sum::<u64>());
            prop_assert_eq!(link.reciprocal, links.contains(&(to, from)));
        }
        for door in &found.doors {
            let id = id(door.initiative);
            let comes_in = links.iter().any(|link| link.1 == id);
            let goes_out = links.iter().any(|link| link.0 == id);
            prop_assert_eq!((door.dead_end, door.unvisited), (comes_in && !goes_out, !comes_in));
            // Round and back: those that reach it and are reached from it.
            let far = |from: &str| -> Words { (0..=ids.len()).flat_map(|steps| after(&links, from, steps)).collect() };
            let reached = far(&id);
            let circle = reached.iter().filter(|other| far(other).contains(&id)).count();
            prop_assert_eq!(door.circle, circle);
            let said: Vec<&Words> = world.activities.iter().filter(|row| row.initiative == id)
                .filter_map(|row| row.values.get("service_line")).filter(|list| !list.is_empty()).collect();
            let first = said.iter().any(|list| list.contains("eerste") || list.contains("alle"));
            prop_assert_eq!(door.end_point, (!said.is_empty()).then_some(!first));
        }
        let dimension = &*ecosystem.taxonomy().dimensions()[found.dimension].id;
        let needs = world.activities.iter().any(|row| row.values.get("bottleneck").is_some_and(|list| !list.is_empty()));
        prop_assert_eq!(dimension, if needs { "bottleneck" } else { &world.lead });
        for cell in &found.reach {
            let region = ecosystem.regions().code(cell.region);
            let value = ecosystem.taxonomy().dimensions()[found.dimension].value_code(cell.value);
            let open: Vec<&String> =
                ids.iter().filter(|id| serves(&world, &world.initiative_area(id), region)).collect();
            let is_first = |id: &&&String| {
                here(&world, id, region).iter().any(|row| world.counted_values(row, "service_line").contains("eerste"))
            };
            let first: Vec<&String> = open.iter().filter(is_first).copied().collect();
            prop_assert_eq!(cell.first_line, !first.is_empty());
            let doors = if first.is_empty() { open } else { first };
            let fits = |id: &String| {
                here(&world, id, region).iter().any(|row| world.counted_values(row, dimension).contains(value))
            };
            prop_assert_eq!(cell.fitting, ids.iter().filter(|id| fits(id)).count());
            for (most, share) in cell.within.iter().enumerate() {
                let finds = |door: &&&String| (0..=most).any(|steps| after(&links, door, steps).iter().any(fits));
                let count = doors.iter().filter(finds).count();
                prop_assert_eq!((share.count, share.of), (count, doors.len()));
                let ratio = (!doors.is_empty()).then(|| round12(count as f64 / doors.len() as f64));
                prop_assert_eq!(share.share, ratio);
            }
            prop_assert_eq!(cell.stuck.len(), doors.len() - cell.within[2].count);
        }
    }
}

/// a → b → c → d and c → a; only d fits.
fn chain() -> World {
    let mut world = World::new().with_regions(&["R"]);
    for (id, need) in [("a", "willen"), ("b", "willen"), ("c", "willen"), ("d", "weten")] {
        world = world.initiative(id, &["R"], &[]).activity(
            &format!("{id}1"),
            id,
            &[],
            &[("activity_type", &["advisering"]), ("bottleneck", &[need])],
        );
    }
    world.referral("a", "b", 2).referral("b", "c", 1).referral("c", "d", 5).referral("c", "a", 3).referral("a", "a", 9)
}

#[test]
fn a_fitting_door_is_found_step_by_step() {
    let ecosystem = chain().build();
    let found = measure(&ecosystem).expect("referrals");
    let knowing = ecosystem.taxonomy().dimensions()[found.dimension].position("weten").expect("a value");
    let cell = found.reach.iter().find(|cell| cell.value == knowing).expect("a cell");
    let counts: Vec<usize> = cell.within.iter().map(|share| share.count).collect();
    // d itself; c; b. From a it takes three.
    assert_eq!((counts, cell.stuck.clone(), cell.first_line), (vec![1, 2, 3], vec![0], false));
    assert_eq!((found.circles, found.largest_circle, found.reciprocity.count), (1, 3, 0));
    assert_eq!((found.dead_ends.count, found.dead_ends.of, found.unvisited.count), (1, 4, 0));
}

#[test]
fn up_is_towards_the_whole() {
    let mut world = chain();
    let levels = [Some(Level::Local), Some(Level::National), Some(Level::Regional), None];
    for (row, level) in world.initiatives.iter_mut().zip(levels) {
        row.level = level;
    }
    let found = measure(&world.build()).expect("referrals");
    // Local to national; national to regional, regional to local; to an unknown level.
    let count = |direction| found.directions.iter().find(|total| total.direction == direction).expect("listed").clone();
    let links = |direction| (count(direction).links, count(direction).referrals);
    assert_eq!((links(Direction::Up), links(Direction::Down)), ((1, 2), (2, 4)));
    assert_eq!((links(Direction::Same), links(Direction::Unknown)), ((0, 0), (1, 5)));
    assert_eq!(count(Direction::Down).link_share, Some(round12(2.0 / 3.0)));
    assert_eq!(count(Direction::Unknown).link_share, None);
    assert_steady(&world, measure);
}

#[test]
fn the_example_is_as_networkx_sees_it() {
    let ecosystem = read("voorbeeld");
    let found = measure(&ecosystem).expect("referrals");
    let figures = reference_figures("referral-voorbeeld.json");
    let number = |key: &str| figures[key].as_u64().expect("a count") as usize;
    assert_eq!((found.links.len(), found.unvisited.count), (number("links"), number("unvisited")));
    assert_eq!(found.circles, number("circles"));
    assert_eq!(found.largest_circle, figures["largestCircle"].as_array().expect("ids").len());
    let reciprocity = figures["reciprocity"].as_f64().expect("a share");
    assert!(found.reciprocity.share.is_some_and(|share| (share - reciprocity).abs() < 1e-11));
    let id = |initiative: usize| ecosystem.initiatives()[initiative].id.to_string();
    let dead: Vec<String> = found.doors.iter().filter(|door| door.dead_end).map(|door| id(door.initiative)).collect();
    assert_eq!(serde_json::json!(dead), figures["deadEnds"]);
    let totals: BTreeMap<&str, (usize, u64)> =
        found.directions.iter().map(|total| (total.direction.code(), (total.links, total.referrals))).collect();
    for (direction, total) in totals {
        assert_eq!(serde_json::json!([total.0, total.1]), figures["directions"][direction], "{direction}");
    }
    for row in planted("dead-end") {
        assert!(dead.contains(&row[0]));
    }
    for row in planted("no-referrals-in") {
        let door = found.doors.iter().find(|door| id(door.initiative) == row[0]).expect("a door");
        assert!(door.unvisited && door.links_out > 0);
    }
}

#[test]
fn without_referrals_there_is_no_answer() {
    assert_eq!(measure(&World::new().build()), None);
    assert_eq!(measure(&read("regioscan-2023")), None);
}
