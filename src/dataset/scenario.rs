//! A scenario in JSON → the ecosystem as it would be: what is removed, merged and added.
//!
//! ```json
//! {
//!   "remove": { "initiatives": ["I0009"], "actors": [] },
//!   "merge": { "initiatives": [{ "keep": "I0033", "merge": ["I0034"] }], "actors": [] },
//!   "add": [{ "name": "Digitale werkplaats", "regions": ["Drenthe"], "activities": [] }]
//! }
//! ```
//!
//! Every part may be left out; the order in lists does not matter. What is added are proposals as [`super::proposal`] reads
//! them, in the words of what is left after removing and merging.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::finding::{Collector, Findings, Place};
use super::ids::Ids;
use super::problem::Problem;
use super::proposal::{PROPOSAL_BYTES, read_proposal};
use super::scheme::parse;
use super::spellings::nearest;
use crate::ecosystem::Ecosystem;
use crate::ecosystem::edit::{Changes, Conflict, Edited, Edits, Merge, Subject, edit};

/// Bytes that a scenario may have.
pub const SCENARIO_BYTES: usize = PROPOSAL_BYTES;
/// Proposals that one scenario may add.
const MOST_PROPOSALS: usize = 50;

/// What came of reading a scenario.
#[derive(Debug)]
pub struct ScenarioReading {
    pub findings: Findings,
    /// The ecosystem as it would be; `None` where there is an error among the findings.
    pub edited: Option<Edited>,
}

/// Reads a scenario; `name` is what findings call it by. Any bytes give an ecosystem, or findings.
pub fn read_scenario(name: &str, bytes: &[u8], ecosystem: &Ecosystem) -> ScenarioReading {
    let mut findings = Collector::default();
    let place = Place::file(name);
    let mut edited = None;
    if bytes.len() > SCENARIO_BYTES {
        findings.error(place.whole(), Problem::FileTooLarge { limit: SCENARIO_BYTES as u64 });
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                if let Some(json) = parse(text.trim_start_matches('\u{feff}'), &place, &mut findings) {
                    edited = Reader { ecosystem, name, place, findings: &mut findings }.scenario(&json);
                }
            }
            Err(error) => findings.error(place.whole(), Problem::BadJson { detail: error.to_string() }),
        }
    }
    let edited = edited.filter(|_| !findings.has_errors());
    ScenarioReading { findings: findings.finish(), edited }
}

/// Where each initiative and actor was last named, and how.
type Mentions = BTreeMap<(Subject, usize), (String, String)>;

struct Reader<'a> {
    ecosystem: &'a Ecosystem,
    name: &'a str,
    place: Place,
    findings: &'a mut Collector,
}

