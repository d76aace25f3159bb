//! Questions that come with a body: JSON within bounds of size and time, computed on the pool, never stored.

use std::time::Duration;

use actix_web::http::header::CONTENT_LENGTH;
use actix_web::rt::time::timeout;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};

use super::api::{self, Posting};
use super::asked::Asked;
use super::cache::Answers;
use super::catalog::Catalog;
use super::problem::Problem;
use super::query::Query;
use super::routes::DatasetPath;

/// Bytes that may be posted.
const MOST_POSTED_BYTES: usize = 1 << 20;
/// Time that sending them may take.
const POSTED_WITHIN: Duration = Duration::from_secs(30);

/// Answers a question that comes in a JSON body; nothing of it is kept.
pub async fn to_a_dataset(
    posting: Posting,
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
    body: web::Payload,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let language = Query::new(&asked).language();
    if !is_json(&request) {
        return Err(Problem::unsupported_media_type(language));
    }
    let too_large = || Problem::content_too_large(language, MOST_POSTED_BYTES);
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_POSTED_BYTES) {
        return Err(too_large());
    }
    let read = timeout(POSTED_WITHIN, body.to_bytes_limited(MOST_POSTED_BYTES));
    let body = match read.await {
        Err(_) => return Err(Problem::request_timeout(language)),
        Ok(Err(_)) => return Err(too_large()),
        // The client broke off, or sent what its headers do not say.
        Ok(Ok(Err(_))) => return Err(Problem::broken_body(language)),
        Ok(Ok(Ok(body))) => body,
    };
    let work = move || api::answer_posted(&catalog, &dataset.dataset, &asked, posting, &body);
    let answer = answers.pool.run(language, work).await?;
    Ok(answer?.into_unstored_response())
}

fn is_json(request: &HttpRequest) -> bool {
    let essence = request.content_type().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}
