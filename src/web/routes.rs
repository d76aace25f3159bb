//! Every route on one screen.

use std::time::Duration;

use actix_web::guard;
use actix_web::http::header::{ALLOW, CONTENT_LENGTH, HeaderValue};
use actix_web::rt::time::timeout;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError, web};

use super::api::{self, Posting, Resource};
use super::asked::Asked;
use super::catalog::Catalog;
use super::problem::Problem;
use super::query::Query;
use super::{health, start_page};
use crate::language::{Language, Text};

/// Addresses of the resources of a dataset, below `/v1/datasets/{dataset}`.
const OF_A_DATASET: &[(&str, Resource)] = &[
    ("", api::datasets::show),
    ("/centrality", api::actors::centrality),
    ("/clusters", api::actors::clusters),
    ("/overlap", api::initiatives::overlap),
    ("/region-overlap", api::regions::region_overlap),
    ("/white-spots", api::regions::white_spots),
    ("/distribution", api::regions::distribution),
    ("/bridging", api::bridging::bridging),
    ("/complexity", api::complexity::complexity),
    ("/gaps", api::gaps::gaps),
    ("/charts", api::charts::list),
    ("/charts/{item}", api::charts::show),
];

/// What can be posted to a dataset, below `/v1/datasets/{dataset}`: computed and answered, never stored, so no token is
/// asked.
const POSTED_TO_A_DATASET: &[(&str, Posting)] = &[("/consistency-tests", api::consistency::test)];

/// Mounts all routes; the application adds a [`Catalog`] as data.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(reading("/").route(read().to(start_page::show)))
        .service(reading("/style.css").route(read().to(start_page::style)))
        .service(reading("/health/live").route(read().to(health::live)))
        .service(reading("/health/ready").route(read().to(health::ready)))
        .service(reading("/v1/datasets").route(read().to(datasets)));
    for &(path, resource) in OF_A_DATASET {
        let handler = move |request, dataset, catalog| of_a_dataset(resource, request, dataset, catalog);
        app.service(reading(&format!("/v1/datasets/{{dataset}}{path}")).route(read().to(handler)));
    }
    for &(path, posting) in POSTED_TO_A_DATASET {
        let handler = move |request, dataset, catalog, body| to_a_dataset(posting, request, dataset, catalog, body);
        let resource = web::resource(format!("/v1/datasets/{{dataset}}{path}"));
        app.service(
            resource.route(web::post().to(handler)).default_service(web::to(|request| other_method(request, "POST"))),
        );
    }
    app.default_service(web::to(no_such_page));
}

/// A resource that can only be read: any other method is a 405.
fn reading(path: &str) -> actix_web::Resource {
    web::resource(path.to_owned()).default_service(web::to(|request| other_method(request, "GET, HEAD")))
}

fn read() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn datasets(request: HttpRequest, catalog: web::Data<Catalog>) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    Ok(api::datasets::list(&asked, &catalog)?.into_response(&asked))
}

/// Answers away from the threads that serve connections.
async fn of_a_dataset(
    resource: Resource,
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let (asked, answer) = aside(move || {
        let answer = api::answer(&catalog, &dataset.dataset, &asked, resource);
        (asked, answer)
    })
    .await?;
    Ok(answer?.into_response(&asked))
}

/// As [`of_a_dataset`], for a question that comes in a JSON body.
async fn to_a_dataset(
    posting: Posting,
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
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
    let answer = aside(move || api::answer_posted(&catalog, &dataset.dataset, &asked, posting, &body)).await?;
    Ok(answer?.into_unstored_response())
}

/// Bytes that may be posted.
const MOST_POSTED_BYTES: usize = 1 << 20;
/// Time that sending them may take.
const POSTED_WITHIN: Duration = Duration::from_secs(30);

fn is_json(request: &HttpRequest) -> bool {
    let essence = request.content_type().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// Does work away from the threads that serve connections.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    web::block(work).await.map_err(|error| {
        tracing::error!(%error, "work was not finished");
        Problem::internal(Language::default())
    })
}

/// The dataset of a path; further parts are read where they are needed.
#[derive(serde::Deserialize)]
struct DatasetPath {
    dataset: String,
}

async fn no_such_page(request: HttpRequest) -> HttpResponse {
    let language = Asked::new(&request).preferred_language().unwrap_or_default();
    let detail = Text::new(
        "Dit adres is er niet. Begin bij /v1/datasets; adressen eindigen niet op een schuine streep.",
        "There is no such address. Start at /v1/datasets; addresses do not end in a slash.",
    );
    Problem::not_found(language, &detail).error_response()
}

async fn other_method(request: HttpRequest, allowed: &'static str) -> HttpResponse {
    let language = Asked::new(&request).preferred_language().unwrap_or_default();
    let mut response = Problem::method_not_allowed(language, allowed).error_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