impl Reader<'_> {
    fn wrong(&mut self, path: &str, problem: Problem, value: &str, nearest: impl FnOnce() -> Option<String>) {
        self.findings.wrong(self.place.at(None, (!path.is_empty()).then_some(path)), problem, value, nearest);
    }

    fn scenario(mut self, json: &Json) -> Option<Edited> {
        let parts = self.object(json, "", &["remove", "merge", "add"])?;
        let mut edits = Edits::default();
        let mut mentions = Mentions::new();
        let initiatives = self.ecosystem.initiatives().iter().map(|initiative| (&*initiative.id, &*initiative.name));
        let actors = self.ecosystem.actors().iter().map(|actor| (&*actor.id, &*actor.name));
        let lists = [
            (Subject::Initiative, "initiatives", Ids::new("initiatives", true, initiatives)),
            (Subject::Actor, "actors", Ids::new("actors", true, actors)),
        ];
        let removed = parts.get("remove").and_then(|json| self.object(json, "remove", &["initiatives", "actors"]));
        let merged = parts.get("merge").and_then(|json| self.object(json, "merge", &["initiatives", "actors"]));
        for (subject, key, ids) in &lists {
            let list = (*subject, ids);
            let mut changes = Changes::default();
            if let Some(json) = removed.and_then(|removed| removed.get(*key)) {
                changes.remove = self.positions(json, &format!("remove.{key}"), list, &mut mentions);
            }
            for (path, item) in merged.into_iter().flat_map(|merged| items(merged.get(*key), &format!("merge.{key}"))) {
                changes.merge.extend(self.merge(item, &path, list, &mut mentions));
            }
            match subject {
                Subject::Initiative => edits.initiatives = changes,
                Subject::Actor => edits.actors = changes,
            }
        }
        for conflict in edits.conflicts(self.ecosystem) {
            self.conflict(conflict, &mentions);
        }
        // Proposals are judged even where the rest is wrong, so that everything is said at once.
        let asked = if self.findings.has_errors() { Edits::default() } else { edits };
        match edit(self.ecosystem, &asked) {
            Ok(edited) => self.with_proposals(edited, parts.get("add")),
            Err(error) => {
                self.wrong("", Problem::Internal { detail: error.to_string() }, "", || None);
                None
            }
        }
    }

    fn with_proposals(&mut self, mut edited: Edited, json: Option<&Json>) -> Option<Edited> {
        let mut proposals = items(json, "add");
        if proposals.len() > MOST_PROPOSALS {
            self.wrong("add", Problem::TooManyItems { limit: MOST_PROPOSALS as u64 }, "", || None);
            return None;
        }
        // The ids that proposals without one get depend on the order; that of the list must not count.
        let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        proposals.sort_by_cached_key(|(_, json)| (text(json, "id"), text(json, "name"), json.to_string()));
        for (path, json) in proposals {
            let reading = read_proposal(self.name, json.to_string().as_bytes(), &edited.ecosystem);
            self.findings.take_over(&self.place, reading.findings, &path);
            let Some(proposal) = reading.proposal else { continue };
            match edited.with(&proposal) {
                Ok(more) => edited = more,
                Err(error) => {
                    self.wrong(&path, Problem::Internal { detail: error.to_string() }, "", || None);
                    return None;
                }
            }
        }
        Some(edited)
    }

    fn merge(&mut self, json: &Json, path: &str, list: (Subject, &Ids<'_>), mentions: &mut Mentions) -> Option<Merge> {
        let fields = self.object(json, path, &["keep", "merge"])?;
        let mut part = |key: &str| {
            let path = format!("{path}.{key}");
            match fields.get(key).filter(|json| !json.is_null()) {
                Some(json) => Some((json, path)),
                None => {
                    self.wrong(&path, Problem::MissingField, "", || None);
                    None
                }
            }
        };
        let (keep, merge) = (part("keep"), part("merge"));
        let keep = keep.and_then(|(json, path)| self.position(json, &path, list, mentions));
        let merge = merge.map(|(json, path)| self.positions(json, &path, list, mentions));
        Some(Merge { keep: keep?, merge: merge? })
    }

    fn positions(&mut self, json: &Json, path: &str, list: (Subject, &Ids<'_>), mentions: &mut Mentions) -> Vec<usize> {
        let items = items(Some(json), path);
        items.into_iter().filter_map(|(path, json)| self.position(json, &path, list, mentions)).collect()
    }

    /// The position that an id stands for.
    fn position(
        &mut self,
        json: &Json,
        path: &str,
        (subject, ids): (Subject, &Ids<'_>),
        mentions: &mut Mentions,
    ) -> Option<usize> {
        let id = match json {
            Json::String(text) => text.trim().to_owned(),
            Json::Number(number) => number.to_string(),
            _ => {
                let problem = Problem::WrongShape { nl: "een id", en: "an id" };
                self.wrong(path, problem, "", || None);
                return None;
            }
        };
        let Some(position) = ids.find(&id) else {
            self.wrong(path, Problem::UnknownId { table: ids.table() }, &id, || ids.nearest(&id));
            return None;
        };
        mentions.insert((subject, position as usize), (path.to_owned(), id));
        Some(position as usize)
    }

    fn conflict(&mut self, conflict: Conflict, mentions: &Mentions) {
        let (path, id) = mentions.get(&(conflict.subject, conflict.position)).cloned().unwrap_or_default();
        self.wrong(&path, Problem::Impossible { reason: conflict.reason }, &id, || None);
    }

    /// An object with no other keys than these.
    fn object<'j>(&mut self, json: &'j Json, path: &str, names: &[&'static str]) -> Option<&'j Map<String, Json>> {
        if json.is_null() {
            return None;
        }
        let Some(object) = json.as_object() else {
            self.wrong(path, Problem::WrongShape { nl: "een object { … }", en: "an object { … }" }, "", || None);
            return None;
        };
        for key in object.keys().filter(|key| !names.contains(&key.as_str())) {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let problem = Problem::UnknownField { allowed: names.join(", ") };
            self.wrong(&path, problem, "", || nearest(key, names.iter().map(|name| (*name, *name))).map(str::to_owned));
        }
        Some(object)
    }
}

/// The items of a list, each with its path; one thing may stand without brackets.
fn items<'j>(json: Option<&'j Json>, path: &str) -> Vec<(String, &'j Json)> {
    match json {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(items)) => {
            items.iter().enumerate().map(|(position, item)| (format!("{path}[{position}]"), item)).collect()
        }
        Some(one) => vec![(path.to_owned(), one)],
    }
}
