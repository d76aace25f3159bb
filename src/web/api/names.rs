//! Names that may stand for one organisation or initiative.

use serde_json::{Map, Value, json};

use crate::analysis::names::{Certainty, names};
use crate::ecosystem::edit::Subject;
use crate::export::{AboutSection, NameSuggestionRecord, RecordSchema, names_record};
use crate::snapshot::{Section, Snapshot, provenance};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// Pairs by score, with the evidence; the summary says what became of decisions. `of` keeps actors or initiatives,
/// `certainty` a class, `region` what is in a region.
pub fn suggestions(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let subject = query.choice("of", &[("actors", Subject::Actor), ("initiatives", Subject::Initiative)]);
    let classes: Vec<(&str, Certainty)> = Certainty::ALL.iter().map(|&class| (class.code(), class)).collect();
    let class = query.choice("certainty", &classes);
    let region = query.region(ecosystem);
    let paging = query.paging();
    query.finish()?;
    let found = match snapshot.names.get() {
        Some(found) => found.clone(),
        None => [Subject::Actor, Subject::Initiative].map(|subject| names(ecosystem, subject)),
    };
    let is_asked = |found: &crate::analysis::names::Names| subject.is_none_or(|subject| found.subject == subject);
    let chosen: Vec<_> = found.into_iter().filter(is_asked).collect();
    let mut record = names_record(ecosystem, &chosen);
    let code = region.map(|region| ecosystem.regions().code(region));
    record.suggestions.retain(|pair| {
        class.is_none_or(|class| pair.certainty == class.code())
            && code.is_none_or(|code| pair.regions.iter().any(|region| region == code))
    });
    let summary = json!({ "groups": record.groups, "decisions": record.decisions });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let about = AboutSection::new(provenance(ecosystem, Section::Names));
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.suggestions, paging)
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<NameSuggestionRecord>(),
        "Dubbele namen",
        "Namen die waarschijnlijk of mogelijk dezelfde organisatie of hetzelfde initiatief zijn, met wat ervoor en ertegen spreekt.",
    )
    .keys(&["of", "certainty", "region"])
    .without_filters()
}
