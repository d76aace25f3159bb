//! The consistency test against a slow reading of its definition, a case by hand, and the planted truths.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::complexity::{ComplexityConfig, complexity};
use ecosysteemkaart::analysis::consistency::{Consistency, ConsistencyConfig, consistency};
use ecosysteemkaart::analysis::offer::OverlapAspect;
use ecosysteemkaart::analysis::overlap::{OverlapConfig, Relation, overlap};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::CellStatus;
use ecosysteemkaart::dataset::{establishments, read_proposal};
use ecosysteemkaart::ecosystem::{Ecosystem, Place, Proposal, ProposedActivity, Role};
use ecosysteemkaart::export::{complexity_record, consistency_document};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::analysis_overlap::Reference;
use super::shipped::{planted, read};
use super::support::{ActivityRow, Served, Words, World, assert_steady, at_threads, close, close_option, words};
use super::worlds::worlds;

fn test(before: &Ecosystem, proposal: &Proposal) -> Consistency {
    consistency(before, proposal, &establishments(), &ConsistencyConfig::default()).expect("it can be tested")
}

fn propose(before: &Ecosystem, proposal: &Value) -> Consistency {
    let reading = read_proposal("proposal", proposal.to_string().as_bytes(), before);
    let findings = reading.findings.text(ecosysteemkaart::language::Language::En);
    test(before, &reading.proposal.unwrap_or_else(|| panic!("{findings}")))
}

/// Everything but the ecosystem.
fn written_out(result: &Consistency) -> String {
    let Consistency { flags, grounds, overlapping, cells, participants, field, complexity, .. } = result;
    let join = (&result.initiatives_to_join, &result.actors_to_join, &result.participants_public, &result.field_public);
    format!("{flags:?} {grounds:?} {overlapping:?} {cells:?} {participants:?} {field:?} {complexity:?} {join:?}")
}

/// White spots over the lead dimension in words: own units, national supply, status.
struct Spots<'w> {
    world: &'w World,
}

impl Spots<'_> {
    fn values(&self, row: &ActivityRow) -> Words {
        self.world.counted_values(row, &self.world.lead)
    }

    fn has_own_areas(&self) -> bool {
        self.world.activities.iter().any(|row| !self.world.activity_area(row).own().is_empty())
    }

    /// Units as (activity, region).
    fn units(&self) -> BTreeSet<(String, String)> {
        let counted = self.world.activities.iter().filter(|row| !self.values(row).is_empty());
        counted
            .flat_map(|row| self.world.activity_area(row).own().into_iter().map(move |code| (row.id.clone(), code)))
            .collect()
    }

    fn own(&self, region: &str, value: &str) -> usize {
        let has = |activity: &String| self.values(self.world.activity_row(activity)).contains(value);
        self.units().iter().filter(|(activity, code)| code == region && has(activity)).count()
    }

    fn national(&self, value: &str) -> usize {
        let national = |row: &&ActivityRow| self.world.activity_area(row) == Served::National;
        self.world.activities.iter().filter(national).filter(|row| self.values(row).contains(value)).count()
    }

    /// `None`: the table has no such cell.
    fn status(&self, region: &str, value: &str) -> Option<CellStatus> {
        let listed = if self.has_own_areas() { region != "NL" } else { region == "NL" };
        if self.world.activities.is_empty() || !listed || !self.world.values_of(&self.world.lead).contains(value) {
            return None;
        }
        let national = self.national(value);
        if region == "NL" {
            return Some(if national > 0 { CellStatus::NationalOnly } else { CellStatus::Absent });
        }
        let units = self.units();
        let row = units.iter().filter(|(_, code)| code == region).count();
        if row == 0 && !self.world.surveyed.contains(region) {
            return Some(CellStatus::NotSurveyed);
        }
        let column: usize = self.world.regions.iter().map(|(code, _)| self.own(code, value)).sum();
        let (own, n) = (self.own(region, value), units.len());
        Some(match (own, national) {
            (0, 0) => CellStatus::Absent,
            (0, _) => CellStatus::NationalOnly,
            _ if 2 * own * n < row * column => CellStatus::Thin,
            _ if own * n > 2 * row * column => CellStatus::Dense,
            _ => CellStatus::Covered,
        })
    }
}

