//! Scenario: remove or merge initiatives, and see what would be different. Nothing is kept.

use askama::Template;
use serde_json::json;

use super::address::Screen;
use super::frame::{Frame, MeasureLine, Note, measure_line};
use super::posted::Typed;
use super::visit::Visit;
use crate::analysis::scenario::{ScenarioConfig, scenario};
use crate::analysis::white_spots::CellStatus;
use crate::dataset::{Severity, read_scenario};
use crate::export::{ScenarioDocument, scenario_document};
use crate::language::{Language, Text};
use crate::snapshot::scenario_provenance;
use crate::web::problem::Problem;
use crate::web::respond::Answer;

/// Cells that are listed.
const CELLS: usize = 20;

#[derive(Template)]
#[template(path = "pages/scenario.html")]
struct ScenarioPage {
    f: Frame,
    action: String,
    remove: String,
    keep: String,
    merge: String,
    initiatives: Vec<(String, String)>,
    faults: Vec<String>,
    outcome: Option<OutcomeView>,
    note: Note,
}

/// What would be different.
struct OutcomeView {
    in_words: String,
    rows: Vec<MeasureLine>,
    cells: Vec<(String, String, String)>,
}

/// The form, with what would be different where something was asked.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let typed = visit.typed.cloned().unwrap_or_default();
    let (mut faults, mut outcome) = (Vec::new(), None);
    if visit.typed.is_some() {
        let reading = read_scenario("scenario", json_of(visit, &typed).to_string().as_bytes(), ecosystem);
        match reading.edited {
            Some(edited) => {
                let result = scenario(ecosystem, &edited, &ScenarioConfig::default())
                    .map_err(|error| Problem::too_large(language, "scenario", error.to_string()))?;
                outcome = Some(OutcomeView::new(&scenario_document(ecosystem, &edited, &result), language));
            }
            None => faults.extend(reading.findings.iter().filter(|finding| finding.severity == Severity::Error).map(
                |finding| {
                    let value = finding.value.as_ref().map(|value| format!("«{value}»: ")).unwrap_or_default();
                    value + &finding.message(language)
                },
            )),
        }
    }
    let page = ScenarioPage {
        action: visit.to(Screen::Scenario, None),
        remove: typed.get("remove").to_owned(),
        keep: typed.get("keep").to_owned(),
        merge: typed.get("merge").to_owned(),
        initiatives: ecosystem.initiatives().iter().map(|one| (one.id.to_string(), one.name.to_string())).collect(),
        faults,
        outcome,
        note: Note::new(&scenario_provenance(ecosystem), language),
        f: Frame::new(visit, Text::new("Scenario", "Scenario")),
    };
    visit.page(&page)
}

/// What was typed as a scenario; an initiative may be named by id or by name, one per line.
fn json_of(visit: &Visit<'_>, typed: &Typed) -> serde_json::Value {
    let initiatives = visit.snapshot.ecosystem.initiatives();
    let lines = |field: &str| -> Vec<String> {
        typed
            .get(field)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| {
                let named = initiatives.iter().find(|one| &*one.name == line);
                named.map_or_else(|| line.to_owned(), |one| one.id.to_string())
            })
            .collect()
    };
    let merged: Vec<serde_json::Value> =
        lines("keep").into_iter().take(1).map(|keep| json!({ "keep": keep, "merge": lines("merge") })).collect();
    json!({ "remove": { "initiatives": lines("remove") }, "merge": { "initiatives": merged } })
}

impl OutcomeView {
    fn new(document: &ScenarioDocument, language: Language) -> Self {
        let status = |code: Option<&str>| {
            let found = CellStatus::ALL.iter().find(|status| Some(status.code()) == code);
            found.map_or("–", |&status| super::grid::status_words(status, language)).to_owned()
        };
        Self {
            in_words: document.in_words.get(language).to_owned(),
            rows: document
                .complexity
                .iter()
                .filter(|one| one.region == crate::ecosystem::NATIONAL)
                .map(|one| measure_line(one.measure, (one.before, one.after), one.difference, language))
                .collect(),
            cells: document
                .coverage
                .cells
                .iter()
                .filter(|cell| cell.status_before != cell.status_after)
                .take(CELLS)
                .map(|cell| {
                    let title = format!("{}, {}", cell.value_name.get(language), cell.region_name.get(language));
                    (title, status(cell.status_before), status(cell.status_after))
                })
                .collect(),
        }
    }
}
