//! Matching of clusters: against every matching there is, against scipy, and by hand.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::cluster_matching::{
    ClusterChange, ClusterMatching, Compared, carried_ids, match_clusters,
};
use proptest::prelude::*;

use super::support::{close, reference_figures};

type Groups = Vec<Vec<String>>;

fn groups(lists: &[&[&str]]) -> Groups {
    lists.iter().map(|list| list.iter().map(ToString::to_string).collect()).collect()
}

/// Groups of equal labels; `None` is in no group.
fn grouping(labels: &[Option<u8>]) -> Groups {
    let mut found: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for (actor, label) in labels.iter().enumerate() {
        if let Some(label) = label {
            found.entry(*label).or_default().push(format!("a{actor}"));
        }
    }
    found.into_values().collect()
}

fn set(group: &[String]) -> BTreeSet<String> {
    group.iter().cloned().collect()
}

/// Shared members and members of either.
fn jaccard(a: &BTreeSet<String>, b: &BTreeSet<String>) -> (usize, usize) {
    (a.intersection(b).count(), a.union(b).count())
}

/// The most that the Jaccard indices of at least one half can add up to, over every matching.
fn heaviest(earlier: &[BTreeSet<String>], later: &[BTreeSet<String>], taken: &mut Vec<bool>) -> f64 {
    let Some((first, rest)) = earlier.split_first() else { return 0.0 };
    let mut most = heaviest(rest, later, taken);
    for (position, other) in later.iter().enumerate() {
        let (shared, either) = jaccard(first, other);
        if !taken[position] && shared > 0 && 2 * shared >= either {
            taken[position] = true;
            most = most.max(shared as f64 / either as f64 + heaviest(rest, later, taken));
            taken[position] = false;
        }
    }
    most
}

fn pairs(found: &ClusterMatching) -> Vec<(usize, usize)> {
    let pairs = found.predecessor.iter().enumerate().filter_map(|(later, earlier)| Some(((*earlier)?, later)));
    pairs.collect()
}

fn changes(found: &ClusterMatching) -> Vec<(ClusterChange, Vec<usize>, Vec<usize>)> {
    found.events.iter().map(|event| (event.change, event.earlier.clone(), event.later.clone())).collect()
}