/// (region, value) → activities of the initiative that serve it by an own area, and national ones.
fn additions(whole: &World, id: &str) -> BTreeMap<(String, String), (u64, u64)> {
    let spots = Spots { world: whole };
    let everywhere: Words = if spots.has_own_areas() {
        whole.regions.iter().map(|(code, _)| code.clone()).collect()
    } else {
        words(&["NL"])
    };
    let mut added: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    for row in whole.activities.iter().filter(|row| row.initiative == id) {
        for value in spots.values(row) {
            match whole.activity_area(row) {
                Served::Unknown => {}
                Served::National => {
                    everywhere.iter().for_each(|code| added.entry((code.clone(), value.clone())).or_default().1 += 1)
                }
                Served::Regions(own) => {
                    own.iter().for_each(|code| added.entry((code.clone(), value.clone())).or_default().0 += 1);
                }
            }
        }
    }
    added
}

fn check_overlap(whole: &World, id: &str, found: &Consistency) -> Result<Option<bool>, TestCaseError> {
    let kept = whole.activities.iter().map(|row| row.id.clone()).collect();
    let reference = Reference { world: whole, aspect: OverlapAspect::Offer, everywhere: false, kept };
    let others = whole.initiative_ids().into_iter().filter(|other| other != id);
    let meeting: Vec<String> =
        others.filter(|other| whole.meet(&whole.initiative_area(id), &whole.initiative_area(other))).collect();
    let mut overlaps: BTreeMap<String, Option<f64>> = BTreeMap::new();
    let mut listed = Words::new();
    for other in &meeting {
        let overlap = reference.overlap(id, other);
        overlaps.insert(other.clone(), overlap);
        let (mine, theirs) = (whole.members(id), whole.members(other));
        let shared = mine.intersection(&theirs).count() as f64 / mine.union(&theirs).count() as f64;
        // No actors at all: no share, and nothing to list it by.
        if overlap.unwrap_or(shared) >= 0.3 {
            listed.insert(other.clone());
        }
    }
    let ecosystem = &found.ecosystem;
    let name = |position: usize| ecosystem.initiatives()[position].id.to_string();
    let mut found_pairs = Words::new();
    for pair in &found.overlapping {
        prop_assert!((name(pair.a) == id) != (name(pair.b) == id));
        let other = if name(pair.a) == id { name(pair.b) } else { name(pair.a) };
        prop_assert!(close_option(pair.overlap, overlaps[&other]));
        prop_assert_eq!(pair.collaborates, reference.collaborates(id, &other));
        found_pairs.insert(other);
    }
    prop_assert_eq!(&found_pairs, &listed);
    let known: Vec<f64> = overlaps.values().copied().flatten().collect();
    let highest =
        known.iter().copied().fold(None, |best: Option<f64>, value| Some(best.map_or(value, |best| best.max(value))));
    let strong = known.iter().filter(|value| **value >= 0.5).count();
    prop_assert!(close_option(found.grounds.highest, highest));
    let counts = (found.grounds.compared, found.grounds.undescribed, found.grounds.overlapping);
    prop_assert_eq!(counts, (known.len(), overlaps.len() - known.len(), strong));
    // To join: by overlap, with a known area, and who runs it.
    let mut join: Vec<(f64, String)> = listed
        .iter()
        .filter(|other| whole.initiative_area(other) != Served::Unknown)
        .filter_map(|other| Some((overlaps[other]?, other.clone())))
        .collect();
    join.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    join.truncate(5);
    let found_join: Vec<String> = found.initiatives_to_join.iter().map(|one| name(one.initiative)).collect();
    prop_assert_eq!(&found_join, &join.iter().map(|(_, other)| other.clone()).collect::<Vec<_>>());
    let mut runs: BTreeMap<String, Words> = BTreeMap::new();
    for (_, other) in &join {
        let with = |wanted: &dyn Fn(&Option<Role>) -> bool| -> Words {
            let members = whole.members(other).into_iter();
            members.filter(|actor| whole.roles(other, actor).iter().any(wanted)).collect()
        };
        let mut by = with(&|role| matches!(role, Some(Role::Initiator | Role::Executor)));
        if by.is_empty() {
            by = with(&|role| *role != Some(Role::Funder));
        }
        for actor in by {
            runs.entry(actor).or_default().insert(other.clone());
        }
    }
    let found_runs: BTreeMap<String, Words> = found
        .actors_to_join
        .iter()
        .map(|one| {
            let initiatives = one.initiatives.iter().map(|&initiative| name(initiative)).collect();
            (ecosystem.actors()[one.actor].id.to_string(), initiatives)
        })
        .collect();
    prop_assert_eq!(found_runs, runs);
    let order: Vec<f64> = found.actors_to_join.iter().map(|one| one.overlap).collect();
    prop_assert!(order.windows(2).all(|pair| pair[0] >= pair[1]));
    // Two dimensions must agree where the data fill two; a proposal that fills one cannot tell.
    let dimensions = |rows: &mut dyn Iterator<Item = &ActivityRow>| -> usize {
        let tokens = rows.flat_map(|row| reference.tokens(row));
        tokens.map(|token| token.split('=').next().unwrap_or_default().to_owned()).collect::<Words>().len()
    };
    let filled = dimensions(&mut whole.activities.iter());
    let mine = dimensions(&mut whole.activities.iter().filter(|row| row.initiative == id));
    prop_assert_eq!(found.grounds.dimensions, mine);
    let tells = !known.is_empty() && mine >= filled.min(2);
    Ok(if tells || overlaps.is_empty() { Some(strong > 0) } else { None })
}

