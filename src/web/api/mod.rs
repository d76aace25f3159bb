//! The resources under `/v1`: by what they are about. Each is a pure function from what is asked and the results of a
//! dataset to an answer.

pub mod actors;
pub mod bridging;
pub mod charts;
pub mod comparison;
pub mod complexity;
pub mod consensus;
pub mod consistency;
pub mod datasets;
pub mod entities;
pub mod exports;
pub mod gaps;
pub mod initiatives;
pub mod journey;
pub mod leave_one_out;
pub mod matches;
pub mod overlap_depth;
pub mod regions;
pub mod role_division;
pub mod scenarios;

pub mod monitoring;
pub mod names;
pub mod referrals;
pub mod signals;

use super::asked::Asked;
use super::catalog::{Catalog, State};
use super::problem::Problem;
use super::query::Query;
use super::respond::Answer;
use super::well_known::Contact;
use crate::language::{Language, Text};
use crate::snapshot::Snapshot;

/// A resource of one dataset.
pub type Resource = fn(&Asked, &Snapshot, Query) -> Result<Answer, Problem>;

/// A question to one dataset that comes with a body.
pub type Posting = fn(&Asked, &Snapshot, Query, &[u8]) -> Result<Answer, Problem>;
/// A resource of one dataset beside others.
pub type CatalogResource = fn(&Asked, &Catalog, &Snapshot, Query) -> Result<Answer, Problem>;

/// A resource of one dataset that says who offers it.
pub type SignedResource = fn(&Asked, &Contact, &Snapshot, Query) -> Result<Answer, Problem>;

/// A resource by what it needs.
#[derive(Clone, Copy)]
pub enum Kind {
    Alone(Resource),
    BesideOthers(CatalogResource),
    Signed(SignedResource),
}

/// Answers for one dataset, or says why there is no answer.
pub fn answer(
    catalog: &Catalog,
    contact: &Contact,
    dataset: &str,
    asked: &Asked,
    resource: Kind,
) -> Result<Answer, Problem> {
    let query = Query::new(asked);
    let snapshot = snapshot(catalog, dataset, query.language())?;
    match resource {
        Kind::Alone(resource) => resource(asked, snapshot, query),
        Kind::BesideOthers(resource) => resource(asked, catalog, snapshot, query),
        Kind::Signed(resource) => resource(asked, contact, snapshot, query),
    }
}

/// As [`answer`], for a question with a body.
pub fn answer_posted(
    catalog: &Catalog,
    dataset: &str,
    asked: &Asked,
    posting: Posting,
    body: &[u8],
) -> Result<Answer, Problem> {
    let query = Query::new(asked);
    let snapshot = snapshot(catalog, dataset, query.language())?;
    posting(asked, snapshot, query, body)
}

fn snapshot<'a>(catalog: &'a Catalog, dataset: &str, language: Language) -> Result<&'a Snapshot, Problem> {
    let entry = catalog.find(dataset).ok_or_else(|| {
        let ids: Vec<&str> = catalog.entries().iter().map(|entry| entry.id.as_str()).collect();
        let ids = ids.join(", ");
        let detail = Text::new(
            format!("Deze dataset is er niet. Wel aanwezig: {ids}."),
            format!("There is no such dataset. Available: {ids}."),
        );
        Problem::not_found(language, &detail)
    })?;
    match entry.state() {
        None => Err(Problem::not_ready(language)),
        Some(State::Ready(snapshot)) => Ok(snapshot),
        Some(State::Failed(reason)) => Err(Problem::not_found(language, reason)),
    }
}