fn labels() -> impl Strategy<Value = Vec<Option<u8>>> {
    proptest::collection::vec(prop_oneof![1 => Just(None), 6 => (0_u8..4).prop_map(Some)], 12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_matching_weighs_more(before in labels(), after in labels(), moved in 0_usize..13, in_both in any::<bool>()) {
        // Mostly the same labels, so that there is something to match.
        let after: Vec<Option<u8>> =
            before.iter().zip(&after).enumerate().map(|(at, (b, a))| if at < moved { *a } else { *b }).collect();
        let (earlier, later) = (grouping(&before), grouping(&after));
        let compared = if in_both { Compared::InBoth } else { Compared::Everyone };
        let found = match_clusters(&earlier, &later, compared);
        let common: BTreeSet<String> =
            set(&earlier.concat()).intersection(&set(&later.concat())).cloned().collect();
        let counted = |groups: &Groups| -> Vec<BTreeSet<String>> {
            groups.iter().map(|group| if in_both { &set(group) & &common } else { set(group) }).collect()
        };
        let (a, b) = (counted(&earlier), counted(&later));
        let mut weight = 0.0;
        for (from, to) in pairs(&found) {
            let (shared, either) = jaccard(&a[from], &b[to]);
            prop_assert!(2 * shared >= either && shared > 0);
            prop_assert_eq!(found.successor[from], Some(to));
            weight += shared as f64 / either as f64;
        }
        prop_assert_eq!(found.successor.iter().flatten().count(), pairs(&found).len());
        prop_assert!(close(weight, heaviest(&a, &b, &mut vec![false; b.len()])));

        let mut flows = Vec::new();
        for (from, group) in a.iter().enumerate() {
            for (to, other) in b.iter().enumerate() {
                let (shared, either) = jaccard(group, other);
                if shared > 0 {
                    flows.push((from, to, shared, super::support::round12(shared as f64 / either as f64)));
                }
            }
        }
        let told: Vec<_> = found.flows.iter().map(|flow| (flow.earlier, flow.later, flow.shared, flow.jaccard)).collect();
        prop_assert_eq!(told, flows);

        // A part of another: at least half of its members are in it.
        let part = |small: &BTreeSet<String>, large: &BTreeSet<String>| {
            let shared = small.intersection(large).count();
            shared > 0 && 2 * shared >= small.len()
        };
        let mut wanted = Vec::new();
        let (mut gone, mut new): (BTreeSet<usize>, BTreeSet<usize>) = ((0..a.len()).collect(), (0..b.len()).collect());
        for (from, to) in found.successor.iter().enumerate().filter_map(|(from, to)| Some((from, (*to)?))) {
            wanted.push((ClusterChange::Continued, vec![from], vec![to]));
            gone.remove(&from);
            new.remove(&to);
        }
        for (from, whole) in a.iter().enumerate() {
            let parts: Vec<usize> = (0..b.len()).filter(|&to| part(&b[to], whole)).collect();
            if parts.len() >= 2 {
                gone.remove(&from);
                new.retain(|to| !parts.contains(to));
                wanted.push((ClusterChange::Split, vec![from], parts));
            }
        }
        for (to, whole) in b.iter().enumerate() {
            let sources: Vec<usize> = (0..a.len()).filter(|&from| part(&a[from], whole)).collect();
            if sources.len() >= 2 {
                new.remove(&to);
                gone.retain(|from| !sources.contains(from));
                wanted.push((ClusterChange::Merged, sources, vec![to]));
            }
        }
        wanted.extend(gone.into_iter().map(|from| (ClusterChange::Ended, vec![from], vec![])));
        wanted.extend(new.into_iter().map(|to| (ClusterChange::Began, vec![], vec![to])));
        prop_assert_eq!(changes(&found), wanted);
    }

    #[test]
    fn pairs_do_not_depend_on_the_order_of_clusters(before in labels(), after in labels(), turn in 0_usize..4) {
        let (earlier, later) = (grouping(&before), grouping(&after));
        let named = |earlier: &Groups, later: &Groups| -> BTreeSet<(Vec<String>, Vec<String>)> {
            let found = match_clusters(earlier, later, Compared::Everyone);
            pairs(&found).into_iter().map(|(from, to)| (earlier[from].clone(), later[to].clone())).collect()
        };
        let turned = |groups: &Groups| -> Groups {
            let mut turned = groups.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
            }
            turned
        };
        prop_assert_eq!(named(&earlier, &later), named(&turned(&earlier), &turned(&later)));
    }

    #[test]
    fn ids_are_kept_and_never_shared(before in labels(), after in labels()) {
        let (earlier, later) = (grouping(&before), grouping(&after));
        let ids: Vec<&String> = earlier.iter().filter_map(|group| group.iter().min()).collect();
        let found = match_clusters(&earlier, &later, Compared::Everyone);
        let carried = carried_ids(&ids, &later, &found.predecessor);
        prop_assert_eq!(carried.iter().collect::<BTreeSet<_>>().len(), later.len());
        let kept: BTreeSet<&String> = found.predecessor.iter().flatten().map(|&from| ids[from]).collect();
        for (to, id) in carried.iter().enumerate() {
            match found.predecessor[to] {
                Some(from) => prop_assert_eq!(id, ids[from]),
                None => {
                    let free = later[to].iter().filter(|member| !kept.contains(member)).min();
                    prop_assert!(free.is_none_or(|free| free == id), "{id} {free:?}");
                }
            }
        }
    }
}

