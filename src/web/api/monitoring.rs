//! Monitoring: coverage, answers by question, and printed figures.

use serde_json::{Map, Value, json};

use crate::analysis::monitoring::{MonitoringConfig, monitoring as measure};
use crate::analysis::selection::Selection;
use crate::export::{
    AboutSection, CoverageRecord, IndicatorRecord, QuestionAnswersRecord, RecordSchema, monitoring_record,
};
use crate::snapshot::{Snapshot, provenance_monitoring};
use crate::web::asked::Asked;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// What the items are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Answers(&'static str),
    Coverage,
    Indicators,
}

const BY: &[(&str, By)] = &[
    ("question", By::Answers("question")),
    ("region", By::Answers("region")),
    ("lead", By::Answers("lead")),
    ("initiative", By::Answers("initiative")),
    ("coverage", By::Coverage),
    ("indicators", By::Indicators),
];

/// Answers of participants by question (all together), region, lead value or initiative; `by=coverage` gives of how many
/// activities reach and impact are known, `by=indicators` figures as they were printed. `question` chooses a question;
/// `region` keeps activities with it in their own working area, and dimensions filter activities. Printed figures are not
/// filtered but by `region`.
pub fn monitoring(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let by = query.choice("by", BY);
    let mut filters = query.filters(ecosystem);
    let region = filters.region.take();
    let measured;
    let found = match (snapshot.monitoring.get(), region.is_none() && filters.is_empty()) {
        (Some(found), true) => found,
        _ => {
            let config = MonitoringConfig { region, ..MonitoringConfig::default() };
            measured = measure(ecosystem, &Selection::new(ecosystem, &filters), &config);
            &measured
        }
    };
    let questions: Vec<(&str, usize)> = found.questions.iter().map(|code| &**code).zip(0..).collect();
    let question = query.choice("question", &questions).map(|position| found.questions[position].to_string());
    let paging = query.paging();
    query.finish()?;
    let mut record = monitoring_record(ecosystem, found);
    let code = region.map(|region| ecosystem.regions().code(region));
    let is_here = |by: &str, row: Option<&str>| by != "region" || code.is_none_or(|code| row == Some(code));
    record.coverage.retain(|row| is_here(row.by, row.code.as_deref()));
    record.indicators.retain(|row| code.is_none_or(|code| row.region.as_deref() == Some(code)));
    let whole = record.coverage.first();
    let summary = json!({ "coverage": whole, "indicators": record.indicators.len() });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let mut about = AboutSection::new(provenance_monitoring::provenance(ecosystem));
    match by.unwrap_or(By::Answers("question")) {
        By::Coverage => {
            respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.coverage, paging)
        }
        By::Indicators => {
            // The items are the exception now.
            about.basis = ecosystem.about().basis_of("indicators", "value");
            about.basis_exceptions.clear();
            respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.indicators, paging)
        }
        By::Answers(by) => {
            record.answers.retain(|row| {
                row.by == by
                    && is_here(row.by, row.code.as_deref())
                    && question.as_ref().is_none_or(|question| row.question == *question)
            });
            respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.answers, paging)
        }
    }
}

pub fn about() -> Operation {
    Operation::lists(
        vec![
            RecordSchema::of::<QuestionAnswersRecord>(),
            RecordSchema::of::<CoverageRecord>(),
            RecordSchema::of::<IndicatorRecord>(),
        ],
        "Monitoring",
        "Van hoeveel activiteiten bereik en impact bekend zijn, wat deelnemers antwoordden (vanaf vijf antwoorden), en gepubliceerde cijfers.",
    )
    .keys(&["by=monitoring", "question"])
}
