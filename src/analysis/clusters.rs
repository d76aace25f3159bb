//! Clusters of actors: the best of many Leiden runs, with how sure we are of them.
//!
//! Runs differ by seed only and are independent, so they are run in parallel; the best modularity wins, ties go to the
//! lowest seed. Isolated actors belong to no cluster.
//!
//! # How to read it
//!
//! A cluster is a group of actors that share more initiatives with each other than chance would give. Modularity (0 to 1)
//! says how well the network falls apart in groups; stability how alike the groups of different runs are (1: always the
//! same). A cluster is named after its most central actor and the region of most of its initiatives.
//!
//! In `voorbeeld` (*fictional*) there are 43 clusters, modularity 0.81, stability 0.89: clear groups, of which some members
//! could as well be next door. In `dienstverlening-2021` the five clusters come out the same in every run (stability 1.0);
//! the largest is the province of Groningen with fifteen partners, because its programmes were described in most detail.
//!
//! Do not trust a border between clusters for one actor: see what [`consensus`](mod@super::consensus) says of that member. Below
//! a stability of about 0.7 only the large groups mean something. A cluster is who works together, not who should.

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rayon::prelude::*;

use super::agreement::{adjusted_mutual_information, adjusted_rand_index};
use super::leiden::{Threads, WeightedGraph, leiden};
use super::numbers::{descending, ratio, round12};
use crate::ecosystem::{EVERY_VALUE, Ecosystem, Place, ValueIndex};
use crate::network::{Projection, TwoModeNetwork};

/// γ: higher gives more and smaller clusters.
pub const DEFAULT_RESOLUTION: f64 = 1.0;
/// Leiden runs, with seeds from `first_seed` on.
pub const DEFAULT_RUNS: usize = 20;
/// Shuffles of actor regions behind each E–I index.
pub const DEFAULT_PERMUTATIONS: usize = 199;

/// Central members that are named per cluster.
const CENTRAL_MEMBERS: usize = 5;
/// Distinctive values that are named per cluster, and the activities that one must rest on.
const DISTINCTIVE_VALUES: usize = 5;
const DISTINCTIVE_ACTIVITIES: usize = 3;

/// Settings of [`clusters`].
#[derive(Debug, Clone, PartialEq)]
pub struct ClustersConfig {
    pub resolution: f64,
    pub runs: usize,
    pub first_seed: u64,
    pub permutations: usize,
}

impl Default for ClustersConfig {
    fn default() -> Self {
        Self { resolution: DEFAULT_RESOLUTION, runs: DEFAULT_RUNS, first_seed: 1, permutations: DEFAULT_PERMUTATIONS }
    }
}

/// The result of [`clusters`]. Real values are rounded to 12 decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    pub resolution: f64,
    /// Of the Newman-weighted projection; `None` without links.
    pub modularity: Option<f64>,
    /// Seed of the run that was kept; `None` without links.
    pub seed: Option<u64>,
    pub runs: usize,
    /// Mean adjusted Rand index between all pairs of runs, over actors that are not isolated; `None` without links or
    /// with a single run.
    pub stability: Option<f64>,
    /// Barber's modularity of the two-mode network, each initiative in the cluster where it adds most.
    pub two_mode_modularity: Option<f64>,
    /// Adjusted mutual information between clusters and actor regions, where both are known; `None` where neither varies.
    pub region_agreement: Option<f64>,
    /// Sorted by size descending, then smallest member id.
    pub clusters: Vec<Cluster>,
    /// Per actor of the network, the position in `clusters`; `None` for isolated actors.
    pub membership: Vec<Option<usize>>,
}

