//! Planted differences between the two versions besides those of `cells`: renamed, renumbered and
//! merged initiatives.

use super::super::draw::Draw;
use super::super::model::{Area, Presence, World};
use super::super::truths::Truth;
use super::people::turn;
use super::{free_types, full_initiative, initiative};

pub(super) fn plant(world: &mut World, draw: &mut Draw) {
    renamed(world, draw);
    renumbered(world, draw, true);
    renumbered(world, draw, false);
    merged(world, draw);
}

fn ordinary(world: &mut World, draw: &mut Draw, number: usize) -> usize {
    let area = Area::Provinces(vec![turn(number)]);
    let types = free_types(draw, &[&area], 3);
    full_initiative(world, draw, &area, &types)
}

/// The same id under another name.
fn renamed(world: &mut World, draw: &mut Draw) {
    let renamed = ordinary(world, draw, 3);
    let town = world.initiatives[renamed].town;
    let earlier = world.initiatives[renamed].name.clone();
    let later = world.towns[town].initiative_name();
    world.initiatives[renamed].name.clone_from(&later);
    world.initiatives[renamed].first_name = Some(earlier.clone());
    world.initiatives[renamed].formerly = Some(earlier.clone());
    let id = world.initiative_id(renamed);
    world.truths.plant(Truth::Renamed, &[&id, &earlier, &later]);
}

/// The same initiative under another id: with the earlier id stated, or only to be guessed from a
/// name that is alike and the same actors.
fn renumbered(world: &mut World, draw: &mut Draw, stated: bool) {
    let earlier = ordinary(world, draw, if stated { 5 } else { 6 });
    let area = world.initiatives[earlier].area.clone();
    let later = initiative(world, &area);
    world.initiatives[earlier].presence = Presence::FirstOnly;
    world.initiatives[later].presence = Presence::SecondOnly;
    world.initiatives[later].start = world.initiatives[earlier].start;
    world.initiatives[later].town = world.initiatives[earlier].town;
    let name = world.initiatives[earlier].name.clone();
    world.initiatives[later].name = if stated { name } else { format!("{name} 2.0") };
    let members: Vec<_> = world.participations.iter().filter(|row| row.initiative == earlier).collect();
    let members: Vec<_> = members.iter().map(|row| (row.actor, row.roles.clone())).collect();
    for (actor, roles) in members {
        world.join(later, actor, &roles);
    }
    let offers: Vec<_> = world.activities.iter().filter(|row| row.initiative == earlier).collect();
    let offers: Vec<_> = offers.iter().map(|row| (row.profile.clone(), row.reach)).collect();
    for (profile, reach) in offers {
        world.offer(later, profile, reach);
    }
    let ids = [world.initiative_id(earlier), world.initiative_id(later)];
    if stated {
        world.initiatives[later].formerly = Some(ids[0].clone());
    }
    let truth = if stated { Truth::NewId } else { Truth::GuessedRename };
    world.truths.plant(truth, &[&ids[0], &ids[1]]);
}

/// Two initiatives of the first version of which the second keeps one, with the actors and the
/// activities of both.
fn merged(world: &mut World, draw: &mut Draw) {
    let kept = ordinary(world, draw, 7);
    let area = world.initiatives[kept].area.clone();
    let types = free_types(draw, &[&area], 2);
    let absorbed = full_initiative(world, draw, &area, &types);
    world.initiatives[absorbed].presence = Presence::FirstOnly;
    let ids = [world.initiative_id(kept), world.initiative_id(absorbed)];
    world.initiatives[kept].formerly = Some(ids[1].clone());
    let members: Vec<_> = world.participations.iter().filter(|row| row.initiative == absorbed).collect();
    let members: Vec<_> = members.iter().map(|row| (row.actor, row.roles.clone())).collect();
    for (actor, roles) in members {
        world.join(kept, actor, &roles);
        if let Some(row) = world.participations.last_mut() {
            row.presence = Presence::SecondOnly;
        }
    }
    let offers: Vec<_> = world.activities.iter().filter(|row| row.initiative == absorbed).collect();
    let offers: Vec<_> = offers.iter().map(|row| (row.profile.clone(), row.reach)).collect();
    for (profile, reach) in offers {
        let activity = world.offer(kept, profile, reach);
        world.activities[activity].presence = Presence::SecondOnly;
    }
    world.truths.plant(Truth::Merged, &[&ids[0], &ids[1]]);
}
