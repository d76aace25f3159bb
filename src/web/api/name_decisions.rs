//! Decisions on names that the store keeps.

use serde::Serialize;
use utoipa::ToSchema;

use super::versions::{about_kept, moment};
use crate::export::RecordSchema;
use crate::language::Text;
use crate::snapshot::Snapshot;
use crate::store::KeptName;
use crate::web::asked::Asked;
use crate::web::catalog::Entry;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer};

/// A decision on two names of actors or initiatives, kept beside the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeptNameRecord {
    /// Id or name that stays.
    pub keep: String,
    /// Id or name that it is about.
    pub merge: String,
    /// `same`, `different`, or null where an earlier decision was taken back.
    pub decision: Option<String>,
    pub note: Option<String>,
    pub at: Option<String>,
    /// Name of the token.
    pub by: String,
}

impl KeptNameRecord {
    pub fn new(kept: &KeptName) -> Self {
        let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        Self {
            keep: kept.decision.keep.to_string(),
            merge: kept.decision.merge.to_string(),
            decision: said(&kept.decision.decision),
            note: kept.note.clone(),
            at: moment(&kept.by),
            by: kept.by.who.clone(),
        }
    }
}

/// The decisions that hold; those in the dataset's own `names.csv` are not among them.
pub fn list(asked: &Asked, entry: &Entry, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    let paging = query.paging();
    query.finish()?;
    let kept = entry.kept.as_ref().map(|kept| kept.names.as_slice()).unwrap_or_default();
    let records: Vec<KeptNameRecord> = kept.iter().map(KeptNameRecord::new).collect();
    let method = Text::new(
        "Vastgelegd naast de dataset en toegepast op elke versie; het laatste besluit geldt.",
        "Kept beside the dataset and applied to every version; the last decision holds.",
    );
    respond::list(asked, language, &snapshot.ecosystem, about_kept(method), &records, paging)
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<KeptNameRecord>(),
        "Besluiten over namen",
        "Welke namen als dezelfde of juist als verschillende actoren of initiatieven zijn vastgelegd, door wie en wanneer.",
    )
    .without_filters()
}
