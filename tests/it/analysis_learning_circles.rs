//! Learning circles against counterparts found pair by pair, by hand, and in the shipped datasets.

use std::collections::BTreeMap;

use ecosysteemkaart::analysis::learning_circles::{
    LearningCircle, LearningCircles, LearningCirclesConfig, learning_circles,
};
use ecosysteemkaart::analysis::offer::OverlapAspect;
use ecosysteemkaart::analysis::overlap::TooManyPairs;
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::ecosystem::{Ecosystem, Role};
use ecosysteemkaart::export::learning_circles_record;
use proptest::prelude::*;

use super::analysis_overlap::Reference;
use super::analysis_tight_groups::{Ties, groups_by_the_rule};
use super::shipped::{planted, read};
use super::support::{Served, Words, World, assert_steady, close, round12, words};
use super::worlds::worlds;

fn measure(ecosystem: &Ecosystem, config: &LearningCirclesConfig) -> LearningCircles {
    learning_circles(ecosystem, &Selection::everything(ecosystem), config).expect("few pairs")
}

fn members(ecosystem: &Ecosystem, circle: &LearningCircle) -> Words {
    circle.members.iter().map(|member| ecosystem.initiatives()[member.initiative].id.to_string()).collect()
}

/// Own regions on both sides, and none in common.
pub fn apart(world: &World, x: &Served, y: &Served) -> bool {
    !x.own().is_empty() && !y.own().is_empty() && world.common(&x.own(), &y.own()).is_empty()
}

/// Actors that fund at least two of some initiatives.
pub fn funders_of_several(world: &World, initiatives: &Words) -> Words {
    let funds = |initiative: &String, actor: &String| world.roles(initiative, actor).contains(&Some(Role::Funder));
    let actors = world.actor_ids().into_iter();
    actors.filter(|actor| initiatives.iter().filter(|initiative| funds(initiative, actor)).count() >= 2).collect()
}

fn counterparts(reference: &Reference, minimum: f64) -> Ties {
    let world = reference.world;
    let mut ties = BTreeMap::new();
    for x in world.initiative_ids() {
        for y in world.initiative_ids().into_iter().filter(|y| x < *y) {
            let areas = (world.initiative_area(&x), world.initiative_area(&y));
            let overlap = reference.overlap(&x, &y).filter(|&overlap| overlap >= minimum);
            if let (true, false, Some(overlap)) =
                (apart(world, &areas.0, &areas.1), reference.collaborates(&x, &y), overlap)
            {
                ties.insert((x.clone(), y), overlap);
            }
        }
    }
    ties
}