/// One cluster. Actors are positions in the ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Id of the cluster of an earlier version that it continues; `None`: it has that of its first member.
    pub carried_id: Option<Box<str>>,
    /// Sorted by id; the first gives the cluster its id.
    pub members: Vec<Member>,
    /// Up to five members with most links (ties: lowest id).
    pub central: Vec<usize>,
    /// Places of members with their number, most first; actors without a place are left out.
    pub places: Vec<(Place, usize)>,
    /// Linked pairs within the cluster, and from it to other clusters.
    pub inner_links: usize,
    pub outer_links: usize,
    /// Dimension values that its initiatives offer more than others.
    pub distinctive: Vec<DistinctiveValue>,
    pub ei_index: Option<EiIndex>,
}

/// A member and how firmly it belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub actor: usize,
    /// Mean share of its cluster mates that are with it in the same community, over all runs (Lancichinetti & Fortunato
    /// 2012, doi:10.1038/srep00336); `None` when it has no mates.
    pub stability: Option<f64>,
}

/// A value that is more common among a cluster's activities than among all.
#[derive(Debug, Clone, PartialEq)]
pub struct DistinctiveValue {
    pub dimension: usize,
    pub value: ValueIndex,
    /// Activities of the cluster's initiatives with the value.
    pub activities: usize,
    /// Share within the cluster divided by the share among all activities.
    pub lift: f64,
}

/// External–internal index on actor regions (Krackhardt & Stern 1988, doi:10.2307/2786835): links within the cluster
/// between regions minus links within a region, divided by both. −1: only within; 1: only between.
#[derive(Debug, Clone, PartialEq)]
pub struct EiIndex {
    pub index: f64,
    /// Mean under shuffled regions of the members.
    pub expected: f64,
    /// Share of shuffles, the observed one included, that are at least as inward.
    pub p_value: f64,
}

/// One Leiden run on the Newman-weighted projection: the community of every actor, numbered by first member, and its
/// modularity (`None` without links).
pub fn one_run(projection: &Projection, resolution: f64, seed: u64) -> (Vec<u32>, Option<f64>) {
    let graph = WeightedGraph::from_projection(projection);
    let membership = leiden(&graph, resolution, seed, Threads::All);
    let modularity = graph.modularity(&membership, resolution);
    (membership, modularity)
}

/// Finds clusters on the Newman-weighted projection and describes them.
pub fn clusters(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    projection: &Projection,
    config: &ClustersConfig,
) -> Clusters {
    let graph = WeightedGraph::from_projection(projection);
    let runs: Vec<Vec<u32>> = (0..config.runs)
        .into_par_iter()
        .map(|run| leiden(&graph, config.resolution, config.first_seed + run as u64, Threads::One))
        .collect();
    let quality: Vec<Option<f64>> =
        runs.par_iter().map(|run| graph.modularity(run, config.resolution).map(round12)).collect();
    let mut best: Option<(usize, f64)> = None;
    for (run, quality) in quality.iter().enumerate() {
        if let Some(quality) = *quality
            && best.is_none_or(|(_, highest)| quality > highest)
        {
            best = Some((run, quality));
        }
    }
    let Some((best_run, modularity)) = best else { return no_links(network.actor_count(), config) };
    let membership = order_clusters(projection, &runs[best_run]);
    let clusters = describe(ecosystem, network, projection, &membership, &runs, config);
    Clusters {
        resolution: config.resolution,
        modularity: Some(modularity),
        seed: Some(config.first_seed + best_run as u64),
        runs: config.runs,
        stability: stability(projection, &runs),
        two_mode_modularity: two_mode_modularity(network, &membership, clusters.len()),
        region_agreement: region_agreement(ecosystem, network, &membership),
        clusters,
        membership,
    }
}

fn no_links(actors: usize, config: &ClustersConfig) -> Clusters {
    Clusters {
        resolution: config.resolution,
        modularity: None,
        seed: None,
        runs: config.runs,
        stability: None,
        two_mode_modularity: None,
        region_agreement: None,
        clusters: Vec::new(),
        membership: vec![None; actors],
    }
}

