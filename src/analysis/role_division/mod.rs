//! Role division: who coordinates and who executes, on which level and for what; initiatives without, or with several,
//! initiators; and who supplies by nature, public to private (markttoets).
//!
//! The action agenda (2023, annex 3, p. 26) knows two core roles: coordinating, which arranges the system, and executing,
//! which helps entrepreneurs. The data hold roles in initiatives, not core roles, so that they are derived. An actor in an
//! initiative, seen from an activity of it,
//!
//! - **coordinates** where it is initiator or funder, and where it is executor of an activity of the type
//!   `netwerken-coordineren`, which the Regioscan (2023, section 2.2.1) describes as bringing parties together to strengthen
//!   the ecosystem: who runs such an activity is coordinating;
//! - **executes** where it is executor of an activity of another type, or of unknown type;
//! - both, where both hold; neither is known of a partner, or of a participation without a role.
//!
//! The type is of the source, the link from initiator and funder to coordinating is ours: hence basis modelled at best.
//!
//! A cell is a level of actors × a value of a dimension (default the lead). An actor is in the cells of the values that the
//! activities of its initiatives have (`alle`: every value); it has a core role there by any of them. All four levels and
//! all values are listed, and `level` null where it occurs.
//!
//! Per kind of actor stands beside it what annex 3 gives that kind ([`annex`]). Initiators are counted per initiative
//! ([`mod@initiators`]); who supplies by nature stands in [`mod@market`].
//!
//! # How to read it
//!
//! `dienstverlening-2021`, by theme: on finance 15 national actors execute and none is known to coordinate; on personnel 15
//! execute and 5 coordinate (FNV, MKB-Nederland, UWV, VNG and VNO-NCW, who began NL Werkt Door). Of 61 initiatives 58 have
//! no initiator named: the source gives one only where it happens to say so, so read that as a question to put, not as a
//! finding. Markttoets: for finance 7 public, 11 semi-public and 3 private parties (banks, accountants, alternative
//! financiers). In Groningen the cell is `public-only` but not `certain`, since where those three work is not known; for
//! laws and regulations it is `public-only` for certain, as far as this inventory reaches.
//!
//! Beside annex 3: in `voorbeeld` (**fictional**) all 10 provinces that take part coordinate, as the annex has it, and so do
//! 20 of 22 municipalities, most of them by paying: the annex would rather see that above the single municipality.
//!
//! When not to trust it: funding is not yet coordinating, but the data hold no better sign. The Regioscan looked at public
//! and public–private supply only, so `private-only` and `public-only` of `regioscan-2023` say nothing about the market, and
//! its roles are **reconstructed**.
//!
//! Costs O(participations × activities of their initiatives), and for the market that times regions.

pub mod annex;
pub mod initiators;
pub mod market;

use std::collections::{BTreeMap, BTreeSet};

use self::annex::{KindRoles, kind_roles};
use self::initiators::{Initiators, initiators};
use self::market::{MarketCell, market};
use super::complexity::doors::serves;
use super::selection::Selection;
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Level, Participation, Place, RegionIndex, Role, ValueIndex};

/// The dimension and the value that make an activity coordinating.
pub const COORDINATING_TYPE: (&str, &str) = ("activity_type", "netwerken-coordineren");

/// Which core roles an actor has somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoreRoles {
    pub coordinates: bool,
    pub executes: bool,
}

impl CoreRoles {
    fn union(self, other: Self) -> Self {
        Self { coordinates: self.coordinates || other.coordinates, executes: self.executes || other.executes }
    }
}

/// One level × value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleCell {
    /// Of the actors; `None`: not known.
    pub level: Option<Level>,
    pub value: ValueIndex,
    /// Actors, increasing; those with both roles stand in both lists.
    pub coordinating: Vec<usize>,
    pub executing: Vec<usize>,
    /// Actors that take part without a role that tells.
    pub untold: Vec<usize>,
    /// Initiatives behind the cell.
    pub initiatives: usize,
}

/// The result of [`role_division`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDivision {
    /// The dimension of the values.
    pub by: usize,
    pub cells: Vec<RoleCell>,
    pub kinds: Vec<KindRoles>,
    pub initiators: Initiators,
    pub market: Vec<MarketCell>,
    /// Activities without a value of the dimension, and initiatives without any activity: in no cell.
    pub unclassified: usize,
    pub without_activities: usize,
}

