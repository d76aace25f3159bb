//! Every route on one screen.

use std::sync::Arc;

use actix_web::guard;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use askama::Template;
use std::time::Duration;

use actix_web::guard;
use actix_web::http::header::{ALLOW, CONTENT_LENGTH, HeaderValue};
use actix_web::rt::time::timeout;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError, web};

use super::api::{self, Posting, Resource};
use super::api::{self, CatalogResource, Kind, Resource};
use super::asked::Asked;
use super::cache::Answers;
use super::catalog::{Catalog, Entry};
use super::docs::DocsPage;
use super::openapi::{DescribedPath, Operation, Served, document};
use super::problem::Problem;
use super::query::Query;
use super::respond::{Answer, Prepared};
use super::well_known::Contact;
use super::{health, observe, start_page, well_known};
use crate::chart::catalog::ChartName;
use crate::language::{Language, Text};

/// Addresses of the resources of a dataset, below `/v1/datasets/{dataset}`, each with what the interface says of it.
const OF_A_DATASET: &[(&str, Resource, Describe)] = &[
    ("", api::datasets::show, api::datasets::about_show),
    ("/actors", api::entities::actors, api::entities::about_actors),
    ("/actors/{actor}", api::entities::actor, api::entities::about_actor),
    ("/initiatives", api::entities::initiatives, api::entities::about_initiatives),
    ("/initiatives/{initiative}", api::entities::initiative, api::entities::about_initiative),
    ("/activities", api::entities::activities, api::entities::about_activities),
    ("/regions", api::entities::regions, api::entities::about_regions),
    ("/regions/{region}", api::entities::region, api::entities::about_region),
    ("/clusters/{cluster}", api::entities::cluster, api::entities::about_cluster),
    ("/centrality", api::actors::centrality, api::actors::about_centrality),
    ("/clusters", api::actors::clusters, api::actors::about_clusters),
    ("/overlap", api::initiatives::overlap, api::initiatives::about_overlap),
    ("/region-overlap", api::regions::region_overlap, api::regions::about_region_overlap),
    ("/white-spots", api::regions::white_spots, api::regions::about_white_spots),
    ("/distribution", api::regions::distribution, api::regions::about_distribution),
    ("/bridging", api::bridging::bridging, api::bridging::about),
    ("/complexity", api::complexity::complexity, api::complexity::about),
    ("/gaps", api::gaps::gaps, api::gaps::about),
    ("/charts", api::charts::list, api::charts::about_list),
    ("/charts/{chart}", api::charts::show, api::charts::about_show),
    ("/matches", api::matches::matches, api::matches::about),
    ("/journey", api::journey::journey, api::journey::about),
    ("/role-division", api::role_division::role_division, api::role_division::about),
    ("/overlap-chance", api::overlap_depth::overlap_chance, api::overlap_depth::about_chance),
    ("/reinvented", api::overlap_depth::reinvented, api::overlap_depth::about_reinvented),
    ("/learning-circles", api::overlap_depth::learning_circles, api::overlap_depth::about_circles),
];

/// What the interface says of a resource.
type Describe = fn() -> Operation;

/// All paths of the interface below `/v1` with what they are.
pub fn described() -> Vec<DescribedPath> {
    let below = |&(path, _, describe): &(&str, Resource, Describe)| DescribedPath {
        path: format!("/datasets/{{dataset}}{path}"),
        operation: describe(),
    };
    let top = DescribedPath { path: String::from("/datasets"), operation: api::datasets::about_list() };
    std::iter::once(top).chain(OF_A_DATASET.iter().map(below)).collect()
}

/// Mounts all routes; the application adds a [`Catalog`], [`Answers`], [`Figures`](observe::Figures) and a
/// [`Contact`] as data.
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
    ("/leave-one-out", api::leave_one_out::leave_one_out),
    ("/consensus", api::consensus::consensus),
    ("/charts", api::charts::list),
    ("/charts/{item}", api::charts::show),
];

