//! Counts over a long table, a part of it per thread.

use std::ops::Range;

use rayon::prelude::*;

/// Rows that are worth a part of their own.
const LEAST_PART: usize = 1024;

/// Counts `0..rows` in parts and adds these up, in order. What is counted must not depend on how it is cut.
pub(super) fn in_parts<T: Send>(
    rows: usize,
    count: impl Fn(Range<usize>) -> T + Sync,
    merged: impl Fn(T, T) -> T,
) -> T {
    // No more parts than threads, since each may have a whole table of its own.
    let part = rows.div_ceil(rayon::current_num_threads()).max(LEAST_PART);
    let parts: Vec<T> = (0..rows.div_ceil(part))
        .into_par_iter()
        .map(|number| count(number * part..((number + 1) * part).min(rows)))
        .collect();
    parts.into_iter().reduce(merged).unwrap_or_else(|| count(0..0))
}
