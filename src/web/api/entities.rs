//! What the data hold: actors, initiatives, activities and regions, as lists and one by one.

use serde::Serialize;
use serde_json::Map;
use utoipa::ToSchema;

use super::actors::default_clusters;
use crate::analysis::overlap::Overlap;
use crate::analysis::selection::Selection;
use crate::ecosystem::{Area, Ecosystem};
use crate::export::{
    AboutSection, ActivityRecord, ActorRecord, ClusterRecord, InitiativeRecord, OverlapRecord, ParticipationRecord,
    RecordSchema, RegionRecord, WhiteSpotRecord, activity_records, actor_records, initiative_records, overlap_records,
    participation_records, region_records, too_large_warning, white_spot_records,
};
use crate::language::{Language, Text};
use crate::snapshot::{Progress, Section, Snapshot, SnapshotConfig, rows_provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::{ListOptions, Query};
use crate::web::respond::{self, Answer, ListAbout};

/// One actor with what it takes part in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActorDetail {
    actor: ActorRecord,
    participations: Vec<ParticipationRecord>,
    /// The cluster it belongs to; null where isolated, or where `about` says that the data are too large for clusters.
    cluster: Option<String>,
    about: AboutSection,
}

/// One initiative with who takes part, what it offers and what overlaps.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InitiativeDetail {
    initiative: InitiativeRecord,
    participations: Vec<ParticipationRecord>,
    offers: Vec<ActivityRecord>,
    /// Pairs with an offer overlap of at least 0.5.
    overlaps: Vec<OverlapRecord>,
    about: AboutSection,
}

/// One region with its grid and the overlap that meets there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionDetail {
    region: RegionRecord,
    /// Cells of the lead dimension.
    white_spots: Vec<WhiteSpotRecord>,
    /// Overlapping pairs that meet in the region and do not collaborate.
    overlap_without_collaboration: Vec<OverlapRecord>,
    about: AboutSection,
}

/// All actors; the filters of actors choose.
pub fn actors(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let selection = Selection::new(ecosystem, &query.filters(ecosystem));
    let options = query.paging();
    query.finish()?;
    let records = kept(actor_records(ecosystem), |actor| selection.has_actor(actor));
    list(asked, language, ecosystem, &["actors", "participations"], &records, options)
}

/// All initiatives; the filters of initiatives and dimensions choose, `region` those that serve it.
pub fn initiatives(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let options = query.paging();
    query.finish()?;
    let region = filters.region.take();
    let selection = Selection::new(ecosystem, &filters);
    let serves = |area: &Area| region.is_none_or(|region| area.own_regions().contains(&region));
    let records = kept(initiative_records(ecosystem), |initiative| {
        selection.has_initiative(initiative) && serves(ecosystem.initiative_area(initiative))
    });
    list(asked, language, ecosystem, &["initiatives", "participations"], &records, options)
}

/// All activities; the filters of initiatives and dimensions choose, `region` those that serve it.
pub fn activities(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let mut filters = query.filters(ecosystem);
    let options = query.paging();
    query.finish()?;
    let region = filters.region.take();
    let selection = Selection::new(ecosystem, &filters);
    let serves = |area: &Area| region.is_none_or(|region| area.own_regions().contains(&region));
    let records = activity_records(ecosystem, |activity| {
        selection.has_activity(activity) && serves(ecosystem.activity_area(activity))
    });
    list(asked, language, ecosystem, &["activities"], &records, options)
}

/// All regions.
pub fn regions(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let options = query.paging();
    query.finish()?;
    list(asked, language, ecosystem, &["initiatives", "activities"], &region_records(ecosystem), options)
}

/// One actor.
pub fn actor(asked: &Asked, snapshot: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    query.finish()?;
    let wanted = asked.item.as_deref().unwrap_or_default();
    let position = ecosystem
        .actor_position(wanted)
        .ok_or_else(|| missing(language, wanted, ("Deze actor", "actors"), ("This actor", "actors")))?;
    let clusters = default_clusters(snapshot, language);
    let mut about = AboutSection::new(rows_provenance(ecosystem, &["actors", "participations"]));
    if clusters.is_none() {
        about.warnings.push(too_large_warning());
    }
    let home = clusters.into_iter().flatten().find(|cluster| cluster.actors.iter().any(|actor| actor == wanted));
    let record = actor_records(ecosystem).swap_remove(position);
    Answer::json(
        language,
        &ActorDetail {
            actor: record,
            participations: participation_records(ecosystem, |link| link.actor as usize == position),
            cluster: home.map(|cluster| cluster.id),
            about,
        },
    )
}

/// One initiative.
pub fn initiative(asked: &Asked, snapshot: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    query.finish()?;
    let wanted = asked.item.as_deref().unwrap_or_default();
    let position = ecosystem.initiative_position(wanted).ok_or_else(|| {
        missing(language, wanted, ("Dit initiatief", "initiatives"), ("This initiative", "initiatives"))
    })?;
    let all = default_overlap(snapshot);
    let overlaps = overlaps(snapshot, all, |pair| pair.a == wanted || pair.b == wanted);
    let record = initiative_records(ecosystem).swap_remove(position);
    Answer::json(
        language,
        &InitiativeDetail {
            initiative: record,
            participations: participation_records(ecosystem, |link| link.initiative as usize == position),
            offers: activity_records(ecosystem, |activity| {
                ecosystem.activities()[activity].initiative as usize == position
            }),
            overlaps,
            about: about_with_overlap(ecosystem, all, &["initiatives", "participations", "activities"]),
        },
    )
}

