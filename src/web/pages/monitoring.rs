//! Reach and impact: of how much of the supply anything is known, and what participants answered.

use askama::Template;

use super::address::Screen;
use super::frame::{Frame, Note, count, share};
use super::visit::Visit;
use crate::analysis::monitoring::{MonitoringConfig, monitoring};
use crate::analysis::selection::Selection;
use crate::export::monitoring_record;
use crate::language::{Text, decimal};
use crate::snapshot::{Section, provenance};
use crate::web::problem::Problem;
use crate::web::respond::Answer;

#[derive(Template)]
#[template(path = "pages/monitoring.html")]
struct MonitoringPage {
    f: Frame,
    lead: String,
    coverage: Vec<(String, String, String, String)>,
    answers: Vec<(String, String, String, String)>,
    /// Measure, region, value, of how many, source.
    indicators: Vec<(String, String, String, String, String)>,
    csv: String,
    note: Note,
}

/// What is known of reach and impact.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let computed;
    let found = match visit.snapshot.monitoring.get() {
        Some(kept) => kept,
        None => {
            computed = monitoring(ecosystem, &Selection::everything(ecosystem), &MonitoringConfig::default());
            &computed
        }
    };
    let record = monitoring_record(ecosystem, found);
    let whole = record.coverage.iter().find(|row| row.by == "all");
    let lead = whole.map_or_else(Text::default, |row| {
        let (known, all) = (count(row.either_known, language), count(row.activities, language));
        let part = share(row.either_share, language);
        Text::new(
            format!("Van {known} van de {all} activiteiten is het bereik of het effect bekend ({part})."),
            format!("Of {known} of the {all} activities reach or impact is known ({part})."),
        )
    });
    let f = Frame::new(visit, Text::new("Bereik en effect", "Reach and impact"));
    let number = |value: u64| count(usize::try_from(value).unwrap_or(usize::MAX), language);
    let page = MonitoringPage {
        lead: lead.get(language).to_owned(),
        coverage: record
            .coverage
            .iter()
            .filter(|row| row.by == "region" || row.by == "all")
            .map(|row| {
                let reach = format!("{} ({})", count(row.reach_known, language), share(row.reach_share, language));
                let impact = format!("{} ({})", count(row.impact_known, language), share(row.impact_share, language));
                (row.name.get(language).to_owned(), count(row.activities, language), reach, impact)
            })
            .collect(),
        answers: record
            .answers
            .iter()
            .filter(|row| row.by == "question")
            .map(|row| {
                let range = match (row.helped_low, row.helped_high) {
                    (Some(low), Some(high)) => {
                        format!("{}–{}", share(Some(low), language), share(Some(high), language))
                    }
                    _ => String::from("–"),
                };
                let n = row
                    .n
                    .map_or_else(|| Text::new("minder dan vijf", "fewer than five").get(language).to_owned(), number);
                (row.question_label.get(language).to_owned(), n, share(row.helped_share, language), range)
            })
            .collect(),
        indicators: record
            .indicators
            .iter()
            .map(|row| {
                let mut measure = row.measure.clone();
                let cell: Vec<String> = row
                    .cell
                    .values()
                    .flat_map(|values| values.as_array().into_iter().flatten())
                    .filter_map(|value| value.as_str().map(str::to_owned))
                    .collect();
                if !cell.is_empty() {
                    measure = format!("{measure}: {}", cell.join(", "));
                }
                let regions: Vec<String> = row.region.iter().cloned().collect();
                let value = row.value.map_or_else(
                    || String::from("–"),
                    |value| decimal(value, usize::from(value.fract() != 0.0), language),
                );
                (
                    measure,
                    super::signal_view::region_names(visit, &regions),
                    format!("{value} {}", row.unit),
                    row.n.map(number).unwrap_or_default(),
                    row.source.clone(),
                )
            })
            .collect(),
        csv: format!("{}/monitoring?format=csv-nl&lang={}", f.api, language.code()),
        note: Note::new(&provenance(ecosystem, Section::Monitoring), language),
        f,
    };
    visit.page(&page)
}
