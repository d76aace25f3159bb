//! How many kinds there are, in effect: the Hill number of order 1, as counted and at a common sample size.
//!
//! Twelve types of which one makes up nine tenths are in effect far fewer than twelve. Larger regions show more types
//! only because more was counted; at a common sample size they can be compared.

use crate::analysis::numbers::round12;

/// exp(H), H = −Σ p_i ln p_i with p_i the share of type i (Jost 2006, doi:10.1111/j.2006.0030-1299.14714.x); `None` where
/// nothing was counted. All in one type: 1; k types alike: k.
pub fn effective_types(counts: &[u64]) -> Option<f64> {
    let n: u64 = counts.iter().sum();
    let entropy: f64 = counts.iter().filter(|&&count| count > 0).map(|&count| entropy_term(count, n)).sum();
    (n > 0).then(|| round12(libm::exp(entropy)))
}

/// The Hill number of order 1 in a random sample of `to` out of the n counted, exactly:
/// exp(Σ_{k=1}^{to} −(k/to) ln(k/to) · E f_k), where E f_k = Σ_i P(X_i = k) is the expected number of types met k times and
/// X_i is hypergeometric (population n, successes `counts[i]`, draws `to`) (Chao et al. 2014, doi:10.1890/13-0133.1,
/// interpolation for q = 1). It is exp of the mean entropy over all samples of that size. `None` for `to` = 0 or more
/// than was counted; at `to` = n it is [`effective_types`]. Time O(types · `to`).
pub fn rarefied_types(counts: &[u64], to: u64) -> Option<f64> {
    let n: u64 = counts.iter().sum();
    if to == 0 || to > n {
        return None;
    }
    let expected = |&count: &u64| -> f64 {
        let chances = hypergeometric(n, count, to);
        chances.into_iter().filter(|&(met, _)| met > 0).map(|(met, chance)| chance * entropy_term(met, to)).sum()
    };
    let entropy: f64 = counts.iter().filter(|&&count| count > 0).map(expected).sum();
    Some(round12(libm::exp(entropy)))
}

/// −(k/n) ln(k/n).
fn entropy_term(k: u64, n: u64) -> f64 {
    let share = k as f64 / n as f64;
    -share * libm::log(share)
}

/// (x, P(X = x)) for X hypergeometric: from the mode outward by the ratio of successive terms, then divided by their sum,
/// so that no gamma function is needed. Terms too small for a double are left out.
fn hypergeometric(population: u64, successes: u64, draws: u64) -> Vec<(u64, f64)> {
    let lowest = (successes + draws).saturating_sub(population);
    let highest = successes.min(draws);
    let (n, k, d) = (population as f64, successes as f64, draws as f64);
    // P(x + 1) / P(x).
    let step = |x: u64| {
        let x = x as f64;
        (k - x) * (d - x) / ((x + 1.0) * (n - k - d + x + 1.0))
    };
    let mode = (((d + 1.0) * (k + 1.0) / (n + 2.0)).floor() as u64).clamp(lowest, highest);
    let mut terms = vec![(mode, 1.0)];
    let mut term = 1.0;
    for x in (lowest..mode).rev() {
        term /= step(x);
        if term == 0.0 {
            break;
        }
        terms.push((x, term));
    }
    term = 1.0;
    for x in mode..highest {
        term *= step(x);
        if term == 0.0 {
            break;
        }
        terms.push((x + 1, term));
    }
    terms.sort_by_key(|&(x, _)| x);
    let total: f64 = terms.iter().map(|&(_, term)| term).sum();
    terms.iter_mut().for_each(|(_, term)| *term /= total);
    terms
}
