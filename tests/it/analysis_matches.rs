//! Matches by definition: how activities answer, rank, doors and the table of doors, all in words.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ecosysteemkaart::analysis::matches::fit::{Fit, Nearness, wanted};
use ecosysteemkaart::analysis::matches::table::{doors_table, question};
use ecosysteemkaart::analysis::matches::{Matches, MatchesConfig, Profile, Verdict, matches};
use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::dataset::{self, ReadOptions};
use ecosysteemkaart::ecosystem::{Aspect, Ecosystem, Place, Role};
use ecosysteemkaart::export::{doors_cell_records, doors_record, match_records};
use proptest::collection::vec;
use proptest::prelude::*;
use time::macros::date;

use super::support::{ActivityRow, Served, Words, World, assert_steady, close_option, words};
use super::worlds::worlds;

/// A profile in words.
#[derive(Debug, Clone, Default)]
struct Asked {
    region: Option<String>,
    values: BTreeMap<String, Words>,
}

impl Asked {
    fn new(region: &str, values: &[(&str, &[&str])]) -> Self {
        let region = Some(region.to_owned()).filter(|code| !code.is_empty());
        Self { region, values: values.iter().map(|&(id, list)| (id.to_owned(), words(list))).collect() }
    }

    fn profile(&self, ecosystem: &Ecosystem) -> Profile {
        let taxonomy = ecosystem.taxonomy();
        let mut pairs = Vec::new();
        for (id, list) in &self.values {
            let position = taxonomy.position(id).expect("a known dimension");
            pairs.extend(
                list.iter()
                    .map(|value| (position, taxonomy.dimensions()[position].position(value).expect("a known value"))),
            );
        }
        let region = self.region.as_ref().map(|code| ecosystem.regions().position(code).expect("a known region"));
        Profile { region, wanted: wanted(&pairs) }
    }
}

fn run(ecosystem: &Ecosystem, asked: &Asked, config: &MatchesConfig) -> Matches {
    matches(ecosystem, &Selection::everything(ecosystem), &asked.profile(ecosystem), config)
}

/// 0 names an asked value, 1 open to all, 2 says nothing, 3 names others only.
fn answer(row: &ActivityRow, dimension: &str, asked: &Words) -> usize {
    let stated = row.values.get(dimension).cloned().unwrap_or_default();
    if stated.is_empty() {
        2
    } else if stated.contains("alle") {
        1
    } else if stated.is_disjoint(asked) {
        3
    } else {
        0
    }
}

/// 0 own, 1 national, 2 a part of the region, 3 not known, 4 elsewhere.
fn distance(world: &World, area: &Served, region: &str) -> usize {
    match area {
        Served::National => 1,
        Served::Unknown => 3,
        Served::Regions(codes) if !codes.is_disjoint(&world.with_parents(region)) => 0,
        Served::Regions(codes) if !world.common(codes, &words(&[region])).is_empty() => 2,
        Served::Regions(_) => 4,
    }
}

/// What the definition says of one activity.
#[derive(Debug, Clone)]
struct Judged {
    id: String,
    initiative: String,
    answers: Vec<usize>,
    distance: Option<usize>,
    score: Option<f64>,
    need_misfits: usize,
    further: usize,
}

impl Judged {
    fn count(&self, answer: usize) -> usize {
        self.answers.iter().filter(|&&found| found == answer).count()
    }

    fn verdict(&self) -> Verdict {
        if self.need_misfits > 0 {
            Verdict::OtherNeed
        } else if self.count(3) > 0 {
            Verdict::Partly
        } else if self.count(0) > 0 {
            Verdict::Fits
        } else {
            Verdict::Possible
        }
    }

    fn is_door(&self) -> bool {
        self.need_misfits == 0 && self.score.is_none_or(|score| score > 0.5 - 1e-9)
    }

