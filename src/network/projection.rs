//! Actors linked by shared initiatives.

use rayon::prelude::*;

use super::TwoModeNetwork;
use super::degrees::{ACTORS_AHEAD, degrees, read_ahead};

/// Memory that a projection may take when nothing else is set: 8 GiB.
pub const DEFAULT_MEMORY_BUDGET: u64 = 8 << 30;

/// Rows are computed in chunks of this many actors: a fixed number, so that results do not depend on threads.
const CHUNK: usize = 1024;

/// Bytes per directed link: neighbor, count and Newman weight.
const BYTES_PER_LINK: u64 = 4 + 4 + 8;

/// The one-mode projection on actors: a ≠ b are linked when some initiative has both.
///
/// Symmetric compressed rows: `offsets` has n + 1 entries; the neighbors of actor `a` are
/// `neighbors[offsets[a]..offsets[a + 1]]`, increasing, without `a` itself; `counts` and `newman` run beside them.
/// `counts` is the number of shared initiatives, `newman` the sum over shared initiatives of 1/(k − 1)
/// (Newman 2001, doi:10.1103/PhysRevE.64.016132); both are bit-equal in both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    offsets: Vec<u64>,
    neighbors: Vec<u32>,
    counts: Vec<u32>,
    newman: Vec<f64>,
}

/// The projection would not fit in memory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the actor projection has {pairs} linked pairs and needs {bytes} bytes, the budget is {budget}; \
     filter actors or initiatives, or raise the budget"
)]
pub struct ProjectionTooLarge {
    pub pairs: u64,
    pub bytes: u64,
    pub budget: u64,
}

impl Projection {
    /// Projects in parallel over actors, after checking that the result fits in `budget` bytes.
    ///
    /// Time O(Σ k²) over initiatives of k actors.
    ///
    /// # Errors
    /// [`ProjectionTooLarge`]; nothing large has been allocated then.
    pub fn new(network: &TwoModeNetwork, budget: u64) -> Result<Self, ProjectionTooLarge> {
        let actors = network.actor_count();
        let upper_bound: u64 = (0..network.initiative_count())
            .map(|initiative| network.actors_of(initiative).len() as u64)
            .map(|k| k * k.saturating_sub(1))
            .sum();
        if upper_bound.saturating_mul(BYTES_PER_LINK) > budget {
            let links: u64 = degrees(network).iter().map(|&degree| u64::from(degree)).sum();
            let bytes = links.saturating_mul(BYTES_PER_LINK);
            if bytes > budget {
                return Err(ProjectionTooLarge { pairs: links / 2, bytes, budget });
            }
        }
        let chunks: Vec<Rows> = (0..actors.div_ceil(CHUNK))
            .into_par_iter()
            .map_init(
                || Accumulator::new(actors),
                |accumulator, chunk| {
                    let rows = chunk * CHUNK..((chunk + 1) * CHUNK).min(actors);
                    accumulator.rows(network, rows)
                },
            )
            .collect();
        Ok(Self::concatenated(chunks, actors))
    }

    fn concatenated(chunks: Vec<Rows>, actors: usize) -> Self {
        let mut offsets = Vec::with_capacity(actors + 1);
        offsets.push(0);
        let mut end = 0_u64;
        let (mut neighbors, mut counts, mut newman) = (Vec::new(), Vec::new(), Vec::new());
        for rows in chunks {
            for length in rows.lengths {
                end += u64::from(length);
                offsets.push(end);
            }
            neighbors.push(rows.neighbors);
            counts.push(rows.counts);
            newman.push(rows.newman);
        }
        // The widest first: its parts are gone before the others need more memory.
        let newman = joined(newman);
        Self { offsets, neighbors: joined(neighbors), counts: joined(counts), newman }
    }

    /// n: all actors, isolated ones included.
    pub fn actor_count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// m: linked pairs.
    pub fn pair_count(&self) -> usize {
        self.neighbors.len() / 2
    }

    pub fn degree(&self, actor: usize) -> usize {
        self.row(actor).len()
    }

    /// Linked actors, increasing.
    pub fn neighbors_of(&self, actor: usize) -> &[u32] {
        &self.neighbors[self.row(actor)]
    }

