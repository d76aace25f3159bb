//! Leave-one-out against the same counted twice over the rows of a world: with everything, and without.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::leave_one_out::{CellFate, LeaveOneOut, LeaveOneOutConfig, Loss, leave_one_out};
use ecosysteemkaart::analysis::overlap::{OverlapConfig, overlap};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::dataset::{ReadOptions, read_shipped};
use ecosysteemkaart::ecosystem::edit::{Subject, edit};
use ecosysteemkaart::ecosystem::{Ecosystem, Role};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::ecosystem_edit::{Asked, edited_world, edits, with_fixed_lists};
use super::shipped::planted;
use super::support::{Served, Words, World, assert_steady, reference_figures, words};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem) -> LeaveOneOut {
    let pairs = overlap(ecosystem, &Selection::everything(ecosystem), &OverlapConfig::default()).unwrap();
    leave_one_out(ecosystem, &pairs, &LeaveOneOutConfig::default()).unwrap()
}

/// Own units, national activities, initiatives with own supply and status of every cell.
#[derive(Debug, Clone, PartialEq)]
struct CountedCell {
    own: usize,
    national: usize,
    initiatives: usize,
    status: &'static str,
}

/// What the definitions say of supply and links, in words.
struct Counted<'a> {
    world: &'a World,
    /// Whether there are regions at all: some activity has an own area.
    regional: bool,
    surveyed: Words,
}

impl<'a> Counted<'a> {
    fn new(world: &'a World) -> Self {
        let own = |row| world.activity_area(row).own();
        let classified = world.activities.iter().filter(|row| !world.counted_values(row, &world.lead).is_empty());
        let surveyed = classified.flat_map(own).chain(world.surveyed.clone()).collect();
        Self { world, regional: world.activities.iter().any(|row| !own(row).is_empty()), surveyed }
    }

    /// The same grid over other rows.
    fn over<'b>(&self, world: &'b World) -> Counted<'b> {
        Counted { world, regional: self.regional, surveyed: self.surveyed.clone() }
    }

    fn units(&self) -> Vec<(String, String, Words)> {
        let rows = self.world.activities.iter();
        let all = rows.map(|row| (row, self.world.counted_values(row, &self.world.lead)));
        let units = all.filter(|(_, values)| !values.is_empty()).flat_map(|(row, values)| {
            let own = self.world.activity_area(row).own().into_iter();
            own.map(move |region| (region, row.initiative.clone(), values.clone())).collect::<Vec<_>>()
        });
        units.collect()
    }

    fn cell(&self, region: &str, value: &String) -> CountedCell {
        let units = self.units();
        let here: Vec<_> =
            units.iter().filter(|(place, _, values)| place == region && values.contains(value)).collect();
        let national = self.world.activities.iter().filter(|row| {
            self.world.activity_area(row) == Served::National
                && self.world.counted_values(row, &self.world.lead).contains(value)
        });
        let (own, national) = (here.len(), national.count());
        let row = units.iter().filter(|(place, ..)| place == region).count();
        let column = units.iter().filter(|(_, _, values)| values.contains(value)).count();
        let status = match (own, national) {
            _ if region != "NL" && !self.surveyed.contains(region) => "not-surveyed",
            (0, 0) => "absent",
            (0, _) => "national-only",
            _ if 2 * own * units.len() < row * column => "thin",
            _ if own * units.len() > 2 * row * column => "dense",
            _ => "covered",
        };
        let initiatives = here.iter().map(|(_, initiative, _)| initiative).collect::<BTreeSet<_>>().len();
        CountedCell { own, national, initiatives, status }
    }

    fn cells(&self) -> BTreeMap<(String, String), CountedCell> {
        let regions: Vec<String> = if self.regional {
            self.world.regions.iter().map(|(code, _)| code.clone()).collect()
        } else {
            vec!["NL".to_owned()]
        };
        let values = self.world.values_of(&self.world.lead);
        let keys = regions.iter().flat_map(|region| values.iter().map(move |value| (region.clone(), value.clone())));
        keys.map(|key| (key.clone(), self.cell(&key.0, &key.1))).collect()
    }
}

fn linked_pairs(world: &World) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for initiative in world.initiative_ids() {
        let members = world.members(&initiative);
        for a in &members {
            pairs.extend(members.iter().filter(|b| a < *b).map(|b| (a.clone(), b.clone())));
        }
    }
    pairs
}

fn reached(pairs: &BTreeSet<(String, String)>, from: &str) -> Words {
    let mut found = words(&[from]);
    loop {
        let next: Words = pairs
            .iter()
            .filter(|(a, b)| found.contains(a) != found.contains(b))
            .flat_map(|(a, b)| [a.clone(), b.clone()])
            .collect();
        let before = found.len();
        found.extend(next);
        if found.len() == before {
            return found;
        }
    }
}