/// What can be posted to a dataset, below `/v1/datasets/{dataset}`: computed and answered, never stored, so no token is asked.
const POSTED_TO_A_DATASET: &[(&str, Posting)] =
    &[("/consistency-tests", api::consistency::test), ("/scenarios", api::scenarios::ask)];
/// As [`OF_A_DATASET`], of resources that look at other datasets too.
const BESIDE_OTHERS: &[(&str, CatalogResource)] = &[("/comparison", api::comparison::comparison)];

/// Mounts all routes; the application adds a [`Catalog`] as data.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(reading("/").route(read().to(start_page::show)))
        .service(reading("/style.css").route(read().to(start_page::style)))
        .service(reading("/health/live").route(read().to(health::live)))
        .service(reading("/health/ready").route(read().to(health::ready)))
        .service(reading("/metrics").route(read().to(observe::metrics)))
        .service(reading("/.well-known/security.txt").route(read().to(well_known::security)))
        .service(reading("/docs").route(read().to(docs)))
        .service(reading("/v1/openapi.json").route(read().to(openapi)))
        .service(reading("/v1/datasets").route(read().to(datasets)));
    for &(path, resource, _) in OF_A_DATASET {
        let handler =
            move |request, dataset, catalog, answers| of_a_dataset(resource, request, dataset, catalog, answers);
    let alone = OF_A_DATASET.iter().map(|&(path, resource)| (path, Kind::Alone(resource)));
    let beside_others = BESIDE_OTHERS.iter().map(|&(path, resource)| (path, Kind::BesideOthers(resource)));
    for (path, resource) in alone.chain(beside_others) {
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
    let answer = Prepared::new(api::datasets::list(&asked, &catalog)?);
    answer.encode(&asked);
    Ok(answer.respond(&asked))
}

/// The description of this interface.
async fn openapi(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    contact: web::Data<Contact>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let query = Query::new(&asked);
    let language = query.language();
    query.finish()?;
    let answer = Prepared::new(Answer::json(language, &description(&asked, &catalog, &contact))?);
    answer.encode(&asked);
    Ok(answer.respond(&asked))
}

/// The same for people.
async fn docs(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    contact: web::Data<Contact>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let page = DocsPage::new(&description(&asked, &catalog, &contact)).render().map_err(|error| {
        tracing::error!(%error, "page cannot be rendered");
        Problem::internal(Language::Nl)
    })?;
    let answer = Prepared::new(Answer::new("text/html; charset=utf-8", Language::Nl, page.into_bytes()));
    answer.encode(&asked);
    Ok(answer.respond(&asked))
}

fn description(asked: &Asked, catalog: &Catalog, contact: &Contact) -> serde_json::Value {
    let served = Served {
        datasets: catalog.entries().iter().map(|entry| entry.id.clone()).collect(),
        charts: ChartName::ALL.iter().map(|chart| chart.code()).collect(),
        example: catalog.entries().iter().find_map(Entry::snapshot).map(|snapshot| &snapshot.ecosystem),
        origin: asked.origin.clone(),
        contact: contact.clone(),
    };
    document(&described(), &served)
}

/// Answers from what is kept, else away from the threads that serve connections.
async fn of_a_dataset(
    resource: Kind,
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
) -> Result<HttpResponse, Problem> {
    let asked = Arc::new(Asked::new(&request));
    let version = catalog.find(&dataset.dataset).map(Entry::version_key);
    let language = Query::new(&asked).language();
    let question = Arc::clone(&asked);
    let work = move || api::answer(&catalog, &dataset.dataset, &question, resource);
    let answer = match version {
        Some(version) => answers.get(&version, Arc::clone(&asked), language, work).await?,
        // Nothing to compute: a problem.
        None => Arc::new(Prepared::new(work()?)),
    };
    Ok(answer.respond(&asked))
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
