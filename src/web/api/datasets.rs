//! Which datasets there are.

use serde::Serialize;
use utoipa::ToSchema;

use crate::export::{DatasetRecord, RecordSchema};
use crate::language::Text;
use crate::snapshot::Snapshot;
use crate::store::Token;
use crate::web::asked::Asked;
use crate::web::catalog::{Entry, Served, State};
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// One dataset in the list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DatasetItem {
    id: String,
    /// `ready`, `loading` or `failed`.
    state: &'static str,
    title: Option<Text>,
    /// What the dataset says of itself.
    version: Option<String>,
    /// The version that is answered when none is asked: a number of `versions`.
    current_version: i64,
    /// Whether reading it takes a token.
    closed: bool,
    date: Option<String>,
    actors: Option<usize>,
    initiatives: Option<usize>,
    activities: Option<usize>,
    /// Why it cannot be served.
    reason: Option<Text>,
}

impl DatasetItem {
    fn new(entry: &Entry) -> Self {
        let mut item = Self {
            id: entry.id.clone(),
            state: "loading",
            title: None,
            version: None,
            current_version: entry.number,
            closed: entry.is_closed(),
            date: None,
            actors: None,
            initiatives: None,
            activities: None,
            reason: None,
        };
        match entry.state() {
            None => {}
            Some(State::Failed(reason)) => {
                item.state = "failed";
                item.reason = Some(reason.clone());
            }
            Some(State::Ready(snapshot)) => {
                let record = DatasetRecord::new(&snapshot.ecosystem);
                item.state = "ready";
                item.title = Some(record.title);
                item.version = record.version;
                item.date = record.date;
                item.actors = Some(record.actors);
                item.initiatives = Some(record.initiatives);
                item.activities = Some(record.activities);
            }
        }
        item
    }
}

/// The answer of [`list`].
#[derive(Debug, Serialize, ToSchema)]
struct DatasetList {
    total: usize,
    items: Vec<DatasetItem>,
}

/// All datasets that a reader may see, the default one first.
pub fn list(asked: &Asked, served: &Served, reader: Option<&Token>) -> Result<Answer, Problem> {
    let query = Query::new(asked);
    let language = query.language();
    query.finish()?;
    let items: Vec<DatasetItem> = served.visible(reader).map(|entry| DatasetItem::new(entry)).collect();
    Answer::json(language, &DatasetList { total: items.len(), items })
}

/// The particulars of one dataset.
pub fn show(_: &Asked, snapshot: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    Answer::json(language, &DatasetRecord::new(&snapshot.ecosystem))
}

pub fn about_list() -> Operation {
    Operation::document(
        RecordSchema::of::<DatasetList>(),
        "De datasets",
        "Alle datasets die deze dienst kent, de standaarddataset voorop, met of zij al te bevragen zijn.",
    )
}

pub fn about_show() -> Operation {
    Operation::document(
        RecordSchema::of::<DatasetRecord>(),
        "Eén dataset",
        "Waar de gegevens vandaan komen, waar elke tabel op rust en hoeveel erin staat.",
    )
}
