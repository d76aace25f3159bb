//! What people decide, put by holders of a token with scope write.

use actix_web::http::header::{HeaderValue, LINK};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::format_description;
use utoipa::ToSchema;

use super::api::name_decisions::KeptNameRecord;
use super::api::signals;
use super::api::versions::moment;
use super::asked::Asked;
use super::catalog::{Catalog, Entry};
use super::list::{Links, Page};
use super::openapi::{Body, Operation};
use super::posting::body_of;
use super::problem::{Fault, Problem};
use super::query::Query;
use super::respond::Answer;
use super::rights::Writer;
use super::uploads::may_change;
use super::versions;
use crate::ecosystem::{NameDecision, SignalStatus};
use crate::export::RecordSchema;
use crate::language::{Language, Text};
use crate::snapshot::Snapshot;
use crate::store::{KeptName, KeptStatus, NewStatus, Scope};

/// Letters of an owner or a note.
const MOST_LETTERS: usize = 2000;

/// The status of a signal as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct SignalStatusRecord {
    /// Key of the signal.
    key: String,
    status: SignalStatus,
    /// A desk or organisation.
    owner: Option<String>,
    /// ISO date.
    date: Option<String>,
    note: Option<String>,
    at: Option<String>,
    /// Name of the token.
    by: String,
}

impl SignalStatusRecord {
    fn new(kept: &KeptStatus) -> Self {
        Self {
            key: kept.signal.clone(),
            status: kept.status.status,
            owner: kept.status.owner.clone(),
            date: kept.status.date.map(|date| date.to_string()),
            note: kept.status.note.clone(),
            at: moment(&kept.by),
            by: kept.by.who.clone(),
        }
    }
}

/// A status as it is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusBody {
    pub status: String,
    pub owner: Option<String>,
    pub date: Option<String>,
    pub note: Option<String>,
}

/// A decision on names as it is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesBody {
    /// Null takes an earlier decision back.
    pub decision: Option<String>,
    pub note: Option<String>,
}

/// What a change needs: who makes it, of which dataset, and what was sent.
struct Change<'a, B> {
    writer: Writer<'a>,
    entry: std::sync::Arc<Entry>,
    body: B,
    language: Language,
}

async fn change<'a, B: serde::de::DeserializeOwned>(
    request: &HttpRequest,
    catalog: &'a Catalog,
    dataset: &str,
    payload: web::Payload,
) -> Result<Change<'a, B>, Problem> {
    let query = Query::new(&Asked::new(request));
    let language = query.language();
    query.finish()?;
    let writer = Writer::of(catalog, request, language).await?;
    let served = catalog.served();
    let entry = versions::current(&served, Some(&writer.token), dataset, language)?;
    writer.must(Scope::Write, dataset, language)?;
    let body = body_of(request, payload, language).await?;
    let body = serde_json::from_slice(&body).map_err(|error| {
        Problem::bad_body(language, vec![Fault { parameter: String::from("body"), detail: error.to_string() }])
    })?;
    Ok(Change { entry: std::sync::Arc::clone(entry), writer, body, language })
}

/// Keeps the status of a signal.
pub async fn put_status(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    catalog: web::Data<Catalog>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let (dataset, signal) = path.into_inner();
    let Change { writer, entry, body, language } = change::<StatusBody>(&request, &catalog, &dataset, payload).await?;
    let kept = keep_status(&catalog, &writer, &entry, &signal, body, language).await?;
    Ok(Answer::json(language, &SignalStatusRecord::new(&kept))?.into_unstored_response())
}

/// Checks a status and keeps it; the writer was found to be allowed to.
///
/// # Errors
/// 400 with every fault, 404 where there is no such signal, 503 where the store does not answer.
pub async fn keep_status(
    catalog: &Catalog,
    writer: &Writer<'_>,
    entry: &std::sync::Arc<Entry>,
    signal: &str,
    body: StatusBody,
    language: Language,
) -> Result<KeptStatus, Problem> {
    let mut faults = Vec::new();
    let status = SignalStatus::ALL.iter().copied().find(|known| known.code() == body.status);
    if status.is_none() {
        let codes: Vec<&str> = SignalStatus::ALL.iter().map(|status| status.code()).collect();
        faults.push(Fault::not_allowed(language, "status", &body.status, &codes));
    }
    let date = body.date.as_deref().filter(|words| !words.is_empty()).and_then(|words| {
        let date = Date::parse(words, format_description!("[year]-[month]-[day]")).ok();
        if date.is_none() {
            faults.push(Fault::not_allowed(language, "date", words, &["2026-01-31"]));
        }
        date
    });
    let owner = text("owner", body.owner, &mut faults, language);
    let note = text("note", body.note, &mut faults, language);
    let (Some(status), true) = (status, faults.is_empty()) else { return Err(Problem::bad_body(language, faults)) };
    must_be_there(entry, signal, language).await?;
    let status = NewStatus { status, owner, date, note };
    let by = writer.by();
    let kept = writer.store.set_status(&entry.id, signal, &status, &by).await;
    kept.map_err(|error| Problem::store(language, &error))?;
    look(catalog).await;
    Ok(KeptStatus { dataset: entry.id.clone(), signal: signal.to_owned(), status, by })
}

