//! Role division by definition: core roles, kinds beside annex 3, initiators and the markttoets, in words.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::role_division::initiators::InitiatorStatus;
use ecosysteemkaart::analysis::role_division::market::MarketStatus;
use ecosysteemkaart::analysis::role_division::{RoleDivision, role_division};
use ecosysteemkaart::analysis::selection::Selection;
use ecosysteemkaart::dataset::{self, ReadOptions};
use ecosysteemkaart::ecosystem::{ActorKind, Basis, Ecosystem, Level, Publicness, Role, StatedKind};
use ecosysteemkaart::export::{RoleDivisionRecord, role_division_record};
use ecosysteemkaart::snapshot::provenance_role_division;
use proptest::prelude::*;

use super::support::{ActivityRow, Served, Words, World, assert_steady, words};
use super::worlds::worlds;

/// Whether an actor is public, by the last byte of its id.
fn nature(actor: &str) -> Option<Publicness> {
    let last = actor.bytes().last().unwrap_or(0);
    [None, Some(Publicness::Public), Some(Publicness::SemiPublic), Some(Publicness::Private)][usize::from(last % 4)]
}

/// The ecosystem of a world of which each actor has a nature.
fn build(world: &World) -> Ecosystem {
    let mut contents = world.contents();
    for actor in &mut contents.actors {
        actor.public = nature(&actor.id);
    }
    Ecosystem::new(contents).expect("the rows of a test are consistent")
}

/// Coordinating types for the tests: the value of the type that the worlds' taxonomy gets.
fn with_coordinating_type(mut world: World) -> World {
    let row = world.dimensions.iter_mut().find(|row| row.id == "activity_type").expect("types");
    row.values = vec!["netwerken-coordineren", "advisering", "kennisplatform"];
    for activity in &mut world.activities {
        if let Some(list) = activity.values.get_mut("activity_type")
            && list.remove("signaleren")
        {
            list.insert("netwerken-coordineren".to_owned());
        }
    }
    world
}

fn run(ecosystem: &Ecosystem, by: &str, region: Option<&str>) -> RoleDivision {
    let by = ecosystem.taxonomy().position(by).expect("a known dimension");
    let region = region.map(|code| ecosystem.regions().position(code).expect("a known region"));
    role_division(ecosystem, &Selection::everything(ecosystem), by, region)
}

fn serves(world: &World, area: &Served, region: &str) -> bool {
    match area {
        Served::National => true,
        Served::Unknown => false,
        Served::Regions(codes) => !codes.is_disjoint(&world.with_parents(region)),
    }
}

/// (coordinates, executes) of an actor in an initiative, seen from one of its activities, or from none.
fn core_roles(world: &World, initiative: &str, actor: &str, activity: Option<&ActivityRow>) -> (bool, bool) {
    let roles = world.roles(initiative, actor);
    let has = |role| roles.contains(&Some(role));
    let coordinating = activity
        .is_some_and(|row| row.values.get("activity_type").is_some_and(|list| list.contains("netwerken-coordineren")));
    let executes = has(Role::Executor);
    (has(Role::Initiator) || has(Role::Funder) || (executes && coordinating), executes && !coordinating)
}

/// (level, value) → actor → core roles, and the initiatives.
type Cells = BTreeMap<(Option<String>, String), (BTreeMap<String, (bool, bool)>, Words)>;

fn cells(world: &World, by: &str, region: Option<&str>) -> Cells {
    let mut cells = Cells::new();
    for level in Level::ALL {
        for value in world.values_of(by) {
            cells.insert((Some(level.code().to_owned()), value), Default::default());
        }
    }
    for initiative in world.initiative_ids() {
        if region.is_some_and(|region| !serves(world, &world.initiative_area(&initiative), region)) {
            continue;
        }
        for actor in world.members(&initiative) {
            let level = world.actors.iter().find(|row| row.id == actor).and_then(|row| row.level);
            for activity in world.activities.iter().filter(|row| row.initiative == initiative) {
                for value in world.counted_values(activity, by) {
                    let key = (level.map(|level| level.code().to_owned()), value);
                    let (actors, initiatives) = cells.entry(key).or_default();
                    let found = core_roles(world, &initiative, &actor, Some(activity));
                    let sofar = actors.entry(actor.clone()).or_insert((false, false));
                    *sofar = (sofar.0 || found.0, sofar.1 || found.1);
                    initiatives.insert(initiative.clone());
                }
            }
        }
    }
    cells
}

