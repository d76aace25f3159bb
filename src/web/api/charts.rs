//! Charts as SVG and PNG, and the numbers in them as CSV.

use serde::Serialize;
use utoipa::ToSchema;

use crate::chart::catalog::{ChartError, ChartName, Drawn, draw_beside};
use crate::chart::png;
use crate::chart::settings::{Parameter, Settings};
use crate::chart::table::DataTable;
use crate::ecosystem::Ecosystem;
use crate::export::{CsvDialect, FlatTable, RecordSchema};
use crate::language::{Language, Text};
use crate::snapshot::Snapshot;
use crate::web::asked::Asked;
use crate::web::list::MEDIA_TYPE_OF_CSV;
use crate::web::openapi::{Answered, Operation};
use crate::web::problem::{Fault, Problem};
use crate::web::query::Query;
use crate::web::respond::Answer;
use crate::web::versions::too_many;

/// What a chart can be asked as, each with its media type.
pub const FORMATS: &[(&str, &str)] =
    &[("svg", "image/svg+xml"), ("png", "image/png"), ("csv", "text/csv"), ("csv-nl", "text/csv")];

/// Pixels of a PNG per pixel of the figure.
const PNG_SCALE: f64 = 2.0;

/// One chart in the list.
#[derive(Debug, Serialize, ToSchema)]
struct ChartItem {
    name: &'static str,
    title: Text,
    description: Text,
    formats: Vec<&'static str>,
    parameters: Vec<ChartParameter>,
    href: String,
}

/// What can be asked of a chart.
#[derive(Debug, Serialize, ToSchema)]
struct ChartParameter {
    key: &'static str,
    meaning: Text,
    /// What it takes; null: any whole number of a range, or too many to list here.
    allowed: Option<Vec<String>>,
    /// What is meant where nothing is asked; null: the chart chooses.
    default: Option<String>,
}

impl ChartParameter {
    fn new(parameter: &Parameter, ecosystem: &Ecosystem) -> Self {
        Self {
            key: parameter.key,
            meaning: parameter.meaning.text(),
            allowed: parameter.allowed(ecosystem).filter(|allowed| allowed.len() <= LISTED),
            default: parameter.usual(),
        }
    }
}

/// Values that are listed for a parameter.
const LISTED: usize = 200;

/// The answer of [`list`].
#[derive(Debug, Serialize, ToSchema)]
struct ChartList {
    total: usize,
    items: Vec<ChartItem>,
}

/// The charts of a dataset.
pub fn list(asked: &Asked, snapshot: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    let item = |&chart: &ChartName| ChartItem {
        name: chart.code(),
        title: chart.title().text(),
        description: chart.description().text(),
        formats: FORMATS.iter().map(|&(format, _)| format).collect(),
        parameters: chart.parameters().iter().map(|one| ChartParameter::new(one, &snapshot.ecosystem)).collect(),
        href: format!("{}{}/{}", asked.origin, asked.path, chart.code()),
    };
    let items: Vec<ChartItem> = ChartName::ALL.iter().map(item).collect();
    Answer::json(language, &ChartList { total: items.len(), items })
}

/// One chart; `with` names the earlier versions of the charts that compare.
pub fn show(
    asked: &Asked,
    earlier: Result<&[&Snapshot], Fault>,
    snapshot: &Snapshot,
    mut query: Query,
) -> Result<Answer, Problem> {
    let language = query.language();
    let wanted = asked.item.as_deref().unwrap_or("");
    let Some(chart) = ChartName::from_code(wanted) else {
        let names: Vec<&str> = ChartName::ALL.iter().map(|chart| chart.code()).collect();
        let names = names.join(", ");
        let detail = Text::new(
            format!("Deze figuur is er niet. Wel aanwezig: {names}."),
            format!("There is no such chart. Available: {names}."),
        );
        return Err(Problem::not_found(language, &detail));
    };
    let representation = asked.representation(&mut query, FORMATS);
    let mut settings = Settings::default();
    for parameter in chart.parameters() {
        if let Some(words) = query.text(parameter.key)
            && let Err(wrong) = settings.set(parameter, &words, &snapshot.ecosystem)
        {
            let allowed: Vec<&str> = wrong.allowed.iter().map(String::as_str).collect();
            query.blame(Fault::not_allowed(language, &wrong.key, &wrong.value, &allowed));
        }
    }
    let mut beside: &[&Snapshot] = &[];
    if chart.earlier() > 0 && query.text("with").is_some() {
        match earlier {
            Ok(earlier) if earlier.len() <= chart.earlier() => beside = earlier,
            Ok(_) => query.blame(too_many(language, chart.earlier())),
            Err(fault) => query.blame(fault),
        }
    }
    query.finish()?;
    let representation = representation?;
    let drawn = draw_beside(beside, snapshot, chart, &settings, language);
    let Drawn { svg, table, .. } = drawn.map_err(|error| refused(error, language))?;
    match representation {
        "svg" => return Ok(Answer::new("image/svg+xml", language, svg.into_bytes())),
        "csv" => return Ok(csv(&table, CsvDialect::Plain, language)),
        "csv-nl" => return Ok(csv(&table, CsvDialect::Dutch, language)),
        _ => {}
    }
    let bytes = png(&svg, PNG_SCALE as _).map_err(|error| {
        tracing::error!(%error, chart = chart.code(), "the chart cannot be drawn as PNG");
        Problem::internal(language)
    })?;
    Ok(Answer::new("image/png", language, bytes))
}

fn csv(table: &DataTable, dialect: CsvDialect, language: Language) -> Answer {
    let table = FlatTable { columns: table.columns.clone(), rows: table.values() };
    Answer::new(MEDIA_TYPE_OF_CSV, language, table.csv(dialect))
}

fn refused(error: ChartError, language: Language) -> Problem {
    match error {
        ChartError::Parameter(wrong) => {
            let allowed: Vec<&str> = wrong.allowed.iter().map(String::as_str).collect();
            Problem::bad_request(language, vec![Fault::not_allowed(language, &wrong.key, &wrong.value, &allowed)])
        }
        ChartError::TooLarge(words) => Problem::too_large(language, "chart", words),
    }
}

pub fn about_list() -> Operation {
    Operation::document(
        RecordSchema::of::<ChartList>(),
        "De figuren",
        "Welke figuren van een dataset getekend kunnen worden, en wat van elk gevraagd kan worden.",
    )
}

/// Each chart is described on its own, since each takes parameters of its own.
pub fn about_show(chart: ChartName) -> Operation {
    Operation::new(Answered::Picture(chart), format!("Figuur: {}", chart.title().nl), chart.description().nl)
}
