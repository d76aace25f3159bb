//! Who is there already, what they do, and whom to join.

use super::super::complexity::Share;
use super::super::numbers::descending;
use super::super::overlap::OverlapPair;
use crate::ecosystem::{Area, EVERY_VALUE, Ecosystem, Participation, Publicness as Sector, Role, Roles, ValueIndex};

/// An actor of the proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantNow {
    pub actor: usize,
    /// Not in the data without the proposal.
    pub is_new: bool,
    /// In the proposal.
    pub roles: Roles,
    /// Its other initiatives with its roles there, increasing.
    pub others: Vec<(usize, Roles)>,
}

/// An actor that is active in the field of the proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldActor {
    pub actor: usize,
    /// Its initiatives in the field with its roles there, increasing.
    pub initiatives: Vec<(usize, Roles)>,
    /// Takes part in the proposal as well.
    pub in_proposal: bool,
}

/// Actors by sector; the shares are of those of which it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Publicness {
    pub public: Share,
    pub semi_public: Share,
    pub private: Share,
    pub unknown: usize,
}

impl Publicness {
    pub(super) fn new(ecosystem: &Ecosystem, actors: impl Iterator<Item = usize> + Clone) -> Self {
        let count = |sector| actors.clone().filter(|&actor| ecosystem.actors()[actor].public == sector).count();
        let unknown = count(None);
        let known = actors.clone().count() - unknown;
        Self {
            public: Share::new(count(Some(Sector::Public)), known),
            semi_public: Share::new(count(Some(Sector::SemiPublic)), known),
            private: Share::new(count(Some(Sector::Private)), known),
            unknown,
        }
    }
}

/// An initiative that the proposal could join.
#[derive(Debug, Clone, PartialEq)]
pub struct InitiativeToJoin {
    pub initiative: usize,
    pub overlap: f64,
    /// What the areas have in common.
    pub area: Area,
    /// They work together already: through a shared actor that does more than fund in both.
    pub collaborates: bool,
    /// Actors who run it, increasing.
    pub run_by: Vec<usize>,
}

/// An actor who runs initiatives to join.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorToJoin {
    pub actor: usize,
    /// The highest overlap of what it runs.
    pub overlap: f64,
    /// Those of the initiatives to join that it runs, most overlap first.
    pub initiatives: Vec<usize>,
    pub in_proposal: bool,
}

fn links(ecosystem: &Ecosystem, initiative: usize) -> &[Participation] {
    let links = ecosystem.participations();
    let start = links.partition_point(|link| (link.initiative as usize) < initiative);
    let end = links.partition_point(|link| link.initiative as usize <= initiative);
    &links[start..end]
}

pub(super) fn participants(before: &Ecosystem, ecosystem: &Ecosystem, initiative: usize) -> Vec<ParticipantNow> {
    let mine = links(ecosystem, initiative).iter().map(|link| ParticipantNow {
        actor: link.actor as usize,
        is_new: before.actor_position(&ecosystem.actors()[link.actor as usize].id).is_none(),
        roles: link.roles,
        others: Vec::new(),
    });
    let mut found: Vec<ParticipantNow> = mine.collect();
    for link in ecosystem.participations().iter().filter(|link| link.initiative as usize != initiative) {
        if let Ok(position) = found.binary_search_by_key(&(link.actor as usize), |participant| participant.actor) {
            found[position].others.push((link.initiative as usize, link.roles));
        }
    }
    found
}

pub(super) fn field(ecosystem: &Ecosystem, initiative: usize) -> Option<Vec<FieldActor>> {
    let column = ecosystem.classification().column(ecosystem.taxonomy().lead());
    let mine: Vec<usize> = ecosystem.activities_of(initiative).iter().map(|&activity| activity as usize).collect();
    if mine.iter().all(|&activity| column.of(activity).is_empty()) {
        return None;
    }
    let alike = |a: usize, b: usize| {
        share_a_value(column.of(a), column.of(b))
            && ecosystem.regions().meet(ecosystem.activity_area(a), ecosystem.activity_area(b))
    };
    let mut in_field = vec![false; ecosystem.initiatives().len()];
    for (position, activity) in ecosystem.activities().iter().enumerate() {
        let other = activity.initiative as usize;
        if other != initiative && !in_field[other] {
            in_field[other] = mine.iter().any(|&activity| alike(activity, position));
        }
    }
    let mut found: Vec<(usize, usize, Roles)> = ecosystem
        .participations()
        .iter()
        .filter(|link| in_field[link.initiative as usize])
        .map(|link| (link.actor as usize, link.initiative as usize, link.roles))
        .collect();
    found.sort_by_key(|&(actor, initiative, _)| (actor, initiative));
    let actors = found.chunk_by(|a, b| a.0 == b.0).map(|rows| FieldActor {
        actor: rows[0].0,
        initiatives: rows.iter().map(|&(_, initiative, roles)| (initiative, roles)).collect(),
        in_proposal: takes_part(ecosystem, initiative, rows[0].0),
    });
    Some(actors.collect())
}

fn share_a_value(a: &[ValueIndex], b: &[ValueIndex]) -> bool {
    let every = |values: &[ValueIndex]| values == [EVERY_VALUE];
    !a.is_empty() && !b.is_empty() && (every(a) || every(b) || a.iter().any(|value| b.contains(value)))
}

fn takes_part(ecosystem: &Ecosystem, initiative: usize, actor: usize) -> bool {
    links(ecosystem, initiative).binary_search_by_key(&(actor as u32), |link| link.actor).is_ok()
}

/// The first initiatives of the listed pairs that can be joined, and the actors who run them.
pub(super) fn to_join(
    ecosystem: &Ecosystem,
    proposal: usize,
    pairs: &[OverlapPair],
    most: usize,
) -> (Vec<InitiativeToJoin>, Vec<ActorToJoin>) {
    let join = |pair: &OverlapPair| {
        let initiative = if pair.a == proposal { pair.b } else { pair.a };
        let overlap = pair.overlap.filter(|_| ecosystem.initiative_area(initiative).is_known())?;
        let run_by = run_by(links(ecosystem, initiative));
        Some(InitiativeToJoin { initiative, overlap, area: pair.area.clone(), collaborates: pair.collaborates, run_by })
    };
    let initiatives: Vec<InitiativeToJoin> = pairs.iter().filter_map(join).take(most).collect();
    let mut actors: Vec<ActorToJoin> = Vec::new();
    for join in &initiatives {
        for &actor in &join.run_by {
            match actors.iter_mut().find(|found| found.actor == actor) {
                Some(found) => found.initiatives.push(join.initiative),
                None => actors.push(ActorToJoin {
                    actor,
                    // Most overlap comes first.
                    overlap: join.overlap,
                    initiatives: vec![join.initiative],
                    in_proposal: takes_part(ecosystem, proposal, actor),
                }),
            }
        }
    }
    actors.sort_by(|a, b| {
        let by_number = b.initiatives.len().cmp(&a.initiatives.len());
        descending(a.overlap, b.overlap).then(by_number).then(a.actor.cmp(&b.actor))
    });
    (initiatives, actors)
}

/// Initiators and executors; where nobody is called that, all who do more than fund.
fn run_by(links: &[Participation]) -> Vec<usize> {
    let by = |runs: fn(Roles) -> bool| -> Vec<usize> {
        links.iter().filter(|link| runs(link.roles)).map(|link| link.actor as usize).collect()
    };
    let named = by(|roles| roles.has(Role::Initiator) || roles.has(Role::Executor));
    if named.is_empty() { by(|roles| !roles.only_funds()) } else { named }
}