/// Initiatives that stop without an actor.
fn stopped_by(world: &World, actor: &str) -> Words {
    let does_more = |initiative: &str, who: &str| {
        let roles = world.roles(initiative, who);
        roles.iter().any(|role| *role != Some(Role::Funder))
    };
    let stops = |initiative: &String| {
        let others: Words = world.members(initiative).into_iter().filter(|other| other != actor).collect();
        others.is_empty() || (does_more(initiative, actor) && !others.iter().any(|other| does_more(initiative, other)))
    };
    world.initiatives_of(actor).into_iter().filter(stops).collect()
}

struct Expected {
    stopped: Words,
    sole_funder_of: Words,
    activities: usize,
    doors: usize,
    /// (region, value, fate)
    cells: BTreeSet<(String, String, CellFate)>,
    types: Words,
    links: usize,
    isolated: Words,
    cut_off: Words,
    components_added: usize,
}

fn expected(world: &World, initiative: Option<&str>, actor: Option<&str>) -> Expected {
    let stopped = match (initiative, actor) {
        (Some(initiative), _) => words(&[initiative]),
        (None, Some(actor)) => stopped_by(world, actor),
        (None, None) => Words::new(),
    };
    let gone: Words = actor.map(str::to_owned).into_iter().collect();
    let without = |ids: &Words| Asked { remove: ids.clone(), ..Asked::default() };
    let after = edited_world(world, &without(&stopped), &without(&gone));
    let counted = Counted::new(world);
    let (was, is) = (counted.cells(), counted.over(&after).cells());
    let stopping: Vec<_> = world.activities.iter().filter(|row| stopped.contains(&row.initiative)).collect();
    let mut cells = BTreeSet::new();
    for (key, then) in &was {
        let now = &is[key];
        let takes_part = stopping.iter().any(|row| {
            let area = world.activity_area(row);
            world.counted_values(row, &world.lead).contains(&key.1)
                && (area == Served::National || area.own().contains(&key.0))
        });
        if !takes_part || then.status == "not-surveyed" {
            continue;
        }
        let gap = ["absent", "national-only", "thin"].contains(&then.status);
        let fragile = |cell: &CountedCell| cell.own > 0 && cell.initiatives == 1;
        let happened = [
            (CellFate::Emptied, now.status == "absent" && then.status != "absent"),
            (CellFate::NationalOnly, now.status == "national-only" && then.status != "national-only"),
            (CellFate::Thinned, now.status == "thin" && !gap),
            (CellFate::MadeFragile, fragile(now) && !fragile(then)),
        ];
        let these = happened.iter().filter(|(_, happened)| *happened);
        cells.extend(these.map(|&(fate, _)| (key.0.clone(), key.1.clone(), fate)));
    }
    let offered = |world: &World| -> Words {
        world.activities.iter().flat_map(|row| world.counted_values(row, &world.lead)).collect()
    };
    let (then, now) = (linked_pairs(world), linked_pairs(&after));
    let isolated = |pairs: &BTreeSet<(String, String)>, id: &String| !pairs.iter().any(|(a, b)| a == id || b == id);
    // Everybody who was connected through what goes, and the parts that they are in afterwards.
    let members: Words = stopped.iter().flat_map(|initiative| world.members(initiative)).collect();
    let starts: Words = actor.map(|actor| reached(&then, actor)).unwrap_or(members);
    let mut left: Words = starts.iter().flat_map(|id| reached(&then, id)).filter(|id| !gone.contains(id)).collect();
    let mut parts: Vec<Words> = Vec::new();
    while let Some(id) = left.first().cloned() {
        let part = reached(&now, &id);
        left.retain(|id| !part.contains(id));
        parts.push(part);
    }
    // Parts are found by their lowest member, so of equally large ones the first stays.
    let largest = parts.iter().map(BTreeSet::len).max().unwrap_or(0);
    let stays = parts.iter().position(|part| part.len() == largest);
    let cut =
        parts.iter().enumerate().filter(|(position, _)| Some(*position) != stays).flat_map(|(_, part)| part.clone());
    let funds = |initiative: &String, who: &str| world.roles(initiative, who).contains(&Some(Role::Funder));
    let sole = |initiative: &String| {
        let funders: Words = world.members(initiative).into_iter().filter(|who| funds(initiative, who)).collect();
        !stopped.contains(initiative) && funders == gone
    };
    Expected {
        sole_funder_of: actor.into_iter().flat_map(|actor| world.initiatives_of(actor)).filter(sole).collect(),
        activities: stopping.len(),
        doors: stopped.iter().filter(|id| world.initiative_area(id) != Served::Unknown).count(),
        cells,
        types: offered(world).difference(&offered(&after)).cloned().collect(),
        links: then.difference(&now).count(),
        isolated: after.actor_ids().into_iter().filter(|id| !isolated(&then, id) && isolated(&now, id)).collect(),
        cut_off: cut.collect(),
        components_added: parts.len().saturating_sub(1),
        stopped,
    }
}

