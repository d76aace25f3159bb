//! Planted gaps in what is known or connected: initiatives without actors, activities or area,
//! answers too few to show, and referrals that lead nowhere.

use super::super::dimensions::{MATURITY, PHASE, SECTOR, SIZE};
use super::super::draw::{Draw, Stream};
use super::super::model::{Area, Presence, Referral, Values, World};
use super::super::places::PROVINCES;
use super::super::truths::Truth;
use super::people::turn;
use super::{fill, free_types, full_initiative, initiative, staff};

/// How many background initiatives refer to the dead end, and the initiative without visitors to others.
const REFERRERS: usize = 6;

/// Returns the dead end and the door that nobody refers to.
pub(super) fn plant(world: &mut World, draw: &mut Draw) -> (usize, usize) {
    let area = |number| Area::Provinces(vec![turn(number)]);

    let silent = initiative(world, &area(1));
    let types = free_types(draw, &[&area(1)], 2);
    fill(world, draw, silent, &types);
    register(world, Truth::InitiativeWithoutActors, silent);

    for number in [2, 5, 8] {
        let idle = initiative(world, &area(number));
        staff(world, draw, idle, 3);
        register(world, Truth::InitiativeWithoutActivities, idle);
    }
    // A fully unknown area meets every reserved cell and none: keep to types without reserved cells.
    for _ in 0..2 {
        let somewhere = full_initiative(world, draw, &Area::Unknown, &[1, 4]);
        register(world, Truth::UnknownArea, somewhere);
    }
    let derived = full_initiative(world, draw, &Area::Unknown, &[1, 5]);
    for (activity, province) in world.activities.iter_mut().filter(|row| row.initiative == derived).zip([3, 5]) {
        activity.area = Some(Area::Provinces(vec![province]));
    }
    let id = world.initiative_id(derived);
    world.truths.plant(Truth::AreaFromActivities, &[&id, "PV23 PV25"]);

    let open = full_initiative(world, draw, &area(4), &[1]);
    if let Some(activity) = world.activities.last_mut() {
        for dimension in [SECTOR, SIZE, PHASE, MATURITY] {
            activity.profile[dimension] = Values::Every;
        }
    }
    let id = world.initiative_id(open);
    world.truths.plant(Truth::EveryValue, &[&format!("{id}-1"), "sector size phase maturity"]);

    let everywhere = full_initiative(world, draw, &Area::National, &[1, 6, 8]);
    world.initiatives[everywhere].good_practice =
        Some("Fictieve meting: 9 van de 10 bezoekers vonden binnen twee stappen een passend loket");
    register(world, Truth::National, everywhere);
    register(world, Truth::GoodPractice, everywhere);

    let shy = full_initiative(world, draw, &area(0), &[1]);
    if let Some(activity) = world.activities.last_mut() {
        activity.respondents = Some(4);
    }
    let id = world.initiative_id(shy);
    world.truths.plant(Truth::FewAnswers, &[&format!("{id}-1"), "4"]);

    let dead_end = full_initiative(world, draw, &area(8), &[1, 5]);
    register(world, Truth::DeadEnd, dead_end);
    let unvisited = full_initiative(world, draw, &area(9), &[1, 5]);
    register(world, Truth::DoorWithoutReferrals, unvisited);
    (dead_end, unvisited)
}

fn register(world: &mut World, truth: Truth, initiative: usize) {
    let id = world.initiative_id(initiative);
    world.truths.plant(truth, &[&id]);
}

/// Referrals of the background, then those of the dead end and of the door that nobody refers to.
pub(super) fn refer(world: &mut World, draw: &mut Draw, dead_end: usize, unvisited: usize) {
    let candidates: Vec<usize> = (world.planted..world.initiatives.len()).collect();
    let lasting = |index: &&usize| world.initiatives[**index].presence == Presence::Both;
    let referrers: Vec<usize> = candidates.iter().filter(lasting).take(REFERRERS).copied().collect();
    for referrer in referrers {
        let count = draw.between(3, 20);
        world.referrals.push(Referral { from: referrer, to: dead_end, count });
        world.referrals.push(Referral { from: unvisited, to: referrer, count });
    }
    background(world, &candidates);
}

/// Initiatives refer to others of their province and, upwards, to national ones; hardly ever down.
fn background(world: &mut World, candidates: &[usize]) {
    let mut draw = Draw::new(world.config.seed, Stream::Referrals);
    let national: Vec<usize> = candidates.iter().copied().filter(|&one| is_national(world, one)).collect();
    let mut local: Vec<Vec<usize>> = vec![Vec::new(); PROVINCES];
    for &candidate in candidates {
        for &province in world.initiatives[candidate].area.provinces() {
            local[province].push(candidate);
        }
    }
    for &from in candidates {
        let down = is_national(world, from);
        let province = world.towns[world.initiatives[from].town].province;
        let mut targets = Vec::new();
        for _ in 0..draw.weighted(&[30, 30, 25, 15]) {
            let list = if (down && !draw.chance(1, 6)) || draw.chance(1, 3) { &national } else { &local[province] };
            targets.extend(draw.pick(list).copied().filter(|&to| to != from));
        }
        targets.sort_unstable();
        targets.dedup();
        for to in targets {
            let count = draw.between(1, 40);
            world.referrals.push(Referral { from, to, count });
        }
    }
}

fn is_national(world: &World, initiative: usize) -> bool {
    world.initiatives[initiative].area == Area::National
}
