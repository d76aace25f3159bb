//! Agreement of groupings by counting pairs of pairs, by all permutations, and against outside figures.

use std::collections::BTreeSet;

use ecosysteemkaart::analysis::agreement::{adjusted_mutual_information, adjusted_rand_index};
use proptest::prelude::*;
use serde_json::Value;

use super::support::{close, reference_figures};

/// Adjusted Rand index by counting pairs: those together in both, in one, in the other. `None` for 0/0.
pub fn rand_by_pairs(a: &[usize], b: &[usize]) -> Option<f64> {
    let (mut both, mut first, mut second, mut all) = (0.0, 0.0, 0.0, 0.0);
    for i in 0..a.len() {
        for j in i + 1..a.len() {
            let (here, there) = (a[i] == a[j], b[i] == b[j]);
            both += f64::from(u8::from(here && there));
            first += f64::from(u8::from(here));
            second += f64::from(u8::from(there));
            all += 1.0;
        }
    }
    // A grouping against itself when there are no pairs, or when both are all together or all apart: 0/0.
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let span = (first + second) / 2.0 - expected;
    (span != 0.0).then(|| (both - expected) / span)
}

fn entropy(labels: &[Vec<usize>]) -> f64 {
    let n = labels.len() as f64;
    let distinct: BTreeSet<&Vec<usize>> = labels.iter().collect();
    let share = |label: &Vec<usize>| labels.iter().filter(|other| *other == label).count() as f64 / n;
    distinct.into_iter().map(|label| -share(label) * libm::log(share(label))).sum()
}

/// H(a) + H(b) − H(a, b).
fn mutual_information(a: &[usize], b: &[usize]) -> f64 {
    let single = |labels: &[usize]| labels.iter().map(|&label| vec![label]).collect::<Vec<_>>();
    let joint: Vec<Vec<usize>> = a.iter().zip(b).map(|(&x, &y)| vec![x, y]).collect();
    entropy(&single(a)) + entropy(&single(b)) - entropy(&joint)
}

/// Adjusted mutual information with the expectation over all orders of the second labeling.
pub fn agreement_by_permutations(a: &[usize], b: &[usize]) -> Option<f64> {
    fn each(rest: &mut Vec<usize>, order: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
        if rest.is_empty() {
            return visit(order);
        }
        for position in 0..rest.len() {
            let label = rest.remove(position);
            order.push(label);
            each(rest, order, visit);
            order.pop();
            rest.insert(position, label);
        }
    }
    let (mut sum, mut count) = (0.0, 0.0);
    each(&mut b.to_vec(), &mut Vec::new(), &mut |order| {
        sum += mutual_information(a, order);
        count += 1.0;
    });
    let expected = sum / count;
    let single = |labels: &[usize]| labels.iter().map(|&label| vec![label]).collect::<Vec<_>>();
    let span = (entropy(&single(a)) + entropy(&single(b))) / 2.0 - expected;
    (span.abs() > 1e-12).then(|| (mutual_information(a, b) - expected) / span)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn agreement_counts_pairs_and_averages_over_all_orders(
        (a, b) in (1_usize..=6).prop_flat_map(|n| {
            let labels = || proptest::collection::vec(0_usize..4, n);
            (labels(), labels())
        })
    ) {
        let narrow = |labels: &[usize]| labels.iter().map(|&label| label as u32).collect::<Vec<_>>();
        let (narrow_a, narrow_b) = (narrow(&a), narrow(&b));
        if let Some(expected) = rand_by_pairs(&a, &b) {
            prop_assert!(close(adjusted_rand_index(&narrow_a, &narrow_b), expected));
        }
        if let Some(expected) = agreement_by_permutations(&a, &b) {
            prop_assert!(close(adjusted_mutual_information(&narrow_a, &narrow_b), expected));
        }
    }
}

#[test]
fn agreement_is_that_of_the_reference_figures() {
    let cases = reference_figures("ari.json");
    let labels = |value: &Value| -> Vec<u32> {
        value.as_array().expect("labels").iter().map(|label| label.as_u64().expect("a label") as u32).collect()
    };
    let mut compared = 0;
    for case in cases["cases"].as_array().expect("cases") {
        let (a, b) = (labels(&case["a"]), labels(&case["b"]));
        // Where the exact value is null it is 0/0 and the library's is a convention.
        if !case["adjustedRandExact"].is_null() {
            assert!(close(adjusted_rand_index(&a, &b), case["adjustedRand"].as_f64().expect("a number")), "{case}");
            compared += 1;
        }
        if !case["adjustedMutualInformationPlain"].is_null() {
            let expected = case["adjustedMutualInformation"].as_f64().expect("a number");
            assert!(close(adjusted_mutual_information(&a, &b), expected), "{case}");
            compared += 1;
        }
    }
    assert!(compared >= 20);
}
