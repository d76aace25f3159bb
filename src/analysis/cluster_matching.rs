//! Which clusters of a later version continue which of an earlier one, and what became of the others.
//!
//! Clusters are lists of actor ids, so that two versions, or a scenario and the data it started from, can be held side by
//! side whatever positions their actors have.
//!
//! **Continued**: the pairs of a maximum-weight matching on the Jaccard index |A ∩ B| / |A ∪ B| among pairs with at least
//! [`LEAST_JACCARD`]. The other events follow Greene, Doyle & Cunningham (2010, doi:10.1109/ASONAM.2010.17), who let one
//! cluster match several; since two disjoint clusters cannot both have a Jaccard index above one half with a third, here a
//! cluster is *part of* another when at least half of its members are in it. **Split**: at least two later clusters are
//! part of the earlier one. **Merge**: at least two earlier clusters are part of the later one. **Death**, **birth**: none
//! of these. A cluster can be continued and split at once: the main part continues it, the others split off.

use std::collections::BTreeMap;

use super::clusters::{Clusters, Member};
use super::numbers::ratio;
use crate::ecosystem::Ecosystem;

/// Least Jaccard index of clusters that continue each other.
pub const LEAST_JACCARD: f64 = 0.5;

/// Which members are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compared {
    /// All: an actor that came or went makes clusters less alike.
    #[default]
    Everyone,
    /// Only those that are in a cluster on both sides: who came or went does not count.
    InBoth,
}

/// Members that an earlier and a later cluster have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub earlier: usize,
    pub later: usize,
    pub shared: usize,
    /// Shared members divided by the members of either.
    pub jaccard: f64,
}

/// What happened to clusters between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClusterChange {
    Continued,
    Split,
    Merged,
    Ended,
    Began,
}

impl ClusterChange {
    pub fn code(self) -> &'static str {
        match self {
            Self::Continued => "continued",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Ended => "ended",
            Self::Began => "began",
        }
    }
}

/// One event, with the clusters on both sides, in increasing order of position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterEvent {
    pub change: ClusterChange,
    /// One, or none for a birth, or several that merged.
    pub earlier: Vec<usize>,
    /// One, or none for a death, or the several of a split.
    pub later: Vec<usize>,
}

/// The result of [`match_clusters`]. Clusters are positions in the lists that were given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClusterMatching {
    /// Per later cluster, the earlier one that it continues.
    pub predecessor: Vec<Option<usize>>,
    /// Per earlier cluster, the later one that continues it.
    pub successor: Vec<Option<usize>>,
    /// Every pair that shares a member, by earlier, then later.
    pub flows: Vec<Flow>,
    /// By kind, then earlier, then later.
    pub events: Vec<ClusterEvent>,
}

/// The ids of the members of each cluster, as [`match_clusters`] takes them.
pub fn member_ids<'a>(ecosystem: &'a Ecosystem, clusters: &Clusters) -> Vec<Vec<&'a str>> {
    let id = |member: &Member| &*ecosystem.actors()[member.actor].id;
    clusters.clusters.iter().map(|cluster| cluster.members.iter().map(id).collect()).collect()
}

/// Matches the clusters of two partitions. Each actor id is in one cluster of a side at most.
///
/// From a Jaccard index of one half on the matching needs no search. If A (disjoint clusters A, A' before, B, B' after)
/// can be matched with both B and B', then |A ∩ B| ≥ |A ∪ B|/2 ≥ |A|/2 and the same for B', and since these parts of A are
/// disjoint, B and B' are exactly the halves of A, at one half each, and can be matched with no other. So taking pairs
/// from the highest index down has maximum weight; of two equal halves the one with the lowest member id is taken.
/// Time O(members · log members).
pub fn match_clusters<S: AsRef<str>>(earlier: &[Vec<S>], later: &[Vec<S>], compared: Compared) -> ClusterMatching {
    let table = Table::new(earlier, later, compared);
    let mut candidates: Vec<&Flow> = table.flows.iter().filter(|flow| table.may_continue(flow)).collect();
    let least = |clusters: &[Vec<S>], cluster: usize| clusters[cluster].iter().map(|id| id.as_ref().to_owned()).min();
    candidates.sort_by_cached_key(|flow| {
        // Above one half candidates share no cluster, so only those at one half need an order among themselves.
        (least(earlier, flow.earlier), least(later, flow.later))
    });
    let (mut predecessor, mut successor) = (vec![None; later.len()], vec![None; earlier.len()]);
    for flow in candidates {
        if predecessor[flow.later].is_none() && successor[flow.earlier].is_none() {
            predecessor[flow.later] = Some(flow.earlier);
            successor[flow.earlier] = Some(flow.later);
        }
    }
    let events = table.events(&predecessor, &successor);
    ClusterMatching { predecessor, successor, flows: table.flows, events }
}

/// Counted members per cluster, and shared ones per pair.
struct Table {
    earlier_sizes: Vec<usize>,
    later_sizes: Vec<usize>,
    flows: Vec<Flow>,
}

