//! Monitoring against counts over words, intervals of scipy, and the rule of what may be shown.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::monitoring::disclosure::{Total, suppressed};
use ecosysteemkaart::analysis::monitoring::{Group, Monitoring, MonitoringConfig, Proportion, monitoring};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::analysis::statistics::wilson_interval;
use ecosysteemkaart::ecosystem::{Answer, Ecosystem, Question, Responses};
use ecosysteemkaart::export::monitoring_record;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::shipped::{planted, read};
use super::support::{Served, Words, World, at_threads, reference_figures};
use super::worlds::worlds;

/// (activity, question, answer, count)
type ResponseRow = (String, &'static str, &'static str, u64);

fn build(world: &World, responses: &[ResponseRow]) -> Ecosystem {
    let mut contents = world.contents();
    let position = |id: &str| contents.activities.iter().position(|row| *row.id == *id).expect("known") as u32;
    let rows =
        responses.iter().map(|&(ref activity, question, answer, count)| (position(activity), question, answer, count));
    contents.responses = Responses::new(&rows.collect::<Vec<_>>());
    Ecosystem::new(contents).expect("the rows of a test are consistent")
}

fn measure(ecosystem: &Ecosystem) -> Monitoring {
    monitoring(ecosystem, &Selection::everything(ecosystem), &MonitoringConfig::default())
}

fn answered() -> impl Strategy<Value = (World, Vec<ResponseRow>)> {
    let rows = vec((any::<u8>(), 0_usize..3, 0_usize..4, 0_u64..6), 0..40);
    (worlds(), rows).prop_map(|(world, rows)| {
        let questions = ["1", "10", "eigen vraag"];
        let answers = ["niet", "In redelijke mate", "weet-niet", "anders"];
        let row = |(activity, question, answer, count): (u8, usize, usize, u64)| {
            let activities = &world.activities;
            let activity = activities.get(usize::from(activity) % activities.len().max(1))?;
            Some((activity.id.clone(), questions[question], answers[answer], count))
        };
        let rows = rows.into_iter().filter_map(row).collect();
        (world, rows)
    })
}

/// A group in words: `all`, `region X`, `lead X` or `initiative X`; X is `-` where not known.
fn groups_of(world: &World, activity: &str) -> Words {
    let row = world.activity_row(activity);
    let mut found = Words::from(["all".to_owned(), format!("initiative {}", row.initiative)]);
    match world.activity_area(row) {
        Served::Unknown => found.insert("region -".to_owned()),
        Served::National => found.insert("region NL".to_owned()),
        Served::Regions(codes) => codes.iter().all(|code| found.insert(format!("region {code}"))),
    };
    let stated = row.values.get(&world.lead).cloned().unwrap_or_default();
    if stated.is_empty() {
        found.insert("lead -".to_owned());
    }
    found.extend(world.counted_values(row, &world.lead).iter().map(|value| format!("lead {value}")));
    found
}

fn in_words(ecosystem: &Ecosystem, group: Group) -> String {
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    match group {
        Group::All => "all".to_owned(),
        Group::Place(place) => format!("region {}", place.map_or("-", |place| place.code(ecosystem.regions()))),
        Group::Lead(value) => format!("lead {}", value.map_or("-", |value| lead.value_code(value))),
        Group::Initiative(initiative) => format!("initiative {}", ecosystem.initiatives()[initiative].id),
    }
}