fn check(world: &World, ecosystem: &Ecosystem, loss: &Loss, expected: &Expected) -> Result<(), TestCaseError> {
    let initiatives =
        |list: &[usize]| -> Words { list.iter().map(|&at| ecosystem.initiatives()[at].id.to_string()).collect() };
    let actors = |list: &[usize]| -> Words { list.iter().map(|&at| ecosystem.actors()[at].id.to_string()).collect() };
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    prop_assert_eq!(&initiatives(&loss.stopped), &expected.stopped);
    prop_assert_eq!(&initiatives(&loss.sole_funder_of), &expected.sole_funder_of);
    prop_assert_eq!((loss.activities, loss.doors), (expected.activities, expected.doors));
    let cells: BTreeSet<(String, String, CellFate)> = loss
        .cells
        .iter()
        .flat_map(|cell| {
            let place = cell.place.code(ecosystem.regions()).to_owned();
            let value = lead.value_code(cell.value).to_owned();
            cell.fates.iter().map(move |&fate| (place.clone(), value.clone(), fate)).collect::<Vec<_>>()
        })
        .collect();
    prop_assert_eq!(&cells, &expected.cells);
    for cell in &loss.cells {
        let counted = Counted::new(world);
        let was = counted.cell(cell.place.code(ecosystem.regions()), &lead.value_code(cell.value).to_owned());
        prop_assert_eq!((cell.own_before, cell.national_before), (was.own as u64, was.national as u64));
        prop_assert!(cell.own_after <= cell.own_before && cell.national_after <= cell.national_before);
    }
    let types: Words = loss.types.iter().map(|&value| lead.value_code(value).to_owned()).collect();
    prop_assert_eq!(&types, &expected.types);
    prop_assert_eq!(loss.links, expected.links);
    prop_assert_eq!(&actors(&loss.isolated), &expected.isolated);
    prop_assert_eq!((loss.cut_off, &actors(&loss.cut_off_listed)), (expected.cut_off.len(), &expected.cut_off));
    prop_assert_eq!(loss.components_added, expected.components_added);
    Ok(())
}

