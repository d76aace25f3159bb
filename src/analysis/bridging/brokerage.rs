//! Brokerage between actors that are not linked themselves, by the groups of the three (Gould & Fernandez 1989).
//!
//! Open triads are counted by group and never listed: per actor all pairs of its neighbors minus the linked ones.

use rayon::prelude::*;

use crate::analysis::numbers::{ratio, round12};
use crate::network::Projection;

/// What an actor is between two others a and b that are not linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrokerageRole {
    /// All three of one group.
    Coordinator,
    /// a and b of one group, the broker of another.
    Itinerant,
    /// The broker of the group of exactly one of them. Links have no direction, so gatekeeper and representative are one.
    Gatekeeper,
    /// Three groups.
    Liaison,
}

impl BrokerageRole {
    /// Every role, in the order of [`ActorBrokerage::roles`].
    pub const ALL: [Self; 4] = [Self::Coordinator, Self::Itinerant, Self::Gatekeeper, Self::Liaison];
}

/// How often a role is played beside what chance would give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoleScore {
    /// Open triads in which the actor plays the role.
    pub count: u64,
    /// Mean of `count` over all ways to hand out the group labels anew.
    pub expected: f64,
    /// count / expected; `None` where nothing is expected.
    pub ratio: Option<f64>,
}

/// Brokerage of one actor.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorBrokerage {
    /// Pairs of its neighbors that are not linked.
    pub open_triads: u64,
    /// Those of them in which the actor or a neighbor has no group: left out of the roles.
    pub ungrouped: u64,
    /// One score per [`BrokerageRole::ALL`]; `None` where the actor has no group.
    pub roles: Option<[RoleScore; 4]>,
}

/// Brokerage of all actors together.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerageTotal {
    /// Groups that occur, and actors that have one.
    pub groups: usize,
    pub grouped_actors: usize,
    pub open_triads: u64,
    /// Open triads in which somebody has no group: left out of the roles.
    pub ungrouped: u64,
    /// Sums over actors with their ratio, one per [`BrokerageRole::ALL`].
    pub roles: [RoleScore; 4],
}

/// The result of [`brokerage`].
#[derive(Debug, Clone, PartialEq)]
pub struct Brokerage {
    pub total: BrokerageTotal,
    /// Per actor of the projection.
    pub actors: Vec<ActorBrokerage>,
}

/// Counts brokerage roles on the unweighted projection.
///
/// An open triad is an actor v with an unordered pair {a, b} of its neighbors that are not linked; each counts once. Its
/// role depends on the groups of the three (see [`BrokerageRole`]); a triad in which one has no group is left out and
/// counted as such.
///
/// Against chance the links stay and the labels of the N actors that have a group are dealt out anew, all ways equally
/// likely. Any three distinct actors then have groups (g, h, i) as three draws without replacement from the group sizes s,
/// and v's expectation of a role is T_v · W/D: T_v its open triads of three grouped actors, D = N(N−1)(N−2), and W =
/// Σ s(s−1)(s−2) for coordinator, Σ s(s−1)(N−s) for itinerant, twice that for gatekeeper, and for liaison the rest of D.
///
/// Source: Gould & Fernandez 1989, doi:10.2307/270949. Their roles are for directed links; here links have none, so that
/// their gatekeeper and representative fall together. Undefined: ratio where nothing is expected, roles of an actor
/// without a group.
///
/// `groups` has a label per actor of the projection. Time O(Σ degree²), space O(n) per thread.
pub fn brokerage(projection: &Projection, groups: &[Option<u32>]) -> Brokerage {
    let labels = Labels::new(groups);
    let counts: Vec<Triads> = (0..projection.actor_count())
        .into_par_iter()
        .map_init(
            || Counter::new(projection.actor_count(), labels.sizes.len()),
            |counter, actor| counter.triads(projection, &labels, actor),
        )
        .collect();
    let chance = Chance::new(&labels.sizes);
    let mut total = Triads::default();
    let mut actors = Vec::with_capacity(counts.len());
    for (actor, triads) in counts.iter().enumerate() {
        total.open += triads.open;
        for (sum, count) in total.roles.iter_mut().zip(triads.roles) {
            *sum += count;
        }
        actors.push(ActorBrokerage {
            open_triads: triads.open,
            ungrouped: triads.ungrouped(),
            roles: (labels.of[actor] != UNGROUPED).then(|| chance.scores(triads.roles)),
        });
    }
    let total = BrokerageTotal {
        groups: labels.sizes.len(),
        grouped_actors: labels.of.iter().filter(|&&label| label != UNGROUPED).count(),
        open_triads: total.open,
        ungrouped: total.ungrouped(),
        roles: chance.scores(total.roles),
    };
    Brokerage { total, actors }
}

const UNGROUPED: u32 = u32::MAX;

/// Groups numbered from 0 without gaps, with their sizes.
struct Labels {
    of: Vec<u32>,
    sizes: Vec<u64>,
}

impl Labels {
    fn new(groups: &[Option<u32>]) -> Self {
        let mut distinct: Vec<u32> = groups.iter().copied().flatten().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut sizes = vec![0; distinct.len()];
        let number = |group: &Option<u32>| match group.and_then(|group| distinct.binary_search(&group).ok()) {
            Some(position) => {
                sizes[position] += 1;
                position as u32
            }
            None => UNGROUPED,
        };
        let of = groups.iter().map(number).collect();
        Self { of, sizes }
    }
}