proptest! {
    #[test]
    fn coverage_and_answers_follow_the_definition((world, rows) in answered()) {
        let ecosystem = build(&world, &rows);
        let found = measure(&ecosystem);
        let given = |activity: &str| rows.iter().any(|row| row.0 == activity && row.3 > 0);
        for row in &found.coverage {
            let group = in_words(&ecosystem, row.group);
            let mine: Vec<_> =
                world.activities.iter().filter(|activity| groups_of(&world, &activity.id).contains(&group)).collect();
            let reach = mine.iter().filter(|activity| activity.reach.is_some()).count();
            let impact = mine.iter().filter(|activity| given(&activity.id)).count();
            let either = mine.iter().filter(|activity| activity.reach.is_some() || given(&activity.id)).count();
            prop_assert_eq!((row.reach.count, row.impact.count, row.either.count), (reach, impact, either));
            prop_assert_eq!((row.reach.of, row.impact.share.is_none()), (mine.len(), mine.is_empty()));
        }
        let mut wanted: BTreeMap<(String, &str), u64> = BTreeMap::new();
        for (activity, question, _, count) in rows.iter().filter(|row| row.3 > 0) {
            for group in groups_of(&world, activity) {
                *wanted.entry((group, question)).or_default() += count;
            }
        }
        let listed: BTreeSet<(String, &str)> = found
            .groups
            .iter()
            .map(|row| (in_words(&ecosystem, row.group), &*found.questions[row.question]))
            .collect();
        prop_assert_eq!(&listed, &wanted.keys().cloned().collect());
        for row in &found.groups {
            let key = (in_words(&ecosystem, row.group), &*found.questions[row.question]);
            let n = wanted[&key];
            prop_assert!(row.shown.is_none() || n >= 5);
            let Some(shown) = &row.shown else { continue };
            let count = |spelling: &str| -> u64 {
                let mine = rows.iter().filter(|row| groups_of(&world, &row.0).contains(&key.0) && row.1 == key.1);
                mine.filter(|row| row.2 == spelling).map(|row| row.3).sum()
            };
            prop_assert_eq!(shown.n, n);
            prop_assert_eq!(shown.answers.iter().map(|answer| answer.count).sum::<u64>(), n);
            let of = |code: &str| shown.answers[found.answers.iter().position(|known| **known == *code).expect("listed")];
            prop_assert_eq!(of("in-redelijke-mate").count, count("In redelijke mate"));
            let opinions = count("niet") + count("In redelijke mate");
            prop_assert_eq!(shown.helped.map(|helped| helped.of), (opinions >= 5).then_some(opinions));
            for answer in &shown.answers {
                prop_assert!(0.0 <= answer.low && answer.low <= answer.share && answer.share <= answer.high);
            }
        }
        // What is hidden cannot be worked out from a total by subtraction.
        for question in found.questions.iter().map(|code| &**code) {
            let hidden = |group: &str| {
                let mut rows = found.groups.iter().filter(|row| *found.questions[row.question] == *question);
                rows.any(|row| in_words(&ecosystem, row.group) == group && row.shown.is_none())
            };
            for by in ["region ", "lead ", "initiative "] {
                let small: Vec<u64> = wanted
                    .iter()
                    .filter(|((group, asked), _)| group.starts_with(by) && *asked == question && hidden(group))
                    .map(|(_, &n)| n)
                    .collect();
                if !hidden("all") {
                    let whole = wanted.get(&("all".to_owned(), question)).copied().unwrap_or(0);
                    // A group that is the whole tells nothing that the whole does not.
                    let derivable = small.len() == 1 && small[0] < whole;
                    prop_assert!(!derivable && (small.is_empty() || small.iter().sum::<u64>() >= 5), "{small:?}");
                }
            }
        }
        let mut turned = rows.clone();
        turned.reverse();
        let other_order = build(&world.shuffled(3), &turned);
        prop_assert_eq!(&at_threads(4, || measure(&other_order)), &found);
    }

    #[test]
    fn no_more_is_hidden_than_small_groups_ask(sizes in vec(5_u64..40, 0..8)) {
        let whole = Total { shown: true, parts: sizes.iter().copied().enumerate().collect() };
        prop_assert!(suppressed(&sizes, &[whole], 5).iter().all(|hidden| !hidden));
    }
}