    /// Rank without the id.
    fn before(&self, other: &Self) -> Ordering {
        let away = |one: &Self| one.distance == Some(4);
        let score = |one: &Self| (one.score.unwrap_or(0.0) * 1e6).round();
        away(self)
            .cmp(&away(other))
            .then(self.need_misfits.cmp(&other.need_misfits))
            .then(score(other).total_cmp(&score(self)))
            .then(self.count(3).cmp(&other.count(3)))
            .then(self.distance.cmp(&other.distance))
            .then(self.count(2).cmp(&other.count(2)))
            .then(self.further.cmp(&other.further))
    }
}

fn judged(world: &World, row: &ActivityRow, asked: &Asked) -> Judged {
    let order: Vec<&str> = world.dimensions.iter().map(|dimension| dimension.id).collect();
    let ids: Vec<&str> = order.into_iter().filter(|id| asked.values.contains_key(*id)).collect();
    let answers: Vec<usize> = ids.iter().map(|id| answer(row, id, &asked.values[*id])).collect();
    let (fit, left_open) =
        (answers.iter().filter(|a| **a == 0).count(), answers.iter().filter(|a| [1, 2].contains(*a)));
    let left_open = left_open.count();
    let is_need = |id: &str| world.dimensions.iter().any(|row| row.id == id && row.aspect == Some(Aspect::Need));
    let further = ids
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| **answer == 0)
        .map(|(id, _)| row.values[*id].difference(&asked.values[*id]).count());
    Judged {
        id: row.id.clone(),
        initiative: row.initiative.clone(),
        distance: asked.region.as_ref().map(|region| distance(world, &world.activity_area(row), region)),
        score: (!ids.is_empty()).then(|| (fit as f64 + left_open as f64 / 2.0) / ids.len() as f64),
        need_misfits: ids.iter().zip(&answers).filter(|(id, answer)| **answer == 3 && is_need(id)).count(),
        further: further.sum(),
        answers,
    }
}

/// All activities in rank; without those elsewhere unless they are asked.
fn ranked(world: &World, asked: &Asked, everywhere: bool) -> Vec<Judged> {
    let mut found: Vec<Judged> = world.activities.iter().map(|row| judged(world, row, asked)).collect();
    found.retain(|one| everywhere || one.distance != Some(4));
    found.sort_by(|a, b| a.before(b).then(a.id.cmp(&b.id)));
    found
}

/// The first activity of every initiative that is a door, in rank.
fn doors(ranked: &[Judged]) -> Vec<Judged> {
    let mut seen = Words::new();
    ranked.iter().filter(|one| one.is_door() && seen.insert(one.initiative.clone())).cloned().collect()
}

