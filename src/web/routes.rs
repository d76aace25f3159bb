//! Every route on one screen.

use std::sync::Arc;

use actix_web::guard;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE, ALLOW, AUTHORIZATION,
    CACHE_CONTROL, HeaderValue,
};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};

use super::api::{self, BesideResource, KeptResource, Kind, Posting, Resource, SignedResource};
use super::asked::Asked;
use super::cache::Answers;
use super::catalog::{Catalog, Entry};
use super::openapi::{DescribedPath, Method, Operation};
use super::posting::Keep;
use super::problem::Problem;
use super::query::Query;
use super::repeat::Words;
use super::respond::Prepared;
use super::well_known::Contact;
use super::{decisions, docs, health, observe, pages, posting, rights, uploads, versions, well_known};
use crate::chart::catalog::ChartName;
use crate::language::Text;
use crate::snapshot::{Progress, Section, Snapshot};

/// Addresses of the resources of a dataset, below `/v1/datasets/{dataset}`, each with what the interface says of it.
const OF_A_DATASET: &[(&str, Resource, Describe)] = &[
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
    ("/name-suggestions", api::names::suggestions, api::names::about),
    ("/template", api::template::show, api::template::about),
];

/// As [`OF_A_DATASET`], of which the answer follows what has been computed.
const FOLLOWING: &[(&str, Resource, Describe)] = &[("", api::datasets::show, api::datasets::about_show)];

/// As [`OF_A_DATASET`], of what the store has of a dataset.
const KEPT_OF_A_DATASET: &[(&str, KeptResource, Describe)] = &[
    ("/signals", api::signals::signals, api::signals::about),
    ("/versions", api::versions::list, api::versions::about),
    ("/name-decisions", api::name_decisions::list, api::name_decisions::about),
];

/// As [`OF_A_DATASET`], of a dataset beside another, or beside a version of its own.
const BESIDE_ANOTHER: &[(&str, BesideResource, Describe)] =
    &[("/comparison", api::comparison::comparison, api::comparison::about)];

/// As [`BESIDE_ANOTHER`]; each chart is described on its own.
const CHART: (&str, BesideResource) = ("/charts/{chart}", api::charts::show);

/// As [`OF_A_DATASET`], of resources that say who offers them.
const SIGNED: &[(&str, SignedResource, Describe)] =
    &[("/exports/{format}", api::exports::show, api::exports::about_show)];

/// What can be posted to a dataset, below `/v1/datasets/{dataset}`, and is computed: no token is asked.
const POSTED_TO_A_DATASET: &[(&str, Posting, Keep, Describe)] = &[
    ("/consistency-tests", api::consistency::test, Keep::WithToken, api::consistency::about),
    ("/scenarios", api::scenarios::ask, Keep::Nothing, api::scenarios::about),
];

/// What takes a token or a form, with how it is asked.
const BROUGHT: &[(&str, Method, Describe)] = &[
    ("/datasets", Method::Post, uploads::about_upload),
    ("/validations", Method::Post, uploads::about_validate),
    ("/datasets/{dataset}/signals/{key}", Method::Put, decisions::about_status),
    ("/datasets/{dataset}/name-decisions/{keep}/{merge}", Method::Put, decisions::about_names),
    ("/datasets/{dataset}/consistency-tests", Method::Get, decisions::about_tests),
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
    let harvested = DescribedPath {
        path: String::from("/catalog"),
        method: Method::Get,
        operation: api::datasets::about_catalog(),
    };
    let following = FOLLOWING.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let alone = OF_A_DATASET.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let kept = KEPT_OF_A_DATASET.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let beside = BESIDE_ANOTHER.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let charts = ChartName::ALL.iter().map(|&chart| DescribedPath {
        path: format!("/datasets/{{dataset}}/charts/{}", chart.code()),
        method: Method::Get,
        operation: api::charts::about_show(chart),
    });
    let signed = SIGNED.iter().map(|&(path, _, describe)| below(path, Method::Get, describe));
    let posted = POSTED_TO_A_DATASET.iter().map(|&(path, _, _, describe)| below(path, Method::Post, describe));
    let brought = BROUGHT.iter().map(|&(path, method, describe)| DescribedPath {
        path: path.to_owned(),
        method,
        operation: describe(),
    });
    let read = following.chain(alone).chain(kept).chain(beside).chain(charts).chain(signed);
    [top, harvested].into_iter().chain(read).chain(posted).chain(brought).collect()
}

