//! Clusters that are worth signing off: what hundreds of runs agree on, and who belongs to two.
//!
//! One run of Leiden draws borders even where there are none. Consensus clustering (Lancichinetti & Fortunato 2012,
//! doi:10.1038/srep00336) asks many runs: D_ij = share of the runs in which actors i and j are in the same community. Entries
//! below τ become 0 (an actor that would be left alone keeps its largest), and the runs are repeated on the network with
//! weights D, until every entry is 0 or 1: then all runs agree. All figures about stability are taken over the *first* runs,
//! on the Newman-weighted projection itself.
//!
//! # How to read it
//!
//! Begin with the sentence about the whole, then take cluster by cluster: firm and stable ones can be given a name and an
//! owner, doubtful ones cannot. In the *fictional* example 200 runs gave 142 different outcomes, and the best of them came
//! once: the map that one run draws is one of many. Still they agree for 0.92 (95 % of the runs between 0.84 and 0.98) with
//! the consensus, and 88 % of the actors are in firm or stable clusters: usable with care. The cluster of 75 actors around
//! *Fonds Sprookjesbos* is doubtful (0.65). Of the actors 5 belong to two clusters: invite those to both tables.
//!
//! In `regioscan-2023`, of which the network is *reconstructed*, 56 outcomes agree for 0.95 and every cluster is firm or
//! stable; in `dienstverlening-2021` and `praktijkvoorbeelden-2023` all runs are the same. That says that the method is sure,
//! given these links: it says nothing about links that were never recorded, and nothing at all about practice where links
//! were reconstructed or invented. A cluster that changes with `resolution` is a matter of scale, not of doubt.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::agreement::adjusted_rand_index;
use super::clusters::{order_clusters, places, two_mode_modularity};
use super::leiden::{Threads, WeightedGraph, leiden};
use super::numbers::{ratio, round12};
use crate::ecosystem::{Ecosystem, Place};
use crate::network::{Projection, TwoModeNetwork};

/// Leiden runs, with seeds from `first_seed` on.
pub const DEFAULT_CONSENSUS_RUNS: usize = 200;
/// τ: pairs that are together in a smaller share of the runs are taken apart.
pub const DEFAULT_THRESHOLD: f64 = 0.5;
/// Rounds after which it ends without agreement.
pub const DEFAULT_ROUNDS: usize = 20;
/// Linked pairs times runs that may be visited.
pub const DEFAULT_LINK_RUNS: u64 = 30_000_000;
/// Pairs of actors that may be kept, at 24 bytes each.
pub const DEFAULT_PAIRS: u64 = 50_000_000;

/// Mean Jaccard indices from which a cluster is firm, stable or doubtful: those that Hennig (2007,
/// doi:10.1016/j.csda.2006.11.025) gives for clusters that are found again in resampled data. Here only the seed differs,
/// so they say that the method is sure of a cluster, not that the data are.
pub const FIRM: f64 = 0.85;
pub const STABLE: f64 = 0.75;
pub const DOUBTFUL: f64 = 0.6;
/// Share of the actors in firm or stable clusters from which the whole can be signed off, or with care.
pub const SIGN_OFF: f64 = 0.9;
pub const SIGN_OFF_WITH_CARE: f64 = 2.0 / 3.0;

/// Settings of [`consensus`].
#[derive(Debug, Clone, PartialEq)]
pub struct ConsensusConfig {
    pub resolution: f64,
    pub runs: usize,
    pub first_seed: u64,
    pub threshold: f64,
    pub rounds: usize,
    pub link_runs: u64,
    pub pairs: u64,
}

impl Default for ConsensusConfig {
    fn default() -> Self {
        Self {
            resolution: super::clusters::DEFAULT_RESOLUTION,
            runs: DEFAULT_CONSENSUS_RUNS,
            first_seed: 1,
            threshold: DEFAULT_THRESHOLD,
            rounds: DEFAULT_ROUNDS,
            link_runs: DEFAULT_LINK_RUNS,
            pairs: DEFAULT_PAIRS,
        }
    }
}