fn check(world: &World, asked: &Asked, config: &MatchesConfig) -> Result<(), TestCaseError> {
    let ecosystem = world.build();
    let found = run(&ecosystem, asked, config);
    let expected = ranked(world, asked, config.everywhere);
    let id = |activity: usize| ecosystem.activities()[activity].id.to_string();
    let initiative = |position: usize| ecosystem.initiatives()[position].id.to_string();
    prop_assert_eq!(found.matches.len(), expected.len());
    for (one, wanted) in found.matches.iter().zip(&expected) {
        prop_assert_eq!((id(one.activity), initiative(one.initiative)), (wanted.id.clone(), wanted.initiative.clone()));
        prop_assert_eq!(one.fits.iter().map(|fit| *fit as usize).collect::<Vec<_>>(), wanted.answers.clone());
        prop_assert_eq!(one.nearness.map(|nearness| nearness as usize), wanted.distance);
        prop_assert!(close_option(one.score, wanted.score));
        prop_assert_eq!(one.verdict, wanted.verdict());
    }
    let all = doors(&expected);
    let shown: Vec<String> = found.doors.iter().map(|&position| id(found.matches[position].activity)).collect();
    let first: Vec<String> = all.iter().take(config.doors).map(|door| door.id.clone()).collect();
    prop_assert_eq!(&shown, &first);
    let last = all.get(shown.len().wrapping_sub(1));
    let level = all.iter().skip(shown.len()).filter(|door| last.is_some_and(|last| door.before(last).is_eq()));
    prop_assert_eq!(found.tied, level.count());
    // Who is at work in two of the doors, and what the doors are.
    let mut at_work: BTreeMap<String, usize> = BTreeMap::new();
    for door in all.iter().take(config.doors) {
        for actor in world.members(&door.initiative) {
            if world.roles(&door.initiative, &actor).iter().any(|role| *role != Some(Role::Funder)) {
                *at_work.entry(actor).or_default() += 1;
            }
        }
    }
    let shared: Words = at_work.into_iter().filter(|(_, doors)| *doors > 1).map(|(actor, _)| actor).collect();
    let record = doors_record(&ecosystem, &asked.profile(&ecosystem), &found);
    prop_assert_eq!(record.shared_actors.into_iter().collect::<Words>(), shared);
    let mut leads = Words::new();
    for door in all.iter().take(config.doors) {
        leads.extend(world.activity_row(&door.id).values.get(&world.lead).cloned().unwrap_or_default());
    }
    leads.remove("alle");
    prop_assert_eq!(record.lead_values.into_iter().collect::<Words>(), leads);
    // Initiatives that serve the region and say nothing.
    let silent = world.initiative_ids().into_iter().filter(|id| {
        let near = asked.region.as_ref().is_none_or(|region| distance(world, &world.initiative_area(id), region) < 2);
        near && world.activities_of(id).is_empty()
    });
    prop_assert_eq!(found.silent.iter().map(|&one| initiative(one)).collect::<Words>(), silent.collect::<Words>());
    prop_assert_eq!(found.elsewhere, ranked(world, asked, true).iter().filter(|one| one.distance == Some(4)).count());
    Ok(())
}

fn asked_in(world: &World, region: u8, values: &[Vec<u8>]) -> Asked {
    let codes: Vec<String> = world.regions.iter().map(|(code, _)| code.clone()).collect();
    let mut asked = Asked {
        region: (!region.is_multiple_of(4)).then(|| codes[usize::from(region) % codes.len()].clone()),
        ..Asked::default()
    };
    for (dimension, chosen) in world.dimensions.iter().zip(values) {
        let known: Vec<String> = world.values_of(dimension.id).into_iter().collect();
        if !known.is_empty() && !chosen.is_empty() {
            let list = chosen.iter().map(|&n| known[usize::from(n) % known.len()].clone()).collect();
            asked.values.insert(dimension.id.to_owned(), list);
        }
    }
    asked
}

fn check_table(world: &World) -> Result<(), TestCaseError> {
    let ecosystem = world.build();
    let table = doors_table(&ecosystem, &Selection::everything(&ecosystem), &MatchesConfig::default());
    let filled = world.activities.iter().any(|row| row.values.get("bottleneck").is_some_and(|list| !list.is_empty()));
    let dimension = if filled { "bottleneck" } else { world.lead.as_str() };
    prop_assert_eq!(&*ecosystem.taxonomy().dimensions()[question(&ecosystem)].id, dimension);
    let own = |id: &String| !world.initiative_area(id).own().is_empty();
    let by_region = world.initiative_ids().iter().any(own)
        || world.activities.iter().any(|row| !world.activity_area(row).own().is_empty());
    let mut places: Words = world.regions.iter().map(|(code, _)| code.clone()).collect();
    if !by_region {
        places = words(&["NL"]);
    }
    let records = doors_cell_records(&ecosystem, &table);
    prop_assert_eq!(records.len(), places.len() * world.values_of(dimension).len());
    for record in &records {
        prop_assert!(places.contains(&record.region));
        let region = if record.region == "NL" { "" } else { record.region.as_str() };
        let ranked = ranked(world, &Asked::new(region, &[(dimension, &[&record.value])]), false);
        let mut best: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &ranked {
            let sofar = best.entry(&one.initiative).or_insert(3);
            *sofar = (*sofar).min(one.answers[0]);
        }
        let activities = [0, 1, 2, 3].map(|answer| ranked.iter().filter(|one| one.answers[0] == answer).count());
        let initiatives = [0, 1, 2, 3].map(|answer| best.values().filter(|found| **found == answer).count());
        prop_assert_eq!(
            activities,
            [record.fit_activities, record.open_activities, record.not_stated_activities, record.misfit_activities]
        );
        prop_assert_eq!(
            initiatives,
            [record.fit_initiatives, record.open_initiatives, record.not_stated_initiatives, record.misfit_initiatives]
        );
        let shown: Vec<String> = doors(&ranked).into_iter().take(3).map(|door| door.initiative).collect();
        prop_assert_eq!(&record.doors, &shown);
    }
    Ok(())
}

