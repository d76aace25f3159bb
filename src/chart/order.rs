//! An order of rows in which blocks show: alike rows beside each other.
//!
//! Average-linkage clustering of the rows; the leaves of the tree are ordered so that at every merge the two nearest ends
//! meet (Gruvaeus & Wainer 1972, doi:10.1111/j.2044-8317.1972.tb00491.x). Ties go to the lower position, so that the order
//! depends on the rows only. O(n³) for n rows: beyond [`MOST`] the given order is kept.

/// Rows that are ordered at most.
pub const MOST: usize = 400;

/// Positions of the rows in the new order, from a symmetric matrix of distances; the largest row-sum of likeness is not
/// considered, only who stands beside whom. The end nearest to row 0 comes first.
#[must_use]
pub fn blocks(distance: &[Vec<f64>]) -> Vec<usize> {
    let n = distance.len();
    if !(3..=MOST).contains(&n) {
        return (0..n).collect();
    }
    let at = |a: usize, b: usize| {
        let d = distance[a].get(b).copied().unwrap_or(f64::MAX);
        if d.is_finite() { d } else { f64::MAX / 4.0 }
    };
    let mut groups: Vec<Vec<usize>> = (0..n).map(|row| vec![row]).collect();
    while groups.len() > 1 {
        let mut best = (f64::INFINITY, 0, 1);
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let sum: f64 = groups[a].iter().flat_map(|x| groups[b].iter().map(move |y| at(*x, *y))).sum();
                let mean = sum / (groups[a].len() * groups[b].len()) as f64;
                if mean < best.0 - 1e-12 {
                    best = (mean, a, b);
                }
            }
        }
        let right = groups.remove(best.2);
        let left = std::mem::take(&mut groups[best.1]);
        groups[best.1] = joined(left, right, &at);
    }
    let mut order = groups.pop().unwrap_or_default();
    if order.iter().position(|row| *row == 0).is_some_and(|place| place * 2 > n) {
        order.reverse();
    }
    order
}

/// The two lists after each other, each turned so that the nearest ends meet.
fn joined(left: Vec<usize>, right: Vec<usize>, at: &impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let turned = |list: &[usize], turn: bool| -> Vec<usize> {
        if turn { list.iter().rev().copied().collect() } else { list.to_vec() }
    };
    let mut best: Option<(f64, Vec<usize>)> = None;
    for (turn_left, turn_right) in [(false, false), (false, true), (true, false), (true, true)] {
        let (mut first, second) = (turned(&left, turn_left), turned(&right, turn_right));
        let (Some(&a), Some(&b)) = (first.last(), second.first()) else { continue };
        let gap = at(a, b);
        if best.as_ref().is_none_or(|(least, _)| gap < *least - 1e-12) {
            first.extend(second);
            best = Some((gap, first));
        }
    }
    best.map(|(_, order)| order).unwrap_or_default()
}

/// Distances 1 − correlation between the rows of a table, for [`blocks`]; a row without variation is far from all.
#[must_use]
pub fn distances(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let centered: Vec<(Vec<f64>, f64)> = rows
        .iter()
        .map(|row| {
            let mean = row.iter().sum::<f64>() / row.len().max(1) as f64;
            let row: Vec<f64> = row.iter().map(|value| value - mean).collect();
            let norm = row.iter().map(|value| value * value).sum::<f64>().sqrt();
            (row, norm)
        })
        .collect();
    let between = |(a, p): &(Vec<f64>, f64), (b, q): &(Vec<f64>, f64)| {
        if *p > 0.0 && *q > 0.0 { 1.0 - a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / (p * q) } else { 1.0 }
    };
    centered.iter().map(|a| centered.iter().map(|b| between(a, b)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_blocks_come_apart() {
        // Rows 0, 2, 4 are alike, and 1, 3, 5.
        let rows: Vec<Vec<f64>> = (0..6)
            .map(|r| (0..4).map(|c| if (r % 2 == 0) == (c < 2) { 5.0 + r as f64 * 0.1 } else { 1.0 }).collect())
            .collect();
        let order = blocks(&distances(&rows));
        let kinds: Vec<usize> = order.iter().map(|row| row % 2).collect();
        assert_eq!(kinds, [0, 0, 0, 1, 1, 1]);
        let mut sorted = order;
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_line_comes_out_as_a_line() {
        let places: [f64; 7] = [0.0, 5.0, 1.0, 4.0, 2.0, 6.0, 3.0];
        let distance: Vec<Vec<f64>> = places.iter().map(|a| places.iter().map(|b| (a - b).abs()).collect()).collect();
        let order: Vec<f64> = blocks(&distance).into_iter().map(|row| places[row]).collect();
        assert!(order.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= 2.0), "{order:?}");
    }

    #[test]
    fn few_rows_stay_as_they_are() {
        assert_eq!(blocks(&distances(&[vec![1.0], vec![2.0]])), [0, 1]);
        assert!(blocks(&[]).is_empty());
    }
}
