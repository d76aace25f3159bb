//! Numbers of linked actors, without their links.

use std::ops::Range;

use rayon::prelude::*;

use super::TwoModeNetwork;

/// Actors whose initiatives are asked of memory at once.
pub(super) const ACTORS_AHEAD: usize = 64;

/// Encounters of one actor that are counted in a table of twice as many slots, which stays in the caches.
const SMALL: usize = 4096;
const SLOT_BITS: u32 = (2 * SMALL).ilog2();

/// Number of linked actors per actor, without building the projection. Time O(Σ k²) over initiatives of k actors, memory
/// O(actors) per thread.
pub fn degrees(network: &TwoModeNetwork) -> Vec<u32> {
    let mut degrees = vec![0; network.actor_count()];
    let chunks = degrees.par_chunks_mut(ACTORS_AHEAD).enumerate();
    chunks.for_each_init(Encounters::default, |encounters, (chunk, degrees)| {
        let first = chunk * ACTORS_AHEAD;
        read_ahead(network, first..first + degrees.len());
        for (actor, degree) in (first..).zip(degrees) {
            *degree = match *network.initiatives_of(actor) {
                [] => 0,
                // All of one initiative are different.
                [only] => network.actors_of(only as usize).len() as u32 - 1,
                ref several => encounters.others(network, actor, several),
            };
        }
    });
    degrees
}

/// Reads both ends of the rows that these actors will need. None of these reads waits for another, so memory answers them
/// together; taken row by row, the length of one is awaited before the next is asked.
pub(super) fn read_ahead(network: &TwoModeNetwork, actors: Range<usize>) {
    let rows = actors.flat_map(|actor| network.initiatives_of(actor)).map(|&row| network.actors_of(row as usize));
    // No row of an actor is empty, so nothing here depends on what is read.
    let ends = rows.map(|row| row.first().unwrap_or(&0) ^ row.last().unwrap_or(&0));
    std::hint::black_box(ends.fold(0, |all, both| all ^ both));
}

/// Whom one actor meets in its initiatives, reused from actor to actor.
#[derive(Default)]
struct Encounters {
    all: Vec<u32>,
    /// (actor, whom it met) by a hash of whom it met, in the next free slot where that is taken. What earlier actors left
    /// counts as free.
    small: Vec<(u32, u32)>,
    /// The last actor that met each, for those who meet more.
    met_by: Vec<u32>,
}

impl Encounters {
    /// Number of different actors in these initiatives besides the actor itself, which is in each.
    fn others(&mut self, network: &TwoModeNetwork, actor: usize, initiatives: &[u32]) -> u32 {
        self.all.clear();
        for &initiative in initiatives {
            self.all.extend_from_slice(network.actors_of(initiative as usize));
        }
        let different = if self.all.len() <= SMALL {
            self.small.resize(2 * SMALL, (u32::MAX, 0));
            self.different_by_hash(actor as u32)
        } else {
            self.met_by.resize(network.actor_count(), u32::MAX);
            self.different_by_table(actor as u32)
        };
        different - 1
    }

    /// Half of the slots stay free, so that every search ends.
    fn different_by_hash(&mut self, actor: u32) -> u32 {
        let mut different = 0;
        for &other in &self.all {
            // Fibonacci hashing: Knuth, The Art of Computer Programming 3, section 6.4.
            let mut slot = (other.wrapping_mul(0x9E37_79B1) >> (u32::BITS - SLOT_BITS)) as usize;
            loop {
                let place = &mut self.small[slot % (2 * SMALL)];
                if place.0 != actor {
                    *place = (actor, other);
                    different += 1;
                    break;
                }
                if place.1 == other {
                    break;
                }
                slot += 1;
            }
        }
        different
    }

    fn different_by_table(&mut self, actor: u32) -> u32 {
        let mut different = 0;
        for &other in &self.all {
            let met_by = &mut self.met_by[other as usize];
            different += u32::from(*met_by != actor);
            *met_by = actor;
        }
        different
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::network::{DEFAULT_MEMORY_BUDGET, Projection};

    #[test]
    fn degrees_are_those_of_sets_and_of_the_projection() {
        // Actor 0 in every initiative, so with more encounters than the small table takes; 150 in none; most others in one or a few.
        let links: BTreeSet<(u32, u32)> = (0..1000_u32)
            .flat_map(|i| {
                [(i, 0), (i, 1 + i * 7919 % 149), (i, 1 + i * i % 149), (i, 151 + i), (i, 151 + i * 31 % 1000)]
            })
            .collect();
        let ends = (0..=1000_u32).map(|i| links.range(..(i, 0)).count() as u32).collect();
        let network = TwoModeNetwork::from_rows((0..1160).collect(), ends, links.iter().map(|link| link.1).collect());
        let met: Vec<usize> = (0..1160_u32).map(|a| network.initiatives_of(a as usize).len()).collect();
        assert!(met.contains(&0) && met.contains(&1) && links.len() > SMALL, "{met:?}");
        let found = degrees(&network);
        let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).expect("a small projection");
        for actor in 0..1160_u32 {
            let mine: BTreeSet<u32> = links.iter().filter(|link| link.1 == actor).map(|link| link.0).collect();
            let others: BTreeSet<u32> = links
                .iter()
                .filter(|(initiative, other)| mine.contains(initiative) && *other != actor)
                .map(|link| link.1)
                .collect();
            assert_eq!(found[actor as usize] as usize, others.len(), "actor {actor}");
            assert_eq!(projection.degree(actor as usize), others.len(), "actor {actor}");
        }
    }
}
