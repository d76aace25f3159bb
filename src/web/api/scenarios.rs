//! Scenarios: what would be different.

use crate::analysis::scenario::{ScenarioConfig, scenario};
use crate::dataset::read_scenario;
use crate::export::{RecordSchema, ScenarioDocument, scenario_document};
use crate::snapshot::Snapshot;
use crate::web::asked::Asked;
use crate::web::openapi::{Body, Operation};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// What findings call the body of a request.
const BODY: &str = "scenario";

/// Carries out the scenario in the body and answers what is different; nothing is stored.
pub fn ask(_: &Asked, snapshot: &Snapshot, query: Query, body: &[u8]) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    let reading = read_scenario(BODY, body, &snapshot.ecosystem);
    let Some(edited) = reading.edited else { return Err(Problem::of_findings(language, &reading.findings)) };
    let result = scenario(&snapshot.ecosystem, &edited, &ScenarioConfig::default())
        .map_err(|error| Problem::too_large(language, BODY, error.to_string()))?;
    let mut document = scenario_document(&snapshot.ecosystem, &edited, &result);
    document.about.warnings.extend(super::warnings(&reading.findings, BODY));
    Answer::json(language, &document)
}

pub fn about() -> Operation {
    Operation::posted(
        RecordSchema::of::<ScenarioDocument>(),
        "Scenario",
        "Wat er verandert als initiatieven of actoren erbij komen, verdwijnen of samengaan. Er wordt niets bewaard.",
        Body::Scenario,
    )
}
