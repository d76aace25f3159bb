//! Removing and merging, against the same done to the rows of a world in words.

use std::collections::BTreeMap;

use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::white_spots::white_spots;
use ecosysteemkaart::ecosystem::edit::{
    Changes, Conflict, ConflictReason, EditError, Edited, Edits, Merge, Subject, edit,
};
use ecosysteemkaart::ecosystem::{Area, Ecosystem, Place, Referral, Responses, Role, Roles};
use proptest::collection::vec;
use proptest::prelude::*;

use super::support::{Served, Words, World, words};
use super::worlds::worlds;

/// Changes by id: what is removed, and kept → merged.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub remove: Words,
    pub merge: BTreeMap<String, Words>,
}

impl Asked {
    /// Possible changes from a number per row: stays, is removed, or is in one of two groups.
    pub fn from_numbers(ids: &Words, numbers: &[u8]) -> Self {
        let mut asked = Self::default();
        for group in [3, 4] {
            let members: Vec<&String> =
                ids.iter().zip(numbers).filter(|(_, number)| **number % 5 == group).map(|(id, _)| id).collect();
            let keep = members.iter().max_by_key(|id| (id.len(), id.as_str())).copied();
            let others = members.iter().filter(|id| Some(**id) != keep).map(|id| (*id).clone()).collect();
            if let Some(keep) = keep {
                asked.merge.insert(keep.clone(), others);
            }
        }
        asked.remove = ids.iter().zip(numbers).filter(|(_, n)| **n % 5 == 2).map(|(id, _)| id.clone()).collect();
        asked
    }

    pub fn of(remove: &[&str], merge: &[(&str, &[&str])]) -> Self {
        let merge = merge.iter().map(|(keep, merged)| ((*keep).to_owned(), words(merged))).collect();
        Self { remove: words(remove), merge }
    }

    pub fn home(&self, id: &str) -> Option<String> {
        let kept = self.merge.iter().find(|(_, merged)| merged.contains(id)).map(|(keep, _)| keep.clone());
        if self.remove.contains(id) { None } else { Some(kept.unwrap_or_else(|| id.to_owned())) }
    }

    fn changes(&self, position: impl Fn(&str) -> usize) -> Changes {
        let all = |ids: &Words| ids.iter().map(|id| position(id)).collect();
        let merge = self.merge.iter().map(|(keep, merged)| Merge { keep: position(keep), merge: all(merged) });
        Changes { remove: all(&self.remove), merge: merge.collect() }
    }
}

pub fn edits(ecosystem: &Ecosystem, initiatives: &Asked, actors: &Asked) -> Edits {
    Edits {
        initiatives: initiatives.changes(|id| ecosystem.initiative_position(id).unwrap()),
        actors: actors.changes(|id| ecosystem.actor_position(id).unwrap()),
    }
}

/// Open lists keep the words they had, so that a world without some rows has the same values.
pub fn with_fixed_lists(mut world: World) -> World {
    for dimension in 0..world.dimensions.len() {
        let values = world.values_of(world.dimensions[dimension].id);
        let row = &mut world.dimensions[dimension];
        if row.open {
            row.values = values.into_iter().map(|word| &*Box::leak(word.into_boxed_str())).collect();
            row.open = false;
        }
    }
    world
}

/// Regions with own supply of the lead dimension.
fn surveyed(world: &World) -> Words {
    let classified =
        world.activities.iter().filter(|row| row.values.get(&world.lead).is_some_and(|values| !values.is_empty()));
    classified.flat_map(|row| world.activity_area(row).own()).collect()
}

