//! Distributions against facts in words, counted in sets.

use std::collections::BTreeSet;

use ecosysteemkaart::analysis::distribution::{Axis, Distribution, Measure, distribution};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::{Class, Ecosystem, Level, Role};
use proptest::prelude::*;

use super::support::{ActivityRow, Served, World, assert_steady, close_option, modelled_classes};
use super::worlds::worlds;

const AXES: [&str; 10] = [
    "activity_type",
    "sector",
    "application",
    "region",
    "actorLevel",
    "initiativeLevel",
    "actorKind",
    "role",
    "reachClass",
    "effortClass",
];

fn measure(ecosystem: &Ecosystem, rows: &str, columns: Option<&str>, measure: Measure) -> Distribution {
    let axis = |code: &str| Axis::from_code(ecosystem, code).expect("a known axis");
    distribution(ecosystem, &Selection::everything(ecosystem), axis(rows), columns.map(axis), measure)
}

/// An activity with its initiative, or an initiative without activities, beside one of its actors; or an actor alone.
#[derive(Debug, Clone, Copy)]
struct Fact<'w> {
    initiative: Option<&'w str>,
    activity: Option<&'w ActivityRow>,
    actor: Option<&'w str>,
}

fn facts(world: &World) -> Vec<Fact<'_>> {
    let mut facts = Vec::new();
    for initiative in &world.initiatives {
        let mut activities: Vec<Option<&ActivityRow>> =
            world.activities.iter().filter(|row| row.initiative == initiative.id).map(Some).collect();
        if activities.is_empty() {
            activities.push(None);
        }
        let members = world.members(&initiative.id);
        let mut actors: Vec<Option<&str>> =
            world.actors.iter().filter(|row| members.contains(&row.id)).map(|row| Some(row.id.as_str())).collect();
        if actors.is_empty() {
            actors.push(None);
        }
        for activity in activities {
            for &actor in &actors {
                facts.push(Fact { initiative: Some(initiative.id.as_str()), activity, actor });
            }
        }
    }
    for actor in world.actors.iter().filter(|row| world.initiatives_of(&row.id).is_empty()) {
        facts.push(Fact { initiative: None, activity: None, actor: Some(&actor.id) });
    }
    facts
}

fn or_unknown(found: BTreeSet<String>) -> BTreeSet<Option<String>> {
    if found.is_empty() { BTreeSet::from([None]) } else { found.into_iter().map(Some).collect() }
}

/// Categories of a fact; not known is one.
fn categories(world: &World, axis: &str, fact: Fact, of: Measure) -> BTreeSet<Option<String>> {
    let one = |code: Option<String>| BTreeSet::from([code]);
    let actor = fact.actor.and_then(|id| world.actors.iter().find(|row| row.id == id));
    let initiative = fact.initiative.and_then(|id| world.initiatives.iter().find(|row| row.id == id));
    let method = || {
        let values = fact.activity.and_then(|row| row.values.get("activity_type"))?;
        values.first().filter(|_| values.len() == 1).cloned()
    };
    match axis {
        "region" if of == Measure::Actors => one(fact.actor.and_then(|id| world.actor_region(id))),
        "region" => {
            let area = match (fact.activity, fact.initiative) {
                (Some(activity), _) => world.activity_area(activity),
                (None, Some(initiative)) => world.initiative_area(initiative),
                (None, None) => Served::Unknown,
            };
            if area == Served::National { one(Some("NL".to_owned())) } else { or_unknown(area.own()) }
        }
        "actorLevel" => one(actor.and_then(|row| row.level).map(|level: Level| level.code().to_owned())),
        "actorKind" => one(actor.and_then(|row| row.kind.clone())),
        "initiativeLevel" => one(initiative.and_then(|row| row.level).map(|level| level.code().to_owned())),
        "role" => {
            let roles = match (fact.initiative, fact.actor) {
                (Some(initiative), Some(actor)) => world.roles(initiative, actor),
                _ => Vec::new(),
            };
            or_unknown(roles.into_iter().flatten().map(|role: Role| role.code().to_owned()).collect())
        }
        "reachClass" => {
            let stated = fact.activity.and_then(|row| row.reach_class);
            let class = stated.or_else(|| modelled_classes(&method()?).0);
            one(class.map(|class: Class| class.code().to_owned()))
        }
        "effortClass" => one(method().and_then(|word| modelled_classes(&word).1).map(|class| class.code().to_owned())),
        dimension => or_unknown(fact.activity.map(|row| world.counted_values(row, dimension)).unwrap_or_default()),
    }
}