/// A signal that the data bring up, or that something was decided about before.
async fn must_be_there(entry: &std::sync::Arc<Entry>, signal: &str, language: Language) -> Result<(), Problem> {
    if entry.statuses.iter().any(|kept| kept.signal == signal) {
        return Ok(());
    }
    versions::snapshot(entry, language)?;
    let (entry, key) = (std::sync::Arc::clone(entry), signal.to_owned());
    let found = web::block(move || entry.snapshot().is_some_and(|snapshot| has_signal(snapshot, &key))).await;
    if found.map_err(|_| Problem::internal(language))? {
        return Ok(());
    }
    let detail = Text::new(
        "Dit signaal is er niet. De sleutels staan bij signals.",
        "There is no such signal. The keys are at signals.",
    );
    Err(Problem::not_found(language, &detail))
}

fn has_signal(snapshot: &Snapshot, key: &str) -> bool {
    signals::of(snapshot).is_ok_and(|found| found.signals.iter().any(|signal| signal.key == key))
}

/// Keeps a decision on two names; every version is read anew with it.
pub async fn put_names(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    catalog: web::Data<Catalog>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let (dataset, keep, merge) = path.into_inner();
    let Change { writer, entry, body, language } = change::<NamesBody>(&request, &catalog, &dataset, payload).await?;
    let kept = keep_names(&catalog, &writer, &entry, (keep, merge), body, language).await?;
    Ok(Answer::json(language, &KeptNameRecord::new(&kept))?.into_unstored_response())
}

/// Checks a decision on two names and keeps it; the writer was found to be allowed to.
///
/// # Errors
/// 400 with every fault, 403 for a dataset that comes with the service, 503 where the store does not answer.
pub async fn keep_names(
    catalog: &Catalog,
    writer: &Writer<'_>,
    entry: &std::sync::Arc<Entry>,
    (keep, merge): (String, String),
    body: NamesBody,
    language: Language,
) -> Result<KeptName, Problem> {
    let dataset = entry.id.clone();
    may_change(&catalog.served(), &dataset, language)?;
    let snapshot = versions::snapshot(entry, language)?;
    let mut faults = Vec::new();
    let decision = body.decision.unwrap_or_default();
    if !["", "same", "different"].contains(&decision.as_str()) {
        faults.push(Fault::not_allowed(language, "decision", &decision, &["same", "different", "null"]));
    }
    let note = text("note", body.note, &mut faults, language);
    let kept = entry.kept.as_ref().map(|kept| kept.names.as_slice()).unwrap_or_default();
    let mut decided = snapshot.ecosystem.name_decisions().iter().chain(kept.iter().map(|kept| &kept.decision));
    // A name that was merged away is no longer among the rows.
    let is_decided = decided.any(|other| *other.keep == *keep && *other.merge == *merge);
    for (parameter, words) in [("keep", &keep), ("merge", &merge)] {
        if !is_decided && !is_name(snapshot, words) {
            let detail = Text::new(
                format!("«{words}» is geen id of naam van een actor of initiatief."),
                format!("\"{words}\" is no id or name of an actor or initiative."),
            );
            faults.push(Fault { parameter: parameter.to_owned(), detail: detail.get(language).to_owned() });
        }
    }
    if keep == merge {
        let detail = Text::new("Noem twee verschillende namen.", "Name two different names.");
        faults.push(Fault { parameter: String::from("merge"), detail: detail.get(language).to_owned() });
    }
    if !faults.is_empty() {
        return Err(Problem::bad_body(language, faults));
    }
    let decision = NameDecision { keep: keep.into(), merge: merge.into(), decision: decision.into() };
    let by = writer.by();
    let stored = writer.store.decide_name(&dataset, &decision, note.as_deref(), &by).await;
    stored.map_err(|error| Problem::store(language, &error))?;
    look(catalog).await;
    Ok(KeptName { dataset, decision, note, by })
}

