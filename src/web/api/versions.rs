//! Versions of a dataset.

use serde::Serialize;
use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;

use crate::export::{AboutSection, RecordSchema};
use crate::language::Text;
use crate::snapshot::{Provenance, Snapshot};
use crate::store::{By, Version};
use crate::web::asked::Asked;
use crate::web::catalog::Entry;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// One version of a dataset: what was brought, by whom, when, and what it replaced.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionRecord {
    pub dataset: String,
    /// From 1, in the order in which they were brought.
    pub version: i64,
    /// Whether it is what is answered when no version is asked.
    pub current: bool,
    pub replaces: Option<i64>,
    pub replaced_by: Option<i64>,
    /// When it was stored; null for a dataset that comes with the service.
    pub at: Option<String>,
    /// Name of the token that brought it.
    pub by: Option<String>,
    /// Whether reading it takes a token.
    pub closed: bool,
    /// Of the file as it was brought; of a dataset that comes with the service of the lines that `sha256sum *` prints in its
    /// folder; else null.
    pub sha256: Option<String>,
    /// Of the file, in bytes.
    pub size: Option<i64>,
    pub media_type: Option<String>,
    /// What the check found: warnings, since errors are refused.
    pub findings: Vec<Value>,
}

/// A moment as ISO 8601 in UTC.
pub fn moment(by: &By) -> Option<String> {
    by.at.format(&Rfc3339).ok()
}

impl VersionRecord {
    pub fn new(version: &Version, current: i64) -> Self {
        Self {
            dataset: version.dataset.clone(),
            version: version.number,
            current: version.number == current,
            replaces: version.replaces,
            replaced_by: (version.number < current).then_some(version.number + 1),
            at: moment(&version.by),
            by: Some(version.by.who.clone()),
            closed: version.closed,
            sha256: Some(version.sha256.clone()),
            size: Some(version.size),
            media_type: Some(version.media_type.clone()),
            findings: serde_json::from_str(&version.findings).unwrap_or_default(),
        }
    }

    /// Of a dataset that is not in the store.
    fn fixed(entry: &Entry) -> Self {
        Self {
            dataset: entry.id.clone(),
            version: entry.number,
            current: true,
            replaces: None,
            replaced_by: None,
            at: None,
            by: None,
            closed: false,
            sha256: entry.shipped_sha256(),
            size: None,
            media_type: None,
            findings: Vec::new(),
        }
    }
}

/// All versions, the latest first.
pub fn list(asked: &Asked, entry: &Entry, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    let paging = query.paging();
    query.finish()?;
    let records: Vec<VersionRecord> = match &entry.kept {
        None => vec![VersionRecord::fixed(entry)],
        Some(kept) => {
            let current = kept.versions.last().map_or(entry.number, |version| version.number);
            kept.versions.iter().rev().map(|version| VersionRecord::new(version, current)).collect()
        }
    };
    let method = Text::new(
        "Zoals zij zijn aangeleverd; een dataset die met de dienst meekomt heeft één versie.",
        "As they were brought; a dataset that comes with the service has one version.",
    );
    respond::list(asked, language, &snapshot.ecosystem, about_kept(method), &records, paging)
}

/// What a list of what the store keeps says of itself.
pub fn about_kept(method: Text) -> ListAbout {
    let about =
        AboutSection::new(Provenance { basis: crate::ecosystem::Basis::Registered, exceptions: Vec::new(), method });
    ListAbout { about, summary: Map::new() }
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<VersionRecord>(),
        "Versies",
        "Wat er is aangeleverd: door wie, wanneer, wat het verving en wat de controle vond. Met version leest u een eerdere versie.",
    )
    .without_filters()
}
