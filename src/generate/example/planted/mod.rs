//! The truths that are planted in the fictional ecosystem, each registered with the ids it concerns.
//!
//! [`before`] makes the initiatives that carry a truth; they come first, so their ids do not depend
//! on the seed. [`after`] adds what needs the background: spellings, bridges, referrals. Must not
//! be here: ordinary initiatives (`background`).

mod cells;
mod history;
mod pairs;
mod people;
mod relations;

use super::background::{plantable_provinces, resident};
use super::draw::Draw;
use super::model::{Area, Day, Initiative, Presence, World};
use super::names::{ActorKind, Role};
use super::offers::{Focus, full_profile, reach, type_weights};

use cells::THIN_TYPES;

pub(super) use cells::{HIGH_DEMAND, RESERVED_CELLS};

/// What [`before`] made that [`after`] ties to the background, by position.
pub(super) struct Loose {
    island: Vec<usize>,
    dead_end: usize,
    unvisited: usize,
}

/// The initiatives with planted truths.
pub(super) fn before(world: &mut World, draw: &mut Draw) -> Loose {
    cells::plant(world, draw);
    let island = people::plant(world, draw);
    history::plant(world, draw);
    let (dead_end, unvisited) = relations::plant(world, draw);
    pairs::plant(world, draw);
    world.planted = world.initiatives.len();
    Loose { island, dead_end, unvisited }
}

/// Truths that tie planted actors and initiatives to the background.
pub(super) fn after(world: &mut World, draw: &mut Draw, loose: &Loose) {
    people::tie(world, draw, &loose.island);
    relations::refer(world, draw, loose.dead_end, loose.unvisited);
}

/// Adds an initiative without actors or activities, in both versions, from a town of the first
/// province of its area (or of some province, turn by turn).
fn initiative(world: &mut World, area: &Area) -> usize {
    let provinces = plantable_provinces();
    let turn = provinces[world.initiatives.len() % provinces.len()];
    let province = area.provinces().first().copied().unwrap_or(turn);
    let towns = &world.towns_of[province];
    let town = towns[world.initiatives.len() % towns.len()];
    let own_name = world.towns[town].initiative_name();
    let name = if *area == Area::National { format!("Landelijk: {own_name}") } else { own_name };
    let year = world.config.year;
    world.add_initiative(Initiative {
        name,
        first_name: None,
        area: area.clone(),
        town,
        start: Some(Day { year: year - 4, month: 1 + world.initiatives.len() % 12, day: 1 }),
        end: None,
        budget: Some(250 + 10 * (world.initiatives.len() % 40)),
        good_practice: None,
        formerly: None,
        confirmed: Some(3),
        presence: Presence::Both,
        activity_count: 0,
    })
}

/// Adds an initiative with new actors and activities of the given types in which everything is known.
fn full_initiative(world: &mut World, draw: &mut Draw, area: &Area, types: &[usize]) -> usize {
    let initiative = initiative(world, area);
    staff(world, draw, initiative, 3);
    fill(world, draw, initiative, types);
    initiative
}

/// Adds fully described activities of the given types.
fn fill(world: &mut World, draw: &mut Draw, initiative: usize, types: &[usize]) {
    let focus = Focus::draw(draw, &world.initiatives[initiative].area.clone());
    for &activity_type in types {
        let profile = full_profile(draw, activity_type, &focus);
        let reach = reach(draw, activity_type);
        world.offer(initiative, profile, reach);
    }
}

/// Lets new actors of its town take part, of which one started it and none funds it.
fn staff(world: &mut World, draw: &mut Draw, initiative: usize, count: usize) {
    let town = world.initiatives[initiative].town;
    for place in 0..count {
        let kind = super::background::local_kind(draw);
        let actor = resident(world, town, kind);
        world.join(initiative, actor, &[[Role::Initiator, Role::Executor, Role::Partner][place % 3]]);
    }
}

/// Activity types that may be offered in all of these areas without touching a reserved cell.
///
/// The first is one of those that are thin somewhere, where it may be: enough of them elsewhere
/// makes the thin cells certain for every seed.
fn free_types(draw: &mut Draw, areas: &[&Area], count: usize) -> Vec<usize> {
    let mut weights = super::dimensions::TYPE_WEIGHTS;
    for area in areas {
        for (weight, allowed) in weights.iter_mut().zip(type_weights(area, &RESERVED_CELLS)) {
            *weight = (*weight).min(allowed);
        }
    }
    let common = THIN_TYPES[draw.below(THIN_TYPES.len())];
    let first = if weights[common] > 0 { common } else { draw.weighted(&weights) };
    [first].into_iter().chain((1..count).map(|_| draw.weighted(&weights))).collect()
}

/// A company in the town of an initiative.
fn company(world: &mut World, initiative: usize) -> usize {
    let town = world.initiatives[initiative].town;
    resident(world, town, ActorKind::Bedrijf)
}
