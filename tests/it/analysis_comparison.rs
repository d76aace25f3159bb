//! Comparison of versions: against sets of ids, against itself, turned around, by hand, and on the shipped versions.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::centrality::{Centrality, CentralityConfig, centrality};
use ecosysteemkaart::analysis::clusters::{Clusters, ClustersConfig, clusters};
use ecosysteemkaart::analysis::comparison::{
    CellChange, Change, Changes, Comparison, How, Measure, PairingConfig, Reach, Version, comparison,
};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::{CellStatus, white_spots};
use ecosysteemkaart::ecosystem::{Ecosystem, Particulars};
use proptest::prelude::*;

use super::network::{naive_links, project};
use super::support::{Served, Words, World, assert_steady, close_option, words};
use super::worlds::worlds;

fn measured(ecosystem: &Ecosystem) -> (Centrality, Clusters) {
    let (network, projection) = project(ecosystem);
    let config = ClustersConfig { permutations: 0, ..ClustersConfig::default() };
    (
        centrality(&network, &projection, &CentralityConfig::default()),
        clusters(ecosystem, &network, &projection, &config),
    )
}

fn compare(earlier: &Ecosystem, later: &Ecosystem) -> Comparison {
    let (before, after) = (measured(earlier), measured(later));
    comparison(
        &Version { ecosystem: earlier, centrality: &before.0, clusters: &before.1 },
        &Version { ecosystem: later, centrality: &after.0, clusters: &after.1 },
        &PairingConfig::default(),
    )
    .expect("small")
}

/// Ids of one kind that changed so, as (earlier, later); "" where there is none.
fn changed(changes: &Changes, wanted: Change, before: &[String], after: &[String]) -> BTreeSet<(String, String)> {
    let id = |ids: &[String], at: Option<usize>| at.map_or_else(String::new, |at| ids[at].clone());
    let list = changes.list.iter().filter(|one| one.change == wanted);
    list.map(|one| (id(before, one.earlier), id(after, one.later))).collect()
}

fn surveyed(world: &World) -> Words {
    let mut codes = world.surveyed.clone();
    codes.remove("NL");
    codes.extend(world.initiative_ids().iter().flat_map(|id| world.initiative_area(id).own()));
    codes.extend(world.activities.iter().flat_map(|row| world.activity_area(row).own()));
    codes
}

/// Ids come with the same letters in either case: names are the ids, so `X` that went and `x` that came have one name.
fn by_name(gone: &Words, new: &Words) -> BTreeSet<(String, String)> {
    let named = |ids: &Words, id: &String| ids.iter().filter(|other| other.eq_ignore_ascii_case(id)).count();
    let mut pairs = BTreeSet::new();
    for earlier in gone {
        for later in new {
            let same = earlier.eq_ignore_ascii_case(later) && earlier != "_";
            if same && named(gone, earlier) == 1 && named(new, later) == 1 {
                pairs.insert((earlier.clone(), later.clone()));
            }
        }
    }
    pairs
}