fn check_cells(whole: &World, rest: &World, id: &str, found: &Consistency) -> Result<Option<bool>, TestCaseError> {
    let (before, after) = (Spots { world: rest }, Spots { world: whole });
    let ecosystem = &found.ecosystem;
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let wanted = additions(whole, id);
    prop_assert_eq!(found.cells.len(), wanted.len());
    let mut known = Vec::new();
    for cell in &found.cells {
        let (region, value) = (cell.place.code(ecosystem.regions()), lead.value_code(cell.value));
        let added = wanted[&(region.to_owned(), value.to_owned())];
        prop_assert_eq!((cell.added_own, cell.added_national), added);
        let status = before.status(region, value);
        prop_assert_eq!(cell.before.as_ref().map(|side| side.cell.status), status, "{} {}", region, value);
        prop_assert_eq!(cell.after.as_ref().map(|side| side.cell.status), after.status(region, value));
        if let (Some(side), true) = (&cell.before, region != "NL") {
            prop_assert_eq!(
                (side.cell.own, side.cell.national),
                (before.own(region, value) as u64, before.national(value) as u64)
            );
            let gained = cell.after.as_ref().map(|later| later.cell.own - side.cell.own);
            prop_assert_eq!(gained, Some(added.0));
        }
        let gap = matches!(status, Some(CellStatus::Absent | CellStatus::NationalOnly | CellStatus::Thin));
        let fills = match status {
            None | Some(CellStatus::NotSurveyed) => None,
            Some(CellStatus::Absent) if region == "NL" => Some(added.1 > 0),
            Some(_) => Some(region != "NL" && gap && added.0 > 0),
        };
        prop_assert_eq!(cell.fills, fills);
        known.extend(fills);
    }
    let filled = known.iter().filter(|fills| **fills).count();
    let grounds = &found.grounds;
    prop_assert_eq!((grounds.cells, grounds.cells_known, grounds.cells_filled), (wanted.len(), known.len(), filled));
    // Those that it fills come first.
    prop_assert!(found.cells.iter().take(filled).all(|cell| cell.fills == Some(true)));
    Ok((!known.is_empty()).then_some(filled > 0))
}

