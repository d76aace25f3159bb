//! White spots in depth.

use serde_json::{Map, Value};

use crate::analysis::gaps::{Chance, GapsConfig, gaps as rank};
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, white_spots as find};
use crate::dataset::establishments;
use crate::ecosystem::{Basis, Ecosystem};
use crate::export::{AboutSection, country_gap_records, gap_records};
use crate::language::Language;
use crate::snapshot::{Snapshot, gaps_provenance};
use crate::web::asked::Asked;
use crate::web::problem::{Fault, Problem};
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Which places are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    Regions,
    Country,
}

/// The cells ranked by unserved demand and shortfall; `by` names the dimensions, `scale=country` lays national demand over
/// national supply, `region`, `status` and `chance` choose cells of the answer (ranks stay those of the whole).
pub fn gaps(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let lead = vec![ecosystem.taxonomy().lead()];
    let by = query.by(ecosystem).unwrap_or_else(|| lead.clone());
    let scale = query.choice("scale", &[("regions", Scale::Regions), ("country", Scale::Country)]);
    let statuses: Vec<(&str, CellStatus)> = CellStatus::ALL.iter().map(|&status| (status.code(), status)).collect();
    let status = query.choice("status", &statuses);
    let chances: Vec<(&str, Chance)> = Chance::ALL.iter().map(|&chance| (chance.code(), chance)).collect();
    let chance = query.choice("chance", &chances);
    let mut filters = query.filters(ecosystem);
    let paging = query.paging();
    let of_regions: Vec<&str> = ["region", "status", "chance"].into_iter().filter(|key| query.has(key)).collect();
    query.finish()?;
    let scale = scale.unwrap_or(Scale::Regions);
    if scale == Scale::Country && !of_regions.is_empty() {
        return Err(of_regions_only(language, &of_regions));
    }
    let region = filters.region.take();
    let too_large =
        |error: crate::analysis::white_spots::WhiteSpotsError| Problem::too_large(language, "by", error.to_string());
    let selection = Selection::new(ecosystem, &filters);
    let found;
    let white_spots = match (&snapshot.white_spots, filters.is_empty() && by == lead) {
        (Some(result), true) => result,
        _ => {
            found = find(ecosystem, &selection, &by).map_err(too_large)?;
            &found
        }
    };
    let config = GapsConfig::default();
    let result = rank(ecosystem, &selection, white_spots, &establishments(), &config).map_err(too_large)?;
    let mut about = AboutSection::new(gaps_provenance(ecosystem, &by));
    if !filters.is_empty() {
        about.weaken(single_rows(ecosystem));
        about.basis_exceptions.clear();
    }
    let mut summary = Map::new();
    let scale_code = if scale == Scale::Country { "country" } else { "regions" };
    summary.insert(String::from("scale"), Value::from(scale_code));
    summary.insert(String::from("concentration"), Value::from(result.concentration));
    summary.insert(String::from("establishmentsYear"), Value::from(result.establishments_year));
    summary.insert(String::from("demandKnown"), Value::from(result.has_demand));
    summary.insert(String::from("relatednessKnown"), Value::from(result.has_relatedness));
    let about = ListAbout { about, summary };
    if scale == Scale::Country {
        return respond::list(asked, language, ecosystem, about, &country_gap_records(ecosystem, &by, &result), paging);
    }
    let place = region.map(|region| ecosystem.regions().code(region));
    let mut records = gap_records(ecosystem, white_spots, &result);
    records.retain(|record| {
        place.is_none_or(|code| record.region == code)
            && status.is_none_or(|status| record.status == status.code())
            && chance.is_none_or(|chance| record.chance == Some(chance.code()))
    });
    respond::list(asked, language, ecosystem, about, &records, paging)
}

/// Keys that choose cells of regions say nothing of the country.
fn of_regions_only(language: Language, keys: &[&str]) -> Problem {
    let detail = match language {
        Language::Nl => "Deze sleutel hoort bij scale=regions. Laat haar weg bij scale=country.",
        Language::En => "This key goes with scale=regions. Leave it out with scale=country.",
    };
    let fault = |key: &&str| Fault { parameter: (*key).to_owned(), detail: detail.to_owned() };
    Problem::bad_request(language, keys.iter().map(fault).collect())
}

/// Basis of single activities: a part of a published table was not itself published.
fn single_rows(ecosystem: &Ecosystem) -> Basis {
    ecosystem.about().weakest(&[("activities", "initiative"), ("initiatives", "regions")])
}
