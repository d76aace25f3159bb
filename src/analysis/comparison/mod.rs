//! Two versions of an ecosystem side by side: what came, went and changed its name, which key numbers moved, which white
//! spots closed and opened, and whether that is the world or only the survey.
//!
//! Whether the system became simpler is read from the key numbers over what **both** versions surveyed
//! ([`Reach::SurveyedInBoth`]): a region that was looked at for the first time adds initiatives to the data, not to the
//! world. [`ThingChange::by_survey`] says so of every single thing.
//!
//! Things are the same when they have the same id; else when the later version states the earlier id or name (`formerly` of
//! initiatives, `aliases` of actors); else when only one of either side has the name; else by guess ([`pairing`]), which is
//! said to be one. Clusters are matched as [`super::cluster_matching`] says, ranks are by degree among actors in both
//! versions (1 + those with a higher degree).
//!
//! # How to read it
//!
//! Begin with the warnings and the survey, then the list of initiatives, then the key numbers of `surveyed-in-both`. In the
//! *fictional* example (`compare voorbeeld-eerder voorbeeld`) the later version has 220 initiatives, six more than the
//! earlier. But Zeeland was surveyed for the first time, and nine initiatives that existed already came into view; in the ten
//! provinces that both versions surveyed there are three fewer (214, now 211): 13 began and 15 ended, one was renamed, two
//! went on under another id, and two became one. One of those two ids is stated nowhere: it is guessed from a name that is
//! 91 % alike and the same actors, and says so.
//!
//! Of white spots look at `filled`, `emptied`, `started` and `stopped` first: in Noord-Brabant (PV30) *gezamenlijke
//! faciliteiten* closed with one activity before and one now, only because the rest of the country has fewer. Clusters of the
//! two versions agree for 0.81, but runs on the very same data agree for 0.83 and 0.89 only: nearly all that moved between
//! clusters can be chance, so do not read a change of cluster as a change of partners.
//!
//! Do not trust it where the coverage of a version is not known, nor for two datasets that are not versions of the same.

pub mod cells;
pub mod changes;
pub mod measures;
pub mod pairing;
pub mod survey;

use std::collections::BTreeMap;

pub use self::cells::{CellChange, ChangedCell};
pub use self::changes::{Change, Changes, ThingChange};
pub use self::measures::{Measure, MeasurePair, Number, Reach};
pub use self::pairing::{How, PairingConfig};
pub use self::survey::Survey;
use super::agreement::adjusted_rand_index;
use super::centrality::{ActorCentrality, Centrality};
use super::cluster_matching::{ClusterMatching, Compared, match_clusters, member_ids};
use super::clusters::Clusters;
use super::complexity::ComplexityError;
use super::numbers::round12;
use super::overlap::TooManyPairs;
use super::white_spots::WhiteSpotsError;
use crate::ecosystem::Ecosystem;

/// One version with the results that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    pub ecosystem: &'a Ecosystem,
    pub centrality: &'a Centrality,
    pub clusters: &'a Clusters,
}

/// An actor of both versions, by position in either.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorPair {
    pub earlier: usize,
    pub later: usize,
    pub degree: [usize; 2],
    pub betweenness: [Option<f64>; 2],
    /// 1 + the number of actors in both versions with a higher degree.
    pub rank: [usize; 2],
}

/// Clusters of both versions.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterComparison {
    /// All members count; actors under another id are the same.
    pub matching: ClusterMatching,
    /// Only actors count that are in a cluster in both versions.
    pub in_both: ClusterMatching,
    /// Adjusted Rand index of both groupings over those actors; `None` where there are fewer than two. To be read beside the
    /// stability of either version: runs on the same data differ too.
    pub agreement: Option<f64>,
    /// Actors that are in a cluster in both versions.
    pub actors: usize,
}

/// The result of [`comparison`].
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub survey: Survey,
    pub actors: Changes,
    pub initiatives: Changes,
    pub activities: Changes,
    pub measures: Vec<MeasurePair>,
    /// By rank in the later version, then id.
    pub ranks: Vec<ActorPair>,
    pub clusters: ClusterComparison,
    /// `None` where the versions have other lead dimensions.
    pub cells: Option<Vec<ChangedCell>>,
}

