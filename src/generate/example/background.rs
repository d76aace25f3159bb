//! The ordinary part of the fictional ecosystem: initiatives of provinces and of the whole country,
//! with the actors that take part, mostly from the same town and province.
//!
//! Numbers of actors and activities per initiative come from shuffled decks, so that the totals
//! follow the number of initiatives closely for every seed. Must not be here: planted truths.

use super::Version;
use super::dimensions::ACTIVITY_TYPE;
use super::draw::Draw;
use super::model::{Activity, Actor, Area, Day, Initiative, Presence, Values, World};
use super::names::{ActorKind, Role, Town, national_name};
use super::offers::{Focus, background_profile, reach, type_weights};
use super::places::{INITIATIVE_WEIGHTS, LATER_SURVEYED, NEVER_SURVEYED, PROVINCES, partners};
use super::planted::RESERVED_CELLS;
use super::truths::Truth;

/// Activities per initiative: 44 initiatives with 1 to 13.
const ACTIVITY_DECK: [usize; 44] = [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4,
    4, 5, 5, 6, 8, 13,
];

/// Actors per initiative: 22 initiatives with 1 to 18.
const ACTOR_DECK: [usize; 22] = [1, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 8, 8, 9, 9, 11, 13, 18];

/// Roughly how many actors a town has.
const ACTORS_PER_TOWN: usize = 25;

/// Provinces that are certain of background initiatives, and how many of those there are together.
const ANCHORS: [usize; 10] = [0, 3, 8, 5, 6, 7, 8, 7, 10, LATER_SURVEYED];
const ANCHORED: usize = 4 * ANCHORS.len();

/// Deals the numbers of a deck, shuffled anew whenever it is through.
struct Deck {
    cards: &'static [usize],
    order: Vec<usize>,
}

impl Deck {
    fn new(cards: &'static [usize]) -> Self {
        Self { cards, order: Vec::new() }
    }

    fn deal(&mut self, draw: &mut Draw) -> usize {
        if self.order.is_empty() {
            self.order = draw.shuffled(self.cards.len());
        }
        self.order.pop().and_then(|card| self.cards.get(card)).copied().unwrap_or(1)
    }
}

/// Lays out the towns of every province, each with its municipality, and the bodies of the provinces.
pub(super) fn found_towns(world: &mut World) {
    let wanted = world.config.initiatives * 4 / ACTORS_PER_TOWN;
    let total: usize = INITIATIVE_WEIGHTS.iter().sum();
    world.towns_of = vec![Vec::new(); PROVINCES];
    for (province, weight) in INITIATIVE_WEIGHTS.iter().enumerate() {
        for _ in 0..(wanted * weight / total).max(2) {
            let town = world.towns.len();
            world.towns.push(Town::new(town, province));
            world.towns_of[province].push(town);
        }
    }
    for town in 0..world.towns.len() {
        resident(world, town, ActorKind::Gemeente);
    }
    for province in 0..PROVINCES {
        let capital = world.towns_of[province][0];
        for kind in [ActorKind::Provincie, ActorKind::Rom, ActorKind::Onderwijs] {
            resident(world, capital, kind);
        }
    }
}

/// Settles a further actor in a town, open to what background initiatives ask.
pub(super) fn resident(world: &mut World, town: usize, kind: ActorKind) -> usize {
    let actor = recluse(world, town, kind);
    world.towns[town].actors.push(actor);
    actor
}

/// Settles an actor that no background initiative will ask.
pub(super) fn recluse(world: &mut World, town: usize, kind: ActorKind) -> usize {
    let name = world.towns[town].actor_name(kind);
    let province = Some(world.towns[town].province);
    world.add_actor(Actor { name, kind, province, aliases: Vec::new(), standing: false })
}

/// A kind for a new local actor.
pub(super) fn local_kind(draw: &mut Draw) -> ActorKind {
    const KINDS: [(ActorKind, usize); 10] = [
        (ActorKind::Bedrijf, 39),
        (ActorKind::Stichting, 12),
        (ActorKind::Ondernemersorganisatie, 9),
        (ActorKind::Onderwijs, 9),
        (ActorKind::Samenwerking, 8),
        (ActorKind::Kennisinstelling, 7),
        (ActorKind::Overig, 6),
        (ActorKind::Brancheorganisatie, 5),
        (ActorKind::Bank, 3),
        (ActorKind::Uitvoeringsorganisatie, 2),
    ];
    KINDS[draw.weighted(&KINDS.map(|(_, weight)| weight))].0
}

