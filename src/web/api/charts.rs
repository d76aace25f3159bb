//! Charts as SVG and PNG.

use serde::Serialize;
use utoipa::ToSchema;

use crate::chart::catalog::{ChartName, draw};
use crate::chart::png;
use crate::export::RecordSchema;
use crate::language::Text;
use crate::snapshot::Snapshot;
use crate::web::asked::Asked;
use crate::web::openapi::{Answered, Operation};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// Pixels of a PNG per pixel of the figure.
const PNG_SCALE: f64 = 2.0;

/// One chart in the list.
#[derive(Debug, Serialize, ToSchema)]
struct ChartItem {
    name: &'static str,
    title: Text,
    description: Text,
    formats: [&'static str; 2],
    href: String,
}

/// The answer of [`list`].
#[derive(Debug, Serialize, ToSchema)]
struct ChartList {
    total: usize,
    items: Vec<ChartItem>,
}

/// The charts of a dataset.
pub fn list(asked: &Asked, _: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    let item = |&chart: &ChartName| ChartItem {
        name: chart.code(),
        title: chart.title(),
        description: chart.description(),
        formats: ["svg", "png"],
        href: format!("{}{}/{}", asked.origin, asked.path, chart.code()),
    };
    let items: Vec<ChartItem> = ChartName::ALL.iter().map(item).collect();
    Answer::json(language, &ChartList { total: items.len(), items })
}

/// One chart.
pub fn show(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
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
    let representation = asked.representation(&mut query, &[("svg", "image/svg+xml"), ("png", "image/png")]);
    query.finish()?;
    let representation = representation?;
    let svg = draw(snapshot, chart, language).ok_or_else(|| {
        tracing::error!(chart = chart.code(), "the snapshot lacks what the chart needs");
        Problem::internal(language)
    })?;
    if representation == "svg" {
        return Ok(Answer::new("image/svg+xml", language, svg.into_bytes()));
    }
    let bytes = png(&svg, PNG_SCALE as _).map_err(|error| {
        tracing::error!(%error, chart = chart.code(), "the chart cannot be drawn as PNG");
        Problem::internal(language)
    })?;
    Ok(Answer::new("image/png", language, bytes))
}

pub fn about_list() -> Operation {
    Operation::document(
        RecordSchema::of::<ChartList>(),
        "De figuren",
        "Welke figuren van een dataset getekend kunnen worden.",
    )
}

pub fn about_show() -> Operation {
    Operation::new(Answered::Picture, "Eén figuur", "De figuur met titel, legenda, methode en bron erin.")
}