/// Mounts all routes; the application adds a [`Catalog`], [`Answers`], [`Figures`](observe::Figures) and a
/// [`Contact`] as data.
pub fn configure(app: &mut web::ServiceConfig) {
    pages::configure(app);
    app.service(reading("/style.css").route(read().to(docs::style)))
        .service(reading("/health/live").route(read().to(health::live)))
        .service(reading("/health/ready").route(read().to(health::ready)))
        .service(reading("/metrics").route(read().to(observe::metrics)))
        .service(reading("/.well-known/security.txt").route(read().to(well_known::security)))
        .service(reading("/docs").route(read().to(docs::page)))
        .service(reading("/v1/openapi.json").route(read().to(docs::openapi)))
        .service(
            allowing("/v1/datasets", "GET, HEAD, POST")
                .route(read().to(datasets))
                .route(web::post().to(uploads::upload)),
        )
        .service(reading("/v1/catalog").route(read().to(harvest)))
        .service(allowing("/v1/validations", "POST").route(web::post().to(uploads::validate)))
        .service(below_a_dataset())
        .default_service(web::to(no_such_page));
}

/// What is below a dataset. A scope, since the pattern of its address is then matched once instead of per resource.
fn below_a_dataset() -> actix_web::Scope {
    let mut scope = web::scope("/v1/datasets/{dataset}");
    let following = FOLLOWING.iter().map(|&(path, resource, _)| (path, Kind::Following(resource)));
    let alone = OF_A_DATASET.iter().map(|&(path, resource, _)| (path, Kind::Alone(resource)));
    let kept = KEPT_OF_A_DATASET.iter().map(|&(path, resource, _)| (path, Kind::Kept(resource)));
    let beside = BESIDE_ANOTHER.iter().map(|&(path, resource, _)| (path, resource)).chain([CHART]);
    let beside = beside.map(|(path, resource)| (path, Kind::Beside(resource)));
    let signed = SIGNED.iter().map(|&(path, resource, _)| (path, Kind::Signed(resource)));
    let mut all: Vec<(&str, Kind)> = following.chain(alone).chain(kept).chain(beside).chain(signed).collect();
    // They are tried in order, and a name is compared faster than a pattern.
    all.sort_by_key(|(path, _)| path.contains('{'));
    for (path, resource) in all {
        let handler = move |request, dataset, catalog, answers, contact| {
            of_a_dataset(resource, request, dataset, catalog, answers, contact)
        };
        scope = scope.service(reading(path).route(read().to(handler)));
    }
    for &(path, resource, keep, _) in POSTED_TO_A_DATASET {
        let handler = move |request, dataset, catalog, answers, body| {
            posting::to_a_dataset((resource, keep), request, dataset, catalog, answers, body)
        };
        scope = scope.service(match keep {
            Keep::Nothing => allowing(path, "POST").route(web::post().to(handler)),
            Keep::WithToken => {
                allowing(path, "GET, HEAD, POST").route(read().to(decisions::list_tests)).route(web::post().to(handler))
            }
        });
    }
    scope
        .service(allowing("/signals/{key}", "PUT").route(web::put().to(decisions::put_status)))
        .service(allowing("/name-decisions/{keep}/{merge}", "PUT").route(web::put().to(decisions::put_names)))
        .default_service(web::to(no_such_page))
}

/// A resource that can only be read: any other method is a 405.
pub fn reading(path: &str) -> actix_web::Resource {
    allowing(path, "GET, HEAD")
}

/// A resource of which other methods than these, and OPTIONS, are a 405.
pub fn allowing(path: &str, methods: &'static str) -> actix_web::Resource {
    web::resource(path.to_owned()).default_service(web::to(move |request| other_method(request, methods)))
}

