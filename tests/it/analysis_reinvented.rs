//! Offers that are there several times, against activities compared two by two, by hand, and in the shipped datasets.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::offer::OverlapAspect;
use ecosysteemkaart::analysis::overlap::TooManyPairs;
use ecosysteemkaart::analysis::reinvented::{Reinvented, ReinventedConfig, reinvented};
use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::ecosystem::{Basis, Ecosystem, Role};
use ecosysteemkaart::export::reinvented_record;
use ecosysteemkaart::snapshot::{Section, provenance};
use proptest::prelude::*;

use super::analysis_learning_circles::{apart, funders_of_several};
use super::analysis_overlap::Reference;
use super::analysis_tight_groups::{Ties, groups_by_the_rule};
use super::shipped::{planted, read};
use super::support::{Served, Words, World, assert_steady, round12, words};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, config: &ReinventedConfig) -> Reinvented {
    reinvented(ecosystem, &Selection::everything(ecosystem), config).expect("few pairs")
}

/// A group in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    value: String,
    activities: Words,
    efforts: BTreeSet<Words>,
    regions: Words,
    shared: Words,
    dimensions: usize,
    reach: Option<u64>,
    reach_known: usize,
    funders: Words,
    national: Words,
}

fn in_words(ecosystem: &Ecosystem, found: &Reinvented) -> Vec<Group> {
    let initiatives = |list: &[u32]| -> Words {
        list.iter().map(|&position| ecosystem.initiatives()[position as usize].id.to_string()).collect()
    };
    let groups = found.groups.iter().map(|group| {
        let efforts: BTreeSet<Words> = group.efforts.iter().map(|effort| initiatives(effort)).collect();
        assert_eq!(initiatives(&group.initiatives), efforts.iter().flatten().cloned().collect());
        assert!(efforts.len() == group.efforts.len() && efforts.len() >= 2);
        Group {
            value: ecosystem.taxonomy().dimensions()[found.dimension].value_code(group.value).to_owned(),
            activities: group
                .activities
                .iter()
                .map(|&position| ecosystem.activities()[position as usize].id.to_string())
                .collect(),
            efforts,
            regions: group.regions.iter().map(|&region| ecosystem.regions().code(region).to_owned()).collect(),
            shared: group.shared.iter().cloned().collect(),
            dimensions: group.dimensions_compared,
            reach: group.reach,
            reach_known: group.reach_known,
            funders: group.shared_funders.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect(),
            national: initiatives(&group.national),
        }
    });
    groups.collect()
}

/// Members by who works together, directly or through others.
fn efforts(reference: &Reference, initiatives: &Words) -> BTreeSet<Words> {
    let grown = |first: &String| -> Words {
        let mut effort = Words::from([first.clone()]);
        loop {
            let more: Words = initiatives
                .iter()
                .filter(|one| effort.contains(*one) || effort.iter().any(|member| reference.collaborates(member, one)))
                .cloned()
                .collect();
            if more == effort {
                return effort;
            }
            effort = more;
        }
    };
    initiatives.iter().map(grown).collect()
}

