//! Datasets that are brought: checked whole before anything is kept.
//!
//! Upload: check → analyse → store in one transaction → swap. What has an error, or cannot be analysed, is refused before
//! the store is touched, so every version in the store can be served.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::{CONTENT_LENGTH, LOCATION};
use actix_web::rt::time::timeout;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use futures_util::{Stream, StreamExt as _};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::api::versions::VersionRecord;
use super::asked::Asked;
use super::catalog::{Catalog, Served, State};
use super::keeper::Prepared;
use super::openapi::{FormField, Operation};
use super::problem::{Fault, Problem};
use super::query::Query;
use super::respond::Answer;
use super::rights::Writer;
use crate::dataset::{Reading, Severity, read_bytes};
use crate::ecosystem::NameDecision;
use crate::export::{DatasetRecord, RecordSchema};
use crate::language::{Language, Text};
use crate::store::{NewVersion, Scope, Version};

/// Time that sending a file may take.
const SENT_WITHIN: Duration = Duration::from_secs(300);
/// Time between two pieces of it.
const PIECE_WITHIN: Duration = Duration::from_secs(15);
/// Bytes of the other fields of a form.
const WORD_BYTES: usize = 1024;
/// Letters of the id of a dataset.
const ID_LETTERS: usize = 64;

const ZIP: &str = "application/zip";
/// One flat sheet.
const CSV: &str = "text/csv";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// What a check says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ValidationRecord {
    /// Whether it can be uploaded.
    pub valid: bool,
    pub errors: u64,
    pub warnings: u64,
    /// Everything that is wrong or doubtful, with its place, and the nearest thing that would have been right.
    pub findings: Vec<Value>,
    /// Null where there are errors.
    pub dataset: Option<DatasetRecord>,
}

/// A form as it was sent.
#[derive(Default)]
pub struct Form {
    /// Name and bytes.
    pub file: Option<(String, Vec<u8>)>,
    pub id: Option<String>,
    pub closed: Option<String>,
    /// Of the form on a page: the secret, and which button was pressed.
    pub token: Option<String>,
    pub button: Option<String>,
}

/// Checks a dataset and keeps nothing.
pub async fn validate(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    parts: Multipart,
) -> Result<HttpResponse, Problem> {
    let language = only_language(&request)?;
    let Some(keeper) = catalog.keeper() else { return Err(Problem::internal(language)) };
    let _place = keeper.place_for_check(language)?;
    let form = form(&request, parts, &["file", "id"], keeper.upload_bytes(), language).await?;
    let reading = check(&catalog, form, language).await?;
    let record = ValidationRecord {
        valid: reading.ecosystem.is_some(),
        errors: reading.findings.count(Severity::Error),
        warnings: reading.findings.count(Severity::Warning),
        findings: values(&reading),
        dataset: reading.ecosystem.as_ref().map(DatasetRecord::new),
    };
    Ok(Answer::json(language, &record)?.into_unstored_response())
}

/// Reads the file of a form.
///
/// # Errors
/// 400 where there is none, or it cannot be read at all.
pub async fn check(catalog: &Catalog, form: Form, language: Language) -> Result<Reading, Problem> {
    let id = form.id.filter(|id| !id.is_empty());
    let file = needed_file(form.file, language)?;
    Ok(read(catalog, id.as_deref(), file, Vec::new(), language).await?.0)
}

/// Keeps a dataset as its next version.
pub async fn upload(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    parts: Multipart,
) -> Result<HttpResponse, Problem> {
    let language = only_language(&request)?;
    let writer = Writer::of(&catalog, &request, language).await?;
    let _place = writer.keeper.place_for_upload(language)?;
    let form = form(&request, parts, &["file", "id", "closed"], writer.keeper.upload_bytes(), language).await?;
    let version = bring(&catalog, &writer, form, language).await?;
    let mut response = Answer::json(language, &VersionRecord::new(&version, version.number))?.into_unstored_response();
    *response.status_mut() = actix_web::http::StatusCode::CREATED;
    if let Ok(address) = format!("/v1/datasets/{}?version={}", version.dataset, version.number).parse() {
        response.headers_mut().insert(LOCATION, address);
    }
    Ok(response)
}

