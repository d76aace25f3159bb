//! Which version of which dataset a request is about.

use std::sync::Arc;

use super::asked::Asked;
use super::catalog::{Catalog, Entry, Served, State};
use super::problem::{Fault, Problem};
use super::query::Query;
use crate::language::{Language, Text};
use crate::snapshot::Snapshot;
use crate::store::Token;

/// The dataset of a path in the version that `version` asks, the current one where it asks none.
///
/// # Errors
/// 404 where there is no such dataset, or not for this reader; 400 where there is no such version; else as
/// [`Catalog::older`].
pub async fn asked_for(
    catalog: &Catalog,
    served: &Served,
    reader: Option<&Token>,
    dataset: &str,
    query: &mut Query,
) -> Result<Arc<Entry>, Problem> {
    let language = query.language();
    let current = current(served, reader, dataset, language)?;
    let Some(words) = query.text("version") else { return Ok(Arc::clone(current)) };
    let Some(number) = number(current, &words) else {
        let numbers: Vec<String> = current.numbers().iter().map(i64::to_string).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        return Err(Problem::bad_request(language, vec![Fault::not_allowed(language, "version", &words, &numbers)]));
    };
    of(catalog, current, number, language).await
}

/// Versions that are laid beside a dataset at most.
pub const MOST_BESIDE: usize = 12;

/// The datasets, and perhaps versions, that `with` names with commas between them: `DATASET` or `DATASET@VERSION`.
///
/// # Errors
/// As [`asked_for`]; that there is no such dataset or version is a fault of the query.
pub async fn beside(
    catalog: &Catalog,
    served: &Served,
    reader: Option<&Token>,
    asked: &Asked,
) -> Result<Result<Vec<Arc<Entry>>, Fault>, Problem> {
    let mut query = Query::new(asked);
    let language = query.language();
    let words = query.text("with").unwrap_or_default();
    let names: Vec<&str> = words.split(',').map(str::trim).collect();
    if names.len() > MOST_BESIDE {
        return Ok(Err(too_many(language, MOST_BESIDE)));
    }
    let mut found = Vec::new();
    for name in names {
        match one_beside(catalog, served, reader, name, language).await? {
            Ok(entry) => found.push(entry),
            Err(fault) => return Ok(Err(fault)),
        }
    }
    Ok(Ok(found))
}

/// That more versions were named than are laid beside a dataset.
pub fn too_many(language: Language, most: usize) -> Fault {
    let detail = Text::new(
        format!("Te veel versies; noem er hooguit {most}."),
        format!("Too many versions; name {most} at most."),
    );
    Fault { parameter: String::from("with"), detail: detail.get(language).to_owned() }
}

/// As [`beside`], of one name.
///
/// # Errors
/// As [`beside`].
pub async fn one_beside(
    catalog: &Catalog,
    served: &Served,
    reader: Option<&Token>,
    words: &str,
    language: Language,
) -> Result<Result<Arc<Entry>, Fault>, Problem> {
    let (id, version) = words.split_once('@').map_or((words, None), |(id, version)| (id, Some(version)));
    let Some(current) = served.visible(reader).find(|entry| entry.id == id) else {
        let ids: Vec<&str> = served.visible(reader).map(|entry| &*entry.id).collect();
        return Ok(Err(Fault::not_allowed(language, "with", words, &ids)));
    };
    let Some(version) = version else { return Ok(Ok(Arc::clone(current))) };
    let Some(number) = number(current, version) else {
        let names: Vec<String> = current.numbers().iter().map(|number| format!("{id}@{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Ok(Err(Fault::not_allowed(language, "with", words, &names)));
    };
    Ok(Ok(of(catalog, current, number, language).await?))
}

/// The current version of a dataset.
///
/// # Errors
/// 404 where there is none, or not for this reader.
pub fn current<'a>(
    served: &'a Served,
    reader: Option<&Token>,
    dataset: &str,
    language: Language,
) -> Result<&'a Arc<Entry>, Problem> {
    let found = served.find(dataset).filter(|entry| served.visible(reader).any(|seen| Arc::ptr_eq(seen, entry)));
    found.ok_or_else(|| {
        let ids: Vec<&str> = served.visible(reader).map(|entry| &*entry.id).collect();
        let ids = ids.join(", ");
        let detail = Text::new(
            format!("Deze dataset is er niet. Wel aanwezig: {ids}."),
            format!("There is no such dataset. Available: {ids}."),
        );
        Problem::not_found(language, &detail)
    })
}

/// The results of an entry.
///
/// # Errors
/// 503 while they are being computed, 404 where the dataset cannot be served.
pub fn snapshot(entry: &Entry, language: Language) -> Result<&Snapshot, Problem> {
    match entry.state() {
        None => Err(Problem::not_ready(language)),
        Some(State::Ready(snapshot)) => Ok(snapshot),
        Some(State::Failed(reason)) => Err(Problem::not_found(language, reason)),
    }
}

fn number(current: &Entry, words: &str) -> Option<i64> {
    words.parse().ok().filter(|number| current.numbers().contains(number))
}

async fn of(catalog: &Catalog, current: &Arc<Entry>, number: i64, language: Language) -> Result<Arc<Entry>, Problem> {
    if number == current.number { Ok(Arc::clone(current)) } else { catalog.older(current, number, language).await }
}