fn expected(world: &World, dimension: &str, minimum: f64, kept: &Words) -> Vec<Group> {
    let reference = Reference { world, aspect: OverlapAspect::Offer, everywhere: true, kept: kept.clone() };
    let mut groups = Vec::new();
    for value in world.values_of(dimension) {
        let of_kind: Vec<_> = world
            .activities
            .iter()
            .filter(|row| kept.contains(&row.id) && row.values.get(dimension).is_some_and(|list| list.contains(&value)))
            .collect();
        let mut ties: Ties = BTreeMap::new();
        for x in &of_kind {
            for y in &of_kind {
                let own = |row| matches!(world.activity_area(row), Served::Regions(_));
                let alike = round12(reference.similarity(x, y));
                if x.id < y.id && x.initiative != y.initiative && own(x) && own(y) && alike >= minimum {
                    ties.insert((x.id.clone(), y.id.clone()), alike);
                }
            }
        }
        for activities in groups_by_the_rule(&ties, 2, usize::MAX) {
            let rows: Vec<_> = activities.iter().map(|id| world.activity_row(id)).collect();
            let initiatives: Words = rows.iter().map(|row| row.initiative.clone()).collect();
            let efforts = efforts(&reference, &initiatives);
            let effort = |initiative: &String| efforts.iter().find(|effort| effort.contains(initiative));
            let elsewhere = rows.iter().any(|x| {
                rows.iter().any(|y| {
                    effort(&x.initiative) != effort(&y.initiative)
                        && apart(world, &world.activity_area(x), &world.activity_area(y))
                })
            });
            if !elsewhere {
                continue;
            }
            let tokens: Vec<Words> = rows.iter().map(|row| reference.tokens(row)).collect();
            let in_all = |lists: Vec<Words>| -> Words {
                lists.iter().flatten().filter(|item| lists.iter().all(|list| list.contains(*item))).cloned().collect()
            };
            let dimensions = |list: &Words| -> Words {
                list.iter()
                    .filter_map(|token| token.split_once('='))
                    .map(|(dimension, _)| dimension.to_owned())
                    .collect()
            };
            let reaches: Vec<u64> = rows.iter().filter_map(|row| row.reach).collect();
            let national = of_kind.iter().filter(|one| {
                world.activity_area(one) == Served::National
                    && rows.iter().all(|row| round12(reference.similarity(one, row)) >= minimum)
            });
            groups.push(Group {
                value: value.clone(),
                regions: rows.iter().flat_map(|row| world.activity_area(row).own()).collect(),
                dimensions: in_all(tokens.iter().map(dimensions).collect()).len(),
                shared: in_all(tokens),
                reach: (!reaches.is_empty()).then(|| reaches.iter().sum()),
                reach_known: reaches.len(),
                funders: funders_of_several(world, &initiatives),
                national: national.map(|row| row.initiative.clone()).collect(),
                activities,
                efforts,
            });
        }
    }
    groups.sort();
    groups
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn groups_are_those_of_the_definition(
        world in worlds(),
        dimension in prop_oneof![Just(None), Just(Some("sector")), Just(Some("application"))],
        minimum in prop_oneof![Just(0.0), Just(0.3), Just(0.6)],
        filtered in any::<bool>(),
    ) {
        let ecosystem = world.build();
        let position = dimension.and_then(|id| ecosystem.taxonomy().position(id));
        let config = ReinventedConfig { dimension: position, minimum, ..ReinventedConfig::default() };
        let sector = ecosystem.taxonomy().position("sector").expect("a dimension");
        let value = ecosystem.taxonomy().dimensions()[sector].position("A").expect("a value");
        let filters = Filters { values: if filtered { vec![(sector, value)] } else { Vec::new() }, ..Filters::default() };
        let found = reinvented(&ecosystem, &Selection::new(&ecosystem, &filters), &config).expect("few pairs");
        let kept: Words = world.activities.iter()
            .filter(|row| !filtered || world.counted_values(row, "sector").contains("A"))
            .map(|row| row.id.clone()).collect();
        let mut listed = in_words(&ecosystem, &found);
        listed.sort();
        prop_assert_eq!(listed, expected(&world, dimension.unwrap_or(world.lead.as_str()), minimum, &kept));
        let sizes: Vec<_> = found.groups.iter().map(|group| {
            (std::cmp::Reverse((group.efforts.len(), group.initiatives.len(), group.activities.len())), group.value, group.activities[0])
        }).collect();
        prop_assert!(sizes.is_sorted());
    }
}

const SCAN: [(&str, &[&str]); 2] = [("activity_type", &["signaleren"]), ("sector", &["A"])];

/// The same scan for farmers in four provinces.
fn scans() -> World {
    [("a", "PV20"), ("b", "PV21"), ("c", "PV22"), ("d", "PV23")]
        .iter()
        .fold(World::new().actors(&["p", "q", "ministry"]), |world, (id, region)| {
            world.initiative(id, &[region], &[]).activity(&format!("t{id}"), id, &[], &SCAN)
        })
}

fn groups(world: &World) -> Vec<Group> {
    let ecosystem = world.build();
    in_words(&ecosystem, &measure(&ecosystem, &ReinventedConfig::default()))
}

#[test]
fn who_works_together_made_it_once() {
    assert_eq!(groups(&scans())[0].efforts.len(), 4);
    // a–b and b–c work together: one effort of three, though a and c share nobody.
    let chained = scans().role("a", "p", Role::Executor).role("b", "p", Role::Partner).referral("c", "b", 1);
    assert_eq!(groups(&chained)[0].efforts, BTreeSet::from([words(&["a", "b", "c"]), words(&["d"])]));
    // All four: nothing was made again.
    assert!(groups(&chained.referral("d", "a", 2)).is_empty());
    // Who only pays brings nobody together, and is named.
    let funded = scans().role("a", "ministry", Role::Funder).role("c", "ministry", Role::Funder);
    assert_eq!((groups(&funded)[0].efforts.len(), &groups(&funded)[0].funders), (4, &words(&["ministry"])));
}

