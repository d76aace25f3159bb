//! Compare: this version beside an earlier one.

use askama::Template;

use super::address::Screen;
use super::changes::{ChangesView, compared, history, versions};
use super::frame::{Choice, Frame, MeasureLine, Note, measure_line};
use super::visit::Visit;
use crate::export::comparison_record;
use crate::language::Text;
use crate::snapshot::{Provenance, provenance_comparison};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

#[derive(Template)]
#[template(path = "pages/comparison.html")]
struct ComparisonPage {
    f: Frame,
    versions: Vec<Choice>,
    in_words: Option<String>,
    warnings: Vec<String>,
    changes: Option<ChangesView>,
    rows: Vec<MeasureLine>,
    chart: Option<String>,
    history: Option<String>,
    note: Note,
}

/// What changed since an earlier version.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let language = visit.language;
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let chosen = query.text("with").unwrap_or_default();
    query.finish()?;
    let f = Frame::new(visit, Text::new("Vergelijken", "Compare"));
    let (mut rows, mut in_words, mut warnings, mut chart) = (Vec::new(), None, Vec::new(), None);
    let mut about = Provenance {
        basis: visit.snapshot.ecosystem.about().weakest(&[("initiatives", "id"), ("participations", "actor")]),
        exceptions: Vec::new(),
        method: provenance_comparison::method(),
    };
    if let Some(earlier) = visit.earlier {
        let found = compared(earlier, visit)?;
        let record = comparison_record(earlier, visit.snapshot, &found);
        about.basis = record.about.basis;
        in_words = Some(record.in_words.get(language).to_owned());
        warnings = record.about.warnings.iter().map(|text| text.get(language).to_owned()).collect();
        let whole =
            record.measures.iter().filter(|one| one.region == crate::ecosystem::NATIONAL && one.reach == "everything");
        rows = whole.map(|one| measure_line(one.measure, (one.earlier, one.later), one.change, language)).collect();
        let with = crate::export::path_part(&chosen);
        chart = Some(format!("{}/charts/comparison?with={with}&lang={}", f.api, language.code()));
    }
    let page = ComparisonPage {
        versions: versions(visit, &chosen),
        changes: ChangesView::new(visit, None)?,
        in_words,
        warnings,
        rows,
        chart,
        history: history(visit, &f.api, &chosen, None),
        note: Note::new(&about, language),
        f,
    };
    visit.page(&page)
}
