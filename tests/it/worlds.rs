//! Random small ecosystems.

use proptest::collection::vec;
use proptest::prelude::*;
use time::{Date, Month};

use super::support::{ActivityRow, ActorRow, InitiativeRow, PROVINCES, Words, World, default_dimensions};
use ecosysteemkaart::ecosystem::{Class, Level, Role};

/// Ids whose order by bytes is not that of numbers, letters or insertion.
const ACTORS: [&str; 9] = ["9", "10", "b", "A", "é", "a2", "a10", "Z", "_"];
const INITIATIVES: [&str; 8] = ["i9", "i10", "X", "ï", "x", "0", "J", "k"];
const OPEN_WORDS: [&str; 4] = ["robots", "10", "9", "Zon"];

/// Initiative, regions, values per dimension, and what else there is.
type RawActivity = (u8, Vec<u8>, Vec<Vec<u8>>, [u8; 2]);

/// Numbers that are turned into rows; every number is taken modulo what there is to choose from.
#[derive(Debug, Clone)]
struct Raw {
    own_regions: bool,
    lead: u8,
    /// A bit per dimension: left empty where it is not set.
    filled: u8,
    surveyed: Vec<u8>,
    actors: Vec<[u8; 3]>,
    initiatives: Vec<(Vec<u8>, [u8; 3])>,
    links: Vec<[u8; 3]>,
    activities: Vec<RawActivity>,
    referrals: Vec<[u8; 3]>,
}

fn region_list() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![3 => Just(vec![]), 5 => vec(1_u8..5, 1..3), 1 => Just(vec![0]), 1 => vec(0_u8..5, 2..4)]
}

fn raw() -> impl Strategy<Value = Raw> {
    let frame = (any::<bool>(), any::<u8>(), prop_oneof![3 => Just(u8::MAX), 1 => any::<u8>()], vec(1_u8..5, 0..3));
    let network = (
        vec(any::<[u8; 3]>(), 0..=9),
        vec((region_list(), any::<[u8; 3]>()), 0..=8),
        vec(any::<[u8; 3]>(), 0..=26),
        vec(any::<[u8; 3]>(), 0..=3),
    );
    let values = vec(prop_oneof![2 => Just(vec![]), 4 => vec(0_u8..4, 1), 2 => vec(0_u8..4, 2)], 6);
    let activities = vec((any::<u8>(), region_list(), values, any::<[u8; 2]>()), 0..=14);
    (frame, network, activities).prop_map(
        |((own_regions, lead, filled, surveyed), (actors, initiatives, links, referrals), activities)| Raw {
            own_regions,
            lead,
            filled,
            surveyed,
            actors,
            initiatives,
            links,
            activities,
            referrals,
        },
    )
}

/// An ecosystem of at most 9 actors, 8 initiatives and 14 activities; any of them may be none.
pub fn worlds() -> impl Strategy<Value = World> {
    raw().prop_map(|raw| assemble(&raw))
}

fn day(number: u8) -> Option<Date> {
    (!number.is_multiple_of(3))
        .then(|| Date::from_calendar_date(2024, Month::March, 1 + number % 20).expect("a day in March"))
}

fn assemble(raw: &Raw) -> World {
    let mut world = World::new();
    let pool: [&str; 5] = if raw.own_regions {
        world.regions = [("R2", None), ("R10", None), ("GM1", Some("R2")), ("R3", None), ("R9", None)]
            .map(|(code, parent): (&str, Option<&str>)| (code.to_owned(), parent.map(str::to_owned)))
            .to_vec();
        ["NL", "R2", "R10", "GM1", "R3"]
    } else {
        ["NL", PROVINCES[0], PROVINCES[4], PROVINCES[5], PROVINCES[11]]
    };
    let codes = |list: &[u8]| -> Words { list.iter().map(|&n| pool[usize::from(n % 5)].to_owned()).collect() };
    world.lead = ["activity_type", "activity_type", "sector", "application"][usize::from(raw.lead % 4)].to_owned();
    world.surveyed = codes(&raw.surveyed);

    for (id, numbers) in ACTORS.iter().zip(&raw.actors) {
        world.actors.push(ActorRow {
            id: (*id).to_owned(),
            kind: [None, Some("gemeente"), Some("bank")][usize::from(numbers[0] % 3)].map(str::to_owned),
            level: [None, Some(Level::Local), Some(Level::National)][usize::from(numbers[1] % 3)],
            region: (numbers[2] % 8).checked_sub(3).map(|n| pool[usize::from(n)].to_owned()),
        });
    }
    for (id, (regions, numbers)) in INITIATIVES.iter().zip(&raw.initiatives) {
        world.initiatives.push(InitiativeRow {
            id: (*id).to_owned(),
            regions: codes(regions),
            level: [None, Some(Level::Regional), Some(Level::National)][usize::from(numbers[2] % 3)],
            start: day(numbers[0]),
            end: day(numbers[1]),
        });
    }
    if raw.initiatives.is_empty() {
        return world;
    }
    let initiative = |number: u8| world.initiatives[usize::from(number) % world.initiatives.len()].id.clone();
    if !world.actors.is_empty() {
        for &[i, a, role] in &raw.links {
            let actor = world.actors[usize::from(a) % world.actors.len()].id.clone();
            let role = [None, Some(Role::Funder), Some(Role::Funder), Some(Role::Executor), Some(Role::Initiator)]
                [usize::from(role % 5)];
            world.participations.push((initiative(i), actor, role));
        }
    }
    let dimensions = default_dimensions();
    for (position, (of, regions, values, numbers)) in raw.activities.iter().enumerate() {
        let mut row = ActivityRow {
            id: format!("t{}", position + 1),
            initiative: initiative(*of),
            regions: codes(regions),
            reach: (!numbers[0].is_multiple_of(3)).then(|| u64::from(numbers[0])),
            reach_class: [None, None, Some(Class::Low)][usize::from(numbers[1] % 3)],
            ..ActivityRow::default()
        };
        for (number, (dimension, chosen)) in dimensions.iter().zip(values).enumerate() {
            let choices: &[&str] = if dimension.open { &OPEN_WORDS } else { &dimension.values };
            let chosen = &chosen[..chosen.len().min(if dimension.several { 2 } else { 1 })];
            if raw.filled & (1 << number) != 0 && !chosen.is_empty() {
                // One past the end: open to every value. In an open list the words of other activities decide what
                // that is.
                let word = |&n: &u8| choices.get(usize::from(n)).copied().unwrap_or("alle").to_owned();
                row.values.insert(dimension.id.to_owned(), chosen.iter().map(word).collect());
            }
        }
        if row.values.values().any(|list| list.contains("alle") && list.len() > 1) {
            // `alle` swallows what stands beside it.
            row.values.values_mut().filter(|list| list.contains("alle")).for_each(|list| list.retain(|w| w == "alle"));
        }
        world.activities.push(row);
    }
    world.referrals =
        raw.referrals.iter().map(|&[from, to, n]| (initiative(from), initiative(to), u64::from(n % 3))).collect();
    world
}
