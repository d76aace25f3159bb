//! Which datasets there are.

use serde::Serialize;
use utoipa::ToSchema;

use crate::ecosystem::Ecosystem;
use crate::export::{DatasetRecord, ExportFormat, Publisher, RecordSchema, dcat_catalog};
use crate::language::Text;
use crate::snapshot::{Progress, Section, Snapshot};
use crate::store::Token;
use crate::web::asked::Asked;
use crate::web::catalog::{Entry, Served, State};
use crate::web::openapi::{Answered, Operation};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;
use crate::web::well_known::Contact;

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

/// The particulars of one dataset, and which of its default results are there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DatasetShown {
    #[serde(flatten)]
    dataset: DatasetRecord,
    /// Analyses, by their key in `analyse`, of which the default results are there.
    ready: Vec<&'static str>,
    /// Analyses of which they are being computed (wordt berekend); who asks one now waits for it.
    computing: Vec<&'static str>,
    /// Analyses that do not fit as a whole, and are computed for the part that is asked.
    on_request: Vec<&'static str>,
}

impl DatasetShown {
    fn new(snapshot: &Snapshot) -> Self {
        let mut shown = Self {
            dataset: DatasetRecord::new(&snapshot.ecosystem),
            ready: Vec::new(),
            computing: Vec::new(),
            on_request: Vec::new(),
        };
        for &section in Section::ALL {
            let list = match snapshot.progress(section) {
                Progress::Ready => &mut shown.ready,
                Progress::Waiting => &mut shown.computing,
                Progress::TooLarge => &mut shown.on_request,
            };
            list.push(section.key());
        }
        shown
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
    Answer::json(language, &DatasetShown::new(snapshot))
}

/// All datasets that anybody may see and that are there, as data registers harvest them.
///
/// # Errors
/// 406 where `Accept` takes no linked data, 503 while no dataset is there.
pub fn catalog(asked: &Asked, served: &Served, contact: &Contact) -> Result<Answer, Problem> {
    let query = Query::new(asked);
    let language = query.language();
    query.finish()?;
    let media_type = ExportFormat::Dcat.media_type();
    if asked.accepted(&[media_type]).is_none() {
        return Err(Problem::not_acceptable(language, &[media_type]));
    }
    let snapshots = served.visible(None).filter_map(|entry| entry.snapshot());
    let ecosystems: Vec<&Ecosystem> = snapshots.map(|snapshot| &snapshot.ecosystem).collect();
    if ecosystems.is_empty() {
        return Err(Problem::not_ready(language));
    }
    let publisher =
        Publisher { name: contact.name.clone(), email: contact.email.clone(), origin: asked.origin.clone() };
    let answer = Answer::json(language, &dcat_catalog(&ecosystems, &publisher))?;
    Ok(Answer { media_type, ..answer })
}

pub fn about_catalog() -> Operation {
    Operation::new(
        Answered::File(vec![ExportFormat::Dcat.media_type()]),
        "De catalogus",
        "Alle open datasets als catalogus volgens DCAT-AP-NL 3.0, in JSON-LD, voor dataregisters.",
    )
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
        RecordSchema::of::<DatasetShown>(),
        "Eén dataset",
        "Waar de gegevens vandaan komen, waar elke tabel op rust, hoeveel erin staat en welke uitkomsten klaar zijn of nog worden berekend.",
    )
}