fn check_cells(
    world: &World,
    record: &RoleDivisionRecord,
    by: &str,
    region: Option<&str>,
) -> Result<(), TestCaseError> {
    let expected = cells(world, by, region);
    prop_assert_eq!(record.roles.len(), expected.len());
    for cell in &record.roles {
        let key = (cell.level.map(str::to_owned), cell.value.clone());
        let (actors, initiatives) = expected.get(&key).expect("an expected cell");
        let with = |holds: fn(&(bool, bool)) -> bool| -> Words {
            actors.iter().filter(|(_, roles)| holds(roles)).map(|(actor, _)| actor.clone()).collect()
        };
        let (coordinators, executors) = (with(|roles| roles.0), with(|roles| roles.1));
        prop_assert_eq!(cell.coordinators.iter().cloned().collect::<Words>(), coordinators.clone());
        prop_assert_eq!(cell.executors.iter().cloned().collect::<Words>(), executors.clone());
        prop_assert_eq!(
            (cell.coordinating, cell.executing, cell.both, cell.not_known, cell.initiatives),
            (
                coordinators.len(),
                executors.len(),
                with(|roles| roles.0 && roles.1).len(),
                with(|roles| !roles.0 && !roles.1).len(),
                initiatives.len()
            )
        );
    }
    Ok(())
}

fn check_kinds(world: &World, record: &RoleDivisionRecord, region: Option<&str>) -> Result<(), TestCaseError> {
    // kind → (actors, coordinating, executing, neither)
    let mut expected: BTreeMap<Option<String>, [usize; 4]> = BTreeMap::new();
    for row in &world.actors {
        let mine: Words = world
            .initiatives_of(&row.id)
            .into_iter()
            .filter(|id| region.is_none_or(|region| serves(world, &world.initiative_area(id), region)))
            .collect();
        if mine.is_empty() {
            continue;
        }
        let mut roles = (false, false);
        for initiative in &mine {
            let activities: Vec<&ActivityRow> =
                world.activities.iter().filter(|activity| activity.initiative == *initiative).collect();
            let seen: Vec<Option<&ActivityRow>> =
                if activities.is_empty() { vec![None] } else { activities.into_iter().map(Some).collect() };
            for activity in seen {
                let found = core_roles(world, initiative, &row.id, activity);
                roles = (roles.0 || found.0, roles.1 || found.1);
            }
        }
        let counts = expected.entry(row.kind.clone()).or_default();
        let add = [true, roles.0, roles.1, roles == (false, false)];
        counts.iter_mut().zip(add).for_each(|(count, holds)| *count += usize::from(holds));
    }
    prop_assert_eq!(record.kinds.len(), expected.len());
    for kind in &record.kinds {
        let found = [kind.actors, kind.coordinating, kind.executing, kind.not_known];
        prop_assert_eq!(Some(&found), expected.get(&kind.kind));
        // The worlds' kinds are words of their own, which the annex does not name.
        prop_assert!(kind.annex_coordinates.is_none() && kind.beyond_annex.is_empty());
    }
    Ok(())
}

fn check_initiators(world: &World, record: &RoleDivisionRecord, region: Option<&str>) -> Result<(), TestCaseError> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut listed: BTreeSet<(String, &str, Vec<String>)> = BTreeSet::new();
    for id in world.initiative_ids() {
        if region.is_some_and(|region| !serves(world, &world.initiative_area(&id), region)) {
            continue;
        }
        let members = world.members(&id);
        let with = |role| -> Vec<String> {
            members.iter().filter(|actor| world.roles(&id, actor).contains(&Some(role))).cloned().collect()
        };
        let untold = members.iter().any(|actor| world.roles(&id, actor).iter().all(Option::is_none));
        let initiators = with(Role::Initiator);
        let status = match initiators.len() {
            1 => "one",
            2.. => "several",
            _ if members.is_empty() || untold => "not-known",
            _ => "none-named",
        };
        *counts.entry(status).or_default() += 1;
        if status != "one" {
            listed.insert((id, status, initiators));
        }
    }
    let of = |status: &str| counts.get(status).copied().unwrap_or(0);
    let found = record.initiator_counts;
    prop_assert_eq!(
        [found.one, found.several, found.none_named, found.not_known],
        ["one", "several", "none-named", "not-known"].map(of)
    );
    let rows: BTreeSet<(String, &str, Vec<String>)> =
        record.initiators.iter().map(|row| (row.initiative.clone(), row.status, row.initiators.clone())).collect();
    prop_assert_eq!(rows, listed);
    Ok(())
}