#[test]
fn scipy_finds_nothing_heavier() {
    let figures = reference_figures("matching.json");
    let cases = figures["cases"].as_array().expect("cases");
    let mut at_one_half = 0;
    for case in cases {
        let read = |key: &str| -> Groups { serde_json::from_value(case[key].clone()).expect("groups of ids") };
        let (earlier, later) = (read("earlier"), read("later"));
        let found = match_clusters(&earlier, &later, Compared::Everyone);
        assert_eq!(pairs(&found).len() as u64, case["pairs"].as_u64().expect("a number"));
        let weight: f64 = pairs(&found)
            .into_iter()
            .map(|(from, to)| {
                let (shared, either) = jaccard(&set(&earlier[from]), &set(&later[to]));
                at_one_half += usize::from(2 * shared == either);
                shared as f64 / either as f64
            })
            .sum();
        let wanted = case["weight"][0].as_f64().expect("a number") / case["weight"][1].as_f64().expect("a number");
        assert!(close(weight, wanted), "{weight} {wanted}");
    }
    assert!(cases.len() >= 50 && at_one_half > 0);
}

#[test]
fn of_two_equal_halves_the_lowest_continues() {
    let whole = groups(&[&["a", "b", "c", "d"]]);
    // By bytes "10" comes before "9", whatever the order in which the halves are listed.
    let halves = groups(&[&["b", "d"], &["a", "c"]]);
    let found = match_clusters(&whole, &halves, Compared::Everyone);
    assert_eq!(found.predecessor, [None, Some(0)]);
    assert_eq!(
        changes(&found),
        [(ClusterChange::Continued, vec![0], vec![1]), (ClusterChange::Split, vec![0], vec![0, 1])]
    );
    let back = match_clusters(&halves, &whole, Compared::Everyone);
    assert_eq!(back.predecessor, [Some(1)]);
    assert_eq!(
        changes(&back),
        [(ClusterChange::Continued, vec![1], vec![0]), (ClusterChange::Merged, vec![0, 1], vec![0])]
    );
}

#[test]
fn newcomers_count_unless_only_those_in_both_are_compared() {
    let (earlier, later) = (groups(&[&["a", "b"]]), groups(&[&["a", "b", "v", "w", "x"]]));
    // 2 of 5: less than one half.
    let all = match_clusters(&earlier, &later, Compared::Everyone);
    assert_eq!(changes(&all), [(ClusterChange::Ended, vec![0], vec![]), (ClusterChange::Began, vec![], vec![0])]);
    let both = match_clusters(&earlier, &later, Compared::InBoth);
    assert_eq!(changes(&both), [(ClusterChange::Continued, vec![0], vec![0])]);
    assert!(close(both.flows[0].jaccard, 1.0));
}

#[test]
fn an_id_stays_with_the_cluster_that_continues() {
    // a moved to a new cluster; the cluster that was named after it goes on.
    let earlier = groups(&[&["a", "b", "c", "d"], &["x"]]);
    let later = groups(&[&["b", "c", "d"], &["a", "x", "y", "z"]]);
    let found = match_clusters(&earlier, &later, Compared::Everyone);
    assert_eq!(found.predecessor, [Some(0), None]);
    assert_eq!(carried_ids(&["a", "x"], &later, &found.predecessor), ["a", "x"]);
    // Nothing left but ids in use: the lowest gets a number.
    let later = groups(&[&["b", "c", "d"], &["a"]]);
    assert_eq!(carried_ids(&["a"], &later, &[Some(0), None]), ["a", "a-2"]);
}

#[test]
fn nothing_matches_nothing() {
    let none: Groups = Vec::new();
    assert_eq!(match_clusters(&none, &none, Compared::Everyone), ClusterMatching::default());
    let one = groups(&[&["a"]]);
    assert_eq!(changes(&match_clusters(&one, &none, Compared::InBoth)), [(ClusterChange::Ended, vec![0], vec![])]);
    assert_eq!(changes(&match_clusters(&none, &one, Compared::InBoth)), [(ClusterChange::Began, vec![], vec![0])]);
}
