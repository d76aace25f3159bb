//! The overview: the state of the ecosystem in a few sentences, the grid, and what is most urgent.

use askama::Template;

use super::address::Screen;
use super::frame::{Frame, Note, count, counted, share};
use super::grid::Grid;
use super::signal_view::{SignalView, work_list};
use super::visit::Visit;
use crate::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots};
use crate::ecosystem::{Basis, SignalKind};
use crate::export::{DatasetRecord, SignalKindRecord, SignalsRecord};
use crate::language::{Language, Text, capital};
use crate::snapshot::{Section, provenance};
use crate::web::problem::Problem;
use crate::web::respond::Answer;

#[derive(Template)]
#[template(path = "pages/overview.html")]
struct OverviewPage {
    f: Frame,
    sentences: Vec<String>,
    /// The most urgent one of each group of kinds.
    urgent: Vec<(String, Option<SignalView>)>,
    kinds: Vec<KindLine>,
    /// Why there are no signals to speak of.
    without_signals: Option<String>,
    grid: Option<Grid>,
    grid_note: Note,
    sources: Vec<String>,
    notes: Vec<String>,
}

/// How many signals there are of a kind.
struct KindLine {
    label: String,
    found: String,
    href: String,
}

/// The overview of a dataset.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let spots = visit.there(Section::WhiteSpots, visit.snapshot.white_spots.as_ref())?;
    let record = DatasetRecord::new(ecosystem);
    let signals = work_list(visit);
    let page = OverviewPage {
        f: Frame::new(visit, ecosystem.about().title.clone()),
        sentences: sentences(visit, &record, spots),
        urgent: signals.as_ref().map(|list| urgent(visit, list)).unwrap_or_default(),
        kinds: signals.iter().flat_map(|list| &list.kinds).map(|kind| kind_line(visit, kind)).collect(),
        without_signals: signals.err().map(|absent| absent.words().get(language).to_owned()),
        grid: Grid::new(visit, spots),
        grid_note: Note::new(&provenance(ecosystem, Section::WhiteSpots), language),
        sources: record.sources.clone(),
        notes: record.notes.iter().map(|note| note.get(language).to_owned()).collect(),
    };
    visit.page(&page)
}

fn kind_line(visit: &Visit<'_>, kind: &SignalKindRecord) -> KindLine {
    let language = visit.language;
    let words = |nl: &str, en: &str| Text::new(nl, en).get(language).to_owned();
    let found = match (kind.found, kind.withheld) {
        (None, _) => words("niet te zeggen met deze gegevens", "cannot be told from these data"),
        (Some(_), withheld) if withheld > 0 => {
            words("achtergehouden: berust op een reconstructie", "withheld: rests on a reconstruction")
        }
        (Some(found), _) => count(found, language),
    };
    KindLine {
        label: capital(kind.label.get(language)),
        found,
        href: Screen::Agreements.address(language, &visit.entry.id, None)
            + &super::address::query(&[("signal", kind.kind.code())]),
    }
}

/// The state in sentences. A number that rests on a reconstruction is not among them.
fn sentences(visit: &Visit<'_>, record: &DatasetRecord, spots: &WhiteSpots) -> Vec<String> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let nl = language == Language::Nl;
    let mut said = Vec::new();
    let initiatives =
        counted(record.initiatives, ("initiatief", "initiative"), ("initiatieven", "initiatives"), language);
    let activities = counted(record.activities, ("activiteit", "activity"), ("activiteiten", "activities"), language);
    let actors = counted(record.actors, ("aanbieder", "actor"), ("aanbieders", "actors"), language);
    let are_known = ecosystem.about().basis_of("actors", "id") != Basis::Reconstructed;
    said.push(match (nl, are_known, record.activities > 0) {
        (true, true, true) => {
            format!("{initiatives} met samen {activities} helpen hier het mkb; {actors} doen eraan mee.")
        }
        (true, true, false) => format!("{initiatives} helpen hier het mkb; {actors} doen eraan mee."),
        (true, false, _) => format!("{initiatives} met samen {activities} helpen het mkb."),
        (false, true, true) => {
            format!("{initiatives} with {activities} help small businesses here; {actors} take part in them.")
        }
        (false, true, false) => format!("{initiatives} help small businesses here; {actors} take part in them."),
        (false, false, _) => format!("{initiatives} with {activities} help small businesses."),
    });
    if let (Some(known), Some(coverage)) = (record.known_population, record.survey_coverage) {
        let known = count(usize::try_from(known).unwrap_or(usize::MAX), language);
        let covered = share(Some(coverage), language);
        said.push(if nl {
            format!("Naar schatting zijn er ongeveer {known} initiatieven; {covered} daarvan is onderzocht. Wat niet onderzocht is, ontbreekt hier.")
        } else {
            format!("There are thought to be about {known} initiatives; {covered} of them were surveyed. What was not surveyed is missing here.")
        });
    }
    let surveyed: Vec<&WhiteSpotCell> =
        spots.cells.iter().filter(|cell| cell.status != CellStatus::NotSurveyed).collect();
    if !surveyed.is_empty() {
        let of = |status: CellStatus| surveyed.iter().filter(|cell| cell.status == status).count();
        let (absent, national, thin) = (of(CellStatus::Absent), of(CellStatus::NationalOnly), of(CellStatus::Thin));
        let all = count(surveyed.len(), language);
        let lead = ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()].label.get(language).to_lowercase();
        said.push(if nl {
            format!(
                "Van de {all} combinaties van regio en {lead} hebben er {} geen eigen en geen landelijk aanbod, {} alleen landelijk aanbod, en is het aanbod in {} dun.",
                count(absent, language), count(national, language), count(thin, language)
            )
        } else {
            format!(
                "Of the {all} combinations of region and {lead}, {} have no supply of their own and no national supply, {} only national supply, and in {} supply is thin.",
                count(absent, language), count(national, language), count(thin, language)
            )
        });
    }
    said
}

/// One signal each of overlap, white spots and fragile supply: the most urgent that nobody has settled.
fn urgent(visit: &Visit<'_>, signals: &SignalsRecord) -> Vec<(String, Option<SignalView>)> {
    let groups: [(&[SignalKind], Text); 3] = [
        (&[SignalKind::Overlap], Text::new("Overlap zonder samenwerking", "Overlap without collaboration")),
        (&[SignalKind::Absent, SignalKind::NationalOnly, SignalKind::Thin], Text::new("Witte vlek", "White spot")),
        (
            &[SignalKind::Ending, SignalKind::Fragile],
            Text::new("Aanbod dat kan wegvallen", "Supply that may fall away"),
        ),
    ];
    let open = |signal: &&crate::export::SignalRecord| signal.status == crate::ecosystem::SignalStatus::New;
    groups
        .iter()
        .map(|(kinds, title)| {
            let first = signals.signals.iter().filter(open).find(|signal| kinds.contains(&signal.kind));
            (title.get(visit.language).to_owned(), first.map(|signal| SignalView::new(visit, signal)))
        })
        .collect()
}