#[test]
fn the_next_smallest_is_hidden_too() {
    let whole = |sizes: &[u64]| Total { shown: true, parts: sizes.iter().copied().enumerate().collect() };
    let hide = |sizes: &[u64]| suppressed(sizes, &[whole(sizes)], 5);
    assert_eq!(hide(&[30, 3, 9, 9]), [false, true, true, false]);
    // One and one are two answers: still too few.
    assert_eq!(hide(&[1, 30, 1, 7]), [true, false, true, true]);
    assert_eq!(hide(&[3, 4]), [true, true]);
    // Nothing else is left to hide.
    assert_eq!(hide(&[2]), [true]);
    // A region that is hidden must not follow from the initiatives in it.
    let region = Total { shown: false, parts: vec![(1, 8), (2, 9)] };
    assert_eq!(suppressed(&[7, 8, 9], &[region], 5), [false, true, false]);
}

fn same(found: Proportion, wanted: &Value) {
    let wanted: Vec<f64> = wanted.as_array().expect("five").iter().map(|n| n.as_f64().expect("a number")).collect();
    let found = [found.count as f64, found.of as f64, found.share, found.low, found.high];
    assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 1e-11), "{found:?} {wanted:?}");
}

#[test]
fn intervals_are_those_of_scipy() {
    let figures = reference_figures("referral-voorbeeld.json");
    for row in figures["wilson"].as_array().expect("rows") {
        let number = |position: usize| row[position].as_u64().expect("a count");
        let (low, high) = wilson_interval(number(0), number(1), 1.959_963_984_540_054).expect("not empty");
        let share = number(0) as f64 / number(1) as f64;
        same(Proportion { count: number(0), of: number(1), share, low, high }, row);
    }
    assert_eq!(wilson_interval(0, 0, 1.96), None);
}

#[test]
fn the_example_answers_as_counted_elsewhere() {
    let ecosystem = read("voorbeeld");
    let found = measure(&ecosystem);
    let figures = reference_figures("referral-voorbeeld.json");
    for (position, question) in Question::ALL.iter().enumerate() {
        let wanted = &figures["questions"][question.code()];
        let row =
            found.groups.iter().find(|row| row.group == Group::All && row.question == position).expect("answered");
        let shown = row.shown.as_ref().expect("many answers");
        for (answer, proportion) in Answer::ALL.iter().zip(&shown.answers) {
            same(*proportion, &wanted["answers"][answer.code()]);
        }
        same(shown.helped.expect("many opinions"), &wanted["helped"]);
    }
    // Table 1 of the Regioscan: two questions on knowing, three on wanting, five on being able.
    let categories: Vec<&str> = Question::ALL.iter().map(|question| question.category().code()).collect();
    assert_eq!(categories, [["weten"; 2].as_slice(), &["willen"; 3], &["kunnen"; 5]].concat());
}

#[test]
fn too_few_answers_are_not_shown() {
    let ecosystem = read("voorbeeld");
    let record = monitoring_record(&ecosystem, &measure(&ecosystem));
    for row in planted("few-answers") {
        let (initiative, _) = row[0].rsplit_once('-').expect("an activity of an initiative");
        let of: Vec<_> = record
            .answers
            .iter()
            .filter(|answers| answers.by == "initiative" && answers.code.as_deref() == Some(initiative))
            .collect();
        assert_eq!(of.len(), 10);
        assert!(of.iter().all(|answers| answers.suppressed && answers.n.is_none() && answers.answers.is_none()));
    }
    assert!(record.answers.iter().any(|answers| answers.by == "initiative" && !answers.suppressed));
    assert_eq!(record.indicators.len(), ecosystem.indicators().len());
}

#[test]
fn nothing_known_is_no_zero() {
    let found = measure(&World::new().build());
    assert!(found.groups.is_empty() && found.unmeasured.is_empty());
    assert!(found.coverage.iter().all(|row| row.either.share.is_none()));
    // Reach classes of the Regioscan are modelled: nothing of reach is known.
    let regioscan = measure(&read("regioscan-2023"));
    assert_eq!((regioscan.coverage[0].reach.count, regioscan.coverage[0].reach.of), (0, 582));
}
