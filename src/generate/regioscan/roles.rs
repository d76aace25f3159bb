//! Step 10: what the actors of an initiative do.
//!
//! Must not be here: who takes part.

use super::actors::Kind;
use super::involvement::Involvement;
use super::random::{Choice, Step};

const INITIATOR: &str = "initiator";
const EXECUTOR: &str = "executor";

/// One row of `participations.csv`: positions of initiative and actor, and the role.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Participation {
    pub(super) initiative: usize,
    pub(super) actor: usize,
    pub(super) role: &'static str,
}

/// Weights of an actor's kind: being the initiator; else funding, executing, being a partner.
fn weights(kind: Kind) -> (u64, [(&'static str, u64); 3]) {
    let (initiator, funder, executor, partner) = match kind {
        Kind::Ministry => (1, 8, 0, 2),
        Kind::Province => (3, 8, 0, 2),
        Kind::Europe => (0, 10, 0, 0),
        Kind::Municipality => (4, 5, 1, 4),
        Kind::ExecutiveAgency => (3, 3, 5, 2),
        Kind::DevelopmentAgency => (5, 2, 5, 3),
        Kind::Research => (4, 0, 7, 3),
        Kind::Education => (5, 0, 7, 3),
        Kind::TradeAssociation => (3, 0, 3, 7),
        Kind::BusinessAssociation => (5, 0, 3, 7),
        Kind::Bank => (1, 4, 2, 4),
        Kind::Company => (2, 1, 3, 6),
        Kind::Foundation => (6, 1, 6, 3),
        Kind::Partnership => (6, 0, 6, 4),
    };
    (initiator, [("funder", funder), (EXECUTOR, executor), ("partner", partner)])
}

/// Every actor of every initiative with its role; an initiator that executes as well has two rows.
pub(super) fn assign(involvement: &Involvement) -> Vec<Participation> {
    let mut choice = Choice::of(Step::Roles);
    let mut participations = Vec::new();
    for (initiative, members) in involvement.members.iter().enumerate() {
        let kinds: Vec<(usize, Kind)> = members
            .iter()
            .filter_map(|&actor| involvement.actors.get(actor).map(|found| (actor, found.kind)))
            .collect();
        let initiator_weights: Vec<u64> = kinds.iter().map(|&(_, kind)| weights(kind).0).collect();
        let initiator = choice.weighted(&initiator_weights).unwrap_or(0);
        let mut executed = false;
        for (position, &(actor, kind)) in kinds.iter().enumerate() {
            let role = if position == initiator { INITIATOR } else { draw_role(kind, &mut choice) };
            executed |= role == EXECUTOR;
            participations.push(Participation { initiative, actor, role });
        }
        if let (false, Some(&(actor, _))) = (executed, kinds.get(initiator)) {
            participations.push(Participation { initiative, actor, role: EXECUTOR });
        }
    }
    participations
}

fn draw_role(kind: Kind, choice: &mut Choice) -> &'static str {
    let (_, roles) = weights(kind);
    let drawn = choice.weighted(&roles.map(|(_, weight)| weight)).and_then(|position| roles.get(position));
    drawn.map_or("partner", |&(role, _)| role)
}
