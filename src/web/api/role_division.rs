//! Role division: who coordinates, who executes, who initiates, and who supplies.

use serde_json::{Map, Value, json};

use crate::analysis::role_division::role_division as divide;
use crate::analysis::selection::Selection;
use crate::export::{
    AboutSection, InitiatorsRecord, KindRolesRecord, MarketRecord, RecordSchema, RoleCellRecord, role_division_record,
};
use crate::snapshot::{Provenance, Snapshot, provenance_role_division};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::{Fault, Problem};
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Which list is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Roles,
    Kinds,
    Initiators,
    Market,
}

impl View {
    const ALL: [(&'static str, Self); 4] =
        [("roles", Self::Roles), ("kinds", Self::Kinds), ("initiators", Self::Initiators), ("market", Self::Market)];
}

/// Level × value of `by` (default the lead dimension) with who coordinates and executes; `view` asks for kinds of actors
/// beside annex 3, initiatives without or with several initiators, or the markttoets instead. `region` keeps what serves
/// it; the other filters choose actors and initiatives as everywhere.
pub fn role_division(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let by = query.by(ecosystem).unwrap_or_else(|| vec![ecosystem.taxonomy().lead()]);
    let view = query.choice("view", &View::ALL).unwrap_or(View::Roles);
    let mut filters = query.filters(ecosystem);
    let paging = query.paging();
    query.finish()?;
    let &[by] = by.as_slice() else {
        let detail = crate::language::Text::new("Noem hier één kenmerk.", "Name one dimension here.");
        let fault = Fault { parameter: String::from("by"), detail: detail.get(language).to_owned() };
        return Err(Problem::bad_request(language, vec![fault]));
    };
    let region = filters.region.take();
    let is_default = region.is_none() && filters.is_empty() && by == ecosystem.taxonomy().lead();
    let divided;
    let division = match (snapshot.role_division.get(), is_default) {
        (Some(division), true) => division,
        _ => {
            divided = divide(ecosystem, &Selection::new(ecosystem, &filters), by, region);
            &divided
        }
    };
    let record = role_division_record(ecosystem, division);
    let view_code = View::ALL.iter().find(|(_, known)| *known == view).map(|&(code, _)| code);
    let summary = json!({
        "view": view_code,
        "by": record.by,
        "region": region.map(|region| ecosystem.regions().code(region)),
        "unclassified": record.unclassified,
        "withoutActivities": record.without_activities,
        "initiatorCounts": record.initiator_counts,
    });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let about = ListAbout {
        about: AboutSection::new(Provenance {
            basis: provenance_role_division::basis(ecosystem, by),
            exceptions: Vec::new(),
            method: provenance_role_division::method(),
        }),
        summary,
    };
    match view {
        View::Roles => respond::list(asked, language, ecosystem, about, &record.roles, paging),
        View::Kinds => respond::list(asked, language, ecosystem, about, &record.kinds, paging),
        View::Initiators => respond::list(asked, language, ecosystem, about, &record.initiators, paging),
        View::Market => respond::list(asked, language, ecosystem, about, &record.market, paging),
    }
}

pub fn about() -> Operation {
    Operation::lists(
        vec![
            RecordSchema::of::<RoleCellRecord>(),
            RecordSchema::of::<KindRolesRecord>(),
            RecordSchema::of::<InitiatorsRecord>(),
            RecordSchema::of::<MarketRecord>(),
        ],
        "Rolverdeling",
        "Wie coördineert en wie uitvoert per schaalniveau en kenmerk; met view ook soorten actoren, initiatiefnemers en de markttoets.",
    )
    .keys(&["by=one", "view"])
}

#[cfg(test)]
mod tests {
    use super::super::matches::tests::{ask, faults};
    use super::*;

    #[test]
    fn each_view_is_a_list_of_its_own() {
        let total = |query: &str| ask(role_division, "dienstverlening-2021", query).unwrap()["total"].as_u64();
        // Four levels and actors of unknown level, seven themes; market: the whole and twelve provinces.
        assert_eq!(total("view=market"), Some(13 * 7));
        assert_eq!(total("view=market&region=PV20"), Some(7));
        let roles = ask(role_division, "dienstverlening-2021", "").unwrap();
        assert_eq!((roles["view"].as_str(), roles["by"].as_str()), (Some("roles"), Some("theme")));
        assert!(total("view=initiators").unwrap() > 0 && total("view=kinds").unwrap() > 0);
        let line = ask(role_division, "dienstverlening-2021", "by=service_line&level=national").unwrap();
        let levels = line["items"].as_array().unwrap().iter().filter(|item| item["executing"] != 0);
        assert!(levels.clone().count() > 0 && levels.clone().all(|item| item["level"] == "national"));
    }

    #[test]
    fn wrong_questions_are_told() {
        let two = ask(role_division, "voorbeeld", "by=activity_type,sector").unwrap_err();
        assert_eq!((two.status, faults(&two)), (400, vec!["by"]));
        let wrong = ask(role_division, "voorbeeld", "view=all&by=planet&level=high").unwrap_err();
        assert_eq!(faults(&wrong), ["by", "view", "level"]);
    }
}
