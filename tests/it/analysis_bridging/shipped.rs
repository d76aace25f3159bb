//! Bridging in the shipped example: what was planted there, and figures made with networkx and sets
//! (`tests/reference/bridging.py`).

use ecosysteemkaart::analysis::bridging::{ActorBridging, Bridging};
use ecosysteemkaart::dataset::{self, ReadOptions};
use ecosysteemkaart::ecosystem::Ecosystem;
use serde_json::Value;

use super::super::support::{Words, close_option, reference_figures};
use super::{counts, whole};

/// As the tables stand, since the reference reads only those.
fn voorbeeld() -> Ecosystem {
    dataset::read_shipped("voorbeeld", &ReadOptions { without_decisions: true, ..ReadOptions::default() })
        .unwrap()
        .ecosystem
        .unwrap()
}

fn actor<'a>(ecosystem: &Ecosystem, found: &'a Bridging, id: &str) -> &'a ActorBridging {
    let position = ecosystem.actor_position(id).expect("an actor");
    found.actors.iter().find(|actor| actor.actor == position).expect("listed")
}

fn ids(ecosystem: &Ecosystem, actors: &[usize]) -> Vec<String> {
    actors.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect()
}

/// Rows of the tables under a heading of PLANTED.md.
fn planted(key: &str) -> Vec<Vec<String>> {
    let text = include_str!("../../../datasets/voorbeeld/PLANTED.md");
    let section = text.split(&format!("## {key}\n")).nth(1).expect("a heading").split("\n## ").next().expect("text");
    let rows = section.lines().filter(|line| line.starts_with('|') && !line.contains("---")).skip(1);
    let rows: Vec<Vec<String>> =
        rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    assert!(!rows.is_empty(), "nothing planted as {key}");
    rows
}

#[test]
fn planted_bridging_is_found() {
    let ecosystem = voorbeeld();
    let found = whole(&ecosystem);
    let of = |id: &str| actor(&ecosystem, &found, id);
    let in_initiatives = |list: &str| -> Words {
        let wanted: Words = list.split(' ').map(str::to_owned).collect();
        let rows = ecosystem.participations().iter();
        rows.filter(|row| wanted.contains(&*ecosystem.initiatives()[row.initiative as usize].id))
            .map(|row| ecosystem.actors()[row.actor as usize].id.to_string())
            .collect()
    };
    for row in planted("articulation") {
        let mut others = in_initiatives(&row[1]);
        others.remove(&row[0]);
        let lost = of(&row[0]).cut_off.as_ref().expect("an articulation actor");
        let named: Words = ids(&ecosystem, &lost.listed).into_iter().collect();
        assert_eq!(named, others);
        assert_eq!(lost.count, others.len());
    }
    for row in planted("hinge") {
        let hinge = of(&row[0]).hinge;
        let (national, regional) = (row[1].split(' ').count(), row[2].split(' ').count());
        assert!(hinge.national >= national && hinge.regional >= regional, "{row:?} {hinge:?}");
        assert!(hinge.pairs >= (national * regional) as u64 && hinge.only <= hinge.pairs);
    }
    for row in planted("bridge") {
        // One initiative in each of so many regions: 1 − 1/n.
        let regions = row[1].split(' ').count();
        assert_eq!(of(&row[0]).spread.regions, regions);
        assert!(close_option(of(&row[0]).spread.participation, Some(1.0 - 1.0 / regions as f64)));
    }
    for row in planted("isolated-actors") {
        let alone = of(&row[0]);
        assert_eq!((alone.spread.participation, alone.hinge.pairs, &alone.cut_off), (None, 0, &None));
        assert!(alone.brokerage.iter().all(|brokerage| brokerage.open_triads == 0));
    }
}

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

fn names(value: &Value) -> Vec<String> {
    serde_json::from_value(value.clone()).expect("ids")
}

fn four(value: &Value) -> [u64; 4] {
    serde_json::from_value(value.clone()).expect("four counts")
}

#[test]
fn figures_of_networkx_and_sets() {
    let figures = reference_figures("bridging-voorbeeld.json");
    let ecosystem = voorbeeld();
    let found = whole(&ecosystem);
    assert_eq!(found.actors.len() as u64, count(&figures["actors"]));

    let hinge = &figures["hinge"];
    let total = [
        found.hinge.national as u64,
        found.hinge.regional as u64,
        found.hinge.unknown as u64,
        found.hinge.possible,
        found.hinge.connected,
        found.hinge.single,
        found.hinge.hinge_actors as u64,
    ];
    let wanted = ["national", "regional", "unknown", "possible", "connected", "single", "hingeActors"];
    assert_eq!(total, wanted.map(|key| count(&hinge[key])));

    for (grouping, key) in found.brokerage.iter().zip(["level", "region"]) {
        let wanted = &figures[key];
        assert_eq!(grouping.groups as u64, count(&wanted["groups"]));
        assert_eq!(grouping.grouped_actors as u64, count(&wanted["groupedActors"]));
        assert_eq!(grouping.open_triads, count(&wanted["openTriads"]));
        assert_eq!(grouping.ungrouped, count(&wanted["ungrouped"]));
        let triads = (grouping.open_triads - grouping.ungrouped) as f64;
        for (score, role) in grouping.roles.iter().zip(["coordinator", "itinerant", "gatekeeper", "liaison"]) {
            assert_eq!(score.count, count(&wanted["counts"][role]), "{key} {role}");
            let chance = wanted["chance"][role].as_f64().expect("a share");
            assert!((score.expected - triads * chance).abs() < 1e-7, "{key} {role}");
            assert!(close_option(score.ratio, wanted["ratios"][role].as_f64()), "{key} {role}");
        }
    }

    for row in figures["rows"].as_array().expect("rows") {
        let actor = actor(&ecosystem, &found, row[0].as_str().expect("an id"));
        assert_eq!((actor.hinge.pairs, actor.hinge.only), (count(&row[1]), count(&row[2])), "{row}");
        assert_eq!(actor.spread.regions as u64, count(&row[3]), "{row}");
        assert!(close_option(actor.spread.participation, row[4].as_f64()), "{row}");
        assert_eq!(actor.cut_off.as_ref().map_or(0, |lost| lost.count as u64), count(&row[5]), "{row}");
        for (brokerage, at) in actor.brokerage.iter().zip([6, 9]) {
            assert_eq!((brokerage.open_triads, brokerage.ungrouped), (count(&row[at]), count(&row[at + 1])), "{row}");
            assert_eq!(counts(brokerage).unwrap_or_default(), four(&row[at + 2]), "{row}");
        }
    }

    let wanted = figures["articulation"].as_object().expect("actors");
    for (id, lost) in wanted {
        let found = actor(&ecosystem, &found, id).cut_off.as_ref().expect("an articulation actor");
        assert_eq!(ids(&ecosystem, &found.listed), names(lost), "{id}");
    }
    assert_eq!(found.actors.iter().filter(|actor| actor.cut_off.is_some()).count(), wanted.len());

    let mut bridges: Vec<(String, String, Vec<String>)> =
        serde_json::from_value(figures["bridges"].clone()).expect("bridges");
    bridges.sort_by_key(|(a, b, lost)| (std::cmp::Reverse(lost.len()), a.clone(), b.clone()));
    let id = |actor: usize| ecosystem.actors()[actor].id.to_string();
    let listed = found.bridges.iter().map(|one| (id(one.a), id(one.b), ids(&ecosystem, &one.cut_off.listed)));
    assert_eq!(listed.collect::<Vec<_>>(), bridges);
}
