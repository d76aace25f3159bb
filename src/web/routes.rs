//! Every route on one screen.

use actix_web::guard::{self, Guard};
use actix_web::http::header::ALLOW;
use actix_web::{HttpRequest, HttpResponse, ResponseError, Route, web};

use super::problem::Problem;
use super::query::accepted_language;
use super::{api, health, start_page};
use crate::language::Text;

/// Mounts all routes; the application adds a [`super::Catalog`] as data.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(get("/", start_page::show))
        .service(get("/style.css", start_page::style))
        .service(get("/health/live", health::live))
        .service(get("/health/ready", health::ready))
        .service(
            web::scope("/v1")
                .service(get("/datasets", api::datasets::list))
                .service(get("/datasets/{dataset}", api::datasets::show))
                .service(get("/datasets/{dataset}/centrality", api::actors::centrality))
                .service(get("/datasets/{dataset}/clusters", api::actors::clusters))
                .service(get("/datasets/{dataset}/overlap", api::initiatives::overlap))
                .service(get("/datasets/{dataset}/region-overlap", api::regions::region_overlap))
                .service(get("/datasets/{dataset}/white-spots", api::regions::white_spots))
                .service(get("/datasets/{dataset}/distribution", api::regions::distribution))
                .service(get("/datasets/{dataset}/charts", api::charts::list))
                .service(get("/datasets/{dataset}/charts/{chart}", api::charts::show))
                .default_service(web::to(no_such_page)),
        )
        .default_service(web::to(no_such_page));
}

/// GET and HEAD for a handler; any other method is a 405.
fn get<F, Args>(path: &'static str, handler: F) -> actix_web::Resource
where
    F: actix_web::Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: actix_web::Responder + 'static,
{
    let reads = guard::Any(guard::Get()).or(guard::Head());
    web::resource(path)
        .route(Route::new().guard(reads_guard(reads)).to(handler))
        .default_service(web::to(other_method))
}

fn reads_guard(guard: impl Guard + 'static) -> impl Guard {
    guard::fn_guard(move |context| guard.check(context))
}

async fn no_such_page(request: HttpRequest) -> Problem {
    let language = accepted_language(&request).unwrap_or_default();
    Problem::not_found(
        language,
        &Text::new(
            "Dit adres is er niet. Begin bij /v1/datasets; adressen eindigen niet op een schuine streep.",
            "There is no such address. Start at /v1/datasets; addresses do not end in a slash.",
        ),
    )
}

async fn other_method(request: HttpRequest) -> HttpResponse {
    let language = accepted_language(&request).unwrap_or_default();
    let mut response = Problem::method_not_allowed(language).error_response();
    response.headers_mut().insert(ALLOW, actix_web::http::header::HeaderValue::from_static("GET, HEAD"));
    response
}
