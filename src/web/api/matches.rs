//! Matches: which doors fit an entrepreneur.

use serde_json::{Map, Value, json};

use crate::analysis::matches::fit::wanted;
use crate::analysis::matches::{DEFAULT_DOORS, MatchesConfig, Profile, matches as rank};
use crate::analysis::selection::{Filters, Selection};
use crate::ecosystem::Ecosystem;
use crate::export::{AboutSection, MatchRecord, RecordSchema, doors_record, match_records};
use crate::snapshot::{Provenance, Snapshot, provenance_matches};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Most doors that can be asked.
const MAX_DOORS: u64 = 50;

/// Activities ranked for a profile, and the best doors beside the list. `region` and any dimension make the profile (of
/// several values any will do), `asOf` keeps what runs on that day, `doors` says how many doors, `scope=everywhere` shows
/// what is elsewhere too.
pub fn matches(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let profile = Profile { region: query.region(ecosystem), wanted: wanted(&query.values(ecosystem)) };
    let filters = Filters { as_of: query.date("asOf"), ..Filters::default() };
    let config = MatchesConfig {
        doors: query.integer("doors", 1, MAX_DOORS).map_or(DEFAULT_DOORS, |doors| doors as usize),
        everywhere: query.choice("scope", &[("area", false), ("everywhere", true)]).unwrap_or(false),
    };
    let paging = query.paging();
    query.finish()?;
    let found = rank(ecosystem, &Selection::new(ecosystem, &filters), &profile, &config);
    let dimensions: Vec<usize> = profile.wanted.iter().map(|&(dimension, _)| dimension).collect();
    let doors = doors_record(ecosystem, &profile, &found);
    let summary = json!({
        "profile": profile_fields(ecosystem, &profile),
        "asOf": filters.as_of.map(|day| day.to_string()),
        "doors": doors.doors,
        "tied": doors.tied,
        "leadValues": doors.lead_values,
        "sharedActors": doors.shared_actors,
        "elsewhere": doors.elsewhere,
        "withoutActivities": doors.without_activities,
    });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let about = AboutSection::new(Provenance {
        basis: provenance_matches::basis(ecosystem, &dimensions),
        exceptions: Vec::new(),
        method: provenance_matches::method(),
    });
    let records = match_records(ecosystem, &profile, &found);
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &records, paging)
}

/// Region and asked values by id.
pub(super) fn profile_fields(ecosystem: &Ecosystem, profile: &Profile) -> Map<String, Value> {
    let mut fields = Map::new();
    let region = profile.region.map(|region| ecosystem.regions().code(region));
    fields.insert(String::from("region"), Value::from(region));
    for (dimension, values) in &profile.wanted {
        let dimension = &ecosystem.taxonomy().dimensions()[*dimension];
        let codes: Vec<&str> = values.iter().map(|&value| dimension.value_code(value)).collect();
        fields.insert(dimension.id.to_string(), Value::from(codes));
    }
    fields
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<MatchRecord>(),
        "Passend aanbod",
        "Activiteiten die bij een ondernemer passen, de beste eerst, met redenen en met wat niet past; de beste deuren staan apart.",
    )
    .keys(&["region", "asOf", "doors", "scope"])
    .without_filters()
}

#[cfg(test)]
pub(super) mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::dataset::{ReadOptions, read_shipped};
    use crate::snapshot::SnapshotConfig;
    use crate::web::api::Resource;

    /// The answer of a resource for a shipped dataset of which nothing was computed before.
    pub fn ask(resource: Resource, dataset: &str, query: &str) -> Result<Value, Problem> {
        let ecosystem = read_shipped(dataset, &ReadOptions::default()).unwrap().ecosystem.unwrap();
        let config = SnapshotConfig { sections: std::collections::BTreeSet::new(), ..SnapshotConfig::default() };
        let snapshot = Snapshot::compute(ecosystem, &config, |_| ()).unwrap();
        let asked = Asked::new(&TestRequest::with_uri(&format!("/?{query}")).to_http_request());
        let answer = resource(&asked, &snapshot, Query::new(&asked))?;
        Ok(serde_json::from_slice(&answer.bytes).unwrap())
    }

    /// Keys at fault.
    pub fn faults(problem: &Problem) -> Vec<&str> {
        problem.errors.iter().map(|fault| fault.parameter.as_str()).collect()
    }

    #[test]
    fn the_best_doors_stand_beside_the_ranked_list() {
        let answer =
            ask(matches, "voorbeeld", "region=Frysl%C3%A2n&bottleneck=willen,weten&sector=A&asOf=2026-03-01").unwrap();
        let (doors, items) = (answer["doors"].as_array().unwrap(), answer["items"].as_array().unwrap());
        assert_eq!((answer["basis"].as_str(), doors.len()), (Some("fictional"), 3));
        assert_eq!(answer["profile"]["bottleneck"], json!(["weten", "willen"]));
        assert_eq!(answer["profile"]["region"], "PV21");
        // The first in rank opens the first door; scores of doors never rise.
        assert_eq!((&doors[0], &doors[0]["rank"]), (&items[0], &json!(1)));
        assert!(doors.windows(2).all(|pair| pair[0]["score"].as_f64() >= pair[1]["score"].as_f64()));
        assert!(items.iter().all(|item| item["nearness"] != "elsewhere" && item["inWords"]["nl"].is_string()));
        let all = ask(matches, "voorbeeld", "region=PV21&bottleneck=willen&scope=everywhere&doors=5").unwrap();
        assert_eq!((all["total"].as_u64(), all["doors"].as_array().map(Vec::len)), (Some(592), Some(5)));
        // One value of several will do, so that more fit than of each alone.
        let count = |query: &str| {
            let answer = ask(matches, "voorbeeld", query).unwrap();
            answer["items"].as_array().unwrap().iter().filter(|item| item["verdict"] == "fits").count()
        };
        assert!(count("sector=A,B") > count("sector=A").max(count("sector=B")));
    }

    #[test]
    fn unknown_values_list_the_allowed_ones() {
        let wrong = ask(matches, "voorbeeld", "bottleneck=geld&region=Atlantis&doors=0&foo=1&asOf=nu").unwrap_err();
        assert_eq!(wrong.status, 400);
        let mut keys = faults(&wrong);
        keys.sort_unstable();
        assert_eq!(keys, ["asOf", "bottleneck", "doors", "foo", "region"]);
        let allowed = wrong.errors.iter().find(|fault| fault.parameter == "bottleneck").unwrap();
        assert!(allowed.detail.contains("kunnen-financiering") && allowed.detail.contains("weten"));
    }
}