fn check_market(
    world: &World,
    record: &RoleDivisionRecord,
    by: &str,
    region: Option<&str>,
) -> Result<(), TestCaseError> {
    let own_areas = world.initiative_ids().iter().any(|id| !world.initiative_area(id).own().is_empty())
        || world.activities.iter().any(|row| !world.activity_area(row).own().is_empty());
    let mut places = words(&["NL"]);
    if own_areas {
        places.extend(world.regions.iter().map(|(code, _)| code.clone()));
    }
    if let Some(region) = region {
        places = words(&[region]);
    }
    prop_assert_eq!(record.market.len(), places.len() * world.values_of(by).len());
    for cell in &record.market {
        prop_assert!(places.contains(&cell.region));
        let offers = |row: &&ActivityRow| world.counted_values(row, by).contains(&cell.value);
        let here = |row: &&ActivityRow| cell.region == "NL" || serves(world, &world.activity_area(row), &cell.region);
        let adrift = |row: &&ActivityRow| cell.region != "NL" && world.activity_area(row) == Served::Unknown;
        let workers = |initiatives: &Words| -> Words {
            let pairs = initiatives.iter().flat_map(|id| world.members(id).into_iter().map(move |actor| (id, actor)));
            let works = |id: &str, actor: &str| world.roles(id, actor).iter().any(|role| *role != Some(Role::Funder));
            pairs.filter(|(id, actor)| works(id, actor)).map(|(_, actor)| actor).collect()
        };
        let initiatives: Words =
            world.activities.iter().filter(offers).filter(here).map(|row| row.initiative.clone()).collect();
        let drifting: Words =
            world.activities.iter().filter(offers).filter(adrift).map(|row| row.initiative.clone()).collect();
        let suppliers = workers(&initiatives);
        let others: Words = workers(&drifting).difference(&suppliers).cloned().collect();
        let count = |of: &Words, wanted| of.iter().filter(|actor| nature(actor) == wanted).count();
        let [public, semi, private, unknown] =
            [Some(Publicness::Public), Some(Publicness::SemiPublic), Some(Publicness::Private), None]
                .map(|wanted| count(&suppliers, wanted));
        prop_assert_eq!(
            [cell.public, cell.semi_public, cell.private, cell.not_known, cell.initiatives],
            [public, semi, private, unknown, initiatives.len()]
        );
        let unnamed = initiatives.iter().filter(|id| workers(&words(&[id])).is_empty()).count();
        prop_assert_eq!(
            [cell.area_unknown, cell.private_area_unknown, cell.unnamed],
            [others.len(), count(&others, Some(Publicness::Private)), unnamed]
        );
        let status = if suppliers.is_empty() {
            "no-supplier"
        } else if suppliers.len() == unknown {
            "not-known"
        } else if public + semi == 0 {
            "private-only"
        } else if private == 0 {
            "public-only"
        } else {
            "mixed"
        };
        prop_assert_eq!(cell.status, status);
        let doubt = unknown > 0 || !others.is_empty() || unnamed > 0 || !cell.surveyed;
        prop_assert_eq!(cell.certain, status == "mixed" || !doubt);
    }
    Ok(())
}

proptest! {
    #[test]
    fn all_is_as_defined(world in worlds(), by in 0_usize..6, region in 0_usize..20) {
        let world = with_coordinating_type(world);
        let by = world.dimensions[by].id;
        let codes: Vec<String> = world.regions.iter().map(|(code, _)| code.clone()).collect();
        let region = codes.get(region).map(String::as_str);
        let ecosystem = build(&world);
        let record = role_division_record(&ecosystem, &run(&ecosystem, by, region));
        check_cells(&world, &record, by, region)?;
        check_kinds(&world, &record, region)?;
        check_initiators(&world, &record, region)?;
        check_market(&world, &record, by, region)?;
    }

    #[test]
    fn steady(world in worlds()) {
        assert_steady(&with_coordinating_type(world), |ecosystem| run(ecosystem, "sector", None));
    }
}