proptest! {
    #[test]
    fn rank_is_as_defined(
        world in worlds(),
        region in any::<u8>(),
        values in vec(prop_oneof![2 => Just(vec![]), 2 => vec(0_u8..4, 1), 1 => vec(0_u8..4, 2)], 6),
        number in 1_usize..5,
        everywhere in any::<bool>(),
    ) {
        check(&world, &asked_in(&world, region, &values), &MatchesConfig { doors: number, everywhere })?;
    }

    #[test]
    fn the_table_asks_every_region_and_value(world in worlds()) {
        check_table(&world)?;
    }

    #[test]
    fn steady(world in worlds()) {
        assert_steady(&world, |ecosystem| {
            let asked = Asked::new("", &[("bottleneck", &["weten"]), ("sector", &["A"])]);
            let table = doors_table(ecosystem, &Selection::everything(ecosystem), &MatchesConfig::default());
            (run(ecosystem, &asked, &MatchesConfig::default()), table)
        });
    }
}

/// Six doors in Groningen for a manufacturer that lacks knowledge, in the order that the definition gives them.
#[test]
fn six_doors_by_hand() {
    let world = World::new()
        .with_regions(&["PV20", "PV21"])
        .initiative("a-other-need", &["PV20"], &[])
        .initiative("b-silent", &["PV20"], &[])
        .initiative("c-size-misfit", &["PV20"], &[])
        .initiative("d-national", &["NL"], &[])
        .initiative("e-own", &["PV20"], &[])
        .initiative("f-next-door", &["PV21"], &[])
        .activity("1", "a-other-need", &[], &[("bottleneck", &["willen"]), ("sector", &["C"])])
        .activity("2", "b-silent", &[], &[])
        .activity("3", "c-size-misfit", &[], &[("bottleneck", &["weten"]), ("sector", &["A"])])
        .activity("4", "d-national", &[], &[("bottleneck", &["weten"]), ("sector", &["C"])])
        .activity("5", "e-own", &[], &[("bottleneck", &["weten"]), ("sector", &["alle"])])
        .activity("6", "f-next-door", &[], &[("bottleneck", &["weten"]), ("sector", &["C"])]);
    let ecosystem = world.build();
    let asked = Asked::new("PV20", &[("bottleneck", &["weten"]), ("sector", &["C"])]);
    let found = run(&ecosystem, &asked, &MatchesConfig::default());
    let records = match_records(&ecosystem, &asked.profile(&ecosystem), &found);
    let order: Vec<(&str, Option<f64>, &str)> =
        records.iter().map(|record| (record.activity.as_str(), record.score, record.verdict)).collect();
    // 4: 2/2. 5: (1 + ½)/2. 2: (½ + ½)/2 without a misfit, before 3: (1 + 0)/2. 1 fits the sector, but misses the need.
    assert_eq!(
        order,
        [
            ("4", Some(1.0), "fits"),
            ("5", Some(0.75), "fits"),
            ("2", Some(0.5), "possible"),
            ("3", Some(0.5), "partly"),
            ("1", Some(0.5), "other-need"),
        ]
    );
    let doors = doors_record(&ecosystem, &asked.profile(&ecosystem), &found);
    let shown: Vec<&str> = doors.doors.iter().map(|door| door.initiative.as_str()).collect();
    assert_eq!((shown, doors.elsewhere), (vec!["d-national", "e-own", "b-silent"], 1));
    let reasons: Vec<(&str, &str)> =
        records[1].reasons.iter().map(|reason| (reason.dimension.as_str(), reason.fit)).collect();
    assert_eq!(reasons, [("sector", "open"), ("bottleneck", "fit")]);
    assert_eq!(records[3].reasons[0].stated, ["A"]);
    assert!(records[4].in_words.nl.starts_with("Past bij sector (C). Past niet bij de vraag op bottleneck (willen)."));
    let everywhere = MatchesConfig { everywhere: true, ..MatchesConfig::default() };
    let last = run(&ecosystem, &asked, &everywhere).matches.pop().expect("six");
    assert_eq!((last.nearness, last.score), (Some(Nearness::Elsewhere), Some(1.0)));
}