/// Numbers clusters by size descending, then smallest member, and takes isolated actors out.
pub(super) fn order_clusters(projection: &Projection, run: &[u32]) -> Vec<Option<usize>> {
    let communities = run.iter().map(|&community| community as usize + 1).max().unwrap_or(0);
    let mut size = vec![0_usize; communities];
    for (actor, &community) in run.iter().enumerate() {
        size[community as usize] += usize::from(projection.degree(actor) > 0);
    }
    // Communities are numbered by first member, so a stable sort by size keeps the smallest member first.
    let mut order: Vec<usize> = (0..communities).filter(|&community| size[community] > 0).collect();
    order.sort_by_key(|&community| std::cmp::Reverse(size[community]));
    let mut number = vec![None; communities];
    for (position, community) in order.into_iter().enumerate() {
        number[community] = Some(position);
    }
    let of = |(actor, &community): (usize, &u32)| number[community as usize].filter(|_| projection.degree(actor) > 0);
    run.iter().enumerate().map(of).collect()
}

fn stability(projection: &Projection, runs: &[Vec<u32>]) -> Option<f64> {
    let linked: Vec<usize> = (0..projection.actor_count()).filter(|&actor| projection.degree(actor) > 0).collect();
    let labels: Vec<Vec<u32>> = runs.iter().map(|run| linked.iter().map(|&actor| run[actor]).collect()).collect();
    let pairs: Vec<(usize, usize)> =
        (0..labels.len()).flat_map(|a| (a + 1..labels.len()).map(move |b| (a, b))).collect();
    let indices: Vec<f64> = pairs.par_iter().map(|&(a, b)| adjusted_rand_index(&labels[a], &labels[b])).collect();
    ratio(indices.iter().sum(), indices.len() as f64)
}

/// Modularity of a partition of a two-mode network (Barber 2007, doi:10.1103/PhysRevE.76.066102):
/// Q = Σ_c (L_c/m − K_c D_c/m²), with m links in all, L_c links between actors and initiatives of c, K_c and D_c the links
/// of its actors and of its initiatives. Each initiative is put into the cluster where it adds most to Q (ties: the first).
/// Isolated actors and initiatives without clustered actors are in no cluster. `None` without links.
pub fn two_mode_modularity(network: &TwoModeNetwork, membership: &[Option<usize>], clusters: usize) -> Option<f64> {
    let m = network.link_count() as f64;
    let homes = initiative_clusters(network, membership, clusters);
    let mut within = vec![0_usize; clusters];
    let (mut actor_links, mut initiative_links) = (vec![0_usize; clusters], vec![0_usize; clusters]);
    for (actor, home) in membership.iter().enumerate() {
        if let Some(home) = *home {
            actor_links[home] += network.initiatives_of(actor).len();
        }
    }
    for (initiative, home) in homes.iter().enumerate() {
        if let Some(home) = *home {
            let members = network.actors_of(initiative);
            initiative_links[home] += members.len();
            within[home] += members.iter().filter(|&&actor| membership[actor as usize] == Some(home)).count();
        }
    }
    let terms =
        (0..clusters).map(|c| within[c] as f64 / m - (actor_links[c] as f64 / m) * (initiative_links[c] as f64 / m));
    (m > 0.0).then(|| round12(terms.sum()))
}

/// The cluster of each initiative: where it adds most to Barber's modularity.
fn initiative_clusters(network: &TwoModeNetwork, membership: &[Option<usize>], clusters: usize) -> Vec<Option<usize>> {
    let m = network.link_count() as f64;
    let mut actor_links = vec![0_usize; clusters];
    for (actor, home) in membership.iter().enumerate() {
        if let Some(home) = *home {
            actor_links[home] += network.initiatives_of(actor).len();
        }
    }
    let home_of = |initiative: usize| {
        let members = network.actors_of(initiative);
        let mut homes: Vec<usize> = members.iter().filter_map(|&actor| membership[actor as usize]).collect();
        homes.sort_unstable();
        let mut best: Option<(f64, usize)> = None;
        for run in homes.chunk_by(|a, b| a == b) {
            let gain = run.len() as f64 - members.len() as f64 * actor_links[run[0]] as f64 / m;
            if best.is_none_or(|(highest, _)| gain > highest) {
                best = Some((gain, run[0]));
            }
        }
        best.map(|(_, home)| home)
    };
    (0..network.initiative_count()).map(home_of).collect()
}

