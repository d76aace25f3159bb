//! A workbook to fill in: the next version of a dataset, or another one in its words.

use crate::dataset::{ReadOptions, without_rows};
use crate::ecosystem::Ecosystem;
use crate::export::{ExportFormat, TemplateConfig, dataset_template, file_name};
use crate::snapshot::Snapshot;
use crate::web::asked::Asked;
use crate::web::openapi::{Answered, Operation};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

const WORKBOOK: ExportFormat = ExportFormat::Xlsx;

/// The workbook, by the dimensions and regions of a dataset. Where these are its own they go with it as a sheet.
///
/// # Errors
/// 406 where `Accept` takes no workbook.
pub fn show(asked: &Asked, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let with_example = query.choice("withExample", &[("true", true), ("false", false)]).unwrap_or_default();
    query.finish()?;
    if asked.accepted(&[WORKBOOK.media_type()]).is_none() {
        return Err(Problem::not_acceptable(language, &[WORKBOOK.media_type()]));
    }
    let default = without_rows(&ReadOptions::default()).ecosystem;
    let with_taxonomy = default.is_none_or(|default| words(&default) != words(ecosystem));
    let config = TemplateConfig { with_example, with_taxonomy, language };
    let bytes = dataset_template(ecosystem, &config).map_err(|error| {
        tracing::error!(%error, "the template cannot be written");
        Problem::internal(language)
    })?;
    let name = file_name(&ecosystem.about().id, Some("template"), WORKBOOK);
    Ok(Answer::new(WORKBOOK.media_type(), language, bytes).named(name))
}

/// What may be said of a dataset: its dimensions, the leading one first, each with the values of a closed list, and its regions.
fn words(ecosystem: &Ecosystem) -> Vec<(String, Vec<&str>)> {
    let taxonomy = ecosystem.taxonomy();
    let lead = taxonomy.dimensions().get(taxonomy.lead()).into_iter();
    let dimensions = lead.chain(taxonomy.dimensions()).map(|dimension| {
        let listed = dimension.values.iter().filter(|_| !dimension.open).map(|value| &*value.id);
        (format!("{} {} {}", dimension.id, dimension.several, dimension.open), listed.collect())
    });
    let regions = ecosystem.regions().iter().map(|region| &*region.code).collect();
    dimensions.chain([(String::new(), regions)]).collect()
}

pub fn about() -> Operation {
    Operation::new(
        Answered::File(vec![WORKBOOK.media_type()]),
        "Een invulwerkmap",
        "Een Excel-werkmap om in te vullen, met keuzelijsten uit de dimensies en regio's van deze dataset en een blad uitleg. \
        Zij wordt daarna gelezen als elke andere dataset.",
    )
    .keys(&["withExample"])
}
