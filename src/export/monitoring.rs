//! Records of monitoring: coverage, answers, and figures as they were printed.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::analysis::monitoring::{Coverage, Group, Monitoring, Proportion, QuestionAnswers};
use crate::ecosystem::{Answer, Ecosystem, Indicator, NATIONAL, Place, Question, QuestionCategory, Scope};
use crate::language::{Language, Text};
use crate::snapshot::place_name;

/// Everything known of reach and impact.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonitoringRecord {
    pub coverage: Vec<CoverageRecord>,
    pub answers: Vec<QuestionAnswersRecord>,
    pub indicators: Vec<IndicatorRecord>,
}

/// Of how many activities of a group reach or impact is known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoverageRecord {
    /// `all`, `region` or `lead`.
    pub by: &'static str,
    /// Null: not known.
    pub code: Option<String>,
    pub name: Text,
    pub activities: usize,
    pub reach_known: usize,
    pub reach_share: Option<f64>,
    pub impact_known: usize,
    pub impact_share: Option<f64>,
    pub either_known: usize,
    pub either_share: Option<f64>,
}

/// The answers of a group to one question; all figures are null where they are suppressed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionAnswersRecord {
    /// `question` (all together), `region`, `lead` or `initiative`.
    pub by: &'static str,
    pub code: Option<String>,
    pub name: Text,
    pub question: String,
    pub question_label: Text,
    pub category: Option<QuestionCategory>,
    pub suppressed: bool,
    pub n: Option<u64>,
    /// Helped to a reasonable or important degree, of those with an opinion.
    pub helped: Option<u64>,
    pub opinions: Option<u64>,
    pub helped_share: Option<f64>,
    pub helped_low: Option<f64>,
    pub helped_high: Option<f64>,
    pub answers: Option<Vec<AnswerRecord>>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnswerRecord {
    pub answer: String,
    pub label: Text,
    pub count: u64,
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

/// A figure as it was printed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IndicatorRecord {
    pub measure: String,
    /// Code; null where not said.
    pub region: Option<String>,
    /// Dimension id → value ids.
    pub cell: Map<String, Value>,
    pub value: Option<f64>,
    pub unit: String,
    pub n: Option<u64>,
    pub source: String,
}

pub fn monitoring_record(ecosystem: &Ecosystem, monitoring: &Monitoring) -> MonitoringRecord {
    MonitoringRecord {
        coverage: monitoring.coverage.iter().map(|row| coverage_record(ecosystem, row)).collect(),
        answers: monitoring.groups.iter().map(|group| answers_record(ecosystem, monitoring, group)).collect(),
        indicators: ecosystem.indicators().iter().map(|row| indicator_record(ecosystem, row)).collect(),
    }
}

fn coverage_record(ecosystem: &Ecosystem, row: &Coverage) -> CoverageRecord {
    let (by, code, name) = group(ecosystem, row.group);
    CoverageRecord {
        by: if row.group == Group::All { "all" } else { by },
        code,
        name,
        activities: row.reach.of,
        reach_known: row.reach.count,
        reach_share: row.reach.share,
        impact_known: row.impact.count,
        impact_share: row.impact.share,
        either_known: row.either.count,
        either_share: row.either.share,
    }
}

/// What a group is taken by, its code and its name.
fn group(ecosystem: &Ecosystem, group: Group) -> (&'static str, Option<String>, Text) {
    let unknown = || Text::new("niet bekend", "not known");
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    match group {
        Group::All => ("question", Some(String::from("all")), Text::new("alle activiteiten", "all activities")),
        Group::Place(None) => ("region", None, unknown()),
        Group::Place(Some(place)) => {
            let name =
                Text::new(place_name(ecosystem, place, Language::Nl), place_name(ecosystem, place, Language::En));
            ("region", Some(place.code(ecosystem.regions()).to_owned()), name)
        }
        Group::Lead(value) => {
            let known = value.and_then(|value| lead.value(value));
            ("lead", known.map(|value| value.id.to_string()), known.map_or_else(unknown, |value| value.label.clone()))
        }
        Group::Initiative(initiative) => {
            let initiative = &ecosystem.initiatives()[initiative];
            ("initiative", Some(initiative.id.to_string()), Text::same(&*initiative.name))
        }
    }
}

fn answers_record(ecosystem: &Ecosystem, monitoring: &Monitoring, answers: &QuestionAnswers) -> QuestionAnswersRecord {
    let (by, code, name) = group(ecosystem, answers.group);
    let asked = &monitoring.questions[answers.question];
    let question = Question::from_words(asked);
    let shown = answers.shown.as_ref();
    let helped = shown.and_then(|shown| shown.helped);
    let answer = |(code, found): (&str, &Proportion)| AnswerRecord {
        answer: code.to_owned(),
        label: Answer::from_words(code).map_or_else(
            || Text::same(code),
            |answer| Text::new(answer.label(Language::Nl), answer.label(Language::En)),
        ),
        count: found.count,
        share: found.share,
        low: found.low,
        high: found.high,
    };
    QuestionAnswersRecord {
        by,
        code,
        name,
        question: asked.to_string(),
        question_label: question.map_or_else(
            || Text::same(&**asked),
            |question| Text::new(question.label(Language::Nl), question.label(Language::En)),
        ),
        category: question.map(Question::category),
        suppressed: shown.is_none(),
        n: shown.map(|shown| shown.n),
        helped: helped.map(|helped| helped.count),
        opinions: helped.map(|helped| helped.of),
        helped_share: helped.map(|helped| helped.share),
        helped_low: helped.map(|helped| helped.low),
        helped_high: helped.map(|helped| helped.high),
        answers: shown.map(|shown| {
            let codes = monitoring.answers.iter().map(|code| &**code);
            codes.zip(&shown.answers).map(answer).collect()
        }),
    }
}

fn indicator_record(ecosystem: &Ecosystem, row: &Indicator) -> IndicatorRecord {
    let mut cell: Map<String, Value> = Map::new();
    for &(dimension, value) in &row.cell {
        let dimension = &ecosystem.taxonomy().dimensions()[dimension];
        let values = cell.entry(dimension.id.to_string()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(Value::from(dimension.value_code(value)));
        }
    }
    IndicatorRecord {
        measure: row.measure.to_string(),
        region: match row.scope {
            Scope::Unknown => None,
            Scope::National => Some(NATIONAL.to_owned()),
            Scope::Region(region) => Some(Place::Region(region).code(ecosystem.regions()).to_owned()),
        },
        cell,
        value: row.value,
        unit: row.unit.to_string(),
        n: row.n,
        source: row.source.to_string(),
    }
}
