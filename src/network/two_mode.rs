//! Actors × initiatives.

use rayon::prelude::*;

use crate::ecosystem::{Ecosystem, Participation};

/// Links that are worth a task of their own: the places of so many stay in the caches, where one thread is as fast.
const LINKS_PER_TASK: usize = 1 << 20;

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
        keep_link: impl Fn(&Participation) -> bool + Sync,
    ) -> Self {
        let mut renumbered = vec![u32::MAX; ecosystem.actors().len()];
        let mut actor_positions = Vec::new();
        for (position, slot) in renumbered.iter_mut().enumerate() {
            if keep_actor(position) {
                *slot = actor_positions.len() as u32;
                actor_positions.push(position as u32);
            }
        }
        let initiatives = ecosystem.initiatives().len();
        let is_kept = |link: &&Participation| renumbered[link.actor as usize] != u32::MAX && keep_link(link);
        let pair = |link: &Participation| (link.initiative, renumbered[link.actor as usize]);
        let all = ecosystem.participations();
        let links: Vec<(u32, u32)> = if all.len() < LINKS_PER_TASK {
            let mut links = Vec::with_capacity(all.len());
            links.extend(all.iter().filter(is_kept).map(pair));
            links
        } else {
            all.par_iter().filter(is_kept).map(pair).collect()
        };
        Self::from_links(actor_positions, initiatives, &links)
    }

    /// Builds both directions from links (initiative, actor) that are sorted and distinct.
    pub(super) fn from_links(actor_positions: Vec<u32>, initiatives: usize, links: &[(u32, u32)]) -> Self {
        let mut initiative_offsets = vec![0_u32; initiatives + 1];
        for &(initiative, _) in links {
            initiative_offsets[initiative as usize + 1] += 1;
        }
        add_up(&mut initiative_offsets);
        let initiative_links = links.iter().map(|&(_, actor)| actor).collect();
        // Every range looks at all links and takes its own: reading on is cheap, writing all over memory is not.
        let ranges = match links.len() {
            0..LINKS_PER_TASK => 1,
            many => rayon::current_num_threads().max(many / LINKS_PER_TASK),
        };
        let (actor_offsets, actor_links) = by_actor(actor_positions.len(), links, ranges);
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

/// Offsets and initiatives of actors, by counting sort of about so many ranges of actors.
fn by_actor(actors: usize, links: &[(u32, u32)], ranges: usize) -> (Vec<u32>, Vec<u32>) {
    let size = actors.div_ceil(ranges).max(1);
    let mut offsets = vec![0_u32; actors + 1];
    let count = |(range, counts): (usize, &mut [u32])| {
        for &(_, actor) in links {
            if let Some(count) = counts.get_mut((actor as usize).wrapping_sub(range * size)) {
                *count += 1;
            }
        }
    };
    each(offsets[1..].chunks_mut(size).enumerate().collect(), count);
    add_up(&mut offsets);
    let mut initiatives = vec![0_u32; links.len()];
    let mut rest = initiatives.as_mut_slice();
    let mut tasks = Vec::with_capacity(ranges);
    for first in (0..actors).step_by(size) {
        let starts = &offsets[first..(first + size).min(actors)];
        let (mine, after) = rest.split_at_mut((offsets[first + starts.len()] - starts[0]) as usize);
        tasks.push((first, starts, mine));
        rest = after;
    }
    each(tasks, |(first, starts, mine): (usize, &[u32], &mut [u32])| {
        let mut next: Vec<u32> = starts.iter().map(|start| start - starts[0]).collect();
        for &(initiative, actor) in links {
            if let Some(next) = next.get_mut((actor as usize).wrapping_sub(first)) {
                mine[*next as usize] = initiative;
                *next += 1;
            }
        }
    });
    (offsets, initiatives)
}

/// Several tasks by several threads; for a single one nobody is woken.
fn each<T: Send>(tasks: Vec<T>, run: impl Fn(T) + Sync + Send) {
    match tasks.len() {
        0 | 1 => tasks.into_iter().for_each(run),
        _ => tasks.into_par_iter().for_each(run),
    }
}

/// Counts to where each begins: `offsets[0]` is 0, and counts stand one place further.
fn add_up(offsets: &mut [u32]) {
    for index in 1..offsets.len() {
        offsets[index] += offsets[index - 1];
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// For any number of ranges each actor has its initiatives, increasing.
        #[test]
        fn ranges_of_actors_come_to_the_whole(
            links in prop::collection::btree_set((0_u32..12, 0_u32..9), 0..60),
            idle in 0_usize..4,
            ranges in 1_usize..12,
        ) {
            let actors = 9 + idle;
            let sorted: Vec<(u32, u32)> = links.iter().copied().collect();
            let (offsets, initiatives) = by_actor(actors, &sorted, ranges);
            prop_assert_eq!((offsets.len(), initiatives.len()), (actors + 1, links.len()));
            for actor in 0..actors {
                let row = &initiatives[offsets[actor] as usize..offsets[actor + 1] as usize];
                let mine: BTreeSet<u32> =
                    links.iter().filter(|link| link.1 as usize == actor).map(|link| link.0).collect();
                prop_assert!(row.iter().eq(&mine), "actor {}", actor);
            }
        }
    }
}
