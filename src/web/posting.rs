//! Questions that come with a body: JSON within bounds of size and time, computed on the pool.

use std::time::Duration;

use actix_web::http::header::CONTENT_LENGTH;
use actix_web::rt::time::timeout;
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};

use super::api::{self, Posting};
use super::asked::Asked;
use super::cache::Answers;
use super::catalog::Catalog;
use super::problem::Problem;
use super::query::Query;
use super::rights::{self, Writer};
use super::routes::DatasetPath;
use super::versions;
use crate::language::Language;
use crate::store::{NewTest, Scope};

/// Bytes that may be posted.
const MOST_POSTED_BYTES: usize = 1 << 20;
/// Time that sending them may take.
const POSTED_WITHIN: Duration = Duration::from_secs(30);

/// What becomes of an answer beside sending it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Nothing,
    /// Question and answer, where a token with scope write comes with it.
    WithToken,
}

/// Answers a question that comes in a JSON body.
pub async fn to_a_dataset(
    (posting, keep): (Posting, Keep),
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
    body: web::Payload,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let mut query = Query::new(&asked);
    let language = query.language();
    let served = catalog.served();
    let reader = rights::reader(&served, &request);
    let entry = versions::asked_for(&catalog, &served, reader, &dataset.dataset, &mut query).await?;
    let body = body_of(&request, body, language).await?;
    let (question, version) = (body.clone(), entry.kept.is_some().then_some(entry.number));
    let work = move || api::answer_posted(&entry, &asked, posting, &question);
    let answer = answers.pool.run(language, work).await??;
    let writes = reader.is_some_and(|token| token.allows(Scope::Write, &dataset.dataset));
    if keep == Keep::WithToken && writes {
        let writer = Writer::of(&catalog, &request, language).await?;
        writer.must(Scope::Write, &dataset.dataset, language)?;
        let (proposal, verdict) = (String::from_utf8_lossy(&body), String::from_utf8_lossy(&answer.bytes));
        let test = NewTest { dataset: &dataset.dataset, version, proposal: &proposal, verdict: &verdict };
        let kept = writer.store.keep_test(test, &writer.by()).await;
        kept.map_err(|error| Problem::store(language, &error))?;
    }
    Ok(answer.into_unstored_response())
}

/// A JSON body.
///
/// # Errors
/// 400, 408, 413 or 415.
pub async fn body_of(request: &HttpRequest, body: web::Payload, language: Language) -> Result<Bytes, Problem> {
    if !is_json(request) {
        return Err(Problem::unsupported_media_type(language));
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_POSTED_BYTES) {
        return Err(Problem::content_too_large(language, MOST_POSTED_BYTES));
    }
    bytes_of(body, language).await
}

/// A body within bounds of size and time.
///
/// # Errors
/// 400, 408 or 413.
pub async fn bytes_of(body: web::Payload, language: Language) -> Result<Bytes, Problem> {
    let read = timeout(POSTED_WITHIN, body.to_bytes_limited(MOST_POSTED_BYTES));
    match read.await {
        Err(_) => Err(Problem::request_timeout(language)),
        Ok(Err(_)) => Err(Problem::content_too_large(language, MOST_POSTED_BYTES)),
        // The client broke off, or sent what its headers do not say.
        Ok(Ok(Err(_))) => Err(Problem::broken_body(language)),
        Ok(Ok(Ok(body))) => Ok(body),
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let essence = request.content_type().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}