/// Figure 1 of annex 3, as the shipped examples carry it in `indicators.csv`, against what the program gives each kind.
#[test]
fn the_annex_is_that_of_the_source() {
    use ecosysteemkaart::analysis::role_division::annex::annex_roles;
    let text = include_str!("../../datasets/praktijkvoorbeelden-2023/indicators.csv");
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("rows");
    let kinds: BTreeMap<&str, &[ActorKind]> = BTreeMap::from([
        ("EZK", &[ActorKind::Rijk][..]),
        ("departementen", &[ActorKind::Rijk]),
        ("georganiseerd bedrijfsleven", &[ActorKind::Ondernemersorganisatie, ActorKind::Brancheorganisatie]),
        ("provincies", &[ActorKind::Provincie]),
        ("KVK", &[ActorKind::Uitvoeringsorganisatie]),
        ("RVO", &[ActorKind::Uitvoeringsorganisatie]),
        ("ROM's", &[ActorKind::Rom]),
        ("overheden", &[ActorKind::Provincie, ActorKind::Gemeente]),
        ("samenwerkingsplatforms (hubs) in regionale ecosystemen", &[ActorKind::Samenwerking]),
    ]);
    let mut coordinators: BTreeSet<ActorKind> = BTreeSet::new();
    let mut seen = 0;
    for row in &rows {
        let Some(words) = row["measure"].strip_prefix("rolverdeling: ") else { continue };
        let Some((role, who)) = words.split_once(": ") else { continue };
        for kind in kinds.get(who).copied().unwrap_or_default() {
            let annex = annex_roles(&StatedKind::Listed(*kind)).expect("named by the annex");
            if role.starts_with("coördineren") {
                assert!(annex.coordinates, "{who}");
                coordinators.insert(*kind);
                seen += 1;
            } else if role.starts_with("uitvoeren") {
                assert!(annex.executes, "{who}");
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "the rows of figure 1 are there");
    for kind in ActorKind::ALL {
        let coordinates = annex_roles(&StatedKind::Listed(*kind)).is_some_and(|annex| annex.coordinates);
        assert_eq!(coordinates, coordinators.contains(kind), "{}", kind.code());
    }
    assert!(annex_roles(&StatedKind::Other("gilde".into())).is_none());
}

#[test]
fn a_hub_by_hand() {
    let mut world = with_coordinating_type(World::new())
        .with_regions(&["PV20", "PV21"])
        .actors(&["province", "hub", "firm", "bank", "lost"])
        .initiative("net", &["PV20"], &["firm"])
        .role("net", "province", Role::Initiator)
        .role("net", "hub", Role::Executor)
        .role("net", "hub", Role::Initiator)
        .role("net", "bank", Role::Funder)
        .initiative("advice", &["PV20"], &[])
        .role("advice", "hub", Role::Executor)
        .initiative("adrift", &[], &[])
        .role("adrift", "lost", Role::Executor)
        .activity("1", "net", &[], &[("activity_type", &["netwerken-coordineren"])])
        .activity("2", "advice", &[], &[("activity_type", &["advisering"])])
        .activity("3", "adrift", &[], &[("activity_type", &["advisering"])]);
    world.actors.iter_mut().for_each(|actor| actor.level = Some(Level::Regional));
    let mut contents = world.contents();
    for actor in &mut contents.actors {
        let (public, kind) = match &*actor.id {
            "province" => (Some(Publicness::Public), ActorKind::Provincie),
            "hub" => (Some(Publicness::SemiPublic), ActorKind::Samenwerking),
            "firm" | "bank" | "lost" => (Some(Publicness::Private), ActorKind::Bedrijf),
            _ => (None, ActorKind::Overig),
        };
        actor.public = public;
        actor.kind = Some(StatedKind::Listed(kind));
    }
    let ecosystem = Ecosystem::new(contents).expect("consistent");
    let division = run(&ecosystem, "activity_type", None);
    let record = role_division_record(&ecosystem, &division);
    let cell = |value: &str| {
        let mut cells = record.roles.iter().filter(|cell| cell.level == Some("regional"));
        cells.find(|cell| cell.value == value).expect("a cell")
    };
    let net = cell("netwerken-coordineren");
    assert_eq!((net.coordinating, net.executing, net.not_known), (3, 0, 1));
    assert_eq!(net.in_words.nl, "3 coördineren");
    let advice = cell("advisering");
    assert_eq!(
        (advice.executors.clone(), advice.in_words.nl.as_str()),
        (vec![String::from("hub"), String::from("lost")], "2 voeren uit, van niemand is bekend dat die coördineert")
    );
    // A platform that coordinates goes beyond the annex, and so does the firm that funds.
    let beyond: Vec<String> = record.kinds.iter().flat_map(|kind| kind.beyond_annex.clone()).collect();
    assert_eq!(beyond, ["bank", "hub"]);
    let statuses: Vec<InitiatorStatus> = division.initiators.listed.iter().map(|found| found.status).collect();
    assert_eq!(statuses, [InitiatorStatus::NoneNamed, InitiatorStatus::NoneNamed, InitiatorStatus::Several]);
    let market = |region: &str, value: &str| {
        let mut cells = record.market.iter().filter(|cell| cell.region == region);
        cells
            .find(|cell| cell.value == value)
            .map(|cell| (cell.status, cell.certain, cell.private_area_unknown))
            .expect("a cell")
    };
    assert_eq!(market("PV20", "netwerken-coordineren"), ("mixed", true, 0));
    // The private party of unknown area may serve here: public only, but not for certain.
    assert_eq!(market("PV20", "advisering"), ("public-only", false, 1));
    assert_eq!(market("NL", "advisering"), ("mixed", true, 0));
    assert_eq!(market("PV21", "kennisplatform"), ("no-supplier", false, 0));
}

#[test]
fn nothing_there() {
    let division = run(&World::new().build(), "activity_type", None);
    assert!(division.kinds.is_empty() && division.initiators.listed.is_empty());
    assert_eq!((division.cells.len(), division.market.len()), (4 * 3, 3));
    assert!(division.market.iter().all(|cell| cell.status == MarketStatus::NoSupplier && cell.certain));
    let bare = World::new().actors(&["a"]).initiative("x", &["PV20"], &["a"]).build();
    let division = run(&bare, "activity_type", None);
    assert_eq!((division.without_activities, division.initiators.counts), (1, [0, 0, 0, 1]));
}

fn shipped(id: &str) -> Ecosystem {
    dataset::read_shipped(id, &ReadOptions::default()).expect("shipped").ecosystem.expect("without errors")
}

/// The services of 2021: what the source says of who began what, and of private parties.
#[test]
fn the_services_of_2021_are_divided_as_the_source_says() {
    let ecosystem = shipped("dienstverlening-2021");
    let record = role_division_record(&ecosystem, &run(&ecosystem, "theme", None));
    // Initiators are given only where the source says so: three services; NL Werkt Door has several.
    let several: Vec<&str> =
        record.initiators.iter().filter(|row| row.status == "several").map(|row| row.initiative.as_str()).collect();
    assert_eq!(several, ["nl-werkt-door-dienstverlening"]);
    assert_eq!(record.initiator_counts.one, 2);
    // Table 15 puts banks, accountants and alternative financiers at finance; their area is not known.
    let finance = |region: &str| {
        record.market.iter().find(|cell| cell.region == region && cell.value == "financiering").expect("a cell")
    };
    assert_eq!((finance("NL").private, finance("NL").status), (3, "mixed"));
    assert_eq!((finance("PV20").private, finance("PV20").private_area_unknown, finance("PV20").certain), (0, 3, false));
    assert_eq!(provenance_role_division::basis(&ecosystem, 0), Basis::Modelled);
    let regioscan = shipped("regioscan-2023");
    assert_eq!(provenance_role_division::basis(&regioscan, 0), Basis::Reconstructed);
    assert_eq!(provenance_role_division::basis(&shipped("voorbeeld"), 0), Basis::Fictional);
    // The reconstruction gives every initiative one initiator, by its documented rule.
    assert_eq!(run(&regioscan, "activity_type", None).initiators.counts, [220, 0, 0, 0]);
}

/// Planted: one initiative without actors, isolated actors.
#[test]
fn planted_holes_are_found() {
    let ecosystem = shipped("voorbeeld");
    let record = role_division_record(&ecosystem, &run(&ecosystem, "activity_type", None));
    let unknown: Vec<&str> =
        record.initiators.iter().filter(|row| row.status == "not-known").map(|row| row.initiative.as_str()).collect();
    assert_eq!(unknown, ["I0021"]);
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(include_str!("../../datasets/voorbeeld/participations.csv").as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("rows");
    let mut initiators: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row["role"].split('|').any(|role| role == "initiator")) {
        initiators.entry(&row["initiative"]).or_default().insert(&row["actor"]);
    }
    let counts = record.initiator_counts;
    assert_eq!(counts.one, initiators.values().filter(|actors| actors.len() == 1).count());
    assert_eq!(counts.several, initiators.values().filter(|actors| actors.len() > 1).count());
    let mut taking_part: BTreeSet<&str> = rows.iter().map(|row| row["actor"].as_str()).collect();
    // names.csv makes them one with A0977 and A0985.
    assert!(taking_part.remove("A0978") && taking_part.remove("A0986"));
    assert_eq!(record.kinds.iter().map(|kind| kind.actors).sum::<usize>(), taking_part.len());
    // Planted cells without any supply have no supplier.
    for (region, value) in
        [("PV22", "gezamenlijke-faciliteiten"), ("PV24", "onderzoek-ontwikkeling"), ("PV20", "werken-met-studenten")]
    {
        let cell = record.market.iter().find(|cell| cell.region == region && cell.value == value).expect("a cell");
        assert_eq!((cell.status, cell.initiatives), ("no-supplier", 0));
    }
}
