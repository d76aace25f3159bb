//! The journey by definition: phases served, the missing link and what leads on, in words.

use std::collections::BTreeMap;

use ecosysteemkaart::analysis::journey::{Journey, PhaseStatus, PlaceJourney, journey};
use ecosysteemkaart::analysis::matches::fit::wanted;
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::dataset::{self, ReadOptions};
use ecosysteemkaart::ecosystem::{Ecosystem, Place, Role};
use ecosysteemkaart::export::{PhaseRecord, journeys_record};
use proptest::prelude::*;

use super::support::{ActivityRow, Served, Words, World, assert_steady, words};
use super::worlds::worlds;

fn run(ecosystem: &Ecosystem, asked: &[(&str, &str)]) -> Journey {
    let taxonomy = ecosystem.taxonomy();
    let pair = |&(id, value): &(&str, &str)| {
        let position = taxonomy.position(id).expect("a known dimension");
        (position, taxonomy.dimensions()[position].position(value).expect("a known value"))
    };
    let pairs: Vec<(usize, u16)> = asked.iter().map(pair).collect();
    journey(ecosystem, &Selection::everything(ecosystem), None, &wanted(&pairs))
}

/// 0 own, 1 national, 2 perhaps; `None` where the activity does not serve the profile there.
fn service(world: &World, row: &ActivityRow, region: &str, asked: &[(&str, &str)]) -> Option<u8> {
    let mut sure = match world.activity_area(row) {
        Served::National => 1,
        Served::Unknown => 2,
        Served::Regions(_) if region == "NL" => 0,
        Served::Regions(codes) if !codes.is_disjoint(&world.with_parents(region)) => 0,
        Served::Regions(codes) if !world.common(&codes, &words(&[region])).is_empty() => 2,
        Served::Regions(_) => return None,
    };
    for &(dimension, value) in asked {
        let stated = row.values.get(dimension).cloned().unwrap_or_default();
        if stated.is_empty() {
            sure = 2;
        } else if !stated.contains("alle") && !stated.contains(value) {
            return None;
        }
    }
    Some(sure)
}

/// Initiatives that serve a phase, per sureness; each by its surest activity.
fn served(world: &World, region: &str, phase: &str, asked: &[(&str, &str)]) -> [Words; 3] {
    let mut surest: BTreeMap<String, u8> = BTreeMap::new();
    for row in &world.activities {
        if world.counted_values(row, "journey_phase").contains(phase)
            && let Some(sure) = service(world, row, region, asked)
        {
            let sofar = surest.entry(row.initiative.clone()).or_insert(sure);
            *sofar = (*sofar).min(sure);
        }
    }
    [0, 1, 2].map(|sure| surest.iter().filter(|(_, found)| **found == sure).map(|(id, _)| id.clone()).collect())
}

fn works(world: &World, initiative: &str, actor: &str) -> bool {
    world.roles(initiative, actor).iter().any(|role| *role != Some(Role::Funder))
}

fn status(world: &World, region: &str, lists: &[Words; 3]) -> &'static str {
    let has_own = world.initiative_ids().iter().any(|id| world.initiative_area(id).own().contains(region))
        || world.activities.iter().any(|row| world.activity_area(row).own().contains(region));
    if region != "NL" && !has_own && !world.surveyed.contains(region) {
        return "not-surveyed";
    }
    let first = lists.iter().position(|list| !list.is_empty());
    ["own", "national-only", "uncertain", "unserved"][first.unwrap_or(3)]
}