/// The network is too large for so many runs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsensusError {
    #[error("{runs} runs over {links} linked pairs are too many, at most {limit} together; ask fewer runs or filter")]
    TooManyLinks { runs: usize, links: u64, limit: u64 },
    #[error("up to {pairs} pairs of actors would have to be kept, at most {limit}; raise the resolution or filter")]
    TooManyPairs { pairs: u64, limit: u64 },
}

/// How sure a cluster is, by how well the runs find it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Firmness {
    Firm,
    Stable,
    Doubtful,
    Unstable,
}

impl Firmness {
    pub fn code(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Stable => "stable",
            Self::Doubtful => "doubtful",
            Self::Unstable => "unstable",
        }
    }

    fn of(recovery: f64) -> Self {
        match recovery {
            r if r >= FIRM => Self::Firm,
            r if r >= STABLE => Self::Stable,
            r if r >= DOUBTFUL => Self::Doubtful,
            _ => Self::Unstable,
        }
    }
}

/// Whether the clusters as a whole can be signed off: by the share of actors in firm or stable clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignOff {
    Yes,
    WithCare,
    No,
}

impl SignOff {
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::WithCare => "with-care",
            Self::No => "no",
        }
    }
}

/// How far single runs agree with the consensus: adjusted Rand index over actors that are not isolated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunAgreement {
    pub mean: f64,
    /// 2.5th and 97.5th percentile (nearest rank) over the runs.
    pub low: f64,
    pub high: f64,
}

/// A member of a consensus cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsensusMember {
    /// Position in the ecosystem.
    pub actor: usize,
    /// Mean of D over its cluster mates; `None` without mates.
    pub own: Option<f64>,
    /// The other cluster with the highest mean of D over its members (ties: the first), if any is above 0.
    pub second: Option<(usize, f64)>,
    /// Belongs to two: at least half as strongly to the second cluster as to its own.
    pub between: bool,
}

/// One consensus cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsensusCluster {
    /// Sorted by id; the first gives the cluster its id.
    pub members: Vec<ConsensusMember>,
    /// The member with most links (ties: lowest id), and the place of most members (ties: lowest code).
    pub central: usize,
    pub place: Option<Place>,
    /// Mean of D over the pairs of members; `None` for a single member.
    pub stability: Option<f64>,
    /// Mean over the runs of the Jaccard index with the community that is most like it.
    pub recovery: f64,
    pub firmness: Firmness,
}

/// The result of [`consensus`]. Without links there are no clusters, and what cannot be known is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Consensus {
    pub resolution: f64,
    pub runs: usize,
    pub first_seed: u64,
    pub threshold: f64,
    /// Repetitions on D that were needed; 0 where the first runs agreed already.
    pub rounds: usize,
    /// False where the rounds ran out; the clusters are then those of the first run of the last round.
    pub agreed: bool,
    /// Of the consensus, and of the best single run, on the Newman-weighted projection.
    pub modularity: Option<f64>,
    pub best_modularity: Option<f64>,
    /// Barber's, of the consensus on the two-mode network.
    pub two_mode_modularity: Option<f64>,
    pub agreement: Option<RunAgreement>,
    /// Different partitions among the runs, and how many runs found the best modularity.
    pub distinct: usize,
    pub best_found: usize,
    /// Sorted by size descending, then smallest member id.
    pub clusters: Vec<ConsensusCluster>,
    /// Per actor of the network, the position in `clusters`; `None` for isolated actors.
    pub membership: Vec<Option<usize>>,
    /// Share of the clustered actors that are in firm or stable clusters.
    pub settled_share: Option<f64>,
    pub sign_off: Option<SignOff>,
}