/// Checks, analyses and keeps what a form brings, and serves it.
///
/// # Errors
/// 400 with every finding, 403 where the token or the dataset does not allow it, 503 where the store does not answer; then
/// nothing was kept.
pub async fn bring(catalog: &Catalog, writer: &Writer<'_>, form: Form, language: Language) -> Result<Version, Problem> {
    let (id, closed) = words_of(&form, language)?;
    let file = needed_file(form.file, language)?;
    writer.must(Scope::Write, &id, language)?;
    let served = catalog.served();
    may_change(&served, &id, language)?;
    let names = served.find(&id).and_then(|entry| entry.kept.as_ref()).map(super::catalog::Kept::decisions);
    let names = names.unwrap_or_default();
    let (reading, content, media_type) = read(catalog, Some(&id), file, names.clone(), language).await?;
    let findings = serde_json::to_string(&reading.findings).unwrap_or_else(|_| String::from("[]"));
    let Some(ecosystem) = reading.ecosystem else { return Err(Problem::of_dataset(language, &reading.findings)) };
    let analysing = catalog.clone();
    let state = web::block(move || analysing.analysed(ecosystem)).await.map_err(|_| Problem::internal(language))?;
    if let State::Failed(reason) = &state {
        let detail = reason.get(language).to_owned();
        return Err(Problem::bad_body(language, vec![Fault { parameter: String::from("file"), detail }]));
    }
    let new = NewVersion { dataset: &id, content: &content, media_type, findings: &findings, closed };
    let kept = writer.store.add_version(new, &writer.by()).await;
    let version = kept.map_err(|error| Problem::store(language, &error))?;
    tracing::info!(dataset = id, version = version.number, size_bytes = version.size, "version stored");
    let prepared = Prepared { dataset: id.clone(), number: version.number, names, state };
    if let Err(error) = catalog.refresh(Some(prepared)).await {
        // It is stored; the next look finds it.
        tracing::warn!(%error, "a stored version is not served yet");
    }
    Ok(version)
}

/// That a dataset is in the store, or could be.
///
/// # Errors
/// 403 where it comes with the service.
pub fn may_change(served: &Served, id: &str, language: Language) -> Result<(), Problem> {
    match served.find(id) {
        Some(entry) if entry.kept.is_none() => Err(Problem::forbidden(
            language,
            &Text::new(
                "Deze dataset komt met de dienst mee en blijft zoals hij is. Upload uw gegevens onder een eigen id.",
                "This dataset comes with the service and stays as it is. Upload your data under an id of their own.",
            ),
        )),
        _ => Ok(()),
    }
}

/// The query of a form has a language at most.
fn only_language(request: &HttpRequest) -> Result<Language, Problem> {
    let query = Query::new(&Asked::new(request));
    let language = query.language();
    query.finish()?;
    Ok(language)
}

/// Reads a file away from the threads that serve connections.
async fn read(
    catalog: &Catalog,
    id: Option<&str>,
    (name, content): (String, Vec<u8>),
    names: Vec<NameDecision>,
    language: Language,
) -> Result<(Reading, Vec<u8>, &'static str), Problem> {
    let Some(keeper) = catalog.keeper() else { return Err(Problem::internal(language)) };
    let options = keeper.read_options(id, names);
    let read = web::block(move || {
        let reading = read_bytes(&name, &content, &options);
        let says = |words: &[u8]| content.windows(words.len()).any(|part| part == words);
        let media_type = match content.starts_with(b"PK") {
            false => CSV,
            // Every Excel workbook names this part, uncompressed, in its index; the other says what it is in its first part.
            true if says(b"xl/workbook.xml") => WORKBOOK,
            true if says(OPEN_DOCUMENT.as_bytes()) => OPEN_DOCUMENT,
            true => ZIP,
        };
        (reading, content, media_type)
    });
    let (reading, content, media_type) = read.await.map_err(|_| Problem::internal(language))?;
    let reading = reading.map_err(|unreadable| {
        let fault = Fault { parameter: String::from("file"), detail: unreadable.message(language) };
        Problem::bad_body(language, vec![fault])
    })?;
    Ok((reading, content, media_type))
}

fn values(reading: &Reading) -> Vec<Value> {
    match serde_json::to_value(&reading.findings) {
        Ok(Value::Array(values)) => values,
        _ => Vec::new(),
    }
}

fn needed_file(file: Option<(String, Vec<u8>)>, language: Language) -> Result<(String, Vec<u8>), Problem> {
    file.ok_or_else(|| {
        let detail = Text::new("Stuur een .zip, .xlsx, .ods of .csv mee.", "Send a .zip, .xlsx, .ods or .csv.");
        missing(language, "file", &detail)
    })
}

fn missing(language: Language, parameter: &str, detail: &Text) -> Problem {
    let fault = Fault { parameter: parameter.to_owned(), detail: detail.get(language).to_owned() };
    Problem::bad_body(language, vec![fault])
}