fn check(world: &World, asked: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let ecosystem = world.build();
    let record = journeys_record(&ecosystem, &run(&ecosystem, asked));
    let phases = ["willen", "ontmoeten"];
    let filled =
        world.activities.iter().any(|row| row.values.get("journey_phase").is_some_and(|list| !list.is_empty()));
    prop_assert_eq!((record.known, record.reason.is_none()), (filled, filled));
    if !filled {
        prop_assert!(record.regions.is_empty() && record.phases.is_empty());
        return Ok(());
    }
    let by_region = world.initiative_ids().iter().any(|id| !world.initiative_area(id).own().is_empty())
        || world.activities.iter().any(|row| !world.activity_area(row).own().is_empty());
    let places: Words =
        if by_region { world.regions.iter().map(|(code, _)| code.clone()).collect() } else { words(&["NL"]) };
    prop_assert_eq!(record.regions.iter().map(|place| place.region.clone()).collect::<Words>(), places.clone());
    prop_assert_eq!(record.phases.len(), places.len() * 2);
    let set = |list: &[String]| list.iter().cloned().collect::<Words>();
    for place in &record.regions {
        let here: Vec<&PhaseRecord> = record.phases.iter().filter(|phase| phase.region == place.region).collect();
        prop_assert_eq!(here.iter().map(|phase| phase.phase.as_str()).collect::<Vec<_>>(), phases);
        let serving: Vec<&ActivityRow> =
            world.activities.iter().filter(|row| service(world, row, &place.region, asked).is_some()).collect();
        let silent = serving.iter().filter(|row| world.counted_values(row, "journey_phase").is_empty());
        // `alle` in a closed list is never empty.
        prop_assert_eq!((place.activities, place.without_phase), (serving.len(), silent.count()));
        let lists = phases.map(|phase| served(world, &place.region, phase, asked));
        for (phase, lists) in here.iter().zip(&lists) {
            prop_assert_eq!(&[set(&phase.own), set(&phase.national), set(&phase.perhaps)], lists);
            prop_assert_eq!(phase.status, status(world, &place.region, lists));
        }
        // With two phases nothing stands between.
        prop_assert_eq!(&place.missing_link, &None);
        let sure = |lists: &[Words; 3]| -> Words { lists[0].union(&lists[1]).cloned().collect() };
        let (before, after) = (sure(&lists[0]), sure(&lists[1]));
        let both_served = here.iter().all(|phase| ["own", "national-only"].contains(&phase.status));
        prop_assert_eq!(here[0].handed_on.is_some(), both_served);
        prop_assert_eq!(here[1].handed_on, None);
        if both_served {
            let shared = before.intersection(&after).count();
            let referred: std::collections::BTreeSet<(&String, &String)> = world
                .referrals
                .iter()
                .filter(|(from, to, count)| from != to && *count > 0 && before.contains(from) && after.contains(to))
                .map(|(from, to, _)| (from, to))
                .collect();
            let crosses = |actor: &&String| {
                before.iter().any(|x| after.iter().any(|y| x != y && works(world, x, actor) && works(world, y, actor)))
            };
            let ids = world.actor_ids();
            let actors = ids.iter().filter(crosses).count();
            prop_assert_eq!(here[0].shared_initiatives, Some(shared));
            prop_assert_eq!(here[0].referrals, Some(referred.len()));
            prop_assert_eq!(here[0].shared_actors, Some(actors));
            prop_assert_eq!(here[0].handed_on, Some(shared + referred.len() + actors > 0));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn phases_are_served_as_defined(world in worlds(), sector in 0_usize..4, need in 0_usize..3) {
        let mut asked: Vec<(&str, &str)> = Vec::new();
        asked.extend(["C", "A", "G"].get(sector).map(|value| ("sector", *value)));
        asked.extend(["willen", "weten"].get(need).map(|value| ("bottleneck", *value)));
        check(&world, &asked)?;
    }

    #[test]
    fn steady(world in worlds()) {
        assert_steady(&world, |ecosystem| run(ecosystem, &[("sector", "A")]));
    }
}

/// Four phases in one province, as in the action agenda; the third is only served elsewhere.
fn broken_chain() -> World {
    let mut world = World::new().actors(&["a", "f", "x"]).with_regions(&["PV20", "PV21"]);
    let phases = world.dimensions.iter_mut().find(|row| row.id == "journey_phase").expect("phases");
    phases.values = vec!["ontmoeten", "weten", "willen", "kunnen"];
    world
        .initiative("meet", &["PV20"], &["a"])
        .initiative("know", &["PV20"], &["x"])
        .initiative("want", &["PV21"], &["a"])
        .initiative("can", &["NL"], &["a"])
        .activity("1", "meet", &[], &[("journey_phase", &["ontmoeten"])])
        .activity("2", "know", &[], &[("journey_phase", &["weten"])])
        .activity("3", "want", &[], &[("journey_phase", &["willen"])])
        .activity("4", "can", &[], &[("journey_phase", &["kunnen"])])
        .activity("5", "can", &[], &[])
}

fn at<'a>(journey: &'a Journey, ecosystem: &Ecosystem, code: &str) -> &'a PlaceJourney {
    let place = Place::Region(ecosystem.regions().position(code).expect("known"));
    journey.places.iter().find(|found| found.place == place).expect("listed")
}

