//! A list of participants of projects, as CORDIS publishes it (`organization.csv`): a row per organisation per project.

use super::super::finding::{Collector, Place};
use super::super::table::TextTable;
use super::Told;
use super::draft::{Draft, Thing};
use super::kumu::{rows, take};
use crate::ecosystem::fold;

const PROJECTS: [&str; 4] = ["projectID", "project id", "project_id", "projectrcn"];
const ORGANISATIONS: [&str; 6] =
    ["name", "organisation", "organization", "organisation name", "organisationname", "participant"];
const ORGANISATION_IDS: [&str; 4] = ["organisationID", "organizationID", "organisation id", "pic"];

/// Whether a table has a project, an organisation, and a country or role.
pub(super) fn is_one(table: &TextTable) -> bool {
    let has = |names: &[&str]| table.header().iter().any(|title| names.iter().any(|name| fold(title) == fold(name)));
    has(&PROJECTS) && (has(&ORGANISATIONS) || has(&ORGANISATION_IDS)) && (has(&["country"]) || has(&["role"]))
}

/// Kinds of organisations in CORDIS that the format knows.
fn kind(activity_type: &str) -> &str {
    match activity_type.trim() {
        "HES" => "onderwijs",
        "REC" => "kennisinstelling",
        "PRC" => "bedrijf",
        "OTH" => "overig",
        _ => "",
    }
}

pub(super) fn convert(table: &TextTable, place: &Place, draft: &mut Draft, told: &mut Told, findings: &mut Collector) {
    draft.open_regions = true;
    let (mut nameless, mut unused) = (0_usize, std::collections::BTreeSet::new());
    for (number, mut cells) in rows(table) {
        let at = place.at(Some(number), None);
        let project = take(&mut cells, &PROJECTS);
        let acronym = take(&mut cells, &["projectAcronym", "project acronym", "acronym"]);
        let (id, name) = (take(&mut cells, &ORGANISATION_IDS), take(&mut cells, &ORGANISATIONS));
        let initiative = if project.is_empty() { None } else { draft.thing(Thing::Initiative, &project, &acronym) };
        let (Some(initiative), Some(actor)) = (initiative, draft.thing(Thing::Actor, &id, &name)) else {
            nameless += 1;
            continue;
        };
        let activity_type = take(&mut cells, &["activityType"]);
        draft.set(Thing::Actor, &actor, "region", &take(&mut cells, &["country"]), at, findings);
        draft.set(Thing::Actor, &actor, "kind", kind(&activity_type), at, findings);
        if activity_type.trim() == "PUB" {
            draft.set(Thing::Actor, &actor, "public", "publiek", at, findings);
        }
        draft.set(Thing::Actor, &actor, "aliases", &take(&mut cells, &["shortName"]), at, findings);
        draft.set(
            Thing::Actor,
            &actor,
            "url",
            &take(&mut cells, &["organizationURL", "organisationURL"]),
            at,
            findings,
        );
        draft.link(&initiative, &actor, &take(&mut cells, &["role"]));
        unused.extend(cells.into_keys());
    }
    told.understood(
        String::from("Elke rij is een organisatie in een project: het project is het initiatief, het land de plaats van de organisatie. coordinator is initiatiefnemer, participant is partner."),
        String::from("Every row is an organisation in a project: the project is the initiative, the country is where the organisation is. coordinator is initiator, participant is partner."),
    );
    told.left(
        String::from("Het werkgebied van projecten: dat staat er niet in, en het land van wie meedoet zegt het niet."),
        String::from(
            "The working area of projects: it is not there, and the country of who takes part does not say it.",
        ),
    );
    if nameless > 0 {
        told.left(
            format!("{nameless} rijen zonder project of organisatie."),
            format!("{nameless} rows without a project or organisation."),
        );
    }
    if !unused.is_empty() {
        let names = unused.into_iter().collect::<Vec<_>>().join(", ");
        told.left(format!("Kolommen: {names}."), format!("Columns: {names}."));
    }
}
