//! Steps 6 to 9: which actors take part in which initiatives.
//!
//! Must not be here: roles.

use super::actors::{Actor, Kind, NAMED, Named, Preference};
use super::provinces::{PROVINCES, Province};
use super::random::{Choice, Step};
use super::supply::Initiative;
use super::tables::PublishedTables;

/// Number of actors of an initiative, and how many initiatives have it (220 together).
const SIZES: [(usize, usize); 12] =
    [(1, 4), (2, 18), (3, 38), (4, 46), (5, 42), (6, 32), (7, 20), (8, 12), (9, 4), (10, 2), (11, 1), (12, 1)];

/// The largest number of initiatives of an actor that figure 16 does not list.
const MOST_UNLISTED: usize = 9;

/// Nationwide placeholders, by kind.
const NATIONWIDE: [Kind; 18] = [
    Kind::TradeAssociation,
    Kind::Company,
    Kind::ExecutiveAgency,
    Kind::Research,
    Kind::Foundation,
    Kind::TradeAssociation,
    Kind::Company,
    Kind::ExecutiveAgency,
    Kind::Research,
    Kind::Foundation,
    Kind::TradeAssociation,
    Kind::Company,
    Kind::ExecutiveAgency,
    Kind::Research,
    Kind::Foundation,
    Kind::TradeAssociation,
    Kind::Company,
    Kind::TradeAssociation,
];

/// Kinds of regional placeholders and their weights.
const REGIONAL_KINDS: [(Kind, u64); 7] = [
    (Kind::Company, 34),
    (Kind::BusinessAssociation, 14),
    (Kind::Education, 14),
    (Kind::Foundation, 12),
    (Kind::Partnership, 10),
    (Kind::Research, 8),
    (Kind::TradeAssociation, 6),
];

/// Actors, and who takes part in what.
pub(super) struct Involvement {
    pub(super) actors: Vec<Actor>,
    /// Per initiative the positions of its actors, in the order in which they were drawn.
    pub(super) members: Vec<Vec<usize>>,
}

/// Draws who takes part in which initiative.
pub(super) fn build(tables: &PublishedTables, initiatives: &[Initiative]) -> Involvement {
    let mut seating = Seating::new(initiatives);
    seat_named(tables, &mut seating);
    seat_provinces(&mut seating);
    seat_further(&mut seating);
    seating.finish()
}

/// The state while seats are given away.
struct Seating<'a> {
    initiatives: &'a [Initiative],
    /// Seats per initiative.
    seats: Vec<usize>,
    members: Vec<Vec<usize>>,
    actors: Vec<Actor>,
    /// Initiatives per actor.
    counts: Vec<usize>,
}

impl<'a> Seating<'a> {
    fn new(initiatives: &'a [Initiative]) -> Self {
        let mut seats: Vec<usize> = SIZES.iter().flat_map(|&(size, times)| std::iter::repeat_n(size, times)).collect();
        Choice::of(Step::Sizes).shuffle(&mut seats);
        Self {
            initiatives,
            seats,
            members: vec![Vec::new(); initiatives.len()],
            actors: Vec::new(),
            counts: Vec::new(),
        }
    }

    fn add(&mut self, actor: Actor) -> usize {
        self.actors.push(actor);
        self.counts.push(0);
        self.actors.len() - 1
    }

    fn seat(&mut self, actor: usize, initiative: usize) {
        if let (Some(members), Some(count)) = (self.members.get_mut(initiative), self.counts.get_mut(actor)) {
            members.push(actor);
            *count += 1;
        }
    }

    fn free(&self, initiative: usize) -> usize {
        let seats = self.seats.get(initiative).copied().unwrap_or(0);
        seats.saturating_sub(self.members.get(initiative).map_or(0, Vec::len))
    }

    fn takes_part(&self, actor: usize, initiative: usize) -> bool {
        self.members.get(initiative).is_some_and(|members| members.contains(&actor))
    }

    fn count(&self, actor: usize) -> usize {
        self.counts.get(actor).copied().unwrap_or(0)
    }

    /// Gives an actor a number of different initiatives, drawn by weight among those with a free seat.
    fn seat_times(&mut self, actor: usize, times: u64, choice: &mut Choice, weight: impl Fn(&Province, u64) -> u64) {
        for _ in 0..times {
            let weights: Vec<u64> = (0_usize..)
                .zip(self.initiatives.iter().zip(&self.seats))
                .map(|(position, (initiative, &seats))| {
                    let open = self.free(position) > 0 && !self.takes_part(actor, position);
                    if open { weight(initiative.province, seats as u64) } else { 0 }
                })
                .collect();
            if let Some(initiative) = choice.weighted(&weights) {
                self.seat(actor, initiative);
            }
        }
    }

    /// One of the actors, drawn by weight among those that may join this initiative.
    fn draw(&self, initiative: usize, choice: &mut Choice, weight: impl Fn(usize, &Actor) -> u64) -> Option<usize> {
        let weigh = |(position, actor): (usize, &Actor)| {
            let open = self.count(position) < MOST_UNLISTED && !self.takes_part(position, initiative);
            if open { weight(position, actor) } else { 0 }
        };
        choice.weighted(&self.actors.iter().enumerate().map(weigh).collect::<Vec<u64>>())
    }
}