/// The same done to the rows.
pub fn edited_world(world: &World, initiatives: &Asked, actors: &Asked) -> World {
    let mut after = world.clone();
    if !initiatives.remove.is_empty() {
        after.surveyed.extend(surveyed(world));
    }
    let codes = |area: &Served| match area {
        Served::Unknown => Words::new(),
        Served::National => words(&["NL"]),
        Served::Regions(codes) => codes.clone(),
    };
    after.activities.retain(|row| initiatives.home(&row.initiative).is_some());
    for row in &mut after.activities {
        let home = initiatives.home(&row.initiative).unwrap();
        if initiatives.merge.get(&home).is_some_and(|merged| !merged.is_empty()) && row.regions.is_empty() {
            row.regions = codes(&world.activity_area(row));
        }
        row.initiative = home;
    }
    for (keep, merged) in &initiatives.merge {
        let group: Vec<&String> = std::iter::once(keep).chain(merged).collect();
        let row_of = |id: &String| world.initiatives.iter().find(|row| row.id == *id).unwrap();
        let stated = group.iter().any(|id| !row_of(id).regions.is_empty());
        let union: Words = group.iter().flat_map(|id| codes(&world.initiative_area(id))).collect();
        let row = after.initiatives.iter_mut().find(|row| row.id == *keep).unwrap();
        row.regions = if stated { union } else { Words::new() };
        row.level = group.iter().find_map(|id| row_of(id).level);
    }
    for (keep, merged) in &actors.merge {
        let group: Vec<_> = std::iter::once(keep).chain(merged).collect();
        let rows: Vec<_> = group.iter().map(|id| world.actors.iter().find(|row| row.id == **id).unwrap()).collect();
        let row = after.actors.iter_mut().find(|row| row.id == *keep).unwrap();
        row.kind = rows.iter().find_map(|row| row.kind.clone());
        row.level = rows.iter().find_map(|row| row.level);
        row.region = rows.iter().find_map(|row| row.region.clone());
    }
    after.initiatives.retain(|row| initiatives.home(&row.id).as_ref() == Some(&row.id));
    after.actors.retain(|row| actors.home(&row.id).as_ref() == Some(&row.id));
    let link = |(initiative, actor, role): &(String, String, Option<Role>)| {
        Some((initiatives.home(initiative)?, actors.home(actor)?, *role))
    };
    after.participations = world.participations.iter().filter_map(link).collect();
    let referral = |(from, to, count): &(String, String, u64)| {
        let (now_from, now_to) = (initiatives.home(from)?, initiatives.home(to)?);
        (now_from != now_to || from == to).then_some((now_from, now_to, *count))
    };
    after.referrals = world.referrals.iter().filter_map(referral).collect();
    after
}

/// Everything that an ecosystem says, by id and code.
#[derive(Debug, PartialEq)]
struct Said {
    surveyed: Words,
    /// Kind, level and place.
    actors: BTreeMap<String, [Option<String>; 3]>,
    initiatives: BTreeMap<String, (Words, Option<String>, String)>,
    links: BTreeMap<(String, String), Roles>,
    activities: BTreeMap<String, (String, Words, Vec<Words>)>,
    referrals: BTreeMap<(String, String), u64>,
}

fn said(ecosystem: &Ecosystem) -> Said {
    let codes = |area: &Area| ecosystem.regions().codes(area).into_iter().map(str::to_owned).collect::<Words>();
    let initiative = |position: u32| ecosystem.initiatives()[position as usize].id.to_string();
    let actors = ecosystem.actors().iter().enumerate().map(|(position, row)| {
        let place = ecosystem.actor_place(position).map(|place: Place| place.code(ecosystem.regions()).to_owned());
        let kind = row.kind.as_ref().map(|kind| kind.code().to_owned());
        (row.id.to_string(), [kind, row.level.map(|level| level.code().to_owned()), place])
    });
    let initiatives = ecosystem.initiatives().iter().enumerate().map(|(position, row)| {
        let level = row.level.map(|level| level.code().to_owned());
        (
            row.id.to_string(),
            (codes(ecosystem.initiative_area(position)), level, format!("{:?} {:?}", row.start, row.end)),
        )
    });
    let links = ecosystem.participations().iter().map(|link| {
        ((initiative(link.initiative), ecosystem.actors()[link.actor as usize].id.to_string()), link.roles)
    });
    let activities = ecosystem.activities().iter().enumerate().map(|(position, row)| {
        let values = ecosystem.taxonomy().dimensions().iter().enumerate().map(|(dimension, about)| {
            let column = ecosystem.classification().column(dimension);
            column.of(position).iter().map(|&value| about.value_code(value).to_owned()).collect()
        });
        let what = (initiative(row.initiative), codes(ecosystem.activity_area(position)), values.collect());
        (row.id.to_string(), what)
    });
    let mut referrals = BTreeMap::new();
    for row in ecosystem.referrals() {
        *referrals.entry((initiative(row.from), initiative(row.to))).or_default() += row.count;
    }
    Said {
        surveyed: ecosystem.about().surveyed_regions.clone(),
        actors: actors.collect(),
        initiatives: initiatives.collect(),
        links: links.collect(),
        activities: activities.collect(),
        referrals,
    }
}