/// Open triads of one actor, and those of grouped actors by role.
#[derive(Debug, Clone, Copy, Default)]
struct Triads {
    open: u64,
    roles: [u64; 4],
}

impl Triads {
    fn ungrouped(&self) -> u64 {
        self.open - self.roles.iter().sum::<u64>()
    }
}

/// Dense marks and counts of one thread, clean between actors.
struct Counter {
    is_neighbor: Vec<bool>,
    in_group: Vec<u64>,
}

impl Counter {
    fn new(actors: usize, groups: usize) -> Self {
        Self { is_neighbor: vec![false; actors], in_group: vec![0; groups] }
    }

    fn triads(&mut self, projection: &Projection, labels: &Labels, broker: usize) -> Triads {
        let neighbors = projection.neighbors_of(broker);
        let own = labels.of[broker];
        let pairs = self.pairs(neighbors, labels, own);
        let linked = self.linked_pairs(projection, neighbors, labels, own);
        let mut roles = pairs.roles;
        for (count, linked) in roles.iter_mut().zip(linked.roles) {
            *count -= linked;
        }
        Triads { open: pairs.open - linked.open, roles }
    }

    /// All pairs of neighbors by the role that they would give the broker.
    fn pairs(&mut self, neighbors: &[u32], labels: &Labels, own: u32) -> Triads {
        let all = choose2(neighbors.len() as u64);
        if own == UNGROUPED {
            return Triads { open: all, roles: [0; 4] };
        }
        let groups = || neighbors.iter().map(|&neighbor| labels.of[neighbor as usize]).filter(|&g| g != UNGROUPED);
        groups().for_each(|group| self.in_group[group as usize] += 1);
        let mut same_other = 0;
        let mut others = 0;
        let inside = std::mem::take(&mut self.in_group[own as usize]);
        for group in groups() {
            let members = std::mem::take(&mut self.in_group[group as usize]);
            same_other += choose2(members);
            others += members;
        }
        Triads { open: all, roles: [choose2(inside), same_other, inside * others, choose2(others) - same_other] }
    }

    /// The pairs among them that are linked: triangles of the broker.
    fn linked_pairs(&mut self, projection: &Projection, neighbors: &[u32], labels: &Labels, own: u32) -> Triads {
        let mut linked = Triads::default();
        neighbors.iter().for_each(|&neighbor| self.is_neighbor[neighbor as usize] = true);
        for &a in neighbors {
            let row = projection.neighbors_of(a as usize);
            let higher = &row[row.partition_point(|&b| b <= a)..];
            let group = labels.of[a as usize];
            for &b in higher.iter().filter(|&&b| self.is_neighbor[b as usize]) {
                linked.open += 1;
                if let Some(role) = role(own, group, labels.of[b as usize]) {
                    linked.roles[role as usize] += 1;
                }
            }
        }
        neighbors.iter().for_each(|&neighbor| self.is_neighbor[neighbor as usize] = false);
        linked
    }
}

/// The role of a broker of group `own` between actors of groups `a` and `b`.
fn role(own: u32, a: u32, b: u32) -> Option<BrokerageRole> {
    if own == UNGROUPED || a == UNGROUPED || b == UNGROUPED {
        return None;
    }
    Some(match (a == own, b == own) {
        (true, true) => BrokerageRole::Coordinator,
        (true, false) | (false, true) => BrokerageRole::Gatekeeper,
        (false, false) if a == b => BrokerageRole::Itinerant,
        (false, false) => BrokerageRole::Liaison,
    })
}

fn choose2(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// The ways to draw the groups of three distinct actors, in all and per role.
struct Chance {
    all: u128,
    roles: [u128; 4],
}

impl Chance {
    fn new(sizes: &[u64]) -> Self {
        let n: u128 = sizes.iter().map(|&size| u128::from(size)).sum();
        let ordered = |n: u128| n * n.saturating_sub(1) * n.saturating_sub(2);
        let (mut coordinator, mut itinerant) = (0, 0);
        for size in sizes.iter().map(|&size| u128::from(size)) {
            coordinator += ordered(size);
            itinerant += size * size.saturating_sub(1) * (n - size);
        }
        let all = ordered(n);
        // The single one can be a or b, and each draw of three has exactly one pattern.
        let gatekeeper = 2 * itinerant;
        Self { all, roles: [coordinator, itinerant, gatekeeper, all - coordinator - itinerant - gatekeeper] }
    }

    fn scores(&self, counts: [u64; 4]) -> [RoleScore; 4] {
        let triads = u128::from(counts.iter().sum::<u64>());
        BrokerageRole::ALL.map(|role| {
            let (count, ways) = (counts[role as usize], self.roles[role as usize]);
            // Whole numbers until the one division; without grouped triads nothing is expected.
            let expected = ratio((triads * ways) as f64, self.all as f64).unwrap_or(0.0);
            let ratio = ratio((u128::from(count) * self.all) as f64, (triads * ways) as f64);
            RoleScore { count, expected: round12(expected), ratio }
        })
    }
}
