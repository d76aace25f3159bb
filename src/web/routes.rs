//! Every route on one screen.

use actix_web::guard;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};

use super::api::{self, CatalogResource, Kind, Resource};
use super::asked::Asked;
use super::catalog::Catalog;
use super::problem::Problem;
use super::respond::Answer;
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
    ("/consensus", api::consensus::consensus),
    ("/charts", api::charts::list),
    ("/charts/{item}", api::charts::show),
];

/// As [`OF_A_DATASET`], of resources that look at other datasets too.
const BESIDE_OTHERS: &[(&str, CatalogResource)] = &[("/comparison", api::comparison::comparison)];

/// Mounts all routes; the application adds a [`Catalog`] as data.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(reading("/").route(read().to(start_page::show)))
        .service(reading("/style.css").route(read().to(start_page::style)))
        .service(reading("/health/live").route(read().to(health::live)))
        .service(reading("/health/ready").route(read().to(health::ready)))
        .service(reading("/v1/datasets").route(read().to(datasets)));
    let alone = OF_A_DATASET.iter().map(|&(path, resource)| (path, Kind::Alone(resource)));
    let beside_others = BESIDE_OTHERS.iter().map(|&(path, resource)| (path, Kind::BesideOthers(resource)));
    for (path, resource) in alone.chain(beside_others) {
        let handler = move |request, dataset, catalog| of_a_dataset(resource, request, dataset, catalog);
        app.service(reading(&format!("/v1/datasets/{{dataset}}{path}")).route(read().to(handler)));
    }
    app.default_service(web::to(no_such_page));
}

/// A resource that can only be read: any other method is a 405.
fn reading(path: &str) -> actix_web::Resource {
    web::resource(path.to_owned()).default_service(web::to(other_method))
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
    resource: Kind,
    request: HttpRequest,
    dataset: web::Path<DatasetPath>,
    catalog: web::Data<Catalog>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::new(&request);
    let work = move || -> (Asked, Result<Answer, Problem>) {
        let answer = api::answer(&catalog, &dataset.dataset, &asked, resource);
        (asked, answer)
    };
    match web::block(work).await {
        Ok((asked, answer)) => Ok(answer?.into_response(&asked)),
        Err(error) => {
            tracing::error!(%error, "work was not finished");
            Err(Problem::internal(Language::default()))
        }
    }
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

async fn other_method(request: HttpRequest) -> HttpResponse {
    let language = Asked::new(&request).preferred_language().unwrap_or_default();
    let mut response = Problem::method_not_allowed(language).error_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
