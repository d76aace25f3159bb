//! Planted overlap: pairs of initiatives that offer nearly the same in the same area, with and
//! without collaboration, and a learning circle that does so in different provinces.

use super::super::background::plantable_provinces;
use super::super::draw::Draw;
use super::super::model::{Area, Profile, Referral, World};
use super::super::names::{MINISTRY, Role};
use super::super::offers::{Focus, full_profile, near_copy, reach};
use super::super::places::partners;
use super::super::truths::Truth;
use super::{company, free_types, full_initiative, initiative, staff};

/// Pairs without a shared actor in an example of the default size; larger examples have more.
const PAIRS: usize = 8;
const PAIRS_PER: usize = 220;

/// Provinces of the learning circle: no two share an area.
const CIRCLE: [usize; 5] = [0, 3, 6, 8, 10];

pub(super) fn plant(world: &mut World, draw: &mut Draw) {
    let provinces = plantable_provinces();
    for number in 0..(world.config.initiatives * PAIRS / PAIRS_PER).max(PAIRS) {
        let (a, b) = twins(world, draw, provinces[(number + 3) % provinces.len()], number);
        let row = [world.initiative_id(a), world.initiative_id(b)];
        world.truths.plant(Truth::OverlapWithoutCollaboration, &[&row[0], &row[1]]);
    }
    for (number, how) in ["funds both", "funds both", "funds one, executes the other"].into_iter().enumerate() {
        let (a, b) = twins(world, draw, provinces[(2 * number + 1) % provinces.len()], 0);
        // The third ties the rule down: who only funds one of the two does not bring them together.
        let second_role = if number == 2 { Role::Executor } else { Role::Funder };
        let actor = if number == 2 { company(world, a) } else { MINISTRY };
        world.join(a, actor, &[Role::Funder]);
        world.join(b, actor, &[second_role]);
        let row = [world.initiative_id(a), world.initiative_id(b), world.actor_id(actor)];
        world.truths.plant(Truth::OverlapFunderOnly, &[&row[0], &row[1], &row[2], how]);
    }
    collaborating(world, draw, &provinces);
    circle(world, draw);
}

/// Pairs that do work together, each in another way.
fn collaborating(world: &mut World, draw: &mut Draw, provinces: &[usize]) {
    const WAYS: [(&str, &[Role], &[Role]); 4] = [
        ("shared executor", &[Role::Executor], &[Role::Executor]),
        ("referral", &[], &[]),
        ("shared actor, started one", &[Role::Initiator], &[Role::Partner]),
        ("shared actor, funds and executes both", &[Role::Funder, Role::Executor], &[Role::Funder, Role::Executor]),
    ];
    for (number, (how, in_a, in_b)) in WAYS.into_iter().enumerate() {
        let (a, b) = twins(world, draw, provinces[(2 * number + 2) % provinces.len()], 0);
        let through = if in_a.is_empty() {
            world.referrals.push(Referral { from: a, to: b, count: 7 });
            String::new()
        } else {
            let actor = company(world, a);
            world.join(a, actor, in_a);
            world.join(b, actor, in_b);
            world.actor_id(actor)
        };
        let row = [world.initiative_id(a), world.initiative_id(b)];
        world.truths.plant(Truth::OverlapWithCollaboration, &[&row[0], &row[1], &through, how]);
    }
}

/// Two initiatives with near-identical activities and actors of their own. The second works in the
/// same province, in that and the next, or nationally, turn by turn.
fn twins(world: &mut World, draw: &mut Draw, province: usize, number: usize) -> (usize, usize) {
    let area = Area::Provinces(vec![province]);
    let partner = partners(province).first().copied().filter(|_| number % 4 == 1);
    let mut wider: Vec<usize> = partner.into_iter().chain([province]).collect();
    wider.sort_unstable();
    let other_area = if number % 4 == 3 { Area::National } else { Area::Provinces(wider) };
    let count = draw.between(2, 3);
    let types = free_types(draw, &[&area, &other_area], count);
    let original = full_initiative(world, draw, &area, &types);
    let copy = copy_of(world, draw, original, &other_area);
    (original, copy)
}

/// An initiative elsewhere or beside it with near-identical activities, and actors of its own.
fn copy_of(world: &mut World, draw: &mut Draw, original: usize, area: &Area) -> usize {
    let copy = initiative(world, area);
    let actor_count = draw.between(2, 4);
    staff(world, draw, copy, actor_count);
    // Initiatives are planted in order, so those of the original are among the latest.
    let latest = world.activities.iter().rev().take_while(|activity| activity.initiative >= original);
    let its_own = latest.filter(|activity| activity.initiative == original);
    let mut profiles: Vec<Profile> = its_own.map(|activity| activity.profile.clone()).collect();
    profiles.reverse();
    for profile in profiles {
        let profile = near_copy(draw, &profile);
        world.offer(copy, profile, None);
    }
    copy
}

/// The same offer in five provinces without anyone in common; one of the five is a good practice.
fn circle(world: &mut World, draw: &mut Draw) {
    let area = Area::Provinces(CIRCLE.to_vec());
    let types = free_types(draw, &[&area], 2);
    let focus = Focus::draw(draw, &Area::National);
    let first = initiative(world, &Area::Provinces(vec![CIRCLE[0]]));
    staff(world, draw, first, 3);
    for activity_type in types {
        let profile = full_profile(draw, activity_type, &focus);
        let reach = reach(draw, activity_type);
        world.offer(first, profile, reach);
    }
    let mut members = vec![first];
    for &province in &CIRCLE[1..] {
        members.push(copy_of(world, draw, first, &Area::Provinces(vec![province])));
    }
    let example = members[2];
    world.initiatives[example].good_practice =
        Some("Fictieve evaluatie: van 120 deelnemers voerden er 84 binnen een half jaar een plan uit");
    let ids: Vec<String> = members.iter().map(|&member| world.initiative_id(member)).collect();
    world.truths.plant(Truth::LearningCircle, &[&ids.join(" ")]);
    let id = world.initiative_id(example);
    world.truths.plant(Truth::GoodPractice, &[&id]);
}
