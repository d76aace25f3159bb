//! Filters: what shrinks n and what does not, and k counted after them.

use ecosysteemkaart::analysis::centrality::{CentralityConfig, centrality};
use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::ecosystem::{Ecosystem, Level, Role};
use ecosysteemkaart::network::{DEFAULT_MEMORY_BUDGET, Projection};
use proptest::prelude::*;
use time::macros::date;

use super::support::{Words, World, close};
use super::worlds::worlds;

fn filtered(ecosystem: &Ecosystem, filters: &Filters) -> (usize, Projection) {
    let network = Selection::new(ecosystem, filters).network(ecosystem);
    (network.actor_count(), Projection::new(&network, DEFAULT_MEMORY_BUDGET).expect("a small projection"))
}

/// Two municipalities and a bank in one initiative, and a bank alone.
fn three_and_one() -> World {
    let mut world = World::new().actors(&["a", "b", "c", "d"]).initiative("x", &["PV20"], &["a", "b", "c"]);
    for (actor, kind) in world.actors.iter_mut().zip(["gemeente", "gemeente", "bank", "bank"]) {
        actor.kind = Some(kind.to_owned());
    }
    world
}

#[test]
fn an_actor_filter_shrinks_n_and_k() {
    let ecosystem = three_and_one().build();
    let (n, projection) = filtered(&ecosystem, &Filters { kind: Some("gemeente".to_owned()), ..Filters::default() });
    // n: 4 → 2; k of x: 3 → 2, so the weight of the link between a and b rises from 1/2 to 1/1.
    assert_eq!((n, projection.pair_count()), (2, 1));
    assert!(close(projection.newman_of(0)[0], 1.0));
    let (_, all) = filtered(&ecosystem, &Filters::default());
    assert!(close(all.newman_of(0)[0], 0.5));
    // Degree centrality over the n that is left: 1/(2 − 1).
    let network = Selection::new(&ecosystem, &Filters { kind: Some("gemeente".to_owned()), ..Filters::default() })
        .network(&ecosystem);
    let result = centrality(&network, &projection, &CentralityConfig::default());
    assert_eq!(result.actors[0].degree_centrality, Some(1.0));
}

#[test]
fn a_date_keeps_actors_and_takes_the_first_and_last_day_along() {
    let mut world = three_and_one().initiative("open", &[], &["c", "d"]);
    world.initiatives[0].start = Some(date!(2024 - 03 - 01));
    world.initiatives[0].end = Some(date!(2024 - 03 - 31));
    let ecosystem = world.build();
    let pairs = |day| {
        let (n, projection) = filtered(&ecosystem, &Filters { as_of: Some(day), ..Filters::default() });
        assert_eq!(n, 4, "a date does not shrink n");
        projection.pair_count()
    };
    assert_eq!(pairs(date!(2024 - 02 - 29)), 1);
    assert_eq!(pairs(date!(2024 - 03 - 01)), 4);
    assert_eq!(pairs(date!(2024 - 03 - 31)), 4);
    assert_eq!(pairs(date!(2024 - 04 - 01)), 1);
}

#[test]
fn two_values_must_be_of_one_activity() {
    let world = three_and_one()
        .initiative("y", &[], &["c", "d"])
        .activity("t1", "x", &[], &[("activity_type", &["advisering"])])
        .activity("t2", "x", &[], &[("sector", &["A"])])
        .activity("t3", "y", &[], &[("activity_type", &["advisering"]), ("sector", &["A"])]);
    let ecosystem = world.build();
    let value = |dimension: &str, word: &str| {
        let position = ecosystem.taxonomy().position(dimension).expect("a known dimension");
        (position, ecosystem.taxonomy().dimensions()[position].position(word).expect("a known value"))
    };
    let values = vec![value("activity_type", "advisering"), value("sector", "A")];
    let selection = Selection::new(&ecosystem, &Filters { values, ..Filters::default() });
    let kept: Vec<bool> = (0..2).map(|initiative| selection.has_initiative(initiative)).collect();
    assert_eq!(kept, [false, true]);
    assert_eq!((0..3).map(|activity| selection.has_activity(activity)).collect::<Vec<_>>(), [false, false, true]);
}

/// What is asked, in words.
#[derive(Debug, Clone)]
struct Asked {
    kind: Option<String>,
    level: Option<Level>,
    region: Option<String>,
    day: Option<time::Date>,
    sector: Option<String>,
}

