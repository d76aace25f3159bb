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
pub mod name_decisions;
pub mod overlap_depth;
pub mod regions;
pub mod role_division;
pub mod scenarios;

pub mod monitoring;
pub mod names;
pub mod referrals;
pub mod signals;
pub mod template;
pub mod versions;

use std::sync::Arc;

use super::asked::Asked;
use super::catalog::Entry;
use super::problem::{Fault, Problem};
use super::query::Query;
use super::respond::Answer;
use super::versions::snapshot;
use super::well_known::Contact;
use crate::dataset::{Finding, Findings};
use crate::language::{Language, Text};
use crate::snapshot::Snapshot;

/// A resource of one dataset.
pub type Resource = fn(&Asked, &Snapshot, Query) -> Result<Answer, Problem>;
/// A question to one dataset that comes with a body.
pub type Posting = fn(&Asked, &Snapshot, Query, &[u8]) -> Result<Answer, Problem>;
/// A resource of what the store has of a dataset.
pub type KeptResource = fn(&Asked, &Entry, &Snapshot, Query) -> Result<Answer, Problem>;
/// A resource of one dataset beside others: those first, as they were named, or what is wrong with a name.
pub type BesideResource = fn(&Asked, Result<&[&Snapshot], Fault>, &Snapshot, Query) -> Result<Answer, Problem>;

/// A resource of one dataset that says who offers it.
pub type SignedResource = fn(&Asked, &Contact, &Snapshot, Query) -> Result<Answer, Problem>;

/// A resource by what it needs.
#[derive(Clone, Copy)]
pub enum Kind {
    Alone(Resource),
    /// As [`Kind::Alone`], of which the answer follows what has been computed.
    Following(Resource),
    Kept(KeptResource),
    Beside(BesideResource),
    Signed(SignedResource),
}

/// Answers for one version of a dataset, or says why there is no answer. `beside` are the others of
/// [`Kind::Beside`].
pub fn answer(
    entry: &Entry,
    beside: Option<Result<&[Arc<Entry>], Fault>>,
    contact: &Contact,
    asked: &Asked,
    resource: Kind,
) -> Result<Answer, Problem> {
    let query = Query::below_a_dataset(asked);
    let language = query.language();
    let this = snapshot(entry, language)?;
    match (resource, beside) {
        (Kind::Alone(resource) | Kind::Following(resource), _) => resource(asked, this, query),
        (Kind::Signed(resource), _) => resource(asked, contact, this, query),
        (Kind::Kept(resource), _) => resource(asked, entry, this, query),
        (Kind::Beside(resource), Some(Ok(others))) => {
            let others = others.iter().map(|other| snapshot(other, language)).collect::<Result<Vec<_>, _>>()?;
            resource(asked, Ok(&others), this, query)
        }
        (Kind::Beside(resource), Some(Err(fault))) => resource(asked, Err(fault), this, query),
        (Kind::Beside(_), None) => Err(Problem::internal(language)),
    }
}

/// As [`answer`], for a question with a body.
pub fn answer_posted(entry: &Entry, asked: &Asked, posting: Posting, body: &[u8]) -> Result<Answer, Problem> {
    let query = Query::below_a_dataset(asked);
    posting(asked, snapshot(entry, query.language())?, query, body)
}

/// What is doubtful in a body that was read, each with the field that it is about.
fn warnings(findings: &Findings, body: &str) -> Vec<Text> {
    let said = |finding: &Finding, language| {
        format!("{}: {}", finding.column.as_deref().unwrap_or(body), finding.message(language))
    };
    findings.iter().map(|finding| Text::new(said(finding, Language::Nl), said(finding, Language::En))).collect()
}