fn list(ids: Words) -> Vec<String> {
    ids.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_came_and_went_is_the_difference_of_the_ids(before in worlds(), after in worlds()) {
        let found = compare(&before.build(), &after.build());
        let both: Words = &surveyed(&before) & &surveyed(&after);
        prop_assert_eq!(&found.survey.both, &both);
        let hidden = |area: &Served, other: &Words| !area.own().is_empty() && area.own().is_disjoint(other);
        let activity_ids = |world: &World| -> Words { world.activities.iter().map(|row| row.id.clone()).collect() };
        for (changes, old, new, names_count, initiatives) in [
            (&found.actors, before.actor_ids(), after.actor_ids(), true, false),
            (&found.initiatives, before.initiative_ids(), after.initiative_ids(), true, true),
            (&found.activities, activity_ids(&before), activity_ids(&after), false, false),
        ] {
            let (gone, came): (Words, Words) = (&old - &new, &new - &old);
            let renumbered = if names_count { by_name(&gone, &came) } else { BTreeSet::new() };
            let (ids_before, ids_after) = (list(old.clone()), list(new.clone()));
            prop_assert_eq!(&changed(changes, Change::Renumbered, &ids_before, &ids_after), &renumbered);
            let gone: Words = gone.into_iter().filter(|id| !renumbered.iter().any(|pair| &pair.0 == id)).collect();
            let came: Words = came.into_iter().filter(|id| !renumbered.iter().any(|pair| &pair.1 == id)).collect();
            let ended: Words = changed(changes, Change::Ended, &ids_before, &ids_after).into_iter().map(|pair| pair.0).collect();
            let added: Words = changed(changes, Change::Added, &ids_before, &ids_after).into_iter().map(|pair| pair.1).collect();
            prop_assert_eq!(&ended, &gone);
            prop_assert_eq!(&added, &came);
            prop_assert_eq!(changes.unchanged, old.intersection(&new).count());
            prop_assert_eq!((changes.earlier, changes.later), (old.len(), new.len()));
            if initiatives {
                for one in &changes.list {
                    let expected = match (one.change, one.earlier, one.later) {
                        (Change::Ended, Some(at), _) => hidden(&before.initiative_area(&ids_before[at]), &surveyed(&after)),
                        (Change::Added, _, Some(at)) => hidden(&after.initiative_area(&ids_after[at]), &surveyed(&before)),
                        _ => false,
                    };
                    prop_assert_eq!(one.by_survey, expected);
                }
            }
        }
    }

    #[test]
    fn what_both_surveyed_is_counted_apart(before in worlds(), after in worlds()) {
        let found = compare(&before.build(), &after.build());
        let both: Words = &surveyed(&before) & &surveyed(&after);
        let seen = |area: &Served| area.own().is_empty() || !area.own().is_disjoint(&both);
        for (world, earlier) in [(&before, true), (&after, false)] {
            let kept: Words = world.initiative_ids().into_iter().filter(|id| seen(&world.initiative_area(id))).collect();
            let activities =
                world.activities.iter().filter(|row| kept.contains(&row.initiative) && seen(&world.activity_area(row)));
            let actors = world.actor_ids().into_iter().filter(|actor| {
                let mine = world.initiatives_of(actor);
                mine.is_empty() || !mine.is_disjoint(&kept)
            });
            let value = |reach: Reach, measure: Measure| {
                let whole = found.measures.iter().find(|pair| {
                    pair.reach == reach && pair.region.is_none() && pair.measure == measure
                });
                let pair = whole.expect("every measure of the whole");
                (if earlier { pair.earlier } else { pair.later }).value
            };
            let count = |number: usize| Some(number as f64);
            prop_assert_eq!(value(Reach::Everything, Measure::Initiatives), count(world.initiatives.len()));
            prop_assert_eq!(value(Reach::Everything, Measure::Actors), count(world.actors.len()));
            prop_assert_eq!(value(Reach::Everything, Measure::Activities), count(world.activities.len()));
            prop_assert_eq!(value(Reach::SurveyedInBoth, Measure::Initiatives), count(kept.len()));
            prop_assert_eq!(value(Reach::SurveyedInBoth, Measure::Activities), count(activities.count()));
            prop_assert_eq!(value(Reach::SurveyedInBoth, Measure::Actors), count(actors.count()));
        }
        // A region is compared where it was surveyed; what one version did not survey is not known.
        let own = |world: &World| surveyed(world);
        for pair in &found.measures {
            let (known, since) = (pair.earlier.value, pair.later.value);
            prop_assert_eq!(pair.change.is_some(), known.is_some() && since.is_some());
            if let (Some(region), Measure::Initiatives) = (&pair.region, pair.measure) {
                let here = |world: &World| {
                    world.initiative_ids().iter().filter(|id| world.initiative_area(id).own().contains(region)).count()
                };
                for (world, value) in [(&before, known), (&after, since)] {
                    // A world without any own area has no rows for regions.
                    let anything = world.initiative_ids().iter().any(|id| !world.initiative_area(id).own().is_empty())
                        || world.activities.iter().any(|row| !world.activity_area(row).own().is_empty());
                    let expected = (anything && own(world).contains(region)).then(|| here(world) as f64);
                    prop_assert!(close_option(value, expected), "{region} {value:?} {expected:?}");
                }
            }
        }
    }

    #[test]
    fn cells_change_where_both_looked(before in worlds(), after in worlds()) {
        let (earlier, later) = (before.build(), after.build());
        let found = compare(&earlier, &later);
        if before.lead != after.lead {
            prop_assert_eq!(found.cells, None);
            return Ok(());
        }
        let statuses = |ecosystem: &Ecosystem| -> BTreeMap<(String, String), CellStatus> {
            let lead = ecosystem.taxonomy().lead();
            let cells = white_spots(ecosystem, &Selection::everything(ecosystem), &[lead]).expect("few");
            let code = |value| ecosystem.taxonomy().dimensions()[lead].value_code(value).to_owned();
            let cells = cells.cells.iter();
            cells.map(|cell| ((cell.place.code(ecosystem.regions()).to_owned(), code(cell.values[0])), cell.status)).collect()
        };
        let (old, new) = (statuses(&earlier), statuses(&later));
        let poor = |status| matches!(status, CellStatus::Absent | CellStatus::NationalOnly | CellStatus::Thin);
        let mut wanted = BTreeMap::new();
        for (key, was) in &old {
            let Some(is) = new.get(key) else { continue };
            if was == is || *was == CellStatus::NotSurveyed || *is == CellStatus::NotSurveyed {
                continue;
            }
            let change = match (poor(*was), poor(*is)) {
                (true, false) => CellChange::Closed,
                (false, true) => CellChange::Opened,
                (false, false) => CellChange::Shifted,
                (true, true) if *was == CellStatus::Absent || *is == CellStatus::Thin => CellChange::Narrowed,
                (true, true) => CellChange::Widened,
            };
            wanted.insert(key.clone(), change);
        }
        let cells = found.cells.expect("the same lead dimension");
        let told: BTreeMap<(String, String), CellChange> =
            cells.iter().map(|cell| ((cell.region.clone(), cell.value.clone()), cell.change)).collect();
        prop_assert_eq!(told, wanted);
        let offers = |world: &World, region: &String, value: &String| -> Words {
            let here = world.activities.iter().filter(|row| {
                world.activity_area(row).own().contains(region) && world.counted_values(row, &world.lead).contains(value)
            });
            here.map(|row| row.initiative.clone()).collect()
        };
        let renamed = by_name(&(&before.initiative_ids() - &after.initiative_ids()), &(&after.initiative_ids() - &before.initiative_ids()));
        for cell in &cells {
            let (was, is) = (offers(&before, &cell.region, &cell.value), offers(&after, &cell.region, &cell.value));
            let same = |a: &String, b: &String| a == b || renamed.contains(&(a.clone(), b.clone()));
            let started: Words = is.iter().filter(|id| !was.iter().any(|old| same(old, id))).cloned().collect();
            let stopped: Words = was.iter().filter(|id| !is.iter().any(|new| same(id, new))).cloned().collect();
            let names = |ecosystem: &Ecosystem, list: &[usize]| -> Vec<String> {
                list.iter().map(|&at| ecosystem.initiatives()[at].id.to_string()).collect()
            };
            prop_assert_eq!(names(&later, &cell.started), list(started));
            prop_assert_eq!(names(&earlier, &cell.stopped), list(stopped));
        }
    }

    #[test]
    fn ranks_are_among_actors_of_both(before in worlds(), after in worlds()) {
        let (earlier, later) = (before.build(), after.build());
        let found = compare(&earlier, &later);
        let both: Words = &before.actor_ids() & &after.actor_ids();
        let degrees = |world: &World| -> BTreeMap<String, usize> {
            let links = naive_links(world);
            both.iter().map(|id| (id.clone(), links.keys().filter(|pair| pair.0 == *id).count())).collect()
        };
        let (old, new) = (degrees(&before), degrees(&after));
        let rank = |degrees: &BTreeMap<String, usize>, id: &str| 1 + degrees.values().filter(|&&other| other > degrees[id]).count();
        let mut ids = Words::new();
        for pair in &found.ranks {
            let id = earlier.actors()[pair.earlier].id.to_string();
            prop_assert_eq!(&*later.actors()[pair.later].id, id.as_str());
            prop_assert_eq!(pair.degree, [old[&id], new[&id]]);
            prop_assert_eq!(pair.rank, [rank(&old, &id), rank(&new, &id)]);
            ids.insert(id);
        }
        prop_assert_eq!(ids, both);
    }

    #[test]
    fn nothing_differs_from_itself(world in worlds()) {
        let ecosystem = world.build();
        let found = compare(&ecosystem, &ecosystem);
        for changes in [&found.actors, &found.initiatives, &found.activities] {
            prop_assert!(changes.list.is_empty());
            prop_assert!(changes.pairs.iter().all(|pair| pair.earlier == pair.later && pair.how == How::SameId));
        }
        prop_assert!(found.measures.iter().all(|pair| pair.earlier == pair.later && pair.change.is_none_or(|change| change == 0.0)));
        prop_assert!(found.ranks.iter().all(|pair| pair.rank[0] == pair.rank[1]));
        prop_assert!(found.clusters.matching.predecessor.iter().enumerate().all(|(at, before)| *before == Some(at)));
        prop_assert!(found.clusters.agreement.is_none_or(|agreement| agreement == 1.0));
        prop_assert_eq!(found.cells, Some(Vec::new()));
    }

    #[test]
    fn the_other_way_round_it_is_the_reverse(before in worlds(), after in worlds()) {
        let (earlier, later) = (before.build(), after.build());
        let (there, back) = (compare(&earlier, &later), compare(&later, &earlier));
        for (a, b) in [(&there.measures, &back.measures)] {
            for (pair, reverse) in a.iter().zip(b) {
                prop_assert_eq!((&pair.region, pair.earlier, pair.later), (&reverse.region, reverse.later, reverse.earlier));
                prop_assert!(close_option(pair.change, reverse.change.map(|change| -change)));
            }
        }
        prop_assert_eq!(there.clusters.agreement, back.clusters.agreement);
        let count = |found: &Comparison, wanted| found.cells.as_ref().map(|cells| cells.iter().filter(|cell| cell.change == wanted).count());
        prop_assert_eq!(count(&there, CellChange::Closed), count(&back, CellChange::Opened));
        prop_assert_eq!(count(&there, CellChange::Narrowed), count(&back, CellChange::Widened));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nothing_depends_on_rows_or_threads(before in worlds(), after in worlds()) {
        let earlier = before.build();
        assert_steady(&after, |later: &Ecosystem| compare(&earlier, later));
    }
}

/// Initiatives with names and what they state of themselves; all have the actors that are listed.
fn named(rows: &[(&str, &str, &[&str], &[&str])]) -> Ecosystem {
    let actors: Words = rows.iter().flat_map(|row| words(row.3)).collect();
    let ids: Vec<&str> = actors.iter().map(String::as_str).collect();
    let world = rows.iter().fold(World::new().actors(&ids), |world, row| world.initiative(row.0, &[], row.3));
    let mut contents = world.contents();
    for initiative in &mut contents.initiatives {
        let row = rows.iter().find(|row| *row.0 == *initiative.id).expect("a row");
        initiative.name = row.1.into();
        let formerly = row.2.iter().map(|words| (*words).into()).collect();
        initiative.particulars = Some(Box::new(Particulars { formerly, ..Particulars::default() }));
    }
    Ecosystem::new(contents).expect("consistent")
}

/// (change, earlier id, later id, how) of initiatives.
fn told(earlier: &Ecosystem, later: &Ecosystem) -> Vec<(&'static str, String, String, &'static str)> {
    let found = compare(earlier, later);
    let id = |ecosystem: &Ecosystem, at: Option<usize>| {
        at.map_or_else(String::new, |at| ecosystem.initiatives()[at].id.to_string())
    };
    let list = found.initiatives.list.iter();
    list.map(|one| (one.change.code(), id(earlier, one.earlier), id(later, one.later), one.how.map_or("", How::code)))
        .collect()
}

#[test]
fn renames_are_stated_found_by_name_or_guessed() {
    let earlier = named(&[
        ("1", "Loket Noord", &[], &["a", "b"]),
        ("2", "Spreekuur Data", &[], &["c"]),
        ("3", "Werkplaats Robots", &[], &["d", "e"]),
        ("4", "Kennisbank Oost", &[], &["f"]),
        ("5", "Beurs", &[], &["g"]),
        ("6", "Markt", &[], &["g"]),
        ("7", "Café", &[], &["h"]),
    ]);
    let later = named(&[
        // Stated by name, under the same id.
        ("1", "Loket Noord-Nederland", &["loket noord"], &["a", "b"]),
        // Stated by id.
        ("20", "Helpdesk", &["2"], &["z"]),
        // 17 letters, 3 more: similarity 1 − 3/20 = 0.85; one of two actors is the same of three: 1/3 is too few.
        ("30", "Werkplaats Robots 24", &[], &["d", "x"]),
        // Nearly the same name, but nobody in common.
        ("40", "Kennisbank Oosts", &[], &["y"]),
        // Two of the earlier ones became one.
        ("5", "Beurs", &["6"], &["g"]),
        // The same name but for the accent.
        ("70", "Cafe", &[], &["q"]),
    ]);
    assert_eq!(
        told(&earlier, &later),
        [
            ("added", String::new(), "30".to_owned(), ""),
            ("added", String::new(), "40".to_owned(), ""),
            ("ended", "3".to_owned(), String::new(), ""),
            ("ended", "4".to_owned(), String::new(), ""),
            ("renamed", "1".to_owned(), "1".to_owned(), "stated"),
            ("renumbered", "2".to_owned(), "20".to_owned(), "stated"),
            ("renumbered", "7".to_owned(), "70".to_owned(), "same-name"),
            ("merged", "5".to_owned(), "5".to_owned(), "same-id"),
            ("merged", "6".to_owned(), "5".to_owned(), "stated"),
        ]
    );
    // With both actors the guess is made, and says how sure it is.
    let later = named(&[("30", "Werkplaats Robots 24", &[], &["d", "e"])]);
    let found = compare(&earlier, &later);
    let guess = found.initiatives.pairs.iter().find(|pair| matches!(pair.how, How::Guessed { .. })).expect("a guess");
    assert_eq!(guess.how, How::Guessed { similarity: 0.85, shared: 1.0 });
}

#[test]
fn an_id_that_lives_on_is_not_claimed_by_another() {
    let earlier = named(&[("1", "Een", &[], &["a"]), ("2", "Twee", &[], &["b"])]);
    let later = named(&[("1", "Een", &["2"], &["a"]), ("2", "Twee", &[], &["b"])]);
    assert!(told(&earlier, &later).is_empty());
    // One became two.
    let later = named(&[("1", "Een", &[], &["a"]), ("3", "Drie", &["2"], &["b"]), ("4", "Vier", &["Twee"], &["b"])]);
    let split = |to: &str| ("split", "2".to_owned(), to.to_owned(), "stated");
    assert_eq!(told(&earlier, &later), [split("3"), split("4")]);
}

#[test]
fn nothing_beside_nothing() {
    let empty = World::new().build();
    let found = compare(&empty, &empty);
    assert!(found.actors.list.is_empty() && found.ranks.is_empty() && found.clusters.matching.events.is_empty());
    assert_eq!((found.clusters.agreement, found.survey.coverage), (None, [None, None]));
    assert_eq!(found.cells, Some(Vec::new()));
    let one = World::new().actors(&["a"]).initiative("i", &["PV20"], &["a"]).build();
    let found = compare(&empty, &one);
    assert_eq!((found.initiatives.list.len(), found.actors.list.len()), (1, 1));
    assert!(found.initiatives.list[0].by_survey && found.actors.list[0].by_survey);
}
