//! Planted actors: a bridge to an island, actors of several levels and provinces, an isolated one,
//! and actors that are spelled in more ways than one.

use super::super::background::{plantable_provinces, recluse, resident};
use super::super::draw::Draw;
use super::super::model::{Actor, Area, Decision, Presence, World};
use super::super::names::{ActorKind, Role, Town};
use super::super::places::code;
use super::super::truths::Truth;
use super::{fill, initiative};

/// Province of the island.
const ISLAND: usize = 0;

/// Provinces with enough background to tie actors to.
const LARGE: [usize; 6] = [3, 5, 6, 7, 8, 10];

/// Actors with national and regional initiatives.
const HINGES: usize = 3;

/// Actors that exist before the background: the isolated ones and the island's.
/// Returns the island's initiatives.
pub(super) fn plant(world: &mut World, draw: &mut Draw) -> Vec<usize> {
    for (province, kind) in [(6, ActorKind::Stichting), (3, ActorKind::Bedrijf)] {
        let town = world.towns_of[province][1];
        let actor = recluse(world, town, kind);
        world.actors[actor].standing = true;
        let id = world.actor_id(actor);
        world.truths.plant(Truth::IsolatedActor, &[&id]);
    }
    // Two initiatives whose actors know nobody else; `tie` gives them their one bridge.
    let mut island = Vec::new();
    for types in [[1, 5], [1, 6]] {
        let initiative = initiative(world, &Area::Provinces(vec![ISLAND]));
        fill(world, draw, initiative, &types);
        let town = world.initiatives[initiative].town;
        for place in 0..3 {
            let kind = [ActorKind::Onderwijs, ActorKind::Bedrijf, ActorKind::Ondernemersorganisatie][place];
            let actor = recluse(world, town, kind);
            world.join(initiative, actor, &[[Role::Initiator, Role::Executor, Role::Partner][place]]);
        }
        island.push(initiative);
    }
    island
}

/// Actors that take part in what the background made.
pub(super) fn tie(world: &mut World, draw: &mut Draw, island: &[usize]) {
    bridge_to_island(world, island);
    hinges(world, draw);
    bridge_of_provinces(world);
    spellings(world);
}

/// Background initiatives of both versions that work in this province only.
fn regional(world: &World, province: usize) -> Vec<usize> {
    background(world, |area| area.provinces() == [province])
}

fn background(world: &World, wanted: impl Fn(&Area) -> bool) -> Vec<usize> {
    let fits = |index: &usize| {
        let initiative = &world.initiatives[*index];
        initiative.presence == Presence::Both && wanted(&initiative.area)
    };
    (world.planted..world.initiatives.len()).filter(fits).collect()
}

fn bridge_to_island(world: &mut World, island: &[usize]) {
    let town = world.towns_of[ISLAND][0];
    let bridge = recluse(world, town, ActorKind::Samenwerking);
    let national = background(world, |area| *area == Area::National);
    let mainland: Vec<usize> =
        [regional(world, ISLAND), national].iter().filter_map(|initiatives| busiest(world, initiatives)).collect();
    for &initiative in island.iter().chain(&mainland) {
        world.join(initiative, bridge, &[Role::Partner]);
    }
    let ids = |list: &[usize]| list.iter().map(|&one| world.initiative_id(one)).collect::<Vec<_>>().join(" ");
    let row = [world.actor_id(bridge), ids(island), ids(&mainland)];
    world.truths.plant(Truth::Articulation, &[&row[0], &row[1], &row[2]]);
}

/// The initiative with most participations, of equals the first.
fn busiest(world: &World, initiatives: &[usize]) -> Option<usize> {
    let mut counts = vec![0_usize; world.initiatives.len()];
    for participation in &world.participations {
        counts[participation.initiative] += 1;
    }
    initiatives.iter().copied().max_by_key(|&initiative| (counts[initiative], usize::MAX - initiative))
}

fn hinges(world: &mut World, draw: &mut Draw) {
    let national = background(world, |area| *area == Area::National);
    for number in 0..HINGES {
        let province = LARGE[number % LARGE.len()];
        let local = regional(world, province);
        let town = world.towns_of[province][0];
        let kind = [ActorKind::Kennisinstelling, ActorKind::Brancheorganisatie, ActorKind::Stichting][number % 3];
        let actor = resident(world, town, kind);
        let start = draw.below(national.len().max(1));
        let nationals: Vec<usize> = national.iter().cycle().skip(start).take(2.min(national.len())).copied().collect();
        let regionals: Vec<usize> = local.into_iter().take(3).collect();
        for &initiative in nationals.iter().chain(&regionals) {
            world.join(initiative, actor, &[Role::Executor]);
        }
        let ids = |list: &[usize]| list.iter().map(|&one| world.initiative_id(one)).collect::<Vec<_>>().join(" ");
        let row = [world.actor_id(actor), ids(&nationals), ids(&regionals)];
        world.truths.plant(Truth::Hinge, &[&row[0], &row[1], &row[2]]);
    }
}

