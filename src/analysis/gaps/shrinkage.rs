//! Ratios that do not let small numbers shout: an empirical Bayes gamma–Poisson shrinker.

use rayon::prelude::*;

use crate::analysis::numbers::round12;

/// Cells that one task sums; fixed, so that sums are the same for any number of threads.
const CHUNK: usize = 4096;

/// Concentrations that are tried: 2^(k/2) for k in this range.
const HALF_POWERS: std::ops::RangeInclusive<i32> = -20..=40;

/// How strongly the ratios of a table agree: the concentration α of the gamma distribution with mean 1 that the true
/// ratios are thought to come from, by maximum likelihood; `None` where they differ no more than chance does (α infinite)
/// or there is nothing to see.
///
/// Observed n_i ~ Poisson(λ_i E_i) and λ_i ~ Gamma(α, α): n_i is negative binomial. The mean is not fitted: expected counts
/// of a table add up to the observed ones. One gamma instead of the mixture of two of DuMouchel (1999,
/// doi:10.1080/00031305.1999.10474456): a table of some hundred cells does not carry five parameters, and of one gamma can
/// be said what it does: it adds α activities to both sides of the ratio. The likelihood is compared with that of α infinite,
/// D(α) = Σ_i [Σ_{j<n_i} ln(1 + j/α) − (α + n_i) ln(1 + E_i/α) + E_i], on a grid of half powers of two from 2^-10 to 2^20;
/// the best is refined by bisection of dD/dα. O(cells) per evaluation, some 150 evaluations.
///
/// `cells` are (observed, expected); those with expected 0 say nothing.
pub fn concentration(cells: &[(u64, f64)]) -> Option<f64> {
    let table = Tally::new(cells);
    let grid: Vec<f64> = HALF_POWERS.map(|k| libm::exp2(f64::from(k) / 2.0)).collect();
    let mut best = (0.0, None);
    for (position, &alpha) in grid.iter().enumerate() {
        let gain = table.gain(alpha);
        if gain > best.0 {
            best = (gain, Some(position));
        }
    }
    let position = best.1?;
    if position + 1 == grid.len() {
        return None;
    }
    if position == 0 {
        return Some(round12(grid[0]));
    }
    let (mut low, mut high) = (grid[position - 1], grid[position + 1]);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if table.slope(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(round12(0.5 * (low + high)))
}

/// The ratio to expect after seeing `own` where `expected` was expected: the posterior mean (own + α) / (expected + α).
///
/// 1 where `concentration` is `None`. With little expected it stays near 1, whatever was found.
pub fn shrunken_ratio(own: u64, expected: f64, concentration: Option<f64>) -> f64 {
    concentration.map_or(1.0, |alpha| round12((own as f64 + alpha) / (expected + alpha)))
}

struct Tally<'a> {
    cells: &'a [(u64, f64)],
    /// `more[j]`: cells with more than j observed.
    more: Vec<u64>,
}

impl<'a> Tally<'a> {
    fn new(cells: &'a [(u64, f64)]) -> Self {
        let most = cells.iter().map(|&(observed, _)| observed).max().unwrap_or(0);
        let mut more = vec![0_u64; most as usize];
        for &(observed, _) in cells {
            if let Some(last) = (observed as usize).checked_sub(1) {
                more[last] += 1;
            }
        }
        for j in (1..more.len()).rev() {
            more[j - 1] += more[j];
        }
        Self { cells, more }
    }

    fn sum(&self, term: impl Fn(u64, f64) -> f64 + Sync) -> f64 {
        let parts: Vec<f64> = self
            .cells
            .par_chunks(CHUNK)
            .map(|chunk| chunk.iter().map(|&(observed, expected)| term(observed, expected)).sum())
            .collect();
        parts.iter().sum()
    }

    /// D(α): log likelihood above that of ratios that are all 1.
    fn gain(&self, alpha: f64) -> f64 {
        let spread: f64 =
            self.more.iter().zip(0_u32..).map(|(&n, j)| n as f64 * libm::log1p(f64::from(j) / alpha)).sum();
        spread - self.sum(|own, expected| (alpha + own as f64) * libm::log1p(expected / alpha) - expected)
    }

    /// dD/dα.
    fn slope(&self, alpha: f64) -> f64 {
        let terms = self.more.iter().zip(0_u32..);
        let spread: f64 = terms.map(|(&n, j)| n as f64 * f64::from(j) / (alpha * (alpha + f64::from(j)))).sum();
        let rest = self.sum(|own, expected| {
            libm::log1p(expected / alpha) - (alpha + own as f64) * expected / (alpha * (alpha + expected))
        });
        -spread - rest
    }
}