fn check_actors(whole: &World, id: &str, found: &Consistency) -> Result<(), TestCaseError> {
    let ecosystem = &found.ecosystem;
    let actor = |position: usize| ecosystem.actors()[position].id.to_string();
    let name = |position: usize| ecosystem.initiatives()[position].id.to_string();
    let participants: BTreeMap<String, Words> = found
        .participants
        .iter()
        .map(|one| (actor(one.actor), one.others.iter().map(|&(other, _)| name(other)).collect()))
        .collect();
    let wanted: BTreeMap<String, Words> = whole
        .members(id)
        .into_iter()
        .map(|actor| {
            let others = whole.initiatives_of(&actor).into_iter().filter(|other| other != id).collect();
            (actor, others)
        })
        .collect();
    prop_assert_eq!(participants, wanted);
    let spots = Spots { world: whole };
    let mine: Vec<&ActivityRow> =
        whole.activities.iter().filter(|row| row.initiative == id && !spots.values(row).is_empty()).collect();
    let stated = whole
        .activities
        .iter()
        .any(|row| row.initiative == id && row.values.get(&whole.lead).is_some_and(|stated| !stated.is_empty()));
    prop_assert_eq!(found.field.is_some(), stated);
    let alike = |a: &ActivityRow, b: &ActivityRow| {
        whole.meet(&whole.activity_area(a), &whole.activity_area(b)) && !spots.values(a).is_disjoint(&spots.values(b))
    };
    let mut field: BTreeMap<String, Words> = BTreeMap::new();
    for row in whole.activities.iter().filter(|row| row.initiative != id) {
        if mine.iter().any(|activity| alike(activity, row)) {
            for actor in whole.members(&row.initiative) {
                field.entry(actor).or_default().insert(row.initiative.clone());
            }
        }
    }
    // In an open list of which only `alle` was ever said there is no value to share.
    if let (Some(found), false) = (&found.field, whole.values_of(&whole.lead).is_empty()) {
        let found: BTreeMap<String, Words> = found
            .iter()
            .map(|one| (actor(one.actor), one.initiatives.iter().map(|&(other, _)| name(other)).collect()))
            .collect();
        prop_assert_eq!(found, field);
    }
    Ok(())
}

