//! Records about actors: centrality and clusters.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::centrality::Centrality;
use crate::analysis::clusters::{Cluster, Clusters};
use crate::analysis::round12;
use crate::ecosystem::Ecosystem;
use crate::language::Language;
use crate::network::TwoModeNetwork;
use crate::snapshot::{cluster_id, cluster_name};

/// One actor in the list of key players.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CentralityRecord {
    pub actor: String,
    pub name: String,
    pub degree: usize,
    pub degree_centrality: Option<f64>,
    pub strength: u64,
    pub initiatives: usize,
    pub betweenness: Option<f64>,
    pub closeness: Option<f64>,
    pub pagerank: f64,
    pub core: usize,
    /// Id of its cluster.
    pub cluster: Option<String>,
}

/// All clusters with how good and how sure they are.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClustersRecord {
    pub modularity: Option<f64>,
    pub resolution: f64,
    pub seed: Option<u64>,
    pub runs: usize,
    pub stability: Option<f64>,
    pub two_mode_modularity: Option<f64>,
    pub region_agreement: Option<f64>,
    pub clusters: Vec<ClusterRecord>,
}

/// One cluster.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterRecord {
    pub id: String,
    pub name: String,
    pub size: usize,
    pub actors: Vec<String>,
    pub regions: Vec<RegionShare>,
    pub central_actors: Vec<String>,
    /// Mean over members of `memberStability`.
    pub stability: Option<f64>,
    /// Beside `actors`.
    pub member_stability: Vec<Option<f64>>,
    pub inner_links: usize,
    pub outer_links: usize,
    pub distinctive: Vec<DistinctiveRecord>,
    pub ei_index: Option<EiIndexRecord>,
}

/// Share of a cluster's members in a region.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RegionShare {
    pub region: String,
    pub share: f64,
}

/// A value that a cluster's initiatives offer more than others.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DistinctiveRecord {
    pub dimension: String,
    pub value: String,
    pub activities: usize,
    pub lift: f64,
}

/// Whether links within a cluster stay within regions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EiIndexRecord {
    pub index: f64,
    pub expected: f64,
    pub p_value: f64,
}

/// The key players, in the order of the result.
pub fn centrality_records(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    centrality: &Centrality,
    clusters: Option<&Clusters>,
) -> Vec<CentralityRecord> {
    let mut cluster_of: Vec<Option<&str>> = vec![None; ecosystem.actors().len()];
    if let Some(clusters) = clusters {
        for (actor, home) in clusters.membership.iter().enumerate() {
            cluster_of[network.ecosystem_position(actor)] =
                home.map(|home| cluster_id(ecosystem, &clusters.clusters[home]));
        }
    }
    let record = |measures: &crate::analysis::centrality::ActorCentrality| {
        let actor = &ecosystem.actors()[measures.actor];
        CentralityRecord {
            actor: actor.id.to_string(),
            name: actor.name.to_string(),
            degree: measures.degree,
            degree_centrality: measures.degree_centrality,
            strength: measures.strength,
            initiatives: measures.initiatives,
            betweenness: measures.betweenness,
            closeness: measures.closeness,
            pagerank: measures.pagerank,
            core: measures.core,
            cluster: cluster_of[measures.actor].map(str::to_owned),
        }
    };
    centrality.actors.iter().map(record).collect()
}

/// The clusters, named in a language.
pub fn clusters_record(ecosystem: &Ecosystem, clusters: &Clusters, language: Language) -> ClustersRecord {
    ClustersRecord {
        modularity: clusters.modularity,
        resolution: clusters.resolution,
        seed: clusters.seed,
        runs: clusters.runs,
        stability: clusters.stability,
        two_mode_modularity: clusters.two_mode_modularity,
        region_agreement: clusters.region_agreement,
        clusters: clusters.clusters.iter().map(|cluster| cluster_record(ecosystem, cluster, language)).collect(),
    }
}

fn cluster_record(ecosystem: &Ecosystem, cluster: &Cluster, language: Language) -> ClusterRecord {
    let id_of = |actor: usize| ecosystem.actors()[actor].id.to_string();
    let known: Vec<f64> = cluster.members.iter().filter_map(|member| member.stability).collect();
    let size = cluster.members.len();
    let dimensions = ecosystem.taxonomy().dimensions();
    ClusterRecord {
        id: cluster_id(ecosystem, cluster).to_owned(),
        name: cluster_name(ecosystem, cluster, language),
        size,
        actors: cluster.members.iter().map(|member| id_of(member.actor)).collect(),
        regions: cluster
            .places
            .iter()
            .map(|&(place, count)| RegionShare {
                region: place.code(ecosystem.regions()).to_owned(),
                share: round12(count as f64 / size as f64),
            })
            .collect(),
        central_actors: cluster.central.iter().map(|&actor| id_of(actor)).collect(),
        stability: (!known.is_empty()).then(|| round12(known.iter().sum::<f64>() / known.len() as f64)),
        member_stability: cluster.members.iter().map(|member| member.stability).collect(),
        inner_links: cluster.inner_links,
        outer_links: cluster.outer_links,
        distinctive: cluster
            .distinctive
            .iter()
            .map(|value| DistinctiveRecord {
                dimension: dimensions[value.dimension].id.to_string(),
                value: dimensions[value.dimension].value_code(value.value).to_owned(),
                activities: value.activities,
                lift: value.lift,
            })
            .collect(),
        ei_index: cluster.ei_index.as_ref().map(|ei| EiIndexRecord {
            index: ei.index,
            expected: ei.expected,
            p_value: ei.p_value,
        }),
    }
}
