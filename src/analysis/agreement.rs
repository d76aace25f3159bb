//! How far two ways of grouping the same things agree.

/// Counts of things by the groups they are in, under both labelings.
struct Contingency {
    n: usize,
    /// Sizes of the groups of the first labeling.
    rows: Vec<u64>,
    /// Sizes of the groups of the second labeling.
    columns: Vec<u64>,
    /// (row, column, things in both), sorted, only where there are any.
    cells: Vec<(u32, u32, u64)>,
}

impl Contingency {
    fn new(a: &[u32], b: &[u32]) -> Self {
        let mut pairs: Vec<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
        pairs.sort_unstable();
        let cells = pairs.chunk_by(|x, y| x == y).map(|run| (run[0].0, run[0].1, run.len() as u64)).collect();
        Self { n: pairs.len(), rows: sizes(a), columns: sizes(b), cells }
    }
}

fn sizes(labels: &[u32]) -> Vec<u64> {
    let mut sizes = vec![0; labels.iter().map(|&label| label as usize + 1).max().unwrap_or(0)];
    labels.iter().for_each(|&label| sizes[label as usize] += 1);
    sizes
}

fn pairs(count: u64) -> f64 {
    count as f64 * (count as f64 - 1.0) / 2.0
}

/// Adjusted Rand index (Hubert & Arabie 1985, doi:10.1007/BF01908075): 1 for the same grouping, 0 on average by chance.
///
/// (Σ_ij C(n_ij, 2) − E) / ((Σ_i C(a_i, 2) + Σ_j C(b_j, 2))/2 − E), E = Σ_i C(a_i, 2) · Σ_j C(b_j, 2) / C(n, 2).
/// Where the denominator is empty (all together or all apart in both) the groupings are the same: 1. Labels are small
/// numbers; both slices have the same length.
pub fn adjusted_rand_index(a: &[u32], b: &[u32]) -> f64 {
    let table = Contingency::new(a, b);
    let both: f64 = table.cells.iter().map(|&(_, _, count)| pairs(count)).sum();
    let first: f64 = table.rows.iter().map(|&count| pairs(count)).sum();
    let second: f64 = table.columns.iter().map(|&count| pairs(count)).sum();
    let all = pairs(table.n as u64);
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let span = (first + second) / 2.0 - expected;
    if span == 0.0 { 1.0 } else { (both - expected) / span }
}

/// Adjusted mutual information with the arithmetic mean (Vinh, Epps & Bailey 2010, jmlr.org/papers/v11/vinh10a.html).
///
/// (MI − E) / ((H(a) + H(b))/2 − E), where E is the mean of MI under random labelings of the same group sizes. 1 where both
/// labelings put all things in one group, and where both put every thing in a group of its own.
pub fn adjusted_mutual_information(a: &[u32], b: &[u32]) -> f64 {
    let table = Contingency::new(a, b);
    let groups = |sizes: &[u64]| sizes.iter().filter(|&&size| size > 0).count();
    let (rows, columns) = (groups(&table.rows), groups(&table.columns));
    if rows == columns && (rows <= 1 || rows == table.n) {
        return 1.0;
    }
    let n = table.n as f64;
    let mutual: f64 = table
        .cells
        .iter()
        .map(|&(row, column, count)| {
            let (i, j) = (table.rows[row as usize] as f64, table.columns[column as usize] as f64);
            count as f64 / n * libm::log(n * count as f64 / (i * j))
        })
        .sum();
    let expected = expected_mutual_information(&table);
    let mean = (entropy(&table.rows, n) + entropy(&table.columns, n)) / 2.0;
    let span = mean - expected;
    // Rounding can leave a tiny span of either sign where it is really empty.
    if span.abs() < f64::EPSILON { 0.0 } else { (mutual - expected) / span }
}

fn entropy(sizes: &[u64], n: f64) -> f64 {
    sizes.iter().filter(|&&size| size > 0).map(|&size| -(size as f64 / n) * libm::log(size as f64 / n)).sum()
}

fn expected_mutual_information(table: &Contingency) -> f64 {
    let n = table.n;
    let mut log_factorial = vec![0.0; n + 1];
    for k in 1..=n {
        log_factorial[k] = log_factorial[k - 1] + libm::log(k as f64);
    }
    // Groups of equal size give equal terms: sum over distinct sizes, weighted by how many there are.
    let (rows, columns) = (size_counts(&table.rows), size_counts(&table.columns));
    let mut expected = 0.0;
    for &(a, rows_of_size) in &rows {
        for &(b, columns_of_size) in &columns {
            let mut sum = 0.0;
            for both in (a + b).saturating_sub(n).max(1)..=a.min(b) {
                let count = both as f64;
                let information = count / n as f64 * libm::log(n as f64 * count / (a as f64 * b as f64));
                let log_chance = log_factorial[a] + log_factorial[b] + log_factorial[n - a] + log_factorial[n - b]
                    - log_factorial[n]
                    - log_factorial[both]
                    - log_factorial[a - both]
                    - log_factorial[b - both]
                    - log_factorial[n + both - a - b];
                sum += information * libm::exp(log_chance);
            }
            expected += sum * (rows_of_size * columns_of_size) as f64;
        }
    }
    expected
}

fn size_counts(sizes: &[u64]) -> Vec<(usize, usize)> {
    let mut sorted: Vec<usize> = sizes.iter().filter(|&&size| size > 0).map(|&size| size as usize).collect();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
}