fn region_agreement(ecosystem: &Ecosystem, network: &TwoModeNetwork, membership: &[Option<usize>]) -> Option<f64> {
    let regions = ecosystem.regions().len();
    let known = membership.iter().enumerate().filter_map(|(actor, home)| {
        let place = ecosystem.actor_place(network.ecosystem_position(actor))?;
        let place = match place {
            Place::Region(region) => usize::from(region),
            Place::National => regions,
        };
        Some(((*home)? as u32, place as u32))
    });
    let (homes, places): (Vec<u32>, Vec<u32>) = known.unzip();
    // All in one cluster and one region says nothing: 0/0.
    let varies = |labels: &[u32]| labels.windows(2).any(|pair| pair[0] != pair[1]);
    (varies(&homes) || varies(&places)).then(|| round12(adjusted_mutual_information(&homes, &places)))
}

/// Describes clusters in parallel, each from its own seed.
fn describe(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    projection: &Projection,
    membership: &[Option<usize>],
    runs: &[Vec<u32>],
    config: &ClustersConfig,
) -> Vec<Cluster> {
    let count = membership.iter().flatten().map(|&home| home + 1).max().unwrap_or(0);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (actor, home) in membership.iter().enumerate() {
        if let Some(home) = *home {
            members[home].push(actor);
        }
    }
    let homes = initiative_clusters(network, membership, count);
    let distinctive = distinctive_values(ecosystem, &homes, count);
    members
        .par_iter()
        .zip(distinctive)
        .enumerate()
        .map(|(position, (members, distinctive))| {
            let at = |actor: usize| network.ecosystem_position(actor);
            let mut central = members.clone();
            central.sort_by_key(|&actor| (std::cmp::Reverse(projection.degree(actor)), actor));
            central.truncate(CENTRAL_MEMBERS);
            let inner: usize = members
                .iter()
                .map(|&actor| count_where(projection, actor, |other| membership[other] == Some(position)))
                .sum();
            let all: usize = members.iter().map(|&actor| projection.degree(actor)).sum();
            Cluster {
                carried_id: None,
                members: member_stability(members, runs)
                    .into_iter()
                    .map(|(actor, stability)| Member { actor: at(actor), stability })
                    .collect(),
                central: central.into_iter().map(at).collect(),
                places: places(ecosystem, members.iter().map(|&actor| at(actor))),
                inner_links: inner / 2,
                outer_links: all - inner,
                distinctive,
                ei_index: ei_index(ecosystem, network, projection, members, config.permutations, position as u64 + 1),
            }
        })
        .collect()
}

fn count_where(projection: &Projection, actor: usize, keep: impl Fn(usize) -> bool) -> usize {
    projection.neighbors_of(actor).iter().filter(|&&other| keep(other as usize)).count()
}

pub(super) fn places(ecosystem: &Ecosystem, members: impl Iterator<Item = usize>) -> Vec<(Place, usize)> {
    let mut places: Vec<Place> = members.filter_map(|actor| ecosystem.actor_place(actor)).collect();
    places.sort_unstable();
    let mut counts: Vec<(Place, usize)> = places.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.code(ecosystem.regions()).cmp(b.0.code(ecosystem.regions()))));
    counts
}

/// Mean share of mates in the same community, over the runs.
fn member_stability(members: &[usize], runs: &[Vec<u32>]) -> Vec<(usize, Option<f64>)> {
    let mut together = vec![0_usize; members.len()];
    let mut order: Vec<usize> = (0..members.len()).collect();
    for run in runs {
        order.sort_by_key(|&position| run[members[position]]);
        for same in order.chunk_by(|&a, &b| run[members[a]] == run[members[b]]) {
            same.iter().for_each(|&position| together[position] += same.len() - 1);
        }
    }
    let chances = (members.len() - 1) * runs.len();
    members.iter().zip(together).map(|(&actor, together)| (actor, ratio(together as f64, chances as f64))).collect()
}

