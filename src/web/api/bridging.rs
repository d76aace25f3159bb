//! Who holds together what would otherwise stand apart.

use serde_json::{Map, Value, json};

use crate::analysis::bridging::{BridgingConfig, bridging as measure};
use crate::analysis::clusters::{ClustersConfig, clusters as find};
use crate::analysis::selection::{Filters, Selection};
use crate::export::{AboutSection, ActorBridgingRecord, BridgingRecord, RecordSchema, bridging_record};
use crate::language::Language;
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge};
use crate::snapshot::{Provenance, Snapshot, SnapshotConfig, provenance_bridging};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Actors with brokerage, hinge, spread and who would be cut off; totals and bridges beside the list. Filters choose the
/// part of the ecosystem, `resolution` and `seed` the clusters.
pub fn bridging(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let filters = query.filters(ecosystem);
    let mut clusters = ClustersConfig::default();
    clusters.resolution = query.number("resolution", 0.001, 1000.0).unwrap_or(clusters.resolution);
    clusters.first_seed = query.integer("seed", 1, 1_000_000).unwrap_or(clusters.first_seed);
    let paging = query.paging();
    query.finish()?;
    let record = record(snapshot, &filters, &clusters, language)?;
    let summary = json!({ "brokerage": record.brokerage, "hinge": record.hinge, "bridges": record.bridges });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let provenance = Provenance {
        basis: provenance_bridging::basis(ecosystem),
        exceptions: Vec::new(),
        method: provenance_bridging::method(),
    };
    let about = ListAbout { about: AboutSection::new(provenance), summary };
    respond::list(asked, language, ecosystem, about, &record.actors, paging)
}

fn record(
    snapshot: &Snapshot,
    filters: &Filters,
    config: &ClustersConfig,
    language: Language,
) -> Result<BridgingRecord, Problem> {
    let ecosystem = &snapshot.ecosystem;
    let selection = Selection::new(ecosystem, filters);
    let too_large = |error: ProjectionTooLarge| Problem::too_large(language, "region", error.to_string());
    let settings = BridgingConfig::default();
    if filters.is_empty() && *config == ClustersConfig::default() {
        let defaults = SnapshotConfig::default();
        let clusters = snapshot.need_clusters(&defaults).map_err(too_large)?;
        if let Some(found) = snapshot.bridging.get() {
            return Ok(bridging_record(ecosystem, &snapshot.network, clusters, found));
        }
        let projection = snapshot.need_projection(&defaults).map_err(too_large)?;
        let found = measure(ecosystem, &selection, &snapshot.network, projection, &clusters.membership, &settings);
        return Ok(bridging_record(ecosystem, &snapshot.network, clusters, &found));
    }
    let network = selection.network(ecosystem);
    let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).map_err(too_large)?;
    let clusters = find(ecosystem, &network, &projection, config);
    let found = measure(ecosystem, &selection, &network, &projection, &clusters.membership, &settings);
    Ok(bridging_record(ecosystem, &network, &clusters, &found))
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<ActorBridgingRecord>(),
        "Bruggenbouwers",
        "Wie verbindt wat anders los zou staan: makelaarsrollen, de scharnier tussen landelijk en regionaal, en wie zou worden \
         afgesneden.",
    )
    .keys(&["resolution", "seed"])
}
