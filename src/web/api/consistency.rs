//! The consistency test of a proposed initiative.

use crate::analysis::consistency::{ConsistencyConfig, consistency};
use crate::dataset::{establishments, read_proposal};
use crate::export::{ConsistencyDocument, RecordSchema, consistency_document};
use crate::snapshot::Snapshot;
use crate::web::asked::Asked;
use crate::web::openapi::{Body, Operation};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// What findings call the body of a request.
const BODY: &str = "proposal";

/// Tests the proposal in the body against the dataset.
pub fn test(_: &Asked, snapshot: &Snapshot, query: Query, body: &[u8]) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    let reading = read_proposal(BODY, body, &snapshot.ecosystem);
    let Some(proposal) = reading.proposal else { return Err(Problem::of_findings(language, &reading.findings)) };
    let config = ConsistencyConfig::default();
    let result = consistency(&snapshot.ecosystem, &proposal, &establishments(), &config)
        .map_err(|error| Problem::too_large(language, BODY, error.to_string()))?;
    let mut document = consistency_document(&snapshot.ecosystem, &result, &config);
    document.about.warnings.extend(super::warnings(&reading.findings, BODY));
    Answer::json(language, &document)
}

pub fn about() -> Operation {
    Operation::posted(
        RecordSchema::of::<ConsistencyDocument>(),
        "Consistentietoets",
        "Past een voorgesteld initiatief, overlapt het of vult het een witte vlek, en bij wie kan het aansluiten. Bewaard wordt het alleen met een token met het recht write.",
        Body::Proposal,
    )
}