/// Id and whether it is closed, every fault at once.
fn words_of(form: &Form, language: Language) -> Result<(String, Option<bool>), Problem> {
    let mut faults = Vec::new();
    let id = form.id.clone().unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if id.is_empty() || id.len() > ID_LETTERS || id.starts_with('-') || !id.chars().all(plain) {
        let allowed = Text::new(
            format!("kleine letters, cijfers en streepjes, ten hoogste {ID_LETTERS}, zoals friesland-2026"),
            format!("lower-case letters, digits and dashes, at most {ID_LETTERS}, such as friesland-2026"),
        );
        faults.push(Fault::not_allowed(language, "id", &id, &[allowed.get(language)]));
    }
    let closed = match form.closed.as_deref() {
        None | Some("") => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(other) => {
            faults.push(Fault::not_allowed(language, "closed", other, &["true", "false"]));
            None
        }
    };
    if form.file.is_none() {
        let detail = Text::new("Stuur een .zip, .xlsx, .ods of .csv mee.", "Send a .zip, .xlsx, .ods or .csv.");
        faults.push(Fault { parameter: String::from("file"), detail: detail.get(language).to_owned() });
    }
    if faults.is_empty() { Ok((id, closed)) } else { Err(Problem::bad_body(language, faults)) }
}

/// The fields of a form, within bounds of size and time.
pub async fn form(
    request: &HttpRequest,
    parts: Multipart,
    allowed: &[&str],
    most_bytes: usize,
    language: Language,
) -> Result<Form, Problem> {
    if !request.content_type().trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(Problem::not_a_form(language));
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most_bytes.saturating_add(8 * WORD_BYTES)) {
        return Err(Problem::content_too_large(language, most_bytes));
    }
    let read = timeout(SENT_WITHIN, fields(parts, allowed, most_bytes, language));
    read.await.map_err(|_| Problem::request_timeout(language))?
}

async fn fields(
    mut parts: Multipart,
    allowed: &[&str],
    most_bytes: usize,
    language: Language,
) -> Result<Form, Problem> {
    let mut form = Form::default();
    while let Some(mut field) = piece(&mut parts, language).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if !allowed.contains(&name.as_str()) {
            let detail = Text::new(
                format!("Onbekend veld. Toegestaan: {}.", allowed.join(", ")),
                format!("Unknown field. Allowed: {}.", allowed.join(", ")),
            );
            return Err(missing(language, &name.chars().take(60).collect::<String>(), &detail));
        }
        if name == "file" {
            let said = field.content_disposition().and_then(|said| said.get_filename()).unwrap_or_default();
            let shown = said.chars().filter(|letter| !letter.is_control()).take(100).collect::<String>();
            form.file = Some((shown, bytes(&mut field, most_bytes, language).await?));
            continue;
        }
        let words = String::from_utf8_lossy(&bytes(&mut field, WORD_BYTES, language).await?).trim().to_owned();
        match name.as_str() {
            "id" => form.id = Some(words),
            "token" => form.token = Some(words),
            "do" => form.button = Some(words),
            _ => form.closed = Some(words),
        }
    }
    Ok(form)
}

async fn bytes(field: &mut Field, most: usize, language: Language) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(more) = piece(field, language).await? {
        if bytes.len() + more.len() > most {
            return Err(Problem::content_too_large(language, most));
        }
        bytes.extend_from_slice(&more);
    }
    Ok(bytes)
}

/// The next piece of what is being sent, unless it comes too slowly.
async fn piece<T>(
    stream: &mut (impl Stream<Item = Result<T, MultipartError>> + Unpin),
    language: Language,
) -> Result<Option<T>, Problem> {
    match timeout(PIECE_WITHIN, stream.next()).await {
        Err(_) => Err(Problem::request_timeout(language)),
        Ok(None) => Ok(None),
        Ok(Some(Ok(piece))) => Ok(Some(piece)),
        Ok(Some(Err(_))) => Err(Problem::broken_body(language)),
    }
}

const FILE: FormField = FormField {
    name: "file",
    needed: true,
    meaning: "De dataset: een .zip van de map, een werkmap (.xlsx of .ods), of een .csv die één plat blad is.",
    file: true,
};

pub fn about_validate() -> Operation {
    Operation::document(
        RecordSchema::of::<ValidationRecord>(),
        "Controleren",
        "Wat er mis of twijfelachtig is aan een dataset, met plaats en voorstel. Er wordt niets bewaard en er is geen token nodig.",
    )
    .form(&[FILE, FormField { name: "id", needed: false, meaning: "Hoe de dataset heet.", file: false }])
}

pub fn about_upload() -> Operation {
    Operation::document(
        RecordSchema::of::<VersionRecord>(),
        "Uploaden",
        "Bewaart een dataset als volgende versie, in zijn geheel of niet: met fouten erin komen alle bevindingen terug en verandert er niets.",
    )
    .form(&[
        FILE,
        FormField { name: "id", needed: true, meaning: "Hoe de dataset heet: kleine letters, cijfers en streepjes.", file: false },
        FormField {
            name: "closed",
            needed: false,
            meaning: "true: lezen vraagt een token; false: open. Niet gegeven: zoals de vorige versie, anders open.",
            file: false,
        },
    ])
    .with_token()
    .created()
}