/// Overlapping pairs by id, and whether they collaborate.
fn pairs(ecosystem: &Ecosystem, selection: &Selection) -> BTreeMap<(String, String), bool> {
    let id = |at: usize| ecosystem.initiatives()[at].id.to_string();
    let found = overlap(ecosystem, selection, &OverlapConfig::default()).unwrap();
    let listed = found.pairs.into_iter().filter(|pair| pair.overlap.is_some());
    listed.map(|pair| ((id(pair.a), id(pair.b)), pair.collaborates)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn losses_are_what_is_not_there_without(world in worlds().prop_map(with_fixed_lists)) {
        let ecosystem = world.build();
        let found = measure(&ecosystem);
        prop_assert_eq!((found.initiatives.len(), found.actors.len()), (world.initiatives.len(), world.actors.len()));
        for loss in &found.initiatives {
            let id = &ecosystem.initiatives()[loss.position].id;
            check(&world, &ecosystem, loss, &expected(&world, Some(id), None))?;
        }
        for loss in &found.actors {
            let id = &ecosystem.actors()[loss.position].id;
            check(&world, &ecosystem, loss, &expected(&world, None, Some(id)))?;
        }
    }

    /// Overlap computed again without the actor, and without what stops as a filter does it.
    #[test]
    fn pairs_are_those_of_overlap_computed_again(world in worlds()) {
        let ecosystem = world.build();
        let found = measure(&ecosystem);
        let before = pairs(&ecosystem, &Selection::everything(&ecosystem));
        for loss in found.initiatives.iter().chain(&found.actors) {
            let actor = (loss.subject == Subject::Actor).then(|| ecosystem.actors()[loss.position].id.to_string());
            let asked = Asked { remove: actor.into_iter().collect(), ..Asked::default() };
            let rest = edit(&ecosystem, &edits(&ecosystem, &Asked::default(), &asked)).unwrap().ecosystem;
            let after = pairs(&rest, &Selection::everything(&rest).without(&rest, |at| loss.stopped.contains(&at)));
            let ended: Vec<bool> = before.iter().filter(|(pair, _)| !after.contains_key(*pair)).map(|(_, with)| *with).collect();
            let broken = before.iter().filter(|(pair, with)| **with && after.get(*pair) == Some(&false)).count();
            let apart = ended.iter().filter(|with| !**with).count();
            prop_assert!(after.keys().all(|pair| before.contains_key(pair)));
            prop_assert_eq!(
                (loss.apart_ended, loss.together_ended, loss.together_broken),
                (apart, ended.len() - apart, broken)
            );
        }
    }

    #[test]
    fn most_lost_comes_first(world in worlds()) {
        let found = measure(&world.build());
        let weight = |loss: &Loss| [
            loss.count(CellFate::Emptied), loss.count(CellFate::NationalOnly), loss.cut_off,
            loss.count(CellFate::MadeFragile), loss.count(CellFate::Thinned), loss.links,
        ];
        for losses in [&found.initiatives, &found.actors] {
            for pair in losses.windows(2) {
                let (first, second) = (weight(&pair[0]), weight(&pair[1]));
                prop_assert!(first > second || (first == second && pair[0].position < pair[1].position));
            }
        }
    }

    #[test]
    fn the_same_for_any_threads_and_row_order(world in worlds()) {
        assert_steady(&world, measure);
    }
}

#[test]
fn a_chain_of_desks_by_hand() {
    // a – one – b – two – c, and d pays for two. Only two serves PV21; one and two serve PV20.
    let world = World::new()
        .actors(&["a", "b", "c", "d"])
        .initiative("one", &["PV20"], &["a", "b"])
        .initiative("two", &["PV20", "PV21"], &["b", "c"])
        .role("two", "d", Role::Funder)
        .activity("1", "one", &[], &[("activity_type", &["advisering"])])
        .activity("2", "two", &[], &[("activity_type", &["advisering"])]);
    let ecosystem = world.build();
    let found = measure(&ecosystem);
    let ids: Vec<usize> = found.initiatives.iter().map(|loss| loss.position).collect();
    assert_eq!(ids, [1, 0]);
    let two = &found.initiatives[0];
    assert_eq!((two.count(CellFate::Emptied), two.count(CellFate::MadeFragile), two.links), (1, 1, 3));
    // Of {a, b}, {c} and {d} the first stays.
    assert_eq!((two.cut_off_listed.as_slice(), two.components_added), ([2, 3].as_slice(), 2));
    let one = &found.initiatives[1];
    assert_eq!((one.count(CellFate::Emptied), one.count(CellFate::MadeFragile), one.links), (0, 1, 1));
    assert_eq!(one.isolated, [0]);
    // Without b both go on with others who do more than fund: a in one, c in two.
    let b = found.actors.iter().find(|loss| loss.position == 1).unwrap();
    assert_eq!((b.stopped.len(), b.links, b.isolated.as_slice()), (0, 3, [0].as_slice()));
    assert_eq!(found.actors.iter().find(|loss| loss.position == 3).unwrap().sole_funder_of, [1]);
}

#[test]
fn who_carries_alone_takes_it_along() {
    let world = World::new()
        .actors(&["carrier", "funder", "other"])
        .initiative("desk", &["PV20"], &["carrier"])
        .role("desk", "funder", Role::Funder)
        .role("desk", "other", Role::Funder)
        .activity("1", "desk", &[], &[("activity_type", &["advisering"])]);
    let found = measure(&world.build());
    let carrier = &found.actors[0];
    assert_eq!((carrier.position, carrier.stopped.as_slice(), carrier.activities), (0, [0].as_slice(), 1));
    // The link between the two funders goes with the desk.
    assert_eq!((carrier.links, carrier.cut_off, carrier.isolated.as_slice()), (3, 1, [1, 2].as_slice()));
    let funder = found.actors.iter().find(|loss| loss.position == 1).unwrap();
    assert!(funder.stopped.is_empty() && funder.sole_funder_of.is_empty());
}

#[test]
fn nothing_to_leave_out() {
    let empty = measure(&World::new().build());
    assert!(empty.initiatives.is_empty() && empty.actors.is_empty());
    let bare = measure(&World::new().actors(&["a"]).initiative("i", &[], &[]).build());
    let nothing = |loss: &Loss| (loss.cells.len(), loss.links, loss.cut_off, loss.components_added, loss.doors);
    assert_eq!((nothing(&bare.initiatives[0]), nothing(&bare.actors[0])), ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0)));
    assert_eq!(bare.initiatives[0].stopped, [0]);
}