fn asked() -> impl Strategy<Value = (u8, u8, u8, u8, u8, u8)> {
    (0_u8..3, 0_u8..3, 0_u8..4, 0_u8..30, 0_u8..4, 0_u8..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn filters_keep_what_they_say(world in worlds(), numbers in asked()) {
        let regions: Vec<String> = world.regions.iter().map(|(code, _)| code.clone()).collect();
        let asked = Asked {
            kind: (numbers.0 == 1).then(|| "bank".to_owned()),
            level: (numbers.1 == 1).then_some(Level::Local),
            region: (numbers.2 < 2).then(|| regions[usize::from(numbers.2)].clone()),
            day: (1..=20).contains(&numbers.3)
                .then(|| time::Date::from_calendar_date(2024, time::Month::March, numbers.3).expect("a day")),
            sector: (numbers.4 < 2).then(|| ["A", "C"][usize::from(numbers.4)].to_owned()),
        };
        let role = Role::ALL.get(usize::from(numbers.5)).copied();
        let ecosystem = world.build();
        let sector = ecosystem.taxonomy().position("sector").expect("a known dimension");
        let filters = Filters {
            kind: asked.kind.clone(),
            level: asked.level,
            region: asked.region.as_deref().map(|code| ecosystem.regions().position(code).expect("a known region")),
            role,
            initiative_level: None,
            as_of: asked.day,
            values: asked.sector.iter()
                .map(|word| (sector, ecosystem.taxonomy().dimensions()[sector].position(word).expect("known")))
                .collect(),
        };
        let actors: Words = world.actors.iter()
            .filter(|row| asked.kind.is_none() || row.kind == asked.kind)
            .filter(|row| asked.level.is_none() || row.level == asked.level)
            .filter(|row| asked.region.is_none() || world.actor_region(&row.id) == asked.region)
            .map(|row| row.id.clone())
            .collect();
        let runs = |id: &str| {
            let row = world.initiatives.iter().find(|row| row.id == id).expect("a known initiative");
            asked.day.is_none_or(|day| row.start.is_none_or(|start| start <= day) && row.end.is_none_or(|end| end >= day))
        };
        // An activity that is open to every sector is open to the one that is asked.
        let activities: Words = world.activities.iter()
            .filter(|row| runs(&row.initiative))
            .filter(|row| asked.sector.as_ref().is_none_or(|word| world.counted_values(row, "sector").contains(word)))
            .map(|row| row.id.clone())
            .collect();
        let initiatives: Words = world.initiative_ids().into_iter()
            .filter(|id| runs(id))
            .filter(|id| asked.sector.is_none() || world.activities_of(id).iter().any(|t| activities.contains(t)))
            .collect();

        let selection = Selection::new(&ecosystem, &filters);
        let kept = |count: usize, has: &dyn Fn(usize) -> bool, id: &dyn Fn(usize) -> String| -> Words {
            (0..count).filter(|&position| has(position)).map(id).collect()
        };
        prop_assert_eq!(&kept(ecosystem.actors().len(), &|a| selection.has_actor(a), &|a| ecosystem.actors()[a].id.to_string()), &actors);
        prop_assert_eq!(&kept(ecosystem.initiatives().len(), &|i| selection.has_initiative(i), &|i| ecosystem.initiatives()[i].id.to_string()), &initiatives);
        prop_assert_eq!(&kept(ecosystem.activities().len(), &|t| selection.has_activity(t), &|t| ecosystem.activities()[t].id.to_string()), &activities);

        // The network of what is left is that of a world from which the rest was struck out.
        let mut rest = world.clone();
        rest.actors.retain(|row| actors.contains(&row.id));
        rest.participations.retain(|row| {
            let in_role = role.is_none_or(|role| world.roles(&row.0, &row.1).contains(&Some(role)));
            actors.contains(&row.1) && initiatives.contains(&row.0) && in_role
        });
        let expected = super::network::naive_links(&rest);
        let network = selection.network(&ecosystem);
        let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).expect("a small projection");
        prop_assert_eq!(network.actor_count(), actors.len());
        prop_assert_eq!(projection.pair_count() * 2, expected.len());
        let id = |position: usize| ecosystem.actors()[network.ecosystem_position(position)].id.to_string();
        for a in 0..network.actor_count() {
            for (&b, &newman) in projection.neighbors_of(a).iter().zip(projection.newman_of(a)) {
                let wanted = expected.get(&(id(a), id(b as usize)));
                prop_assert!(wanted.is_some_and(|link| close(link.1, newman)));
            }
        }
    }
}
