//! How much the doors that are shown differ from each other.

use super::Match;
use crate::ecosystem::{EVERY_VALUE, Ecosystem, Participation, ValueIndex};

/// What a choice between doors is worth: three doors of one type, run by one actor, are hardly a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diversity {
    /// Values of the lead dimension among the activities that open the doors, increasing; `alle` adds none.
    pub lead_values: Vec<ValueIndex>,
    /// Actors that do more than fund in two or more of the doors, increasing.
    pub shared_actors: Vec<usize>,
}

pub(super) fn diversity<'a>(ecosystem: &Ecosystem, doors: impl Iterator<Item = &'a Match>) -> Diversity {
    let lead = ecosystem.classification().column(ecosystem.taxonomy().lead());
    let mut lead_values: Vec<ValueIndex> = Vec::new();
    let mut actors: Vec<usize> = Vec::new();
    for door in doors {
        lead_values.extend(lead.of(door.activity).iter().filter(|&&value| value != EVERY_VALUE));
        actors.extend(working_links(ecosystem, door.initiative).map(|link| link.actor as usize));
    }
    lead_values.sort_unstable();
    lead_values.dedup();
    actors.sort_unstable();
    let shared = actors.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
    Diversity { lead_values, shared_actors: shared.filter_map(|run| run.first().copied()).collect() }
}

/// Participations in an initiative that are more than funding, by actor.
pub(crate) fn working_links(ecosystem: &Ecosystem, initiative: usize) -> impl Iterator<Item = &Participation> {
    let links = ecosystem.participations();
    let start = links.partition_point(|link| (link.initiative as usize) < initiative);
    let mine = links.iter().skip(start).take_while(move |link| link.initiative as usize == initiative);
    mine.filter(|link| !link.roles.only_funds())
}
