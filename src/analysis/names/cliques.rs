//! Groups of names that are all alike: cliques, not chains.

use std::collections::BTreeMap;

/// Groups of two or more in which every two are a pair, sorted. `pairs` are (a, b) with a < b, the best first: complete
/// linkage joins groups in that order, as long as all pairs across them are there.
pub fn cliques(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let known: std::collections::BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for member in pairs.iter().flat_map(|&(a, b)| [a, b]) {
        group_of.insert(member, member);
        groups.insert(member, vec![member]);
    }
    for (a, b) in pairs {
        let (Some(&one), Some(&other)) = (group_of.get(a), group_of.get(b)) else { continue };
        if one == other {
            continue;
        }
        let (Some(left), Some(right)) = (groups.get(&one), groups.get(&other)) else { continue };
        let is_pair = |&a: &usize| right.iter().all(|&b| known.contains(&(a.min(b), a.max(b))));
        if left.iter().all(is_pair) {
            let moved = groups.remove(&other).unwrap_or_default();
            moved.iter().for_each(|&member| _ = group_of.insert(member, one));
            groups.entry(one).or_default().extend(moved);
        }
    }
    let mut found: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    found.iter_mut().for_each(|group| group.sort_unstable());
    found.sort();
    found
}
