//! Leave-one-out: what would be lost without an initiative or an actor, for every one of them.
//!
//! # Definition
//!
//! **What stops.** Without an initiative it stops, and so do its activities. Without an actor those initiatives stop that
//! nobody else carries: in which it was the only one that does more than fund, or the only one at all. The others go on.
//!
//! **What is lost** is what differs between everything and everything without the actor and without what stops. As with a
//! filter, a survey is not undone and the weights of offers ([`super::offer`]) stay as they are: what remains does not
//! become more or less alike because something else is gone. Per initiative or actor:
//!
//! - cells region × lead value ([`super::white_spots`]) in which it has part, by what becomes of them: *emptied* (nobody
//!   offers it any more), *national only* (own supply is gone, national is left), *thinned* (thin, and was not a gap) and
//!   *made fragile* (own supply of one initiative is left, and was of more). Other cells can change status because the
//!   totals shrink; that is not counted as a loss;
//! - values of the lead dimension that nobody offers any more; doors: initiatives of which the working area is known;
//! - linked pairs of actors that share no other initiative; actors that become isolated; actors that are *cut off*: of the
//!   parts into which its component of the two-mode network falls, by actors, the largest stays (equally large: the one
//!   with the lowest position), and those in the others are cut off;
//! - overlapping pairs of initiatives (offer overlap ≥ the minimum): those without collaboration that end, those with
//!   collaboration that end, and those that go on and no longer collaborate because it was the only one that does more
//!   than fund in both and there is no referral.
//!
//! **Order.** Most lost first, by cells emptied, cells left with national supply only, actors cut off, cells made fragile,
//! cells thinned, linked pairs; then position (id).
//!
//! Nothing is recomputed as a whole: supply is subtracted cell by cell, and one depth-first search (Hopcroft & Tarjan 1973,
//! doi:10.1145/362248.362272) of the two-mode network tells into which parts it falls without any of its nodes. Only where
//! an actor takes initiatives with other members along is its component searched anew. Time O(activities · regions ·
//! values + Σ k² log n + links + actors cut off) for all together, and O(component) per such actor; items in parallel.
//!
//! # How to read it
//!
//! A long list of emptied cells says that nobody else offers it there, not that it is needed: look at demand beside it. Few
//! losses say that others do the same, which can be a strength (somebody takes over) or a sign of overlap. "Cut off" counts
//! who has no other way into the network of the data: contacts outside shared initiatives are not seen.
//!
//! In `voorbeeld` (fictional) the national I0001 comes first: without it PV22 and PV29 have nobody left that signals needs.
//! Without I0009 PV26 has no joint facilities; without I0006 PV30 is left with national scans. Of 920 actors only 6 take an
//! initiative along, while without A0969 the 6 other actors of I0012 and I0013 are cut off, and without A0001, a ministry, 17.
//!
//! Not to be trusted where links or activities are incomplete: in a survey that missed half of the initiatives many cells
//! seem to hang on one. In `regioscan-2023` the figures per initiative are *reconstructed*, so no named initiative or actor
//! can be judged by them. And it is one at a time: two that can replace each other each seem to be missed little; ask a
//! scenario without both.

mod network;
mod supply;

use rayon::prelude::*;

use self::network::{Torn, Web};
use self::supply::{CellLoss, Fate, Supplies};
use super::overlap::{Overlap, OverlapPair};
use super::selection::Selection;
use super::white_spots::{WhiteSpots, WhiteSpotsError, white_spots};
use crate::ecosystem::edit::Subject;
use crate::ecosystem::{Ecosystem, Roles, ValueIndex};
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge, TwoModeNetwork};

pub use self::supply::{CellLoss as LostCell, Fate as CellFate};

/// Actors that are named among those cut off.
pub const DEFAULT_LISTED: usize = 20;

/// Settings of [`leave_one_out`].
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOneOutConfig {
    /// Offer overlap from which a pair of initiatives counts as overlapping, 0 to 1.
    pub minimum: f64,
    /// Actors that are named among those cut off.
    pub listed: usize,
    /// Bytes that the actor projection may take.
    pub memory_budget: u64,
}

impl Default for LeaveOneOutConfig {
    fn default() -> Self {
        Self { minimum: super::overlap::DEFAULT_MINIMUM, listed: DEFAULT_LISTED, memory_budget: DEFAULT_MEMORY_BUDGET }
    }
}