/// Adds background initiatives until the second version has the number asked for, and a fifteenth
/// of that number more that only the first version has.
pub(super) fn fill(world: &mut World, draw: &mut Draw) {
    let standing = (0..world.initiatives.len()).filter(|&initiative| world.has_initiative(initiative, Version::Second));
    let wanted = world.config.initiatives.saturating_sub(standing.count());
    let ended = world.config.initiatives / 15;
    let (mut activities, mut actors) = (Deck::new(&ACTIVITY_DECK), Deck::new(&ACTOR_DECK));
    for number in 0..wanted + ended {
        let initiative = background_initiative(world, draw, number, number >= wanted);
        let activity_count = activities.deal(draw);
        offer(world, draw, initiative, activity_count);
        let actor_count = actors.deal(draw);
        gather(world, draw, initiative, actor_count);
    }
}

fn background_initiative(world: &mut World, draw: &mut Draw, number: usize, ended: bool) -> usize {
    // The first ones stand in provinces where planted actors need something to join, whatever the seed.
    let mut province = draw.weighted(&INITIATIVE_WEIGHTS);
    if number < ANCHORED {
        province = ANCHORS[number % ANCHORS.len()];
    }
    if ended && province == LATER_SURVEYED {
        province = 0; // what was not surveyed then cannot have been seen to end
    }
    let town = draw.pick(&world.towns_of[province]).copied().unwrap_or(0);
    let area = working_area(draw, province, number);
    let newly_surveyed = area.provinces() == [LATER_SURVEYED];
    let added = !ended && !newly_surveyed && number % 12 == 5;
    let presence = match (ended, added || newly_surveyed) {
        (true, _) => Presence::FirstOnly,
        (false, true) => Presence::SecondOnly,
        (false, false) => Presence::Both,
    };
    let (start, end) = period(draw, world.config.year, added, ended);
    let name = if area == Area::National {
        format!("Landelijk: {}", world.towns[town].initiative_name())
    } else {
        world.towns[town].initiative_name()
    };
    let initiative = world.add_initiative(Initiative {
        name,
        first_name: None,
        area,
        town,
        start: draw.chance(19, 20).then_some(start),
        end,
        budget: draw.chance(3, 5).then_some(5 * draw.between(4, 400)),
        good_practice: None,
        formerly: None,
        confirmed: draw.chance(4, 5).then_some(draw.between(1, 10)),
        presence,
        activity_count: 0,
    });
    let id = world.initiative_id(initiative);
    match presence {
        Presence::FirstOnly => world.truths.plant(Truth::Ended, &[&id]),
        Presence::SecondOnly if newly_surveyed => world.truths.plant(Truth::NewlySurveyed, &[&id]),
        Presence::SecondOnly => world.truths.plant(Truth::Added, &[&id]),
        Presence::Both => {}
    }
    initiative
}

/// National for one in ten, of two provinces for one in seven, else of one.
fn working_area(draw: &mut Draw, province: usize, number: usize) -> Area {
    let anchored = number < ANCHORED;
    // One in fifty is certainly national: planted actors need those too.
    let national = draw.chance(1, 10) || number % 50 == ANCHORED;
    if national && !anchored {
        return Area::National;
    }
    let joint = draw.chance(1, 6) && !anchored;
    let partner = if joint { draw.pick(partners(province)).copied() } else { None };
    let mut provinces: Vec<usize> = partner.into_iter().chain([province]).collect();
    provinces.sort_unstable();
    Area::Provinces(provinces)
}

/// Start, and end for rather more than half: between the versions where it was added or ended there.
fn period(draw: &mut Draw, year: u16, added: bool, ended: bool) -> (Day, Option<Day>) {
    let start = if added {
        Day { year: year - 1, month: draw.between(4, 12), day: 1 }
    } else {
        let years = u16::try_from(draw.between(2, 9)).unwrap_or(2);
        Day { year: year - years, month: draw.between(1, 12), day: 1 }
    };
    if ended {
        return (start, Some(quarter_end(year - 1, draw.between(2, 4))));
    }
    let ends = draw.chance(11, 20).then(|| {
        let years = u16::try_from(draw.below(5)).unwrap_or(0);
        quarter_end(year + years, draw.between(2, 4))
    });
    (start, ends)
}

