//! Leave-one-out: what would be lost without each initiative or actor.

use serde_json::Map;

use crate::analysis::leave_one_out::{LeaveOneOutConfig, leave_one_out as measure};
use crate::export::{AboutSection, LossRecord, RecordSchema, loss_records};
use crate::snapshot::{Section, Snapshot, SnapshotConfig, provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Which list is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Initiatives,
    Actors,
}

/// Losses, most first; `what=actors` gives those of actors, `region` chooses what concerns a region (ranks stay those of
/// the whole).
pub fn leave_one_out(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let what = query.choice("what", &[("initiatives", What::Initiatives), ("actors", What::Actors)]);
    let region = query.region(ecosystem);
    let paging = query.paging();
    query.finish()?;
    let too_large = |error: String| Problem::too_large(language, "what", error);
    let computed;
    let result = match snapshot.leave_one_out.get() {
        Some(result) => result,
        None => {
            let pairs = snapshot.need_whole_overlap(&SnapshotConfig::default());
            let pairs = pairs.map_err(|error| too_large(error.to_string()))?;
            computed = measure(ecosystem, pairs, &LeaveOneOutConfig::default())
                .map_err(|error| too_large(error.to_string()))?;
            &computed
        }
    };
    let losses = if what == Some(What::Actors) { &result.actors } else { &result.initiatives };
    let mut records = loss_records(ecosystem, losses);
    if let Some(region) = region {
        let code = ecosystem.regions().code(region);
        records.retain(|record| record.regions.iter().any(|region| region == code));
    }
    let about = AboutSection::new(provenance(ecosystem, Section::LeaveOneOut));
    respond::list(asked, language, ecosystem, ListAbout { about, summary: Map::new() }, &records, paging)
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<LossRecord>(),
        "Wat we zouden verliezen",
        "Per initiatief of actor wat er wegvalt als die er niet meer is: cellen, deuren, verbindingen.",
    )
    .keys(&["what", "region"])
    .without_filters()
}