/// What would be lost without one initiative or actor. Positions are in the ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    pub subject: Subject,
    pub position: usize,
    /// Initiatives that stop, increasing; for an initiative itself.
    pub stopped: Vec<usize>,
    /// Of the initiatives that go on, those of which an actor was the only funder.
    pub sole_funder_of: Vec<usize>,
    /// Activities that stop.
    pub activities: usize,
    /// Of what stops, the initiatives of which the working area is known.
    pub doors: usize,
    /// In the order of the cells.
    pub cells: Vec<CellLoss>,
    /// Values of the lead dimension that nobody offers any more, increasing.
    pub types: Vec<ValueIndex>,
    /// Linked pairs that are linked no more, those of an actor itself included.
    pub links: usize,
    /// Other actors that had a link and have none, increasing.
    pub isolated: Vec<usize>,
    /// Other actors that are cut off, and the first of them, increasing.
    pub cut_off: usize,
    pub cut_off_listed: Vec<usize>,
    /// Components that there are more, isolated actors counted as such.
    pub components_added: usize,
    /// Overlapping pairs that end, without and with collaboration.
    pub apart_ended: usize,
    pub together_ended: usize,
    /// Overlapping pairs that go on and no longer collaborate.
    pub together_broken: usize,
}

impl Loss {
    /// Cells that something becomes of.
    pub fn count(&self, fate: Fate) -> usize {
        self.cells.iter().filter(|cell| cell.fates.contains(&fate)).count()
    }

    fn weight(&self) -> [std::cmp::Reverse<usize>; 6] {
        let cells = |fate| std::cmp::Reverse(self.count(fate));
        [
            cells(Fate::Emptied),
            cells(Fate::NationalOnly),
            std::cmp::Reverse(self.cut_off),
            cells(Fate::MadeFragile),
            cells(Fate::Thinned),
            std::cmp::Reverse(self.links),
        ]
    }
}

/// The result of [`leave_one_out`].
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOneOut {
    /// Most lost first.
    pub initiatives: Vec<Loss>,
    pub actors: Vec<Loss>,
}

/// The losses cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeaveOneOutError {
    #[error(transparent)]
    Projection(#[from] ProjectionTooLarge),
    #[error(transparent)]
    WhiteSpots(#[from] WhiteSpotsError),
}

/// What would be lost without each initiative and each actor, over the whole ecosystem.
///
/// `overlap` is the result for the whole, from a minimum not above `config.minimum`.
///
/// # Errors
/// [`LeaveOneOutError`] where the projection or the cells would not fit.
pub fn leave_one_out(
    ecosystem: &Ecosystem,
    overlap: &Overlap,
    config: &LeaveOneOutConfig,
) -> Result<LeaveOneOut, LeaveOneOutError> {
    let network = TwoModeNetwork::new(ecosystem);
    let projection = Projection::new(&network, config.memory_budget)?;
    let cells = white_spots(ecosystem, &Selection::everything(ecosystem), &[ecosystem.taxonomy().lead()])?;
    let all = All {
        ecosystem,
        web: Web::new(&network, &projection, config.listed),
        supplies: Supplies::new(ecosystem, &cells),
        pairs: Pairs::new(ecosystem, overlap, config.minimum),
        roles: roles(ecosystem),
    };
    let sorted = |mut losses: Vec<Loss>| {
        losses.sort_by_cached_key(|loss| (loss.weight(), loss.position));
        losses
    };
    let initiatives = (0..ecosystem.initiatives().len()).into_par_iter();
    let actors = (0..ecosystem.actors().len()).into_par_iter();
    Ok(LeaveOneOut {
        initiatives: sorted(initiatives.map(|initiative| all.without_initiative(initiative)).collect()),
        actors: sorted(actors.map(|actor| all.without_actor(actor)).collect()),
    })
}

/// Actors with their roles per initiative, increasing.
fn roles(ecosystem: &Ecosystem) -> Vec<Vec<(u32, Roles)>> {
    let mut roles = vec![Vec::new(); ecosystem.initiatives().len()];
    for link in ecosystem.participations() {
        roles[link.initiative as usize].push((link.actor, link.roles));
    }
    roles
}

struct All<'a> {
    ecosystem: &'a Ecosystem,
    web: Web<'a>,
    supplies: Supplies<'a>,
    pairs: Pairs,
    roles: Vec<Vec<(u32, Roles)>>,
}