#[test]
fn the_country_and_the_same_region_are_told_apart() {
    // The country has one too; beside a there is a second in the same province, which counts but alone would be no group.
    let world = scans()
        .initiative("n", &["NL"], &[])
        .activity("tn", "n", &[], &SCAN)
        .initiative("a2", &["PV20"], &[])
        .activity("ta2", "a2", &[], &SCAN);
    let found = groups(&world);
    assert_eq!((found.len(), found[0].efforts.len(), &found[0].national), (1, 5, &words(&["n"])));
    assert_eq!(found[0].regions, words(&["PV20", "PV21", "PV22", "PV23"]));
    let beside = World::new()
        .initiative("a", &["PV20"], &[])
        .activity("ta", "a", &[], &SCAN)
        .initiative("a2", &["PV20"], &[])
        .activity("ta2", "a2", &[], &SCAN);
    assert!(groups(&beside).is_empty());
}

#[test]
fn the_words_give_plain_numbers_and_say_what_is_not_known() {
    let ecosystem = scans().role("a", "p", Role::Executor).role("b", "p", Role::Partner).build();
    let record = reinvented_record(&ecosystem, &measure(&ecosystem, &ReinventedConfig::default()));
    let group = &record.groups[0];
    assert_eq!((group.activity_count, group.region_count, group.initiative_count, group.effort_count), (4, 4, 4, 3));
    assert_eq!((group.reach, group.reach_known, group.dimensions_compared, group.thinly_described), (None, 0, 2, true));
    assert_eq!(
        group.in_words.nl,
        "signaleren: 4 activiteiten met vergelijkbaar aanbod in 4 regio's, van 4 initiatieven in 3 groepen die niet met elkaar \
         samenwerken: 2 keer mogelijk dubbel werk. Te weinig kenmerken zijn bekend om te zeggen of het echt hetzelfde is."
    );
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let mut world = scans();
    for (position, row) in world.activities.iter_mut().enumerate() {
        row.values.insert("bottleneck".to_owned(), words(&[["willen", "weten"][position % 2]]));
    }
    let config = ReinventedConfig { minimum: 0.3, ..ReinventedConfig::default() };
    assert!(!measure(&world.build(), &config).groups.is_empty());
    assert_steady(&world, |ecosystem| measure(ecosystem, &config));
}

#[test]
fn nothing_is_not_made_again() {
    for world in [World::new(), World::new().actors(&["p"]).initiative("a", &["PV20"], &["p"])] {
        assert!(
            measure(&world.build(), &ReinventedConfig { minimum: 0.0, ..ReinventedConfig::default() })
                .groups
                .is_empty()
        );
    }
    let ecosystem = scans().build();
    let config = ReinventedConfig { max_pairs: 5, ..ReinventedConfig::default() };
    // 4·3/2 = 6 pairs.
    assert_eq!(
        reinvented(&ecosystem, &Selection::everything(&ecosystem), &config).expect_err("one too many"),
        TooManyPairs::Listed { limit: 5 }
    );
}

#[test]
fn planted_copies_in_other_provinces_are_found() {
    let ecosystem = read("voorbeeld");
    let circle: Words = planted("learning-circle")[0][0].split(' ').map(str::to_owned).collect();
    let found = in_words(&ecosystem, &measure(&ecosystem, &ReinventedConfig::default()));
    // Each of the five offers the same two activities.
    let of_circle: Vec<&Group> =
        found.iter().filter(|group| group.efforts.iter().flatten().cloned().collect::<Words>() == circle).collect();
    assert_eq!(of_circle.len(), 2);
    for group in of_circle {
        assert_eq!((group.efforts.len(), group.activities.len(), group.regions.len()), (5, 5, 5));
    }
    // Copies in one province are overlap, not this.
    for row in planted("overlap-without-collaboration") {
        let pair = words(&[&row[0], &row[1]]);
        assert!(!found.iter().any(|group| group.efforts.iter().flatten().cloned().collect::<Words>() == pair));
    }
}

#[test]
fn the_regioscan_says_how_little_it_knows() {
    let ecosystem = read("regioscan-2023");
    assert_eq!(provenance(&ecosystem, Section::Reinvented).basis, Basis::Reconstructed);
    let record = reinvented_record(&ecosystem, &measure(&ecosystem, &ReinventedConfig::default()));
    // Only activity type and maturity are coded, so a group is one type at one maturity, and no more than that is claimed.
    assert!(!record.groups.is_empty());
    for group in &record.groups {
        assert!(group.thinly_described && group.dimensions_compared == 2 && group.shared.len() == 2);
        assert!(group.in_words.nl.contains("Te weinig kenmerken") && group.reach.is_none());
    }
    // Figure 6: 30 scans. Those whose maturity is not known cannot be compared.
    let scans: usize =
        record.groups.iter().filter(|group| group.value == "scans-assessments").map(|group| group.activity_count).sum();
    assert!(scans > 0 && scans <= 30);
    // Everything national: nothing is regional work done again.
    let national = read("dienstverlening-2021");
    assert!(measure(&national, &ReinventedConfig::default()).groups.is_empty());
}
