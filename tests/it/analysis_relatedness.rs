//! Relatedness by hand and by definition.

use ecosysteemkaart::analysis::relatedness::{DEFAULT_MAX_VALUES, proximity, relatedness};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::{WhiteSpots, white_spots};
use ecosysteemkaart::ecosystem::Ecosystem;
use proptest::prelude::*;

use super::support::{Served, Words, World, assert_steady, close, close_option};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, by: &str) -> (WhiteSpots, Vec<Option<f64>>) {
    let position = ecosystem.taxonomy().position(by).expect("a known dimension");
    let selection = Selection::everything(ecosystem);
    let cells = white_spots(ecosystem, &selection, &[position]).expect("few cells");
    let densities = relatedness(ecosystem, &selection, &cells, DEFAULT_MAX_VALUES).expect("few values");
    (cells, densities)
}

/// Whether an initiative, or an activity of it, has the region among its own.
fn works_in(world: &World, initiative: &str, region: &str) -> bool {
    world.initiative_area(initiative).own().contains(region)
        || world
            .activities
            .iter()
            .filter(|row| row.initiative == initiative)
            .any(|row| world.activity_area(row).own().contains(region))
}

/// Density from sets of initiatives: P(v | w) is the share of those with w that have v too.
fn reference(world: &World, by: &str, region: &str, value: &str) -> Option<f64> {
    let offering = |value: &str| -> Words {
        let rows = world.activities.iter().filter(|row| world.counted_values(row, by).contains(value));
        rows.map(|row| row.initiative.clone()).filter(|id| !works_in(world, id, region)).collect()
    };
    let given = |v: &str, w: &str| {
        let with = offering(w);
        if with.is_empty() { None } else { Some(with.intersection(&offering(v)).count() as f64 / with.len() as f64) }
    };
    let has = |value: &str| {
        let here = |row: &&super::support::ActivityRow| world.activity_area(row).own().contains(region);
        world.activities.iter().filter(here).any(|row| world.counted_values(row, by).contains(value))
    };
    let surveyed = world.surveyed.contains(region)
        || world
            .activities
            .iter()
            .any(|row| world.activity_area(row).own().contains(region) && !world.counted_values(row, by).is_empty());
    if !surveyed {
        return None;
    }
    let (mut here, mut all) = (0.0, 0.0);
    for other in world.values_of(by).iter().filter(|other| other.as_str() != value) {
        let close = match (given(value, other), given(other, value)) {
            (Some(a), Some(b)) => a.min(b),
            _ => 0.0,
        };
        all += close;
        if has(other) {
            here += close;
        }
    }
    (all > 0.0).then(|| here / all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn densities_are_those_of_the_definition(world in worlds(), asked in 0_usize..3) {
        let by = ["activity_type", "sector", "application"][asked];
        let ecosystem = world.build();
        let (cells, found) = measure(&ecosystem, by);
        prop_assert_eq!(cells.cells.len(), found.len());
        let dimension = &ecosystem.taxonomy().dimensions()[cells.by[0]];
        let any_own = world.activities.iter().any(|row| matches!(world.activity_area(row), Served::Regions(_)));
        for (cell, density) in cells.cells.iter().zip(found) {
            let region = cell.place.code(ecosystem.regions());
            let wanted = if any_own { reference(&world, by, region, dimension.value_code(cell.values[0])) } else { None };
            prop_assert!(close_option(density, wanted), "{} {:?}: {:?} {:?}", region, cell.values, density, wanted);
        }
    }
}

fn types(list: &'static [&'static str]) -> [(&'static str, &'static [&'static str]); 1] {
    [("sector", list)]
}

/// Outside R1: x offers A and C, y offers A and C, z offers A and G, n (national) offers C. R1 has C by r.
fn example() -> World {
    World::new()
        .with_regions(&["R1", "R2"])
        .initiative("x", &["R2"], &[])
        .initiative("y", &["R2"], &[])
        .initiative("z", &["R2"], &[])
        .initiative("n", &["NL"], &[])
        .initiative("r", &["R1"], &[])
        .activity("t1", "x", &[], &types(&["A", "C"]))
        .activity("t2", "y", &[], &types(&["A"]))
        .activity("t3", "y", &[], &types(&["C"]))
        .activity("t4", "z", &[], &types(&["A", "G"]))
        .activity("t5", "n", &[], &types(&["C"]))
        .activity("t6", "r", &[], &types(&["C"]))
}

#[test]
fn by_hand() {
    let ecosystem = example().build();
    let (cells, found) = measure(&ecosystem, "sector");
    let codes: Vec<(String, Option<f64>)> = cells
        .cells
        .iter()
        .zip(found)
        .map(|(cell, density)| {
            let value = ecosystem.taxonomy().dimensions()[cells.by[0]].value_code(cell.values[0]);
            (format!("{} {value}", cell.place.code(ecosystem.regions())), density)
        })
        .collect();
    let of = |name: &str| codes.iter().find(|(code, _)| code == name).and_then(|(_, density)| *density);
    // Outside R1: A by x, y, z; C by x, y, n; G by z; A and C by x, y; A and G by z. φ(A, C) = 2/3, φ(A, G) = 1/3,
    // φ(C, G) = 0. R1 has C: density of A = (2/3) / (2/3 + 1/3), of G = 0, of C itself 0 of 2/3.
    assert!(close_option(of("R1 A"), Some(2.0 / 3.0)));
    assert!(close_option(of("R1 G"), Some(0.0)) && close_option(of("R1 C"), Some(0.0)));
    // Outside R2 are n and r: each offers C alone, so nothing goes with anything.
    assert_eq!((of("R2 A"), of("R2 C"), of("R2 G")), (None, None, None));
}

#[test]
fn what_the_region_has_itself_proves_nothing() {
    // r works in R1 and now offers A beside C there: φ outside R1 stays what it was.
    let world = example().activity("t7", "r", &["R2"], &types(&["A"]));
    let (cells, found) = measure(&world.build(), "sector");
    assert_eq!(cells.cells[0].own, 0);
    assert!(close_option(found[0], Some(2.0 / 3.0)));
}

#[test]
fn proximity_is_the_lesser_of_two_shares() {
    // Two of four and two of three initiatives: min(2/4, 2/3).
    assert!(proximity(2, 4, 3).is_some_and(|found| close(found, 0.5)));
    assert_eq!((proximity(0, 0, 5), proximity(0, 0, 0)), (Some(0.0), None));
}

#[test]
fn too_many_values_are_not_compared() {
    let ecosystem = example().build();
    let selection = Selection::everything(&ecosystem);
    let cells = white_spots(&ecosystem, &selection, &[1]).expect("few cells");
    assert_eq!(relatedness(&ecosystem, &selection, &cells, 2), None);
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    assert_steady(&example(), |ecosystem| measure(ecosystem, "sector"));
}
