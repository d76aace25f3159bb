//! Random two-mode networks in which everybody keeps its number of links.

use rand::Rng;
use rand::RngExt;
use rand::seq::SliceRandom;

/// Trades per row in [`trades`].
pub const TRADES_PER_ROW: usize = 10;

/// How many trades make a draw forget where it began: [`TRADES_PER_ROW`] times the rows that hold anything.
///
/// Each row then trades about twenty times. The published program of Strona et al. takes five per row, and found the
/// distance to the start flat well before; a trade mixes all that two rows do not share at once.
pub fn trades(rows: &[Vec<u32>]) -> usize {
    TRADES_PER_ROW * rows.iter().filter(|row| !row.is_empty()).count()
}

/// Trades links between rows (increasing lists of columns), keeping the length of every row and the number of rows that
/// every column is in.
///
/// The curveball of Strona et al. 2014 (doi:10.1038/ncomms5114): of two rows drawn at random, what only one of them has is
/// put together, shuffled, and dealt out again, as many to each as it gave. In the long run all networks with these degrees
/// are equally likely (Carstens 2015, doi:10.1103/PhysRevE.91.042812). Time O(trades · links per row).
pub fn curveball(rows: &mut [Vec<u32>], trades: usize, random: &mut impl Rng) {
    if rows.len() < 2 {
        return;
    }
    let mut pool = Vec::new();
    for _ in 0..trades {
        let a = random.random_range(0..rows.len());
        let other = random.random_range(0..rows.len() - 1);
        let b = if other < a { other } else { other + 1 };
        let [first, second] = [&rows[a], &rows[b]];
        let only = |row: &[u32], other: &[u32]| -> Vec<u32> {
            row.iter().copied().filter(|item| other.binary_search(item).is_err()).collect()
        };
        let (gives, takes) = (only(first, second), only(second, first));
        if gives.is_empty() || takes.is_empty() {
            continue;
        }
        pool.clear();
        pool.extend(gives.iter().chain(&takes));
        pool.shuffle(random);
        let (to_first, to_second) = pool.split_at(gives.len());
        deal(&mut rows[a], &gives, to_first);
        deal(&mut rows[b], &takes, to_second);
    }
}

/// Puts `taken` in the place of `given`, in order.
fn deal(row: &mut Vec<u32>, given: &[u32], taken: &[u32]) {
    row.retain(|item| given.binary_search(item).is_err());
    row.extend(taken);
    row.sort_unstable();
}
