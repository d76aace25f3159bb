//! Clusters that many runs agree on.

use serde_json::{Map, Value};

use crate::analysis::consensus::{ConsensusConfig, consensus as find};
use crate::analysis::selection::Selection;
use crate::export::{AboutSection, ConsensusClusterRecord, RecordSchema, consensus_record};
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection};
use crate::snapshot::{Provenance, Snapshot, provenance_consensus};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Runs that may be asked.
const MOST_RUNS: u64 = 1000;

/// Consensus clusters of the actors that pass the filters, with `runs`, `resolution` and `seed`.
pub fn consensus(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let filters = query.filters(ecosystem);
    let mut config = ConsensusConfig::default();
    config.runs = query.integer("runs", 2, MOST_RUNS).map_or(config.runs, |runs| runs as usize);
    config.resolution = query.number("resolution", 0.001, 1000.0).unwrap_or(config.resolution);
    config.first_seed = query.integer("seed", 1, 1_000_000).unwrap_or(config.first_seed);
    let paging = query.paging();
    query.finish()?;
    let computed;
    let found = match (snapshot.consensus.get(), filters.is_empty() && config == ConsensusConfig::default()) {
        (Some(found), true) => found,
        _ => {
            let network = Selection::new(ecosystem, &filters).network(ecosystem);
            let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET)
                .map_err(|error| Problem::too_large(language, "region", error.to_string()))?;
            computed = find(ecosystem, &network, &projection, &config)
                .map_err(|error| Problem::too_large(language, "runs", error.to_string()))?;
            &computed
        }
    };
    let record = consensus_record(ecosystem, found, language);
    let summary = match serde_json::to_value(&record.summary) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let about = AboutSection::new(Provenance {
        basis: provenance_consensus::basis(ecosystem),
        exceptions: Vec::new(),
        method: provenance_consensus::method(),
    });
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.clusters, paging)
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<ConsensusClusterRecord>(),
        "Clusters om op te tekenen",
        "Wat honderden runs gemeen hebben, wie bij twee groepen hoort, en of de indeling vaststaat.",
    )
    .keys(&["runs=consensus", "resolution", "seed"])
}
