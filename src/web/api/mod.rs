//! The resources under `/v1`: thin handlers by what they are about.

pub mod actors;
pub mod charts;
pub mod datasets;
pub mod initiatives;
pub mod regions;

use actix_web::web;

use super::catalog::{Catalog, State};
use super::problem::Problem;
use crate::language::{Language, Text};
use crate::snapshot::Snapshot;

/// Runs work on the data of one dataset away from the threads that serve connections.
async fn with_snapshot<T: Send + 'static>(
    catalog: web::Data<Catalog>,
    dataset: String,
    language: Language,
    work: impl FnOnce(&Snapshot) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = web::block(move || work(snapshot(&catalog, &dataset, language)?)).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "work was not finished");
        Err(Problem::internal(language))
    })
}

/// The results of a dataset, or why they are not there.
fn snapshot<'a>(catalog: &'a Catalog, dataset: &str, language: Language) -> Result<&'a Snapshot, Problem> {
    let entry = catalog.find(dataset).ok_or_else(|| {
        let ids: Vec<&str> = catalog.entries().iter().map(|entry| entry.id.as_str()).collect();
        let ids = ids.join(", ");
        Problem::not_found(
            language,
            &Text::new(
                format!("Deze dataset is er niet. Wel aanwezig: {ids}."),
                format!("There is no such dataset. Available: {ids}."),
            ),
        )
    })?;
    match entry.state() {
        None => Err(Problem::not_ready(language)),
        Some(State::Ready(snapshot)) => Ok(snapshot),
        Some(State::Failed(reason)) => Err(Problem::not_found(language, reason)),
    }
}