impl Seating<'_> {
    /// Leaves out municipalities and placeholders that were never drawn.
    fn finish(self) -> Involvement {
        let mut positions = Vec::with_capacity(self.actors.len());
        let mut actors = Vec::new();
        for (actor, &count) in self.actors.into_iter().zip(&self.counts) {
            positions.push(actors.len());
            if count > 0 {
                actors.push(actor);
            }
        }
        let renumber = |members: Vec<usize>| members.iter().filter_map(|&old| positions.get(old).copied()).collect();
        Involvement { actors, members: self.members.into_iter().map(renumber).collect() }
    }
}

/// Step 7: the 18 actors of figure 16. Those bound to a region come first, because they have the least choice.
fn seat_named(tables: &PublishedTables, seating: &mut Seating) {
    let mut choice = Choice::of(Step::NamedActors);
    let actors: Vec<usize> = NAMED.iter().map(|named| seating.add(Actor::named(named))).collect();
    let mut order: Vec<(&Named, usize)> = NAMED.iter().zip(actors).collect();
    order.sort_by_key(|(named, _)| (named.works_in.is_empty(), named.preference != Preference::Large));
    for (named, actor) in order {
        seating.seat_times(actor, tables.involved_initiatives(named.id), &mut choice, |province, seats| {
            let there = named.works_in.iter().find(|(code, _)| *code == province.code).map_or(0, |&(_, weight)| weight);
            let weight = if named.works_in.is_empty() { 1 } else { there };
            weight * named.preference.weight(seats)
        });
    }
}

/// Step 8: the provinces that figure 16 does not list.
fn seat_provinces(seating: &mut Seating) {
    let mut choice = Choice::of(Step::Provinces);
    for province in &PROVINCES {
        let actor = Actor::province(province);
        if NAMED.iter().any(|named| named.id == actor.id) {
            continue;
        }
        let own = seating.initiatives.iter().filter(|initiative| initiative.province.code == province.code).count();
        let times = own.div_ceil(2).min(MOST_UNLISTED) as u64;
        let actor = seating.add(actor);
        seating.seat_times(actor, times, &mut choice, |other, _| u64::from(other.code == province.code));
    }
}

/// Step 9: municipalities and placeholders on the seats that are left.
fn seat_further(seating: &mut Seating) {
    let mut choice = Choice::of(Step::FurtherActors);
    for (number, &kind) in NATIONWIDE.iter().enumerate() {
        seating.add(Actor::nationwide_partner(number + 1, kind));
    }
    for province in &PROVINCES {
        for municipality in province.municipalities {
            seating.add(Actor::municipality(province, municipality));
        }
    }
    let before_partners = seating.actors.len();
    let initiatives = seating.initiatives;
    for (position, initiative) in initiatives.iter().enumerate() {
        for _ in 0..seating.free(position) {
            let province = initiative.province;
            let drawn = match choice.below(100) {
                0..22 => draw_municipality(seating, position, province, &mut choice),
                22..34 => draw_nationwide(seating, position, &mut choice),
                _ => None,
            };
            let drawn = drawn.or_else(|| draw_partner(seating, position, province, before_partners, &mut choice));
            let actor = drawn.unwrap_or_else(|| add_partner(seating, province, before_partners, &mut choice));
            seating.seat(actor, position);
        }
    }
}

/// A municipality of the province; those earlier in its list are likelier.
fn draw_municipality(seating: &Seating, initiative: usize, province: &Province, choice: &mut Choice) -> Option<usize> {
    let ids: Vec<String> =
        province.municipalities.iter().rev().map(|name| Actor::municipality(province, name).id).collect();
    seating.draw(initiative, choice, |_, actor| {
        (1_u64..).zip(&ids).find(|(_, id)| **id == actor.id).map_or(0, |(weight, _)| weight)
    })
}

/// A nationwide placeholder; those with more initiatives are likelier.
fn draw_nationwide(seating: &Seating, initiative: usize, choice: &mut Choice) -> Option<usize> {
    let placeholder = |actor: &Actor| actor.id.starts_with("landelijke-partner");
    seating.draw(
        initiative,
        choice,
        |position, actor| {
            if placeholder(actor) { 1 + seating.count(position) as u64 } else { 0 }
        },
    )
}

/// A regional placeholder that is already there, in proportion to its initiatives: of the province, or in a quarter of
/// the cases of another province of the same part of the country. None in the cases where a new one is due.
fn draw_partner(
    seating: &Seating,
    initiative: usize,
    province: &Province,
    before_partners: usize,
    choice: &mut Choice,
) -> Option<usize> {
    if choice.percent(55) {
        return None;
    }
    let across = choice.percent(25);
    let from = |actor: &Actor| {
        let home = PROVINCES.iter().find(|other| other.code == actor.region);
        home.is_some_and(|home| home.part == province.part && (home.code != province.code) == across)
    };
    seating.draw(initiative, choice, |position, actor| {
        if position >= before_partners && from(actor) { seating.count(position) as u64 } else { 0 }
    })
}

/// A new regional placeholder with the next number of the province.
fn add_partner(seating: &mut Seating, province: &Province, before_partners: usize, choice: &mut Choice) -> usize {
    let there = seating.actors.iter().skip(before_partners).filter(|actor| actor.region == province.code).count();
    let weights = REGIONAL_KINDS.map(|(_, weight)| weight);
    let kind = choice.weighted(&weights).and_then(|position| REGIONAL_KINDS.get(position));
    let kind = kind.map_or(Kind::Company, |&(kind, _)| kind);
    seating.add(Actor::regional_partner(province, there + 1, kind))
}
