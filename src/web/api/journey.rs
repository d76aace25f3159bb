//! The journey of an entrepreneur, phase by phase.

use serde_json::{Map, Value, json};

use super::matches::profile_fields;
use crate::analysis::journey::journey as follow;
use crate::analysis::matches::Profile;
use crate::analysis::matches::fit::wanted;
use crate::analysis::selection::{Filters, Selection};
use crate::export::{AboutSection, PhaseRecord, RecordSchema, journeys_record};
use crate::snapshot::{Provenance, Snapshot, provenance_journey};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Which phases are served, and by whom, per region or in `region`, for a profile of any dimensions (of several values any
/// will do); `asOf` keeps what runs on that day. The regions in short stand beside the list.
pub fn journey(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let profile = Profile { region: query.region(ecosystem), wanted: wanted(&query.values(ecosystem)) };
    let filters = Filters { as_of: query.date("asOf"), ..Filters::default() };
    let paging = query.paging();
    query.finish()?;
    let is_default = profile.region.is_none() && profile.wanted.is_empty() && filters.is_empty();
    let followed;
    let found = match (snapshot.journey.get(), is_default) {
        (Some(found), true) => found,
        _ => {
            let selection = Selection::new(ecosystem, &filters);
            followed = follow(ecosystem, &selection, profile.region, &profile.wanted);
            &followed
        }
    };
    let record = journeys_record(ecosystem, found);
    let dimensions: Vec<usize> = profile.wanted.iter().map(|&(dimension, _)| dimension).collect();
    let summary = json!({
        "profile": profile_fields(ecosystem, &profile),
        "asOf": filters.as_of.map(|day| day.to_string()),
        "known": record.known,
        "reason": record.reason,
        "regions": record.regions,
    });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let about = AboutSection::new(Provenance {
        basis: provenance_journey::basis(ecosystem, &dimensions),
        exceptions: Vec::new(),
        method: provenance_journey::method(),
    });
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.phases, paging)
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<PhaseRecord>(),
        "Klantreis",
        "Welke fasen van de reis een regio bedient, door wie, en welke schakel ontbreekt.",
    )
    .keys(&["region", "asOf"])
    .without_filters()
}

#[cfg(test)]
mod tests {
    use super::super::matches::tests::{ask, faults};
    use super::*;

    #[test]
    fn a_region_has_its_phases_and_a_profile_narrows_them() {
        let answer = ask(journey, "voorbeeld", "region=PV22").unwrap();
        let phases: Vec<&str> =
            answer["items"].as_array().unwrap().iter().map(|item| item["phase"].as_str().unwrap()).collect();
        assert_eq!(phases, ["ontmoeten", "weten", "willen", "kunnen"]);
        assert_eq!((answer["known"].as_bool(), answer["regions"].as_array().map(Vec::len)), (Some(true), Some(1)));
        let narrow = ask(journey, "voorbeeld", "region=PV22&sector=B&size=micro").unwrap();
        let own = |answer: &Value| -> usize {
            answer["items"].as_array().unwrap().iter().map(|item| item["own"].as_array().unwrap().len()).sum()
        };
        assert!(own(&narrow) < own(&answer));
        assert_eq!(ask(journey, "voorbeeld", "").unwrap()["total"].as_u64(), Some(48));
    }

    #[test]
    fn what_is_not_known_is_said() {
        let answer = ask(journey, "regioscan-2023", "").unwrap();
        assert_eq!((answer["known"].as_bool(), answer["total"].as_u64()), (Some(false), Some(0)));
        assert!(answer["reason"]["nl"].as_str().unwrap().contains("niet geraden"));
        assert_eq!(faults(&ask(journey, "voorbeeld", "phase=jong&kind=bank").unwrap_err()), ["phase", "kind"]);
    }
}
