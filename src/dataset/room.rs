//! Memory for large tables, got by all cores: it takes as long as filling it.

use rayon::prelude::*;

/// Values that are written at once: one by one they would take several times as long.
const BLOCK: usize = 4096;
/// Blocks that are worth a task of their own.
const BLOCKS_PER_TASK: usize = 16;

/// As `vec![T::default(); length]`.
pub(super) fn defaults<T: Copy + Default + Send>(length: usize) -> Vec<T> {
    let blocks = (0..length.div_ceil(BLOCK)).into_par_iter().with_min_len(BLOCKS_PER_TASK);
    let mut room = blocks.map(|_| [T::default(); BLOCK]).collect::<Vec<_>>().into_flattened();
    room.truncate(length);
    room
}
