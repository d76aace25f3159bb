//! Every route on one screen.

use std::sync::Arc;

use actix_web::guard;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};

use super::api::{self, CatalogResource, Kind, Posting, Resource, SignedResource};
use super::asked::Asked;
use super::cache::Answers;
use super::catalog::{Catalog, Entry};
use super::openapi::{DescribedPath, Method, Operation};
use super::problem::Problem;
use super::query::Query;
use super::respond::Prepared;
use super::well_known::Contact;
use super::{docs, health, observe, posting, start_page, well_known};
use crate::language::Text;

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
    ("/exports", api::exports::list, api::exports::about_list),
    ("/matches", api::matches::matches, api::matches::about),
    ("/journey", api::journey::journey, api::journey::about),
    ("/role-division", api::role_division::role_division, api::role_division::about),
    ("/overlap-chance", api::overlap_depth::overlap_chance, api::overlap_depth::about_chance),
    ("/reinvented", api::overlap_depth::reinvented, api::overlap_depth::about_reinvented),
    ("/learning-circles", api::overlap_depth::learning_circles, api::overlap_depth::about_circles),
    ("/leave-one-out", api::leave_one_out::leave_one_out, api::leave_one_out::about),
    ("/consensus", api::consensus::consensus, api::consensus::about),
    ("/monitoring", api::monitoring::monitoring, api::monitoring::about),
    ("/referrals", api::referrals::referrals, api::referrals::about),
    ("/signals", api::signals::signals, api::signals::about),
    ("/name-suggestions", api::names::suggestions, api::names::about),
];

/// As [`OF_A_DATASET`], of resources that look at other datasets too.
const BESIDE_OTHERS: &[(&str, CatalogResource, Describe)] =
    &[("/comparison", api::comparison::comparison, api::comparison::about)];

/// As [`OF_A_DATASET`], of resources that say who offers them.
const SIGNED: &[(&str, SignedResource, Describe)] =
    &[("/exports/{format}", api::exports::show, api::exports::about_show)];

/// What can be posted to a dataset, below `/v1/datasets/{dataset}`: computed and answered, never stored, so no
/// token is asked.
const POSTED_TO_A_DATASET: &[(&str, Posting, Describe)] = &[
    ("/consistency-tests", api::consistency::test, api::consistency::about),
    ("/scenarios", api::scenarios::ask, api::scenarios::about),
];

/// What the interface says of a resource.
type Describe = fn() -> Operation;

/// All paths of the interface below `/v1` with what they are.
pub fn described() -> Vec<DescribedPath> {
    let below = |path: &str, method, describe: Describe| DescribedPath {
        path: format!("/datasets/{{dataset}}{path}"),
        method,
        operation: describe(),
    };
    let top =
        DescribedPath { path: String::from("/datasets"), method: Method::Get, operation: api::datasets::about_list() };
    let alone = OF_A_DATASET.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let beside = BESIDE_OTHERS.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let signed = SIGNED.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let posted = POSTED_TO_A_DATASET.iter().map(|&(path, _, describe)| below(path, Method::Post, describe));
    std::iter::once(top).chain(alone).chain(beside).chain(signed).chain(posted).collect()
}

/// Mounts all routes; the application adds a [`Catalog`], [`Answers`], [`Figures`](observe::Figures) and a
/// [`Contact`] as data.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(reading("/").route(read().to(start_page::show)))
        .service(reading("/style.css").route(read().to(start_page::style)))
        .service(reading("/health/live").route(read().to(health::live)))
        .service(reading("/health/ready").route(read().to(health::ready)))
        .service(reading("/metrics").route(read().to(observe::metrics)))
        .service(reading("/.well-known/security.txt").route(read().to(well_known::security)))
        .service(reading("/docs").route(read().to(docs::page)))
        .service(reading("/v1/openapi.json").route(read().to(docs::openapi)))
        .service(reading("/v1/datasets").route(read().to(datasets)));
    let alone = OF_A_DATASET.iter().map(|&(path, resource, _)| (path, Kind::Alone(resource)));
    let beside_others = BESIDE_OTHERS.iter().map(|&(path, resource, _)| (path, Kind::BesideOthers(resource)));
    let signed = SIGNED.iter().map(|&(path, resource, _)| (path, Kind::Signed(resource)));
    for (path, resource) in alone.chain(beside_others).chain(signed) {
        let handler = move |request, dataset, catalog, answers, contact| {
            of_a_dataset(resource, request, dataset, catalog, answers, contact)
        };
        app.service(reading(&format!("/v1/datasets/{{dataset}}{path}")).route(read().to(handler)));
    }
    for &(path, posting, _) in POSTED_TO_A_DATASET {
        let handler = move |request, dataset, catalog, answers, body| {
            posting::to_a_dataset(posting, request, dataset, catalog, answers, body)
        };
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

/// Answers from what is kept, else away from the threads that serve connections.
async fn of_a_dataset(
    resource: Kind,
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
    contact: web::Data<Contact>,
) -> Result<HttpResponse, Problem> {
    let asked = Arc::new(Asked::new(&request));
    let version = match resource {
        Kind::Alone(_) | Kind::Signed(_) => catalog.find(&dataset.dataset).map(Entry::version_key),
        Kind::BesideOthers(_) => {
            let all: Vec<String> = catalog.entries().iter().map(Entry::version_key).collect();
            Some(all.join(" "))
        }
    };
    let language = Query::new(&asked).language();
    let question = Arc::clone(&asked);
    let work = move || api::answer(&catalog, &contact, &dataset.dataset, &question, resource);
    let answer = match version {
        Some(version) => answers.get(&version, Arc::clone(&asked), language, work).await?,
        // Nothing to compute: a problem.
        None => Arc::new(Prepared::new(work()?)),
    };
    Ok(answer.respond(&asked))
}

/// The dataset of a path; further parts are read where they are needed.
#[derive(serde::Deserialize)]
pub struct DatasetPath {
    pub dataset: String,
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