impl Table {
    fn new<S: AsRef<str>>(earlier: &[Vec<S>], later: &[Vec<S>], compared: Compared) -> Self {
        let home: BTreeMap<&str, usize> =
            earlier.iter().enumerate().flat_map(|(at, ids)| ids.iter().map(move |id| (id.as_ref(), at))).collect();
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (to, ids) in later.iter().enumerate() {
            for from in ids.iter().filter_map(|id| home.get(id.as_ref())) {
                *shared.entry((*from, to)).or_default() += 1;
            }
        }
        let sizes = |clusters: &[Vec<S>], side: fn(&(usize, usize)) -> usize| -> Vec<usize> {
            match compared {
                Compared::Everyone => clusters.iter().map(Vec::len).collect(),
                Compared::InBoth => {
                    let mut sizes = vec![0; clusters.len()];
                    shared.iter().for_each(|(pair, count)| sizes[side(pair)] += count);
                    sizes
                }
            }
        };
        let (earlier_sizes, later_sizes) = (sizes(earlier, |pair| pair.0), sizes(later, |pair| pair.1));
        let flow = |(&(earlier, later), &shared): (&(usize, usize), &usize)| Flow {
            earlier,
            later,
            shared,
            jaccard: ratio(shared as f64, (earlier_sizes[earlier] + later_sizes[later] - shared) as f64).unwrap_or(0.0),
        };
        let flows = shared.iter().map(flow).collect();
        Self { earlier_sizes, later_sizes, flows }
    }

    /// Jaccard ≥ one half, in whole numbers.
    fn may_continue(&self, flow: &Flow) -> bool {
        3 * flow.shared >= self.earlier_sizes[flow.earlier] + self.later_sizes[flow.later]
    }

    fn events(&self, predecessor: &[Option<usize>], successor: &[Option<usize>]) -> Vec<ClusterEvent> {
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); successor.len()];
        let mut sources: Vec<Vec<usize>> = vec![Vec::new(); predecessor.len()];
        for flow in &self.flows {
            if 2 * flow.shared >= self.later_sizes[flow.later] {
                parts[flow.earlier].push(flow.later);
            }
            if 2 * flow.shared >= self.earlier_sizes[flow.earlier] {
                sources[flow.later].push(flow.earlier);
            }
        }
        let mut events = Vec::new();
        let mut say = |change, earlier, later| events.push(ClusterEvent { change, earlier, later });
        let mut ended: Vec<bool> = successor.iter().map(Option::is_none).collect();
        let mut began: Vec<bool> = predecessor.iter().map(Option::is_none).collect();
        for (earlier, later) in successor.iter().enumerate() {
            if let Some(later) = *later {
                say(ClusterChange::Continued, vec![earlier], vec![later]);
            }
        }
        for (earlier, parts) in parts.into_iter().enumerate().filter(|(_, parts)| parts.len() > 1) {
            ended[earlier] = false;
            parts.iter().for_each(|&later| began[later] = false);
            say(ClusterChange::Split, vec![earlier], parts);
        }
        for (later, sources) in sources.into_iter().enumerate().filter(|(_, sources)| sources.len() > 1) {
            began[later] = false;
            sources.iter().for_each(|&earlier| ended[earlier] = false);
            say(ClusterChange::Merged, sources, vec![later]);
        }
        ended.iter().enumerate().filter(|(_, ended)| **ended).for_each(|(at, _)| {
            say(ClusterChange::Ended, vec![at], Vec::new());
        });
        began.iter().enumerate().filter(|(_, began)| **began).for_each(|(at, _)| {
            say(ClusterChange::Began, Vec::new(), vec![at]);
        });
        events
    }
}

/// The ids of later clusters: that of the predecessor where there is one, else the lowest member id that is not in use.
///
/// An id can be in use while its actor has moved: then the cluster that continues keeps it, and the one that began takes
/// its next member. Where all of them are in use the lowest gets a number: `A1-2`.
pub fn carried_ids<S: AsRef<str>>(
    earlier_ids: &[impl AsRef<str>],
    later: &[Vec<S>],
    predecessor: &[Option<usize>],
) -> Vec<String> {
    let kept = |position: usize| predecessor[position].map(|earlier| earlier_ids[earlier].as_ref().to_owned());
    let mut used: Vec<String> = (0..later.len()).filter_map(kept).collect();
    let mut own = |members: &[S]| {
        let mut ids: Vec<&str> = members.iter().map(AsRef::as_ref).collect();
        ids.sort_unstable();
        let free = ids.iter().map(|id| (*id).to_owned());
        let numbered = (2..).map(|number| format!("{}-{number}", ids.first().unwrap_or(&"")));
        let id = free.chain(numbered).find(|id| !used.contains(id)).unwrap_or_default();
        used.push(id.clone());
        id
    };
    later.iter().enumerate().map(|(position, members)| kept(position).unwrap_or_else(|| own(members))).collect()
}