/// One region, by code.
pub fn region(asked: &Asked, snapshot: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    query.finish()?;
    let wanted = asked.item.as_deref().unwrap_or_default();
    let position = ecosystem
        .regions()
        .position(wanted)
        .ok_or_else(|| missing(language, wanted, ("Deze regio", "regions"), ("This region", "regions")))?;
    let all = default_overlap(snapshot);
    let cells = snapshot.white_spots.as_ref().map(|found| white_spot_records(ecosystem, found)).unwrap_or_default();
    Answer::json(
        language,
        &RegionDetail {
            region: region_records(ecosystem).swap_remove(usize::from(position)),
            white_spots: cells.into_iter().filter(|cell| cell.region == wanted).collect(),
            overlap_without_collaboration: overlaps(snapshot, all, |pair| {
                !pair.collaborates && pair.regions.iter().any(|region| region == wanted)
            }),
            about: about_with_overlap(ecosystem, all, &["initiatives", "activities", "participations"]),
        },
    )
}

/// Of rows with the overlap among them, which very large data do not have.
fn about_with_overlap(ecosystem: &Ecosystem, overlap: Option<&Overlap>, tables: &[&str]) -> AboutSection {
    let mut about = AboutSection::new(rows_provenance(ecosystem, tables));
    if overlap.is_none() {
        about.warnings.push(too_large_warning());
    }
    about
}

/// One cluster, by id.
pub fn cluster(asked: &Asked, snapshot: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    let wanted = asked.item.as_deref().unwrap_or_default();
    let all = default_clusters(snapshot, language).ok_or_else(|| Problem::not_found(language, &too_large_warning()))?;
    let found = all.into_iter().find(|cluster| cluster.id == wanted);
    let record =
        found.ok_or_else(|| missing(language, wanted, ("Dit cluster", "clusters"), ("This cluster", "clusters")))?;
    Answer::json(language, &record)
}

/// `None` where it does not fit.
fn default_overlap(snapshot: &Snapshot) -> Option<&Overlap> {
    match snapshot.progress(Section::Overlap) {
        Progress::TooLarge => None,
        _ => snapshot.need_overlap(&SnapshotConfig::default()).ok(),
    }
}

fn overlaps(snapshot: &Snapshot, all: Option<&Overlap>, keep: impl Fn(&OverlapRecord) -> bool) -> Vec<OverlapRecord> {
    let all = all.map(|overlap| overlap_records(&snapshot.ecosystem, overlap));
    all.unwrap_or_default().into_iter().filter(keep).collect()
}

fn kept<T>(records: Vec<T>, keep: impl Fn(usize) -> bool) -> Vec<T> {
    records.into_iter().enumerate().filter(|(position, _)| keep(*position)).map(|(_, record)| record).collect()
}

fn list<T: Serialize + ToSchema>(
    asked: &Asked,
    language: Language,
    ecosystem: &Ecosystem,
    tables: &[&str],
    records: &[T],
    options: ListOptions,
) -> Result<Answer, Problem> {
    let about = ListAbout { about: AboutSection::new(rows_provenance(ecosystem, tables)), summary: Map::new() };
    respond::list(asked, language, ecosystem, about, records, options)
}

/// 404 that says where to look.
fn missing(language: Language, wanted: &str, nl: (&str, &str), en: (&str, &str)) -> Problem {
    let wanted: String = wanted.chars().take(60).collect();
    let detail = Text::new(
        format!("{} is er niet: «{wanted}». De lijst staat op …/{}.", nl.0, nl.1),
        format!("{} does not exist: \"{wanted}\". The list is at …/{}.", en.0, en.1),
    );
    Problem::not_found(language, &detail)
}

pub fn about_actors() -> Operation {
    Operation::list(RecordSchema::of::<ActorRecord>(), "Actoren", "Alle organisaties in de gegevens.")
}

pub fn about_initiatives() -> Operation {
    Operation::list(RecordSchema::of::<InitiativeRecord>(), "Initiatieven", "Alle programma's, loketten en projecten.")
}

pub fn about_activities() -> Operation {
    Operation::list(
        RecordSchema::of::<ActivityRecord>(),
        "Activiteiten",
        "Alle concrete aanbiedingen van initiatieven.",
    )
}

pub fn about_regions() -> Operation {
    Operation::list(RecordSchema::of::<RegionRecord>(), "Regio's", "Alle regio's met wat daar eigen aanbod is.")
        .without_filters()
}

pub fn about_actor() -> Operation {
    Operation::document(
        RecordSchema::of::<ActorDetail>(),
        "Eén actor",
        "Een organisatie met de initiatieven waaraan zij deelneemt en haar cluster.",
    )
}

pub fn about_initiative() -> Operation {
    Operation::document(
        RecordSchema::of::<InitiativeDetail>(),
        "Eén initiatief",
        "Een initiatief met wie deelneemt, wat het aanbiedt en wat ermee overlapt.",
    )
}

pub fn about_region() -> Operation {
    Operation::document(
        RecordSchema::of::<RegionDetail>(),
        "Eén regio",
        "Een regio met haar witte vlekken en de overlap zonder samenwerking die haar raakt.",
    )
}

pub fn about_cluster() -> Operation {
    Operation::document(
        RecordSchema::of::<ClusterRecord>(),
        "Eén cluster",
        "Een cluster met leden en wat het kenmerkt.",
    )
}