#[test]
fn networkx_loses_the_same() {
    let ecosystem = read_shipped("voorbeeld", &ReadOptions { without_decisions: true, ..ReadOptions::default() })
        .unwrap()
        .ecosystem
        .unwrap();
    let found = measure(&ecosystem);
    let initiatives =
        |list: &[usize]| -> Vec<&str> { list.iter().map(|&at| &*ecosystem.initiatives()[at].id).collect() };
    let actors = |list: &[usize]| -> Vec<&str> { list.iter().map(|&at| &*ecosystem.actors()[at].id).collect() };
    let told: BTreeMap<String, Value> = found
        .initiatives
        .iter()
        .chain(&found.actors)
        .map(|loss| {
            let id = match loss.subject {
                Subject::Initiative => &ecosystem.initiatives()[loss.position].id,
                Subject::Actor => &ecosystem.actors()[loss.position].id,
            };
            let (stopped, isolated) = (initiatives(&loss.stopped), actors(&loss.isolated));
            (id.to_string(), json!([id, stopped, loss.links, isolated, loss.cut_off, loss.components_added]))
        })
        .collect();
    let reference = reference_figures("leave-one-out-voorbeeld.json");
    let rows = reference["rows"].as_array().unwrap();
    assert_eq!(rows.len(), told.len());
    rows.iter().for_each(|row| assert_eq!(&told[row[0].as_str().unwrap()], row));
}

/// `region/value` of the cells with a fate.
fn cells_of(ecosystem: &Ecosystem, loss: &Loss, fate: CellFate) -> Words {
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let cells = loss.cells.iter().filter(|cell| cell.fates.contains(&fate));
    cells.map(|cell| format!("{}/{}", cell.place.code(ecosystem.regions()), lead.value_code(cell.value))).collect()
}

#[test]
fn planted_losses_are_found() {
    let ecosystem = read_shipped("voorbeeld", &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let found = measure(&ecosystem);
    let initiative = |id: &str| {
        let position = ecosystem.initiative_position(id).unwrap();
        found.initiatives.iter().find(|loss| loss.position == position).unwrap()
    };
    let actor = |id: &str| {
        let position = ecosystem.actor_position(id).unwrap();
        found.actors.iter().find(|loss| loss.position == position).unwrap()
    };
    // All own supply of one initiative: without it the cell has no own supply.
    for row in planted("fragile") {
        let loss = initiative(&row[2]);
        let cell = format!("{}/{}", row[0], row[1]);
        let fates = [CellFate::Emptied, CellFate::NationalOnly];
        assert!(fates.iter().any(|&fate| cells_of(&ecosystem, loss, fate).contains(&cell)), "{cell}");
    }
    // A cell that falls empty when one initiative ends, and one that another one had closed.
    for row in planted("ending-empties").into_iter().filter(|row| !row[2].contains(' ')) {
        assert_eq!(row[3], "absent");
        let cell = format!("{}/{}", row[0], row[1]);
        assert!(cells_of(&ecosystem, initiative(&row[2]), CellFate::Emptied).contains(&cell));
    }
    for row in planted("cell-closed") {
        let cell = format!("{}/{}", row[0], row[1]);
        assert!(cells_of(&ecosystem, initiative(&row[2]), CellFate::Emptied).contains(&cell));
    }
    for row in planted("articulation") {
        let loss = actor(&row[0]);
        let members = |list: &str| -> BTreeSet<usize> {
            let initiatives: Vec<usize> =
                list.split(' ').map(|id| ecosystem.initiative_position(id).unwrap()).collect();
            let links = ecosystem.participations().iter();
            let here = links.filter(|link| initiatives.contains(&(link.initiative as usize)));
            here.map(|link| link.actor as usize).filter(|&at| at != loss.position).collect()
        };
        let cut: BTreeSet<usize> = loss.cut_off_listed.iter().copied().collect();
        assert_eq!((cut.len(), &cut), (loss.cut_off, &members(&row[1])));
        assert!(cut.is_disjoint(&members(&row[2])));
    }
    // The only one that two overlapping initiatives share; a referral does not hang on an actor.
    for row in planted("overlap-with-collaboration").into_iter().filter(|row| !row[2].is_empty()) {
        assert!(actor(&row[2]).together_broken >= 1, "{row:?}");
    }
    for row in planted("overlap-without-collaboration") {
        assert!(initiative(&row[0]).apart_ended >= 1 && initiative(&row[1]).apart_ended >= 1);
    }
    for row in planted("isolated-actors") {
        let loss = actor(&row[0]);
        assert_eq!((loss.links, loss.cut_off, loss.stopped.len()), (0, 0, 0));
    }
}
