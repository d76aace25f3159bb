//! Compressed rows turned to compressed columns.

use std::ops::Range;
use std::slice::IterMut;

use rayon::prelude::*;

/// Links from which it is done by ranges: the places of fewer stay in the caches.
const MANY: usize = 1 << 20;

/// Links of one range of columns, and of one piece of rows, about: what is at hand for them stays in the caches of a core.
const LINKS_PER_TASK: usize = 1 << 18;

/// For each column the rows that have it, increasing: offsets, one more than there are columns, and rows. Of row `r` the
/// columns are `links[offsets[r]..offsets[r + 1]]`.
pub(super) fn transposed(offsets: &[u32], links: &[u32], columns: usize) -> (Vec<u32>, Vec<u32>) {
    match links.len() {
        0..MANY => at_once(offsets, links, columns),
        _ => by_ranges(offsets, links, columns, LINKS_PER_TASK),
    }
}

/// Counts to where each begins: `offsets[0]` is 0, and counts stand one place further.
pub(super) fn add_up(offsets: &mut [u32]) {
    for index in 1..offsets.len() {
        offsets[index] += offsets[index - 1];
    }
}

/// Counting sort.
fn at_once(offsets: &[u32], links: &[u32], columns: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; columns + 1];
    for &column in links {
        starts[column as usize + 1] += 1;
    }
    add_up(&mut starts);
    let mut next = starts.clone();
    let mut rows = vec![0_u32; links.len()];
    for (row, column) in all_links(offsets, links, 0..offsets.len() - 1) {
        let place = &mut next[column as usize];
        rows[*place as usize] = row;
        *place += 1;
    }
    (starts, rows)
}

fn all_links<'a>(offsets: &'a [u32], links: &'a [u32], rows: Range<usize>) -> impl Iterator<Item = (u32, u32)> + 'a {
    rows.flat_map(|row| {
        links[offsets[row] as usize..offsets[row + 1] as usize].iter().map(move |&column| (row as u32, column))
    })
}

/// First every piece of rows deals its links out to ranges of columns, one stream of writing for each; then every range sorts
/// its own by counting. Written at once to where they belong, links would wait for memory one by one.
fn by_ranges(offsets: &[u32], links: &[u32], columns: usize, links_per_task: usize) -> (Vec<u32>, Vec<u32>) {
    let bits = bits_of_range(columns, links.len().div_ceil(links_per_task));
    let range_count = columns.div_ceil(1 << bits);
    let pieces = pieces(offsets, links_per_task);
    let counts: Vec<Vec<u32>> = pieces
        .par_iter()
        .map(|piece| {
            let mut counts = vec![0; range_count];
            for &column in &links[offsets[piece.start] as usize..offsets[piece.end] as usize] {
                counts[column as usize >> bits] += 1;
            }
            counts
        })
        .collect();
    let size_of = |range: usize| counts.iter().map(|counts| counts[range] as usize).sum::<usize>();

    // Of each link its row, and its column within the range.
    let (mut rows, mut within) = (vec![0_u32; links.len()], vec![0_u16; links.len()]);
    let mut places: Vec<Vec<(IterMut<u32>, IterMut<u16>)>> =
        pieces.iter().map(|_| Vec::with_capacity(range_count)).collect();
    let (mut rows_left, mut within_left) = (rows.as_mut_slice(), within.as_mut_slice());
    for range in 0..range_count {
        for (places, counts) in places.iter_mut().zip(&counts) {
            let rows = rows_left.split_off_mut(..counts[range] as usize).unwrap_or_default();
            let within = within_left.split_off_mut(..counts[range] as usize).unwrap_or_default();
            places.push((rows.iter_mut(), within.iter_mut()));
        }
    }
    pieces.into_par_iter().zip(places).for_each(|(piece, mut places)| {
        for (row, column) in all_links(offsets, links, piece) {
            let (rows, within) = &mut places[column as usize >> bits];
            // As many places as were counted.
            if let (Some(place), Some(place_within)) = (rows.next(), within.next()) {
                *place = row;
                *place_within = (column & ((1 << bits) - 1)) as u16;
            }
        }
    });

    let mut starts = vec![0_u32; columns + 1];
    let (mut rows_left, mut within_left, mut start) = (rows.as_mut_slice(), within.as_slice(), 0);
    let mut tasks = Vec::with_capacity(range_count);
    for (range, ends) in starts[1..].chunks_mut(1 << bits).enumerate() {
        let size = size_of(range);
        let rows = rows_left.split_off_mut(..size).unwrap_or_default();
        let within = within_left.split_off(..size).unwrap_or_default();
        tasks.push((start, ends, rows, within));
        start += size as u32;
    }
    tasks.into_par_iter().for_each(|(start, ends, rows, within)| sort_range(start, ends, rows, within));
    (starts, rows)
}

