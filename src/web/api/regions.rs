//! Regions: side by side, white spots and distributions.

use serde_json::{Map, Value, json};

use crate::analysis::distribution::{Axis, distribution as count};
use crate::analysis::overlap::OverlapConfig;
use crate::analysis::region_overlap::region_overlap as compare;
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, white_spots as find};
use crate::ecosystem::{Basis, Ecosystem, Place};
use crate::export::{
    AboutSection, DistributionCellRecord, RecordSchema, RegionPairRecord, WhiteSpotRecord,
    about_region_overlap as about_found, distribution_record, region_pair_records, white_spot_records,
};
use crate::snapshot::{Snapshot, SnapshotConfig, distribution_provenance, white_spots_provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Pairs of regions; with `region` those with that region.
pub fn region_overlap(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let config = OverlapConfig {
        aspect: query.aspect(),
        minimum: query.number("minOverlap", 0.0, 1.0).unwrap_or(OverlapConfig::default().minimum),
        ..OverlapConfig::default()
    };
    let paging = query.paging();
    query.finish()?;
    let region = filters.region.take();
    let mut pairs = if filters.is_empty() && config == OverlapConfig::default() {
        snapshot.need_region_overlap(&SnapshotConfig::default()).to_vec()
    } else {
        compare(ecosystem, &Selection::new(ecosystem, &filters), &config)
    };
    pairs.retain(|pair| region.is_none_or(|region| pair.a == region || pair.b == region));
    let about = ListAbout { about: about_found(ecosystem, &pairs), summary: Map::new() };
    respond::list(asked, language, ecosystem, about, &region_pair_records(ecosystem, &pairs), paging)
}

/// The cells of the grid; `by` names the dimensions, `region` and `status` choose cells of the answer.
pub fn white_spots(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let lead = vec![ecosystem.taxonomy().lead()];
    let by = query.by(ecosystem).unwrap_or_else(|| lead.clone());
    let statuses: Vec<(&str, CellStatus)> = CellStatus::ALL.iter().map(|&status| (status.code(), status)).collect();
    let status = query.choice("status", &statuses);
    let mut filters = query.filters(ecosystem);
    let paging = query.paging();
    query.finish()?;
    let region = filters.region.take();
    let mut result = match (&snapshot.white_spots, filters.is_empty() && by == lead) {
        (Some(result), true) => result.clone(),
        _ => find(ecosystem, &Selection::new(ecosystem, &filters), &by)
            .map_err(|error| Problem::too_large(language, "by", error.to_string()))?,
    };
    result.cells.retain(|cell| {
        region.is_none_or(|region| cell.place == Place::Region(region))
            && status.is_none_or(|status| cell.status == status)
    });
    let mut about = AboutSection::new(white_spots_provenance(ecosystem, &by));
    if !filters.is_empty() {
        about.weaken(single_rows(ecosystem));
    }
    let mut summary = Map::new();
    summary.insert(String::from("units"), Value::from(result.units));
    summary.insert(String::from("unknownArea"), Value::from(result.unknown_area));
    summary.insert(String::from("unclassified"), Value::from(result.unclassified));
    let records = white_spot_records(ecosystem, &result);
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &records, paging)
}

/// Counts over `rows` and `columns`.
pub fn distribution(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let rows = query.axis("rows", ecosystem).unwrap_or(Axis::Region);
    let asked_columns = query.axis("columns", ecosystem);
    let measure = query.measure();
    let filters = query.filters(ecosystem);
    let paging = query.paging();
    let bare = !query.has("rows") && !query.has("columns");
    query.finish()?;
    let columns = if bare { Some(Axis::Dimension(ecosystem.taxonomy().lead())) } else { asked_columns };
    let result = count(ecosystem, &Selection::new(ecosystem, &filters), rows, columns, measure);
    let record = distribution_record(ecosystem, &result);
    let summary = json!({
        "rows": record.rows, "columns": record.columns, "measure": record.measure, "count": record.total,
        "rowTotals": record.row_totals, "columnTotals": record.column_totals,
    });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let mut about = AboutSection::new(distribution_provenance(ecosystem, rows, columns, measure));
    if !filters.is_empty() {
        about.weaken(single_rows(ecosystem));
    }
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.cells, paging)
}

/// Basis of single activities: a part of a published table was not itself published.
fn single_rows(ecosystem: &Ecosystem) -> Basis {
    ecosystem.about().weakest(&[("activities", "initiative"), ("initiatives", "regions")])
}

pub fn about_region_overlap() -> Operation {
    Operation::list(
        RecordSchema::of::<RegionPairRecord>(),
        "Regio's naast elkaar",
        "Per paar regio's de gedeelde actoren en initiatieven, hoe het aanbod op elkaar lijkt en wat overlapt.",
    )
    .keys(&["aspect", "minOverlap"])
}

pub fn about_white_spots() -> Operation {
    Operation::list(
        RecordSchema::of::<WhiteSpotRecord>(),
        "Witte vlekken",
        "Elke cel van regio en kenmerk: wat er is, wat te verwachten was, en of het toeval kan zijn.",
    )
    .keys(&["by", "status"])
}

pub fn about_distribution() -> Operation {
    Operation::list(
        RecordSchema::of::<DistributionCellRecord>(),
        "Verdeling",
        "Aantallen en aandelen over een of twee assen; elke tabel van de Regioscan komt hieruit.",
    )
    .keys(&["rows", "columns", "measure"])
}