    /// Number of shared initiatives, beside [`Self::neighbors_of`].
    pub fn counts_of(&self, actor: usize) -> &[u32] {
        &self.counts[self.row(actor)]
    }

    /// Newman weights, beside [`Self::neighbors_of`].
    pub fn newman_of(&self, actor: usize) -> &[f64] {
        &self.newman[self.row(actor)]
    }

    /// Linked actors and Newman weights of all actors one after another; those of actor `a` are at `offsets[a]..offsets[a + 1]`.
    pub fn newman_rows(&self) -> (&[u64], &[u32], &[f64]) {
        (&self.offsets, &self.neighbors, &self.newman)
    }

    /// Whether two actors share an initiative.
    pub fn linked(&self, a: usize, b: usize) -> bool {
        self.neighbors_of(a).binary_search(&(b as u32)).is_ok()
    }

    fn row(&self, actor: usize) -> std::ops::Range<usize> {
        self.offsets[actor] as usize..self.offsets[actor + 1] as usize
    }

    pub(super) fn neighbor_at(&self, link: usize) -> u32 {
        self.neighbors[link]
    }

    pub(super) fn links_of(&self, actor: usize) -> std::ops::Range<usize> {
        self.row(actor)
    }
}

/// A few finished rows.
struct Rows {
    lengths: Vec<u32>,
    neighbors: Vec<u32>,
    counts: Vec<u32>,
    newman: Vec<f64>,
}

/// The parts one after another. Each is taken to its own place in parallel: most of the time goes into memory that was
/// never touched before.
fn joined<T: Copy + Default + Send + Sync>(mut parts: Vec<Vec<T>>) -> Vec<T> {
    if parts.len() < 2 {
        return parts.pop().unwrap_or_default();
    }
    let mut whole = vec![T::default(); parts.iter().map(Vec::len).sum()];
    let mut rest = whole.as_mut_slice();
    let mut places = Vec::with_capacity(parts.len());
    for part in parts {
        let (place, after) = rest.split_at_mut(part.len());
        places.push((part, place));
        rest = after;
    }
    places.into_par_iter().for_each(|(part, place)| place.copy_from_slice(&part));
    whole
}

/// Dense sums over one row (Gustavson's sparse product), reused from row to row.
struct Accumulator {
    /// Side by side, since both are needed at once.
    sums: Vec<(u32, f64)>,
    touched: Vec<u32>,
}

impl Accumulator {
    fn new(actors: usize) -> Self {
        Self { sums: vec![(0, 0.0); actors], touched: Vec::new() }
    }

    /// Initiatives are added in increasing order for both ends of a link, which makes its two weights bit-equal.
    fn rows(&mut self, network: &TwoModeNetwork, range: std::ops::Range<usize>) -> Rows {
        let mut rows = Rows {
            lengths: Vec::with_capacity(range.len()),
            neighbors: Vec::new(),
            counts: Vec::new(),
            newman: Vec::new(),
        };
        for first in range.clone().step_by(ACTORS_AHEAD) {
            let ahead = first..(first + ACTORS_AHEAD).min(range.end);
            read_ahead(network, ahead.clone());
            for actor in ahead {
                self.row(network, actor, &mut rows);
            }
        }
        rows
    }

    fn row(&mut self, network: &TwoModeNetwork, actor: usize, rows: &mut Rows) {
        for &initiative in network.initiatives_of(actor) {
            let members = network.actors_of(initiative as usize);
            let weight = 1.0 / (members.len() as f64 - 1.0);
            for &other in members {
                let (count, newman) = &mut self.sums[other as usize];
                if *count == 0 {
                    self.touched.push(other);
                }
                *count += 1;
                *newman += weight;
            }
        }
        self.touched.sort_unstable();
        let before = rows.neighbors.len();
        for &other in &self.touched {
            let (count, newman) = std::mem::take(&mut self.sums[other as usize]);
            if other as usize != actor {
                rows.neighbors.push(other);
                rows.counts.push(count);
                rows.newman.push(newman);
            }
        }
        self.touched.clear();
        rows.lengths.push((rows.neighbors.len() - before) as u32);
    }
}