/// Clusters that the runs agree on.
///
/// Time O(rounds · runs · m) for the runs and O(runs · Σ c²) over community sizes c for D, by actor in parallel. D is kept in
/// sparse rows; since every kept pair is together in a share τ of the runs at least, there are at most Σ c² / τ of them on
/// average over the runs, which is checked before it is built.
///
/// # Errors
/// [`ConsensusError`], before anything large is allocated.
pub fn consensus(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    projection: &Projection,
    config: &ConsensusConfig,
) -> Result<Consensus, ConsensusError> {
    let links = projection.pair_count() as u64;
    if links.saturating_mul(config.runs as u64) > config.link_runs {
        return Err(ConsensusError::TooManyLinks { runs: config.runs, links, limit: config.link_runs });
    }
    let graph = WeightedGraph::from_projection(projection);
    let first = run_all(&graph, config.resolution, config);
    let quality: Vec<f64> =
        first.par_iter().filter_map(|run| graph.modularity(run, config.resolution)).map(round12).collect();
    let best_modularity = quality.iter().copied().reduce(f64::max);
    let (mut current, mut rounds) = (first.clone(), 0);
    while !all_same(&current) && rounds < config.rounds {
        let together = co_assignment(projection, &current, config)?;
        // On D itself, and with the usual resolution: what is together is decided by now.
        current = run_all(&together, super::clusters::DEFAULT_RESOLUTION, config);
        rounds += 1;
    }
    let membership = match current.first() {
        Some(run) if best_modularity.is_some() => order_clusters(projection, run),
        _ => vec![None; projection.actor_count()],
    };
    let clusters = describe(ecosystem, network, projection, &membership, &first);
    let partition: Vec<u32> = current.first().cloned().unwrap_or_default();
    let settled: usize = clusters
        .iter()
        .filter(|cluster| cluster.firmness <= Firmness::Stable)
        .map(|cluster| cluster.members.len())
        .sum();
    let settled_share = ratio(settled as f64, membership.iter().flatten().count() as f64);
    let mut distinct = first.clone();
    distinct.sort_unstable();
    distinct.dedup();
    Ok(Consensus {
        resolution: config.resolution,
        runs: config.runs,
        first_seed: config.first_seed,
        threshold: config.threshold,
        rounds,
        agreed: all_same(&current),
        modularity: graph.modularity(&partition, config.resolution).map(round12),
        best_modularity,
        two_mode_modularity: two_mode_modularity(network, &membership, clusters.len()),
        agreement: agreement(&membership, &first),
        distinct: distinct.len(),
        best_found: quality.iter().filter(|&&quality| Some(quality) == best_modularity).count(),
        clusters,
        membership,
        settled_share,
        sign_off: settled_share.map(|share| match share {
            share if share >= SIGN_OFF => SignOff::Yes,
            share if share >= SIGN_OFF_WITH_CARE => SignOff::WithCare,
            _ => SignOff::No,
        }),
    })
}

fn run_all(graph: &WeightedGraph, resolution: f64, config: &ConsensusConfig) -> Vec<Vec<u32>> {
    let seed = |run: usize| config.first_seed.wrapping_add(run as u64);
    (0..config.runs).into_par_iter().map(|run| leiden(graph, resolution, seed(run), Threads::One)).collect()
}

/// Communities are numbered by first member, so the same grouping has the same numbers.
fn all_same(runs: &[Vec<u32>]) -> bool {
    runs.windows(2).all(|pair| pair[0] == pair[1])
}

/// The communities of a run, as lists of actors.
fn communities(run: &[u32]) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); run.iter().map(|&community| community as usize + 1).max().unwrap_or(0)];
    run.iter().zip(0_u32..).for_each(|(&community, actor)| members[community as usize].push(actor));
    members
}

/// (actor, runs together) of those kept; for an actor that keeps none the one it is with most.
type Row = (Vec<(u32, u32)>, Option<(u32, u32)>);