/// Last day of a quarter.
pub(super) fn quarter_end(year: u16, quarter: usize) -> Day {
    let (month, day) = [(3, 31), (6, 30), (9, 30), (12, 31)][(quarter - 1) % 4];
    Day { year, month, day }
}

fn offer(world: &mut World, draw: &mut Draw, initiative: usize, count: usize) {
    let area = world.initiatives[initiative].area.clone();
    let focus = Focus::draw(draw, &area);
    let weights = type_weights(&area, &RESERVED_CELLS);
    for _ in 0..count {
        let activity_type = draw.weighted(&weights);
        let profile = background_profile(draw, activity_type, &focus);
        let reach = reach(draw, activity_type);
        let activity = world.offer(initiative, profile, reach);
        if area.provinces().len() > 1 && draw.chance(2, 5) {
            let narrowed = draw.pick(area.provinces()).copied();
            world.activities[activity].area = narrowed.map(|province| Area::Provinces(vec![province]));
        }
        world.activities[activity].respondents = draw.chance(1, 8).then_some(draw.between(6, 48));
    }
}

/// Gives an initiative its actors: rather more than half are new, the others are asked from the town,
/// the province or the country.
fn gather(world: &mut World, draw: &mut Draw, initiative: usize, count: usize) {
    let town = world.initiatives[initiative].town;
    let national = world.initiatives[initiative].area == Area::National;
    let mut members: Vec<usize> = Vec::with_capacity(count);
    for place in 0..count {
        let asked = draw.chance(9, 20).then(|| ask(world, draw, town, national)).flatten();
        let actor = match asked.filter(|actor| !members.contains(actor)) {
            Some(actor) => actor,
            None if national && draw.chance(1, 8) => national_actor(world),
            None => {
                let kind = local_kind(draw);
                resident(world, town, kind)
            }
        };
        members.push(actor);
        let roles = roles(draw, world.actors[actor].kind, place);
        world.join(initiative, actor, &roles);
    }
}

/// An existing actor: of the town, a body of the province, another town of it, or of the country.
fn ask(world: &World, draw: &mut Draw, town: usize, national: bool) -> Option<usize> {
    let towns = &world.towns_of[world.towns[town].province];
    let weights = if national { [15, 10, 15, 60] } else { [40, 27, 15, 18] };
    match draw.weighted(&weights) {
        0 => draw.pick(&world.towns[town].actors).copied(),
        1 => {
            // The first residents of the capital are the bodies of the province.
            let capital = towns.first().and_then(|capital| world.towns.get(*capital))?;
            let bodies = capital.actors.get(..4)?;
            draw.pick(bodies).copied()
        }
        2 => draw.pick(towns).and_then(|other| draw.pick(&world.towns[*other].actors)).copied(),
        _ => draw.pick(&world.national_actors).copied(),
    }
}

fn national_actor(world: &mut World) -> usize {
    let (name, kind) = national_name(world.national_count);
    world.national_count += 1;
    let actor = world.add_actor(Actor { name, kind, province: None, aliases: Vec::new(), standing: false });
    world.national_actors.push(actor);
    actor
}

/// Roles by place and kind: the first starts it, governments and banks fund, others carry out.
pub(super) fn roles(draw: &mut Draw, kind: ActorKind, place: usize) -> Vec<Role> {
    let funds = matches!(
        kind,
        ActorKind::Rijk | ActorKind::Provincie | ActorKind::Gemeente | ActorKind::Bank | ActorKind::Europa
    );
    let mut roles = Vec::new();
    if place == 0 || (place == 1 && draw.chance(1, 6)) {
        roles.push(Role::Initiator);
    }
    if funds && (place > 0 || draw.chance(1, 2)) {
        roles.push(Role::Funder);
    }
    if draw.chance(if funds { 5 } else { 40 }, 100) {
        roles.push(Role::Executor);
    }
    if roles.is_empty() && !draw.chance(1, 25) {
        roles.push(Role::Partner);
    }
    roles
}

/// Whether an activity is of a type.
pub(super) fn is_of_type(activity: &Activity, activity_type: usize) -> bool {
    activity.profile[ACTIVITY_TYPE] == Values::Known(vec![activity_type])
}

/// Provinces with initiatives in both versions, in which truths can be planted.
pub(super) fn plantable_provinces() -> Vec<usize> {
    (0..PROVINCES).filter(|&province| province != NEVER_SURVEYED && province != LATER_SURVEYED).collect()
}