fn is_name(snapshot: &Snapshot, words: &str) -> bool {
    let actors = snapshot.ecosystem.actors().iter().map(|row| (&*row.id, &*row.name));
    let initiatives = snapshot.ecosystem.initiatives().iter().map(|row| (&*row.id, &*row.name));
    actors.chain(initiatives).any(|(id, name)| id == words || name == words)
}

/// Words that people read: not too long, and without control characters but line ends.
fn text(key: &str, words: Option<String>, faults: &mut Vec<Fault>, language: Language) -> Option<String> {
    let words = words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty())?;
    if words.chars().count() > MOST_LETTERS || words.chars().any(|letter| letter.is_control() && letter != '\n') {
        let detail = Text::new(
            format!("Ten hoogste {MOST_LETTERS} letters, zonder stuurtekens."),
            format!("At most {MOST_LETTERS} letters, without control characters."),
        );
        faults.push(Fault { parameter: key.to_owned(), detail: detail.get(language).to_owned() });
    }
    Some(words)
}

/// Takes over what was just stored; if that fails now, the next look does it.
async fn look(catalog: &Catalog) {
    if let Err(error) = catalog.refresh(None).await {
        tracing::warn!(%error, "a stored decision is not served yet");
    }
}

/// A test that was kept.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct KeptTestRecord {
    number: i64,
    /// The version that it was held against.
    version: Option<i64>,
    at: Option<String>,
    /// Name of the token.
    by: String,
    /// As it was sent.
    proposal: serde_json::Value,
    /// The answer of then.
    verdict: serde_json::Value,
}

/// Tests on a page when nothing is asked, and at most: each holds a whole answer.
const TESTS: usize = 100;
pub const MOST_TESTS: usize = 1000;

/// The answer of [`list_tests`].
#[derive(Debug, Serialize, ToSchema)]
struct KeptTests {
    total: usize,
    items: Vec<KeptTestRecord>,
    /// `self`, and `prev` and `next` where there are such pages.
    #[serde(rename = "_links")]
    #[schema(value_type = Object)]
    links: Links,
}

/// Earlier consistency tests of a dataset, for holders of a token.
pub async fn list_tests(
    request: HttpRequest,
    path: web::Path<String>,
    catalog: web::Data<Catalog>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let mut query = Query::new(&asked);
    let language = query.language();
    let page = query.integer("page", 1, u64::from(u32::MAX)).map_or(1, |page| page as usize);
    let size = query.integer("pageSize", 1, MOST_TESTS as u64).map_or(TESTS, |size| size as usize);
    query.finish()?;
    let writer = Writer::of(&catalog, &request, language).await?;
    let dataset = path.into_inner();
    versions::current(&catalog.served(), Some(&writer.token), &dataset, language)?;
    writer.must(Scope::Read, &dataset, language)?;
    let failed = |error| Problem::store(language, &error);
    let total = writer.store.count_tests(&dataset).await.map_err(failed)?;
    let page = Page::new(&asked, total, page, size);
    let tests = writer.store.tests(&dataset, page.start, page.end - page.start).await.map_err(failed)?;
    let json = |text: &str| serde_json::from_str(text).unwrap_or_default();
    let items: Vec<KeptTestRecord> = tests
        .into_iter()
        .map(|test| KeptTestRecord {
            number: test.number,
            version: test.version,
            at: moment(&test.by),
            by: test.by.who,
            proposal: json(&test.proposal),
            verdict: json(&test.verdict),
        })
        .collect();
    let link = page.links.header().and_then(|link| HeaderValue::try_from(link).ok());
    let answer = Answer::json(language, &KeptTests { total, items, links: page.links })?;
    let mut response = answer.into_unstored_response();
    if let Some(link) = link {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

pub fn about_status() -> Operation {
    Operation::posted(
        RecordSchema::of::<SignalStatusRecord>(),
        "Status van een signaal",
        "Legt vast wat er over een signaal is besloten. Het blijft staan als er een nieuwe versie komt, want het hangt aan de sleutel.",
        Body::Status,
    )
    .with_token()
}

pub fn about_names() -> Operation {
    Operation::posted(
        RecordSchema::of::<KeptNameRecord>(),
        "Besluit over twee namen",
        "Legt vast dat twee namen hetzelfde zijn of juist niet; null neemt een besluit terug. Het geldt voor elke versie.",
        Body::Names,
    )
    .with_token()
}

pub fn about_tests() -> Operation {
    Operation::document(
        RecordSchema::of::<KeptTests>(),
        "Eerdere consistentietoetsen",
        "Voorstellen die met een token zijn getoetst, met de uitkomst van toen, laatste eerst; honderd per pagina als er niets is gevraagd.",
    )
    .keys(&["page", "pageSize=tests"])
    .with_token()
}