/// D as a network: pairs that are together in a share τ of the runs at least.
fn co_assignment(
    projection: &Projection,
    runs: &[Vec<u32>],
    config: &ConsensusConfig,
) -> Result<WeightedGraph<'static>, ConsensusError> {
    let n = projection.actor_count();
    let members: Vec<Vec<Vec<u32>>> = runs.par_iter().map(|run| communities(run)).collect();
    let squares: u64 = members.iter().flatten().map(|community| (community.len() as u64).pow(2)).sum();
    let pairs = round12(squares as f64 / (config.runs as f64 * config.threshold)).ceil() as u64 / 2;
    if pairs > config.pairs {
        return Err(ConsensusError::TooManyPairs { pairs, limit: config.pairs });
    }
    let least = (config.threshold * runs.len() as f64).ceil().max(1.0) as u32;
    let rows: Vec<Row> = (0..n)
        .into_par_iter()
        .map_init(
            || vec![0_u32; n],
            |counts, actor| {
                let mut touched: Vec<u32> = Vec::new();
                for (run, members) in runs.iter().zip(&members) {
                    for &other in &members[run[actor] as usize] {
                        if counts[other as usize] == 0 {
                            touched.push(other);
                        }
                        counts[other as usize] += 1;
                    }
                }
                touched.sort_unstable();
                let all = touched.iter().map(|&other| (other, counts[other as usize]));
                let others: Vec<(u32, u32)> = all.filter(|&(other, _)| other as usize != actor).collect();
                touched.iter().for_each(|&other| counts[other as usize] = 0);
                let kept: Vec<(u32, u32)> = others.iter().copied().filter(|&(_, count)| count >= least).collect();
                let largest = others.into_iter().max_by_key(|&(other, count)| (count, std::cmp::Reverse(other)));
                let alone = kept.is_empty();
                (kept, largest.filter(|_| alone))
            },
        )
        .collect();
    // An actor that would be left alone is linked both ways.
    let mut extra: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
    for (actor, (_, largest)) in rows.iter().enumerate() {
        if let Some((other, count)) = *largest {
            extra.entry(actor).or_default().push((other, count));
            extra.entry(other as usize).or_default().push((actor as u32, count));
        }
    }
    let (mut offsets, mut neighbors, mut weights) = (vec![0_u64], Vec::new(), Vec::new());
    for (actor, (mut row, _)) in rows.into_iter().enumerate() {
        row.extend(extra.remove(&actor).into_iter().flatten());
        row.sort_unstable();
        row.dedup();
        for (other, count) in row {
            neighbors.push(other);
            weights.push(f64::from(count) / runs.len() as f64);
        }
        offsets.push(neighbors.len() as u64);
    }
    Ok(WeightedGraph::new(offsets, neighbors, weights, vec![0.0; n]))
}

fn agreement(membership: &[Option<usize>], runs: &[Vec<u32>]) -> Option<RunAgreement> {
    let linked: Vec<usize> = (0..membership.len()).filter(|&actor| membership[actor].is_some()).collect();
    if linked.is_empty() || runs.is_empty() {
        return None;
    }
    let own: Vec<u32> = membership.iter().flatten().map(|&cluster| cluster as u32).collect();
    let of = |run: &Vec<u32>| {
        let other: Vec<u32> = linked.iter().map(|&actor| run[actor]).collect();
        round12(adjusted_rand_index(&own, &other))
    };
    let mut found: Vec<f64> = runs.par_iter().map(of).collect();
    let mean = round12(found.iter().sum::<f64>() / found.len() as f64);
    found.sort_unstable_by(f64::total_cmp);
    let at = |thousandths: usize| found[((found.len() * thousandths).div_ceil(1000)).max(1) - 1];
    Some(RunAgreement { mean, low: at(25), high: at(975) })
}

