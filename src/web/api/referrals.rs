//! Referral: who refers to whom, doors, levels, and whether a fitting door is near.

use serde_json::{Map, Value, json};

use crate::analysis::referrals::{ReferralsConfig, referrals as measure};
use crate::analysis::selection::Selection;
use crate::ecosystem::RegionIndex;
use crate::export::{
    AboutSection, DoorRecord, LevelFlowRecord, ReachRecord, RecordSchema, ReferralRecord, referrals_record,
};
use crate::language::Language;
use crate::snapshot::{Section, Snapshot, provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::{Fault, Problem};
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// What the items are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Links,
    Doors,
    Levels,
    Reach,
}

const VIEWS: &[(&str, View)] =
    &[("links", View::Links), ("doors", View::Doors), ("levels", View::Levels), ("reach", View::Reach)];

/// Links by default; `view` gives doors (dead ends, unvisited), levels or reach per region and profile. `region` and
/// `initiative` choose items, `by` names the dimension of the profiles, and dimensions filter initiatives.
pub fn referrals(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let view = query.choice("view", VIEWS).unwrap_or(View::Links);
    let by = query.by(ecosystem);
    let initiative = query.text("initiative");
    let mut filters = query.filters(ecosystem);
    let paging = query.paging();
    query.finish()?;
    let region = filters.region.take();
    let position = initiative.as_deref().map(|id| ecosystem.initiative_position(id));
    let mut faults = Vec::new();
    if position == Some(None) {
        faults.push(fault(language, "initiative", "Dit initiatief is er niet.", "There is no such initiative."));
    }
    if by.as_ref().is_some_and(|by| by.len() > 1) {
        faults.push(fault(language, "by", "Noem hier één kenmerk.", "Name one dimension here."));
    }
    for (key, given, fits) in [
        ("region", region.is_some(), view != View::Levels),
        ("initiative", initiative.is_some(), matches!(view, View::Links | View::Doors)),
    ] {
        if given && !fits {
            let (nl, en) = ("Deze sleutel past niet bij deze view.", "This key does not go with this view.");
            faults.push(fault(language, key, nl, en));
        }
    }
    if !faults.is_empty() {
        return Err(Problem::bad_request(language, faults));
    }
    let measured;
    let found = match (snapshot.referrals.get(), by.is_none() && filters.is_empty()) {
        (Some(found), true) => found,
        _ => {
            let dimension = by.and_then(|by| by.first().copied());
            let config = ReferralsConfig { dimension, ..ReferralsConfig::default() };
            measured = measure(ecosystem, &Selection::new(ecosystem, &filters), &config);
            &measured
        }
    };
    let mut record = referrals_record(ecosystem, found.as_ref());
    let serves = |id: &str, region: RegionIndex| {
        let position = ecosystem.initiative_position(id);
        position.is_some_and(|position| ecosystem.initiative_area(position).own_regions().contains(&region))
    };
    if let Some(region) = region {
        let code = ecosystem.regions().code(region);
        record.links.retain(|link| serves(&link.from, region) || serves(&link.to, region));
        record.doors.retain(|door| serves(&door.initiative, region));
        record.reach.retain(|cell| cell.region == code);
    }
    if let Some(id) = initiative {
        record.links.retain(|link| link.from == id || link.to == id);
        record.doors.retain(|door| door.initiative == id);
    }
    let mut about = AboutSection::new(provenance(ecosystem, Section::Referrals));
    let summary = json!({ "totals": record.totals });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    about.warnings.extend(record.totals.reason.clone());
    let about = ListAbout { about, summary };
    match view {
        View::Links => respond::list(asked, language, ecosystem, about, &record.links, paging),
        View::Doors => respond::list(asked, language, ecosystem, about, &record.doors, paging),
        View::Levels => respond::list(asked, language, ecosystem, about, &record.levels, paging),
        View::Reach => respond::list(asked, language, ecosystem, about, &record.reach, paging),
    }
}

fn fault(language: Language, key: &str, nl: &str, en: &str) -> Fault {
    let detail = if language == Language::Nl { nl } else { en };
    Fault { parameter: key.to_owned(), detail: detail.to_owned() }
}

pub fn about() -> Operation {
    Operation::lists(
        vec![
            RecordSchema::of::<ReferralRecord>(),
            RecordSchema::of::<DoorRecord>(),
            RecordSchema::of::<LevelFlowRecord>(),
            RecordSchema::of::<ReachRecord>(),
        ],
        "Doorverwijzing",
        "Wie naar wie verwijst, waar het doodloopt, en of een passende deur binnen twee stappen te bereiken is.",
    )
    .keys(&["view=referrals", "by=one", "initiative"])
}