pub fn read() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn datasets(request: HttpRequest, catalog: web::Data<Catalog>) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let served = catalog.served();
    let answer = Prepared::new(api::datasets::list(&asked, &served, rights::reader(&served, &request))?);
    answer.encode(asked.accept_encoding.as_deref());
    let is_private = request.headers().contains_key(AUTHORIZATION);
    Ok(for_reader(answer.respond(&asked), is_private))
}

async fn harvest(
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    contact: web::Data<Contact>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let answer = Prepared::new(api::datasets::catalog(&asked, &catalog.served(), &contact)?);
    answer.encode(asked.accept_encoding.as_deref());
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
    let mut query = Query::new(&asked);
    let language = query.language();
    let served = catalog.served();
    let reader = rights::reader(&served, &request);
    let entry = versions::asked_for(&catalog, &served, reader, &dataset.dataset, &mut query).await?;
    let beside = match resource {
        Kind::Beside(_) => Some(versions::beside(&catalog, &served, reader, &asked).await?),
        Kind::Alone(_) | Kind::Following(_) | Kind::Kept(_) | Kind::Signed(_) => None,
    };
    let others = beside.as_ref().and_then(|beside| beside.as_ref().ok());
    let is_private = entry.is_closed() || others.is_some_and(|others| others.iter().any(|other| other.is_closed()));
    let key = match (resource, others) {
        (_, Some(others)) => {
            let keys: Vec<&str> = [&entry].into_iter().chain(others).map(|entry| entry.version_key()).collect();
            keys.join(" ")
        }
        // It is another answer whenever a section came, or did not.
        (Kind::Following(_), None) => format!("{} {}", entry.version_key(), settled(&entry)),
        (_, None) => entry.version_key().to_owned(),
    };
    let question = Arc::clone(&asked);
    let work = move || {
        let beside = beside.as_ref().map(|beside| beside.as_deref().map_err(Clone::clone));
        api::answer(&entry, beside, &contact, &question, resource)
    };
    let answer = answers.get(&key, Arc::clone(&asked), language, work).await?;
    let is_steady = !is_private && !matches!(resource, Kind::Following(_));
    // A request that was overtaken by a newer version says nothing of that.
    if is_steady
        && Arc::ptr_eq(&served, &catalog.served())
        && let Some(words) = Words::of(&request)
    {
        let pattern = || request.match_pattern().unwrap_or_default().into();
        answers.repeats.note(&served, words, &answer, pattern);
    }
    Ok(for_reader(answer.respond(&asked), is_private))
}

/// How many sections of a version came, or will not come.
pub fn settled(entry: &Entry) -> usize {
    let is_settled = |snapshot: &Snapshot, section| snapshot.progress(section) != Progress::Waiting;
    entry.snapshot().map_or(0, |snapshot| Section::ALL.iter().filter(|&&section| is_settled(snapshot, section)).count())
}

/// What only some may see is kept by nobody between us and them.
fn for_reader(mut response: HttpResponse, is_private: bool) -> HttpResponse {
    if is_private {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    response
}

/// The dataset of a path; further parts are read where they are needed.
#[derive(serde::Deserialize)]
pub struct DatasetPath {
    pub dataset: String,
}

async fn no_such_page(request: HttpRequest) -> HttpResponse {
    if !request.path().starts_with("/v1") {
        return pages::no_such_page(request.path());
    }
    let language = Asked::new(&request).preferred_language().unwrap_or_default();
    let detail = Text::new(
        "Dit adres is er niet. Begin bij /v1/datasets; adressen eindigen niet op een schuine streep.",
        "There is no such address. Start at /v1/datasets; addresses do not end in a slash.",
    );
    Problem::not_found(language, &detail).error_response()
}

/// 405, or what a browser asks before it sends a question from a page of another site.
async fn other_method(request: HttpRequest, allowed: &'static str) -> HttpResponse {
    if request.method() == actix_web::http::Method::OPTIONS {
        return HttpResponse::NoContent()
            .insert_header((ALLOW, allowed))
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, allowed))
            .insert_header((
                ACCESS_CONTROL_ALLOW_HEADERS,
                "Accept, Accept-Language, Authorization, Content-Type, If-None-Match",
            ))
            .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
            .finish();
    }
    let language = Asked::new(&request).preferred_language().unwrap_or_default();
    let mut response = Problem::method_not_allowed(language, allowed).error_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
