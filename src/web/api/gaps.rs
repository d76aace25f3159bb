//! White spots in depth.

use serde_json::{Map, Value};

use crate::analysis::gaps::{Chance, GapsConfig, gaps as rank};
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::{CellStatus, white_spots as find};
use crate::dataset::establishments;
use crate::ecosystem::{Basis, Ecosystem};
use crate::export::{AboutSection, CountryGapRecord, GapRecord, RecordSchema, country_gap_records, gap_records};
use crate::language::Language;
use crate::snapshot::{Snapshot, gaps_provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
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
    let ranked;
    let result = match (snapshot.gaps.get(), filters.is_empty() && by == lead) {
        (Some(result), true) => result,
        _ => {
            ranked = rank(ecosystem, &selection, white_spots, &establishments(), &GapsConfig::default())
                .map_err(too_large)?;
            &ranked
        }
    };
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
        return respond::list(asked, language, ecosystem, about, &country_gap_records(ecosystem, &by, result), paging);
    }
    let place = region.map(|region| ecosystem.regions().code(region));
    let mut records = gap_records(ecosystem, white_spots, result);
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

pub fn about() -> Operation {
    Operation::lists(
        vec![RecordSchema::of::<GapRecord>(), RecordSchema::of::<CountryGapRecord>()],
        "Witte vlekken op volgorde",
        "Cellen op volgorde van vraag zonder aanbod en tekort, met kans in woorden, nabijheid en wat vergelijkbare regio's hebben.",
    )
    .keys(&["by", "scale", "status", "chance"])
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::dataset::{ReadOptions, read_shipped};
    use crate::snapshot::{Section, SnapshotConfig};

    fn ask(dataset: &str, query: &str) -> Result<Value, Problem> {
        let ecosystem = read_shipped(dataset, &ReadOptions::default()).unwrap().ecosystem.unwrap();
        let config = SnapshotConfig { sections: [Section::WhiteSpots].into(), ..SnapshotConfig::default() };
        let snapshot = Snapshot::compute(ecosystem, &config, |_| ()).unwrap();
        let asked = Asked::new(&TestRequest::with_uri(&format!("/gaps?{query}")).to_http_request());
        let answer = gaps(&asked, &snapshot, Query::new(&asked))?;
        Ok(serde_json::from_slice(&answer.bytes).unwrap())
    }

    #[test]
    fn ranks_stay_those_of_the_whole() {
        let all = ask("voorbeeld", "").unwrap();
        assert_eq!((all["total"].as_u64(), all["scale"].as_str()), (Some(144), Some("regions")));
        let some = ask("voorbeeld", "region=Drenthe&status=absent").unwrap();
        let items = some["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.len() < 12);
        assert!(items.iter().all(|item| item["region"] == "PV22" && all["items"].as_array().unwrap().contains(item)));
        let pairs = ask("voorbeeld", "by=activity_type,sector&chance=unlikely-chance").unwrap();
        assert!(pairs["items"].as_array().unwrap().iter().all(|item| item["chance"] == "unlikely-chance"));
        let filtered = ask("regioscan-2023", "asOf=2023-01-01").unwrap();
        assert_eq!((filtered["basis"].as_str(), filtered.get("basisExceptions")), (Some("reconstructed"), None));
    }

    #[test]
    fn the_country_has_a_scale_of_its_own() {
        let country = ask("dienstverlening-2021", "scale=country").unwrap();
        assert_eq!((country["total"].as_u64(), country["items"][0]["region"].as_str()), (Some(7), Some("NL")));
        let wrong = ask("dienstverlening-2021", "scale=country&region=PV20&status=thin").unwrap_err();
        let keys: Vec<&str> = wrong.errors.iter().map(|fault| fault.parameter.as_str()).collect();
        assert_eq!((wrong.status, keys), (400, vec!["region", "status"]));
        assert_eq!(ask("voorbeeld", "chance=maybe").unwrap_err().errors[0].parameter, "chance");
    }
}
