//! Matches: which doors fit an entrepreneur.

use serde_json::{Map, Value, json};

use crate::analysis::matches::fit::wanted;
use crate::analysis::matches::{DEFAULT_DOORS, MatchesConfig, Profile, matches as rank};
use crate::analysis::selection::{Filters, Selection};
use crate::ecosystem::Ecosystem;
use crate::export::{AboutSection, doors_record, match_records};
use crate::snapshot::{Provenance, Snapshot, provenance_matches};
use crate::web::asked::Asked;
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