/// So few bits that about so many ranges come of it, and that a column within its range fits 16.
fn bits_of_range(columns: usize, ranges: usize) -> u32 {
    columns.div_ceil(ranges.max(1)).next_power_of_two().ilog2().min(u16::BITS)
}

/// Rows in pieces of about so many links.
fn pieces(offsets: &[u32], links: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, rows) = (0, offsets.len() - 1);
    while start < rows {
        let beyond = offsets[start] as usize + links;
        let end = offsets.partition_point(|&offset| (offset as usize) < beyond).min(rows);
        pieces.push(start..end);
        start = end;
    }
    pieces
}

/// Sorts the rows of one range by column, and tells where each column ends in the whole.
fn sort_range(start: u32, ends: &mut [u32], rows: &mut [u32], within: &[u16]) {
    let unsorted = rows.to_vec();
    let mut next = vec![0_u32; ends.len() + 1];
    for &column in within {
        next[column as usize + 1] += 1;
    }
    add_up(&mut next);
    for (end, here) in ends.iter_mut().zip(&next[1..]) {
        *end = start + here;
    }
    for (&row, &column) in unsorted.iter().zip(within) {
        let place = &mut next[column as usize];
        rows[*place as usize] = row;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However many links make a task, each column has its rows, increasing.
        #[test]
        fn every_column_has_its_rows(
            links in prop::collection::btree_set((0_u32..12, 0_u32..9), 0..60),
            idle in 0_usize..4,
            links_per_task in 1_usize..80,
        ) {
            let columns = 9 + idle;
            let mut offsets = vec![0_u32; 13];
            for (row, _) in &links {
                offsets[*row as usize + 1] += 1;
            }
            add_up(&mut offsets);
            let of_rows: Vec<u32> = links.iter().map(|link| link.1).collect();
            for (starts, rows) in
                [at_once(&offsets, &of_rows, columns), by_ranges(&offsets, &of_rows, columns, links_per_task)]
            {
                prop_assert_eq!((starts.len(), rows.len()), (columns + 1, links.len()));
                for column in 0..columns {
                    let row = &rows[starts[column] as usize..starts[column + 1] as usize];
                    let mine: BTreeSet<u32> =
                        links.iter().filter(|link| link.1 as usize == column).map(|link| link.0).collect();
                    prop_assert!(row.iter().eq(&mine), "column {}", column);
                }
            }
        }
    }

    /// As large as the least that is done by ranges; more columns than 16 bits can count.
    #[test]
    fn a_large_network_turned_twice_is_the_same() {
        let (rows, columns) = (150_000, 200_001);
        let of_row = |row: usize| -> BTreeSet<u32> {
            (0..row % 16).map(|nth| ((row * 7919 + nth * nth * 104_729) % columns) as u32).collect()
        };
        let (mut offsets, mut links) = (vec![0], Vec::new());
        for row in 0..rows {
            links.extend(of_row(row));
            offsets.push(links.len() as u32);
        }
        assert!(links.len() >= MANY, "{}", links.len());
        let turned = transposed(&offsets, &links, columns);
        assert_eq!(turned, at_once(&offsets, &links, columns));
        assert_eq!(transposed(&turned.0, &turned.1, rows), (offsets, links));
    }
}
