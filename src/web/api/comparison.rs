//! Two versions side by side.

use crate::export::{ComparisonRecord, RecordSchema, comparison_record};
use crate::snapshot::{Snapshot, compare};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::{Fault, Problem};
use crate::web::query::Query;
use crate::web::respond::Answer;
use crate::web::versions::too_many;

/// This dataset beside an earlier one, or an earlier version, named by `with`.
pub fn comparison(
    _: &Asked,
    earlier: Result<&[&Snapshot], Fault>,
    later: &Snapshot,
    mut query: Query,
) -> Result<Answer, Problem> {
    let language = query.language();
    query.text("with");
    let earlier = earlier.and_then(|earlier| match earlier {
        [earlier] => Ok(*earlier),
        _ => Err(too_many(language, 1)),
    });
    let earlier = match earlier {
        Ok(earlier) => earlier,
        Err(fault) => {
            query.blame(fault);
            query.finish()?;
            // A query with a fault does not come past `finish`.
            return Err(Problem::internal(language));
        }
    };
    query.finish()?;
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
