//! Key players and clusters.

use serde_json::{Map, Value, json};

use crate::analysis::centrality::{CentralityConfig, centrality as measure};
use crate::analysis::clusters::{Clusters, ClustersConfig, clusters as find};
use crate::analysis::selection::{Filters, Selection};
use crate::export::{AboutSection, CentralityRecord, ClusterRecord, RecordSchema, centrality_records, clusters_record};
use crate::language::Language;
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge, TwoModeNetwork};
use crate::snapshot::{Progress, Section, Snapshot, SnapshotConfig, provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Network and projection of a part of the ecosystem.
fn part(snapshot: &Snapshot, filters: &Filters, language: Language) -> Result<(TwoModeNetwork, Projection), Problem> {
    let network = Selection::new(&snapshot.ecosystem, filters).network(&snapshot.ecosystem);
    let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).map_err(|error| too_large(&error, language))?;
    Ok((network, projection))
}

fn too_large(error: &ProjectionTooLarge, language: Language) -> Problem {
    Problem::too_large(language, "region", error.to_string())
}

fn clusters_summary(clusters: &Clusters) -> Map<String, Value> {
    let fields = json!({
        "modularity": clusters.modularity,
        "resolution": clusters.resolution,
        "seed": clusters.seed,
        "runs": clusters.runs,
        "stability": clusters.stability,
        "twoModeModularity": clusters.two_mode_modularity,
        "regionAgreement": clusters.region_agreement,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Settings of clusters from the query, and whether they are the default ones.
fn clusters_config(query: &mut Query) -> (ClustersConfig, bool) {
    let mut config = ClustersConfig::default();
    let resolution = query.number("resolution", 0.001, 1000.0);
    let seed = query.integer("seed", 1, 1_000_000);
    config.resolution = resolution.unwrap_or(config.resolution);
    config.first_seed = seed.unwrap_or(config.first_seed);
    let is_default = config == ClustersConfig::default();
    (config, is_default)
}

/// The key players: centrality of all actors that pass the filters.
pub fn centrality(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let filters = query.filters(ecosystem);
    let paging = query.paging();
    query.finish()?;
    let mut about = AboutSection::new(provenance(ecosystem, Section::Centrality));
    let records = if filters.is_empty() {
        let found = snapshot.need_centrality(&SnapshotConfig::default());
        let (result, clusters) = found.map_err(|error| too_large(&error, language))?;
        about.set_approximation(result.approximation.as_ref());
        centrality_records(ecosystem, &snapshot.network, result, Some(clusters))
    } else {
        let (network, projection) = part(snapshot, &filters, language)?;
        let result = measure(&network, &projection, &CentralityConfig::default());
        let clusters = find(ecosystem, &network, &projection, &ClustersConfig::default());
        about.set_approximation(result.approximation.as_ref());
        centrality_records(ecosystem, &network, &result, Some(&clusters))
    };
    respond::list(asked, language, ecosystem, ListAbout { about, summary: Map::new() }, &records, paging)
}

/// The clusters of the actors that pass the filters.
pub fn clusters(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let filters = query.filters(ecosystem);
    let (config, is_default) = clusters_config(&mut query);
    let paging = query.paging();
    query.finish()?;
    let computed;
    let result = if filters.is_empty() && is_default {
        snapshot.need_clusters(&SnapshotConfig::default()).map_err(|error| too_large(&error, language))?
    } else {
        let (network, projection) = part(snapshot, &filters, language)?;
        computed = find(ecosystem, &network, &projection, &config);
        &computed
    };
    let about = AboutSection::new(provenance(ecosystem, Section::Clusters));
    let about = ListAbout { about, summary: clusters_summary(result) };
    let record = clusters_record(ecosystem, result, language);
    respond::list(asked, language, ecosystem, about, &record.clusters, paging)
}

/// The clusters with default settings; `None` where the network does not fit.
pub fn default_clusters(snapshot: &Snapshot, language: Language) -> Option<Vec<ClusterRecord>> {
    if snapshot.progress(Section::Clusters) == Progress::TooLarge {
        return None;
    }
    let found = snapshot.need_clusters(&SnapshotConfig::default()).ok()?;
    Some(clusters_record(&snapshot.ecosystem, found, language).clusters)
}

pub fn about_centrality() -> Operation {
    Operation::list(
        RecordSchema::of::<CentralityRecord>(),
        "Sleutelspelers",
        "Hoe centraal elke actor staat in het netwerk van actoren die initiatieven delen, meeste verbindingen eerst.",
    )
}

pub fn about_clusters() -> Operation {
    Operation::list(
        RecordSchema::of::<ClusterRecord>(),
        "Clusters",
        "Groepen actoren die onderling meer samenwerken dan met anderen, met hoe zeker die indeling is.",
    )
    .keys(&["resolution", "seed"])
}
