//! Overlap of initiatives.

use serde_json::{Map, Value};

use crate::analysis::overlap::{OverlapConfig, TooManyPairs, overlap as compare};
use crate::analysis::selection::Selection;
use crate::ecosystem::Area;
use crate::export::{OverlapRecord, RecordSchema, about_overlap as about_found, overlap_records};
use crate::snapshot::{Snapshot, SnapshotConfig};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Pairs of initiatives that overlap; with `region` those that meet in that region.
pub fn overlap(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let config = OverlapConfig {
        aspect: query.aspect(),
        minimum: query.number("minOverlap", 0.0, 1.0).unwrap_or(OverlapConfig::default().minimum),
        everywhere: query.choice("scope", &[("area", false), ("everywhere", true)]).unwrap_or(false),
        ..OverlapConfig::default()
    };
    let collaborates = query.choice("collaborates", &[("true", true), ("false", false)]);
    let paging = query.paging();
    query.finish()?;
    // For pairs a region is where they meet, not where actors are.
    let region = filters.region.take();
    let computed;
    let too_large = |error: TooManyPairs| Problem::too_large(language, "minOverlap", error.to_string());
    let result = if filters.is_empty() && config == OverlapConfig::default() {
        snapshot.need_overlap(&SnapshotConfig::default()).map_err(too_large)?
    } else {
        computed = compare(ecosystem, &Selection::new(ecosystem, &filters), &config).map_err(too_large)?;
        &computed
    };
    let mut chosen = result.clone();
    chosen.pairs.retain(|pair| {
        collaborates.is_none_or(|wanted| pair.collaborates == wanted)
            && region.is_none_or(|region| match &pair.area {
                Area::Unknown => false,
                Area::National => true,
                Area::Regions(regions) => regions.contains(&region),
            })
    });
    let mut summary = Map::new();
    summary.insert(String::from("overlappingPairs"), Value::from(result.total));
    summary.insert(String::from("unknownArea"), Value::from(result.unknown_area));
    let about = ListAbout { about: about_found(ecosystem, result), summary };
    respond::list(asked, language, ecosystem, about, &overlap_records(ecosystem, &chosen), paging)
}

pub fn about_overlap() -> Operation {
    Operation::list(
        RecordSchema::of::<OverlapRecord>(),
        "Overlap tussen initiatieven",
        "Paren van initiatieven met hetzelfde aanbod in een gemeenschappelijk werkgebied, en of zij samenwerken.",
    )
    .keys(&["aspect", "minOverlap", "scope", "collaborates"])
}