impl All<'_> {
    fn without_initiative(&self, initiative: usize) -> Loss {
        self.loss(
            Subject::Initiative,
            initiative,
            vec![initiative],
            Vec::new(),
            self.web.without_initiative(initiative),
        )
    }

    fn without_actor(&self, actor: usize) -> Loss {
        let (mut stopped, mut funded) = (Vec::new(), Vec::new());
        for &initiative in self.web.initiatives_of(actor) {
            let roles = &self.roles[initiative as usize];
            let mut others = roles.iter().filter(|(other, _)| *other as usize != actor).map(|(_, roles)| roles);
            let works = roles.iter().any(|(other, roles)| *other as usize == actor && !roles.only_funds());
            let carried_on = others.clone().any(|roles| !roles.only_funds());
            if roles.len() == 1 || (works && !carried_on) {
                stopped.push(initiative as usize);
            } else if roles.iter().any(|(other, roles)| *other as usize == actor && funds(*roles))
                && !others.any(|roles| funds(*roles))
            {
                funded.push(initiative as usize);
            }
        }
        let torn = self.web.without_actor(actor, &stopped);
        self.loss(Subject::Actor, actor, stopped, funded, torn)
    }

    fn loss(&self, subject: Subject, position: usize, stopped: Vec<usize>, funded: Vec<usize>, torn: Torn) -> Loss {
        let (cells, types) = self.supplies.without(&stopped);
        let broken = if subject == Subject::Actor { self.pairs.held_by(position) } else { &[] };
        let (apart_ended, together_ended) = self.pairs.of(&stopped);
        let goes_on = |pair: &&(usize, usize)| !stopped.contains(&pair.0) && !stopped.contains(&pair.1);
        Loss {
            subject,
            position,
            activities: stopped.iter().map(|&initiative| self.ecosystem.activities_of(initiative).len()).sum(),
            doors: stopped.iter().filter(|&&initiative| self.ecosystem.initiative_area(initiative).is_known()).count(),
            cells,
            types,
            links: torn.links,
            isolated: torn.isolated,
            cut_off: torn.cut_off,
            cut_off_listed: torn.listed,
            components_added: torn.components_added,
            apart_ended,
            together_ended,
            together_broken: broken.iter().filter(goes_on).count(),
            sole_funder_of: funded,
            stopped,
        }
    }
}

fn funds(roles: Roles) -> bool {
    roles.has(crate::ecosystem::Role::Funder)
}

/// Overlapping pairs, from the side of what they hang on.
struct Pairs {
    /// Per initiative its pairs: the other one, and whether they collaborate.
    pairs: Vec<Vec<(usize, bool)>>,
    /// Per actor the pairs that collaborate through nobody else.
    held: Vec<Vec<(usize, usize)>>,
}

impl Pairs {
    fn new(ecosystem: &Ecosystem, overlap: &Overlap, minimum: f64) -> Self {
        let mut pairs = vec![Vec::new(); ecosystem.initiatives().len()];
        let mut held = vec![Vec::new(); ecosystem.actors().len()];
        let referred = |pair: &OverlapPair| {
            let either = [(pair.a, pair.b), (pair.b, pair.a)];
            let mut referrals = ecosystem.referrals().iter().filter(|referral| referral.count > 0);
            referrals.any(|referral| either.contains(&(referral.from as usize, referral.to as usize)))
        };
        let roles = roles(ecosystem);
        let works = |initiative: usize, actor: usize| {
            let found = roles[initiative].binary_search_by_key(&(actor as u32), |(actor, _)| *actor);
            found.is_ok_and(|found| !roles[initiative][found].1.only_funds())
        };
        for pair in overlap.pairs.iter().filter(|pair| pair.overlap.is_some_and(|overlap| overlap >= minimum)) {
            pairs[pair.a].push((pair.b, pair.collaborates));
            pairs[pair.b].push((pair.a, pair.collaborates));
            let shared = pair.shared_actors.iter().copied();
            let both: Vec<usize> = shared.filter(|&actor| works(pair.a, actor) && works(pair.b, actor)).collect();
            if let ([only], true) = (both.as_slice(), pair.collaborates)
                && !referred(pair)
            {
                held[*only].push((pair.a, pair.b));
            }
        }
        Self { pairs, held }
    }

    fn held_by(&self, actor: usize) -> &[(usize, usize)] {
        &self.held[actor]
    }

    /// Pairs of some initiatives, each once: without and with collaboration.
    fn of(&self, stopped: &[usize]) -> (usize, usize) {
        let (mut apart, mut together) = (0, 0);
        for &initiative in stopped {
            // A pair of two that stop is counted from its lower side.
            for (_, collaborates) in
                self.pairs[initiative].iter().filter(|(other, _)| *other > initiative || !stopped.contains(other))
            {
                apart += usize::from(!collaborates);
                together += usize::from(*collaborates);
            }
        }
        (apart, together)
    }
}
