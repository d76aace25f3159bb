//! Health checks.

use actix_web::{HttpResponse, Responder, web};

use super::catalog::Catalog;

/// The process answers.
pub async fn live() -> impl Responder {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(serde_json::json!({ "status": "live" }))
}

/// The default dataset is there.
pub async fn ready(catalog: web::Data<Catalog>) -> impl Responder {
    let served = catalog.served();
    let ready = served.entries.first().is_none_or(|entry| entry.state().is_some());
    let (mut response, status) =
        if ready { (HttpResponse::Ok(), "ready") } else { (HttpResponse::ServiceUnavailable(), "loading") };
    response
        .insert_header(("cache-control", "no-store"))
        .json(serde_json::json!({ "status": status, "allDatasets": served.is_loaded() }))
}
