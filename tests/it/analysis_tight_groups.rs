//! Groups in which every two are tied, against the rule read word by word.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::tight_groups::{Tie, tight_groups};
use proptest::prelude::*;

use super::support::round12;

/// Strength per pair of names.
pub type Ties = BTreeMap<(String, String), f64>;

fn strength(ties: &Ties, x: &str, y: &str) -> Option<f64> {
    let pair = if x < y { (x.to_owned(), y.to_owned()) } else { (y.to_owned(), x.to_owned()) };
    ties.get(&pair).copied()
}

/// The rule: strongest tie with free ends first; whoever is tied to all members, and most strongly, joins.
pub fn groups_by_the_rule(ties: &Ties, least: usize, most: usize) -> Vec<BTreeSet<String>> {
    let names: BTreeSet<&String> = ties.keys().flat_map(|(x, y)| [x, y]).collect();
    let mut left: Vec<(&(String, String), f64)> = ties.iter().map(|(pair, strength)| (pair, *strength)).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let mut best = 0;
        for place in 1..left.len() {
            if left[place].1 > left[best].1 {
                best = place;
            }
        }
        let ((x, y), _) = left.remove(best);
        if taken.contains(x) || taken.contains(y) {
            continue;
        }
        let mut group = BTreeSet::from([x.clone(), y.clone()]);
        while group.len() < most {
            let mut joins: Option<(f64, &String)> = None;
            for name in names.iter().filter(|name| !taken.contains(**name) && !group.contains(**name)) {
                let strengths: Option<Vec<f64>> = group.iter().map(|member| strength(ties, name, member)).collect();
                let Some(strengths) = strengths else { continue };
                let sum = round12(strengths.iter().sum());
                if joins.is_none_or(|(most, _)| sum > most) {
                    joins = Some((sum, name));
                }
            }
            let Some((_, name)) = joins else { break };
            group.insert(name.clone());
        }
        if group.len() >= least {
            taken.extend(group.iter().cloned());
            groups.push(group);
        }
    }
    groups
}

fn name(number: u32) -> String {
    format!("{number:02}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn groups_are_those_of_the_rule(
        chosen in proptest::collection::btree_map((0_u32..14, 0_u32..14), 1_u8..5, 0..70),
        least in 2_usize..5,
        room in 0_usize..4,
    ) {
        let mut ties: Ties = BTreeMap::new();
        for ((x, y), quarters) in chosen {
            if x != y {
                ties.insert((name(x.min(y)), name(x.max(y))), f64::from(quarters) / 4.0);
            }
        }
        let number = |name: &String| name.parse::<u32>().expect("a number");
        // Either end may come first, and the ties in any order.
        let mut listed: Vec<Tie> = ties.iter().enumerate().map(|(place, ((x, y), &strength))| {
            let (a, b) = (number(x), number(y));
            if place % 2 == 0 { Tie { a, b, strength } } else { Tie { a: b, b: a, strength } }
        }).collect();
        listed.reverse();
        let most = least + room;
        let found = tight_groups(&listed, least, most);
        let expected: Vec<Vec<u32>> = groups_by_the_rule(&ties, least, most)
            .iter().map(|group| group.iter().map(number).collect()).collect();
        prop_assert_eq!(&found, &expected);
        // What the rule promises.
        let mut seen = BTreeSet::new();
        for group in &found {
            prop_assert!((least..=most).contains(&group.len()));
            for &x in group {
                prop_assert!(seen.insert(x), "{} is in two groups", x);
                for &y in group {
                    prop_assert!(x == y || strength(&ties, &name(x), &name(y)).is_some());
                }
            }
        }
    }
}

#[test]
fn the_strongest_pair_goes_first_and_takes_who_fits_it_best() {
    let tie = |a, b, strength| Tie { a, b, strength };
    // 1–2 is strongest. 0 and 3 are tied to both and not to each other: 3 fits better (1.5 against 1.2).
    let ties = [tie(1, 2, 0.9), tie(0, 1, 0.6), tie(0, 2, 0.6), tie(3, 1, 0.7), tie(3, 2, 0.8), tie(0, 4, 0.5)];
    assert_eq!(tight_groups(&ties, 2, 12), [vec![1, 2, 3], vec![0, 4]]);
    assert_eq!(tight_groups(&ties, 3, 12), [vec![1, 2, 3]]);
    assert_eq!(tight_groups(&ties, 2, 2), [vec![1, 2], vec![0, 4]]);
    assert!(tight_groups(&ties, 4, 12).is_empty() && tight_groups(&[], 2, 12).is_empty());
    // A chain is no group.
    assert_eq!(tight_groups(&[tie(0, 1, 0.5), tie(1, 2, 0.5), tie(2, 3, 0.5)], 2, 12), [vec![0, 1], vec![2, 3]]);
}
