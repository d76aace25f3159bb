//! Actors × initiatives.

use crate::ecosystem::{Ecosystem, Participation};

use super::transpose::{add_up, transposed};

/// The two-mode network: which actors take part in which initiatives.
///
/// Two compressed row lists of the same links. `actor_offsets` has n + 1 entries and `actor_links` one initiative per
/// link, increasing within an actor; `initiative_offsets` and `initiative_links` are the transpose. An (initiative,
/// actor) pair is one link whatever its roles. Isolated actors and empty initiatives stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoModeNetwork {
    actor_offsets: Vec<u32>,
    actor_links: Vec<u32>,
    initiative_offsets: Vec<u32>,
    initiative_links: Vec<u32>,
    /// Position in the ecosystem of each actor of this network, increasing.
    actor_positions: Vec<u32>,
}

impl TwoModeNetwork {
    /// The whole ecosystem.
    pub fn new(ecosystem: &Ecosystem) -> Self {
        Self::filtered(ecosystem, |_| true, |_| true)
    }

    /// A part of the ecosystem: actors that are left out do not count at all (n shrinks); participations that are left out
    /// link nobody, and the size of initiatives is counted anew.
    pub fn filtered(
        ecosystem: &Ecosystem,
        keep_actor: impl Fn(usize) -> bool,
        keep_link: impl Fn(&Participation) -> bool,
    ) -> Self {
        let actors = ecosystem.actors().len();
        let actor_positions: Vec<u32> =
            (0..actors).filter(|&actor| keep_actor(actor)).map(|actor| actor as u32).collect();
        let mut renumbered = Vec::new();
        if actor_positions.len() < actors {
            renumbered.resize(actors, None);
            for (number, &position) in actor_positions.iter().enumerate() {
                renumbered[position as usize] = Some(number as u32);
            }
        }
        let number = |actor: u32| if renumbered.is_empty() { Some(actor) } else { renumbered[actor as usize] };
        let mut initiative_offsets = vec![0_u32; ecosystem.initiatives().len() + 1];
        let mut initiative_links = Vec::with_capacity(ecosystem.participations().len());
        for link in ecosystem.participations().iter().filter(|link| keep_link(link)) {
            if let Some(actor) = number(link.actor) {
                initiative_offsets[link.initiative as usize + 1] += 1;
                initiative_links.push(actor);
            }
        }
        initiative_links.shrink_to_fit();
        add_up(&mut initiative_offsets);
        Self::from_rows(actor_positions, initiative_offsets, initiative_links)
    }

    /// From the actors of each initiative, increasing.
    pub(super) fn from_rows(
        actor_positions: Vec<u32>,
        initiative_offsets: Vec<u32>,
        initiative_links: Vec<u32>,
    ) -> Self {
        let (actor_offsets, actor_links) = transposed(&initiative_offsets, &initiative_links, actor_positions.len());
        Self { actor_offsets, actor_links, initiative_offsets, initiative_links, actor_positions }
    }

    /// The network with initiatives in the place of actors: its [`super::Projection`] links initiatives that share an
    /// actor. Positions are those of initiatives in the ecosystem.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self {
            actor_offsets: self.initiative_offsets.clone(),
            actor_links: self.initiative_links.clone(),
            initiative_offsets: self.actor_offsets.clone(),
            initiative_links: self.actor_links.clone(),
            actor_positions: (0..self.initiative_count() as u32).collect(),
        }
    }

    /// n: all actors, isolated ones included.
    pub fn actor_count(&self) -> usize {
        self.actor_positions.len()
    }

    pub fn initiative_count(&self) -> usize {
        self.initiative_offsets.len() - 1
    }

    pub fn link_count(&self) -> usize {
        self.actor_links.len()
    }

    /// Initiatives of an actor, increasing.
    pub fn initiatives_of(&self, actor: usize) -> &[u32] {
        &self.actor_links[self.actor_offsets[actor] as usize..self.actor_offsets[actor + 1] as usize]
    }

    /// Actors of an initiative, increasing; their number is k.
    pub fn actors_of(&self, initiative: usize) -> &[u32] {
        &self.initiative_links
            [self.initiative_offsets[initiative] as usize..self.initiative_offsets[initiative + 1] as usize]
    }

    /// Position in the ecosystem of an actor of this network.
    pub fn ecosystem_position(&self, actor: usize) -> usize {
        self.actor_positions[actor] as usize
    }
}