#[test]
fn nothing_asked_and_nothing_there() {
    let empty = World::new().build();
    let found = run(&empty, &Asked::new("PV20", &[("sector", &["A"])]), &MatchesConfig::default());
    assert!(found.matches.is_empty() && found.doors.is_empty() && found.tied == 0);
    assert_eq!(
        doors_table(&empty, &Selection::everything(&empty), &MatchesConfig::default()).cells.map(|c| c.len()),
        Some(3)
    );
    let mute = World::new().initiative("x", &["PV20"], &[]).build();
    assert_eq!(run(&mute, &Asked::default(), &MatchesConfig::default()).silent, [0]);
    let one = World::new().initiative("x", &[], &[]).activity("t", "x", &[], &[]).build();
    let found = run(&one, &Asked::default(), &MatchesConfig::default());
    assert_eq!((found.matches[0].score, found.matches[0].verdict, found.doors.len()), (None, Verdict::Possible, 1));
}

#[test]
fn what_has_ended_is_no_door() {
    let mut world = World::new()
        .initiative("ended", &["PV20"], &[])
        .initiative("runs", &["PV20"], &[])
        .activity("1", "ended", &[], &[("sector", &["A"])])
        .activity("2", "runs", &[], &[("sector", &["A"])]);
    world.initiatives[0].end = Some(date!(2024 - 05 - 31));
    let ecosystem = world.build();
    let profile = Asked::new("PV20", &[("sector", &["A"])]).profile(&ecosystem);
    let doors = |day| {
        let filters = Filters { as_of: day, ..Filters::default() };
        let found = matches(&ecosystem, &Selection::new(&ecosystem, &filters), &profile, &MatchesConfig::default());
        found.doors.len()
    };
    assert_eq!([doors(None), doors(Some(date!(2024 - 05 - 31))), doors(Some(date!(2024 - 06 - 01)))], [2, 2, 1]);
}

fn shipped(id: &str) -> Ecosystem {
    dataset::read_shipped(id, &ReadOptions::default()).expect("shipped").ecosystem.expect("without errors")
}

/// Crosses of table 9 of the source (2021, p. 48–49, repaired by its own counts) and the private groups of table 15, read
/// from the file anew: per theme the initiatives with an activity, national or in Groningen.
#[test]
fn the_themes_of_2021_have_the_doors_of_the_source() {
    let ecosystem = shipped("dienstverlening-2021");
    let table = doors_table(&ecosystem, &Selection::everything(&ecosystem), &MatchesConfig::default());
    let records = doors_cell_records(&ecosystem, &table);
    let rows = |text: &'static str| -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("rows")
    };
    let activities = rows(include_str!("../../datasets/dienstverlening-2021/activities.csv"));
    let areas: BTreeMap<String, String> = rows(include_str!("../../datasets/dienstverlening-2021/initiatives.csv"))
        .into_iter()
        .map(|row| (row["id"].clone(), row["regions"].clone()))
        .collect();
    let in_groningen = records.iter().filter(|record| record.region == "PV20");
    assert_eq!(in_groningen.clone().count(), 7);
    for record in in_groningen {
        let theme: Words =
            activities.iter().filter(|row| row["theme"] == record.value).map(|row| row["initiative"].clone()).collect();
        let here = theme.iter().filter(|id| ["NL", "PV20", ""].contains(&areas[*id].as_str())).count();
        assert_eq!(record.fit_initiatives, here, "{}", record.value);
        assert!(record.doors.iter().all(|door| theme.contains(door)), "{}", record.value);
        assert_eq!(record.doors.len(), 3);
    }
    // The text counts 15 parties for financial distress; UWV, private groups and Groningen add none of known theme.
    let distress =
        records.iter().find(|record| record.region == "PV21" && record.value == "zwaar-weer").expect("a cell");
    assert_eq!((distress.fit_initiatives, distress.surveyed), (15, false));
}