fn distinctive_values(ecosystem: &Ecosystem, homes: &[Option<usize>], clusters: usize) -> Vec<Vec<DistinctiveValue>> {
    let mut found: Vec<Vec<DistinctiveValue>> = vec![Vec::new(); clusters];
    let mut activities = vec![0_usize; clusters];
    let home_of: Vec<Option<usize>> =
        ecosystem.activities().iter().map(|activity| homes[activity.initiative as usize]).collect();
    home_of.iter().flatten().for_each(|&home| activities[home] += 1);
    let all = home_of.len() as f64;
    for (dimension, about) in ecosystem.taxonomy().dimensions().iter().enumerate() {
        let column = ecosystem.classification().column(dimension);
        if !column.is_filled() {
            continue;
        }
        let mut total = vec![0_usize; about.values.len()];
        let mut with = vec![vec![0_usize; about.values.len()]; clusters];
        for (activity, home) in home_of.iter().enumerate() {
            for &value in column.of(activity).iter().filter(|&&value| value != EVERY_VALUE) {
                total[usize::from(value)] += 1;
                if let Some(home) = *home {
                    with[home][usize::from(value)] += 1;
                }
            }
        }
        for (home, counts) in with.iter().enumerate() {
            for (value, &count) in counts.iter().enumerate() {
                let lift = round12((count as f64 / activities[home] as f64) / (total[value] as f64 / all));
                if count >= DISTINCTIVE_ACTIVITIES && lift > 1.0 {
                    found[home].push(DistinctiveValue {
                        dimension,
                        value: value as ValueIndex,
                        activities: count,
                        lift,
                    });
                }
            }
        }
    }
    for values in &mut found {
        values.sort_by(|a, b| descending(a.lift, b.lift).then(b.activities.cmp(&a.activities)));
        values.truncate(DISTINCTIVE_VALUES);
    }
    found
}

fn ei_index(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    projection: &Projection,
    members: &[usize],
    permutations: usize,
    seed: u64,
) -> Option<EiIndex> {
    let placed: Vec<(usize, Place)> = members
        .iter()
        .filter_map(|&actor| Some((actor, ecosystem.actor_place(network.ecosystem_position(actor))?)))
        .collect();
    let slot = |actor: u32| placed.binary_search_by_key(&(actor as usize), |&(actor, _)| actor).ok();
    let links: Vec<(usize, usize)> = placed
        .iter()
        .enumerate()
        .flat_map(|(a, &(actor, _))| {
            let later = projection.neighbors_of(actor).iter().filter(move |&&other| other as usize > actor);
            later.filter_map(move |&other| Some((a, slot(other)?)))
        })
        .collect();
    let index = |places: &[Place]| {
        let between = links.iter().filter(|&&(a, b)| places[a] != places[b]).count() as f64;
        (2.0 * between - links.len() as f64) / links.len() as f64
    };
    if links.is_empty() {
        return None;
    }
    let mut places: Vec<Place> = placed.iter().map(|&(_, place)| place).collect();
    let observed = index(&places);
    let mut random = Pcg64::seed_from_u64(seed);
    let (mut sum, mut as_inward) = (0.0, 1_usize);
    for _ in 0..permutations {
        places.shuffle(&mut random);
        let shuffled = index(&places);
        sum += shuffled;
        as_inward += usize::from(round12(shuffled) <= round12(observed));
    }
    Some(EiIndex {
        index: round12(observed),
        expected: if permutations > 0 { round12(sum / permutations as f64) } else { 0.0 },
        p_value: round12(as_inward as f64 / (permutations + 1) as f64),
    })
}