/// The versions cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    #[error(transparent)]
    Complexity(#[from] ComplexityError),
    #[error(transparent)]
    Pairs(#[from] TooManyPairs),
    #[error(transparent)]
    WhiteSpots(#[from] WhiteSpotsError),
}

/// Compares two versions. Costs up to six times the key numbers of complexity, and O(g · h) edit distances for g ended and h
/// added things that share a link.
///
/// # Errors
/// [`ComparisonError`] where the key numbers of a version would not fit.
pub fn comparison(earlier: &Version, later: &Version, config: &PairingConfig) -> Result<Comparison, ComparisonError> {
    let survey = Survey::new(earlier.ecosystem, later.ecosystem);
    let changes::AllChanges { actors, initiatives, activities } =
        changes::changes(earlier.ecosystem, later.ecosystem, &survey, config);
    let versions = [earlier, later];
    Ok(Comparison {
        measures: measures::measures(versions, &survey)?,
        ranks: ranks(versions, &actors),
        clusters: compare_clusters(versions, &actors),
        cells: cells::changed_cells(versions, &survey, &initiatives)?,
        survey,
        actors,
        initiatives,
        activities,
    })
}

fn ranks(versions: [&Version; 2], actors: &Changes) -> Vec<ActorPair> {
    let measured = versions.map(|version| {
        let actors = version.centrality.actors.iter();
        actors.map(|actor| (actor.actor, actor)).collect::<BTreeMap<usize, &ActorCentrality>>()
    });
    let both: Vec<[&ActorCentrality; 2]> = actors
        .predecessor
        .iter()
        .enumerate()
        .filter_map(|(later, earlier)| Some([*measured[0].get(&(*earlier)?)?, *measured[1].get(&later)?]))
        .collect();
    let degrees = [0, 1].map(|side| {
        let mut degrees: Vec<usize> = both.iter().map(|pair| pair[side].degree).collect();
        degrees.sort_unstable_by(|a, b| b.cmp(a));
        degrees
    });
    let rank = |pair: &[&ActorCentrality; 2], side: usize| {
        1 + degrees[side].partition_point(|&degree| degree > pair[side].degree)
    };
    let mut found: Vec<ActorPair> = both
        .iter()
        .map(|pair| ActorPair {
            earlier: pair[0].actor,
            later: pair[1].actor,
            degree: pair.map(|actor| actor.degree),
            betweenness: pair.map(|actor| actor.betweenness),
            rank: [rank(pair, 0), rank(pair, 1)],
        })
        .collect();
    found.sort_by_key(|pair| (pair.rank[1], pair.later, pair.earlier));
    found
}

fn compare_clusters(versions: [&Version; 2], actors: &Changes) -> ClusterComparison {
    // What is the same has one id; what is gone keeps its own, which nobody has in the later version.
    let [earlier, later] = versions.map(|version| version.ecosystem);
    let mut names: Vec<&str> = earlier.actors().iter().map(|actor| &*actor.id).collect();
    for (at, predecessor) in actors.predecessor.iter().enumerate() {
        if let Some(before) = *predecessor {
            names[before] = &later.actors()[at].id;
        }
    }
    let clusters = versions[0].clusters.clusters.iter();
    let before: Vec<Vec<&str>> =
        clusters.map(|cluster| cluster.members.iter().map(|member| names[member.actor]).collect()).collect();
    let after = member_ids(later, versions[1].clusters);
    let [old, new] = [&before, &after].map(|clusters| {
        let numbered = clusters.iter().zip(0_u32..);
        numbered.flat_map(|(ids, cluster)| ids.iter().map(move |&id| (id, cluster))).collect::<BTreeMap<&str, u32>>()
    });
    let both: Vec<(u32, u32)> = old.iter().filter_map(|(id, old)| Some((*old, *new.get(id)?))).collect();
    let (old, new): (Vec<u32>, Vec<u32>) = both.iter().copied().unzip();
    ClusterComparison {
        matching: match_clusters(&before, &after, Compared::Everyone),
        in_both: match_clusters(&before, &after, Compared::InBoth),
        agreement: (both.len() > 1).then(|| round12(adjusted_rand_index(&old, &new))),
        actors: both.len(),
    }
}
