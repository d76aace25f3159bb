//! Initiatives without, or with several, initiators.

use crate::analysis::selection::Selection;
use crate::ecosystem::{Ecosystem, Role};

/// How many initiators an initiative has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InitiatorStatus {
    One,
    Several,
    /// All participants have a role, and none is initiator; the source may simply not say who began it.
    NoneNamed,
    /// No initiator, but somebody's role is not known, or nobody is known to take part.
    NotKnown,
}

impl InitiatorStatus {
    pub const ALL: &'static [Self] = &[Self::One, Self::Several, Self::NoneNamed, Self::NotKnown];

    pub fn code(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Several => "several",
            Self::NoneNamed => "none-named",
            Self::NotKnown => "not-known",
        }
    }
}

/// The initiators of one initiative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitiativeInitiators {
    pub initiative: usize,
    pub status: InitiatorStatus,
    /// Actors, increasing.
    pub initiators: Vec<usize>,
}

/// All selected initiatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiators {
    /// In the order of [`InitiatorStatus::ALL`].
    pub counts: [usize; 4],
    /// Those that do not have exactly one, by id.
    pub listed: Vec<InitiativeInitiators>,
}

/// Actor filters choose initiators only; a filter on role would make every answer empty but one and does not count here.
pub(super) fn initiators(ecosystem: &Ecosystem, selection: &Selection) -> Initiators {
    let mut named: Vec<Vec<usize>> = vec![Vec::new(); ecosystem.initiatives().len()];
    let mut participants = vec![0_usize; named.len()];
    let mut untold = vec![false; named.len()];
    for link in ecosystem.participations() {
        let initiative = link.initiative as usize;
        participants[initiative] += 1;
        untold[initiative] |= link.roles.iter().next().is_none();
        if link.roles.has(Role::Initiator) && selection.has_actor(link.actor as usize) {
            named[initiative].push(link.actor as usize);
        }
    }
    let mut result = Initiators { counts: [0; 4], listed: Vec::new() };
    for (initiative, initiators) in named.into_iter().enumerate() {
        if !selection.has_initiative(initiative) {
            continue;
        }
        let status = match initiators.len() {
            0 if untold[initiative] || participants[initiative] == 0 => InitiatorStatus::NotKnown,
            0 => InitiatorStatus::NoneNamed,
            1 => InitiatorStatus::One,
            _ => InitiatorStatus::Several,
        };
        result.counts[status as usize] += 1;
        if status != InitiatorStatus::One {
            result.listed.push(InitiativeInitiators { initiative, status, initiators });
        }
    }
    result
}