/// Known by their bytes, not known last.
fn in_order(found: BTreeSet<Option<String>>) -> Vec<Option<String>> {
    let (unknown, known): (Vec<_>, Vec<_>) = found.into_iter().partition(Option::is_none);
    known.into_iter().chain(unknown).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]

    #[test]
    fn tables_count_distinct_things(
        world in worlds(),
        rows in 0..AXES.len(),
        columns in proptest::option::of(0..AXES.len()),
        of in 0_usize..4,
    ) {
        let ecosystem = world.build();
        let of = Measure::ALL[of];
        let (rows, columns) = (AXES[rows], columns.map(|axis| AXES[axis]));
        let found = measure(&ecosystem, rows, columns, of);
        let item = |fact: &Fact| -> Option<String> {
            match of {
                Measure::Activities | Measure::Reach => fact.activity.map(|row| row.id.clone()),
                Measure::Initiatives => fact.initiative.map(ToOwned::to_owned),
                Measure::Actors => fact.actor.map(ToOwned::to_owned),
            }
        };
        let facts: Vec<(Fact, String)> =
            facts(&world).into_iter().filter_map(|fact| item(&fact).map(|item| (fact, item))).collect();
        let row_of = |fact: Fact| categories(&world, rows, fact, of);
        let column_of = |fact: Fact| columns.map_or(BTreeSet::from([None]), |axis| categories(&world, axis, fact, of));
        let size = |keep: &dyn Fn(Fact) -> bool| -> u64 {
            let items: BTreeSet<&String> = facts.iter().filter(|(fact, _)| keep(*fact)).map(|(_, item)| item).collect();
            match of {
                Measure::Reach => items.iter().filter_map(|id| world.activity_row(id).reach).sum(),
                _ => items.len() as u64,
            }
        };
        let row_names = in_order(facts.iter().flat_map(|(fact, _)| row_of(*fact)).collect());
        let column_names = in_order(facts.iter().flat_map(|(fact, _)| column_of(*fact)).collect());
        let total = size(&|_| true);
        prop_assert_eq!(found.total, total, "a multi-valued thing counts once in the total");
        prop_assert_eq!(
            found.row_totals.iter().map(|total| (total.category.clone(), total.count)).collect::<Vec<_>>(),
            row_names.iter().map(|row| (row.clone(), size(&|fact| row_of(fact).contains(row)))).collect::<Vec<_>>()
        );
        if columns.is_some() {
            prop_assert_eq!(
                found.column_totals.iter().map(|total| (total.category.clone(), total.count)).collect::<Vec<_>>(),
                column_names.iter().map(|name| (name.clone(), size(&|fact| column_of(fact).contains(name)))).collect::<Vec<_>>()
            );
        }
        let mut cells = found.cells.iter();
        for row in &row_names {
            for column in &column_names {
                let cell = cells.next().expect("every row with every column");
                prop_assert_eq!((&cell.row, &cell.column), (row, column));
                prop_assert_eq!(cell.count, size(&|fact| row_of(fact).contains(row) && column_of(fact).contains(column)));
                let share = |of: u64| (of > 0).then(|| cell.count as f64 / of as f64);
                prop_assert!(close_option(cell.row_share, share(size(&|fact| row_of(fact).contains(row)))));
                prop_assert!(close_option(cell.column_share, share(size(&|fact| column_of(fact).contains(column)))));
                prop_assert!(close_option(cell.total_share, share(total)));
            }
        }
        prop_assert!(cells.next().is_none());
    }
}

fn example() -> World {
    let mut world = World::new()
        .actors(&["p", "q", "r"])
        .initiative("x", &["PV20", "PV21"], &["p"])
        .initiative("y", &[], &["p", "q"])
        .activity("t1", "x", &[], &[("activity_type", &["advisering"]), ("sector", &["A", "C"])])
        .activity("t2", "x", &["PV20"], &[("activity_type", &["signaleren"]), ("sector", &["alle"])])
        .activity("t3", "y", &[], &[("activity_type", &["advisering"])]);
    world.activities[0].reach = Some(40);
    world.activities[2].reach = Some(2);
    world
}

#[test]
fn a_multi_valued_activity_counts_in_each_value_and_once_in_the_total() {
    // A: t1, t2; C: t1, t2; G: t2 (open to all); not known: t3. Sum over rows 6, total 3.
    let found = measure(&example().build(), "sector", None, Measure::Activities);
    let rows: Vec<(Option<&str>, u64)> =
        found.row_totals.iter().map(|row| (row.category.as_deref(), row.count)).collect();
    assert_eq!(rows, [(Some("A"), 2), (Some("C"), 2), (Some("G"), 1), (None, 1)]);
    assert_eq!(found.total, 3);
    assert!(close_option(found.cells[0].total_share, Some(2.0 / 3.0)));
}

#[test]
fn region_by_type_with_reach() {
    // Reach: t1 40 in PV20 and PV21, t2 not known, t3 2 in an area that is not known. Total 42.
    let ecosystem = example().build();
    let found = measure(&ecosystem, "region", Some("activity_type"), Measure::Reach);
    let cells: Vec<u64> = found.cells.iter().map(|cell| cell.count).collect();
    assert_eq!(cells, [40, 0, 40, 0, 2, 0]);
    assert_eq!(found.total, 42);
    // Column share of PV20 in advisering: 40 of 42. A column of nothing has no shares.
    assert!(close_option(found.cells[0].column_share, Some(40.0 / 42.0)));
    assert_eq!((found.cells[1].column_share, found.cells[1].row_share), (None, Some(0.0)));
}

#[test]
fn isolated_actors_are_counted() {
    let found = measure(&example().build(), "region", None, Measure::Actors);
    // p and q serve … p has x in PV20 and PV21: the lowest code; q and r have no place.
    let rows: Vec<(Option<&str>, u64)> =
        found.row_totals.iter().map(|row| (row.category.as_deref(), row.count)).collect();
    assert_eq!(rows, [(Some("PV20"), 1), (None, 2)]);
    assert_eq!(found.total, 3);
}

#[test]
fn every_axis_has_a_name() {
    let ecosystem = World::new().build();
    for code in AXES {
        let axis = Axis::from_code(&ecosystem, code).expect("a known axis");
        assert_eq!(axis.code(&ecosystem), code);
    }
    assert_eq!(Axis::from_code(&ecosystem, "color"), None);
}

#[test]
fn the_same_for_any_threads_and_row_order() {
    assert_steady(&example(), |ecosystem| measure(ecosystem, "region", Some("role"), Measure::Initiatives));
}