/// A world with possible changes to its initiatives and actors.
pub fn edited_worlds() -> impl Strategy<Value = (World, Asked, Asked)> {
    (worlds(), vec(any::<u8>(), 8), vec(any::<u8>(), 9)).prop_map(|(world, initiatives, actors)| {
        let world = with_fixed_lists(world);
        let initiatives = Asked::from_numbers(&world.initiative_ids(), &initiatives);
        let actors = Asked::from_numbers(&world.actor_ids(), &actors);
        (world, initiatives, actors)
    })
}

fn carry_out(world: &World, initiatives: &Asked, actors: &Asked) -> Edited {
    let ecosystem = world.build();
    edit(&ecosystem, &edits(&ecosystem, initiatives, actors)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn edits_are_those_of_the_rows((world, initiatives, actors) in edited_worlds()) {
        let edited = carry_out(&world, &initiatives, &actors);
        let after = edited_world(&world, &initiatives, &actors).build();
        prop_assert_eq!(said(&edited.ecosystem), said(&after));
        // Where everything went.
        let before = world.build();
        for (position, now) in edited.initiatives.iter().enumerate() {
            let home = initiatives.home(&before.initiatives()[position].id);
            prop_assert_eq!(now.map(|now| after.initiatives()[now as usize].id.to_string()), home);
        }
        for (position, now) in edited.actors.iter().enumerate() {
            let home = actors.home(&before.actors()[position].id);
            prop_assert_eq!(now.map(|now| after.actors()[now as usize].id.to_string()), home);
        }
        for (row, now) in before.activities().iter().zip(&edited.activities) {
            prop_assert_eq!(now.is_some(), edited.initiatives[row.initiative as usize].is_some());
            prop_assert!(now.is_none_or(|now| after.activities()[now as usize].id == row.id));
        }
    }

    #[test]
    fn the_report_adds_up((world, initiatives, actors) in edited_worlds()) {
        let before = world.build();
        let Edited { ecosystem: after, report, .. } = carry_out(&world, &initiatives, &actors);
        let links = before.participations().len();
        let (there, gone) = (report.links_unchanged + report.links_moved, report.links_combined + report.links_dropped);
        prop_assert_eq!((there + gone, there), (links, after.participations().len()));
        let referrals = report.referrals_combined + report.referrals_dropped + report.self_referrals_dropped;
        prop_assert_eq!(referrals, before.referrals().len() - after.referrals().len());
        prop_assert_eq!(report.activities_dropped, before.activities().len() - after.activities().len());
        let moved: usize = report.merges.iter().map(|merge| merge.activities_moved).sum();
        prop_assert_eq!(report.activities_moved, moved);
        // A link can be moved by the merge of its initiative and by that of its actor.
        let of_merges: usize = report.merges.iter().map(|merge| merge.links_moved + merge.links_combined).sum();
        let all = report.links_moved + report.links_combined;
        prop_assert!(all <= of_merges && of_merges <= 2 * all);
    }

    /// Merging takes no supply away: only an activity without a known area can bring some.
    #[test]
    fn merging_keeps_the_supply((world, mut initiatives, mut actors) in edited_worlds()) {
        initiatives.remove.clear();
        actors.remove.clear();
        let before = world.build();
        let Edited { ecosystem: after, .. } = carry_out(&world, &initiatives, &actors);
        let lead = [before.taxonomy().lead()];
        let spots = |ecosystem: &Ecosystem| white_spots(ecosystem, &Selection::everything(ecosystem), &lead).unwrap();
        let (before, after) = (spots(&before), spots(&after));
        for cell in &before.cells {
            let same = after.cells.iter().find(|later| (later.place, &later.values) == (cell.place, &cell.values));
            let Some(later) = same else { prop_assert!(before.unknown_area > 0); continue };
            prop_assert!(later.own >= cell.own && later.national >= cell.national);
            prop_assert!(before.unknown_area > 0 || (later.own, later.national) == (cell.own, cell.national));
            prop_assert!(before.unknown_area > 0 || later.initiatives <= cell.initiatives);
        }
    }

    #[test]
    fn nothing_asked_changes_nothing(world in worlds()) {
        let ecosystem = world.build();
        let edited = edit(&ecosystem, &Edits::default()).unwrap();
        prop_assert_eq!(said(&edited.ecosystem), said(&ecosystem));
        prop_assert_eq!(edited.report.links_unchanged, ecosystem.participations().len());
    }
}

/// A desk in Groningen, one in Drenthe and a national one.
fn three_desks() -> World {
    World::new()
        .actors(&["a", "b", "c"])
        .initiative("drenthe", &["PV22"], &["a", "b"])
        .initiative("groningen", &["PV20"], &["b"])
        .initiative("land", &["NL"], &["c"])
        .role("groningen", "b", Role::Funder)
        .activity("d1", "drenthe", &[], &[("activity_type", &["advisering"])])
        .activity("g1", "groningen", &[], &[("activity_type", &["advisering"])])
        .activity("g2", "groningen", &["PV20", "PV22"], &[])
        .activity("l1", "land", &[], &[("activity_type", &["signaleren"])])
        .referral("drenthe", "groningen", 2)
        .referral("drenthe", "land", 3)
        .referral("groningen", "land", 4)
        .referral("land", "groningen", 5)
}

#[test]
fn a_merge_says_what_it_did() {
    let mut contents = three_desks().contents();
    contents.responses = Responses::new(&[0, 1, 3].map(|activity| (activity, "q", "ja", 6)));
    let ecosystem = Ecosystem::new(contents).unwrap();
    let merge = Merge { keep: 0, merge: vec![1, 1] };
    let asked = Edits { initiatives: Changes { remove: vec![], merge: vec![merge] }, actors: Changes::default() };
    let Edited { ecosystem: after, report, .. } = edit(&ecosystem, &asked).unwrap();
    assert_eq!((report.links_unchanged, report.links_moved, report.links_combined, report.links_dropped), (3, 0, 1, 0));
    assert_eq!((report.activities_moved, report.responses_moved, report.responses_dropped), (2, 1, 0));
    // Between the two: gone. Both to the country: summed. Back from it: now to the one that is kept.
    assert_eq!((report.self_referrals_dropped, report.referrals_combined), (1, 1));
    assert_eq!(after.referrals(), [Referral { from: 0, to: 1, count: 7 }, Referral { from: 1, to: 0, count: 5 }]);
    let [merge] = report.merges.as_slice() else { panic!("one merge") };
    assert_eq!((merge.subject, merge.keep, merge.merged.as_slice()), (Subject::Initiative, 0, [1_usize].as_slice()));
    assert_eq!((merge.links_moved, merge.links_combined, merge.activities_moved), (0, 1, 2));
    assert_eq!(after.regions().codes(after.initiative_area(0)), ["PV20", "PV22"]);
    let area = |activity| after.regions().codes(after.activity_area(activity));
    assert_eq!((area(0), area(1), area(2)), (vec!["PV22"], vec!["PV20"], vec!["PV20", "PV22"]));
    let former = after.initiatives()[0].particulars.as_ref().unwrap();
    assert_eq!(former.formerly, ["groningen".into()]);
    let roles = after.participations().iter().find(|link| (link.initiative, link.actor) == (0, 1)).unwrap().roles;
    assert!(roles.has(Role::Funder) && !roles.only_funds());
}

#[test]
fn merged_with_a_national_one_it_is_national_but_its_activities_stay_where_they_are() {
    let edited = carry_out(&three_desks(), &Asked::of(&[], &[("drenthe", &["land"])]), &Asked::default());
    let after = edited.ecosystem;
    assert_eq!(*after.initiative_area(0), Area::National);
    let area = |activity| after.regions().codes(after.activity_area(activity));
    assert_eq!((area(0), area(3)), (vec!["PV22"], vec!["NL"]));
}

#[test]
fn removing_the_last_of_a_region_leaves_it_surveyed() {
    let edited = carry_out(&three_desks(), &Asked::of(&["groningen"], &[]), &Asked::of(&["a"], &[]));
    assert_eq!(edited.ecosystem.about().surveyed_regions, words(&["PV20", "PV22"]));
    let report = edited.report;
    assert_eq!((report.removed_initiatives, report.removed_actors), (vec![1], vec![0]));
    assert_eq!((report.links_unchanged, report.links_dropped, report.activities_dropped), (2, 2, 2));
    assert_eq!(report.referrals_dropped, 3);
}

#[test]
fn a_merged_actor_leaves_its_names_behind() {
    let mut contents = three_desks().contents();
    contents.actors[1].name = "Bedrijf B".into();
    contents.actors[1].aliases = vec!["B BV".into(), "a".into()];
    contents.actors[1].place = Some(Place::National);
    let ecosystem = Ecosystem::new(contents).unwrap();
    let asked = Edits {
        actors: edits(&ecosystem, &Asked::default(), &Asked::of(&[], &[("a", &["b"])])).actors,
        ..Edits::default()
    };
    let Edited { ecosystem: after, report, .. } = edit(&ecosystem, &asked).unwrap();
    assert_eq!(after.actors()[0].aliases, ["Bedrijf B".into(), "B BV".into()]);
    assert_eq!(after.actor_place(0), Some(Place::National));
    assert_eq!((report.links_unchanged, report.links_moved, report.links_combined), (2, 1, 1));
}

#[test]
fn everything_that_is_impossible_is_said_at_once() {
    let ecosystem = three_desks().build();
    let merge = |keep, merge: &[usize]| Merge { keep, merge: merge.to_vec() };
    let asked = Edits {
        initiatives: Changes { remove: vec![0, 7], merge: vec![merge(0, &[1]), merge(2, &[1, 2])] },
        actors: Changes { remove: vec![1], merge: vec![merge(0, &[1, 2]), merge(2, &[9])] },
    };
    let conflict = |subject, position, reason| Conflict { subject, position, reason };
    let (initiative, actor) = (Subject::Initiative, Subject::Actor);
    let expected = vec![
        conflict(initiative, 0, ConflictReason::RemovedAndKept),
        conflict(initiative, 1, ConflictReason::MergedTwice),
        conflict(initiative, 2, ConflictReason::MergedIntoItself),
        conflict(initiative, 7, ConflictReason::Unknown),
        conflict(actor, 1, ConflictReason::RemovedAndMerged),
        conflict(actor, 2, ConflictReason::KeptAndMerged),
        conflict(actor, 9, ConflictReason::Unknown),
    ];
    assert_eq!(edit(&ecosystem, &asked).unwrap_err(), EditError::Conflicts(expected));
}

#[test]
fn everything_can_go() {
    let world = three_desks();
    let edited = carry_out(
        &world,
        &Asked { remove: world.initiative_ids(), ..Asked::default() },
        &Asked { remove: world.actor_ids(), ..Asked::default() },
    );
    assert!(edited.ecosystem.actors().is_empty() && edited.ecosystem.initiatives().is_empty());
    assert!(edited.ecosystem.activities().is_empty() && edited.ecosystem.referrals().is_empty());
}
