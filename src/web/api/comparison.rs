//! Two versions side by side.

use crate::export::{ComparisonRecord, RecordSchema, comparison_record};
use crate::snapshot::{Snapshot, compare};
use crate::web::asked::Asked;
use crate::web::catalog::Catalog;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// This dataset beside an earlier one, named by `with`.
pub fn comparison(_: &Asked, catalog: &Catalog, later: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    let ids: Vec<(&str, &str)> = catalog.entries().iter().map(|entry| (entry.id.as_str(), entry.id.as_str())).collect();
    let with = query.needed_choice("with", &ids);
    query.finish()?;
    // A query without `with` does not come past `finish`.
    let earlier = super::snapshot(catalog, with.unwrap_or_default(), language)?;
    let found = compare(earlier, later).map_err(|error| Problem::too_large(language, "with", error.to_string()))?;
    Answer::json(language, &comparison_record(earlier, later, &found))
}

pub fn about() -> Operation {
    Operation::document(
        RecordSchema::of::<ComparisonRecord>(),
        "Vergelijking met een eerdere versie",
        "Wat erbij kwam, ophield of anders ging heten, kerngetallen naast elkaar, en welke witte vlekken dicht en open gingen.",
    )
    .keys(&["with!"])
}