/// Who coordinates and executes, over initiatives that serve the region (own or national) where one is given.
pub fn role_division(
    ecosystem: &Ecosystem,
    selection: &Selection,
    by: usize,
    region: Option<RegionIndex>,
) -> RoleDivision {
    let serves_it = |area: &Area| region.is_none_or(|region| serves(ecosystem, area, Place::Region(region)));
    let here = selection.without(ecosystem, |initiative| !serves_it(ecosystem.initiative_area(initiative)));
    let part = Part { ecosystem, selection: &here, by, coordinating_type: coordinating_type(ecosystem) };
    let values = ecosystem.taxonomy().dimensions()[by].values.len();
    // (level, value) → actor → core roles, and the initiatives.
    type Found = (BTreeMap<usize, CoreRoles>, BTreeSet<u32>);
    let mut found: BTreeMap<(Option<Level>, usize), Found> = BTreeMap::new();
    for &level in Level::ALL {
        (0..values).for_each(|value| drop(found.insert((Some(level), value), Found::default())));
    }
    let mut kinds: BTreeMap<usize, CoreRoles> = BTreeMap::new();
    for link in ecosystem.participations().iter().filter(|link| here.has_link(link)) {
        let actor = link.actor as usize;
        let level = ecosystem.actors()[actor].level;
        let whole = kinds.entry(actor).or_default();
        // Without activities the role alone tells.
        if ecosystem.activities_of(link.initiative as usize).is_empty() {
            *whole = whole.union(by_role(link));
        }
        for activity in part.activities(link) {
            let roles = part.core_roles(link, activity);
            *whole = whole.union(roles);
            for value in part.values(activity, values) {
                let (actors, initiatives) = found.entry((level, value)).or_default();
                let sofar = actors.entry(actor).or_default();
                *sofar = sofar.union(roles);
                initiatives.insert(link.initiative);
            }
        }
    }
    // By level with the unknown last, then by value.
    let mut cells: Vec<RoleCell> = found
        .into_iter()
        .map(|((level, value), (actors, initiatives))| {
            let with = |holds: fn(&CoreRoles) -> bool| {
                actors.iter().filter(|(_, roles)| holds(roles)).map(|(&actor, _)| actor).collect()
            };
            RoleCell {
                level,
                value: value as ValueIndex,
                coordinating: with(|roles| roles.coordinates),
                executing: with(|roles| roles.executes),
                untold: with(|roles| *roles == CoreRoles::default()),
                initiatives: initiatives.len(),
            }
        })
        .collect();
    cells.sort_by_key(|cell| (cell.level.is_none(), cell.level, cell.value));
    let kept = |&activity: &usize| here.has_activity(activity);
    let unclassified = (0..ecosystem.activities().len())
        .filter(kept)
        .filter(|&activity| ecosystem.classification().column(by).of(activity).is_empty())
        .count();
    let without_activities = (0..ecosystem.initiatives().len())
        .filter(|&initiative| here.has_initiative(initiative) && ecosystem.activities_of(initiative).is_empty())
        .count();
    RoleDivision {
        by,
        cells,
        kinds: kind_roles(ecosystem, &kinds),
        initiators: initiators(ecosystem, &here),
        // The market has regions of its own.
        market: market(ecosystem, selection, by, region),
        unclassified,
        without_activities,
    }
}

/// Position of the coordinating type: (dimension, value).
pub fn coordinating_type(ecosystem: &Ecosystem) -> Option<(usize, ValueIndex)> {
    let (dimension, value) = COORDINATING_TYPE;
    let position = ecosystem.taxonomy().position(dimension)?;
    Some((position, ecosystem.taxonomy().dimensions()[position].position(value)?))
}

/// Core roles by the stated role alone.
fn by_role(link: &Participation) -> CoreRoles {
    CoreRoles {
        coordinates: link.roles.has(Role::Initiator) || link.roles.has(Role::Funder),
        executes: link.roles.has(Role::Executor),
    }
}

struct Part<'a> {
    ecosystem: &'a Ecosystem,
    selection: &'a Selection,
    by: usize,
    coordinating_type: Option<(usize, ValueIndex)>,
}

impl Part<'_> {
    fn activities(&self, link: &Participation) -> impl Iterator<Item = usize> {
        let mine = self.ecosystem.activities_of(link.initiative as usize).iter();
        mine.map(|&activity| activity as usize).filter(|&activity| self.selection.has_activity(activity))
    }

    fn core_roles(&self, link: &Participation, activity: usize) -> CoreRoles {
        let coordinating = self.coordinating_type.is_some_and(|(dimension, value)| {
            self.ecosystem.classification().column(dimension).of(activity).contains(&value)
        });
        let CoreRoles { coordinates, executes } = by_role(link);
        CoreRoles { coordinates: coordinates || (coordinating && executes), executes: executes && !coordinating }
    }

    /// Positions of the values of an activity.
    fn values(&self, activity: usize, all: usize) -> Vec<usize> {
        match self.ecosystem.classification().column(self.by).of(activity) {
            [EVERY_VALUE] => (0..all).collect(),
            values => values.iter().map(|&value| usize::from(value)).collect(),
        }
    }
}