/// Members, how firmly they belong, and how well each cluster is found again.
fn describe(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    projection: &Projection,
    membership: &[Option<usize>],
    runs: &[Vec<u32>],
) -> Vec<ConsensusCluster> {
    let count = membership.iter().flatten().map(|&cluster| cluster + 1).max().unwrap_or(0);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (actor, cluster) in membership.iter().enumerate() {
        if let Some(cluster) = *cluster {
            members[cluster].push(actor);
        }
    }
    // Per run: members of each cluster in each community, and the size of communities without isolated actors.
    let tables: Vec<RunTable> = runs.par_iter().map(|run| RunTable::new(run, membership, count)).collect();
    members
        .par_iter()
        .enumerate()
        .map(|(cluster, actors)| {
            let found: Vec<ConsensusMember> =
                actors.iter().map(|&actor| member(network, actor, cluster, &members, &tables, runs)).collect();
            let own: Vec<f64> = found.iter().filter_map(|member| member.own).collect();
            let again: f64 = tables.iter().map(|table| table.recovery(cluster, actors.len())).sum();
            let recovery = ratio(again, runs.len() as f64).unwrap_or(0.0);
            let mut central = actors.clone();
            central.sort_by_key(|&actor| (std::cmp::Reverse(projection.degree(actor)), actor));
            let at = |actor: usize| network.ecosystem_position(actor);
            ConsensusCluster {
                central: central.first().map_or(0, |&actor| at(actor)),
                place: places(ecosystem, actors.iter().map(|&actor| at(actor))).first().map(|&(place, _)| place),
                stability: ratio(own.iter().sum(), own.len() as f64),
                recovery,
                firmness: Firmness::of(recovery),
                members: found,
            }
        })
        .collect()
}

fn member(
    network: &TwoModeNetwork,
    actor: usize,
    cluster: usize,
    members: &[Vec<usize>],
    tables: &[RunTable],
    runs: &[Vec<u32>],
) -> ConsensusMember {
    let mut together: BTreeMap<usize, usize> = BTreeMap::new();
    for (table, run) in tables.iter().zip(runs) {
        for &(cluster, count) in &table.in_community[run[actor] as usize] {
            *together.entry(cluster).or_default() += count;
        }
    }
    let count = |cluster: usize| together.get(&cluster).copied().unwrap_or(0);
    let (own_count, mates) = (count(cluster) - runs.len(), members[cluster].len() - 1);
    let own = ratio(own_count as f64, (mates * runs.len()) as f64);
    let mut second: Option<(usize, f64)> = None;
    for &other in together.keys().filter(|&&other| other != cluster) {
        if let Some(share) = ratio(count(other) as f64, (members[other].len() * runs.len()) as f64)
            && second.is_none_or(|(_, highest)| share > highest)
        {
            second = Some((other, share));
        }
    }
    // Over whole numbers: a half of a rounded share is not the rounded half.
    let between = second.is_some_and(|(other, _)| 2 * count(other) * mates >= own_count * members[other].len());
    ConsensusMember { actor: network.ecosystem_position(actor), own, second, between }
}

/// A run held against the consensus.
struct RunTable {
    /// Per community, (cluster, its members in it), by cluster.
    in_community: Vec<Vec<(usize, usize)>>,
    /// Per community, members that are in a cluster.
    sizes: Vec<usize>,
    /// Per cluster, the communities with members of it.
    communities: Vec<Vec<(usize, usize)>>,
}

impl RunTable {
    fn new(run: &[u32], membership: &[Option<usize>], clusters: usize) -> Self {
        let count = run.iter().map(|&community| community as usize + 1).max().unwrap_or(0);
        let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut sizes = vec![0; count];
        for (&community, cluster) in run.iter().zip(membership) {
            if let Some(cluster) = *cluster {
                *cells.entry((community as usize, cluster)).or_default() += 1;
                sizes[community as usize] += 1;
            }
        }
        let (mut in_community, mut communities) = (vec![Vec::new(); count], vec![Vec::new(); clusters]);
        for ((community, cluster), count) in cells {
            in_community[community].push((cluster, count));
            communities[cluster].push((community, count));
        }
        Self { in_community, sizes, communities }
    }

    /// The highest Jaccard index of a cluster with a community.
    fn recovery(&self, cluster: usize, size: usize) -> f64 {
        let jaccard = |&(community, both): &(usize, usize)| both as f64 / (size + self.sizes[community] - both) as f64;
        self.communities[cluster].iter().map(jaccard).fold(0.0, f64::max)
    }
}