/// Each key number is the one of that name in the records of complexity, before and after.
fn check_complexity(rest: &Ecosystem, found: &Consistency) -> Result<(), TestCaseError> {
    let measure = |ecosystem: &Ecosystem, rarefy_to: Option<u64>| {
        let all = Selection::everything(ecosystem);
        let pairs = overlap(ecosystem, &all, &OverlapConfig::default()).expect("few pairs");
        let config = ComplexityConfig { rarefy_to, ..ComplexityConfig::default() };
        complexity(ecosystem, &all, &pairs, &config).expect("few actors")
    };
    let before = measure(rest, None);
    let after = measure(&found.ecosystem, before.rarefied_to);
    let sides = [
        serde_json::to_value(complexity_record(rest, &before)).expect("JSON"),
        serde_json::to_value(complexity_record(&found.ecosystem, &after)).expect("JSON"),
    ];
    let own = found.ecosystem.initiative_area(found.initiative).own_regions();
    prop_assert_eq!(found.complexity.len(), 1 + own.len());
    for area in &found.complexity {
        let code = area.place.code(rest.regions());
        for change in &area.changes {
            let [before, after] = [0, 1].map(|side: usize| {
                let areas = sides[side]["areas"].as_array().expect("a list");
                let area = areas.iter().find(|area| area["region"] == code && area["surveyed"] == true)?;
                assert!(area.get(change.measure).is_some(), "no {}", change.measure);
                area[change.measure].as_f64()
            });
            prop_assert_eq!((change.before, change.after), (before, after), "{} {}", code, change.measure);
            let difference = before.zip(after).map(|(before, after)| after - before);
            prop_assert!(close_option(change.difference, difference));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_part_is_what_the_definition_says(world in worlds(), pick in any::<usize>()) {
        prop_assume!(!world.initiatives.is_empty());
        let id = world.initiatives[pick % world.initiatives.len()].id.clone();
        let rest = world.without(&id);
        let mut whole = world.clone();
        whole.referrals = rest.referrals.clone();
        let found = test(&rest.build(), &world.proposal_of(&id));
        prop_assert_eq!(&*found.ecosystem.initiatives()[found.initiative].id, &id);
        let overlaps = check_overlap(&whole, &id, &found)?;
        let fills = check_cells(&whole, &rest, &id, &found)?;
        check_actors(&whole, &id, &found)?;
        check_complexity(&rest.build(), &found)?;
        prop_assert_eq!((found.flags.overlaps, found.flags.fills_gap), (overlaps, fills));
        let fits = if overlaps == Some(true) || fills == Some(true) {
            Some(false)
        } else if overlaps.is_none() || fills.is_none() {
            None
        } else {
            Some(true)
        };
        prop_assert_eq!(found.flags.fits, fits);
        // It can be written out whatever it is.
        let document = consistency_document(&rest.build(), &found, &ConsistencyConfig::default());
        prop_assert!(!document.test.advice.nl.is_empty() && !document.test.advice.en.is_empty());
    }

    #[test]
    fn neither_threads_nor_row_order_matter(world in worlds(), pick in any::<usize>()) {
        prop_assume!(!world.initiatives.is_empty());
        let id = world.initiatives[pick % world.initiatives.len()].id.clone();
        let proposal = world.proposal_of(&id);
        assert_steady(&world.without(&id), |before| written_out(&test(before, &proposal)));
        // Nor the order in which the proposal lists its own rows.
        let mut turned = proposal.clone();
        turned.participants.reverse();
        turned.activities.reverse();
        let rest = world.without(&id).build();
        prop_assert_eq!(written_out(&test(&rest, &turned)), written_out(&test(&rest, &proposal)));
    }
}

/// One initiative in PV20: advice for sector C, run by A, paid by B. Proposed beside it: advice for C and G, paid by B, with
/// N who is new. Two activities, so idf(advice) = idf(C) = ln(1 + 2/2), idf(G) = ln(1 + 2/1).
#[test]
fn a_case_by_hand() {
    let before = World::new()
        .actors(&["A", "B"])
        .initiative("I1", &["PV20"], &[])
        .role("I1", "A", Role::Executor)
        .role("I1", "B", Role::Funder)
        .activity("t1", "I1", &[], &[("activity_type", &["advisering"]), ("sector", &["C"])])
        .build();
    let proposal = json!({
        "name": "Nieuw", "regions": "PV20",
        "actors": [{ "actor": "B", "role": "funder" }, { "actor": "N", "name": "N", "role": "initiator", "public": "privaat" }],
        "activities": [{ "activity_type": "advisering", "sector": ["C", "G"] }],
    });
    let found = propose(&before, &proposal);
    let (two, three) = (libm::log(2.0), libm::log(3.0));
    let pair = &found.overlapping[0];
    assert!(close(pair.overlap.unwrap(), 2.0 * two / (2.0 * two + three)), "{:?}", pair.overlap);
    assert_eq!(pair.shared, ["activity_type=advisering", "sector=C"]);
    // B pays both: shared, but no cooperation. Same audience, same method.
    assert_eq!((pair.shared_funders.len(), pair.collaborates, pair.relation), (1, false, Some(Relation::Competing)));
    // The only cell has all there is: 1 found, 1 expected.
    assert_eq!((found.cells.len(), found.cells[0].fills), (1, Some(false)));
    let side = |side: &Option<ecosysteemkaart::analysis::consistency::CellSide>| {
        let cell = &side.as_ref().unwrap().cell;
        (cell.own, cell.expected, cell.status)
    };
    assert_eq!(side(&found.cells[0].before), (1, Some(1.0), CellStatus::Covered));
    assert_eq!(side(&found.cells[0].after), (2, Some(2.0), CellStatus::Covered));
    assert_eq!((found.flags.overlaps, found.flags.fills_gap, found.flags.fits), (Some(true), Some(false), Some(false)));
    let id = |position: usize| &*found.ecosystem.actors()[position].id;
    assert_eq!(found.initiatives_to_join[0].run_by.iter().map(|&actor| id(actor)).collect::<Vec<_>>(), ["A"]);
    let participants: Vec<(&str, bool, usize)> =
        found.participants.iter().map(|one| (id(one.actor), one.is_new, one.others.len())).collect();
    assert_eq!(participants, [("B", false, 1), ("N", true, 0)]);
    let field: Vec<(&str, bool)> = found.field.iter().flatten().map(|one| (id(one.actor), one.in_proposal)).collect();
    assert_eq!(field, [("A", false), ("B", true)]);
    // Of B nothing is known, so the one private actor is all of those that are known.
    let public = &found.participants_public;
    assert_eq!((public.unknown, public.private.count, public.private.share), (1, 1, Some(1.0)));
    // A and B were linked; with B and N: two of three pairs.
    let change = |measure: &str| {
        let change = found.complexity[0].changes.iter().find(|change| change.measure == measure).unwrap();
        (change.before.unwrap(), change.after.unwrap())
    };
    assert_eq!((change("initiatives"), change("actors"), change("links")), ((1.0, 2.0), (2.0, 3.0), (1.0, 2.0)));
    assert_eq!((change("density"), change("overlappingPairs")), ((1.0, 0.666_666_666_667), (0.0, 1.0)));
    // Twice the same offer for less than 0.6: no twins.
    assert_eq!(change("redundancy"), (0.0, 0.0));
}

#[test]
fn what_cannot_be_told_is_not_told() {
    let empty = World::new().build();
    let bare = propose(&empty, &json!({ "name": "x" }));
    assert_eq!((bare.flags.overlaps, bare.flags.fills_gap, bare.flags.fits), (Some(false), None, None));
    assert!(bare.field.is_none() && bare.cells.is_empty() && bare.grounds.highest.is_none());
    // A first offer: nothing was surveyed, so no white spot was known.
    let first =
        propose(&empty, &json!({ "name": "x", "regions": "PV20", "activities": [{ "activity_type": "advisering" }] }));
    assert_eq!((first.flags.fills_gap, first.cells[0].before.is_none(), first.cells[0].fills), (None, true, None));
    assert_eq!(first.field.as_deref(), Some(&[][..]));
    // An initiative without activities tells nothing about overlap.
    let silent = World::new().actors(&["A"]).initiative("I1", &["PV20"], &["A"]).build();
    let beside =
        propose(&silent, &json!({ "name": "x", "actors": "A", "activities": [{ "activity_type": "advisering" }] }));
    assert_eq!((beside.flags.overlaps, beside.grounds.undescribed), (None, 1));
    // It is listed by its actors.
    assert_eq!((beside.overlapping[0].overlap, beside.overlapping[0].provider_overlap), (None, Some(1.0)));
    assert!(beside.initiatives_to_join.is_empty());
}

/// An initiative of the example under another id and name.
fn copy_of(ecosystem: &Ecosystem, id: &str) -> Proposal {
    let position = ecosystem.initiative_position(id).unwrap();
    let mut initiative = ecosystem.initiatives()[position].clone();
    (initiative.id, initiative.name) = ("kopie".into(), "Kopie".into());
    let links = ecosystem.participations().iter().filter(|link| link.initiative as usize == position);
    let participants = links.map(|link| ecosysteemkaart::ecosystem::Participant {
        actor: ecosystem.actors()[link.actor as usize].id.clone(),
        roles: link.roles,
    });
    let activities = ecosystem.activities_of(position).iter().map(|&activity| {
        let row = &ecosystem.activities()[activity as usize];
        let dimensions = ecosystem.taxonomy().dimensions().iter().enumerate();
        let values = dimensions.map(|(dimension, about)| {
            let values = ecosystem.classification().column(dimension).of(activity as usize);
            values.iter().map(|&value| about.value_code(value).into()).collect()
        });
        ProposedActivity {
            id: format!("kopie-{}", row.id).into(),
            name: row.name.clone(),
            stated_area: row.stated_area.clone(),
            reach: row.reach,
            reach_year: row.reach_year,
            reach_class: row.reach_class,
            url: row.url.clone(),
            values: values.collect(),
        }
    });
    Proposal {
        initiative,
        new_actors: Vec::new(),
        participants: participants.collect(),
        activities: activities.collect(),
    }
}

#[test]
fn a_copy_of_a_planted_initiative_overlaps_it_wholly() {
    let example = read("voorbeeld");
    for key in ["overlap-without-collaboration", "overlap-funder-only", "overlap-with-collaboration"] {
        let row = &planted(key)[0];
        let found = test(&example, &copy_of(&example, &row[0]));
        assert_eq!(found.flags.overlaps, Some(true));
        let of = |id: &str| {
            let position = found.ecosystem.initiative_position(id);
            found.overlapping.iter().find(|pair| [Some(pair.a), Some(pair.b)].contains(&position)).unwrap()
        };
        assert_eq!((of(&row[0]).overlap, of(&row[0]).provider_overlap), (Some(1.0), Some(1.0)), "{row:?}");
        // And what was planted beside the original is much like the copy.
        assert!(of(&row[1]).overlap.unwrap() >= 0.5, "{row:?}");
        assert_eq!(found.grounds.highest, Some(1.0));
        let first = &found.initiatives_to_join[0];
        assert_eq!((&*found.ecosystem.initiatives()[first.initiative].id, first.overlap), (row[0].as_str(), 1.0));
        let complexity = |measure: &str| {
            found.complexity[0].changes.iter().find(|change| change.measure == measure).unwrap().difference.unwrap()
        };
        assert!(complexity("initiatives") == 1.0 && complexity("overlappingPairs") >= 2.0);
        assert!(complexity("redundantActivities") > 0.0 && complexity("actors") == 0.0);
    }
}

#[test]
fn planted_white_spots_are_filled_and_what_is_covered_fits() {
    let example = read("voorbeeld");
    let offer = |region: &str, value: &str| {
        let activity = json!({ "activity_type": value, "application": "iets-heel-nieuws" });
        json!({ "name": "Nieuw", "regions": region, "actors": "Nieuwe actor", "activities": [activity] })
    };
    for key in ["absent", "national-only", "thin"] {
        for row in planted(key) {
            let found = propose(&example, &offer(&row[0], &row[1]));
            assert_eq!((found.flags.fills_gap, found.flags.fits, found.cells.len()), (Some(true), Some(false), 1));
            // Only one value is shared with anything: no overlap.
            assert_eq!((found.flags.overlaps, found.grounds.highest), (Some(false), Some(0.0)));
            let before = found.cells[0].before.as_ref().unwrap();
            assert_eq!(before.cell.status.code(), key, "{row:?}");
            assert!(before.demand.is_some() && before.unserved.is_some() && before.shortfall.unwrap() > 0.0);
            let after = found.cells[0].after.as_ref().unwrap();
            assert!(
                after.cell.own == before.cell.own + 1
                    && after.unserved.unwrap().amount() < before.unserved.unwrap().amount()
            );
        }
    }
    // Fragile supply is supply: beside it a second door fits.
    let row = &planted("fragile")[0];
    let found = propose(&example, &offer(&row[0], &row[1]));
    let cell = &found.cells[0];
    assert!(cell.before.as_ref().unwrap().cell.fragile && !cell.after.as_ref().unwrap().cell.fragile);
    assert_eq!((found.flags.overlaps, found.flags.fills_gap, found.flags.fits), (Some(false), Some(false), Some(true)));
    let text = consistency_document(&example, &found, &ConsistencyConfig::default()).test;
    assert!(
        text.advice.nl.contains("past naast wat er is") && text.advice.nl.contains("fictief"),
        "{}",
        text.advice.nl
    );
}

#[test]
fn where_nobody_looked_nothing_is_a_white_spot() {
    let example = read("voorbeeld");
    let activity = json!({ "activity_type": "advisering", "application": "iets-heel-nieuws" });
    let found = propose(&example, &json!({ "name": "Nieuw", "regions": "Limburg", "activities": [activity.clone()] }));
    assert_eq!((found.flags.fills_gap, found.flags.fits), (None, None));
    assert_eq!(found.cells[0].before.as_ref().unwrap().cell.status, CellStatus::NotSurveyed);
    let region = found.complexity.iter().find(|area| area.place != Place::National).unwrap();
    assert!(region.changes.iter().all(|change| change.before.is_none() && change.difference.is_none()));
    let document = consistency_document(&example, &found, &ConsistencyConfig::default());
    assert!(document.test.cautions.iter().any(|caution| caution.nl.contains("Limburg")));
    assert!(document.test.advice.en.contains("cannot be said"));
    // A national offer makes no own supply anywhere.
    let found = propose(&example, &json!({ "name": "Nieuw", "regions": "NL", "activities": [activity] }));
    assert_eq!((found.cells.len(), found.flags.fills_gap, found.flags.fits), (12, Some(false), Some(true)));
    assert!(found.cells.iter().all(|cell| (cell.added_own, cell.added_national) == (0, 1)));
    assert_eq!(found.complexity.len(), 1);
}

#[test]
fn too_few_dimensions_are_said_to_be_too_few() {
    let survey = read("dienstverlening-2021");
    let found =
        propose(&survey, &json!({ "name": "Loket", "regions": "NL", "activities": [{ "theme": "financiering" }] }));
    // Two dimensions must agree and the proposal fills one: it would score 0 against its own copy.
    assert_eq!((found.grounds.dimensions, found.grounds.least_dimensions), (1, 2));
    assert!(found.grounds.compared > 0 && found.grounds.highest == Some(0.0));
    assert_eq!((found.flags.overlaps, found.flags.fits), (None, None));
    let document = consistency_document(&survey, &found, &ConsistencyConfig::default());
    assert!(
        document.test.advice.nl.contains("met te weinig kenmerken")
            && document.test.advice.nl.contains("met 1 kenmerk;")
    );
    let thrice = json!({ "theme": "financiering", "service_line": "eerste", "activity_type": "advisering" });
    let found = propose(&survey, &json!({ "name": "Loket", "regions": "NL", "activities": [thrice] }));
    let document = consistency_document(&survey, &found, &ConsistencyConfig::default());
    assert!(found.flags.overlaps.is_some() && !document.test.advice.nl.contains("kenmerken;"));
}

#[test]
fn every_shipped_dataset_can_be_asked() {
    for id in ["regioscan-2023", "dienstverlening-2021", "praktijkvoorbeelden-2023", "voorbeeld"] {
        let ecosystem = read(id);
        let original = &ecosystem.initiatives()[ecosystem.activities()[0].initiative as usize].id;
        let run = || written_out(&test(&ecosystem, &copy_of(&ecosystem, original)));
        let once = at_threads(1, run);
        assert!(once == at_threads(4, run), "{id}");
        let found = test(&ecosystem, &copy_of(&ecosystem, original));
        assert!(found.participants.iter().all(|one| !one.is_new && !one.others.is_empty()));
        let document = consistency_document(&ecosystem, &found, &ConsistencyConfig::default());
        let reconstructed = document.test.cautions.iter().any(|caution| caution.nl.contains("gereconstrueerd"));
        assert_eq!(reconstructed, id == "regioscan-2023");
        // Which dimensions agree stands with each overlap; thin ones are said to be so.
        let strong =
            document.test.overlapping.iter().filter(|one| one.pair.overlap.is_some_and(|overlap| overlap >= 0.5));
        let thin = strong.filter(|one| one.pair.dimensions_compared < 3).count() > 0;
        let said = document.test.advice.nl.contains("minder dan drie kenmerken");
        assert_eq!(thin, said, "{id}");
    }
}
