//! Groups in which every two belong together, grown from the strongest ties.

use super::numbers::{descending, round12};

/// Two things that belong together, by number; a ≠ b.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    pub a: u32,
    pub b: u32,
    pub strength: f64,
}

/// Divides what is tied into groups of `least` to `most` in which every two are tied: cliques, not chains.
///
/// The ties are tried by strength, strongest first, ties between them to the lowest numbers. A tie of which both ends are
/// still free starts a group; then, as long as the group is smaller than `most`, the free one that is tied to all members
/// and has the largest sum of strengths to them joins (equal: the lowest number). A group of at least `least` stays and its
/// members are no longer free; a smaller one is given up.
///
/// What is guaranteed: every two members are tied; nothing is in two groups; no free one is tied to all members of a group
/// that is smaller than `most`, as far as it was free when the group was made. It is no largest set of groups: that would
/// be hard to compute and harder to explain. Groups come in the order in which they were made, members increasing; there
/// is one tie per pair at most. Time O(m · d · most) at worst for m ties and at most d of them per member.
pub fn tight_groups(ties: &[Tie], least: usize, most: usize) -> Vec<Vec<u32>> {
    let count = ties.iter().map(|tie| tie.a.max(tie.b) as usize + 1).max().unwrap_or(0);
    let mut neighbors: Vec<Vec<(u32, f64)>> = vec![Vec::new(); count];
    for tie in ties {
        neighbors[tie.a as usize].push((tie.b, tie.strength));
        neighbors[tie.b as usize].push((tie.a, tie.strength));
    }
    neighbors.iter_mut().for_each(|list| list.sort_by_key(|&(other, _)| other));
    let mut order: Vec<(u32, u32, f64)> =
        ties.iter().map(|tie| (tie.a.min(tie.b), tie.a.max(tie.b), tie.strength)).collect();
    order.sort_by(|x, y| descending(x.2, y.2).then((x.0, x.1).cmp(&(y.0, y.1))));
    let mut free = vec![true; count];
    let mut groups = Vec::new();
    for (a, b, _) in order {
        if !free[a as usize] || !free[b as usize] {
            continue;
        }
        let mut members = vec![a, b];
        let mut candidates: Vec<(u32, f64)> =
            neighbors[a as usize].iter().copied().filter(|&(other, _)| free[other as usize]).collect();
        add_strengths(&mut candidates, &neighbors[b as usize]);
        while members.len() < most {
            // The first of equals is the lowest: candidates are in order.
            let best = candidates.iter().copied().reduce(|best, one| if one.1 > best.1 { one } else { best });
            let Some((joins, _)) = best else { break };
            members.push(joins);
            add_strengths(&mut candidates, &neighbors[joins as usize]);
        }
        if members.len() >= least {
            members.sort_unstable();
            members.iter().for_each(|&member| free[member as usize] = false);
            groups.push(members);
        }
    }
    groups
}

/// Keeps the candidates that are tied to a new member, with their sums of strengths. Both lists are increasing.
fn add_strengths(candidates: &mut Vec<(u32, f64)>, of_member: &[(u32, f64)]) {
    let mut at = 0;
    candidates.retain_mut(|(other, sum)| {
        while at < of_member.len() && of_member[at].0 < *other {
            at += 1;
        }
        let tied = of_member.get(at).filter(|(tied, _)| tied == other);
        if let Some(&(_, strength)) = tied {
            *sum = round12(*sum + strength);
        }
        tied.is_some()
    });
}