/// One actor in one initiative of each of four provinces.
fn bridge_of_provinces(world: &mut World) {
    let town = world.towns_of[LARGE[2]][0];
    let actor = recluse(world, town, ActorKind::Samenwerking);
    let (mut ids, mut codes) = (Vec::new(), Vec::new());
    for province in [LARGE[0], LARGE[2], LARGE[4], LARGE[5]] {
        if let Some(initiative) = regional(world, province).last().copied() {
            world.join(initiative, actor, &[Role::Partner]);
            ids.push(world.initiative_id(initiative));
            codes.push(code(province));
        }
    }
    let id = world.actor_id(actor);
    world.truths.plant(Truth::Bridge, &[&id, &codes.join(" "), &ids.join(" ")]);
}

/// Organisations that occur under several spellings (`{}` is their town), what differs, and whether
/// a decision in names.csv says so.
#[rustfmt::skip] // a table reads better in rows
const SPELLINGS: [(ActorKind, &[&str], &str, bool); 8] = [
    (ActorKind::Gemeente, &["Gemeente {}", "Gem. {}"], "abbreviation", false),
    (ActorKind::Onderwijs, &["Hogeschool {}", "Stichting Hogeschool {}"], "legal form", true),
    (ActorKind::Samenwerking, &["Coöperatie De Brug {} U.A.", "Cooperatie De Brug {}"], "diacritics and legal form", false),
    (ActorKind::Kennisinstelling, &["Kenniscentrum {}", "Kenniscetrum {}"], "typing error", false),
    (ActorKind::Bedrijf, &["De Verzonnen Weverij {} B.V.", "Verzonnen Weverij {}"], "article and legal form", true),
    (ActorKind::Ondernemersorganisatie, &["Bedrijvenkring {}", "BEDRIJVENKRING {}", "Vereniging Bedrijvenkring {}"], "capitals and legal form, three spellings", false),
    (ActorKind::Rijk, &["Ministerie van Spookzaken te {} (fictief)", "Min. van Spookzaken te {} (fictief)"], "abbreviation", false),
    (ActorKind::Stichting, &["Stichting Één Venster {}", "Stichting Een Venster {}"], "diacritics", false),
];

/// Organisations whose names are alike and that are not the same.
#[rustfmt::skip] // a table reads better in rows
const LOOKALIKES: [(ActorKind, &[&str], bool); 2] = [
    (ActorKind::Stichting, &["Stichting Verzonnen Ambacht 12 te {} (fictief)", "Stichting Verzonnen Ambacht 13 te {} (fictief)"], true),
    (ActorKind::Bank, &["Kredietkring Oost {}", "Kredietkring West {}"], false),
];

fn spellings(world: &mut World) {
    for (number, (kind, names, difference, decided)) in SPELLINGS.into_iter().enumerate() {
        let actors = spelled(world, number, kind, names);
        if let (true, [keep, merge]) = (decided, actors.as_slice()) {
            world.decisions.push(Decision { keep: *keep, merge: *merge, decision: "same" });
        }
        let ids: Vec<String> = actors.iter().map(|&actor| world.actor_id(actor)).collect();
        let decision = if decided { "same" } else { "" };
        world.truths.plant(Truth::DuplicateName, &[&ids.join(" "), difference, decision]);
    }
    for (number, (kind, names, decided)) in LOOKALIKES.into_iter().enumerate() {
        let actors = spelled(world, SPELLINGS.len() + number, kind, names);
        if let (true, [keep, merge]) = (decided, actors.as_slice()) {
            world.decisions.push(Decision { keep: *keep, merge: *merge, decision: "different" });
        }
        let ids: Vec<String> = actors.iter().map(|&actor| world.actor_id(actor)).collect();
        world.truths.plant(Truth::Lookalike, &[&ids.join(" "), if decided { "different" } else { "" }]);
    }
}

/// Adds the spellings as actors of a town of their own, each in another initiative of the province.
fn spelled(world: &mut World, number: usize, kind: ActorKind, names: &[&str]) -> Vec<usize> {
    let province = LARGE[number % LARGE.len()];
    let local = regional(world, province);
    let town = world.towns.len();
    world.towns.push(Town::new(town, province));
    let place = world.towns[town].name.clone();
    // Both spellings work with this actor: the links that two names share are evidence too.
    let acquaintance = number.is_multiple_of(2).then(|| recluse(world, town, ActorKind::Overig));
    let mut actors = Vec::new();
    for (turn, name) in names.iter().enumerate() {
        let actor = world.add_actor(Actor {
            name: name.replace("{}", &place),
            kind,
            province: Some(province),
            aliases: Vec::new(),
            standing: true,
        });
        actors.push(actor);
        if turn < local.len() {
            let initiative = local[(number * 3 + turn) % local.len()];
            world.join(initiative, actor, &[Role::Partner]);
            if let Some(acquaintance) = acquaintance {
                world.join(initiative, acquaintance, &[Role::Executor]);
            }
        }
    }
    actors
}

/// Provinces in turn, for plants that may be anywhere.
pub(super) fn turn(number: usize) -> usize {
    let provinces = plantable_provinces();
    provinces[number % provinces.len()]
}