#[test]
fn the_missing_link_stands_between_served_phases() {
    let ecosystem = broken_chain().build();
    let found = run(&ecosystem, &[]);
    let groningen = at(&found, &ecosystem, "PV20");
    let statuses: Vec<PhaseStatus> = groningen.phases.iter().map(|phase| phase.status).collect();
    use PhaseStatus::{NationalOnly, Own, Unserved};
    assert_eq!(statuses, [Own, Own, Unserved, NationalOnly]);
    assert_eq!((groningen.missing_link, groningen.activities, groningen.without_phase), (Some(2), 4, 1));
    // Nothing leads from meeting to knowing: no shared initiative, referral or actor.
    assert!(groningen.phases[0].handoff.as_ref().is_some_and(|handoff| handoff.is_empty()));
    assert_eq!(groningen.phases[1].handoff, None);
    // Next door the first two are missing, but nothing is served before them.
    let friesland = at(&found, &ecosystem, "PV21");
    assert_eq!(friesland.missing_link, None);
    assert_eq!(friesland.phases[2].handoff.as_ref().map(|handoff| handoff.actors.clone()), Some(vec![0]));
    let record = journeys_record(&ecosystem, &found);
    assert_eq!(record.regions[0].missing_link.as_deref(), Some("willen"));
    assert_eq!(
        record.regions[0].in_words.nl,
        "De ontbrekende schakel is willen. Geen aanbod gevonden voor willen. Niets leidt verder na ontmoeten. Activiteiten \
         zonder bekende fase: 1 van 4."
    );
    assert!(record.phases[2].missing_link && !record.phases[3].missing_link);
}

#[test]
fn a_referral_or_a_worker_leads_on_but_a_funder_does_not() {
    let leads = |world: World| {
        let ecosystem = world.build();
        let found = run(&ecosystem, &[]);
        at(&found, &ecosystem, "PV20").phases[0].handoff.clone().expect("both served")
    };
    assert_eq!(leads(broken_chain().referral("meet", "know", 2)).referrals.len(), 1);
    // The other way round an entrepreneur comes from knowing.
    assert!(leads(broken_chain().referral("know", "meet", 2)).is_empty());
    assert!(leads(broken_chain().referral("meet", "know", 0)).is_empty());
    let paid = broken_chain().role("meet", "f", Role::Funder).role("know", "f", Role::Executor);
    assert!(leads(paid).is_empty());
    let worked = broken_chain().role("meet", "f", Role::Partner).role("know", "f", Role::Executor);
    assert_eq!(leads(worked).actors, [1]);
}

#[test]
fn without_phases_nothing_is_guessed() {
    let mut world = World::new().initiative("x", &["PV20"], &[]).activity("t", "x", &[], &[("sector", &["A"])]);
    assert_eq!(run(&world.build(), &[]).dimension, None);
    world.dimensions.retain(|row| row.id != "journey_phase");
    let ecosystem = world.build();
    let record = journeys_record(&ecosystem, &run(&ecosystem, &[]));
    assert!(!record.known && record.reason.is_some() && record.phases.is_empty());
    assert_eq!(run(&World::new().build(), &[]).dimension, None);
}

fn shipped(id: &str) -> Ecosystem {
    dataset::read_shipped(id, &ReadOptions::default()).expect("shipped").ecosystem.expect("without errors")
}

/// What the shipped data say of phases: figures counted from their files, not from the answer.
#[test]
fn shipped_data_say_what_they_know() {
    for id in ["regioscan-2023", "dienstverlening-2021"] {
        assert_eq!(run(&shipped(id), &[]).dimension, None, "{id}");
    }
    let ecosystem = shipped("voorbeeld");
    let found = run(&ecosystem, &[]);
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(include_str!("../../datasets/voorbeeld/activities.csv").as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("rows");
    let areas: BTreeMap<String, String> =
        csv::Reader::from_reader(include_str!("../../datasets/voorbeeld/initiatives.csv").as_bytes())
            .deserialize::<BTreeMap<String, String>>()
            .map(|row| row.expect("a row"))
            .map(|row| (row["id"].clone(), row["regions"].clone()))
            .collect();
    let drenthe = at(&found, &ecosystem, "PV22");
    for (phase, code) in drenthe.phases.iter().zip(["ontmoeten", "weten", "willen", "kunnen"]) {
        let own: Words = rows
            .iter()
            .filter(|row| {
                let area = if row["regions"].is_empty() { &areas[&row["initiative"]] } else { &row["regions"] };
                area.split('|').any(|region| region == "PV22")
                    && row["journey_phase"].split('|').any(|named| named == code || named == "alle")
            })
            .map(|row| row["initiative"].clone())
            .collect();
        let ids: Words = phase.own.iter().map(|&one| ecosystem.initiatives()[one].id.to_string()).collect();
        assert_eq!(ids, own, "{code}");
    }
    // PV31 is documented as not surveyed.
    assert!(at(&found, &ecosystem, "PV31").phases.iter().all(|phase| phase.status == PhaseStatus::NotSurveyed));
    // The action agenda's examples name two phases: meeting for the communities, knowing for the EDIHs of unknown area.
    let examples = shipped("praktijkvoorbeelden-2023");
    let found = run(&examples, &[]);
    let statuses: Vec<PhaseStatus> = at(&found, &examples, "PV23").phases.iter().map(|phase| phase.status).collect();
    assert_eq!(statuses, [PhaseStatus::Own, PhaseStatus::Uncertain, PhaseStatus::Unserved, PhaseStatus::Unserved]);
}