fn all_activities(world: &World) -> Words {
    world.activities.iter().map(|row| row.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn circles_are_those_of_the_definition(
        world in worlds(),
        aspect in 0_usize..4,
        minimum in prop_oneof![Just(0.0), Just(0.1), Just(0.3), Just(0.5)],
        least in 2_usize..4,
        room in 0_usize..3,
    ) {
        let ecosystem = world.build();
        let aspect = OverlapAspect::ALL[aspect];
        let config = LearningCirclesConfig { aspect, minimum, least, most: least + room, ..LearningCirclesConfig::default() };
        let found = measure(&ecosystem, &config);
        let reference = Reference { world: &world, aspect, everywhere: true, kept: all_activities(&world) };
        let ties = counterparts(&reference, minimum);
        let tied: Words = ties.keys().flat_map(|(x, y)| [x.clone(), y.clone()]).collect();
        prop_assert_eq!(found.with_counterpart, tied.len());
        let mut expected = groups_by_the_rule(&ties, least, least + room);
        expected.sort();
        let mut listed: Vec<Words> = found.circles.iter().map(|circle| members(&ecosystem, circle)).collect();
        listed.sort();
        prop_assert_eq!(&listed, &expected);
        for circle in &found.circles {
            let names = members(&ecosystem, circle);
            let overlap = |x: &String, y: &String| ties[&(x.min(y).clone(), x.max(y).clone())];
            let mut pairs = Vec::new();
            for (member, x) in circle.members.iter().zip(&names) {
                let others: Vec<f64> = names.iter().filter(|y| *y != x).map(|y| overlap(x, y)).collect();
                prop_assert!(close(member.mean_overlap, others.iter().sum::<f64>() / others.len() as f64));
                pairs.extend(names.iter().filter(|y| x < *y).map(|y| overlap(x, y)));
                prop_assert!(!member.good_practice);
            }
            prop_assert!(close(circle.mean_overlap, pairs.iter().sum::<f64>() / pairs.len() as f64));
            prop_assert!(close(circle.least_overlap, pairs.iter().copied().fold(f64::INFINITY, f64::min)));
            prop_assert!(circle.least_overlap >= minimum);
            let regions: Words = names.iter().flat_map(|name| world.initiative_area(name).own()).collect();
            let codes: Words = circle.regions.iter().map(|&region| ecosystem.regions().code(region).to_owned()).collect();
            prop_assert!(codes == regions && circle.regions.len() == regions.len() && regions.len() >= names.len());
            let funders: Words = circle.shared_funders.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect();
            prop_assert_eq!(funders, funders_of_several(&world, &names));
            // What binds them: values of more than half, most first.
            let mut offered: BTreeMap<String, usize> = BTreeMap::new();
            for name in &names {
                let own = world.activities_of(name);
                let tokens: Words = own.iter().flat_map(|id| reference.tokens(world.activity_row(id))).collect();
                tokens.into_iter().for_each(|token| *offered.entry(token).or_default() += 1);
            }
            let mut most: Vec<(usize, String)> =
                offered.into_iter().filter(|(_, count)| 2 * count > names.len()).map(|(token, count)| (count, token)).collect();
            most.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
            let binds: Vec<(usize, String)> =
                circle.binds.iter().map(|common| (common.members, common.value.clone())).collect();
            prop_assert_eq!(binds, most);
        }
        let order = |circle: &LearningCircle| (std::cmp::Reverse(circle.members.len()), -circle.mean_overlap);
        let sorted = found.circles.windows(2).all(|pair| {
            let (x, y) = (order(&pair[0]), order(&pair[1]));
            let first = |circle| members(&ecosystem, circle);
            x < y || (x == y && first(&pair[0]) < first(&pair[1]))
        });
        prop_assert!(sorted);
    }
}

/// The same advice for farmers in as many provinces as there are initiatives.
fn advice(regions: &[(&str, &[&str])]) -> World {
    regions.iter().fold(World::new().actors(&["p", "ministry"]), |world, (id, codes)| {
        let values: [(&str, &[&str]); 2] = [("activity_type", &["advisering"]), ("sector", &["A"])];
        world.initiative(id, codes, &[]).activity(&format!("t{id}"), id, &[], &values)
    })
}

fn circles(world: &World) -> Vec<Words> {
    let ecosystem = world.build();
    let found = measure(&ecosystem, &LearningCirclesConfig::default());
    found.circles.iter().map(|circle| members(&ecosystem, circle)).collect()
}

const FIVE: [(&str, &[&str]); 5] =
    [("a", &["PV20"]), ("b", &["PV21"]), ("c", &["PV22"]), ("d", &["PV23"]), ("e", &["PV24"])];

#[test]
fn who_can_be_in_a_circle() {
    assert_eq!(circles(&advice(&FIVE)), [words(&["a", "b", "c", "d", "e"])]);
    assert!(circles(&advice(&FIVE[..3])).is_empty(), "three are too few");
    // A national initiative, one of which nothing is known, and one that shares a region with a member have no place.
    let mut more = FIVE.to_vec();
    more.extend([("n", &["NL"][..]), ("u", &[][..]), ("z", &["PV24", "PV25"][..])]);
    assert_eq!(circles(&advice(&more)), [words(&["a", "b", "c", "d", "e"])]);
    // Sixteen regions: a circle holds at most twelve, the other four are the next.
    let codes: Vec<String> = (10..26).map(|number| format!("R{number}")).collect();
    let lists: Vec<[&str; 1]> = codes.iter().map(|code| [code.as_str()]).collect();
    let many: Vec<(&str, &[&str])> = lists.iter().map(|list| (list[0], list.as_slice())).collect();
    let mut world = advice(&many);
    world.regions = codes.iter().map(|code| (code.clone(), None)).collect();
    assert_eq!(circles(&world).iter().map(Words::len).collect::<Vec<_>>(), [12, 4]);
}

#[test]
fn who_works_together_already_does_not_meet_in_a_circle() {
    let funded =
        ["a", "b", "c", "d", "e"].iter().fold(advice(&FIVE), |world, id| world.role(id, "ministry", Role::Funder));
    let ecosystem = funded.build();
    let found = measure(&ecosystem, &LearningCirclesConfig::default());
    assert_eq!((found.circles.len(), found.circles[0].members.len()), (1, 5));
    assert_eq!(found.circles[0].shared_funders, [ecosystem.actor_position("ministry").expect("known")]);
    // a and e work together: only one of them can be with the other three.
    let together = advice(&FIVE).role("a", "p", Role::Executor).role("e", "p", Role::Partner);
    assert_eq!(circles(&together), [words(&["a", "b", "c", "d"])]);
    assert_eq!(circles(&advice(&FIVE).referral("e", "b", 3)), [words(&["a", "b", "c", "d"])]);
}

#[test]
fn the_same_bits_for_any_threads_and_row_order() {
    let mut world = advice(&FIVE);
    for (position, row) in world.activities.iter_mut().enumerate() {
        row.values.insert("bottleneck".to_owned(), words(&[["willen", "weten"][position % 2]]));
        row.values.insert("application".to_owned(), words(&[["robots", "Zon", "10"][position % 3]]));
    }
    let config = LearningCirclesConfig { minimum: 0.2, least: 2, ..LearningCirclesConfig::default() };
    assert!(!measure(&world.build(), &config).circles.is_empty());
    assert_steady(&world, |ecosystem| measure(ecosystem, &config));
}

#[test]
fn nothing_makes_no_circles() {
    for world in
        [World::new(), World::new().actors(&["p"]).initiative("a", &["PV20"], &["p"]).initiative("b", &["PV21"], &[])]
    {
        let found = measure(
            &world.build(),
            &LearningCirclesConfig { least: 0, minimum: 0.0, ..LearningCirclesConfig::default() },
        );
        assert_eq!((found.circles.len(), found.with_counterpart), (0, 0));
    }
    let ecosystem = advice(&FIVE).build();
    let config = LearningCirclesConfig { max_pairs: 9, ..LearningCirclesConfig::default() };
    // 5·4/2 = 10 pairs.
    assert_eq!(
        learning_circles(&ecosystem, &Selection::everything(&ecosystem), &config).expect_err("one too many"),
        TooManyPairs::Listed { limit: 9 }
    );
}

#[test]
fn the_planted_circle_is_one_circle() {
    let ecosystem = read("voorbeeld");
    let wanted: Words = planted("learning-circle")[0][0].split(' ').map(str::to_owned).collect();
    // Also where far less overlap is enough it does not fall apart.
    for minimum in [0.3, 0.4, 0.5, 0.7] {
        let found = measure(&ecosystem, &LearningCirclesConfig { minimum, ..LearningCirclesConfig::default() });
        let circle =
            found.circles.iter().find(|circle| members(&ecosystem, circle) == wanted).expect("the planted circle");
        let good = circle.members.iter().filter(|member| member.good_practice);
        let good: Words = good.map(|member| ecosystem.initiatives()[member.initiative].id.to_string()).collect();
        let named: Words = planted("good-practice").into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(good, wanted.intersection(&named).cloned().collect());
        assert!(!circle.binds.is_empty() && circle.binds[0].members == 5);
        let record = learning_circles_record(&ecosystem, &found);
        let shown = record.circles.iter().find(|circle| circle.id == *wanted.first().expect("five")).expect("shown");
        assert!(shown.good_practices.iter().all(|id| good.contains(id)) && shown.good_practices.len() == good.len());
        assert!(shown.members.iter().all(|member| member.good_practice.is_some() == good.contains(&member.initiative)));
        assert_eq!(shown.shared_by_all.len() + shown.shared_by_most.len(), circle.binds.len());
    }
}

#[test]
fn circles_of_the_regioscan_fit_around_a_table() {
    let ecosystem = read("regioscan-2023");
    let found = measure(&ecosystem, &LearningCirclesConfig::default());
    assert!(!found.circles.is_empty());
    for circle in &found.circles {
        assert!((4..=12).contains(&circle.members.len()) && circle.least_overlap >= 0.5);
        // Every initiative there serves one province.
        assert_eq!(circle.regions.len(), circle.members.len());
        assert_eq!(round12(circle.mean_overlap), circle.mean_overlap);
    }
    // Nobody there names evidence, and no activity a need or content: nothing is made up.
    assert!(found.circles.iter().flat_map(|circle| &circle.members).all(|member| !member.good_practice));
}