/// The planted activity that is open to everybody is open on each of its four dimensions, and never a misfit.
#[test]
fn the_planted_open_door_is_open() {
    let ecosystem = shipped("voorbeeld");
    let asked =
        Asked::new("", &[("sector", &["U"]), ("size", &["micro"]), ("phase", &["scale-up"]), ("maturity", &["hoog"])]);
    let found = run(&ecosystem, &asked, &MatchesConfig::default());
    let id = |activity: usize| &*ecosystem.activities()[activity].id;
    let planted = found.matches.iter().find(|one| id(one.activity) == "I0028-1").expect("planted");
    assert_eq!((planted.fits.clone(), planted.score), (vec![Fit::Open; 4], Some(0.5)));
    // Nobody is shown twice, and no door misses more than it fits.
    let mut initiatives: Vec<usize> = found.doors.iter().map(|&door| found.matches[door].initiative).collect();
    initiatives.dedup();
    assert_eq!(initiatives.len(), 3);
    assert!(found.doors.iter().all(|&door| found.matches[door].score >= Some(0.5)));
    // Initiatives planted without activities cannot be judged.
    let silent: Vec<&str> = found.silent.iter().map(|&one| &*ecosystem.initiatives()[one].id).collect();
    assert_eq!(silent, ["I0022", "I0023", "I0024"]);
    // Planted areas that are not known are never own or national supply.
    let region = ecosystem.regions().position("PV20");
    let near = matches(
        &ecosystem,
        &Selection::everything(&ecosystem),
        &Profile { region, wanted: Vec::new() },
        &MatchesConfig::default(),
    );
    for one in
        near.matches.iter().filter(|one| ["I0025", "I0026"].contains(&&*ecosystem.initiatives()[one.initiative].id))
    {
        assert_eq!(one.nearness, Some(Nearness::Unknown));
    }
    let table = doors_table(&ecosystem, &Selection::everything(&ecosystem), &MatchesConfig::default());
    let cells = table.cells.expect("few cells");
    assert_eq!(cells.len(), 12 * 8);
    assert!(cells.iter().all(|cell| cell.place != Place::National));
}

/// Figure 7 of the Regioscan, as `indicators.csv` carries it in whole percents: where it prints 0% there is no door of that
/// type, and everywhere else as many activities fit as it prints. No province has 100 activities.
#[test]
fn published_zeros_have_no_door() {
    let ecosystem = shipped("regioscan-2023");
    let table = doors_table(&ecosystem, &Selection::everything(&ecosystem), &MatchesConfig::default());
    let records = doors_cell_records(&ecosystem, &table);
    let text = include_str!("../../datasets/regioscan-2023/indicators.csv");
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("rows");
    let mut compared = 0;
    let figure = |row: &&BTreeMap<String, String>| {
        row["measure"] == "activity_share" && !row["activity_type"].is_empty() && row["region"] != "NL"
    };
    for row in rows.iter().filter(figure) {
        let same = records.iter().find(|record| record.region == row["region"] && record.value == row["activity_type"]);
        let record = same.expect("a cell");
        let (percent, of): (f64, f64) = (row["value"].parse().expect("a share"), row["n"].parse().expect("a total"));
        let found = 100.0 * record.fit_activities as f64 / of;
        assert!((found - percent).abs() < 1.0, "{} {}: {found} {percent}", record.region, record.value);
        assert_eq!(record.doors.is_empty(), percent == 0.0);
        compared += 1;
    }
    assert_eq!(compared, 144);
}
