//! Chance: hypergeometric tails and the control of many tests at once.

/// A term, in terms of the highest one, beyond which a tail does not count.
const NEGLIGIBLE: f64 = 1e-25;

/// P(X ≤ observed) for X hypergeometric: `draws` taken from a `population` that holds `successes`.
///
/// Summed from the mode outward by the ratio of successive terms and divided by the sum of all terms, so that no gamma
/// function is needed and the result is good to some 1e-14. Terms fall ever faster away from the mode, so that all beyond
/// one of 1e-25 together are far below that. `successes` and `draws` are at most `population`.
pub fn hypergeometric_lower_tail(population: u64, successes: u64, draws: u64, observed: u64) -> f64 {
    let lowest = (successes + draws).saturating_sub(population);
    let highest = successes.min(draws);
    if observed >= highest {
        return 1.0;
    }
    if observed < lowest {
        return 0.0;
    }
    let (n, k, d) = (population as f64, successes as f64, draws as f64);
    // P(x + 1) / P(x).
    let step = |x: u64| {
        let x = x as f64;
        (k - x) * (d - x) / ((x + 1.0) * (n - k - d + x + 1.0))
    };
    let mode = (((d + 1.0) * (k + 1.0) / (n + 2.0)).floor() as u64).clamp(lowest, highest);
    let (mut below, mut above) = (0.0, 0.0);
    let mut add = |x: u64, term: f64| if x <= observed { below += term } else { above += term };
    add(mode, 1.0);
    let mut term = 1.0;
    for x in (lowest..mode).rev() {
        term /= step(x);
        if term < NEGLIGIBLE {
            break;
        }
        add(x, term);
    }
    term = 1.0;
    for x in mode..highest {
        term *= step(x);
        if term < NEGLIGIBLE {
            break;
        }
        add(x + 1, term);
    }
    below / (below + above)
}

/// q-values of Benjamini & Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x): the least false discovery rate at
/// which a test is still called: q_(i) = min over j ≥ i of p_(j) · count / j, at most 1.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let count = p_values.len();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| p_values[b].total_cmp(&p_values[a]));
    let mut q_values = vec![1.0; count];
    let mut least: f64 = 1.0;
    for (passed, &position) in order.iter().enumerate() {
        let rank = count - passed;
        least = least.min(p_values[position] * count as f64 / rank as f64);
        q_values[position] = least;
    }
    q_values
}

/// The score interval of Wilson (1927, doi:10.1080/01621459.1927.10502953) for a share p = count/of:
/// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with n = `of` and z the quantile of the normal distribution.
///
/// `None` where n = 0. Never outside 0 … 1, and exactly 0 or 1 at the ends where nobody or everybody counts.
pub fn wilson_interval(count: u64, of: u64, z: f64) -> Option<(f64, f64)> {
    if of == 0 {
        return None;
    }
    let n = of as f64;
    let p = count as f64 / n;
    let spread = z * z / n;
    let half = z * (p * (1.0 - p) / n + spread / (4.0 * n)).sqrt();
    let low = (p + spread / 2.0 - half) / (1.0 + spread);
    let high = (p + spread / 2.0 + half) / (1.0 + spread);
    Some((if count == 0 { 0.0 } else { low }, if count == of { 1.0 } else { high }))
}
