//! Complexity and coverage: key numbers of the whole and by region.

use serde_json::{Map, Value, json};

use crate::analysis::complexity::{ComplexityConfig, complexity as measure};
use crate::analysis::overlap::{OverlapConfig, TooManyPairs, overlap};
use crate::analysis::selection::Selection;
use crate::export::{AboutSection, AreaComplexityRecord, RecordSchema, complexity_record};
use crate::snapshot::{Provenance, Snapshot, SnapshotConfig, provenance_complexity};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Key numbers of the whole and of every region; with `region` of that region. `asOf` keeps what runs on that day, and
/// counts the twelve months of what ends from it.
pub fn complexity(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let pairs = OverlapConfig {
        minimum: query.number("minOverlap", 0.0, 1.0).unwrap_or(OverlapConfig::default().minimum),
        ..OverlapConfig::default()
    };
    let paging = query.paging();
    query.finish()?;
    let region = filters.region.take();
    let selection = Selection::new(ecosystem, &filters);
    let is_default = filters.is_empty() && pairs == OverlapConfig::default();
    let (computed, measured);
    let result = match (snapshot.complexity.get(), is_default) {
        (Some(result), true) => result,
        _ => {
            let too_large = |error: TooManyPairs| Problem::too_large(language, "minOverlap", error.to_string());
            let overlapping = if is_default {
                snapshot.need_whole_overlap(&SnapshotConfig::default()).map_err(too_large)?
            } else {
                computed = overlap(ecosystem, &selection, &pairs).map_err(too_large)?;
                &computed
            };
            let config =
                ComplexityConfig { minimum: pairs.minimum, as_of: filters.as_of, ..ComplexityConfig::default() };
            measured = measure(ecosystem, &selection, overlapping, &config)
                .map_err(|error| Problem::too_large(language, "region", error.to_string()))?;
            &measured
        }
    };
    let mut record = complexity_record(ecosystem, result);
    if let Some(region) = region {
        let code = ecosystem.regions().code(region);
        record.areas.retain(|area| area.region == code);
    }
    let summary = json!({
        "asOf": record.as_of, "until": record.until, "rarefiedTo": record.rarefied_to,
        "surveyCoverage": record.survey_coverage, "rankRanges": record.rank_ranges,
    });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let about = AboutSection::new(Provenance {
        basis: provenance_complexity::basis(ecosystem),
        exceptions: Vec::new(),
        method: provenance_complexity::method(),
    });
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.areas, paging)
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<AreaComplexityRecord>(),
        "Complexiteit en dekking",
        "Kerngetallen van het geheel en per regio: deuren, dubbeling, verscheidenheid, dekking en wat binnen een jaar afloopt.",
    )
    .keys(&["minOverlap"])
}
